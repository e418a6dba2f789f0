import { randomUUID } from 'node:crypto'
import { identityKey } from '../../core/identity/documents.ts'
import type { Transaction } from '../../db/command.ts'
import type { FieldCrypto } from '../../infra/field-crypto.ts'
import { isRepresentative, type UnitAccount } from '../../core/legal-persons/standing.ts'
import { ofUnit, unitJson } from '../grants/organizations.ts'
import { accountPlaces } from '../people/account.ts'
import { legalPersonPlaces } from '../people/legal-person.ts'
import type { LegalRegistration } from './form.ts'
import type { VerifiedUnit } from './verify.ts'

export const pendingPlace = (id: string): string => `pending_legal_registration.content:${id}`

/** How a verified legal person was verified, beside the channels of persons. */
export const legalChannel = 'legal-register'

export type NewLegalPerson = {
  readonly registration: LegalRegistration
  readonly passwordHash: string
  /** `verified` false: an account of level 0 that only claims the code. */
  readonly verified: boolean
  readonly unit: VerifiedUnit
  /** Nobody has looked at the picture of the certificate yet; at the counter they did. */
  readonly certificateUnseen?: true
}

const holder = `select h.id, h.phone_enc, h.name, h.real_name_level as level, case when u.id is not null then ${unitJson} end as unit
  from legal_person l join account h on h.id = l.account_id left join organization u on ${ofUnit}
  where l.uscc = ? and l.released_at is null for update of l, h`

type HolderRow = {
  readonly id: string
  readonly phone_enc: string
  readonly name: string
  readonly level: number
  readonly unit: UnitAccount | null
}

/** Whether an account proves the code it holds: it was verified, and its representative is the one the register names. */
export const provesCode = ({ level, unit }: Pick<HolderRow, 'level' | 'unit'>): boolean =>
  level > 0 && (unit === null || isRepresentative(unit))

/** Gives a code free that an account holds without proving it (any more). Gives that account, when there was one. */
export const releaseUnproved = async (
  tx: Transaction,
  uscc: string,
): Promise<{ readonly id: string; readonly phone_enc: string; readonly name: string } | undefined> => {
  const { rows } = await tx.trx.raw<{ rows: HolderRow[] }>(holder, [uscc])
  const [found] = rows
  if (!found || provesCode(found)) return undefined
  const released = await tx
    .trx('legal_person')
    .where({ account_id: found.id })
    .whereNull('released_at')
    .update({ released_at: tx.now })
  return released > 0 ? found : undefined
}

/**
 * Inserts account and legal person unless the login name or the code is taken: two at the same instant are told apart
 * by the unique indexes. Nothing is left behind when something was taken.
 */
export const insertLegalPerson = async (
  tx: Transaction,
  crypto: FieldCrypto,
  { registration, passwordHash, verified, unit, certificateUnseen }: NewLegalPerson,
): Promise<{ readonly id: string } | { readonly taken: 'login-name' | 'uscc' }> => {
  const id = randomUUID()
  const accounts = await tx
    .trx('account')
    .insert({
      id,
      kind: 'LEGAL_PERSON',
      login_name: registration.loginName,
      login_key: registration.loginKey,
      password_hash: passwordHash,
      name: unit.name,
      id_type: registration.idType,
      id_number_enc: crypto.encrypt(registration.idNumber, accountPlaces.idNumber(id)),
      id_number_idx: crypto.index('id-number', identityKey(registration.idType, registration.idNumber)),
      phone_enc: crypto.encrypt(registration.phone, accountPlaces.phone(id)),
      phone_idx: crypto.index('phone', registration.phone),
      real_name_level: verified ? 1 : 0,
      ...(verified ? { real_name_channel: legalChannel, real_name_at: tx.now } : {}),
      created_at: tx.now,
    })
    .onConflict()
    .ignore()
    .returning<object[]>('id')
  if (accounts.length === 0) return { taken: 'login-name' }
  const units = await tx
    .trx('legal_person')
    .insert({
      account_id: id,
      type: registration.type,
      uscc: unit.uscc,
      representative_name: registration.representativeName,
      handler_name: registration.handlerName,
      handler_id_number_enc: crypto.encrypt(registration.handlerIdNumber, legalPersonPlaces.handlerIdNumber(id)),
      handler_id_number_idx: crypto.index('id-number', identityKey('RESIDENT_ID', registration.handlerIdNumber)),
      handler_phone_enc: crypto.encrypt(registration.handlerPhone, legalPersonPlaces.handlerPhone(id)),
      handler_phone_idx: crypto.index('phone', registration.handlerPhone),
      registration_authority: registration.authority,
      certificate_sha256: registration.certificate.sha256,
      certificate_name: registration.certificate.name,
      organization_id: unit.organizationId ?? null,
      ...(certificateUnseen && unit.organizationId !== undefined
        ? { certificate_state: 'WAITING', certificate_sent_at: tx.now }
        : {}),
    })
    .onConflict()
    .ignore()
    .returning<object[]>('account_id')
  if (units.length > 0) return { id }
  await tx.trx('account').where({ id }).delete()
  return { taken: 'uscc' }
}
