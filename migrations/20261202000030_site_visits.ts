import type { Knex } from 'knex'
import { openNewTables } from './support/open-new-tables.ts'

// 现场核查: what two officials found where they went, fixed once both confirmed it (行政许可法 art. 34(3)).
const tables = `
create table site_visit (
  id uuid primary key,
  case_id uuid not null references case_file (id),
  -- The confirmed record this one puts right; that one stays as it was written.
  corrects_id uuid references site_visit (id),
  version int not null default 1,
  visited_at timestamptz not null,
  place text not null,
  -- Who was there of the other side: [{name, post}].
  people jsonb not null check (jsonb_typeof(people) = 'array'),
  findings text not null,
  conclusion text not null check (conclusion in ('CONFORMS', 'FAILS', 'RECTIFY')),
  note text not null default '',
  opened_by int not null references staff (id),
  second_by int not null references staff (id),
  opened_at timestamptz not null,
  -- When each confirmed what stands here now; a change takes both back.
  opener_at timestamptz,
  second_at timestamptz,
  -- The step that both confirmations took.
  event_id bigint references case_event (id),
  check (opened_by <> second_by),
  check ((event_id is not null) = (opener_at is not null and second_at is not null))
);
create index site_visit_case on site_visit (case_id);
create unique index site_visit_corrects on site_visit (corrects_id) where corrects_id is not null;
create index site_visit_opener on site_visit (opened_by);
create index site_visit_second on site_visit (second_by);
create unique index site_visit_event on site_visit (event_id) where event_id is not null;

create table site_visit_photo (
  id uuid primary key default gen_random_uuid(),
  visit_id uuid not null references site_visit (id) on delete cascade,
  sha256 text not null references stored_file (sha256),
  name text not null,
  type text not null,
  added_by int not null references staff (id),
  added_at timestamptz not null
);
create index site_visit_photo_visit on site_visit_photo (visit_id);
create index site_visit_photo_file on site_visit_photo (sha256);
create index site_visit_photo_staff on site_visit_photo (added_by);

create function keep_site_visit() returns trigger language plpgsql as $$
begin
  if old.event_id is not null
  then raise exception 'a confirmed record is not changed' using errcode = 'insufficient_privilege';
  end if;
  return coalesce(new, old);
end $$;
create trigger stays_as_confirmed before update or delete on site_visit
  for each row execute function keep_site_visit();

create function keep_site_visit_photo() returns trigger language plpgsql as $$
begin
  if exists (select from site_visit
    where id = coalesce(new.visit_id, old.visit_id) and event_id is not null)
  then raise exception 'a confirmed record is not changed' using errcode = 'insufficient_privilege';
  end if;
  return coalesce(new, old);
end $$;
create trigger stays_as_confirmed before insert or update or delete on site_visit_photo
  for each row execute function keep_site_visit_photo();
`

export const up = async (knex: Knex): Promise<void> => {
  await knex.raw(tables)
  await openNewTables(knex, ['site_visit', 'site_visit_photo'], [])
}

export const down = async (knex: Knex): Promise<void> => {
  await knex.raw(`
    drop table site_visit_photo, site_visit;
    drop function keep_site_visit();
    drop function keep_site_visit_photo();
  `)
}
