import { describe, expect, it } from 'vitest'
import { counterState } from '../../../src/core/matters/counters.ts'
import { readAnswers } from '../../../src/core/matters/answers.ts'
import type { RawValues } from '../../../src/core/forms/field.ts'
import type { NamedOrganization } from '../../../src/core/matters/contexts.ts'
import type { AnswerSet, Matter } from '../../../src/core/matters/define.ts'
import type { Holdings } from '../../../src/core/register/holdings.ts'
import { liquidations } from '../../../src/matters/liquidation/index.ts'
import { changing, describeRules, province, today, type Cases } from './rule-cases.ts'

// Every rule of 注销登记 at its border, for each type (domain.md §5.5; domain-2 §16.4).

const register = {
  name: '山西省砖雕研究会',
  domicile: '',
  foundationKind: '',
  purpose: '',
  businessScope: '',
  certificateScope: '',
  activityArea: '',
  legalRepresentative: '',
  fund: '',
  supervisoryUnit: '山西省文物局',
  contributors: '',
  charity: '慈善组织',
}
const seal = { id: '7', kind: '公章', engraving: register.name, size: '4.2', filedOn: '2020-05-06' }
const sealText = `公章“${register.name}”（2020年5月6日备案）`
const holdings: Holdings = {
  people: [],
  seals: [seal],
  accounts: [],
  units: [],
  term: null,
  leaseTo: null,
  charter: null,
  reports: [],
  certificateTo: null,
}
const known = '53140000MJ0100019U'
const ended = '51140000MJ0000018C'
const named = new Map<string, NamedOrganization>([
  [known, { name: '山西省晋韵文化公益基金会', status: 'ACTIVE' }],
  [ended, { name: '山西省古籍修复研究会', status: 'LIQUIDATING' }],
])

