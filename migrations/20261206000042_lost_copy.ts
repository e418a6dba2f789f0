import type { Knex } from 'knex'

/** Which copy of a certificate was lost, where the other one was handed in; none: both were. */
export const up = (knex: Knex): Promise<unknown> =>
  knex.raw(`
    alter table certificate add column lost_copy text check (lost_copy in ('ORIGINAL', 'DUPLICATE'));
    alter table certificate add constraint certificate_lost_copy check (lost_copy is null or status = 'LOST');
    do $$ begin
      if exists (select from pg_roles where rolname = 'portal_app') then
        grant update (lost_copy) on certificate to portal_app;
      end if;
    end $$;`)

export const down = (knex: Knex): Promise<unknown> => knex.raw('alter table certificate drop column lost_copy')
