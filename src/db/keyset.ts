import { constant, joined, none, sql, type Sql } from './sql.ts'

/** Where a page of a list begins: after or before a row, named by the values the list is ordered by. */
export type Cursor = { readonly key: readonly string[]; readonly direction: 'after' | 'before' }

const types = {
  date: constant('::date'),
  timestamptz: constant('::timestamptz'),
  uuid: constant('::uuid'),
  bigint: constant('::bigint'),
  int: constant('::int'),
} as const

const ascending = { order: constant(' asc'), beyond: constant('>') }
const descending = { order: constant(' desc'), beyond: constant('<') }

const comma = constant(', ')
const listed = (pieces: readonly Sql[]): Sql => joined(pieces, comma)

/**
 * How a list is read by key. All its columns run the same way, so that the condition is one comparison of rows, which
 * an index carries out. Without a cursor there is no condition at all: one that may be null (`$1 is null or …`) is no
 * condition of an index in a generic plan, and would read the whole list for its last page.
 *
 * Gives for a cursor the condition, to be written after another one, and the order in which to read.
 */
export const keyset =
  (way: 'asc' | 'desc', columns: readonly (readonly [column: Sql, type: keyof typeof types])[]) =>
  (cursor: Cursor | undefined): { readonly andBeyond: Sql; readonly order: Sql } => {
    const { order, beyond } = (way === 'asc') === (cursor?.direction !== 'before') ? ascending : descending
    const names = listed(columns.map(([column]) => column))
    const values = columns.map(([, type], index) => sql`${cursor?.key[index] ?? null}${types[type]}`)
    return {
      andBeyond: cursor ? sql`and (${names}) ${beyond} (${listed(values)})` : none,
      order: listed(columns.map(([column]) => sql`${column}${order}`)),
    }
  }
