import { describe, expect, it } from 'vitest'
import { amountText, plainAmount, readAmount } from '../../../src/core/forms/money.ts'

describe('an amount as people type it', () => {
  it.each([
    ['0', 0n],
    ['1234.5', 123_450n],
    ['1,234.50', 123_450n],
    [' ￥1,234.50 ', 123_450n],
    ['１２３．４５', 12_345n],
    ['-0.01', -1n],
    ['−0.01', -1n],
    ['(1,234.50)', -123_450n],
    ['（1,234.50）', -123_450n],
    ['.5', 50n],
    ['5.', 500n],
    ['1.230', 123n],
    ['9999999999999.99', 999_999_999_999_999n],
  ])('%s in 元', (text, fen) => expect(readAmount(text)).toBe(fen))

  it.each([
    '',
    '3万',
    '1,2,3',
    '1,23',
    '12,34.00',
    '1.001',
    '--1',
    '-',
    '.',
    '1e5',
    'NaN',
    '(-1',
    '(-1)',
    '10000000000000',
    '0x10',
  ])('%s is none', (text) => expect(readAmount(text)).toBeUndefined())

  it.each([
    ['0.000001', 1n],
    ['3', 3_000_000n],
    ['1,234.567891', 1_234_567_891n],
  ])('%s in 万元', (text, fen) => expect(readAmount(text, 'TEN_THOUSAND')).toBe(fen))

  it.each(['0.0000001', '10000000000'])('%s in 万元 is none', (text) =>
    expect(readAmount(text, 'TEN_THOUSAND')).toBeUndefined(),
  )

  it.each([0n, 1n, -1n, 99n, 100n, 123_456_789n, -1_000_000n, 999_999_999_999_999n])(
    '%s fen reads the same from either unit',
    (fen) => {
      for (const unit of ['YUAN', 'TEN_THOUSAND'] as const)
        for (const text of [amountText(fen, unit), plainAmount(fen, unit)]) expect(readAmount(text, unit)).toBe(fen)
    },
  )

  it('is shown with its thousands parted', () => {
    expect(amountText(123_456_789n)).toBe('1,234,567.89')
    expect(amountText(-5n)).toBe('-0.05')
    expect(amountText(1_234_567_891n, 'TEN_THOUSAND')).toBe('1,234.567891')
    expect(amountText(30_000_000_000n, 'TEN_THOUSAND')).toBe('30,000')
    expect(plainAmount(123_456_789n)).toBe('1234567.89')
  })
})
