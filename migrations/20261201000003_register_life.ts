import type { Knex } from 'knex'
import { openNewTables } from './support/open-new-tables.ts'

// What the authority does with the register by itself (certificates recovered, replaced, made anew after a loss), and
// changes that wait for a later day.
const tables = `
create table register_act (
  id bigint generated always as identity primary key,
  organization_id uuid not null references organization (id),
  authority_id int not null references authority (id),
  staff_id int not null references staff (id),
  kind text not null check (kind in ('recover', 'exchange', 'reissue')),
  reason text not null,
  -- The notice of a loss: which newspaper, and the day it stood in it.
  notice_paper text,
  notice_on date,
  at timestamptz not null,
  check ((kind = 'reissue') = (notice_paper is not null and notice_on is not null))
);
create index register_act_of on register_act (organization_id, id);
create index register_act_authority on register_act (authority_id);
create index register_act_staff on register_act (staff_id);

create table planned_change (
  id uuid primary key,
  organization_id uuid not null references organization (id),
  -- Sealed: what it changes may hold numbers of people and accounts.
  changes_enc text not null,
  case_id uuid references case_file (id),
  event_id bigint references case_event (id),
  effective_on date not null,
  planned_at timestamptz not null,
  status text not null check (status in ('WAITING', 'DONE', 'STALE', 'WITHDRAWN')),
  ended_at timestamptz,
  ended_by int references staff (id),
  -- Why it was withdrawn, or what had moved.
  note text not null default ''
);
create index planned_change_of on planned_change (organization_id, effective_on);
create index planned_change_due on planned_change (effective_on) where status = 'WAITING';
create index planned_change_case on planned_change (case_id) where case_id is not null;
create index planned_change_event on planned_change (event_id) where event_id is not null;
create index planned_change_staff on planned_change (ended_by) where ended_by is not null;

alter table organization_change add column act_id bigint references register_act (id);
create index organization_change_act on organization_change (act_id) where act_id is not null;
alter table organization_change drop constraint organization_change_kind_check;
alter table organization_change add constraint organization_change_kind_check
  check (kind in ('found', 'set', 'status', 'person', 'seal', 'account', 'certificate', 'recovery'));
alter table certificate add column act_id bigint references register_act (id);
create index certificate_act on certificate (act_id) where act_id is not null;

alter table document add column certificate_id bigint references certificate (id);
update document d set certificate_id = c.id from certificate c
  where c.event_id = d.event_id and d.kind in ('CERTIFICATE_ORIGINAL', 'CERTIFICATE_DUPLICATE');
create unique index document_certificate on document (certificate_id, kind) where certificate_id is not null;
alter table document alter column case_id drop not null, alter column event_id drop not null;
alter table document add constraint document_of_something
  check (case_id is not null and event_id is not null or certificate_id is not null);

-- Whoever is in the register still has its name for itself, whatever it may do.
drop index organization_live_name;
create unique index organization_live_name on organization (name_key)
  where status in ('ACTIVE', 'SUSPENDED', 'LIQUIDATING', 'LICENCE_REVOKED');
alter table organization add constraint organization_status_check
  check (status in ('ACTIVE', 'SUSPENDED', 'LIQUIDATING', 'DEREGISTERED', 'REVOKED', 'LICENCE_REVOKED'));
`

const grants = `
do $$ begin
  if exists (select from pg_roles where rolname = 'portal_app') then
    revoke update, delete, truncate on planned_change from portal_app;
    grant update (status, ended_at, ended_by, note) on planned_change to portal_app;
  end if;
end $$;
`

export const up = async (knex: Knex): Promise<void> => {
  await knex.raw(tables)
  await openNewTables(knex, ['register_act', 'planned_change'], ['register_act'])
  await knex.raw(grants)
}

// Stops where a certificate was made by the authority itself: an issued document is not thrown away.
export const down = async (knex: Knex): Promise<void> => {
  await knex.raw(`
    alter table organization drop constraint organization_status_check;
    drop index organization_live_name;
    create unique index organization_live_name on organization (name_key) where status = 'ACTIVE';
    alter table document drop constraint document_of_something;
    alter table document alter column case_id set not null, alter column event_id set not null;
    alter table document drop column certificate_id;
    alter table certificate drop column act_id;
    alter table organization_change drop constraint organization_change_kind_check;
    alter table organization_change add constraint organization_change_kind_check
      check (kind in ('found', 'set', 'status', 'person', 'seal', 'account', 'certificate'));
    alter table organization_change drop column act_id;
    drop table planned_change, register_act;
  `)
}
