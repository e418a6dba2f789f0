import { randomUUID } from 'node:crypto'
import type { Transaction } from '../../db/command.ts'
import type { FieldCrypto } from '../../infra/field-crypto.ts'

/** Where the sealed columns of an outgoing message belong (see FieldCrypto). */
export const smsPlaces = {
  phone: (id: string) => `outgoing_sms.phone:${id}`,
  text: (id: string) => `outgoing_sms.text:${id}`,
} as const

/**
 * Leaves a text message for the job runner, in the transaction it belongs to. `expiresAt`: from then on it is not
 * worth sending any more. `topic`: what it is about, when a later message about the same makes it worthless; one that
 * still waits is then not sent. Gives the id the gateway will know it by.
 */
export const queueSms = async (
  tx: Transaction,
  deps: { readonly crypto: FieldCrypto },
  message: { readonly phone: string; readonly text: string; readonly expiresAt: Date; readonly topic?: string },
): Promise<string> => {
  const id = randomUUID()
  const phoneIndex = deps.crypto.index('phone', message.phone)
  const { topic } = message
  if (topic !== undefined)
    await tx
      .trx('outgoing_sms')
      .where({ phone_idx: phoneIndex, topic, sent_at: null, given_up_at: null })
      .update({ given_up_at: tx.now })
  await tx.trx('outgoing_sms').insert({
    id,
    phone_idx: phoneIndex,
    phone_enc: deps.crypto.encrypt(message.phone, smsPlaces.phone(id)),
    text_enc: deps.crypto.encrypt(message.text, smsPlaces.text(id)),
    topic: topic ?? null,
    created_at: tx.now,
    expires_at: message.expiresAt,
  })
  tx.job('send-sms', { id }, `send-sms:${id}`)
  return id
}
