import type { StaffRole } from '../../core/access.ts'
import { identityKey } from '../../core/identity/documents.ts'
import { maskPhone } from '../../core/identity/mask.ts'
import { newPhoneHours, type StaffChange, type StaffFault, type StaffMember } from '../../core/staff-roles.ts'
import type { Transaction } from '../../db/command.ts'
import type { Deps } from '../../deps.ts'
import type { FieldCrypto } from '../../infra/field-crypto.ts'
import type { Staff } from '../../web/route.ts'
import { staffPhonePlace } from '../people/account.ts'
import { makeTemporaryPassword, temporaryHours } from '../accounts/temporary-password.ts'
import { openAllWays } from '../accounts/tries.ts'
import { authorityById } from '../../reference/reference.ts'
import { handOnOperations } from '../helpdesk/hand-on.ts'
import type { SmsText } from '../messages/sms-texts.ts'
import { tellStaff } from '../messages/staff-notice.ts'

/*
 * What a change of a member of staff does to the tables, whether one administrator may make it alone or a second person
 * has confirmed it.
 */

const hour = 3_600_000

/** What stands in the way: a rule of core/staff-roles.ts, the identity service, or somebody who has name, number or phone. */
export type StaffRefusal =
  | StaffFault
  | 'LOGIN_NAME_TAKEN'
  | 'PERSON_TAKEN'
  | 'PHONE_TAKEN'
  | 'IDENTITY_DIFFERS'
  | 'IDENTITY_UNAVAILABLE'
  | 'WAITS_ALREADY'

export type StaffRow = {
  id: number
  login_name: string
  login_key: string
  name: string
  authority_id: number
  organ_id: number | null
  roles: StaffRole[]
  phone_enc: string
  phone_idx: string
  id_number_idx: string
  id_number_enc: string | null
  active: boolean
  lock_version: number
  phone_changed_at: Date | null
}

const columns = [
  'id',
  'login_name',
  'login_key',
  'name',
  'authority_id',
  'organ_id',
  'roles',
  'phone_enc',
  'phone_idx',
  'id_number_idx',
  'id_number_enc',
  'active',
  'lock_version',
  'phone_changed_at',
] as const satisfies readonly (keyof StaffRow)[]

/** Where the sealed number of a member of staff belongs (see FieldCrypto). */
export const staffNumberPlace = (loginName: string): string => `staff.id_number:${loginName}`

/** By what a person with this 居民身份证 number is known. */
export const numberIndex = (crypto: FieldCrypto, idNumber: string): string =>
  crypto.index('id-number', identityKey('RESIDENT_ID', idNumber))

