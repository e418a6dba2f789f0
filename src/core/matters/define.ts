import type { DocumentKind } from '../documents/kinds.ts'
import type { Field, PageData, RawValues } from '../forms/field.ts'
import type { Page } from '../forms/page.ts'
import type { OrgType } from '../org-types.ts'
import type { StageCode } from '../workflow/states.ts'

/** A condition on another page's raw answer. */
type AnswerCondition = { readonly page: string; readonly field: string; readonly is: readonly string[] }

/** A paper the applicant uploads. `requiredIf` absent and `optional` absent: always required. */
export type Material = {
  /** Code of the catalogue (domain.md §4.3), also the address of its upload page. */
  readonly code: string
  readonly title: string
  readonly hint: string
  /** Original or copy, and how many on paper: printed on the receipt. */
  readonly form: '原件' | '复印件'
  readonly copies: number
  readonly requiredIf?: AnswerCondition
  readonly optional?: true
  /** Says nothing of the name, the authority or a decision: it stays right in a new case. */
  readonly lasting?: true
  readonly maxFiles: number
  readonly accept: readonly FileType[]
  readonly basis: string
}

export type FileType = 'pdf' | 'jpg' | 'png'

/** Working days the law allows and the authority promises, per clock. The shorter one is shown first. */
export type Limit = { readonly statutory: number; readonly committed: number; readonly basis: string }

export type Stage = {
  readonly code: StageCode
  readonly title: string
  readonly intro: string
  /** Pages asked in this stage, in order. A page of an earlier stage may appear again: it is then filled in already. */
  readonly pages: readonly string[]
  /** Answers of earlier stages shown but no longer changeable. */
  readonly locked: readonly string[]
  readonly materials: readonly string[]
  readonly reply?: Limit
  readonly receipt?: Limit
  readonly correction?: Limit
  readonly revision?: Limit
  readonly decision?: Limit
  readonly certificate?: Limit
  readonly issues: readonly DocumentKind[]
  /** Who does what on the authority's side, for the guide. */
  readonly flow: readonly string[]
}

/** Typed reading of all answers, for rules. Hidden fields read as empty. */
export type Answers = {
  readonly value: (page: string, field: string) => string
  readonly number: (page: string, field: string) => number | undefined
  readonly items: (page: string) => readonly { readonly id: string; readonly values: RawValues }[]
}

export type RuleFinding = {
  readonly page: string
  readonly field?: string
  readonly itemId?: string
  readonly message: string
}

/** A post that somebody named in the answers holds in another organization, as the register has it. */
export type HeldPost = {
  /** Whose post it is, as `identityKey` gives it. */
  readonly person: string
  readonly name: string
  readonly organization: string
  readonly orgType: OrgType
  readonly legalRepresentative: boolean
}

/** What a rule sees besides the answers. */
export type RuleContext = {
  /** ISO date, in Asia/Shanghai. */
  readonly today: string
  /** What the register says of the people named. */
  readonly posts: readonly HeldPost[]
  /** Places a text names that lie outside the area of the authority applied to. */
  readonly placesOutside?: (text: string) => readonly string[]
}

/** A rule across fields or pages. It speaks only when the answers it compares are all given. */
export type Rule = {
  readonly code: string
  /** Legal basis as shown beside the message. */
  readonly basis: string
  readonly level: 'BLOCK' | 'WARN'
  readonly effectiveFrom: string
  readonly effectiveTo?: string
  /** Stages in which it is checked. */
  readonly stages: readonly StageCode[]
  readonly check: (answers: Answers, context: RuleContext) => readonly RuleFinding[]
}

export type Guide = {
  readonly summary: string
  readonly conditions: readonly { readonly text: string; readonly basis: string }[]
  readonly legalBasis: readonly string[]
  readonly fee: string
  readonly place: string
  readonly faq: readonly { readonly question: string; readonly answer: string }[]
}

/** A matter (事项), declared once as data; everything that shows or checks it reads this. */
export type Matter = {
  readonly code: string
  readonly title: string
  /** Word the search also finds it by. */
  readonly keywords: readonly string[]
  readonly orgType: OrgType
  readonly audience: 'personal' | 'legal'
  /** Whether somebody unverified may fill in a case, and from which stage on submitting needs verification. */
  readonly realName: { readonly draft: boolean; readonly submitFrom: StageCode }
  readonly guide: Guide
  readonly pages: readonly Page[]
  readonly materials: readonly Material[]
  readonly stages: readonly Stage[]
  readonly rules: readonly Rule[]
  /** Where named facts of the case are found among the answers. */
  readonly facts: MatterFacts
}

export type FieldRef = { readonly page: string; readonly field: string }

/** The answers the portal itself works with: name, register entry, people. */
type MatterFacts = {
  readonly name: FieldRef
  readonly alternativeNames: readonly FieldRef[]
  readonly purpose: FieldRef
  readonly businessScope: FieldRef
  readonly certificateScope: FieldRef
  readonly activityArea: FieldRef
  readonly domicile: FieldRef
  readonly fund: FieldRef
  readonly supervisoryUnit: FieldRef
  readonly termYears: FieldRef
  /** 您是, one of the codes of applicant-role.ts. */
  readonly applicantRole: FieldRef
  /** Whom the authority calls about the case. */
  readonly contact: { readonly page: string; readonly name: string; readonly phone: string }
  /** List page of the officers and supervisors with its marking fields. */
  readonly people: {
    readonly page: string
    readonly name: string
    readonly idType: string
    readonly idNumber: string
    readonly post: string
    readonly legalRepresentative: string
  }
  readonly sponsors: {
    readonly page: string
    readonly name: string
    readonly idType: string
    readonly idNumber: string
  }
}

/** All stored pages of a case by page code. */
export type AnswerSet = Readonly<Record<string, PageData>>

/** Every field a page can hold, its own and its items'. */
export const fieldsOf = (page: Page): readonly Field[] => [...page.fields, ...(page.list?.fields ?? [])]
