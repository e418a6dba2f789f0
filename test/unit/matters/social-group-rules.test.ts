import { describe, expect, it } from 'vitest'
import type { ListItem, RawValues } from '../../../src/core/forms/field.ts'
import { readAnswers } from '../../../src/core/matters/answers.ts'
import { applyRules } from '../../../src/core/matters/journey.ts'
import type { AnswerSet, HeldPost, Matter, Rule } from '../../../src/core/matters/define.ts'
import { sampleAnswers } from '../../../src/matters/social-group-establishment/sample.ts'
import { socialGroupEstablishment } from '../../../src/matters/social-group-establishment/index.ts'

const matter: Matter = socialGroupEstablishment
const today = '2026-11-20'

/** The sample with some answers of some pages changed. */
const withValues = (changes: Readonly<Record<string, RawValues>>, base: AnswerSet = sampleAnswers): AnswerSet => ({
  ...base,
  ...Object.fromEntries(
    Object.entries(changes).map(([page, values]) => [
      page,
      { values: { ...base[page]?.values, ...values }, items: base[page]?.items ?? [] },
    ]),
  ),
})

const itemsOf = (page: string): readonly ListItem[] => sampleAnswers[page]?.items ?? []
const withItems = (page: string, items: readonly ListItem[], base: AnswerSet = sampleAnswers): AnswerSet => ({
  ...base,
  [page]: { values: {}, items },
})

/** The sample with one item of a list changed. */
const withItem = (page: string, index: number, values: RawValues): AnswerSet =>
  withItems(
    page,
    itemsOf(page).map((item, at) => (at === index ? { ...item, values: { ...item.values, ...values } } : item)),
  )

/** The sample with a further item like one that is there. */
const withCopy = (page: string, index: number, values: RawValues): AnswerSet => {
  const item = itemsOf(page)[index]
  return withItems(page, [...itemsOf(page), { id: 'copy', values: { ...item?.values, ...values } }])
}

const members = (unitMemberCount: string, individualMemberCount: string): AnswerSet =>
  withValues({ members: { unitMemberCount, individualMemberCount, councilCount: '1', standingCouncilCount: '0' } })
const meeting = (values: RawValues): AnswerSet => withValues({ foundingMeeting: values })
const minor = '140105201001010016'
const over70 = '11010519491231002X'
/** What the register says of two people: one represents a group, the other is only its vice president. */
const posts: readonly HeldPost[] = [
  {
    person: over70,
    name: '何守真',
    organization: '山西省石刻研究会',
    orgType: 'SOCIAL_GROUP',
    legalRepresentative: true,
  },
  {
    person: minor,
    name: '何小真',
    organization: '山西省石刻研究会',
    orgType: 'SOCIAL_GROUP',
    legalRepresentative: false,
  },
]

const scope = (businessScopeForCertificate: string): AnswerSet =>
  withValues({ registration: { businessScopeForCertificate } })
const seal = (sealKind: string, engraving: string): AnswerSet => withItem('seals', 1, { sealKind, engraving })

type Case = {
  /** Answers the rule finds fault with, and where its finding points. */
  readonly faulty: readonly (readonly [AnswerSet, { field?: string; itemId?: string; message?: RegExp }])[]
  /** Answers on the right side of the line. */
  readonly sound: readonly AnswerSet[]
}

