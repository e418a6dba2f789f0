import { amountText, readAmount } from '../core/forms/money.ts'
import {
  addUp,
  amountsOf,
  cellOf,
  cellTitle,
  linesOf,
  termsOf,
  type Amounts,
  type Sheet,
  type SheetColumn,
  type SheetLine,
} from '../core/forms/sheet.ts'
import type { RawValues } from '../core/forms/field.ts'
import type { FieldErrors } from '../core/forms/page.ts'

/** What a template shows of a table of amounts: its heads, and line by line its cells. */
export type SheetView<Cell> = {
  /** The upper line of the head, where columns stand in groups. */
  readonly groups: readonly { readonly title: string; readonly span: number }[]
  readonly columns: readonly string[]
  readonly parts: readonly {
    readonly title: string
    readonly lines: readonly {
      readonly under: string | undefined
      readonly title: string
      readonly hint: string | undefined
      readonly within: boolean
      readonly total: boolean
      readonly cells: readonly Cell[]
    }[]
  }[]
}

const viewOf = <Cell>(sheet: Sheet, cell: (line: SheetLine, column: SheetColumn) => Cell): SheetView<Cell> => {
  const groups: { title: string; span: number }[] = []
  for (const { group = '' } of sheet.columns) {
    const last = groups.at(-1)
    if (last?.title === group) last.span += 1
    else groups.push({ title: group, span: 1 })
  }
  return {
    groups: groups.some(({ title }) => title !== '') ? groups : [],
    columns: sheet.columns.map(({ title }) => title),
    parts: sheet.parts.map(({ title, lines }) => ({
      title,
      lines: lines.map((line) => ({
        under: line.under,
        title: line.title,
        hint: line.hint,
        within: line.within !== undefined,
        total: line.sum !== undefined,
        cells: sheet.columns.map((column) => cell(line, column)),
      })),
    })),
  }
}

/** What stands above a cell, in one short line, for screens that have no room for columns: 本年非限定性. */
const headOf = ({ group = '', title }: SheetColumn): string => `${group.slice(0, 2)}${title}`

const told = (amounts: Amounts, name: string): string => {
  const fen = amounts.get(name)
  return fen === undefined ? '—' : amountText(fen)
}

/** What was typed, as amounts are shown; what is none as it was typed. */
const typed = (raw: string): string => {
  const fen = readAmount(raw)
  return fen === undefined ? raw : amountText(fen)
}

/** What is shown of a cell that is read; `mark`: what it is marked by, with what it is called. */
type ReadCell = { readonly text: string; readonly head: string; readonly mark?: string; readonly label?: string }

/** A table of amounts to be read: every cell as text. `marked`: what a typed one is marked by. */
export const sheetText = (sheet: Sheet, values: RawValues, marked?: (cell: string) => string): SheetView<ReadCell> => {
  const amounts = amountsOf(sheet, values)
  return viewOf(sheet, (line, column) => {
    const name = cellOf(line.code, column.code)
    return {
      text: told(amounts, name),
      head: headOf(column),
      ...(marked && values[name] ? { mark: marked(name), label: cellTitle(line, column) } : {}),
    }
  })
}

/** Whether what must be equal is: the first of what is not, how many more, and what scripts tell it from. */
const balanceOf = ({ agreements = [] }: Sheet, amounts: Amounts) => {
  if (agreements.length === 0) return undefined
  const [first, ...others] = agreements.flatMap(({ terms, at, message }) => {
    const gap = addUp(terms, (name) => amounts.get(name))
    return gap === 0n ? [] : [{ at, message, gap: gap && amountText(gap < 0n ? -gap : gap) }]
  })
  return { first, others: others.length, data: JSON.stringify(agreements) }
}

/** The same to be filled in: typed cells as inputs, computed ones with what they add up. `locked`: shown, not changed. */
export const sheetEntry = (sheet: Sheet, values: RawValues, errors: FieldErrors, locked: ReadonlySet<string>) => {
  const amounts = amountsOf(sheet, values)
  const view = viewOf(sheet, (line, column) => {
    const name = cellOf(line.code, column.code)
    const label = cellTitle(line, column)
    return {
      name,
      head: headOf(column),
      label,
      // The line and the column are above it and beside it.
      error: errors[name]?.replace(`${label}：`, ''),
      value: typed(values[name] ?? ''),
      readonly: locked.has(name),
      text: told(amounts, name),
      terms: termsOf(line, column)?.join(' '),
    }
  })
  return { ...view, balance: balanceOf(sheet, amounts) }
}

/** Every cell's name, typed or computed: what a finding may be told at. */
export const cellNames = (sheet: Sheet): readonly string[] =>
  linesOf(sheet).flatMap(({ code }) => sheet.columns.map((column) => cellOf(code, column.code)))
