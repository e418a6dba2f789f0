import type { StaffRole } from '../../core/access.ts'
import { AppError } from '../../core/errors.ts'
import {
  newPhoneHours,
  staffFault,
  type StaffChange,
  type StaffChangeKind,
  type StaffFault,
  type StaffMember,
} from '../../core/staff-roles.ts'
import type { Transaction } from '../../db/command.ts'
import type { Deps } from '../../deps.ts'
import type { Staff } from '../../web/route.ts'
import { staffPhonePlace } from '../accounts/store.ts'
import { makeTemporaryPassword, temporaryHours } from '../accounts/temporary-password.ts'
import { openAllWays } from '../accounts/tries.ts'
import { authorityById } from '../catalogue/reference.ts'
import type { SmsText } from '../messages/sms-texts.ts'
import { tellStaff } from '../messages/staff-notice.ts'
import { authoritiesInReach } from './reach.ts'

type RequestFacts = { readonly ip: string; readonly requestId: string }

const hour = 3_600_000

/** What stands in the way: a rule of core/staff-roles.ts, or somebody who has the name, the number or the phone. */
export type StaffRefusal = StaffFault | 'LOGIN_NAME_TAKEN' | 'PERSON_TAKEN' | 'PHONE_TAKEN'

export type StaffOutcome = { readonly id: number } | { readonly refused: StaffRefusal }

type Row = {
  id: number
  login_name: string
  name: string
  authority_id: number
  roles: StaffRole[]
  phone_enc: string
  phone_idx: string
  id_number_idx: string
  active: boolean
  lock_version: number
  phone_changed_at: Date | null
}

const columns = [
  'id',
  'login_name',
  'name',
  'authority_id',
  'roles',
  'phone_enc',
  'phone_idx',
  'id_number_idx',
  'active',
  'lock_version',
  'phone_changed_at',
] as const

const memberOf = (row: Row): StaffMember => ({
  id: row.id,
  idNumberIndex: row.id_number_idx,
  roles: row.roles,
  active: row.active,
})

/** The unique indexes that decide between two at the same instant. */
const takenBy: Readonly<Record<string, StaffRefusal>> = {
  staff_login_key_key: 'LOGIN_NAME_TAKEN',
  staff_person: 'PERSON_TAKEN',
  staff_phone: 'PHONE_TAKEN',
}

const refusalOf = (error: unknown): StaffRefusal | undefined =>
  error instanceof Error && 'constraint' in error ? takenBy[String(error.constraint)] : undefined

/**
 * Holds the staff of the authorities until the end of the transaction, always in the same order: what two
 * administrators do at once happens one after the other, and each is judged by what the other left.
 */
const holdStaff = (tx: Transaction, authorities: readonly number[]): Promise<Row[]> =>
  tx
    .trx('staff')
    .whereIn('authority_id', [...new Set(authorities)])
    .orderBy('id')
    .forUpdate()
    .select<Row[]>(...columns)

const actorAmong = (rows: readonly Row[], actor: Staff): StaffMember => {
  const row = rows.find(({ id }) => id === actor.id)
  if (!row) throw new AppError('FORBIDDEN')
  return memberOf(row)
}

const isAdministrator = (row: Row): boolean => row.active && row.roles.includes('SYS_ADMIN')

/** What is told and done about a refusal: no longer an administrator is no fault of the form. */
const refuse = (
  tx: Transaction,
  where: { readonly chain: string; readonly objectId?: string | undefined },
  change: StaffChangeKind,
  fault: StaffFault,
): StaffOutcome => {
  tx.audit({ ...where, action: 'staff-change-refused', objectKind: 'staff', details: { change, fault } })
  return { refused: fault }
}

const forbidUnlessAdministrator = (outcome: StaffOutcome): StaffOutcome => {
  if ('refused' in outcome && outcome.refused === 'NOT_ADMINISTRATOR') throw new AppError('FORBIDDEN')
  return outcome
}

type Temporary = Awaited<ReturnType<typeof makeTemporaryPassword>>

/** The columns of somebody who must choose a password before anything else. */
const temporaryColumns = (tx: Transaction, temporary: Temporary) => ({
  password_hash: temporary.hash,
  must_change_password: true,
  temporary_until: new Date(tx.now.getTime() + temporaryHours * hour),
  credentials_changed_at: tx.now,
  totp_secret_enc: null,
  totp_last_step: null,
})

const tellTemporary = (
  tx: Transaction,
  deps: Deps,
  to: { readonly phone: string; readonly loginName: string },
  why: { readonly kind: 'added'; readonly authorityId: number } | { readonly kind: 'reset' | 'reinstate' },
  temporary: Temporary,
): Promise<void> => {
  const facts = { staffName: to.loginName, password: temporary.password, hours: temporaryHours }
  return tellStaff(tx, deps, {
    phones: [to.phone],
    expiresAt: new Date(tx.now.getTime() + temporaryHours * hour),
    ...(why.kind === 'added'
      ? { template: 'staff-added', facts: { ...facts, authority: why.authorityId } }
      : { template: why.kind === 'reset' ? 'staff-reset' : 'staff-reinstated', facts }),
  })
}