const cases: Readonly<Record<string, Case>> = {
  'SG-NAMES-DIFFER': {
    faulty: [[withValues({ name: { alternativeName2: '山西省古建筑彩绘保护协会' } }), { field: 'alternativeName2' }]],
    sound: [withValues({ name: { alternativeName1: '', alternativeName2: '' } })],
  },
  'SG-SPONSORS-GIVEN': {
    faulty: [[withItems('sponsors', [], withItems('sponsorOrgs', [])), {}]],
    sound: [withItems('sponsors', []), withItems('sponsorOrgs', [])],
  },
  'SG-SPONSORS-ENOUGH': {
    faulty: [[withItems('sponsors', itemsOf('sponsors').slice(0, 4)), { message: /发起人4名、发起单位2个/ }]],
    sound: [
      withItems('sponsors', itemsOf('sponsors').slice(0, 5), withItems('sponsorOrgs', [])),
      withItems('sponsors', [], withCopy('sponsorOrgs', 0, {})),
      withItems('sponsors', [], withItems('sponsorOrgs', [])),
    ],
  },
  'SG-SPONSOR-TWICE': {
    faulty: [
      [withCopy('sponsors', 0, {}), { field: 'idNumber', itemId: 'copy', message: /张晓明/ }],
      [withCopy('sponsorOrgs', 0, { orgName: '换了名字' }), { field: 'orgUscc', itemId: 'copy' }],
    ],
    sound: [withItem('sponsors', 0, { idNumber: '' }), withItem('sponsors', 1, { name: '张晓明' })],
  },
  'SG-SPONSOR-ADULT': {
    faulty: [[withItem('sponsors', 2, { idNumber: minor }), { field: 'idNumber', itemId: 'sponsors-3' }]],
    sound: [withItem('sponsors', 2, { idNumber: 'not a number' }), withItem('sponsors', 2, { idNumber: '' })],
  },
  'SG-MEMBERS': {
    faulty: [
      [members('0', '49'), { field: 'individualMemberCount', message: /49/ }],
      [members('29', '0'), { field: 'unitMemberCount', message: /29/ }],
      [members('29', '20'), { message: /49/ }],
      [members('0', '0'), {}],
    ],
    sound: [members('0', '50'), members('30', '0'), members('30', '20'), members('', '10')],
  },
  'SG-FUND': {
    faulty: [
      [withValues({ funds: { fundAmount: '2.9999' } }), { field: 'fundAmount', message: /3万元.*2.9999/ }],
      [
        withValues({ funds: { fundAmount: '9.99' }, name: { proposedName: '中国古建筑彩绘保护协会' } }),
        { message: /全国性.*10万元/ },
      ],
    ],
    sound: [
      withValues({ funds: { fundAmount: '3' } }),
      withValues({ funds: { fundAmount: '10' }, name: { proposedName: '中国古建筑彩绘保护协会' } }),
      withValues({ funds: { fundAmount: '一万' } }),
    ],
  },
  'SG-CONTRIBUTIONS': {
    faulty: [[withItem('contributors', 0, { amount: '6.0001' }), { message: /10.0001/ }]],
    sound: [
      withItems('contributors', [
        { id: '1', values: { amount: '9.9' } },
        { id: '2', values: { amount: '0.0999' } },
        { id: '3', values: { amount: '0.0001' } },
      ]),
      withItem('contributors', 0, { amount: '' }),
    ],
  },
  'SG-CONSENT': {
    faulty: [[withValues({ supervisoryConsent: { consentGiven: 'no' } }), { field: 'consentGiven' }]],
    sound: [
      withValues({ supervisoryConsent: { consentGiven: 'no' }, supervision: { directRegistration: 'yes' } }),
      withValues({ supervisoryConsent: { consentGiven: '' } }),
    ],
  },
  'SG-VOTES-COUNT': {
    faulty: [
      [meeting({ presentCount: '81' }), { field: 'presentCount', message: /81.*80/ }],
      [meeting({ charterFor: '72' }), { field: 'charterFor', message: /同意72票、反对0票、弃权1票，合计73票.*72人/ }],
      [meeting({ officersAgainst: '2' }), { field: 'officersFor' }],
      [meeting({ feeAbstain: '2' }), { field: 'feeFor' }],
    ],
    sound: [
      meeting({ presentCount: '80' }),
      meeting({ charterFor: '70' }),
      meeting({ feeDecided: 'no', feeFor: '900' }),
      meeting({ charterFor: '' }),
    ],
  },
  'SG-VOTES-PASSED': {
    faulty: [
      [meeting({ charterFor: '36' }), { field: 'charterFor', message: /36.*72/ }],
      [meeting({ officersFor: '0' }), { field: 'officersFor' }],
      [meeting({ feeFor: '36' }), { field: 'feeFor' }],
    ],
    sound: [meeting({ charterFor: '37' }), meeting({ feeDecided: 'no', feeFor: '0' }), meeting({ presentCount: '' })],
  },
  'SG-QUORUM': {
    faulty: [[meeting({ expectedCount: '109' }), { field: 'presentCount', message: /109.*72/ }]],
    sound: [meeting({ expectedCount: '108' }), meeting({ expectedCount: '' })],
  },
  'SG-COUNCIL-SIZE': {
    faulty: [[withValues({ members: { councilCount: '27' } }), { field: 'councilCount', message: /27.*80/ }]],
    sound: [withValues({ members: { councilCount: '26' } }), withValues({ members: { councilCount: '' } })],
  },
  'SG-STANDING-COUNCIL-SIZE': {
    faulty: [[withValues({ members: { standingCouncilCount: '9' } }), { field: 'standingCouncilCount' }]],
    sound: [
      withValues({ members: { standingCouncilCount: '8' } }),
      withValues({ members: { standingCouncilCount: '0' } }),
    ],
  },
  'SG-TERM-END': {
    faulty: [
      [
        withValues({ term: { dueReElectionDate: '2031-10-19' } }),
        { field: 'dueReElectionDate', message: /2031年10月18日/ },
      ],
      [withValues({ term: { termYears: '4' } }), { message: /2030年10月18日/ }],
    ],
    sound: [
      withValues({ term: { startDate: '2028-02-29', termYears: '1', dueReElectionDate: '2029-02-28' } }),
      withValues({ term: { startDate: '2028-02-29', termYears: '4', dueReElectionDate: '2032-02-29' } }),
      withValues({ term: { startDate: '' } }),
    ],
  },
  'SG-TERM-AFTER-MEETING': {
    faulty: [[withValues({ term: { startDate: '2026-10-17' } }), { field: 'startDate', message: /2026年10月17日/ }]],
    sound: [withValues({ term: { startDate: '2026-10-19' } }), meeting({ meetingDate: '' })],
  },
  'SG-LEASE-ORDER': {
    faulty: [[withValues({ domicile: { leaseTo: '2026-10-01' } }), { field: 'leaseTo' }]],
    sound: [
      withValues({ domicile: { leaseTo: '2026-10-02' } }),
      withValues({ domicile: { domicileSource: 'OWNED', leaseTo: '2020-01-01' } }),
    ],
  },
  'SG-LEASE-LENGTH': {
    faulty: [[withValues({ domicile: { leaseTo: '2027-11-19' } }), { field: 'leaseTo', message: /2027年11月20日/ }]],
    sound: [
      withValues({ domicile: { leaseTo: '2027-11-20' } }),
      withValues({ domicile: { domicileSource: 'FREE_USE', leaseTo: '2020-01-01' } }),
    ],
  },
  'SG-STAFF': {
    faulty: [
      [withValues({ staffing: { fullTimeCount: '0' } }), { field: 'fullTimeCount' }],
      [withValues({ staffing: { fullTimeCount: '5' } }), { message: /5人，多于.*4人/ }],
    ],
    sound: [withValues({ staffing: { fullTimeCount: '4' } }), withValues({ staffing: { fullTimeCount: '' } })],
  },
  'SG-PARTY-ORGANIZATION': {
    faulty: [[withValues({ party: { partyOrganization: 'NONE' } }), { field: 'partyOrganization', message: /3名/ }]],
    sound: [
      withValues({ party: { partyOrganization: 'NONE', partyMemberCount: '2' } }),
      withValues({ party: { partyMemberCount: '30' } }),
    ],
  },
  'SG-ONE-LEGAL-REPRESENTATIVE': {
    faulty: [
      [withItem('officers', 0, { isLegalRepresentative: 'no' }), { message: /应当有一名法定代表人/ }],
      [withItem('officers', 1, { isLegalRepresentative: 'yes' }), { message: /2名：张晓明、沈若川/ }],
    ],
    sound: [withItems('officers', [])],
  },
  'SG-LEGAL-REPRESENTATIVE-POST': {
    faulty: [[withItem('officers', 0, { orgPost: 'COUNCIL_MEMBER' }), { field: 'orgPost', itemId: 'officers-1' }]],
    sound: ['COUNCIL_CHAIR', 'VICE_PRESIDENT', 'SECRETARY_GENERAL', ''].map((orgPost) =>
      withItem('officers', 0, { orgPost }),
    ),
  },
  'SG-LEGAL-REPRESENTATIVE-ELSEWHERE': {
    faulty: [
      [
        withItem('officers', 0, { legalRepresentativeElsewhere: 'yes' }),
        { field: 'legalRepresentativeElsewhere', itemId: 'officers-1' },
      ],
    ],
    sound: [withItem('officers', 1, { legalRepresentativeElsewhere: 'yes' })],
  },
  'SG-LEGAL-REPRESENTATIVE-REGISTER': {
    faulty: [
      [
        withItem('officers', 0, { name: '何守真', idNumber: over70 }),
        { field: 'isLegalRepresentative', itemId: 'officers-1', message: /已担任“山西省石刻研究会”的法定代表人/ },
      ],
      [
        withItem('officers', 0, { idNumber: over70 }),
        { itemId: 'officers-1', message: /已担任其他社会组织的法定代表人/ },
      ],
    ],
    sound: [withItem('officers', 1, { idNumber: over70 }), withItem('officers', 0, { idNumber: minor })],
  },
  'SG-SAME-POST-TWICE': {
    faulty: [[withCopy('officers', 2, {}), { field: 'orgPost', itemId: 'copy' }]],
    sound: [withCopy('officers', 2, { orgPost: 'COUNCIL_MEMBER' }), withCopy('officers', 2, { idNumber: '' })],
  },
  'SG-EXCLUSIVE-POSTS': {
    faulty: [
      [withCopy('officers', 0, { orgPost: 'SUPERVISOR' }), { field: 'orgPost', itemId: 'copy', message: /张晓明/ }],
      [withCopy('officers', 6, { orgPost: 'COUNCIL_MEMBER' }), { itemId: 'officers-7' }],
    ],
    sound: [withCopy('officers', 0, { orgPost: 'COUNCIL_MEMBER' }), withCopy('officers', 0, { orgPost: '' })],
  },
  'SG-ONE-CHAIR': {
    faulty: [[withItem('officers', 1, { orgPost: 'COUNCIL_CHAIR' }), { message: /张晓明、沈若川/ }]],
    sound: [withItem('officers', 1, { orgPost: 'COUNCIL_VICE_CHAIR' })],
  },
  'SG-POSTS-FILLED': {
    faulty: [
      [withItem('officers', 2, { orgPost: 'DEPUTY_SECRETARY_GENERAL' }), { message: /秘书长/ }],
      [withItem('officers', 0, { orgPost: 'VICE_PRESIDENT' }), { message: /会长（理事长、主席）/ }],
      [withItems('officers', itemsOf('officers').slice(0, 5)), { message: /监事/ }],
    ],
    sound: [withItem('officers', 0, { orgPost: 'CHAIRPERSON' }), withItems('officers', [])],
  },
  'SG-OFFICERS-ENOUGH': {
    faulty: [[withItem('officers', 1, { orgPost: 'COUNCIL_MEMBER' }), { message: /现在有2名/ }]],
    sound: [withItems('officers', itemsOf('officers').slice(0, 3)), withItems('officers', [])],
  },
  'SG-OFFICER-ADULT': {
    faulty: [[withItem('officers', 4, { idNumber: minor }), { field: 'idNumber', itemId: 'officers-5' }]],
    sound: [
      withItem('officers', 4, { idType: 'PASSPORT_FOREIGN', idNumber: 'AB123456', birthDate: '2008-11-20' }),
      withItem('officers', 4, { idType: 'PASSPORT_FOREIGN', idNumber: 'AB123456', birthDate: '' }),
    ],
  },
  'SG-OFFICER-AGE': {
    faulty: [
      [withItem('officers', 1, { idNumber: over70 }), { itemId: 'officers-2', message: /76周岁/ }],
      [
        withItem('officers', 1, { idType: 'PASSPORT_FOREIGN', idNumber: 'AB123456', birthDate: '1955-10-18' }),
        { message: /71周岁/ },
      ],
    ],
    sound: [
      withItem('officers', 4, { idNumber: over70 }),
      withItem('officers', 1, { idType: 'PASSPORT_FOREIGN', idNumber: 'AB123456', birthDate: '1955-10-19' }),
    ],
  },
  'SG-ACTIVITY-AREA': {
    faulty: [
      [withValues({ purpose: { activityArea: '全国、河北省' } }), { field: 'activityArea', message: /“全国”“河北省”/ }],
    ],
    sound: [withValues({ purpose: { activityArea: '山西省太原市' } })],
  },
  'SG-CERTIFICATE-SCOPE': {
    faulty: [
      [scope('古建筑彩绘保护的学术研究、房地产中介服务。'), { message: /“房地产中介服务”/ }],
      [scope('医疗美容；汽车维修'), { message: /“医疗美容”“汽车维修”/ }],
    ],
    sound: [scope('学术研究、技术交流（依法须经批准的项目，经批准后开展）'), scope('彩绘技艺人才培训')],
  },
  'SG-NUMBER-TWO-NAMES': {
    faulty: [
      [
        withItem('officers', 1, { name: '沈若山' }),
        { itemId: 'officers-2', field: 'name', message: /沈若山与沈若川.*尾号1246/ },
      ],
      [withValues({ agent: { agentName: '沈若山' } }), { field: 'agentName', message: /沈若山与沈若川/ }],
    ],
    sound: [withItem('officers', 1, { orgPost: 'COUNCIL_MEMBER' })],
  },
  'SG-PERSON-TWO-NUMBERS': {
    faulty: [
      [withItem('officers', 5, { name: '白砚舟' }), { itemId: 'officers-7', field: 'idNumber', message: /同名/ }],
      [withValues({ agent: { agentIdNumber: '140802199208182041' } }), { field: 'agentIdNumber' }],
    ],
    sound: [withItem('officers', 5, { name: '陆鹤年' })],
  },
  'SG-NUMBER-REGISTER-NAME': {
    faulty: [
      [withItem('officers', 1, { idNumber: over70, name: '沈若川' }), { field: 'name', message: /姓名与填写的不同/ }],
    ],
    sound: [withItem('officers', 1, { idNumber: over70, name: '何守真' })],
  },
  'SG-AGENT-ADULT': {
    faulty: [[withValues({ agent: { agentIdNumber: minor } }), { field: 'agentIdNumber', message: /监护人同意/ }]],
    sound: [withValues({ agent: { agentIdNumber: over70 } })],
  },
  'SG-COLLECTOR-NAME': {
    faulty: [[withValues({ collection: { collectorName: '林知远' } }), { field: 'collectorName' }]],
    sound: [withValues({ collection: { collectorName: '林知远', collectorIdNumber: over70 } })],
  },
  'SG-LEGAL-REPRESENTATIVE-SEAL': {
    faulty: [
      [seal('LEGAL_REPRESENTATIVE', '沈若川印'), { itemId: 'seals-2', field: 'engraving', message: /张晓明的姓名/ }],
    ],
    sound: [seal('LEGAL_REPRESENTATIVE', '张晓明印')],
  },
  'SG-SEAL-NAME': {
    faulty: [
      [seal('FINANCE', '山西省皮影戏协会财务专用章'), { message: /另一个单位“山西省皮影戏协会”/ }],
      [seal('CONTRACT', '合同专用章'), { message: /没有冠以登记的名称/ }],
    ],
    sound: [seal('CONTRACT', '山西省古建筑彩绘保护协会合同专用章')],
  },
  'SG-OFFICIAL-SEAL': {
    faulty: [
      [withItem('seals', 0, { sealKind: 'CONTRACT' }), { message: /0枚/ }],
      [withItem('seals', 1, { sealKind: 'OFFICIAL' }), { message: /2枚/ }],
      [withItem('seals', 0, { engraving: '山西省彩绘协会' }), { field: 'engraving', itemId: 'seals-1' }],
    ],
    sound: [withItems('seals', itemsOf('seals').slice(0, 1)), withItems('seals', [])],
  },
  'SG-ACCOUNT-NAME': {
    faulty: [[withValues({ bankAccount: { accountName: '山西省古建筑彩绘协会' } }), { field: 'accountName' }]],
    sound: [withValues({ bankAccount: { accountName: '' } })],
  },
  'SG-COLLECTOR': {
    faulty: [
      [
        withValues({ collection: { collectorIdNumber: '210302197806051246' } }),
        { field: 'collectorIdNumber', message: /法定代表人/ },
      ],
      [withValues({ collection: { collectorKind: 'HANDLING_AGENT' } }), { message: /经办人/ }],
    ],
    sound: [
      withValues({ collection: { collectorKind: 'HANDLING_AGENT', collectorIdNumber: '210302197806051246' } }),
      withValues({ collection: { collectorKind: 'AUTHORIZED_AGENT', collectorIdNumber: '140105198806150038' } }),
      withItems('officers', [], withValues({ collection: { collectorIdNumber: '210302197806051246' } })),
    ],
  },
  'SG-COLLECTION-DATE': {
    faulty: [[withValues({ collection: { preferredDate: '2026-11-19' } }), { field: 'preferredDate' }]],
    sound: [
      withValues({ collection: { preferredDate: '2026-11-20' } }),
      withValues({ collection: { preferredDate: '2026-11-19', collectionWay: 'POST' } }),
    ],
  },
}

