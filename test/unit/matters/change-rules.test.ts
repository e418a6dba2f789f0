import type { RawValues } from '../../../src/core/forms/field.ts'
import { expect, test } from 'vitest'
import type { HeldPost, RuleContext } from '../../../src/core/matters/contexts.ts'
import type { AnswerSet, Matter } from '../../../src/core/matters/define.ts'
import type { OrgType } from '../../../src/core/org-types.ts'
import type { RegisterItems } from '../../../src/core/register/changes.ts'
import { changes } from '../../../src/matters/change/index.ts'
import { changing, describeRules, type Cases } from './rule-cases.ts'
import { readAnswers } from '../../../src/core/matters/answers.ts'
import type { Holdings } from '../../../src/core/register/holdings.ts'

// Every rule of 变更登记 at its border, for each type; what is registered, what is under way and who represents is fixed.

const minor = '140105201001010016'
const over70 = '11010519491231002X'
const representative = '140105198806150038'

const register: RegisterItems = {
  name: '山西省砖雕研究会',
  domicile: '山西省太原市杏花岭区示例街8号',
  foundationKind: '非公募基金会',
  purpose: '传承砖雕技艺。',
  businessScope: '砖雕技艺的研究。',
  certificateScope: '砖雕技艺的研究。',
  activityArea: '太原市',
  legalRepresentative: '顾砚秋',
  fund: '200',
  supervisoryUnit: '山西省文物局',
  contributors: '顾砚秋',
  charity: '',
}

const own: HeldPost = {
  person: representative,
  name: '顾砚秋',
  organization: register.name,
  orgType: 'SOCIAL_GROUP',
  post: 'PRESIDENT',
  legalRepresentative: true,
  own: true,
  terms: 1,
}

const matterOf = (type: OrgType): Matter => {
  const found = changes.find(({ orgType }) => orgType === type)
  if (!found) throw new Error(`no change of ${type}`)
  return found
}

/** The example of a change of everything the type may change. */
const everything = (matter: Matter) =>
  changing({
    ...matter,
    pages: matter.pages.map((page) => ({
      ...page,
      fields: page.fields.map((field) =>
        field.name === 'items'
          ? { ...field, example: (field.options ?? []).map(({ value }) => value).join(',') }
          : field,
      ),
    })),
  })

