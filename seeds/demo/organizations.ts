import { randomUUID } from 'node:crypto'
import type { Knex } from 'knex'
import { composeUscc } from '../../src/core/identity/uscc.ts'
import { comparisonKey } from '../../src/core/names/parse.ts'
import type { DivisionName } from '../../src/core/names/types.ts'
import type { DemoTools } from './tools.ts'

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

/** A few registered organizations to try the portal with; missing ones are added, present ones stay. */
export const seedDemoOrganizations = async (knex: Knex, _tools: DemoTools): Promise<void> => {
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
