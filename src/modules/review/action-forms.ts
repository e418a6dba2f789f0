import { readForm, validateFields, type FieldErrors } from '../../core/forms/page.ts'
import type { Field, RawValues } from '../../core/forms/field.ts'
import type { AnyStage, Matter } from '../../core/matters/define.ts'
import { instantAt, localDate, localDateTime } from '../../core/workflow/deadlines.ts'
import { noticeFault } from '../../core/register/certificates.ts'
import type { Step } from '../../core/workflow/procedure.ts'
import { actionsOf, stepOf, type Action } from '../../core/workflow/procedures/index.ts'
import type { StepDetails } from '../cases/take-step.ts'
import type { Deps } from '../../deps.ts'
import type { Context, Staff } from '../../web/route.ts'
import { phrasesOf } from './phrases.ts'

/** Longest text of an official, in characters. */
export const opinionLength = 500

const text = (name: string, label: string, hint: string, rule: 'required' | 'optional'): Field => ({
  name,
  label,
  hint,
  kind: 'textarea',
  max: opinionLength,
  ...(rule === 'optional' ? { optional: true } : {}),
})

/** The two texts of a step: what goes out to the applicant, and what stays with the authority. */
export const textFields = ({ conclusion, opinion }: Pick<Step, 'conclusion' | 'opinion'>): readonly Field[] => [
  ...(conclusion ? [text('conclusion', '结论和理由', '发给申请人，出具文书的写入文书', conclusion)] : []),
  ...(opinion ? [text('opinion', '内部意见', '只有本机关的工作人员可以看到', opinion)] : []),
]

/** Asked where the step grants a name that another case submitted before. */
export const precedenceField: Field = {
  name: 'precedence',
  label: '核准在后申请的理由',
  kind: 'textarea',
  max: opinionLength,
  hint: '有在先提交的申请使用相同或者相近的名称。理由随决定保存，在先申请的承办人员可以看到，不写入文书',
}

/** Whether a step gives somebody a name: one that is kept for it, or, with all else of a change, the one it wants. */
export const grantsName = ({ begunBy, facts }: Matter, step: Step | undefined): boolean =>
  step?.effects?.includes('reserveName') === true ||
  (begunBy === 'organization' && facts.names !== undefined && step?.outcome === 'granted')

const taken = (stage: AnyStage, named: string): { action: Action; step: Step } | undefined => {
  const action = actionsOf(stage.procedure).find((known) => known === named)
  const step = action && stepOf(stage.procedure, action)
  if (!action || !step || step.record) return undefined
  return step.by.some((by) => by !== 'applicant' && by !== 'system') ? { action, step } : undefined
}

/**
 * The step of officials an address names and the stage it belongs to: the present one, or, when the case moved on while
 * its form was open, the latest before that knows it. What no stage of the matter knows is nothing; nor is what stands
 * on a record of its own.
 */
export const staffStepOf = (
  deps: Pick<Deps, 'matters'>,
  { matter: code, stage: present }: { readonly matter: string; readonly stage: string },
  named: string,
): { readonly stage: AnyStage; readonly action: Action; readonly step: Step } | undefined => {
  const { stages } = deps.matters.require(code)
  const at = stages.findIndex((stage) => stage.code === present) + 1
  return [...stages.slice(0, at).toReversed(), ...stages.slice(at)]
    .flatMap((stage) => {
      const found = taken(stage, named)
      return found ? [{ stage, ...found }] : []
    })
    .at(0)
}

export type ActionForm = {
  readonly values: RawValues
  readonly errors: FieldErrors
  readonly opinion: string
  readonly conclusion: string
  readonly details: StepDetails
}

/** An instant as the control for date and time writes it. */
export const localInput = (instant: Date): string => {
  const { date, time } = localDateTime(instant)
  return `${date}T${time}`
}

/** What the control for date and time holds, as an instant; undefined for what is none. */
export const inputInstant = (raw: string): Date | undefined => {
  const [date = '', time = ''] = raw.split('T')
  return instantAt(date, time)
}

