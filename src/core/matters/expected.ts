import type { Calendar } from '../workflow/calendar.ts'
import { CLOCKS, clocks, type Clock } from '../workflow/clocks.ts'
import { addWorkingDays, type Deadline } from '../workflow/deadlines.ts'
import { isFinal, type Status } from '../workflow/statuses.ts'
import type { Matter } from './define.ts'
import { owedIn } from './owed.ts'
import type { MatterPolicies } from './policies.ts'

type Standing = {
  readonly stage: string
  readonly status: Status
  readonly clock: string | null
  readonly clock_due_on: string | null
  readonly paused_on: string | null
}

/** Nothing of the authority's is left to wait for: the certificate is made. */
const made: readonly Status[] = ['CERT_PRINTED', 'HANDED_OVER']

/**
 * The day by which the certificate is there if all goes well: what the authority still owes one after the other, from
 * the last day of the clock that runs, or from today where the applicant has the case and hands it in at once. Nothing
 * while a special procedure stops the clock, and once the certificate is made or the case is over.
 */
export const certificateBy = (
  matter: Matter,
  caseFile: Standing,
  policies: Pick<MatterPolicies, 'committed' | 'correction'>,
  { today, calendar }: { readonly today: string; readonly calendar: Calendar },
): Deadline | undefined => {
  const { stage: code, status, clock, clock_due_on: dueOn } = caseFile
  if (isFinal(status) || caseFile.paused_on !== null || made.includes(status)) return undefined
  const at = matter.stages.findIndex((stage) => stage.code === code)
  const owed = matter.stages.slice(at).map((stage) => owedIn(matter, stage, policies))
  const last = owed.findIndex((limits) => limits.some((limit) => limit.clock === 'certificate'))
  if (last < 0 || (last === 0 && clock !== 'certificate')) return undefined
  const running = dueOn !== null && clock !== null && clocks[clock as Clock].turn === 'authority' ? clock : undefined
  const left = owed.slice(0, last + 1).flatMap((limits, index) => {
    const upTo = index === last ? limits.filter((limit) => limit.clock === 'certificate') : limits
    if (index > 0 || running === undefined) return upTo
    return upTo.filter((limit) => CLOCKS.indexOf(limit.clock) > CLOCKS.indexOf(running as Clock))
  })
  const days = left.reduce((sum, { committed }) => sum + committed, 0)
  const from = running !== undefined && dueOn !== null && dueOn > today ? dueOn : today
  return days > 0 ? addWorkingDays(calendar, from, days) : { date: from, provisional: !calendar.isCovered(from) }
}
