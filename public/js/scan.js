// Photographs of a paper become the pages of one PDF: taken or chosen, put in order, turned, cropped, made small, joined and
// handed to the upload of the same material. Nothing leaves the device before that.

import { make, makeButton, sizeText } from './dom.js'
import { say } from './request.js'
import { levels, pageOf, turnedCrop, uncropped, unreadable } from './scan-picture.js'

const createChooser = (attributes, onFiles) => {
  const input = make('input')
  input.type = 'file'
  input.accept = 'image/*'
  for (const [name, value] of Object.entries(attributes)) input.setAttribute(name, value)
  input.addEventListener('change', () => {
    onFiles([...input.files])
    // The same picture may be chosen once more.
    input.value = ''
  })
  return input
}

/** A fault whose message is for people. */
class Told extends Error {}

/** Fetches a part that is needed only now; the network may be gone by then. */
const fetched = (part) =>
  part.catch(() => {
    throw new Told('网络中断，处理照片的程序没有取到。照片都还在，网络恢复后请再按一次。')
  })
const fetchPdf = () => fetched(import('./scan-pdf.js'))
const fetchCrop = () => fetched(import('./scan-crop.js'))

export const start = (box) => {
  const input = document.getElementById(box.dataset.scan)
  const limit = Number(box.dataset.scanMaxBytes)
  if (!input || typeof createImageBitmap !== 'function') return
  const part = (name) => box.querySelector(`[data-scan-${name}]`)
  const [list, take, choose, join, clear, sum, region] = [
    'pages',
    'take',
    'choose',
    'join',
    'clear',
    'sum',
    'text',
  ].map(part)
  const touch = matchMedia('(any-pointer: coarse)').matches
  const sending = make('ul', 'file-list upload-list')
  region.before(sending)
  let pages = []
  let level = 0
  let work = Promise.resolve()
  /** The file that is on its way, so that it is not handed over twice. */
  let joined

  const bytes = () => pages.reduce((total, { made }) => total + (made?.blob.size ?? 0), 0)

  /** One after the other, so that one picture at a time is in memory. */
  const queue = (task) => {
    work = work
      .then(task)
      .catch((fault) =>
        say(
          region,
          fault instanceof Told
            ? fault.message
            : '照片读不出来：原来的照片可能已被移动或者删除，或者设备内存不足。请关闭其他程序后再试，或者删去这一页重新拍。',
          false,
        ),
      )
    return work
  }

  const show = () => {
    // Whoever works on a page by keyboard stays at its button, though the list is made anew.
    const held = list.contains(document.activeElement) ? document.activeElement : undefined
    list.replaceChildren(...pages.map(({ element }) => element))
    held?.focus({ preventScroll: true })
    for (const [n, page] of pages.entries()) page.place(n + 1)
    // Once they are joined there is one file on its way; its row says how far, and can be tried again or taken off.
    for (const element of [join, clear, sum]) element.hidden = pages.length === 0 || joined !== undefined
    for (const element of [list, choose]) element.hidden = joined !== undefined
    take.hidden = joined !== undefined || !touch
    sum.textContent = `共 ${pages.length} 页，约 ${sizeText(bytes())}，一份文件不超过 ${sizeText(limit)}。`
    take.textContent = pages.length > 0 ? '拍下一页' : '拍照'
    choose.textContent = pages.length > 0 ? '再选图片' : '选择图片'
  }

  const render = async (page) => {
    page.made = await pageOf(page, levels[level], page.canvas)
  }

  /** Makes all pages smaller together until they are within the limit; the last level stays. */
  const fit = async () => {
    while (bytes() > limit && level < levels.length - 1) {
      level += 1
      for (const page of pages) await render(page)
    }
    show()
  }

  const move = (page, by, button) => {
    const from = pages.indexOf(page)
    const to = from + by
    pages.splice(from, 1)
    pages.splice(to, 0, page)
    show()
    ;(button.hidden ? page.element.querySelector('button:not([hidden])') : button).focus()
    say(region, `第 ${from + 1} 页移到了第 ${to + 1} 页。`)
  }

  const change = (page, values, told) =>
    queue(async () => {
      Object.assign(page, values)
      await render(page)
      await fit()
      say(region, `第 ${pages.indexOf(page) + 1} 页${told}。`)
    })

  const remove = (page) => {
    const place = pages.indexOf(page)
    pages = pages.filter((other) => other !== page)
    show()
    ;(pages[Math.min(place, pages.length - 1)]?.element.querySelector('button') ?? choose).focus()
    say(region, `第 ${place + 1} 页已删除，还有 ${pages.length} 页。`)
  }

  const crop = (page) =>
    queue(async () => {
      const { askCrop } = await fetchCrop()
      const cut = await askCrop(page, `裁剪第 ${pages.indexOf(page) + 1} 页`)
      if (cut) void change(page, { crop: cut }, '已裁剪')
    })

  const createPage = (file) => {
    const element = make('li', 'scan__page')
    const canvas = make('canvas', 'scan__picture')
    canvas.setAttribute('role', 'img')
    const title = make('span', 'scan__name')
    const buttons = make('span', 'scan__buttons')
    const page = { file, turns: 0, crop: uncropped, element, canvas, made: undefined }
    const labels = []
    const acts = {
      上移: (button) => move(page, -1, button),
      下移: (button) => move(page, 1, button),
      右转: () => void change(page, { turns: (page.turns + 1) % 4, crop: turnedCrop(page.crop) }, '已向右转'),
      裁剪: () => void crop(page),
      删除: () => remove(page),
    }
    for (const [text, act] of Object.entries(acts)) {
      const place = make('span', 'govuk-visually-hidden')
      const button = makeButton(text, 'secondary', () => act(button))
      button.append(place)
      labels.push(place)
      buttons.append(button)
    }
    element.append(canvas, title, buttons)
    page.place = (number) => {
      const [up, down] = buttons.children
      up.hidden = number === 1
      down.hidden = number === pages.length
      title.textContent = `第 ${number} 页 · ${sizeText(page.made.blob.size)}`
      canvas.setAttribute('aria-label', `第 ${number} 页的图片`)
      for (const place of labels) place.textContent = `第 ${number} 页`
    }
    return page
  }

  const add = (files) =>
    queue(async () => {
      // Now, while there is a network: it may be gone when they are joined.
      void Promise.allSettled([fetchPdf(), fetchCrop()])
      const faults = []
      for (const [n, file] of files.entries()) {
        say(region, `正在处理第 ${n + 1} 张，共 ${files.length} 张…`)
        const page = createPage(file)
        try {
          await render(page)
          pages.push(page)
          show()
        } catch {
          faults.push(unreadable(file))
        }
      }
      await fit()
      say(
        region,
        faults.length > 0 ? faults.join('') : `已有 ${pages.length} 页，请核对顺序和方向。`,
        faults.length === 0,
      )
    })

  const nameOf = () => {
    const before = input.closest('[data-upload-box]')?.querySelectorAll('.file-list:not(.upload-list) li').length ?? 0
    return `${box.dataset.scanName}${before > 0 ? `（${before + 1}）` : ''}.pdf`
  }

  take.hidden = !touch
  const camera = createChooser({ capture: 'environment' }, add)
  const album = createChooser({ multiple: '' }, add)
  take.addEventListener('click', () => camera.click())
  choose.addEventListener('click', () => album.click())
  const empty = () => {
    pages = []
    level = 0
    show()
    say(region, '')
  }
  clear.addEventListener('click', () => {
    empty()
    choose.focus()
  })
  join.addEventListener('click', () =>
    queue(async () => {
      if (pages.length === 0 || joined) return
      const { pdfOf } = await fetchPdf()
      const pdf = pdfOf(pages.map(({ made }) => made))
      if (pdf.size > limit) {
        say(region, `合成后有 ${sizeText(pdf.size)}，超过了 ${sizeText(limit)}。请删去几页，分成两份上传。`, false)
        return
      }
      joined = new File([pdf], nameOf(), { type: 'application/pdf' })
      const hadFocus = document.activeElement === join
      show()
      const detail = { files: [joined], list: sending, line: region, back: choose }
      input.dispatchEvent(new CustomEvent('portal:files', { detail }))
      if (hadFocus) sending.querySelector('button')?.focus()
    }),
  )
  input.addEventListener('portal:file-done', ({ detail }) => {
    if (detail.file !== joined) return
    joined = undefined
    if (detail.saved) empty()
    else show()
  })
  addEventListener('beforeunload', (event) => {
    if (pages.length > 0 && !joined) event.preventDefault()
  })
  box.append(camera, album)
  camera.hidden = true
  album.hidden = true
  box.hidden = false
}
