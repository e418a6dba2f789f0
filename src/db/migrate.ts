import { fileURLToPath } from 'node:url'
import knexFactory, { type Knex } from 'knex'
import { runMigrations } from 'graphile-worker'
import { seedReferenceData } from '../../seeds/reference.ts'

const directory = fileURLToPath(new URL('../../migrations', import.meta.url))

/** What knex needs to find the migrations; also how readiness compares the schema with this code. */
export const migrationSettings: Knex.MigratorConfig = { directory, loadExtensions: ['.ts'], tableName: 'knex_migrations' }

const workerGrants = `
do $$ begin
  if exists (select from pg_roles where rolname = 'portal_app') then
    grant usage on schema graphile_worker to portal_app;
    grant all on all tables in schema graphile_worker to portal_app;
    grant all on all sequences in schema graphile_worker to portal_app;
    grant execute on all functions in schema graphile_worker to portal_app;
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
