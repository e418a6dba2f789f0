import {
  filterChoices,
  filterQuery,
  filterText,
  isNarrowed,
  lateness,
  deskYears,
  rectifications,
  REPORT_STATES,
  reportStates,
  twiceText,
  type Rectification,
  type ReportFilter,
  type ReportState,
} from '../../core/reports/desk.ts'
import { FINDING_KINDS, type FindingKind } from '../../core/reports/findings.ts'
import { may } from '../../core/access.ts'
import { ORG_TYPES } from '../../core/org-types.ts'
import { localDate } from '../../core/workflow/deadlines.ts'
import type { RequestFacts } from '../../db/audit.ts'
import type { Cursor } from '../../db/keyset.ts'
import { constant, prepared, sql, type Sql } from '../../db/sql.ts'
import type { Deps } from '../../deps.ts'
import { authorityById } from '../../reference/reference.ts'
import { byStaff } from '../../web/acting.ts'
import { paged, pageSize, readCursor, sortValues } from '../../web/lists.ts'
import { paths } from '../../web/paths.ts'
import type { Staff } from '../../web/route.ts'
import { fromList } from '../review/origin.ts'
import { inRegisterOrder, placesOf, reportFilterOf } from '../review/report-filter.ts'
import { ofYear } from './frame.ts'
import { lineColumns, narrowed, reportsOfYear, sampled, twice, type ReportLine } from '../review/reports-of-year.ts'

const sourceOf = (deps: Deps, staff: Staff, year: number) =>
  reportsOfYear(deps, { authorityId: staff.authority.id, year, today: localDate(deps.clock.now()) })

const linesQuestion = (
  deps: Deps,
  staff: Staff,
  filter: ReportFilter,
  cursor: Cursor | undefined,
  limit: number,
): Sql => {
  const { andBeyond, order } = inRegisterOrder(cursor)
  const { from, where } = sourceOf(deps, staff, filter.year)
  return sql`select ${lineColumns(filter.year, staff.idNumberIndex)} from ${from}
    where ${where} ${narrowed(filter)} ${andBeyond} order by ${order} limit ${limit}`
}

type Count = {
  readonly state: ReportState
  readonly rectification: Rectification | null
  readonly n: number
  readonly late: number
  readonly overdue: number
  readonly found: number
  readonly sampled: number
  readonly twice: number
}

const counted = constant(`x.state, x.rectification, count(*) as n, count(*) filter (where y.late = 'late') as late,
  count(*) filter (where y.late = 'overdue') as overdue,
  count(*) filter (where cardinality(s.finding_codes) > 0) as found`)

/** How many of the whole year stand where. */
const countsOf = (deps: Deps, staff: Staff, year: number): Promise<Count[]> => {
  const { from, where } = sourceOf(deps, staff, year)
  return deps.db.read<Count>(
    ...prepared(
      'report-counts',
      sql`select ${counted}, count(*) filter (where ${sampled(year)}) as sampled,
        count(*) filter (where ${twice(year)}) as twice from ${from} where ${where}
        group by x.state, x.rectification`,
    ),
  )
}

const barWidth = 1000

/** The states of a year as one bar with a line for each beside it; what nobody is in is left out. */
const barOf = (counts: readonly Count[], filter: ReportFilter) => {
  const total = counts.reduce((sum, { n }) => sum + n, 0)
  let from = 0
  const parts = REPORT_STATES.flatMap((state) => {
    const n = counts.filter((count) => count.state === state).reduce((sum, count) => sum + count.n, 0)
    if (n === 0) return []
    const [x, width] = [from, (n / total) * barWidth]
    from += width
    return [
      {
        state,
        text: reportStates[state].text,
        count: n,
        x: Math.round(x),
        width: Math.max(2, Math.round(width) - 2),
        href: reportsHref(filter, { state: filter.state === state ? '' : state }),
        current: filter.state === state,
      },
    ]
  })
  return { total, width: barWidth, parts }
}