/** Cases that every type has. `fund`: the least the authority's level asks, in 万元. */
const shared = (matter: Matter, fund: number): Cases => {
  const { withValues, withItem } = everything(matter)
  const of = (items: string, more: Readonly<Record<string, RawValues>> = {}): AnswerSet =>
    withValues({ ...more, items: { items, ...more['items'] } })
  const person = (values: RawValues): AnswerSet => withItem('officers', 0, values)
  const predecessor = (predecessorStays: string): AnswerSet => ({
    ...person({ name: '沈若川' }),
    officers: { ...(person({ name: '沈若川' })['officers'] ?? { items: [] }), values: { predecessorStays } },
  })
  const meeting = (values: RawValues, more: Readonly<Record<string, RawValues>> = {}): AnswerSet =>
    withValues({
      ...more,
      resolution: {
        expectedCount: '80',
        presentCount: '72',
        resolutionFor: '71',
        resolutionAgainst: '0',
        resolutionAbstain: '1',
        ...values,
      },
    })
  return {
    'CHANGES-SOMETHING': {
      faulty: [
        [of('domicile', { domicile: { address: register.domicile } }), { field: 'address', message: /登记的住所相同/ }],
        [of('name', { name: { proposedName: ` ${register.name}` } }), { field: 'proposedName' }],
        [of('fund', { funds: { fundAmount: register.fund } }), { field: 'fundAmount' }],
        [of('supervisoryUnit', { unit: { newUnit: register.supervisoryUnit } }), { field: 'hasNewUnit' }],
        [
          of('businessScope', {
            scope: { businessScope: register.businessScope, businessScopeForCertificate: register.certificateScope },
          }),
          { field: 'businessScope' },
        ],
      ],
      sound: [
        // One of the two texts of a scope may stay as it is; what is not ticked is not looked at.
        of('businessScope', { scope: { businessScope: register.businessScope } }),
        of('supervisoryUnit', { unit: { hasNewUnit: 'no' } }),
        of('name', { domicile: { address: register.domicile } }),
        of('domicile', { domicile: { address: '' } }),
      ],
    },
    'ONE-AT-A-TIME': {
      faulty: [[of('name,purpose'), { field: 'items', message: /宗旨正在办理变更（办件编号1400002026000009）/ }]],
      sound: [of('fund')],
    },
    'ANOTHER-PERSON': {
      faulty: [[person({ idNumber: representative }), { field: 'idNumber', itemId: 'officers-1' }]],
      sound: [person({ name: '顾砚秋' }), person({ idNumber: '' })],
    },
    EFFECTIVE: {
      faulty: [
        [of('name', { items: { effectiveOn: '2026-11-20' } }), { field: 'effectiveOn', message: /今天以后/ }],
        [of('name', { items: { effectiveOn: '2027-11-21' } }), { message: /最迟为2027年11月20日/ }],
      ],
      sound: [
        of('name', { items: { effectiveOn: '2026-11-21' } }),
        of('name', { items: { effectiveOn: '2027-11-20' } }),
      ],
    },
    'WITHIN-AREA': {
      faulty: [[of('domicile', { domicile: { address: '河北省石家庄市示例路1号' } }), { message: /“河北省”/ }]],
      sound: [of('name', { domicile: { address: '河北省石家庄市示例路1号' } })],
    },
    'CHARTER-TOLD': {
      faulty: [
        [of('name,supervisoryUnit', { resolution: { charterChanged: 'no' } }), { message: /写明名称、业务主管单位/ }],
      ],
      sound: [of('domicile,legalRepresentative,fund', { resolution: { charterChanged: 'no' } })],
    },
    'CHANGE-VOTES-COUNT': {
      faulty: [
        [meeting({ presentCount: '81' }), { field: 'presentCount', message: /81.*80/ }],
        [meeting({ resolutionFor: '72' }), { field: 'resolutionFor', message: /合计73票.*72人/ }],
      ],
      sound: [meeting({ presentCount: '80' }), meeting({ resolutionFor: '' })],
    },
    'CHANGE-VOTES-MISSING': {
      faulty: [[meeting({ resolutionAbstain: '0' }), { field: 'resolutionFor', message: /少于实到72人/ }]],
      sound: [meeting({})],
    },
    'CHANGE-VOTES-PASSED': {
      faulty: [[meeting({ resolutionFor: '36' }), { field: 'resolutionFor', message: /未通过/ }]],
      sound: [meeting({ resolutionFor: '37' })],
    },
    'CHANGE-QUORUM': {
      faulty: [[meeting({ expectedCount: '109' }), { field: 'presentCount', message: /109.*72/ }]],
      sound: [meeting({ expectedCount: '108' })],
    },
    'TWO-THIRDS': {
      faulty: [
        [meeting({ resolutionFor: '47' }), { field: 'resolutionFor', message: /三分之二.*47票.*72人/ }],
        // A council decides by two thirds whatever it decides.
        [
          meeting({ resolutionFor: '47', charterChanged: 'no', organ: 'COUNCIL' }, { items: { items: 'domicile' } }),
          {},
        ],
      ],
      sound: [meeting({ resolutionFor: '48' }), meeting({ resolutionFor: '36' })],
    },
    'OWN-UNIT': {
      faulty: [
        [withValues({ consent: { supervisoryUnit: '山西省教育厅' } }), { message: /登记的是：山西省文物局/ }],
        [withValues({ consent: { hasUnit: 'no' } }), { field: 'supervisoryUnit' }],
      ],
      sound: [withValues({ consent: { hasUnit: '' } })],
    },
    'ONE-CHAIR': {
      faulty: [[predecessor('yes'), { field: 'predecessorStays', message: /会长是顾砚秋，会长只能有一名/ }]],
      sound: [predecessor('no')],
    },
    'CONSENT-ORDER': {
      faulty: [[withValues({ consent: { consentDate: '2026-11-07' } }), { field: 'consentDate' }]],
      sound: [withValues({ consent: { consentDate: '2026-11-08' } })],
    },
    'CHANGE-ADDRESS-WHOLE': {
      faulty: [[of('domicile', { domicile: { address: '太原市迎泽区文源巷21号' } }), { field: 'address' }]],
      sound: [],
    },
    'CHANGE-LEASE-ORDER': {
      faulty: [[withValues({ domicile: { leaseTo: '2026-10-01' } }), { field: 'leaseTo' }]],
      sound: [withValues({ domicile: { leaseTo: '2026-10-02' } })],
    },
    'CHANGE-LEASE-LENGTH': {
      faulty: [[withValues({ domicile: { leaseTo: '2027-11-18' } }), { field: 'leaseTo' }]],
      sound: [withValues({ domicile: { leaseTo: '2027-11-19' } })],
    },
    'CHANGE-FUND': {
      faulty: [
        [
          of('fund', { funds: { fundAmount: String(fund - 0.0001) } }),
          { field: 'fundAmount', message: new RegExp(String(fund)) },
        ],
      ],
      // What the fund is already is no matter of a change of something else.
      sound: [of('fund', { funds: { fundAmount: String(fund) } }), of('name', { funds: { fundAmount: '1' } })],
    },
    'CHANGE-CERTIFICATE-SCOPE': {
      faulty: [
        [
          withValues({ scope: { businessScopeForCertificate: '汽车维修' } }),
          { field: 'businessScopeForCertificate', message: /“汽车维修”/ },
        ],
      ],
      sound: [of('name', { scope: { businessScopeForCertificate: '汽车维修' } })],
    },
    'CHANGE-LEGAL-REPRESENTATIVE-POST': {
      faulty: [[person({ orgPost: 'SUPERVISOR' }), { field: 'orgPost', itemId: 'officers-1' }]],
      sound: [],
    },
    'CHANGE-LEGAL-REPRESENTATIVE-REGISTER': {
      faulty: [[person({ name: '何守真', idNumber: over70 }), { message: /已担任“山西省石刻研究会”的法定代表人/ }]],
      sound: [person({ idNumber: representative })],
    },
    'CHANGE-OFFICER-ADULT': {
      faulty: [[person({ idNumber: minor }), { field: 'idNumber', itemId: 'officers-1' }]],
      sound: [person({ idType: 'PASSPORT_FOREIGN', idNumber: 'AB123456', birthDate: '2008-11-20' })],
    },
    'CHANGE-OFFICER-AGE': {
      faulty: [
        [person({ idType: 'PASSPORT_FOREIGN', idNumber: 'AB123456', birthDate: '1955-11-20' }), { message: /71周岁/ }],
      ],
      sound: [person({ idType: 'PASSPORT_FOREIGN', idNumber: 'AB123456', birthDate: '1955-11-21' })],
    },
    'CHANGE-NUMBER-REGISTER-NAME': {
      faulty: [[person({ idNumber: over70 }), { field: 'name', message: /姓名与填写的不同/ }]],
      sound: [person({ idNumber: over70, name: '何守真' })],
    },
  }
}

