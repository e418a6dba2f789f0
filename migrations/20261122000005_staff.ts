import type { Knex } from 'knex'

// Only adds: the release before this one knows nothing of the columns, and never makes a member of staff.
const changes = `
alter table staff
  add column lock_version int not null default 0,
  -- A password is not sent to a new phone at once: see src/core/staff-roles.ts.
  add column phone_changed_at timestamptz;

-- One person holds one account that opens a door, and nobody's codes go to somebody else's phone.
create unique index staff_person on staff (id_number_idx) where active;
create unique index staff_phone on staff (phone_idx) where active;
`

export const up = async (knex: Knex): Promise<void> => {
  await knex.raw(changes)
}

export const down = async (knex: Knex): Promise<void> => {
  await knex.raw(`
    drop index staff_phone;
    drop index staff_person;
    alter table staff drop column lock_version, drop column phone_changed_at;
  `)
}
