import { AppError } from '../../core/errors.ts'
import type { Substitutes } from '../../core/documents/substitutes.ts'
import type { RawValues } from '../../core/forms/field.ts'
import {
  certificateActs,
  certificateReasons,
  certificateRefusal,
  certificateTerm,
  type CertificateAct,
  type LastCertificate,
} from '../../core/register/certificates.ts'
import type { CertificateReason, RegisterChange } from '../../core/register/changes.ts'
import { localDate } from '../../core/workflow/deadlines.ts'
import type { Transaction } from '../../db/command.ts'
import type { Deps } from '../../deps.ts'
import type { Staff } from '../../web/route.ts'
import { isId } from '../../web/params.ts'
import { endWithdrawn, lockPlannedCase } from '../cases/planned.ts'
import { issueDocuments } from '../documents/issue.ts'
import { paperOf } from './papers.ts'
import { makeCertificate } from '../register/certificates.ts'
import type { OrganizationRow } from '../register/entry.ts'
import { writeRegister } from '../grants/register.ts'
import { dropPlanned } from '../register/planned.ts'
import type { RequestFacts } from '../../db/audit.ts'
import { byStaff } from '../../web/acting.ts'

/** What the official saw of the certificates: another one in force by now, and the act rests on nothing. */
export const seenOf = (last: Pick<LastCertificate, 'serial' | 'status'> | undefined): string =>
  last ? `${last.serial}.${last.status}` : 'none'

/** Why nothing else is begun while a certificate waits to be handed out. */
export const waitingText = (serial: number): string =>
  `序号${serial}的证书已经制作，尚未登记发证，请先由另一名工作人员发证，或者作废`

export type CertificateWish = {
  readonly uscc: string
  readonly act: CertificateAct
  readonly values: RawValues
  readonly seen: string
  readonly substitutes: Substitutes
}

/** Why a new certificate is made: said with an exchange, and always a loss with a reissue. */
export const reasonOf = ({ act, values }: Pick<CertificateWish, 'act' | 'values'>): CertificateReason | undefined => {
  const { reasons } = certificateActs[act]
  return reasons.length === 1 ? reasons[0] : reasons.find((reason) => reason === values['ground'])
}

/** The certificate an organization got last; what was made and not handed out it did not get. */
export const lastCertificate = async (
  { trx }: Transaction,
  organizationId: string,
): Promise<LastCertificate | undefined> =>
  trx('certificate')
    .where({ organization_id: organizationId })
    .whereNotIn('status', ['MADE', 'CANCELLED'])
    .orderBy('id', 'desc')
    .first<LastCertificate | undefined>('serial', 'status', 'valid_from as from', 'valid_to as to')

/** Whether somebody has a post in an organization, has its account or may act for it. */
const isOwn = async ({ trx }: Transaction, organizationId: string, idNumberIndex: string): Promise<boolean> => {
  const { rows } = await trx.raw<{ rows: object[] }>(
    `select from post_holder p where p.organization_id = :id and p.id_number_idx = :person
     union all select from access_grant g join account h on h.id = g.holder_id
       where g.organization_id = :id and g.revoked_at is null and h.id_number_idx = :person
     union all select from legal_person l join account h on h.id = l.account_id
       where l.organization_id = :id and l.released_at is null and :person in (h.id_number_idx, l.handler_id_number_idx)`,
    { id: organizationId, person: idNumberIndex },
  )
  return rows.length > 0
}

/** An organization of the official's own authority, locked; and not one the official has to do with (回避). */
export const lockOrganization = async (tx: Transaction, staff: Staff, uscc: string): Promise<OrganizationRow> => {
  const row = await tx
    .trx<OrganizationRow>('organization')
    .where({ uscc, authority_id: staff.authority.id })
    .forUpdate()
    .first()
  if (!row) throw new AppError('NOT_FOUND')
  if (await isOwn(tx, row.id, staff.idNumberIndex))
    throw new AppError('FORBIDDEN', '您在该社会组织任职，或者替它办理事项，依照回避规定不能由您办理。')
  return row
}

/** One certificate at a time is on its way. */
const refuseWaiting = async ({ trx }: Transaction, organizationId: string): Promise<void> => {
  const waits = await trx('certificate')
    .where({ organization_id: organizationId, status: 'MADE' })
    .first<{ serial: number } | undefined>('serial')
  if (waits) throw new AppError('NOT_ALLOWED_NOW', `${waitingText(waits.serial)}。`)
}

const changeOf = (
  deps: Deps,
  wish: CertificateWish,
  last: LastCertificate | undefined,
  today: string,
): RegisterChange => {
  const inForce = last?.status === 'VALID' ? last.serial : null
  if (wish.act === 'recover') return { kind: 'recovery', serial: inForce ?? 0 }
  const reason = reasonOf(wish)
  if (!reason) throw new AppError('INVALID', '请选择换发情形。')
  if (reason === 'MISPRINT' && !last)
    throw new AppError('NOT_ALLOWED_NOW', '登记簿中没有这个组织的证书，谈不上印制有误。')
  const term = certificateTerm(reason, last, today, deps.site.matters.certificateMonths)
  if (term.to < today) throw new AppError('NOT_ALLOWED_NOW', '原证书有效期已经届满，请按到期换证办理。')
  return { kind: 'certificate', reason, ...term, replaces: inForce }
}

