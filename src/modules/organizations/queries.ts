import type { Database, Statement } from '../../db/client.ts'
import { foldGlyphs } from '../../core/names/glyphs.ts'
import { normalizeName } from '../../core/names/normalize.ts'
import { comparisonKey } from '../../core/names/parse.ts'
import { formAtEnd } from '../../core/names/words.ts'
import type { OrgType } from '../../core/org-types.ts'
import { engineDivisions, type ReferenceData } from '../../reference/reference.ts'
import type { CertificateCopy, CertificateStatus } from '../../core/register/certificates.ts'
import type { RegisterItems } from '../../core/register/changes.ts'
import type { LedgerLine } from '../../core/register/ledger.ts'
import type { RegisteredReport } from '../../core/register/reports.ts'
import type { RegisterStatus } from '../../core/register/statuses.ts'
import { jsonRows } from '../../db/sql.ts'
import { itemsJson, registeredInSql } from '../register/entry.ts'

type OrganizationLine = {
  readonly id: string
  readonly uscc: string
  readonly name: string
  readonly type: OrgType
  readonly authorityId: number
  readonly status: RegisterStatus
  readonly establishedOn: string
}

/** Where a page of the register begins: after this organization, in the order of the list; `rank`: see ranked. */
export type OrganizationCursor = { readonly rank: number; readonly establishedOn: string; readonly id: string }

/** A line of what was looked for: `calledBefore` are its former names, the latest first. */
export type FoundOrganization = OrganizationLine & { readonly calledBefore: readonly string[] }

export type OrganizationSearch = {
  /** Normalised name or part of one, or an upper-case code; empty for all. */
  readonly query: string
  /** What is left of the query without division and form; empty when nothing is. */
  readonly key: string
  readonly after: OrganizationCursor | undefined
}

