import type { OrgType } from '../org-types.ts'
import type { Trait } from './define.ts'

/** What a charter has to say (domain-2.md §22, marked there), who asks for it, and of which types and traits. */
type Requirement = {
  readonly text: string
  readonly basis: Readonly<Partial<Record<OrgType, string>>>
  readonly trait?: Trait
}

const article = (group: string | undefined, unit: string | undefined, foundation: string | undefined) => ({
  ...(group && { SOCIAL_GROUP: `《社会团体登记管理条例》${group}` }),
  ...(unit && { PRIVATE_NON_ENTERPRISE: `《民办非企业单位登记管理暂行条例》${unit}` }),
  ...(foundation && { FOUNDATION: `《基金会管理条例》${foundation}` }),
})

const everywhere = (basis: string) => ({ SOCIAL_GROUP: basis, PRIVATE_NON_ENTERPRISE: basis, FOUNDATION: basis })

const ministry = '《民政部关于在社会组织章程增加党的建设和社会主义核心价值观有关内容的通知》'
const ofCharity = (item: string) => everywhere(`《慈善法》第十一条第${item}项`)

const table = {
  name: { text: '名称', basis: article('第十四条第一项', '第十条第一项', '第十条第一项') },
  domicile: { text: '住所', basis: article('第十四条第一项', '第十条第一项', '第十条第一项') },
  purpose: { text: '宗旨', basis: article('第十四条第二项', '第十条第二项', '第十条第二项') },
  scope: { text: '业务范围', basis: article('第十四条第二项', '第十条第二项', '第十条第二项') },
  area: { text: '活动地域', basis: article('第十四条第二项', undefined, undefined) },
  party: { text: '坚持党的全面领导，设立党的组织', basis: everywhere(ministry) },
  values: { text: '社会主义核心价值观、道德风尚、诚信自律', basis: everywhere(ministry) },
  authorities: {
    text: '登记管理机关、业务主管单位、党建领导机关',
    basis: article('第六条、第九条', '第五条、第八条', '第六条、第七条'),
  },
  industryAuthority: { text: '行业管理部门', basis: article('第十九条', undefined, undefined), trait: 'INDUSTRY' },
  members: { text: '会员资格及其权利、义务', basis: article('第十四条第三项', undefined, undefined) },
  organs: {
    text: '民主的组织管理制度、执行机构的产生程序',
    basis: article('第十四条第四项', undefined, undefined),
  },
  council: { text: '理事会的组成、职权和议事规则', basis: article(undefined, '第十条第三项', '第十条第四项') },
  councilMembers: { text: '理事的资格、产生程序和任期', basis: article(undefined, '第十条第三项', '第十条第四项') },
  executive: { text: '执行机构及其负责人的职权', basis: article(undefined, '第十条第三项', '第二十条') },
  supervisors: { text: '监事的职责、资格、产生程序和任期', basis: article(undefined, '第十条第三项', '第十条第六项') },
  officers: {
    text: '负责人的条件和产生、罢免的程序',
    basis: article('第十四条第五项', undefined, '第二十条、第二十三条'),
  },
  legalRepresentative: {
    text: '法定代表人的产生、罢免和职责',
    basis: article('第十二条、第十四条第五项', '第十条第四项', '第十条第五项'),
  },
  contributors: { text: '举办者及其权利', basis: article(undefined, '第十条第三项', undefined) },
  openingFund: { text: '开办资金和各出资人的出资', basis: article(undefined, '第八条第四项、第十条第五项', undefined) },
  originalFund: { text: '原始基金的数额和来源', basis: article(undefined, undefined, '第十条第三项') },
  foundationKind: { text: '基金会的类型', basis: article(undefined, undefined, '第三条') },
  conflicts: { text: '近亲属回避、报酬限制和利益冲突', basis: article(undefined, undefined, '第二十条、第二十三条') },
  assets: { text: '资产的管理和使用', basis: article('第十四条第六项', '第十条第五项', '第十条第八项') },
  accounts: { text: '财务会计报告的编制和审定', basis: article(undefined, undefined, '第十条第七项') },
  fees: { text: '会费标准的制定和表决', basis: { SOCIAL_GROUP: '社会团体会费管理有关规定' } },
  amendment: { text: '章程的修改程序', basis: article('第十四条第七项', '第十条第六项', '第十五条') },
  termination: { text: '终止程序', basis: article('第十四条第八项', '第十条第七项', '第十条第九项') },
  residue: {
    text: '终止以后财产的处理',
    basis: article(
      '第十四条第八项，《民法典》第九十五条',
      '第十条第七项，《民法典》第九十五条',
      '第十条第九项、第三十三条',
    ),
  },
  effect: { text: '通过、解释和生效', basis: article('第十四条第九项', '第十条第八项', '第十条') },
  fundraising: { text: '面向公众募捐', basis: { FOUNDATION: '《慈善法》第二十二条、第二十三条' }, trait: 'PUBLIC' },
  charityForm: { text: '组织形式', basis: ofCharity('二'), trait: 'CHARITY' },
  charitySources: { text: '财产来源及构成', basis: ofCharity('四'), trait: 'CHARITY' },
  charityOversight: { text: '内部监督机制', basis: ofCharity('六'), trait: 'CHARITY' },
  charityAssets: { text: '财产管理使用制度', basis: ofCharity('七'), trait: 'CHARITY' },
  charityProjects: { text: '项目管理制度', basis: ofCharity('八'), trait: 'CHARITY' },
  charityLiquidation: { text: '终止情形及终止后的清算办法', basis: ofCharity('九'), trait: 'CHARITY' },
} as const satisfies Record<string, Requirement>

export type RequirementCode = keyof typeof table

export const requirements: Readonly<Record<RequirementCode, Requirement>> = table

/** What a charter of the type with these traits has to say. */
export const requirementsOf = (orgType: OrgType, traits: readonly Trait[]): readonly RequirementCode[] =>
  (Object.keys(table) as RequirementCode[]).filter((code) => {
    const { basis, trait } = requirements[code]
    return basis[orgType] !== undefined && (trait === undefined || traits.includes(trait))
  })
