import type { Knex } from 'knex'
import { openNewTables } from './support/open-new-tables.ts'

// Only adds and widens: the release before this one can go on working on the widened tables.
const tables = `
alter table account drop constraint account_kind_check;
alter table account add constraint account_kind_check check (kind in ('PERSONAL', 'LEGAL_PERSON'));
alter table account
  alter column email_enc drop not null,
  alter column email_idx drop not null,
  add column personal_subtype text not null default 'NATURAL' check (personal_subtype in ('NATURAL', 'SELF_EMPLOYED')),
  add column sponsor_uscc text,
  add column real_name_channel text,
  add column real_name_at timestamptz,
  add column must_change_password boolean not null default false,
  add column temporary_until timestamptz,
  add column credentials_changed_at timestamptz,
  -- The password was reset or the counter changed the phone: for a day from then on the phone stays as it is.
  add column phone_held_from timestamptz,
  add column closed_at timestamptz;

-- A representative may hold an account of their own and lead several organizations; a closed account holds nothing.
alter table account drop constraint account_id_number_idx_key;
create unique index account_person_number on account (id_number_idx) where kind = 'PERSONAL' and closed_at is null;
create index account_id_number on account (id_number_idx);

create table legal_person (
  account_id uuid primary key references account (id),
  type text not null check (type in
    ('ENTERPRISE', 'SOCIAL_GROUP', 'PRIVATE_NON_ENTERPRISE', 'FOUNDATION', 'PUBLIC_INSTITUTION', 'SELF_EMPLOYED')),
  uscc text not null,
  representative_name text not null,
  handler_name text not null,
  handler_id_number_enc text not null,
  handler_id_number_idx text not null,
  handler_phone_enc text not null,
  handler_phone_idx text not null,
  registration_authority text not null,
  certificate_sha256 text references stored_file (sha256),
  certificate_name text,
  organization_id uuid references organization (id),
  -- Somebody else proved that the code is theirs, or the account was closed.
  released_at timestamptz
);
create unique index legal_person_uscc on legal_person (uscc) where released_at is null;
create index legal_person_organization on legal_person (organization_id);
create index legal_person_certificate on legal_person (certificate_sha256);

-- A registration whose verification did not succeed yet: kept for a day, sealed, the password as its hash only.
create table pending_legal_registration (
  id uuid primary key default gen_random_uuid(),
  uscc text not null,
  phone_idx text not null,
  content_enc text not null,
  certificate_sha256 text references stored_file (sha256),
  reason text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null
);
create unique index pending_legal_registration_of on pending_legal_registration (uscc, phone_idx);
create index pending_legal_registration_file on pending_legal_registration (certificate_sha256);

-- Attempts at real-name verification: what was asked and answered, never the card or the face.
create table real_name_attempt (
  id bigint generated always as identity primary key,
  account_id uuid references account (id),
  channel text not null,
  outcome text not null,
  reason text,
  at timestamptz not null
);
create index real_name_attempt_of on real_name_attempt (account_id, id desc);

create table login_history (
  id bigint generated always as identity primary key,
  account_id uuid not null references account (id),
  way text not null check (way in ('PASSWORD', 'SMS')),
  outcome text not null check (outcome in ('SUCCESS', 'WRONG_PASSWORD', 'LOCKED')),
  ip text not null,
  device text not null,
  at timestamptz not null
);
create index login_history_of on login_history (account_id, id desc);

-- Who looked at somebody's full number, and why; shown to that person, who is found by the number's index.
create table identity_view (
  id bigint generated always as identity primary key,
  id_number_idx text not null,
  staff_id int not null references staff (id),
  staff_name text not null,
  authority_name text not null,
  place text not null,
  field text not null,
  reason text not null,
  at timestamptz not null
);
create index identity_view_of on identity_view (id_number_idx, id desc);
create index identity_view_staff on identity_view (staff_id);

alter table application
  add column applicant_role text check (applicant_role in ('LEGAL_REPRESENTATIVE', 'HANDLER'));

-- A case given to another account: the other must accept.
create table case_transfer (
  id uuid primary key default gen_random_uuid(),
  application_id uuid not null references application (id),
  from_account uuid not null references account (id),
  to_account uuid not null references account (id),
  status text not null check (status in ('OFFERED', 'ACCEPTED', 'DECLINED', 'WITHDRAWN')),
  offered_at timestamptz not null,
  decided_at timestamptz
);
create unique index case_transfer_open on case_transfer (application_id) where status = 'OFFERED';
create index case_transfer_to on case_transfer (to_account, status);
create index case_transfer_from on case_transfer (from_account);

alter table staff
  add column must_change_password boolean not null default false,
  add column temporary_until timestamptz,
  add column credentials_changed_at timestamptz,
  add column totp_secret_enc text,
  add column totp_last_step bigint,
  add column created_at timestamptz,
  add column retired_at timestamptz;
`

const created =
  'legal_person pending_legal_registration real_name_attempt login_history identity_view case_transfer'.split(' ')

/** What was written there stays as it was written. */
const appendOnly = ['real_name_attempt', 'login_history', 'identity_view']

export const up = async (knex: Knex): Promise<void> => {
  await knex.raw(tables)
  await openNewTables(knex, created, appendOnly)
}

export const down = async (knex: Knex): Promise<void> => {
  for (const name of created.toReversed()) await knex.raw(`drop table if exists ${name}`)
  await knex.raw(`
    alter table application drop column applicant_role;
    alter table staff drop column must_change_password, drop column temporary_until, drop column credentials_changed_at,
      drop column totp_secret_enc, drop column totp_last_step, drop column created_at, drop column retired_at;
    drop index account_person_number;
    drop index account_id_number;
    alter table account add constraint account_id_number_idx_key unique (id_number_idx);
    alter table account drop column personal_subtype, drop column sponsor_uscc, drop column real_name_channel,
      drop column real_name_at, drop column must_change_password, drop column temporary_until,
      drop column credentials_changed_at, drop column phone_held_from, drop column closed_at,
      alter column email_enc set not null, alter column email_idx set not null;
    alter table account drop constraint account_kind_check;
    alter table account add constraint account_kind_check check (kind in ('PERSONAL'));
  `)
}
