import type { Knex } from 'knex'

// Whom people may turn to against a decision is a fact of the authority that made it: the government of its level, and
// the court at its seat or the one that jurisdiction is gathered at. A portal does not start with an authority that has
// none; the ones it brings along are filled in with the reference data.
export const up = async (knex: Knex): Promise<void> => {
  await knex.raw('alter table authority add column reconsideration_organ text, add column court text')
}

export const down = async (knex: Knex): Promise<void> => {
  await knex.raw('alter table authority drop column reconsideration_organ, drop column court')
}
