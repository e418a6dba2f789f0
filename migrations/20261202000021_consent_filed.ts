import type { Knex } from 'knex'

// The submission that rests on an online consent: whoever files a paper instead rests on that, whatever the unit said.
export const up = (knex: Knex): Promise<void> =>
  knex.raw(`
    alter table consent_request add column filed_by bigint unique references case_event (id);
    do $$ begin
      if exists (select from pg_roles where rolname = 'portal_app') then
        grant update (filed_by) on consent_request to portal_app;
      end if;
    end $$;
  `)

export const down = (knex: Knex): Promise<void> => knex.raw('alter table consent_request drop column filed_by')