export type NewMember = {
  readonly authorityId: number
  readonly loginName: string
  readonly loginKey: string
  readonly name: string
  readonly idNumberIndex: string
  readonly phone: string
  readonly roles: readonly StaffRole[]
}

/** Adds a member of staff; the temporary password goes to the phone and nowhere else. */
export const addStaff = async (
  deps: Deps,
  actor: Staff,
  request: RequestFacts,
  wanted: NewMember,
): Promise<StaffOutcome> => {
  const authority = authoritiesInReach(deps.reference, actor).find(({ id }) => id === wanted.authorityId)
  if (!authority) throw new AppError('NOT_FOUND')
  const temporary = await makeTemporaryPassword(deps)
  const who = { actorKind: 'staff' as const, actorId: String(actor.id), ...request }
  try {
    const outcome = await deps.command(who, async (tx): Promise<StaffOutcome> => {
      const held = await holdStaff(tx, [actor.authority.id, authority.id])
      const fault = staffFault({
        actor: actorAmong(held, actor),
        member: { idNumberIndex: wanted.idNumberIndex, roles: [], active: false },
        change: {
          kind: 'create',
          roles: wanted.roles,
          workedHere: held.some(
            (one) => !one.active && one.authority_id === authority.id && one.id_number_idx === wanted.idNumberIndex,
          ),
        },
        otherAdministrators: 0,
      })
      if (fault) return refuse(tx, { chain: authority.code }, 'create', fault)
      const [made] = await tx
        .trx('staff')
        .insert({
          login_name: wanted.loginName,
          login_key: wanted.loginKey,
          name: wanted.name,
          authority_id: authority.id,
          roles: [...wanted.roles],
          phone_enc: deps.crypto.encrypt(wanted.phone, staffPhonePlace(wanted.loginName)),
          phone_idx: deps.crypto.index('phone', wanted.phone),
          id_number_idx: wanted.idNumberIndex,
          created_at: tx.now,
          ...temporaryColumns(tx, temporary),
        })
        .returning<{ id: number }[]>('id')
      if (!made) throw new Error('no member of staff was made')
      tx.audit({
        chain: authority.code,
        action: 'staff-added',
        objectKind: 'staff',
        objectId: String(made.id),
        details: { roles: wanted.roles },
      })
      await tellTemporary(
        tx,
        deps,
        { phone: wanted.phone, loginName: wanted.loginName },
        { kind: 'added', authorityId: authority.id },
        temporary,
      )
      return { id: made.id }
    })
    return forbidUnlessAdministrator(outcome)
  } catch (error) {
    const refused = refusalOf(error)
    if (refused) return { refused }
    throw error
  }
}

/** What an administrator asks for. `phone` is absent when it stays. */
export type MemberChange =
  | { readonly kind: 'roles'; readonly roles: readonly StaffRole[] }
  | { readonly kind: 'details'; readonly name: string; readonly phone?: string }
  | { readonly kind: 'reset' | 'unlock' | 'retire' | 'reinstate' }

type Written = {
  readonly columns: Readonly<Record<string, unknown>>
  readonly action: string
  readonly details?: Readonly<Record<string, unknown>>
  /** Told by text message; the temporary password has a message of its own. */
  readonly notice?: SmsText & { readonly phones: readonly string[] }
}

const whatIsWritten = (
  tx: Transaction,
  deps: Deps,
  row: Row,
  change: MemberChange,
  temporary: Temporary | undefined,
): Written => {
  const phone = deps.crypto.decrypt(row.phone_enc, staffPhonePlace(row.login_name))
  const facts = { staffName: row.login_name }
  switch (change.kind) {
    case 'roles':
      return {
        columns: { roles: [...change.roles] },
        action: 'staff-roles-changed',
        details: { from: row.roles, to: change.roles },
        notice: { phones: [phone], template: 'staff-roles', facts: { ...facts, roles: change.roles } },
      }
    case 'details': {
      const moved = change.phone !== undefined && change.phone !== phone ? change.phone : undefined
      return {
        columns: {
          name: change.name,
          ...(moved === undefined
            ? {}
            : {
                phone_enc: deps.crypto.encrypt(moved, staffPhonePlace(row.login_name)),
                phone_idx: deps.crypto.index('phone', moved),
                phone_changed_at: tx.now,
                credentials_changed_at: tx.now,
              }),
        },
        action: 'staff-details-changed',
        details: { name: change.name !== row.name, phone: moved !== undefined },
        notice: {
          phones: moved === undefined ? [phone] : [phone, moved],
          template: moved === undefined ? 'staff-details' : 'staff-phone',
          facts,
        },
      }
    }
    case 'unlock':
      return {
        columns: {},
        action: 'staff-unlocked',
        notice: { phones: [phone], template: 'staff-unlocked', facts },
      }
    case 'retire':
      return {
        columns: { active: false, retired_at: tx.now, credentials_changed_at: tx.now },
        action: 'staff-retired',
        notice: { phones: [phone], template: 'staff-retired', facts },
      }
    case 'reset':
    case 'reinstate': {
      if (!temporary) throw new Error('no temporary password was made')
      const back = change.kind === 'reinstate' ? { active: true, retired_at: null } : {}
      return {
        columns: { ...back, ...temporaryColumns(tx, temporary) },
        action: change.kind === 'reset' ? 'staff-password-reset' : 'staff-reinstated',
      }
    }
  }
}

