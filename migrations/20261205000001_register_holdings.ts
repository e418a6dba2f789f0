import type { Knex } from 'knex'
import { openNewTables } from './support/open-new-tables.ts'

// What an organization has besides its registered items: its people with their terms, its units, and how each ended.
// Nothing of it is changed: what ends has a row in holding_end, and whoever asks who holds a post reads the view.
const changes = `
alter table organization_person drop constraint organization_person_pkey;
alter table organization_person
  add column id bigint generated always as identity primary key,
  add column since date,
  add column until date,
  add column event_id bigint references case_event (id);
create index organization_person_of on organization_person (organization_id);
create index organization_person_event on organization_person (event_id) where event_id is not null;

create table organization_unit (
  id bigint generated always as identity primary key,
  organization_id uuid not null references organization (id),
  event_id bigint references case_event (id),
  kind text not null check (kind in
    ('BRANCH', 'REPRESENTATIVE', 'SPECIAL_FUND', 'OFFICE', 'INTERNAL', 'PREMISES', 'ENTITY', 'PARTY')),
  name text not null,
  address text not null,
  head text not null,
  filed_on date not null
);
create index organization_unit_of on organization_unit (organization_id);
create index organization_unit_event on organization_unit (event_id) where event_id is not null;

create table holding_end (
  id bigint generated always as identity primary key,
  person_id bigint unique references organization_person (id),
  seal_id bigint unique references organization_seal (id),
  account_id uuid unique references organization_account (id),
  unit_id bigint unique references organization_unit (id),
  event_id bigint references case_event (id),
  how text not null,
  ended_on date not null,
  check (num_nonnulls(person_id, seal_id, account_id, unit_id) = 1)
);
create index holding_end_event on holding_end (event_id) where event_id is not null;

create view post_holder as select p.* from organization_person p
  where not exists (select from holding_end e where e.person_id = p.id);

alter table organization
  add column term_name text not null default '',
  add column term_from date,
  add column term_to date,
  add column lease_to date;

alter table organization_change drop constraint organization_change_kind_check;
alter table organization_change add constraint organization_change_kind_check check (kind in
  ('found', 'set', 'status', 'person', 'leave', 'seal', 'sealEnd', 'account', 'accountEnd', 'unit', 'unitEnd', 'term',
   'lease', 'note', 'certificate', 'recovery'));
`

/** A post is held by one person once at a time, whatever two steps write at one instant. */
const once = `
create function hold_post_once() returns trigger language plpgsql as $$
begin
  perform pg_advisory_xact_lock(hashtextextended(new.organization_id::text, 1));
  if exists (select from post_holder h where h.organization_id = new.organization_id and h.post = new.post
      and h.id_number_idx = new.id_number_idx)
  then return null;
  end if;
  return new;
end $$;
create trigger held_once before insert on organization_person for each row execute function hold_post_once();
`

export const up = async (knex: Knex): Promise<void> => {
  await knex.raw(changes)
  await knex.raw(once)
  await openNewTables(knex, ['organization_unit', 'holding_end', 'post_holder'], ['organization_unit', 'holding_end'])
  await knex.raw(`
    do $$ begin
      if exists (select from pg_roles where rolname = 'portal_app') then
        revoke insert, update, delete, truncate on post_holder from portal_app;
        grant update (term_name, term_from, term_to, lease_to) on organization to portal_app;
      end if;
    end $$;
  `)
}

export const down = async (knex: Knex): Promise<void> => {
  await knex.raw(`
    drop trigger held_once on organization_person;
    drop function hold_post_once();
    alter table organization drop column term_name, drop column term_from, drop column term_to, drop column lease_to;
    drop view post_holder;
    drop table holding_end, organization_unit;
    alter table organization_change drop constraint organization_change_kind_check;
    alter table organization_change add constraint organization_change_kind_check check (kind in
      ('found', 'set', 'status', 'person', 'seal', 'account', 'certificate', 'recovery'));
    drop index organization_person_of, organization_person_event;
    alter table organization_person drop constraint organization_person_pkey,
      drop column id, drop column since, drop column until, drop column event_id;
    alter table organization_person add primary key (organization_id, post, id_number_idx);
  `)
}
