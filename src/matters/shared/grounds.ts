import { cite } from '../../core/law.ts'
import type { Grounds } from '../../core/matters/grounds.ts'

/** Why an application is not taken, whatever it asks for (行政许可法 art. 32, 78). */
export const refusedGrounds: Grounds = [
  { code: 'NO_LICENCE_NEEDED', text: '申请事项依法不需要取得行政许可', basis: cite('APL', 32, 1, 1) },
  { code: 'OTHER_AUTHORITY', text: '申请事项依法不属于本机关职权范围', basis: cite('APL', 32, 1, 2) },
  {
    code: 'NOT_CORRECTED',
    text: '经一次性告知，仍没有按照要求提交全部补正申请材料',
    basis: cite('APL', 32, 1, 5),
    after: 'requireCorrection',
  },
  { code: 'FALSE_PAPERS', text: '隐瞒有关情况或者提供虚假材料申请行政许可', basis: cite('APL', 78) },
]
