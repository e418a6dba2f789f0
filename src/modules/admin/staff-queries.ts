import type { StaffRole } from '../../core/access.ts'
import { AppError } from '../../core/errors.ts'
import { actionablePositions } from '../../core/workflow/decide.ts'
import { statuses, STATUSES } from '../../core/workflow/statuses.ts'
import type { Database } from '../../db/client.ts'
import { keyset } from '../../db/keyset.ts'
import { none, prepared, sql, type Sql } from '../../db/sql.ts'
import type { Clock } from '../../infra/clock.ts'
import type { FieldCrypto } from '../../infra/field-crypto.ts'
import { staffPhonePlace } from '../people/account.ts'
import { isId } from '../../web/params.ts'
import type { ChangeRow, WantedChange } from './second-person.ts'
import { staffNumberPlace } from './staff-writing.ts'

const pageSize = 50

export type StaffLine = {
  readonly id: number
  readonly loginName: string
  readonly name: string
  readonly roles: readonly StaffRole[]
  readonly authorityId: number
  /** The unit they work for, of somebody of a unit. */
  readonly organ: string | null
  readonly active: boolean
  /** Until when wrong passwords keep the door closed somewhere; known browsers excepted (see accounts/tries.ts). */
  readonly lockedUntil: Date | null
  readonly lockedNetworks: number
  readonly lockedOffices: boolean
  readonly lockedEverywhere: boolean
  readonly mustChangePassword: boolean
  readonly lastLoginAt: Date | null
}

export type StaffSearch = {
  readonly authorities: readonly number[]
  /** The beginning of a user name, or part of a name. */
  readonly text: string
  readonly state: '' | 'active' | 'retired'
  readonly from: { readonly direction: 'before' | 'after'; readonly id: number } | undefined
}

const columns = sql`s.id, s.login_name as "loginName", s.name, s.roles, s.authority_id as "authorityId", s.active,
  (select u.name from supervisory_unit u where u.id = s.organ_id) as organ,
  l.until as "lockedUntil", l.networks as "lockedNetworks", l.offices as "lockedOffices", l.everywhere as "lockedEverywhere",
  s.must_change_password as "mustChangePassword", s.last_login_at as "lastLoginAt"`

const withLocks = (now: Date): Sql => sql`cross join lateral (
  select max(t.locked_until) as until, count(*) filter (where t.origin like 'network %')::int as networks,
    coalesce(bool_or(t.origin = 'offices'), false) as offices,
    coalesce(bool_or(t.origin = 'everywhere'), false) as everywhere
  from login_try t
  where t.subject = 'staff ' || s.id and t.locked_until > ${now}
    and (t.origin like 'network %' or t.origin in ('offices', 'everywhere'))) l`

const asAdded = keyset('asc', [[sql`s.id`, 'int']])

/** One page of the staff of some authorities, in the order they were added. */
export const listStaff = async (
  { db, clock }: { readonly db: Database; readonly clock: Clock },
  { authorities, text, state, from }: StaffSearch,
): Promise<{ readonly rows: readonly StaffLine[]; readonly before: boolean; readonly after: boolean }> => {
  const direction = from?.direction ?? 'after'
  const { andBeyond, order } = asAdded(from && { key: [String(from.id)], direction })
  const asked = sql`select ${columns} from staff s ${withLocks(clock.now())}
    where s.authority_id = any (${authorities}::int[])
      ${text === '' ? none : sql`and (s.login_key ^@ lower(${text}) or strpos(s.name, ${text}) > 0)`}
      ${state === '' ? none : state === 'active' ? sql`and s.active` : sql`and not s.active`} ${andBeyond}
    order by ${order} limit ${pageSize + 1}`
  const found = await db.read<StaffLine>(...prepared('staff-list', asked))
  const more = found.length > pageSize
  const cut = found.slice(0, pageSize)
  return direction === 'after'
    ? { rows: cut, before: from !== undefined, after: more }
    : { rows: cut.toReversed(), before: more, after: true }
}

export type StaffFacts = StaffLine & {
  readonly phone: string
  /** Absent of accounts made before numbers were kept. */
  readonly idNumber: string | null
  readonly version: number
  readonly temporaryUntil: Date | null
  readonly hasTotp: boolean
  readonly createdAt: Date | null
  readonly retiredAt: Date | null
}

/** A member of the staff of these authorities. Throws NOT_FOUND for anybody else's (S21). */
export const staffMember = async (
  deps: { readonly db: Database; readonly clock: Clock; readonly crypto: FieldCrypto },
  rawId: string,
  authorities: readonly number[],
): Promise<StaffFacts> => {
  if (!/^\d{1,9}$/.test(rawId)) throw new AppError('NOT_FOUND')
  const [row] = await deps.db.read<StaffFacts>(
    ...prepared(
      'staff-member',
      sql`select ${columns}, s.phone_enc as phone, s.id_number_enc as "idNumber", s.lock_version as version, s.temporary_until as "temporaryUntil",
          s.totp_secret_enc is not null as "hasTotp", s.created_at as "createdAt", s.retired_at as "retiredAt"
        from staff s ${withLocks(deps.clock.now())}
        where s.id = ${Number(rawId)} and s.authority_id = any (${authorities}::int[])`,
    ),
  )
  if (!row) throw new AppError('NOT_FOUND')
  return {
    ...row,
    phone: deps.crypto.decrypt(row.phone, staffPhonePlace(row.loginName)),
    idNumber: row.idNumber === null ? null : deps.crypto.decrypt(row.idNumber, staffNumberPlace(row.loginName)),
  }
}

