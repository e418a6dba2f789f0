import type { Field } from '../forms/field.ts'
import type { OrgType } from '../org-types.ts'

/** What the register says of a year's report of an organization. */
export const REPORT_CONCLUSIONS = ['QUALIFIED', 'BASIC', 'UNQUALIFIED', 'NOT_FILED'] as const
export type ReportConclusion = (typeof REPORT_CONCLUSIONS)[number]

type ConclusionFacts = {
  readonly text: string
  readonly tone: 'success' | 'warning' | 'danger' | 'neutral'
  /** A report is there: the year is owed no more. */
  readonly filed: boolean
  /** Two years of such running are a ground for more than 整改 (民办非企业单位年度检查办法 art. 10). */
  readonly grave: boolean
}

export const reportConclusions = {
  QUALIFIED: { text: '合格', tone: 'success', filed: true, grave: false },
  BASIC: { text: '基本合格', tone: 'warning', filed: true, grave: false },
  UNQUALIFIED: { text: '不合格', tone: 'danger', filed: true, grave: true },
  NOT_FILED: { text: '未参检', tone: 'neutral', filed: false, grave: true },
} as const satisfies Record<ReportConclusion, ConclusionFacts>

/** A conclusion, or that there is none yet. */
export const conclusionText = (conclusion: ReportConclusion | null): string =>
  conclusion === null ? '没有结论' : reportConclusions[conclusion].text

/** What a report may be concluded with; that none came is recorded, not concluded. */
const concluded = REPORT_CONCLUSIONS.filter((code) => reportConclusions[code].filed)

/** What whoever checked a report proposes; the conclusion is another official's. */
export const reportConclusionField = {
  name: 'proposed',
  label: '建议结论',
  kind: 'choice',
  options: concluded.map((value) => ({ value, text: reportConclusions[value].text })),
} as const satisfies Field

/** What a case reports of. */
export type Reported = {
  readonly year: number
  /** ISO date it was handed in. */
  readonly filedOn: string
  /** After the day it was due. */
  readonly late: boolean
}

/** A year as the register has it. */
export type RegisteredReport = {
  readonly year: number
  readonly conclusion: ReportConclusion
  readonly concludedOn: string
  readonly filedOn: string | null
  readonly late: boolean
}

/** The two newest years, where nothing was filed of both, or what was is 不合格. */
export const graveYears = (
  reports: readonly Pick<RegisteredReport, 'year' | 'conclusion'>[],
): readonly [RegisteredYear, RegisteredYear] | undefined => {
  const [last, before] = reports.toSorted((one, other) => other.year - one.year)
  return last && before && before.year === last.year - 1 && [last, before].every(isGrave) ? [before, last] : undefined
}

type RegisteredYear = Pick<RegisteredReport, 'year' | 'conclusion'>
const isGrave = ({ conclusion }: RegisteredYear): boolean => reportConclusions[conclusion].grave

/** What has to be considered then, in words: a proposal, which somebody decides on. */
export const graveText = (type: OrgType, years: readonly RegisteredYear[]): string => {
  const said = years
    .map(({ year, conclusion }) => `${String(year)}年度${reportConclusions[conclusion].text}`)
    .join('、')
  return `${said}。连续两个年度未参检或者不合格：拟列入活动异常名录（《社会组织信用信息管理办法》）；${
    type === 'PRIVATE_NON_ENTERPRISE'
      ? '属于《民办非企业单位年度检查办法》规定的可以撤销登记的情形'
      : '属于可以撤销登记的情形，依照本类社会组织的登记管理条例认定'
  }。本提示不是处理决定。`
}
