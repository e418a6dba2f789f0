import type { Knex } from 'knex'
import { openNewTables } from './support/open-new-tables.ts'

// Who may do something with somebody else's case or for an organization: what, from when to when, and how it ended.
// Whoever is invited is known by a keyed hash of the phone and by the name until an account of both accepts; a row is
// nobody's before. An official among the colleagues keeps away from the case for good, as whoever held it does.
const tables = `
create table access_grant (
  id uuid primary key,
  case_id uuid references case_file (id),
  organization_id uuid references organization (id),
  giver_id uuid not null references account (id),
  holder_id uuid references account (id),
  invited_name text not null,
  invited_phone_idx text not null,
  -- As the giver reads it again: 138****1234.
  invited_phone text not null,
  -- What the case was called then.
  title text not null,
  rights text[] not null,
  valid_from date not null,
  valid_to date not null,
  invited_at timestamptz not null,
  accepted_at timestamptz,
  revoked_at timestamptz,
  -- The portal itself where it is empty.
  revoked_by uuid references account (id),
  ending text,
  check (num_nonnulls(case_id, organization_id) = 1),
  check (rights <@ array['see', 'fill', 'submit', 'sign'] and 'see' = any (rights)),
  check (valid_from <= valid_to),
  check ((holder_id is null) = (accepted_at is null)),
  check ((revoked_at is null) = (ending is null)),
  check (revoked_at is not null or revoked_by is null),
  check (holder_id <> giver_id)
);
create unique index access_grant_one on access_grant (case_id, holder_id) where revoked_at is null;
create index access_grant_case on access_grant (case_id);
create index access_grant_organization on access_grant (organization_id);
create index access_grant_giver on access_grant (giver_id);
create index access_grant_holder on access_grant (holder_id);
create index access_grant_invited on access_grant (invited_phone_idx) where accepted_at is null and revoked_at is null;

create function record_case_colleague() returns trigger language plpgsql as $$
begin
  insert into case_party (case_id, id_number_idx)
    select new.case_id, c.id_number_idx from account c where c.id = new.holder_id on conflict do nothing;
  return null;
end $$;
create trigger colleague_is_party after update of holder_id on access_grant
  for each row when (new.case_id is not null and new.holder_id is not null) execute function record_case_colleague();

create function record_corrected_colleague() returns trigger language plpgsql as $$
begin
  insert into case_party (case_id, id_number_idx)
    select g.case_id, new.id_number_idx from access_grant g
    where g.holder_id = new.id and g.case_id is not null on conflict do nothing;
  return null;
end $$;
create trigger corrected_colleague_is_party after update of id_number_idx on account
  for each row when (old.id_number_idx is distinct from new.id_number_idx) execute function record_corrected_colleague();

-- Who saved a page last: whoever finds it changed is told by whom. Empty where the portal itself filled it.
alter table answer add column saved_by uuid references account (id);
`

export const up = async (knex: Knex): Promise<void> => {
  await knex.raw(tables)
  await openNewTables(knex, ['access_grant'], [])
}

export const down = async (knex: Knex): Promise<void> => {
  await knex.raw(`
    alter table answer drop column saved_by;
    drop trigger corrected_colleague_is_party on account;
    drop function record_corrected_colleague();
    drop table access_grant;
    drop function record_case_colleague();
  `)
}
