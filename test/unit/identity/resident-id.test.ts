import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  ageOn,
  isCalendarDate,
  minorFault,
  RESIDENT_ID_MESSAGES,
  residentIdCheckChar,
  validateResidentId,
} from '../../../src/core/identity/resident-id.ts'

const TODAY = '2026-11-20'

describe('resident ID numbers that are valid', () => {
  it.each([
    ['140106198503120014', 'MALE', '1985-03-12', '140106'],
    ['14010619850312009X', 'MALE', '1985-03-12', '140106'],
    ['210302197806051246', 'FEMALE', '1978-06-05', '210302'],
    ['11010519491231002X', 'FEMALE', '1949-12-31', '110105'],
    ['140101200402291146', 'FEMALE', '2004-02-29', '140101'],
    ['140105198806150038', 'MALE', '1988-06-15', '140105'],
    ['140402197511031026', 'FEMALE', '1975-11-03', '140402'],
    ['140802199208182041', 'FEMALE', '1992-08-18', '140802'],
    ['210302196902203014', 'MALE', '1969-02-20', '210302'],
    ['210311198307090129', 'FEMALE', '1983-07-09', '210311'],
    ['110108199501010147', 'FEMALE', '1995-01-01', '110108'],
    ['810000198510270033', 'MALE', '1985-10-27', '810000'],
  ])('%s is %s, born %s', (value, sex, birthDate, regionCode) => {
    expect(validateResidentId(value, TODAY)).toEqual({ ok: true, value, sex, birthDate, regionCode })
  })

  it.each([
    ['lower-case x', '14010619850312009x'],
    ['full-width digits and X', '１４０１０６１９８５０３１２００９Ｘ'],
    ['blanks around it', ' 14010619850312009X　'],
  ])('with %s are stored in one form', (_, typed) => {
    expect(validateResidentId(typed, TODAY)).toMatchObject({ ok: true, value: '14010619850312009X' })
  })

  it('compute the check character of the worked example', () => {
    expect(residentIdCheckChar('14010619850312001')).toBe('4')
  })

  it('may be born today but not tomorrow', () => {
    const body = '14010620261120001'
    const id = body + residentIdCheckChar(body)
    expect(validateResidentId(id, '2026-11-20')).toMatchObject({ ok: true, birthDate: '2026-11-20' })
    expect(validateResidentId(id, '2026-11-19')).toEqual({ ok: false, message: RESIDENT_ID_MESSAGES.date })
  })
})

describe('resident ID numbers that are refused', () => {
  it.each([
    ['', '身份证号码应为18位'],
    ['140106850312001', '身份证号码应为18位'],
    ['1401061985031200144', '身份证号码应为18位'],
    ['14010619850312O014', '身份证号码只能包含数字，最后一位可以是X'],
    ['1401061985031X0014', '身份证号码只能包含数字，最后一位可以是X'],
    ['14010619850312001A', '身份证号码只能包含数字，最后一位可以是X'],
    ['140106 98503120014', '身份证号码应为18位'],
    ['000000198503120014', '身份证号码前两位不是有效的省级代码'],
    ['990106198503120014', '身份证号码前两位不是有效的省级代码'],
    ['140106198502300014', '身份证号码中的出生日期不存在'],
    ['140106198513120014', '身份证号码中的出生日期不存在'],
    ['140106190002290014', '身份证号码中的出生日期不存在'],
    ['140106189912310014', '身份证号码中的出生日期不存在'],
    ['140106209903120014', '身份证号码中的出生日期不存在'],
    ['140106198503120015', '身份证号码校验位不正确，请核对后重新填写'],
  ])('%j: %s', (value, message) => {
    expect(validateResidentId(value, TODAY)).toEqual({ ok: false, message })
  })
})

const isoDay = fc
  .date({ min: new Date('1900-01-01T00:00:00Z'), max: new Date('2026-11-20T00:00:00Z'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10))

const generatedId = fc
  .tuple(fc.constantFrom('140106', '210302', '110105', '659013', '830000'), isoDay, fc.integer({ min: 0, max: 999 }))
  .map(([region, day, sequence]) => {
    const body = `${region}${day.replaceAll('-', '')}${String(sequence).padStart(3, '0')}`
    return { id: body + residentIdCheckChar(body), day, sequence }
  })

describe('any resident ID number', () => {
  it('with a real birth date and its check character is valid and tells date and sex', () => {
    fc.assert(
      fc.property(generatedId, ({ id, day, sequence }) => {
        const sex = sequence % 2 === 1 ? 'MALE' : 'FEMALE'
        expect(validateResidentId(id, TODAY)).toMatchObject({ ok: true, birthDate: day, sex })
      }),
    )
  })

  it('is refused after a change of any one character', () => {
    fc.assert(
      fc.property(generatedId, fc.nat(17), fc.constantFrom(...Array.from('0123456789X')), ({ id }, at, char) => {
        fc.pre(id[at] !== char)
        expect(validateResidentId(id.slice(0, at) + char + id.slice(at + 1), TODAY).ok).toBe(false)
      }),
    )
  })
})

describe('calendar dates', () => {
  it.each(['2024-02-29', '2000-02-29', '2026-12-31', '2026-04-30', '1900-01-01'])('%s is a day', (iso) => {
    expect(isCalendarDate(iso)).toBe(true)
  })
  it.each(['2023-02-29', '1900-02-29', '2026-04-31', '2026-13-01', '2026-00-10', '2026-01-00', '2026-1-1', ''])(
    '%j is no day',
    (iso) => {
      expect(isCalendarDate(iso)).toBe(false)
    },
  )
})

describe('age', () => {
  it.each([
    ['2008-11-20', '2026-11-19', 17],
    ['2008-11-20', '2026-11-20', 18],
    ['2004-02-29', '2022-02-28', 17],
    ['2004-02-29', '2022-03-01', 18],
    ['2004-02-29', '2024-02-29', 20],
    ['1949-12-31', '2026-11-20', 76],
    ['2026-11-20', '2026-11-20', 0],
    ['2026-11-21', '2026-11-20', -1],
  ])('of someone born %s is on %s %i', (birthDate, onDate, age) => {
    expect(ageOn(birthDate, onDate)).toBe(age)
  })

  it('under 18 bars from being sponsor or legal representative, until the birthday', () => {
    expect(minorFault('2008-11-20', '2026-11-19')).toBe('该人员未满18周岁，不能担任发起人或法定代表人')
    expect(minorFault('2008-11-20', '2026-11-20')).toBeUndefined()
  })
})
