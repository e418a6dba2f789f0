import { randomUUID } from 'node:crypto'
import type { Deps } from '../../deps.ts'
import type { Transaction } from '../../db/command.ts'
import { roles } from '../../core/access.ts'
import type { DocumentContent } from '../../core/documents/blocks.ts'
import type { Substitutes } from '../../core/documents/substitutes.ts'
import { AppError } from '../../core/errors.ts'
import { colleague, handler } from '../../core/grants.ts'
import type { Field, FieldKind, RawValues } from '../../core/forms/field.ts'
import type { AnyStage, Matter, On } from '../../core/matters/define.ts'
import { groundsFor, groundsOf, pickedGrounds, stepFields } from '../../core/matters/grounds.ts'
import { limitOf, onOutcome, stageAfter, stageOf, takesBack } from '../../core/matters/journey.ts'
import type { RegisterChange } from '../../core/register/changes.ts'
import { faultList, type ToldFault } from '../../core/verdicts/told.ts'
import { movedClock, type ClockColumns } from '../../core/workflow/case-clock.ts'
import { decide, type Actor, type Refusal } from '../../core/workflow/decide.ts'
import { instantAt, localDate } from '../../core/workflow/deadlines.ts'
import type { Step } from '../../core/workflow/procedure.ts'
import { procedureOf, type Action } from '../../core/workflow/procedures/index.ts'
import { isFinal, type Status } from '../../core/workflow/statuses.ts'
import { authorityById } from '../../reference/reference.ts'
import type { Applicant } from '../../web/route.ts'
import { letGrantsLapse } from '../grants/end.ts'
import type { OrganizationRow } from '../register/entry.ts'
import { requireInForce } from '../register/planned.ts'
import { carryOut } from './effects.ts'
import { issueFor, previewFor } from './issue.ts'
import { loadCase } from './load.ts'
import { forgetNames } from './name.ts'
import { tellApplicant, tellOfOwnAccount } from './notify.ts'
import { endOffers } from './offers.ts'
import { changeRegister } from './register.ts'
import type { Snapshot } from '../../core/submissions/snapshot.ts'
import { eventsOf, type CaseRow, type EventRow } from './store.ts'

/** What a step brings besides itself; each effect and document takes its own part. */
export type StepDetails = {
  /** What the step's own form said. */
  readonly form?: RawValues
  /** What was marked 不合格, as it is told. */
  readonly correctionItems?: readonly ToldFault[]
  /** Why something is told that no earlier notice of the stage told. */
  readonly lateReason?: string
  /** The moment the certificate was taken away. */
  readonly collectedAt?: Date
  /** How characters without a glyph are written on the documents of the step. */
  readonly substitutes?: Substitutes
  /** What is put to a unit, and to which. */
  readonly asked?: {
    readonly organId: number
    readonly content: Snapshot
    readonly seen: Readonly<Record<string, string>>
  }
  /** Why this case gets a name that another one asked for before it. */
  readonly precedenceReason?: string
}

type Taker =
  | { readonly kind: 'applicant'; readonly accountId: string; readonly name: string; readonly role?: string }
  | { readonly kind: 'system' }
  | {
      readonly kind: 'staff'
      readonly staffId: number
      readonly name: string
      readonly roles: Extract<Actor, { kind: 'staff' }>['roles']
      readonly idNumberIndex: string
    }

export type StepTaken = {
  readonly action: Action
  readonly by: Taker
  /** 内部意见: stays with the authority. */
  readonly opinion?: string
  /** 结论和理由: goes out. */
  readonly conclusion?: string
  /** Made when the form was shown: the same form sent twice is one step. */
  readonly requestKey: string
  /** The version the person looked at; absent for the system. */
  readonly expectedVersion?: number
  readonly details?: StepDetails
}

/** What the parts of a step share. */
export type StepContext = {
  readonly tx: Transaction
  readonly deps: Deps
  readonly caseFile: CaseRow
  readonly matter: Matter
  readonly stage: AnyStage
  readonly step: Step
  readonly on: On | undefined
  readonly event: EventRow
  /** Everything that happened before this step. */
  readonly events: readonly EventRow[]
  readonly details: StepDetails
  /** The clock after the step. */
  readonly clock: ClockColumns
  readonly today: string
}

/** The same with what the step made of the register. */
export type RegisteredContext = StepContext & {
  readonly changes: readonly RegisterChange[]
  readonly organization: OrganizationRow | undefined
  readonly effectiveOn: string
}

