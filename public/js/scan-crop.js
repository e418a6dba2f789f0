// The edges of a page, cut by dragging its corners, with the arrow keys on a corner, or as numbers.

import { make, makeButton } from './dom.js'
import { draw, uncropped } from './scan-picture.js'

const words = { top: '上边', right: '右边', bottom: '下边', left: '左边' }
const opposite = { top: 'bottom', right: 'left', bottom: 'top', left: 'right' }
const corners = [
  ['top', 'left', '左上角'],
  ['top', 'right', '右上角'],
  ['bottom', 'right', '右下角'],
  ['bottom', 'left', '左下角'],
]
/** What must be left of a page, as a part of its side. */
const least = 0.1
const step = 0.01
const previewSide = 900

/** Asks for the edges of a page. Gives what is cut off; undefined where nothing is to be changed. */
export const askCrop = async (source, title) => {
  const dialog = make('dialog', 'dialog scan-crop')
  const heading = make('h2', '', title)
  heading.id = 'scan-crop-title'
  dialog.setAttribute('aria-labelledby', heading.id)
  const stage = make('div', 'scan-crop__stage')
  const canvas = make('canvas', 'scan-crop__picture')
  const frame = make('div', 'scan-crop__frame')
  stage.append(canvas, frame)
  await draw(canvas, { ...source, crop: uncropped }, previewSide)
  const crop = { ...source.crop }

  const numbers = make('div', 'scan-crop__numbers')
  const fields = Object.entries(words).map(([side, word]) => {
    const label = make('label', '', `${word}裁去 %`)
    const field = make('input', 'govuk-input')
    field.inputMode = 'numeric'
    field.autocomplete = 'off'
    field.addEventListener('change', () => cut(side, Number(field.value) / 100))
    label.append(field)
    numbers.append(label)
    return [side, field]
  })

  const show = () => {
    for (const [side, field] of fields) {
      field.value = String(Math.round(crop[side] * 100))
      frame.style[side] = `${crop[side] * 100}%`
    }
  }
  const cut = (side, part) => {
    const most = 1 - least - crop[opposite[side]]
    crop[side] = Math.min(most, Math.max(0, Number.isFinite(part) ? part : 0))
    show()
  }

  for (const [vertical, horizontal, word] of corners) {
    const handle = make('button', `scan-crop__handle scan-crop__handle--${vertical} scan-crop__handle--${horizontal}`)
    handle.type = 'button'
    handle.setAttribute('aria-label', `${word}，用方向键移动`)
    handle.addEventListener('pointerdown', (event) => handle.setPointerCapture(event.pointerId))
    handle.addEventListener('pointermove', (event) => {
      if (!handle.hasPointerCapture(event.pointerId)) return
      const box = stage.getBoundingClientRect()
      const x = (event.clientX - box.left) / box.width
      const y = (event.clientY - box.top) / box.height
      cut(vertical, vertical === 'top' ? y : 1 - y)
      cut(horizontal, horizontal === 'left' ? x : 1 - x)
    })
    handle.addEventListener('keydown', (event) => {
      const move = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] }[event.key]
      if (!move) return
      event.preventDefault()
      const [x, y] = move
      if (y !== 0) cut(vertical, crop[vertical] + (vertical === 'top' ? y : -y) * step)
      else cut(horizontal, crop[horizontal] + (horizontal === 'left' ? x : -x) * step)
    })
    frame.append(handle)
  }

  const row = make('div', 'button-row')
  let answer
  const close = (result) => () => {
    answer = result
    dialog.close()
  }
  row.append(
    makeButton('裁好了', 'primary', close(crop)),
    makeButton('不裁剪', 'secondary', close({ ...uncropped })),
    makeButton('取消', 'link', close()),
  )
  dialog.append(heading, stage, numbers, row)
  document.body.append(dialog)
  show()
  dialog.showModal()
  await new Promise((resolve) => {
    dialog.addEventListener('close', resolve, { once: true })
  })
  dialog.remove()
  return answer
}
