import { describe, expect, it } from 'vitest'
import type { RawValues } from '../../../src/core/forms/field.ts'
import { readAnswers } from '../../../src/core/matters/answers.ts'
import { sampleOf } from '../../../src/core/matters/sample.ts'
import { heldOf } from '../../../src/core/register/holdings.ts'
import { matters } from '../../../src/matters/index.ts'
import { mending } from '../../../src/modules/organization-home/ways.ts'
import {
  dutiesOf,
  type Duty,
  type DutyFacts,
  type DutyKind,
  type RunningCase,
  type Way,
} from '../../../src/core/register/duties.ts'
import type { ReportConclusion } from '../../../src/core/register/reports.ts'

const name = '山西省剪纸艺术传承协会'
const seal = { id: '1', kind: '公章', engraving: name, size: '4.2厘米', filedOn: '2020-01-01' }
const account = { id: '1', kind: '基本存款账户', bank: '示例银行', end: '0001', filedOn: '2020-01-01' }
const member = {
  legalRepresentative: false,
  name: '柳青',
  post: 'COUNCIL_MEMBER',
  id: '2',
  since: null,
  until: null,
  terms: 1,
}
const organs = { people: [member] }
const held = { ...organs, seals: [seal], accounts: [account], term: null, leaseTo: null, reports: [] }
const facts = (more: Partial<DutyFacts> = {}): DutyFacts => ({
  type: 'SOCIAL_GROUP',
  status: 'ACTIVE',
  name,
  formerNames: [],
  charity: false,
  supervised: true,
  establishedOn: '2020-01-01',
  certificateTo: null,
  holdings: held,
  founding: false,
  cases: [],
  counters: [],
  policy: { since: 2025, registeredBy: '06-30' },
  ...more,
})
const one = (kind: DutyKind, more: Partial<DutyFacts>, today: string): Duty | undefined =>
  dutiesOf(facts(more), today).find((duty) => duty.kind === kind)
const term = { name: '第二届', from: '2021-08-31', to: '2026-08-31' }
const reelection = (today: string) => one('TERM', { holdings: { ...held, term } }, today)

describe('换届', () => {
  it.each([
    ['2026-02-27', 'ahead'],
    ['2026-02-28', 'soon'],
    ['2026-05-30', 'soon'],
    ['2026-05-31', 'due'],
    ['2026-08-31', 'due'],
    ['2026-09-01', 'overdue'],
    ['2027-09-01', 'overdue'],
  ])('on %s is %s', (today, urgency) => {
    expect(reelection(today)).toMatchObject({ urgency, dueOn: '2026-08-31', key: 'term-2026-08-31' })
  })

  it('says how long it is overdue, and after a year that no extension is left', () => {
    expect(reelection('2026-10-13')).toMatchObject({ text: '换届已逾期43天', ways: [{}, { text: '申请延期' }] })
    expect(reelection('2027-08-31')?.ways).toHaveLength(2)
    expect(reelection('2027-09-01')).toMatchObject({ text: '换届已逾期366天，超过1年', ways: [{ text: '办理换届' }] })
  })

  it('is put off once', () => {
    const ways = (more: Partial<DutyFacts>) => one('TERM', more, '2026-08-01')?.ways.map(({ text }) => text)
    expect(ways({ holdings: { ...held, term } })).toEqual(['办理换届', '申请延期'])
    expect(ways({ holdings: { ...held, term: { ...term, from: '2021-08-30' } } })).toEqual(['办理换届'])
  })

  it('says until when an extension can be asked for while it still can', () => {
    expect(reelection('2026-04-01')?.help).toContain('2026年5月31日以前申请延期')
  })
})

it.each([
  ['nobody', { people: [], term }, '登记簿中没有理事会，'],
  [
    'its representative only',
    { people: [{ ...member, legalRepresentative: true }], term: null },
    '登记簿中没有理事会和任期，',
  ],
  ['no term', { term: null }, '登记簿中没有任期，'],
  ['both', { term }, undefined],
] as const)('with %s the register asks for organs and term', (_how, more, said) => {
  const duty = one('ORGANS', { holdings: { ...held, ...more } }, '2025-01-01')
  expect(duty?.text.slice(0, said?.length)).toBe(said)
  if (duty) expect([duty.urgency, duty.ways]).toEqual(['due', [expect.objectContaining({ kind: 'filing-term' })]])
})

