import type { StaffRole } from '../access.ts'
import { actionsOf, PROCEDURES, procedureOf, stepOf, type Action, type ProcedureCode } from './procedures/index.ts'
import type { Step } from './procedure.ts'
import { isEditable, statuses, type Status } from './statuses.ts'

/** Where a case stands: which stage of its matter, what kind of procedure that stage is, and how far it is in it. */
export type Position = {
  readonly stage: string
  readonly procedure: ProcedureCode
  readonly status: Status
  /** A special procedure runs (行政许可法 art. 45). */
  readonly paused: boolean
}

/** A step somebody took earlier in this case. */
export type PastStep = { readonly stage: string; readonly action: Action; readonly staffId?: number | undefined }

export type Actor =
  | { readonly kind: 'applicant' }
  | { readonly kind: 'system' }
  | {
      readonly kind: 'staff'
      readonly staffId: number
      readonly roles: readonly StaffRole[]
      /** The case is their own or names them: they applied, or they are among its people (回避). */
      readonly own: boolean
    }

export type Refusal =
  'NOT_ALLOWED_NOW' | 'NOT_YOUR_ROLE' | 'OWN_CASE' | 'ALREADY_REVIEWED' | 'OTHER_HANDS' | 'ALREADY_DONE'

export type Decision =
  { readonly ok: true; readonly step: Step; readonly to: Status } | { readonly ok: false; readonly refusal: Refusal }

const mayActAs = (step: Step, actor: Actor): boolean =>
  actor.kind === 'staff' ? actor.roles.some((role) => step.by.includes(role)) : step.by.includes(actor.kind)

const atThisMoment = (step: Step, { status, paused }: Position): boolean =>
  step.from.includes(status) && (paused ? step.whilePaused !== undefined : step.whilePaused !== 'only')

/** Whether the official already acted at another node of this stage: four eyes are by node. */
const actedAtOtherNode = (step: Step, position: Position, staffId: number, past: readonly PastStep[]): boolean =>
  past.some((earlier) => {
    if (earlier.staffId !== staffId) return false
    const node = stepOf(position.procedure, earlier.action)?.node
    return node !== undefined && node !== step.node
  })

/** The step as it is after what was taken before it in this stage. */
const stepAfter = (step: Step, past: readonly PastStep[]): Step => {
  const after = past.flatMap(({ action }) => step.toAfter?.find((one) => one.action === action) ?? []).at(-1)
  return after ? { ...step, to: after.to, clock: after.clock, notice: after.notice } : step
}

/**
 * Decides whether an actor may take an action now, and where it leads. Pure: it reads the procedure's table, the
 * case's position and its earlier steps, and nothing else.
 */
export const decide = (position: Position, action: string, actor: Actor, past: readonly PastStep[]): Decision => {
  const step = stepOf(position.procedure, action)
  if (!step) return { ok: false, refusal: 'NOT_ALLOWED_NOW' }
  if (!mayActAs(step, actor)) return { ok: false, refusal: 'NOT_YOUR_ROLE' }
  if (!atThisMoment(step, position)) return { ok: false, refusal: 'NOT_ALLOWED_NOW' }
  const here = past.filter((earlier) => earlier.stage === position.stage)
  if (step.once && here.some((earlier) => earlier.action === action)) return { ok: false, refusal: 'ALREADY_DONE' }
  if (actor.kind === 'staff') {
    if (actor.own) return { ok: false, refusal: 'OWN_CASE' }
    if (step.node && actedAtOtherNode(step, position, actor.staffId, here))
      return { ok: false, refusal: 'ALREADY_REVIEWED' }
    if (here.some(({ action: taken, staffId }) => staffId === actor.staffId && step.apartFrom?.includes(taken)))
      return { ok: false, refusal: 'OTHER_HANDS' }
  }
  const taken = stepAfter(step, here)
  return { ok: true, step: taken, to: taken.to ?? position.status }
}

/** Steps by which a stage's papers come in, go back, or are done with. */
const handingIn: readonly Action[] = ['submit', 'resubmit', 'returnForChange', 'file']

/** Whether more than the status says if answers and files may be changed: while the authority has the case, what was handed in. */
export const fillingHangsOnPast = (status: Status): boolean =>
  isEditable(status) && statuses[status].turn !== 'applicant'

/**
 * Whether the applicant may change answers and files. While the authority has the case they prepare what comes next,
 * where something is handed in then; what was handed in already, and not sent back since, stays as it is.
 */
export const mayFillIn = (
  { stage, procedure, status }: Pick<Position, 'stage' | 'procedure' | 'status'>,
  past: readonly Pick<PastStep, 'stage' | 'action'>[],
): boolean => {
  if (!fillingHangsOnPast(status)) return isEditable(status)
  if (!stepOf(procedure, 'submit')) return false
  const last = past.findLast((earlier) => earlier.stage === stage && handingIn.includes(earlier.action))
  return last === undefined || last.action === 'returnForChange'
}

/** The actions an actor may take now, in the order of the table: the buttons they see. */
export const availableActions = (position: Position, actor: Actor, past: readonly PastStep[]): readonly Action[] =>
  actionsOf(position.procedure).filter((action) => decide(position, action, actor, past).ok)

/**
 * Whether an official judges what was submitted now, item by item: the case waits for them, and theirs are steps that
 * rest on such verdicts.
 */
export const mayJudge = (position: Position, actor: Actor, past: readonly PastStep[]): boolean =>
  actor.kind === 'staff' &&
  availableActions(position, actor, past).some((action) => !stepOf(position.procedure, action)?.aside) &&
  Object.values(procedureOf(position.procedure).steps).some(
    (step) => step.verdicts !== undefined && mayActAs(step, actor),
  )

/**
 * Steps of which each keeps whoever took it in a stage from every step of theirs in a status: who made a certificate does
 * not hand it out, who reviewed at one node does not review at the next.
 */
const barringSteps = (procedure: ProcedureCode, status: Status, roles: readonly StaffRole[]): readonly Action[] => {
  const actor = { kind: 'staff', staffId: 0, roles, own: false } as const
  const left = (past: readonly PastStep[]): boolean =>
    availableActions({ stage: '', procedure, status, paused: false }, actor, past).some(
      (action) => !stepOf(procedure, action)?.aside,
    )
  return left([]) ? actionsOf(procedure).filter((action) => !left([{ stage: '', action, staffId: 0 }])) : []
}

/**
 * Every (procedure, status) in which a case waits for one of the roles: what a queue shows. `barredBy`: steps of which
 * whoever took one in the stage does not go on with the case there.
 */
export const actionablePositions = (
  held: readonly StaffRole[],
): readonly { readonly procedure: ProcedureCode; readonly status: Status; readonly barredBy: readonly Action[] }[] =>
  PROCEDURES.flatMap((procedure) => {
    const mine = Object.values(procedureOf(procedure).steps).filter(
      (step) => !step.aside && step.by.some((by) => held.some((role) => role === by)),
    )
    return [...new Set(mine.flatMap((step) => step.from))].map((status) => ({
      procedure,
      status,
      barredBy: barringSteps(procedure, status, held),
    }))
  })
