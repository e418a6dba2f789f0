import type { OrgType } from '../../core/org-types.ts'

/** What 变更登记 rests on for a type, and whose meeting decides it. */
export type ChangeLaw = {
  readonly orgType: OrgType
  /** With its 《》. */
  readonly regulation: string
  readonly inForce: string
  /** The article on changes. */
  readonly article: string
  /** Days after the unit's consent within which the change is applied for; the foundation's regulation sets none. */
  readonly days?: number
  /** What the organization calls itself in sentences. */
  readonly own: string
  /** A meeting that may decide it, for the example. */
  readonly meeting: { readonly name: string; readonly expected: number; readonly present: number }
}

/** Three regulations, one matter (domain.md §5.1). */
export const changeLaws = {
  SOCIAL_GROUP: {
    orgType: 'SOCIAL_GROUP',
    regulation: '《社会团体登记管理条例》',
    inForce: '2016-02-06',
    article: '第十八条',
    days: 30,
    own: '本会',
    meeting: { name: '第二届第三次理事会', expected: 15, present: 13 },
  },
  PRIVATE_NON_ENTERPRISE: {
    orgType: 'PRIVATE_NON_ENTERPRISE',
    regulation: '《民办非企业单位登记管理暂行条例》',
    inForce: '1998-10-25',
    article: '第十五条',
    days: 30,
    own: '本单位',
    meeting: { name: '第一届理事会第五次会议', expected: 7, present: 6 },
  },
  FOUNDATION: {
    orgType: 'FOUNDATION',
    regulation: '《基金会管理条例》',
    inForce: '2004-06-01',
    article: '第十五条',
    own: '本基金会',
    meeting: { name: '第一届理事会第五次会议', expected: 9, present: 8 },
  },
} as const satisfies Record<OrgType, ChangeLaw>
