import type { Option } from '../../core/forms/field.ts'
import { cite } from '../../core/law.ts'
import type { Grounds } from '../../core/matters/grounds.ts'
import type { OrgType } from '../../core/org-types.ts'
import { filers, type Filer } from '../filings/define.ts'

/** What 注销登记 of a type rests on beside what every type does (domain.md §5.5; domain-2 §13.1, §16.4). */
type Ending = {
  /** Articles behind the name of the regulation: why it ends, who liquidates and that nothing else is done, until when it applies. */
  readonly ends: string
  readonly group: string
  readonly applies: string
  /** Where the residue goes, with the law. */
  readonly residue: string
  readonly reasons: readonly Option[]
  /** Who may ask the court to appoint the group where the duty is not met in time. */
  readonly mayAsk: readonly Option[]
  readonly denied: Grounds
  /** Why others may require its end and, where it cannot, apply instead of it; none where no law says so. */
  readonly required?: readonly Option[]
}

const CHARITY_LAW = '《中华人民共和国慈善法》'
export const CIVIL_CODE = '《中华人民共和国民法典》'

const idle = { value: 'CHARITY_IDLE', text: '连续二年未从事慈善活动（只用于慈善组织）' } as const
const merged = { value: 'MERGED', text: '分立、合并' } as const
const other = { value: 'OTHER', text: '其他原因' } as const
const dissolved = { value: 'DISSOLVED', text: '自行解散' } as const

const unitAsks = { value: 'UNIT', text: '业务主管单位' } as const
const authorityAsks = { value: 'AUTHORITY', text: '登记管理机关' } as const
const interested = { value: 'INTERESTED', text: '利害关系人' } as const

const common = {
  code: 'FALSE_PAPERS',
  text: '隐瞒有关情况或者提供虚假材料申请行政许可',
  basis: cite('APL', 78),
} as const
const notLiquidated = { text: '没有依法成立清算组织、完成清算', pages: ['creditors', 'settlement', 'audit'] } as const
const noConsent = { text: '没有经业务主管单位审查同意', pages: ['acceptance'] } as const
const residueLost = { text: '剩余财产没有按照章程和法律的规定用于公益', pages: ['recipients'] } as const

const endings = {
  SOCIAL_GROUP: {
    ends: '第十九条',
    group: '第二十条',
    applies: '第二十一条',
    residue: `${CIVIL_CODE}第九十五条`,
    reasons: [{ value: 'PURPOSE', text: '完成章程规定的宗旨' }, dissolved, merged, idle, other],
    required: [
      { value: 'DONE', text: '设立时的任务已经完成' },
      { value: 'ADJUSTED', text: '行业调整的需要' },
      { value: 'FAILED', text: '运转严重失灵' },
      { value: 'DISORDER', text: '严重扰乱秩序' },
    ],
    mayAsk: [unitAsks, { value: 'INDUSTRY', text: '行业管理部门' }, authorityAsks, interested],
    denied: [
      { code: 'R250_19', ...noConsent, basis: cite('R250', 19) },
      { code: 'R250_20', ...notLiquidated, basis: cite('R250', 20) },
      { code: 'R250_21', text: '剩余财产、债权债务没有处理完毕', pages: ['recipients'], basis: cite('R250', 21) },
      common,
    ],
  },
  PRIVATE_NON_ENTERPRISE: {
    ends: '第十六条',
    group: '第十六条',
    applies: '第十七条',
    residue: `${CIVIL_CODE}第九十五条`,
    reasons: [dissolved, merged, idle, other],
    mayAsk: [unitAsks, interested],
    denied: [
      { code: 'R251_16', ...notLiquidated, basis: cite('R251', 16) },
      { code: 'R251_17', ...noConsent, pages: ['acceptance', 'recipients'], basis: cite('R251', 17) },
      common,
    ],
  },
  FOUNDATION: {
    ends: '第十六条',
    group: '第十八条',
    applies: '第十八条',
    residue: `《基金会管理条例》第三十三条、${CIVIL_CODE}第九十五条`,
    reasons: [
      { value: 'CHARTER', text: '按照章程规定终止' },
      { value: 'PURPOSE', text: '无法按照章程规定的宗旨继续从事公益活动' },
      merged,
      idle,
      other,
    ],
    mayAsk: [unitAsks, authorityAsks, interested],
    denied: [
      { code: 'R400_16', text: '没有经业务主管单位审查同意', pages: ['acceptance'], basis: cite('R400', 16) },
      { code: 'R400_18', ...notLiquidated, basis: cite('R400', 18) },
      { code: 'R400_33', ...residueLost, basis: cite('R400', 33) },
      common,
    ],
  },
} as const satisfies Record<OrgType, Ending>

/** An organization that ends, under its law. */
export type Ender = Omit<Filer, 'law'> & {
  readonly law: Filer['law'] &
    Omit<Ending, 'ends' | 'group' | 'applies'> & {
      /** With the name of the regulation. */
      readonly ends: string
      readonly group: string
      readonly applies: string
      readonly charity: string
    }
}

export const enders: readonly Ender[] = filers.map(({ law, orgType, name }) => {
  const own: Ending = endings[orgType]
  return {
    orgType,
    name,
    law: {
      ...law,
      ...own,
      ends: `${law.regulation}${own.ends}`,
      group: `${law.regulation}${own.group}`,
      applies: `${law.regulation}${own.applies}`,
      charity: `${CHARITY_LAW}第十八条`,
    },
  }
})

/** Creditors are told as those of a company are (民法典 art. 71): no norm of our own says how (domain-2 §16.4). */
export const CREDITORS = `《公司法》第二百三十五条（依照${CIVIL_CODE}第七十一条参照适用）`