/** Thirty days from the unit's consent, or from the vote where there is no unit; late is asked why, and let in. */
const inTime = (matter: Matter): Cases => {
  const { withValues } = everything(matter)
  const consented = (consentDate: string, lateReason = ''): AnswerSet =>
    withValues({ consent: { consentDate, lateReason } })
  const voted = (meetingDate: string): AnswerSet =>
    withValues({ consent: { hasUnit: 'no' }, resolution: { meetingDate } })
  return {
    'LATE-REASON': {
      faulty: [
        [
          consented('2026-10-20'),
          { field: 'lateReason', message: /自业务主管单位同意之日起30日内（2026年11月19日以前）/ },
        ],
        [voted('2026-10-20'), { field: 'lateReason', message: /自决议之日起/ }],
      ],
      sound: [consented('2026-10-21'), consented('2026-10-20', '负责人住院。'), voted('2026-10-21')],
    },
    'IN-TIME': {
      faulty: [
        [consented('2026-10-20', '负责人住院。'), { field: 'consentDate' }],
        [voted('2026-10-20'), { field: 'meetingDate' }],
      ],
      sound: [consented('2026-10-21'), voted('2026-10-21')],
    },
  }
}

/** `chair`: whether whoever represents is the one. */
const chaired = (chair: boolean): Holdings => {
  const person = { since: '2020-01-01', until: null, terms: 1 }
  return {
    people: [
      {
        ...person,
        id: '1',
        name: '顾砚秋',
        post: chair ? 'PRESIDENT' : 'SECRETARY_GENERAL',
        legalRepresentative: true,
      },
      ...(chair ? [] : [{ ...person, id: '2', name: '何守真', post: 'PRESIDENT', legalRepresentative: false }]),
    ],
    seals: [],
    accounts: [],
    units: [],
    term: null,
    leaseTo: null,
    charter: null,
    reports: [],
    certificateTo: null,
  }
}

const known = {
  speaksOfNothing: [],
  more: {
    register,
    holdings: chaired(true),
    posts: [own],
    underWay: new Map([['purpose', '办件编号1400002026000009']] as const),
  },
} as const

