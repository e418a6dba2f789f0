import type { Deps } from '../../deps.ts'
import { keyset, type Cursor } from '../../db/keyset.ts'
import { applicantOfA } from '../grants/organizations.ts'
import { joined, none, prepared, sql, unionAll, type Sql } from '../../db/sql.ts'
import { AppError } from '../../core/errors.ts'
import { stageOf } from '../../core/matters/journey.ts'
import { localDateTime } from '../../core/workflow/deadlines.ts'
import { STATUSES, type Status } from '../../core/workflow/statuses.ts'
import { paths } from '../../web/paths.ts'
import type { Staff } from '../../web/route.ts'
import { statusTag } from '../cases/progress.ts'
import {
  narrowedByPerson,
  narrowedByText,
  nothing,
  notTheirOwn,
  PERSON_WAYS,
  personWays,
  type Narrowing,
  type PersonWay,
} from './case-search.ts'
import { clockCell } from './clock.ts'
import { recordSearch } from './commands.ts'
import { stageFilter, statusFilter, stageCodes, stageTitle, outcomeOf, statusTitle } from './lists.ts'
import { fromList } from './origin.ts'
import { pageSize, paged, readCursor, searchText, sortValues } from '../../web/lists.ts'
import type { RequestFacts } from '../../db/audit.ts'

type HistoryRow = {
  id: string
  number: string
  title: string
  matter: string
  stage: string
  status: Status
  /** The instant as text: a Date would cut its microseconds, and with them rows between two pages. */
  changed: string
  clock: string | null
  clock_due_on: string | null
  clock_limit: number | null
  paused_on: string | null
  applicant: string
  /** Of the filter for notices told again: notices and what they added in this case, notices of the authority. */
  again?: { readonly notices: number; readonly added: number; readonly all: number }
}

const columns = sql`a.id, a.number, a.title, a.matter, a.stage, a.status, a.updated_at,
  a.clock, a.clock_due_on, a.clock_limit, a.paused_on, ${applicantOfA} as applicant`

const byLatestChange = keyset('desc', [
  [sql`a.updated_at`, 'timestamptz'],
  [sql`a.id`, 'uuid'],
])

type Filter = {
  readonly stage: string
  readonly status: Status | ''
  /** Cases in which a later correction notice told what an earlier one did not (行政许可法 art. 32(4)). */
  readonly told: 'again' | ''
}

/** How often it happened in a case, how much was added, and how often in the whole authority. */
const countedAgain = (staff: Staff): Sql => sql`, json_build_object(
  'notices', (select count(*) from correction n where n.case_id = a.id and n.late_reason is not null),
  'added', (select count(*) from correction_item i join correction n on n.id = i.correction_id
    where n.case_id = a.id and i.late),
  'all', (select count(*) from correction n join case_file f on f.id = n.case_id
    where f.authority_id = ${staff.authority.id} and n.late_reason is not null)) as again`

