import { describe, expect, it } from 'vitest'
import type { Field, RawValues } from '../../../src/core/forms/field.ts'
import { askedPage, type Page } from '../../../src/core/forms/page.ts'
import { elsewhereOf, readAnswers } from '../../../src/core/matters/answers.ts'
import type { AnswerSet, AnyStage, Matter } from '../../../src/core/matters/define.ts'
import {
  afterText,
  askedPages,
  decidesText,
  dueText,
  limitOf,
  materialNeed,
  materialOf,
  onOutcome,
  pageOf,
  sections,
  stageAfter,
  stageOf,
  stageState,
  statusText,
  stepText,
  toldText,
} from '../../../src/core/matters/journey.ts'
import { thenText } from '../../../src/core/workflow/then.ts'
import { PROCEDURES, actionsOf, stepOf } from '../../../src/core/workflow/procedures/index.ts'
import { STATUSES, statuses } from '../../../src/core/workflow/statuses.ts'
import { certificateBy } from '../../../src/core/matters/expected.ts'
import { createCalendar } from '../../../src/core/workflow/calendar.ts'
import { changeGrounds } from '../../../src/matters/change/grounds.ts'
import { socialGroupEstablishment } from '../../../src/matters/establishment/social-group/index.ts'
import { matters } from '../../../src/matters/index.ts'
import { phrasesOf } from '../../../src/modules/review/phrases.ts'
import { goingAlong, staleCharter } from '../../../src/modules/cases/going-along.ts'
import { refusedGrounds } from '../../../src/matters/shared/grounds.ts'
import { province } from './rule-cases.ts'

const bare = { intro: '', pages: [], locked: [], materials: [], limits: {}, flow: [] } as const
const law = { accepted: '甲法', decided: '乙法' }

/** A change of one item in two stages: the decision, then the new certificate. */
const decision: AnyStage = {
  ...bare,
  code: 'change',
  title: '变更',
  procedure: 'licence',
  law,
  grounds: { refused: refusedGrounds, denied: changeGrounds('SOCIAL_GROUP') },
  limits: { decision: { statutory: 20, committed: 10, basis: '甲法', ownPeriod: true } },
  on: {
    granted: { text: '准予变更', status: '已准予变更', opens: 'next stage' },
    denied: { text: '不予变更' },
    correction: { status: '请补正' },
  },
}
const certificate: AnyStage = {
  ...bare,
  code: 'newCertificate',
  title: '换发证书',
  procedure: 'certificate',
  law,
  on: { made: { status: '新证已制' }, handedOver: { text: '发还新证' } },
}

describe('the words of a stage', () => {
  it('on a button are the outcome’s own where the stage has some, and the procedure’s otherwise', () => {
    expect(stepText(decision, 'grant')).toBe('准予变更')
    expect(stepText(decision, 'deny')).toBe('不予变更')
    expect(stepText(decision, 'firstReview')).toBe('初审通过')
    expect(['firstReview', 'firstDisagree'].map((action) => toldText(decision, action))).toEqual([
      '初审完成',
      '初审完成',
    ])
    expect(['secondDisagree', 'grant'].map((action) => toldText(decision, action))).toEqual(['复审完成', '准予变更'])
    expect(stepText(decision, 'requireCorrection')).toBe('一次性告知补正')
    expect(stepText(certificate, 'handOver')).toBe('发还新证')
    expect(stepText({ ...decision, on: {} } as AnyStage, 'grant')).toBe('准予')
  })

  it('are of no step the procedure has not', () => {
    expect(() => stepText(certificate, 'grant')).toThrow('certificate has no step grant')
  })

  it('for a status are of the outcome that leads to it, and everybody’s otherwise', () => {
    expect(statusText(decision, 'GRANTED')).toBe('已准予变更')
    expect(statusText(decision, 'DENIED')).toBe(statuses.DENIED.text)
    expect(statusText(decision, 'CORRECTION_REQUIRED')).toBe('请补正')
    expect(statusText(decision, 'ACCEPTED')).toBe(statuses.ACCEPTED.text)
    expect(statusText(certificate, 'CERT_PRINTED')).toBe('新证已制')
  })

  it('exist for every step and status of every stage of every matter', () => {
    for (const stage of matters.all.flatMap((matter) => matter.stages)) {
      for (const action of actionsOf(stage.procedure)) expect(stepText(stage, action)).not.toBe('')
      for (const status of STATUSES) expect(statusText(stage, status)).not.toBe('')
    }
  })

  it('what hangs on an outcome is nothing where a step has none', () => {
    expect(onOutcome(decision, undefined)).toBeUndefined()
    expect(onOutcome(decision, 'received')).toBeUndefined()
    expect(onOutcome(decision, 'granted')).toMatchObject({ opens: 'next stage' })
    for (const procedure of PROCEDURES)
      for (const action of actionsOf(procedure))
        expect(onOutcome({ ...decision, on: {} } as AnyStage, stepOf(procedure, action)?.outcome)).toBeUndefined()
  })
})

