import type { Knex } from 'knex'

// A first draft that came from an old account can be deleted, and goes for good in the end: the old account then leads
// to no case.
const leadsTo = (onDelete: string): string => `
alter table legacy_account drop constraint legacy_account_application_id_fkey;
alter table legacy_account add constraint legacy_account_application_id_fkey
  foreign key (application_id) references application (id) ${onDelete};
`

export const up = async (knex: Knex): Promise<void> => {
  await knex.raw(leadsTo('on delete set null'))
}

export const down = async (knex: Knex): Promise<void> => {
  await knex.raw(leadsTo(''))
}
