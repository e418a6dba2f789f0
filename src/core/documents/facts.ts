import type { RawValues } from '../forms/field.ts'
import type { OrgType } from '../org-types.ts'
import type { ReceivedPart } from '../submissions/received.ts'
import type { RegisterChange, RegisterEntry } from '../register/changes.ts'

/** Where the reader may appeal, as the authority's own row says. */
export type Remedies = { readonly reconsiderationOrgan: string; readonly court: string }

/**
 * Everything a document may be gathered from: what a step of a case knows when it is taken. Dates are ISO, of
 * Asia/Shanghai. Gathering is pure; what a document says later is what was true then.
 */
export type StepFacts = {
  readonly today: string
  /** HH:mm. */
  readonly time: string
  readonly orgType: OrgType
  /** Who took the step, and what they wrote to go out. */
  readonly handlerName: string
  /** Nobody took it: a term ran out. */
  readonly byTime: boolean
  readonly action: string
  readonly conclusion: string
  /** What the case proves, clause by clause. */
  readonly proved: readonly string[]
  /** What the step's own form said. */
  readonly form: RawValues
  readonly matterTitle: string
  readonly law: { readonly accepted: string; readonly decided: string }
  /** What a refusal rests on, picked by the official: the grounds, and their provisions as one text. */
  readonly refusal?: {
    readonly reasons: readonly { readonly text: string; readonly basis: string }[]
    readonly law: string
  }
  /** What is decided in the end, as its button says it: 准予登记, 核准名称. */
  readonly decides: string
  /** What is to be done next, where the matter says it. */
  readonly next?: string
  /** Whether a special procedure may stop the clock (行政许可法 art. 45). */
  readonly pausable: boolean
  /** The rule that sets how long there is to put papers right, and its working days. */
  readonly correctionRule: { readonly rule: string; readonly days: number }
  readonly remedies: Remedies
  readonly contactName: string
  /** The first submission of the stage, the one the step answers, and, when that answers what was sent back, the same. */
  readonly appliedOn: string
  readonly submittedOn: string
  readonly correctedOn?: string
  /** The days the authority had them, the first and the one the step answers: after closing time the next working day. */
  readonly receivedFirstOn: string
  readonly receivedOn: string
  /** The day the papers were complete, from which the decision is due (domain.md §4.7). */
  readonly acceptedOn: string
  /** The clock the step started. */
  readonly started?: {
    readonly startedOn: string
    readonly committedDays: number
    readonly committedDueOn: string
    readonly statutoryDays: number
    readonly statutoryDueOn: string
    /** A regulation sets the period itself; otherwise 行政许可法 art. 42 does. */
    readonly ownPeriod: boolean
    /** Which of the two lie in a year whose holidays are not announced yet. */
    readonly provisional: { readonly committed: boolean; readonly statutory: boolean }
    /** It began after the day of the submission, which came after closing time or on a day without work. */
    readonly afterHours: boolean
  }
  /** What an extension does to the statutory day: it stays where a regulation sets the period itself. */
  readonly extended?: {
    readonly ownPeriod: boolean
    readonly before: string
    readonly after: string
    readonly provisional: { readonly promisedBefore: boolean; readonly before: boolean; readonly after: boolean }
    /** Time of a special procedure was taken out of the period before. */
    readonly paused: boolean
  }
  /** The last day of the clock that ran before the step, and after it. */
  readonly dueOnBefore?: string
  readonly dueOn?: string
  readonly dueProvisional: boolean
  /** What came in, of a step that makes out a receipt. */
  readonly received?: {
    readonly on: string
    /** HH:mm. */
    readonly time: string
    /** What comes after closing time or on a day without work counts from the next working day. */
    readonly countsFrom: string
    /** The last day the law leaves for an answer. */
    readonly replyBy: string
    /** Over a year whose holidays are not announced yet. */
    readonly provisional: boolean
    readonly submittedOn: string
    /** Another authority gave it. */
    readonly forwarded: boolean
    /** It answers a notice, and only what it brought is told. */
    readonly corrects: boolean
    readonly parts: readonly ReceivedPart[]
  }
  readonly corrections: readonly { readonly title: string; readonly note: string }[]
  readonly correctionNoticeNumber?: string
  readonly proposedName: string
  readonly supervisoryUnit: string
  readonly reservedUntil?: string
  /** The number of the notice that kept the name, where the step gives the name up. */
  readonly nameGivenUp?: string
  /** What the step changed in the register, and what the register says after it. */
  readonly changes: readonly RegisterChange[]
  /** ISO date they take effect. */
  readonly effectiveOn: string
  readonly register?: RegisterEntry & {
    readonly uscc: string
    readonly establishedOn: string
    readonly validFrom: string
    readonly validTo: string
  }
}
