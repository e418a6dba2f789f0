import { describe, expect, it } from 'vitest'
import type { ListItem, RawValues } from '../../../src/core/forms/field.ts'
import { readAnswers } from '../../../src/core/matters/answers.ts'
import type { HeldPost, RuleContext } from '../../../src/core/matters/contexts.ts'
import type { AnswerSet, Matter, Rule } from '../../../src/core/matters/define.ts'
import { sampleOf } from '../../../src/core/matters/sample.ts'
import { unitsMeant } from '../../../src/core/matters/units-meant.ts'
import { fromProvince } from '../../../src/core/names/area.ts'
import type { OrgType } from '../../../src/core/org-types.ts'
import units from '../../../seeds/data/supervisory-units.json' with { type: 'json' }
import { sites } from '../../../src/sites/index.ts'

export const today = '2026-11-20'
const { matters: shanxi } = sites.shanxi
/** What rules are told of the authority: a city's of 山西省, but that asks for two founders of a 基金会 rather than one. */
export const province = {
  policies: { ...shanxi, sponsors: { ...shanxi.sponsors, FOUNDATION: { persons: 2, units: 2 } } },
  level: 'CITY',
} as const
const minor = '140105201001010016'
const over70 = '11010519491231002X'

/** What the register says of two people: one represents an organization, the other is only its vice president. */
const postsIn = (orgType: OrgType): readonly HeldPost[] => {
  const post = { organization: '山西省石刻研究会', orgType, terms: 1 }
  return [
    { ...post, person: over70, name: '何守真', post: 'PRESIDENT', legalRepresentative: true },
    { ...post, person: minor, name: '何小真', post: 'VICE_PRESIDENT', legalRepresentative: false },
  ]
}

type Case = {
  /** Answers the rule finds fault with, and where its finding points. */
  readonly faulty: readonly (readonly [AnswerSet, { field?: string; itemId?: string; message?: RegExp }])[]
  /** Answers on the right side of the line. */
  readonly sound: readonly AnswerSet[]
}
export type Cases = Readonly<Record<string, Case>>

