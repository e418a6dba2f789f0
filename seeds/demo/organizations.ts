import { randomUUID } from 'node:crypto'
import type { Knex } from 'knex'
import { identityKey } from '../../src/core/identity/documents.ts'
import { composeUscc } from '../../src/core/identity/uscc.ts'
import { nameKey } from '../../src/core/names/normalize.ts'
import { comparisonKey } from '../../src/core/names/parse.ts'
import type { DivisionName } from '../../src/core/names/types.ts'
import type { OrgType } from '../../src/core/org-types.ts'
import type { OrganizationRow } from '../../src/modules/register/entry.ts'
import { sandboxPeople } from '../../src/sandbox/people.ts'
import type { DemoTools } from './tools.ts'

type DemoOrganization = {
  readonly name: string
  readonly type: OrgType
  readonly authority: string
  readonly division: string
  readonly area: string
  readonly domicile: string
  readonly scope: string
  /** The legal representative: one of the sandbox's people. */
  readonly head: string
  readonly post: string
  readonly supervisor: string | null
  /** 万元. */
  readonly fund: string
  readonly established: string
  /** The eight characters of the organization code before its check character. */
  readonly body: string
  /** Number of the certificate from before 2015, when there was one. */
  readonly formerNumber?: string
}

const shanxi = { authority: 'shanxi-mzt', division: '140000', area: '山西省' } as const
const anshan = { authority: 'anshan-spj', division: '210300', area: '鞍山市' } as const

const demoOrganizations: readonly DemoOrganization[] = [
  {
    ...shanxi,
    name: '山西省古籍修复研究会',
    type: 'SOCIAL_GROUP',
    domicile: '太原市小店区示例街1号',
    scope: '古籍保护、修复技术研究与交流',
    head: '程望舒',
    post: 'PRESIDENT',
    supervisor: '山西省文化和旅游厅',
    fund: '5',
    established: '2018-06-01',
    body: 'MJ000001',
    formerNumber: '晋民社证字第000101号',
  },
  {
    ...shanxi,
    name: '山西省小杂粮产业促进会',
    type: 'SOCIAL_GROUP',
    domicile: '太原市小店区示例街2号',
    scope: '小杂粮种植、加工、流通领域的服务与交流',
    head: '薛穗',
    post: 'PRESIDENT',
    supervisor: null,
    fund: '10',
    established: '2019-06-02',
    body: 'MJ000101',
  },
  {
    ...shanxi,
    name: '山西省青少年机器人教育协会',
    type: 'SOCIAL_GROUP',
    domicile: '太原市小店区示例街3号',
    scope: '青少年机器人教育研究、竞赛组织、师资交流',
    head: '白启明',
    post: 'PRESIDENT',
    supervisor: '山西省科学技术协会',
    fund: '8',
    established: '2020-06-03',
    body: 'MJ000102',
  },
  {
    ...shanxi,
    name: '山西省黄河湿地保护协会',
    type: 'SOCIAL_GROUP',
    domicile: '太原市小店区示例街4号',
    scope: '黄河湿地生态保护宣传、调查与志愿服务',
    head: '段汀',
    post: 'PRESIDENT',
    supervisor: '山西省林业和草原局',
    fund: '3',
    established: '2021-06-04',
    body: 'MJ000103',
  },
  {
    ...shanxi,
    name: '山西汾水社会工作服务中心',
    type: 'PRIVATE_NON_ENTERPRISE',
    domicile: '太原市小店区示例街5号',
    scope: '社会工作服务、社区矫正帮扶、志愿者培训',
    head: '卫朴',
    post: 'COUNCIL_CHAIR',
    supervisor: '山西省民政厅',
    fund: '6',
    established: '2017-03-15',
    body: 'MJ000201',
  },
  {
    ...shanxi,
    name: '山西省晋阳教育发展基金会',
    type: 'FOUNDATION',
    domicile: '太原市小店区示例街6号',
    scope: '资助家庭困难学生、支持乡村教师培训',
    head: '师若谷',
    post: 'COUNCIL_CHAIR',
    supervisor: '山西省教育厅',
    fund: '400',
    established: '2016-09-10',
    body: 'MJ000301',
  },
  {
    ...anshan,
    name: '鞍山市工业遗产保护协会',
    type: 'SOCIAL_GROUP',
    domicile: '鞍山市铁东区示例路8号',
    scope: '工业遗产调查、保护宣传与学术交流',
    head: '栾清',
    post: 'PRESIDENT',
    supervisor: null,
    fund: '4',
    established: '2019-04-18',
    body: 'MJY10001',
  },
  {
    ...anshan,
    name: '鞍山市千山老年服务中心',
    type: 'PRIVATE_NON_ENTERPRISE',
    domicile: '鞍山市千山区示例路9号',
    scope: '居家养老服务、老年人文体活动',
    head: '丛岚',
    post: 'COUNCIL_CHAIR',
    supervisor: null,
    fund: '5',
    established: '2020-10-25',
    body: 'MJY10002',
  },
]

