// A table of amounts adds up as one types, moves like a spreadsheet (arrows, Enter), and takes a block of cells copied
// in one. The amounts are whole fen, as core/forms/money.ts reads them; the server computes all of it again.

import { cellsOf } from './clipboard.js'
import { say } from './request.js'

const grouped = /^\d{1,3}(?:,\d{3})+(?:\.\d+)?$/
const plain = /^(?:\d+\.?\d*|\.\d+)$/

/** Fen, or nothing for what is no amount. An empty cell is nothing. */
const read = (text) => {
  const written = text.normalize('NFKC').replaceAll(/\s/g, '').replace(/^¥/, '').replace('−', '-')
  if (written === '') return 0n
  const bracketed = /^\((.*)\)$/.exec(written)
  const signed = bracketed ? `-${bracketed[1]}` : written
  const negative = signed.startsWith('-')
  const digits = negative ? signed.slice(1) : signed
  if (!grouped.test(digits) && !plain.test(digits)) return undefined
  const [whole = '', fraction = ''] = digits.replaceAll(',', '').split('.')
  if (fraction.replace(/0+$/, '').length > 2) return undefined
  const fen = BigInt(`${whole}${fraction.slice(0, 2).padEnd(2, '0')}`)
  return negative ? -fen : fen
}

const show = (fen) => {
  const digits = String(fen < 0n ? -fen : fen).padStart(3, '0')
  return `${fen < 0n ? '-' : ''}${digits.slice(0, -2).replaceAll(/\B(?=(?:\d{3})+$)/g, ',')}.${digits.slice(-2)}`
}

const moves = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1], Enter: [1, 0] }

export const start = (sheet) => {
  const outputs = [...sheet.querySelectorAll('output[data-terms]')]
  const terms = new Map(outputs.map((output) => [output.id, output.dataset.terms.split(' ')]))

  const addUp = () => {
    const known = new Map()
    const value = (name) => {
      if (known.has(name)) return known.get(name)
      let sum = 0n
      if (terms.has(name))
        for (const term of terms.get(name)) {
          const off = term.startsWith('-')
          const amount = value(off ? term.slice(1) : term)
          if (amount === undefined) sum = undefined
          if (sum !== undefined) sum += off ? -amount : amount
        }
      else sum = read(document.getElementById(name)?.value ?? '')
      known.set(name, sum)
      return sum
    }
    for (const output of outputs) {
      const sum = value(output.id)
      output.textContent = sum === undefined ? '—' : show(sum)
    }
  }

  /** The inputs of each line by their column; lines of sums alone have none. */
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
      if (row[column]) return row[column]
    }
  }

  sheet.addEventListener('input', addUp)
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
          target.value = text.trim()
          taken += 1
        } else if (text.trim() !== '') left += 1
      }
    input.form?.dispatchEvent(new Event('input', { bubbles: true }))
    addUp()
    const over = left > 0 ? `；${left}个落在自动合计的格或者表外，没有使用` : ''
    say(sheet.querySelector('[data-sheet-text]'), `已粘贴${taken}个数${over}，请核对后保存`, true)
  })
  addUp()
}
