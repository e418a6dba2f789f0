import { describe, expect, it } from 'vitest'
import {
  exampleValues,
  fields,
  isVisible,
  itemTitle,
  readForm,
  rows,
  validateFields,
  validatePage,
  type Page,
} from '../../../src/core/forms/page.ts'

const today = '2026-11-20'

const lease = fields(
  {
    name: 'source',
    label: '来源',
    kind: 'choice',
    options: [
      { value: 'OWN', text: '自有' },
      { value: 'LEASE', text: '租赁' },
    ],
  },
  { name: 'isSublet', label: '是否转租', kind: 'yesNo', when: { field: 'source', is: ['LEASE'] } },
  { name: 'owner', label: '原出租人', kind: 'personName', when: { field: 'isSublet', is: ['yes'] } },
  { name: 'note', label: '备注', kind: 'text', optional: true },
  { name: 'agreed', label: '承诺', kind: 'declaration', statement: '属实。' },
)

describe('reading a posted form', () => {
  it('keeps declared fields and drops everything else that is posted along', () => {
    const body = {
      source: 'OWN',
      note: ' 甲 ',
      agreed: 'yes',
      status: 'GRANTED',
      owner_id: '7',
      authority: '1',
      __proto__: { x: 1 },
    }
    expect(readForm(lease, body)).toEqual({ source: 'OWN', note: '甲', agreed: 'yes' })
  })

  it('drops hidden fields', () => {
    expect(readForm(lease, { source: 'OWN', isSublet: 'yes', owner: '林知远' })).toEqual({
      source: 'OWN',
      note: '',
      agreed: '',
    })
  })

  it('drops a field that depends on a hidden one', () => {
    expect(readForm(lease, { source: 'OWN', isSublet: 'yes', owner: '林知远' })).not.toHaveProperty('owner')
    expect(readForm(lease, { source: 'LEASE', isSublet: 'no', owner: '林知远' })).not.toHaveProperty('owner')
    expect(readForm(lease, { source: 'LEASE', isSublet: 'yes', owner: '林知远' })).toHaveProperty('owner', '林知远')
  })

  it('keeps what was typed even when it is not acceptable', () => {
    expect(readForm(lease, { source: 'ELSEWHERE', note: 'x'.repeat(300) })).toMatchObject({
      source: 'ELSEWHERE',
      note: 'x'.repeat(300),
    })
  })
})

describe('checking fields', () => {
  it('asks for each missing answer in the words of its kind', () => {
    expect(validateFields(lease, { source: 'LEASE', isSublet: 'yes' }, today)).toEqual({
      owner: '请填写原出租人',
      agreed: '请阅读并勾选承诺',
    })
    expect(validateFields(lease, {}, today)).toMatchObject({ source: '请选择来源' })
    expect(validateFields(lease, { source: 'LEASE' }, today)).toMatchObject({ isSublet: '请选择是否转租' })
  })

  it('lets an optional field be empty, but not wrong', () => {
    expect(validateFields(lease, { source: 'OWN', agreed: 'yes', note: '' }, today)).toEqual({})
    expect(validateFields(lease, { source: 'OWN', agreed: 'yes', note: '字'.repeat(201) }, today)).toHaveProperty(
      'note',
    )
  })

  it('checks nothing that is hidden', () => {
    expect(validateFields(lease, { source: 'OWN', agreed: 'yes', isSublet: 'perhaps' }, today)).toEqual({})
  })

  it('shows a field only while the other one has one of the values', () => {
    const [, sublet] = lease
    expect(isVisible(sublet, { source: 'LEASE' })).toBe(true)
    expect(isVisible(sublet, { source: 'OWN' })).toBe(false)
    expect(isVisible(sublet, {})).toBe(false)
  })
})

describe('reading answers back', () => {
  it('gives label and words of visible fields, in order', () => {
    expect(rows(lease, { source: 'OWN', agreed: 'yes', owner: '林知远' })).toEqual([
      { field: 'source', label: '来源', text: '自有', kind: 'choice', value: 'OWN' },
      { field: 'note', label: '备注', text: '未填写', kind: 'text', value: '' },
      { field: 'agreed', label: '承诺', text: '已确认', kind: 'declaration', value: 'yes' },
    ])
  })

  it('makes a complete valid example of visible fields', () => {
    const example = exampleValues(lease)
    expect(example).not.toHaveProperty('owner')
    expect(validateFields(lease, example, today)).toEqual({})
  })
})

describe('a list page', () => {
  const page: Page = {
    code: 'people',
    title: '人员',
    fields: fields({ name: 'chair', label: '主持人', kind: 'personName' }),
    list: {
      noun: '发起人',
      measure: '名',
      min: 1,
      max: 2,
      titleField: 'name',
      fields: fields(
        { name: 'name', label: '姓名', kind: 'personName' },
        { name: 'phone', label: '手机', kind: 'phone' },
      ),
    },
  }
  const person = (id: string, name: string, phone = '13900001234') => ({ id, values: { name, phone } })
  const check = (items: ReturnType<typeof person>[]) =>
    validatePage(page, { values: { chair: '林知远' }, items }, today)

  it('is sound with as many sound items as allowed', () => {
    expect(check([person('1', '林知远')])).toEqual([])
    expect(check([person('1', '林知远'), person('2', '沈若川')])).toEqual([])
  })

  it('wants at least and at most so many', () => {
    expect(check([])).toEqual([{ message: '请至少添加1名发起人' }])
    expect(check([person('1', '林知远'), person('2', '沈若川'), person('3', '顾砚秋')])).toEqual([
      { message: '发起人最多2名' },
    ])
  })

  it('points at the item and the field that is wrong, by name', () => {
    expect(check([person('1', '林知远'), person('2', '沈若川', '139')])).toEqual([
      { field: 'phone', itemId: '2', message: expect.stringMatching(/^沈若川：/) as string },
    ])
  })

  it('names an item that has no name yet', () => {
    expect(page.list && itemTitle(page.list, person('1', ''))).toBe('未命名发起人')
  })

  it('checks its own fields beside the items', () => {
    expect(validatePage(page, { values: {}, items: [person('1', '林知远')] }, today)).toEqual([
      { field: 'chair', message: '请填写主持人' },
    ])
  })
})
