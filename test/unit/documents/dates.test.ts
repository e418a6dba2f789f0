import { describe, expect, test } from 'vitest'
import { chineseDate, validityText } from '../../../src/core/documents/dates.ts'

describe('dates in documents', () => {
  test.each([
    ['2026-11-20', '2026年11月20日'],
    ['2026-01-05', '2026年1月5日'],
  ])('%s is written %s, without leading zeros', (iso, text) => {
    expect(chineseDate(iso)).toBe(text)
  })

  test.each(['2026-1-5', '20261120', '2026-11-20T00:00:00Z', ''])('%j is refused', (iso) => {
    expect(() => chineseDate(iso)).toThrow(RangeError)
  })

  test('a period names both of its days', () => {
    expect(validityText('2026-11-20', '2031-11-19')).toBe('自2026年11月20日至2031年11月19日')
  })

  test('a period cannot end before it starts', () => {
    expect(() => validityText('2026-11-20', '2026-11-19')).toThrow(RangeError)
  })
})
