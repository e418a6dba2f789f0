import type { DocumentKind } from '../documents/kinds.ts'
import type { Condition, Field, PageData, RawValues } from '../forms/field.ts'
import type { FieldErrors, Page } from '../forms/page.ts'
import type { Paper } from '../papers/define.ts'
import type { MaterialForm } from '../printable-forms/material-form.ts'
import type { OrgType } from '../org-types.ts'
import type { OrganizationMatter } from '../register/allowed.ts'
import type { Cleared, Way } from '../register/duties.ts'
import type { RegisterChange, RegisterEntry, RegisterItems } from '../register/changes.ts'
import type { Holdings } from '../register/holdings.ts'
import type { Clock } from '../workflow/clocks.ts'
import type { OutcomeOf, ProcedureCode } from '../workflow/procedures/index.ts'
import type { ChangeContext, LastReport, RuleContext, TellContext, Told } from './contexts.ts'
import type { Counter, CounterContext } from './counters.ts'
import type { FieldRef, MatterFacts } from './facts.ts'
import type { Grounds, RefusalOf } from './grounds.ts'
import type { MatterPolicies } from './policies.ts'
import type { SelfCheck } from './self-check.ts'
import type { TakesOver } from './take-over.ts'

/** A condition on an answer of a page that is named. */
type PageCondition = Condition & { readonly page: string }

/**
 * A paper the applicant uploads. Without `when` and `optional` it is always required. Whoever has to write it finds a
 * blank and a sample of it in `forms`, or is told in `noForm` where it comes from; what the portal makes (`Stage.papers`)
 * or has a model of (`charter`) needs neither.
 */
export type Material = {
  /** Code of the catalogue (domain.md §4.3), also the address of its upload page. */
  readonly code: string
  readonly title: string
  readonly hint: string
  /** Original or copy, and how many on paper: printed on the receipt. */
  readonly form: '原件' | '复印件'
  readonly copies: number
  readonly when?: PageCondition
  readonly optional?: true
  /** Says nothing of the name, the authority or a decision: it stays right in a new case. */
  readonly lasting?: true
  /** It is the charter: the portal has a model of it (core/charters). */
  readonly charter?: true
  /** Pages whose answers it is the paper of: what has to be put right there may have to be put right in it. */
  readonly proves?: readonly string[]
  readonly maxFiles: number
  readonly accept: readonly FileType[]
  readonly basis: string
  readonly forms?: readonly MaterialForm[]
  /** Whose paper it is, in a sentence. */
  readonly noForm?: string
}

/** Kinds of file that are kept. */
export type FileType = 'pdf' | 'jpg' | 'png'

/**
 * How long the law allows and the authority promises, in working days, per clock; the shorter one is shown first. A site may promise
 * less. `ownPeriod`: a regulation sets the period itself, so that an extension moves only the promise (行政许可法 art. 42).
 */
export type Limit = {
  readonly statutory: number
  readonly committed: number
  readonly basis: string
  readonly ownPeriod?: true
  /** Counted in calendar months, not in working days. */
  readonly inMonths?: true
  /** What is due, after the name of whoever has to do it, where a stage calls it otherwise than its clock does. */
  readonly due?: string
}

/** Typed reading of all answers, for rules and register changes. Hidden pages and fields read as empty. */
export type Answers = {
  readonly value: (page: string, field: string) => string
  readonly number: (page: string, field: string) => number | undefined
  /** Whether one of several options was ticked. */
  readonly has: (page: string, field: string, option: string) => boolean
  readonly items: (page: string) => readonly { readonly id: string; readonly values: RawValues }[]
}

/** What hangs on an outcome of a stage. */
export type On = {
  /** The word on the button, where the procedure's is too general: 准予登记, 核准章程. */
  readonly text?: string
  /** What the status is called then. */
  readonly status?: string
  readonly documents?: readonly DocumentKind[]
  /** What they are about (申请事项), where that is not what the stage applies for. */
  readonly formalTitle?: string
  /** What the applicant is told, where that hangs on the answers made of them. `{conclusion}` is filled in. */
  readonly notice?: string | ((answers: Answers) => string)
  /** What the case proves, as the decision states it: clauses made of the answers. */
  readonly proved?: (answers: Answers) => readonly string[]
  readonly changes?: (context: ChangeContext) => readonly RegisterChange[]
  /** ISO date they take effect, where that may be a later day; today otherwise. */
  readonly effectiveOn?: (context: Pick<ChangeContext, 'answers' | 'today'>) => string
  /** What the form of its step asks besides, made of the answers. */
  readonly form?: (answers: Answers) => readonly Field[]
  /** What stands in it at first. */
  readonly formKnown?: (answers: Answers, today: string) => RawValues
  /** What it means to the applicant whose own step it is, asked before it is taken. */
  readonly means?: string
  /** What is to be done next, as the decision says it. */
  readonly next?: string
  /** The stage begins again: what was not come by may be applied for anew. */
  readonly reopens?: true
  /** This stage ends well: the case moves on to the matter's next one. */
  readonly opens?: 'next stage'
  /** Only for these answers; for others the case is over. */
  readonly opensIf?: (answers: Answers) => boolean
}

