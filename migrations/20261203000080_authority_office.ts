import type { Knex } from 'knex'

// Within an authority an office does the work, and its window is where people go; the directory names it. What is not
// known stays empty: the authority's name suffices then. The ones a portal brings along come with the reference data.
export const up = async (knex: Knex): Promise<void> => {
  await knex.raw('alter table authority add column office text')
}

export const down = async (knex: Knex): Promise<void> => {
  await knex.raw('alter table authority drop column office')
}
