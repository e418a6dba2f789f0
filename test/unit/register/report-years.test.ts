import { describe, expect, it } from 'vitest'
import { ledgerText } from '../../../src/core/register/ledger.ts'
import { firstReportYear, reportYear, yearsDue, type ReportFacts } from '../../../src/core/register/report-years.ts'
import { graveText, graveYears, type ReportConclusion } from '../../../src/core/register/reports.ts'
import { handedInOn } from '../../../src/modules/cases/report-year.ts'

const facts = (more: Partial<ReportFacts> = {}): ReportFacts => ({
  type: 'SOCIAL_GROUP',
  charity: false,
  establishedOn: '2015-03-01',
  reports: [],
  begun: [],
  policy: { since: 2025, registeredBy: '06-30' },
  ...more,
})
const has = (...years: readonly (readonly [number, ReportConclusion])[]) => ({
  reports: years.map(([year, conclusion]) => ({ year, conclusion })),
})
const owed = (more: Partial<ReportFacts>, today: string) => yearsDue(facts(more), today).owed.map(({ year }) => year)
const next = (more: Partial<ReportFacts>, today: string) => yearsDue(facts(more), today).next?.year

it.each([
  ['a social group', {}, '2026-05-31'],
  ['a service organization', { type: 'PRIVATE_NON_ENTERPRISE' }, '2026-05-31'],
  ['a foundation', { type: 'FOUNDATION' }, '2026-03-31'],
  ['a charity', { charity: true }, '2026-03-31'],
] as const)('the report for 2025 of %s', (_who, more, dueOn) => {
  const who = facts(more)
  expect(reportYear(who, 2025, dueOn)).toEqual({ year: 2025, dueOn, unitDueOn: '2026-03-31', late: false })
  const dayAfter = dueOn === '2026-03-31' ? '2026-04-01' : '2026-06-01'
  expect(reportYear(who, 2025, dayAfter).late).toBe(true)
})

it.each([
  ['2026-06-30', false, 2026],
  ['2026-07-01', false, 2027],
  ['2026-12-31', false, 2027],
  ['2026-12-31', true, 2026],
  ['2027-01-01', true, 2027],
])('registered on %s, charity %s: the first year is %i', (establishedOn, charity, first) => {
  expect(firstReportYear(facts({ establishedOn, charity }))).toBe(first)
})

it('what counts as late in the year is the province’s to say', () => {
  const policy = { since: 2025, registeredBy: '12-31' }
  expect(firstReportYear(facts({ establishedOn: '2026-12-31', policy }))).toBe(2026)
})

describe('years owed', () => {
  it.each([
    ['on the last day of a year it is not over', {}, '2025-12-31', []],
    ['on the first day of the next it is owed', {}, '2026-01-01', [2025]],
    ['two', {}, '2027-01-01', [2025, 2026]],
    ['earlier ones were on paper', { establishedOn: '1999-01-01' }, '2026-06-01', [2025]],
    ['what is there is not', has([2025, 'UNQUALIFIED']), '2027-02-01', [2026]],
    ['未参检 is no report', has([2025, 'NOT_FILED'], [2026, 'QUALIFIED']), '2027-02-01', [2025]],
    ['what is under way is not', { begun: [2026] }, '2027-02-01', [2025]],
    ['none before the first', { establishedOn: '2026-07-01' }, '2027-02-01', []],
  ] as const)('%s', (_what, more, today, years) => {
    expect(owed(more, today)).toEqual(years)
  })

  it('next is what follows the newest; an earlier one that is missing is offered beside it', () => {
    expect(next({}, '2028-02-01')).toBe(2025)
    expect(next(has([2026, 'QUALIFIED']), '2028-02-01')).toBe(2027)
    expect(owed(has([2026, 'QUALIFIED']), '2028-02-01')).toEqual([2025, 2027])
    expect(next(has([2027, 'QUALIFIED'], [2025, 'NOT_FILED']), '2028-02-01')).toBe(2025)
    expect(next({ begun: [2025] }, '2028-02-01')).toBe(2026)
    expect(next(has([2025, 'BASIC']), '2026-12-31')).toBeUndefined()
  })

  it('the running year comes when it is over, with its day', () => {
    expect(yearsDue(facts(), '2026-11-30').coming).toMatchObject({ year: 2026, dueOn: '2027-05-31', late: false })
    expect(yearsDue(facts({ establishedOn: '2026-07-01' }), '2026-11-30').coming).toBeUndefined()
  })
})

