import type { Knex } from 'knex'

/** Whoever brings a file is told whether it is one of the documents issued: looked for by its hash. */
export const up = async (knex: Knex): Promise<void> => {
  await knex.raw('create index document_file on document (sha256)')
}

export const down = async (knex: Knex): Promise<void> => {
  await knex.raw('drop index document_file')
}
