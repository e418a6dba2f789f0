import { cite } from '../../core/law.ts'
import type { Ground, Grounds } from '../../core/matters/grounds.ts'
import type { OrgType } from '../../core/org-types.ts'

/** What holds for a change of any type: papers that lie (行政许可法 art. 78), and the conditions of a change (art. 49). */
const common: Grounds = [
  { code: 'FALSE_PAPERS', text: '隐瞒有关情况或者提供虚假材料申请行政许可', basis: cite('APL', 78) },
  { code: 'APL_49', text: '变更的事项不符合法定条件、标准', basis: cite('APL', 49) },
]

const noDomicile = { text: '变更后没有固定的住所', pages: ['domicile'] } as const
const noConsent = { text: '变更没有经业务主管单位审查同意', pages: ['consent'] } as const

const own = {
  SOCIAL_GROUP: [
    { code: 'R250_18', ...noConsent, basis: cite('R250', 18, 1) },
    { code: 'R250_10_3', ...noDomicile, basis: cite('R250', 10, 1, 3) },
  ],
  PRIVATE_NON_ENTERPRISE: [
    { code: 'R251_15', ...noConsent, basis: cite('R251', 15, 1) },
    { code: 'R251_8_5', ...noDomicile, text: '变更后没有必要的场所', basis: cite('R251', 8, 1, 5) },
  ],
  // No unit is asked about a change of a foundation that leaves its charter alone (基金会管理条例 art. 15).
  FOUNDATION: [{ code: 'R400_8_4', ...noDomicile, basis: cite('R400', 8, 1, 4) }],
} as const satisfies Record<OrgType, readonly Ground[]>

/** Why a change is not granted, by type. */
export const changeGrounds = (type: OrgType): Grounds => [...own[type], ...common]
