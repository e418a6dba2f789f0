import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  composeUscc,
  orgCodeCheckChar,
  USCC_MESSAGES,
  usccCheckChar,
  validateOrgCode,
  validateSocialOrganizationUscc,
  validateUscc,
} from '../../../src/core/identity/uscc.ts'

const SOCIAL_ORGANIZATIONS = [
  ['51140000MJ0000018C', 'SOCIAL_GROUP', '140000'],
  ['52140000MJ00000264', 'PRIVATE_NON_ENTERPRISE', '140000'],
  ['53140000MJ0000034U', 'FOUNDATION', '140000'],
  ['59140000MJ0000093C', undefined, '140000'],
  ['51140100MJ100001XQ', 'SOCIAL_GROUP', '140100'],
  ['52140105MJ200002X5', 'PRIVATE_NON_ENTERPRISE', '140105'],
  ['53140000MJ300003XU', 'FOUNDATION', '140000'],
  ['51210300MJY100010R', 'SOCIAL_GROUP', '210300'],
  ['51110000MJ700007XJ', 'SOCIAL_GROUP', '110000'],
  ['53100000500002838Q', 'FOUNDATION', '100000'],
  ['52140000MJ000019X8', 'PRIVATE_NON_ENTERPRISE', '140000'],
  ['511400005000000158', 'SOCIAL_GROUP', '140000'],
] as const
const OTHER_DEPARTMENTS = ['91350100M000100Y43', '914403001922038216', '12100000401359321Q']

describe('unified social credit codes', () => {
  it.each(SOCIAL_ORGANIZATIONS)('%s is valid and names %s', (value, orgType, divisionCode) => {
    const orgCode = value.slice(8, 17)
    const expected = { ok: true, value, department: '5', divisionCode, orgCode, orgType }
    expect(validateUscc(value)).toEqual(expected)
    expect(validateSocialOrganizationUscc(value)).toEqual(expected)
  })

  it.each(OTHER_DEPARTMENTS)('%s is valid but not of a social organization', (value) => {
    expect(validateUscc(value)).toMatchObject({ ok: true, value, orgType: undefined })
    for (const expected of [undefined, 'SOCIAL_GROUP', 'FOUNDATION'] as const) {
      expect(validateSocialOrganizationUscc(value, expected)).toEqual({ ok: false, message: USCC_MESSAGES.department })
    }
  })

  it.each<[string, string]>([
    ['51140000MJ0000018D', USCC_MESSAGES.check],
    ['51140000MI0000018C', USCC_MESSAGES.format],
    ['51140000MJ0000028C', USCC_MESSAGES.check],
    ['51140000MJ0000018', USCC_MESSAGES.format],
    ['51140000MJ0000018CC', USCC_MESSAGES.format],
    ['51140000-MJ0000018', USCC_MESSAGES.format],
    ['', USCC_MESSAGES.format],
    ...Array.from('IOSVZ').map((letter): [string, string] => [`51140000M${letter}0000018C`, USCC_MESSAGES.format]),
  ])('%j is refused: %s', (value, message) => {
    expect(validateUscc(value)).toEqual({ ok: false, message })
  })

  it('whose outer check holds but whose organization code does not are told so', () => {
    const body = '51140000MJ0000028'
    expect(validateUscc(body + usccCheckChar(body))).toEqual({ ok: false, message: USCC_MESSAGES.orgCode })
  })

  it.each(SOCIAL_ORGANIZATIONS)('%s is accepted for its own kind (%s) only', (value, orgType) => {
    for (const expected of ['SOCIAL_GROUP', 'PRIVATE_NON_ENTERPRISE', 'FOUNDATION'] as const) {
      const checked = validateSocialOrganizationUscc(value, expected)
      if (expected === orgType) expect(checked.ok).toBe(true)
      else expect(checked).toEqual({ ok: false, message: USCC_MESSAGES.orgType })
    }
  })

  it('are trimmed, made half-width and upper-cased', () => {
    expect(validateUscc(' ５１140000mj0000018c　')).toMatchObject({ ok: true, value: '51140000MJ0000018C' })
  })

  it('keep the sentences of the guide', () => {
    expect(USCC_MESSAGES).toEqual({
      format: '统一社会信用代码应为18位，由数字和大写英文字母组成（不含I、O、S、V、Z）',
      check: '统一社会信用代码校验位不正确',
      orgCode: '统一社会信用代码第9至17位主体标识码校验不正确',
      orgType: '统一社会信用代码与所选组织类型不一致',
      department: '该统一社会信用代码不属于民政部门登记的社会组织',
      notFound: '根据统一社会信用代码未查询到信息',
    })
  })
})

