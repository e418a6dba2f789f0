import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import chineseDays from 'chinese-days'
import { describe, expect, test } from 'vitest'
import {
  addDays,
  createCalendar,
  fromDayNumber,
  lastDayOfMonths,
  legalCoreDays,
  toDayNumber,
  weekday,
} from '../../../src/core/workflow/calendar.ts'
import type { CalendarDay } from '../../../src/core/workflow/calendar.ts'
import {
  addWorkingDays,
  listWorkingDays,
  localDate,
  localDateTime,
  receiptStart,
  remainingWorkingDays,
  workingDaysBetween,
} from '../../../src/core/workflow/deadlines.ts'
import { chineseDate } from '../../../src/core/documents/dates.ts'

const days = JSON.parse(
  readFileSync(new URL('../../../seeds/data/calendar.json', import.meta.url), 'utf8'),
) as CalendarDay[]
const calendar = createCalendar(days)

function datesOfYear(year: number): string[] {
  const first = toDayNumber(`${year}-01-01`)
  const last = toDayNumber(`${year}-12-31`)
  return Array.from({ length: last - first + 1 }, (_, index) => fromDayNumber(first + index))
}

describe('S62 calendar dates', () => {
  test('every date of 400 years is written and read back, and its weekday follows the day before', () => {
    let expectedWeekday = weekday('1899-12-31')
    expect(expectedWeekday).toBe(0)
    for (let day = toDayNumber('1900-01-01'); day <= toDayNumber('2300-01-01'); day += 1) {
      const date = fromDayNumber(day)
      expectedWeekday = (expectedWeekday + 1) % 7
      if (toDayNumber(date) !== day || weekday(date) !== expectedWeekday) expect.unreachable(date)
    }
  })

  test.each(['2026-02-29', '2026-13-01', '2026-00-10', '2026-04-31', '2026-1-1', '20260101', '', '2026-01-01T00:00'])(
    'what is not a calendar date is refused: %j',
    (text) => {
      expect(() => toDayNumber(text)).toThrow(RangeError)
      expect(() => chineseDate(text)).toThrow(RangeError)
      expect(() => addWorkingDays(calendar, text, 1)).toThrow(RangeError)
    },
  )
})

describe('S62 working days of the years with a notice', () => {
  test.each(datesOfYear(2025).concat(datesOfYear(2026)))('%s agrees with the independent calendar', (date) => {
    expect(calendar.isWorkingDay(date)).toBe(chineseDays.isWorkday(date))
  })

  test.each([
    [2025, [19, 19, 21, 22, 19, 20, 23, 21, 23, 18, 20, 23], 248],
    [2026, [21, 16, 22, 21, 19, 21, 23, 21, 22, 18, 21, 23], 248],
  ])('%i has the known number of working days in every month', (year, byMonth, total) => {
    const counted = byMonth.map(() => 0)
    for (const date of datesOfYear(year)) {
      const month = Number(date.slice(5, 7)) - 1
      if (calendar.isWorkingDay(date)) counted[month] = (counted[month] ?? 0) + 1
    }
    expect(counted).toEqual(byMonth)
    expect(counted.reduce((sum, count) => sum + count, 0)).toBe(total)
  })

  test('both years are loaded, nothing after them', () => {
    expect(calendar.coveredUntil).toBe('2026-12-31')
    expect(calendar.isCovered('2025-01-01')).toBe(true)
    expect(calendar.isCovered('2027-01-01')).toBe(false)
    expect(createCalendar([]).coveredUntil).toBeNull()
  })

  test('no date stands twice and every make-up day is a Saturday or Sunday', () => {
    expect(new Set(days.map((day) => day.date)).size).toBe(days.length)
    for (const day of days) if (day.kind === 'MAKEUP_WORKDAY') expect([0, 6]).toContain(weekday(day.date))
  })
})

