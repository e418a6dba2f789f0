import type { Knex } from 'knex'
import type { CertificateReason, RegisterChange } from '../../core/register/changes.ts'
import { AppError } from '../../core/errors.ts'
import { endOfEarlier, type CertificateCopy, type CertificateStatus } from '../../core/register/certificates.ts'
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
  lostCopy?: CertificateCopy,
): Promise<number | null> => {
  const found = await tx
    .trx('certificate')
    .where({ organization_id: organizationId, status: 'VALID' })
    .first<{ id: number; serial: number } | undefined>('id', 'serial')
  const serial = found?.serial ?? null
  if (meant !== undefined && meant !== serial) throw new AppError('STALE', '登记证书已有变化，请重新核对后再办理。')
  if (!found) return null
  await tx
    .trx('certificate')
    .where({ id: found.id })
    .update({ status, ended_on: source.effectiveOn, ...(lostCopy ? { lost_copy: lostCopy } : {}) })
  // What was handed in was not lost.
  if (lostCopy)
    await tx
      .trx('document')
      .where({ certificate_id: found.id, status: 'VALID' })
      .whereNot({ kind: `CERTIFICATE_${lostCopy}` })
      .update({ status: 'REPLACED' })
  await tx
    .trx('document')
    .where({ certificate_id: found.id, status: 'VALID' })
    .update({ status: status === 'REPLACED' || status === 'RECALLED' ? 'REPLACED' : 'REVOKED' })
  return serial
}

/** What was made and never handed out counts no more; its serial is spent. */
export const cancelMade = async ({ trx }: Transaction, organizationId: string, on: string): Promise<void> => {
  const gone = (await trx('certificate')
    .where({ organization_id: organizationId, status: 'MADE' })
    .update({ status: 'CANCELLED', ended_on: on })
    .returning('id')) as { id: number }[]
  const ids = gone.map(({ id }) => id)
  await trx('document').whereIn('certificate_id', ids).where({ status: 'VALID' }).update({ status: 'REVOKED' })
}

/** Whether the register says something else than after a line of its ledger; what an organization has besides its items stands on no certificate. */
export const movedSince = async (knex: Knex, organizationId: string, line: number | null): Promise<boolean> =>
  (await knex('organization_change')
    .where({ organization_id: organizationId })
    .where('id', '>', line ?? 0)
    .whereIn('kind', ['set', 'status', 'certificate', 'recovery'])
    .first<object | undefined>('id')) !== undefined

const nextSerial = ({ trx }: Transaction, { authority_id: authority }: OrganizationRow): Promise<number> =>
  nextNumber(trx, `certificate:${authority}`, 0)

/** Makes a certificate that counts once it is handed out: until then the one before stays as it is. */
export const makeCertificate = async (
  tx: Transaction,
  row: OrganizationRow,
  { reason, from, to }: Extract<RegisterChange, { kind: 'certificate' }>,
  actId: number,
): Promise<number> => {
  const last = await tx
    .trx('organization_change')
    .where({ organization_id: row.id })
    .max<{ id: number | null }[]>('id as id')
  const [made] = (await tx
    .trx('certificate')
    .insert({
      organization_id: row.id,
      authority_id: row.authority_id,
      serial: await nextSerial(tx, row),
      reason,
      valid_from: from,
      valid_to: to,
      status: 'MADE',
      act_id: actId,
      made_at: tx.now,
      made_after: last[0]?.id ?? null,
    })
    .returning('id')) as { id: number }[]
  if (!made) throw new Error('no certificate')
  return made.id
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
  if (change.made !== undefined) {
    const [out] = (await tx
      .trx('certificate')
      .where({ id: change.made, status: 'MADE' })
      .update({ status: 'VALID' })
      .returning('serial')) as { serial: number }[]
    if (!out) throw new AppError('STALE', '这份证书已经发证或者作废。')
    await tx.trx('organization').where({ id: row.id }).update({ valid_from: from, valid_to: to })
    return { item: reason, before, after: { serial: out.serial, from, to } }
  }
  await cancelMade(tx, row.id, source.effectiveOn)
  const serial = await nextSerial(tx, row)
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
  { serial, lost, lostCopy }: Extract<RegisterChange, { kind: 'recovery' }>,
): Promise<number | null> => endInForce(certifying, row.id, serial ?? undefined, lost ? 'LOST' : 'RECOVERED', lostCopy)

/** The certificate a step or an act made, if it made one. */
export const certificateMadeBy = async (
  knex: Knex,
  by: { readonly event_id: number } | { readonly act_id: number },
): Promise<number | undefined> => (await knex('certificate').where(by).first<{ id: number } | undefined>('id'))?.id
