import type { Knex } from 'knex'
import { openNewTables } from './support/open-new-tables.ts'

const acts = (more: readonly string[]): string =>
  ['recover', 'exchange', 'reissue', 'report-not-filed', ...more].map((kind) => `'${kind}'`).join(', ')

const kinds = (more: readonly string[]): string => `
  alter table register_act drop constraint register_act_kind_check;
  alter table register_act add constraint register_act_kind_check check (kind in (${acts(more)}));`

// Another conclusion on a year's report, as one official proposes it; it counts when another one agrees. Of a year one
// waits at a time.
export const up = async (knex: Knex): Promise<void> => {
  await knex.raw(`
    ${kinds(['report-revised'])}
    create table report_revision (
      act_id bigint primary key references register_act (id),
      organization_id uuid not null references organization (id),
      fiscal_year smallint not null,
      before text,
      conclusion text not null check (conclusion in ('QUALIFIED', 'BASIC', 'UNQUALIFIED', 'NOT_FILED')),
      -- What it found, as the organization is told.
      told text not null,
      status text not null default 'WAITING' check (status in ('WAITING', 'DONE', 'REFUSED')),
      second_id int references staff (id),
      decided_at timestamptz,
      check ((status = 'WAITING') = (second_id is null and decided_at is null))
    );
    create unique index report_revision_waiting on report_revision (organization_id, fiscal_year) where status = 'WAITING';
    create index report_revision_of on report_revision (organization_id);
    create index report_revision_second on report_revision (second_id) where second_id is not null;
  `)
  await openNewTables(knex, ['report_revision'], [])
}

export const down = (knex: Knex): Promise<void> => knex.raw(`drop table report_revision; ${kinds([])}`)
