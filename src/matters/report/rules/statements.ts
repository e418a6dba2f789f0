import type { Answers, Rule, RuleFinding } from '../../../core/matters/define.ts'
import type { RuleContext } from '../../../core/matters/contexts.ts'
import { readAnswers } from '../../../core/matters/answers.ts'
import type { Page } from '../../../core/forms/page.ts'
import { statementFindings, type StatementFinding, type TypedStatements } from '../../../core/statements/compute.ts'
import type { Level, StatementSet } from '../../../core/statements/define.ts'
import { rollForward } from '../../../core/statements/roll-forward.ts'
import { systemOf, typedIn } from '../figures.ts'
import { STANDARD } from '../law.ts'
import { statementPage } from '../pages/statements.ts'

type At = Pick<Rule, 'effectiveFrom' | 'stages'>

/** Where a finding on a statement stands among the pages. */
const placed = (set: StatementSet, { statement, cell, message }: StatementFinding): RuleFinding => ({
  page: statementPage(set, statement),
  field: cell,
  message,
})

/** Columns of the year itself: the others are carried over. */
const ofTheYear = /-(?:end|total|unrestricted|restricted)$/

/** Whether anything of the year itself was typed into a statement. */
const isBegun = (typed: TypedStatements, code: string): boolean =>
  Object.entries(typed[code] ?? {}).some(([cell, raw]) => raw !== '' && ofTheYear.test(cell))

/** What does not agree, once both of the statements it is about were begun. */
const ofLevel =
  (level: Level): Rule['check'] =>
  (answers) => {
    const set = systemOf(answers)
    if (!set) return []
    const typed = typedIn(answers, set)
    const begun = (code: string): boolean => isBegun(typed, 'balance') && isBegun(typed, code)
    return statementFindings(set, typed)
      .filter(({ statement, level: its }) => its === level && (statement === 'balance' || begun(statement)))
      .map((finding) => placed(set, finding))
  }

/** Every cell of a statement may be left empty, all those of the year may not. */
const filledIn: Rule['check'] = (answers) => {
  const set = systemOf(answers)
  if (!set) return []
  const typed = typedIn(answers, set)
  return set.statements.flatMap(({ code, title }): readonly RuleFinding[] =>
    isBegun(typed, code)
      ? []
      : [{ page: statementPage(set, code), message: `请填写${title}；确实没有发生额的，至少在一格填0` }],
  )
}

/** Where the year does not begin as the report of the year before ended. */
const differing = (
  pages: readonly Page[],
  answers: Answers,
  { lastReport }: RuleContext,
): { readonly set: StatementSet; readonly found: readonly StatementFinding[] } | undefined => {
  const set = systemOf(answers)
  if (!set || !lastReport || String(lastReport.year + 1) !== answers.value('year', 'fiscalYear')) return undefined
  const read = readAnswers(pages, lastReport.answers)
  const last = systemOf(read)
  if (!last) return undefined
  const before = { set: last, typed: typedIn(read, last) }
  return { set, found: rollForward(before, { set, typed: typedIn(answers, set) }) }
}

/** What the statements have to agree in: within, between each other, and with the year before (domain-2.md §18). */
export const statementRules = (at: At, pages: readonly Page[]): readonly Rule[] => {
  const law = { ...at, basis: STANDARD }
  return [
    { ...law, code: 'STATEMENTS', level: 'BLOCK', check: ofLevel('BLOCK') },
    { ...law, code: 'STATEMENTS-ASK', level: 'WARN', finds: 'ARITHMETIC', check: ofLevel('WARN') },
    { ...law, code: 'STATEMENTS-EMPTY', level: 'BLOCK', check: filledIn },
    {
      ...law,
      code: 'ROLL-FORWARD',
      level: 'WARN',
      finds: 'ARITHMETIC',
      check: (answers, context) => {
        const moved = differing(pages, answers, context)
        return moved ? moved.found.map((finding) => placed(moved.set, finding)) : []
      },
    },
    {
      ...law,
      code: 'ROLL-FORWARD-WHY',
      level: 'BLOCK',
      check: (answers, context) => {
        const moved = differing(pages, answers, context)
        if (!moved) return []
        const at = [...new Set(moved.found.map(({ statement }) => statementPage(moved.set, statement)))]
        return at
          .filter((page) => answers.value(page, 'difference') === '')
          .map((page) => ({ page, field: 'difference', message: '有的数与上一年度报告不一致，请写明原因' }))
      },
    },
  ]
}
