import { describe, expect, it, test } from 'vitest'
import { identityKey } from '../../../src/core/identity/documents.ts'
import { residentIdCheckChar } from '../../../src/core/identity/resident-id.ts'
import { applyRules } from '../../../src/core/matters/journey.ts'
import { readAnswers } from '../../../src/core/matters/answers.ts'
import type { HeldPost, RuleContext } from '../../../src/core/matters/contexts.ts'
import type { AnswerSet } from '../../../src/core/matters/define.ts'
import type { RegisterItems } from '../../../src/core/register/changes.ts'
import type { Holdings } from '../../../src/core/register/holdings.ts'
import { divisionsNamed } from '../../../src/core/names/area.ts'
import { matters } from '../../../src/matters/index.ts'
import { changing, province } from './rule-cases.ts'

const today = '2026-11-20'
const NAME = '山西省古建筑彩绘保护研究会'
const items = {
  name: NAME,
  legalRepresentative: '张晓明',
  domicile: '太原市某处1号',
  fund: '',
  charity: '是',
} as RegisterItems

const holdings: Holdings = {
  people: [
    {
      id: '1',
      name: '张晓明',
      post: 'PRESIDENT',
      legalRepresentative: true,
      since: '2021-11-08',
      until: null,
      terms: 1,
    },
    {
      id: '2',
      name: '何其乐',
      post: 'SUPERVISOR',
      legalRepresentative: false,
      since: '2021-11-08',
      until: null,
      terms: 1,
    },
  ],
  seals: [{ id: '1', kind: '公章', engraving: NAME, size: '4.2厘米', filedOn: '2021-12-01' }],
  accounts: [{ id: 'a', kind: '基本存款账户', bank: '示例银行', end: '0018', filedOn: '2021-12-01' }],
  units: [
    { id: '1', kind: 'OFFICE', name: '会员部', address: '某处', filedOn: '2022-01-01' },
    { id: '2', kind: 'BRANCH', name: `${NAME}建筑专业委员会`, address: '某处', filedOn: '2022-01-01' },
  ],
  term: { name: '第一届', from: '2021-11-08', to: '2026-11-08' },
  leaseTo: null,
  charter: null,
  reports: [],
  certificateTo: null,
}
const OFFICIAL = `公章“${NAME}”（2021年12月1日备案）`

const context: RuleContext = {
  ...province,
  today,
  posts: [],
  register: items,
  holdings,
  placesNamed: (text) => divisionsNamed(text, [{ name: '太原市', level: 'CITY', code: '140100' }]),
}

/** What one rule of a matter says of answers. */
const said = (matter: string, rule: string, stored: AnswerSet, over: Partial<RuleContext> = {}): readonly string[] => {
  const found = matters.require(matter)
  const stage = found.stages[0]?.code ?? ''
  return applyRules(found, stage, readAnswers(found.pages, stored), { ...context, ...over })
    .filter(({ code }) => code === rule)
    .map(({ message }) => message)
}

const change = (matter: string) => changing(matters.require(matter))

/** An invented number of somebody born on a day. */
const bornOn = (day: string): string => {
  const body = `140106${day.replaceAll('-', '')}001`
  return body + residentIdCheckChar(body)
}

