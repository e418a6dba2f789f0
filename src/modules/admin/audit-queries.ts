import { normalizeCode } from '../../core/identity/checked.ts'
import { ID_TYPES, identityKey, type IdType } from '../../core/identity/documents.ts'
import { loginNameKey } from '../../core/identity/login-name.ts'
import { normalizePersonName } from '../../core/identity/person-name.ts'
import { validateMobile } from '../../core/identity/phone.ts'
import { keyset, type Cursor } from '../../db/keyset.ts'
import { joined, prepared, sql, unionAll, type Sql } from '../../db/sql.ts'
import type { Deps } from '../../deps.ts'
import type { Staff } from '../../web/route.ts'

export const auditPageSize = 50

export type AuditRow = {
  readonly id: number
  readonly chain: string
  readonly seq: number
  /** The instant as text: a Date would cut its microseconds, and with them rows between two pages. */
  readonly at: string
  readonly actor_kind: string
  readonly actor_id: string | null
  /** As it was then; of rows of before it was kept, as it is now. */
  readonly actor_name: string | null
  readonly action: string
  readonly object_kind: string
  readonly object_id: string | null
  /** Of a case its number, of a person the user name. */
  readonly object_name: string | null
  readonly details: Readonly<Record<string, unknown>>
  readonly ip: string | null
}

/** Somebody as the log knows them. */
export type AuditPerson = { readonly kind: 'staff' | 'account'; readonly id: string }

export type AuditFilter = {
  /** The number of a case of the own authority. */
  readonly number: string
  readonly person: AuditPerson | undefined
  readonly actions: readonly string[] | undefined
  readonly ip: string
  /** Instants, the end not included. */
  readonly from: string | undefined
  readonly until: string | undefined
}

const newest = keyset('desc', [
  [sql`l.at`, 'timestamptz'],
  [sql`l.id`, 'bigint'],
])

// What stands in the log is never changed, so an id that is none must not stop the page.
const isNumber = sql`'^[0-9]{1,9}$'`
const isUuid = sql`'^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'`

const and = sql` and `
const union = sql` union `

// Each way to the rows is an ordered look into an index of its own, and the others narrow what it gives.
const question = (staff: Staff, filter: AuditFilter, cursor: Cursor | undefined): Sql => {
  const { andBeyond, order } = newest(cursor)
  const { number, person, actions, ip, from, until } = filter
  const chains = [staff.authority.code, 'platform']
  const cases = sql`select a.id from case_file a where a.authority_id = ${staff.authority.id} and a.number = ${number}`
  const ofCase = sql`select 'case' as kind, c.id::text as id from (${cases}) c
    union all select 'attachment', t.id::text from attachment t where t.case_id in (${cases})
    union all select 'document', d.id::text from document d where d.case_id in (${cases})
    union all select 'site_visit', v.id::text from site_visit v where v.case_id in (${cases})
    union all select 'attachment', p.id::text from site_visit_photo p join site_visit v on v.id = p.visit_id
      where v.case_id in (${cases})`
  const narrowed = joined(
    [
      sql`l.chain = any (${chains})`,
      ...(number === '' ? [] : [sql`(l.object_kind, l.object_id) in (${ofCase})`]),
      ...(actions === undefined ? [] : [sql`l.action = any (${actions})`]),
      ...(ip === '' ? [] : [sql`l.ip = ${ip}`]),
      ...(from === undefined ? [] : [sql`l.at >= ${from}::timestamptz`]),
      ...(until === undefined ? [] : [sql`l.at < ${until}::timestamptz`]),
    ],
    and,
  )
  const cut = sql`and ${narrowed} ${andBeyond} order by ${order} limit ${auditPageSize + 1}`
  const lookUp = (each: Sql, condition: Sql): Sql =>
    sql`(select l.id, l.at from ${each} cross join lateral (select l.id, l.at from audit_log l where ${condition} ${cut}) l)`
  const ways = (): readonly Sql[] => {
    if (person) {
      const actor = person.kind === 'staff' ? 'staff' : 'applicant'
      return [
        sql`(select l.id, l.at from audit_log l where l.actor_kind = ${actor} and l.actor_id = ${person.id} ${cut})`,
        sql`(select l.id, l.at from audit_log l where l.object_kind = ${person.kind} and l.object_id = ${person.id} ${cut})`,
      ]
    }
    if (number !== '') return [lookUp(sql`(${ofCase}) o`, sql`l.object_kind = o.kind and l.object_id = o.id`)]
    if (ip !== '') return [sql`(select l.id, l.at from audit_log l where l.ip = ${ip} ${cut})`]
    const each = sql`unnest(${chains}::text[]) as c (chain)`
    return [
      actions === undefined
        ? lookUp(each, sql`l.chain = c.chain`)
        : lookUp(
            sql`${each} cross join unnest(${actions}::text[]) as w (action)`,
            sql`l.chain = c.chain and l.action = w.action`,
          ),
    ]
  }
  return sql`select l.id, l.chain, l.seq, to_json(l.at) #>> '{}' as at, l.actor_kind, l.actor_id,
      coalesce(l.actor_name, s.name, c.login_name) as actor_name, l.action, l.object_kind, l.object_id,
      coalesce(p.number, os.name, oc.login_name) as object_name, l.details, l.ip
    from (select distinct l.at, l.id from (${joined(ways(), unionAll)}) l order by ${order} limit ${auditPageSize + 1}) found
      join audit_log l on l.id = found.id
      left join staff s on s.id = case when l.actor_kind = 'staff' and l.actor_id ~ ${isNumber} then l.actor_id::int end
      left join account c on c.id = case when l.actor_kind = 'applicant' and l.actor_id ~ ${isUuid} then l.actor_id::uuid end
      left join case_file p on p.id = case when l.object_kind = 'case' and l.object_id ~ ${isUuid} then l.object_id::uuid end
      left join staff os on os.id = case when l.object_kind = 'staff' and l.object_id ~ ${isNumber} then l.object_id::int end
      left join account oc on oc.id = case when l.object_kind = 'account' and l.object_id ~ ${isUuid} then l.object_id::uuid end
    order by ${order}`
}

