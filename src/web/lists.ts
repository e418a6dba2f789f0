import { z } from 'zod'
import { AppError } from '../core/errors.ts'
import type { Cursor } from '../db/keyset.ts'
import { isId } from './params.ts'

/** Rows a page of a list shows. */
export const pageSize = 30

/** Above this a number is not counted any further: 999+. */
export const countedUpTo = 1000

/** A count as shown. */
export const countText = (count: number): string => (count >= countedUpTo ? `${countedUpTo - 1}+` : String(count))

/** A search text as it may reach the database: one line without control characters, and not endless. */
export const searchText = (raw: string | undefined): string =>
  (raw ?? '').normalize('NFKC').replaceAll(/\p{C}/gu, '').trim().slice(0, 60)

/** What a list may be sorted by, as its addresses write it. */
export const sortValues = { date: z.iso.date(), instant: z.iso.datetime({ offset: true }) }
type SortValue = (typeof sortValues)[keyof typeof sortValues]

const cursorOf = (raw: string, direction: Cursor['direction'], value: SortValue): Cursor => {
  const cut = raw.lastIndexOf('~')
  const [at, id] = [raw.slice(0, cut), raw.slice(cut + 1)]
  if (cut < 0 || !value.safeParse(at).success || !isId(id)) throw new AppError('BAD_REQUEST')
  return { key: [at, id], direction }
}

/** Reads `after` or `before` of an address. Throws BAD_REQUEST for what no link of ours says. */
export const readCursor = (query: Readonly<Record<string, string>>, value: SortValue): Cursor | undefined => {
  const { after, before } = query
  if (after !== undefined) return cursorOf(after, 'after', value)
  if (before !== undefined) return cursorOf(before, 'before', value)
  return undefined
}

type Keyed = { readonly value: string; readonly id: string }

const address = (path: string, filters: Readonly<Record<string, string>>, name: string, row: Keyed): string =>
  `${path}?${new URLSearchParams({ ...filters, [name]: `${row.value}~${row.id}` }).toString()}`

/**
 * Cuts a page out of the rows read (one more than a page, in the direction of reading) and makes the links to its
 * neighbours. A list read by key has no last page number, and no page costs more than the first.
 */
export const paged = <Row>(
  read: readonly Row[],
  cursor: Cursor | undefined,
  key: (row: Row) => Keyed,
  path: string,
  filters: Readonly<Record<string, string>>,
): { readonly rows: readonly Row[]; readonly pagination: { prev?: { href: string }; next?: { href: string } } } => {
  const more = read.length > pageSize
  const cut = read.slice(0, pageSize)
  const backwards = cursor?.direction === 'before'
  const rows = backwards ? cut.toReversed() : cut
  const first = rows[0]
  const last = rows.at(-1)
  const kept = Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== ''))
  const hasPrevious = backwards ? more : cursor !== undefined
  const hasNext = backwards || more
  return {
    rows,
    pagination: {
      ...(hasPrevious && first ? { prev: { href: address(path, kept, 'before', key(first)) } } : {}),
      ...(hasNext && last ? { next: { href: address(path, kept, 'after', key(last)) } } : {}),
    },
  }
}