describe('whoever owes nothing is told why', () => {
  it.each([
    ['2026-06-30', '2026-12-01', '当年结束以后才报送年度工作报告，从2026年度起报送，最迟2027年5月31日。'],
    ['2026-07-01', '2026-12-01', '在当年6月30日以后，不参加当年的年度检查，从2027年度起报送，最迟2028年5月31日。'],
    ['2026-07-01', '2027-12-31', '从2027年度起报送'],
  ])('registered on %s, on %s', (establishedOn, today, text) => {
    expect(yearsDue(facts({ establishedOn }), today).exempt).toContain(text)
  })

  it('and nobody else', () => {
    expect(yearsDue(facts({ establishedOn: '2026-07-01' }), '2028-01-01').exempt).toBeUndefined()
    expect(yearsDue(facts(has([2025, 'QUALIFIED'])), '2026-11-30').exempt).toBeUndefined()
  })
})

it.each([
  [null, { year: 2025, conclusion: 'QUALIFIED' }, '2025年度检查：合格'],
  [null, { year: 2025, conclusion: 'BASIC', late: true }, '2025年度检查：基本合格（逾期报送）'],
  [
    'NOT_FILED',
    { year: 2025, conclusion: 'QUALIFIED', late: true },
    '2025年度检查结论由“未参检”改为“合格”（逾期报送）',
  ],
  ['QUALIFIED', { year: 2025, conclusion: 'UNQUALIFIED' }, '2025年度检查结论由“合格”改为“不合格”'],
])('the ledger says of %s, %j', (before, after, text) => {
  expect(ledgerText('SOCIAL_GROUP', { kind: 'report', item: '2025', before, after })).toBe(text)
})

describe('two years running', () => {
  it.each([
    [
      'nothing filed, then 不合格',
      [
        [2025, 'NOT_FILED'],
        [2026, 'UNQUALIFIED'],
      ],
      [2025, 2026],
    ],
    [
      'in whatever order they are read',
      [
        [2026, 'NOT_FILED'],
        [2025, 'NOT_FILED'],
      ],
      [2025, 2026],
    ],
    [
      'not once a year after them was in order',
      [
        [2025, 'NOT_FILED'],
        [2026, 'UNQUALIFIED'],
        [2027, 'QUALIFIED'],
      ],
      undefined,
    ],
    [
      'not with a year between them',
      [
        [2024, 'NOT_FILED'],
        [2026, 'NOT_FILED'],
      ],
      undefined,
    ],
    [
      '基本合格 is none of it',
      [
        [2025, 'BASIC'],
        [2026, 'UNQUALIFIED'],
      ],
      undefined,
    ],
    ['one alone', [[2026, 'UNQUALIFIED']], undefined],
  ] as const)('%s', (_what, years, expected) => {
    expect(graveYears(has(...years).reports)?.map(({ year }) => year)).toEqual(expected)
  })

  it('are told with what they were, as a proposal', () => {
    const [years] = [graveYears(has([2025, 'NOT_FILED'], [2026, 'UNQUALIFIED']).reports) ?? []]
    const text = graveText('PRIVATE_NON_ENTERPRISE', years)
    for (const words of ['2025年度未参检、2026年度不合格', '拟列入活动异常名录', '年度检查办法', '不是处理决定'])
      expect(text).toContain(words)
    expect(graveText('FOUNDATION', years)).not.toContain('民办非企业单位')
  })
})

describe('the day a report counts as handed in', () => {
  const stage = 'report'
  const event = (action: string, on: string) => ({ stage, action, at: `${on}T02:00:00Z` })
  const on = (...events: readonly ReturnType<typeof event>[]) => handedInOn(events, stage, '2026-07-01')

  it('stays while it is put right, and begins anew where it was taken back', () => {
    expect(on()).toBe('2026-07-01')
    const first = event('submit', '2026-05-20')
    expect(on(first, event('returnForChange', '2026-06-20'))).toBe('2026-05-20')
    expect(on(first, event('returnForChange', '2026-06-20'), event('resubmit', '2026-06-25'))).toBe('2026-05-20')
    expect(on(first, event('withdraw', '2026-05-21'))).toBe('2026-07-01')
    expect(on(first, event('withdraw', '2026-05-21'), event('submit', '2026-06-02'))).toBe('2026-06-02')
    expect(on({ ...first, stage: 'rectification' })).toBe('2026-07-01')
  })
})
