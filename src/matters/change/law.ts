import type { Option } from '../../core/forms/field.ts'
import type { OrgType } from '../../core/org-types.ts'

/** What 变更登记 rests on for a type, and whose meeting decides it. */
export type ChangeLaw = {
  readonly orgType: OrgType
  /** With its 《》. */
  readonly regulation: string
  readonly inForce: string
  /** The article on changes. */
  readonly article: string
  /** Who leaves as legal representative is audited. */
  readonly audit: string
  /** Days after the unit's consent within which the change is applied for; the foundation's regulation sets none. */
  readonly days?: number
  /** The provision that two thirds of the council must be there, and must agree to what is important; a model charter only says so elsewhere. */
  readonly twoThirds?: string
  /** The organs that may decide, by what the charter gives them; what changes the charter is the first one's. */
  readonly organs: readonly Option[]
  /** What its money is called, an amount for the example, and what proves it. */
  readonly fund: { readonly text: string; readonly amount: string; readonly proof: '验资报告' | '验资证明' }
  /** What the organization calls itself in sentences. */
  readonly own: string
  /** A meeting that may decide it, for the example. */
  readonly meeting: { readonly name: string; readonly expected: number; readonly present: number }
}

const council = { value: 'COUNCIL', text: '理事会' } as const

/** Three regulations, one matter (domain.md §5.1). */
export const changeLaws = {
  SOCIAL_GROUP: {
    orgType: 'SOCIAL_GROUP',
    regulation: '《社会团体登记管理条例》',
    audit: '《社会团体登记管理条例》第二十七条',
    inForce: '2016-02-06',
    article: '第十八条',
    days: 30,
    organs: [
      { value: 'ASSEMBLY', text: '会员大会' },
      { value: 'DELEGATES', text: '会员代表大会' },
      council,
      { value: 'STANDING_COUNCIL', text: '常务理事会' },
    ],
    fund: { text: '活动资金', amount: '20', proof: '验资报告' },
    own: '本会',
    meeting: { name: '第二届第三次会员大会', expected: 80, present: 72 },
  },
  PRIVATE_NON_ENTERPRISE: {
    orgType: 'PRIVATE_NON_ENTERPRISE',
    regulation: '《民办非企业单位登记管理暂行条例》',
    audit: '《民办非企业单位登记管理暂行条例》第二十二条',
    inForce: '1998-10-25',
    article: '第十五条',
    days: 30,
    organs: [council],
    fund: { text: '开办资金', amount: '20', proof: '验资报告' },
    own: '本单位',
    meeting: { name: '第一届理事会第五次会议', expected: 7, present: 6 },
  },
  FOUNDATION: {
    orgType: 'FOUNDATION',
    regulation: '《基金会管理条例》',
    audit: '《基金会管理条例》第三十七条',
    inForce: '2004-06-01',
    article: '第十五条',
    twoThirds: '《基金会管理条例》第二十一条',
    organs: [council],
    fund: { text: '原始基金', amount: '500', proof: '验资证明' },
    own: '本基金会',
    meeting: { name: '第一届理事会第五次会议', expected: 9, present: 8 },
  },
} as const satisfies Record<OrgType, ChangeLaw>