/** Rows of the chains of the official's own authority and of the platform, one more than a page. */
export const auditRows = (
  deps: Pick<Deps, 'db'>,
  staff: Staff,
  filter: AuditFilter,
  cursor: Cursor | undefined,
): Promise<AuditRow[]> => deps.db.read<AuditRow>(...prepared('audit', question(staff, filter, cursor)))

export type FoundPerson = AuditPerson & {
  readonly loginName: string
  readonly name: string
  readonly authority: string | null
}

const idTypes = Object.keys(ID_TYPES) as IdType[]

/** Of people with one name only so many are offered. */
export const offeredPeople = 20

/** Staff and accounts whose user name, name, phone or document number is exactly what was typed; one more than offered. */
export const peopleNamed = (deps: Pick<Deps, 'db' | 'crypto'>, typed: string): Promise<FoundPerson[]> => {
  const login = loginNameKey(typed)
  const phone = validateMobile(typed)
  const phoneIndex = deps.crypto.index('phone', phone.ok ? phone.value : typed)
  const number = normalizeCode(typed)
  const numbers = idTypes
    .filter((type) => ID_TYPES[type].pattern.test(number))
    .map((type) => deps.crypto.index('id-number', identityKey(type, number)))
  const each = (table: Sql, more: Sql): Sql =>
    joined(
      [
        sql`login_key = ${login}`,
        sql`name = ${normalizePersonName(typed)}`,
        sql`phone_idx = ${phoneIndex}`,
        sql`id_number_idx = any (${numbers}::text[])`,
      ].map((condition) => sql`(select ${more} from ${table} where ${condition} limit ${offeredPeople + 1})`),
      union,
    )
  return deps.db.read<FoundPerson>(
    ...prepared(
      'audit-people',
      sql`select f.kind, f.id, f.login_name as "loginName", f.name, u.name as authority from (
          ${each(sql`staff`, sql`'staff' as kind, id::text as id, login_name, name, authority_id`)}
          union ${each(sql`account`, sql`'account' as kind, id::text as id, login_name, name, null::int`)}) f
        left join authority u on u.id = f.authority_id
        order by f.kind desc, f.login_name limit ${offeredPeople + 1}`,
    ),
  )
}

/** The user name of somebody an address names. */
export const personLogin = async (deps: Pick<Deps, 'db'>, { kind, id }: AuditPerson): Promise<string | undefined> => {
  const asked = kind === 'staff' ? sql`staff where id = ${id}::int` : sql`account where id = ${id}::uuid`
  const [row] = await deps.db.read<{ login: string }>(
    ...prepared('audit-person', sql`select login_name as login from ${asked}`),
  )
  return row?.login
}
