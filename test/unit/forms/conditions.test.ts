import { describe, expect, it } from 'vitest'
import { holds, joinChoices, splitChoices, type Elsewhere, type Field } from '../../../src/core/forms/field.ts'
import {
  askedPage,
  doubtsAbout,
  exampleValues,
  isVisible,
  readForm,
  rows,
  validateFields,
} from '../../../src/core/forms/page.ts'
import { readAnswers } from '../../../src/core/matters/answers.ts'

const today = '2026-11-20'
const nothing: Elsewhere = () => []
/** Answers of other pages, by `page.field`: one, or those of every item of a list. */
const given =
  (answers: Readonly<Record<string, readonly string[]>>): Elsewhere =>
  (page, field) =>
    answers[`${page}.${field}`] ?? []

const kinds = [
  { value: 'SCHOOL', text: '学校' },
  { value: 'CLINIC', text: '诊所' },
]

describe('whether a condition holds', () => {
  it('one of the answers named is given on the same page', () => {
    const condition = { field: 'source', is: ['LEASED', 'FREE_USE'] }
    expect(holds(condition, { source: 'LEASED' }, nothing)).toBe(true)
    expect(holds(condition, { source: 'FREE_USE' }, nothing)).toBe(true)
    expect(holds(condition, { source: 'OWNED' }, nothing)).toBe(false)
    expect(holds(condition, { source: 'LEASED,OWNED' }, nothing)).toBe(false)
    expect(holds(condition, {}, nothing)).toBe(false)
  })

  it('one of several ticked is the one named, whole', () => {
    const condition = { field: 'kinds', has: 'CLINIC' }
    expect(holds(condition, { kinds: 'CLINIC' }, nothing)).toBe(true)
    expect(holds(condition, { kinds: 'SCHOOL,CLINIC' }, nothing)).toBe(true)
    expect(holds(condition, { kinds: 'CLINICS' }, nothing)).toBe(false)
    expect(holds(condition, { kinds: '' }, nothing)).toBe(false)
  })

  it('an unanswered question may be what is asked for', () => {
    expect(holds({ field: 'unit', is: [''] }, {}, nothing)).toBe(true)
  })

  it('what is said of another page is read there and not here; of a list, any item counts', () => {
    const is = { page: 'officers', field: 'leader', is: ['yes'] }
    expect(holds(is, { leader: 'yes' }, nothing)).toBe(false)
    expect(holds(is, { leader: 'no' }, given({ 'officers.leader': ['no', 'yes'] }))).toBe(true)
    expect(holds(is, {}, given({ 'officers.leader': ['no', 'no'] }))).toBe(false)
    const has = { page: 'scope', field: 'kinds', has: 'SCHOOL' }
    expect(holds(has, {}, given({ 'scope.kinds': ['CLINIC', 'CLINIC,SCHOOL'] }))).toBe(true)
    expect(holds(has, {}, given({ 'scope.kinds': ['CLINIC'] }))).toBe(false)
  })

  it('several ticked are one raw answer and back', () => {
    for (const codes of [[], ['A'], ['A', 'B']]) expect(splitChoices(joinChoices(codes))).toEqual(codes)
  })
})

describe('a field that hangs on another page', () => {
  const list: readonly Field[] = [
    { name: 'licence', label: '许可证', kind: 'text', when: { page: 'scope', field: 'kinds', has: 'SCHOOL' } },
    { name: 'until', label: '有效期至', kind: 'date', when: { field: 'licence', is: ['甲'] } },
    { name: 'fund', label: '资金', kind: 'decimal', unit: '万元', when: { page: 'scope', field: 'paid', is: ['yes'] } },
  ]
  const school = given({ 'scope.kinds': ['SCHOOL,CLINIC'], 'scope.paid': ['yes'] })
  const clinic = given({ 'scope.kinds': ['CLINIC'], 'scope.paid': ['no'] })
  const body = { licence: '甲', until: '2029-08-31', fund: '30000' }

  it('is read, missed, doubted and shown while the other page says so', () => {
    expect(readForm(list, body, school)).toEqual({ licence: '甲', until: '2029-08-31', fund: '30000' })
    expect(Object.keys(validateFields(list, { licence: '甲' }, today, school))).toEqual(['until', 'fund'])
    expect(Object.keys(doubtsAbout(list, body, school))).toEqual(['fund'])
    expect(rows(list, body, school).map(({ field }) => field)).toEqual(['licence', 'until', 'fund'])
    expect(Object.keys(exampleValues(list, school))).toEqual(['licence', 'fund'])
  })

  it('is dropped, missed by nobody and shown nowhere otherwise, nor what hangs on it', () => {
    expect(readForm(list, body, clinic)).toEqual({})
    expect(validateFields(list, {}, today, clinic)).toEqual({})
    expect(doubtsAbout(list, body, clinic)).toEqual({})
    expect(exampleValues(list, clinic)).toEqual({})
  })

  it('does not belong into a form without other pages', () => {
    const [licence] = list
    expect(() => licence && isVisible(licence, {})).toThrow('no answers of other pages here: scope.kinds')
  })
})