describe('seals', () => {
  const seal = (type: string, values: Readonly<Record<string, string>>) =>
    change(`${type}-filing-seal`).withItem('seals', 0, { ...values })
  const official = { sealKind: 'OFFICIAL', engraving: NAME, how: 'NEW' }

  test.each([
    ['social-group', 'PROVINCE', '4.2', 0],
    ['social-group', 'PROVINCE', '4.21', 1],
    ['social-group', 'NATION', '4.5', 0],
    ['private-non-enterprise', 'COUNTY', '4.21', 1],
    ['foundation', 'PROVINCE', '4.5', 0],
  ] as const)('公章 of %s at %s: %s cm', (type, level, sealSize, faults) => {
    expect(
      said(`${type}-filing-seal`, 'NAME-SEAL-SIZE', seal(type, { ...official, sealSize }), { level }),
    ).toHaveLength(faults)
  })

  test.each([
    ['2.99', 'PROVINCE', 1],
    ['3', 'PROVINCE', 0],
    ['4.19', 'PROVINCE', 0],
    ['4.2', 'PROVINCE', 1],
    ['4.2', 'NATION', 0],
    ['4.21', 'NATION', 1],
  ] as const)('专用章 of %s cm at %s is from 3 to 4.2 cm and smaller than the 公章', (sealSize, level, faults) => {
    const stored = seal('social-group', { sealKind: 'FINANCE', sealSize })
    expect(said('social-group-filing-seal', 'SPECIAL-SEAL-SIZE', stored, { level })).toHaveLength(faults)
  })

  test('the engraving is the name of the register, that of a person’s seal the representative', () => {
    const engraved = (values: Readonly<Record<string, string>>) =>
      said('social-group-filing-seal', 'SEAL-ENGRAVING', seal('social-group', values))
    expect(engraved(official)).toEqual([])
    expect(engraved({ ...official, engraving: '山西省古建筑彩绘研究会' })).toHaveLength(1)
    expect(engraved({ sealKind: 'LEGAL_REPRESENTATIVE', engraving: '张晓明印' })).toEqual([])
    expect(engraved({ sealKind: 'LEGAL_REPRESENTATIVE', engraving: '李某印' })).toHaveLength(1)
  })

  test('one 公章: a second is none, but the one that takes its place, or an electronic one', () => {
    const one = (values: Readonly<Record<string, string>>) =>
      said('social-group-filing-seal', 'ONE-NAME-SEAL', seal('social-group', { ...official, ...values }))
    expect(one({})).toHaveLength(1)
    expect(one({ material: 'ELECTRONIC' })).toEqual([])
    expect(one({ how: 'RENEWED', oldSeal: OFFICIAL, handling: 'DESTROYED' })).toEqual([])
  })

  test('a notice of a loss is not before the loss; nothing is chosen twice, and nothing that is not there', () => {
    const lost = { how: 'ENDED', oldSeal: OFFICIAL, handling: 'LOST', lostOn: '2026-11-10' }
    const { withCopy, withItem } = change('social-group-filing-seal')
    const notice = (noticeOn: string) =>
      said('social-group-filing-seal', 'LOSS-NOTICE', withItem('seals', 0, { ...lost, noticeOn }))
    expect([notice('2026-11-09').length, notice('2026-11-10').length]).toEqual([1, 0])
    const first = withItem('seals', 0, lost)
    const twice = {
      ...first,
      seals: {
        values: {},
        items: [...(first['seals']?.items ?? []), ...(withCopy('seals', 0, lost)['seals']?.items.slice(1) ?? [])],
      },
    }
    expect(said('social-group-filing-seal', 'SEAL-ONCE', twice)).toHaveLength(1)
    const gone = said('social-group-filing-seal', 'STILL-REGISTERED', first, { holdings: { ...holdings, seals: [] } })
    expect(gone).toEqual([expect.stringContaining('登记簿中现在没有')])
    expect(said('social-group-filing-seal', 'STILL-REGISTERED', first)).toEqual([])
  })
})

