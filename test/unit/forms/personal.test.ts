import { describe, expect, it } from 'vitest'
import { kinds } from '../../../src/core/forms/kinds.ts'
import type { FieldKind } from '../../../src/core/forms/field.ts'
import { maskAnswer, maskWithin } from '../../../src/core/forms/personal.ts'

describe('S30 answers as shown by default', () => {
  const masked: readonly (readonly [FieldKind, string, string])[] = [
    ['idNumber', '140106198503120014', '1401**********0014'],
    ['idNumber', 'E12345678', 'E1*****78'],
    ['phone', '13900001234', '139****1234'],
    ['contactPhone', '0351-6600123', '****23'],
    ['email', 'contact@example.org', 'c***@example.org'],
    ['bankAccount', '0502123409300012345', '****2345'],
    ['text', '联系人林知远13900001234', '联系人林知远139****1234'],
    ['textarea', '证件140106198503120014，邮箱lin@example.org', '证件1401**********0014，邮箱l***@example.org'],
  ]
  it.each(masked)('%s: %s as %s', (kind, text, shown) => {
    expect(maskAnswer(kind, '题目', text)).toBe(shown)
  })

  it('what is not personal stays as it is, and so do words in place of an answer', () => {
    const plain: readonly (readonly [FieldKind, string])[] = [
      ['date', '2026年10月18日'],
      ['integer', '50人'],
      ['decimal', '30000.5万元'],
      ['uscc', '51140000MJ0000018C'],
      ['proposedName', '山西省古建筑彩绘保护协会'],
      ['text', '山西省太原市迎泽区文源巷21号3层302室'],
      ['postcode', '030001'],
      ['idNumber', '未填写'],
      ['phone', '未填写'],
    ]
    for (const [kind, text] of plain) expect(maskAnswer(kind, '题目', text)).toBe(text)
  })

  it('an answer to a question that is no longer asked is masked by its label and its shape', () => {
    expect(maskAnswer(undefined, '经办人证件号码', 'X1234567')).toBe('X1****67')
    expect(maskAnswer(undefined, '说明', '见 13900001234')).toBe('见 139****1234')
    expect(maskAnswer(undefined, '说明', '没有号码')).toBe('没有号码')
  })

  it('no kind lets a document number, phone, e-mail address or bank account through where it is the answer', () => {
    const given = { idNumber: '140106198503120014', phone: '13900001234', email: 'lin@example.org' } as const
    const carriesText: readonly FieldKind[] = ['text', 'textarea', 'idNumber', 'phone', 'contactPhone', 'email']
    for (const kind of carriesText.filter((known) => known in kinds))
      for (const text of Object.values(given)) expect(maskAnswer(kind, '题目', text)).not.toContain(text)
  })

  it('finds every shape within a text, and leaves numbers that are none', () => {
    expect(maskWithin('6222 0212 3456 7890 123')).toBe('****0123')
    expect(maskWithin('账号0502123409300012345开户')).toBe('账号****2345开户')
    expect(maskWithin('电话0351-6600123')).toBe('电话****23')
    expect(maskWithin('通行证H12345678')).toBe('通行证H1*****78')
    expect(maskWithin('会员50人，资金30000元，邮编030001，2026年')).toBe('会员50人，资金30000元，邮编030001，2026年')
  })
})
