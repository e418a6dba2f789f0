import type { Knex } from 'knex'

// SQL rules: text not varchar, timestamptz, identity or uuid, half-open ranges, expand then contract, never edit a
// merged migration. Sensitive values (`…_enc`) are AES-256-GCM; `…_idx` is a keyed hash for equality search.
const tables = `
create extension if not exists pg_trgm;

create table division (
  code text primary key,
  name text not null,
  parent_code text references division (code),
  level text not null check (level in ('NATION', 'PROVINCE', 'CITY', 'COUNTY')),
  valid_from date,
  valid_to date,
  replaced_by text
);
create index division_parent on division (parent_code);

create table authority (
  id int generated always as identity primary key,
  code text not null unique,
  name text not null,
  kind text not null check (kind in ('CIVIL_AFFAIRS', 'APPROVAL_BUREAU')),
  division_code text not null references division (code),
  level text not null check (level in ('NATION', 'PROVINCE', 'CITY', 'COUNTY')),
  doc_prefix text not null unique,
  address text not null,
  phone text not null,
  complaint_phone text not null,
  hours text not null,
  org_types text[] not null
);
create index authority_division on authority (division_code);

create table supervisory_unit (
  id int generated always as identity primary key,
  name text not null,
  division_code text not null references division (code),
  unique (division_code, name)
);

create table calendar_day (
  date date primary key,
  kind text not null check (kind in ('HOLIDAY', 'MAKEUP_WORKDAY')),
  name text not null,
  source text not null
);

create table account (
  id uuid primary key default gen_random_uuid(),
  kind text not null check (kind in ('PERSONAL')),
  login_name text not null,
  login_key text not null unique,
  password_hash text not null,
  name text not null,
  id_type text not null,
  id_number_enc text not null,
  id_number_idx text not null unique,
  phone_enc text not null,
  phone_idx text not null,
  email_enc text not null,
  email_idx text not null,
  real_name_level int not null default 0,
  real_name_skipped_at timestamptz,
  failed_logins int not null default 0,
  locked_until timestamptz,
  created_at timestamptz not null,
  last_login_at timestamptz
);
create index account_phone on account (phone_idx);

create table consent (
  id bigint generated always as identity primary key,
  account_id uuid not null references account (id),
  document text not null,
  version text not null,
  accepted_at timestamptz not null
);
create index consent_account on consent (account_id);

create table staff (
  id int generated always as identity primary key,
  login_name text not null,
  login_key text not null unique,
  password_hash text not null,
  name text not null,
  authority_id int not null references authority (id),
  roles text[] not null,
  phone_enc text not null,
  phone_idx text not null,
  id_number_idx text not null,
  active boolean not null default true,
  failed_logins int not null default 0,
  locked_until timestamptz,
  last_login_at timestamptz
);
create index staff_authority on staff (authority_id);

create table application (
  id uuid primary key default gen_random_uuid(),
  number text unique,
  matter text not null,
  account_id uuid not null references account (id),
  authority_id int not null references authority (id),
  title text not null default '',
  stage text not null,
  status text not null,
  lock_version int not null default 0,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  submitted_at timestamptz,
  deleted_at timestamptz,
  clock text,
  clock_started_on date,
  clock_limit int,
  clock_due_on date,
  statutory_due_on date,
  clock_provisional boolean not null default false
);
create index application_mine on application (account_id, updated_at desc, id);
create index application_queue on application (authority_id, stage, status, clock_due_on, id)
  where status in ('SUBMITTED', 'RECEIVED', 'ACCEPTED', 'FIRST_REVIEWED', 'SECOND_REVIEWED', 'FILED', 'CERT_PRINTED');
create index application_clock on application (clock, clock_due_on) where clock is not null;
create index application_history on application (authority_id, updated_at desc, id) where number is not null;
create index application_history_status on application (authority_id, status, updated_at desc, id) where number is not null;
create index application_title on application (authority_id, title text_pattern_ops) where number is not null;

create table answer (
  application_id uuid not null references application (id) on delete cascade,
  page text not null,
  data_enc text not null,
  version int not null,
  updated_at timestamptz not null,
  primary key (application_id, page)
);

create table application_person (
  application_id uuid not null references application (id) on delete cascade,
  role text not null,
  id_number_idx text not null,
  primary key (application_id, role, id_number_idx)
);
create index application_person_idx on application_person (id_number_idx);

create table application_event (
  id bigint generated always as identity primary key,
  application_id uuid not null references application (id),
  stage text not null,
  action text not null,
  from_status text not null,
  to_status text not null,
  actor_kind text not null check (actor_kind in ('applicant', 'staff', 'system')),
  account_id uuid references account (id),
  staff_id int references staff (id),
  actor_name text not null,
  actor_role text,
  opinion text not null default '',
  details jsonb not null default '{}',
  request_key uuid not null,
  at timestamptz not null,
  unique (application_id, request_key)
);
create index application_event_case on application_event (application_id, id);

create table snapshot (
  id bigint generated always as identity primary key,
  application_id uuid not null references application (id),
  event_id bigint not null references application_event (id),
  stage text not null,
  content_enc text not null,
  sha256 text not null,
  at timestamptz not null
);
create index snapshot_case on snapshot (application_id, id desc);

create table correction (
  id bigint generated always as identity primary key,
  application_id uuid not null references application (id),
  stage text not null,
  opened_at timestamptz not null,
  due_on date not null,
  closed_at timestamptz
);
create unique index correction_open on correction (application_id) where closed_at is null;

create table correction_item (
  id bigint generated always as identity primary key,
  correction_id bigint not null references correction (id),
  target_kind text not null check (target_kind in ('page', 'field', 'material')),
  target text not null,
  title text not null,
  note text not null,
  answer text,
  answered_at timestamptz
);
create index correction_item_of on correction_item (correction_id, id);

create table stored_file (
  sha256 text primary key,
  size bigint not null,
  type text not null,
  created_at timestamptz not null
);

create table attachment (
  id uuid primary key default gen_random_uuid(),
  application_id uuid not null references application (id) on delete cascade,
  material text not null,
  sha256 text not null references stored_file (sha256),
  name text not null,
  uploaded_at timestamptz not null,
  removed_at timestamptz
);
create index attachment_case on attachment (application_id, material, uploaded_at) where removed_at is null;
create index attachment_file on attachment (sha256);

create table number_sequence (
  scope text not null,
  year int not null,
  last int not null,
  primary key (scope, year)
);

create table organization (
  id uuid primary key default gen_random_uuid(),
  uscc text not null unique,
  name text not null,
  type text not null,
  authority_id int not null references authority (id),
  application_id uuid unique references application (id),
  comparison_key text not null,
  trade_name text,
  legal_representative text not null,
  purpose text not null,
  business_scope text not null,
  activity_area text not null,
  domicile text not null,
  fund_ten_thousands numeric(14, 4) not null,
  supervisory_unit text,
  status text not null,
  status_since date not null,
  established_on date not null,
  valid_from date,
  valid_to date
);
create index organization_name on organization (name);
create unique index organization_live_name on organization (name) where status = 'ACTIVE';
create index organization_similar on organization using gin (comparison_key gin_trgm_ops);
create index organization_trade_name on organization (authority_id, trade_name) where trade_name is not null;
create index organization_established on organization (established_on desc, id);

create table former_name (
  organization_id uuid not null references organization (id),
  name text not null,
  ended_on date not null,
  primary key (organization_id, name)
);
create index former_name_name on former_name (name);

create table organization_person (
  organization_id uuid not null references organization (id),
  name text not null,
  post text not null,
  id_number_idx text not null,
  legal_representative boolean not null,
  primary key (organization_id, post, id_number_idx)
);
create index organization_person_idx on organization_person (id_number_idx);

create table name_reservation (
  id bigint generated always as identity primary key,
  name text not null,
  application_id uuid not null references application (id),
  until date not null,
  released_at timestamptz
);
create unique index name_reservation_live on name_reservation (name) where released_at is null;
create unique index name_reservation_case on name_reservation (application_id) where released_at is null;

create table document (
  id uuid primary key default gen_random_uuid(),
  application_id uuid not null references application (id),
  event_id bigint not null references application_event (id),
  kind text not null,
  number text not null unique,
  verification_code text not null unique,
  status text not null check (status in ('VALID', 'REPLACED', 'REVOKED')),
  data jsonb not null,
  sha256 text references stored_file (sha256),
  issued_at timestamptz not null,
  unique (event_id, kind)
);
create index document_case on document (application_id, issued_at);

create table certificate_hand_over (
  application_id uuid primary key references application (id),
  event_id bigint not null references application_event (id),
  collector_name text not null,
  collector_phone_enc text not null,
  collected_at timestamptz not null
);

create table message (
  id bigint generated always as identity primary key,
  account_id uuid not null references account (id),
  application_id uuid references application (id),
  title text not null,
  body text not null,
  created_at timestamptz not null,
  read_at timestamptz
);
create index message_inbox on message (account_id, id desc);
create index message_unread on message (account_id) where read_at is null;

create table outgoing_sms (
  id uuid primary key default gen_random_uuid(),
  phone_enc text not null,
  text_enc text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  sent_at timestamptz,
  given_up_at timestamptz
);

create table audit_log (
  id bigint generated always as identity primary key,
  chain text not null,
  seq bigint not null,
  at timestamptz not null,
  actor_kind text not null,
  actor_id text,
  action text not null,
  object_kind text not null,
  object_id text,
  details jsonb not null,
  ip text,
  request_id text,
  previous_hash text not null,
  hash text not null,
  unique (chain, seq)
);
create index audit_log_object on audit_log (object_kind, object_id);

create table audit_head (
  chain text primary key,
  seq bigint not null,
  hash text not null
);

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'rows of % are never changed', tg_table_name using errcode = 'insufficient_privilege';
end $$;
`

