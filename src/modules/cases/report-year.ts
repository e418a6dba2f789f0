import type { Knex } from 'knex'
import type { LastReport, RuleContext } from '../../core/matters/contexts.ts'
import type { Matter } from '../../core/matters/define.ts'
import { reportYear, yearsDue, type ReportYears } from '../../core/register/report-years.ts'
import type { RegisteredReport } from '../../core/register/reports.ts'
import { localDate } from '../../core/workflow/deadlines.ts'
import { jsonRows } from '../../db/sql.ts'
import type { Deps } from '../../deps.ts'
import type { FieldCrypto } from '../../infra/field-crypto.ts'
import type { OrganizationRow } from '../register/entry.ts'
import { openAnswers, type AnswerRow } from './answers.ts'

/** Which years of reports an organization owes; `begun`: those of its cases that are there. */
export const reportYearsOf = async (
  knex: Knex,
  { site, clock }: Pick<Deps, 'site' | 'clock'>,
  { id, type, charity, established_on: establishedOn }: OrganizationRow,
  begun: readonly number[],
): Promise<ReportYears> => {
  const reports = await knex('organization_report')
    .where({ organization_id: id })
    .select<Pick<RegisteredReport, 'year' | 'conclusion'>[]>('fiscal_year as year', 'conclusion')
  return yearsDue(
    { type, charity: charity !== '', establishedOn, reports, begun, policy: site.matters.reports },
    localDate(clock.now()),
  )
}

/**
 * The day a report counts as handed in: what comes back for 补正 stays in time, what was taken back is handed in anew.
 * Nothing was: today.
 */
export const handedInOn = (
  events: readonly { readonly stage: string; readonly action: string; readonly at: Date | string }[],
  stage: string,
  today: string,
): string => {
  const last = events.findLast((event) => event.stage === stage && ['submit', 'withdraw'].includes(event.action))
  return last?.action === 'submit' ? localDate(new Date(last.at)) : today
}

/**
 * What rules see of a report beside the answers: which year it is about, late or not on the day it counts as handed in, and the report of the year before.
 */
export const reportContext = (
  { orgType }: Pick<Matter, 'orgType'>,
  year: number | null,
  charity: string | undefined,
  lastReport: LastReport | undefined,
  on: string,
): Pick<RuleContext, 'reporting' | 'lastReport'> =>
  year === null ? {} : { reporting: reportYear({ type: orgType, charity: Boolean(charity) }, year, on), lastReport }

/**
 * The report of the year before the one a case is about, by the alias of its row: its year and its answers as they are
 * stored; null for other matters, and before it was handed in.
 */
export const lastReportJson = (alias: string): string =>
  `(select json_build_object('id', p.id, 'year', p.fiscal_year,
      'answers', ${jsonRows('select w.page, w.data_enc, w.version from answer w where w.case_id = p.id')})
    from case_file p where p.organization_id = ${alias}.organization_id and p.fiscal_year = ${alias}.fiscal_year - 1
      and p.deleted_at is null and p.number is not null)`

export type SealedReport = {
  readonly id: string
  readonly year: number
  readonly answers: readonly AnswerRow[]
}

/** The same, opened. */
export const openReport = (crypto: FieldCrypto, sealed: SealedReport | null): LastReport | undefined =>
  sealed ? { year: sealed.year, answers: openAnswers(crypto, sealed.id, sealed.answers) } : undefined

const lastReportText = `select ${lastReportJson('a')} as report
  from (select ?::uuid as organization_id, ?::int as fiscal_year) a`

/** The report an organization handed in for the year before this one. */
export const lastReportOf = async (
  knex: Knex,
  { crypto }: Pick<Deps, 'crypto'>,
  organizationId: string | null,
  year: number | null,
): Promise<LastReport | undefined> => {
  if (organizationId === null || year === null) return undefined
  const { rows } = await knex.raw<{ rows: { report: SealedReport | null }[] }>(lastReportText, [organizationId, year])
  return openReport(crypto, rows[0]?.report ?? null)
}
