/** Kinds of question a form may ask. Each has one row in kinds.ts and one macro in views/fields/. */
export type FieldKind =
  | 'text'
  | 'textarea'
  | 'integer'
  | 'decimal'
  | 'date'
  | 'choice'
  | 'yesNo'
  | 'declaration'
  | 'phone'
  | 'contactPhone'
  | 'email'
  | 'postcode'
  | 'personName'
  | 'orgName'
  | 'proposedName'
  | 'idNumber'
  | 'uscc'
  | 'bankAccount'
  | 'lookup'

export type Option = { readonly value: string; readonly text: string; readonly hint?: string }

/** A field shows, and counts, only while another field of the same page has one of these raw values. */
export type ShowIf<Name extends string = string> = { readonly field: Name; readonly is: readonly string[] }

/**
 * One question, declared once. Everything that shows, reads, checks or prints it works from this.
 * `min`/`max` are lengths for texts and amounts for numbers; a field without `optional` must be answered.
 */
export type Field = {
  readonly name: string
  readonly label: string
  readonly kind: FieldKind
  readonly optional?: true
  /** `{area}` in it stands for the area of the authority a case goes to (太原市). */
  readonly hint?: string
  readonly min?: number
  readonly max?: number
  readonly decimals?: number
  readonly unit?: string
  readonly options?: readonly Option[]
  readonly lookup?: LookupName
  readonly showIf?: ShowIf
  /** idNumber only: the field of the same page that says which kind of document it is; none means 居民身份证. */
  readonly idTypeField?: string
  /** date only. */
  readonly noLaterThanToday?: true
  /** declaration only: the sentence that is agreed to. */
  readonly statement?: string
  /** Law, guide or form the question comes from. */
  readonly source?: string
  /** A valid answer, for samples, demo data and tests; kinds.ts has a default for each kind. */
  readonly example?: string
}

export type LookupName = 'supervisoryUnits'

/** Raw answers as typed, normalised to strings: valid or not, nothing typed is lost. */
export type RawValues = Readonly<Record<string, string>>

export type ListItem = { readonly id: string; readonly values: RawValues }

/** What is stored for one page: its own fields and, on a list page, its items. */
export type PageData = { readonly values: RawValues; readonly items: readonly ListItem[] }

export const emptyPage: PageData = { values: {}, items: [] }
