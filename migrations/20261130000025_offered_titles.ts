import type { Knex } from 'knex'

export const up = async (knex: Knex): Promise<void> => {
  // What a case was called when it was offered: all the one who gave it away, or did not take it, goes on seeing of it.
  await knex.raw(`alter table case_transfer add column title text not null default ''`)
  await knex.raw('update case_transfer t set title = a.title from application a where a.id = t.application_id')
  // What ends at the counter because the holder closed the account is no step of a clerk's.
  await knex.raw('alter table desk_event alter column staff_id drop not null')
}

export const down = async (knex: Knex): Promise<void> => {
  await knex.raw(`
    alter table desk_event disable trigger never_changed;
    delete from desk_event where staff_id is null;
    alter table desk_event enable trigger never_changed;
    alter table desk_event alter column staff_id set not null;
    alter table case_transfer drop column title;
  `)
}
