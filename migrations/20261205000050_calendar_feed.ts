import type { Knex } from 'knex'
import { openNewTables } from './support/open-new-tables.ts'

// 日历订阅: a secret address under which a calendar program reads what an organization owes, for whoever made it. Only
// what tells the address again is kept, never the address.
const tables = `
create table calendar_feed (
  id bigint generated always as identity primary key,
  organization_id uuid not null references organization (id),
  account_id uuid not null references account (id),
  token_idx text not null unique,
  created_at timestamptz not null,
  ended_at timestamptz
);
create unique index calendar_feed_live on calendar_feed (organization_id, account_id) where ended_at is null;
create index calendar_feed_account on calendar_feed (account_id);
`

export const up = async (knex: Knex): Promise<void> => {
  await knex.raw(tables)
  await openNewTables(knex, ['calendar_feed'], [])
}

export const down = async (knex: Knex): Promise<void> => {
  await knex.raw('drop table calendar_feed')
}
