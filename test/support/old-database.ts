import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import knexFactory, { type Knex } from 'knex'
import pg from 'pg'
import { seedReferenceData } from '../../seeds/reference.ts'
import { migrationSettings } from '../../src/db/migrate.ts'
import { serverVariable } from './servers.ts'

/**
 * Rows of every table as the last release before procedures left them: cases in every position of its one table of
 * transitions, made by its own commands on 2026-11-20, with accounts, staff, organizations and old accounts.
 */
const rows = JSON.parse(
  gunzipSync(readFileSync(new URL('data/before-procedures.json.gz', import.meta.url))).toString('utf8'),
) as Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>

/** Keys the rows were sealed with; invented, and good for nothing else. */
export const oldKeys = {
  SESSION_SECRET: '1'.repeat(64),
  PASSWORD_PEPPER: '2'.repeat(64),
  FIELD_KEY: '3'.repeat(64),
  INDEX_KEY: '4'.repeat(64),
} as const

/** Tables in an order in which each finds what its rows point to. */
const inOrder = async (knex: Knex, tables: readonly string[]): Promise<readonly string[]> => {
  const { rows: found } = await knex.raw<{ rows: { of: string; to: string }[] }>(
    `select conrelid::regclass::text as of, confrelid::regclass::text as to from pg_constraint
     where contype = 'f' and connamespace = 'public'::regnamespace and conrelid <> confrelid`,
  )
  const done: string[] = []
  for (let left = [...tables]; left.length > 0;) {
    const ready = left.filter((table) => found.every(({ of, to }) => of !== table || !left.includes(to)))
    if (ready.length === 0) throw new Error(`tables that point at each other: ${left.join(', ')}`)
    done.push(...ready)
    left = left.filter((table) => !ready.includes(table))
  }
  return done
}

const load = async (knex: Knex): Promise<void> => {
  for (const table of await inOrder(knex, Object.keys(rows))) {
    const columns = Object.keys(rows[table]?.[0] ?? {}).map((column) => `"${column}"`)
    // Triggers write some rows themselves, as they did when these were written.
    await knex.raw(
      `insert into ${table} (${columns.join(', ')}) overriding system value
       select ${columns.join(', ')} from jsonb_populate_recordset(null::${table}, ?) on conflict do nothing`,
      [JSON.stringify(rows[table])],
    )
  }
  const { rows: counted } = await knex.raw<{ rows: { table: string; column: string }[] }>(
    `select table_name as table, column_name as column from information_schema.columns
     where table_schema = 'public' and is_identity = 'YES'`,
  )
  for (const { table, column } of counted)
    await knex.raw(`select setval(pg_get_serial_sequence(?, ?), coalesce((select max(??) from ??), 0) + 1, false)`, [
      table,
      column,
      column,
      table,
    ])
}

const admin = async (...statements: readonly string[]): Promise<void> => {
  const client = new pg.Client({ connectionString: serverVariable('TEST_DATABASE_OWNER_URL') })
  await client.connect()
  for (const statement of statements) await client.query(statement)
  await client.end()
}

/** A database of the last schema before procedures with its rows in it. Drop it at the end. */
export const createOldDatabase = async () => {
  const name = `test_old_${randomBytes(6).toString('hex')}`
  const inDatabase = (variable: 'TEST_DATABASE_URL' | 'TEST_DATABASE_OWNER_URL'): string => {
    const url = new URL(serverVariable(variable))
    url.pathname = `/${name}`
    return url.href
  }
  const ownerDatabaseUrl = inDatabase('TEST_DATABASE_OWNER_URL')
  await admin(
    `create database ${name}`,
    `revoke all on database ${name} from public`,
    `grant connect on database ${name} to portal_app`,
  )
  const knex = knexFactory({ client: 'pg', connection: ownerDatabaseUrl, pool: { min: 0, max: 1 } })
  try {
    for (;;) {
      const [, waiting] = (await knex.migrate.list(migrationSettings)) as [unknown, { file: string }[]]
      if (!waiting[0] || waiting[0].file.startsWith('20261201')) break
      await knex.migrate.up(migrationSettings)
    }
    await seedReferenceData(knex)
    await knex('supervisory_unit').delete()
    await knex('authority').delete()
    await load(knex)
  } finally {
    await knex.destroy()
  }
  return {
    databaseUrl: inDatabase('TEST_DATABASE_URL'),
    ownerDatabaseUrl,
    drop: () => admin(`drop database if exists ${name} with (force)`),
  }
}
