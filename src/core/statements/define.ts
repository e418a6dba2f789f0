import {
  cellOf,
  cellsOf,
  requireWhole,
  signed,
  type Agreement,
  type Sheet,
  type SheetColumn,
  type Term,
} from '../forms/sheet.ts'

// Financial statements as data: sheets, and what must agree within and between them.

export type Statement = Sheet & {
  readonly code: string
  /** 会民非01表. */
  readonly form: string
  readonly title: string
}

export type Level = 'BLOCK' | 'WARN'

/** Amounts that must stand to each other so; a term is a cell of a statement: `balance.assets-end`. */
export type Check = {
  readonly level: Level
  readonly left: readonly Term[]
  readonly relation: '=' | '<='
  readonly right: readonly Term[]
  /** The cell it is told at. */
  readonly at: Term
  readonly message: string
}

/** All statements of a year's accounting system. */
export type StatementSet = {
  readonly code: '2004' | '2024'
  readonly title: string
  readonly statements: readonly Statement[]
  readonly checks: readonly Check[]
}

/** A cell among all statements. */
export const inStatement = (statement: string, cell: string): string => `${statement}.${cell}`

/** What must be equal within one statement, by its own cells. */
const agreementsIn = ({ code }: Statement, checks: readonly Check[]): readonly Agreement[] => {
  const whose = inStatement(code, '')
  const own = (term: Term): Term => term.replace(whose, '')
  const turned = (term: Term): Term => (term.startsWith('-') ? term.slice(1) : `-${term}`)
  return checks.flatMap(({ relation, left, right, at, message }) =>
    relation === '=' && [...left, ...right].every((term) => signed(term).name.startsWith(whose))
      ? [{ terms: [...left, ...right.map(turned)].map(own), at: own(at), message }]
      : [],
  )
}

/** Declares the statements of a system; throws at load where a sum or a check names no cell, or a sum counts itself. */
export const defineStatements = (set: StatementSet): StatementSet => {
  for (const statement of set.statements) requireWhole(statement)
  const known = new Set(
    set.statements.flatMap((statement) => cellsOf(statement).map(({ name }) => inStatement(statement.code, name))),
  )
  for (const { left, right, at } of set.checks)
    for (const term of [...left, ...right, at])
      if (!known.has(signed(term).name)) throw new Error(`statements ${set.code}: a check names ${term}`)
  return {
    ...set,
    statements: set.statements.map((statement) => ({ ...statement, agreements: agreementsIn(statement, set.checks) })),
  }
}

/** The same check of two lines in each of these columns of a statement. */
export const inColumns = (
  statement: string,
  columns: readonly SheetColumn[],
  {
    left,
    right,
    message,
    ...check
  }: Omit<Check, 'left' | 'right' | 'at'> & { readonly left: string; readonly right: string },
): readonly Check[] =>
  columns.map(({ code, title, group = '' }) => {
    const at = inStatement(statement, cellOf(left, code))
    const other = inStatement(statement, cellOf(right, code))
    return { ...check, left: [at], right: [other], at, message: `${group}${title}：${message}` }
  })
