import type { Knex } from 'knex'
import type { CertificateReason, RegisterChange } from '../../core/register/changes.ts'
import { AppError } from '../../core/errors.ts'
import { endOfEarlier, type CertificateStatus } from '../../core/register/certificates.ts'
import type { Transaction } from '../../db/command.ts'
import { nextNumber } from '../../db/number-sequence.ts'
import type { OrganizationRow } from './entry.ts'
import type { ChangeSource } from './write.ts'

type Certifying = { readonly tx: Transaction; readonly source: ChangeSource }

/** The certificate in force, which must be the one that was meant; with its documents it ends today. */
const endInForce = async (
  { tx, source }: Certifying,
  organizationId: string,
  meant: number | null | undefined,
  status: CertificateStatus,
): Promise<number | null> => {
  const found = await tx
    .trx('certificate')
    .where({ organization_id: organizationId, status: 'VALID' })
    .first<{ id: number; serial: number } | undefined>('id', 'serial')
  const serial = found?.serial ?? null
  if (meant !== undefined && meant !== serial) throw new AppError('STALE', '登记证书已有变化，请重新核对后再办理。')
  if (!found) return null
  await tx.trx('certificate').where({ id: found.id }).update({ status, ended_on: source.effectiveOn })
  await tx
    .trx('document')
    .where({ certificate_id: found.id, status: 'VALID' })
    .update({ status: status === 'REPLACED' || status === 'RECALLED' ? 'REPLACED' : 'REVOKED' })
  return serial
}

/** What the ledger keeps of a certificate: the serial before and after. */
type CertificateLine = {
  readonly item: CertificateReason
  readonly before: number | null
  readonly after: { readonly serial: number; readonly from: string; readonly to: string }
}

/** A certificate has a serial of its own, without gaps within its authority; of an organization one is in force. */
export const certify = async (
  certifying: Certifying,
  row: OrganizationRow,
  change: Extract<RegisterChange, { kind: 'certificate' }>,
): Promise<CertificateLine> => {
  const { tx, source } = certifying
  const { reason, from, to } = change
  const before = await endInForce(certifying, row.id, change.replaces, endOfEarlier[reason])
  const serial = await nextNumber(tx.trx, `certificate:${row.authority_id}`, 0)
  await tx.trx('certificate').insert({
    organization_id: row.id,
    authority_id: row.authority_id,
    serial,
    reason,
    valid_from: from,
    valid_to: to,
    status: 'VALID',
    case_id: source.caseId,
    event_id: source.eventId,
    act_id: source.actId ?? null,
    made_at: tx.now,
  })
  await tx.trx('organization').where({ id: row.id }).update({ valid_from: from, valid_to: to })
  return { item: reason, before, after: { serial, from, to } }
}

/** The certificate comes back and none takes its place: until a new one is made, the organization has none. */
export const recover = async (
  certifying: Certifying,
  row: OrganizationRow,
  change: Extract<RegisterChange, { kind: 'recovery' }>,
): Promise<void> => {
  await endInForce(certifying, row.id, change.serial, 'RECOVERED')
}

/** The certificate a step or an act made, if it made one. */
export const certificateMadeBy = async (
  knex: Knex,
  by: { readonly event_id: number } | { readonly act_id: number },
): Promise<number | undefined> => (await knex('certificate').where(by).first<{ id: number } | undefined>('id'))?.id
