import type { Knex } from 'knex'
import { openNewTables } from './support/open-new-tables.ts'

const tables = `
-- What the old system held of organizations that had not finished their establishment. The password is kept as the old
-- system kept it until it was proven once, and is then discarded for good.
create table legacy_account (
  id uuid primary key default gen_random_uuid(),
  organization_name text not null,
  name_key text not null,
  login_name text not null,
  authority_id int not null references authority (id),
  contact_name text not null,
  phone_enc text not null,
  phone_idx text not null,
  hash_kind text check (hash_kind in ('MD5', 'SHA1')),
  salt text,
  password_hash text,
  -- Until bound: a temporary password an official had sent. From then on: what was proven, so that whoever proves the
  -- same again can be told that it is bound, and nobody else.
  strong_hash text,
  temporary_until timestamptz,
  stage text not null,
  case_enc text not null,
  bound_account_id uuid references account (id),
  bound_at timestamptz,
  application_id uuid unique references application (id),
  lock_version int not null default 0,
  check ((password_hash is null) = (salt is null) and (password_hash is null) = (hash_kind is null)),
  check (bound_account_id is null or password_hash is null)
);
create unique index legacy_account_login on legacy_account (name_key, login_name);
create index legacy_account_authority on legacy_account (authority_id, name_key);
create index legacy_account_bound on legacy_account (bound_account_id);

create table legacy_account_event (
  id bigint generated always as identity primary key,
  legacy_account_id uuid not null references legacy_account (id),
  action text not null check (action in ('RESET', 'BOUND')),
  staff_id int references staff (id),
  account_id uuid references account (id),
  reason text not null default '',
  at timestamptz not null
);
create index legacy_account_event_of on legacy_account_event (legacy_account_id, id);
create index legacy_account_event_staff on legacy_account_event (staff_id);
create index legacy_account_event_account on legacy_account_event (account_id);

create table registration_request (
  id uuid primary key default gen_random_uuid(),
  account_id uuid not null references account (id),
  proposed_name text not null,
  org_type text not null check (org_type in ('SOCIAL_GROUP', 'PRIVATE_NON_ENTERPRISE', 'FOUNDATION')),
  division_code text not null references division (code),
  authority_id int not null references authority (id),
  contact_name text not null,
  contact_phone_enc text not null,
  reason text not null,
  status text not null check (status in ('SUBMITTED', 'APPROVED', 'REJECTED', 'WITHDRAWN', 'EXPIRED')),
  decision_reason text,
  decided_by int references staff (id),
  decided_at timestamptz,
  due_on date not null,
  lock_version int not null default 0,
  created_at timestamptz not null,
  submitted_at timestamptz not null,
  updated_at timestamptz not null
);
create unique index registration_request_open on registration_request (account_id, authority_id) where status = 'SUBMITTED';
create index registration_request_mine on registration_request (account_id, submitted_at desc);
create index registration_request_queue on registration_request (authority_id, status, due_on, id);
create index registration_request_name on registration_request (proposed_name);
create index registration_request_division on registration_request (division_code);
create index registration_request_decider on registration_request (decided_by);
create index registration_request_lapse on registration_request (decided_at) where status = 'APPROVED';

create table registration_request_event (
  id bigint generated always as identity primary key,
  request_id uuid not null references registration_request (id),
  action text not null check (action in ('SUBMITTED', 'FORWARDED', 'APPROVED', 'REJECTED', 'WITHDRAWN', 'EXPIRED')),
  authority_id int not null references authority (id),
  to_authority_id int references authority (id),
  actor_kind text not null check (actor_kind in ('applicant', 'staff', 'system')),
  staff_id int references staff (id),
  actor_name text not null,
  reason text not null default '',
  at timestamptz not null
);
create index registration_request_event_of on registration_request_event (request_id, id);
create index registration_request_event_staff on registration_request_event (staff_id);
create index registration_request_event_from on registration_request_event (authority_id);
create index registration_request_event_to on registration_request_event (to_authority_id);

-- Which of the two ways somebody chose on the binding page, for when they come back.
create table bind_choice (
  account_id uuid primary key references account (id),
  choice text not null check (choice in ('LEGACY', 'REQUEST', 'LATER')),
  chosen_at timestamptz not null
);
`

const created = 'legacy_account legacy_account_event registration_request registration_request_event bind_choice'.split(
  ' ',
)

/** What was written there stays as it was written. */
const appendOnly = ['legacy_account_event', 'registration_request_event']

export const up = async (knex: Knex): Promise<void> => {
  await knex.raw(tables)
  await openNewTables(knex, created, appendOnly)
}

export const down = async (knex: Knex): Promise<void> => {
  for (const name of created.toReversed()) await knex.raw(`drop table if exists ${name}`)
}