it.each([
  ['CERTIFICATE', '2026-05-30', 'ahead'],
  ['CERTIFICATE', '2026-05-31', 'soon'],
  ['CERTIFICATE', '2026-07-31', 'due'],
  ['CERTIFICATE', '2026-08-31', 'due'],
  ['CERTIFICATE', '2026-09-01', 'overdue'],
  ['LEASE', '2026-05-30', 'ahead'],
  ['LEASE', '2026-07-31', 'due'],
  ['LEASE', '2026-09-01', 'overdue'],
] as const)('%s that ends on 2026-08-31 is on %s %s', (kind, today, urgency) => {
  const ends = '2026-08-31'
  expect(one(kind, { certificateTo: ends, holdings: { ...held, leaseTo: ends } }, today)?.urgency).toBe(urgency)
})

describe('seals and accounts', () => {
  it('a seal with a former name is to be changed, one of a new name that begins like it is not', () => {
    const former = '山西省剪纸艺术协会'
    const old = { ...seal, engraving: `${former}财务专用章` }
    expect(
      one('SEAL_NAME', { formerNames: [former], holdings: { ...held, seals: [old] } }, '2026-01-01'),
    ).toMatchObject({
      text: `公章“${former}财务专用章”刻的是原来的名称`,
    })
    expect(one('SEAL_NAME', { formerNames: [former] }, '2026-01-01')).toBeUndefined()
    expect(one('SEAL_NAME', { formerNames: ['山西省剪纸'] }, '2026-01-01')).toBeUndefined()
  })

  it.each([
    [{}, ['SEAL', 'ACCOUNT']],
    [{ founding: true }, []],
    [{ status: 'SUSPENDED' }, []],
  ] as const)('without 公章 and 基本存款账户, whatever else is filed, it is told of where %j', (more, kinds) => {
    const others = {
      seals: [{ ...seal, kind: '合同专用章', engraving: `${name}合同专用章` }],
      accounts: [{ ...account, kind: '一般存款账户' }],
    }
    const found = dutiesOf(facts({ holdings: { ...held, ...others }, ...more }), '2026-02-01').map(({ kind }) => kind)
    expect(found.filter((kind) => kind === 'SEAL' || kind === 'ACCOUNT')).toEqual(kinds)
  })
})

describe('the annual report', () => {
  const days = (more: Partial<DutyFacts>, today: string) =>
    dutiesOf(facts(more), today)
      .filter(({ kind }) => kind.startsWith('REPORT'))
      .map(({ dueOn, urgency }) => `${dueOn ?? ''} ${urgency}`)
  const has = (year: number, conclusion: ReportConclusion) => ({
    holdings: { ...held, reports: [{ year, conclusion, concludedOn: '', filedOn: null, late: false }] },
  })

  it.each([
    ['while the first year runs', {}, '2025-12-31', ['2026-03-31 ahead', '2026-05-31 ahead']],
    [
      'from the first day after it',
      {},
      '2026-01-01',
      ['2026-03-31 soon', '2026-05-31 soon', '2027-03-31 ahead', '2027-05-31 ahead'],
    ],
    [
      'on the last day of its unit',
      {},
      '2026-03-31',
      ['2026-03-31 due', '2026-05-31 soon', '2027-03-31 ahead', '2027-05-31 ahead'],
    ],
    ['on its last day', {}, '2026-05-31', ['2026-05-31 due', '2027-03-31 ahead', '2027-05-31 ahead']],
    ['after it', {}, '2026-06-01', ['2026-05-31 overdue', '2027-03-31 ahead', '2027-05-31 ahead']],
    [
      'two years',
      { supervised: false },
      '2027-06-01',
      ['2026-05-31 overdue', '2027-05-31 overdue', '2028-05-31 ahead'],
    ],
    ['without a unit', { supervised: false, ...has(2025, 'BASIC') }, '2026-06-01', ['2027-05-31 ahead']],
    ['of a foundation', { type: 'FOUNDATION' }, '2026-01-01', ['2026-03-31 soon', '2027-03-31 ahead']],
    ['of a charity', { charity: true }, '2026-01-01', ['2026-03-31 soon', '2027-03-31 ahead']],
    ['registered late in the year', { establishedOn: '2026-07-01', supervised: false }, '2026-12-01', []],
  ] as const)('%s', (_when, more, today, expected) => {
    expect(days(more, today)).toEqual(expected)
  })

  it('that is overdue says for how long, and what to do where it was handed in on paper', () => {
    expect(one('REPORT', {}, '2026-06-10')).toMatchObject({
      text: '2025年度工作报告逾期10天，登记簿中没有它的年检结论',
      help: expect.stringContaining('补录结论') as string,
      ways: [{ family: 'report', about: '2025' }],
    })
    const unfiled = one('REPORT', has(2025, 'NOT_FILED'), '2026-08-01')
    expect(unfiled?.text).toBe('2025年度工作报告没有报送，已记为未参检')
    expect(unfiled?.help).not.toContain('补录')
  })

  it('is where one goes on while it is a draft, and presses no more once it is handed in; other years are still owed', () => {
    const report = (submitted: boolean): RunningCase => ({
      id: 'c',
      title: '2025年度工作报告',
      status: '已提交',
      turn: 'authority',
      due: undefined,
      submitted,
      clears: [{ duty: 'REPORT', held: '2025' }],
    })
    const duties = (submitted: boolean) =>
      dutiesOf(facts({ cases: [report(submitted)], supervised: false }), '2027-07-01').filter(
        ({ kind }) => kind === 'REPORT',
      )
    expect(duties(false).map(({ held: year, urgency, caseId }) => [year, urgency, caseId])).toEqual([
      ['2025', 'overdue', 'c'],
      ['2026', 'overdue', undefined],
      ['2027', 'ahead', undefined],
    ])
    expect(duties(true).find(({ held: year }) => year === '2025')).toMatchObject({
      urgency: 'running',
      text: '2025年度工作报告',
      caseId: 'c',
    })
  })
})

