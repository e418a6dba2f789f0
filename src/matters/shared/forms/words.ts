import { laws } from '../../../core/law.ts'
import { ORG_TYPES, type OrgType } from '../../../core/org-types.ts'

// What the papers of the three types call things, and the invented organizations and people of their samples.

export type TypeWords = {
  readonly type: OrgType
  /** Ends the code of a paper that each type has its own of. */
  readonly slug: string
  readonly label: string
  readonly founder: string
  readonly own: string
  readonly regulation: string
  /** The article that says what a founder hands in. */
  readonly handedIn: string
  readonly fund: string
  /** Who leads it. */
  readonly head: string
  readonly meeting: string
  readonly sample: { readonly name: string; readonly amount: string; readonly inWords: string }
}

export const typeWords = {
  SOCIAL_GROUP: {
    type: 'SOCIAL_GROUP',
    slug: 'social-group',
    label: ORG_TYPES.SOCIAL_GROUP.shortLabel,
    founder: '发起人',
    own: '本会',
    regulation: laws.R250.title,
    handedIn: '第十一条',
    fund: '活动资金',
    head: '会长',
    meeting: '成立大会暨第一次会员大会',
    sample: { name: '山西省古建筑彩绘保护研究会', amount: '10', inWords: '壹拾万元整' },
  },
  PRIVATE_NON_ENTERPRISE: {
    type: 'PRIVATE_NON_ENTERPRISE',
    slug: 'private-non-enterprise',
    label: ORG_TYPES.PRIVATE_NON_ENTERPRISE.shortLabel,
    founder: '举办者',
    own: '本单位',
    regulation: laws.R251.title,
    handedIn: '第九条',
    fund: '开办资金',
    head: '理事长',
    meeting: '第一届理事会第一次会议',
    sample: { name: '山西省晋彩古建筑彩绘技艺馆', amount: '10', inWords: '壹拾万元整' },
  },
  FOUNDATION: {
    type: 'FOUNDATION',
    slug: 'foundation',
    label: ORG_TYPES.FOUNDATION.shortLabel,
    founder: '发起人',
    own: '本基金会',
    regulation: laws.R400.title,
    handedIn: '第九条',
    fund: '原始基金',
    head: '理事长',
    meeting: '第一届理事会第一次会议',
    sample: { name: '山西省晋彩古建筑彩绘传承基金会', amount: '200', inWords: '贰佰万元整' },
  },
} as const satisfies Record<OrgType, TypeWords>

export const authority = '山西省民政厅'
export const unit = '山西省文物局'
export const address = '山西省太原市迎泽区文源巷21号3层302室'
export const lead = { name: '张晓明', idNumber: '140106198503120014', phone: '13900001234' } as const
export const second = { name: '沈若川', idNumber: '210302197806051246', phone: '13900001235' } as const
export const third = { name: '顾砚秋', idNumber: '140105198806150038', phone: '13900001236' } as const
export const fourth = { name: '温如栀', idNumber: '140402197511031026', phone: '13900001237' } as const
export const fifth = { name: '许星野', idNumber: '140802199208182041', phone: '13900001238' } as const
export const company = { name: '山西晋源古建彩绘修缮有限公司', uscc: '91140100MA0KX0013Y', head: '林知远' } as const

/** Of an application: its name and authority are known as soon as there is one. */
export const named = { name: 'name', authority: 'authority' } as const