/** The address of a list. */
const reportsHref = (filter: ReportFilter, more: Partial<ReportFilter> = {}): string =>
  `${paths.staffReports}?${new URLSearchParams(filterQuery(filter, more)).toString()}`

const sumOf = (counts: readonly Count[], of: 'late' | 'overdue' | 'found' | 'sampled' | 'twice'): number =>
  counts.reduce((sum, count) => sum + count[of], 0)

/** What else of a year is counted, each with the list of it. */
const factsOf = (counts: readonly Count[], filter: ReportFilter) => {
  const whole = (more: Partial<ReportFilter>): string =>
    reportsHref({ ...filter, type: '', state: '', findings: '', late: '', sample: '', place: '', q: '' }, more)
  const inRectification = (which: Rectification): number =>
    counts.filter(({ rectification }) => rectification === which).reduce((sum, { n }) => sum + n, 0)
  return [
    { text: '有系统提示', count: sumOf(counts, 'found'), href: whole({ findings: 'any' }) },
    { text: lateness.late, count: sumOf(counts, 'late'), href: whole({ late: 'late' }) },
    { text: lateness.overdue, count: sumOf(counts, 'overdue'), href: whole({ late: 'overdue' }) },
    { text: '抽查', count: sumOf(counts, 'sampled'), href: whole({ sample: 'in' }) },
    ...(Object.keys(rectifications) as Rectification[]).map((which) => ({
      text: rectifications[which].text,
      count: inRectification(which),
      href: whole({ state: which }),
    })),
    { text: twiceText, count: sumOf(counts, 'twice'), href: whole({ state: 'TWICE' }) },
  ].filter(({ count }) => count > 0)
}

const kindTexts = (kinds: readonly string[]): string =>
  kinds.map((kind) => FINDING_KINDS[kind as FindingKind] ?? '').join('、')

const rowOf = (filter: ReportFilter) => {
  const origin = {
    list: 'reports',
    stage: '',
    q: '',
    filter: new URLSearchParams(filterQuery(filter)).toString(),
  } as const
  return (line: ReportLine) => [
    { text: line.name, href: paths.staffOrganization(line.uscc), sub: line.uscc },
    { text: ORG_TYPES[line.type].shortLabel },
    {
      tag: reportStates[line.state],
      sub: [line.rectification ? rectifications[line.rectification].text : '', line.sampled ? '抽查' : '']
        .filter(Boolean)
        .join(' · '),
    },
    {
      text: line.filedOn ?? (line.late === 'overdue' ? lateness.overdue : '—'),
      nowrap: true,
      sub: line.late === 'late' ? lateness.late : undefined,
    },
    line.findings === null
      ? { text: '—' }
      : { text: line.findings === 0 ? '没有' : `${String(line.findings)}项`, sub: kindTexts(line.kinds ?? []) },
    line.own
      ? { text: '依照回避规定不显示' }
      : line.caseId !== null && line.number !== null && line.state !== 'MISSING' && line.state !== 'AT_UNIT'
        ? { text: line.number, href: fromList(origin, paths.staffCase(line.caseId)), nowrap: true }
        : { text: '—' },
  ]
}

const head = ['社会组织', '类型', '状态', '报送日期', '系统提示', '办件'].map((text) => ({ text }))

