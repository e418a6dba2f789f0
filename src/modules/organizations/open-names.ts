import type { Database, Statement } from '../../db/client.ts'
import type { Transaction } from '../../db/command.ts'
import type { StageCode, Status } from '../../core/workflow/states.ts'
import { localDate } from '../../core/workflow/deadlines.ts'
import type { RegisterMatches } from '../../core/names/types.ts'

/** Similarity from which a name in another open case is worth showing, and how many of them. */
const nearFrom = 0.5
const nearShown = 10
const sameShown = 20

/** From here on two names at one authority are nearly the same: one character more, less or other in a long name. */
const nearlyTheSame = 0.7

export type OpenName = {
  readonly caseId: string
  readonly number: string
  readonly name: string
  /** 0 is the name asked for, 1 and up the alternatives. */
  readonly place: number
  readonly since: Date
  readonly authorityId: number
  readonly authorityName: string
  readonly stage: StageCode
  readonly status: Status
  /** The same name in whatever glyphs. */
  readonly same: boolean
  readonly similarity: number
}

export type NameAsked = {
  readonly nameKey: string
  readonly comparisonKey: string
  /** The case that asks; its own names do not count. */
  readonly caseId: string
}

// Two looks, each into its own index: the first finds what is the same however many are near.
const textWith = (key: string, near: string, caseId: string): string => `
  with wanted as materialized (
    select ${key}::text as key, ${near}::text as near, ${caseId}::uuid as case_id,
      set_config('pg_trgm.similarity_threshold', '${nearFrom}', true) as threshold
  ), found as (
    (select c.*, true as same, 1::float8 as similarity from wanted join case_name c on c.name_key = wanted.key
      where c.case_id <> wanted.case_id order by c.since limit ${sameShown})
    union all
    (select c.*, false, similarity(c.comparison_key, wanted.near)::float8 as similarity
      from wanted join case_name c on c.comparison_key % wanted.near
      where c.case_id <> wanted.case_id and c.name_key <> wanted.key
        and similarity(c.comparison_key, wanted.near) >= ${nearFrom}
      order by similarity desc, c.since limit ${nearShown})
  )
  select f.case_id as "caseId", a.number, f.name, f.place, f.since, f.same, f.similarity, a.stage, a.status,
    a.authority_id as "authorityId", o.name as "authorityName"
  from found f join case_file a on a.id = f.case_id join authority o on o.id = a.authority_id
  order by f.same desc, f.similarity desc, f.since, f.case_id, f.place`

const statement: Statement = { name: 'open-case-names', text: textWith('$1', '$2', '$3') }

const parametersOf = (asked: NameAsked) => [asked.nameKey, asked.comparisonKey, asked.caseId] as const

/** Names of other open cases that are the same or near, the same ones first, then the nearest, the earlier before the later. */
export const findOpenNames = async (db: Pick<Database, 'read'>, asked: NameAsked): Promise<readonly OpenName[]> => {
  const rows = await db.read<OpenName>(statement, parametersOf(asked))
  return rows
}

/** The same inside a transaction that decides on a name. */
export const findOpenNamesNow = async ({ trx }: Transaction, asked: NameAsked): Promise<readonly OpenName[]> => {
  const { rows } = await trx.raw<{ rows: OpenName[] }>(textWith('?', '?', '?'), [...parametersOf(asked)])
  return rows
}

/** What somebody who asks for a name may know of other cases with it: never whose they are. */
export const withoutPeople = (found: readonly OpenName[]): NonNullable<RegisterMatches['open']> =>
  found.map(({ name, same, since, authorityName }) => ({ name, same, since: localDate(since), authorityName }))

/** Names of the same or nearly the same words that another case submitted before `since`: they have precedence. */
export const earlierNames = (
  found: readonly OpenName[],
  own: { readonly since: Date; readonly authorityId: number },
): readonly OpenName[] =>
  found.filter(
    ({ same, similarity, since, authorityId }) =>
      since < own.since && (same || (authorityId === own.authorityId && similarity >= nearlyTheSame)),
  )
