import type { OrgType } from '../org-types.ts'
import type { RequirementCode } from './requirements.ts'
import type { ValueName } from './values.ts'

// Model charters (章程示范文本) as data: what the founding prints, and what a later charter is compared with. The facts come
// from the regulations and from domain-2.md §17 and §22; the wording is the portal's own.

/** What sets a charter apart within its type: 行业协会商会, 异地商会, 慈善组织, 公募基金会. */
export type Trait = 'INDUSTRY' | 'HOMETOWN' | 'CHARITY' | 'PUBLIC'

/** Where a value comes from: an answer, or what is worked out of several. */
export type Source = { readonly page: string; readonly field: string } | { readonly value: ValueName }

/** A number that the law bounds, with the article that does. */
type Bound = { readonly least?: number; readonly most?: number; readonly basis: string }

/** 三分之二以上 of a meeting; `over`: more than the share, the share itself is not enough. */
export type Share = { readonly text: string; readonly share: number; readonly over?: true }

/**
 * What stands in the text as `{{name}}`: an answer of the case, a share the model proposes (`least`: what the law asks at
 * least), the word of a choice, or a place for the hand. `usual`: what the model says where nothing is known.
 */
export type Blank = { readonly label: string; readonly usual?: string } & (
  | { readonly kind: 'answer'; readonly from: Source; readonly bound?: Bound }
  | { readonly kind: 'share'; readonly share: Share; readonly least?: Share; readonly basis?: string }
  | { readonly kind: 'choice'; readonly of: string; readonly words: Readonly<Record<string, string>> }
  | { readonly kind: 'hand'; readonly bound?: Bound }
)

/** What founders choose. `by`: the answer that settles it, option by raw answer; `other`: any further answer. */
export type Choice = {
  readonly label: string
  readonly options: readonly { readonly code: string; readonly label: string }[]
  readonly by?: { readonly from: Source; readonly is: Readonly<Record<string, string>>; readonly other?: string }
}

/** That something is written only with these traits, or when founders chose so. */
export type Given = {
  readonly trait?: Trait
  readonly without?: Trait
  readonly chosen?: { readonly of: string; readonly is: string }
}

/** `items`: what the text, which ends with a colon, counts up. */
export type Paragraph = string | ({ readonly text: string; readonly items?: readonly string[] } & Given)

export type Article = Given & {
  /** Stable: the same matter of the same type has it in every edition. */
  readonly code: string
  readonly heading: string
  readonly text: readonly Paragraph[]
  /** What the law wants in a charter and this article says; none: only the model has it. */
  readonly compulsory?: readonly RequirementCode[]
  /** For whoever writes the charter. */
  readonly note?: string
}

export type Chapter = Given & { readonly title: string; readonly articles: readonly Article[] }

export type Charter = {
  readonly orgType: OrgType
  /** 社会团体章程示范文本. */
  readonly title: string
  /** 本会. */
  readonly own: string
  readonly chapters: readonly Chapter[]
  readonly blanks: Readonly<Record<string, Blank>>
  readonly choices: Readonly<Record<string, Choice>>
}

/** A piece of the text; `open`: what nobody has filled in yet. */
export type Run = { readonly text: string; readonly open?: string }

/** A paragraph or an article somebody still has to choose says for which choice it is. */
type Marked = { readonly option?: string }

export type CharterArticle = Marked & {
  readonly code: string
  readonly number: string
  readonly heading: string
  /** What asks for it; empty when only the model has it. */
  readonly compulsory: readonly string[]
  readonly paragraphs: readonly (Marked & { readonly runs: readonly Run[] })[]
  readonly note?: string
}

/** A charter as it is printed. */
export type CharterText = {
  readonly title: string
  /** Below the title: of what kind, or whose. */
  readonly under: string
  /** The name of the organization as the head of the charter has it. */
  readonly heading: readonly Run[]
  readonly chapters: readonly { readonly title: string; readonly articles: readonly CharterArticle[] }[]
  /** Says what the marks mean and what is left to do. */
  readonly guidance: readonly string[]
}
