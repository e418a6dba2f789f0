import type { Knex } from 'knex'

/** 出资人 of a 民办非企业单位, as the register has them: changed like what else is registered. */
export const up = (knex: Knex): Promise<unknown> =>
  knex.raw(`
    alter table organization add column contributors text not null default '';
    do $$ begin
      if exists (select from pg_roles where rolname = 'portal_app') then
        grant update (contributors) on organization to portal_app;
      end if;
    end $$;`)

export const down = (knex: Knex): Promise<unknown> => knex.raw('alter table organization drop column contributors')
