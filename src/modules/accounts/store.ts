import { randomUUID } from 'node:crypto'
import type { Transaction } from '../../db/command.ts'
import type { Database, Statement } from '../../db/client.ts'
import { ID_TYPES, identityKey, type IdType } from '../../core/identity/documents.ts'
import { loginNameKey } from '../../core/identity/login-name.ts'
import { validateMobile } from '../../core/identity/phone.ts'
import { normalizeCode } from '../../core/identity/checked.ts'
import type { StaffRole } from '../../core/access.ts'
import type { FieldCrypto } from '../../infra/field-crypto.ts'

/** Where the sealed columns of an account belong (see FieldCrypto). */
export const accountPlaces = {
  idNumber: (id: string) => `account.id_number:${id}`,
  phone: (id: string) => `account.phone:${id}`,
  email: (id: string) => `account.email:${id}`,
} as const

/** A member of staff is known by the login name before there is a row, so that is what the phone is sealed with. */
export const staffPhonePlace = (loginName: string): string => `staff.phone:${loginName}`

const idTypes = Object.keys(ID_TYPES) as IdType[]

/**
 * The index of a document number. Numbers with a check character are one numbering whatever the document; the others
 * (passports, permits) may be equal by chance, so their kind is part of them.
 */
const idNumberIndex = (crypto: FieldCrypto, type: IdType, number: string): string =>
  crypto.index('id-number', identityKey(type, number))

export type NewAccount = {
  readonly loginName: string
  readonly loginKey: string
  readonly passwordHash: string
  readonly name: string
  readonly idType: IdType
  readonly idNumber: string
  readonly phone: string
  readonly email: string
}

/** Inserts the account unless its name or document is taken: two at the same instant are told apart by the unique indexes. */
export const insertAccount = async (
  tx: Transaction,
  crypto: FieldCrypto,
  account: NewAccount,
): Promise<{ readonly id: string } | { readonly taken: 'login-name' | 'id-number' }> => {
  const id = randomUUID()
  const documentIndex = idNumberIndex(crypto, account.idType, account.idNumber)
  const inserted = await tx
    .trx('account')
    .insert({
      id,
      kind: 'PERSONAL',
      login_name: account.loginName,
      login_key: account.loginKey,
      password_hash: account.passwordHash,
      name: account.name,
      id_type: account.idType,
      id_number_enc: crypto.encrypt(account.idNumber, accountPlaces.idNumber(id)),
      id_number_idx: documentIndex,
      phone_enc: crypto.encrypt(account.phone, accountPlaces.phone(id)),
      phone_idx: crypto.index('phone', account.phone),
      email_enc: crypto.encrypt(account.email, accountPlaces.email(id)),
      email_idx: crypto.index('email', account.email.toLowerCase()),
      created_at: tx.now,
    })
    .onConflict()
    .ignore()
    .returning<{ id: string }[]>('id')
  if (inserted.length > 0) return { id }
  const sameDocument = await tx.trx('account').where({ id_number_idx: documentIndex }).first<object | undefined>('id')
  return { taken: sameDocument ? 'id-number' : 'login-name' }
}

const nameTakenStatement: Statement = {
  name: 'account-name-taken',
  text: 'select 1 from account where login_key = $1',
}

export const isLoginNameTaken = async (db: Database, key: string): Promise<boolean> =>
  (await db.read(nameTakenStatement, [key])).length > 0

/** An account that may be meant by what somebody typed to log in. */
export type Candidate = {
  readonly id: string
  readonly loginName: string
  readonly name: string
  readonly passwordHash: string
}

const candidatesStatement: Statement = {
  name: 'account-candidates',
  text: `select id, login_name as "loginName", name, password_hash as "passwordHash" from account
         where login_key = $1 or id_number_idx = any ($2) or phone_idx = $3
         order by (login_key = $1) desc, (id_number_idx = any ($2)) desc, created_at limit 5`,
}

/** Accounts whose name, phone or document number was typed; of those sharing a phone the first five. */
export const findCandidates = (db: Database, crypto: FieldCrypto, typed: string): Promise<Candidate[]> => {
  const phone = validateMobile(typed)
  const code = normalizeCode(typed)
  const documents = idTypes.filter((type) => ID_TYPES[type].pattern.test(code))
  return db.read<Candidate>(candidatesStatement, [
    loginNameKey(typed),
    [...new Set(documents.map((type) => idNumberIndex(crypto, type, code)))],
    phone.ok ? crypto.index('phone', phone.value) : '',
  ])
}

const namesStatement: Statement = {
  name: 'account-names',
  text: 'select id, login_name as "loginName", name from account where id = any ($1::uuid[]) order by created_at',
}

export const accountNames = (
  db: Database,
  ids: readonly string[],
): Promise<{ id: string; loginName: string; name: string }[]> => db.read(namesStatement, [ids])

export type StaffLogin = {
  readonly id: number
  readonly loginName: string
  readonly passwordHash: string
  readonly phone: string
  readonly phoneIndex: string
  readonly roles: readonly StaffRole[]
  readonly authorityCode: string
}

const staffColumns = `select s.id, s.login_name as "loginName", s.password_hash as "passwordHash", s.phone_enc as "phone",
  s.phone_idx as "phoneIndex", s.roles, a.code as "authorityCode"
  from staff s join authority a on a.id = s.authority_id where s.active`
const staffByNameStatement: Statement = { name: 'staff-by-name', text: `${staffColumns} and s.login_key = $1` }
const staffByIdStatement: Statement = { name: 'staff-by-id', text: `${staffColumns} and s.id = $1` }

const openStaff = (crypto: FieldCrypto, [row]: readonly StaffLogin[]): StaffLogin | undefined =>
  row && { ...row, phone: crypto.decrypt(row.phone, staffPhonePlace(row.loginName)) }

export const findStaffByName = async (
  db: Database,
  crypto: FieldCrypto,
  typed: string,
): Promise<StaffLogin | undefined> =>
  openStaff(crypto, await db.read<StaffLogin>(staffByNameStatement, [loginNameKey(typed)]))

export const findStaffById = async (db: Database, crypto: FieldCrypto, id: number): Promise<StaffLogin | undefined> =>
  openStaff(crypto, await db.read<StaffLogin>(staffByIdStatement, [id]))
