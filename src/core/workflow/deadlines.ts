import { chineseDate } from '../documents/dates.ts'
import { addDays, fromDayNumber, toDayNumber } from './calendar.ts'
import type { Calendar } from './calendar.ts'

/** The last day of a limit. `provisional` (暂定): a day counted lies in a year whose holiday notice is not loaded. */
export type Deadline = { readonly date: string; readonly provisional: boolean }

/** One counted day of a limit, for the list shown to people. `makeup`: a Saturday or Sunday worked (调休上班). */
export type CountedDay = Deadline & { readonly makeup: boolean }

/** China keeps one time, UTC+8, without summer time since 1992. */
const SHANGHAI_OFFSET_MINUTES = 8 * 60
const MINUTES_A_DAY = 24 * 60

/** Papers handed in after this minute of the day count as handed in on the next working day (17:00). */
const CLOSING_MINUTE = 17 * 60

/**
 * The `n` working days that follow `start`, in order. The day of the event is not counted.
 * Throws RangeError when `n` is not a whole number of at least 1 or `start` is not a calendar date.
 * Source: 行政许可法 art. 82 (periods are working days).
 */
export function listWorkingDays(calendar: Calendar, start: string, n: number): CountedDay[] {
  if (!Number.isInteger(n) || n < 1) throw new RangeError(`A limit is at least one whole working day, not ${n}`)
  const counted: CountedDay[] = []
  let date = start
  let provisional = !calendar.isCovered(start)
  while (counted.length < n) {
    date = addDays(date, 1)
    provisional ||= !calendar.isCovered(date)
    if (calendar.isWorkingDay(date)) counted.push({ date, provisional, makeup: calendar.isMakeupWorkday(date) })
  }
  return counted
}

/** The last working day of a limit of `n` working days from `start`; the limit ends when that day ends. Errors as above. */
export function addWorkingDays(calendar: Calendar, start: string, n: number): Deadline {
  const last = listWorkingDays(calendar, start, n).at(-1)
  if (!last) throw new RangeError('No working day counted')
  return { date: last.date, provisional: last.provisional }
}

/** Working days after `from` up to and including `to`; negative when `to` lies before `from`. */
export function workingDaysBetween(calendar: Calendar, from: string, to: string): number {
  if (to < from) return -workingDaysBetween(calendar, to, from)
  let count = 0
  const last = toDayNumber(to)
  for (let day = toDayNumber(from) + 1; day <= last; day += 1) {
    if (calendar.isWorkingDayNumber(day)) count += 1
  }
  return count
}

/**
 * Working days left on `today` until `deadline`: 0 on the last day itself, negative when overdue.
 * The Saturday after a Friday deadline is already overdue although no working day has passed, hence at least -1.
 */
export function remainingWorkingDays(calendar: Calendar, today: string, deadline: string): number {
  const remaining = workingDaysBetween(calendar, today, deadline)
  return today > deadline ? Math.min(remaining, -1) : remaining
}

/** Minutes since 1970-01-01 00:00 in Shanghai. */
function localMinutes(instant: Date): number {
  return Math.floor(instant.getTime() / 60_000) + SHANGHAI_OFFSET_MINUTES
}

/** The ISO date of an instant in Asia/Shanghai, whatever the time zone of the process. */
export function localDate(instant: Date): string {
  return fromDayNumber(Math.floor(localMinutes(instant) / MINUTES_A_DAY))
}

/** Date, time of day and both as shown on screen ('2026年11月20日 15:04') of an instant in Asia/Shanghai. */
export function localDateTime(instant: Date): { date: string; time: string; text: string } {
  const date = localDate(instant)
  const minuteOfDay = localMinutes(instant) - toDayNumber(date) * MINUTES_A_DAY
  const hours = String(Math.floor(minuteOfDay / 60)).padStart(2, '0')
  const time = `${hours}:${String(minuteOfDay % 60).padStart(2, '0')}`
  return { date, time, text: `${chineseDate(date)} ${time}` }
}

/** The instant of a date and a time of day in Asia/Shanghai, as people type one (9：30); undefined for anything else. */
export const instantAt = (date: string, time: string): Date | undefined => {
  const typed = time.normalize('NFKC').replaceAll(/\s/g, '')
  const [, hours, minutes] = /^([01]?\d|2[0-3]):([0-5]\d)$/.exec(typed) ?? []
  if (hours === undefined || !/^\d{4}-\d{2}-\d{2}$/.test(date)) return undefined
  try {
    return new Date(
      (toDayNumber(date) * MINUTES_A_DAY + Number(hours) * 60 + Number(minutes) - SHANGHAI_OFFSET_MINUTES) * 60_000,
    )
  } catch {
    return undefined
  }
}

/** An instant, as it is or as it was stored, in words of Asia/Shanghai. */
export const momentText = (instant: Date | string): string => localDateTime(new Date(instant)).text

/**
 * The day that counts as the day of submission: the local date of `instant`, or the next working day when papers come in
 * on a day without work or after 17:00 on a working day (17:00:00 itself is still in time).
 */
export function receiptStart(instant: Date, calendar: Calendar): string {
  const date = localDate(instant)
  const closing = (toDayNumber(date) * MINUTES_A_DAY + CLOSING_MINUTE - SHANGHAI_OFFSET_MINUTES) * 60_000
  if (calendar.isWorkingDay(date) && instant.getTime() <= closing) return date
  return addWorkingDays(calendar, date, 1).date
}
