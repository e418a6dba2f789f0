import type { Knex } from 'knex'

// 办件 is `case` everywhere, and its table `case_file`, since `case` is a word of SQL. Names only; stop the release
// before it first. What mentions the old names (columns, indexes, functions of triggers) is found in the catalogue, so
// that nothing is forgotten.
const tables = [
  ['application', 'case_file'],
  ['application_event', 'case_event'],
  ['application_person', 'case_person'],
] as const

const columns = [
  ['application_id', 'case_id'],
  ['earlier_application_id', 'earlier_case_id'],
] as const

type Pair = readonly [string, string]

/** Renames tables, columns, indexes and what functions say of them. */
const rename = async (knex: Knex, tablePairs: readonly Pair[], columnPairs: readonly Pair[]): Promise<void> => {
  const words = [...tablePairs, ...columnPairs].toSorted(([one], [other]) => other.length - one.length)
  const functions = await knex.raw<{ rows: { definition: string }[] }>(
    `select pg_get_functiondef(p.oid) as definition from pg_proc p join pg_namespace n on n.oid = p.pronamespace
     where n.nspname = 'public' and p.prokind = 'f' and p.prolang in (select oid from pg_language where lanname in ('sql', 'plpgsql'))`,
  )
  for (const [from, to] of tablePairs) await knex.raw('alter table ?? rename to ??', [from, to])
  for (const [from, to] of columnPairs) {
    const found = await knex.raw<{ rows: { table_name: string }[] }>(
      `select c.table_name from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
       where c.table_schema = 'public' and c.column_name = ? and t.table_type = 'BASE TABLE'`,
      [from],
    )
    for (const { table_name } of found.rows)
      await knex.raw('alter table ?? rename column ?? to ??', [table_name, from, to])
  }
  const indexes = await knex.raw<{ rows: { indexname: string }[] }>(
    "select indexname from pg_indexes where schemaname = 'public' order by indexname",
  )
  /** `parts`: also within a longer name, as names of indexes are made of several. */
  const renamed = (text: string, parts: 'parts' | 'whole names'): string => {
    const letter = parts === 'parts' ? '[a-z]' : '[a-z_]'
    return words.reduce(
      (now, [from, to]) => now.replaceAll(new RegExp(`(?<!${letter})${from}(?!${letter})`, 'g'), to),
      text,
    )
  }
  for (const { indexname } of indexes.rows) {
    const better = renamed(indexname, 'parts')
    if (better !== indexname) await knex.raw('alter index ?? rename to ??', [indexname, better])
  }
  for (const { definition } of functions.rows) {
    const better = renamed(definition, 'whole names')
    // Bindings are written as they stand: the definition holds question marks of its own.
    if (better !== definition) await knex.raw(better.replaceAll('?', '\\?'))
  }
}

const reversed = (pairs: readonly Pair[]): readonly Pair[] => pairs.map(([from, to]) => [to, from])

export const up = (knex: Knex): Promise<void> => rename(knex, tables, columns)

export const down = (knex: Knex): Promise<void> => rename(knex, reversed(tables), reversed(columns))
