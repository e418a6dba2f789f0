import { AppError } from '../../core/errors.ts'
import type { Database, Statement } from '../../db/client.ts'
import type { Transaction } from '../../db/command.ts'

/** Where the sealed columns of a legal person belong (see FieldCrypto). */
export const legalPersonPlaces = {
  handlerIdNumber: (id: string) => `legal_person.handler_id_number:${id}`,
  handlerPhone: (id: string) => `legal_person.handler_phone:${id}`,
} as const

const certificateStatement: Statement = {
  name: 'legal-certificate-state',
  text: `select certificate_state as state, certificate_reason as reason, certificate_sent_at as "sentAt"
         from legal_person where account_id = $1 and certificate_sent_at is not null and released_at is null`,
}

/** How far the window is with the picture of an organization's certificate; undefined where there is none to look at. */
export const certificateOf = async (
  db: Pick<Database, 'read'>,
  accountId: string,
): Promise<
  | { readonly state: 'WAITING' | 'PASSED' | 'RETURNED'; readonly reason: string | null; readonly sentAt: Date }
  | undefined
> =>
  (
    await db.read<{ state: 'WAITING' | 'PASSED' | 'RETURNED'; reason: string | null; sentAt: Date }>(
      certificateStatement,
      [accountId],
    )
  )[0]

/** Why an organization may not begin a matter yet: the window has not passed the picture of its certificate. */
export const certificateHold = {
  WAITING: '登记证书图片还在由登记机关窗口核对，核对通过以后才能办理事项。结果会用短信和站内消息通知您。',
  RETURNED: '登记证书图片被登记机关窗口退回，请重新上传，核对通过以后才能办理事项。',
} as const

/** Throws NOT_ALLOWED_NOW for a legal person whose certificate nobody at the window has passed. */
export const requirePassedCertificate = async (tx: Transaction, accountId: string): Promise<void> => {
  const row = await tx
    .trx('legal_person')
    .where({ account_id: accountId })
    .first<{ certificate_state: 'WAITING' | 'PASSED' | 'RETURNED' } | undefined>('certificate_state')
  if (row && row.certificate_state !== 'PASSED')
    throw new AppError('NOT_ALLOWED_NOW', certificateHold[row.certificate_state])
}
