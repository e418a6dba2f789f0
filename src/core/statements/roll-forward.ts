import type { RawValues } from '../forms/field.ts'
import { amountText, plainAmount } from '../forms/money.ts'
import { cellOf, cellsOf, cellTitle, termsOf, type Amounts } from '../forms/sheet.ts'
import { allAmounts, type StatementFinding, type TypedStatements } from './compute.ts'
import { inStatement, type Statement, type StatementSet } from './define.ts'

/** The columns of a year in which the one before stands, and where it stood there. */
const before: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  balance: { start: 'end' },
  activity: { lastUnrestricted: 'unrestricted', lastRestricted: 'restricted', last: 'total' },
  cash: { last: 'total' },
}

/** What must stay the same when the system changes, however its lines were regrouped (domain-2.md §18.4). */
const kept = new Set(['assets', 'liabilities', 'unrestricted', 'restricted'])

type Year = { readonly set: StatementSet; readonly typed: TypedStatements }

/** The cells in which the year before stands, each with where it stood there. */
const carriedCells = (statement: Statement) =>
  cellsOf(statement).flatMap(({ name, line, column }) => {
    const was = before[statement.code]?.[column.code]
    return was === undefined
      ? []
      : [
          {
            cell: name,
            line: line.code,
            was: cellOf(line.code, was),
            title: cellTitle(line, column),
            typed: termsOf(line, column) === undefined,
          },
        ]
  })

/** What the year before fills in of this one's statements, in 元, by statement and cell: nothing is typed twice. */
export const carriedOver = (last: Year, set: StatementSet): TypedStatements => {
  const amounts = allAmounts(last.set, last.typed)
  return Object.fromEntries(
    set.statements.map((statement): [string, RawValues] => [
      statement.code,
      Object.fromEntries(
        carriedCells(statement).flatMap(({ cell, was, typed }) => {
          const amount = amounts.get(inStatement(statement.code, was))
          return typed && amount !== undefined && amount !== 0n ? [[cell, plainAmount(amount)]] : []
        }),
      ),
    ]),
  )
}

const differing = (
  statement: Statement,
  now: Amounts,
  then: Amounts,
  asked: (cell: { readonly line: string; readonly typed: boolean }) => boolean,
): readonly StatementFinding[] =>
  carriedCells(statement).flatMap(({ cell, line, was, title, typed }): readonly StatementFinding[] => {
    const [one, other] = [now.get(inStatement(statement.code, cell)), then.get(inStatement(statement.code, was))]
    if (!asked({ line, typed }) || one === undefined || other === undefined || one === other) return []
    const difference = one > other ? one - other : other - one
    return [
      {
        statement: statement.code,
        cell,
        level: 'WARN',
        message: `${title}与上一年度报告的${amountText(other)}元不一致，相差${amountText(difference)}元，请核对；确实如此的，请说明原因`,
      },
    ]
  })

/**
 * Where this year does not begin as the last one ended. Within one system every typed line is compared; in the
 * year the system changes only what regrouping leaves as it was.
 */
export const rollForward = (last: Year, year: Year): readonly StatementFinding[] => {
  const [then, now] = [allAmounts(last.set, last.typed), allAmounts(year.set, year.typed)]
  const same = last.set.code === year.set.code
  return year.set.statements.flatMap((statement) =>
    same
      ? differing(statement, now, then, ({ typed }) => typed)
      : statement.code === 'balance'
        ? differing(statement, now, then, ({ line }) => kept.has(line))
        : [],
  )
}
