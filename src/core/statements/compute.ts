import type { RawValues } from '../forms/field.ts'
import { amountText } from '../forms/money.ts'
import { addUp, amountsOf, type Amounts } from '../forms/sheet.ts'
import { inStatement, type Level, type StatementSet } from './define.ts'

/** What was typed into the cells of each statement, in 元, by the statement's code. */
export type TypedStatements = Readonly<Record<string, RawValues>>

export type StatementFinding = {
  readonly statement: string
  readonly cell: string
  readonly level: Level
  readonly message: string
}

/** The amounts of all statements, by `balance.assets-end`. */
export const allAmounts = ({ statements }: StatementSet, typed: TypedStatements): Amounts =>
  new Map(
    statements.flatMap((statement) =>
      [...amountsOf(statement, typed[statement.code] ?? {})].map(
        ([cell, amount]) => [inStatement(statement.code, cell), amount] as const,
      ),
    ),
  )

/**
 * What does not agree, each at a cell, with the difference in 元. A check that hangs on a cell which is no amount waits
 * for it; cells by themselves are checked as the fields they are.
 */
export const statementFindings = (set: StatementSet, typed: TypedStatements): readonly StatementFinding[] => {
  const amounts = allAmounts(set, typed)
  return set.checks.flatMap(({ level, left, relation, right, at, message }): readonly StatementFinding[] => {
    const [one, other] = [left, right].map((terms) => addUp(terms, (name) => amounts.get(name)))
    if (one === undefined || other === undefined || one === other || (relation === '<=' && one < other)) return []
    const [statement = '', cell = ''] = at.split('.')
    return [
      {
        statement,
        cell,
        level,
        message: `${message}，现在相差${amountText(one > other ? one - other : other - one)}元`,
      },
    ]
  })
}
