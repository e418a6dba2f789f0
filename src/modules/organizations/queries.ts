import type { Database, Statement } from '../../db/client.ts'
import { normalizeName } from '../../core/names/normalize.ts'
import { comparisonKey } from '../../core/names/parse.ts'
import { formAtEnd } from '../../core/names/words.ts'
import type { OrgType } from '../../core/org-types.ts'
import { engineDivisions, type ReferenceData } from '../catalogue/reference.ts'
import type { OrganizationStatus } from './status.ts'

export type OrganizationLine = {
  readonly id: string
  readonly uscc: string
  readonly name: string
  readonly type: OrgType
  readonly authorityId: number
  readonly status: OrganizationStatus
  readonly establishedOn: string
}

/** Where a page of the register begins: after this organization, in the order of the list. */
export type OrganizationCursor = { readonly establishedOn: string; readonly id: string }

export type OrganizationSearch = {
  /** Normalised name or part of one, or an upper-case code; empty for all. */
  readonly query: string
  /** What is left of the query without division and form; empty when nothing is. */
  readonly key: string
  readonly after: OrganizationCursor | undefined
}

export type OrganizationPage = {
  readonly rows: readonly OrganizationLine[]
  /** How many from the cursor on, up to `countCap`; one more stands for any number above. */
  readonly count: number
  readonly next: OrganizationCursor | undefined
}

const longestName = 60

/** What is searched for when somebody types a name or a code. */
export const organizationQuery = (
  reference: ReferenceData,
  typed: string | undefined,
): Pick<OrganizationSearch, 'query' | 'key'> => {
  const query = normalizeName((typed ?? '').replace(/\p{Cs}/gu, '')).slice(0, longestName)
  const code = query.toUpperCase()
  if (/^[0-9A-Z]+$/.test(code)) return { query: code, key: code }
  const key = comparisonKey(query, engineDivisions(reference))
  return { query, key: key === formAtEnd(query)?.word ? '' : key }
}

const pageSize = 20
/** More are not counted: an exact count costs as much as the register is long. */
export const countCap = 999

const columns = `id, uscc, name, type, authority_id as "authorityId", status, established_on::text as "establishedOn"`

const inOrder = (limit: number): string => `order by established_on desc, id limit ${limit}`
const afterCursor = `established_on <= $1::date and (established_on < $1::date or id > $2::uuid)`
const fromCursor = (source: string): string => `select id, established_on from ${source} ${inOrder(countCap + 1)}`

/** A page of what `hits` holds, and how much that is. */
const pageOfHits = `
    select coalesce((select json_agg(line) from (
        select ${columns} from organization join (select * from hits ${inOrder(pageSize + 1)}) found
          using (id, established_on)
        ${inOrder(pageSize + 1)}) line), '[]'::json) as rows,
      (select count(*) from hits) as count`

const noExact = `, '[]'::json as exact`
/** Those that have exactly the name typed; they stand before the list and not in it. */
const withExact = `,
      coalesce((select json_agg(line) from (select ${columns} from organization where name = $3) line), '[]'::json) as exact`

/** Reads organizations in the order of the list until enough meet the condition. */
const walk = (name: string, condition: string, exact: string): Statement => ({
  name,
  text: `with hits as materialized (${fromCursor(`organization where ${afterCursor} and (${condition})`)}) ${pageOfHits}${exact}`,
})

const upTo = (parameter: string): string => `${parameter} || chr(1114111)`
/** Where a word is in very many names, only so many of them are looked at: nobody reads on, one writes more. */
const mostOfOneWord = 2000

const statements = {
  all: walk('organizations-all', 'true', noExact),
  code: walk('organizations-by-code', `uscc >= $3 and uscc < ${upTo('$3')}`, noExact),
  // 协会 or 太原市 alone leave no key, and two characters make no trigram.
  words: walk('organizations-by-words', 'name <> $3 and (comparison_key like $4 or name like $5)', withExact),
  // The same name or one that begins so, one that holds the words, one that is nearly so (a character mistaken): each
  // from its own index. A list of its own for each keeps the planner from reading the table for the sake of the limit;
  // it is read no further than the limit all the same. The threshold is set as in the name check.
  name: {
    name: 'organizations-by-name',
    text: `
    with wanted as materialized (
      select $4::text as pattern, $5::text as key, set_config('pg_trgm.similarity_threshold', '0.5', true) as threshold
    ), begun as materialized (
      select id, established_on from organization where name > $3 and name < ${upTo('$3')}
    ), worded as materialized (
      select o.id, o.established_on from wanted join organization o on o.comparison_key like wanted.pattern and o.name <> $3
    ), near as materialized (
      select o.id, o.established_on from wanted join organization o on o.comparison_key % wanted.key and o.name <> $3
    ), meant as materialized (
      ${['begun', 'worded', 'near'].map((list) => `(select * from ${list} limit ${mostOfOneWord})`).join(' union ')}
    ), hits as materialized (${fromCursor(`meant where ${afterCursor}`)}) ${pageOfHits}${withExact}`,
  },
} as const satisfies Record<string, Statement>

