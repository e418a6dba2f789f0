import type { StaffRole } from '../access.ts'
import { ACTIONS, allowedFrom, transitionOf, type Action, type Transition } from './transitions.ts'
import { STAGES, type StageCode, type Status } from './states.ts'

export type Position = { readonly stage: StageCode; readonly status: Status }

/** A step somebody took earlier in this case. */
export type PastStep = { readonly stage: StageCode; readonly action: Action; readonly staffId?: number | undefined }

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

export type Refusal = 'NOT_ALLOWED_NOW' | 'NOT_YOUR_ROLE' | 'OWN_CASE' | 'ALREADY_REVIEWED'

export type Decision =
  | {
      readonly ok: true
      readonly transition: Transition
      readonly to: Status
      readonly nextStage: StageCode | undefined
    }
  | { readonly ok: false; readonly refusal: Refusal }

const mayActAs = (transition: Transition, actor: Actor): boolean =>
  actor.kind === 'staff' ? actor.roles.some((role) => transition.by.includes(role)) : transition.by.includes(actor.kind)

const reviewedOtherwise = (stage: StageCode, action: Action, staffId: number, past: readonly PastStep[]): boolean =>
  past.some(
    (step) =>
      step.stage === stage &&
      step.staffId === staffId &&
      step.action !== action &&
      transitionOf(step.action).reviewStep === true,
  )

/** The stage after this one; none after the last. */
export const stageAfter = (stage: StageCode): StageCode | undefined => STAGES[STAGES.indexOf(stage) + 1]

/**
 * Decides whether an actor may take an action now, and where it leads. Pure: it reads the table, the case's
 * position and its earlier steps, and nothing else.
 */
export const decide = (position: Position, action: Action, actor: Actor, past: readonly PastStep[]): Decision => {
  const transition = transitionOf(action)
  if (!mayActAs(transition, actor)) return { ok: false, refusal: 'NOT_YOUR_ROLE' }
  if (!allowedFrom(action, position.stage).includes(position.status)) return { ok: false, refusal: 'NOT_ALLOWED_NOW' }
  if (actor.kind === 'staff') {
    if (actor.own) return { ok: false, refusal: 'OWN_CASE' }
    if (transition.reviewStep && reviewedOtherwise(position.stage, action, actor.staffId, past))
      return { ok: false, refusal: 'ALREADY_REVIEWED' }
  }
  const nextStage = transition.opensNextStage ? stageAfter(position.stage) : undefined
  return { ok: true, transition, to: transition.to, nextStage }
}

/** The actions an actor may take now, in the order of the table: the buttons they see. */
export const availableActions = (position: Position, actor: Actor, past: readonly PastStep[]): readonly Action[] =>
  ACTIONS.filter((action) => decide(position, action, actor, past).ok)

/** Every (stage, status) in which one of the roles has something to do: what a queue shows. */
export const actionablePositions = (held: readonly StaffRole[]): readonly Position[] =>
  STAGES.flatMap((stage) => {
    const waiting = new Set(
      ACTIONS.filter((action) => transitionOf(action).by.some((by) => held.some((role) => role === by))).flatMap(
        (action) => allowedFrom(action, stage),
      ),
    )
    return [...waiting].map((status) => ({ stage, status }))
  })
