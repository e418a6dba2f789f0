import type { Deps } from '../../deps.ts'
import type { Statement } from '../../db/client.ts'
import { stageOf } from '../../core/matters/journey.ts'
import { conclusionText } from '../../core/register/reports.ts'
import { localDateTime } from '../../core/workflow/deadlines.ts'
import { statuses, STATUSES, type Status } from '../../core/workflow/statuses.ts'
import { keyset, type Cursor } from '../../db/keyset.ts'
import { applicantOfA } from '../grants/organizations.ts'
import { constant, joined, none, prepared, sql, unionAll, type Sql } from '../../db/sql.ts'
import { paths } from '../../web/paths.ts'
import type { Staff } from '../../web/route.ts'
import { statusTag } from '../cases/progress.ts'
import { isId } from '../../web/params.ts'
import { narrowedByText, nothing, notTheirOwn, type Narrowing } from './case-search.ts'
import { clockCell } from './clock.ts'
import { stageFilter, stageCodes, stagePositions, stageTitle } from './lists.ts'
import { countText, countedUpTo, pageSize, paged, readCursor, searchText, sortValues } from '../../web/lists.ts'
import { fromList, type Origin } from './origin.ts'
import { revisionsToDecide } from './revision-queries.ts'
import { visitsToConfirm } from './visit-queries.ts'

type QueueRow = {
  id: string
  number: string
  title: string
  matter: string
  stage: string
  status: Status
  /** When what waits here was handed in. */
  submitted_at: string
  clock: string | null
  clock_due_on: string | null
  clock_limit: number | null
  paused_on: string | null
  applicant: string
  /** Its name, or one like it, was granted to a later case. */
  name_given: boolean
}

// Word for word the predicate of the index case_file_queue, so that the planner sees that it applies.
const open = constant(
  STATUSES.filter((status) => statuses[status].turn === 'authority')
    .map((status) => `'${status}'`)
    .join(', '),
)

const byDueDay = keyset('asc', [
  [sql`a.clock_due_on`, 'date'],
  [sql`a.id`, 'uuid'],
])

type Asked = {
  readonly staff: Staff
  readonly positions: ReturnType<typeof stagePositions>
  readonly stage: string
  readonly narrowing: Narrowing
  readonly cursor: Cursor | undefined
  readonly limit: number
}

// One ordered look into the index for each (stage, status), then a merge of what they give: the whole queue is never
// sorted, so the last page costs as much as the first.

/** Leaves out what the official's own earlier step keeps them from: it waits for somebody else. */
const notBarred = (staff: Staff, positions: Asked['positions']): Sql =>
  positions.some(({ barredBy }) => barredBy.length > 0)
    ? sql`and (p.barred = '' or not exists (select from case_event e where e.case_id = a.id and e.stage = a.stage
        and e.staff_id = ${staff.id} and e.action = any(string_to_array(p.barred, ','))))`
    : none

const question = ({ staff, positions, stage, narrowing, cursor, limit }: Asked): Sql => {
  const { andBeyond, order } = byDueDay(cursor)
  const waiting = sql`a.authority_id = ${staff.authority.id} and a.stage = p.stage and a.status = p.status and a.status in (${open}) ${notTheirOwn(staff)} ${notBarred(staff, positions)}`
  const ofStage = stage === '' ? none : sql`and p.stage = ${stage}`
  const { tables, amongHits, inOrder } = narrowing
  const cut = sql`order by ${order} limit ${limit}`
  const found = [
    ...(amongHits
      ? [
          sql`(select a.* from hits join case_file a on a.id = hits.id join position p on ${waiting}
            where true ${ofStage} ${amongHits} ${andBeyond} ${cut})`,
        ]
      : []),
    ...(inOrder
      ? [
          sql`(select a.* from position p cross join lateral (
            select a.* from case_file a where ${waiting} ${inOrder} ${andBeyond} ${cut}) a
            where true ${ofStage} ${cut})`,
        ]
      : []),
  ]
  return sql`with position as (
      select * from unnest(${positions.map((position) => position.stage)}::text[],
        ${positions.map((position) => position.status)}::text[],
        ${positions.map(({ barredBy }) => barredBy.join(','))}::text[]) as p (stage, status, barred)),
    counted as (
      select p.stage, sum(c.n) as n from position p cross join lateral (
        select count(*) as n from (select 1 from case_file a where ${waiting} limit ${countedUpTo}) counted_rows) c
      group by p.stage),
    ${tables}
    found as (select * from (${joined(found, unionAll)}) a ${cut})
    select (select coalesce(json_object_agg(stage, n), '{}') from counted) as counts,
      (select coalesce(json_agg(r), '[]') from (
        select a.id, a.number, a.title, a.matter, a.stage, a.status,
          coalesce((select max(e.at) from case_event e where e.case_id = a.id and e.outcome = 'submitted'), a.submitted_at)
            as submitted_at,
          a.clock, a.clock_due_on, a.clock_limit, a.paused_on, ${applicantOfA} as applicant,
          exists (select from name_precedence p where p.earlier_case_id = a.id) as name_given
        from found a join account c on c.id = a.account_id order by ${order}) r) as rows`
}

const givenStatement: Statement = {
  name: 'staff-given-away',
  text: `select a.number, o.name as authority from case_event e join case_file a on a.id = e.case_id
    join authority o on o.id = a.authority_id
    where e.case_id = $1 and e.staff_id = $2 and e.action = 'transfer' and a.authority_id <> $3 limit 1`,
}