const text = (name: string, label: string, more: Partial<Field> = {}): Field => ({ name, label, kind: 'text', ...more })
const matter: Matter = {
  code: 'move',
  title: '住所变更',
  keywords: [],
  orgType: 'SOCIAL_GROUP',
  begunBy: 'organization',
  realName: { draft: true, submitFrom: 'change' },
  guide: { summary: '', conditions: [], legalBasis: [], fee: '', place: '', faq: [] },
  pages: [
    { code: 'domicile', title: '住所', fields: [{ name: 'leased', label: '是否租赁', kind: 'yesNo' }] },
    {
      code: 'lease',
      title: '租赁合同',
      when: { page: 'domicile', field: 'leased', is: ['yes'] },
      fields: [text('owner', '出租人'), { name: 'sublet', label: '是否转租', kind: 'yesNo' }],
    },
    {
      code: 'sublet',
      title: '转租',
      when: { page: 'lease', field: 'sublet', is: ['yes'] },
      fields: [text('firstOwner', '原出租人')],
    },
  ],
  materials: [
    {
      code: 'M1',
      title: '租赁合同',
      hint: '',
      form: '复印件',
      copies: 1,
      maxFiles: 1,
      accept: ['pdf'],
      basis: '',
      when: { page: 'lease', field: 'sublet', is: ['yes', 'no'] },
    },
  ],
  stages: [{ ...decision, pages: ['domicile', 'lease', 'sublet'], materials: ['M1'] } as AnyStage, certificate],
  rules: [],
  facts: { contact: { page: 'domicile', name: 'leased', phone: 'leased' }, people: [] },
}

describe('the order of stages', () => {
  it('is the matter’s own', () => {
    expect(stageAfter(matter, 'change')).toBe(certificate)
    expect(stageAfter(matter, 'newCertificate')).toBeUndefined()
    const turned = { ...matter, stages: matter.stages.toReversed() }
    expect(stageAfter(turned, 'newCertificate')?.code).toBe('change')
  })

  it('knows no stage but its own', () => {
    expect(stageOf(matter, 'change').title).toBe('变更')
    expect(() => stageOf(matter, 'nameApproval')).toThrow('move has no stage nameApproval')
  })
})

describe('the limit of a clock', () => {
  const [stage] = matter.stages
  if (!stage) throw new Error('no stage')

  it('is the matter’s, unless the site promises other days; what the law allows stays', () => {
    const limit = { statutory: 20, committed: 10, basis: '甲法', ownPeriod: true }
    expect(limitOf(matter, stage, 'decision', province.policies)).toEqual(limit)
    expect(
      limitOf(matter, stage, 'decision', { ...province.policies, committed: { move: { change: { decision: 5 } } } }),
    ).toEqual({
      ...limit,
      committed: 5,
    })
  })

  it('is not touched by what the site promises of another matter, stage or clock', () => {
    for (const committed of [
      { other: { change: { decision: 5 } } },
      { move: { newCertificate: { decision: 5 } } },
      { move: { change: { receipt: 5 } } },
    ])
      expect(limitOf(matter, stage, 'decision', { ...province.policies, committed })?.committed).toBe(10)
  })

  it('is none where the stage gives none, whatever the site promises', () => {
    const committed = { move: { change: { filing: 5 } } }
    expect(limitOf(matter, stage, 'filing', { ...province.policies, committed })).toBeUndefined()
  })
})

describe('how long there is to put papers right', () => {
  it('is what the province’s rule says, in every stage that asks for it and no other', () => {
    const limit = { statutory: 30, committed: 30, basis: '《山西省社会组织登记补正期限规定》（示例）' }
    for (const { stages } of matters.all)
      for (const stage of stages)
        expect([stage.code, limitOf(matter, stage, 'correction', province.policies)]).toEqual([
          stage.code,
          stage.procedure === 'licence' ? limit : undefined,
        ])
  })
})

