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
 * worth sending any more. Gives the id the gateway will know it by.
 */
export const queueSms = async (
  tx: Transaction,
  deps: { readonly crypto: FieldCrypto },
  message: { readonly phone: string; readonly text: string; readonly expiresAt: Date },
): Promise<string> => {
  const id = randomUUID()
  await tx.trx('outgoing_sms').insert({
    id,
    phone_enc: deps.crypto.encrypt(message.phone, smsPlaces.phone(id)),
    text_enc: deps.crypto.encrypt(message.text, smsPlaces.text(id)),
    created_at: tx.now,
    expires_at: message.expiresAt,
  })
  tx.job('send-sms', { id }, `send-sms:${id}`)
  return id
}
