import { describe, expect, it } from 'vitest'
import { sheetFields } from '../../../src/core/forms/sheet.ts'
import { statementsOf } from '../../../src/core/statements/index.ts'
import type { Matter } from '../../../src/core/matters/define.ts'
import { foldedList, withSheet } from '../../../src/web/list-table.ts'

const [balance] = statementsOf(2026).statements
if (!balance) throw new Error('no statement')
const pages = [{ code: 'balance', title: '资产负债表', fields: sheetFields(balance), sheet: balance }]
const matter = { pages } as unknown as Matter

const row = (field: string, value: string) => ({ field, label: field, text: value, kind: 'money', value })
const section = {
  page: 'balance',
  title: '资产负债表',
  rows: [row('money-end', '1200.50'), row('receivables-end', '99.50'), row('money-start', ''), row('note', '说明')],
  items: [],
}

describe('a section that is a table of amounts', () => {
  it('is read as one, with what is added up, beside what else its page asks', () => {
    const { sheet, rows } = foldedList(matter, section, [section])
    expect(rows.map(({ field }) => field)).toEqual(['note'])
    const current = sheet?.parts[0]?.lines.find(({ title }) => title === '流动资产合计')
    expect(current?.cells.map(({ text }) => text)).toEqual(['1,300.00', '0.00'])
    expect(sheet?.parts.flatMap(({ lines }) => lines.flatMap(({ cells }) => cells)).some(({ mark }) => mark)).toBe(
      false,
    )
  })

  it('is judged by the amounts that were typed', () => {
    const { sheet } = withSheet(matter, section, (cell) => `mark ${cell}`)
    const marks = sheet?.parts
      .flatMap(({ lines }) => lines.flatMap(({ cells }) => cells))
      .flatMap(({ mark }) => mark ?? [])
    expect(marks).toEqual(['mark money-end', 'mark receivables-end'])
  })

  it('leaves every other section as it is', () => {
    const other = { ...section, page: 'elsewhere' }
    expect(withSheet(matter, other)).toEqual({ ...other, sheet: undefined })
  })
})
