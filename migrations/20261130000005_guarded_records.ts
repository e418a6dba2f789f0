import type { Knex } from 'knex'

// Only adds columns and takes away privileges that no release has used.
const changes = `
alter table outgoing_sms
  -- Messages to one number go out in this order.
  add column seq bigint generated always as identity,
  add column phone_idx text,
  -- Of two messages about one thing only the later is worth sending.
  add column topic text,
  add column failures int not null default 0;
create index outgoing_sms_waiting on outgoing_sms (phone_idx, seq) where sent_at is null and given_up_at is null;

-- An issued document stays as it went out: its file is put in once, and it is valid until it no longer is.
create function keep_document() returns trigger language plpgsql as $$
begin
  if old.sha256 is not null and new.sha256 is distinct from old.sha256
    or old.status <> 'VALID' and new.status <> old.status
  then raise exception 'an issued document is not changed' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger stays_as_issued before update on document for each row execute function keep_document();
`

/** What the app's role may change of rows that are otherwise kept as they were written; null: nothing. */
const changeable = {
  document: 'status, sha256',
  organization: 'valid_from, valid_to',
  organization_person: null,
  former_name: null,
  stored_file: 'created_at, shown_sha256',
  number_sequence: 'last',
  name_reservation: 'released_at',
  correction: 'closed_at',
  correction_item: 'answer, answered_at',
  message: 'account_id, read_at',
  outgoing_sms: 'sent_at, given_up_at, failures',
  audit_head: 'seq, hash',
} as const

/** Of those, what it may also remove: files nobody refers to, the reservation of a case that is reviewed anew. */
const removable = new Set<string>(['stored_file', 'name_reservation'])

/** Kept by whoever migrates. */
const referenceTables = 'division, authority, supervisory_unit, calendar_day'

const asApp = (statements: readonly string[]): string => `
  do $$ begin
    if exists (select from pg_roles where rolname = 'portal_app') then
      ${statements.map((statement) => `${statement};`).join('\n      ')}
    end if;
  end $$`

export const up = async (knex: Knex): Promise<void> => {
  await knex.raw(changes)
  await knex.raw(
    asApp([
      ...Object.entries(changeable).flatMap(([table, columns]) => [
        `revoke update, truncate${removable.has(table) ? '' : ', delete'} on ${table} from portal_app`,
        ...(columns === null ? [] : [`grant update (${columns}) on ${table} to portal_app`]),
      ]),
      `revoke insert, update, delete, truncate on ${referenceTables} from portal_app`,
    ]),
  )
}

export const down = async (knex: Knex): Promise<void> => {
  await knex.raw(
    asApp([
      ...Object.entries(changeable).flatMap(([table, columns]) => [
        ...(columns === null ? [] : [`revoke update (${columns}) on ${table} from portal_app`]),
        `grant update, delete on ${table} to portal_app`,
      ]),
      `grant insert, update, delete on ${referenceTables} to portal_app`,
    ]),
  )
  await knex.raw(`
    drop trigger stays_as_issued on document;
    drop function keep_document();
    drop index outgoing_sms_waiting;
    alter table outgoing_sms drop column seq, drop column phone_idx, drop column topic, drop column failures;
  `)
}
