import { chineseDate } from '../../core/documents/dates.ts'
import { ORG_TYPES, type OrgType } from '../../core/org-types.ts'
import { REPORT_CONCLUSIONS, reportConclusions, type ReportConclusion } from '../../core/register/reports.ts'
import { deskYears } from '../../core/reports/desk.ts'
import { localDate } from '../../core/workflow/deadlines.ts'
import type { Cursor } from '../../db/keyset.ts'
import { none, prepared, sql } from '../../db/sql.ts'
import type { Deps } from '../../deps.ts'
import type { Authority } from '../../reference/reference.ts'
import { paged, pageSize, readCursor, searchText, sortValues } from '../../web/lists.ts'
import { paths } from '../../web/paths.ts'
import { publicRoute, type Route } from '../../web/route.ts'
import { inRegisterOrder } from '../review/report-filter.ts'
import { yearOf } from './frame.ts'

type Filter = { readonly year: number; readonly conclusion: ReportConclusion | ''; readonly q: string }

type Line = {
  readonly id: string
  readonly uscc: string
  readonly name: string
  readonly type: OrgType
  readonly establishedOn: string
  readonly conclusion: ReportConclusion
  readonly concludedOn: string
}

/** A page of the conclusions of an authority on the reports of a year, in the order of the register. */
const conclusions = (
  deps: Pick<Deps, 'db'>,
  authority: Authority,
  { year, conclusion, q }: Filter,
  cursor: Cursor | undefined,
): Promise<Line[]> => {
  const { andBeyond, order } = inRegisterOrder(cursor)
  return deps.db.read<Line>(
    ...prepared(
      'report-conclusions',
      sql`select o.id, o.uscc, o.name, o.type, o.established_on::text as "establishedOn", r.conclusion,
          r.concluded_on::text as "concludedOn"
        from organization o join organization_report r on r.organization_id = o.id and r.fiscal_year = ${year}::smallint
        where o.authority_id = ${authority.id} ${conclusion === '' ? none : sql`and r.conclusion = ${conclusion}`}
          ${q === '' ? none : sql`and (strpos(o.name, ${q}) > 0 or starts_with(o.uscc, ${q.toUpperCase()}))`} ${andBeyond}
        order by ${order} limit ${pageSize + 1}`,
    ),
  )
}

/** The authority an address names by its division; that of the province for anything else. */
const authorityOf = ({ reference }: Pick<Deps, 'reference'>, code: string | undefined): Authority => {
  const { authorities } = reference
  const found = authorities.find(({ divisionCode }) => divisionCode === code)
  const first = found ?? authorities.find(({ level }) => level === 'PROVINCE') ?? authorities[0]
  if (!first) throw new Error('no authority')
  return first
}

/** What an authority concluded on the reports of a year, for everybody. */
export const publicReportRoutes = (deps: Deps): readonly Route[] => [
  publicRoute({
    method: 'get',
    path: paths.reportConclusions,
    handler: async ({ query, view }) => {
      const authority = authorityOf(deps, query['authority'])
      const filter: Filter = {
        year: yearOf(deps, query),
        conclusion: REPORT_CONCLUSIONS.find((one) => one === query['conclusion']) ?? '',
        q: searchText(query['q']),
      }
      const cursor = readCursor(query, sortValues.date)
      const { rows, pagination } = paged(
        await conclusions(deps, authority, filter, cursor),
        cursor,
        (line) => ({ value: line.establishedOn, id: line.id }),
        paths.reportConclusions,
        { year: String(filter.year), authority: authority.divisionCode, conclusion: filter.conclusion, q: filter.q },
      )
      view('report-desk/conclusions.njk', {
        page: {
          title: '年度检查结论',
          breadcrumb: [
            { href: paths.home, text: '首页' },
            { href: paths.announcements, text: '登记公告' },
            { text: '年度检查结论' },
          ],
        },
        filter: { ...filter, authority: authority.divisionCode },
        heading: `${authority.name} ${String(filter.year)}年度检查结论`,
        narrowed: filter.conclusion !== '' || filter.q !== '',
        choices: {
          year: deskYears(localDate(deps.clock.now()), deps.site.matters.reports.since).map((year) => ({
            value: String(year),
            text: `${String(year)}年度`,
          })),
          authority: deps.reference.authorities.map(({ divisionCode, name }) => ({ value: divisionCode, text: name })),
          conclusion: [
            { value: '', text: '全部结论' },
            ...REPORT_CONCLUSIONS.map((value) => ({ value, text: reportConclusions[value].text })),
          ],
        },
        head: ['社会组织', '类型', '统一社会信用代码', '结论', '结论日期'].map((text) => ({ text })),
        rows: rows.map((line) => [
          { text: line.name, href: paths.organization(line.uscc) },
          { text: ORG_TYPES[line.type].shortLabel },
          { text: line.uscc, nowrap: true },
          { tag: reportConclusions[line.conclusion] },
          { text: chineseDate(line.concludedOn), nowrap: true },
        ]),
        pagination,
      })
    },
  }),
]
