import type { Field, RawValues } from './field.ts'
import { readAmount } from './money.ts'

// A page that is a table of amounts: lines × columns, typed cells and cells added up from others, down and across. Each
// typed cell is a field of the page, so that it is read, checked, kept and compared as any other answer is.

export type SheetColumn = {
  readonly code: string
  readonly title: string
  /** The heading above several columns: 本年累计数. */
  readonly group?: string
  /** Adds up other columns of the same line. */
  readonly sum?: readonly string[]
}

/**
 * One line. `sum`: added up from other lines of the same column (`-depreciation` takes off). `mirror`: what is typed in
 * one column stands in another with the other sign (净资产的转换), so that the line adds up to nothing.
 */
export type SheetLine = {
  readonly code: string
  readonly title: string
  /** The heading above the line: 流动资产. */
  readonly under?: string
  /** Part of the line it names: 其中. */
  readonly within?: string
  readonly sum?: readonly string[]
  readonly mirror?: Readonly<Record<string, string>>
  /** Whether typed amounts may be below zero: not without it, `ask` asks once. */
  readonly negative?: 'free' | 'ask'
  /** Said to whoever fills it in. */
  readonly hint?: string
}

/** A cell, taken off with a minus before it. */
export type Term = string

/** Terms that must add up to nothing, said above the table while it is filled in. */
export type Agreement = {
  readonly terms: readonly Term[]
  /** The cell it is told at. */
  readonly at: string
  readonly message: string
}

export type Sheet = {
  readonly columns: readonly SheetColumn[]
  readonly agreements?: readonly Agreement[]
  /** Printed beside each other: 资产, 负债和净资产. */
  readonly parts: readonly { readonly title: string; readonly lines: readonly SheetLine[] }[]
}

/** What a cell is called among the fields of its page. */
export const cellOf = (line: string, column: string): string => `${line}-${column}`

export const linesOf = ({ parts }: Sheet): readonly SheetLine[] => parts.flatMap(({ lines }) => lines)

/** A term with its sign apart. */
export const signed = (term: Term): { readonly sign: 1n | -1n; readonly name: string } =>
  term.startsWith('-') ? { sign: -1n, name: term.slice(1) } : { sign: 1n, name: term }

/** What a cell is added up from; nothing for one that is typed. */
export const termsOf = (line: SheetLine, column: SheetColumn): readonly Term[] | undefined => {
  if (line.sum)
    return line.sum.map((term) => {
      const { sign, name } = signed(term)
      return `${sign < 0n ? '-' : ''}${cellOf(name, column.code)}`
    })
  if (column.sum) return column.sum.map((code) => cellOf(line.code, code))
  const of = line.mirror?.[column.code]
  return of === undefined ? undefined : [`-${cellOf(line.code, of)}`]
}

type Cell = { readonly name: string; readonly line: SheetLine; readonly column: SheetColumn }

const cells = new WeakMap<Sheet, readonly Cell[]>()

/** Every cell with where it stands; asked for at every reading, so that they are put together once. */
export const cellsOf = (sheet: Sheet): readonly Cell[] => {
  const known =
    cells.get(sheet) ??
    linesOf(sheet).flatMap((line) =>
      sheet.columns.map((column) => ({ name: cellOf(line.code, column.code), line, column })),
    )
  cells.set(sheet, known)
  return known
}

/** What a cell is called in a sentence: 货币资金（期末余额）. */
export const cellTitle = ({ title }: SheetLine, { group = '', title: column }: SheetColumn): string =>
  `${title.replace(/^(?:减|加|其中)：/u, '')}（${group}${column}）`

/** Throws where a sum names a cell that is not there, or counts itself. */
export const requireWhole = (sheet: Sheet): void => {
  const cells = new Map<string, readonly Term[]>()
  for (const { name, line, column } of cellsOf(sheet)) {
    if (cells.has(name)) throw new Error(`${name} stands twice`)
    cells.set(name, termsOf(line, column) ?? [])
  }
  const done = new Set<string>()
  const visit = (cell: string, above: readonly string[]): void => {
    if (done.has(cell)) return
    if (above.includes(cell)) throw new Error(`${[...above, cell].join(' → ')} adds up itself`)
    const terms = cells.get(cell)
    if (!terms) throw new Error(`${above.at(-1) ?? ''} adds up ${cell}, which is not there`)
    for (const term of terms) visit(signed(term).name, [...above, cell])
    done.add(cell)
  }
  for (const cell of cells.keys()) visit(cell, [])
}

/** The typed cells of a sheet as fields of its page. Throws for a sheet that is not whole. */
export const sheetFields = (sheet: Sheet): readonly Field[] => {
  requireWhole(sheet)
  return cellsOf(sheet).flatMap(({ name, line, column }): readonly Field[] =>
    termsOf(line, column)
      ? []
      : [
          {
            name,
            label: cellTitle(line, column),
            kind: 'money',
            optional: true,
            ...(line.negative ? { negative: line.negative } : {}),
          },
        ],
  )
}

/** Fen by cell; what hangs on a cell that is no amount has none. */
export type Amounts = ReadonlyMap<string, bigint | undefined>

/** The sum of terms; nothing when one of them is no amount. */
export const addUp = (terms: readonly Term[], value: (name: string) => bigint | undefined): bigint | undefined => {
  let sum = 0n
  for (const term of terms) {
    const { sign, name } = signed(term)
    const amount = value(name)
    if (amount === undefined) return undefined
    sum += sign * amount
  }
  return sum
}

/**
 * Every amount of a sheet: typed ones read from raw answers (an empty cell is 0), all others computed. What is computed
 * is never read from a form.
 */
export const amountsOf = (sheet: Sheet, values: RawValues): Amounts => {
  const found = new Map<string, bigint | undefined>()
  const sums = new Map<string, readonly Term[]>()
  for (const { name, line, column } of cellsOf(sheet)) {
    const terms = termsOf(line, column)
    const text = values[name]?.trim() ?? ''
    if (terms) sums.set(name, terms)
    else found.set(name, text === '' ? 0n : readAmount(text))
  }
  const value = (name: string): bigint | undefined => {
    if (!found.has(name)) found.set(name, addUp(sums.get(name) ?? [], value))
    return found.get(name)
  }
  for (const name of sums.keys()) value(name)
  return found
}