const question = (
  deps: Pick<Deps, 'matters'>,
  staff: Staff,
  { stage, status, told }: Filter,
  { tables, amongHits, inOrder }: Narrowing,
  cursor: Cursor | undefined,
  limit: number,
): Sql => {
  const { andBeyond, order } = byLatestChange(cursor)
  const late = sql`select from correction n where n.case_id = a.id and n.late_reason is not null`
  const again = told === '' ? none : sql`and exists (${late})`
  const own = sql`a.authority_id = ${staff.authority.id} and a.number is not null ${again} ${notTheirOwn(staff)}`
  const holder = sql`join account c on c.id = a.account_id`
  const cut = sql`${andBeyond} order by ${order} limit ${limit}`
  const stages = stage === '' ? stageCodes(deps) : [stage]
  const wanted = status === '' ? STATUSES : [status]
  const outcome = outcomeOf(deps, status)
  const asked =
    outcome === undefined
      ? sql`and a.stage = any (${stages}::text[]) and a.status = any (${wanted}::text[])`
      : sql`and exists (select from case_event e
          where e.outcome = ${outcome} and e.case_id = a.id and e.stage = any (${stages}::text[]))`
  // Of a filtered list each stage and status has its own order in the index; what they give is merged.
  const inItsOrder = (condition: Sql): Sql =>
    (stage === '' && status === '') || outcome !== undefined
      ? sql`(select ${columns} from case_file a ${holder}
          where ${own} ${outcome === undefined ? none : asked} ${condition} ${cut})`
      : sql`(select a.* from unnest(${stages}::text[]) as s (stage) cross join unnest(${wanted}::text[]) as t (status)
          cross join lateral (select ${columns} from case_file a ${holder}
            where ${own} and a.stage = s.stage and a.status = t.status ${condition} ${cut}) a
          order by ${order} limit ${limit})`
  const found = [
    ...(amongHits
      ? [
          sql`(select ${columns} from hits join case_file a on a.id = hits.id ${holder}
            where ${own} ${asked} ${amongHits} ${cut})`,
        ]
      : []),
    ...(inOrder ? [inItsOrder(inOrder)] : []),
  ]
  return sql`with ${tables} found as (${joined(found, unionAll)})
    select a.*, to_json(a.updated_at) #>> '{}' as changed ${told === '' ? none : countedAgain(staff)} from found a order by ${order} limit ${limit}`
}

const readFilter = (deps: Pick<Deps, 'matters'>, from: Readonly<Record<string, string>>): Filter => ({
  stage: stageFilter(deps, from['stage']),
  status: statusFilter(from['status']),
  told: from['told'] === 'again' ? 'again' : '',
})

type Sought = { readonly way: 'text' | PersonWay; readonly typed: string }

const ways = [
  { value: 'text', text: '办件编号、名称或统一社会信用代码' },
  ...PERSON_WAYS.map((way) => ({ value: way, text: personWays[way].text })),
] as const

const toldAgain = '再次告知增加了内容的'

/** What an empty list was asked for, and what finds more. */
const emptyText = (deps: Pick<Deps, 'matters'>, { stage, status, told }: Filter, { way, typed }: Sought): string => {
  const said = [
    ...(typed === '' ? [] : [`${ways.find(({ value }) => value === way)?.text ?? ''}：${typed}`]),
    ...(stage === '' ? [] : [`环节：${stageTitle(deps, stage)}`]),
    ...(status === '' ? [] : [`状态：${statusTitle(status)}`]),
    ...(told === '' ? [] : [toldAgain]),
  ]
  const wider =
    way === 'text' || way === 'applicant' ? '可以少填几个字，或者不选环节和状态' : '请核对号码，或者改用姓名、名称查找'
  return `查找的是${said.join('，')}。${wider}；只能查到已经提交给本机关的办件。`
}

const page = (deps: Deps, filter: Filter, sought: Sought, error: string | undefined, rows: readonly HistoryRow[]) => ({
  filter: {
    ...filter,
    ...sought,
    ways,
    stageOptions: [
      { value: '', text: '全部环节' },
      ...stageCodes(deps).map((code) => ({ value: code, text: stageTitle(deps, code) })),
    ],
    statusOptions: [
      { value: '', text: '全部状态' },
      ...STATUSES.map((code) => ({ value: code, text: statusTitle(code) })),
    ],
    toldOptions: [
      { value: '', text: '不限' },
      { value: 'again', text: toldAgain },
    ],
  },
  error,
  againText: rows[0]?.again && `本机关共再次告知${rows[0].again.all}次，增加了以前没有告知的内容。`,
  outcomeText: outcomeOf(deps, filter.status) && filter.status !== '' ? statusTitle(filter.status) : undefined,
  filtered: filter.stage !== '' || filter.status !== '' || filter.told !== '' || sought.typed !== '',
  emptyText: emptyText(deps, filter, sought),
  rows: rows.map((row) => [
    {
      href: fromList({ list: 'history', stage: '', q: '' }, paths.staffCase(row.id)),
      text: row.number,
      nowrap: true,
    },
    {
      text: row.title,
      sub: [
        deps.matters.require(row.matter).title,
        ...(row.again ? [`再次告知${row.again.notices}次，新增${row.again.added}项`] : []),
      ].join(' · '),
    },
    { text: stageOf(deps.matters.require(row.matter), row.stage).title },
    { tag: statusTag(deps, row) },
    { text: row.applicant },
    { text: localDateTime(new Date(row.changed)).text },
    clockCell(deps, row),
  ]),
})

