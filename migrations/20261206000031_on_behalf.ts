import type { Knex } from 'knex'

/** Who applies instead of the organization a case is about (R250 art. 21(3)): the bodies that required its end. */
export const up = (knex: Knex): Promise<unknown> => knex.raw('alter table case_file add column on_behalf text')

export const down = (knex: Knex): Promise<unknown> => knex.raw('alter table case_file drop column on_behalf')
