import { describe, expect, it } from 'vitest'
import { LETTER_MATTERS, letterFault, letterValidUntil } from '../../../src/core/helpdesk/letter.ts'
import { addDays } from '../../../src/core/workflow/calendar.ts'

describe('a letter of authority', () => {
  it.each([
    ['2026-10-20', '2026-11-20'],
    ['2026-11-01', '2026-12-01'],
    ['2026-12-31', '2027-01-31'],
    ['2026-01-31', '2026-02-28'],
    ['2026-01-30', '2026-02-28'],
    ['2026-01-28', '2026-02-28'],
    ['2028-01-31', '2028-02-29'],
    ['2028-02-29', '2028-03-29'],
    ['2026-02-28', '2026-03-28'],
    ['2026-03-31', '2026-04-30'],
    ['2026-05-31', '2026-06-30'],
  ])('H-03 of %s is good until %s, that day included, and not a day longer', (date, until) => {
    const letter = { date, matters: [...LETTER_MATTERS] }
    expect(letterValidUntil(date)).toBe(until)
    expect(letterFault(letter, '用户修改', date)).toBeUndefined()
    expect(letterFault(letter, '用户修改', until)).toBeUndefined()
    expect(letterFault(letter, '用户修改', addDays(until, 1))).toBe('LETTER_EXPIRED')
    expect(letterFault(letter, '用户修改', addDays(date, -1))).toBe('LETTER_FUTURE')
  })

  it('H-04 serves for the matters it names, one or several, and for no other', () => {
    for (const needed of LETTER_MATTERS)
      for (let named = 0; named < 8; named += 1) {
        const matters = LETTER_MATTERS.filter((_matter, index) => named & (1 << index))
        const fault = letterFault({ date: '2026-11-20', matters }, needed, '2026-11-20')
        expect([needed, matters, fault]).toEqual([
          needed,
          matters,
          matters.includes(needed) ? undefined : 'LETTER_MATTER',
        ])
      }
  })
})
