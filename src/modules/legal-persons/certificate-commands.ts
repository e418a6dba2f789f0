import { AppError } from '../../core/errors.ts'
import { maskWithin } from '../../core/forms/personal.ts'
import { localDate } from '../../core/workflow/deadlines.ts'
import type { Deps } from '../../deps.ts'
import type { Applicant, Staff } from '../../web/route.ts'
import { accountPlaces } from '../people/account.ts'
import { keepFile, type ReceivedFile } from '../files/receive.ts'
import { tellAccount } from '../messages/account-notice.ts'
import type { RequestFacts } from '../../db/audit.ts'
import { byStaff, byApplicant } from '../../web/acting.ts'

const about = (staff: Staff, action: string, accountId: string) => ({
  chain: staff.authority.code,
  action,
  objectKind: 'account',
  objectId: accountId,
})

/** Notes that an official looked at somebody's certificate, before it is shown. */
export const recordCertificateLook = (
  deps: Deps,
  staff: Staff,
  request: RequestFacts,
  accountId: string,
): Promise<void> =>
  deps.command(byStaff(staff, request), (tx) => {
    tx.audit(about(staff, 'legal-certificate-looked-at', accountId))
    return Promise.resolve()
  })

type Row = {
  certificate_state: string
  certificate_sha256: string
  phone_enc: string
  id_number_idx: string
  handler_id_number_idx: string
  organization_id: string
}

/**
 * Passes a certificate, or sends it back with a reason; the holder is told. Throws NOT_FOUND for another authority's,
 * FORBIDDEN for one's own, STALE when another picture came or it was decided meanwhile.
 */
export const judgeCertificate = (
  deps: Deps,
  staff: Staff,
  request: RequestFacts,
  wanted: { readonly accountId: string; readonly file: string; readonly reason: string | undefined },
): Promise<void> =>
  deps.command(byStaff(staff, request), async (tx) => {
    const { accountId } = wanted
    const row = await tx
      .trx('legal_person as l')
      .join('account as a', 'a.id', 'l.account_id')
      .join('organization as o', 'o.id', 'l.organization_id')
      .where({ 'l.account_id': accountId, 'o.authority_id': staff.authority.id })
      .whereNull('l.released_at')
      .whereNull('a.closed_at')
      .forUpdate('l')
      .first<Row | undefined>(
        'l.certificate_state',
        'l.certificate_sha256',
        'l.handler_id_number_idx',
        'l.organization_id',
        'a.phone_enc',
        'a.id_number_idx',
      )
    if (!row) throw new AppError('NOT_FOUND')
    if ([row.id_number_idx, row.handler_id_number_idx].includes(staff.idNumberIndex))
      throw new AppError('FORBIDDEN', '这是您本人代表或者经办的单位，请由其他工作人员核对。')
    if (row.certificate_state !== 'WAITING' || row.certificate_sha256 !== wanted.file) throw new AppError('STALE')
    const { reason } = wanted
    const passed = reason === undefined
    await tx
      .trx('legal_person')
      .where({ account_id: accountId })
      .update({ certificate_state: passed ? 'PASSED' : 'RETURNED', certificate_reason: reason ?? null })
    // Whoever claims a code finds who acts for the organization already, and may end it.
    const [handlers] = await tx
      .trx('access_grant')
      .where({ organization_id: row.organization_id })
      .whereNull('revoked_at')
      .where('valid_to', '>=', localDate(tx.now))
      .count<{ n: number }[]>({ n: '*' })
    const present = Number(handlers?.n ?? 0)
    const review =
      present > 0 ? `本单位现有${String(present)}名经办人，请到“用户中心—经办人”查看，不需要的请收回。` : ''
    await tellAccount(tx, deps, {
      accountId,
      title: passed ? '登记证书核对通过' : '登记证书图片被退回',
      body: passed
        ? `${staff.authority.name}窗口核对了您上传的登记证书图片，核对通过。${review}`
        : `${staff.authority.name}窗口退回了您上传的登记证书图片：${reason}。请在用户中心的“登记证书”重新上传，核对通过以后才能办理事项。`,
      sms: {
        phones: [deps.crypto.decrypt(row.phone_enc, accountPlaces.phone(accountId))],
        template: passed ? 'certificate-passed' : 'certificate-returned',
        facts: {},
      },
    })
    tx.audit({
      ...about(staff, passed ? 'legal-certificate-passed' : 'legal-certificate-returned', accountId),
      details: passed ? {} : { reason: maskWithin(reason) },
    })
  })

/** Takes another picture in the place of one that was sent back, to be looked at again. Throws NOT_ALLOWED_NOW for others. */
export const sendCertificateAgain = (
  deps: Deps,
  actor: Applicant,
  request: RequestFacts,
  file: ReceivedFile,
): Promise<void> =>
  deps.command(byApplicant(actor, request), async (tx) => {
    await keepFile(tx, deps, file)
    const sent = await tx
      .trx('legal_person')
      .where({ account_id: actor.id, certificate_state: 'RETURNED' })
      .whereNull('released_at')
      .update({
        certificate_state: 'WAITING',
        certificate_reason: null,
        certificate_sent_at: tx.now,
        certificate_sha256: file.sha256,
        certificate_name: file.name,
      })
    if (sent !== 1) throw new AppError('NOT_ALLOWED_NOW', '登记证书图片没有被退回，不需要重新上传。')
    tx.audit({
      chain: 'platform',
      action: 'legal-certificate-sent-again',
      objectKind: 'account',
      objectId: actor.id,
    })
  })