test('accounts: under the name of the register, and one basic account', () => {
  const { withItem } = change('social-group-filing-account')
  const at = (rule: string, values: Readonly<Record<string, string>>) =>
    said('social-group-filing-account', rule, withItem('accounts', 0, values))
  expect(at('ACCOUNT-NAME', { accountName: NAME })).toEqual([])
  expect(at('ACCOUNT-NAME', { accountName: `${NAME}筹备组` })).toHaveLength(1)
  expect(at('ONE-BASIC-ACCOUNT', { accountKind: 'BASIC' })).toHaveLength(1)
  const text = '示例银行基本存款账户，尾号0018'
  expect(at('ONE-BASIC-ACCOUNT', { accountKind: 'BASIC', how: 'CHANGE', oldAccount: text })).toEqual([])
  // A number is on file once, under another name again; with whom else is told to officials only.
  const accountNo = '0502123409300012345'
  const filed = (rule: string, values: Readonly<Record<string, string>>, known: { own?: string; elsewhere?: string }) =>
    said('social-group-filing-account', rule, withItem('accounts', 0, { accountNo, ...values }), {
      accountsFiled: new Map([[accountNo, known]]),
    })
  expect(filed('ACCOUNT-NUMBER-ONCE', {}, { own: text })).toEqual([expect.stringContaining(`已经备案（${text}）`)])
  expect(filed('ACCOUNT-NUMBER-ONCE', { how: 'CHANGE', oldAccount: text }, { own: text })).toEqual([])
  expect(filed('ACCOUNT-ELSEWHERE', {}, { elsewhere: '其他社会组织' })).toHaveLength(1)
  expect(filed('ACCOUNT-ELSEWHERE', {}, {})).toEqual([])
})

describe('a new term', () => {
  const matter = 'social-group-filing-term'
  const { sample, withItem, withValues } = change(matter)
  const term = (startDate: string, dueReElectionDate: string) =>
    withValues({ term: { startDate, dueReElectionDate, termYears: '5' } })
  const president = (values: Readonly<Record<string, string>>) => withItem('officers', 0, values)
  const held = (terms: number, over: Partial<HeldPost> = {}): HeldPost => ({
    person: identityKey('RESIDENT_ID', sample['officers']?.items[0]?.values['idNumber'] ?? ''),
    name: '张晓明',
    organization: NAME,
    orgType: 'SOCIAL_GROUP',
    post: 'PRESIDENT',
    legalRepresentative: true,
    own: true,
    terms,
    ...over,
  })

  // Of a term from 2026-11-08 to 2031-11-08.
  test.each([
    ['1961-11-09', 0, 0],
    ['1961-11-08', 1, 0],
    ['1956-11-08', 1, 0],
    ['1955-11-09', 1, 0],
    ['1955-11-08', 0, 1],
  ])('somebody born on %s turns 70 within it: %i, is older at its beginning: %i', (day, turns, older) => {
    const stored = president({ idNumber: bornOn(day) })
    expect(said(matter, 'TURNS-70', stored)).toHaveLength(turns)
    expect(said(matter, 'SG-OFFICER-AGE', stored)).toHaveLength(older)
  })

  test('a third term in a row is remarked on, counted by the register, of the same post', () => {
    const remarks = (post: HeldPost) => said(matter, 'CONSECUTIVE-TERMS', sample, { posts: [post] }).length
    expect([remarks(held(1)), remarks(held(2)), remarks(held(3))]).toEqual([0, 1, 1])
    expect(remarks(held(2, { post: 'VICE_PRESIDENT' }))).toBe(0)
    const { own: _, ...elsewhere } = held(2)
    expect(remarks(elsewhere)).toBe(0)
  })

  test('it begins after the one before; late is said, and closes no door', () => {
    expect(said(matter, 'TERM-FOLLOWS', term('2021-11-08', '2026-11-08'))).toHaveLength(1)
    expect(said(matter, 'TERM-FOLLOWS', term('2021-11-09', '2026-11-09'))).toEqual([])
    expect(said(matter, 'TERM-OVERDUE', term('2026-11-08', '2031-11-08'))).toEqual([])
    expect(said(matter, 'TERM-OVERDUE', term('2026-11-09', '2031-11-09'))).toHaveLength(1)
    expect(said(matter, 'SG-TERM-END', term('2026-11-08', '2031-11-09'))).toHaveLength(1)
    const filed = (meetingDate: string) => said(matter, 'IN-TIME', withValues({ resolution: { meetingDate } }))
    expect([filed('2026-10-21').length, filed('2026-10-20').length]).toEqual([0, 1])
  })

  test('votes add up, a majority of those present carries, two thirds are there', () => {
    const voted = (rule: string, values: Readonly<Record<string, string>>) =>
      said(matter, rule, withValues({ resolution: values })).length
    const present = { expectedCount: '80', presentCount: '72' }
    expect(
      voted('ELECTION-VOTES-COUNT', { ...present, officersFor: '70', officersAgainst: '2', officersAbstain: '1' }),
    ).toBe(1)
    expect(
      voted('ELECTION-VOTES-COUNT', { ...present, officersFor: '70', officersAgainst: '1', officersAbstain: '1' }),
    ).toBe(0)
    expect(voted('ELECTION-VOTES-PASSED', { ...present, officersFor: '36' })).toBe(1)
    expect(voted('ELECTION-VOTES-PASSED', { ...present, officersFor: '37' })).toBe(0)
    expect(voted('ELECTION-QUORUM', { expectedCount: '81', presentCount: '53' })).toBe(1)
    expect(voted('ELECTION-QUORUM', { expectedCount: '81', presentCount: '54' })).toBe(0)
    const council = (officersFor: string) =>
      said(
        'foundation-filing-term',
        'ELECTION-TWO-THIRDS',
        change('foundation-filing-term').withValues({ resolution: { presentCount: '8', officersFor } }),
      ).length
    expect([council('5'), council('6')]).toEqual([1, 0])
  })

  test('who represents stays until 变更登记; the same name with another number is nobody’s', () => {
    expect(said(matter, 'NEW-REPRESENTATIVE', sample)).toEqual([])
    expect(said(matter, 'NEW-REPRESENTATIVE', president({ name: '林新任' }))).toHaveLength(1)
    expect(said(matter, 'SAME-REPRESENTATIVE', sample, { posts: [held(1)] })).toEqual([])
    expect(said(matter, 'SAME-REPRESENTATIVE', sample, { posts: [held(1, { person: 'x' })] })).toHaveLength(1)
  })
})

