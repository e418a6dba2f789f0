import type { Knex } from 'knex'
import { openNewTables } from './support/open-new-tables.ts'

// Only adds: the release before this one goes on locking staff by their own columns, which nobody reads from now on.
const changes = `
-- Wrong passwords by whom they were tried for and from where, see src/modules/accounts/tries.ts.
create table login_try (
  subject text not null,
  origin text not null,
  failed int not null,
  locked_until timestamptz,
  counted_at timestamptz not null,
  primary key (subject, origin)
);
create index login_try_counted on login_try (counted_at);
`

export const up = async (knex: Knex): Promise<void> => {
  await knex.raw(changes)
  await openNewTables(knex, ['login_try'], [])
}

export const down = async (knex: Knex): Promise<void> => {
  await knex.raw('drop table login_try')
}
