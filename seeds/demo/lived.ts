import type { OrgType } from '../../src/core/org-types.ts'
import type { ReportConclusion } from '../../src/core/register/reports.ts'

/** What an organization went through besides its founding (see register-life.ts). */
export type Trait =
  | 'moved'
  | 'renamed'
  | 'reelected'
  | 'branch'
  | 'fund'
  | 'fees'
  | 'leaseEnding'
  | 'extended'
  | 'liquidating'
  | 'suspended'
  | 'deregistered'

export type Lived = {
  readonly name: string
  readonly type: OrgType
  readonly authority: string
  readonly area: string
  readonly domicile: string
  readonly scope: string
  readonly supervisor: string | null
  /** 万元. */
  readonly fund: string
  readonly charity: boolean
  readonly established: string
  /** Of a term. */
  readonly years: number
  readonly traits: readonly Trait[]
  readonly renamedTo?: string
  /** Where the first certificate does not end four years on. */
  readonly certificateTo?: string
  /** Neither seal nor account was ever filed. */
  readonly bare: boolean
  /** What its reports were concluded with, by year. */
  readonly reports: Readonly<Record<number, ReportConclusion>>
  /** Of which years the report itself is there, handed in online. */
  readonly online: readonly number[]
  /** The year whose report is there in time and has no conclusion yet, and how far it is. */
  readonly waiting?: { readonly year: number; readonly status: WaitingStatus }
}

/** Handed in, or checked by an official who proposes 合格. */
type WaitingStatus = 'SUBMITTED' | 'FIRST_REVIEWED'

type Spec = readonly [name: string, scope: string, supervisor: string, fund: number, established: string]
type More = Partial<
  Pick<
    Lived,
    'traits' | 'renamedTo' | 'certificateTo' | 'bare' | 'charity' | 'years' | 'reports' | 'online' | 'waiting'
  >
>

const at =
  (type: OrgType, authority: string, area: string, street: string) =>
  (number: number, [name, scope, supervisor, fund, established]: Spec, more: More = {}): Lived => ({
    type,
    authority,
    area,
    name,
    scope,
    domicile: `${street}${String(number)}号`,
    supervisor: supervisor === '' ? null : supervisor,
    fund: String(fund),
    established,
    charity: false,
    years: 5,
    traits: [],
    bare: false,
    reports: { 2025: 'QUALIFIED' },
    online: [],
    ...more,
  })

const group = at('SOCIAL_GROUP', 'shanxi-mzt', '山西省', '山西省太原市小店区示例大街')
const service = at('PRIVATE_NON_ENTERPRISE', 'shanxi-mzt', '山西省', '山西省太原市万柏林区示例大街')
const foundation = at('FOUNDATION', 'shanxi-mzt', '山西省', '山西省太原市杏花岭区示例大街')
const cityGroup = at('SOCIAL_GROUP', 'taiyuan-spj', '太原市', '山西省太原市迎泽区示例路')
const cityService = at('PRIVATE_NON_ENTERPRISE', 'taiyuan-spj', '太原市', '山西省太原市尖草坪区示例路')
const datong = at('SOCIAL_GROUP', 'datong-spj', '大同市', '山西省大同市平城区示例街')

const waits = (status: WaitingStatus) => ({ reports: {}, waiting: { year: 2025, status } }) as const