test('within a term: no representative leaves, nobody before they came, nobody holds what excludes the other', () => {
  const matter = 'social-group-filing-midterm'
  const { sample, withItem } = change(matter)
  const leaves = (who: string, leftOn: string) => said(matter, 'LEAVING', withItem('leaving', 0, { who, leftOn }))
  expect(leaves('张晓明（会长）', '2026-11-08')).toEqual([expect.stringContaining('变更登记')])
  expect(leaves('何其乐（监事）', '2021-11-07')).toHaveLength(1)
  expect(leaves('何其乐（监事）', '2021-11-08')).toEqual([])
  expect(said(matter, 'POST-KIND', withItem('officers', 0, { orgPost: 'COUNCIL_MEMBER' }))).toHaveLength(1)
  const { idType = '', idNumber = '' } = sample['officers']?.items[0]?.values ?? {}
  const own = { person: identityKey(idType, idNumber), organization: NAME, orgType: 'SOCIAL_GROUP', own: true } as const
  const supervises = { ...own, name: '何其乐', post: 'SUPERVISOR', legalRepresentative: false, terms: 1 }
  const conflicts = (who: string) =>
    said(matter, 'POSTS-HELD', withItem('leaving', 0, { who }), { posts: [supervises] }).length
  expect([conflicts('张晓明（会长）'), conflicts('何其乐（监事）')]).toEqual([1, 0])
  // A second chair is none, and one who represents makes way by a change only.
  const chairs = (who: string) => {
    const answers = withItem('officers', 0, { name: '林新任', orgPost: 'PRESIDENT' })
    return said(matter, 'ONE-CHAIR-HELD', {
      ...answers,
      leaving: { values: {}, items: [{ id: '1', values: { who } }] },
    })
  }
  expect(chairs('何其乐（监事）')).toEqual([expect.stringContaining('张晓明，是登记的法定代表人')])
  expect(chairs('张晓明（会长）')).toEqual([])
})

