import type { Knex } from 'knex'

export const up = async (knex: Knex): Promise<void> => {
  await knex.raw(`
    alter table desk_operation
      -- What the register said of the unit when the answers were written down, and why it is done though that differs.
      add column register_check jsonb,
      add column register_reason text;
  `)
}

export const down = async (knex: Knex): Promise<void> => {
  await knex.raw('alter table desk_operation drop column register_check, drop column register_reason')
}