export const memberOf = (row: StaffRow): StaffMember => ({
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
  staff_change_waiting: 'WAITS_ALREADY',
}

export const refusalOf = (error: unknown): StaffRefusal | undefined =>
  error instanceof Error && 'constraint' in error ? takenBy[String(error.constraint)] : undefined

/**
 * Holds the staff of the authorities until the end of the transaction, always in the same order: what two
 * administrators do at once happens one after the other, and each is judged by what the other left.
 */
export const holdStaff = (tx: Transaction, authorities: readonly number[]): Promise<StaffRow[]> =>
  tx
    .trx('staff')
    .whereIn('authority_id', [...new Set(authorities)])
    .orderBy('id')
    .forUpdate()
    .select<StaffRow[]>(...columns)

export type NewMember = {
  readonly authorityId: number
  readonly loginName: string
  readonly loginKey: string
  readonly name: string
  readonly idNumber: string
  readonly phone: string
  readonly roles: readonly StaffRole[]
  /** The unit whose staff they are, of a SUPERVISOR. */
  readonly organId?: number
}

/** What an administrator asks for. `phone` is absent when it stays. */
export type MemberChange =
  | { readonly kind: 'roles'; readonly roles: readonly StaffRole[] }
  | { readonly kind: 'details'; readonly name: string; readonly phone?: string }
  | { readonly kind: 'identity'; readonly name: string; readonly idNumber: string }
  | { readonly kind: 'reset' | 'unlock' | 'retire' | 'reinstate' }

export type Temporary = Awaited<ReturnType<typeof makeTemporaryPassword>>

/** A temporary password for the changes that send one. */
export const temporaryFor = async (deps: Deps, kind: string): Promise<Temporary | undefined> =>
  kind === 'create' || kind === 'reset' || kind === 'reinstate' ? makeTemporaryPassword(deps) : undefined

const need = <T>(value: T | undefined): T => {
  if (value === undefined) throw new Error('no temporary password was made')
  return value
}

/** The columns of somebody who must choose a password before anything else. */
const temporaryColumns = (tx: Transaction, temporary: Temporary) => ({
  password_hash: temporary.hash,
  must_change_password: true,
  temporary_until: new Date(tx.now.getTime() + temporaryHours * hour),
  credentials_changed_at: tx.now,
  totp_secret_enc: null,
  totp_last_step: null,
})

const numberColumns = (crypto: FieldCrypto, loginName: string, idNumber: string) => ({
  id_number_enc: crypto.encrypt(idNumber, staffNumberPlace(loginName)),
  id_number_idx: numberIndex(crypto, idNumber),
})

const tellTemporary = (
  tx: Transaction,
  deps: Deps,
  to: { readonly id: number; readonly phone: string; readonly loginName: string },
  why: { readonly kind: 'added'; readonly authorityId: number } | { readonly kind: 'reset' | 'reinstate' },
  temporary: Temporary,
): Promise<void> => {
  const facts = { staffName: to.loginName, password: temporary.password, hours: temporaryHours }
  return tellStaff(tx, deps, {
    phones: [to.phone],
    expiresAt: new Date(tx.now.getTime() + temporaryHours * hour),
    about: `staff:${to.id}`,
    ...(why.kind === 'added'
      ? { template: 'staff-added', facts: { ...facts, authority: why.authorityId } }
      : { template: why.kind === 'reset' ? 'staff-reset' : 'staff-reinstated', facts }),
  })
}

/** What is recorded of a new account: who it is for, by the number that gets its passwords. */
export const newMemberDetails = (wanted: NewMember) => ({
  loginName: wanted.loginName,
  name: wanted.name,
  phone: maskPhone(wanted.phone),
  roles: wanted.roles,
  ...(wanted.organId === undefined ? {} : { organ: wanted.organId }),
})

/** What is recorded of a change: old and new, phones masked. */
export const changeDetails = (
  crypto: FieldCrypto,
  row: StaffRow,
  change: MemberChange,
): Readonly<Record<string, unknown>> => {
  const names = (name: string) => (name === row.name ? {} : { nameFrom: row.name, nameTo: name })
  switch (change.kind) {
    case 'roles':
      return { from: row.roles, to: change.roles }
    case 'details': {
      const phone = crypto.decrypt(row.phone_enc, staffPhonePlace(row.login_name))
      return {
        ...names(change.name),
        ...(change.phone === undefined || change.phone === phone
          ? {}
          : { phoneFrom: maskPhone(phone), phoneTo: maskPhone(change.phone) }),
      }
    }
    case 'identity':
      return { ...names(change.name), idNumber: numberIndex(crypto, change.idNumber) !== row.id_number_idx }
    default:
      return {}
  }
}

/** Adds a member of staff; the temporary password goes to the phone and nowhere else. Gives the id. */
export const writeMember = async (
  tx: Transaction,
  deps: Deps,
  wanted: NewMember,
  temporary: Temporary | undefined,
  details: Readonly<Record<string, unknown>>,
): Promise<number> => {
  const password = need(temporary)
  const [made] = await tx
    .trx('staff')
    .insert({
      login_name: wanted.loginName,
      login_key: wanted.loginKey,
      name: wanted.name,
      authority_id: wanted.authorityId,
      organ_id: wanted.organId ?? null,
      roles: [...wanted.roles],
      phone_enc: deps.crypto.encrypt(wanted.phone, staffPhonePlace(wanted.loginName)),
      phone_idx: deps.crypto.index('phone', wanted.phone),
      ...numberColumns(deps.crypto, wanted.loginName, wanted.idNumber),
      created_at: tx.now,
      ...temporaryColumns(tx, password),
    })
    .returning<{ id: number }[]>('id')
  if (!made) throw new Error('no member of staff was made')
  tx.audit({
    chain: authorityById(deps.reference, wanted.authorityId).code,
    action: 'staff-added',
    objectKind: 'staff',
    objectId: String(made.id),
    details: { ...newMemberDetails(wanted), ...details },
  })
  await tellTemporary(
    tx,
    deps,
    { id: made.id, phone: wanted.phone, loginName: wanted.loginName },
    { kind: 'added', authorityId: wanted.authorityId },
    password,
  )
  return made.id
}

type Written = {
  readonly columns: Readonly<Record<string, unknown>>
  readonly action: string
  /** Told by text message; the temporary password has a message of its own. */
  readonly notice?: SmsText & { readonly phones: readonly string[] }
}

const whatIsWritten = (
  tx: Transaction,
  deps: Deps,
  row: StaffRow,
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
        notice: {
          phones: moved === undefined ? [phone] : [phone, moved],
          template: moved === undefined ? 'staff-details' : 'staff-phone',
          facts,
        },
      }
    }
    case 'identity':
      return {
        columns: { name: change.name, ...numberColumns(deps.crypto, row.login_name, change.idNumber) },
        action: 'staff-identity-corrected',
        notice: { phones: [phone], template: 'staff-details', facts },
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
      const back = change.kind === 'reinstate' ? { active: true, retired_at: null } : {}
      return {
        columns: { ...back, ...temporaryColumns(tx, need(temporary)) },
        action: change.kind === 'reset' ? 'staff-password-reset' : 'staff-reinstated',
      }
    }
  }
}

