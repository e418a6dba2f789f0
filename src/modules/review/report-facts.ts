import { chineseDate } from '../../core/documents/dates.ts'
import type { OrgType } from '../../core/org-types.ts'
import { reportYear } from '../../core/register/report-years.ts'
import { reportConclusions, type RegisteredReport } from '../../core/register/reports.ts'
import { localDate } from '../../core/workflow/deadlines.ts'
import { jsonRows } from '../../db/sql.ts'
import type { Statement } from '../../db/client.ts'
import type { Deps } from '../../deps.ts'
import { paths } from '../../web/paths.ts'
import type { StaffCase } from './case-data.ts'

type Read = {
  readonly type: OrgType
  readonly charity: string
  readonly reports: readonly Pick<RegisteredReport, 'year' | 'conclusion'>[]
  readonly samples: readonly { readonly id: number; readonly at: string }[]
}

const statement: Statement = {
  name: 'case-report-facts',
  text: `select o.type, o.charity,
      ${jsonRows(`select r.fiscal_year as year, r.conclusion from organization_report r
        where r.organization_id = o.id order by r.fiscal_year desc limit 4`)} as reports,
      ${jsonRows(`select s.id, s.at from report_sample_pick p join report_sample s on s.id = p.sample_id
        where p.organization_id = o.id and p.fiscal_year = $2::smallint and s.authority_id = $3 order by s.id`)} as samples
    from organization o where o.id = $1`,
}

/** What an official knows of a report besides what is in it: its year, whether it came in time, 抽查, earlier conclusions. */
export const reportFacts = async (deps: Pick<Deps, 'db'>, { caseFile, events }: StaffCase) => {
  const { organization_id: organizationId, fiscal_year: year, authority_id: authorityId } = caseFile
  if (year === null || organizationId === null) return undefined
  const [read] = await deps.db.read<Read>(statement, [organizationId, year, authorityId])
  if (!read) return undefined
  const handedIn = events.findLast(({ procedure, action }) => procedure === 'report' && action === 'submit')
  const filedOn = handedIn && localDate(new Date(handedIn.at))
  const { dueOn, late } = reportYear({ type: read.type, charity: read.charity !== '' }, year, filedOn ?? '')
  return {
    text: [
      `${String(year)}年度`,
      ...(filedOn === undefined ? [] : [`${chineseDate(filedOn)}报送`]),
      `期限${chineseDate(dueOn)}`,
    ].join('，'),
    late: late ? { text: '逾期报送', tone: 'warning' } : undefined,
    samples: read.samples.map(({ id, at }) => ({
      text: `${chineseDate(localDate(new Date(at)))}抽中`,
      href: paths.staffReportSample(id),
    })),
    earlier: read.reports
      .filter((report) => report.year !== year)
      .map((report) => ({
        year: String(report.year),
        tag: reportConclusions[report.conclusion],
      })),
  }
}