const casesOf = (matter: Matter): Cases => {
  const { withValues, withItem, withItems, withCopy, itemsOf } = changing(matter)
  const meeting = (values: RawValues): AnswerSet =>
    withValues({
      resolution: {
        expectedCount: '90',
        presentCount: '72',
        decisionFor: '71',
        decisionAgainst: '0',
        decisionAbstain: '1',
        ...values,
      },
    })
  const at = (page: string, values: RawValues): AnswerSet => withValues({ [page]: values })
  const recipient = (values: RawValues): AnswerSet => withItem('recipients', 0, values)
  const listed = itemsOf('returns')
  const seal = listed.at(-1) ?? { id: '', values: {} }
  return {
    'ENDING-VOTES-COUNT': {
      faulty: [
        [meeting({ presentCount: '91' }), { field: 'presentCount' }],
        [meeting({ decisionAgainst: '1' }), { field: 'decisionFor', message: /多于/ }],
      ],
      sound: [meeting({}), meeting({ canMeet: 'no', presentCount: '91' })],
    },
    'ENDING-VOTES-MISSING': {
      faulty: [[meeting({ decisionAbstain: '0' }), { message: /少于/ }]],
      sound: [meeting({})],
    },
    'ENDING-VOTES-PASSED': {
      faulty: [[meeting({ decisionFor: '36' }), { message: /没有超过/ }]],
      sound: [meeting({ decisionFor: '37' })],
    },
    'ENDING-QUORUM': { faulty: [[meeting({ presentCount: '59' }), {}]], sound: [meeting({ presentCount: '60' })] },
    'TWO-THIRDS': { faulty: [[meeting({ decisionFor: '47' }), {}]], sound: [meeting({ decisionFor: '48' })] },
    'OWN-UNIT': {
      faulty: [[at('consent', { supervisoryUnit: '山西省教育厅' }), { message: /山西省文物局/ }]],
      sound: [at('consent', { hasUnit: '' })],
    },
    'ONE-HEAD': {
      faulty: [
        [withItem('liquidators', 1, { isHead: 'yes' }), { message: /现在有2名/ }],
        [withItem('liquidators', 0, { isHead: 'no' }), { message: /现在有0名/ }],
      ],
      sound: [withItems('liquidators', [])],
    },
    'THREE-LIQUIDATORS': {
      faulty: [[withItems('liquidators', itemsOf('liquidators').slice(0, 2)), { message: /2人/ }]],
      sound: [withItems('liquidators', [])],
    },
    'LIQUIDATOR-ONCE': {
      faulty: [[withCopy('liquidators', 0, { isHead: 'no' }), { field: 'idNumber', itemId: 'copy' }]],
      sound: [withItem('liquidators', 1, { idNumber: '' })],
    },
    'GROUP-AFTER': {
      faulty: [[at('liquidators', { formedOn: '2026-09-04' }), { field: 'formedOn' }]],
      sound: [at('liquidators', { formedOn: '2026-09-05' })],
    },
    'DAYS-DOUBTFUL': {
      faulty: [
        [meeting({ meetingDate: '2026-09-04' }), { field: 'meetingDate', message: /^会议日期早于终止情形出现日期/ }],
        [at('consent', { consentDate: '2026-09-04' }), { field: 'consentDate', message: /^同意日期早于会议日期/ }],
        [meeting({ canMeet: 'no', noticeOn: '2026-09-05', recognizedOn: '2026-09-04' }), { field: 'recognizedOn' }],
      ],
      sound: [meeting({ meetingDate: '2026-09-05' }), meeting({ canMeet: 'no', recognizedOn: '2026-09-05' })],
    },
    'DAYS-IN-ORDER': {
      faulty: [
        [
          at('creditors', { toldOn: '2026-09-09' }),
          { field: 'toldOn', message: /^通知已知债权人日期早于清算组成立日期/ },
        ],
        [at('creditors', { noticeOn: '2026-09-09' }), { field: 'noticeOn' }],
        [at('audit', { reportedOn: '2026-11-12' }), { field: 'reportedOn' }],
        [at('acceptance', { acceptedOn: '2026-11-12' }), { field: 'acceptedOn' }],
      ],
      sound: [
        at('creditors', { toldOn: '2026-09-10', noticeOn: '2026-09-10' }),
        at('audit', { reportedOn: '2026-11-13' }),
      ],
    },
    TOTALS: {
      faulty: [
        [at('settlement', { residue: '68349.71' }), { field: 'residue', message: /等于68349\.70元.*相差0\.01元/ }],
        // As much as an amount may be.
        [
          at('settlement', { assets: '9007199254740.93', debts: '0.00', expenses: '0', residue: '9007199254740.92' }),
          { message: /相差0\.01元/ },
        ],
        [at('settlement', { assets: '18000.49' }), { field: 'debts', message: /差0\.01元.*破产清算/ }],
      ],
      sound: [at('settlement', { assets: '18000.5', residue: '0' }), at('settlement', { assets: '' })],
    },
    'RESIDUE-TOLD': {
      faulty: [
        [at('settlement', { residue: '0.01', hasResidue: 'no' }), { field: 'hasResidue', message: /选“是”/ }],
        [at('settlement', { residue: '0.00' }), { message: /选“否”/ }],
      ],
      sound: [at('settlement', { residue: '0', hasResidue: 'no' })],
    },
    'CLAIMS-OVER': {
      faulty: [[at('settlement', { endedOn: '2026-11-04' }), { field: 'endedOn', message: /2026年11月4日/ }]],
      sound: [at('settlement', { endedOn: '2026-11-05' })],
    },
    'LATE-REASON': {
      faulty: [[at('settlement', { endedOn: '2026-11-04' }), { field: 'lateReason', message: /2026年11月19日/ }]],
      sound: [
        at('settlement', { endedOn: '2026-11-05' }),
        at('settlement', { endedOn: '2026-11-04', lateReason: '等待审计。' }),
      ],
    },
    RECIPIENT: {
      faulty: [
        [recipient({ kind: 'COMPANY', uscc: '91140100MA0KX0013Y' }), { field: 'kind', message: /不得转给企业/ }],
        [recipient({ uscc: '91140100MA0KX0013Y' }), { field: 'kind', message: /不得转给企业/ }],
        [recipient({ kind: 'PERSON' }), { field: 'kind', message: /个人/ }],
        [recipient({ kind: 'INSTITUTION' }), { field: 'uscc', message: /不符/ }],
        [recipient({ name: '山西省某某基金会' }), { field: 'name', message: /山西省晋韵文化公益基金会/ }],
        [recipient({ uscc: ended }), { field: 'uscc', message: /注销清算中/ }],
      ],
      sound: [recipient({ kind: 'INSTITUTION', uscc: '12140000405700123X', name: '示例博物馆' })],
    },
    'RECIPIENT-UNKNOWN': {
      faulty: [[recipient({ uscc: '53140000MJ0009999X' }), { field: 'uscc', message: /^山西省晋韵文化公益基金会：/ }]],
      sound: [recipient({ uscc: known })],
    },
    'RECIPIENTS-SUM': {
      faulty: [
        [recipient({ amount: '68349.69' }), { message: /少0\.01元/ }],
        [withCopy('recipients', 0, { amount: '0.01' }), { message: /多0\.01元/ }],
      ],
      sound: [recipient({ amount: '' })],
    },
    'STILL-REGISTERED': {
      faulty: [[withCopy('returns', listed.length - 1, { seal: '财务章' }), { field: 'seal', itemId: 'copy' }]],
      sound: [withItems('returns', [])],
    },
    RETURNS: {
      faulty: [
        [withItems('returns', listed.slice(0, -1)), { message: /还没有列出：公章/ }],
        [withItems('returns', listed.slice(1)), { message: /登记证书正本$/ }],
      ],
      sound: [withItems('returns', [])],
    },
    'RETURNED-ONCE': {
      faulty: [[withItems('returns', [...listed, { ...seal, id: 'twice' }]), { field: 'seal', itemId: 'twice' }]],
      sound: [withItems('returns', [])],
    },
    CLOSURES: {
      faulty: [[at('closures', { taxClosed: 'OPEN' }), { field: 'taxClosed' }]],
      sound: [at('closures', { taxClosed: 'NONE', notice: 'OPEN' })],
    },
    'IN-TIME': {
      faulty: [[at('liquidators', { formedOn: '2026-10-06' }), { field: 'formedOn', message: /2026年10月5日/ }]],
      sound: [at('liquidators', { formedOn: '2026-10-05' })],
    },
    LATE: {
      faulty: [
        [at('creditors', { toldOn: '2026-09-21' }), { field: 'toldOn', message: /2026年9月20日/ }],
        [at('creditors', { noticeOn: '2026-11-10' }), { field: 'noticeOn', message: /2026年11月9日/ }],
      ],
      sound: [
        at('creditors', { toldOn: '2026-09-20', noticeOn: '2026-11-09' }),
        at('creditors', { hasKnown: 'no', toldOn: '' }),
      ],
    },
    'CHARITY-ANNOUNCED': {
      faulty: [[at('liquidators', { announcedOn: '' }), { field: 'announcedOn' }]],
      sound: [at('liquidators', { announcedOn: '', formedOn: '' })],
    },
  }
}