/** The changes after which the door is open again to whoever wrong passwords had closed it. */
const opensDoor: ReadonlySet<MemberChange['kind']> = new Set(['unlock', 'reset', 'reinstate'])

/** A change as the rules of core/staff-roles.ts know it. */
export const ruleOf = (crypto: FieldCrypto, change: MemberChange, row: StaffRow, now: Date): StaffChange => {
  switch (change.kind) {
    case 'roles':
      return { kind: 'roles', roles: change.roles }
    case 'identity':
      return { kind: 'identity', idNumberIndex: numberIndex(crypto, change.idNumber) }
    case 'reset':
    case 'reinstate': {
      const phoneIsNew =
        row.phone_changed_at !== null && now.getTime() - row.phone_changed_at.getTime() < newPhoneHours * hour
      return { kind: change.kind, phoneIsNew }
    }
    default:
      return { kind: change.kind }
  }
}

/** Rights, credentials and who somebody is act at once; a name, and the end of a lock, need no new login. */
export const endsSession = (change: MemberChange): boolean =>
  change.kind === 'details' ? change.phone !== undefined : change.kind !== 'unlock'

const leavesCounter = (row: StaffRow, change: MemberChange): boolean =>
  row.roles.includes('HELP_DESK') &&
  (change.kind === 'retire' || (change.kind === 'roles' && !change.roles.includes('HELP_DESK')))

/** Changes a member of staff, tells them and records it. `by` acts; `details` join the record. */
export const writeChange = async (
  tx: Transaction,
  deps: Deps,
  by: Staff,
  row: StaffRow,
  change: MemberChange,
  temporary: Temporary | undefined,
  details: Readonly<Record<string, unknown>> = {},
): Promise<void> => {
  const recorded = { ...changeDetails(deps.crypto, row, change), ...details }
  const written = whatIsWritten(tx, deps, row, change, temporary)
  await tx
    .trx('staff')
    .where({ id: row.id })
    .update({ ...written.columns, lock_version: row.lock_version + 1 })
  if (opensDoor.has(change.kind)) await openAllWays(tx.trx, `staff ${row.id}`)
  if (leavesCounter(row, change))
    await handOnOperations(tx, by, {
      id: row.id,
      name: row.name,
      authority: authorityById(deps.reference, row.authority_id),
    })
  tx.audit({
    chain: authorityById(deps.reference, row.authority_id).code,
    action: written.action,
    objectKind: 'staff',
    objectId: String(row.id),
    ...(Object.keys(recorded).length > 0 ? { details: recorded } : {}),
  })
  if (written.notice) await tellStaff(tx, deps, { ...written.notice, about: `staff:${row.id}` })
  if (change.kind === 'reset' || change.kind === 'reinstate')
    await tellTemporary(
      tx,
      deps,
      {
        id: row.id,
        phone: deps.crypto.decrypt(row.phone_enc, staffPhonePlace(row.login_name)),
        loginName: row.login_name,
      },
      { kind: change.kind },
      need(temporary),
    )
}
