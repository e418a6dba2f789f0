import { filers, type Filer } from '../filings/define.ts'
import type { OrgType } from '../../core/org-types.ts'

/** What the annual report of a type rests on (domain.md §5.4, domain-2.md §20–21). */
type Reporting = {
  /** The article of its regulation that asks for the report. */
  readonly article: string
  /** How it is checked, where a measure of its own says so. */
  readonly measures?: string
  readonly income: string
  /** The last day, in words. */
  readonly due: string
}

const reporting = {
  SOCIAL_GROUP: {
    article: '第二十八条',
    measures: '《社会团体年度检查办法》',
    income: '会费收入',
    due: '每年3月31日前送业务主管单位初审，5月31日前报送登记管理机关；慈善组织3月31日前报送。',
  },
  PRIVATE_NON_ENTERPRISE: {
    article: '第二十三条',
    measures: '《民办非企业单位年度检查办法》',
    income: '提供服务收入',
    due: '每年3月31日前送业务主管单位初审，5月31日前报送登记管理机关；慈善组织3月31日前报送。',
  },
  FOUNDATION: { article: '第三十六条', income: '捐赠收入', due: '每年3月31日前报送，报送以前经业务主管单位审查同意。' },
} as const satisfies Record<OrgType, Reporting>

/** An organization that reports on its year, under its law. */
export type Reporter = Filer & {
  readonly report: Reporting & {
    /** The regulation with its article. */
    readonly basis: string
    /** What the conclusion rests on. */
    readonly judged: string
  }
}

export const reporters: readonly Reporter[] = filers.map((filer) => {
  const own: Reporting = reporting[filer.orgType]
  const basis = `${filer.law.regulation}${own.article}`
  return { ...filer, report: { ...own, basis, judged: own.measures ?? basis } }
})

export const isGroup = ({ orgType }: Reporter): boolean => orgType === 'SOCIAL_GROUP'
export const isService = ({ orgType }: Reporter): boolean => orgType === 'PRIVATE_NON_ENTERPRISE'
export const isFoundation = ({ orgType }: Reporter): boolean => orgType === 'FOUNDATION'

export const STANDARD = '《民间非营利组织会计制度》'
export const CHARITY_LAW = '《中华人民共和国慈善法》'
