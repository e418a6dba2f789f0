// Sends the files of a form one after the other, each with a bar that shows how far it is; then shows the page with all of
// them. What breaks off is tried again, by itself and by a button: nobody chooses a file twice. A form has one file field,
// or one for each material; files also come from the part that makes one PDF of pictures (scan.js).

import { make, makeButton, sizeText } from './dom.js'
import { say } from './request.js'
import { pauseAfter, renew, send, takeOver } from './upload-send.js'

/** The row of a file: its name, how far it is, what is the matter, and what can be done. */
const createRow = (file) => {
  const element = make('li', 'file-list__item upload-row')
  const name = make('span', 'file-list__name', file.name)
  name.append(make('span', 'file-list__meta', sizeText(file.size)))
  const state = make('span', 'upload-row__state')
  const bar = make('progress', 'upload__progress')
  bar.max = 100
  bar.hidden = true
  bar.setAttribute('aria-label', `${file.name}的上传进度`)
  const buttons = make('span', 'upload-row__buttons')
  element.append(name, state, bar, buttons)
  return {
    element,
    progress: (part) => {
      bar.hidden = false
      bar.value = part * 100
      state.textContent = part < 1 ? `已上传 ${Math.floor(part * 100)}%` : '正在检查文件'
    },
    /** @param {string} text @param {{ bad?: boolean, actions?: Record<string, () => void>, login?: string }} more */
    show: (text, { bad = false, actions = {}, login } = {}) => {
      const hadFocus = buttons.contains(document.activeElement)
      element.classList.toggle('upload-row--bad', bad)
      state.textContent = text
      bar.hidden = true
      buttons.replaceChildren(
        ...Object.entries(actions).map(([label, act]) => {
          const button = makeButton(label, 'link', act)
          button.append(make('span', 'govuk-visually-hidden', ` ${file.name}`))
          return button
        }),
      )
      if (login) {
        const link = make('a', 'govuk-link', '重新登录（新窗口）')
        link.href = login
        link.target = '_blank'
        buttons.prepend(link)
      }
      if (hadFocus) buttons.querySelector('a, button')?.focus()
    },
  }
}

