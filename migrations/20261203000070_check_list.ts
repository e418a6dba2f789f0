import type { Knex } from 'knex'

// A line of the check list of a stage is ticked like a page or a material is judged, and kept beside it.
export const up = (knex: Knex): Promise<void> =>
  knex.raw(`
    alter table verdict drop constraint verdict_target_kind_check;
    alter table verdict add constraint verdict_target_kind_check
      check (target_kind in ('page', 'field', 'item', 'material', 'check'))
  `)

export const down = (knex: Knex): Promise<void> =>
  knex.raw(`
    alter table verdict disable trigger user;
    delete from verdict where target_kind = 'check';
    alter table verdict enable trigger user;
    alter table verdict drop constraint verdict_target_kind_check;
    alter table verdict add constraint verdict_target_kind_check
      check (target_kind in ('page', 'field', 'item', 'material'))
  `)