const group = matterOf('SOCIAL_GROUP')
const ofGroup = everything(group)
describeRules(
  group,
  {
    ...shared(group, 3),
    ...inTime(group),
    ORGAN: {
      faulty: [
        [
          ofGroup.withValues({ resolution: { organ: 'COUNCIL' } }),
          { field: 'organ', message: /会员大会或者会员代表大会/ },
        ],
      ],
      sound: [
        ofGroup.withValues({ resolution: { organ: 'DELEGATES' } }),
        ofGroup.withValues({ items: { items: 'domicile' }, resolution: { organ: 'COUNCIL', charterChanged: 'no' } }),
      ],
    },
    'CHANGE-LEGAL-REPRESENTATIVE-ELSEWHERE': {
      faulty: [
        [
          ofGroup.withItem('officers', 0, { legalRepresentativeElsewhere: 'yes' }),
          { field: 'legalRepresentativeElsewhere', itemId: 'officers-1' },
        ],
      ],
      sound: [],
    },
  },
  { elsewhere: 'SOCIAL_GROUP', ...known },
)

const unit = matterOf('PRIVATE_NON_ENTERPRISE')
describeRules(unit, { ...shared(unit, 3), ...inTime(unit) }, { elsewhere: 'FOUNDATION', ...known })

const foundation = matterOf('FOUNDATION')
const ofFoundation = everything(foundation)
const passport = { idType: 'PASSPORT_FOREIGN', idNumber: 'AB123456', birthDate: '1985-03-12', nationality: '法国' }
/** Somebody from abroad is to represent it. */
const abroad = (values: RawValues, items: string): AnswerSet => {
  const base = ofFoundation.withValues({ items: { items }, officers: values })
  const [item] = base['officers']?.items ?? []
  if (!item) throw new Error('nobody listed')
  return {
    ...base,
    officers: { values: base['officers']?.values ?? {}, items: [{ ...item, values: { ...item.values, ...passport } }] },
  }
}

const cases = shared(foundation, 400)
describeRules(
  foundation,
  {
    ...cases,
    'CHANGE-FUND': {
      faulty: [
        // As a foundation that raises money from the public, which it is to become; or as what it is.
        [
          ofFoundation.withValues({ items: { items: 'fund,foundationKind' }, funds: { fundAmount: '399.9999' } }),
          { field: 'fundAmount', message: /400万元/ },
        ],
        [
          ofFoundation.withValues({ items: { items: 'fund' }, funds: { fundAmount: '199.9999' } }),
          { field: 'fundAmount', message: /200万元/ },
        ],
        [ofFoundation.withValues({ items: { items: 'foundationKind' } }), { field: 'orgKind', message: /400万元/ }],
      ],
      sound: [
        ofFoundation.withValues({ items: { items: 'fund,foundationKind' }, funds: { fundAmount: '400' } }),
        ofFoundation.withValues({ items: { items: 'fund' }, funds: { fundAmount: '200' } }),
        ofFoundation.withValues({ items: { items: 'foundationKind' }, kind: { orgKind: 'NON_PUBLIC' } }),
      ],
    },
    'CHANGE-CIVIL-SERVANT': {
      faulty: [[ofFoundation.withItem('officers', 0, { civilServant: 'yes' }), { field: 'civilServant' }]],
      sound: [],
    },
    'CHANGE-LEGAL-REPRESENTATIVE-ELSEWHERE': {
      faulty: [[ofFoundation.withItem('officers', 0, { legalRepresentativeElsewhere: 'yes' }), {}]],
      sound: [],
    },
    'CHANGE-LEGAL-REPRESENTATIVE-RESIDENT': {
      faulty: [
        [abroad({}, 'legalRepresentative'), { field: 'idType', message: /来自中国内地的非公募/ }],
        [
          abroad({ fromMainland: 'no' }, 'legalRepresentative,foundationKind'),
          { message: /^.*公募基金会的法定代表人/ },
        ],
      ],
      sound: [abroad({ fromMainland: 'no' }, 'legalRepresentative')],
    },
  },
  { elsewhere: 'PRIVATE_NON_ENTERPRISE', ...known },
)

test('nobody becomes chair beside another who is: that one leaves by an election first', () => {
  const rule = group.rules.find(({ code }) => code === 'ONE-CHAIR')
  const said = (name: string) =>
    rule?.check(readAnswers(group.pages, ofGroup.withItem('officers', 0, { name })), {
      ...({ today: '2026-11-20', posts: [] } as unknown as RuleContext),
      holdings: chaired(false),
    })
  expect(said('沈若川')).toMatchObject([
    { page: 'officers', message: expect.stringContaining('会长是何守真，不是沈若川') as string },
  ])
  expect(said('何守真')).toEqual([])
})
