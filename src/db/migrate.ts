import { fileURLToPath } from 'node:url'
import knexFactory, { type Knex } from 'knex'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { runMigrations } from 'graphile-worker'
import { seedReferenceData, completeAuthorities } from '../../seeds/reference.ts'

const directory = fileURLToPath(new URL('../../migrations', import.meta.url))

/** What knex needs to find the migrations; also how readiness compares the schema with this code. */
export const migrationSettings: Knex.MigratorConfig = {
  directory,
  loadExtensions: ['.ts'],
  tableName: 'knex_migrations',
}

/** The queue's tables have row level security without policies: only their owner would see rows. */
const workerGrants = `
do $$ declare t record; begin
  if exists (select from pg_roles where rolname = 'portal_app') then
    grant usage on schema graphile_worker to portal_app;
    grant all on all tables in schema graphile_worker to portal_app;
    grant all on all sequences in schema graphile_worker to portal_app;
    grant execute on all functions in schema graphile_worker to portal_app;
    for t in select c.relname from pg_class c where c.relnamespace = 'graphile_worker'::regnamespace and c.relrowsecurity
      and not exists (select from pg_policy p where p.polrelid = c.oid and p.polname = 'portal_app_all')
    loop
      execute format('create policy portal_app_all on graphile_worker.%I for all to portal_app using (true) with check (true)', t.relname);
    end loop;
  end if;
end $$`

/** Any number, the same for everybody who migrates a database of this portal. */
const migrationLock = 20_261_121

// Asked again and again: whoever waits inside a statement holds a snapshot, and an index that is built while everybody
// works on (CONCURRENTLY) waits for the end of every one that is older.
const isLockedBy = async (guard: pg.Client): Promise<boolean> => {
  const { rows } = await guard.query<{ locked: boolean }>('select pg_try_advisory_lock($1) as locked', [migrationLock])
  return rows[0]?.locked ?? false
}

/**
 * Brings the schema, the job queue's schema and the reference data up to date, as the role that owns them. Of several
 * processes that start at once one works and the others wait, then find nothing to do.
 */
export const migrate = async (ownerUrl: string): Promise<void> => {
  const guard = new pg.Client({ connectionString: ownerUrl })
  await guard.connect()
  const knex = knexFactory({ client: 'pg', connection: ownerUrl, pool: { min: 0, max: 2 } })
  try {
    while (!(await isLockedBy(guard))) await pause(200)
    await runMigrations({ connectionString: ownerUrl })
    await knex.raw(workerGrants)
    await knex.migrate.latest(migrationSettings)
    await seedReferenceData(knex)
    await completeAuthorities(knex)
  } finally {
    await knex.destroy()
    await guard.end()
  }
}