/** Invented organizations with a past: their order is part of their codes, so new ones come last. */
export const livedOrganizations: readonly Lived[] = [
  group(11, ['山西省剪纸艺术传承协会', '剪纸技艺整理、展览与教学', '山西省文化和旅游厅', 5, '2019-05-20'], {
    traits: ['moved', 'reelected', 'fees', 'branch'],
    certificateTo: '2024-06-30',
  }),
  group(12, ['山西省陈醋酿造研究会', '陈醋酿造工艺研究、标准推广', '山西省工业和信息化厅', 6, '2021-09-08'], {
    online: [2025],
    traits: ['extended'],
  }),
  group(13, ['山西省老年书画研究会', '老年书画创作、展览与交流', '山西省文学艺术界联合会', 4, '2020-10-19'], {
    ...waits('SUBMITTED'),
    traits: ['extended'],
  }),
  group(14, ['山西省杏林中医药文化促进会', '中医药文化宣传、讲座与义诊', '山西省卫生健康委员会', 8, '2022-04-12'], {
    ...waits('FIRST_REVIEWED'),
    traits: ['renamed'],
    renamedTo: '山西省杏林中医药文化发展促进会',
  }),
  group(15, ['山西省山地自行车运动协会', '山地自行车运动推广与赛事', '山西省体育局', 5, '2021-12-06'], {
    ...waits('SUBMITTED'),
    traits: ['leaseEnding', 'extended'],
  }),
  group(16, ['山西省果树栽培技术协会', '果树栽培技术推广、培训', '山西省农业农村厅', 3, '2023-02-22'], {
    reports: { 2024: 'QUALIFIED' },
    online: [2024],
    certificateTo: '2027-02-21',
  }),
  group(17, ['山西省民间窑洞保护协会', '传统窑洞调查、保护与利用', '山西省文物局', 5, '2018-06-25'], {
    reports: { 2024: 'QUALIFIED', 2025: 'BASIC' },
    traits: ['reelected'],
    certificateTo: '2023-06-30',
  }),
  group(18, ['山西省智慧物流行业协会', '行业服务、标准制定、信息交流', '', 30, '2022-11-03'], {
    traits: ['fees', 'branch'],
  }),
  group(19, ['山西省冰雪旅游促进会', '冰雪旅游推广与行业交流', '', 10, '2024-03-18'], { bare: true }),
  group(20, ['山西省青年摄影家协会', '摄影创作、展览与培训', '共青团山西省委员会', 3, '2017-08-30'], {
    reports: { 2024: 'UNQUALIFIED', 2025: 'NOT_FILED' },
    traits: ['suspended'],
    certificateTo: '2026-12-31',
  }),
  group(21, ['山西省地方戏曲音像研究会', '地方戏曲音像整理与研究', '山西省文化和旅游厅', 3, '2016-04-15'], {
    reports: { 2024: 'QUALIFIED' },
    traits: ['liquidating'],
    certificateTo: '2026-10-31',
  }),
  service(31, ['山西星河自闭症儿童康复中心', '自闭症儿童康复训练、家长培训', '山西省残疾人联合会', 20, '2020-03-27'], {
    years: 4,
    traits: ['reelected', 'extended'],
  }),
  service(
    32,
    ['山西晋绿环境监测服务中心', '环境监测服务、环保知识培训', '山西省生态环境厅', 30, '2022-07-14'],
    waits('FIRST_REVIEWED'),
  ),
  service(33, ['山西启明职业技能培训学校', '职业技能培训、就业服务', '山西省人力资源和社会保障厅', 50, '2021-10-11'], {
    ...waits('FIRST_REVIEWED'),
    traits: ['leaseEnding', 'extended'],
  }),
  service(34, ['山西平安社区矫正服务中心', '社区矫正对象帮扶、心理辅导', '山西省司法厅', 10, '2019-12-02'], {
    reports: { 2024: 'QUALIFIED', 2025: 'NOT_FILED' },
    online: [2024],
    years: 4,
    certificateTo: '2026-11-15',
  }),
  service(35, ['山西乐龄养老护理服务中心', '居家养老、护理员培训', '', 15, '2023-08-21'], { traits: ['moved'] }),
  service(36, ['山西云岗石窟数字影像中心', '石窟数字影像采集、公益展览', '山西省文物局', 12, '2024-12-09'], {
    bare: true,
  }),
  foundation(51, ['山西省汾河流域生态保护基金会', '资助流域生态保护项目', '山西省林业和草原局', 400, '2019-11-18'], {
    charity: true,
    traits: ['reelected', 'fund', 'extended'],
  }),
  foundation(
    52,
    ['山西省三晋乡村医生关爱基金会', '资助乡村医生培训与救助', '山西省卫生健康委员会', 500, '2021-12-01'],
    {
      ...waits('FIRST_REVIEWED'),
      charity: true,
      traits: ['extended'],
    },
  ),
  foundation(53, ['山西省晋商文化发展基金会', '资助晋商文化研究与保护', '山西省文化和旅游厅', 800, '2022-05-30'], {
    charity: true,
    traits: ['fund'],
  }),
  foundation(54, ['山西省青苗助学基金会', '资助家庭经济困难学生', '山西省教育厅', 200, '2018-01-22'], {
    charity: true,
    reports: { 2024: 'QUALIFIED' },
    online: [2024],
    years: 4,
    traits: ['reelected'],
    certificateTo: '2027-01-31',
  }),
  cityGroup(61, ['太原市面塑艺术协会', '面塑技艺传承、展览与教学', '太原市文化和旅游局', 3, '2021-06-17'], {
    traits: ['extended', 'fees'],
  }),
  cityGroup(62, ['太原市社区足球协会', '社区足球活动组织与推广', '太原市体育局', 3, '2020-09-01'], {
    reports: {},
    traits: ['extended'],
  }),
  cityService(63, ['太原市向阳花儿童服务中心', '留守儿童陪伴、课后服务', '太原市民政局', 5, '2022-10-26'], {
    traits: ['moved'],
  }),
  cityService(64, ['太原市汾水情老年大学', '老年教育、文体活动', '太原市教育局', 10, '2017-04-19'], {
    reports: { 2024: 'QUALIFIED' },
    traits: ['deregistered'],
    certificateTo: '2026-12-31',
  }),
  datong(71, ['大同市火山地质公园志愿者协会', '地质公园保护宣传与志愿服务', '', 3, '2023-05-31'], {
    traits: ['branch'],
  }),
]
