/**
 * Calendar dates and the working-day calendar of Asia/Shanghai, as plain functions over ISO strings ('YYYY-MM-DD').
 * Days are counted as whole numbers since 1970-01-01 so that neither the time zone nor the clock of the process matters.
 */

export type CalendarDay = {
  /** ISO date 'YYYY-MM-DD'. */
  readonly date: string
  /** HOLIDAY: no work on this day; MAKEUP_WORKDAY: a Saturday or Sunday worked in exchange (调休上班). */
  readonly kind: 'HOLIDAY' | 'MAKEUP_WORKDAY'
  readonly name: string
  /** The notice the day comes from. */
  readonly source: string
}

export type Calendar = {
  /** True when offices work on that date; in a year without a notice only weekends and the legal core days are free. */
  readonly isWorkingDay: (date: string) => boolean
  /** The same by day number, remembered: lists of cases count through the same few weeks again and again. */
  readonly isWorkingDayNumber: (dayNumber: number) => boolean
  /** True for a make-up working Saturday or Sunday. */
  readonly isMakeupWorkday: (date: string) => boolean
  /** True when the holiday notice of that date's year is loaded; what is counted outside is 暂定. */
  readonly isCovered: (date: string) => boolean
  /** Last day of the first unbroken run of loaded years, or null when no year is loaded. */
  readonly coveredUntil: string | null
}

const MILLISECONDS_A_DAY = 86_400_000

/**
 * Number of days from 1970-01-01 to an ISO date.
 * Throws RangeError for anything that is not a real calendar date written YYYY-MM-DD.
 */
export function toDayNumber(date: string): number {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(date)
  if (!parts) throw new RangeError(`Not an ISO date: ${date}`)
  const dayNumber = Date.UTC(Number(parts[1]), Number(parts[2]) - 1, Number(parts[3])) / MILLISECONDS_A_DAY
  if (fromDayNumber(dayNumber) !== date) throw new RangeError(`Not a calendar date: ${date}`)
  return dayNumber
}

/** ISO date of a day number. Counts in years that begin on 1 March, so that the leap day is the last day of its year. */
export function fromDayNumber(dayNumber: number): string {
  const sinceMarchOfYear0 = dayNumber + 719_468
  const era = Math.floor(sinceMarchOfYear0 / 146_097)
  const dayOfEra = sinceMarchOfYear0 - era * 146_097
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153)
  const day = dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
}

/** The ISO date `days` calendar days after `date` (before it when negative). */
export function addDays(date: string, days: number): string {
  return fromDayNumber(toDayNumber(date) + days)
}

/** Day of the week of an ISO date: 0 Sunday … 6 Saturday. */
export function weekday(date: string): number {
  return (((toDayNumber(date) + 4) % 7) + 7) % 7
}

const isWeekend = (date: string): boolean => [0, 6].includes(weekday(date))

/** Legal holidays with a fixed date (全国年节及纪念日放假办法, 2024-11-10, art. 2), month and day. */
const FIXED_CORE_DAYS = ['01-01', '05-01', '05-02', '10-01', '10-02', '10-03'] as const

/**
 * Legal holidays that follow the moon or the sun, for years whose notice is not out yet. `newYearsDay` is 正月初一;
 * the law frees 除夕 to 初三. The rows are held against an independent lunar calendar by a test.
 */
const MOVABLE_CORE_DAYS: Readonly<
  Record<number, { newYearsDay: string; qingming: string; dragonBoat: string; midAutumn: string }>
> = {
  2027: { newYearsDay: '2027-02-06', qingming: '2027-04-05', dragonBoat: '2027-06-09', midAutumn: '2027-09-15' },
  2028: { newYearsDay: '2028-01-26', qingming: '2028-04-04', dragonBoat: '2028-05-28', midAutumn: '2028-10-03' },
  2029: { newYearsDay: '2029-02-13', qingming: '2029-04-04', dragonBoat: '2029-06-16', midAutumn: '2029-09-22' },
  2030: { newYearsDay: '2030-02-03', qingming: '2030-04-05', dragonBoat: '2030-06-05', midAutumn: '2030-09-12' },
}

/** Legal holidays on a Saturday or Sunday are made up for on the first working days after them (the same, art. 6). */
const withMadeUp = (legal: ReadonlySet<string>): string[] => {
  const free = new Set(legal)
  for (const day of [...legal].sort()) {
    if (!isWeekend(day)) continue
    let instead = addDays(day, 1)
    while (isWeekend(instead) || free.has(instead)) instead = addDays(instead, 1)
    free.add(instead)
  }
  return [...free].sort()
}

