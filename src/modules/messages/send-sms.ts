import type { Task } from 'graphile-worker'
import { z } from 'zod'
import type { Deps } from '../../deps.ts'
import { smsPlaces } from './sms.ts'

const payloadSchema = z.object({ id: z.uuid() })

type OutgoingSms = {
  phone_enc: string
  text_enc: string
  expires_at: Date
  sent_at: Date | null
  given_up_at: Date | null
}

/**
 * The job that delivers one queued message. It may run twice: a message marked as sent is left alone, and the gateway
 * drops an id it has seen. An expired message is never sent. A gateway that fails makes the job fail, which tries it
 * again later.
 */
export const sendSmsTask =
  (deps: Pick<Deps, 'db' | 'crypto' | 'smsGateway' | 'clock'>): Task =>
  async (payload) => {
    const { id } = payloadSchema.parse(payload)
    const row = await deps.db
      .knex('outgoing_sms')
      .where({ id })
      .first<OutgoingSms | undefined>('phone_enc', 'text_enc', 'expires_at', 'sent_at', 'given_up_at')
    if (!row || row.sent_at !== null || row.given_up_at !== null) return
    if (row.expires_at <= deps.clock.now()) {
      await deps.db.knex('outgoing_sms').where({ id }).update({ given_up_at: deps.clock.now() })
      return
    }
    await deps.smsGateway.send({
      id,
      phone: deps.crypto.decrypt(row.phone_enc, smsPlaces.phone(id)),
      text: deps.crypto.decrypt(row.text_enc, smsPlaces.text(id)),
    })
    await deps.db.knex('outgoing_sms').where({ id }).whereNull('sent_at').update({ sent_at: deps.clock.now() })
  }
