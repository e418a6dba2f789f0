import type { StaffRole } from '../../core/access.ts'
import { AppError } from '../../core/errors.ts'
import type { Database, Statement } from '../../db/client.ts'
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
  /** Until when wrong passwords keep the door closed somewhere: in some networks, or in all but known browsers. */
  readonly lockedUntil: Date | null
  readonly lockedNetworks: number
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

const lineColumns = `s.id, s.login_name as "loginName", s.name, s.roles, s.authority_id as "authorityId", s.active,
  l.until as "lockedUntil", l.networks as "lockedNetworks", l.everywhere as "lockedEverywhere",
  s.must_change_password as "mustChangePassword", s.last_login_at as "lastLoginAt"`

/** `now` is the parameter that says what time it is. */
const withLocks = (now: string): string => `cross join lateral (
  select max(t.locked_until) as until, count(*) filter (where t.origin like 'network %')::int as networks,
    coalesce(bool_or(t.origin = 'everywhere'), false) as everywhere
  from login_try t
  where t.subject = 'staff ' || s.id and t.locked_until > ${now}
    and (t.origin like 'network %' or t.origin = 'everywhere')) l`

const listStatement = (direction: 'before' | 'after'): Statement => ({
  name: `staff-list-${direction}`,
  text: `select ${lineColumns} from staff s ${withLocks('$5')}
    where s.authority_id = any ($1::int[]) and ($2 = '' or s.login_key ^@ lower($2) or strpos(s.name, $2) > 0)
      and ($3 = '' or s.active = ($3 = 'active'))
      and ($4::int is null or s.id ${direction === 'after' ? '>' : '<'} $4)
    order by s.id ${direction === 'after' ? 'asc' : 'desc'} limit ${pageSize + 1}`,
})

const listStatements = { before: listStatement('before'), after: listStatement('after') }

/** One page of the staff of some authorities, in the order they were added. */
export const listStaff = async (
  { db, clock }: { readonly db: Database; readonly clock: Clock },
  { authorities, text, state, from }: StaffSearch,
): Promise<{ readonly rows: readonly StaffLine[]; readonly before: boolean; readonly after: boolean }> => {
  const direction = from?.direction ?? 'after'
  const found = await db.read<StaffLine>(listStatements[direction], [
    authorities,
    text,
    state,
    from?.id ?? null,
    clock.now(),
  ])
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

const memberStatement: Statement = {
  name: 'staff-member',
  text: `select ${lineColumns}, s.phone_enc as phone, s.lock_version as version, s.temporary_until as "temporaryUntil",
      s.totp_secret_enc is not null as "hasTotp", s.created_at as "createdAt", s.retired_at as "retiredAt"
    from staff s ${withLocks('$3')} where s.id = $1 and s.authority_id = any ($2::int[])`,
}

/** A member of the staff of these authorities. Throws NOT_FOUND for anybody else's (S21). */
export const staffMember = async (
  deps: { readonly db: Database; readonly clock: Clock; readonly crypto: FieldCrypto },
  rawId: string,
  authorities: readonly number[],
): Promise<StaffFacts> => {
  if (!/^\d{1,9}$/.test(rawId)) throw new AppError('NOT_FOUND')
  const [row] = await deps.db.read<StaffFacts>(memberStatement, [Number(rawId), authorities, deps.clock.now()])
  if (!row) throw new AppError('NOT_FOUND')
  return { ...row, phone: deps.crypto.decrypt(row.phone, staffPhonePlace(row.loginName)) }
}
