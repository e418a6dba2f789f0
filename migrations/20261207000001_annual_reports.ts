import type { Knex } from 'knex'
import { openNewTables } from './support/open-new-tables.ts'

const kinds = (more: readonly string[]): string => `
  alter table organization_change drop constraint organization_change_kind_check;
  alter table organization_change add constraint organization_change_kind_check check (kind in
    ('found', 'set', 'status', 'person', 'leave', 'seal', 'sealEnd', 'account', 'accountEnd', 'unit', 'unitEnd', 'term',
     'lease', 'note', 'charter', 'certificate', 'recovery'${more.map((kind) => `, '${kind}'`).join('')}));`

// Reports of an organization by year, with the conclusion that stands; what it was before, and why, tells the ledger. A
// case is about one year, and of a year there is one case.
export const up = async (knex: Knex): Promise<void> => {
  await knex.raw(`
    create table organization_report (
      organization_id uuid not null references organization (id),
      fiscal_year smallint not null check (fiscal_year between 1990 and 2200),
      conclusion text not null check (conclusion in ('QUALIFIED', 'BASIC', 'UNQUALIFIED', 'NOT_FILED')),
      concluded_on date not null,
      filed_on date,
      late boolean not null default false,
      case_id uuid references case_file (id),
      primary key (organization_id, fiscal_year)
    );
    create index organization_report_case on organization_report (case_id) where case_id is not null;
    create index organization_report_year on organization_report (fiscal_year, conclusion);
    alter table case_file add column fiscal_year smallint;
    create unique index case_file_fiscal_year on case_file (organization_id, fiscal_year)
      where fiscal_year is not null and deleted_at is null;
    ${kinds(['report'])}
  `)
  await openNewTables(knex, ['organization_report'], [])
}

export const down = async (knex: Knex): Promise<void> => {
  await knex.raw(`
    drop table organization_report;
    alter table case_file drop column fiscal_year;
    ${kinds([])}`)
}
