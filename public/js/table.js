// Cells copied in a spreadsheet are pasted into the table from the cell they are pasted in, over as many rows and columns
// as were copied; rows that are missing are added. Everything is checked when the table is sent, as if it had been typed.

import { cellsOf } from './clipboard.js'
import { say } from './request.js'

// As core/forms/cells.ts reads them.
const yes = ['yes', '是', '有', '√', 'y', 'Y', '1', '同意', '已确认']

const put = (control, text) => {
  const value = text.trim()
  if (control.type === 'checkbox') control.checked = yes.includes(value)
  else if (control.tagName === 'SELECT') {
    const option = [...control.options].find((one) => one.text.trim() === value || one.value === value)
    // What the list does not know is shown as it came: the check will say so.
    if (!option) control.add(new Option(value, value))
    control.value = option ? option.value : value
  } else control.value = value
}

const bare = (text) => text.replaceAll(/\s|\*|＊|（[^（]*）$|\([^(]*\)$/g, '')

/**
 * By place in a pasted line the column it belongs to: as a heading that came along says, as the template has them where a
 * whole row of it was copied, undefined where it is simply the cell that was pasted in and those beside it.
 */
const columnsOf = (columns, [first], column, shown) => {
  const named = first.map((cell) => columns.find(([, titles]) => titles.includes(bare(cell)))?.[0])
  if (named.filter(Boolean).length > 1) return { heading: true, names: named }
  const whole = column === 0 && first.length === columns.length && shown < columns.length
  return { heading: false, names: whole ? columns.map(([name]) => name) : undefined }
}

const resident = /^\d{17}[\dXx]$/
const mobile = /^1\d{10}$/

/** Whether a cell is plainly something else than its column asks: told by its shape, of cells that came without a heading. */
const isMisplaced = (control, text) => {
  const value = text.trim()
  if (control.tagName === 'SELECT')
    return (
      (value === '男' || value === '女' || resident.test(value) || mobile.test(value)) &&
      ![...control.options].some((one) => one.text.trim() === value)
    )
  return (
    (resident.test(value) && /phone$/i.test(control.name)) || (mobile.test(value) && /idNumber$/i.test(control.name))
  )
}

export const start = (form) => {
  const body = form.querySelector('tbody')
  const region = form.querySelector('[data-table-text]')
  for (const hint of document.querySelectorAll('[data-table-paste]')) hint.hidden = false
  const most = Number(form.dataset.max)
  const rows = () => [...body.rows]
  const controlsOf = (row) => [...row.querySelectorAll('input:not([type="hidden"]), select, textarea')]

  /** One more empty row, like the last. */
  const add = () => {
    const last = rows().at(-1)
    const [from, to] = [last.dataset.row, String(Number(last.dataset.row) + 1)]
    const row = last.cloneNode(true)
    row.dataset.row = to
    for (const error of row.querySelectorAll('.govuk-error-message')) error.remove()
    for (const element of row.querySelectorAll('[name]')) {
      element.name = element.name.replace(`r${from}-`, `r${to}-`)
      if (element.id) element.id = element.id.replace(`r${from}-`, `r${to}-`)
      element.removeAttribute('aria-invalid')
      element.removeAttribute('aria-describedby')
      element.className = element.className.replaceAll(/govuk-\w+--error/g, '')
      const label = element.getAttribute('aria-label')
      if (label) element.setAttribute('aria-label', `第${Number(to) + 1}行 ${label.slice(label.indexOf(' ') + 1)}`)
      if (element.type === 'checkbox') element.checked = false
      else element.value = ''
    }
    row.cells[0].querySelector('span').textContent = String(Number(to) + 1)
    body.append(row)
    form.elements.rows.value = String(body.rows.length)
    return row
  }

  form.addEventListener('paste', (event) => {
    const text = event.clipboardData?.getData('text/plain') ?? ''
    const target = event.target.closest('tr[data-row]')
    const cells = cellsOf(text)
    // One cell is pasted as anywhere.
    if (!target || (cells.length < 2 && (cells[0] ?? []).length < 2)) return
    event.preventDefault()
    const column = controlsOf(target).indexOf(event.target)
    const first = rows().indexOf(target)
    let left = 0
    const columns = JSON.parse(form.dataset.columns)
    const { heading, names } = columnsOf(columns, cells, column, controlsOf(target).length)
    // What no column takes is said; what only numbers the lines is nothing to say.
    const unused = heading
      ? cells[0].filter((cell, place) => bare(cell) && !names[place] && !['序号', '编号', '行号'].includes(bare(cell)))
      : []
    if (heading) cells.shift()
    const controlFor = (controls, place) =>
      names ? controls.find(({ name }) => names[place] && name.endsWith(`-${names[place]}`)) : controls[column + place]
    const there = controlsOf(target)
    const wrong = (cell, place) => {
      const control = controlFor(there, place)
      return control !== undefined && isMisplaced(control, cell)
    }
    if (!heading && cells.some((line) => line.some(wrong)))
      return say(
        region,
        '没有粘贴：内容与表的列对不上，例如性别、号码落在别的列。请连同表头一行一起复制，再粘贴',
        false,
      )
    for (const [index, line] of cells.entries()) {
      if (first + index >= most) {
        left = cells.length - index
        break
      }
      const controls = controlsOf(rows()[first + index] ?? add())
      for (const [place, cell] of line.entries()) {
        const control = controlFor(controls, place)
        if (control) put(control, cell)
      }
    }
    form.dispatchEvent(new Event('input', { bubbles: true }))
    const taken = cells.length - left
    const over = left > 0 ? `，其余${left}行超过了最多${most}行，没有粘贴` : '，请核对后保存'
    const lost = unused.length > 0 ? `。没有用到的列：${unused.join('、')}，需要的请按表头改名后再粘贴` : ''
    say(region, `已粘贴${taken}行${over}${lost}`, left === 0 && unused.length === 0)
  })
}
