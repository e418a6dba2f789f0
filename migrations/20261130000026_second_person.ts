import type { Knex } from 'knex'
import { openNewTables } from './support/open-new-tables.ts'

/*
 * What opens a staff account to somebody, or says who holds it, waits for a second person. The number of a member of
 * staff is kept to be compared and corrected, and every row of the audit log keeps the name its actor had.
 */
const changes = `
create table staff_change (
  id uuid primary key,
  kind text not null check (kind in ('create', 'roles', 'details', 'identity', 'reset', 'reinstate')),
  -- None while an account is only asked for.
  staff_id int references staff (id),
  -- Whose account it is, or is to be: one change at a time.
  login_key text not null,
  authority_id int not null references authority (id),
  -- What is asked, sealed; nothing of it is left when it was decided.
  wanted_enc text,
  status text not null default 'WAITING' check (status in ('WAITING', 'DONE', 'REFUSED', 'WITHDRAWN', 'OVERTAKEN')),
  asked_by int not null references staff (id),
  asked_name text not null,
  asked_at timestamptz not null,
  decided_by int references staff (id),
  decided_name text,
  decided_at timestamptz,
  reason text not null default '',
  check ((status = 'WAITING') = (decided_at is null) and (status = 'WAITING') = (wanted_enc is not null))
);
create unique index staff_change_waiting on staff_change (login_key) where status = 'WAITING';
create index staff_change_list on staff_change (authority_id, asked_at) where status = 'WAITING';
create index staff_change_of on staff_change (staff_id, asked_at desc);
create index staff_change_authority on staff_change (authority_id);
create index staff_change_asked on staff_change (asked_by);
create index staff_change_decided on staff_change (decided_by);

alter table staff add column id_number_enc text;
alter table audit_log add column actor_name text;
`

export const up = async (knex: Knex): Promise<void> => {
  await knex.raw(changes)
  await openNewTables(knex, ['staff_change'], [])
  // A decision stays; only what waits is changed.
  await knex.raw(`
    do $$ begin
      if exists (select from pg_roles where rolname = 'portal_app') then
        revoke update, delete, truncate on staff_change from portal_app;
        grant update (staff_id, wanted_enc, status, decided_by, decided_name, decided_at, reason)
          on staff_change to portal_app;
      end if;
    end $$;
  `)
}

export const down = async (knex: Knex): Promise<void> => {
  await knex.raw(`
    alter table audit_log drop column actor_name;
    alter table staff drop column id_number_enc;
    drop table staff_change;
  `)
}
