import type { Deps } from '../../deps.ts'
import type { RawValues } from '../../core/forms/field.ts'
import { readAnswers } from '../../core/matters/answers.ts'
import type { Answers, AnswerSet } from '../../core/matters/define.ts'
import type { SubmittedRow } from '../../core/submissions/snapshot.ts'
import type { StaffCase } from './case-data.ts'

const valuesOf = (rows: readonly SubmittedRow[]): RawValues =>
  Object.fromEntries(rows.map(({ field, value }) => [field, value ?? '']))

/** What was submitted so far, as rules read it. Submissions of old releases have texts only: of them rules are silent. */
export const submittedAnswers = (
  deps: Pick<Deps, 'matters'>,
  { caseFile, submissions }: Pick<StaffCase, 'caseFile' | 'submissions'>,
): Answers => {
  const matter = deps.matters.require(caseFile.matter)
  const stored: AnswerSet = Object.fromEntries(
    matter.stages
      .flatMap(({ code }) => submissions.filter(({ stage }) => stage === code))
      .flatMap(({ content }) => content.sections)
      .map(({ page, rows, items }) => [
        page,
        { values: valuesOf(rows), items: items.map((item) => ({ id: item.id, values: valuesOf(item.rows) })) },
      ]),
  )
  return readAnswers(matter.pages, stored)
}