/** With the seal of the register among what is given back. */
const withSeal = (matter: Matter): Matter => ({
  ...matter,
  pages: matter.pages.map((page) =>
    page.code === 'returns' && page.list
      ? { ...page, list: { ...page.list, examples: [...(page.list.examples ?? []), { what: 'SEAL', seal: sealText }] } }
      : page,
  ),
})

const ofNoCharity = 'CHARITY-REASON'
for (const matter of liquidations.map(withSeal)) {
  describeRules({ ...matter, rules: matter.rules.filter(({ code }) => code !== ofNoCharity) }, casesOf(matter), {
    elsewhere: 'SOCIAL_GROUP',
    speaksOfNothing: [],
    more: {
      register,
      holdings,
      named,
    },
  })

  it('whoever is no charity does not end for want of charitable activity', () => {
    const rule = matter.rules.find(({ code }) => code === ofNoCharity)
    const answers = readAnswers(matter.pages, changing(matter).withValues({ ending: { reason: 'CHARITY_IDLE' } }))
    const of = (charity: string) =>
      rule?.check(answers, { today, posts: [], ...province, register: { ...register, charity } })
    expect([of(''), of('慈善组织')]).toMatchObject([[{ page: 'ending', field: 'reason' }], []])
  })
}

describe('the counters', () => {
  const [matter] = liquidations
  if (!matter?.counters) throw new Error('no counters')
  const { counters } = matter
  const { withValues } = changing(matter)
  const of = (values: Readonly<Record<string, RawValues>>, today: string, charity = false) =>
    counters(readAnswers(matter.pages, withValues(values)), { today, charity }).map((counter) => [
      counter.code,
      counter.dueOn,
      counterState(counter, today),
    ])
  const open = { creditors: { toldOn: '', noticeOn: '' }, settlement: { endedOn: '' } }

  it.each([
    ['2026-09-20', 'running', 'running'],
    ['2026-09-21', 'late', 'running'],
    ['2026-11-09', 'late', 'running'],
    ['2026-11-10', 'late', 'late'],
  ])('10 and 60 days from the group: on %s %s and %s', (today, told, noticed) => {
    expect(of(open, today)).toEqual([
      ['TOLD', '2026-09-20', told],
      ['NOTICED', '2026-11-09', noticed],
    ])
  })

  it('30 and 45 days to declare, whichever ends later; 15 to apply; 30 for the group of a charity', () => {
    const claims = { creditors: { toldOn: '2026-10-10', noticeOn: '2026-09-20' } }
    expect(of(claims, '2026-11-09', true)).toEqual([
      ['GROUP', '2026-10-05', 'done'],
      ['TOLD', '2026-09-20', 'doneLate'],
      ['NOTICED', '2026-11-09', 'done'],
      ['CLAIMS', '2026-11-09', 'running'],
      ['APPLIED', '2026-11-28', 'running'],
    ])
    expect(of(claims, '2026-11-29').slice(-2)).toEqual([
      ['CLAIMS', '2026-11-09', 'done'],
      ['APPLIED', '2026-11-28', 'late'],
    ])
  })
})
