import type { Knex } from 'knex'
import { nameKey } from '../src/core/names/normalize.ts'
import { comparisonKey } from '../src/core/names/parse.ts'
import type { DivisionName } from '../src/core/names/types.ts'

// A name is one name whatever glyphs it is written with: each table that keeps names keeps the key they are compared
// by, and the keys that were there are made anew. The release before this one cannot write to these tables any more.

const added = `
alter table organization add column name_key text;
alter table former_name add column name_key text;
alter table name_reservation add column name_key text;
alter table registration_request add column name_key text;
`

const settled = `
alter table organization alter column name_key set not null;
alter table former_name alter column name_key set not null;
alter table name_reservation alter column name_key set not null;
alter table registration_request alter column name_key set not null;

drop index organization_name_start;
drop index organization_words;
drop index organization_live_name;
drop index former_name_name;
drop index name_reservation_live;
drop index registration_request_name;
-- Serves what is equal as well as what begins so.
create index organization_name_start on organization (name_key text_pattern_ops);
create index organization_words on organization using gin (bigrams(comparison_key || ' ' || name_key, '')) with (fastupdate = off);
create unique index organization_live_name on organization (name_key) where status = 'ACTIVE';
create index former_name_name on former_name (name_key);
create unique index name_reservation_live on name_reservation (name_key) where released_at is null;
create index registration_request_name on registration_request (name_key);
`

const slice = 5000

/** Writes one text a row, many rows a statement; `id` is cast to text, so that any key serves. */
const writeTexts = async (
  knex: Knex,
  table: string,
  column: string,
  rows: readonly { readonly id: string; readonly text: string }[],
): Promise<void> => {
  for (let from = 0; from < rows.length; from += slice) {
    const part = rows.slice(from, from + slice)
    await knex.raw(
      `update ${table} set ${column} = made.text from unnest(?::text[], ?::text[]) as made (id, text)
       where ${table}.id::text = made.id`,
      [part.map(({ id }) => id), part.map(({ text }) => text)] as unknown as Knex.RawBinding[],
    )
  }
}

/**
 * The keys of names in force, the older name first. Two that are doubles of each other were both let in once; the younger
 * keeps its own spelling as its key, so that the key stays unique and nobody loses a name by this.
 */
const uniqueKeys = (
  rows: readonly { readonly id: string; readonly name: string; readonly live: boolean }[],
): { id: string; text: string }[] => {
  const taken = new Set<string>()
  return rows.map(({ id, name, live }) => {
    const key = nameKey(name)
    if (!live) return { id, text: key }
    const text = taken.has(key) ? name : key
    taken.add(text)
    return { id, text }
  })
}

export const up = async (knex: Knex): Promise<void> => {
  await knex.raw(added)
  const divisions = await knex('division').whereNot({ level: 'NATION' }).select<DivisionName[]>('code', 'name', 'level')

  const organizations = await knex('organization')
    .orderBy(['established_on', 'id'])
    .select<{ id: string; name: string; comparison_key: string; status: string }[]>(
      'id',
      'name',
      'comparison_key',
      'status',
    )
  await writeTexts(
    knex,
    'organization',
    'name_key',
    uniqueKeys(organizations.map((row) => ({ ...row, live: row.status === 'ACTIVE' }))),
  )
  const compared = organizations.map(({ id, name, comparison_key: old }) => ({
    id,
    old,
    text: comparisonKey(name, divisions),
  }))
  await writeTexts(
    knex,
    'organization',
    'comparison_key',
    compared.filter(({ old, text }) => text !== old),
  )

  const reservations = await knex('name_reservation')
    .orderBy('id')
    .select<{ id: number; name: string; released_at: Date | null }[]>('id', 'name', 'released_at')
  await writeTexts(
    knex,
    'name_reservation',
    'name_key',
    uniqueKeys(reservations.map((row) => ({ id: String(row.id), name: row.name, live: row.released_at === null }))),
  )

  const requests = await knex('registration_request').select<{ id: string; name: string }[]>('id', {
    name: 'proposed_name',
  })
  await writeTexts(
    knex,
    'registration_request',
    'name_key',
    requests.map(({ id, name }) => ({ id, text: nameKey(name) })),
  )

  for (const name of await knex('former_name').distinct().pluck<string[]>('name'))
    await knex('former_name')
      .where({ name })
      .update({ name_key: nameKey(name) })

  // Unique with its login name: where two old accounts would become one, each keeps the key it had.
  const legacy = await knex('legacy_account').select<
    { id: string; organization_name: string; name_key: string; login_name: string }[]
  >('id', 'organization_name', 'name_key', 'login_name')
  const held = new Set(legacy.map((row) => `${row.name_key}\n${row.login_name}`))
  const folded = legacy.flatMap(({ id, organization_name: name, name_key: old, login_name: login }) => {
    const text = nameKey(name)
    if (text === old || held.has(`${text}\n${login}`)) return []
    held.add(`${text}\n${login}`)
    return [{ id, text }]
  })
  await writeTexts(knex, 'legacy_account', 'name_key', folded)

  await knex.raw(settled)
}

/** The comparison keys stay as they are: they were made from the names, and only to find near ones by. */
export const down = async (knex: Knex): Promise<void> => {
  await knex.raw(`
    drop index organization_name_start;
    drop index organization_words;
    drop index organization_live_name;
    drop index former_name_name;
    drop index name_reservation_live;
    drop index registration_request_name;
    alter table organization drop column name_key;
    alter table former_name drop column name_key;
    alter table name_reservation drop column name_key;
    alter table registration_request drop column name_key;
    create index organization_name_start on organization (name text_pattern_ops);
    create index organization_words on organization using gin (bigrams(comparison_key || ' ' || name, '')) with (fastupdate = off);
    create unique index organization_live_name on organization (name) where status = 'ACTIVE';
    create index former_name_name on former_name (name);
    create unique index name_reservation_live on name_reservation (name) where released_at is null;
    create index registration_request_name on registration_request (proposed_name);
  `)
}
