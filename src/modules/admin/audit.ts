import { z } from 'zod'
import {
  auditActionText,
  auditActionsMeant,
  auditDetailText,
  auditObjectText,
  auditValueText,
  auditWords,
} from '../../core/audit-words.ts'
import { AppError } from '../../core/errors.ts'
import { localDateTime } from '../../core/workflow/deadlines.ts'
import { STATUSES, statuses } from '../../core/workflow/statuses.ts'
import type { Cursor } from '../../db/keyset.ts'
import type { Deps } from '../../deps.ts'
import { paths } from '../../web/paths.ts'
import type { Context, Staff } from '../../web/route.ts'
import { isId } from '../../web/params.ts'
import { byStaff } from '../../web/acting.ts'
import { errorList } from '../../web/form-view.ts'
import {
  auditPageSize,
  auditRows,
  offeredPeople,
  peopleNamed,
  personLogin,
  type AuditPerson,
  type AuditRow,
  type FoundPerson,
} from './audit-queries.ts'

type Asker = Pick<Context<Staff>, 'actor' | 'audit'>

const text = (raw: string | undefined): string =>
  (raw ?? '').normalize('NFKC').replaceAll(/\p{C}/gu, '').trim().slice(0, 80)

const isDay = (day: string): boolean => z.iso.date().safeParse(day).success

/** A day as people write it: 2026-11-30, 2026/11/30, 2026年11月30日. */
const dayOf = (raw: string | undefined): string => {
  const parts = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/.exec(text(raw))
  const [, year = '', month = '', day = ''] = parts ?? []
  return parts ? `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}` : text(raw)
}

const names = ['number', 'action', 'ip', 'from', 'to'] as const
type Typed = Readonly<Record<(typeof names)[number], string>>

const typedIn = (from: Readonly<Record<string, string>>): Typed => ({
  number: text(from['number']),
  action: text(from['action']),
  ip: text(from['ip']),
  from: dayOf(from['from']),
  to: dayOf(from['to']),
})

const faultsOf = (typed: Typed): Readonly<Record<string, string>> => {
  const wrongDay = '请按2026-11-30的样子填写日期'
  const days = [typed.from, typed.to].every((day) => day === '' || isDay(day))
  return {
    ...(typed.from === '' || isDay(typed.from) ? {} : { from: wrongDay }),
    ...(typed.to === '' || isDay(typed.to) ? {} : { to: wrongDay }),
    ...(days && typed.from !== '' && typed.to !== '' && typed.to < typed.from
      ? { to: '结束日期不能早于开始日期' }
      : {}),
    ...(typed.action !== '' && auditActionsMeant(typed.action).length === 0
      ? { action: '没有这样的操作，请填写名称中的几个字，例如“登录”“查看办件”' }
      : {}),
  }
}

const readPerson = (raw: string | undefined): AuditPerson | undefined => {
  const [kind, id = ''] = (raw ?? '').split(':')
  if (kind === 'staff' && /^\d{1,9}$/.test(id)) return { kind, id }
  return kind === 'account' && isId(id) ? { kind, id } : undefined
}

const personText = ({ kind, id }: AuditPerson): string => `${kind}:${id}`

const cursorOf = (query: Readonly<Record<string, string>>): Cursor | undefined => {
  const { older, newer } = query
  const raw = older ?? newer
  if (raw === undefined) return undefined
  const [, at = '', id = ''] = /^(.{1,40})~(\d{1,15})$/.exec(raw) ?? []
  if (!z.iso.datetime({ offset: true }).safeParse(at).success) throw new AppError('BAD_REQUEST')
  return { key: [at, id], direction: older === undefined ? 'before' : 'after' }
}

const href = (asked: Readonly<Record<string, string>>): string => {
  const parameters = new URLSearchParams(Object.entries(asked).filter(([, value]) => value !== '')).toString()
  return parameters === '' ? paths.staffAudit : `${paths.staffAudit}?${parameters}`
}

const actors: Readonly<Record<string, string>> = {
  applicant: '申请人',
  staff: '工作人员',
  system: '系统',
  nobody: '未登录',
}

const actorText = (row: AuditRow): string =>
  [actors[row.actor_kind] ?? row.actor_kind, row.actor_name ?? row.actor_id ?? ''].filter(Boolean).join(' ')

const detailText = (value: unknown): string => {
  const status = STATUSES.find((one) => one === value)
  if (status) return statuses[status].text
  if (typeof value === 'boolean') return value ? '是' : '否'
  return typeof value === 'string' ? auditValueText(value) : JSON.stringify(value)
}

type Shown = {
  readonly typed: Typed
  readonly person: string
  readonly faults: Readonly<Record<string, string>>
  readonly filtered: boolean
  readonly rows?: readonly AuditRow[]
  readonly people?: readonly FoundPerson[]
}

