import type { Transaction } from '../../db/command.ts'
import type { Deps } from '../../deps.ts'
import { queueSms } from './sms.ts'

const smsLifeDays = 3
const day = 24 * 3_600_000

/**
 * Tells the holder of an account what happened to it: in the inbox, and by a text message to each phone given. `sms`
 * is the sentence of the message, without the site's name.
 */
export const tellAccount = async (
  tx: Transaction,
  deps: Pick<Deps, 'crypto' | 'site'>,
  notice: {
    readonly accountId: string
    readonly title: string
    readonly body: string
    readonly sms?: { readonly phones: readonly string[]; readonly text: string }
  },
): Promise<void> => {
  await tx
    .trx('message')
    .insert({ account_id: notice.accountId, title: notice.title, body: notice.body, created_at: tx.now })
  for (const phone of new Set(notice.sms?.phones))
    await queueSms(tx, deps, {
      phone,
      text: `【${deps.site.shortName}】${notice.sms?.text ?? ''}`,
      expiresAt: new Date(tx.now.getTime() + smsLifeDays * day),
    })
}
