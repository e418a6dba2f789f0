import { describe, expect, it } from 'vitest'
import { hasLuhnDigit, validateBankCard, validateSocialSecurityCard } from '../../../src/core/identity/cards.ts'

/** Fixtures of 16 and 19 digits with a right check digit. */
const cards = ['6222020000000000018', '6228480000000000018', '6217000000000000012', '4367420000000017']

describe('the number of a 银联卡', () => {
  it.each(cards)('%s has the right check digit and is accepted as it is', (card) => {
    expect(hasLuhnDigit(card)).toBe(true)
    expect(validateBankCard(card)).toEqual({ ok: true, value: card })
  })

  it.each(cards)('%s with any one digit changed is refused', (card) => {
    for (let place = 0; place < card.length; place += 1)
      for (let step = 1; step < 10; step += 1) {
        const digit = (Number(card[place]) + step) % 10
        expect(hasLuhnDigit(`${card.slice(0, place)}${digit}${card.slice(place + 1)}`)).toBe(false)
      }
  })

  it('may be typed with the spaces it is printed with, hyphens, and full-width digits', () => {
    for (const typed of ['6222 0200 0000 0000 018', '6222-0200-0000-0000-018', ' 6222020000000000018 '])
      expect(validateBankCard(typed)).toEqual({ ok: true, value: '6222020000000000018' })
    expect(validateBankCard('4367 4200 0000 0017')).toEqual({ ok: true, value: '4367420000000017' })
    expect(validateBankCard('４３６７４２００００００００１７')).toEqual({ ok: true, value: '4367420000000017' })
  })

  it.each(['', '0', '436742000000001', '43674200000000170000', '43674200000000l7', '一二三四'])(
    '“%s” is none: 16 to 19 digits',
    (typed) => {
      expect(validateBankCard(typed)).toEqual({ ok: false, message: '银联卡号应为16至19位数字' })
    },
  )
})

describe('the number of a social-security card', () => {
  it.each([
    ['A00000001', 'A00000001'],
    ['a00000001', 'A00000001'],
    [' ａ0000 0001 ', 'A00000001'],
    ['123456789', '123456789'],
  ])('“%s” is %s', (typed, value) => {
    expect(validateSocialSecurityCard(typed)).toEqual({ ok: true, value })
  })

  it.each(['', 'A0000001', 'A000000012', 'A0000000!', '140106198503120014'])('“%s” is none', (typed) => {
    expect(validateSocialSecurityCard(typed).ok).toBe(false)
  })
})
