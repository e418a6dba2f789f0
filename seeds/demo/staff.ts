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

/** The demo staff; missing ones are added, present ones stay. */
export const seedDemoStaff = async (knex: Knex, { crypto, passwords, site }: DemoTools): Promise<void> => {
  const present = new Set(
    (await knex('staff').select<{ login_key: string }[]>('login_key')).map((row) => row.login_key),
  )
  const authorities = await knex('authority').select<{ id: number; code: string }[]>('id', 'code')
  const missing = demoAuthorities(site.code).flatMap((demo, group) => {
    const authority = authorities.find((row) => row.code === demo.code)
    if (!authority) return []
    return positions.flatMap((position, index) => {
      const login = `${demo.prefix}${position.login}`
      if (present.has(login)) return []
      const phone = `1370000${String(group)}${String(index).padStart(3, '0')}`
      return {
        login_name: login,
        login_key: login,
        name: `${demo.surname}${position.text}`,
        authority_id: authority.id,
        roles: [...position.roles],
        phone_enc: crypto.encrypt(phone, `staff.phone:${login}`),
        phone_idx: crypto.index('phone', phone),
        id_number_idx: crypto.index('id-number', `DEMO-STAFF-${login}`),
      }
    })
  })
  if (missing.length === 0) return
  const passwordHash = await passwords.hash(demoPassword)
  await knex('staff')
    .insert(missing.map((row) => ({ ...row, password_hash: passwordHash })))
    .onConflict()
    .ignore()
}