/** Who takes a step on the applicant's side: the applicant, or a colleague or 经办人 for them, who is named as that. */
export const takenBy = (
  { matters }: Pick<Deps, 'matters'>,
  actor: Pick<Applicant, 'id' | 'name' | 'kind'>,
  caseFile: Pick<CaseRow, 'account_id' | 'matter' | 'on_behalf'>,
): Taker => {
  const taker = { kind: 'applicant', accountId: actor.id, name: actor.name } as const
  if (caseFile.on_behalf !== null) return { ...taker, role: `${caseFile.on_behalf}${handler}` }
  if (matters.require(caseFile.matter).begunBy === 'organization')
    return actor.kind === 'LEGAL_PERSON' ? taker : { ...taker, role: handler }
  return actor.id === caseFile.account_id ? taker : { ...taker, role: colleague }
}

const refusals = {
  NOT_ALLOWED_NOW: () => new AppError('NOT_ALLOWED_NOW'),
  NOT_YOUR_ROLE: () => new AppError('FORBIDDEN', '此步骤不由您的岗位办理。'),
  OWN_CASE: () => new AppError('FORBIDDEN', '该办件与您本人有关，依照回避规定不能由您办理。'),
  ALREADY_REVIEWED: () => new AppError('FORBIDDEN', '您已办理过本环节的另一审查步骤，同一人不能办理两个审查步骤。'),
  OTHER_HANDS: () => new AppError('FORBIDDEN', '证书由您制作，请由另一名工作人员登记发证。'),
  ALREADY_DONE: () => new AppError('NOT_ALLOWED_NOW', '这一步在本环节只能办理一次，已经办理过。'),
} as const satisfies Record<Refusal, () => AppError>

/** Whether the official ever held the case or was ever named in it (回避). */
export const isOwnCase = async (
  tx: Pick<Transaction, 'trx'>,
  caseFile: Pick<CaseRow, 'id'>,
  idNumberIndex: string,
): Promise<boolean> =>
  (await tx
    .trx('case_party')
    .where({ id_number_idx: idNumberIndex, case_id: caseFile.id })
    .first<object | undefined>('case_id')) !== undefined

const actorOf = async (tx: Transaction, caseFile: CaseRow, by: Taker): Promise<Actor> =>
  by.kind === 'staff'
    ? { kind: 'staff', staffId: by.staffId, roles: by.roles, own: await isOwnCase(tx, caseFile, by.idNumberIndex) }
    : { kind: by.kind }

const requireTexts = (step: Step, taken: StepTaken): void => {
  if (step.opinion === 'required' && !taken.opinion?.trim()) throw new AppError('INVALID', '请填写内部意见。')
  if (step.conclusion === 'required' && !taken.conclusion?.trim()) throw new AppError('INVALID', '请填写结论和理由。')
}

/** A refusal names the ground it rests on, one of those its stage has now. */
const requireGrounds = (stage: AnyStage, step: Step, past: readonly string[], { details }: StepTaken): void => {
  if (groundsOf(stage, step).length === 0) return
  if (pickedGrounds(groundsFor(stage, step, past), details?.form ?? {}).length === 0)
    throw new AppError('INVALID', '请选择所依据的情形。')
}

/** Where the case goes: along its stage, or, when that ends well and opens the next one, to where that begins. */
type Destination = { readonly stage: AnyStage; readonly status: Status; readonly opened: boolean }

const destination = async (
  { trx }: Transaction,
  deps: Deps,
  caseFile: CaseRow,
  stage: AnyStage,
  to: Status,
  on: On | undefined,
): Promise<Destination> => {
  const matter = deps.matters.require(caseFile.matter)
  if (on?.reopens) return { stage, status: procedureOf(stage.procedure).start.status, opened: true }
  const opens = on?.opensIf ? on.opensIf((await loadCase(trx, deps, caseFile)).answers) : on?.opens !== undefined
  const next = opens ? stageAfter(matter, stage.code) : undefined
  return next
    ? { stage: next, status: procedureOf(next.procedure).start.status, opened: true }
    : { stage, status: to, opened: false }
}

const personal: readonly FieldKind[] = ['idNumber', 'contactPhone', 'personName']

