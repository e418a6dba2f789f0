import type { Knex } from 'knex'
import type { AnswerSet, Matter } from '../../core/matters/define.ts'
import type { Status } from '../../core/workflow/statuses.ts'
import type { Deps } from '../../deps.ts'
import { openAnswers, type AnswerRow } from './answers.ts'

/** A draft that was looked at before, and how that ended. */
type Reviewed = {
  readonly id: string
  readonly number: string
  readonly matter: string
  readonly stage: string
  readonly procedure: 'consultation'
  readonly status: Status
  readonly at: Date
}

/** The last answer an organization had to a draft of what a matter is about (Matter.reviewedBy). */
export const lastReviewOf = async (
  knex: Knex,
  { reviewedBy }: Pick<Matter, 'reviewedBy'>,
  organizationId: string,
  before?: string,
): Promise<Reviewed | undefined> =>
  reviewedBy &&
  knex('case_file as c')
    .join('case_event as e', 'e.case_id', 'c.id')
    .where({ 'c.organization_id': organizationId, 'c.matter': reviewedBy.matter })
    .whereIn('e.outcome', ['suitable', 'unsuitable'])
    .modify((query) => (before === undefined ? query : query.where('e.at', '<=', before)))
    .orderBy('e.id', 'desc')
    .first<Reviewed | undefined>('c.id', 'c.number', 'c.matter', 'c.stage', 'c.procedure', 'c.status', 'e.at')

/** First answers with the draft that was found suitable in their place; others where it rests on an older register. */
export const withReviewed = async (
  knex: Knex,
  { crypto }: Pick<Deps, 'crypto'>,
  matter: Matter,
  organizationId: string,
  pages: AnswerSet,
): Promise<AnswerSet> => {
  const { reviewedBy } = matter
  const review = await lastReviewOf(knex, matter, organizationId)
  if (!reviewedBy || review?.status !== 'SUGGESTED_OK') return pages
  const draft = openAnswers(
    crypto,
    review.id,
    (await knex('answer').where({ case_id: review.id }).select('page', 'data_enc', 'version')) as AnswerRow[],
  )
  const { page, field } = reviewedBy.since
  const sinceOf = (answers: AnswerSet): string => answers[page]?.values[field] ?? ''
  if (sinceOf(draft) !== sinceOf(pages)) return pages
  return { ...pages, ...Object.fromEntries(Object.entries(draft).filter(([code]) => reviewedBy.pages.includes(code))) }
}
