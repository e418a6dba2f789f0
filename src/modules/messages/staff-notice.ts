import type { Transaction } from '../../db/command.ts'
import { queueSms, type SmsDeps, type SmsSubject } from './sms.ts'
import type { SmsText } from './sms-texts.ts'

const lifeDays = 3
const day = 24 * 3_600_000

/**
 * Tells a member of staff by text message what happened to the account. `expiresAt`: from then on it is not worth
 * sending, three days unless given.
 */
export const tellStaff = async (
  tx: Transaction,
  deps: SmsDeps,
  notice: SmsText & { readonly phones: readonly string[]; readonly expiresAt?: Date; readonly about?: SmsSubject },
): Promise<void> => {
  const { phones, expiresAt = new Date(tx.now.getTime() + lifeDays * day), ...text } = notice
  for (const phone of new Set(phones)) await queueSms(tx, deps, { ...text, phone, expiresAt })
}
