import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { createCalendar, type CalendarDay } from '../../../src/core/workflow/calendar.ts'
import { movedClock, noClock, startClock } from '../../../src/core/workflow/case-clock.ts'

const days = JSON.parse(
  readFileSync(new URL('../../../seeds/data/calendar.json', import.meta.url), 'utf8'),
) as CalendarDay[]
const calendar = createCalendar(days)
const noon = (date: string) => ({ now: new Date(`${date}T04:00:00.000Z`), calendar })
const twenty = { statutory: 20, committed: 7, basis: '' }
const own = { statutory: 60, committed: 20, basis: '', ownPeriod: true } as const
const limitOf = () => twenty

describe('the clock of a case', () => {
  const running = startClock('decision', twenty, noon('2026-11-20'))

  it('runs from the day it starts, by what is promised and by what the law allows', () => {
    expect(running).toMatchObject({
      clock_started_on: '2026-11-20',
      clock_due_on: '2026-12-01',
      statutory_due_on: '2026-12-18',
      clock_limit: 7,
      paused_on: null,
    })
  })

  it('of papers handed in after closing time runs from the next working day', () => {
    const evening = { now: new Date('2026-11-20T10:00:00.000Z'), calendar }
    expect(startClock('receipt', twenty, evening).clock_started_on).toBe('2026-11-23')
    expect(startClock('decision', twenty, evening).clock_started_on).toBe('2026-11-20')
  })

  it.each([
    ['2026-11-30', '2027-02-28'],
    ['2026-12-01', '2027-03-01'],
  ])('counted in months from %s runs to %s, and its length in working days is known', (from, to) => {
    const clock = startClock('rectification', { statutory: 3, committed: 3, basis: '', inMonths: true }, noon(from))
    expect(clock).toMatchObject({ clock_due_on: to, statutory_due_on: to })
    expect(clock.clock_limit).toBeGreaterThan(55)
  })

  it('is left alone, or stops', () => {
    expect(movedClock(running, {}, limitOf, noon('2026-11-25'))).toEqual(running)
    expect(movedClock(running, { clock: 'none' }, limitOf, noon('2026-11-25'))).toEqual(noClock)
  })

  it('of a deemed acceptance runs from the day the papers came in', () => {
    const receipt = startClock('receipt', { statutory: 5, committed: 5, basis: '' }, noon('2026-11-20'))
    const deemed = movedClock(receipt, { clock: 'decision', clockSinceReceipt: true }, limitOf, noon('2026-11-30'))
    expect(deemed).toMatchObject({ clock: 'decision', clock_started_on: '2026-11-20', clock_due_on: '2026-12-01' })
  })

  it('is not moved by a special procedure that ends on the day it began', () => {
    const paused = movedClock(running, { clock: 'pause' }, limitOf, noon('2026-11-24'))
    expect(paused).toEqual({ ...running, paused_on: '2026-11-24' })
    expect(movedClock(paused, { clock: 'resume' }, limitOf, noon('2026-11-24'))).toEqual(running)
  })

  it('gives back exactly the working days a special procedure took, by promise and by law', () => {
    const paused = movedClock(running, { clock: 'pause' }, limitOf, noon('2026-11-24'))
    const resumed = movedClock(paused, { clock: 'resume' }, limitOf, noon('2026-12-01'))
    expect(resumed).toMatchObject({
      clock_due_on: '2026-12-08',
      statutory_due_on: '2026-12-25',
      clock_limit: 7,
      paused_on: null,
    })
  })

  it('moves ten working days by an extension, the statutory day only where no regulation sets the period', () => {
    const extended = movedClock(running, { clock: 'extend' }, limitOf, noon('2026-11-25'))
    expect(extended).toMatchObject({ clock_due_on: '2026-12-15', statutory_due_on: '2027-01-04', clock_limit: 17 })
    const establishing = startClock('decision', own, noon('2026-11-20'))
    const later = movedClock(establishing, { clock: 'extend' }, () => own, noon('2026-11-25'))
    expect(later).toMatchObject({ clock_due_on: '2027-01-04', statutory_due_on: establishing.statutory_due_on })
    expect(later.clock_provisional).toBe(true)
  })
})