type StageLaw = { readonly accepted: string; readonly decided: string }

/** One stage of a matter: which procedure it is, what it asks, promises, and what hangs on each outcome it can have. */
export type Stage<P extends ProcedureCode = ProcedureCode> = {
  readonly code: string
  readonly title: string
  /** What is applied for, as documents call it (申请事项), where that is not the matter's own title. */
  readonly formalTitle?: string
  readonly intro: string
  readonly procedure: P
  /** Pages asked in this stage, in order. A page of an earlier stage may appear again: it is then filled in already. */
  readonly pages: readonly string[]
  /** Answers of earlier stages shown but no longer changeable. */
  readonly locked: readonly string[]
  /** Filled in as a workbook with a sheet for every page as well. */
  readonly workbook?: true
  readonly materials: readonly string[]
  /** What the portal makes of the answers: 申请表. */
  readonly papers?: readonly Paper[]
  readonly limits: Readonly<Partial<Record<Clock, Limit>>>
  /** The law its decisions rest on, as documents cite it. */
  readonly law: StageLaw
  /** Who answers so stands under another law as well, with periods of its own; `text`: who that is. */
  readonly special?: {
    readonly when: PageCondition
    readonly text: string
    readonly limits: Readonly<Partial<Record<Clock, Limit>>>
    readonly law: StageLaw
  }
  readonly on: Readonly<Partial<Record<OutcomeOf<P>, On>>>
  /** Where the answers say that the certificate in force is lost, what 登记遗失 asks as they have it: nothing comes back then. */
  readonly lost?: (answers: Answers) => RawValues | undefined
  /** Opened by endings that are not what is hoped for: told of where it was opened, and in the guide. */
  readonly unhoped?: true
  /** Who does what on the authority's side, for the guide. */
  readonly flow: readonly string[]
} & ([RefusalOf<P>] extends [never]
  ? { readonly grounds?: undefined }
  : {
      /** What each outcome that refuses may rest on: none is without its grounds. */
      readonly grounds: Readonly<Record<RefusalOf<P>, Grounds>>
    })

/** A stage of any procedure, with `on` checked against it: what cannot happen has nothing hanging on it. */
export type AnyStage = { [P in ProcedureCode]: Stage<P> }[ProcedureCode]

export type RuleFinding = {
  readonly page: string
  readonly field?: string
  readonly itemId?: string
  readonly message: string
  /** What it rests on where that is not what its rule rests on. */
  readonly basis?: string
  /** Answers it may be that was meant: one press at the field takes one of them. */
  readonly choices?: readonly string[]
  /** Somebody wrote why it is so: nothing is left to put right. */
  readonly explained?: true
  /** What mends it: the organization's own matter, from which one comes back. */
  readonly way?: Way
}

/** A rule across fields or pages. It speaks only when the answers it compares are all given. */
export type Rule = {
  readonly code: string
  /** Legal basis as shown beside the message. */
  readonly basis: string
  readonly level: 'BLOCK' | 'WARN'
  readonly effectiveFrom: string
  readonly effectiveTo?: string
  /** Stages of the matter in which it is checked. */
  readonly stages: readonly string[]
  /** What it says of an answer is asked once more at its field before one goes on, though nobody is held up by it. */
  readonly asks?: true
  /** What it finds, where lists of the authority tell that apart: amounts that do not agree, the register says otherwise. */
  readonly finds?: 'ARITHMETIC' | 'REGISTER'
  readonly check: (answers: Answers, context: RuleContext) => readonly RuleFinding[]
}

/** What an official makes sure of before a stage is decided, as the law asks it. */
export type Check = {
  readonly code: string
  /** What is to be so. */
  readonly text: string
  readonly basis: string
  readonly stages: readonly string[]
  /** Whom it is asked of: an answer that says otherwise makes it 不适用. */
  readonly when?: PageCondition
  /** Rules of the matter that tell it; without any only a person can. */
  readonly rules?: readonly string[]
  /** Answers shown beside it, and lists whose length is. */
  readonly shows?: readonly FieldRef[]
  readonly counts?: readonly string[]
}

