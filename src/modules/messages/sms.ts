import { randomUUID } from 'node:crypto'
import type { Transaction } from '../../db/command.ts'
import type { Deps } from '../../deps.ts'
import type { SmsSource } from './sms-facts.ts'
import { smsTemplates, smsText, type SmsCount, type SmsText } from './sms-texts.ts'

/** Where the sealed columns of an outgoing message belong (see FieldCrypto). */
export const smsPlaces = {
  phone: (id: string) => `outgoing_sms.phone:${id}`,
  text: (id: string) => `outgoing_sms.text:${id}`,
} as const

const day = 24 * 3_600_000

/** Notices of each kind one number gets within 24 hours; the last of them says that there are more in the inbox. */
export const noticesADay = { account: 20, case: 20 } as const satisfies Record<Exclude<SmsCount, 'none'>, number>

/** What somebody relies on a message for, and reads its state beside. */
export type SmsSubject = `${'desk_operation' | 'staff' | 'legacy_account'}:${string}`

export type SmsDeps = SmsSource & Pick<Deps, 'crypto'>

/** How many messages of that kind the number got within the last 24 hours. */
const sentToday = async (tx: Transaction, phoneIndex: string, counts: SmsCount): Promise<number> => {
  const rows = await tx
    .trx('outgoing_sms')
    .where({ phone_idx: phoneIndex, counts })
    .andWhere('created_at', '>', new Date(tx.now.getTime() - day))
    .count<{ n: string }[]>('* as n')
  return Number(rows[0]?.n ?? 0)
}

/**
 * Leaves a text message for the job runner, in the transaction it belongs to. `expiresAt`: from then on it is not
 * worth sending any more. `topic`: what it is about, when a later message about the same makes it worthless; one that
 * still waits is then not sent. `about`: the object beside which somebody reads what became of it. Gives the id the
 * gateway will know it by, or nothing when the number had enough notices today, or there is none: what is not sent stays
 * in the inbox.
 */
export const queueSms = async (
  tx: Transaction,
  deps: SmsDeps,
  message: SmsText & {
    readonly phone: string
    readonly expiresAt: Date
    readonly topic?: string
    readonly about?: SmsSubject
  },
): Promise<string | undefined> => {
  // The counter took it from the account.
  if (message.phone === '') return undefined
  const { counts } = smsTemplates[message.template]
  const phoneIndex = deps.crypto.index('phone', message.phone)
  let text = smsText(deps, message)
  if (counts !== 'none') {
    const left = noticesADay[counts] - (await sentToday(tx, phoneIndex, counts))
    if (left <= 0) return undefined
    if (left === 1) text = smsText(deps, { template: 'more', facts: {} })
  }
  const { topic } = message
  if (topic !== undefined)
    await tx
      .trx('outgoing_sms')
      .where({ phone_idx: phoneIndex, topic, sent_at: null, given_up_at: null })
      .update({ given_up_at: tx.now, given_up_why: 'REPLACED' })
  const id = randomUUID()
  await tx.trx('outgoing_sms').insert({
    id,
    phone_idx: phoneIndex,
    phone_enc: deps.crypto.encrypt(message.phone, smsPlaces.phone(id)),
    text_enc: deps.crypto.encrypt(text, smsPlaces.text(id)),
    topic: topic ?? null,
    template: message.template,
    about: message.about ?? null,
    counts,
    created_at: tx.now,
    expires_at: message.expiresAt,
  })
  tx.job('send-sms', { id }, `send-sms:${id}`)
  return id
}