/** As for an authority of 山西省; what counts as outside is tried with the names. */
const placesOutside = (text: string): readonly string[] => text.match(/全国|河北省/g) ?? []

const check = (rule: Rule, stored: AnswerSet) =>
  rule.check(readAnswers(matter.pages, stored), { today, posts, placesOutside })

describe('rules of 社会团体成立登记', () => {
  it('every rule has its cases here, and no case is without a rule', () => {
    expect(Object.keys(cases).toSorted()).toEqual(matter.rules.map((rule) => rule.code).toSorted())
  })

  for (const rule of matter.rules) {
    const { faulty, sound } = cases[rule.code] ?? { faulty: [], sound: [] }

    it(`${rule.code} finds fault, and points at the place`, () => {
      expect(faulty.length).toBeGreaterThan(0)
      for (const [stored, { message, ...place }] of faulty) {
        const findings = check(rule, stored)
        expect(findings).toHaveLength(1)
        expect(findings[0]).toMatchObject(place)
        if (message) expect(findings[0]?.message).toMatch(message)
      }
    })

    it(`${rule.code} is content on the right side of the line and with the sample`, () => {
      for (const stored of [sampleAnswers, ...sound]) expect(check(rule, stored)).toEqual([])
    })

    it(`${rule.code} is silent while nothing is answered`, () => {
      const findings = check(rule, {})
      if (rule.code !== 'SG-SPONSORS-GIVEN') expect(findings).toEqual([])
    })

    it(`${rule.code} points at fields and items that exist`, () => {
      for (const [stored] of faulty)
        for (const { page: code, field, itemId } of check(rule, stored)) {
          const page = matter.pages.find((candidate) => candidate.code === code)
          const fields = itemId === undefined ? page?.fields : page?.list?.fields
          if (field !== undefined) expect(fields?.map((candidate) => candidate.name)).toContain(field)
          if (itemId !== undefined) expect(stored[code]?.items.map((item) => item.id)).toContain(itemId)
        }
    })

    it(`${rule.code} looks at pages its stages show`, () => {
      for (const code of rule.stages) {
        const stage = matter.stages.find((candidate) => candidate.code === code)
        for (const [stored] of faulty)
          for (const { page } of check(rule, stored)) expect([...(stage?.pages ?? [])]).toContain(page)
      }
    })
  }
})