export type Guide = {
  readonly summary: string
  /** 子事项: what may be applied for, one or several at once; the links it is done in otherwise. */
  readonly parts?: readonly { readonly title: string; readonly text: string }[]
  readonly conditions: readonly { readonly text: string; readonly basis: string }[]
  readonly legalBasis: readonly string[]
  readonly fee: string
  readonly place: string
  readonly faq: readonly { readonly question: string; readonly answer: string }[]
}

/** What first answers are made of besides the register: its authority's name, and what somebody who was led here came for. */
type Beside = {
  readonly authority: string
  readonly about?: string | undefined
  /** Of a report: the year it is begun for, and the one of the year before where that was handed in. */
  readonly fiscalYear?: number | undefined
  readonly lastReport?: LastReport | undefined
}

/** What a case that ended well leaves to be done: by a matter, by registering the account anew, or elsewhere. */
export type Following = { readonly text: string; readonly way?: Way | 'registration' }

/** A matter (事项), declared once as data; everything that shows or checks it reads this. */
export type Matter = {
  readonly code: string
  readonly title: string
  /** Word the search also finds it by. */
  readonly keywords: readonly string[]
  readonly orgType: OrgType
  /** Who begins it: somebody who founds, an organization of the register, or the authority itself. */
  readonly begunBy: 'person' | 'organization' | 'authority'
  /** Pages of a report everybody may read once it is concluded. */
  readonly published?: readonly string[]
  /** The row of what an organization may begin in each status (register/allowed.ts). */
  readonly family?: OrganizationMatter
  /** Where the province asks for it; everywhere without this. */
  readonly askedBy?: (policies: MatterPolicies) => boolean
  /** Why an organization of this entry may not begin it, and the way out; nothing where it may. */
  readonly barred?: (entry: RegisterItems) => string | undefined
  /** Whether somebody unverified may fill in a case, and from which stage on submitting needs verification. */
  readonly realName: { readonly draft: boolean; readonly submitFrom: string }
  readonly guide: Guide
  /** Asked before it is begun; none for what needs no thinking over. */
  readonly selfCheck?: SelfCheck
  readonly pages: readonly Page[]
  readonly materials: readonly Material[]
  /** In the matter's own order. */
  readonly stages: readonly AnyStage[]
  readonly rules: readonly Rule[]
  /** By which others apply instead of the organization: what is taken down of them, and where it says who they are. */
  readonly onBehalf?: FieldRef & {
    readonly fields: readonly Field[]
    /** What does not go together in it. */
    readonly faults: (values: RawValues) => FieldErrors
  }
  /** 期限 the law sets the organization itself, made of the answers. */
  readonly counters?: (answers: Answers, about: CounterContext) => readonly Counter[]
  /** 核对清单, by stage. */
  readonly checks?: readonly Check[]
  readonly facts: MatterFacts
  /** By page what the portal says there beside what is asked; it is read and handed in with it. */
  readonly tells?: Readonly<Record<string, (about: TellContext) => readonly Told[]>>
  /** What is known from elsewhere and stands on a page when it is first opened. */
  readonly takesOver?: TakesOver
  /** What is said once all of it has ended well; in the words of its title where it says nothing. */
  readonly ended?: (answers: Answers) => {
    readonly title: string
    readonly text: string
    readonly next: readonly Following[]
  }
  /** What a case of it is about, in words, made of one of its pages: told where many cases stand below each other. */
  readonly about?: { readonly page: string; readonly text: (answers: Answers) => string }
  /** Duties of the organization that are done with once it ends well. */
  readonly clears?: (answers: Answers) => readonly Cleared[]
  /** What an example says otherwise for an organization that has this, by page; of a list its first item. */
  readonly exampleFor?: (holdings: Holdings) => Readonly<Record<string, RawValues>>
  /** What comes back: of the certificate in force before a new one is made (empty: nothing; both copies without this), of everything at the end. */
  readonly handsIn?: (answers: Answers) => string
  /** Where a draft of it is looked at before: found suitable, it fills these pages while `since` is the same. */
  readonly reviewedBy?: { readonly matter: string; readonly pages: readonly string[]; readonly since: FieldRef }
  /** First answers from what the register says already. */
  readonly prefill?: (entry: RegisterEntry, holdings: Holdings, beside: Beside) => AnswerSet
}

/** All stored pages of a case by page code. */
export type AnswerSet = Readonly<Record<string, PageData>>

/** Every field a page can hold, its own and its items'. */
export const fieldsOf = (page: Page): readonly Field[] => [...page.fields, ...(page.list?.fields ?? [])]
