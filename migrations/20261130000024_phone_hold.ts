import type { Knex } from 'knex'

// Only adds columns: the release before this one goes on beside them.
const columns = `
alter table account
  -- While the hold runs: the phone there was when it began. It is told of everything and cleared with the next hold.
  add column previous_phone_enc text,
  add column previous_phone_idx text,
  add column phone_changed_by text check (phone_changed_by in ('HOLDER', 'COUNTER')),
  add constraint account_previous_phone check (
    (previous_phone_enc is null) = (previous_phone_idx is null)
    and (previous_phone_enc is null) = (phone_changed_by is null));
`

export const up = async (knex: Knex): Promise<void> => {
  await knex.raw(columns)
}

export const down = async (knex: Knex): Promise<void> => {
  await knex.raw(`
    alter table account drop constraint account_previous_phone;
    alter table account drop column previous_phone_enc, drop column previous_phone_idx, drop column phone_changed_by;
  `)
}
