import {
  isRectification,
  type Lateness,
  type Rectification,
  type ReportFilter,
  type ReportState,
} from '../../core/reports/desk.ts'
import { ORG_TYPES, type OrgType } from '../../core/org-types.ts'
import { registeredUpTo, reportYear } from '../../core/register/report-years.ts'
import { REPORT_CONCLUSIONS, reportConclusions } from '../../core/register/reports.ts'
import { constant, joined, none, sql, type Sql } from '../../db/sql.ts'
import type { Deps } from '../../deps.ts'

// The reports of a year: one row for every organization of an authority that owes one or has handed one in, with the case
// and the conclusion where there are. Every page of the desk reads this.

const comma = constant(', ')
const and = constant(' and ')

/** The last day of each kind of organization, and up to which day it was registered to report of the year at all. */
const dueDays = (site: Deps['site'], year: number): Sql =>
  joined(
    (Object.keys(ORG_TYPES) as OrgType[]).flatMap((type) =>
      [false, true].map((charity) => {
        const { dueOn } = reportYear({ type, charity }, year, '')
        const upTo = registeredUpTo({ charity, policy: site.matters.reports }, year)
        return sql`(${type}, ${charity ? '是' : ''}, ${dueOn}::date, ${upTo}::date)`
      }),
    ),
    comma,
  )

/**
 * `o` the organization, `d` when its report is due, `r` what the register says of the year, `c` its case, `x` where that
 * stands, `s` what was handed in last, `f` when it came (`offset 0`: looked up once) and `y` whether in time. What an
 * organization still fills in, or took back, is not seen.
 */
export const reportsOfYear = (
  { site }: Pick<Deps, 'site'>,
  { authorityId, year, today }: { readonly authorityId: number; readonly year: number; readonly today: string },
): { readonly from: Sql; readonly where: Sql } => ({
  from: sql`organization o
  join (values ${dueDays(site, year)}) as d (type, charity, due_on, registered_up_to)
    on d.type = o.type and d.charity = o.charity
  left join organization_report r on r.organization_id = o.id and r.fiscal_year = ${year}::smallint
  left join case_file c on c.organization_id = o.id and c.fiscal_year = ${year}::smallint and c.deleted_at is null
  cross join lateral (select
    case when c.procedure = 'report' and c.status = 'WAITING_CONSENT' then 'AT_UNIT'
      when c.procedure = 'report' and c.status in ('SUBMITTED', 'RETURNED', 'FIRST_REVIEWED') then c.status
      else coalesce(r.conclusion, 'MISSING') end as state,
    case when c.procedure = 'rectification' then
      case when c.status = 'COMPLETED' then 'RECTIFIED' else 'RECTIFYING' end end as rectification) x
  left join lateral (select finding_codes, finding_kinds, event_id from snapshot where case_id = c.id and stage = 'report'
    order by id desc limit 1) s on x.state not in ('MISSING', 'AT_UNIT', 'NOT_FILED')
  cross join lateral (select case when x.state in ('SUBMITTED', 'RETURNED', 'FIRST_REVIEWED')
    then (select (max(e.at) at time zone 'Asia/Shanghai')::date from case_event e
      where e.case_id = c.id and e.procedure = 'report' and e.action = 'submit')
    else r.filed_on end as filed_on offset 0) f
  cross join lateral (select case when f.filed_on is not null then
      case when f.filed_on > d.due_on then 'late' else 'inTime' end
    when x.state in ('MISSING', 'AT_UNIT', 'NOT_FILED') and ${today}::date > d.due_on then 'overdue' end as late) y`,
  where: sql`o.authority_id = ${authorityId} and (r.conclusion is not null or x.state <> 'MISSING'
    or (o.status in ('ACTIVE', 'SUSPENDED') and o.established_on <= d.registered_up_to))`,
})

/** Whether an organization is in a sample of the year. */
export const sampled = (year: number): Sql =>
  sql`exists (select from report_sample_pick p where p.organization_id = o.id and p.fiscal_year = ${year}::smallint)`

const grave = REPORT_CONCLUSIONS.filter((conclusion) => reportConclusions[conclusion].grave)

/** Whether the year and the one before were both concluded so that it is a ground for more than 整改. */
export const twice = (year: number): Sql =>
  sql`(r.conclusion = any (${grave}::text[]) and exists (select from organization_report e
    where e.organization_id = o.id and e.fiscal_year = ${year - 1}::smallint and e.conclusion = any (${grave}::text[])))`

/** What a filter narrows the reports of its year to, to be written after their conditions. */
export const narrowed = ({ year, type, state, findings, late, sample, place, q }: ReportFilter): Sql => {
  const conditions = [
    ...(type === '' ? [] : [sql`o.type = ${type}`]),
    ...(state === ''
      ? []
      : state === 'TWICE'
        ? [twice(year)]
        : [isRectification(state) ? sql`x.rectification = ${state}` : sql`x.state = ${state}`]),
    ...(findings === ''
      ? []
      : findings === 'any'
        ? [sql`cardinality(s.finding_codes) > 0`]
        : findings === 'none'
          ? [sql`cardinality(s.finding_codes) = 0`]
          : [sql`${findings} = any (s.finding_kinds)`]),
    ...(late === '' ? [] : [sql`y.late = ${late}`]),
    ...(sample === '' ? [] : [sample === 'in' ? sampled(year) : sql`not ${sampled(year)}`]),
    ...(place === '' ? [] : [sql`strpos(o.domicile, ${place}) > 0`]),
    ...(q === '' ? [] : [sql`(strpos(o.name, ${q}) > 0 or starts_with(o.uscc, ${q.toUpperCase()}))`]),
  ]
  return conditions.length === 0 ? none : sql`and ${joined(conditions, and)}`
}

/** An organization with its report of a year, as a list shows it. */
export type ReportLine = {
  readonly id: string
  readonly uscc: string
  readonly name: string
  readonly type: OrgType
  readonly domicile: string
  readonly supervisoryUnit: string | null
  readonly establishedOn: string
  readonly state: ReportState
  readonly rectification: Rectification | null
  readonly dueOn: string
  readonly filedOn: string | null
  readonly late: Lateness | null
  /** How much the rules pointed out in what was handed in last; null where nothing was, or before that was counted. */
  readonly findings: number | null
  readonly kinds: readonly string[] | null
  readonly concludedOn: string | null
  readonly sampled: boolean
  readonly caseId: string | null
  readonly number: string | null
  /** The reader has to do with it (回避). */
  readonly own: boolean
}

/** Whether somebody has to do with the case (回避). */
export const isOwn = (idNumberIndex: string): Sql =>
  sql`(c.id = any (array(select case_id from case_party where id_number_idx = ${idNumberIndex}))) is true`

/** The columns of a line; `idNumberIndex`: of whoever reads it. */
export const lineColumns = (year: number, idNumberIndex: string): Sql =>
  sql`o.id, o.uscc, o.name, o.type, o.domicile, o.supervisory_unit as "supervisoryUnit",
    o.established_on::text as "establishedOn", x.state, x.rectification, d.due_on::text as "dueOn",
    f.filed_on::text as "filedOn", y.late, cardinality(s.finding_codes) as findings, s.finding_kinds as kinds,
    r.concluded_on::text as "concludedOn", ${sampled(year)} as sampled,
    c.id as "caseId", c.number, ${isOwn(idNumberIndex)} as own`
