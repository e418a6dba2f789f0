import { randomUUID } from 'node:crypto'
import type { Transaction } from '../../db/command.ts'
import type { Database, Statement } from '../../db/client.ts'
import { ID_TYPES, identityKey, type IdType } from '../../core/identity/documents.ts'
import { loginNameKey } from '../../core/identity/login-name.ts'
import { validateMobile } from '../../core/identity/phone.ts'
import { heldUntil, type PhoneChanger } from '../../core/identity/phone-hold.ts'
import { normalizeCode } from '../../core/identity/checked.ts'
import type { StaffRole } from '../../core/access.ts'
import type { FieldCrypto } from '../../infra/field-crypto.ts'
import type { PersonalSubtype } from '../../sites/define.ts'
import { unifiedCode } from '../register/units.ts'
import { accountPlaces, staffPhonePlace } from '../people/account.ts'

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
  /** 自然人 unless said otherwise. */
  readonly personalSubtype?: PersonalSubtype
  /** The code on the licence of the unit that founds; of SELF_EMPLOYED only. */
  readonly sponsorUscc?: string | null
}

/**
 * Inserts the account unless its name is taken or somebody verified holds its document: of two of one name at the same
 * instant the unique index takes one. Any number of accounts may claim a document nobody has proved.
 */
export const insertAccount = async (
  tx: Transaction,
  crypto: FieldCrypto,
  account: NewAccount,
): Promise<{ readonly id: string } | { readonly taken: 'login-name' | 'id-number' }> => {
  const id = randomUUID()
  const documentIndex = idNumberIndex(crypto, account.idType, account.idNumber)
  const proved = await tx
    .trx('account')
    .where({ id_number_idx: documentIndex, kind: 'PERSONAL' })
    .whereNull('closed_at')
    .andWhere('real_name_level', '>', 0)
    .first<object | undefined>('id')
  if (proved) return { taken: 'id-number' }
  const inserted = await tx
    .trx('account')
    .insert({
      id,
      kind: 'PERSONAL',
      personal_subtype: account.personalSubtype ?? 'NATURAL',
      sponsor_uscc: account.sponsorUscc ?? null,
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
  return inserted.length > 0 ? { id } : { taken: 'login-name' }
}

const nameTakenStatement: Statement = {
  name: 'account-name-taken',
  text: 'select 1 from account where login_key = $1',
}

export const isLoginNameTaken = async (db: Database, key: string): Promise<boolean> =>
  (await db.read(nameTakenStatement, [key])).length > 0

export type AccountKind = 'PERSONAL' | 'LEGAL_PERSON'

/**
 * When the credentials of an account last changed, in milliseconds; 0: never. It names their state: whoever proved an
 * earlier one has proved nothing (see unchangedSince).
 */
type Credentials = { readonly credentials: number }

const credentialsColumn =
  'coalesce(round(extract(epoch from a.credentials_changed_at) * 1000), 0)::float8 as "credentials"'

/** Condition that an account's credentials are still those of the given instant; null: that never changed. */
export const unchangedSince =
  "date_trunc('milliseconds', credentials_changed_at) is not distinct from date_trunc('milliseconds', ?::timestamptz)"

/** An account that may be meant by what somebody typed to log in. */
export type Candidate = Credentials & {
  readonly id: string
  readonly loginName: string
  readonly name: string
  readonly passwordHash: string
  /** Until when a temporary password opens the door; null for one the holder chose. */
  readonly temporaryUntil: Date | null
}

const candidateColumns = `a.id, a.login_name as "loginName", a.name, a.password_hash as "passwordHash",
  a.temporary_until as "temporaryUntil", ${credentialsColumn}`

/** Condition that nobody but account `a` proved its number: who only typed it is not meant by it any more. */
const claimsNumber = `(a.real_name_level > 0 or not exists (select 1 from account v
  where v.id_number_idx = a.id_number_idx and v.kind = 'PERSONAL' and v.closed_at is null and v.real_name_level > 0))`

/** Of those who typed one number, or share a phone, so many are asked for their passwords. */
export const mostCandidates = 5

// Several may have typed one number, strangers too: whoever knows the account's name or was there first comes first.
const personsStatement: Statement = {
  name: 'account-candidates-personal',
  text: `select ${candidateColumns} from account a
         where a.kind = 'PERSONAL' and a.closed_at is null
           and (a.login_key = $1 or (a.id_number_idx = any ($2) and ${claimsNumber}) or a.phone_idx = $3)
         order by (a.login_key = $1) desc, (a.id_number_idx = any ($2)) desc, a.real_name_level desc, a.created_at
         limit ${mostCandidates}`,
}

const legalPersonsStatement: Statement = {
  name: 'account-candidates-legal',
  text: `select ${candidateColumns} from account a
         where a.kind = 'LEGAL_PERSON' and a.closed_at is null and (a.login_key = $1
           or a.id = (select account_id from legal_person where uscc = $2 and released_at is null))
         order by (a.login_key = $1) desc limit 2`,
}

const documentIndexes = (crypto: FieldCrypto, code: string): readonly string[] => [
  ...new Set(
    idTypes.filter((type) => ID_TYPES[type].pattern.test(code)).map((type) => idNumberIndex(crypto, type, code)),
  ),
]

/**
 * Open accounts of that kind that may be meant: of persons by name, phone or document number, not
 * more than `mostCandidates`; of legal persons by name or the code of a certificate, of whatever age.
 */
export const findCandidates = async (
  db: Database,
  crypto: FieldCrypto,
  kind: AccountKind,
  typed: string,
): Promise<Candidate[]> => {
  const code = normalizeCode(typed)
  if (kind === 'LEGAL_PERSON')
    return db.read<Candidate>(legalPersonsStatement, [loginNameKey(typed), await unifiedCode(db, typed)])
  const phone = validateMobile(typed)
  return db.read<Candidate>(personsStatement, [
    loginNameKey(typed),
    documentIndexes(crypto, code),
    phone.ok ? crypto.index('phone', phone.value) : '',
  ])
}

export type NamedAccount = Credentials & {
  readonly id: string
  readonly kind: AccountKind
  readonly loginName: string
  readonly name: string
  readonly realNameLevel: number
  /** The counter shut it: whoever proves to hold it is told so. */
  readonly frozen: boolean
}

const namedColumns = `a.id, a.kind, a.login_name as "loginName", a.name, a.real_name_level as "realNameLevel",
  a.frozen_at is not null as "frozen",
  ${credentialsColumn}`

const namesStatement: Statement = {
  name: 'account-names',
  text: `select ${namedColumns} from account a where a.id = any ($1::uuid[]) and a.closed_at is null
         order by a.created_at`,
}

/** The open accounts of those ids. */
export const accountNames = (db: Database, ids: readonly string[]): Promise<NamedAccount[]> =>
  db.read<NamedAccount>(namesStatement, [ids])

const phoneStatement: Statement = {
  name: 'accounts-of-phone',
  text: `select ${namedColumns} from account a where a.phone_idx = $1 and a.closed_at is null
         order by a.last_login_at desc nulls last, a.created_at limit 20`,
}

/** The open accounts, of persons and of legal persons, that a phone belongs to; the one used last comes first. */
export const accountsOfPhone = (db: Database, phoneIndex: string): Promise<NamedAccount[]> =>
  db.read<NamedAccount>(phoneStatement, [phoneIndex])

/**
 * What recovering an account needs to know of it, opened. While the hold runs after its holder's phone was changed with
 * nothing but the old phone and the password, `phone` is the old one: whoever holds it takes the change back. It is empty
 * when the counter took it from the account.
 */
export type RecoverableAccount = NamedAccount & {
  readonly phone: string
  readonly phoneIndex: string
  readonly idNumber: string
  readonly passwordHash: string
  /** Of the password that a temporary one stands in the place of. */
  readonly replacedHash: string | null
  /** The change of the phone the account is held for. */
  readonly change: { readonly by: PhoneChanger; readonly until: Date; readonly newPhone: string } | undefined
}

type RecoverableRow = Omit<RecoverableAccount, 'change'> & {
  readonly heldFrom: Date | null
  readonly previousPhone: string | null
  readonly previousPhoneIndex: string | null
  readonly phoneChangedBy: PhoneChanger | null
}

const recoverableColumns = `${namedColumns}, a.phone_enc as "phone", a.phone_idx as "phoneIndex",
  a.id_number_enc as "idNumber", a.password_hash as "passwordHash", a.replaced_password_hash as "replacedHash",
  a.phone_held_from as "heldFrom", a.previous_phone_enc as "previousPhone",
  a.previous_phone_idx as "previousPhoneIndex", a.phone_changed_by as "phoneChangedBy"`

const recoverableByTextStatement: Statement = {
  name: 'account-recoverable-by-text',
  text: `select * from (select ${recoverableColumns},
             a.real_name_level > 0 and ((a.kind = 'PERSONAL' and a.id_number_idx = any ($2)) or a.id is not distinct from
               (select account_id from legal_person where uscc = $3 and released_at is null)) as "byNumber"
           from account a where a.closed_at is null and (a.login_key = $1 or a.real_name_level > 0 and (
             (a.kind = 'PERSONAL' and a.id_number_idx = any ($2))
             or a.id = (select account_id from legal_person where uscc = $3 and released_at is null)))) found
         order by "byNumber" desc limit 2`,
}

const recoverableByIdStatement: Statement = {
  name: 'account-recoverable-by-id',
  text: `select ${recoverableColumns} from account a where a.id = $1 and a.closed_at is null`,
}

const openRecoverable = (crypto: FieldCrypto, row: RecoverableRow, now: Date): RecoverableAccount => {
  const { heldFrom, previousPhone, previousPhoneIndex, phoneChangedBy: by, ...named } = row
  const phone = crypto.decrypt(row.phone, accountPlaces.phone(row.id))
  const until = heldUntil(heldFrom, now)
  const change = until && by ? { by, until, newPhone: phone } : undefined
  return {
    ...named,
    phone,
    idNumber: crypto.decrypt(row.idNumber, accountPlaces.idNumber(row.id)),
    change,
    ...(change?.by === 'HOLDER' && previousPhone !== null && previousPhoneIndex !== null
      ? {
          phone: crypto.decrypt(previousPhone, accountPlaces.previousPhone(row.id)),
          phoneIndex: previousPhoneIndex,
        }
      : {}),
  }
}

/**
 * Open accounts whose document number (a person's) or unified code was typed, or else login name; more than one is rare.
 * A number is given to its holder and a name is chosen: an account of earlier times whose name is somebody's number
 * does not stand in that person's way.
 */
export const findRecoverable = async (
  db: Database,
  crypto: FieldCrypto,
  typed: string,
  now: Date,
): Promise<readonly RecoverableAccount[]> => {
  const rows = await db.read<RecoverableRow & { readonly byNumber: boolean }>(recoverableByTextStatement, [
    loginNameKey(typed),
    documentIndexes(crypto, normalizeCode(typed)),
    await unifiedCode(db, typed),
  ])
  const byNumber = rows.filter((row) => row.byNumber)
  return (byNumber.length > 0 ? byNumber : rows).map((row) => openRecoverable(crypto, row, now))
}

export const recoverableById = async (
  db: Database,
  crypto: FieldCrypto,
  id: string,
  now: Date,
): Promise<RecoverableAccount | undefined> => {
  const [row] = await db.read<RecoverableRow>(recoverableByIdStatement, [id])
  return row && openRecoverable(crypto, row, now)
}

export type StaffLogin = {
  readonly id: number
  readonly loginName: string
  readonly passwordHash: string
  /** Of the password that a temporary one stands in the place of. */
  readonly replacedHash: string | null
  readonly phone: string
  readonly phoneIndex: string
  readonly roles: readonly StaffRole[]
  readonly authorityCode: string
  readonly mustChangePassword: boolean
  /** Until when a temporary password opens the door. */
  readonly temporaryUntil: Date | null
  readonly credentialsChangedAt: Date | null
  /** The key of the authenticator app, sealed; null without one. */
  readonly totpSecret: string | null
}

/** Who a member of staff is to what holds as long as the credentials stay. */
export const holderOf = ({ id, credentialsChangedAt }: StaffLogin) => ({
  id,
  credentials: credentialsChangedAt?.getTime() ?? 0,
})

const staffColumns = `select s.id, s.login_name as "loginName", s.password_hash as "passwordHash",
  s.replaced_password_hash as "replacedHash", s.phone_enc as "phone", s.phone_idx as "phoneIndex", s.roles, a.code as "authorityCode", s.must_change_password as "mustChangePassword",
  s.temporary_until as "temporaryUntil", s.credentials_changed_at as "credentialsChangedAt",
  s.totp_secret_enc as "totpSecret"
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
