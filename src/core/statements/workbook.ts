import { plainAmount, readAmount } from '../forms/money.ts'
import { amountsOf, cellOf, cellsOf, linesOf, signed, termsOf, type SheetLine } from '../forms/sheet.ts'
import { columnName, type BookCell, type ReadSheet } from '../workbooks.ts'
import type { TypedStatements } from './compute.ts'
import type { Statement, StatementSet } from './define.ts'

// Statements as sheets of a workbook, to be filled in offline and taken back. What is added up is a formula there, so
// that it moves while one types; what comes back is computed again from the typed cells alone.

type BookSheet = {
  readonly name: string
  readonly rows: readonly (readonly BookCell[])[]
  /** So many rows at the top are headings. */
  readonly heading: number
  readonly widths: readonly number[]
}

/** Of the head: title, unit, groups, columns. A line stands by its code, in a first column that is narrow and grey. */
const headRows = 3
const lead = 2

/** Rows of a statement in their order: its lines, and the headings between them. */
const layout = (statement: Statement): readonly ({ readonly heading: string } | { readonly line: SheetLine })[] =>
  statement.parts.flatMap(({ title, lines }) => [
    { heading: title },
    ...lines.flatMap((line) => [...(line.under ? [{ heading: line.under }] : []), { line }]),
  ])

/** Where each cell of a statement stands in its sheet, as a spreadsheet names it: C7. */
const addresses = (statement: Statement): ReadonlyMap<string, string> => {
  const found = new Map<string, string>()
  for (const [index, row] of layout(statement).entries())
    if ('line' in row)
      for (const [place, column] of statement.columns.entries())
        found.set(cellOf(row.line.code, column.code), `${columnName(lead + place)}${String(headRows + index + 1)}`)
  return found
}

/** A statement as a sheet, with what is typed so far (raw answers, in 元). */
const bookSheet = (statement: Statement, typed: TypedStatements): BookSheet => {
  const values = typed[statement.code] ?? {}
  const at = addresses(statement)
  const amounts = amountsOf(statement, values)
  const blank = statement.columns.map(() => '')
  const cell = (name: string, terms: readonly string[] | undefined): BookCell => {
    const fen = amounts.get(name)
    if (!terms) {
      const text = values[name] ?? ''
      if (text !== '' && fen === undefined) return text
      return { amount: text === '' ? '' : plainAmount(fen ?? 0n) }
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
    name: statement.title,
    heading: headRows,
    widths: [14, 34, ...statement.columns.map(() => 18)],
    rows: [
      ['', `${statement.title}（${statement.form}）`, ...blank],
      ['', '单位：元。合计自动计算；第一列请勿改动', ...statement.columns.map(({ group = '' }) => group)],
      ['代码', '项目', ...statement.columns.map(({ title }) => title)],
      ...layout(statement).map((row): readonly BookCell[] =>
        'line' in row
          ? [
              row.line.code,
              row.line.title,
              ...statement.columns.map((column) => cell(cellOf(row.line.code, column.code), termsOf(row.line, column))),
            ]
          : ['', row.heading, ...blank],
      ),
    ],
  }
}

/** All statements of a year, a sheet each. */
export const statementBook = (set: StatementSet, typed: TypedStatements): readonly BookSheet[] =>
  set.statements.map((statement) => bookSheet(statement, typed))

/** A fault of a workbook, where a spreadsheet shows it. */
export type BookFault = { readonly sheet: string; readonly at: string; readonly message: string }

/** Spreadsheets keep fifteen digits and add up in halves: 0.1+0.2 stands there as 0.30000000000000004. */
const numberText = (text: string): string =>
  /^-?\d+\.\d{7,}$|^-?\d(?:\.\d+)?e[+-]?\d+$/i.test(text) ? String(Number(Number(text).toPrecision(15))) : text

/**
 * What a workbook says of a year's statements: the typed cells by statement, and what cannot be read. A statement whose
 * sheet is not there is not in the answer; lines are known by their code, wherever they were moved to. Cells that are
 * added up are not read.
 */
export const readStatementBook = (
  set: StatementSet,
  sheets: readonly ReadSheet[],
): { readonly typed: TypedStatements; readonly faults: readonly BookFault[] } => {
  const typed: Record<string, Record<string, string>> = {}
  const faults: BookFault[] = []
  for (const statement of set.statements) {
    const sheet = sheets.find(({ name }) => name.trim() === statement.title)
    if (!sheet) continue
    const rows = new Map(sheet.rows.map((row, index) => [row[0]?.trim() ?? '', { row, index }]))
    const values: Record<string, string> = {}
    for (const { code, title } of linesOf(statement))
      if (!rows.has(code))
        faults.push({ sheet: sheet.name, at: '', message: `没有“${title}”这一行（代码${code}），请用下载的表格填写` })
    for (const { name, line, column } of cellsOf(statement)) {
      const found = rows.get(line.code)
      if (!found || termsOf(line, column)) continue
      const place = lead + statement.columns.indexOf(column)
      const text = numberText(found.row[place]?.trim() ?? '')
      if (text === '') continue
      const fen = readAmount(text)
      values[name] = fen === undefined ? text : plainAmount(fen)
      const at = `${columnName(place)}${String(found.index + 1)}`
      if (sheet.lost.some(([row, cell]) => row === found.index && cell === place))
        faults.push({ sheet: sheet.name, at, message: '数字超过15位，表格软件没有全部保留，请核对' })
      else if (fen === undefined)
        faults.push({ sheet: sheet.name, at, message: `“${text.slice(0, 20)}”不是金额，请填写数字，最多两位小数` })
    }
    typed[statement.code] = values
  }
  return { typed, faults }
}