export type OrganizationPage = {
  readonly rows: readonly FoundOrganization[]
  /** How many from the cursor on, up to `countCap`; one more stands for any number above. */
  readonly count: number
  /** Whether more were found than are listed, `mostOfOneWord`. */
  readonly cut: boolean
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

const inOrder = (limit: number): string => `order by rank, established_on desc, id limit ${limit}`
const afterCursor = `established_on <= $1::date and (established_on < $1::date or id > $2::uuid)`
/** What is there in this order without being looked for has no rank. */
const fromCursor = (source: string): string =>
  `select id, established_on, 0 as rank from ${source} order by established_on desc, id limit ${countCap + 1}`

const foundColumns = `${columns}, array(select f.name from former_name f where f.organization_id = organization.id
          order by f.ended_on desc) as "calledBefore"`

/** A page of what `hits` holds, and how much that is. */
const pageOfHits = `
    select ${jsonRows(`
        select ${foundColumns}, rank from organization join (select * from hits ${inOrder(pageSize + 1)}) found
          using (id, established_on)
        ${inOrder(pageSize + 1)}`)} as rows,
      (select count(*) from hits) as count`

const noExact = `, '[]'::json as exact`
/** Those that have exactly the name typed, or had it; they stand before the list and not in it. */
const exactly = `exactly as materialized (
      select id from organization where name_key = $3 union select organization_id from former_name where name_key = $3
    ), `
const withExact = `,
      ${jsonRows(`select ${foundColumns} from organization where id in (select id from exactly)
        order by name_key = $3 desc, established_on desc`)} as exact`
const notExactly = 'organization.id not in (select id from exactly)'

/** Where a word is in very many names, only so many of them are listed: nobody reads on, one writes more. */
export const mostOfOneWord = 2000

/**
 * What is no more stands behind what is, and before the others what begins as it was typed ($3).
 */
const ranked = `(organization.status not in ${registeredInSql})::int * 2
  + (not starts_with(organization.name_key, $3))::int as rank`

/** Looks for ids in an index: a list of its own, so that no plan reads the table in the order of the page instead. */
const lookUp = (condition: string): string =>
  `(select organization.id, established_on, ${ranked} from organization ${condition} limit ${mostOfOneWord + 1})`
// By the bytes, as the index is sorted, whatever the language of the database.
const beginsWith = (column: string, parameter: string): string =>
  `${column} ~>=~ ${parameter} and ${column} ~<~ (${parameter} || chr(1114111))`

/** What is found by look-ups, each cut when it found too much. `rank`: the parameter behind the others, of the cursor. */
const found = (
  name: string,
  lists: Readonly<Record<string, string>>,
  exact: string,
  rank: '$4' | '$5',
  first = '',
): Statement => ({
  name,
  text: `
    with ${first}${Object.entries(lists)
      .map(([list, condition]) => `${list} as materialized ${lookUp(condition)}`)
      .join(', ')},
    meant as materialized (${Object.keys(lists)
      .map((list) => `(select * from ${list} limit ${mostOfOneWord})`)
      .join(' union ')}),
    hits as materialized (select * from meant where rank > ${rank}::int or (rank = ${rank}::int and ${afterCursor})
      ${inOrder(countCap + 1)}) ${pageOfHits},
      (${Object.keys(lists)
        .map((list) => `(select count(*) > ${mostOfOneWord} from ${list})`)
        .join(' or ')}) as cut${exact}`,
})

const worded = `where bigrams(comparison_key || ' ' || name_key, '') @> bigrams($4, '') and ${notExactly}
        and (strpos(comparison_key, $4) > 0 or strpos(name_key, $4) > 0)`
/** The words in a name it had: most are in few. */
const former = `join former_name f on f.organization_id = organization.id
        where bigrams(f.name_key, '') @> bigrams($4, '') and strpos(f.name_key, $4) > 0 and ${notExactly}`

const statements = {
  all: {
    name: 'organizations-all',
    text: `with hits as materialized (${fromCursor(`organization where ${afterCursor}`)}) ${pageOfHits}, false as cut${noExact}`,
  },
  code: found('organizations-by-code', { begun: `where ${beginsWith('uscc', '$3')}` }, noExact, '$4'),
  // 协会 or 太原市 alone leave no key, and two characters make no trigram.
  words: found('organizations-by-words', { worded, former }, withExact, '$5', exactly),
  // The same name or one that begins so, and one that holds the words; where there is none, one that is nearly so (a
  // character mistaken): each from its own index. The threshold is set as in the name check.
  name: found(
    'organizations-by-name',
    {
      begun: `where ${notExactly} and ${beginsWith('name_key', '$3')}`,
      worded,
      former,
      near: `where comparison_key % (select key from wanted) and ${notExactly}
        and not exists (select from begun) and not exists (select from worded) and not exists (select from former)`,
    },
    withExact,
    '$5',
    `${exactly}wanted as materialized (
      select $4::text as key, set_config('pg_trgm.similarity_threshold', '0.5', true) as threshold
    ), `,
  ),
} as const satisfies Record<string, Statement>

/** Codes and their beginnings hold digits and capitals only; names hold ideographs. */
const isCode = (query: string): boolean => /^[0-9A-Z]{2,18}$/.test(query)

const first: OrganizationCursor = { rank: -1, establishedOn: '9999-12-31', id: '00000000-0000-0000-0000-000000000000' }

/** Characters a name can be looked for by: fewer are in very many names. */
const fewestCharacters = 2

const search = (query: string, key: string): readonly [Statement, readonly string[]] => {
  if (query === '') return [statements.all, []]
  if (isCode(query)) return [statements.code, [query]]
  const words = Array.from(key).length < fewestCharacters ? query : key
  return [Array.from(key).length < 3 ? statements.words : statements.name, [query, words]]
}

/**
 * One page of the public register: whoever has exactly the name typed, then who is registered and begins so, the
 * youngest first; paged by
 * key, so the last page costs no more. Gives nothing when too little was typed to look for.
 */
export const searchOrganizations = async (
  db: Pick<Database, 'read'>,
  { query, key, after }: OrganizationSearch,
): Promise<OrganizationPage | undefined> => {
  if (query !== '' && Array.from(query).length < fewestCharacters) return undefined
  const { rank, establishedOn, id } = after ?? first
  const [statement, values] = search(foldGlyphs(query), key)
  const wanted = [...values, ...(values.length > 0 ? [String(rank)] : [])]
  const [read] = await db.read<{
    rows: (FoundOrganization & { readonly rank: number })[]
    exact: FoundOrganization[]
    count: number
    cut: boolean
  }>(statement, [establishedOn, id, ...wanted])
  if (!read) throw new Error('the list gave no row')
  const rows = read.rows.slice(0, pageSize)
  const last = rows.at(-1)
  const exact = after ? [] : read.exact
  return {
    rows: [...exact, ...rows],
    count: exact.length + read.count,
    cut: read.cut,
    next: read.rows.length > pageSize && last ? last : undefined,
  }
}

export type OrganizationDetail = OrganizationLine & {
  readonly items: RegisterItems
  readonly statusSince: string
  readonly validFrom: string | null
  readonly validTo: string | null
  readonly formerNames: readonly { readonly name: string; readonly endedOn: string }[]
  readonly certificates: readonly CertificateEntry[]
  readonly ledger: readonly LedgerEntry[]
  /** Years with a conclusion on their report, newest first. */
  readonly reports: readonly (RegisteredReport & {
    /** 整改 that was asked for; `on`: the day it was confirmed. */
    readonly rectification: { readonly on: string | null } | null
  })[]
  /** What was announced of it and stands. */
  readonly announcements: readonly {
    readonly id: string
    readonly number: string
    readonly note: string
    readonly on: string
  }[]
}

export type CertificateEntry = {
  readonly id: number
  readonly serial: number
  readonly status: CertificateStatus
  readonly madeOn: string
  readonly validFrom: string
  readonly validTo: string
  readonly endedOn: string | null
  readonly lostCopy: CertificateCopy | null
  /** Number and verification code of the 正本, where the portal made one. */
  readonly number: string | null
  readonly code: string | null
  /** What its money is called on it; certificates of earlier releases called it so for every type. */
  readonly fundLabel: string | null
}

type LedgerEntry = LedgerLine & {
  /** The same for everything that was decided at once. */
  readonly source: string
  readonly effectiveOn: string
  readonly authorityId: number
  /** Of the document it was decided by, where there is one. */
  readonly number: string | null
  /** Where a loss was made known. */
  readonly notice: { readonly paper: string; readonly on: string } | null
}

const detailStatement: Statement = {
  name: 'organization-detail',
  text: `
    select ${columns}, ${itemsJson('organization')} as items, status_since::text as "statusSince",
      valid_from::text as "validFrom", valid_to::text as "validTo",
      coalesce((select json_agg(json_build_object('name', c.before, 'endedOn', c.effective_on)
          order by c.effective_on desc, c.id desc)
        from organization_change c where c.organization_id = organization.id and c.kind = 'set' and c.item = 'name'),
        '[]'::json) as "formerNames",
      coalesce((select json_agg(json_build_object('id', c.id, 'serial', c.serial, 'status', c.status,
          'madeOn', (c.made_at at time zone 'Asia/Shanghai')::date, 'validFrom', c.valid_from, 'validTo', c.valid_to,
          'endedOn', c.ended_on, 'lostCopy', c.lost_copy, 'number', d.number, 'code', d.verification_code,
          'fundLabel', case when d.id is not null then coalesce(d.data->>'fundLabel', '注册资金') end) order by c.id desc)
        from certificate c left join document d on d.certificate_id = c.id and d.kind = 'CERTIFICATE_ORIGINAL'
        where c.organization_id = organization.id), '[]'::json) as certificates,
      coalesce((select json_agg(json_build_object('kind', c.kind, 'item', c.item, 'before', c.before, 'after', c.after,
          'source', coalesce('event' || c.event_id, 'act' || c.act_id, 'change' || c.id),
          'effectiveOn', c.effective_on, 'authorityId', coalesce(f.authority_id, organization.authority_id),
          'number', (select d.number from document d
            where d.kind <> 'CERTIFICATE_DUPLICATE' and (d.event_id = c.event_id or d.act_id = c.act_id
              or d.certificate_id = (select made.id from certificate made where made.act_id = c.act_id))
            order by d.kind in ('DECISION_GRANTED', 'REPORT_CONCLUSION') desc, d.number limit 1),
          'notice', case when a.notice_on is not null
            then json_build_object('paper', a.notice_paper, 'on', a.notice_on)
            when e.action = 'declareLost'
            then json_build_object('paper', e.details->'form'->>'noticePaper', 'on', e.details->'form'->>'noticeOn') end)
          order by c.effective_on desc, c.id desc)
        from organization_change c left join case_file f on f.id = c.case_id left join register_act a on a.id = c.act_id
          left join case_event e on e.id = c.event_id
        where c.organization_id = organization.id), '[]'::json) as ledger,
      ${jsonRows(`select y.fiscal_year as year, y.conclusion, y.concluded_on as "concludedOn", y.filed_on as "filedOn", y.late,
          (select json_build_object('on', (select (e.at at time zone 'Asia/Shanghai')::date from case_event e
            where e.case_id = f.id and e.outcome = 'rectified' order by e.id desc limit 1))
            from case_file f where f.id = y.case_id and f.procedure = 'rectification') as rectification
        from organization_report y where y.organization_id = organization.id order by y.fiscal_year desc`)} as reports,
      ${jsonRows(`select d.id, d.number, d.data->>'titleNote' as note, (d.issued_at at time zone 'Asia/Shanghai')::date as "on"
        from document d where d.kind = 'ANNOUNCEMENT' and d.status = 'VALID' and d.case_id in (
          select f.id from case_file f where f.organization_id = organization.id union select organization.case_id)
        order by d.issued_at desc, d.id`)} as announcements
    from organization where uscc = $1`,
}

/** One organization with what the public may know of it; no numbers or phones of people are ever read. */
export const findOrganization = async (
  db: Pick<Database, 'read'>,
  uscc: string,
): Promise<OrganizationDetail | undefined> => (await db.read<OrganizationDetail>(detailStatement, [uscc]))[0]
