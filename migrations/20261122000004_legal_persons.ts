import type { Knex } from 'knex'

/** What certificates bore before there were unified codes, so that an old certificate still finds its organization. */
export const up = async (knex: Knex): Promise<void> => {
  await knex.raw(`
    alter table organization add column former_certificate_number text;
    create unique index organization_former_number on organization (former_certificate_number);
    create index organization_code_inside on organization (substr(uscc, 9, 9));
  `)
}

export const down = async (knex: Knex): Promise<void> => {
  await knex.raw(`
    drop index organization_code_inside;
    drop index organization_former_number;
    alter table organization drop column former_certificate_number;
  `)
}