/** What the record of a step keeps of its form: no person, for whom there are tables that encrypt. */
const keptForm = (fields: readonly Field[], form: RawValues | undefined): RawValues | undefined =>
  form &&
  Object.fromEntries(
    fields
      .filter(({ name, kind }) => form[name] && !personal.includes(kind))
      .map(({ name }) => [name, form[name] ?? '']),
  )

/** 结论和理由; of a step made of faults that no document lists, with the list. */
const saidOutside = (step: Step, { conclusion = '', details = {} }: StepTaken): string => {
  const faults = step.conclusion && step.verdicts === 'required' ? faultList(details.correctionItems ?? []) : ''
  return [conclusion.trim(), faults].filter((part) => part !== '').join('\n')
}

const recordEvent = async (
  tx: Transaction,
  deps: Deps,
  caseFile: CaseRow,
  stage: AnyStage,
  step: Step,
  to: Status,
  taken: StepTaken,
  actor: Actor,
  clock: ClockColumns,
): Promise<EventRow> => {
  const { by, details = {} } = taken
  // Where the step puts the last day off, what it was and what it is now.
  const dueOn =
    step.clock === 'extend' || step.clock === 'resume'
      ? { from: caseFile.clock_due_on, to: clock.clock_due_on }
      : undefined
  const { form: asks } = onOutcome(stage, step.outcome) ?? {}
  const answers = asks && (await loadCase(tx.trx, deps, caseFile)).answers
  const actedAs = actor.kind === 'staff' ? actor.roles.find((role) => step.by.includes(role)) : undefined
  const forApplicant = by.kind === 'applicant' ? by.role : undefined
  const [event] = (await tx
    .trx('case_event')
    .insert({
      case_id: caseFile.id,
      stage: caseFile.stage,
      procedure: caseFile.procedure,
      action: taken.action,
      outcome: step.outcome ?? null,
      from_status: caseFile.status,
      to_status: to,
      actor_kind: by.kind,
      account_id: by.kind === 'applicant' ? by.accountId : null,
      staff_id: by.kind === 'staff' ? by.staffId : null,
      actor_name: by.kind === 'system' ? '系统' : by.name,
      actor_role: actedAs ? roles[actedAs].text : (forApplicant ?? null),
      opinion: taken.opinion?.trim() ?? '',
      conclusion: saidOutside(step, taken),
      details: JSON.stringify({
        form: keptForm(stepFields(stage, step, [], answers), details.form),
        substitutes: details.substitutes,
        dueOn,
      }),
      request_key: taken.requestKey,
      at: tx.now,
    })
    .returning('*')) as EventRow[]
  if (!event) throw new Error('no event')
  return event
}

/** The clock after the step: of the stage it stays in, or the one the next stage begins with. */
const clockAfter = async (
  { trx, now }: Transaction,
  deps: Deps,
  matter: Matter,
  caseFile: CaseRow,
  stage: AnyStage,
  step: Step,
  there: Destination,
  on: On | undefined,
): Promise<ClockColumns> => {
  const moment = { now, calendar: deps.reference.calendar }
  const needed = stage.special ?? there.stage.special ?? on?.effectiveOn
  const answers = needed ? (await loadCase(trx, deps, caseFile)).answers : undefined
  const limits = (of: AnyStage) => (clock: Parameters<typeof limitOf>[2]) =>
    limitOf(matter, of, clock, deps.site.matters, answers)
  const stayed = movedClock(caseFile, step, limits(stage), moment)
  const begins = there.opened ? procedureOf(there.stage.procedure).start.clock : undefined
  if (!begins) return stayed
  // What takes effect on a later day leaves nothing to be done before it.
  const from = answers && on?.effectiveOn?.({ answers, today: localDate(now) })
  const later = from && from > localDate(now) ? instantAt(from, '00:00') : undefined
  return movedClock(stayed, { clock: begins }, limits(there.stage), { ...moment, now: later ?? now })
}

/** A step that was taken before, or everything that was made of it but papers and words to the applicant. */
type Carried =
  | { readonly before: EventRow }
  | { readonly before: undefined; readonly done: RegisteredContext & { readonly over: boolean } }

