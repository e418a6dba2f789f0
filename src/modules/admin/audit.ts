import type { Deps } from '../../deps.ts'
import { keyset } from '../../db/keyset.ts'
import { none, prepared, sql } from '../../db/sql.ts'
import { AppError } from '../../core/errors.ts'
import { localDateTime } from '../../core/workflow/deadlines.ts'
import { paths } from '../../web/paths.ts'
import type { Staff } from '../../web/route.ts'

const pageSize = 50

type Row = {
  id: number
  chain: string
  seq: number
  at: Date
  actor_kind: string
  actor_id: string | null
  actor_name: string | null
  action: string
  object_kind: string
  object_id: string | null
  details: Readonly<Record<string, unknown>>
  ip: string | null
  request_id: string | null
}

const newest = keyset('desc', [[sql`l.id`, 'bigint']])

const text = (raw: string | undefined): string => (raw ?? '').replaceAll(/\p{C}/gu, '').trim().slice(0, 80)

const cursorOf = (query: Readonly<Record<string, string>>) => {
  const { older, newer } = query
  const raw = older ?? newer
  if (raw === undefined) return undefined
  if (!/^\d{1,15}$/.test(raw)) throw new AppError('BAD_REQUEST')
  return { direction: older === undefined ? ('newer' as const) : ('older' as const), id: Number(raw) }
}

const actors: Readonly<Record<string, string>> = {
  applicant: '申请人',
  staff: '工作人员',
  system: '系统',
  nobody: '未登录',
}

const actorText = (row: Row): string =>
  [actors[row.actor_kind] ?? row.actor_kind, row.actor_name ?? row.actor_id ?? ''].filter(Boolean).join(' ')

const detailText = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value))

/** The newest rows of the chains of the official's own authority and of the platform. Rows hold no personal data. */
export const auditPage = async (deps: Deps, staff: Staff, query: Readonly<Record<string, string>>) => {
  const action = text(query['action'])
  const object = text(query['object'])
  const cursor = cursorOf(query)
  const { andBeyond, order } = newest(
    cursor && { key: [String(cursor.id)], direction: cursor.direction === 'older' ? 'after' : 'before' },
  )
  const asked = sql`select l.id, l.chain, l.seq, l.at, l.actor_kind, l.actor_id, s.name as actor_name, l.action,
      l.object_kind, l.object_id, l.details, l.ip, l.request_id
    from audit_log l left join staff s on l.actor_kind = 'staff' and s.id::text = l.actor_id
    where l.chain = any (${[staff.authority.code, 'platform']}) ${action === '' ? none : sql`and l.action ^@ ${action}`}
      ${object === '' ? none : sql`and l.object_id = ${object}`} ${andBeyond}
    order by ${order} limit ${pageSize + 1}`
  const read = await deps.db.read<Row>(...prepared('audit', asked))
  const backwards = cursor?.direction === 'newer'
  const cut = read.slice(0, pageSize)
  const rows = backwards ? cut.toReversed() : cut
  const more = read.length > pageSize
  const kept = Object.fromEntries(Object.entries({ action, object }).filter(([, value]) => value !== ''))
  const link = (name: 'older' | 'newer', row: Row | undefined) =>
    row && { href: `${paths.staffAudit}?${new URLSearchParams({ ...kept, [name]: String(row.id) }).toString()}` }
  return {
    filter: { action, object },
    filtered: action !== '' || object !== '',
    rows: rows.map((row) => [
      { text: String(row.seq), sub: row.chain },
      { text: localDateTime(row.at).text },
      { text: actorText(row), sub: row.ip ?? undefined },
      { text: row.action },
      { text: row.object_kind, sub: row.object_id ?? undefined },
      { lines: Object.entries(row.details).map(([name, value]) => `${name}: ${detailText(value)}`) },
    ]),
    pagination: {
      ...((backwards ? more : cursor !== undefined) ? { prev: link('newer', rows[0]) } : {}),
      ...(backwards || more ? { next: link('older', rows.at(-1)) } : {}),
    },
  }
}