describe('S62 limits in working days', () => {
  test.each([
    ['2026-09-29', 5, '2026-10-12'],
    ['2026-09-19', 5, '2026-09-24'],
    ['2026-02-10', 20, '2026-03-16'],
    ['2026-02-13', 1, '2026-02-14'],
    ['2026-04-30', 5, '2026-05-11'],
    ['2026-11-20', 5, '2026-11-27'],
    ['2026-11-20', 20, '2026-12-18'],
    ['2025-12-31', 5, '2026-01-08'],
    ['2025-09-26', 10, '2025-10-16'],
  ])('%s and %i working days end on %s', (start, n, end) => {
    expect(addWorkingDays(calendar, start, n)).toEqual({ date: end, provisional: false })
    expect(workingDaysBetween(calendar, start, end)).toBe(n)
    expect(workingDaysBetween(calendar, end, start)).toBe(-n)
  })

  test('every day of 2025 and 2026 agrees with the independent calendar for limits of 1 to 60 days', () => {
    for (const start of datesOfYear(2025).concat(datesOfYear(2026).slice(0, 270))) {
      for (const n of [1, 5, 10, 20, 60]) {
        // The oracle counts from a working day; from a free day the next working day is its first.
        const expected = chineseDays.findWorkday(n, start)
        const actual = addWorkingDays(calendar, start, n).date
        if (actual !== expected) expect.unreachable(`${start} + ${n}: ${actual}, expected ${expected}`)
      }
    }
  })

  test('the list shown to people names every counted day and marks the make-up Saturday', () => {
    expect(listWorkingDays(calendar, '2026-09-29', 5)).toEqual([
      { date: '2026-09-30', provisional: false, makeup: false },
      { date: '2026-10-08', provisional: false, makeup: false },
      { date: '2026-10-09', provisional: false, makeup: false },
      { date: '2026-10-10', provisional: false, makeup: true },
      { date: '2026-10-12', provisional: false, makeup: false },
    ])
  })

  test.each([0, -1, 1.5, Number.NaN])('a limit of %d working days is refused', (n) => {
    expect(() => listWorkingDays(calendar, '2026-11-20', n)).toThrow(RangeError)
  })

  test.each([
    ['2026-11-20', '2026-11-27', 5],
    ['2026-11-27', '2026-11-27', 0],
    ['2026-11-28', '2026-11-27', -1],
    ['2026-11-29', '2026-11-27', -1],
    ['2026-11-30', '2026-11-27', -1],
    ['2026-12-01', '2026-11-27', -2],
  ])('on %s a limit until %s has %i working days left; the first free day after it is overdue', (today, end, left) => {
    expect(remainingWorkingDays(calendar, today, end)).toBe(left)
  })
})

describe('S62 year end without a calendar', () => {
  test.each([
    ['2026-12-29', 2, '2026-12-31', false],
    ['2026-12-31', 1, '2027-01-04', true],
    ['2026-12-25', 5, '2027-01-04', true],
    ['2027-02-04', 1, '2027-02-11', true],
    ['2027-04-02', 1, '2027-04-06', true],
    ['2027-04-30', 1, '2027-05-05', true],
    ['2027-06-08', 1, '2027-06-10', true],
    ['2027-09-14', 1, '2027-09-16', true],
    ['2027-09-30', 1, '2027-10-06', true],
  ])('%s + %i ends on %s by the legal core days (provisional: %s)', (start, n, date, provisional) => {
    expect(addWorkingDays(calendar, start, n)).toEqual({ date, provisional })
  })

  test('one local rest day does not make a year look loaded, and still is free', () => {
    const local: CalendarDay = { date: '2027-03-10', kind: 'HOLIDAY', name: '机关休息', source: '本机关通知' }
    const withLocal = createCalendar([...days, local])
    expect(withLocal.coveredUntil).toBe('2026-12-31')
    expect(addWorkingDays(withLocal, '2027-03-09', 1)).toEqual({ date: '2027-03-11', provisional: true })
  })

  test('a gap between loaded years ends the coverage before the gap', () => {
    const only2026 = days.filter((day) => day.date.startsWith('2026'))
    const moved = only2026.map((day) => ({ ...day, date: day.date.replace('2026', '2028') }))
    expect(createCalendar([...only2026, ...moved]).coveredUntil).toBe('2026-12-31')
  })

  test.each([2027, 2028, 2029, 2030])('%i: the movable festivals agree with an independent lunar calendar', (year) => {
    const newYearsDay = chineseDays.getSolarDateFromLunar(`${year}-01-01`).date
    const expected = [
      ...['01-01', '05-01', '05-02', '10-01', '10-02', '10-03'].map((monthAndDay) => `${year}-${monthAndDay}`),
      ...[-1, 0, 1, 2].map((offset) => addDays(newYearsDay, offset)),
      chineseDays.getSolarTermDate(year, 4, 'pure_brightness'),
      chineseDays.getSolarDateFromLunar(`${year}-05-05`).date,
      chineseDays.getSolarDateFromLunar(`${year}-08-15`).date,
    ]
    expect(legalCoreDays(year)).toEqual(expect.arrayContaining(expected))
    // One working day is made up for each that falls on a weekend (全国年节及纪念日放假办法, art. 6).
    const legal = new Set(expected)
    const onWeekend = [...legal].filter((date) => [0, 6].includes(weekday(date)))
    expect(legalCoreDays(year)).toHaveLength(legal.size + onWeekend.length)
  })

  test('2027: thirteen weekdays are free by law, those made up for weekends among them', () => {
    expect(legalCoreDays(2027).filter((date) => ![0, 6].includes(weekday(date)))).toEqual([
      '2027-01-01',
      '2027-02-05',
      '2027-02-08',
      '2027-02-09',
      '2027-02-10',
      '2027-04-05',
      '2027-05-03',
      '2027-05-04',
      '2027-06-09',
      '2027-09-15',
      '2027-10-01',
      '2027-10-04',
      '2027-10-05',
    ])
  })
})

