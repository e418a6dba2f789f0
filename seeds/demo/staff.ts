import type { Knex } from 'knex'
import type { StaffRole } from '../../src/core/access.ts'
import type { SiteCode } from '../../src/sites/define.ts'
import type { DemoTools } from './tools.ts'

export const demoPassword = 'Demo@2026'

/** Demo staff of each authority: login name, role. Their first password counts as already changed. */
const positions = [
  { login: 'chuangkou', text: '窗口', roles: ['WINDOW'] },
  { login: 'chushen', text: '初审', roles: ['FIRST_REVIEWER'] },
  { login: 'fushen', text: '复审', roles: ['SECOND_REVIEWER'] },
  { login: 'zhongshen', text: '终审', roles: ['APPROVER'] },
  { login: 'fazheng', text: '发证', roles: ['CERT_CLERK'] },
  { login: 'zhucesh', text: '注册审核', roles: ['ACCOUNT_REVIEWER'] },
  { login: 'kefu1', text: '帮办一', roles: ['HELP_DESK'] },
  { login: 'kefu2', text: '帮办二', roles: ['HELP_DESK'] },
  { login: 'guanli', text: '管理', roles: ['SYS_ADMIN'] },
  { login: 'shenji', text: '审计', roles: ['AUDIT_ADMIN'] },
  // The second person for what guanli asks; last, so that the phones of the others stay.
  { login: 'guanli2', text: '管理二', roles: ['SYS_ADMIN'] },
] as const satisfies readonly { login: string; text: string; roles: readonly StaffRole[] }[]

/** Where the demo staff work: those without a prefix in the province of the site. */
const demoAuthorities = (site: SiteCode) => [
  { code: site === 'liaoning' ? 'liaoning-mzt' : 'shanxi-mzt', prefix: '', surname: site === 'liaoning' ? '辽' : '晋' },
  { code: 'taiyuan-spj', prefix: 'taiyuan-', surname: '并' },
  { code: 'liaoning-mzt', prefix: 'liaoning-', surname: '辽' },
  { code: 'anshan-spj', prefix: 'anshan-', surname: '鞍' },
  { code: 'qianshan-mzj', prefix: 'qianshan-', surname: '千' },
]

/** Demo staff of supervisory units, which are known in Shanxi only: one of the province, one of its capital. */
const unitPeople = [
  { login: 'zhuguan', name: '晋主管', authority: 'shanxi-mzt', unit: '山西省教育厅', phone: '13700009000' },
  { login: 'taiyuan-zhuguan', name: '并主管', authority: 'taiyuan-spj', unit: '太原市教育局', phone: '13700009001' },
]

type Person = {
  readonly login: string
  readonly name: string
  readonly phone: string
  readonly roles: readonly StaffRole[]
  readonly authorityId: number
  readonly organId?: number
}

/** Adds who is missing; whoever is there stays. */
const addMissing = async (knex: Knex, { crypto, passwords }: DemoTools, people: readonly Person[]): Promise<void> => {
  const present = new Set(
    (await knex('staff').select<{ login_key: string }[]>('login_key')).map((row) => row.login_key),
  )
  const missing = people.filter(({ login }) => !present.has(login))
  if (missing.length === 0) return
  const passwordHash = await passwords.hash(demoPassword)
  await knex('staff')
    .insert(
      missing.map(({ login, name, phone, roles, authorityId, organId }) => ({
        login_name: login,
        login_key: login,
        name,
        authority_id: authorityId,
        ...(organId === undefined ? {} : { organ_id: organId }),
        roles: [...roles],
        phone_enc: crypto.encrypt(phone, `staff.phone:${login}`),
        phone_idx: crypto.index('phone', phone),
        id_number_idx: crypto.index('id-number', `DEMO-STAFF-${login}`),
        password_hash: passwordHash,
      })),
    )
    .onConflict()
    .ignore()
}

const authorityIds = async (knex: Knex): Promise<ReadonlyMap<string, number>> =>
  new Map(
    (await knex('authority').select<{ id: number; code: string }[]>('id', 'code')).map(({ id, code }) => [code, id]),
  )

/** The demo officials; missing ones are added, present ones stay. */
export const seedDemoStaff = async (knex: Knex, tools: DemoTools): Promise<void> => {
  const authorities = await authorityIds(knex)
  await addMissing(
    knex,
    tools,
    demoAuthorities(tools.site.code).flatMap(({ code, prefix, surname }, group) => {
      const authorityId = authorities.get(code)
      if (authorityId === undefined) return []
      return positions.map(({ login, text, roles }, index) => ({
        login: `${prefix}${login}`,
        name: `${surname}${text}`,
        phone: `1370000${String(group)}${String(index).padStart(3, '0')}`,
        roles,
        authorityId,
      }))
    }),
  )
}

/** The demo staff of supervisory units, with which these answer online. */
export const seedDemoUnitStaff = async (knex: Knex, tools: DemoTools): Promise<void> => {
  const authorities = await authorityIds(knex)
  const units = await knex('supervisory_unit').select<{ id: number; name: string }[]>('id', 'name')
  await addMissing(
    knex,
    tools,
    unitPeople.flatMap(({ login, name, phone, authority, unit }) => {
      const authorityId = authorities.get(authority)
      const organId = units.find((row) => row.name === unit)?.id
      if (authorityId === undefined || organId === undefined) return []
      return { login, name, phone, roles: ['SUPERVISOR'] as const, authorityId, organId }
    }),
  )
}
