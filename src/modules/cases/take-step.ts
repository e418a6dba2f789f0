import { randomUUID } from 'node:crypto'
import type { Deps } from '../../deps.ts'
import type { Transaction } from '../../db/command.ts'
import { roles } from '../../core/access.ts'
import { AppError } from '../../core/errors.ts'
import type { Substitutes } from '../../core/documents/substitutes.ts'
import type { Limit, Stage } from '../../core/matters/define.ts'
import { stageOf } from '../../core/matters/journey.ts'
import { addWorkingDays, localDate, receiptStart } from '../../core/workflow/deadlines.ts'
import { decide, type Actor, type Refusal } from '../../core/workflow/decide.ts'
import { isFinal } from '../../core/workflow/states.ts'
import type { Action, Clock, Transition } from '../../core/workflow/transitions.ts'
import { requireMatter } from '../../matters/index.ts'
import { authorityById } from '../catalogue/reference.ts'
import { issueDocuments } from '../documents/issue.ts'
import { tellApplicant } from '../messages/notify.ts'
import { carryOut } from './effects.ts'
import { forgetNames } from './name.ts'
import { endOffers } from './offers.ts'
import { eventsOf, type CaseRow, type EventRow } from './store.ts'

/** What a step brings besides itself; each effect and document takes its own part. */
export type StepDetails = {
  readonly correctionItems?: readonly CorrectionTarget[]
  readonly refusalGround?: 'NO_LICENCE_NEEDED' | 'OTHER_AUTHORITY' | 'OTHER'
  readonly competentAuthority?: string
  readonly collectorName?: string
  readonly collectorPhone?: string
  readonly collectedAt?: Date
  /** How characters without a glyph are written on the documents of the step. */
  readonly substitutes?: Substitutes
  /** Why this case gets a name that another one asked for before it. */
  readonly precedenceReason?: string
}

export type CorrectionTarget = {
  readonly kind: 'page' | 'field' | 'material'
  /** Page code, `page.field`, or material code. */
  readonly target: string
  readonly title: string
  readonly note: string
}

type Taker =
  | { readonly kind: 'applicant'; readonly accountId: string; readonly name: string }
  | { readonly kind: 'system' }
  | {
      readonly kind: 'staff'
      readonly staffId: number
      readonly name: string
      readonly roles: Extract<Actor, { kind: 'staff' }>['roles']
      readonly idNumberIndex: string
    }

export type Step = {
  readonly action: Action
  readonly by: Taker
  readonly opinion: string
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
  readonly stage: Stage
  readonly event: EventRow
  readonly events: readonly EventRow[]
  readonly transition: Transition
  readonly details: StepDetails
  readonly clock: StartedClock | undefined
  readonly today: string
}

type StartedClock = {
  readonly clock: Clock
  readonly startedOn: string
  readonly limit: Limit
  readonly dueOn: string
  readonly statutoryDueOn: string
  readonly provisional: boolean
}

const refusals = {
  NOT_ALLOWED_NOW: () => new AppError('NOT_ALLOWED_NOW'),
  NOT_YOUR_ROLE: () => new AppError('FORBIDDEN', '此步骤不由您的岗位办理。'),
  OWN_CASE: () => new AppError('FORBIDDEN', '该办件与您本人有关，依照回避规定不能由您办理。'),
  ALREADY_REVIEWED: () => new AppError('FORBIDDEN', '您已办理过本环节的另一审查步骤，同一人不能办理两个审查步骤。'),
} as const satisfies Record<Refusal, () => AppError>

/** Whether the official ever held the case or was ever named in it (回避). */
const isOwnCase = async (tx: Transaction, caseFile: CaseRow, idNumberIndex: string): Promise<boolean> =>
  (await tx
    .trx('case_party')
    .where({ id_number_idx: idNumberIndex, case_id: caseFile.id })
    .first<object | undefined>('case_id')) !== undefined

const actorOf = async (tx: Transaction, caseFile: CaseRow, by: Taker): Promise<Actor> =>
  by.kind === 'staff'
    ? { kind: 'staff', staffId: by.staffId, roles: by.roles, own: await isOwnCase(tx, caseFile, by.idNumberIndex) }
    : { kind: by.kind }

/** The stage's own first clock: what starts when its material comes in. */
const openingClock = (stage: Stage): Clock | undefined =>
  stage.receipt ? 'receipt' : stage.reply ? 'reply' : stage.certificate ? 'certificate' : undefined

const startClock = (
  deps: Deps,
  stage: Stage,
  caseFile: CaseRow,
  action: Action,
  wanted: Clock | 'opening',
  now: Date,
): StartedClock | undefined => {
  const clock = wanted === 'opening' ? openingClock(stage) : wanted
  const limit = clock && stage[clock]
  if (!clock || !limit) return undefined
  const { calendar } = deps.reference
  const startedOn =
    wanted === 'opening'
      ? receiptStart(now, calendar)
      : action === 'deemAccepted' && caseFile.clock_started_on
        ? caseFile.clock_started_on
        : localDate(now)
  const due = addWorkingDays(calendar, startedOn, limit.committed)
  const statutory = addWorkingDays(calendar, startedOn, limit.statutory)
  return {
    clock,
    startedOn,
    limit,
    dueOn: due.date,
    statutoryDueOn: statutory.date,
    provisional: due.provisional || statutory.provisional,
  }
}

