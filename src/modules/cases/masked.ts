import type { Deps } from '../../deps.ts'
import type { Field } from '../../core/forms/field.ts'
import { maskAnswer, maskWithin } from '../../core/forms/personal.ts'
import type { Matter } from '../../core/matters/define.ts'
import { pageOf, type Section } from '../../core/matters/journey.ts'
import type { Snapshot, SubmittedRow } from '../../core/submissions/snapshot.ts'

type Rows = readonly SubmittedRow[]

/** The field an answer belongs to; none for a question that is no longer asked. */
export const fieldOf = (fields: readonly Field[] | undefined, row: Pick<SubmittedRow, 'field'>): Field | undefined =>
  fields?.find(({ name }) => name === row.field)

const masked = (fields: readonly Field[] | undefined, rows: Rows): SubmittedRow[] =>
  rows.map((row) => {
    const { value: _whole, ...rest } = row
    const text = maskAnswer(fieldOf(fields, row)?.kind, row.label, row.text)
    // What hides nothing is as it was typed.
    return text === row.text ? row : { ...rest, text }
  })

/** What was handed in as it is shown by default: personal data masked (S30). */
export const maskedSnapshot = (matter: Matter, content: Snapshot): Snapshot => ({
  ...content,
  findings: content.findings.map((finding) => ({ ...finding, text: maskWithin(finding.text) })),
  sections: content.sections.map((section) => {
    const page = pageOf(matter, section.page)
    return {
      ...section,
      rows: masked(page?.fields, section.rows),
      items: section.items.map((item) => ({ ...item, rows: masked(page?.list?.fields, item.rows) })),
    }
  }),
})

/** How an answer of a case is shown to whoever has not given a reason to see it whole, told by its page and field. */
export const maskedText = (deps: Pick<Deps, 'matters'>, code: string) => {
  const matter = deps.matters.require(code)
  return (page: string, inList: boolean, row: Pick<SubmittedRow, 'field' | 'label'>, text: string): string => {
    const asked = pageOf(matter, page)
    const fields = inList ? asked?.list?.fields : asked?.fields
    return maskAnswer(fieldOf(fields, row)?.kind, row.label, text)
  }
}

const maskedRow = <Row extends Section['rows'][number]>({ value: _whole, ...row }: Row) => ({
  ...row,
  value: '',
  text: maskAnswer(row.kind, row.label, row.text),
  ...(row.before === undefined ? {} : { before: maskAnswer(row.kind, row.label, row.before) }),
})

/** Readable answers, personal data masked the same way. */
export const maskedSections = (told: readonly Section[]): readonly Section[] =>
  told.map((section) => ({
    ...section,
    rows: section.rows.map(maskedRow),
    items: section.items.map((item) => ({ ...item, rows: item.rows.map(maskedRow) })),
  }))
