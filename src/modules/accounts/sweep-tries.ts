import type { Task } from 'graphile-worker'
import type { Deps } from '../../deps.ts'

const keptDays = 30

/** Forgets wrong passwords that nobody added to for a month, and ways that are open again since. */
export const sweepTriesTask =
  (deps: Pick<Deps, 'db' | 'clock' | 'command'>): Task =>
  async () => {
    const now = deps.clock.now()
    const over = new Date(now.getTime() - keptDays * 86_400_000)
    const old = (knex: Deps['db']['knex']) =>
      knex('login_try')
        .where('counted_at', '<=', over)
        .andWhere((open) => open.whereNull('locked_until').orWhere('locked_until', '<=', now))
    if (!(await old(deps.db.knex).first<object | undefined>('origin'))) return
    await deps.command({ actorKind: 'system' }, async (tx) => {
      const removed = await old(tx.trx).delete()
      tx.audit({ chain: 'platform', action: 'login-tries-forgotten', objectKind: 'login_try', details: { removed } })
    })
  }
