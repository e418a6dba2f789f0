import type { Knex } from 'knex'

// 类型 (公募、非公募): a registered item of a 基金会 (基金会管理条例 art. 11). What is in the register without it stays so.
export const up = (knex: Knex): Promise<unknown> =>
  knex.raw(`
    alter table organization add column foundation_kind text not null default ''
      check (foundation_kind = '' or type = 'FOUNDATION');
    do $$ begin
      if exists (select from pg_roles where rolname = 'portal_app') then
        grant update (foundation_kind) on organization to portal_app;
      end if;
    end $$;
  `)

export const down = (knex: Knex): Promise<unknown> => knex.raw('alter table organization drop column foundation_kind')