/** What was written there stays as it was written: by privilege for the app's role, by trigger for everybody. */
const appendOnly = ['audit_log', 'application_event', 'snapshot', 'consent', 'certificate_hand_over']

const grants = `
do $$ begin
  if exists (select from pg_roles where rolname = 'portal_app') then
    grant usage on schema public to portal_app;
    grant select, insert, update, delete on all tables in schema public to portal_app;
    grant usage, select on all sequences in schema public to portal_app;
    revoke update, delete, truncate on ${appendOnly.join(', ')} from portal_app;
    revoke insert, update, delete on knex_migrations, knex_migrations_lock from portal_app;
  end if;
end $$;
`

export const up = async (knex: Knex): Promise<void> => {
  await knex.raw(tables)
  for (const table of appendOnly)
    await knex.raw(
      `create trigger never_changed before update or delete or truncate on ${table}
       for each statement execute function refuse_change()`,
    )
  await knex.raw(grants)
}

const inReverse =
  'audit_head audit_log outgoing_sms message certificate_hand_over document name_reservation organization_person former_name organization number_sequence attachment stored_file correction_item correction snapshot application_event application_person answer application staff consent account calendar_day supervisory_unit authority division'

export const down = async (knex: Knex): Promise<void> => {
  for (const name of inReverse.split(' ')) await knex.raw(`drop table if exists ${name} cascade`)
  await knex.raw('drop function if exists refuse_change()')
}
