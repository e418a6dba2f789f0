import type { Column } from '../documents/blocks.ts'

/** The paper forms of the account side (domain.md §7.4, H-05): three letters of authorization and the agreement. */
export type PrintableFormCode = 'personal-letter' | 'legal-letter' | 'branch-letter' | 'agreement'

/** What may be printed into a form of the account it is printed for; anything absent is left to be written by hand. */
export type FormValues = {
  /** The person who gives authority or signs: the account's holder, or the legal person's representative. */
  readonly personName?: string
  readonly idNumber?: string
  readonly phone?: string
  readonly unitName?: string
  readonly uscc?: string
}

/** What the wording names of the site it stands on. */
export type FormParty = {
  readonly siteName: string
  readonly agreement: {
    readonly title: string
    readonly version: string
    readonly sections: readonly { readonly heading: string; readonly paragraphs: readonly string[] }[]
  }
}

/** A line to fill in; an empty value is written by hand. `boxes`: into as many boxes, one for each figure. */
export type FormRow = { readonly label: string; readonly value: string; readonly boxes?: number }

/** Where somebody signs: by hand, or with the seal of a unit, which takes a free place of 45 mm. */
export type SigningPlace = { readonly label: string; readonly by: 'hand' | 'seal' }

export type FormBlock =
  | { readonly type: 'heading'; readonly text: string }
  /** `flush`: whom a letter is to begins at the edge. */
  | { readonly type: 'paragraph'; readonly text: string; readonly flush?: true }
  | { readonly type: 'rows'; readonly title: string; readonly rows: readonly FormRow[] }
  /** Rows under a head, empty cells to be written in. */
  | {
      readonly type: 'table'
      readonly title: string
      readonly columns: readonly Column[]
      readonly rows: readonly (readonly string[])[]
    }
  /** Boxes to tick by hand; in a sample some are ticked. */
  | { readonly type: 'ticks'; readonly options: readonly string[]; readonly ticked?: readonly string[] }
  /** Who signs and seals, and the day. */
  | { readonly type: 'signature'; readonly places: readonly SigningPlace[]; readonly date: string }
  /**
   * Stands on one sheet. What is signed or sealed comes with words of its own: a sheet with nothing but a signature could
   * be put behind any text.
   */
  | { readonly type: 'together'; readonly blocks: readonly FormBlock[] }
  /** Begins another sheet under the title of the form: of the next person. */
  | { readonly type: 'sheet' }

/** Whose data a form can be filled in with. */
export type FormHolder = 'PERSONAL' | 'LEGAL_PERSON'

export type PrintableForm = {
  /** As the list of materials calls it. */
  readonly number: string
  readonly title: string
  readonly version: string
  /** What it is for, in one sentence. */
  readonly purpose: string
  readonly holders: readonly FormHolder[]
  /** What is handed in with it. */
  readonly note: string
  /** Across every sheet: 样例 of what nobody may hand in. */
  readonly watermark?: string
  readonly blocks: readonly FormBlock[]
}
