import type { Transaction } from '../../db/command.ts'
import { heldUntil, type PhoneChanger } from '../../core/identity/phone-hold.ts'
import { accountPlaces } from '../people/account.ts'
import { queueSms, type SmsDeps } from './sms.ts'
import type { SmsText } from './sms-texts.ts'

const smsLifeDays = 3
const day = 24 * 3_600_000

/** The phone from before, while the account is held for its change. */
const replacedPhone = async (
  tx: Transaction,
  { crypto }: SmsDeps,
  accountId: string,
): Promise<{ readonly phone: string; readonly by: PhoneChanger } | undefined> => {
  const row = await tx
    .trx('account')
    .where({ id: accountId })
    .first<HeldRow | undefined>('phone_held_from', 'previous_phone_enc', 'phone_changed_by')
  if (!row?.previous_phone_enc || !row.phone_changed_by || !heldUntil(row.phone_held_from, tx.now)) return undefined
  const phone = crypto.decrypt(row.previous_phone_enc, accountPlaces.previousPhone(accountId))
  return { phone, by: row.phone_changed_by }
}

type HeldRow = {
  phone_held_from: Date | null
  previous_phone_enc: string | null
  phone_changed_by: PhoneChanger | null
}

/**
 * Tells the holder of an account what happened to it: in the inbox, and by a text message to each phone given, and to
 * the one from before while the account is held for a change of it. Only the inbox may say what somebody typed.
 */
export const tellAccount = async (
  tx: Transaction,
  deps: SmsDeps,
  notice: {
    readonly accountId: string
    /** The case it is about, which the message goes with when somebody else takes the case over. */
    readonly caseId?: string
    readonly title: string
    readonly body: string
    readonly sms?: SmsText & { readonly phones: readonly string[] }
  },
): Promise<void> => {
  await tx.trx('message').insert({
    account_id: notice.accountId,
    case_id: notice.caseId,
    title: notice.title,
    body: notice.body,
    created_at: tx.now,
  })
  if (!notice.sms) return
  const { phones, ...text } = notice.sms
  const expiresAt = new Date(tx.now.getTime() + smsLifeDays * day)
  for (const phone of new Set(phones)) await queueSms(tx, deps, { ...text, phone, expiresAt })
  const replaced = await replacedPhone(tx, deps, notice.accountId)
  if (replaced && !phones.includes(replaced.phone))
    await queueSms(
      tx,
      { ...deps, replacedAtCounter: replaced.by === 'COUNTER' },
      { ...text, phone: replaced.phone, expiresAt },
    )
}
