import type { Deps } from '../../deps.ts'
import type { Statement } from '../../db/client.ts'
import { stageOf } from '../../core/matters/journey.ts'
import { actionablePositions } from '../../core/workflow/decide.ts'
import { localDateTime } from '../../core/workflow/deadlines.ts'
import { STAGES, statuses, STATUSES, type StageCode, type Status } from '../../core/workflow/states.ts'
import { matters, requireMatter } from '../../matters/index.ts'
import { paths } from '../../web/paths.ts'
import type { Staff } from '../../web/route.ts'
import { statusTag } from '../applications/progress.ts'
import { clockCell } from './clock.ts'
import {
  countText,
  countedUpTo,
  pageSize,
  paged,
  readCursor,
  searchText,
  sortValues,
  stageFilter,
  type Cursor,
} from './lists.ts'

type QueueRow = {
  id: string
  number: string
  title: string
  matter: string
  stage: StageCode
  status: Status
  submitted_at: string
  clock: string | null
  clock_due_on: string | null
  clock_limit: number | null
  clock_provisional: boolean
  applicant: string
  own: boolean
}

// Word for word the predicate of the index application_queue, so that the planner sees that it applies.
const open = STATUSES.filter((status) => statuses[status].turn === 'authority')
  .map((status) => `'${status}'`)
  .join(', ')

// One ordered look into the index for each (stage, status), then a merge of what they give: the whole queue is never
// sorted, so the last page costs as much as the first.
const statement = (direction: Cursor['direction']): Statement => {
  const [order, beyond] = direction === 'after' ? ['asc', '>'] : ['desc', '<']
  return {
    name: `staff-queue-${direction}`,
    text: `with position as (select * from unnest($2::text[], $3::text[]) as p (stage, status)),
      counted as (
        select p.stage, sum(c.n) as n from position p cross join lateral (
          select count(*) as n from (
            select 1 from application a where a.authority_id = $1 and a.stage = p.stage and a.status = p.status
              and a.status in (${open}) limit $9) counted_rows) c
        group by p.stage),
      found as (
        select a.* from position p cross join lateral (
          select a.* from application a
          where a.authority_id = $1 and a.stage = p.stage and a.status = p.status and a.status in (${open})
            and ($5 = '' or a.number = $5 or strpos(a.title, $5) > 0)
            and ($6::date is null or (a.clock_due_on, a.id) ${beyond} ($6::date, $7::uuid))
          order by a.clock_due_on ${order}, a.id ${order} limit $8) a
        where $4 = '' or p.stage = $4
        order by a.clock_due_on ${order}, a.id ${order} limit $8)
      select (select coalesce(json_object_agg(stage, n), '{}') from counted) as counts,
        (select coalesce(json_agg(r), '[]') from (
          select f.id, f.number, f.title, f.matter, f.stage, f.status, f.submitted_at,
            f.clock, f.clock_due_on, f.clock_limit, f.clock_provisional, c.name as applicant,
            c.id_number_idx = $10 or exists (
              select 1 from application_person p where p.application_id = f.id and p.id_number_idx = $10) as own
          from found f join account c on c.id = f.account_id
          order by f.clock_due_on ${order}, f.id ${order}) r) as rows`,
  }
}

const statements = { after: statement('after'), before: statement('before') }

type Read = { counts: Partial<Record<StageCode, number>>; rows: QueueRow[] }

const stageTitle = (stage: StageCode): string => {
  const [matter] = matters
  if (!matter) throw new Error('no matter')
  return stageOf(matter, stage).title
}

/** 待办: the cases of the official's own authority that wait for one of their roles, the most urgent first. */
export const queuePage = async (deps: Deps, staff: Staff, query: Readonly<Record<string, string>>) => {
  const stage = stageFilter(query['stage'])
  const search = searchText(query['q'])
  const cursor = readCursor(query, sortValues.date)
  const positions = actionablePositions(staff.roles)
  const [read] = await deps.db.read<Read>(statements[cursor?.direction ?? 'after'], [
    staff.authority.id,
    positions.map((position) => position.stage),
    positions.map((position) => position.status),
    stage,
    search,
    cursor?.value ?? null,
    cursor?.id ?? null,
    pageSize + 1,
    countedUpTo,
    staff.idNumberIndex,
  ])
  if (!read) throw new Error('no queue')
  const { rows, pagination } = paged(
    read.rows,
    cursor,
    (row) => ({ value: row.clock_due_on ?? '', id: row.id }),
    paths.staffQueue,
    { stage, q: search },
  )
  const stages = STAGES.filter((code) => positions.some((position) => position.stage === code))
  return {
    stages: stages.map((code) => ({
      text: stageTitle(code),
      count: countText(read.counts[code] ?? 0),
      href: `${paths.staffQueue}?${new URLSearchParams({ stage: code }).toString()}`,
      current: code === stage,
    })),
    filter: {
      stage,
      search,
      stageOptions: [
        { value: '', text: '全部环节' },
        ...stages.map((code) => ({ value: code, text: stageTitle(code) })),
      ],
    },
    filtered: stage !== '' || search !== '',
    rows: rows.map((row) => [
      { href: paths.staffCase(row.id), text: row.number, nowrap: true },
      { text: row.title, sub: requireMatter(row.matter).title },
      { text: stageOf(requireMatter(row.matter), row.stage).title },
      { tag: statusTag(row.status), sub: row.own ? '与本人有关，应当回避' : undefined },
      { text: row.applicant },
      { text: localDateTime(new Date(row.submitted_at)).text },
      clockCell(deps, row),
    ]),
    pagination,
  }
}
