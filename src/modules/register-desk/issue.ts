import { AppError } from '../../core/errors.ts'
import { identityKey } from '../../core/identity/documents.ts'
import type { RawValues } from '../../core/forms/field.ts'
import { certificateRefusal } from '../../core/register/certificates.ts'
import type { CertificateReason } from '../../core/register/changes.ts'
import { collectorFault, collectorIdType, type Expected } from '../../core/register/collector.ts'
import { localDate } from '../../core/workflow/deadlines.ts'
import type { RequestFacts } from '../../db/audit.ts'
import type { Transaction } from '../../db/command.ts'
import type { Deps } from '../../deps.ts'
import { byStaff } from '../../web/acting.ts'
import type { Staff } from '../../web/route.ts'
import { cancelMade, movedSince } from '../register/certificates.ts'
import { representativesOf } from '../register/held-posts.ts'
import { writeRegister } from '../grants/register.ts'
import { lastCertificate, lockOrganization } from './acts.ts'

type MadeRow = {
  readonly id: number
  readonly serial: number
  readonly reason: CertificateReason
  readonly valid_from: string
  readonly valid_to: string
  readonly made_at: Date
  readonly made_after: number | null
  readonly act_id: number
}

/** Where the sealed columns of a hand-over belong (see FieldCrypto). */
const issuePlaces = {
  idNumber: (certificate: number) => `certificate_issue.id_number:${certificate}`,
  phone: (certificate: number) => `certificate_issue.phone:${certificate}`,
} as const

/** The certificate that waits to be handed out, as the official saw it. Throws STALE when it does not wait any more. */
const lockMade = async ({ trx }: Transaction, organizationId: string, serial: number): Promise<MadeRow> => {
  const row = await trx('certificate')
    .where({ organization_id: organizationId, serial, status: 'MADE' })
    .forUpdate()
    .first<MadeRow | undefined>()
  if (!row) throw new AppError('STALE', '这份证书已经发证或者作废，没有办理。')
  return row
}

/** Four eyes: whoever made a certificate neither hands it out, under whatever account, nor takes it. */
const refuseMaker = async (
  { trx }: Transaction,
  staff: Staff,
  made: MadeRow,
  collectorIndex: string,
): Promise<void> => {
  const maker = await trx('register_act as a')
    .join('staff as s', 's.id', 'a.staff_id')
    .where('a.id', made.act_id)
    .first<{ id_number_idx: string }>('s.id_number_idx')
  if (maker.id_number_idx === staff.idNumberIndex)
    throw new AppError('NOT_ALLOWED_NOW', '这份证书由您制作，请由另一名工作人员登记发证。')
  if ([maker.id_number_idx, staff.idNumberIndex].includes(collectorIndex))
    throw new AppError('NOT_ALLOWED_NOW', '领取人不能是制作证书、办理发证的工作人员本人。')
}

/** Who may be expected to come for an organization: its legal representative, and whoever handles its affairs online. */
export const expectedFor = async (knex: Transaction['trx'] | Deps['db']['knex'], organizationId: string) => {
  const heads = await representativesOf(knex, organizationId)
  const handlers = await knex('legal_person')
    .where({ organization_id: organizationId })
    .whereNull('released_at')
    .select<{ name: string; key: string }[]>('handler_name as name', 'handler_id_number_idx as key')
  return [
    ...heads.map((one): Expected => ({ who: '法定代表人', ...one })),
    ...handlers.map((one): Expected => ({ who: '经办人', ...one })),
  ]
}

const indexOf = ({ crypto }: Pick<Deps, 'crypto'>, values: RawValues): string =>
  crypto.index('id-number', identityKey(collectorIdType(values), values['collectorIdNumber'] ?? ''))

/** What to look into before the certificate is given to somebody: who came is neither of those the register knows. */
export const collectorDoubt = (
  deps: Pick<Deps, 'crypto'>,
  expected: readonly Expected[],
  values: RawValues,
): string | undefined => {
  const came = indexOf(deps, values)
  if (expected.length === 0) return '登记簿中没有法定代表人、经办人的证件号码可以比对，请核对介绍信或者授权委托书。'
  return collectorFault('登记簿', expected, values['collectorName'] ?? '', (key) => key === came)
}

