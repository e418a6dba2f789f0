import type { Database, Statement } from '../../db/client.ts'
import type { RegisterMatches } from '../../core/names/types.ts'
import { REGISTER_STATUSES, registerStatuses } from '../../core/register/statuses.ts'
import { registeredInSql } from '../register/entry.ts'
import { jsonRows } from '../../db/sql.ts'

const holderStatusCase = `case o.status ${REGISTER_STATUSES.map(
  (status) => `when '${status}' then '${registerStatuses[status].name}'`,
).join(' ')} end`

const holder = `o.name, o.uscc, ${holderStatusCase} as status, o.status_since::text as "statusSince", a.name as "authorityName"`

/** Similarity from which two names are worth comparing, and how many of them. */
const nearFrom = 0.5
const nearShown = 10

// The index reads the threshold while it is scanned, so `wanted` sets it and hands out the key in one go; what the
// rows are judged by is their own comparison with it. An organization goes on under its present name, so a former
// name says RENAMED since the day it ended.
const statement: Statement = {
  name: 'name-register-matches',
  text: `
    with wanted as materialized (
      select $2::text as key, set_config('pg_trgm.similarity_threshold', '${nearFrom}', true) as threshold
    )
    select
      ${jsonRows(`
        select ${holder} from organization o join authority a on a.id = o.authority_id
        where o.name_key = $1 and o.id is distinct from $6::uuid
        union all
        select f.name, o.uscc, 'RENAMED', f.ended_on::text, a.name
        from former_name f join organization o on o.id = f.organization_id join authority a on a.id = o.authority_id
        where f.name_key = $1 and o.id is distinct from $6::uuid`)} as exact,
      ${jsonRows(`
        select ${holder} from organization o join authority a on a.id = o.authority_id
        where o.authority_id = $4 and o.trade_name = $3 and o.id is distinct from $6::uuid
        order by o.status_since desc limit 50`)} as "sameTradeName",
      ${jsonRows(`
        select name, until::text as until, case_id = $5::uuid as "sameCase"
        from name_reservation where name_key = $1 and released_at is null`)} as reserved,
      ${jsonRows(`
        select near.name, near.uscc, near.similarity, a.division_code as "divisionCode", a.name as "authorityName"
        from (
          select o.name, o.uscc, o.authority_id, similarity(o.comparison_key, wanted.key)::float8 as similarity
          from wanted join organization o on o.comparison_key % wanted.key
          where o.status in ${registeredInSql} and o.name_key <> $1 and o.id is distinct from $6::uuid
            and similarity(o.comparison_key, wanted.key) >= ${nearFrom}
          order by 4 desc, o.name limit ${nearShown}
        ) near join authority a on a.id = near.authority_id
        order by near.similarity desc, near.name`)} as similar`,
}

// A statement of its own, for the few names in which another one may stand: a list of unknown length in the statement
// above would have it planned anew each time, which costs more than it does.
const containedStatement: Statement = {
  name: 'name-register-contained',
  text: `
    select o.name, o.uscc from organization o
    where o.name_key = any($1::text[]) and o.status in ${registeredInSql} and o.id is distinct from $2::uuid order by o.name limit ${nearShown}`,
}

export type NameLookUp = {
  /** The key of the name (see nameKey). */
  readonly nameKey: string
  readonly comparisonKey: string
  /** 字号; social groups have none. */
  readonly tradeName?: string | undefined
  readonly authorityId: number
  /** The case that asks: its own reservation does not stand in its way. */
  readonly caseId: string
  /** The organization that wants to be called so; nothing of its own speaks against it. */
  readonly organizationId?: string | null
  /** Keys of what could be other organizations' names inside this one. */
  readonly inside: readonly string[]
}

/** What the register holds that speaks for or against a name: one round trip, and one more for names inside it. */
export const findNameMatches = async (db: Pick<Database, 'read'>, wanted: NameLookUp): Promise<RegisterMatches> => {
  const [[found], contained] = await Promise.all([
    db.read<RegisterMatches>(statement, [
      wanted.nameKey,
      wanted.comparisonKey,
      wanted.tradeName ?? null,
      wanted.authorityId,
      wanted.caseId,
      wanted.organizationId ?? null,
    ]),
    wanted.inside.length === 0
      ? []
      : db.read<{ name: string; uscc: string }>(containedStatement, [wanted.inside, wanted.organizationId]),
  ])
  if (!found) throw new Error('the look-up gave no row')
  return { ...found, contained }
}