const personOf = (name: string) => {
  const found = sandboxPeople.find((person) => person.name === name)
  if (!found) throw new Error('a legal representative who is not among the sandbox people')
  return found
}

const purposeOf = ({ type, scope }: Entering): string =>
  `${type === 'SOCIAL_GROUP' ? '团结会员，服务社会' : '服务社会，促进公益'}，推动${scope}。`

/** What an organization is entered with that was registered before the portal. */
type Entering = Omit<DemoOrganization, 'authority' | 'division' | 'post' | 'body'> & {
  readonly uscc: string
  readonly authorityId: number
  readonly charity?: boolean
}

/** The entry of an organization from before the portal; nothing when it is there already. */
export const enterOrganization = async (
  knex: Knex,
  divisions: readonly DivisionName[],
  one: Entering,
): Promise<OrganizationRow | undefined> => {
  const rows = (await knex('organization')
    .insert({
      id: randomUUID(),
      uscc: one.uscc,
      name: one.name,
      name_key: nameKey(one.name),
      type: one.type,
      authority_id: one.authorityId,
      comparison_key: comparisonKey(one.name, divisions),
      legal_representative: one.head,
      purpose: purposeOf(one),
      business_scope: one.scope,
      certificate_scope: one.scope,
      activity_area: one.type === 'SOCIAL_GROUP' ? one.area : '',
      domicile: one.domicile,
      foundation_kind: one.type === 'FOUNDATION' ? '非公募基金会' : '',
      fund_ten_thousands: one.fund,
      supervisory_unit: one.supervisor,
      charity: one.charity ? '是' : '',
      former_certificate_number: one.formerNumber ?? null,
      status: 'ACTIVE',
      status_since: one.established,
      established_on: one.established,
      valid_from: one.established,
      valid_to: '2028-12-31',
    })
    .onConflict()
    .ignore()
    .returning('*')) as OrganizationRow[]
  return rows[0]
}

/** A few registered organizations to try the portal with; missing ones are added, present ones stay. */
export const seedDemoOrganizations = async (knex: Knex, { crypto }: DemoTools): Promise<void> => {
  const divisions = await knex('division').whereNot({ level: 'NATION' }).select<DivisionName[]>('code', 'name', 'level')
  const authorities = await knex('authority').select<{ id: number; code: string }[]>('id', 'code')
  for (const one of demoOrganizations) {
    const authority = authorities.find(({ code }) => code === one.authority)
    if (!authority) continue
    const uscc = composeUscc(one.type, one.division, one.body)
    const row = await enterOrganization(knex, divisions, { ...one, uscc, authorityId: authority.id })
    const person = personOf(one.head)
    if (row)
      await knex('organization_person').insert({
        organization_id: row.id,
        name: person.name,
        post: one.post,
        id_number_idx: crypto.index('id-number', identityKey('RESIDENT_ID', person.residentId)),
        legal_representative: true,
      })
  }
}
