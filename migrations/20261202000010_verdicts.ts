import type { Knex } from 'knex'
import { openNewTables } from './support/open-new-tables.ts'

// What officials say of each page, field, list item and material of a submission. The last word counts; what was said
// before stays. A correction notice that names something an earlier one did not name keeps the reason for it.
export const up = async (knex: Knex): Promise<void> => {
  await knex.raw(`
    create table verdict (
      id bigint generated always as identity primary key,
      case_id uuid not null references case_file (id),
      -- The submission that was judged.
      event_id bigint not null references case_event (id),
      authority_id int not null references authority (id),
      target_kind text not null check (target_kind in ('page', 'field', 'item', 'material')),
      target text not null,
      verdict text not null check (verdict in ('PASS', 'FAIL', 'NOT_APPLICABLE')),
      reason text,
      note text not null default '',
      staff_id int not null references staff (id),
      staff_name text not null,
      staff_role text not null,
      at timestamptz not null,
      check ((verdict = 'FAIL') = (reason is not null))
    );
    create index verdict_of on verdict (case_id, id);
    create index verdict_event on verdict (event_id);
    create index verdict_authority on verdict (authority_id);
    create index verdict_staff on verdict (staff_id);
    alter table correction add column late_reason text;
    alter table correction_item add column late boolean not null default false;
    create index correction_late on correction (case_id) where late_reason is not null;
  `)
  await openNewTables(knex, ['verdict'], ['verdict'])
}

export const down = (knex: Knex): Promise<void> =>
  knex.raw(`
    alter table correction_item drop column late;
    alter table correction drop column late_reason;
    drop table verdict
  `)