/** 正本 and 副本, made from what the register says now. */
const issueCertificate = async (
  tx: Transaction,
  deps: Deps,
  staff: Staff,
  { act, values, substitutes }: CertificateWish,
  made: {
    readonly id: number
    readonly row: OrganizationRow
    readonly change: Extract<RegisterChange, { kind: 'certificate' }>
  },
): Promise<void> => {
  const { change, id, row } = made
  const { facts, ...issue } = paperOf(tx, deps, staff, row, {
    action: act,
    matterTitle: `${certificateActs[act].text}（${certificateReasons[change.reason]}）`,
    change,
    valid: change,
  })
  await issueDocuments(tx, deps, {
    ...issue,
    certificateId: id,
    kinds: ['CERTIFICATE_ORIGINAL', 'CERTIFICATE_DUPLICATE'],
    facts: { ...facts, form: values },
    writings: substitutes,
    asksOfficial: true,
  })
}

/**
 * What the certificate desk does with a certificate by itself: 收回 changes the register at once; 换发 and 补发 make the
 * new certificate and its documents, which count when another official has handed it out (see issue.ts). Throws STALE when the certificate is not the one the
 * official saw, NOT_ALLOWED_NOW with the reason, MissingGlyphs.
 */
export const actOnCertificate = (
  deps: Deps,
  staff: Staff,
  request: RequestFacts,
  wish: CertificateWish,
): Promise<void> =>
  deps.command(byStaff(staff, request), async (tx) => {
    const organization = await lockOrganization(tx, staff, wish.uscc)
    const last = await lastCertificate(tx, organization.id)
    if (seenOf(last) !== wish.seen)
      throw new AppError('STALE', '在您操作期间，登记证书已有变化，没有办理。请重新核对。')
    await refuseWaiting(tx, organization.id)
    const refused = certificateRefusal(wish.act, organization.status, last)
    if (refused) throw new AppError('NOT_ALLOWED_NOW', `${refused}。`)
    const today = localDate(tx.now)
    const change = changeOf(deps, wish, last, today)
    const [act] = (await tx
      .trx('register_act')
      .insert({
        organization_id: organization.id,
        authority_id: organization.authority_id,
        staff_id: staff.id,
        kind: wish.act,
        reason: wish.values['reason'],
        notice_paper: wish.values['noticePaper'] ?? null,
        notice_on: wish.values['noticeOn'] ?? null,
        at: tx.now,
      })
      .returning('id')) as { id: number }[]
    if (!act) throw new Error('no act')
    const target = { orgType: organization.type, authorityId: organization.authority_id, organization }
    const source = { caseId: null, eventId: null, actId: act.id, effectiveOn: today }
    // A certificate that comes back is gone at once; a new one counts when another official hands it out.
    if (change.kind === 'certificate') {
      const id = await makeCertificate(tx, organization, change, act.id)
      await issueCertificate(tx, deps, staff, wish, { id, row: organization, change })
    } else await writeRegister(tx, deps, target, [change], source)
    tx.audit({
      chain: staff.authority.code,
      action: `certificate.${wish.act}`,
      objectKind: 'organization',
      objectId: organization.id,
      details: { act: act.id, before: last?.serial, reason: wish.values['reason'] },
    })
  })

type PlannedRow = { id: string; case_id: string | null; changes_enc: string; effective_on: string }

/** Takes back a change that has not taken effect, or that could not: the register stays as it is, and its case ends. */
export const withdrawPlanned = (
  deps: Deps,
  staff: Staff,
  request: RequestFacts,
  wanted: { readonly uscc: string; readonly id: string; readonly reason: string },
): Promise<void> =>
  deps.command(byStaff(staff, request), async (tx) => {
    if (!isId(wanted.id)) throw new AppError('NOT_FOUND')
    const planned = await tx
      .trx('planned_change')
      .where({ id: wanted.id })
      .first<PlannedRow | undefined>('id', 'case_id', 'changes_enc', 'effective_on')
    const caseFile = planned && (await lockPlannedCase(tx, planned))
    const organization = await lockOrganization(tx, staff, wanted.uscc)
    await dropPlanned(tx, { id: wanted.id, organization_id: organization.id }, wanted.reason, staff.id)
    if (caseFile) await endWithdrawn(tx, deps, caseFile, planned, wanted.reason)
    tx.audit({
      chain: staff.authority.code,
      action: 'register.planned-withdrawn',
      objectKind: 'organization',
      objectId: organization.id,
      details: { planned: wanted.id, reason: wanted.reason },
    })
  })
