import { describe, expect, it } from 'vitest'
import { keyset } from '../../../src/db/keyset.ts'
import { constant, joined, none, prepared, sql, unionAll } from '../../../src/db/sql.ts'
import { sqlPayloads } from '../../support/sql-payloads.ts'

describe('SQL put together from pieces', () => {
  it('SQ-01 makes a placeholder of every value, whatever it says', () => {
    for (const payload of sqlPayloads) {
      const [{ text }, values] = prepared('list', sql`select 1 where a = ${payload} and b = any (${[payload]}::text[])`)
      expect(text).toBe('select 1 where a = $1 and b = any ($2::text[])')
      expect(values).toEqual([payload, [payload]])
    }
  })

  it('numbers the values of pieces within pieces in the order they stand', () => {
    const inner = sql`(select ${1} ${none}union all select ${2})`
    const [{ text }, values] = prepared('list', sql`${'a'} ${inner} ${joined([sql`${3}`, sql`x`], unionAll)} ${null}`)
    expect(text).toBe('$1 (select $2 union all select $3) $4 union all x $5')
    expect(values).toEqual(['a', 1, 2, 3, null])
  })

  it('names a statement by its text: the same for other values, another for another filter', () => {
    const name = (filter: ReturnType<typeof sql>) => prepared('list', sql`select 1 ${filter}`)[0].name
    expect(name(sql`where a = ${1}`)).toBe(name(sql`where a = ${2}`))
    expect(name(none)).not.toBe(name(sql`where a = ${1}`))
    expect(name(none)).toMatch(/^list-[0-9a-f]{12}$/)
  })
})

describe('a list read by key', () => {
  const byDay = keyset('asc', [
    [constant('due_on'), 'date'],
    [constant('id'), 'uuid'],
  ])
  const asked = (cursor: Parameters<typeof byDay>[0]) => {
    const { andBeyond, order } = byDay(cursor)
    const [{ text }, values] = prepared('list', sql`where true ${andBeyond} order by ${order}`)
    return { text, values }
  }

  it('begins without a condition: one that may be null is none of an index', () => {
    expect(asked(undefined)).toEqual({ text: 'where true  order by due_on asc, id asc', values: [] })
  })

  it('goes on after a row, and back before one, by one comparison of rows', () => {
    const key = ['2026-12-01', 'x']
    expect(asked({ key, direction: 'after' })).toEqual({
      text: 'where true and (due_on, id) > ($1::date, $2::uuid) order by due_on asc, id asc',
      values: key,
    })
    expect(asked({ key, direction: 'before' })).toEqual({
      text: 'where true and (due_on, id) < ($1::date, $2::uuid) order by due_on desc, id desc',
      values: key,
    })
  })
})
