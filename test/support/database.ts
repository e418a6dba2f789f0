import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { migrate } from '../../src/db/migrate.ts'
import { serverVariable } from './servers.ts'

/** A database that belongs to one test file. */
export type TestDatabase = {
  /** As the portal connects: no DDL, the audit log append-only. */
  readonly databaseUrl: string
  /** As migrations connect. */
  readonly ownerDatabaseUrl: string
  readonly drop: () => Promise<void>
}

const template = 'portal_template'
const templateLock = 20_261_121

const withDatabase = (url: string, name: string): string => {
  const changed = new URL(url)
  changed.pathname = `/${name}`
  return changed.href
}

const asOwner = async <T>(work: (client: pg.Client) => Promise<T>): Promise<T> => {
  const client = new pg.Client({ connectionString: serverVariable('TEST_DATABASE_OWNER_URL') })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

/** Migrates and seeds the template once a run; whoever comes at the same time waits, and finds it complete. */
const ensureTemplate = async (client: pg.Client): Promise<void> => {
  await client.query('SELECT pg_advisory_lock($1)', [templateLock])
  try {
    const known = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [template])
    if (known.rowCount !== 0) return
    const building = `${template}_building`
    await client.query(`DROP DATABASE IF EXISTS ${building} WITH (FORCE)`)
    await client.query(`CREATE DATABASE ${building}`)
    await migrate(withDatabase(serverVariable('TEST_DATABASE_OWNER_URL'), building))
    await client.query(`ALTER DATABASE ${building} RENAME TO ${template}`)
  } finally {
    await client.query('SELECT pg_advisory_unlock($1)', [templateLock])
  }
}

/** Copies a database. Privileges on the database itself are not copied, so they are given anew, as in `npm start`. */
const createDatabase = async (client: pg.Client, from: string): Promise<TestDatabase> => {
  const name = `test_${randomBytes(6).toString('hex')}`
  const app = new URL(serverVariable('TEST_DATABASE_URL')).username
  await client.query(`CREATE DATABASE ${name} TEMPLATE ${from}`)
  await client.query(`REVOKE ALL ON DATABASE ${name} FROM PUBLIC`)
  await client.query(`GRANT CONNECT ON DATABASE ${name} TO ${app}`)
  return {
    databaseUrl: withDatabase(serverVariable('TEST_DATABASE_URL'), name),
    ownerDatabaseUrl: withDatabase(serverVariable('TEST_DATABASE_OWNER_URL'), name),
    drop: () =>
      asOwner(async (owner) => {
        await owner.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)
      }),
  }
}

/** Makes a migrated and seeded database, a copy of the run's template. Drop it at the end of the test file. */
export const createTestDatabase = (): Promise<TestDatabase> =>
  asOwner(async (client) => {
    await ensureTemplate(client)
    return createDatabase(client, template)
  })