describe('a page opened by an answer', () => {
  const stored = (leased: string, sublet: string): AnswerSet => ({
    domicile: { values: { leased }, items: [] },
    lease: { values: { owner: '某公司', sublet }, items: [] },
    sublet: { values: { firstOwner: '另一公司' }, items: [] },
  })
  const context = { today: '2026-11-20', posts: [], ...province }
  const stateOf = (answers: AnswerSet, files = {}) =>
    stageState(matter, stageOf(matter, 'change'), answers, readAnswers(matter.pages, answers), files, context)
  const pagesOf = (answers: AnswerSet) => stateOf(answers).pages.map(({ page }) => page.code)

  it('is asked while it holds, and so is what hangs on it', () => {
    expect(pagesOf(stored('yes', 'yes'))).toEqual(['domicile', 'lease', 'sublet'])
    expect(pagesOf(stored('yes', 'no'))).toEqual(['domicile', 'lease'])
  })

  it('is not asked otherwise, nor what hangs on it, though it was answered before', () => {
    expect(pagesOf(stored('no', 'yes'))).toEqual(['domicile'])
    expect(pagesOf({})).toEqual(['domicile'])
  })

  it('stands in the way of nothing while it is not asked', () => {
    expect(stateOf(stored('no', 'yes'))).toMatchObject({ materials: [], complete: true })
    expect(stateOf({ domicile: { values: { leased: 'no' }, items: [] } }).complete).toBe(true)
    const open = { domicile: { values: { leased: 'yes' }, items: [] } }
    expect(stateOf(open)).toMatchObject({ complete: false, pages: [{ status: 'done' }, { status: 'todo' }] })
  })

  it('is neither read, printed nor frozen while it is not asked', () => {
    const titles = (answers: AnswerSet) =>
      sections(matter, ['domicile', 'lease', 'sublet'], answers).map((one) => one.title)
    expect(titles(stored('yes', 'yes'))).toEqual(['住所', '租赁合同', '转租'])
    expect(titles(stored('no', 'yes'))).toEqual(['住所'])
  })

  it('makes its papers necessary only while it is asked', () => {
    const [material] = matter.materials
    const need = (answers: AnswerSet) => material && materialNeed(material, readAnswers(matter.pages, answers))
    expect(need(stored('yes', 'no'))).toBe('required')
    expect(need(stored('no', 'no'))).toBe('not-needed')
    expect(stateOf(stored('yes', 'no')).complete).toBe(false)
    expect(stateOf(stored('yes', 'no'), { M1: 1 }).complete).toBe(true)
  })
})

describe('the day the certificate may be there', () => {
  const matter = matters.require('social-group-establishment')
  const calendar = createCalendar([])
  const none = { clock: null, clock_due_on: null, paused_on: null } as const
  const by = (caseFile: Parameters<typeof certificateBy>[1]) =>
    certificateBy(matter, caseFile, province.policies, { today: '2026-03-02', calendar })?.date

  it.each([
    // 5 + 20 + 10 working days from today, or from the last day of what runs.
    ['the applicant has it', { ...none, stage: 'establishmentSubmission', status: 'DRAFT' }, '2026-04-20'],
    [
      'a correction runs',
      {
        ...none,
        clock: 'correction',
        clock_due_on: '2026-04-10',
        stage: 'establishmentSubmission',
        status: 'CORRECTION_REQUIRED',
      },
      '2026-04-20',
    ],
    [
      'the receipt runs',
      { ...none, clock: 'receipt', clock_due_on: '2026-03-09', stage: 'establishmentSubmission', status: 'SUBMITTED' },
      '2026-04-20',
    ],
    [
      'the certificate runs',
      {
        ...none,
        clock: 'certificate',
        clock_due_on: '2026-03-16',
        stage: 'establishmentCompletion',
        status: 'CERT_DUE',
      },
      '2026-03-16',
    ],
    ['it is made', { ...none, stage: 'establishmentCompletion', status: 'CERT_PRINTED' }, undefined],
    ['it is over', { ...none, stage: 'establishmentSubmission', status: 'DENIED' }, undefined],
  ] as const)('%s', (_when, caseFile, day) => {
    expect(by(caseFile)).toBe(day)
  })

  it('is not told while a special procedure stops the clock', () => {
    const running = { clock: 'decision', clock_due_on: '2026-03-30', stage: 'establishmentSubmission' } as const
    expect(by({ ...running, status: 'ACCEPTED', paused_on: '2026-03-03' })).toBeUndefined()
  })
})

