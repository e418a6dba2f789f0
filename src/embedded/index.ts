import { mkdirSync } from 'node:fs'
import { resolve } from 'node:path'

import type { Log } from './executables.ts'
import { keepRunning } from './keep-running.ts'
import { lockDataFolder } from './lock.ts'
import { startPostgres, type EmbeddedPostgres } from './postgres.ts'
import { startRedis, type EmbeddedRedis } from './redis.ts'

export type EmbeddedServers = {
  /** For the portal: role portal_app, no DDL. */
  readonly databaseUrl: string
  /** For migrations: role portal_owner. */
  readonly ownerDatabaseUrl: string
  /** The superuser, for maintenance and tests. */
  readonly adminDatabaseUrl: string
  readonly redisUrl: string
  readonly pids: { readonly postgres: number; readonly redis: number }
  /** Stops both servers and lets the folder go. Call it after the portal has closed its connections. */
  readonly stop: () => Promise<void>
}

const leave = (line: string): void => {
  process.stderr.write(`${line}\n`)
  process.exit(1)
}

/**
 * Starts Postgres and Redis as child processes over `dataDir`, which is made when missing. They end with this process,
 * whatever ends it; one that dies is started again at the same address. Throws one line when another portal uses the
 * folder or a server cannot run here, and ends the process with one when a server that ran cannot be kept running.
 * `disposable` is Postgres's, see there.
 */
export const startEmbedded = async (
  dataDir: string,
  log: Log,
  { disposable = false }: { readonly disposable?: boolean } = {},
): Promise<EmbeddedServers> => {
  const folder = resolve(dataDir)
  mkdirSync(folder, { recursive: true })
  const unlock = lockDataFolder(folder)
  const [postgres, redis] = await Promise.allSettled([
    keepRunning(
      'PostgreSQL',
      (died?: EmbeddedPostgres) =>
        startPostgres(folder, log, { disposable, ...(died ? { port: Number(new URL(died.databaseUrl).port) } : {}) }),
      log,
      leave,
    ),
    keepRunning('Redis', (died?: EmbeddedRedis) => startRedis(folder, log, died), log, leave),
  ])
  if (postgres.status === 'fulfilled' && redis.status === 'fulfilled') {
    const { databaseUrl, ownerDatabaseUrl, adminDatabaseUrl } = postgres.value.current()
    return {
      databaseUrl,
      ownerDatabaseUrl,
      adminDatabaseUrl,
      redisUrl: redis.value.current().redisUrl,
      pids: {
        get postgres() {
          return postgres.value.current().pid
        },
        get redis() {
          return redis.value.current().pid
        },
      },
      stop: async () => {
        await Promise.all([postgres.value.stop(), redis.value.stop()])
        unlock()
      },
    }
  }
  const failures: unknown[] = []
  for (const result of [postgres, redis]) {
    if (result.status === 'fulfilled') await result.value.stop()
    else failures.push(result.reason)
  }
  unlock()
  throw failures[0]
}
