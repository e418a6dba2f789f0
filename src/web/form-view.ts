import {
  isNeeded,
  splitChoices,
  type Field,
  type LookupName,
  type Option,
  type RawValues,
} from '../core/forms/field.ts'
import { askedWhen } from '../core/forms/cells.ts'
import { labelOf, namingField, type FieldErrors } from '../core/forms/page.ts'
import { withWords } from '../core/forms/words.ts'

/** What a macro in views/fields/ needs to show one field. */
export type FieldView = {
  readonly id: string
  readonly name: string
  readonly kind: string
  readonly label: string
  readonly hint: string | undefined
  /** Where what stands in it was taken over from. */
  readonly from: string | undefined
  readonly required: boolean
  /** Of several choices the codes that are ticked. */
  readonly value: string | readonly string[]
  readonly error: string | undefined
  readonly options: readonly Option[] | undefined
  readonly unit: string | undefined
  readonly maxLength: number | undefined
  readonly readonly: boolean
  /** The field of the same page it is shown by, and which of its answers show it; `true` is any answer. */
  readonly conditionalOn: { readonly field: string; readonly is: readonly string[] | true } | undefined
  /** When it is asked, in words, for whoever sees it all the time. */
  readonly askedWhen: string | undefined
  readonly statement: string | undefined
  /** Answers one press takes. */
  readonly choices: readonly string[]
  /** The field whose answer decides what the label calls a number (see labelOf). */
  readonly namedBy: string | undefined
}

const radiosUpTo = 6
const textual = new Set(['text', 'textarea', 'orgName', 'proposedName', 'lookup'])

/** More than a few choices are a list to open, not a wall of radios; so is the kind of an identity document. */
const templateOf = (field: Field, options: readonly Option[] | undefined): string =>
  (field.kind === 'choice' || field.kind === 'registered') &&
  ((options?.length ?? 0) > radiosUpTo || field.name === 'idType')
    ? 'select'
    : field.kind

const nothingRegistered = '登记簿中没有可以选择的，请先办理相应的备案，或者联系登记管理机关核对'

/** A hint with how short an answer may be, where one may fall below it without noticing. */
const withLeast = ({ kind, min = 0 }: Field, hint: string | undefined): string | undefined =>
  textual.has(kind) && min > 2 ? [hint, `至少${min}个字`].filter(Boolean).join('；') : hint

/** View models of fields with what was typed and what is wrong. `locked` fields are shown but cannot be changed. */
export const fieldViews = (
  fields: readonly Field[],
  values: RawValues,
  errors: FieldErrors,
  extra: {
    readonly locked?: ReadonlySet<string>
    /** What may have been meant, by field. */
    readonly choices?: Readonly<Record<string, readonly string[]>>
    readonly lookups?: Readonly<Partial<Record<LookupName, readonly string[]>>>
    /** What `{area}`, the area of the authority chosen, and terms of the province say in a hint. */
    readonly words?: Parameters<typeof withWords>[1]
    /** Where values were taken over from, by field. */
    readonly from?: Readonly<Record<string, string>> | undefined
  } = {},
): readonly FieldView[] =>
  fields.map((field) => {
    const { when } = field
    const on = when && when.page === undefined ? fields.find(({ name }) => name === when.field) : undefined
    const options = field.lookup
      ? [...(extra.lookups?.[field.lookup] ?? []), ...(field.orElse === undefined ? [] : [field.orElse])].map(
          (text) => ({ value: text, text }),
        )
      : field.options
    const hint = field.kind === 'registered' && options?.length === 0 ? nothingRegistered : field.hint
    return {
      id: field.name,
      name: field.name,
      kind: templateOf(field, options),
      label: labelOf(field, values),
      hint: withLeast(field, hint && withWords(hint, extra.words ?? {})),
      from: extra.from?.[field.name],
      required: isNeeded(field),
      value: field.kind === 'choices' ? splitChoices(values[field.name] ?? '') : (values[field.name] ?? ''),
      error: errors[field.name],
      options,
      unit: field.unit,
      maxLength: textual.has(field.kind) ? field.max : undefined,
      readonly: extra.locked?.has(field.name) ?? false,
      conditionalOn:
        when && when.page === undefined && when.field !== field.name
          ? {
              field: when.field,
              is: 'is' in when ? when.is : 'has' in when ? [when.has] : 'given' in when ? true : [''],
            }
          : undefined,
      askedWhen: when && on && askedWhen(when, on),
      statement: field.statement,
      choices: (errors[field.name] !== undefined && extra.choices?.[field.name]) || [],
      namedBy: namingField(field),
    }
  })

/** The key of a fault that belongs to no field: it stands in the summary alone. */
export const wholeForm = ''

/** The lines of an error summary, each leading to the control it is about: its id is the field's name, `prefix` before it. */
export const errorList = (
  errors: FieldErrors,
  prefix = '',
): readonly { readonly text: string; readonly href?: string }[] =>
  Object.entries(errors).map(([field, text]) => (field === wholeForm ? { text } : { text, href: `#${prefix}${field}` }))
