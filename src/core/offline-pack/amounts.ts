import type { RawValues } from '../forms/field.ts'
import { amountText, plainAmount, readAmount } from '../forms/money.ts'
import { amountsOf, cellOf, cellsOf, cellTitle, signed, termsOf, type Sheet, type SheetLine } from '../forms/sheet.ts'
import type { Page } from '../forms/page.ts'
import { columnName, type BookCell } from '../workbooks.ts'
import { fixed, type Block, type PackRow } from './blocks.ts'

// A table of amounts in a workbook, as it is printed. What is added up is a formula there, so that it moves while one
// types; what comes back is added up again from the typed cells alone.

/** Names the row that says which column is which, and each line: `balance.@`, `balance.@money`. */
export const lineCode = (page: string, line = ''): string => `${page}.@${line}`
/** The head of a column in that row. */
export const columnCode = (page: string, column: string): string => `${page}.@${column}`

const lead = 1

/** Rows in their order: lines, and the headings between them. */
const layout = ({ parts }: Sheet): readonly ({ readonly heading: string } | { readonly line: SheetLine })[] =>
  parts.flatMap(({ title, lines }) => [
    { heading: title },
    ...lines.flatMap((line) => [...(line.under ? [{ heading: line.under }] : []), { line }]),
  ])

const signRule = { free: '可以是负数', ask: '一般不是负数' } as const

const noteOf = ({ hint, negative }: SheetLine): string =>
  [hint ?? '', negative ? signRule[negative] : ''].filter(Boolean).join('；')

/** A table of amounts with what is typed so far (raw answers, in 元). `top`: rows of the sheet above it. */
export const amountBlock = (
  { code: page, title }: Pick<Page, 'code' | 'title'>,
  sheet: Sheet,
  values: RawValues,
  top: number,
): Block => {
  const amounts = amountsOf(sheet, values)
  const head: readonly PackRow[] = [
    {
      cells: [fixed(`${title}（单位：元）`, 'head'), ...sheet.columns.map(({ group = '' }) => fixed(group, 'head'))],
    },
    { cells: [fixed('项目', 'head'), ...sheet.columns.map(({ title }) => fixed(title, 'head'))] },
    {
      cells: ['', ...sheet.columns.map(({ code }) => fixed(columnCode(page, code)))],
      code: lineCode(page),
      hidden: true,
    },
  ]
  const body = layout(sheet)
  const at = new Map<string, string>()
  for (const [index, row] of body.entries())
    if ('line' in row)
      for (const [place, column] of sheet.columns.entries())
        at.set(
          cellOf(row.line.code, column.code),
          `${columnName(lead + place)}${String(top + head.length + index + 1)}`,
        )
  const cell = (name: string, terms: readonly string[] | undefined): BookCell => {
    const fen = amounts.get(name)
    if (!terms) {
      const text = values[name] ?? ''
      return text !== '' && fen === undefined ? text : { amount: text === '' ? '' : plainAmount(fen ?? 0n) }
    }
    const formula = terms
      .map((term, place) => {
        const { sign, name: part } = signed(term)
        return `${sign < 0n ? '-' : place === 0 ? '' : '+'}${at.get(part) ?? ''}`
      })
      .join('')
    return { amount: plainAmount(fen ?? 0n), formula }
  }
  return {
    widths: [44, ...sheet.columns.map(() => 18)],
    heading: head.length,
    choices: [],
    rows: [
      ...head,
      ...body.map((row): PackRow => {
        if ('heading' in row)
          return { cells: [fixed(row.heading, 'head'), ...sheet.columns.map(() => fixed('', 'head'))] }
        const { line } = row
        const note = noteOf(line)
        return {
          cells: [
            { text: `${line.within ? '　' : ''}${line.title}`, ...(note ? { note } : {}) },
            ...sheet.columns.map((column) => cell(cellOf(line.code, column.code), termsOf(line, column))),
          ],
          code: lineCode(page, line.code),
        }
      }),
    ],
  }
}

/** Cells of a table that its workbook adds up otherwise than its typed cells do: somebody wrote over a formula. */
export const wrongSums = (
  sheet: Sheet,
  typed: RawValues,
  written: RawValues,
): readonly { readonly cell: string; readonly message: string }[] => {
  const amounts = amountsOf(sheet, typed)
  return cellsOf(sheet).flatMap(({ name, line, column }) => {
    const text = written[name]?.trim() ?? ''
    const fen = amounts.get(name)
    const said = readAmount(text) ?? readAmount(Number(text).toFixed(2))
    // A formula nobody worked out is still there: nothing was written over it.
    if (text === '' || text.startsWith('=') || fen === undefined || !termsOf(line, column) || said === fen) return []
    return [
      {
        cell: name,
        message: `${cellTitle(line, column)}由系统计算，表格里写的是“${text.slice(0, 20)}”，按填写的各项应为${amountText(fen)}元，以计算的为准`,
      },
    ]
  })
}