describe('applyRules', () => {
  const rule: Rule = {
    code: 'X',
    basis: '依据',
    level: 'WARN',
    effectiveFrom: '2026-01-01',
    effectiveTo: '2027-01-01',
    stages: ['nameApproval'],
    check: () => [{ page: 'name', message: '发现问题' }],
  }
  const run = (stage: Rule['stages'][number], day: string) =>
    applyRules({ ...matter, rules: [rule] }, stage, readAnswers([], {}), { today: day, posts }).length

  it('gives a finding with the code, the basis and the level of its rule', () => {
    expect(applyRules({ ...matter, rules: [rule] }, 'nameApproval', readAnswers([], {}), { today, posts })).toEqual([
      { page: 'name', message: '发现问题', code: 'X', basis: '依据', level: 'WARN' },
    ])
  })

  it('asks a rule only in its stages', () => {
    expect(run('nameConsultation', today)).toBe(0)
    expect(run('nameApproval', today)).toBe(1)
  })

  it('asks a rule from the day it is in force until the day before it ends', () => {
    expect(['2025-12-31', '2026-01-01', '2026-12-31', '2027-01-01'].map((day) => run('nameApproval', day))).toEqual([
      0, 1, 1, 0,
    ])
  })
})

describe('readAnswers', () => {
  const fields = [
    { name: 'a', label: '甲', kind: 'yesNo' },
    { name: 'b', label: '乙', kind: 'decimal', when: { field: 'a', is: ['yes'] } },
  ] as const
  const page = { code: 'p', title: '页', fields, list: { noun: '项', min: 0, max: 9, titleField: 'a', fields } }
  const read = (a: string, b: string) =>
    readAnswers([page], { p: { values: { a, b, c: '?' }, items: [{ id: '1', values: { a, b, c: '?' } }] } })

  it('reads hidden, undeclared and unknown fields as empty', () => {
    const answers = read('no', '3')
    expect([answers.value('p', 'a'), answers.value('p', 'b'), answers.value('p', 'c')]).toEqual(['no', '', ''])
    expect(answers.value('gone', 'a')).toBe('')
    expect(answers.items('p')).toEqual([{ id: '1', values: { a: 'no' } }])
    expect(answers.items('gone')).toEqual([])
  })

  it('gives a number only where a number is answered', () => {
    expect(read('yes', '3.5').number('p', 'b')).toBe(3.5)
    for (const raw of ['', '三', '3.', '-1', '1e3', ' ']) expect(read('yes', raw).number('p', 'b')).toBeUndefined()
    expect(read('no', '3').number('p', 'b')).toBeUndefined()
  })
})
