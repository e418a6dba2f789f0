import type { Knex } from 'knex'
import { openNewTables } from './support/open-new-tables.ts'

const tables = `
-- What a new applicant sent each time: the request itself is overwritten when it is corrected and sent again, and who
-- refused or forwarded it keeps what it was decided on. Named by the event of the submission.
create table registration_submission (
  event_id bigint primary key references registration_request_event (id),
  request_id uuid not null references registration_request (id),
  authority_id int not null references authority (id),
  proposed_name text not null,
  org_type text not null check (org_type in ('SOCIAL_GROUP', 'PRIVATE_NON_ENTERPRISE', 'FOUNDATION')),
  contact_name text not null,
  contact_phone_enc text not null,
  reason text not null,
  submitted_at timestamptz not null
);
create index registration_submission_of on registration_submission (request_id, event_id);
create index registration_submission_authority on registration_submission (authority_id);
`

// Of what was sent before, the latest submission is still there.
const kept = `
insert into registration_submission
select e.id, r.id, e.authority_id, r.proposed_name, r.org_type, r.contact_name, r.contact_phone_enc, r.reason, e.at
from registration_request r
join lateral (
  select id, authority_id, at from registration_request_event
  where request_id = r.id and action = 'SUBMITTED' order by id desc limit 1
) e on true
`

export const up = async (knex: Knex): Promise<void> => {
  await knex.raw(tables)
  await knex.raw(kept)
  await openNewTables(knex, ['registration_submission'], ['registration_submission'])
}

export const down = (knex: Knex): Promise<void> => knex.raw('drop table registration_submission')
