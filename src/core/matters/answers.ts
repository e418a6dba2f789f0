import type { RawValues } from '../forms/field.ts'
import { isVisible, type Page } from '../forms/page.ts'
import type { AnswerSet, Answers, Material, Matter, Rule, RuleFinding } from './define.ts'
import type { StageCode } from '../workflow/states.ts'

const visibleValues = (fields: Page['fields'], values: RawValues): RawValues =>
  Object.fromEntries(
    fields.filter((field) => isVisible(field, values)).map((field) => [field.name, values[field.name] ?? '']),
  )

/** The typed reading of stored pages that rules and conditions work on. Unknown pages and fields read as empty. */
export const readAnswers = (pages: readonly Page[], stored: AnswerSet): Answers => {
  const read = new Map(
    pages.map((page) => {
      const data = stored[page.code]
      const list = page.list
      const values = visibleValues(page.fields, data?.values ?? {})
      const items = list
        ? (data?.items ?? []).map((item) => ({ id: item.id, values: visibleValues(list.fields, item.values) }))
        : []
      return [page.code, { values, items }]
    }),
  )
  const value = (page: string, field: string): string => read.get(page)?.values[field] ?? ''
  return {
    value,
    number: (page, field) => {
      const raw = value(page, field)
      return /^\d+(\.\d+)?$/.test(raw) ? Number(raw) : undefined
    },
    items: (page) => read.get(page)?.items ?? [],
  }
}

/** Whether an application has to come with a material: its condition may name a field of a page or of any list item. */
export const materialNeed = (material: Material, answers: Answers): 'required' | 'optional' | 'notNeeded' => {
  if (material.optional) return 'optional'
  const condition = material.requiredIf
  if (!condition) return 'required'
  const { page, field, is } = condition
  const given = [answers.value(page, field), ...answers.items(page).map((item) => item.values[field] ?? '')]
  return given.some((raw) => is.includes(raw)) ? 'required' : 'notNeeded'
}

export type RuleHit = RuleFinding & Pick<Rule, 'code' | 'basis' | 'level'>

/** What the rules of a stage that are in force on `today` (ISO date) find; a rule ends the day before `effectiveTo`. */
export const checkRules = (
  matter: Pick<Matter, 'rules'>,
  stage: StageCode,
  answers: Answers,
  today: string,
): readonly RuleHit[] =>
  matter.rules
    .filter((rule) => rule.stages.includes(stage))
    .filter((rule) => rule.effectiveFrom <= today && (rule.effectiveTo === undefined || today < rule.effectiveTo))
    .flatMap(({ code, basis, level, check }) =>
      check(answers, { today }).map((finding) => ({ ...finding, code, basis, level })),
    )
