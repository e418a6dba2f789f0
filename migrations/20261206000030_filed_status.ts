import type { Knex } from 'knex'

/** Where an organization stood in the register when a case of it was handed in: what changes its status rests on that. */
export const up = (knex: Knex): Promise<unknown> => knex.raw('alter table case_file add column filed_status text')

export const down = (knex: Knex): Promise<unknown> => knex.raw('alter table case_file drop column filed_status')
