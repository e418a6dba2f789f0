import type { Field } from '../../core/forms/field.ts'
import type { Row } from '../../core/forms/page.ts'
import { maskAnswer } from '../../core/forms/personal.ts'
import { normalizeNumber } from '../../core/identity/checked.ts'

/** How an answer is told in the copy for the holder. */
export type Tell = (field: Pick<Field, 'kind'> | undefined, label: string, text: string) => string

/** Of an organization or an object: they tell nobody's number. */
const told = new Set<Field['kind']>(['uscc', 'bankAccount'])

/**
 * Tells answers with the numbers, phones and addresses of other people masked, and those in `own` in full: the copy is
 * one's own data, and a thief of the account must not get everybody's who stands in its cases.
 */
export const maskThirdPersons = (own: readonly (string | null | undefined)[]): Tell => {
  const known = new Set(own.flatMap((text) => (text ? [normalizeNumber(text)] : [])))
  return (field, label, text) =>
    known.has(normalizeNumber(text)) || (field && told.has(field.kind)) ? text : maskAnswer(field?.kind, label, text)
}

/** Answers as label and text, in their order. */
export const tellRows = (
  tell: Tell,
  fields: readonly Field[] | undefined,
  rows: readonly Pick<Row, 'field' | 'label' | 'text'>[],
) =>
  rows.map(({ field, label, text }) => [
    label,
    tell(
      fields?.find(({ name }) => name === field),
      label,
      text,
    ),
  ])