it('what presses most stands first; an organization that is liquidated or gone owes nothing of it', () => {
  const all = {
    certificateTo: '2026-08-31',
    holdings: { ...organs, seals: [], accounts: [], term, leaseTo: '2026-10-31', reports: [] },
  }
  expect(dutiesOf(facts(all), '2026-09-01').map(({ kind }) => kind)).toEqual([
    ...(['REPORT', 'TERM', 'CERTIFICATE', 'SEAL', 'ACCOUNT', 'LEASE', 'REPORT_UNIT', 'REPORT'] as const),
  ])
  for (const status of ['LIQUIDATING', 'DEREGISTERED', 'REVOKED', 'LICENCE_REVOKED'] as const)
    expect(dutiesOf(facts({ ...all, status }), '2026-09-01')).toEqual([])
})

it('whoever was not elected again is to be changed as legal representative, and it says for whom', () => {
  const person = { since: '2020-01-01', until: null, terms: 1 }
  const chair = { ...person, id: '1', name: '旧会长', post: 'PRESIDENT', legalRepresentative: true }
  const left = { ...chair, post: 'LEFT' }
  const next = { ...person, id: '2', name: '新会长', post: 'PRESIDENT', legalRepresentative: false }
  const duty = (people: DutyFacts['holdings']['people']) =>
    one('REPRESENTATIVE', { holdings: { ...held, people } }, '2026-09-01')
  expect(duty([chair])).toBeUndefined()
  expect(duty([left, next])).toMatchObject({
    urgency: 'due',
    text: expect.stringContaining('旧会长已经离任') as string,
    help: expect.stringContaining('会长是新会长') as string,
    ways: [{ family: 'change', about: 'legalRepresentative' }],
  })
})

const running = {
  id: 'x',
  title: '变更登记',
  status: '待补正',
  due: { what: '补正', on: '2026-09-01' },
  submitted: true,
}

it.each([
  ['applicant', '2026-09-01', 'due', '2026-09-01'],
  ['applicant', '2026-09-02', 'overdue', '2026-09-01'],
  // By when the authority answers is no day of the organization's.
  ['authority', '2026-09-02', 'running', undefined],
] as const)('a case whose turn is the %s is on %s %s, whatever the organization is', (turn, today, urgency, dueOn) => {
  const [duty, ...more] = dutiesOf(facts({ status: 'LIQUIDATING', cases: [{ ...running, turn, clears: [] }] }), today)
  expect(duty).toMatchObject({ kind: 'CASE', caseId: 'x', urgency, text: '变更登记 待补正，2026年9月1日前补正' })
  expect([duty?.dueOn, more]).toEqual([dueOn, []])
})

