import { ORG_TYPES, type OrgType } from '../../core/org-types.ts'
import type { OrganizationMatter } from '../../core/register/allowed.ts'

/** What an established organization still does at the counter of its authority. */
export type CounterMatter = {
  readonly family: OrganizationMatter
  readonly title: string
  readonly keywords: readonly string[]
  readonly when: string
  readonly bring: string
  /** Articles of the regulation of each type (see regulations). */
  readonly articles: Readonly<Record<OrgType, string>>
}

/** Of the five matters of established organizations (Shanxi guide) what cannot be done on this portal yet. */
export const counterMatters = [
  {
    family: 'report',
    title: '年报',
    keywords: ['年报', '年检', '年度工作报告', '年度检查'],
    when: '每年按登记管理机关公告的时间报送上一年度工作报告。',
    bring: '年度工作报告、财务会计报告；受业务主管单位管理的，附其初审意见。',
    articles: { SOCIAL_GROUP: '第二十八条', PRIVATE_NON_ENTERPRISE: '第二十三条', FOUNDATION: '第三十六条' },
  },
] as const satisfies readonly CounterMatter[]

const regulations = {
  SOCIAL_GROUP: '《社会团体登记管理条例》',
  PRIVATE_NON_ENTERPRISE: '《民办非企业单位登记管理暂行条例》',
  FOUNDATION: '《基金会管理条例》',
} as const satisfies Record<OrgType, string>

/** What a matter rests on: for an organization of a type its own regulation, for everybody else all three. */
export const basisOf = ({ articles }: CounterMatter, type: OrgType | undefined): string =>
  (type ? [type] : (Object.keys(ORG_TYPES) as OrgType[])).map((each) => regulations[each] + articles[each]).join('；')
