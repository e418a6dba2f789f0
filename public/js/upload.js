// Sends files one after the other, each with a bar that shows how far it is; then shows the page with all of them. What
// breaks off is tried again, by itself and by a button: nobody chooses a file twice. Files also come from the part that
// makes one PDF of pictures (scan.js).

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
  const input = form.querySelector('input[type="file"]')
  const list = make('ul', 'file-list upload-list')
  region.before(list)
  /** Files that are not with the portal yet. */
  const open = new Set()
  let busy = false
  /** The page that lists what was sent, where this one does not. */
  let elsewhere
  let sent = 0
  let leaving = false

  const drop = (item) => {
    const hadFocus = item.row.element.contains(document.activeElement)
    open.delete(item)
    item.row.element.remove()
    if (hadFocus) input.focus()
  }

  /** Whoever brought the file hears what became of it. */
  const tell = ({ file }, saved) => form.dispatchEvent(new CustomEvent('portal:file-done', { detail: { file, saved } }))

  const remove = (item) => {
    drop(item)
    item.gone = true
    item.interrupt?.()
    tell(item, false)
    say(region, `“${item.file.name}”已取消，没有上传。`)
    void work()
  }

  const again = (item) => {
    item.state = 'waiting'
    item.row.show('等待上传', { actions: { 取消: () => remove(item) } })
    void work()
  }

  const stop = (item, words, login) => {
    // The portal names the file it speaks of; its row does so already.
    const text = words.replace(`${item.file.name}：`, '')
    item.state = 'stopped'
    item.row.show(text, { bad: true, login, actions: { 重试: () => again(item), 移除: () => remove(item) } })
    say(region, `“${item.file.name}”没有上传：${text}`, false)
  }

  /** The list of files as the page of the answer has it; false where this page has no such list. */
  const showFiles = (page) => {
    const box = form.closest('.upload')
    const fresh = box && page.getElementById(box.id)
    const files = fresh?.querySelector('.file-list')
    if (!files) return false
    for (const old of box.querySelectorAll('.file-list:not(.upload-list), .govuk-error-message')) old.remove()
    form.before(document.adoptNode(files))
    box.className = fresh.className
    box.querySelector('.upload__status').replaceWith(document.adoptNode(fresh.querySelector('.upload__status')))
    return true
  }

  const arrived = (item, { page, address }) => {
    document.dispatchEvent(new CustomEvent('portal:request'))
    open.delete(item)
    sent += 1
    item.row.show('已上传')
    tell(item, true)
    if (page) takeOver(form, page)
    if (page && showFiles(page)) drop(item)
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
      say(region, `“${item.file.name}”${text}，${seconds} 秒后自动再试，不用重新选择文件。`, false)
    })

  const deliver = async (item) => {
    let renewed = false
    for (let failures = 0; ;) {
      let outcome = item.tried ? await renew(form) : undefined
      if (!outcome && !item.gone) {
        item.tried = true
        item.row.show('正在上传', { actions: { 取消: () => remove(item) } })
        say(region, `正在上传“${item.file.name}”，请不要关闭页面。`)
        const sending = send(form, input.name, item.file, item.row.progress)
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

  const work = async () => {
    if (busy) return
    busy = true
    for (;;) {
      const item = [...open].find(({ state }) => state === 'waiting')
      if (!item) break
      item.state = 'sending'
      await deliver(item)
    }
    busy = false
    if (open.size > 0 || sent === 0) return
    say(region, sent > 1 ? `${sent} 个文件已上传。` : '文件已上传。', true)
    sent = 0
    if (elsewhere === undefined) return
    leaving = true
    const next = new URL(elsewhere)
    if (
      next.pathname === location.pathname ||
      next.pathname === new URL(form.getAttribute('action'), location).pathname
    )
      location.reload()
    else location.assign(next)
  }

  const add = (files) => {
    for (const file of files) {
      const item = { file, row: createRow(file), state: 'waiting', tried: false, gone: false }
      open.add(item)
      list.append(item.row.element)
      item.row.show('等待上传', { actions: { 取消: () => remove(item) } })
    }
    void work()
  }

  form.addEventListener('submit', (event) => {
    event.preventDefault()
    const files = [...input.files]
    if (files.length === 0) {
      say(region, '请先选择文件。', false)
      input.focus()
      return
    }
    // The rows hold the files from here on.
    input.value = ''
    add(files)
  })
  form.addEventListener('portal:files', ({ detail }) => add(detail))
  addEventListener('beforeunload', (event) => {
    if (open.size > 0 && !leaving) event.preventDefault()
  })
}
