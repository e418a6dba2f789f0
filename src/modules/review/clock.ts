import type { Deps } from '../../deps.ts'
import { listWorkingDays, workingDaysBetween } from '../../core/workflow/deadlines.ts'
import { chineseDate } from '../../core/documents/dates.ts'
import { standingText } from '../../core/workflow/signals.ts'
import { clockMoves, clockView, pausesOf } from '../cases/progress.ts'

/** The columns of a case that say how its clock stands. */
export type ClockColumns = {
  readonly matter: string
  readonly stage: string
  readonly clock: string | null
  readonly clock_due_on: string | null
  readonly clock_limit: number | null
  readonly statutory_due_on?: string | null
  readonly paused_on: string | null
}

/** The clock as one cell of a list: light, shape and words, with the last day below. */
export const clockCell = (deps: Deps, row: ClockColumns) => {
  const view = clockView(deps, row)
  return view
    ? {
        signal: { colour: view.signal.colour, word: standingText(view.signal.colour, view.remaining, view.paused) },
        sub: `${view.dueText}截止`,
      }
    : { text: '无时限' }
}

/** The working days that count, of a clock that special procedures stopped: theirs do not. */
const countedDays = (deps: Deps, startedOn: string, limit: number, pauses: ReturnType<typeof pausesOf>) => {
  const { calendar } = deps.reference
  const lost = pauses.reduce((sum, { from, to }) => sum + (to ? workingDaysBetween(calendar, from, to) : 0), 0)
  return listWorkingDays(calendar, startedOn, limit + lost).filter(({ date }) =>
    pauses.every(({ from, to }) => date <= from || (to !== undefined && date > to)),
  )
}

/** The clock on a case page: what is due, the light, both limits, what moved them, and every day that is counted. */
export const clockPanel = (
  deps: Deps,
  row: ClockColumns & {
    readonly clock_started_on: string | null
    readonly clock_provisional: boolean
  },
  events: Parameters<typeof pausesOf>[1],
) => {
  const view = clockView(deps, row)
  if (!view || !row.clock_started_on || row.clock_limit === null) return undefined
  const pauses = pausesOf(row.stage, events)
  return {
    what: view.what,
    signal: { colour: view.signal.colour, word: standingText(view.signal.colour, view.remaining, view.paused) },
    dueText: view.dueText,
    // The reply to a consultation is promised, no law sets a limit for it.
    statutoryText:
      row.clock !== 'reply' &&
      row.statutory_due_on &&
      `${chineseDate(row.statutory_due_on)}${deps.reference.calendar.isCovered(row.statutory_due_on) ? '' : '（暂定）'}`,
    startedText: chineseDate(row.clock_started_on),
    limit: row.clock_limit,
    provisional: row.clock_provisional,
    stopped: pauses.length > 0,
    moves: clockMoves(deps, row.stage, events),
    days: countedDays(deps, row.clock_started_on, row.clock_limit, pauses).map((day, index) => ({
      text: `第 ${index + 1} 日　${chineseDate(day.date)}`,
      notes: [...(day.makeup ? ['调休上班'] : []), ...(day.provisional ? ['暂定'] : [])].join('、'),
    })),
  }
}