describe('names of what is set up (N80 to N82)', () => {
  const branch = (name: string, kind = 'BRANCH') =>
    said(
      'social-group-filing-branch',
      'UNIT-NAME',
      change('social-group-filing-branch').withValues({ unit: { name, kind } }),
    )
  it.each([
    [`${NAME}石刻专业委员会`, 'BRANCH', undefined],
    [`${NAME}青年分会`, 'BRANCH', undefined],
    ['石刻专业委员会', 'BRANCH', /全称/],
    [`${NAME}`, 'BRANCH', /结尾/],
    [`${NAME}石刻部`, 'BRANCH', /结尾/],
    [`${NAME}石刻中心分会`, 'BRANCH', /中心/],
    [`${NAME}太原分会`, 'BRANCH', /地域性/],
    [`${NAME}太原市分会`, 'BRANCH', /地域性/],
    [`${NAME}太原办事处`, 'REPRESENTATIVE', undefined],
    [`${NAME}太原分会`, 'REPRESENTATIVE', /结尾/],
    [`${NAME}建筑专业委员会`, 'BRANCH', /登记簿中已有/],
  ])('%s as %s', (name, kind, fault) => {
    expect(branch(name, kind)).toEqual(fault ? [expect.stringMatching(fault)] : [])
  })

  it.each([
    ['会员服务部', 0],
    ['外联处', 0],
    ['办公室', 0],
    ['会员服务中心', 1],
    ['会员部', 1],
  ])('办事机构 %s', (name, faults) => {
    const stored = change('social-group-filing-office').withValues({ unit: { name } })
    expect(said('social-group-filing-office', 'UNIT-NAME', stored)).toHaveLength(faults)
  })

  test('what is given up is of the kind that is filed', () => {
    const closing = (closed: string) =>
      said(
        'social-group-filing-office',
        'UNIT-KIND',
        change('social-group-filing-office').withValues({ unit: { what: 'CLOSE', closed } }),
      ).length
    expect([closing('办事机构“会员部”'), closing(`分支机构“${NAME}建筑专业委员会”`)]).toEqual([0, 1])
  })
})

describe('延期换届', () => {
  const matter = 'social-group-approval-extension'
  const until = (newEnd: string, over: Partial<Holdings> = {}, day = today) =>
    applyRules(
      matters.require(matter),
      'extension',
      readAnswers(matters.require(matter).pages, change(matter).withValues({ extension: { newEnd } })),
      { ...context, today: day, holdings: { ...holdings, ...over } },
    ).map(({ code }) => code)

  test.each([
    ['2026-11-08', ['EXTENSION-LENGTH']],
    ['2026-11-09', []],
    ['2027-11-08', []],
    ['2027-11-09', ['EXTENSION-LENGTH']],
  ])('until %s', (newEnd, faults) => {
    expect(until(newEnd, {}, '2026-08-08')).toEqual(faults)
  })

  test('asked less than three months before is said; what was put off once is put off no more; no term, nothing', () => {
    expect(until('2027-11-08', {}, '2026-08-09')).toEqual(['EXTENSION-EARLY'])
    const longer = { term: { name: '第一届', from: '2021-11-08', to: '2026-11-09' } }
    expect(until('2027-11-09', longer, '2026-08-08')).toEqual(['EXTENSION-LENGTH'])
    expect(until('2027-11-08', { term: null })).toEqual(['EXTENSION-LENGTH'])
  })
})

