import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import type { Logger } from './logger.ts'

const checkEveryMilliseconds = 5_000

/** A runner that has only just started may hold a job before it could say that it lives. */
const youngestSeconds = 2

const lockKey = `hashtextextended('job runner ' || $1, 0)`

const held = `select locked_by as runner from graphile_worker.jobs where locked_by is not null
  group by locked_by having max(locked_at) < now() - interval '${youngestSeconds} seconds'`

/**
 * Gives back the jobs of runners that were killed; the queue itself would wait four hours for them. A runner says that
 * it lives by an advisory lock on a connection of its own: when the process dies, however it dies, the server drops
 * the lock, and whoever can take it knows that the runner is gone. Should a runner only have lost that connection, its
 * job may be carried out twice, which every job must stand anyway.
 */
export const guardJobLocks = (databaseUrl: string, log: Logger) => {
  const stopped = new AbortController()
  let runner: string | undefined
  let client: pg.Client | undefined
  let watching: Promise<void> | undefined

  const connect = async (): Promise<pg.Client> => {
    const fresh = new pg.Client({
      connectionString: databaseUrl,
      connectionTimeoutMillis: 3_000,
      query_timeout: 10_000,
    })
    // A restart of Postgres: the next round connects again.
    fresh.on('error', () => {
      if (client === fresh) client = undefined
    })
    await fresh.connect()
    client = fresh
    if (runner !== undefined) await fresh.query(`select pg_advisory_lock_shared(${lockKey})`, [runner])
    return fresh
  }

  const giveBack = async (): Promise<void> => {
    const connection = client ?? (await connect())
    const { rows } = await connection.query<{ runner: string }>(held)
    for (const { runner: other } of rows) {
      if (other === runner) continue
      const taken = await connection.query<{ taken: boolean }>(`select pg_try_advisory_lock(${lockKey}) as taken`, [
        other,
      ])
      if (taken.rows[0]?.taken !== true) continue
      try {
        await connection.query('select graphile_worker.force_unlock_workers(array[$1])', [other])
        log.warn({ runner: other }, 'jobs of a runner that is gone are given back')
      } finally {
        await connection.query(`select pg_advisory_unlock(${lockKey})`, [other])
      }
    }
  }

  const rounds = async (): Promise<void> => {
    while (!stopped.signal.aborted) {
      try {
        await giveBack()
      } catch (error) {
        const broken = client
        client = undefined
        await broken?.end().catch(() => undefined)
        log.warn({ error: String(error) }, 'locks of jobs could not be checked')
      }
      await pause(checkEveryMilliseconds, undefined, { signal: stopped.signal }).catch(() => undefined)
    }
  }

  return {
    /** Connects before there is a runner, so that it can say that it lives the moment it exists. */
    open: async (): Promise<void> => {
      await connect()
    },
    /** Under which name this process holds jobs; from now on the others are looked after too. */
    start: (name: string): void => {
      runner = name
      watching = (async () => {
        await client?.query(`select pg_advisory_lock_shared(${lockKey})`, [name]).catch(() => undefined)
        await rounds()
      })()
    },
    stop: async (): Promise<void> => {
      stopped.abort()
      await watching
      await client?.end().catch(() => undefined)
    },
  }
}
