// A table of amounts adds up as one types, says whether it balances, moves like a spreadsheet (arrows, Enter), takes a
// block of cells copied in one, and shows 元 or 万元. What is sent is always 元; the server computes all of it again.

import { inUnit, read, show } from './amounts.js'
import { cellsOf } from './clipboard.js'
import { make } from './dom.js'
import { say } from './request.js'

const moves = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1], Enter: [1, 0] }
const unitKept = 'sheet-unit'

/** What adds up and what must be equal, told anew by `addUp` in the unit that is shown. */
const additions = (sheet, unitNow) => {
  const outputs = [...sheet.querySelectorAll('output[data-terms]')]
  const terms = new Map(outputs.map((output) => [output.id, output.dataset.terms.split(' ')]))
  const balance = sheet.querySelector('[data-sheet-balance]')
  const agreements = balance ? JSON.parse(balance.dataset.sheetBalance) : []

  const sum = (list, value) => {
    let total = 0n
    for (const term of list) {
      const off = term.startsWith('-')
      const amount = value(off ? term.slice(1) : term)
      if (amount === undefined) return undefined
      total += off ? -amount : amount
    }
    return total
  }

  return () => {
    const unit = unitNow()
    const known = new Map()
    const value = (name) => {
      if (known.has(name)) return known.get(name)
      const text = document.getElementById(name)?.value ?? ''
      const amount = terms.has(name) ? sum(terms.get(name), value) : text.trim() === '' ? 0n : read(text, unit)
      known.set(name, amount)
      return amount
    }
    for (const output of outputs) {
      const amount = value(output.id)
      output.textContent = amount === undefined ? '—' : show(amount, unit)
    }
    if (!balance) return
    const found = agreements.map((one) => ({ ...one, gap: sum(one.terms, value) }))
    // What the server told of one that is mended holds no longer.
    for (const { at, message, gap } of found) {
      const told = document.getElementById(`${at}-error`)
      if (told?.textContent.includes(message)) told.hidden = gap === 0n
    }
    const gaps = found.filter(({ gap }) => gap !== 0n)
    const [first] = gaps
    balance.classList.toggle('amounts__balance--off', gaps.length > 0)
    if (!first) balance.textContent = '已平衡 ✓'
    else {
      const link = make('a', 'govuk-link', first.message)
      link.href = `#${first.at}`
      const text =
        first.gap === undefined
          ? '，还有不是金额的格'
          : `，相差${show(first.gap < 0n ? -first.gap : first.gap, unit)}${unit} ✗`
      balance.replaceChildren(link, `${text}${gaps.length > 1 ? `，另有${gaps.length - 1}处` : ''}`)
    }
  }
}

/** The inputs of each line by their column, and how one gets from one to the next. */
const grid = (sheet) => {
  const lines = [...sheet.querySelectorAll('tbody tr')].map((row) =>
    [...row.cells].map((cell) => cell.querySelector('input')),
  )
  const placeOf = (input) => {
    const line = lines.findIndex((row) => row.includes(input))
    return [line, lines[line].indexOf(input)]
  }
  /** The next input in a direction, over what is added up. */
  const next = (input, [down, right]) => {
    let [line, column] = placeOf(input)
    for (;;) {
      line += down
      column += right
      const row = lines[line]
      if (!row || column < 0 || (right !== 0 && column >= row.length)) return undefined
      // What is not shown is passed over.
      if (row[column]?.offsetParent) return row[column]
    }
  }
  return { lines, placeOf, next }
}

/** On a phone, which has no room for columns, one of them is shown at a time, or all below each other. */
const listenToColumns = (sheet) => {
  const heads = [...sheet.querySelector('tbody tr:has(td)').querySelectorAll('td')].map((cell) => cell.dataset.label)
  const region = sheet.querySelector('[data-sheet-columns]')
  const show = (column) => {
    sheet.dataset.column = column
    for (const [at, button] of [...region.children].entries())
      button.setAttribute('aria-pressed', String(at === column))
  }
  for (const [column, text] of ['全部', ...heads].entries()) {
    const button = make('button', 'amounts__switch', text)
    button.type = 'button'
    button.addEventListener('click', () => show(column))
    region.append(button)
  }
  // Whoever is led to a cell sees it.
  document.addEventListener('click', ({ target }) => {
    const id = target.closest('a[href^="#"]')?.hash.slice(1)
    if (id && sheet.contains(document.getElementById(id))) show(0)
  })
  show(0)
}

