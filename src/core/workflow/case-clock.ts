import type { Limit } from '../matters/define.ts'
import { addMonths, type Calendar } from './calendar.ts'
import { clocks, type Clock } from './clocks.ts'
import { addWorkingDays, localDate, receiptStart, workingDaysBetween, type Deadline } from './deadlines.ts'
import type { Step } from './procedure.ts'

/** Working days an extension gives (行政许可法 art. 42). */
export const extensionDays = 10

/** The clock columns of a case. */
export type ClockColumns = {
  readonly clock: Clock | null
  readonly clock_started_on: string | null
  readonly clock_limit: number | null
  readonly clock_due_on: string | null
  readonly statutory_due_on: string | null
  readonly clock_provisional: boolean
  /** The day a special procedure stopped it (行政许可法 art. 45). */
  readonly paused_on: string | null
}

export const noClock: ClockColumns = {
  clock: null,
  clock_started_on: null,
  clock_limit: null,
  clock_due_on: null,
  statutory_due_on: null,
  clock_provisional: false,
  paused_on: null,
}

/** The clock columns of a row, and nothing else of it. */
const columnsOf = (row: ClockColumns): ClockColumns => ({
  clock: row.clock,
  clock_started_on: row.clock_started_on,
  clock_limit: row.clock_limit,
  clock_due_on: row.clock_due_on,
  statutory_due_on: row.statutory_due_on,
  clock_provisional: row.clock_provisional,
  paused_on: row.paused_on,
})

type Moment = { readonly now: Date; readonly calendar: Calendar }

/** The last day of so many working days, or months, from a day on. */
const lastDay = (calendar: Calendar, from: string, count: number, { inMonths }: Limit): Deadline => {
  if (!inMonths) return addWorkingDays(calendar, from, count)
  const date = addMonths(from, count)
  return { date, provisional: false }
}

/** A clock that begins: on the day papers count as handed in, or on the day the one before began, or today. */
export const startClock = (
  clock: Clock,
  limit: Limit,
  { now, calendar }: Moment,
  since?: string | null,
): ClockColumns => {
  const startedOn = since ?? ('startsAtReceipt' in clocks[clock] ? receiptStart(now, calendar) : localDate(now))
  const due = lastDay(calendar, startedOn, limit.committed, limit)
  const statutory = lastDay(calendar, startedOn, limit.statutory, limit)
  return {
    clock,
    clock_started_on: startedOn,
    clock_limit: limit.inMonths ? workingDaysBetween(calendar, startedOn, due.date) : limit.committed,
    clock_due_on: due.date,
    statutory_due_on: statutory.date,
    clock_provisional: due.provisional || statutory.provisional,
    paused_on: null,
  }
}

const later = (calendar: Calendar, date: string | null, days: number): { date: string | null; provisional: boolean } =>
  date === null || days < 1 ? { date, provisional: false } : addWorkingDays(calendar, date, days)

/** The same clock with its last days put off; `both`: the statutory day too. */
const putOff = (before: ClockColumns, calendar: Calendar, days: number, both: boolean): ClockColumns => {
  const due = later(calendar, before.clock_due_on, days)
  const statutory = later(calendar, before.statutory_due_on, both ? days : 0)
  return {
    ...before,
    clock_limit: before.clock_limit === null ? null : before.clock_limit + days,
    clock_due_on: due.date,
    statutory_due_on: statutory.date,
    clock_provisional: before.clock_provisional || due.provisional || statutory.provisional,
  }
}

/**
 * The clock of a case after a step. `limitOf`: the stage's limit of a clock. An extension moves the statutory day only
 * where no regulation sets the period itself; a special procedure's days count for neither (行政许可法 art. 42, 45).
 */
export const movedClock = (
  row: ClockColumns,
  step: Pick<Step, 'clock' | 'clockSinceReceipt'>,
  limitOf: (clock: Clock) => Limit | undefined,
  moment: Moment,
): ClockColumns => {
  const { clock } = step
  const before = columnsOf(row)
  if (clock === undefined) return before
  if (clock === 'none') return noClock
  const today = localDate(moment.now)
  if (clock === 'pause') return { ...before, paused_on: today }
  if (clock === 'resume') {
    const days = before.paused_on === null ? 0 : workingDaysBetween(moment.calendar, before.paused_on, today)
    return { ...putOff(before, moment.calendar, days, true), paused_on: null, clock_limit: before.clock_limit }
  }
  if (clock === 'extend') {
    const limit = before.clock ? limitOf(before.clock) : undefined
    return putOff(before, moment.calendar, extensionDays, limit?.ownPeriod !== true)
  }
  const limit = limitOf(clock)
  if (!limit) throw new Error(`no limit for the ${clock} clock`)
  const { clock_started_on: receivedOn } = before
  // Papers that count from the next working day may be accepted before it: nothing starts in the future.
  const since = receivedOn !== null && receivedOn > today ? today : receivedOn
  return startClock(clock, limit, moment, step.clockSinceReceipt ? since : undefined)
}
