import type { Knex } from 'knex'

/** The same account filed twice is found by a keyed index of its number; what was filed before has none. */
export const up = (knex: Knex): Promise<unknown> =>
  knex.raw(`
    alter table organization_account add column number_idx text;
    create index organization_account_number on organization_account (number_idx) where number_idx is not null;`)

export const down = (knex: Knex): Promise<unknown> =>
  knex.raw('alter table organization_account drop column number_idx')
