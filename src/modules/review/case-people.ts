import type { Deps } from '../../deps.ts'
import type { Field } from '../../core/forms/field.ts'
import type { Page } from '../../core/forms/page.ts'
import { maskWithin } from '../../core/forms/personal.ts'
import { identityKey } from '../../core/identity/documents.ts'
import type { Matter } from '../../core/matters/define.ts'
import { pageOf } from '../../core/matters/journey.ts'
import type { Snapshot, SubmittedRow } from '../../core/submissions/snapshot.ts'
import { fieldOf, maskedSnapshot } from '../cases/masked.ts'
import type { StaffCase } from './case-data.ts'

/** The case as it is shown by default: what was submitted and explained, personal data masked (S30). */
export const maskedCase = (deps: Pick<Deps, 'matters'>, found: StaffCase): StaffCase => {
  const matter = deps.matters.require(found.caseFile.matter)
  return {
    ...found,
    submissions: found.submissions.map((submission) => ({
      ...submission,
      content: maskedSnapshot(matter, submission.content),
    })),
    corrections: found.corrections.map((correction) => ({
      ...correction,
      items: correction.items.map((item) => ({
        ...item,
        answer: item.answer === null ? null : maskWithin(item.answer),
      })),
    })),
  }
}

/** The kind of document as a snapshot tells it, in words, back into its code. */
const documentType = (fields: readonly Field[] | undefined, rows: readonly SubmittedRow[], field: Field): string => {
  const typeField = fields?.find(({ name }) => name === field.idTypeField)
  const told = rows.find((row) => row.field === typeField?.name)?.text
  return typeField?.options?.find((option) => option.text === told)?.value ?? 'RESIDENT_ID'
}

const residentId = /^[1-9]\d{16}[\dX]$/

const numbersIn = (fields: readonly Field[] | undefined, rows: readonly SubmittedRow[]): string[] =>
  rows.flatMap((row) => {
    const field = fieldOf(fields, row)
    if (field === undefined) return residentId.test(row.text) ? [identityKey('RESIDENT_ID', row.text)] : []
    const answered = field.kind === 'idNumber' && /\d/.test(row.text)
    return answered ? [identityKey(documentType(fields, rows, field), row.text)] : []
  })

const numbersOf = (page: Page | undefined, section: Snapshot['sections'][number]): string[] => [
  ...numbersIn(page?.fields, section.rows),
  ...section.items.flatMap((item) => numbersIn(page?.list?.fields, item.rows)),
]

/** The index of the document number of everybody named in what was handed in. */
export const peopleIn = (
  deps: Pick<Deps, 'crypto'>,
  matter: Matter,
  contents: readonly Snapshot[],
): readonly string[] =>
  contents
    .flatMap(({ sections }) => sections.flatMap((section) => numbersOf(pageOf(matter, section.page), section)))
    .map((number) => deps.crypto.index('id-number', number))

/** The index of the document number of everybody the case names: the applicant, and all people in what was submitted. */
export const peopleOf = (deps: Pick<Deps, 'crypto' | 'matters'>, found: StaffCase): readonly string[] => {
  const matter = deps.matters.require(found.caseFile.matter)
  return [
    ...new Set([
      found.account.id_number_idx,
      ...found.people,
      ...peopleIn(
        deps,
        matter,
        found.submissions.map(({ content }) => content),
      ),
    ]),
  ]
}
