import type { Knex } from 'knex'
import { chineseDate } from '../../core/documents/dates.ts'
import type { StepFacts } from '../../core/documents/facts.ts'
import { receivedParts, receivedSince } from '../../core/submissions/received.ts'
import type { Snapshot } from '../../core/submissions/snapshot.ts'
import { localDate, localDateTime } from '../../core/workflow/deadlines.ts'
import { stepOf } from '../../core/workflow/procedures/index.ts'
import type { Deps } from '../../deps.ts'
import { openSnapshot, type SnapshotRow } from './snapshot.ts'
import type { StepContext } from './take-step.ts'

/**
 * What the authority has received when it makes out a receipt, and when: everything, or after its first receipt what
 * came since. A case that another authority gave away was received when it was given.
 */
export const receivedFacts = async (
  deps: Pick<Deps, 'crypto' | 'reference'>,
  knex: Knex,
  { caseFile, events }: Pick<StepContext, 'caseFile' | 'events'>,
): Promise<NonNullable<StepFacts['received']>> => {
  const here = events.filter(({ stage }) => stage === caseFile.stage)
  const given = here.findLastIndex(({ procedure, action }) =>
    stepOf(procedure, action)?.effects?.includes('moveToAuthority'),
  )
  const submissions = here.filter(({ outcome }) => outcome === 'submitted')
  const last = submissions.at(-1)
  if (!last) throw new Error('a receipt for nothing')
  const receipt = here.slice(given + 1).findLast(({ outcome }) => outcome === 'received')
  const before = receipt && submissions.findLast(({ id }) => id < receipt.id)
  const arrived = here[given] !== undefined && here[given].id > last.id ? here[given] : last

  const rows = await knex<SnapshotRow>('snapshot').whereIn(
    'event_id',
    [last, before].flatMap((event) => (event ? [event.id] : [])),
  )
  const opened = ({ id }: { readonly id: number }): Snapshot => {
    const row = rows.find(({ event_id: event }) => event === id)
    if (!row) throw new Error('no such submission')
    return openSnapshot(deps.crypto, row)
  }
  const { count } = before
    ? await knex('correction_item')
        .whereNotNull('answer')
        .where(
          'correction_id',
          knex('correction').where({ case_id: caseFile.id, stage: caseFile.stage }).max('id') as never,
        )
        .count<{ count: string }[]>('id as count')
        .first<{ count: string }>()
    : { count: '0' }
  const { date, time } = localDateTime(arrived.at)
  const replyBy = caseFile.statutory_due_on ?? date
  return {
    on: date,
    time,
    countsFrom: caseFile.clock_started_on ?? date,
    replyBy,
    provisional: !deps.reference.calendar.isCovered(replyBy),
    submittedOn: localDate(last.at),
    forwarded: arrived !== last,
    corrects: before !== undefined,
    parts: before
      ? receivedSince(opened(before), opened(last), Number(count))
      : receivedParts(opened(last), `第${submissions.length}次提交，${chineseDate(localDate(last.at))}`),
  }
}
