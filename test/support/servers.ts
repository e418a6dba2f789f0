import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { startEmbedded } from '../../src/embedded/index.ts'

/** The addresses of the servers of one test run, as environment variables that the processes of the run inherit. */
export type ServerVariables = {
  readonly TEST_DATABASE_URL: string
  readonly TEST_DATABASE_OWNER_URL: string
  readonly TEST_REDIS_URL: string
}

/** Starts Postgres and Redis for a whole test run, over a temporary folder that `stop` removes. */
export const startTestServers = async (
  log: (line: string) => void,
): Promise<{ readonly variables: ServerVariables; readonly stop: () => Promise<void> }> => {
  const folder = mkdtempSync(join(tmpdir(), 'portal-test-'))
  const remove = (): void => {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  }
  try {
    const servers = await startEmbedded(folder, log, { disposable: true })
    const admin = new pg.Client({ connectionString: servers.adminDatabaseUrl })
    await admin.connect()
    // Every test file has a database of its own: the owner makes them, and drops them with whoever is still connected.
    await admin.query('ALTER ROLE portal_owner CREATEDB')
    await admin.query('GRANT pg_signal_backend TO portal_owner')
    await admin.end()
    return {
      variables: {
        TEST_DATABASE_URL: servers.databaseUrl,
        TEST_DATABASE_OWNER_URL: servers.ownerDatabaseUrl,
        TEST_REDIS_URL: servers.redisUrl,
      },
      stop: async () => {
        await servers.stop()
        remove()
      },
    }
  } catch (error) {
    remove()
    throw error
  }
}

/** Gives an address of the run's servers; throws when no run has been set up. */
export const serverVariable = (name: keyof ServerVariables): string => {
  const value = process.env[name]
  if (value === undefined)
    throw new Error(`${name} is not set: run the tests with npm test or the vitest configuration`)
  return value
}