/**
 * The days that are free by law whatever a year's notice will say, as ISO dates in order.
 * Outside 2027–2030 the movable festivals are not known and only the fixed days are given.
 */
export function legalCoreDays(year: number): string[] {
  const fixed = FIXED_CORE_DAYS.map((monthAndDay) => `${String(year).padStart(4, '0')}-${monthAndDay}`)
  const movable = MOVABLE_CORE_DAYS[year]
  if (!movable) return withMadeUp(new Set(fixed))
  const springFestival = [-1, 0, 1, 2].map((offset) => addDays(movable.newYearsDay, offset))
  return withMadeUp(new Set([...fixed, ...springFestival, movable.qingming, movable.dragonBoat, movable.midAutumn]))
}

/**
 * A year counts as loaded when its notice is there, told by the three festivals with a fixed date;
 * a single local rest day entered for a later year must not make that year look complete.
 */
function loadedYears(days: readonly CalendarDay[]): number[] {
  const holidays = new Set(days.filter((day) => day.kind === 'HOLIDAY').map((day) => day.date))
  const years = new Set(days.map((day) => day.date.slice(0, 4)))
  return [...years]
    .filter((year) => ['01-01', '05-01', '10-01'].every((monthAndDay) => holidays.has(`${year}-${monthAndDay}`)))
    .map(Number)
    .sort((a, b) => a - b)
}

/**
 * Builds the working-day calendar from the rows of the calendar table, in any order; the last row of a date wins.
 * Throws RangeError when a row's date is not a calendar date.
 */
export function createCalendar(days: readonly CalendarDay[]): Calendar {
  const kindByDate = new Map(days.map((day) => [fromDayNumber(toDayNumber(day.date)), day.kind]))
  const years = loadedYears(days)
  const covered = new Set(years)
  let lastYear = years[0]
  while (lastYear !== undefined && covered.has(lastYear + 1)) lastYear += 1
  const coreDaysByYear = new Map<number, ReadonlySet<string>>()

  function isCovered(date: string): boolean {
    return covered.has(Number(date.slice(0, 4)))
  }

  function isLegalCoreDay(date: string): boolean {
    const year = Number(date.slice(0, 4))
    let coreDays = coreDaysByYear.get(year)
    if (!coreDays) {
      coreDays = new Set(legalCoreDays(year))
      coreDaysByYear.set(year, coreDays)
    }
    return coreDays.has(date)
  }

  function isWorkingDay(date: string): boolean {
    const dayOfWeek = weekday(date)
    const kind = kindByDate.get(date)
    if (kind) return kind === 'MAKEUP_WORKDAY'
    if (dayOfWeek === 0 || dayOfWeek === 6) return false
    return isCovered(date) || !isLegalCoreDay(date)
  }

  const knownDays = new Map<number, boolean>()

  function isWorkingDayNumber(dayNumber: number): boolean {
    const known = knownDays.get(dayNumber)
    if (known !== undefined) return known
    const found = isWorkingDay(fromDayNumber(dayNumber))
    knownDays.set(dayNumber, found)
    return found
  }

  return {
    isWorkingDay,
    isWorkingDayNumber,
    isMakeupWorkday: (date) => kindByDate.get(date) === 'MAKEUP_WORKDAY',
    isCovered,
    coveredUntil: lastYear === undefined ? null : `${lastYear}-12-31`,
  }
}

/**
 * The last day of a validity of so many months that begins on a date, both days inside: the day before the same day of
 * the month, or the month's last day where it has no such day. What ends by it acts on the day after. ISO dates.
 */
export function lastDayOfMonths(from: string, months: number): string {
  const same = addMonths(from, months)
  return same.slice(8) === from.slice(8) ? addDays(same, -1) : same
}

/** The same day of the month `months` later; the last day of that month where it has no such day. */
export function addMonths(date: string, months: number): string {
  toDayNumber(date)
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number)
  const index = year * 12 + (month - 1) + months
  const first = `${String(Math.floor(index / 12)).padStart(4, '0')}-${String((index % 12) + 1).padStart(2, '0')}-01`
  const next = index + 1
  const firstOfNext = `${String(Math.floor(next / 12)).padStart(4, '0')}-${String((next % 12) + 1).padStart(2, '0')}-01`
  const length = toDayNumber(firstOfNext) - toDayNumber(first)
  return addDays(first, Math.min(day, length) - 1)
}
