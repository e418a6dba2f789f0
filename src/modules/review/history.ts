import type { Deps } from '../../deps.ts'
import type { Statement } from '../../db/client.ts'
import { stageOf } from '../../core/matters/journey.ts'
import { localDateTime } from '../../core/workflow/deadlines.ts'
import { statuses, STATUSES, STAGES, type StageCode, type Status } from '../../core/workflow/states.ts'
import { matters, requireMatter } from '../../matters/index.ts'
import { paths } from '../../web/paths.ts'
import type { Staff } from '../../web/route.ts'
import { statusTag } from '../applications/progress.ts'
import { clockCell } from './clock.ts'
import { pageSize, paged, readCursor, searchText, sortValues, stageFilter, statusFilter, type Cursor } from './lists.ts'

type HistoryRow = {
  id: string
  number: string
  title: string
  matter: string
  stage: StageCode
  status: Status
  updated_at: string
  clock: string | null
  clock_due_on: string | null
  clock_limit: number | null
  clock_provisional: boolean
  applicant: string
}

// The instant stays text: a Date would cut its microseconds, and with them rows between two pages.
const columns = `a.id, a.number, a.title, a.matter, a.stage, a.status, to_json(a.updated_at) #>> '{}' as updated_at,
  a.clock, a.clock_due_on, a.clock_limit, a.clock_provisional, c.name as applicant`

/** A number names one case; it has its own statement, so that it always goes through the index of numbers. */
const byNumber: Statement = {
  name: 'staff-history-number',
  text: `select ${columns} from application a join account c on c.id = a.account_id
    where a.number = $2 and a.authority_id = $1`,
}

const listed = (direction: Cursor['direction']): Statement => {
  const [order, reverse, beyond, same] = direction === 'after' ? ['desc', 'asc', '<', '>'] : ['asc', 'desc', '>', '<']
  return {
    name: `staff-history-${direction}`,
    text: `select ${columns} from application a join account c on c.id = a.account_id
      where a.authority_id = $1 and a.number is not null
        and ($2 = '' or a.stage = $2) and ($3 = '' or a.status = $3) and ($4 = '' or a.title ^@ $4)
        and ($5::timestamptz is null or (a.updated_at ${beyond}= $5 and (a.updated_at ${beyond} $5 or a.id ${same} $6::uuid)))
      order by a.updated_at ${order}, a.id ${reverse} limit $7`,
  }
}

const statements = { after: listed('after'), before: listed('before') }

/** 办件查询: every numbered case of the official's own authority, the latest change first. */
export const historyPage = async (deps: Deps, staff: Staff, query: Readonly<Record<string, string>>) => {
  const stage = stageFilter(query['stage'])
  const status = statusFilter(query['status'])
  const search = searchText(query['q'])
  const cursor = readCursor(query, sortValues.instant)
  const found = /^\d{10,}$/.test(search)
    ? await deps.db.read<HistoryRow>(byNumber, [staff.authority.id, search])
    : await deps.db.read<HistoryRow>(statements[cursor?.direction ?? 'after'], [
        staff.authority.id,
        stage,
        status,
        search,
        cursor?.value ?? null,
        cursor?.id ?? null,
        pageSize + 1,
      ])
  const { rows, pagination } = paged(
    found,
    cursor,
    (row) => ({ value: row.updated_at, id: row.id }),
    paths.staffHistory,
    { stage, status, q: search },
  )
  const [matter] = matters
  return {
    filter: {
      stage,
      status,
      search,
      stageOptions: [
        { value: '', text: '全部环节' },
        ...STAGES.map((code) => ({ value: code, text: matter ? stageOf(matter, code).title : code })),
      ],
      statusOptions: [
        { value: '', text: '全部状态' },
        ...STATUSES.map((code) => ({ value: code, text: statuses[code].text })),
      ],
    },
    filtered: stage !== '' || status !== '' || search !== '',
    rows: rows.map((row) => [
      { href: paths.staffCase(row.id), text: row.number, nowrap: true },
      { text: row.title, sub: requireMatter(row.matter).title },
      { text: stageOf(requireMatter(row.matter), row.stage).title },
      { tag: statusTag(row.status) },
      { text: row.applicant },
      { text: localDateTime(new Date(row.updated_at)).text },
      clockCell(deps, row),
    ]),
    pagination,
  }
}
