import type { Knex } from 'knex'
import { openNewTables } from './support/open-new-tables.ts'

// A certificate the desk makes anew counts once another official has handed it out; who took it is kept.
const tables = `
alter table certificate drop constraint certificate_status_check;
alter table certificate add constraint certificate_status_check
  check (status in ('MADE', 'VALID', 'REPLACED', 'RECALLED', 'LOST', 'RECOVERED', 'CANCELLED'));
-- The last line of the ledger its text rests on.
alter table certificate add column made_after bigint references organization_change (id);
create index certificate_made_after on certificate (made_after) where made_after is not null;
create unique index certificate_waiting on certificate (organization_id) where status = 'MADE';

create table certificate_issue (
  certificate_id bigint primary key references certificate (id),
  staff_id int not null references staff (id),
  collector_name text not null,
  collector_id_type text not null,
  collector_id_number_enc text not null,
  collector_id_number_idx text not null,
  collector_phone_enc text not null,
  -- What differed from the register, when the official was asked about it.
  difference text not null default '',
  collected_at timestamptz not null,
  recorded_at timestamptz not null
);
create index certificate_issue_staff on certificate_issue (staff_id);

alter table certificate_hand_over add column collector_id_type text not null default 'RESIDENT_ID';
`

export const up = async (knex: Knex): Promise<void> => {
  await knex.raw(tables)
  await openNewTables(knex, ['certificate_issue'], ['certificate_issue'])
}

// Stops where a certificate was made and not handed out: it has no place among the statuses of before.
export const down = async (knex: Knex): Promise<void> => {
  await knex.raw(`
    alter table certificate_hand_over drop column collector_id_type;
    drop table certificate_issue;
    drop index certificate_waiting;
    alter table certificate drop column made_after;
    alter table certificate drop constraint certificate_status_check;
    alter table certificate add constraint certificate_status_check
      check (status in ('VALID', 'REPLACED', 'RECALLED', 'LOST', 'RECOVERED'));
  `)
}