/** The changes after which the door is open again to whoever wrong passwords had closed it. */
const opensDoor: ReadonlySet<MemberChange['kind']> = new Set(['unlock', 'reset', 'reinstate'])

const ruleOf = (change: MemberChange, row: Row, now: Date): StaffChange => {
  if (change.kind === 'roles') return { kind: 'roles', roles: change.roles }
  if (change.kind !== 'reset' && change.kind !== 'reinstate') return { kind: change.kind }
  const phoneIsNew =
    row.phone_changed_at !== null && now.getTime() - row.phone_changed_at.getTime() < newPhoneHours * hour
  return { kind: change.kind, phoneIsNew }
}

/** Rights and credentials act at once; a name, and the end of a lock, need no new login. */
const endsSession = (change: MemberChange): boolean =>
  change.kind === 'details' ? change.phone !== undefined : change.kind !== 'unlock'

/**
 * Changes a member of staff as the rules of core/staff-roles.ts let an administrator; a change of rights or
 * credentials ends the member's session. Throws NOT_FOUND for somebody out of reach, STALE when the member was changed since the page was
 * opened, FORBIDDEN when the administrator is one no longer.
 */
export const changeStaff = async (
  deps: Deps,
  actor: Staff,
  request: RequestFacts,
  wanted: { readonly id: number; readonly version: number; readonly change: MemberChange },
): Promise<StaffOutcome> => {
  const { id, change } = wanted
  const reach = authoritiesInReach(deps.reference, actor)
  const known = await deps.db.knex('staff').where({ id }).first<{ authority_id: number } | undefined>('authority_id')
  if (!known || !reach.some((authority) => authority.id === known.authority_id)) throw new AppError('NOT_FOUND')
  const chain = authorityById(deps.reference, known.authority_id).code
  const object = { chain, objectKind: 'staff', objectId: String(id) }
  const temporary =
    change.kind === 'reset' || change.kind === 'reinstate' ? await makeTemporaryPassword(deps) : undefined
  const who = { actorKind: 'staff' as const, actorId: String(actor.id), ...request }
  let outcome: StaffOutcome
  try {
    outcome = await deps.command(who, async (tx): Promise<StaffOutcome> => {
      const held = await holdStaff(tx, [actor.authority.id, known.authority_id])
      const row = held.find((one) => one.id === id)
      if (!row) throw new AppError('NOT_FOUND')
      const fault = staffFault({
        actor: actorAmong(held, actor),
        member: memberOf(row),
        change: ruleOf(change, row, tx.now),
        otherAdministrators: held.filter(
          (one) => one.id !== id && one.authority_id === row.authority_id && isAdministrator(one),
        ).length,
      })
      if (fault === 'NOT_ADMINISTRATOR') return refuse(tx, object, change.kind, fault)
      if (row.lock_version !== wanted.version) throw new AppError('STALE')
      if (fault) return refuse(tx, object, change.kind, fault)
      const written = whatIsWritten(tx, deps, row, change, temporary)
      await tx
        .trx('staff')
        .where({ id })
        .update({ ...written.columns, lock_version: row.lock_version + 1 })
      if (opensDoor.has(change.kind)) await openAllWays(tx.trx, `staff ${id}`)
      tx.audit({ ...object, action: written.action, ...(written.details ? { details: written.details } : {}) })
      if (written.notice) await tellStaff(tx, deps, written.notice)
      if (temporary && (change.kind === 'reset' || change.kind === 'reinstate')) {
        const phone = deps.crypto.decrypt(row.phone_enc, staffPhonePlace(row.login_name))
        await tellTemporary(tx, deps, { phone, loginName: row.login_name }, { kind: change.kind }, temporary)
      }
      return { id }
    })
  } catch (error) {
    const refused = refusalOf(error)
    if (refused) return { refused }
    throw error
  }
  const done = forbidUnlessAdministrator(outcome)
  if ('id' in done && id !== actor.id && endsSession(change)) await deps.sessions.staff.store.endAll(String(id))
  return done
}
