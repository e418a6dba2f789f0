import { holds } from '../forms/field.ts'
import { elsewhereOf } from './answers.ts'
import type { RuleContext } from './contexts.ts'
import { fieldsOf, type Answers, type Check, type Matter } from './define.ts'
import { applyRules, pageOf } from './journey.ts'
import { kindOf } from '../forms/kinds.ts'

/** One line of the check list of a stage, as far as a machine can tell. */
export type CheckLine = {
  readonly code: string
  readonly text: string
  readonly basis: string
  /** What the answers say of it. */
  readonly shown: readonly string[]
  /** Whether the rules are content; nothing where only a person can tell, or nothing was answered. */
  readonly machine: { readonly good: boolean; readonly said: readonly string[] } | undefined
  /** The answers say that it is asked of others only: 不适用, and nobody has to tick it. */
  readonly idle: boolean
  /** The pages it speaks of. */
  readonly pages: readonly string[]
}

const isIdle = ({ when }: Check, answers: Answers): boolean =>
  when !== undefined && answers.value(when.page, when.field) !== '' && !holds(when, {}, elsewhereOf(answers))

const shownOf = (matter: Matter, { shows = [], counts = [] }: Check, answers: Answers): readonly string[] => [
  ...shows.flatMap(({ page, field: name }) => {
    const own = pageOf(matter, page)
    const field = own && fieldsOf(own).find((one) => one.name === name)
    const value = answers.value(page, name)
    return field && value !== '' ? [`${field.label} ${kindOf(field).toText(value, field)}`] : []
  }),
  ...counts.flatMap((page) => {
    const { length } = answers.items(page)
    return length > 0 ? [`${pageOf(matter, page)?.title ?? page} ${String(length)} 项`] : []
  }),
]

/** What the law asks in a stage, line by line, filled in where the matter's own rules can tell. */
export const checkList = (
  matter: Matter,
  stage: string,
  answers: Answers,
  context: RuleContext,
): readonly CheckLine[] => {
  const own = (matter.checks ?? []).filter(({ stages }) => stages.includes(stage))
  const findings = own.length > 0 ? applyRules(matter, stage, answers, context) : []
  return own.map((check) => {
    const { code, text, basis, rules = [], shows = [], counts = [] } = check
    const idle = isIdle(check, answers)
    const shown = shownOf(matter, check, answers)
    const said = findings.filter((finding) => rules.includes(finding.code)).map(({ message }) => message)
    // A rule is silent where nothing was answered.
    const machine = !idle && rules.length > 0 && shown.length > 0 ? { good: said.length === 0, said } : undefined
    return {
      code,
      text,
      basis,
      shown,
      machine,
      idle,
      pages: [...new Set([...shows.map(({ page }) => page), ...counts])],
    }
  })
}
