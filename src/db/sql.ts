import { createHash } from 'node:crypto'
import type { Knex } from 'knex'
import type { Statement } from './client.ts'

type SqlValue = string | number | Date | null | readonly (string | number)[]

/** A piece of SQL with the values of its placeholders: `texts` surround them, one text more than there are values. */
export type Sql = { readonly texts: readonly string[]; readonly values: readonly SqlValue[] }

/**
 * SQL put together from pieces. A hole is another piece or a value, and a value only ever becomes a placeholder, so no
 * text from outside can become SQL, whatever a list is filtered by (SQ-01).
 */
export const sql = (texts: readonly string[], ...holes: readonly (Sql | SqlValue)[]): Sql => {
  const all = [texts[0] ?? '']
  const values: SqlValue[] = []
  for (const [index, hole] of holes.entries()) {
    const rest = texts[index + 1] ?? ''
    if (typeof hole === 'object' && hole !== null && 'texts' in hole) {
      const [first = '', ...others] = hole.texts
      all.push(`${all.pop() ?? ''}${first}`, ...others)
      all.push(`${all.pop() ?? ''}${rest}`)
      values.push(...hole.values)
    } else {
      all.push(rest)
      values.push(hole)
    }
  }
  return { texts: all, values }
}

/** SQL that a table of the code spells out, such as a list of statuses; only for what is known when the code is loaded. */
export const constant = (text: string): Sql => ({ texts: [text], values: [] })

/** A piece that says nothing. */
export const none = constant('')

export const unionAll = constant(' union all ')

/** Pieces one after the other. */
export const joined = (pieces: readonly Sql[], between: Sql): Sql =>
  pieces.length === 0 ? none : pieces.reduce((before, piece) => sql`${before}${between}${piece}`)

const [jsonOpens, jsonCloses] = ["(select coalesce(json_agg(r), '[]') from (", ') r)']

/** The rows of a query as one column of JSON: an empty list where there are none. */
export const jsonRows = (rows: string): string => `${jsonOpens}${rows}${jsonCloses}`
export const jsonRowsOf = (rows: Sql): Sql => joined([constant(jsonOpens), rows, constant(jsonCloses)], none)

/**
 * The prepared statement of a whole and its values, as `Database.read` takes them. Its name follows from its text:
 * a list with a filter and one without are two statements, and each gets a plan of its own.
 */
export const prepared = (name: string, { texts, values }: Sql): readonly [Statement, readonly SqlValue[]] => {
  const text = texts.reduce((before, after, index) => `${before}$${String(index)}${after}`)
  return [{ name: `${name}-${createHash('sha256').update(text).digest('hex').slice(0, 12)}`, text }, values]
}

/** The same as `knex.raw` and `whereRaw` take it, for a statement inside a transaction. */
export const bound = ({ texts, values }: Sql): readonly [string, readonly Knex.RawBinding[]] => [
  texts.join('?'),
  values as readonly Knex.RawBinding[],
]
