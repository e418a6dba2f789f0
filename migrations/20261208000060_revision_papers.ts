import type { Knex } from 'knex'

// A paper that goes out with an act of the authority that made no certificate: the notice of another conclusion.
export const up = (knex: Knex): Promise<void> =>
  knex.raw(`
    alter table document add column act_id bigint references register_act (id);
    create unique index document_act on document (act_id, kind) where act_id is not null;
    alter table document drop constraint document_of_something;
    alter table document add constraint document_of_something
      check (case_id is not null and event_id is not null or certificate_id is not null or act_id is not null);
  `)

export const down = (knex: Knex): Promise<void> =>
  knex.raw(`
    alter table document drop constraint document_of_something;
    delete from document where act_id is not null;
    alter table document drop column act_id;
    alter table document add constraint document_of_something
      check (case_id is not null and event_id is not null or certificate_id is not null);
  `)
