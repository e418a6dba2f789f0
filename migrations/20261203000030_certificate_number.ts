import type { Knex } from 'knex'

// One certificate has one number: its 副本 carries that of its 正本. Whatever else is issued has a number of its own, and
// so had every 副本 before.
export const up = async (knex: Knex): Promise<void> => {
  await knex.raw(`
    alter table document drop constraint document_number_key;
    create unique index document_number on document (number) where kind <> 'CERTIFICATE_DUPLICATE';
    create unique index document_number_duplicate on document (number) where kind = 'CERTIFICATE_DUPLICATE';
  `)
}

// Stops where a 副本 has the number of its 正本: an issued document is not renumbered.
export const down = async (knex: Knex): Promise<void> => {
  await knex.raw(`
    drop index document_number, document_number_duplicate;
    alter table document add constraint document_number_key unique (number);
  `)
}
