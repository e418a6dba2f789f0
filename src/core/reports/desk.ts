import { ORG_TYPES, type OrgType } from '../org-types.ts'
import { REPORT_CONCLUSIONS, reportConclusions, type ReportConclusion } from '../register/reports.ts'
import { FINDING_KINDS, type FindingKind } from './findings.ts'

/*
 * 年报 of a year as the authority works on them. What an organization fills in is its own until it hands it in: of that
 * the desk is told nothing.
 */

/** Where a year's report stands before anything is concluded of it. */
const OPEN_STATES = ['MISSING', 'AT_UNIT', 'SUBMITTED', 'RETURNED', 'FIRST_REVIEWED'] as const
export type ReportState = (typeof OPEN_STATES)[number] | ReportConclusion

export const REPORT_STATES: readonly ReportState[] = [...OPEN_STATES, ...REPORT_CONCLUSIONS]

type StateFacts = {
  readonly text: string
  readonly tone: 'neutral' | 'info' | 'warning' | 'success' | 'danger'
}

export const reportStates = {
  MISSING: { text: '未报送', tone: 'neutral' },
  AT_UNIT: { text: '业务主管单位初审中', tone: 'info' },
  SUBMITTED: { text: '已报送', tone: 'info' },
  RETURNED: { text: '退回修改', tone: 'warning' },
  FIRST_REVIEWED: { text: '已初审', tone: 'info' },
  ...reportConclusions,
} as const satisfies Record<ReportState, StateFacts>

/** What a conclusion leads to: the state says the conclusion, and this where its 整改 stands. */
export const rectifications = {
  RECTIFYING: { text: '整改中', tone: 'warning' },
  RECTIFIED: { text: '已整改', tone: 'success' },
} as const satisfies Record<string, StateFacts>
export type Rectification = keyof typeof rectifications
const RECTIFICATIONS = Object.keys(rectifications) as Rectification[]

/** Whether a value of a filter says how 整改 stands. */
export const isRectification = (value: string): value is Rectification => value in rectifications

/** What two years of such conclusions in a row are told as (民办非企业单位年度检查办法 art. 10). */
export const twiceText = '连续两年不合格或者未参检'

/** Whether it came in time: in time, after the day it was due, or not yet and that day is over. */
export const lateness = { inTime: '按期报送', late: '逾期报送', overdue: '逾期未报送' } as const
export type Lateness = keyof typeof lateness

type Choice<Value extends string> = readonly { readonly value: Value; readonly text: string }[]

const any = (text: string) => ({ value: '', text }) as const

const choicesOf = <Value extends string>(
  all: string,
  values: readonly Value[],
  textOf: (value: Value) => string,
): Choice<Value | ''> => [any(all), ...values.map((value) => ({ value, text: textOf(value) }))]

/** What a list may be narrowed by, each with its choices; a place and a text are beside these. */
export const filterChoices = {
  type: choicesOf('全部类型', Object.keys(ORG_TYPES) as OrgType[], (type) => ORG_TYPES[type].shortLabel),
  state: choicesOf('全部状态', [...REPORT_STATES, ...RECTIFICATIONS, 'TWICE'] as const, (state) => {
    if (state === 'TWICE') return twiceText
    return isRectification(state) ? rectifications[state].text : reportStates[state].text
  }),
  findings: choicesOf('不限', ['any', 'none', ...(Object.keys(FINDING_KINDS) as FindingKind[])] as const, (value) =>
    value === 'any' ? '有提示' : value === 'none' ? '没有提示' : FINDING_KINDS[value],
  ),
  late: choicesOf('不限', Object.keys(lateness) as Lateness[], (value) => lateness[value]),
  sample: choicesOf('不限', ['in', 'out'] as const, (value) => (value === 'in' ? '抽查' : '未抽中')),
} as const

export type FilterName = keyof typeof filterChoices
type ValueOf<Name extends FilterName> = (typeof filterChoices)[Name][number]['value']

export type ReportFilter = { readonly [Name in FilterName]: ValueOf<Name> } & {
  readonly year: number
  /** A division its domicile lies in, by name. */
  readonly place: string
  /** Any part of the name, or how the code begins. */
  readonly q: string
}

type Query = Readonly<Record<string, string>>

const among = <Name extends FilterName>(name: Name, query: Query): ValueOf<Name> =>
  filterChoices[name].find(({ value }) => value === query[name])?.value ?? ''

/** The years that are reported of online and over, the last one first; `since`: the first of them. */
export const deskYears = (today: string, since: number): readonly number[] => {
  const last = Math.max(Number(today.slice(0, 4)) - 1, since)
  return Array.from({ length: last - since + 1 }, (_, index) => last - index)
}

/** One of the years that are offered; the last one for anything else. */
export const readYear = (query: Query, today: string, since: number): number => {
  const [last = since, ...others] = deskYears(today, since)
  return others.find((year) => String(year) === query['year']) ?? last
}

/** A filter of an address; what is no choice of ours narrows nothing. */
export const readReportFilter = (
  query: Query,
  known: { readonly today: string; readonly since: number; readonly places: readonly string[]; readonly q: string },
): ReportFilter => ({
  year: readYear(query, known.today, known.since),
  type: among('type', query),
  state: among('state', query),
  findings: among('findings', query),
  late: among('late', query),
  sample: among('sample', query),
  place: known.places.find((place) => place === query['place']) ?? '',
  q: known.q,
})

/** A filter as an address says it: the year always, of the rest what narrows. */
export const filterQuery = (filter: ReportFilter, more: Partial<ReportFilter> = {}): Record<string, string> =>
  Object.fromEntries(
    Object.entries({ ...filter, ...more }).flatMap(([name, value]) => (value === '' ? [] : [[name, String(value)]])),
  )

/** Whether anything but the year narrows it. */
export const isNarrowed = (filter: ReportFilter): boolean => Object.keys(filterQuery(filter)).length > 1

/** What it is narrowed by, in words. */
export const filterText = (filter: ReportFilter): string =>
  [
    ...(Object.keys(filterChoices) as FilterName[]).flatMap((name) => {
      const value = filter[name]
      const choices: Choice<string> = filterChoices[name]
      return value === '' ? [] : [choices.find((choice) => choice.value === value)?.text ?? '']
    }),
    ...(filter.place === '' ? [] : [filter.place]),
    ...(filter.q === '' ? [] : [`“${filter.q}”`]),
  ].join('，')
