import type { Knex } from 'knex'

/**
 * Opens tables a migration has just made to the app's role, and closes the append-only ones among them: what was
 * written there stays as it was written, by privilege for the app's role and by trigger for everybody.
 */
export const openNewTables = async (
  knex: Knex,
  created: readonly string[],
  appendOnly: readonly string[],
): Promise<void> => {
  for (const table of appendOnly)
    await knex.raw(
      `create trigger never_changed before update or delete or truncate on ${table}
       for each statement execute function refuse_change()`,
    )
  await knex.raw(`
    do $$ begin
      if exists (select from pg_roles where rolname = 'portal_app') then
        grant select, insert, update, delete on ${created.join(', ')} to portal_app;
        grant usage, select on all sequences in schema public to portal_app;
        ${appendOnly.length > 0 ? `revoke update, delete, truncate on ${appendOnly.join(', ')} from portal_app;` : ''}
      end if;
    end $$;
  `)
}
