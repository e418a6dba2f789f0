import { describe, expect, it } from 'vitest'
import { LOGIN_NAME_MESSAGES, loginNameKey, validateLoginName } from '../../../src/core/identity/login-name.ts'

describe('account names', () => {
  it.each([
    ['zhangsan', 'zhangsan', 'zhangsan'],
    ['Zhang_San_01', 'Zhang_San_01', 'zhang_san_01'],
    [' abcd ', 'abcd', 'abcd'],
    ['ｚｈａｎｇ', 'zhang', 'zhang'],
    ['a'.repeat(20), 'a'.repeat(20), 'a'.repeat(20)],
    ['administration', 'administration', 'administration'],
  ])('%j is accepted as %s', (raw, value, key) => {
    expect(validateLoginName(raw)).toEqual({ ok: true, value, key })
  })

  it.each([
    ['', LOGIN_NAME_MESSAGES.length],
    ['abc', LOGIN_NAME_MESSAGES.length],
    ['a'.repeat(21), LOGIN_NAME_MESSAGES.length],
    ['1abcd', LOGIN_NAME_MESSAGES.form],
    ['_abcd', LOGIN_NAME_MESSAGES.form],
    ['ab-cd', LOGIN_NAME_MESSAGES.form],
    ['ab cd', LOGIN_NAME_MESSAGES.form],
    ['张三李四', LOGIN_NAME_MESSAGES.form],
    ['abcdé', LOGIN_NAME_MESSAGES.form],
    ['abcd\u200b', LOGIN_NAME_MESSAGES.form],
    ['a@b.com', LOGIN_NAME_MESSAGES.form],
    ['admin', LOGIN_NAME_MESSAGES.reserved],
    ['ADMIN', LOGIN_NAME_MESSAGES.reserved],
    ['Admin_001', LOGIN_NAME_MESSAGES.reserved],
    ['root', LOGIN_NAME_MESSAGES.reserved],
    ['system', LOGIN_NAME_MESSAGES.reserved],
    ['staff', LOGIN_NAME_MESSAGES.reserved],
    ['minzheng', LOGIN_NAME_MESSAGES.reserved],
  ])('%j is refused: %s', (raw, message) => {
    expect(validateLoginName(raw)).toEqual({ ok: false, message })
  })

  it('that differ in case or width only are one name', () => {
    expect(loginNameKey('ZhangSan')).toBe(loginNameKey(' ｚhangsan'))
  })
})