const likeAnywhere = (text: string): string => `%${text.replace(/[\\%_]/g, (character) => `\\${character}`)}%`

/** Codes and their beginnings hold digits and capitals only; names hold ideographs. */
const isCode = (query: string): boolean => /^[0-9A-Z]{2,18}$/.test(query)

const first: OrganizationCursor = { establishedOn: '9999-12-31', id: '00000000-0000-0000-0000-000000000000' }

const search = (query: string, key: string): readonly [Statement, readonly string[]] => {
  if (query === '') return [statements.all, []]
  if (isCode(query)) return [statements.code, [query]]
  return Array.from(key).length < 3
    ? [statements.words, [query, likeAnywhere(key || query), likeAnywhere(query)]]
    : [statements.name, [query, likeAnywhere(key), key]]
}

/**
 * One page of the public register: whoever has exactly the name typed, then the youngest organization first; paged by
 * key, so the last page costs no more.
 */
export const searchOrganizations = async (
  db: Pick<Database, 'read'>,
  { query, key, after }: OrganizationSearch,
): Promise<OrganizationPage> => {
  const { establishedOn, id } = after ?? first
  const [statement, values] = search(query, key)
  const [found] = await db.read<{ rows: OrganizationLine[]; exact: OrganizationLine[]; count: number }>(statement, [
    establishedOn,
    id,
    ...values,
  ])
  if (!found) throw new Error('the list gave no row')
  const rows = found.rows.slice(0, pageSize)
  const last = rows.at(-1)
  const exact = after ? [] : found.exact
  return {
    rows: [...exact, ...rows],
    count: exact.length + found.count,
    next: found.rows.length > pageSize && last ? last : undefined,
  }
}

export type OrganizationDetail = OrganizationLine & {
  readonly legalRepresentative: string
  readonly purpose: string
  readonly businessScope: string
  readonly activityArea: string
  readonly domicile: string
  /** 万元. */
  readonly fund: string
  readonly supervisoryUnit: string | null
  readonly statusSince: string
  readonly validFrom: string | null
  readonly validTo: string | null
  readonly formerNames: readonly { readonly name: string; readonly endedOn: string }[]
  readonly certificates: readonly { readonly number: string; readonly code: string; readonly issuedOn: string }[]
}

const detailStatement: Statement = {
  name: 'organization-detail',
  text: `
    select ${columns}, legal_representative as "legalRepresentative", purpose, business_scope as "businessScope",
      activity_area as "activityArea", domicile, trim_scale(fund_ten_thousands)::text as fund,
      supervisory_unit as "supervisoryUnit", status_since::text as "statusSince", valid_from::text as "validFrom",
      valid_to::text as "validTo",
      coalesce((select json_agg(json_build_object('name', f.name, 'endedOn', f.ended_on) order by f.ended_on desc)
        from former_name f where f.organization_id = organization.id), '[]'::json) as "formerNames",
      coalesce((select json_agg(json_build_object('number', d.number, 'code', d.verification_code,
          'issuedOn', d.data->>'issuedOn') order by d.issued_at desc)
        from document d where d.application_id = organization.application_id and d.kind = 'CERTIFICATE_ORIGINAL'
          and d.status = 'VALID'), '[]'::json) as certificates
    from organization where uscc = $1`,
}

/** One organization with what the public may know of it; no numbers or phones of people are ever read. */
export const findOrganization = async (
  db: Pick<Database, 'read'>,
  uscc: string,
): Promise<OrganizationDetail | undefined> => (await db.read<OrganizationDetail>(detailStatement, [uscc]))[0]
