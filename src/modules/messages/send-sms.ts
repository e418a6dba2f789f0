import type { Task } from 'graphile-worker'
import type { Knex } from 'knex'
import { z } from 'zod'
import { Refused } from '../../core/errors.ts'
import type { Deps } from '../../deps.ts'
import { smsPlaces } from './sms.ts'

const payloadSchema = z.object({ id: z.uuid() })

type OutgoingSms = {
  id: string
  seq: number
  phone_idx: string | null
  phone_enc: string
  text_enc: string
  expires_at: Date
  failures: number
  template: string | null
}

const waiting = (knex: Knex) => knex('outgoing_sms').whereNull('sent_at').whereNull('given_up_at')

const columns = ['id', 'seq', 'phone_idx', 'phone_enc', 'text_enc', 'expires_at', 'failures', 'template'] as const

/** A message that the gateway refused as often keeps later ones to its number waiting no longer. */
const patience = 3

type Outcome = 'done' | 'failed' | 'passed'

/**
 * The job that delivers one queued message, and before it whatever is still waiting for the same number: messages to
 * one number go out in the order they were written, whichever job runs first. One transaction a message holds the
 * number meanwhile. It may run twice: a message marked as sent is left alone, and the gateway drops an id it has seen.
 * An expired message is never sent. A gateway that fails makes the job fail, which tries it again later; the last try
 * gives the message up, which is counted and logged, and shown to whoever relied on it.
 */
export const sendSmsTask =
  (deps: Pick<Deps, 'db' | 'exclusive' | 'crypto' | 'smsGateway' | 'clock' | 'metrics' | 'log'>): Task =>
  async (payload, { job }) => {
    const { id } = payloadSchema.parse(payload)
    const passed: string[] = []
    let fault: unknown

    const deliver = async (trx: Knex.Transaction, row: OutgoingSms): Promise<Outcome> => {
      const message = trx('outgoing_sms').where({ id: row.id })
      const giveUp = async (why: 'EXPIRED' | 'FAILED', more: Readonly<Record<string, unknown>> = {}): Promise<void> => {
        await message.update({ ...more, given_up_at: deps.clock.now(), given_up_why: why })
        const template = row.template ?? ''
        deps.metrics.smsGivenUp.inc({ template, why })
        deps.log.error({ template, why, id: row.id }, 'a text message was given up')
      }
      if (row.expires_at <= deps.clock.now()) {
        await giveUp('EXPIRED')
        return 'done'
      }
      try {
        await deps.smsGateway.send({
          id: row.id,
          phone: deps.crypto.decrypt(row.phone_enc, smsPlaces.phone(row.id)),
          text: deps.crypto.decrypt(row.text_enc, smsPlaces.text(row.id)),
        })
      } catch (error) {
        fault = error
        const failures = row.failures + 1
        if (row.id === id && job.attempts >= job.max_attempts) await giveUp('FAILED', { failures })
        else await message.update({ failures })
        return row.id !== id && error instanceof Refused && row.failures + 1 >= patience ? 'passed' : 'failed'
      }
      await message.update({ sent_at: deps.clock.now() })
      return 'done'
    }

    for (;;) {
      const own = await waiting(deps.db.knex).where({ id }).first<OutgoingSms | undefined>(columns)
      if (!own) return
      // A message without a number's index was written by an earlier release and goes alone.
      const outcome = await deps.exclusive(`sms ${own.phone_idx ?? own.id}`, async (trx): Promise<Outcome> => {
        const next = await waiting(trx)
          .where((rows) => rows.where({ id }).orWhere({ phone_idx: own.phone_idx }))
          .where('seq', '<=', own.seq)
          .whereNotIn('id', passed)
          .orderBy('seq')
          .first<OutgoingSms | undefined>(columns)
        if (!next) return 'done'
        const result = await deliver(trx, next)
        if (result === 'passed') passed.push(next.id)
        return result
      })
      if (outcome === 'failed') throw fault
    }
  }
