import type { Knex } from 'knex'
import { openNewTables } from './support/open-new-tables.ts'

const kinds = (more: readonly string[]): string => `
  alter table organization_change drop constraint organization_change_kind_check;
  alter table organization_change add constraint organization_change_kind_check check (kind in
    ('found', 'set', 'status', 'person', 'leave', 'seal', 'sealEnd', 'account', 'accountEnd', 'unit', 'unitEnd', 'term',
     'lease', 'note', 'certificate', 'recovery'${more.map((kind) => `, '${kind}'`).join('')}));`

// Charters of an organization by version, each as it was approved; the last one is in force. One whose text was approved
// on paper has no clauses here.
export const up = async (knex: Knex): Promise<void> => {
  await knex.raw(`
    create table organization_charter (
      id bigint generated always as identity primary key,
      organization_id uuid not null references organization (id),
      n integer not null check (n > 0),
      clauses jsonb,
      sha256 text not null,
      effective_on date not null,
      case_id uuid references case_file (id),
      event_id bigint references case_event (id),
      unique (organization_id, n)
    );
    create index organization_charter_case on organization_charter (case_id) where case_id is not null;
    create index organization_charter_event on organization_charter (event_id) where event_id is not null;
    ${kinds(['charter'])}
  `)
  await openNewTables(knex, ['organization_charter'], ['organization_charter'])
}

export const down = async (knex: Knex): Promise<void> => {
  await knex.raw(`drop table organization_charter; ${kinds([])}`)
}