describe('chains over pages', () => {
  const pages = [
    {
      code: 'scope',
      title: '业务',
      fields: [
        { name: 'runs', label: '是否办学', kind: 'yesNo' },
        { name: 'kinds', label: '类别', kind: 'choices', options: kinds, when: { field: 'runs', is: ['yes'] } },
      ],
    },
    {
      code: 'licence',
      title: '许可',
      when: { page: 'scope', field: 'kinds', has: 'SCHOOL' },
      fields: [
        { name: 'number', label: '编号', kind: 'text' },
        { name: 'count', label: '人数', kind: 'integer' },
      ],
    },
    {
      code: 'inspection',
      title: '检查',
      when: { page: 'licence', field: 'number', is: ['1'] },
      fields: [],
      list: {
        noun: '次',
        measure: '个' as const,
        min: 0,
        max: 9,
        titleField: 'on',
        fields: [
          { name: 'on', label: '日期', kind: 'date' },
          { name: 'by', label: '由谁', kind: 'text', when: { page: 'licence', field: 'count', is: ['3'] } },
        ],
      },
    },
  ] as const
  const stored = (runs: string, ticked = 'CLINIC,SCHOOL') => ({
    scope: { values: { runs, kinds: ticked }, items: [] },
    licence: { values: { number: '1', count: '3' }, items: [] },
    inspection: { values: {}, items: [{ id: 'a', values: { on: '2026-01-01', by: '某' } }] },
  })

  it('open one after the other', () => {
    const answers = readAnswers(pages, stored('yes'))
    expect(answers.has('scope', 'kinds', 'SCHOOL')).toBe(true)
    expect(answers.number('licence', 'count')).toBe(3)
    expect(answers.items('inspection')).toEqual([{ id: 'a', values: { on: '2026-01-01', by: '某' } }])
  })

  it('close altogether when the first question is answered otherwise: nothing below it is read', () => {
    const answers = readAnswers(pages, stored('no'))
    expect(answers.has('scope', 'kinds', 'SCHOOL')).toBe(false)
    expect(answers.value('licence', 'number')).toBe('')
    expect(answers.number('licence', 'count')).toBeUndefined()
    expect(answers.items('inspection')).toEqual([])
  })

  it('close below a page that is hidden, whatever was stored for it', () => {
    const answers = readAnswers(pages, stored('yes', 'CLINIC'))
    expect(answers.has('scope', 'kinds', 'CLINIC')).toBe(true)
    expect(answers.value('licence', 'number')).toBe('')
    expect(answers.items('inspection')).toEqual([])
  })
})

describe('a page whose fields hang on answers of another page', () => {
  const list = [
    { name: 'a', label: '甲', kind: 'text', when: { page: 'other', field: 'kinds', has: 'CLINIC' } },
    { name: 'b', label: '乙', kind: 'yesNo' },
    { name: 'c', label: '丙', kind: 'text', when: { field: 'b', is: ['yes'] } },
    { name: 'd', label: '丁', kind: 'text', when: { field: 'a', is: ['x'] } },
  ] as const satisfies readonly Field[]
  const page = {
    code: 'p',
    title: '页',
    fields: list,
    list: { noun: '项', measure: '个' as const, min: 0, max: 9, titleField: 'b', fields: list },
  }
  const typed = { a: 'x', b: 'yes', c: '三', d: '四' }

  it.each([
    ['SCHOOL,CLINIC', { a: 'x', b: 'yes', c: '三', d: '四' }],
    ['SCHOOL', { b: 'yes', c: '三' }],
    ['', { b: 'yes', c: '三' }],
  ])('%s: can be shown, read and checked alone', (ticked, read) => {
    const asked = askedPage(page, given({ 'other.kinds': [ticked] }))
    for (const fields of [asked.fields, asked.list?.fields ?? []]) {
      expect(readForm(fields, typed)).toEqual(read)
      expect(validateFields(fields, typed, today)).toEqual({})
    }
  })
})

describe('a page whose fields hang on an answer that is asked no more', () => {
  const page = {
    code: 'p',
    title: '页',
    fields: [
      { name: 'by', label: '代为申请的机关', kind: 'text', when: { field: 'by', given: true } },
      { name: 'plan', label: '方案', kind: 'text', when: { field: 'by', given: true } },
      { name: 'reason', label: '事由', kind: 'text' },
    ] as const satisfies readonly Field[],
  }
  const names = (stored?: Readonly<Record<string, string>>) =>
    askedPage(page, nothing, stored).fields.map(({ name, ...field }) => [name, 'when' in field])

  it('asks them where it stands, whatever the page shows, and nowhere else', () => {
    expect(names({ by: '省教育厅' })).toEqual([
      ['by', false],
      ['plan', false],
      ['reason', false],
    ])
    expect(names({ by: '' })).toEqual([['reason', false]])
    expect(names()).toEqual([['reason', false]])
    // Nobody makes himself one who applies for others by posting it.
    expect(readForm(askedPage(page, nothing, {}).fields, { by: '甲', plan: '乙', reason: '丙' })).toEqual({
      reason: '丙',
    })
  })
})
