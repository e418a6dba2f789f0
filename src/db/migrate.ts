import { fileURLToPath } from 'node:url'
import knexFactory, { type Knex } from 'knex'
import { runMigrations } from 'graphile-worker'
import { seedReferenceData } from '../../seeds/reference.ts'

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

/** Brings the schema, the job queue's schema and the reference data up to date, as the role that owns them. */
export const migrate = async (ownerUrl: string): Promise<void> => {
  const knex = knexFactory({ client: 'pg', connection: ownerUrl, pool: { min: 0, max: 2 } })
  try {
    await runMigrations({ connectionString: ownerUrl })
    await knex.raw(workerGrants)
    await knex.migrate.latest(migrationSettings)
    await seedReferenceData(knex)
  } finally {
    await knex.destroy()
  }
}
