import type { StepFacts } from '../documents/facts.ts'
import { basisText, cite, typeOf, type Provision } from '../law.ts'
import { splitChoices, type Field, type RawValues } from '../forms/field.ts'
import type { OrgType } from '../org-types.ts'
import type { Step } from '../workflow/procedure.ts'
import { actionsOf, stepOf, type OutcomeOf, type ProcedureCode } from '../workflow/procedures/index.ts'
import type { AnyStage, Answers } from './define.ts'
import { onOutcome } from './journey.ts'

/** Outcomes that refuse what was applied for: each names the ground it rests on (行政许可法 art. 38, domain.md §4.7). */
const refusals = {
  refused: { label: '不予受理的情形', told: [cite('APL', 32, 2)] },
  rejected: { label: '不予核准的情形', told: [] },
  denied: { label: '不予许可的情形', told: [cite('APL', 38, 2)] },
} as const satisfies Readonly<Record<string, { readonly label: string; readonly told: readonly Provision[] }>>
type Refusal = keyof typeof refusals
export type RefusalOf<P extends ProcedureCode> = Extract<OutcomeOf<P>, Refusal>

/** A ground an official may pick. The article printed comes from here and from nowhere else. */
export type Ground = {
  readonly code: string
  /** As it is picked and printed. */
  readonly text: string
  readonly basis: Provision
  /** Pages that speak of it: what stands as 不合格 there suggests it. */
  readonly pages?: readonly string[]
  /** Only where this step was taken in the stage. */
  readonly after?: string
}

/** At least one: without any, nothing could be refused. */
export type Grounds = readonly [Ground, ...Ground[]]

const isRefusal = (outcome: string | undefined): outcome is Refusal =>
  outcome !== undefined && Object.hasOwn(refusals, outcome)

/** Everything a step may rest on in a stage; nothing for one that refuses nothing. */
export const groundsOf = (
  { grounds }: Pick<AnyStage, 'grounds'>,
  { outcome }: Pick<Step, 'outcome'>,
): readonly Ground[] => {
  const all: Readonly<Partial<Record<Refusal, Grounds>>> = grounds ?? {}
  return isRefusal(outcome) ? (all[outcome] ?? []) : []
}

/** The same as far as it may be picked now; `past`: the steps already taken in this stage. */
export const groundsFor = (stage: AnyStage, step: Step, past: readonly string[]): readonly Ground[] =>
  groundsOf(stage, step).filter(({ after }) => after === undefined || past.includes(after))

/** The name of the field grounds are ticked in. */
export const GROUNDS = 'grounds'

/** What the form of a step asks in this stage besides opinion and conclusion; `answers`: what of it they decide as well. */
export const stepFields = (
  stage: AnyStage,
  step: Step,
  past: readonly string[],
  answers?: Answers,
): readonly Field[] => {
  const grounds = groundsFor(stage, step, past)
  const field: Field | undefined = isRefusal(step.outcome)
    ? {
        name: GROUNDS,
        label: refusals[step.outcome].label,
        kind: 'choices',
        hint: '可以选多项。选中的情形和条款写入文书；查明的事实写在“结论和理由”中',
        options: grounds.map(({ code, text, basis }) => ({ value: code, text, hint: basisText([basis]) })),
      }
    : undefined
  return [
    ...(field ? [field] : []),
    ...(step.form ?? []),
    ...((answers && onOutcome(stage, step.outcome)?.form?.(answers)) ?? []),
  ]
}

/** The grounds that were ticked, in the order of the list. */
export const pickedGrounds = (grounds: readonly Ground[], form: RawValues): readonly Ground[] => {
  const ticked = splitChoices(form[GROUNDS] ?? '')
  return grounds.filter(({ code }) => ticked.includes(code))
}

/**
 * What the paper of a refusal says of the grounds that were picked, and what it rests on as a whole: them, and that it is
 * told in writing, with reasons.
 */
export const refusalFacts = (stage: AnyStage, step: Step, form: RawValues): Pick<StepFacts, 'refusal'> => {
  const picked = pickedGrounds(groundsOf(stage, step), form)
  if (!isRefusal(step.outcome) || picked.length === 0) return {}
  return {
    refusal: {
      reasons: picked.map(({ text, basis }) => ({ text, basis: basisText([basis]) })),
      law: basisText([...refusals[step.outcome].told, ...picked.map(({ basis }) => basis)]),
    },
  }
}

/**
 * Outcomes of a stage that refuse without grounds, and grounds that are named twice, speak of pages it does not ask, or
 * rest on the law of another type.
 */
export const groundFaults = (stage: AnyStage, orgType: OrgType): readonly string[] => [
  ...actionsOf(stage.procedure)
    .map((action) => stepOf(stage.procedure, action))
    .filter((step) => step && isRefusal(step.outcome) && groundsOf(stage, step).length === 0)
    .map((step) => `stage ${stage.code}: comes to ${step?.outcome ?? ''} without grounds`),
  ...Object.entries(stage.grounds ?? {}).flatMap(([outcome, grounds]: readonly [string, Grounds]) =>
    grounds.flatMap(({ code, basis, pages = [] }, index) => {
      const where = `stage ${stage.code}: ground ${code} of ${outcome}`
      const owner = typeOf(basis)
      return [
        ...(grounds.findIndex((other) => other.code === code) === index ? [] : [`${where} declared twice`]),
        ...(owner === undefined || owner === orgType ? [] : [`${where} rests on ${basis.law}`]),
        ...pages.filter((page) => !stage.pages.includes(page)).map((page) => `${where}: no page ${page}`),
      ]
    }),
  ),
]
