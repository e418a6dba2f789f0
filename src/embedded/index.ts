import { mkdirSync } from 'node:fs'
import { resolve } from 'node:path'

import type { Log } from './executables.ts'
import { lockDataFolder } from './lock.ts'
import { startPostgres } from './postgres.ts'
import { startRedis } from './redis.ts'

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

/**
 * Starts Postgres and Redis as child processes over `dataDir`, which is made when missing. They end with this process,
 * whatever ends it. Throws one line when another portal uses the folder or a server cannot run here.
 */
export const startEmbedded = async (dataDir: string, log: Log): Promise<EmbeddedServers> => {
  const folder = resolve(dataDir)
  mkdirSync(folder, { recursive: true })
  const unlock = lockDataFolder(folder)
  const [postgres, redis] = await Promise.allSettled([startPostgres(folder, log), startRedis(folder, log)])
  if (postgres.status === 'fulfilled' && redis.status === 'fulfilled') {
    const { databaseUrl, ownerDatabaseUrl, adminDatabaseUrl } = postgres.value
    return {
      databaseUrl,
      ownerDatabaseUrl,
      adminDatabaseUrl,
      redisUrl: redis.value.redisUrl,
      pids: { postgres: postgres.value.pid, redis: redis.value.pid },
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
