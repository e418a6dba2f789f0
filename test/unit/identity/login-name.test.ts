import { describe, expect, it } from 'vitest'
import {
  LOGIN_NAME_MESSAGES,
  loginNameKey,
  loginNameVariants,
  validateLoginName,
} from '../../../src/core/identity/login-name.ts'

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

  it.each(['adm1n', 'Adm1n_2026', 'Off1cial', 'r00t', 'sta_ff', 'rninzheng', 'kef_u', 'systern', 'g0v_', 'P0RTAL1'])(
    'A-016 %s looks like a reserved name, so it is refused',
    (raw) => {
      expect(validateLoginName(raw)).toEqual({ ok: false, message: LOGIN_NAME_MESSAGES.reserved })
    },
  )

  it.each([
    'H12345678',
    'm1234567800',
    'E12345678',
    'ea1234567',
    'g12345678',
    'K1234567',
    'ab1234567',
    'P1234567A',
    'C01X00T47',
    'USA123456789012',
    'MJ0000010',
    'A1140000MJ00000108',
  ])('item 12: %s is written like a number somebody is known by, so it is refused', (raw) => {
    expect(validateLoginName(raw)).toEqual({ ok: false, message: LOGIN_NAME_MESSAGES.number })
  })

  it.each(['zhang19850101', 'wang123', 'li2026', 'h_12345678', 'x12345', 'wangxiaoming', 'abc13900000001'])(
    'item 12: %s is nobody’s number, so it is accepted',
    (raw) => {
      expect(validateLoginName(raw).ok).toBe(true)
    },
  )

  it.each(['zhang_11', 'minzhengyi', 'rootless', 'staffan', 'lili_0808'])(
    'A-016 %s only shares letters with reserved names, so it is accepted',
    (raw) => {
      expect(validateLoginName(raw).ok).toBe(true)
    },
  )

  it.each(['zhangsan', 'ZhangSan_01', 'a'.repeat(20), 'abcd'])(
    'F-03 names offered instead of %s are good ones, all different, and keep its beginning',
    (taken) => {
      const lowest = loginNameVariants(taken, () => 0)
      const highest = loginNameVariants(taken, (below) => below - 1)
      for (const names of [lowest, highest]) {
        expect(names).toHaveLength(6)
        expect(new Set(names.map(loginNameKey)).size).toBe(6)
        for (const name of names) {
          expect(validateLoginName(name).ok).toBe(true)
          expect(name.startsWith(taken.slice(0, 4))).toBe(true)
          expect(loginNameKey(name)).not.toBe(loginNameKey(taken))
        }
      }
    },
  )
})