const pageOf = ({ typed, person, faults, filtered, rows = [], people = [] }: Shown) => ({
  filter: { ...typed, person },
  faults,
  errors: errorList(faults),
  filtered,
  actionNames: auditWords.map((word) => word.text),
  people: people.slice(0, offeredPeople).map((one) => ({
    href: href({ ...typed, person: personText(one) }),
    text: one.loginName,
    name: one.name,
    kind: one.kind === 'staff' ? `工作人员，${one.authority ?? ''}` : '申请人账号',
  })),
  peopleText:
    people.length > offeredPeople
      ? `同名的人较多，只列出前${String(offeredPeople)}个，请改填用户名或者号码。`
      : undefined,
  emptyText: `查找的是${[
    ...(typed.number === '' ? [] : [`办件编号：${typed.number}`]),
    ...(person === '' ? [] : [`人员：${person}`]),
    ...(typed.action === '' ? [] : [`操作：${typed.action}`]),
    ...(typed.ip === '' ? [] : [`登录地址：${typed.ip}`]),
    ...(typed.from === '' ? [] : [`从${typed.from}起`]),
    ...(typed.to === '' ? [] : [`到${typed.to}止`]),
  ].join('，')}。可以少填几项，或者放宽日期；只能查到本机关和平台的记录。`,
  rows: rows.map((row) => [
    { text: String(row.seq), sub: row.chain },
    { text: localDateTime(new Date(row.at)).text },
    { text: actorText(row), sub: row.ip ?? undefined },
    { text: auditActionText(row.action), sub: row.action },
    { text: auditObjectText(row.object_kind), sub: row.object_name ?? row.object_id ?? undefined },
    { lines: Object.entries(row.details).map(([name, value]) => `${auditDetailText(name)}：${detailText(value)}`) },
  ]),
})

/** Notes what an auditor looked for, before anything is shown: nobody watches the log unwatched. */
const recordLook = (deps: Deps, { actor, audit }: Asker, details: Readonly<Record<string, unknown>>): Promise<void> =>
  deps.command(byStaff(actor, audit), async (tx) => {
    tx.audit({ chain: actor.authority.code, action: 'audit.view', objectKind: 'audit', details })
  })

const instant = (day: string): string => `${day}T00:00:00+08:00`
const dayAfter = (day: string): string => {
  const next = new Date(`${day}T00:00:00Z`)
  next.setUTCDate(next.getUTCDate() + 1)
  return next.toISOString().slice(0, 10)
}

/** The newest rows of the chains of the official's own authority and of the platform. Rows hold no personal data. */
export const auditPage = async (deps: Deps, asker: Asker, query: Readonly<Record<string, string>>) => {
  const typed = typedIn(query)
  const faults = faultsOf(typed)
  const person = readPerson(query['person'])
  const login = person ? ((await personLogin(deps, person)) ?? '') : ''
  const cursor = cursorOf(query)
  const asked = { ...typed, person: person ? personText(person) : '' }
  const kept = Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== ''))
  const shown = { typed, person: login, faults, filtered: Object.keys(kept).length > 0 }
  if (Object.keys(faults).length > 0) return pageOf(shown)
  await recordLook(deps, asker, kept)
  const read = await auditRows(
    deps,
    asker.actor,
    {
      number: typed.number,
      person,
      actions: typed.action === '' ? undefined : auditActionsMeant(typed.action),
      ip: typed.ip,
      from: typed.from === '' ? undefined : instant(typed.from),
      until: typed.to === '' ? undefined : instant(dayAfter(typed.to)),
    },
    cursor,
  )
  const backwards = cursor?.direction === 'before'
  const cut = read.slice(0, auditPageSize)
  const rows = backwards ? cut.toReversed() : cut
  const more = read.length > auditPageSize
  const link = (name: 'older' | 'newer', row: AuditRow | undefined) =>
    row && { href: href({ ...asked, [name]: `${row.at}~${String(row.id)}` }) }
  return {
    ...pageOf({ ...shown, rows }),
    pagination: {
      ...((backwards ? more : cursor !== undefined) ? { prev: link('newer', rows[0]) } : {}),
      ...(backwards || more ? { next: link('older', rows.at(-1)) } : {}),
    },
  }
}

/**
 * The form of the log as it was typed: gives the address of its list, where a person is an id and not what was typed,
 * or the page again when something in it is wrong or names several people.
 */
export const auditSearch = async (
  deps: Deps,
  asker: Asker,
  body: Readonly<Record<string, string>>,
): Promise<{ readonly href: string } | { readonly page: ReturnType<typeof pageOf> }> => {
  const typed = typedIn(body)
  const wanted = text(body['person'])
  const faults = faultsOf(typed)
  if (Object.keys(faults).length > 0) return { page: pageOf({ typed, person: wanted, faults, filtered: true }) }
  if (wanted === '') return { href: href(typed) }
  const people = await peopleNamed(deps, wanted)
  await recordLook(deps, asker, { people: people.length })
  const [one, another] = people
  if (one && !another) return { href: href({ ...typed, person: personText(one) }) }
  const unknown = { person: '没有这个人：请填写完整的用户名、姓名、手机号或者证件号码' }
  return { page: pageOf({ typed, person: wanted, faults: one ? {} : unknown, filtered: true, people }) }
}