/** 年报 of a year: every organization that owes one, with where it stands. */
export const listPage = async (deps: Deps, staff: Staff, query: Readonly<Record<string, string>>) => {
  const filter = reportFilterOf(deps, staff, query)
  const cursor = readCursor(query, sortValues.date)
  const [read, counts] = await Promise.all([
    deps.db.read<ReportLine>(...prepared('report-list', linesQuestion(deps, staff, filter, cursor, pageSize + 1))),
    countsOf(deps, staff, filter.year),
  ])
  const { rows, pagination } = paged(
    read,
    cursor,
    (line) => ({ value: line.establishedOn, id: line.id }),
    paths.staffReports,
    filterQuery(filter),
  )
  const at = (path: string): string => ofYear(path, filter.year)
  const places = placesOf(deps.reference, staff.authority.id)
  return {
    year: filter.year,
    filter,
    years: deskYears(localDate(deps.clock.now()), deps.site.matters.reports.since).map((year) => ({
      value: String(year),
      text: `${String(year)}年度`,
    })),
    choices: {
      ...filterChoices,
      place: places.length > 0 ? [{ value: '', text: '全部' }, ...places.map((text) => ({ value: text, text }))] : [],
    },
    narrowed: isNarrowed(filter),
    narrowedText: filterText(filter),
    clearHref: at(paths.staffReports),
    bar: barOf(counts, filter),
    facts: factsOf(counts, filter),
    ways: [
      { text: '导出XLSX', href: `${paths.staffReportsFile}?${new URLSearchParams(filterQuery(filter)).toString()}` },
      { text: '抽查名单', href: at(paths.staffReportSamples) },
      ...(may(staff.roles, 'report:decide')
        ? [
            { text: '批量合格', href: at(paths.staffReportBatch) },
            { text: '记录未参检', href: at(paths.staffReportsMissing) },
          ]
        : []),
      {
        text: '公开的结论',
        href: `${paths.reportConclusions}?${new URLSearchParams({
          year: String(filter.year),
          authority: authorityById(deps.reference, staff.authority.id).divisionCode,
        }).toString()}`,
      },
    ],
    head,
    rows: rows.map(rowOf(filter)),
    pagination,
  }
}

/** A file has so many organizations at most; whoever has more narrows it. */
const mostInFile = 20_000

const fileHead = [
  '统一社会信用代码',
  '名称',
  '类型',
  '业务主管单位',
  '住所',
  '状态',
  '整改',
  '报送期限',
  '报送日期',
  '是否逾期',
  '系统提示',
  '提示类型',
  '抽查',
  '办件编号',
  '结论日期',
]
const fileWidths = [22, 36, 14, 24, 36, 18, 10, 12, 12, 14, 10, 24, 8, 20, 12]

const fileRow = (line: ReportLine): readonly string[] => [
  line.uscc,
  line.name,
  ORG_TYPES[line.type].shortLabel,
  line.supervisoryUnit ?? '',
  line.domicile,
  reportStates[line.state].text,
  line.rectification ? rectifications[line.rectification].text : '',
  line.dueOn,
  line.filedOn ?? '',
  line.late ? lateness[line.late] : '',
  line.findings === null ? '' : String(line.findings),
  kindTexts(line.kinds ?? []),
  line.sampled ? '抽查' : '',
  line.own || line.state === 'MISSING' || line.state === 'AT_UNIT' ? '' : (line.number ?? ''),
  line.concludedOn ?? '',
]

/** The filtered list as a workbook, recorded as taken out of the portal. */
export const listFile = async (
  deps: Deps,
  staff: Staff,
  request: RequestFacts,
  query: Readonly<Record<string, string>>,
): Promise<{ readonly name: string; readonly bytes: Buffer }> => {
  const filter = reportFilterOf(deps, staff, query)
  const lines = await deps.db.read<ReportLine>(
    ...prepared('report-file', linesQuestion(deps, staff, filter, undefined, mostInFile)),
  )
  await deps.command(byStaff(staff, request), async (tx) => {
    tx.audit({
      chain: staff.authority.code,
      action: 'report.list-exported',
      objectKind: 'authority',
      objectId: String(staff.authority.id),
      details: { ...filterQuery(filter, { q: '' }), rows: lines.length },
    })
  })
  const bytes = await deps.writeWorkbook([
    { name: `${String(filter.year)}年度`, widths: fileWidths, heading: 1, rows: [fileHead, ...lines.map(fileRow)] },
  ])
  return { name: `${staff.authority.name} ${String(filter.year)}年度工作报告 ${String(lines.length)}家.xlsx`, bytes }
}
