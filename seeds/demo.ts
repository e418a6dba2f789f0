import { randomUUID } from 'node:crypto'
import type { Knex } from 'knex'
import type { StaffRole } from '../src/core/access.ts'
import { composeUscc } from '../src/core/identity/uscc.ts'
import { comparisonKey } from '../src/core/names/parse.ts'
import type { DivisionName } from '../src/core/names/types.ts'
import type { FieldCrypto } from '../src/infra/field-crypto.ts'
import type { Passwords } from '../src/infra/passwords.ts'

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
] as const satisfies readonly { login: string; text: string; roles: readonly StaffRole[] }[]

const demoAuthorities = [
  { code: 'shanxi-mzt', prefix: '', surname: '晋' },
  { code: 'taiyuan-spj', prefix: 'taiyuan-', surname: '并' },
] as const

const demoOrganizations = [
  {
    name: '山西省古籍修复研究会',
    scope: '古籍保护、修复技术研究与交流',
    head: '程望舒',
    supervisor: '山西省文化和旅游厅',
    fund: '5',
    body: 'MJ000001',
  },
  {
    name: '山西省小杂粮产业促进会',
    scope: '小杂粮种植、加工、流通领域的服务与交流',
    head: '薛穗',
    supervisor: null,
    fund: '10',
    body: 'MJ000101',
  },
  {
    name: '山西省青少年机器人教育协会',
    scope: '青少年机器人教育研究、竞赛组织、师资交流',
    head: '白启明',
    supervisor: '山西省科学技术协会',
    fund: '8',
    body: 'MJ000102',
  },
  {
    name: '山西省黄河湿地保护协会',
    scope: '黄河湿地生态保护宣传、调查与志愿服务',
    head: '段汀',
    supervisor: '山西省林业和草原局',
    fund: '3',
    body: 'MJ000103',
  },
] as const

/**
 * Staff and a few registered organizations to try the portal with; only ever called with the sandbox. Missing rows
 * are added, present ones stay.
 */
export const seedDemo = async (
  knex: Knex,
  tools: { readonly crypto: FieldCrypto; readonly passwords: Passwords },
): Promise<void> => {
  const present = await knex('staff').count<{ count: string | number }[]>('* as count').first()
  if (Number(present?.count ?? 0) === 0) {
    const passwordHash = await tools.passwords.hash(demoPassword)
    const authorities = await knex('authority')
      .whereIn(
        'code',
        demoAuthorities.map((authority) => authority.code),
      )
      .select<{ id: number; code: string }[]>('id', 'code')
    const rows = demoAuthorities.flatMap((demo, group) => {
      const authority = authorities.find((row) => row.code === demo.code)
      if (!authority) return []
      return positions.map((position, index) => {
        const login = `${demo.prefix}${position.login}`
        const phone = `1370000${String(group)}${String(index).padStart(3, '0')}`
        return {
          login_name: login,
          login_key: login,
          password_hash: passwordHash,
          name: `${demo.surname}${position.text}`,
          authority_id: authority.id,
          roles: [...position.roles],
          phone_enc: tools.crypto.encrypt(phone, `staff.phone:${login}`),
          phone_idx: tools.crypto.index('phone', phone),
          id_number_idx: tools.crypto.index('id-number', `DEMO-STAFF-${login}`),
        }
      })
    })
    await knex('staff').insert(rows)
  }
  const divisions = await knex('division').whereNot({ level: 'NATION' }).select<DivisionName[]>('code', 'name', 'level')
  const shanxi = await knex('authority').where({ code: 'shanxi-mzt' }).first<{ id: number } | undefined>('id')
  if (!shanxi) return
  await knex('organization')
    .insert(
      demoOrganizations.map((organization, index) => ({
        id: randomUUID(),
        uscc: composeUscc('SOCIAL_GROUP', '140000', organization.body),
        name: organization.name,
        type: 'SOCIAL_GROUP',
        authority_id: shanxi.id,
        comparison_key: comparisonKey(organization.name, divisions),
        legal_representative: organization.head,
        purpose: `团结会员，服务社会，推动${organization.scope}。`,
        business_scope: organization.scope,
        activity_area: '山西省',
        domicile: `太原市小店区示例街${index + 1}号`,
        fund_ten_thousands: organization.fund,
        supervisory_unit: organization.supervisor,
        status: 'ACTIVE',
        status_since: `20${18 + index}-06-0${index + 1}`,
        established_on: `20${18 + index}-06-0${index + 1}`,
        valid_from: `20${18 + index}-06-0${index + 1}`,
        valid_to: `2028-0${index + 1}-01`,
      })),
    )
    .onConflict()
    .ignore()
}
