import type { Knex } from 'knex'

// Whether an organization of any type is a 慈善组织 (慈善法 art. 10): its certificate and the register say so.
export const up = (knex: Knex): Promise<unknown> =>
  knex.raw(`
    alter table organization add column charity text not null default '' check (charity in ('', '是'));
    do $$ begin
      if exists (select from pg_roles where rolname = 'portal_app') then
        grant update (charity) on organization to portal_app;
      end if;
    end $$;
  `)

export const down = (knex: Knex): Promise<unknown> => knex.raw('alter table organization drop column charity')