/** Ways to change the example of a matter. */
export const changing = (matter: Matter) => {
  const sample = sampleOf(matter)

  /** The sample with some answers of some pages changed. */
  const withValues = (changes: Readonly<Record<string, RawValues>>, base: AnswerSet = sample): AnswerSet => ({
    ...base,
    ...Object.fromEntries(
      Object.entries(changes).map(([page, values]) => [
        page,
        { values: { ...base[page]?.values, ...values }, items: base[page]?.items ?? [] },
      ]),
    ),
  })

  const itemsOf = (page: string): readonly ListItem[] => sample[page]?.items ?? []
  const withItems = (page: string, items: readonly ListItem[], base: AnswerSet = sample): AnswerSet => ({
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

  return { sample, withValues, itemsOf, withItems, withItem, withCopy }
}

/** Where the types differ in the rules they share: posts of the example's people, and the name it asks for. */
type Differences = {
  readonly prefix: string
  readonly viceChair: string
  readonly chair: string
  readonly name: string
}

/** What every type of organization is held to when it is founded. */
export const sharedCases = (matter: Matter, { prefix, chair, viceChair, name }: Differences): Cases => {
  const { withValues, itemsOf, withItems, withItem, withCopy } = changing(matter)
  /** 80 asked, 72 there, and each resolution passed by 71. */
  const meeting = (values: RawValues): AnswerSet =>
    withValues({
      foundingMeeting: {
        expectedCount: '80',
        presentCount: '72',
        charterFor: '71',
        charterAgainst: '0',
        charterAbstain: '1',
        officersFor: '70',
        officersAgainst: '1',
        officersAbstain: '1',
        ...values,
      },
    })
  const seal = (sealKind: string, engraving: string): AnswerSet => withItem('seals', 1, { sealKind, engraving })

  const collector = (collectorName: string, collectorIdNumber: string): AnswerSet =>
    withValues({
      collection: {
        collectorKind: 'AUTHORIZED_AGENT',
        collectorIdType: 'RESIDENT_ID',
        collectorName,
        collectorIdNumber,
      },
    })

  const cases: Cases = {
    'NAMES-DIFFER': {
      faulty: [[withValues({ name: { alternativeName2: name } }), { field: 'alternativeName2' }]],
      sound: [withValues({ name: { alternativeName1: '', alternativeName2: '' } })],
    },
    'SPONSORS-GIVEN': {
      faulty: [[withItems('sponsors', [], withItems('sponsorOrgs', [])), { message: /至少添加一名/ }]],
      sound: [withItems('sponsors', []), withItems('sponsorOrgs', [])],
    },
    'SPONSOR-TWICE': {
      faulty: [
        [withCopy('sponsors', 0, {}), { field: 'idNumber', itemId: 'copy', message: /张晓明/ }],
        [withCopy('sponsorOrgs', 0, { orgName: '换了名字' }), { field: 'orgUscc', itemId: 'copy' }],
      ],
      sound: [withItem('sponsors', 0, { idNumber: '' }), withItem('sponsors', 1, { name: '张晓明' })],
    },
    'SPONSOR-ADULT': {
      faulty: [[withItem('sponsors', 2, { idNumber: minor }), { field: 'idNumber', itemId: 'sponsors-3' }]],
      sound: [withItem('sponsors', 2, { idNumber: 'not a number' }), withItem('sponsors', 2, { idNumber: '' })],
    },
    CONTRIBUTIONS: {
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
    CONSENT: {
      faulty: [[withValues({ supervisoryConsent: { consentGiven: 'no' } }), { field: 'consentGiven' }]],
      sound: [
        withValues({ supervisoryConsent: { consentGiven: 'no' }, supervision: { directRegistration: 'yes' } }),
        withValues({ supervisoryConsent: { consentGiven: '' } }),
      ],
    },
    'VOTES-COUNT': {
      faulty: [
        [meeting({ presentCount: '81' }), { field: 'presentCount', message: /81.*80/ }],
        [meeting({ charterFor: '72' }), { field: 'charterFor', message: /同意72票、反对0票、弃权1票，合计73票.*72人/ }],
        [meeting({ officersAgainst: '2' }), { field: 'officersFor' }],
      ],
      sound: [meeting({ presentCount: '80' }), meeting({ charterFor: '70' }), meeting({ charterFor: '' })],
    },
    'VOTES-MISSING': {
      faulty: [
        [meeting({ charterAgainst: '0', charterAbstain: '0' }), { field: 'charterFor', message: /少于实到72人/ }],
        [meeting({ officersFor: '60' }), { field: 'officersFor' }],
      ],
      sound: [meeting({ charterFor: '' }), meeting({ presentCount: '' })],
    },
    'VOTES-PASSED': {
      faulty: [
        [meeting({ charterFor: '36' }), { field: 'charterFor', message: /36.*72/ }],
        [meeting({ officersFor: '0' }), { field: 'officersFor' }],
      ],
      sound: [meeting({ charterFor: '37' }), meeting({ presentCount: '' })],
    },
    QUORUM: {
      faulty: [[meeting({ expectedCount: '109' }), { field: 'presentCount', message: /109.*72/ }]],
      sound: [meeting({ expectedCount: '108' }), meeting({ expectedCount: '' })],
    },
    'TERM-END': {
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
    'TERM-AFTER-MEETING': {
      faulty: [[withValues({ term: { startDate: '2026-10-17' } }), { field: 'startDate', message: /2026年10月17日/ }]],
      sound: [withValues({ term: { startDate: '2026-10-19' } }), meeting({ meetingDate: '' })],
    },
    'LEASE-ORDER': {
      faulty: [[withValues({ domicile: { leaseTo: '2026-10-01' } }), { field: 'leaseTo' }]],
      sound: [
        withValues({ domicile: { leaseTo: '2026-10-02' } }),
        withValues({ domicile: { domicileSource: 'OWNED', leaseTo: '2020-01-01' } }),
      ],
    },
    'LEASE-LENGTH': {
      faulty: [[withValues({ domicile: { leaseTo: '2027-11-18' } }), { field: 'leaseTo', message: /2027年11月19日/ }]],
      sound: [
        withValues({ domicile: { leaseTo: '2027-11-19' } }),
        withValues({ domicile: { domicileSource: 'FREE_USE', leaseTo: '2020-01-01' } }),
      ],
    },
    'ADDRESS-WHOLE': {
      faulty: [
        [
          withValues({ domicile: { address: '太原市迎泽区文源巷21号' } }),
          { field: 'address', message: /从省、市、县.*：山西省太原市迎泽区文源巷21号$/ },
        ],
        [withValues({ domicile: { address: '文源巷21号302室' } }), { field: 'address', message: /写起$/ }],
      ],
      sound: [withValues({ domicile: { address: '' } })],
    },
    'UNIT-NAME': {
      faulty: [
        [withValues({ supervision: { supervisoryUnit: '教育厅' } }), { message: /您是指“山西省教育厅”吗/ }],
        [withValues({ supervision: { supervisoryUnit: '教育' } }), { field: 'supervisoryUnit' }],
        [
          withValues({ supervision: { supervisoryUnit: '委员会' } }),
          { message: /可能是“山西省民族宗教事务委员会”、“/ },
        ],
        [withValues({ supervision: { supervisoryUnit: '驾校' } }), { message: /请写单位的全称/ }],
      ],
      sound: [
        withValues({ supervision: { supervisoryUnit: '大同市教育局' } }),
        withValues({ supervision: { supervisoryUnit: '教育', directRegistration: 'yes' } }),
      ],
    },
    'UNIT-ORGAN': {
      faulty: [
        [withValues({ supervision: { supervisoryUnit: '山西晋源古建彩绘修缮有限公司' } }), { message: /像是企业/ }],
      ],
      sound: [withValues({ supervision: { supervisoryUnit: '山西省教育厅' } })],
    },
    'UNIT-PLACE': {
      faulty: [[withValues({ supervision: { supervisoryUnit: '河北省教育厅' } }), { message: /河北省的单位/ }]],
      sound: [withValues({ supervision: { supervisoryUnit: '山西省教育厅' } })],
    },
    'UNIT-MEANT': {
      faulty: [[withValues({ supervision: { supervisoryUnit: '山西省文化厅' } }), { message: /山西省文化和旅游厅/ }]],
      sound: [withValues({ supervision: { supervisoryUnit: '山西省教育厅' } })],
    },
    'CHARITY-MEANT': {
      faulty: [
        [
          withValues({ name: { proposedName: `慈善${name}` }, charity: { charity: 'no' } }),
          { field: 'charity', message: /名称中有“慈善”/ },
        ],
        [
          withValues({
            supervision: { directRegistration: 'yes', directKind: 'CHARITY' },
            charity: { charity: 'no' },
          }),
          { message: /按公益慈善类直接登记/ },
        ],
      ],
      sound: [
        withValues({ charity: { charity: 'no' } }),
        withValues({ name: { proposedName: `慈善${name}` }, charity: { charity: '' } }),
      ],
    },
    'APPLICANT-REPRESENTS': {
      faulty: [
        [
          withItem('officers', 0, { name: '何守真' }),
          { itemId: 'officers-1', field: 'isLegalRepresentative', message: /申请人张晓明.*法定代表人却是何守真/ },
        ],
      ],
      sound: [withValues({ contact: { applicantRole: 'HANDLER' } }, withItem('officers', 0, { name: '何守真' }))],
    },
    'AFTER-CERTIFICATE': {
      faulty: [
        [withItem('seals', 1, { enabledOn: '2026-11-19' }), { itemId: 'seals-2', field: 'enabledOn' }],
        [
          withValues({ bankAccount: { openedOn: '2026-11-19' } }),
          { field: 'openedOn', message: /2026年11月19日早于登记证书的日期2026年11月20日/ },
        ],
        [withValues({ tax: { taxRegisteredOn: '2026-11-19' } }), { field: 'taxRegisteredOn' }],
      ],
      sound: [withValues({ bankAccount: { openedOn: '' } }), withItem('seals', 0, { enabledOn: '' })],
    },
    'MEETING-EXPECTED': {
      faulty: [
        [withValues({ foundingMeeting: { expectedCount: '300' } }), { field: 'expectedCount', message: /应到300人/ }],
        [withValues({ foundingMeeting: { expectedCount: '3' } }), { message: /应到3人/ }],
      ],
      sound: [
        withValues({ foundingMeeting: { expectedCount: '' } }),
        withValues({ foundingMeeting: { expectedCount: '3', meetingName: '第一次会员代表大会' } }),
      ],
    },
    'PARTY-ORGANIZATION': {
      faulty: [[withValues({ party: { partyOrganization: 'NONE' } }), { field: 'partyOrganization', message: /3名/ }]],
      sound: [
        withValues({ party: { partyOrganization: 'NONE', partyMemberCount: '2' } }),
        withValues({ party: { partyMemberCount: '30' } }),
      ],
    },
    'PARTY-MEMBERS': {
      faulty: [
        [
          withValues({ party: { partyMemberCount: '0' } }, withItem('officers', 0, { politicalStatus: '01' })),
          { field: 'partyMemberCount', message: /中共党员/ },
        ],
      ],
      sound: [
        withValues({ party: { partyMemberCount: '0' } }, withItems('officers', [])),
        withValues({ party: { partyMemberCount: '1' } }, withItem('officers', 0, { politicalStatus: '01' })),
      ],
    },
    'SEAL-ENABLED': {
      faulty: [[withItem('seals', 0, { enabledOn: '2026-11-21' }), { field: 'enabledOn', itemId: 'seals-1' }]],
      sound: [withItem('seals', 0, { enabledOn: '2026-11-20' }), withItem('seals', 0, { enabledOn: '' })],
    },
    'BASIC-ACCOUNT': {
      faulty: [[withValues({ bankAccount: { accountKind: 'GENERAL' } }), { field: 'accountKind' }]],
      sound: [withValues({ bankAccount: { accountKind: '' } })],
    },
    'ONE-LEGAL-REPRESENTATIVE': {
      faulty: [
        [withItem('officers', 0, { isLegalRepresentative: 'no' }), { message: /应当有一名法定代表人/ }],
        [withItem('officers', 1, { isLegalRepresentative: 'yes' }), { message: /2名：张晓明、沈若川/ }],
      ],
      sound: [withItems('officers', [])],
    },
    'LEGAL-REPRESENTATIVE-REGISTER': {
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
    'SAME-POST-TWICE': {
      faulty: [[withCopy('officers', 2, {}), { field: 'orgPost', itemId: 'copy' }]],
      sound: [withCopy('officers', 2, { orgPost: 'COUNCIL_MEMBER' }), withCopy('officers', 2, { idNumber: '' })],
    },
    'EXCLUSIVE-POSTS': {
      faulty: [
        [withCopy('officers', 0, { orgPost: 'SUPERVISOR' }), { field: 'orgPost', itemId: 'copy', message: /张晓明/ }],
        [withCopy('officers', 6, { orgPost: 'COUNCIL_MEMBER' }), { itemId: 'officers-7' }],
      ],
      sound: [withCopy('officers', 0, { orgPost: 'COUNCIL_MEMBER' }), withCopy('officers', 0, { orgPost: '' })],
    },
    'ONE-CHAIR': {
      faulty: [[withItem('officers', 1, { orgPost: chair }), { message: /张晓明、沈若川/ }]],
      sound: [withItem('officers', 1, { orgPost: viceChair })],
    },
    'OFFICER-ADULT': {
      faulty: [[withItem('officers', 4, { idNumber: minor }), { field: 'idNumber', itemId: 'officers-5' }]],
      sound: [
        withItem('officers', 4, { idType: 'PASSPORT_FOREIGN', idNumber: 'AB123456', birthDate: '2008-11-20' }),
        withItem('officers', 4, { idType: 'PASSPORT_FOREIGN', idNumber: 'AB123456', birthDate: '' }),
      ],
    },
    'OFFICER-AGE': {
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
    'NUMBER-TWO-NAMES': {
      faulty: [
        [
          withItem('officers', 1, { name: '沈若山' }),
          { itemId: 'officers-2', field: 'name', message: /沈若山与沈若川.*尾号1246/ },
        ],
        [withValues({ agent: { agentName: '沈若山' } }), { field: 'agentName', message: /沈若山与沈若川/ }],
      ],
      sound: [withItem('officers', 1, { orgPost: 'COUNCIL_MEMBER' })],
    },
    'PERSON-TWO-NUMBERS': {
      faulty: [
        [withItem('officers', 5, { name: '白砚舟' }), { itemId: 'officers-7', field: 'idNumber', message: /同名/ }],
        [withValues({ agent: { agentIdNumber: '140802199208182041' } }), { field: 'agentIdNumber' }],
      ],
      sound: [withItem('officers', 5, { name: '陆鹤年' })],
    },
    'NUMBER-REGISTER-NAME': {
      faulty: [
        [withItem('officers', 1, { idNumber: over70, name: '沈若川' }), { field: 'name', message: /姓名与填写的不同/ }],
      ],
      sound: [withItem('officers', 1, { idNumber: over70, name: '何守真' })],
    },
    'AGENT-ADULT': {
      faulty: [[withValues({ agent: { agentIdNumber: minor } }), { field: 'agentIdNumber', message: /监护人同意/ }]],
      sound: [withValues({ agent: { agentIdNumber: over70 } })],
    },
    'COLLECTOR-NAME': {
      faulty: [[collector('林知远', '140106198503120014'), { field: 'collectorName' }]],
      sound: [
        collector('林知远', over70),
        withValues({ collection: { collectorName: '林知远', collectorIdNumber: '140106198503120014' } }),
      ],
    },
    'LEGAL-REPRESENTATIVE-SEAL': {
      faulty: [
        [seal('LEGAL_REPRESENTATIVE', '沈若川印'), { itemId: 'seals-2', field: 'engraving', message: /张晓明的姓名/ }],
      ],
      sound: [seal('LEGAL_REPRESENTATIVE', '张晓明印')],
    },
    'SEAL-NAME': {
      faulty: [
        [seal('FINANCE', '山西省皮影戏协会财务专用章'), { message: /另一个单位“山西省皮影戏协会”/ }],
        [seal('CONTRACT', '合同专用章'), { message: /没有冠以登记的名称/ }],
      ],
      sound: [seal('CONTRACT', `${name}合同专用章`)],
    },
    'OFFICIAL-SEAL': {
      faulty: [
        [withItem('seals', 0, { sealKind: 'CONTRACT' }), { message: /0枚/ }],
        [withItem('seals', 1, { sealKind: 'OFFICIAL' }), { message: /2枚/ }],
        [withItem('seals', 0, { engraving: '山西省彩绘协会' }), { field: 'engraving', itemId: 'seals-1' }],
      ],
      sound: [withItems('seals', itemsOf('seals').slice(0, 1)), withItems('seals', [])],
    },
    'ACCOUNT-NAME': {
      faulty: [[withValues({ bankAccount: { accountName: '山西省古建筑彩绘协会' } }), { field: 'accountName' }]],
      sound: [withValues({ bankAccount: { accountName: '' } })],
    },
    'COLLECTION-DATE': {
      faulty: [[withValues({ collection: { preferredDate: '2026-11-19' } }), { field: 'preferredDate' }]],
      sound: [
        withValues({ collection: { preferredDate: '2026-11-20' } }),
        withValues({ collection: { preferredDate: '' } }),
        withValues({ collection: { preferredDate: '2026-11-19', collectionWay: 'POST' } }),
      ],
    },
  }
  return Object.fromEntries(Object.entries(cases).map(([code, pair]) => [`${prefix}-${code}`, pair]))
}

/** As for an authority of 山西省; what counts as outside is tried with the names. */
const placesOutside = (text: string): readonly string[] => text.match(/全国|河北省/g) ?? []

const provinceUnits = units.flatMap(({ name, divisionCode }) => (divisionCode === '140000' ? [name] : []))
const provinceDivisions = [
  { code: '140000', name: '山西省', level: 'PROVINCE' },
  { code: '140100', name: '太原市', level: 'CITY' },
  { code: '140106', name: '迎泽区', level: 'COUNTY' },
] as const
const provinceAuthority = { divisionCode: '140000', divisionName: '山西省', level: 'PROVINCE', parents: [] } as const

/** Holds each rule of a matter to its cases. `elsewhere`: the type whose legal representative may not be one here too. */
export const describeRules = (
  matter: Matter,
  cases: Cases,
  {
    elsewhere,
    speaksOfNothing,
    more = {},
  }: {
    readonly elsewhere: OrgType
    readonly speaksOfNothing: readonly string[]
    /** What is known of an organization that is registered. */
    readonly more?: Partial<RuleContext>
  },
): void => {
  const { sample } = changing(matter)
  const context: RuleContext = {
    today,
    placesOutside,
    unitsMeant: (text) => unitsMeant(text, provinceUnits, ['山西省']),
    fromProvince: (address) => fromProvince(address, provinceDivisions, provinceAuthority),
    certifiedOn: today,
    applicant: '张晓明',
    ...province,
    ...more,
    posts: [...postsIn(elsewhere), ...(more.posts ?? [])],
  }
  const check = (rule: Rule, stored: AnswerSet) => rule.check(readAnswers(matter.pages, stored), context)

  describe(`rules of ${matter.title}`, () => {
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
        for (const stored of [sample, ...sound]) expect(check(rule, stored)).toEqual([])
      })

      it(`${rule.code} is silent while nothing is answered`, () => {
        const findings = check(rule, {})
        if (!speaksOfNothing.includes(rule.code)) expect(findings).toEqual([])
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
}
