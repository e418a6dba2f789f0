import type { Knex } from 'knex'

// Who acts for an organization (经办人) stands in the one table of grants. The portal itself gives one to whoever
// founded it, before there is anybody who could: such a grant has no giver.
const tables = `
alter table access_grant
  alter column giver_id drop not null,
  add constraint access_grant_giver check (giver_id is not null or organization_id is not null);
create unique index access_grant_one_of_organization on access_grant (organization_id, holder_id)
  where revoked_at is null and organization_id is not null and holder_id is not null;

-- 回避: whoever may act for an organization, or has its account, is a party of every case it begins, at the moment it
-- is begun or afterwards. The case that founded it is its founder's.
create function record_organization_case() returns trigger language plpgsql as $$
begin
  if exists (select from organization o where o.case_id = new.id) then
    return null;
  end if;
  insert into case_party (case_id, id_number_idx)
    select new.id, c.id_number_idx from access_grant g join account c on c.id = g.holder_id
      where g.organization_id = new.organization_id and g.revoked_at is null
    union select new.id, c.id_number_idx from legal_person l join account c on c.id = l.account_id
      where l.organization_id = new.organization_id and l.released_at is null
    on conflict do nothing;
  return null;
end $$;
create trigger organization_is_party after insert on case_file
  for each row when (new.organization_id is not null) execute function record_organization_case();

create function record_organization_holder() returns trigger language plpgsql as $$
begin
  insert into case_party (case_id, id_number_idx)
    select a.id, c.id_number_idx from case_file a join account c on c.id = new.holder_id
      where a.organization_id = new.organization_id
        and not exists (select from organization o where o.case_id = a.id) on conflict do nothing;
  return null;
end $$;
create trigger organization_holder_is_party after insert or update of holder_id on access_grant
  for each row when (new.organization_id is not null and new.holder_id is not null)
  execute function record_organization_holder();

create or replace function record_corrected_colleague() returns trigger language plpgsql as $$
begin
  insert into case_party (case_id, id_number_idx)
    select g.case_id, new.id_number_idx from access_grant g
      where g.holder_id = new.id and g.case_id is not null
    union select a.id, new.id_number_idx from access_grant g join case_file a on a.organization_id = g.organization_id
      where g.holder_id = new.id and not exists (select from organization o where o.case_id = a.id)
    on conflict do nothing;
  return null;
end $$;
`

export const up = async (knex: Knex): Promise<void> => {
  await knex.raw(tables)
}

export const down = async (knex: Knex): Promise<void> => {
  await knex.raw(`
    create or replace function record_corrected_colleague() returns trigger language plpgsql as $$
    begin
      insert into case_party (case_id, id_number_idx)
        select g.case_id, new.id_number_idx from access_grant g
        where g.holder_id = new.id and g.case_id is not null on conflict do nothing;
      return null;
    end $$;
    drop trigger organization_holder_is_party on access_grant;
    drop function record_organization_holder();
    drop trigger organization_is_party on case_file;
    drop function record_organization_case();
    drop index access_grant_one_of_organization;
    delete from access_grant where giver_id is null;
    alter table access_grant drop constraint access_grant_giver, alter column giver_id set not null;
  `)
}