/** Checks a step against the table, records the event, moves case and clock, carries out effects, changes the register. */
const carry = async (tx: Transaction, deps: Deps, caseFile: CaseRow, taken: StepTaken): Promise<Carried> => {
  const events = await eventsOf(tx.trx, caseFile.id)
  const before = events.find((event) => event.request_key === taken.requestKey)
  if (before) return { before }
  if (taken.expectedVersion !== undefined && taken.expectedVersion !== caseFile.lock_version)
    throw new AppError('STALE')

  const matter = deps.matters.require(caseFile.matter)
  const stage = stageOf(matter, caseFile.stage)
  const actor = await actorOf(tx, caseFile, taken.by)
  const past = events.map((event) => ({
    stage: event.stage,
    action: event.action,
    staffId: event.staff_id ?? undefined,
  }))
  const position = { ...caseFile, paused: caseFile.paused_on !== null }
  const decision = decide(position, taken.action, actor, past)
  if (!decision.ok) throw refusals[decision.refusal]()
  const { step } = decision
  if (step.inForce) await requireInForce(tx, caseFile.id)
  if (takesBack(stage, taken.action) && stage.lost?.((await loadCase(tx.trx, deps, caseFile)).answers))
    throw new AppError('NOT_ALLOWED_NOW', '申请写明原证书已经遗失、声明作废，没有可以收回的，请办理“登记遗失”。')
  requireTexts(step, taken)
  requireGrounds(
    stage,
    step,
    past.filter((earlier) => earlier.stage === stage.code).map(({ action }) => action),
    taken,
  )

  const on = onOutcome(stage, step.outcome)
  const there = await destination(tx, deps, caseFile, stage, decision.to, on)
  const clock = await clockAfter(tx, deps, matter, caseFile, stage, step, there, on)
  const event = await recordEvent(tx, deps, caseFile, stage, step, decision.to, taken, actor, clock)
  const moved = await tx
    .trx('case_file')
    .where({ id: caseFile.id, lock_version: caseFile.lock_version, status: caseFile.status })
    .update({
      stage: there.stage.code,
      procedure: there.stage.procedure,
      status: there.status,
      lock_version: caseFile.lock_version + 1,
      updated_at: tx.now,
      ...clock,
    })
  if (moved !== 1) throw new AppError('STALE')

  const details = taken.details ?? {}
  const today = localDate(tx.now)
  const context = { tx, deps, caseFile, matter, stage, step, on, event, events, details, clock, today }
  for (const effect of step.effects ?? []) await carryOut(effect, context)
  const over = isFinal(there.status)
  const registered = { ...context, over, ...(await changeRegister(context, on)) }
  // A case that has ended asks for no name any more, and is offered to nobody.
  if (over) await forgetNames(tx, caseFile.id)
  return { before: undefined, done: registered }
}

/**
 * Takes one step of a procedure on a locked case: checks it against the table, records the event, moves the case,
 * moves its clock, carries out the effects, changes the register, issues the documents and tells the applicant; all in
 * the caller's transaction. A step whose request key is known already was taken: its event is given back and nothing
 * happens twice. Throws STALE when the person looked at an older state, or the register moved.
 */
export const takeStep = async (
  tx: Transaction,
  deps: Deps,
  caseFile: CaseRow,
  taken: StepTaken,
): Promise<{ event: EventRow; repeated: boolean }> => {
  const carried = await carry(tx, deps, caseFile, taken)
  if (carried.before) return { event: carried.before, repeated: true }
  const { done } = carried
  const { event } = done
  await issueFor(done)
  await tellApplicant(done)
  await tellOfOwnAccount(done)
  if (done.over) {
    await endOffers(tx, deps, { case_id: caseFile.id }, 'case-ended')
    await letGrantsLapse(tx, caseFile.id)
  }
  tx.audit({
    chain: authorityById(deps.reference, caseFile.authority_id).code,
    action: `case.${taken.action}`,
    objectKind: 'case',
    objectId: caseFile.id,
    details: { stage: caseFile.stage, from: caseFile.status, to: event.to_status, event: event.id },
  })
  return { event, repeated: false }
}

/**
 * The documents a step would issue, for a transaction that is taken back; nothing when the step was taken already. It
 * fails as the step itself would.
 */
export const previewStep = async (
  tx: Transaction,
  deps: Deps,
  caseFile: CaseRow,
  taken: StepTaken,
): Promise<readonly DocumentContent[] | undefined> => {
  const carried = await carry(tx, deps, caseFile, taken)
  return carried.before ? undefined : previewFor(carried.done)
}

/** A step the portal takes by itself when a clock runs out. */
export const systemStep = (action: Action): StepTaken => ({
  action,
  by: { kind: 'system' },
  requestKey: randomUUID(),
})
