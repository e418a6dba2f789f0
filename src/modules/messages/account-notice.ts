import type { Transaction } from '../../db/command.ts'
import { queueSms, type SmsDeps } from './sms.ts'
import type { SmsText } from './sms-texts.ts'

const smsLifeDays = 3
const day = 24 * 3_600_000

/**
 * Tells the holder of an account what happened to it: in the inbox, and by a text message to each phone given. Only
 * the inbox may say what somebody typed.
 */
export const tellAccount = async (
  tx: Transaction,
  deps: SmsDeps,
  notice: {
    readonly accountId: string
    readonly title: string
    readonly body: string
    readonly sms?: SmsText & { readonly phones: readonly string[] }
  },
): Promise<void> => {
  await tx
    .trx('message')
    .insert({ account_id: notice.accountId, title: notice.title, body: notice.body, created_at: tx.now })
  if (!notice.sms) return
  const { phones, ...text } = notice.sms
  const expiresAt = new Date(tx.now.getTime() + smsLifeDays * day)
  for (const phone of new Set(phones)) await queueSms(tx, deps, { ...text, phone, expiresAt })
}