describe('a duty whose case is under way', () => {
  const bare = { ...held, seals: [], accounts: [] }
  const filed = {
    ...running,
    turn: 'authority',
    title: '印章备案',
    status: '已提交',
    clears: [{ duty: 'SEAL' }],
  } as const
  const toldOf = (holdings: DutyFacts['holdings'], one: DutyFacts['cases'][number]) =>
    dutiesOf(facts({ holdings, cases: [one] }), '2026-08-01').flatMap(({ kind, urgency, caseId }) =>
      ['ACCOUNT', 'ORGANS'].includes(kind) || kind.startsWith('REPORT') ? [] : [[kind, urgency, caseId]],
    )

  it.each([
    ['submitted: one line for both', filed, [['SEAL', 'running', 'x']]],
    [
      'returned: what is to be mended presses beside it',
      { ...filed, turn: 'applicant' },
      [
        ['CASE', 'due', 'x'],
        ['SEAL', 'running', 'x'],
      ],
    ],
    [
      'a draft: it presses as before, and is gone on with',
      { ...filed, turn: 'applicant', submitted: false, due: undefined },
      [['SEAL', 'due', 'x']],
    ],
    ['about something else', { ...filed, clears: [{ duty: 'ACCOUNT' }] }, [['SEAL', 'due', undefined]]],
  ] as const)('%s', (_how, one, told) => {
    expect(toldOf(bare, one)).toEqual(told)
  })

  it('says how its case stands', () => {
    const duty = dutiesOf(facts({ holdings: bare, cases: [filed] }), '2026-08-01').find(({ kind }) => kind === 'SEAL')
    expect(duty).toMatchObject({ text: '登记簿中没有备案的公章', help: '印章备案 已提交，2026年9月1日前补正。' })
  })

  it('of seals with a former name it is the very one that is given up', () => {
    const former = '山西省剪纸艺术协会'
    const seals = [seal, seal].map((one, at) => ({
      ...one,
      id: String(at),
      engraving: former,
      kind: ['公章', '财务专用章'][at] ?? '',
    }))
    const [, text] = heldOf({ seals }, 'seals').map((one) => one.text)
    const clears = [{ duty: 'SEAL_NAME', held: text ?? '' }] as const
    const duties = dutiesOf(
      facts({ formerNames: [former], holdings: { ...held, seals }, cases: [{ ...filed, clears }] }),
      '2026-08-01',
    )
    expect(duties.flatMap(({ kind, caseId }) => (kind === 'SEAL_NAME' ? [caseId] : []))).toEqual([undefined, 'x'])
  })
})

/** What each matter clears with its own example, by the end of its code. */
it.each([
  ['filing-seal', {}, []],
  [
    'filing-seal',
    { seals: { how: 'RENEWED', sealKind: 'OFFICIAL', oldSeal: '公章' } },
    [{ duty: 'SEAL' }, { duty: 'SEAL_NAME', held: '公章' }],
  ],
  ['filing-account', {}, []],
  ['filing-account', { accounts: { accountKind: 'BASIC' } }, [{ duty: 'ACCOUNT' }]],
  ['filing-term', {}, [{ duty: 'TERM' }, { duty: 'ORGANS' }]],
  ['approval-extension', {}, [{ duty: 'TERM' }]],
  ['filing-lease', {}, [{ duty: 'LEASE' }]],
  ['change', {}, [{ duty: 'LEASE' }, { duty: 'REPRESENTATIVE' }]],
  ['certificate', {}, []],
  ['certificate', { certificateNeed: { need: 'EXTENSION' } }, [{ duty: 'CERTIFICATE' }]],
] as const)('%s %j clears', (end, answered: Readonly<Record<string, RawValues>>, cleared) => {
  for (const type of ['social-group', 'private-non-enterprise', 'foundation']) {
    const { pages, clears } = matters.require(`${type}-${end}`)
    const sample = sampleOf({ pages })
    const stored = Object.fromEntries(
      Object.entries(sample).map(([code, { values, items }]) => [
        code,
        {
          values: { ...values, ...(items.length === 0 ? answered[code] : {}) },
          items: items.map((item) => ({ ...item, values: { ...item.values, ...answered[code] } })),
        },
      ]),
    )
    expect([type, clears?.(readAnswers(pages, stored))]).toEqual([type, cleared])
  }
})

it('every way that names a matter leads to it', () => {
  const bare = { people: [], seals: [], accounts: [], term, leaseTo: '2026-10-31', reports: [] }
  for (const type of ['SOCIAL_GROUP', 'PRIVATE_NON_ENTERPRISE', 'FOUNDATION'] as const) {
    const duties = dutiesOf(facts({ type, holdings: bare, certificateTo: '2026-08-31' }), '2026-08-01')
    for (const { kind } of [
      ...duties.flatMap(({ ways }) => ways),
      ...Object.values(mending),
    ] as readonly Partial<Way>[])
      if (kind !== undefined)
        expect([
          kind,
          matters.all.filter(({ code, orgType }) => orgType === type && code.endsWith(`-${kind}`)).length,
        ]).toEqual([kind, 1])
  }
})
