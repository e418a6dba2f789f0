import type { StaffRole } from '../../core/access.ts'
import { AppError } from '../../core/errors.ts'
import type { Database } from '../../db/client.ts'
import { keyset } from '../../db/keyset.ts'
import { none, prepared, sql, type Sql } from '../../db/sql.ts'
import type { Clock } from '../../infra/clock.ts'
import type { FieldCrypto } from '../../infra/field-crypto.ts'
import { staffPhonePlace } from '../accounts/store.ts'

const pageSize = 50

export type StaffLine = {
  readonly id: number
  readonly loginName: string
  readonly name: string
  readonly roles: readonly StaffRole[]
  readonly authorityId: number
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
      sql`select ${columns}, s.phone_enc as phone, s.lock_version as version, s.temporary_until as "temporaryUntil",
          s.totp_secret_enc is not null as "hasTotp", s.created_at as "createdAt", s.retired_at as "retiredAt"
        from staff s ${withLocks(deps.clock.now())}
        where s.id = ${Number(rawId)} and s.authority_id = any (${authorities}::int[])`,
    ),
  )
  if (!row) throw new AppError('NOT_FOUND')
  return { ...row, phone: deps.crypto.decrypt(row.phone, staffPhonePlace(row.loginName)) }
}