/** 办件查询: every numbered case of the official's own authority, the latest change first. */
export const historyPage = async (deps: Deps, staff: Staff, query: Readonly<Record<string, string>>) => {
  const filter = readFilter(deps, query)
  const typed = searchText(query['q'])
  const cursor = readCursor(query, sortValues.instant)
  const narrowing = narrowedByText(staff.authority.id, typed)
  const failed = 'error' in narrowing
  const found = await deps.db.read<HistoryRow>(
    ...prepared('staff-history', question(deps, staff, filter, failed ? nothing : narrowing, cursor, pageSize + 1)),
  )
  const { rows, pagination } = paged(found, cursor, (row) => ({ value: row.changed, id: row.id }), paths.staffHistory, {
    ...filter,
    q: typed,
  })
  return { ...page(deps, filter, { way: 'text', typed }, failed ? narrowing.error : undefined, rows), pagination }
}

/** The address of the list a form asks for. */
export const historyHref = (deps: Pick<Deps, 'matters'>, body: Readonly<Record<string, string>>): string => {
  const asked = Object.entries({ q: searchText(body['q']), ...readFilter(deps, body) }).filter(
    ([, value]) => value !== '',
  )
  const parameters = new URLSearchParams(asked).toString()
  return parameters === '' ? paths.staffHistory : `${paths.staffHistory}?${parameters}`
}

/** Cases a search by person shows: whoever has to do with more is looked for by more. */
const shownOfPerson = 100

/** The form of a search by person with what was typed, and why it was not answered now. */
export const unansweredSearchPage = (
  deps: Deps,
  way: PersonWay,
  body: Readonly<Record<string, string>>,
  sentence: string,
) => page(deps, readFilter(deps, body), { way, typed: searchText(body['q']) }, sentence, [])

/**
 * The cases of the authority that somebody has to do with. Counted and recorded like every look-up of a person, before
 * anything is shown; the answer stands at no address, so no name or number is in one.
 */
export const personSearchPage = async (
  deps: Deps,
  staff: Staff,
  request: RequestFacts,
  way: PersonWay,
  body: Readonly<Record<string, string>>,
) => {
  const filter = readFilter(deps, body)
  const typed = searchText(body['q'])
  const shown = (error: string | undefined, rows: readonly HistoryRow[]) =>
    page(deps, filter, { way, typed }, error, rows)
  if (typed === '') return shown(`请填写${personWays[way].text}`, [])
  try {
    await deps.limits.use(
      'case-search',
      String(staff.id),
      (wait) => `按人员查找的次数过多，请${wait}后再试。每次查找都有记录。`,
    )
  } catch (error) {
    if (error instanceof AppError && error.code === 'TOO_MANY')
      await recordSearch(deps, staff, request, { way, limited: true })
    throw error
  }
  const narrowing = narrowedByPerson(deps, staff.authority.id, way, typed)
  const failed = 'error' in narrowing
  const found = failed
    ? []
    : await deps.db.read<HistoryRow>(
        ...prepared('staff-history', question(deps, staff, filter, narrowing, undefined, shownOfPerson + 1)),
      )
  await recordSearch(deps, staff, request, { way, found: found.length })
  return {
    ...shown(failed ? narrowing.error : undefined, found.slice(0, shownOfPerson)),
    cutText:
      found.length > shownOfPerson
        ? `只列出最近变动的前${String(shownOfPerson)}件，请补充姓名或名称中的字，或者选择环节和状态。`
        : undefined,
  }
}
