import type { Knex } from 'knex'
import { openNewTables } from './support/open-new-tables.ts'

// 一证通: which certificate opens which account. A certificate is known by who issued it and its number, never by a name
// (CE-05); it opens one account, the organization's own or that of somebody it appointed (by the grant), and at most one
// certificate of an organization is the one its annual report is signed with.
const tables = `
alter table login_history drop constraint login_history_way_check,
  add constraint login_history_way_check check (way in ('PASSWORD', 'SMS', 'CERTIFICATE'));

create table certificate_binding (
  id uuid primary key,
  account_id uuid not null references account (id),
  -- Of somebody the organization appointed; empty for its own account.
  grant_id uuid references access_grant (id),
  uscc text not null,
  unit_name text not null,
  person_name text,
  subject text not null,
  issuer text not null,
  serial text not null,
  fingerprint text not null,
  algorithm text not null,
  not_before timestamptz not null,
  not_after timestamptz not null,
  purpose text check (purpose = 'ANNUAL'),
  bound_at timestamptz not null,
  -- The one it took the place of: renewed by the authority that issued both.
  renews uuid references certificate_binding (id),
  last_used_at timestamptz,
  ended_at timestamptz,
  ending text check (ending in ('UNBOUND', 'LOST', 'RENEWED', 'ACCOUNT_CLOSED')),
  constraint certificate_binding_end check ((ended_at is null) = (ending is null)),
  constraint certificate_binding_annual check (purpose is null or ended_at is null)
);
create unique index certificate_binding_one on certificate_binding (issuer, serial) where ended_at is null;
create unique index certificate_binding_one_annual on certificate_binding (uscc) where purpose = 'ANNUAL';
create index certificate_binding_account on certificate_binding (account_id);
create index certificate_binding_grant on certificate_binding (grant_id);
create index certificate_binding_renews on certificate_binding (renews);
create index certificate_binding_unit on certificate_binding (uscc, issuer);

-- 重置用户名密码: asked by whoever presented the organization's certificate and does not know its account's password.
create table password_reset_request (
  id uuid primary key,
  account_id uuid not null references account (id),
  organization_id uuid not null references organization (id),
  authority_id integer not null references authority (id),
  unit_name text not null,
  certificate text not null,
  fingerprint text not null,
  note text not null,
  requested_at timestamptz not null,
  decided_at timestamptz,
  decided_by integer references staff (id),
  decision text check (decision in ('SENT', 'REFUSED')),
  reason text,
  constraint password_reset_decided check ((decided_at is null) = (decision is null))
);
create unique index password_reset_request_open on password_reset_request (account_id) where decided_at is null;
create index password_reset_request_organization on password_reset_request (organization_id);
create index password_reset_request_decided_by on password_reset_request (decided_by);
create index password_reset_request_of on password_reset_request (authority_id, requested_at desc);
`

export const up = async (knex: Knex): Promise<void> => {
  await knex.raw(tables)
  await openNewTables(knex, ['certificate_binding', 'password_reset_request'], [])
}

export const down = async (knex: Knex): Promise<void> => {
  await knex.raw(`
    drop table password_reset_request;
    drop table certificate_binding;
    alter table login_history drop constraint login_history_way_check,
      add constraint login_history_way_check check (way in ('PASSWORD', 'SMS')) not valid;
  `)
}