export const start = (form) => {
  const region = form.querySelector('[data-upload-text]')
  /** A file field: the part of the page about its files, if there is one, and the list of what is on its way. */
  const places = [...form.querySelectorAll('input[type="file"][name]')].map((input) => {
    const box = input.closest('[data-upload-box]') ?? undefined
    const list = make('ul', 'file-list upload-list')
    const rows = box?.querySelector('[data-upload-rows]')
    ;(rows ?? region).before(list)
    return { input, box, list, shownBefore: rows ? list : form }
  })
  /** Says what is still missing where the form is for several materials, and where it goes on when nothing is. */
  const sumOf = (page) => page.querySelector('[data-upload-sum]')
  /** Files that are not with the portal yet. */
  const open = new Set()
  let busy = false
  /** The page that lists what was sent, where this one does not. */
  let elsewhere
  let sent = 0
  let leaving = false
  /** Somebody pressed the button of the form, which leads on; a file of a scan alone does not. */
  let goingOn = false

  /** Where the file was brought from, and at the button where that was pressed. */
  const tell = (item, text, good) => {
    for (const line of new Set([item.line, ...(goingOn ? [region] : [])])) say(line, text, good)
  }

  const drop = (item) => {
    const hadFocus = item.row.element.contains(document.activeElement)
    open.delete(item)
    item.row.element.remove()
    if (hadFocus) item.back.focus()
  }

  /** Whoever brought the file hears what became of it. */
  const report = ({ file, place }, saved) =>
    place.input.dispatchEvent(new CustomEvent('portal:file-done', { detail: { file, saved } }))

  const remove = (item) => {
    item.gone = true
    item.interrupt?.()
    report(item, false)
    drop(item)
    tell(item, `“${item.file.name}”已取消，没有上传。`)
    void work(item)
  }

  const again = (item) => {
    item.state = 'waiting'
    item.row.show('等待上传', { actions: { 取消: () => remove(item) } })
    void work(item)
  }

  const stop = (item, words, login) => {
    // The portal names the material and the file it speaks of; the row stands there already.
    const text = words.split(`${item.file.name}：`).at(-1)
    item.state = 'stopped'
    item.row.show(text, { bad: true, login, actions: { 重试: () => again(item), 移除: () => remove(item) } })
    tell(item, `“${item.file.name}”没有上传：${text}`, false)
  }

  /** The list of files as the portal's page has it; false where one of the two has no such list. */
  const showFiles = ({ box, shownBefore }, page) => {
    const fresh = box && page.getElementById(box.id)
    const files = fresh?.querySelector('.file-list')
    if (!files) return false
    for (const old of box.querySelectorAll('.file-list:not(.upload-list), .govuk-error-message')) old.remove()
    shownBefore.before(document.adoptNode(files))
    box.className = fresh.className
    box.querySelector('.upload__status')?.replaceWith(document.adoptNode(fresh.querySelector('.upload__status')))
    const sum = sumOf(page)
    if (sum) sumOf(document)?.replaceWith(document.adoptNode(sum))
    return true
  }

  const arrived = async (item, { page, address }) => {
    document.dispatchEvent(new CustomEvent('portal:request'))
    item.row.show('已上传')
    if (page) takeOver(form, page)
    let shown = page !== undefined && showFiles(item.place, page)
    if (!shown && item.place.box) {
      // The portal leads on as soon as nothing is missing.
      const here = await renew(form)
      shown = here.kind === 'fresh' && showFiles(item.place, here.page)
    }
    sent += 1
    open.delete(item)
    report(item, true)
    if (shown) drop(item)
    else elsewhere = address
  }

  const rest = (item, seconds, text) =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, seconds * 1000)
      item.interrupt = () => {
        clearTimeout(timer)
        resolve()
      }
      addEventListener('online', item.interrupt, { once: true })
      item.row.show(`${text}，${seconds} 秒后自动再试`, {
        bad: true,
        actions: { 立即重试: item.interrupt, 取消: () => remove(item) },
      })
      tell(item, `“${item.file.name}”${text}，${seconds} 秒后自动再试，不用重新选择文件。`, false)
    })

  const deliver = async (item) => {
    let renewed = false
    for (let failures = 0; ;) {
      let outcome = item.tried ? await renew(form) : { kind: 'fresh' }
      if (outcome.kind === 'fresh' && !item.gone) {
        item.tried = true
        item.row.show('正在上传', { actions: { 取消: () => remove(item) } })
        const waiting = [...open].filter(({ state }) => state === 'waiting').length
        const after = waiting > 0 ? `，后面还有 ${waiting} 个` : ''
        tell(item, `正在上传“${item.file.name}”${after}，请不要关闭页面。`)
        const sending = send(form, item.place.input.name, item.file, item.row.progress)
        item.interrupt = sending.abort
        outcome = await sending.done
      }
      if (item.gone) return
      if (outcome.kind === 'saved') return arrived(item, outcome)
      if (outcome.kind === 'login')
        return stop(item, `${outcome.text}。请在新窗口重新登录，回到这里按“重试”，不用重新选择文件。`, outcome.login)
      if (outcome.kind === 'stale' && !renewed) {
        renewed = true
        continue
      }
      failures += 1
      const seconds = outcome.kind === 'broken' ? pauseAfter(failures, outcome.after) : undefined
      if (seconds === undefined)
        return stop(item, outcome.kind === 'broken' ? `${outcome.text}，可以按“重试”再次上传。` : outcome.text)
      await rest(item, seconds, outcome.text)
      if (item.gone) return
    }
  }

  const leaveFor = (address) => {
    leaving = true
    const next = new URL(address, location)
    if (
      next.pathname === location.pathname ||
      next.pathname === new URL(form.getAttribute('action'), location).pathname
    )
      location.reload()
    else location.assign(next)
  }

  /** Pictures of this form that are not joined yet. */
  const scans = () => form.querySelectorAll('[data-scan-join]:not([hidden])')

  const finish = (item) => {
    const sum = sumOf(document)
    const done = sent > 1 ? `${sent} 个文件已上传。` : '文件已上传。'
    if (open.size > 0) {
      // Of one alone it stands there already, with the reason.
      if (sent > 0 || open.size > 1) {
        const names = [...open].map(({ file }) => `“${file.name}”`).join('')
        tell(item, `${sent > 0 ? done : ''}${names}没有上传，原因见文件旁的说明。`, false)
      }
      return
    }
    if (sent === 0) return
    tell(item, `${done}${sum?.textContent ?? ''}`, true)
    sent = 0
    const next = sum ? goingOn && (sum.dataset.uploadNext ?? elsewhere) : elsewhere
    const more = scans().length > 0 || places.some(({ input }) => input.files.length > 0)
    if (!more) goingOn = false
    if (next && !more) leaveFor(next)
  }

  const work = async (first) => {
    if (busy) return
    busy = true
    // The others of the same press are in the list by then.
    await Promise.resolve()
    let last = first
    for (;;) {
      const item = [...open].find(({ state }) => state === 'waiting')
      if (!item) break
      item.state = 'sending'
      last = item
      await deliver(item)
    }
    busy = false
    finish(last)
  }

  const add = (place, files, { list, line, back } = { list: place.list, line: region, back: place.input }) => {
    for (const file of files) {
      const item = { file, place, line, back, row: createRow(file), tried: false, gone: false }
      open.add(item)
      list.append(item.row.element)
      again(item)
    }
  }

  form.addEventListener('submit', (event) => {
    event.preventDefault()
    const chosen = places.filter(({ input }) => input.files.length > 0)
    const stopped = [...open].filter(({ state }) => state === 'stopped')
    const joins = [...scans()]
    if (chosen.length + stopped.length + joins.length + open.size === 0) {
      const next = sumOf(document)?.dataset.uploadNext
      if (next) return leaveFor(next)
      say(region, '请先选择文件。', false)
      places[0].input.focus()
      return
    }
    goingOn = true
    for (const item of stopped) again(item)
    for (const place of chosen) {
      const files = [...place.input.files]
      // The rows hold the files from here on.
      place.input.value = ''
      add(place, files)
    }
    for (const join of joins) join.click()
  })
  for (const place of places)
    place.input.addEventListener('portal:files', ({ detail }) => add(place, detail.files, detail))
  addEventListener('beforeunload', (event) => {
    if (open.size > 0 && !leaving) event.preventDefault()
  })
}
