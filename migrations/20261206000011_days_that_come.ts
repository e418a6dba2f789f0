import type { Knex } from 'knex'

const days = ['term_to', 'valid_to', 'lease_to'] as const

/** Organizations are told before their term, certificate and lease end: each day they are looked for by that day. */
export const up = async (knex: Knex): Promise<void> => {
  for (const day of days)
    await knex.raw(
      `create index organization_${day} on organization (${day}) where status in ('ACTIVE', 'SUSPENDED') and ${day} is not null`,
    )
}

export const down = (knex: Knex): Promise<unknown> =>
  knex.raw(`drop index ${days.map((day) => `organization_${day}`).join(', ')}`)
