import type { StaffRole } from '../access.ts'
import type { DocumentKind } from '../documents/kinds.ts'
import type { Field } from '../forms/field.ts'
import type { Clock } from './clocks.ts'
import type { Status } from './statuses.ts'

/** Who takes a step: the applicant, the portal when time runs out, or officials of a role. */
type By = 'applicant' | 'system' | StaffRole

/**
 * What a stage comes to, in the middle or at its end: what matters hang documents, words and changes of the register
 * on, and what lists ask for (已核准, 准予登记) after the case has gone on to its next stage.
 */
export type Outcome =
  | 'submitted'
  | 'received'
  | 'accepted'
  | 'correction'
  | 'suitable'
  | 'unsuitable'
  | 'approved'
  | 'rejected'
  | 'granted'
  | 'denied'
  | 'refused'
  | 'lost'
  | 'made'
  | 'handedOver'
  | 'filed'
  | 'qualified'
  | 'basic'
  | 'unqualified'
  | 'rectified'
  | 'closed'
  | 'withdrawn'
  | 'abandoned'
  | 'terminated'
  | 'expired'

/** A node of the review: what one does there (通过, 拟不同意, 退回) is one thing, and nobody acts at two (domain.md §6.1). */
type Node = 'first' | 'second' | 'final'

/** Mechanics of a procedure beside the change of status, carried out in the same transaction. */
export type Effect =
  | 'openCorrection'
  | 'closeCorrection'
  | 'reserveName'
  | 'giveNameUp'
  | 'recordHandOver'
  | 'letFounderAct'
  | 'moveToAuthority'
  | 'askUnit'
  | 'closeRequest'
  | 'callOff'

/** `none` stops what runs; `pause`, `resume` and `extend` move its last day; absent leaves it alone. */
type ClockMove = Clock | 'none' | 'pause' | 'resume' | 'extend'

/** Where a step leads after another one was taken, with the clock that runs there and what the applicant is told. */
type After = {
  readonly action: string
  readonly to: Status
  readonly clock: ClockMove
  readonly notice: string
}

export type Step = {
  /** The word on the button and in the timeline; a stage may say its own by the outcome. */
  readonly text: string
  readonly from: readonly Status[]
  /** Absent: the case stays where it is. */
  readonly to?: Status
  /** What is otherwise when one of these was already taken in this stage; the one taken last decides. */
  readonly toAfter?: readonly After[]
  readonly by: readonly By[]
  /** 内部意见: stays with the authority. */
  readonly opinion?: 'required' | 'optional'
  /** 结论和理由: goes out to the applicant and into the document. */
  readonly conclusion?: 'required' | 'optional'
  readonly node?: Node
  /** Not by whoever took one of these in this stage: it is four eyes' work, and no node of a review. */
  readonly apartFrom?: readonly string[]
  /** What the official proposes at a node; the decision stays the approver's own. */
  readonly proposes?: 'agree' | 'disagree'
  readonly outcome?: Outcome
  readonly clock?: ClockMove
  /** The clock starts on the day the papers were complete, not today (domain.md §4.7, §6.2). */
  readonly clockSinceReceipt?: true
  /** Whether it may be taken while a special procedure runs: only then, also then; absent never. */
  readonly whilePaused?: 'only' | 'also'
  /** Not before the day from which what was granted holds, where that is a later one. */
  readonly inForce?: true
  /** At most once a stage. */
  readonly once?: true
  /** Taken along the way, at any node: the case waits for nobody to take it, and it puts no case into a queue. */
  readonly aside?: true
  /** Stands on a record that two officials write and confirm on pages of its own; its form takes no step. */
  readonly record?: 'siteVisit'
  readonly documents?: readonly DocumentKind[]
  readonly effects?: readonly Effect[]
  /** What its form asks besides opinion and conclusion. */
  readonly form?: readonly Field[]
  /** `required`: it is made of what was marked 不合格. `clear`: it is asked once more while something is, is unseen or doubtful. */
  readonly verdicts?: 'required' | 'clear'
  /** Everything has to be told at once: what a later notice adds needs a reason (行政许可法 art. 32(4)). */
  readonly toldOnce?: true
  /**
   * What the applicant is told unless the stage says it by the outcome. Filled in: `{conclusion}`, `{dueOn}` (the last
   * day of the clock after the step), by their names the fields of the step's form, `{authorityPhone}` of the one it names,
   * `{collecting}` and `{handed}`: how a certificate comes to whoever it is for.
   */
  readonly notice?: string
  /** A positive step, a step back, or an ending: orders and colours the buttons. */
  readonly tone: 'forward' | 'back' | 'end'
  /** Cannot be undone: asked once more, with the document as it will go out. */
  readonly confirm?: true
}

/** All steps of one procedure by action, and where a stage of it begins. */
export type Procedure = {
  readonly start: { readonly status: Status; readonly clock?: Clock }
  readonly steps: Readonly<Record<string, Step>>
}
