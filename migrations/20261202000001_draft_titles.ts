import type { Knex } from 'knex'

// What is going to be filed is shown to the applicant, what was filed to officials; the name a later stage was handed in
// under may be another one than was consulted about.
export const up = (knex: Knex): Promise<void> =>
  knex.raw('alter table case_file add column draft_title text, add column consulted_title text')

export const down = (knex: Knex): Promise<void> =>
  knex.raw('alter table case_file drop column draft_title, drop column consulted_title')