const listenToKeys = (sheet, next) =>
  sheet.addEventListener('keydown', (event) => {
    const move = moves[event.key]
    const input = event.target.closest('input')
    if (!move || !input || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return
    const [down, right] = event.key === 'Enter' && event.shiftKey ? [-1, 0] : move
    // Within a text the arrows move the caret; from its ends they leave the cell.
    const whole = input.selectionStart === 0 && input.selectionEnd === input.value.length
    const end = right < 0 ? 0 : input.value.length
    if (right !== 0 && !whole && (input.selectionStart !== end || input.selectionEnd !== end)) return
    event.preventDefault()
    const target = next(input, [down, right])
    target?.focus()
    target?.select()
  })

/** Buttons for the unit; what is typed is shown in it, to the fen, and sent in 元. */
const listenToUnits = (sheet, addUp) => {
  const inputs = [...sheet.querySelectorAll('input')]
  const units = sheet.querySelector('[data-sheet-units]')
  const buttons = [...units.querySelectorAll('button')]
  let unit = '元'
  const turn = (to) => {
    for (const input of inputs) input.value = inUnit(input.value, unit, to)
    unit = to
    for (const button of buttons) button.setAttribute('aria-pressed', String(button.textContent === to))
    sheet.querySelector('[data-sheet-unit]').textContent = to
    addUp()
  }
  for (const button of buttons)
    button.addEventListener('click', () => {
      turn(button.textContent)
      sessionStorage.setItem(unitKept, unit)
    })
  // Whoever makes a body of the form, to send it or to save it, gets 元.
  inputs[0]?.form.addEventListener('formdata', ({ formData }) => {
    for (const { name, value } of inputs) formData.set(name, inUnit(value, unit, '元'))
  })
  sheet.addEventListener('change', ({ target }) => {
    target.value = inUnit(target.value, unit, unit)
  })
  units.hidden = false
  return { turn, now: () => unit }
}

export const start = (sheet) => {
  const { lines, placeOf, next } = grid(sheet)
  const unit = { now: () => '元' }
  const addUp = additions(sheet, () => unit.now())
  sheet.addEventListener('input', addUp)
  listenToKeys(sheet, next)
  listenToColumns(sheet)

  sheet.addEventListener('paste', (event) => {
    const input = event.target.closest('input')
    const cells = cellsOf(event.clipboardData?.getData('text/plain') ?? '')
    // One cell is pasted as anywhere.
    if (!input || (cells.length < 2 && (cells[0] ?? []).length < 2)) return
    event.preventDefault()
    const [line, column] = placeOf(input)
    let taken = 0
    let left = 0
    // A line of the paste is a line of the table, whether it is typed or added up; headings between them are none.
    const below = lines.slice(line).filter((row) => row.length > 1)
    for (const [index, row] of cells.entries())
      for (const [place, text] of row.entries()) {
        const target = below[index]?.[column + place]
        if (target && !target.readOnly) {
          target.value = inUnit(text.trim(), unit.now(), unit.now())
          taken += 1
        } else if (text.trim() !== '') left += 1
      }
    input.form?.dispatchEvent(new Event('input', { bubbles: true }))
    addUp()
    const over = left > 0 ? `；${left}个落在自动合计的格或者表外，没有使用` : ''
    say(sheet.querySelector('[data-sheet-text]'), `已粘贴${taken}个数${over}，请核对后保存`, true)
  })
  Object.assign(unit, listenToUnits(sheet, addUp))
  unit.turn(sessionStorage.getItem(unitKept) === '万元' ? '万元' : '元')
}
