import { randomUUID } from 'node:crypto'
import { identityKey } from '../../core/identity/documents.ts'
import type { Transaction } from '../../db/command.ts'
import type { FieldCrypto } from '../../infra/field-crypto.ts'
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

/** Gives a code free that an account holds without having proved it. Gives that account, when there was one. */
export const releaseUnverified = async (
  tx: Transaction,
  uscc: string,
): Promise<{ readonly id: string; readonly phone_enc: string; readonly name: string } | undefined> => {
  const holder = await tx
    .trx('account as a')
    .join('legal_person as l', 'l.account_id', 'a.id')
    .where({ 'l.uscc': uscc, 'a.real_name_level': 0 })
    .whereNull('l.released_at')
    .forUpdate()
    .first<{ id: string; phone_enc: string; name: string } | undefined>('a.id', 'a.phone_enc', 'a.name')
  if (!holder) return undefined
  const released = await tx
    .trx('legal_person')
    .where({ account_id: holder.id })
    .whereNull('released_at')
    .update({ released_at: tx.now })
  return released > 0 ? holder : undefined
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
