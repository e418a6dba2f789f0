import type { Knex } from 'knex'
import { openNewTables } from './support/open-new-tables.ts'

// What was put to a supervisory unit, as it was on that day, and the step that ended the asking: its answer, the
// applicant's taking back, or the end of the case. Answer and reason stand in that step's own event.
const tables = `
create table consent_request (
  id uuid primary key,
  event_id bigint not null unique references case_event (id),
  case_id uuid not null references case_file (id),
  organ_id int not null references supervisory_unit (id),
  -- The account that asked: whoever takes the case over later asked nothing.
  account_id uuid not null references account (id),
  -- What the case was called, and when the unit was to answer.
  title text not null,
  due_on date not null,
  content_enc text not null,
  -- Of the clear content.
  sha256 text not null,
  -- A keyed hash of each page and paper the unit agrees to, so that a later change is found without keeping them twice.
  seen jsonb not null,
  closed_by bigint unique references case_event (id)
);
create unique index consent_request_open on consent_request (case_id) where closed_by is null;
create index consent_request_case on consent_request (case_id, event_id);
create index consent_request_organ on consent_request (organ_id, event_id);
create index consent_request_account on consent_request (account_id);
`

const grants = `
do $$ begin
  if exists (select from pg_roles where rolname = 'portal_app') then
    revoke update, delete, truncate on consent_request from portal_app;
    grant update (closed_by) on consent_request to portal_app;
  end if;
end $$;
`

export const up = async (knex: Knex): Promise<void> => {
  await knex.raw(tables)
  await openNewTables(knex, ['consent_request'], [])
  await knex.raw(grants)
}

export const down = (knex: Knex): Promise<void> => knex.raw('drop table consent_request')
