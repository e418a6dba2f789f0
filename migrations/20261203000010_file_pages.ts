import type { Knex } from 'knex'

// Pages of a received file, counted when it is looked at: a receipt says how many came. Files of before are not counted.
export const up = (knex: Knex): Promise<unknown> =>
  knex.raw('alter table stored_file add column pages integer check (pages > 0)')

export const down = (knex: Knex): Promise<unknown> => knex.raw('alter table stored_file drop column pages')
