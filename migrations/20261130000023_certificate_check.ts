import type { Knex } from 'knex'

/*
 * The picture of a certificate that was sent in on the line is looked at by the window of the organization's authority
 * before its first matter. What the counter registered was seen there; units of other registers have no matters here.
 */
const changes = `
alter table legal_person
  add column certificate_state text not null default 'PASSED' check (certificate_state in ('WAITING', 'PASSED', 'RETURNED')),
  -- Why it was sent back: the applicant reads it.
  add column certificate_reason text,
  add column certificate_sent_at timestamptz;
update legal_person l set certificate_state = 'WAITING', certificate_sent_at = a.created_at
  from account a
  where a.id = l.account_id and a.real_name_channel = 'legal-register' and l.organization_id is not null
    and l.certificate_sha256 is not null;
create index legal_person_certificate_waits on legal_person (certificate_sent_at, account_id)
  where certificate_state = 'WAITING' and released_at is null;
`

export const up = async (knex: Knex): Promise<void> => {
  await knex.raw(changes)
}

export const down = async (knex: Knex): Promise<void> => {
  await knex.raw(`
    drop index legal_person_certificate_waits;
    alter table legal_person
      drop column certificate_state, drop column certificate_reason, drop column certificate_sent_at;
  `)
}
