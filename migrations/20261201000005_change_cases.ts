import type { Knex } from 'knex'

// A change rests on what the register said when it was submitted; the case keeps that beside its answers.
export const up = (knex: Knex): Promise<void> =>
  knex.raw(`
    alter table case_file add column register_before jsonb;
    -- One change of an organization at a time is open (domain.md §5.1); the index finds it.
    create index case_file_of_organization on case_file (organization_id, matter) where deleted_at is null
  `)

export const down = (knex: Knex): Promise<void> =>
  knex.raw(`
    drop index case_file_of_organization;
    alter table case_file drop column register_before
  `)
