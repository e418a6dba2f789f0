import { cite } from '../../core/law.ts'
import type { Ground, Grounds } from '../../core/matters/grounds.ts'
import type { OrgType } from '../../core/org-types.ts'

/** What holds for a change of any type: papers that lie (行政许可法 art. 78), and the conditions of a change (art. 49). */
const common: Grounds = [
  { code: 'FALSE_PAPERS', text: '隐瞒有关情况或者提供虚假材料申请行政许可', basis: cite('APL', 78) },
  { code: 'APL_49', text: '变更的事项不符合法定条件、标准', basis: cite('APL', 49) },
]

const noDomicile = { text: '变更后没有固定的住所', pages: ['domicile'] } as const
const noConsent = { text: '变更没有经业务主管单位审查同意', pages: ['consent', 'unit'] } as const
const tooLittle = { text: '变更后的资金达不到规定的数额', pages: ['funds'] } as const
const unfit = { text: '拟任法定代表人不符合任职条件', pages: ['officers'] } as const
const misnamed = { text: '变更后的名称不符合规定', pages: ['name'], basis: cite('NAMES', 6, 1) } as const

const own = {
  SOCIAL_GROUP: [
    { code: 'R250_18', ...noConsent, basis: cite('R250', 18, 1) },
    { code: 'NAMES_6', ...misnamed },
    { code: 'R250_10_3', ...noDomicile, basis: cite('R250', 10, 1, 3) },
    { code: 'R250_10_5', ...tooLittle, basis: cite('R250', 10, 1, 5) },
    { code: 'R250_12_3', ...unfit, text: '拟任法定代表人同时担任其他社会团体的法定代表人', basis: cite('R250', 12, 3) },
  ],
  PRIVATE_NON_ENTERPRISE: [
    { code: 'R251_15', ...noConsent, basis: cite('R251', 15, 1) },
    { code: 'NAMES_6', ...misnamed },
    { code: 'R251_8_5', ...noDomicile, text: '变更后没有必要的场所', basis: cite('R251', 8, 1, 5) },
    { code: 'R251_8_4', ...tooLittle, text: '变更后没有与业务活动相适应的合法财产', basis: cite('R251', 8, 1, 4) },
  ],
  FOUNDATION: [
    { code: 'NAMES_6', ...misnamed },
    { code: 'R400_8_4', ...noDomicile, basis: cite('R400', 8, 1, 4) },
    { code: 'R400_8_2', ...tooLittle, pages: ['funds', 'kind'], basis: cite('R400', 8, 1, 2) },
    { code: 'R400_23', ...unfit, basis: cite('R400', 23) },
  ],
} as const satisfies Record<OrgType, readonly Ground[]>

/** Why a change is not granted, by type. */
export const changeGrounds = (type: OrgType): Grounds => [...own[type], ...common]
