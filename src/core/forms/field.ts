import type { HoldingKind } from '../register/holdings.ts'

/** Kinds of question a form may ask. Each has one row in kinds.ts and one macro in views/fields/. */
export type FieldKind =
  | 'text'
  | 'textarea'
  | 'integer'
  | 'decimal'
  /** An amount in 元, exact to the fen. */
  | 'money'
  | 'date'
  | 'choice'
  | 'choices'
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
  /** Something the organization has, chosen by what the register calls it; which it is says the field's lookup. */
  | 'registered'

export type Option = {
  readonly value: string
  readonly text: string
  readonly hint?: string
  /** What people call it in tables of their own. */
  readonly also?: readonly string[]
}

/**
 * The one kind of condition, for fields, pages and materials: what it hangs on has one of these raw values, or, of
 * several ticked, this one is among them, or (`given`) it was answered at all, or (`absent`) nobody answered it. Without `page` it is a field of the same
 * page; of a list, any item counts. A field that hangs on itself being given is asked no more: it stands where it was
 * answered before.
 */
export type Condition<Name extends string = string> = { readonly page?: string; readonly field: Name } & (
  { readonly is: readonly string[] } | { readonly has: string } | { readonly given: true } | { readonly absent: true }
)

/**
 * One question, declared once. Everything that shows, reads, checks or prints it works from this.
 * `min`/`max` are lengths for texts and amounts for numbers; a field without `optional` must be answered.
 */
export type Field = {
  readonly name: string
  readonly label: string
  readonly kind: FieldKind
  readonly optional?: true
  /** Asked, and needed, only where a rule speaks at it; it stands where it was answered before. */
  readonly byRule?: true
  /** The stage it has to be answered in all the same, asked with an earlier one already; a rule of that stage holds it. */
  readonly neededIn?: string
  /** `{area}` in it stands for the area of the authority a case goes to (太原市), `{leaseMonths}` for the province's term. */
  readonly hint?: string
  readonly min?: number
  readonly max?: number
  readonly decimals?: number
  /** money only: whether it may be below zero; not without it, `ask` asks once. */
  readonly negative?: 'free' | 'ask'
  readonly unit?: string
  readonly options?: readonly Option[]
  readonly lookup?: LookupName
  /** registered only: the choice of whoever has something the register does not have, and is asked for it elsewhere. */
  readonly orElse?: string
  readonly when?: Condition
  /** idNumber only: the field of the same page that says which kind of document it is; none means 居民身份证. */
  readonly idTypeField?: string
  /** date only. */
  readonly noLaterThanToday?: true
  /** integer only: the lists, by page, whose items it says the number of. */
  readonly counts?: readonly string[]
  /** What the portal puts in when it is left empty, made of the answers beside it; it may then be left empty. */
  readonly ifEmpty?: (beside: RawValues) => string
  /** declaration only: the sentence that is agreed to. */
  readonly statement?: string
  /** What the report of the year before said mostly is so still: it stands there, and may be changed. */
  readonly carries?: true
  /** Law, guide or form the question comes from. */
  readonly source?: string
  /** A valid answer, for samples, demo data and tests; kinds.ts has a default for each kind. */
  readonly example?: string
}

export type LookupName = 'supervisoryUnits' | 'authorities' | HoldingKind

/** Raw answers as typed, normalised to strings: valid or not, nothing typed is lost. */
export type RawValues = Readonly<Record<string, string>>

/** `taken`: the answers that are as they were taken over from somewhere else (core/matters/take-over.ts). */
export type ListItem = { readonly id: string; readonly values: RawValues; readonly taken?: RawValues }

/** What is stored for one page: its own fields and, on a list page, its items. */
export type PageData = { readonly values: RawValues; readonly items: readonly ListItem[]; readonly taken?: RawValues }

/** Codes of several ticked options as one raw answer, in the order of the options, and back. */
export const joinChoices = (codes: readonly string[]): string => codes.join(',')
export const splitChoices = (raw: string): readonly string[] => (raw === '' ? [] : raw.split(','))

/** Raw answers of a field of any page: one, or those of every item of a list. */
export type Elsewhere = (page: string, field: string) => readonly string[]

/** Whether a condition holds, given the answers beside it and those of other pages. */
export const holds = (condition: Condition, here: RawValues, elsewhere: Elsewhere): boolean => {
  const { page, field } = condition
  const given = page === undefined ? [here[field] ?? ''] : elsewhere(page, field)
  if ('absent' in condition) return given.every((raw) => raw === '')
  return given.some((raw) => {
    if ('given' in condition) return raw !== ''
    return 'is' in condition ? condition.is.includes(raw) : splitChoices(raw).includes(condition.has)
  })
}

/** Whether it may not be left empty by whoever answers it: what is made where it is, may. */
export const isNeeded = ({ optional, ifEmpty }: Field): boolean => !optional && !ifEmpty

export const emptyPage: PageData = { values: {}, items: [] }