describe('S62 leap day', () => {
  test('29 February 2028 is a working Tuesday and the day after is 1 March', () => {
    expect(weekday('2028-02-29')).toBe(2)
    expect(calendar.isWorkingDay('2028-02-29')).toBe(true)
    expect(addDays('2028-02-28', 1)).toBe('2028-02-29')
    expect(addWorkingDays(calendar, '2028-02-28', 2)).toEqual({ date: '2028-03-01', provisional: true })
    expect(workingDaysBetween(calendar, '2028-02-28', '2028-03-01')).toBe(2)
    expect(chineseDate('2028-02-29')).toBe('2028年2月29日')
  })
})

describe('S62 midnight in Asia/Shanghai', () => {
  const instants = [
    ['2026-11-20T15:59:59.999Z', '2026-11-20', '2026年11月20日 23:59'],
    ['2026-11-20T16:00:00.000Z', '2026-11-21', '2026年11月21日 00:00'],
    ['2026-11-20T16:00:00.001Z', '2026-11-21', '2026年11月21日 00:00'],
    ['2026-12-31T16:00:00.000Z', '2027-01-01', '2027年1月1日 00:00'],
    ['2028-02-28T16:00:00.000Z', '2028-02-29', '2028年2月29日 00:00'],
    ['2026-11-20T07:04:00.000Z', '2026-11-20', '2026年11月20日 15:04'],
    ['1969-12-31T16:00:00.000Z', '1970-01-01', '1970年1月1日 00:00'],
  ] as const

  test.each(instants)('%s is %s there', (instant, date, text) => {
    expect(localDate(new Date(instant))).toBe(date)
    expect(localDateTime(new Date(instant)).text).toBe(text)
  })

  test.each(['UTC', 'America/New_York', 'Asia/Shanghai'])('a process running in %s sees the same dates', (TZ) => {
    const module = new URL('../../../src/core/workflow/deadlines.ts', import.meta.url).href
    const program = `
      const { localDateTime } = await import(${JSON.stringify(module)})
      const instants = ${JSON.stringify(instants.map(([instant]) => instant))}
      console.log(JSON.stringify(instants.map((instant) => localDateTime(new Date(instant)).text)))`
    const output = execFileSync(process.execPath, ['--input-type=module', '--eval', program], {
      env: { ...process.env, TZ },
      encoding: 'utf8',
    })
    expect(JSON.parse(output)).toEqual(instants.map(([, , text]) => text))
  })

  test.each([
    ['2026-11-20T09:00:00.000Z', '2026-11-20', 'Friday 17:00:00 is in time'],
    ['2026-11-20T09:00:00.001Z', '2026-11-23', 'Friday after 17:00 counts on Monday'],
    ['2026-11-20T15:59:59.999Z', '2026-11-23', 'Friday before midnight counts on Monday'],
    ['2026-11-20T16:00:00.000Z', '2026-11-23', 'Saturday 00:00 counts on Monday'],
    ['2026-11-22T16:00:00.000Z', '2026-11-23', 'Monday 00:00 counts on Monday'],
    ['2026-09-19T02:00:00.000Z', '2026-09-20', 'a Saturday before a make-up Sunday counts on that Sunday'],
    ['2026-09-30T10:00:00.000Z', '2026-10-08', 'the evening before National Day counts after the holidays'],
    ['2026-10-10T02:00:00.000Z', '2026-10-10', 'a make-up Saturday counts itself'],
  ])('papers handed in at %s count on %s: %s', (instant, date) => {
    expect(receiptStart(new Date(instant), calendar)).toBe(date)
  })
})

describe('the last day of a validity of months, both days inside', () => {
  test.each([
    ['a certificate of 48 months', '2026-11-20', 48, '2030-11-19'],
    ['a name kept 6 months', '2026-11-20', 6, '2027-05-19'],
    ['a lease of 12 months', '2026-11-20', 12, '2027-11-19'],
    ['from the first of a month', '2026-09-01', 6, '2027-02-28'],
    ['into a leap year', '2027-09-01', 6, '2028-02-29'],
    ['from a day the last month does not have', '2026-08-31', 6, '2027-02-28'],
    ['from a day only a leap year has', '2028-02-29', 12, '2029-02-28'],
    ['from the last day of a year', '2026-12-31', 1, '2027-01-30'],
  ])('%s: from %s, %i months, until %s', (_what, from, months, last) => {
    expect(lastDayOfMonths(from, months)).toBe(last)
  })
})