/**
 * Hands out a certificate the desk made: from now on it is in force, the one before ends, and the ledger says so. Throws
 * STALE when it does not wait any more or the register moved since it was made, NOT_ALLOWED_NOW with the reason.
 */
export const handOutCertificate = (
  deps: Deps,
  staff: Staff,
  request: RequestFacts,
  wanted: {
    readonly uscc: string
    readonly serial: number
    readonly values: RawValues
    readonly collectedAt: Date
  },
): Promise<void> =>
  deps.command(byStaff(staff, request), async (tx) => {
    const { values, collectedAt } = wanted
    const organization = await lockOrganization(tx, staff, wanted.uscc)
    const made = await lockMade(tx, organization.id, wanted.serial)
    const index = indexOf(deps, values)
    await refuseMaker(tx, staff, made, index)
    if (collectedAt > tx.now) throw new AppError('INVALID', '领取时间不能晚于现在。')
    const today = localDate(tx.now)
    if (made.valid_to < today)
      throw new AppError('NOT_ALLOWED_NOW', '这份证书的有效期已经届满，不能发证。请作废这份证书，按到期换证重新办理。')
    const last = await lastCertificate(tx, organization.id)
    const refused = certificateRefusal('exchange', organization.status, last)
    if (refused) throw new AppError('NOT_ALLOWED_NOW', `${refused.replace('换发证书', '发证')}。`)
    if (await movedSince(tx.trx, organization.id, made.made_after))
      throw new AppError('STALE', '制作以后登记簿有了变化，证书内容可能不符。请作废这份证书，重新办理。')
    const change = {
      kind: 'certificate',
      reason: made.reason,
      from: made.valid_from,
      to: made.valid_to,
      replaces: last?.status === 'VALID' ? last.serial : null,
      made: made.id,
    } as const
    const target = { orgType: organization.type, authorityId: organization.authority_id, organization }
    const source = { caseId: null, eventId: null, actId: made.act_id, effectiveOn: today }
    await writeRegister(tx, deps, target, [change], source)
    await tx.trx('certificate_issue').insert({
      certificate_id: made.id,
      staff_id: staff.id,
      collector_name: values['collectorName'],
      collector_id_type: collectorIdType(values),
      collector_id_number_enc: deps.crypto.encrypt(values['collectorIdNumber'] ?? '', issuePlaces.idNumber(made.id)),
      collector_id_number_idx: index,
      collector_phone_enc: deps.crypto.encrypt(values['collectorPhone'] ?? '', issuePlaces.phone(made.id)),
      difference: collectorDoubt(deps, await expectedFor(tx.trx, organization.id), values) ?? '',
      collected_at: collectedAt,
      recorded_at: tx.now,
    })
    tx.audit({
      chain: staff.authority.code,
      action: 'certificate.handed-out',
      objectKind: 'organization',
      objectId: organization.id,
      details: { act: made.act_id, serial: made.serial, before: last?.serial },
    })
  })

/** A certificate that was made and not handed out goes: the one before stays as it is, the serial is spent. */
export const cancelCertificate = (
  deps: Deps,
  staff: Staff,
  request: RequestFacts,
  wanted: { readonly uscc: string; readonly serial: number; readonly reason: string },
): Promise<void> =>
  deps.command(byStaff(staff, request), async (tx) => {
    const organization = await lockOrganization(tx, staff, wanted.uscc)
    const made = await lockMade(tx, organization.id, wanted.serial)
    await cancelMade(tx, organization.id, localDate(tx.now))
    tx.audit({
      chain: staff.authority.code,
      action: 'certificate.cancelled',
      objectKind: 'organization',
      objectId: organization.id,
      details: { act: made.act_id, serial: made.serial, reason: wanted.reason },
    })
  })
