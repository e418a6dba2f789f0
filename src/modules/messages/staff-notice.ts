import type { Transaction } from '../../db/command.ts'
import type { Deps } from '../../deps.ts'
import { queueSms } from './sms.ts'

const lifeDays = 3
const day = 24 * 3_600_000

/**
 * Tells a member of staff by text message what happened to the account. `text` is the sentence, without the site's
 * name; `expiresAt`: from then on it is not worth sending, three days unless given.
 */
export const tellStaff = async (
  tx: Transaction,
  deps: Pick<Deps, 'crypto' | 'site'>,
  notice: { readonly phones: readonly string[]; readonly text: string; readonly expiresAt?: Date },
): Promise<void> => {
  for (const phone of new Set(notice.phones))
    await queueSms(tx, deps, {
      phone,
      text: `【${deps.site.shortName}】${notice.text}`,
      expiresAt: notice.expiresAt ?? new Date(tx.now.getTime() + lifeDays * day),
    })
}
