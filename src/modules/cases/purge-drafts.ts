import type { Knex } from 'knex'
import { localDate } from '../../core/workflow/deadlines.ts'
import { bound, sql, type Sql } from '../../db/sql.ts'
import type { Deps } from '../../deps.ts'
import { endGrants } from '../grants/end.ts'
import { endOffers } from './offers.ts'

/** Deleted drafts can be restored so long. */
export const recycleDays = 30
/** A draft nobody saved is kept so long (domain.md §9.2). */
export const idleDays = 180

const day = 24 * 3_600_000
const batchSize = 200

/** Drafts nobody ever submitted, as far as they are still so. */
const drafts = (knex: Knex): Knex.QueryBuilder =>
  knex('case_file as a')
    .whereNull('a.number')
    .whereNotExists(knex.select('e.id').from('case_event as e').whereRaw('e.case_id = a.id'))

/** Where a case begins, in every matter. */
const firstStages = ({ matters }: Pick<Deps, 'matters'>): readonly string[] => [
  ...new Set(matters.all.flatMap(({ stages: [first] }) => first?.code ?? [])),
]

/**
 * Drafts that nobody but their holder ever saw and that lie open; one that came from another system at a later stage is
 * none, nor one that a supervisory unit was asked about.
 */
export const idleDrafts = (
  deps: Pick<Deps, 'matters'>,
): Sql => sql`select id, (updated_at at time zone 'Asia/Shanghai')::date + ${idleDays}::int as due_on
  from case_file where status = 'DRAFT' and number is null and deleted_at is null and stage = any (${firstStages(deps)}::text[])
    and not exists (select from case_event e where e.case_id = case_file.id)`

type Gone = (query: Knex.QueryBuilder) => Knex.QueryBuilder

/** Removes a batch of what is gone; asked again with the rows locked, for somebody may save one at this moment. */
const purge = async (deps: Deps, gone: Gone): Promise<number> => {
  const found = await gone(drafts(deps.db.knex)).orderBy('a.id').limit(batchSize).select<{ id: string }[]>('a.id')
  if (found.length === 0) return 0
  return deps.command({ actorKind: 'system' }, async (tx) => {
    await tx
      .trx('case_file')
      .whereIn(
        'id',
        found.map(({ id }) => id),
      )
      .orderBy('id')
      .forUpdate()
      .select('id')
    const rows = await gone(drafts(tx.trx))
      .whereIn(
        'a.id',
        found.map(({ id }) => id),
      )
      .select<{ id: string }[]>('a.id')
    const ids = rows.map(({ id }) => id)
    for (const id of ids) {
      await endOffers(tx, deps, { case_id: id }, 'case-ended')
      await endGrants(tx, deps, { case_id: id }, 'case-ended')
    }
    await tx.trx('signing_item').whereIn('case_id', ids).delete()
    await tx.trx('answer').whereIn('case_id', ids).delete()
    await tx.trx('attachment').whereIn('case_id', ids).delete()
    await tx.trx('case_transfer').whereIn('case_id', ids).delete()
    await tx.trx('access_grant').whereIn('case_id', ids).delete()
    await tx.trx('reminder').whereIn('object_id', ids).delete()
    await tx.trx('case_file').whereIn('id', ids).delete()
    tx.audit({
      chain: 'platform',
      action: 'case.purge',
      objectKind: 'case',
      details: { cases: ids },
    })
    return found.length
  })
}

/**
 * Drafts that lay in the recycle bin long enough go for good, and those that nobody saved for long and whose holder was
 * told twice; what was ever submitted stays.
 */
export const purgeDrafts = async (deps: Deps): Promise<void> => {
  const now = deps.clock.now()
  const deleted: Gone = (query) => query.where('a.deleted_at', '<', new Date(now.getTime() - recycleDays * day))
  const idle: Gone = (query) =>
    query.where('a.updated_at', '<', new Date(now.getTime() - (idleDays - 1) * day)).whereRaw(
      ...bound(sql`exists (select from (${idleDrafts(deps)}) d join reminder r on r.object_id = d.id and r.due_on = d.due_on
          where d.id = a.id and r.what = 'draft-7' and r.ends_on < ${localDate(now)})`),
    )
  for (const gone of [deleted, idle]) while ((await purge(deps, gone)) === batchSize);
}
