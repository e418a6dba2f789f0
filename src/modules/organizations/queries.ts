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
  /** Up to `countCap`; one more stands for any number above. */
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

/** The list under a condition, from a place on, with the capped count of the whole: one statement, one round trip. */
const list = (name: string, condition: string): Statement => ({
  name,
  text: `
    select
      coalesce((select json_agg(line) from (
        select ${columns} from organization
        where established_on <= $1::date and (established_on < $1::date or id > $2::uuid) and (${condition})
        order by established_on desc, id limit ${pageSize + 1}) line), '[]'::json) as rows,
      (select count(*) from (select 1 from organization where ${condition} limit ${countCap + 1}) counted) as count`,
})

const upTo = (parameter: string): string => `${parameter} || chr(1114111)`

const statements = {
  all: list('organizations-all', 'true'),
  code: list('organizations-by-code', `uscc >= $3 and uscc < ${upTo('$3')}`),
  // The same name, a name that begins so, one that holds the words, one that is nearly so (a character mistaken).
  name: list(
    'organizations-by-name',
    `(name >= $3 and name < ${upTo('$3')}) or comparison_key like $4 or comparison_key % $5`,
  ),
  // 协会 or 太原市 alone leave no key; names that hold such words are so many that the list is soon full.
  words: list('organizations-by-words', 'name like $3'),
} as const

const likeAnywhere = (text: string): string => `%${text.replace(/[\\%_]/g, (character) => `\\${character}`)}%`

/** Codes and their beginnings hold digits and capitals only; names hold ideographs. */
const isCode = (query: string): boolean => /^[0-9A-Z]{2,18}$/.test(query)

const first: OrganizationCursor = { establishedOn: '9999-12-31', id: '00000000-0000-0000-0000-000000000000' }

/** One page of the public register, the youngest organization first; paged by key, so the last page costs no more. */
export const searchOrganizations = async (
  db: Pick<Database, 'read'>,
  { query, key, after }: OrganizationSearch,
): Promise<OrganizationPage> => {
  const { establishedOn, id } = after ?? first
  const [statement, values] =
    query === ''
      ? [statements.all, []]
      : isCode(query)
        ? [statements.code, [query]]
        : key === ''
          ? [statements.words, [likeAnywhere(query)]]
          : [statements.name, [query, likeAnywhere(key), key]]
  const [found] = await db.read<{ rows: OrganizationLine[]; count: number }>(statement, [establishedOn, id, ...values])
  if (!found) throw new Error('the list gave no row')
  const rows = found.rows.slice(0, pageSize)
  const last = rows.at(-1)
  return { rows, count: found.count, next: found.rows.length > pageSize && last ? last : undefined }
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