test('campaigns are a charity’s, begin ten days after, and end after they begin; fees are voted on in secret', () => {
  const matter = 'foundation-filing-fundraising'
  const { sample, withValues } = change(matter)
  const at = (rule: string, values: Readonly<Record<string, string>>) =>
    said(matter, rule, withValues({ campaign: values })).length
  expect([at('CAMPAIGN-EARLY', { from: '2026-11-29' }), at('CAMPAIGN-EARLY', { from: '2026-11-30' })]).toEqual([1, 0])
  expect(at('CAMPAIGN-DATES', { from: '2026-12-10', to: '2026-12-09' })).toBe(1)
  expect(at('CAMPAIGN-DATES', { from: '2026-12-10', to: '2026-12-10' })).toBe(0)
  expect(said(matter, 'CHARITY', sample, { register: { ...items, charity: '' } })).toHaveLength(1)
  const fees = change('social-group-filing-fees')
  expect(said('social-group-filing-fees', 'FEES-SECRET', fees.withValues({ fees: { secret: 'no' } }))).toHaveLength(1)
  const tiers = (count: number) =>
    said('social-group-filing-fees', 'FEES-TIERS', {
      ...fees.sample,
      fees: {
        values: fees.sample['fees']?.values ?? {},
        items: Array.from({ length: count }, (_, index) => ({ id: String(index), values: { member: '会员' } })),
      },
    }).length
  expect([tiers(4), tiers(5)]).toEqual([0, 1])
})

it('a draft that is looked at before the meeting only warns of what it lacks; no reason is asked of it', () => {
  const [drafted, approved] = ['social-group-charter-draft', 'social-group-charter'] as const
  const [clause] = change(drafted).withValues({})['articles']?.items ?? []
  const stored = (matter: string): AnswerSet => ({
    ...change(matter).withValues({ charter: { onFile: 'yes', base: '1' } }),
    articles: { values: {}, items: clause ? [clause] : [] },
  })
  const inForce = { n: 1, sha256: '', from: '2026-01-01', clauses: [{ chapter: '', section: '', text: '别的。' }] }
  const over = { holdings: { ...holdings, charter: inForce } }
  expect(said(drafted, 'CHARTER-TEXT', stored(drafted), over)).toEqual([])
  expect(said(drafted, 'CHARTER-VALUES', stored(drafted), over).length).toBeGreaterThan(10)
  const lost = [expect.stringContaining('没有列出')]
  expect(said(drafted, 'CHARTER-REASONS', stored(drafted), over)).toEqual(lost)
  expect(said(approved, 'CHARTER-REASONS', stored(approved), over)).toHaveLength(2)
})

test.each([
  ['2026-11-10', '2026-11-09', 1],
  ['2026-11-10', '2026-11-10', 0],
  ['2026-11-10', '', 0],
])('a charter sent on %s is not agreed to on %s', (sentOn, consentDate, faults) => {
  const matter = 'social-group-charter'
  const { withValues } = change(matter)
  expect(
    said(matter, 'SENT-BEFORE-CONSENT', withValues({ consent: { hasUnit: 'yes', sentOn, consentDate } })),
  ).toHaveLength(faults)
})

describe('a charter that was approved elsewhere', () => {
  const matter = 'private-non-enterprise-filing-charter-elsewhere'
  const { withValues } = change(matter)
  const inForce = { n: 2, sha256: '', from: '2026-11-09', clauses: null }
  const charter = (values: Readonly<Record<string, string>>, rule: string) =>
    said(matter, rule, withValues({ charter: values }), {
      authority: '太原市民政局',
      register: { ...items, supervisoryUnit: '太原市教育局' },
      holdings: { ...holdings, charter: inForce },
    })

  it.each([
    ['2026-11-08', 1],
    ['2026-11-09', 0],
  ])('and approved on %s, is no older than the one in force since 2026-11-09: %i', (approvedOn, faults) => {
    expect(charter({ approvedOn }, 'APPROVED-LATER')).toHaveLength(faults)
  })

  it('was approved by another than the registration authority, as a rule by the supervisory unit', () => {
    expect(charter({ approvedBy: '太原市民政局' }, 'APPROVED-HERE')).toEqual([expect.stringContaining('章程核准')])
    expect(charter({ approvedBy: '太原市教育局' }, 'APPROVED-HERE')).toEqual([])
    expect(charter({ approvedBy: '太原市教育局' }, 'APPROVED-BY-UNIT')).toEqual([])
    expect(charter({ approvedBy: '迎泽区教育局' }, 'APPROVED-BY-UNIT')).toHaveLength(1)
  })
})
