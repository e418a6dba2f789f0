import type { Knex } from 'knex'

/** An organization is looked for by its former names as by its own: by words anywhere in them. */
export const up = (knex: Knex): Promise<unknown> =>
  knex.raw("create index former_name_words on former_name using gin (bigrams(name_key, '')) with (fastupdate = off)")

export const down = (knex: Knex): Promise<unknown> => knex.raw('drop index former_name_words')
