import type { Knex } from 'knex'

// Whoever has ever held a case, and whoever any of its submissions named: an official among them keeps away from it
// for good (回避), also after the case was handed to somebody else or the person was left out of it. The triggers
// write the rows, so that no way into a case can forget them.
const tables = `
create table case_party (
  application_id uuid not null references application (id) on delete cascade,
  id_number_idx text not null,
  primary key (id_number_idx, application_id)
);
create index case_party_case on case_party (application_id);

create function record_case_holder() returns trigger language plpgsql as $$
begin
  insert into case_party (application_id, id_number_idx)
    select new.id, c.id_number_idx from account c where c.id = new.account_id on conflict do nothing;
  return null;
end $$;
create trigger holder_is_party after insert or update of account_id on application
  for each row execute function record_case_holder();

create function record_case_person() returns trigger language plpgsql as $$
begin
  insert into case_party (application_id, id_number_idx) values (new.application_id, new.id_number_idx) on conflict do nothing;
  return null;
end $$;
create trigger person_is_party after insert on application_person
  for each row execute function record_case_person();

-- A number that was put right names the same person: the cases they hold know both.
create function record_corrected_holder() returns trigger language plpgsql as $$
begin
  insert into case_party (application_id, id_number_idx)
    select a.id, new.id_number_idx from application a where a.account_id = new.id on conflict do nothing;
  return null;
end $$;
create trigger corrected_holder_is_party after update of id_number_idx on account
  for each row when (old.id_number_idx is distinct from new.id_number_idx) execute function record_corrected_holder();

insert into case_party (application_id, id_number_idx)
  select a.id, c.id_number_idx from application a join account c on c.id = a.account_id
  union select t.application_id, c.id_number_idx from case_transfer t join account c on c.id in (t.from_account, t.to_account)
    where t.status = 'ACCEPTED'
  union select e.application_id, c.id_number_idx from application_event e join account c on c.id = e.account_id
  union select p.application_id, p.id_number_idx from application_person p
  on conflict do nothing;
`

export const up = async (knex: Knex): Promise<void> => {
  await knex.raw(tables)
  // Known from the next submission on; of earlier ones the grant itself reads the answers.
  await knex.raw('alter table application_person add column legal_representative boolean not null default false')
  // Nobody is taken out; only with a draft that goes for good do its rows go, by the foreign key.
  await knex.raw(`
    do $$ begin
      if exists (select from pg_roles where rolname = 'portal_app') then
        grant select, insert on case_party to portal_app;
      end if;
    end $$;
  `)
}

export const down = async (knex: Knex): Promise<void> => {
  await knex.raw(`
    drop trigger if exists corrected_holder_is_party on account;
    drop trigger if exists person_is_party on application_person;
    drop trigger if exists holder_is_party on application;
    drop function if exists record_corrected_holder();
    drop function if exists record_case_person();
    drop function if exists record_case_holder();
    drop table if exists case_party;
    alter table application_person drop column if exists legal_representative;
  `)
}