const clockColumns = (transition: Transition, started: StartedClock | undefined) => {
  if (transition.clock === undefined) return {}
  return {
    clock: started?.clock ?? null,
    clock_started_on: started?.startedOn ?? null,
    clock_limit: started?.limit.committed ?? null,
    clock_due_on: started?.dueOn ?? null,
    statutory_due_on: started?.statutoryDueOn ?? null,
    clock_provisional: started?.provisional ?? false,
  }
}

/**
 * Takes one step of the workflow on a locked case: checks it against the transition table, records the
 * event, moves the case, starts or stops its clock, carries out the effects, issues the documents and tells the
 * applicant; all in the caller's transaction. A step whose request key is known already was taken: its event is
 * given back and nothing happens twice. Throws STALE when the person looked at an older state.
 */
export const takeStep = async (
  tx: Transaction,
  deps: Deps,
  caseFile: CaseRow,
  step: Step,
): Promise<{ event: EventRow; repeated: boolean }> => {
  const events = await eventsOf(tx.trx, caseFile.id)
  const before = events.find((event) => event.request_key === step.requestKey)
  if (before) return { event: before, repeated: true }
  if (step.expectedVersion !== undefined && step.expectedVersion !== caseFile.lock_version) throw new AppError('STALE')

  const actor = await actorOf(tx, caseFile, step.by)
  const past = events.map((event) => ({
    stage: event.stage,
    action: event.action,
    staffId: event.staff_id ?? undefined,
  }))
  const decision = decide(caseFile, step.action, actor, past)
  if (!decision.ok) throw refusals[decision.refusal]()
  const { transition } = decision
  if (transition.opinion === 'required' && step.opinion.trim() === '') throw new AppError('INVALID', '请填写办理意见。')

  const stage = stageOf(requireMatter(caseFile.matter), caseFile.stage)
  const actedAs = actor.kind === 'staff' ? actor.roles.find((role) => transition.by.includes(role)) : undefined
  const details = step.details ?? {}
  const [event] = (await tx
    .trx('case_event')
    .insert({
      case_id: caseFile.id,
      stage: caseFile.stage,
      action: step.action,
      from_status: caseFile.status,
      to_status: decision.to,
      actor_kind: step.by.kind,
      account_id: step.by.kind === 'applicant' ? step.by.accountId : null,
      staff_id: step.by.kind === 'staff' ? step.by.staffId : null,
      actor_name: step.by.kind === 'system' ? '系统' : step.by.name,
      actor_role: actedAs ? roles[actedAs].text : null,
      opinion: step.opinion.trim(),
      details: JSON.stringify({ ground: details.refusalGround, substitutes: details.substitutes }),
      request_key: step.requestKey,
      at: tx.now,
    })
    .returning('*')) as EventRow[]
  if (!event) throw new Error('no event')

  const clock =
    transition.clock === undefined || transition.clock === 'none'
      ? undefined
      : startClock(deps, stage, caseFile, step.action, transition.clock, tx.now)
  const moved = await tx
    .trx('case_file')
    .where({ id: caseFile.id, lock_version: caseFile.lock_version, status: caseFile.status })
    .update({
      stage: decision.nextStage ?? caseFile.stage,
      status: decision.nextStage ? 'DRAFT' : decision.to,
      lock_version: caseFile.lock_version + 1,
      updated_at: tx.now,
      ...clockColumns(transition, clock),
    })
  if (moved !== 1) throw new AppError('STALE')

  const context: StepContext = {
    tx,
    deps,
    caseFile,
    stage,
    event,
    events,
    transition,
    details,
    clock,
    today: localDate(tx.now),
  }
  for (const effect of transition.effects ?? []) await carryOut(effect, context)
  // A case that has ended asks for no name any more, and is offered to nobody.
  const over = !decision.nextStage && isFinal(decision.to)
  if (over) await forgetNames(tx, caseFile.id)
  await issueDocuments(context)
  await tellApplicant(context)
  if (over) await endOffers(tx, deps, { case_id: caseFile.id }, 'case-ended')
  tx.audit({
    chain: authorityById(deps.reference, caseFile.authority_id).code,
    action: `case.${step.action}`,
    objectKind: 'case',
    objectId: caseFile.id,
    details: { stage: caseFile.stage, from: caseFile.status, to: decision.to, event: event.id },
  })
  return { event, repeated: false }
}

/** A step the portal takes by itself when a clock runs out. */
export const systemStep = (action: Action): Step => ({
  action,
  by: { kind: 'system' },
  opinion: '',
  requestKey: randomUUID(),
})
