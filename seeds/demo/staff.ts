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
const firstAuthorities = (site: SiteCode) => [
  { code: site === 'liaoning' ? 'liaoning-mzt' : 'shanxi-mzt', prefix: '', surname: site === 'liaoning' ? '辽' : '晋' },
  { code: 'taiyuan-spj', prefix: 'taiyuan-', surname: '并' },
  { code: 'liaoning-mzt', prefix: 'liaoning-', surname: '辽' },
  { code: 'anshan-spj', prefix: 'anshan-', surname: '鞍' },
  { code: 'qianshan-mzj', prefix: 'qianshan-', surname: '千' },
]

/** Phones of later groups begin here: those before are taken. */
const laterGroups = 10

type Authority = { readonly id: number; readonly code: string; readonly name: string; readonly division_code: string }

/** 大同 of 大同市行政审批服务管理局, 迎泽 of 太原市迎泽区行政审批服务管理局. */
const shortName = (authority: string): string => /([^省市]+?)[市区县](?:行政|民政)/.exec(authority)?.[1] ?? authority

/** Every authority of the site has its own, so that whatever the start form offers can be worked off. */
const demoAuthorities = ({ code: site, rootDivisionCode }: DemoTools['site'], all: readonly Authority[]) => {
  const first = firstAuthorities(site).map((known, group) => ({ ...known, group }))
  const others = all.filter(
    ({ code, division_code: division }) =>
      division.startsWith(rootDivisionCode.slice(0, 2)) && first.every((known) => known.code !== code),
  )
  return [
    ...first.flatMap((known) => all.filter(({ code }) => code === known.code).map(({ id }) => ({ ...known, id }))),
    ...others.map(({ id, code, name }, index) => ({
      id,
      prefix: `${code.split('-')[0] ?? ''}-`,
      surname: shortName(name),
      group: laterGroups + index,
    })),
  ]
}

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

const allAuthorities = (knex: Knex): Promise<Authority[]> =>
  knex('authority').orderBy('id').select<Authority[]>('id', 'code', 'name', 'division_code')

/** The demo officials; missing ones are added, present ones stay. */
export const seedDemoStaff = async (knex: Knex, tools: DemoTools): Promise<void> => {
  await addMissing(
    knex,
    tools,
    demoAuthorities(tools.site, await allAuthorities(knex)).flatMap(({ id, prefix, surname, group }) =>
      positions.map(({ login, text, roles }, index) => ({
        login: `${prefix}${login}`,
        name: `${surname}${text}`,
        phone: `137000${String(group).padStart(2, '0')}${String(index).padStart(3, '0')}`,
        roles,
        authorityId: id,
      })),
    ),
  )
}

/** The demo staff of supervisory units, with which these answer online. */
export const seedDemoUnitStaff = async (knex: Knex, tools: DemoTools): Promise<void> => {
  const authorities = new Map((await allAuthorities(knex)).map(({ id, code }) => [code, id]))
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
