import type { Knex } from 'knex'
import { openNewTables } from './support/open-new-tables.ts'

const tables = `
-- What the counter does to an account, from the first paper to the end. Nothing happens to the account before DONE.
create table desk_operation (
  id uuid primary key,
  kind text not null check (kind in
    ('REGISTER', 'CHANGE_DATA', 'RESET_PASSWORD', 'UNLOCK', 'CHANGE_PHONE', 'CHANGE_REPRESENTATIVE')),
  -- Of a registration: the account it made, once it is done.
  account_id uuid references account (id),
  authority_id int not null references authority (id),
  user_type text not null,
  by_agent boolean not null,
  agent_name text,
  agent_id_type text,
  agent_id_number_enc text,
  agent_id_number_idx text,
  agent_phone_enc text,
  letter_date date,
  letter_matters text[] not null default '{}',
  -- The answers as typed; for a change of the phone also the number that was there before.
  payload_enc text,
  status text not null check (status in ('OPEN', 'WAITING_SECOND', 'DONE', 'CANCELLED', 'REFUSED', 'WITHDRAWN')),
  opened_by int not null references staff (id),
  submitted_by int references staff (id),
  second_by int references staff (id),
  -- Why it was cancelled, refused or is to be taken back.
  reason text,
  withdrawal_by int references staff (id),
  lock_version int not null default 0,
  opened_at timestamptz not null,
  submitted_at timestamptz,
  finished_at timestamptz,
  check (kind = 'REGISTER' or account_id is not null),
  check (second_by is null or second_by <> submitted_by)
);
create unique index desk_operation_open on desk_operation (authority_id, account_id, kind)
  where status in ('OPEN', 'WAITING_SECOND') and account_id is not null;
create index desk_operation_list on desk_operation (authority_id, status, opened_at desc);
create index desk_operation_account on desk_operation (account_id, opened_at desc);
create index desk_operation_opened_by on desk_operation (opened_by);
create index desk_operation_submitted_by on desk_operation (submitted_by);
create index desk_operation_second_by on desk_operation (second_by);
create index desk_operation_withdrawal_by on desk_operation (withdrawal_by);

-- A line of the check list that was compared with its original where one is asked for.
create table desk_check (
  operation_id uuid not null references desk_operation (id),
  line text not null,
  original_seen boolean not null,
  checked_by int not null references staff (id),
  checked_at timestamptz not null,
  primary key (operation_id, line)
);
create index desk_check_by on desk_check (checked_by);

create table desk_material (
  id uuid primary key default gen_random_uuid(),
  operation_id uuid not null references desk_operation (id),
  line text not null,
  sha256 text not null references stored_file (sha256),
  name text not null,
  type text not null,
  uploaded_by int not null references staff (id),
  uploaded_at timestamptz not null,
  removed_at timestamptz
);
create index desk_material_of on desk_material (operation_id, uploaded_at);
create index desk_material_file on desk_material (sha256);
create index desk_material_by on desk_material (uploaded_by);

create table desk_event (
  id bigint generated always as identity primary key,
  operation_id uuid not null references desk_operation (id),
  action text not null,
  staff_id int not null references staff (id),
  staff_name text not null,
  text text not null default '',
  at timestamptz not null
);
create index desk_event_of on desk_event (operation_id, id);
create index desk_event_staff on desk_event (staff_id);

-- The counter finds accounts by exact name.
create index account_name on account (name);
`

const created = ['desk_event', 'desk_material', 'desk_check', 'desk_operation']
const appendOnly = ['desk_event']

export const up = async (knex: Knex): Promise<void> => {
  await knex.raw(tables)
  await openNewTables(knex, created, appendOnly)
}

export const down = async (knex: Knex): Promise<void> => {
  await knex.raw('drop index if exists account_name')
  for (const name of created) await knex.raw(`drop table if exists ${name}`)
}
