import type { Knex } from 'knex'
import { openNewTables } from './support/open-new-tables.ts'

const acts = (more: readonly string[]): string =>
  ['recover', 'exchange', 'reissue', ...more].map((kind) => `'${kind}'`).join(', ')

// What the rules pointed out in what was handed in, as lists need it: the codes, and of which kinds they are. Its words
// stand in the sealed content. Samples of a year's reports, with everything they can be drawn again from.
export const up = async (knex: Knex): Promise<void> => {
  await knex.raw(`
    alter table snapshot add column finding_codes text[], add column finding_kinds text[];
    create index organization_of_authority on organization (authority_id, established_on, id);

    alter table register_act drop constraint register_act_kind_check;
    alter table register_act add constraint register_act_kind_check check (kind in (${acts(['report-not-filed'])}));

    create table report_sample (
      id bigint generated always as identity primary key,
      request_key uuid not null unique,
      authority_id int not null references authority (id),
      fiscal_year smallint not null,
      seed text not null,
      -- Where a seed comes from that somebody typed; empty: the portal made it when it drew.
      seed_origin text not null,
      -- The codes of everybody who could be drawn, one a line, and the SHA-256 of that.
      population text not null,
      population_sha256 text not null,
      population_size int not null,
      quotas jsonb not null,
      staff_id int not null references staff (id),
      staff_name text not null,
      at timestamptz not null
    );
    create index report_sample_of on report_sample (authority_id, fiscal_year, id desc);
    create index report_sample_staff on report_sample (staff_id);

    create table report_sample_pick (
      sample_id bigint not null references report_sample (id),
      organization_id uuid not null references organization (id),
      fiscal_year smallint not null,
      place int not null,
      primary key (organization_id, fiscal_year, sample_id)
    );
    create index report_sample_pick_of on report_sample_pick (sample_id, place);
  `)
  await openNewTables(knex, ['report_sample', 'report_sample_pick'], ['report_sample', 'report_sample_pick'])
}

export const down = (knex: Knex): Promise<void> =>
  knex.raw(`
    drop table report_sample_pick, report_sample;
    drop index organization_of_authority;
    alter table register_act drop constraint register_act_kind_check;
    alter table register_act add constraint register_act_kind_check check (kind in (${acts([])}));
    alter table snapshot drop column finding_codes, drop column finding_kinds;
  `)