export type ListedChange = {
  readonly id: string
  readonly kind: WantedChange['kind']
  readonly status: ChangeRow['status']
  readonly staffId: number | null
  readonly authorityId: number
  /** Of an account that is there. */
  readonly loginName: string | null
  readonly name: string | null
  readonly roles: readonly StaffRole[] | null
  readonly phone: string | null
  readonly wanted: string | null
  readonly askedBy: number
  readonly askedName: string
  readonly askedAt: Date
  readonly decidedName: string | null
  readonly decidedAt: Date | null
  readonly reason: string
}

const changeColumns = sql`c.id, c.kind, c.status, c.staff_id as "staffId", c.authority_id as "authorityId",
  s.login_name as "loginName", s.name, s.roles, s.phone_enc as phone, c.wanted_enc as wanted, c.asked_by as "askedBy",
  c.asked_name as "askedName", c.asked_at as "askedAt", c.decided_name as "decidedName", c.decided_at as "decidedAt", c.reason
  from staff_change c left join staff s on s.id = c.staff_id`

/** The most changes a list shows; whoever has so many waiting looks at the oldest first. */
export const changesShown = 100

/** What waits for a second person at these authorities, the longest waiting first. */
export const waitingChanges = (
  deps: { readonly db: Database },
  authorities: readonly number[],
): Promise<ListedChange[]> =>
  deps.db.read<ListedChange>(
    ...prepared(
      'staff-changes',
      sql`select ${changeColumns} where c.authority_id = any (${authorities}::int[]) and c.status = 'WAITING'
        order by c.asked_at, c.id limit ${changesShown}`,
    ),
  )

/** A change at one of these authorities. Throws NOT_FOUND for any other (S21). */
export const oneChange = async (
  deps: { readonly db: Database },
  id: string,
  authorities: readonly number[],
): Promise<ListedChange> => {
  if (!isId(id)) throw new AppError('NOT_FOUND')
  const [row] = await deps.db.read<ListedChange>(
    ...prepared(
      'staff-change',
      sql`select ${changeColumns} where c.id = ${id} and c.authority_id = any (${authorities}::int[])`,
    ),
  )
  if (!row) throw new AppError('NOT_FOUND')
  return row
}

/** The change that waits for a member, if one does. */
export const waitingOf = async (deps: { readonly db: Database }, staffId: number): Promise<string | undefined> => {
  const [row] = await deps.db.read<{ id: string }>(
    ...prepared('staff-waiting', sql`select id from staff_change where staff_id = ${staffId} and status = 'WAITING'`),
  )
  return row?.id
}

export type RoleState = { readonly waiting: number; readonly holders: readonly string[] }

const openStatuses = STATUSES.filter((status) => statuses[status].turn === 'authority')

const organOf = (staffId: number): Sql => sql`(select organ_id from staff where id = ${staffId})`

/** What waits at an authority for whoever holds a role; of a unit, for the colleagues of the member. */
const waitingFor = (role: StaffRole, authorityId: number, without: number): Sql => {
  switch (role) {
    case 'SUPERVISOR':
      return sql`select count(*) from case_file where at_organ_id = ${organOf(without)} and status = 'WAITING_CONSENT'`
    case 'ACCOUNT_REVIEWER':
      return sql`select count(*) from registration_request where authority_id = ${authorityId} and status = 'SUBMITTED'`
    case 'HELP_DESK':
      return sql`select count(*) from desk_operation where authority_id = ${authorityId} and status in ('OPEN', 'WAITING_SECOND')`
    case 'SYS_ADMIN':
      return sql`select count(*) from staff_change where authority_id = ${authorityId} and status = 'WAITING'`
    default: {
      const positions = actionablePositions([role]).filter(({ status }) => openStatuses.includes(status))
      return sql`select count(*) from case_file a where a.authority_id = ${authorityId} and a.deleted_at is null
        and (a.procedure, a.status) in (select * from unnest(${positions.map(({ procedure }) => procedure)}::text[],
          ${positions.map(({ status }) => status)}::text[]))`
    }
  }
}

/** How much waits for a role at an authority, and who holds it there without this member. */
export const roleState = async (
  deps: { readonly db: Database },
  role: StaffRole,
  authorityId: number,
  without: number,
): Promise<RoleState> => {
  const [row] = await deps.db.read<RoleState>(
    ...prepared(
      `staff-role-${role}`,
      sql`select (${waitingFor(role, authorityId, without)}) as waiting,
        array(select s.name from staff s where s.authority_id = ${authorityId} and s.active and s.id <> ${without}
          and ${role} = any (s.roles) and s.organ_id is not distinct from ${organOf(without)} order by s.id) as holders`,
    ),
  )
  return row ?? { waiting: 0, holders: [] }
}
