import type { Knex } from 'knex'

// Indexes are built while everybody goes on working: CONCURRENTLY takes no lock that stops a write, and cannot run in a
// transaction. A build that was broken off leaves an index nobody uses, so each is dropped before it is built, and the
// whole can be run again.
export const config = { transaction: false }

/**
 * Two characters side by side, each with whose they are before it: a name of Chinese is found by any part of it, and
 * words that are in every name cost no more than the names of the one authority that is asked about.
 */
const bigrams = `
create or replace function bigrams(words text, owner text) returns text[]
  language sql immutable strict parallel safe
  return (select coalesce(array_agg(distinct owner || substr(words, i, 2)), '{}')
          from generate_series(1, length(words) - 1) i)`

// Read at once, not from a list of what is still to be sorted in: rows come at the pace of people.
const words = (table: string, expression: string): string =>
  `on ${table} using gin (bigrams(${expression})) with (fastupdate = off)`

const indexes = {
  // The end of a number, which is what people remember of it.
  application_number_end: `on application (authority_id, reverse(number) text_pattern_ops) where number is not null`,
  application_words: `${words('application', `title, authority_id::text || ':'`)} where number is not null`,
  application_contact: 'on application (contact_phone_idx) where contact_phone_idx is not null',
  application_of_account: 'on application (account_id, updated_at, id)',
  application_of_authority: 'on application (authority_id, updated_at, id) where number is not null',
  application_of_position: 'on application (authority_id, stage, status, updated_at, id) where number is not null',
  account_words: words('account', `name, ''`),
  legal_person_handler_phone: 'on legal_person (handler_phone_idx)',
  legal_person_handler_number: 'on legal_person (handler_id_number_idx)',
  // By the bytes: what begins so is found whatever language the database sorts by.
  organization_code_start: 'on organization (uscc text_pattern_ops)',
  organization_name_start: 'on organization (name text_pattern_ops)',
  organization_words: words('organization', `comparison_key || ' ' || name, ''`),
  registration_request_words: words('registration_request', `proposed_name, authority_id::text || ':'`),
  registration_request_due: 'on registration_request (authority_id, due_on, id)',
  legacy_account_words: words('legacy_account', `name_key, authority_id::text || ':'`),
  desk_operation_of_status: 'on desk_operation (authority_id, status, opened_at, id)',
  audit_log_time: 'on audit_log (chain, at, id)',
  audit_log_action: 'on audit_log (chain, action, at, id)',
  audit_log_actor: 'on audit_log (actor_kind, actor_id, at, id)',
  audit_log_of: 'on audit_log (object_kind, object_id, at, id)',
  audit_log_address: 'on audit_log (ip, at, id)',
} as const

/** What the new ones stand for. */
const replaced = {
  application_mine: 'on application (account_id, updated_at desc, id)',
  application_history: 'on application (authority_id, updated_at desc, id) where number is not null',
  application_history_status: 'on application (authority_id, status, updated_at desc, id) where number is not null',
  application_title: 'on application (authority_id, title text_pattern_ops) where number is not null',
  organization_name: 'on organization (name)',
  desk_operation_list: 'on desk_operation (authority_id, status, opened_at desc)',
  audit_log_object: 'on audit_log (object_kind, object_id)',
} as const

const exchange = async (
  knex: Knex,
  built: Readonly<Record<string, string>>,
  dropped: Readonly<Record<string, string>>,
): Promise<void> => {
  for (const [name, definition] of Object.entries(built)) {
    await knex.raw(`drop index concurrently if exists ${name}`)
    await knex.raw(`create index concurrently ${name} ${definition}`)
  }
  for (const name of Object.keys(dropped)) await knex.raw(`drop index concurrently if exists ${name}`)
}

export const up = async (knex: Knex): Promise<void> => {
  await knex.raw(bigrams)
  // Whom the authority calls about the case, as a keyed hash; written with the submission.
  await knex.raw('alter table application add column if not exists contact_phone_idx text')
  await exchange(knex, indexes, replaced)
}

export const down = async (knex: Knex): Promise<void> => {
  await exchange(knex, replaced, indexes)
  await knex.raw('alter table application drop column if exists contact_phone_idx')
  await knex.raw('drop function if exists bigrams(text, text)')
}