it('11 members are lists, and a case that gave numbers and a list on paper before is asked for no more than those', () => {
  const codes = ['members', 'unitMembers', 'individualMembers']
  const asked = (members: RawValues) => {
    const answers = readAnswers(socialGroupEstablishment.pages, { members: { values: members, items: [] } })
    const list = materialOf(socialGroupEstablishment, 'M211')
    const fields = askedPage(pageOf(socialGroupEstablishment, 'members') as Page, elsewhereOf(answers), members).fields
    return {
      pages: askedPages(socialGroupEstablishment, codes, answers).map(({ code }) => code),
      fields: fields.map(({ name }) => name),
      paper: list && materialNeed(list, answers),
    }
  }
  const council = { councilCount: '25', standingCouncilCount: '7' }
  expect(asked(council)).toEqual({ pages: codes, fields: Object.keys(council), paper: 'not-needed' })
  const typed = { unitMemberCount: '12', individualMemberCount: '68', ...council }
  expect(asked(typed)).toEqual({ pages: ['members'], fields: Object.keys(typed), paper: 'required' })
})

describe('what a notice of correction opens beside what it names', () => {
  const matter = socialGroupEstablishment
  const stage = stageOf(matter, 'establishmentSubmission')
  const opened = (kind: 'page' | 'field', target: string) =>
    goingAlong(matter, stage, {}, [{ kind, target, title: '甲' }]).map((one) => `${one.how} ${one.kind}:${one.target}`)

  it('are the papers that prove it, and the lists it says the number of', () => {
    expect(opened('page', 'domicile')).toContain('证明 material:M206')
    expect(opened('field', 'domicile.leaseTo')).toContain('证明 material:M206')
    expect(opened('field', 'foundingMeeting.expectedCount')).toEqual(
      expect.arrayContaining(['对应 page:unitMembers', '对应 page:individualMembers', '证明 material:M212']),
    )
    expect(opened('field', 'foundingMeeting.meetingPlace')).toEqual(['证明 material:M212'])
  })

  it('are told of the charter when what it states was changed, not when something beside that was', () => {
    const address = '山西省太原市迎泽区文源巷21号'
    const handedIn = {
      sections: [
        {
          page: 'domicile',
          title: '住所',
          rows: [{ field: 'address', label: '住所', text: address, kind: 'text', value: address }],
          items: [],
        },
      ],
      materials: [],
      findings: [],
    }
    const told = (now: string) => {
      const stored = { domicile: { values: { address: now, leaseTo: '2030-01-01' }, items: [] } }
      const items = [{ kind: 'page', target: 'domicile', title: '住所', id: 1, note: '', answer: null }] as const
      const notice = { openedAt: new Date(0), items, along: goingAlong(matter, stage, stored, items) }
      return staleCharter({ matter, answers: readAnswers(matter.pages, stored) }, notice, [], handedIn)
    }
    expect(told(address)).toBeUndefined()
    expect(told('山西省太原市小店区示范路1号')).toMatchObject({ code: 'M210' })
  })

  it('is declared of pages that are there', () => {
    for (const { code, pages, materials } of matters.all) {
      const codes = pages.map((page) => page.code)
      for (const material of materials.filter(({ proves }) => proves))
        expect([code, material.code, material.proves?.some((page) => codes.includes(page))]).toEqual([
          code,
          material.code,
          true,
        ])
      for (const { counts = [] } of pages.flatMap((page) => page.fields))
        expect(codes).toEqual(expect.arrayContaining([...counts]))
    }
  })
})

describe('a matter that is taken note of speaks of itself, not of 备案', () => {
  const noted = matters.all.flatMap((matter) =>
    matter.stages.flatMap((stage) => (stage.procedure === 'filing' ? [{ matter, stage }] : [])),
  )
  const said = ({ matter, stage }: (typeof noted)[number]): string =>
    [
      dueText(stage, 'filing'),
      thenText('filing', 'SUBMITTED', { decides: decidesText(stage), after: afterText(matter, stage) }),
      ...phrasesOf(stage, 'file'),
      stepText(stage, 'file'),
      statusText(stage, 'FILED'),
    ].join('；')

  it.each(noted)('$matter.code', (one) => {
    expect(said(one).includes('备案')).toBe(one.matter.family === 'filing')
  })

  it('of a certificate made anew', () => {
    const [one] = noted.filter(({ matter }) => matter.family === 'certificate')
    expect(one && said(one)).toBe(
      '答复补发、换发申请；同意补发、换发以后，接着换发证书；需要修改的，退回给您，逐项写明。；材料齐全，同意补发、换发。；同意补发、换发；同意补发、换发',
    )
  })
})