/** The case this official just gave to another authority, said once in their list; only what the record bears out. */
export const givenAway = async (deps: Deps, staff: Staff, caseId: string | undefined): Promise<string | undefined> => {
  if (caseId === undefined || !isId(caseId)) return undefined
  const [row] = await deps.db.read<{ number: string; authority: string }>(givenStatement, [
    caseId,
    staff.id,
    staff.authority.id,
  ])
  return row && `办件${row.number}已转给${row.authority}办理，已告知申请人。`
}

type Read = { counts: Partial<Record<string, number>>; rows: QueueRow[] }

/**
 * The cases before and after one in the list an official came from; of a case that waits for them no more, the first
 * one that does.
 */
export const neighboursOf = async (
  deps: Deps,
  staff: Staff,
  { id, clock_due_on: dueOn }: { readonly id: string; readonly clock_due_on: string | null },
  origin: Origin,
  waits: boolean,
): Promise<{ readonly previous?: string; readonly next?: string }> => {
  if (origin.list !== 'queue') return {}
  const { stage, q } = origin
  const narrowing = narrowedByText(staff.authority.id, q)
  const asked = {
    staff,
    positions: stagePositions(deps, staff.roles),
    stage,
    narrowing: 'error' in narrowing ? nothing : narrowing,
    limit: 2,
  }
  const first = async (cursor: Cursor | undefined): Promise<string | undefined> => {
    const [read] = await deps.db.read<Read>(...prepared('staff-queue', question({ ...asked, cursor })))
    const found = read?.rows.find((row) => row.id !== id)
    return found && fromList(origin, paths.staffCase(found.id))
  }
  const key = waits && dueOn !== null ? [dueOn, id] : undefined
  const [previous, next] = await Promise.all([
    key ? first({ key, direction: 'before' }) : undefined,
    first(key && { key, direction: 'after' }),
  ])
  return { ...(previous ? { previous } : {}), ...(next ? { next } : {}) }
}

/** 待办: the cases of the official's own authority that wait for one of their roles, the most urgent first. */
export const queuePage = async (deps: Deps, staff: Staff, query: Readonly<Record<string, string>>) => {
  const stage = stageFilter(deps, query['stage'])
  const search = searchText(query['q'])
  const cursor = readCursor(query, sortValues.date)
  const positions = stagePositions(deps, staff.roles)
  const narrowing = narrowedByText(staff.authority.id, search)
  const [[read], visits, revisions] = await Promise.all([
    deps.db.read<Read>(
      ...prepared(
        'staff-queue',
        question({
          staff,
          positions,
          stage,
          narrowing: 'error' in narrowing ? nothing : narrowing,
          cursor,
          limit: pageSize + 1,
        }),
      ),
    ),
    visitsToConfirm(deps, staff),
    revisionsToDecide(deps, staff),
  ])
  if (!read) throw new Error('no queue')
  const { rows, pagination } = paged(
    read.rows,
    cursor,
    (row) => ({ value: row.clock_due_on ?? '', id: row.id }),
    paths.staffQueue,
    { stage, q: search },
  )
  const stages = stageCodes(deps).filter((code) => positions.some((position) => position.stage === code))
  return {
    visits: visits.map((visit) => [
      { href: paths.staffVisit(visit.case_id, visit.id), text: visit.number, nowrap: true },
      { text: visit.title },
      { text: localDateTime(new Date(visit.visited_at)).text },
      { text: visit.opener },
    ]),
    revisions: revisions.map(({ name, uscc, year, before, conclusion, by }) => [
      { href: paths.staffOrganization(uscc), text: name, sub: uscc },
      { text: `${String(year)}年度`, nowrap: true },
      { text: `${conclusionText(before)} → ${conclusionText(conclusion)}` },
      { text: by },
    ]),
    stages: stages.map((code) => ({
      text: stageTitle(deps, code),
      count: countText(read.counts[code] ?? 0),
      href: `${paths.staffQueue}?${new URLSearchParams({ stage: code }).toString()}`,
      current: code === stage,
    })),
    filter: {
      stage,
      search,
      stageOptions: [
        { value: '', text: '全部环节' },
        ...stages.map((code) => ({ value: code, text: stageTitle(deps, code) })),
      ],
    },
    filtered: stage !== '' || search !== '',
    error: 'error' in narrowing ? narrowing.error : undefined,
    emptyText: `查找的是${[
      ...(search === '' ? [] : [`编号、名称或代码：${search}`]),
      ...(stage === '' ? [] : [`环节：${stageTitle(deps, stage)}`]),
    ].join('，')}。可以少填几个字或者不选环节；不由您的岗位办理的，请到办件查询中查找。`,
    rows: rows.map((row) => [
      {
        href: fromList({ list: 'queue', stage, q: search }, paths.staffCase(row.id)),
        text: row.number,
        nowrap: true,
      },
      { text: row.title, sub: row.name_given ? '名称已核准给在后的申请' : deps.matters.require(row.matter).title },
      { text: stageOf(deps.matters.require(row.matter), row.stage).title },
      { tag: statusTag(deps, row) },
      { text: row.applicant },
      { text: localDateTime(new Date(row.submitted_at)).text },
      clockCell(deps, row),
    ]),
    pagination,
  }
}
