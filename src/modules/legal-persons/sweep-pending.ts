import type { Task } from 'graphile-worker'
import type { Deps } from '../../deps.ts'

/** Forgets registrations whose day is over; their files go with the next sweep of files nobody refers to. */
export const sweepPendingLegalTask =
  (deps: Pick<Deps, 'db' | 'clock' | 'command'>): Task =>
  async () => {
    const over = () => deps.db.knex('pending_legal_registration').where('expires_at', '<=', deps.clock.now())
    if (!(await over().first<object | undefined>('id'))) return
    await deps.command({ actorKind: 'system' }, async (tx) => {
      const removed = await tx.trx('pending_legal_registration').where('expires_at', '<=', tx.now).delete()
      tx.audit({
        chain: 'platform',
        action: 'legal-registration-expired',
        objectKind: 'pending_legal_registration',
        details: { removed },
      })
    })
  }
