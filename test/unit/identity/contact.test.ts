import { describe, expect, it } from 'vitest'
import { validateEmail } from '../../../src/core/identity/email.ts'
import {
  normalizeMobile,
  validateContactNumber,
  validateLandline,
  validateMobile,
} from '../../../src/core/identity/phone.ts'

describe('mobile numbers', () => {
  it.each([
    '13812341234',
    ' 138 1234 1234 ',
    '138-1234-1234',
    '+8613812341234',
    '+86 138 1234 1234',
    '+86-13812341234',
    '008613812341234',
    '１３８１２３４１２３４',
    '138–1234–1234',
    '8613812341234',
    '86 138-1234-1234',
  ])('%j is the number 13812341234', (raw) => {
    expect(normalizeMobile(raw)).toBe('13812341234')
    expect(validateMobile(raw)).toEqual({ ok: true, value: '13812341234' })
  })

  it.each(['', '12812341234', '1381234123', '138123412345', '23812341234', '1381234123a', '+113812341234', '一三八'])(
    '%j is none',
    (raw) => {
      expect(validateMobile(raw)).toEqual({ ok: false, message: '手机号码应为11位数字，以13至19开头' })
    },
  )
})

describe('landline numbers', () => {
  it.each([
    ['0351-4041234', '0351-4041234'],
    ['03514041234', '0351-4041234'],
    ['010-62345678', '010-62345678'],
    ['01062345678', '010-62345678'],
    ['024 8678 1234', '024-86781234'],
    ['(0351)4041234', '0351-4041234'],
    ['（0351） 4041234', '0351-4041234'],
    ['0351－－4041234', '0351-4041234'],
    ['0351-4041234转8012', '0351-4041234-8012'],
    ['0351-4041234-转8012', '0351-4041234-8012'],
    ['0351-4041234 分机：8012', '0351-4041234-8012'],
    ['0351-4041234#8012', '0351-4041234-8012'],
    ['86 351 4041234', '0351-4041234'],
    ['86-0351-4041234', '0351-4041234'],
    ['861062345678', '010-62345678'],
    ['400-123-4567', '400-123-4567'],
    ['4001234567', '400-123-4567'],
    ['800 810 1234 转 5', '800-810-1234-5'],
    ['0351-4041234-8001', '0351-4041234-8001'],
    ['0351－4041234', '0351-4041234'],
    ['+86 351 4041234', '0351-4041234'],
    ['+86 0351 4041234', '0351-4041234'],
  ])('%j is stored as %s', (raw, value) => {
    expect(validateLandline(raw)).toEqual({ ok: true, value })
  })

  it.each([
    '',
    '123456',
    '1234567',
    '0351-1041234',
    '0351-404123',
    '0351-4041234-',
    '0351-4041234-1234567',
    '35a4041234',
  ])('%j is none', (raw) => {
    expect(validateLandline(raw).ok).toBe(false)
  })
})

it.each(['4041234', '62345678', '86351404', '4041234转8012'])('%s needs its area code', (raw) => {
  expect(validateLandline(raw)).toEqual({ ok: false, message: expect.stringContaining('请加上区号') })
  expect(validateContactNumber(raw)).toEqual({ ok: false, message: expect.stringContaining('请加上区号') })
})

describe('a contact number', () => {
  it('is a mobile or a landline number', () => {
    expect(validateContactNumber('+86 138 1234 1234')).toEqual({ ok: true, value: '13812341234' })
    expect(validateContactNumber('03514041234')).toEqual({ ok: true, value: '0351-4041234' })
  })
  it.each(['', '110', '12812341234', 'abc'])('is not %j', (raw) => {
    expect(validateContactNumber(raw)).toMatchObject({ ok: false, message: expect.stringContaining('联系电话') })
  })
})

describe('e-mail addresses', () => {
  it.each([
    ['zhang@example.com', 'zhang@example.com'],
    [' Zhang.San+x@Mail.Example.COM ', 'Zhang.San+x@mail.example.com'],
    ['ａ＠ｅｘａｍｐｌｅ．ｃｏｍ', 'a@example.com'],
    ['a@b.cn', 'a@b.cn'],
    [`${'a'.repeat(64)}@example.com`, `${'a'.repeat(64)}@example.com`],
  ])('%j is stored as %s', (raw, value) => {
    expect(validateEmail(raw)).toEqual({ ok: true, value })
  })

  it.each([
    '',
    'zhang',
    '@example.com',
    'zhang@',
    'zhang@example',
    'zhang@@example.com',
    '.zhang@example.com',
    'zhang.@example.com',
    'zh..ang@example.com',
    'zh ang@example.com',
    '张三@example.com',
    'zhang@-example.com',
    'zhang@example.c',
    'zhang@example..com',
    'a@example.com\nBcc: b@example.com',
    `${'a'.repeat(65)}@example.com`,
    `a@${'b.'.repeat(130)}com`,
  ])('%j is none', (raw) => {
    expect(validateEmail(raw).ok).toBe(false)
  })
})