const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY'
const generated = fc
  .tuple(
    fc.constantFrom('SOCIAL_GROUP', 'PRIVATE_NON_ENTERPRISE', 'FOUNDATION'),
    fc.constantFrom('140000', '140100', '210300', '100000', '659013'),
    fc.string({ unit: fc.constantFrom(...Array.from(ALPHABET)), minLength: 8, maxLength: 8 }),
  )
  .map(([orgType, divisionCode, body]) => ({ orgType, code: composeUscc(orgType, divisionCode, body) }))

describe('any composed code', () => {
  it('is valid for its kind', () => {
    fc.assert(
      fc.property(generated, ({ orgType, code }) => {
        expect(validateSocialOrganizationUscc(code, orgType)).toMatchObject({ ok: true, value: code })
      }),
    )
  })

  it('is refused after a change of any one character', () => {
    fc.assert(
      fc.property(
        generated,
        fc.nat(17),
        fc.constantFrom(...Array.from(ALPHABET), 'I', 'Z', '-'),
        ({ code }, at, char) => {
          fc.pre(code[at] !== char)
          expect(validateUscc(code.slice(0, at) + char + code.slice(at + 1)).ok).toBe(false)
        },
      ),
      { numRuns: 500 },
    )
  })

  it('is refused after two different neighbours change places', () => {
    fc.assert(
      fc.property(generated, fc.nat(15), ({ code }, at) => {
        fc.pre(code[at] !== code[at + 1])
        const swapped = code.slice(0, at) + code.charAt(at + 1) + code.charAt(at) + code.slice(at + 2)
        expect(validateUscc(swapped).ok).toBe(false)
      }),
    )
  })

  it('equals the fixture made of the same parts', () => {
    expect(composeUscc('SOCIAL_GROUP', '140000', 'MJ000001')).toBe('51140000MJ0000018C')
    expect(composeUscc('PRIVATE_NON_ENTERPRISE', '140000', 'MJ000019')).toBe('52140000MJ000019X8')
    expect(composeUscc('FOUNDATION', '100000', '50000283')).toBe('53100000500002838Q')
  })
})

describe('organization codes', () => {
  it.each([
    ['D2143569', 'X'],
    ['MJ000001', '8'],
    ['MJ000005', '0'],
    ['MJ000019', 'X'],
    ['50000283', '8'],
  ])('%s has the check character %s', (body, check) => {
    expect(orgCodeCheckChar(body)).toBe(check)
    expect(validateOrgCode(body + check)).toEqual({ ok: true, value: body + check })
    expect(validateOrgCode(` ${body.toLowerCase()}-${check} `)).toEqual({ ok: true, value: body + check })
  })

  it('count all 26 letters, other than the unified code, where J is one less', () => {
    expect(orgCodeCheckChar('J0000000')).toBe(String(11 - ((19 * 3) % 11)))
    expect(ALPHABET.indexOf('J')).toBe(18)
  })

  it.each(['', 'MJ00000', 'MJ0000018C', 'MJ000001A', 'MJ00-0001-8', 'ＭＪ中00001-8'])(
    '%j has no such form',
    (value) => {
      expect(validateOrgCode(value)).toMatchObject({ ok: false, message: expect.stringContaining('9位') })
    },
  )

  it('with a wrong check character are refused', () => {
    expect(validateOrgCode('MJ000001-9')).toEqual({ ok: false, message: '组织机构代码校验位不正确' })
  })
})
