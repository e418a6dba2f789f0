import { amountText } from '../forms/money.ts'
import { amountsOf, cellOf, cellsOf, type Sheet } from '../forms/sheet.ts'
import type { SubmittedRow } from '../submissions/snapshot.ts'
import type { PaperBlock } from './define.ts'

/** A table of amounts as it is printed, a part of it after the other; an amount of nothing is left out. */
export const sheetBlocks = (sheet: Sheet, title: string, rows: readonly SubmittedRow[]): readonly PaperBlock[] => {
  const amounts = amountsOf(sheet, Object.fromEntries(rows.map(({ field, value = '' }) => [field, value])))
  const told = (name: string): string => {
    const fen = amounts.get(name) ?? 0n
    return fen === 0n ? '' : amountText(fen)
  }
  return sheet.parts.map((part) => ({
    type: 'table',
    caption: `${title}（${part.title}，单位：元）`,
    columns: [
      { title: part.title, share: 2.4, align: 'left' },
      ...sheet.columns.map(({ group = '', title: column }) => ({
        title: `${group.slice(0, 2)}${column}`,
        share: 1.2,
        align: 'center' as const,
      })),
    ],
    rows: part.lines.map((line) => [
      `${line.within === undefined ? '' : '　'}${line.title}`,
      ...sheet.columns.map(({ code }) => told(cellOf(line.code, code))),
    ]),
  }))
}

/** What is asked beside the cells of a table of amounts. */
export const besidesSheet = (sheet: Sheet, rows: readonly SubmittedRow[]): readonly SubmittedRow[] => {
  const cells = new Set(cellsOf(sheet).map(({ name }) => name))
  return rows.filter(({ field }) => !cells.has(field))
}
