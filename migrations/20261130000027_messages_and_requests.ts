import type { Knex } from 'knex'

/*
 * What a text message was for and why it was given up, so that whoever relied on it learns that it never came; and a
 * refusal of a new applicant that an official takes back.
 */
const changes = `
alter table outgoing_sms
  add column template text,
  -- The object somebody reads it beside, e.g. 'desk_operation:<id>'.
  add column about text,
  add column given_up_why text check (given_up_why in ('EXPIRED', 'FAILED', 'REPLACED'));
create index outgoing_sms_about on outgoing_sms (about, seq) where about is not null;
create index outgoing_sms_undelivered on outgoing_sms (given_up_at desc, id desc) where given_up_why in ('EXPIRED', 'FAILED');

alter table registration_request_event drop constraint registration_request_event_action_check;
alter table registration_request_event add constraint registration_request_event_action_check
  check (action in ('SUBMITTED', 'FORWARDED', 'APPROVED', 'REJECTED', 'REOPENED', 'WITHDRAWN', 'EXPIRED'));
`

const asApp = (statement: string): string => `
  do $$ begin
    if exists (select from pg_roles where rolname = 'portal_app') then ${statement}; end if;
  end $$`

export const up = async (knex: Knex): Promise<void> => {
  await knex.raw(changes)
  await knex.raw(asApp('grant update (given_up_why) on outgoing_sms to portal_app'))
}

export const down = async (knex: Knex): Promise<void> => {
  await knex.raw(`
    alter table registration_request_event drop constraint registration_request_event_action_check;
    alter table registration_request_event add constraint registration_request_event_action_check
      check (action in ('SUBMITTED', 'FORWARDED', 'APPROVED', 'REJECTED', 'WITHDRAWN', 'EXPIRED')) not valid;
    drop index outgoing_sms_undelivered;
    drop index outgoing_sms_about;
    alter table outgoing_sms drop column template, drop column about, drop column given_up_why;
  `)
}
