import { chineseDate } from '../documents/dates.ts'
import type { OrgType } from '../org-types.ts'
import { reportConclusions, type RegisteredReport } from './reports.ts'

/** What a province says of annual reports. */
export type ReportPolicy = {
  /** The first year that is reported of here; earlier ones were on paper. */
  readonly since: number
  /** Month and day: who was registered later in a year begins with the next, charities aside. */
  readonly registeredBy: string
}

export type ReportFacts = {
  readonly type: OrgType
  readonly charity: boolean
  /** ISO date. */
  readonly establishedOn: string
  /** What the register has. */
  readonly reports: readonly Pick<RegisteredReport, 'year' | 'conclusion'>[]
  /** Years of which a report is under way. */
  readonly begun: readonly number[]
  readonly policy: ReportPolicy
}

/** A year that is to be reported of, with its last day at the authority and, where the unit looks at it first, there. */
export type ReportYear = {
  readonly year: number
  readonly dueOn: string
  readonly unitDueOn: string
  /** The last day is over. */
  readonly late: boolean
}

export type ReportYears = {
  /** Ended years without a report, nor one under way, the earliest first. */
  readonly owed: readonly ReportYear[]
  /** The one to begin where nobody says which: what follows the newest that is there, or else the earliest. */
  readonly next: ReportYear | undefined
  /** The running year, which is reported of when it is over. */
  readonly coming: ReportYear | undefined
  /** Why nothing is owed of the year that ended last, and with which year it begins. */
  readonly exempt: string | undefined
}

/** To whom the earlier day applies: 基金会 and charities (基金会管理条例 art. 36, 慈善法 art. 13). */
const early = ({ type, charity }: Pick<ReportFacts, 'type' | 'charity'>): boolean => type === 'FOUNDATION' || charity

/** The last days of a year's report: at the unit 31 March, at the authority then or on 31 May (domain.md §5.4). */
export const reportYear = (facts: Pick<ReportFacts, 'type' | 'charity'>, year: number, today: string): ReportYear => {
  const unitDueOn = `${String(year + 1)}-03-31`
  const dueOn = early(facts) ? unitDueOn : `${String(year + 1)}-05-31`
  return { year, dueOn, unitDueOn, late: today > dueOn }
}

/** Up to which day (ISO) an organization was registered to report of a year. */
export const registeredUpTo = (
  { charity, policy: { registeredBy } }: Pick<ReportFacts, 'charity' | 'policy'>,
  year: number,
): string => `${String(year)}-${charity ? '12-31' : registeredBy}`

/** The first year an organization reports of: that of its registration, or the next when it was registered late in it. */
export const firstReportYear = (facts: Pick<ReportFacts, 'charity' | 'establishedOn' | 'policy'>): number => {
  const year = Number(facts.establishedOn.slice(0, 4))
  return facts.establishedOn <= registeredUpTo(facts, year) ? year : year + 1
}

/** Which years of reports an organization owes today, which comes next, and why none is where none is. */
export const yearsDue = (facts: ReportFacts, today: string): ReportYears => {
  const { reports, begun, establishedOn, policy } = facts
  const running = Number(today.slice(0, 4))
  const founded = firstReportYear(facts)
  const first = Math.max(founded, policy.since)
  const there = [
    ...begun,
    ...reports.filter(({ conclusion }) => reportConclusions[conclusion].filed).map(({ year }) => year),
  ]
  const years = Array.from({ length: Math.max(0, running - first) }, (_, index) => first + index)
  const owed = years.filter((year) => !there.includes(year)).map((year) => reportYear(facts, year, today))
  const newest = Math.max(...there, first - 1)
  return {
    owed,
    next: owed.find(({ year }) => year > newest) ?? owed[0],
    coming: running >= first ? reportYear(facts, running, today) : undefined,
    exempt:
      founded >= running
        ? `本单位于${chineseDate(establishedOn)}成立登记，${
            Number(establishedOn.slice(0, 4)) < founded
              ? `在当年${chineseDate(`${establishedOn.slice(0, 4)}-${policy.registeredBy}`).slice(5)}以后，不参加当年的年度检查`
              : '当年结束以后才报送年度工作报告'
          }，从${String(founded)}年度起报送，最迟${chineseDate(reportYear(facts, founded, today).dueOn)}。`
        : undefined,
  }
}

/** The year somebody who begins a report came for (`about`), or the one that is next; why there is none, in words. */
export const yearToBegin = (
  { owed, next, coming, exempt }: ReportYears,
  about?: string,
): { readonly year: ReportYear } | { readonly refused: string } => {
  const year = about === undefined ? next : owed.find((one) => String(one.year) === about)
  if (year) return { year }
  if (exempt) return { refused: exempt }
  if (coming && (about === undefined || about === String(coming.year)))
    return {
      refused: `${about === undefined ? '以前年度的年度工作报告都已经报送或者正在办理。' : ''}${String(coming.year)}年度的从${String(coming.year + 1)}年1月1日起填报，最迟${chineseDate(coming.dueOn)}报送。`,
    }
  return { refused: '这个年度的年度工作报告已经报送或者正在办理，或者不在本平台报送。' }
}
