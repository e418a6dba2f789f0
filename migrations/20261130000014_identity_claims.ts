import type { Knex } from 'knex'

/*
 * Whoever typed a document number holds nothing by it: only a verified account keeps others from the same number. And
 * text messages are counted by the number they go to.
 */
const changes = `
drop index account_person_number;
create unique index account_person_number on account (id_number_idx)
  where kind = 'PERSONAL' and closed_at is null and real_name_level > 0;

alter table outgoing_sms add column counts text not null default 'none' check (counts in ('none', 'account', 'case'));
create index outgoing_sms_counted on outgoing_sms (phone_idx, counts, created_at) where counts <> 'none';
`

export const up = async (knex: Knex): Promise<void> => {
  await knex.raw(changes)
}

export const down = async (knex: Knex): Promise<void> => {
  await knex.raw(`
    drop index outgoing_sms_counted;
    alter table outgoing_sms drop column counts;
    drop index account_person_number;
    create unique index account_person_number on account (id_number_idx) where kind = 'PERSONAL' and closed_at is null;
  `)
}
