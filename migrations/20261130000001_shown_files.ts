import type { Knex } from 'knex'

// Only adds: a row the release before this one writes has nothing to show yet, and gets it when it is opened.
const changes = `
-- What is shown instead of a file somebody uploaded: a safe copy, or the file itself where it is one.
alter table stored_file add column shown_sha256 text references stored_file (sha256);
create index stored_file_shown on stored_file (shown_sha256) where shown_sha256 <> sha256;

-- Pictures were written anew when they were received; documents the portal made itself.
update stored_file f set shown_sha256 = sha256
where type in ('jpg', 'png') or exists (select from document d where d.sha256 = f.sha256);

-- What was shown to whoever decided stays what is shown.
create function keep_shown_file() returns trigger language plpgsql as $$
begin
  if old.shown_sha256 is not null and new.shown_sha256 is distinct from old.shown_sha256
  then raise exception 'what is shown of a file is not changed' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger stays_as_shown before update on stored_file for each row execute function keep_shown_file();

do $$ begin
  if exists (select from pg_roles where rolname = 'portal_app') then
    grant update (shown_sha256) on stored_file to portal_app;
  end if;
end $$;
`

export const up = async (knex: Knex): Promise<void> => {
  await knex.raw(changes)
}

export const down = async (knex: Knex): Promise<void> => {
  // Copies that only this release knows would be files nobody names: the sweeper removes them.
  await knex.raw(`
    drop trigger stays_as_shown on stored_file;
    drop function keep_shown_file();
    alter table stored_file drop column shown_sha256;
  `)
}