/** When whoever fetched the certificate had it. */
export const collectedAtLabel = '领取时间'

/** The clock of the window knows minutes: whoever fetches a certificate in the minute it was made is in time. */
const minuteOf = (instant: Date): Date => new Date(Math.floor(instant.getTime() / 60_000) * 60_000)

const readCollectedAt = (raw: string, now: Date, madeAt: Date | undefined): { error: string } | { at: Date } => {
  if (raw === '') return { error: `请填写${collectedAtLabel}` }
  const at = inputInstant(raw)
  if (!at) return { error: `${collectedAtLabel}应为日期和时间，例如 2026-11-20T15:30` }
  if (madeAt && at < minuteOf(madeAt))
    return { error: `${collectedAtLabel}不能早于制证时间（${localDateTime(madeAt).text}）` }
  return at > now ? { error: `${collectedAtLabel}不能晚于现在` } : { at }
}

/** Where a phrase that was chosen belongs: to what goes out, when the step says something outside. */
const phraseTarget = (step: Step): 'conclusion' | 'opinion' => (step.conclusion ? 'conclusion' : 'opinion')

/** What a form is checked against besides itself. */
type Beside = {
  readonly stage: AnyStage
  /** What the step asks in its stage (stepFields). */
  readonly own: readonly Field[]
  /** The moment of the request. */
  readonly now: Date
  /** What the case adds to ask. */
  readonly extra: readonly Field[]
  /** Authorities that may be picked. */
  readonly authorities: readonly string[]
  /** When the certificate was made. */
  readonly madeAt: Date | undefined
  /** From when on the certificate in force is good. */
  readonly certificateFrom?: string | null | undefined
}

const pickErrors = (own: readonly Field[], values: RawValues, authorities: readonly string[]): FieldErrors =>
  Object.fromEntries(
    own
      .filter(({ name, lookup }) => lookup === 'authorities' && values[name] && !authorities.includes(values[name]))
      .map(({ name, label }) => [name, `${label}：请从列出的登记管理机关中选择`]),
  )

/** Reads and checks what was posted for a step. */
export const readActionForm = (
  step: Step,
  action: Action,
  { body, posted: raws }: Pick<Context<Staff>, 'body' | 'posted'>,
  { stage, own, now, extra, authorities, madeAt, certificateFrom }: Beside,
): ActionForm => {
  const texts = textFields(step)
  const posted = body['phrase'] ?? ''
  const phrase = posted === '' ? '' : phrasesOf(stage, action)[Number(posted)]
  const typed = readForm(texts, body)
  const target = phraseTarget(step)
  const said = {
    ...typed,
    [target]: [phrase ?? '', typed[target] ?? ''].filter((part) => part !== '').join('\n'),
  }
  const values = readForm(own, raws)
  const asked = readForm(extra, body)
  const raw = (body['collectedAt'] ?? '').trim()
  const collected = action === 'handOver' ? readCollectedAt(raw, now, madeAt) : undefined
  const today = localDate(now)
  const reason = asked[precedenceField.name]
  const early = noticeFault(values['noticeOn'] ?? '', certificateFrom)
  return {
    values: { ...typed, ...values, ...asked, phrase: posted, collectedAt: raw },
    errors: {
      ...(phrase === undefined ? { phrase: '请从列出的常用意见中选择' } : {}),
      ...validateFields(texts, said, today),
      ...(early === undefined ? {} : { noticeOn: early }),
      ...validateFields(own, values, today),
      ...pickErrors(own, values, authorities),
      ...validateFields(extra, asked, today),
      ...(collected && 'error' in collected ? { collectedAt: collected.error } : {}),
    },
    opinion: step.opinion ? (said['opinion'] ?? '') : '',
    conclusion: step.conclusion ? (said['conclusion'] ?? '') : '',
    details: {
      form: values,
      ...(collected && 'at' in collected ? { collectedAt: collected.at } : {}),
      ...(reason ? { precedenceReason: reason } : {}),
    },
  }
}
