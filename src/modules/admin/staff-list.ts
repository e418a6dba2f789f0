import { roles as roleFacts } from '../../core/access.ts'
import { AppError } from '../../core/errors.ts'
import { localDateTime } from '../../core/workflow/deadlines.ts'
import type { Deps } from '../../deps.ts'
import { paths } from '../../web/paths.ts'
import { authoritiesInReach } from './reach.ts'
import { listStaff, type StaffLine } from './staff-queries.ts'
import type { AdminContext } from './staff-frame.ts'

const states = [
  { value: 'active', text: '在用' },
  { value: 'retired', text: '已停用' },
] as const

export const stateOf = (line: StaffLine) => {
  if (!line.active) return { text: '已停用', tone: 'neutral' }
  if (line.lockedUntil !== null) return { text: '已锁定', tone: 'danger' }
  if (line.mustChangePassword) return { text: '待设置密码', tone: 'warning' }
  return { text: '在用', tone: 'success' }
}

export const rolesText = (line: StaffLine): string => line.roles.map((role) => roleFacts[role].text).join('、')

export const idOf = (text: string | undefined): number | undefined => {
  if (text === undefined) return undefined
  if (!/^\d{1,9}$/.test(text)) throw new AppError('BAD_REQUEST')
  return Number(text)
}

export const showList = async (deps: Deps, context: AdminContext): Promise<void> => {
  const { actor, query } = context
  const reach = authoritiesInReach(deps.reference, actor)
  const text = (query['q'] ?? '').replaceAll(/\p{C}/gu, '').trim().slice(0, 40)
  const state = states.find(({ value }) => value === query['state'])?.value ?? ''
  const authority = reach.find(({ id }) => String(id) === query['authority'])
  const before = idOf(query['before'])
  const after = idOf(query['after'])
  const from =
    after !== undefined
      ? ({ direction: 'after', id: after } as const)
      : before !== undefined
        ? ({ direction: 'before', id: before } as const)
        : undefined
  const authorities = (authority ? [authority] : reach).map(({ id }) => id)
  const found = await listStaff(deps, { authorities, text, state, from })
  const nameOf = new Map(reach.map(({ id, name }) => [id, name]))
  const kept = { q: text, state, authority: authority ? String(authority.id) : '' }
  const link = (name: 'before' | 'after', row: StaffLine | undefined) => {
    const parameters = Object.entries({ ...kept, [name]: String(row?.id ?? '') }).filter(([, value]) => value !== '')
    return row && { href: `${paths.staffAdmin}?${new URLSearchParams(parameters).toString()}` }
  }
  context.view('staff/admin.njk', {
    page: { title: '工作人员管理' },
    filter: kept,
    filtered: text !== '' || state !== '' || authority !== undefined,
    stateOptions: [{ value: '', text: '全部' }, ...states],
    authorityOptions:
      reach.length > 1
        ? [{ value: '', text: '全部机关' }, ...reach.map(({ id, name }) => ({ value: String(id), text: name }))]
        : undefined,
    rows: found.rows.map((line) => [
      { text: line.loginName, href: paths.staffAdminMember(line.id) },
      { text: line.name },
      { text: rolesText(line), sub: line.organ ?? undefined },
      { text: nameOf.get(line.authorityId) ?? '' },
      { tag: stateOf(line) },
      { text: line.lastLoginAt ? localDateTime(line.lastLoginAt).text : '从未登录', nowrap: true },
    ]),
    pagination: {
      ...(found.before ? { prev: link('before', found.rows[0]) } : {}),
      ...(found.after ? { next: link('after', found.rows.at(-1)) } : {}),
    },
  })
}
