import { describe, expect, it } from 'vitest'
import { adjustedIncome, judgeSpending, spendingClass, type CharityYear } from '../../../src/core/charity/spending.ts'

/** Yuan with two decimals, in fen. */
const yuan = (text: string): bigint => {
  const [whole = '0', fraction = ''] = text.replaceAll(' ', '').split('.')
  return BigInt(whole) * 100n + BigInt(fraction.padEnd(2, '0'))
}

const year = (wanted: Partial<CharityYear>): CharityYear => ({
  orgType: 'FOUNDATION',
  publicFundraising: false,
  netAssets: 0n,
  income: 0n,
  charitable: 0n,
  total: 0n,
  management: 0n,
  ...wanted,
})

describe('the class of a charity (domain-2 §19)', () => {
  const million = (text: string): bigint => yuan(text) * 1_000_000n
  it.each([
    ['FOUNDATION', true, million('0'), 'P1'],
    ['SOCIAL_GROUP', true, million('90'), 'P2'],
    ['PRIVATE_NON_ENTERPRISE', true, 0n, 'P2'],
    ['FOUNDATION', false, million('60'), 'F1'],
    ['FOUNDATION', false, million('60') - 1n, 'F2'],
    ['FOUNDATION', false, million('8'), 'F2'],
    ['FOUNDATION', false, million('8') - 1n, 'F3'],
    ['FOUNDATION', false, million('4'), 'F3'],
    ['FOUNDATION', false, million('4') - 1n, 'F4'],
    ['FOUNDATION', false, -1n, 'F4'],
    ['SOCIAL_GROUP', false, million('10'), 'S1'],
    ['SOCIAL_GROUP', false, million('10') - 1n, 'S2'],
    ['PRIVATE_NON_ENTERPRISE', false, million('5'), 'S2'],
    ['PRIVATE_NON_ENTERPRISE', false, million('5') - 1n, 'S3'],
    ['SOCIAL_GROUP', false, million('1'), 'S3'],
    ['SOCIAL_GROUP', false, million('1') - 1n, 'S4'],
  ] as const)('%s, public %s, %d fen: %s', (orgType, publicFundraising, netAssets, code) => {
    expect(spendingClass(2025, { orgType, publicFundraising, netAssets }).code).toBe(code)
  })

  it('there is none before the standard', () => {
    expect(() => spendingClass(2015, year({}))).toThrow(RangeError)
  })
})

describe('what a year reaches (domain-2 §19, vectors)', () => {
  const publicYear = {
    publicFundraising: true,
    income: yuan('10000000'),
    charitable: yuan('7000000'),
    total: yuan('8000000'),
    management: yuan('800000'),
  }
  it.each([
    ['70 % and 10 % exactly', {}, [true], true],
    ['a fen too little', { charitable: yuan('6999999.99') }, [false], true],
    ['a fen too much', { management: yuan('800000.01') }, [true], false],
  ] as const)('P1: %s', (_name, difference, charitable, management) => {
    const verdict = judgeSpending(2025, year({ ...publicYear, ...difference }))
    expect(verdict.charitable.map(({ met }) => met)).toEqual(charitable)
    expect(verdict.management.met).toBe(management)
    expect(verdict.met).toBe(charitable.every(Boolean) && management)
  })

  it('F4 and F3: 8 % below 4 million, 7 % from there on', () => {
    const below = judgeSpending(2025, year({ netAssets: yuan('3999999.99'), charitable: yuan('320000') }))
    expect([below.class.code, below.charitable[0]?.bound, below.met]).toEqual(['F4', yuan('320000'), true])
    const at = judgeSpending(2025, year({ netAssets: yuan('4000000'), charitable: yuan('279999.99') }))
    expect([at.class.code, at.charitable[0]?.bound, at.met]).toEqual(['F3', yuan('280000'), false])
  })

  it('S4 has to reach both', () => {
    const small = { orgType: 'SOCIAL_GROUP', netAssets: yuan('900000'), income: yuan('400000') } as const
    const verdict = judgeSpending(2025, year({ ...small, charitable: yuan('199999.99') }))
    expect(verdict.charitable.map(({ bound, met }) => [bound, met])).toEqual([
      [yuan('72000'), true],
      [yuan('200000'), false],
    ])
    expect(judgeSpending(2025, year({ ...small, charitable: yuan('200000') })).met).toBe(true)
  })

  it('management below 200,000 yuan is not looked at, from there on it is', () => {
    const cost = { orgType: 'SOCIAL_GROUP', total: yuan('400000') } as const
    const below = judgeSpending(2025, year({ ...cost, management: yuan('199999.99') }))
    expect([below.management.exempt, below.management.met]).toEqual([true, true])
    const at = judgeSpending(2025, year({ ...cost, management: yuan('200000') }))
    expect([at.management.exempt, at.management.met, at.management.percent]).toEqual([false, false, 20n])
  })

  it('the mean of three years counts where it asks less, and never where it asks more', () => {
    const low = judgeSpending(2025, year({ ...publicYear, charitable: yuan('5600000'), meanIncome: yuan('8000000') }))
    expect([low.charitable[0]?.whole, low.charitable[0]?.met]).toEqual([yuan('8000000'), true])
    const high = judgeSpending(2025, year({ ...publicYear, meanIncome: yuan('12000000') }))
    expect([high.charitable[0]?.whole, high.charitable[0]?.met]).toEqual([yuan('10000000'), true])
  })

  it('a base below zero asks nothing', () => {
    expect(judgeSpending(2025, year({ netAssets: yuan('1') * -1n })).charitable[0]).toMatchObject({
      whole: 0n,
      met: true,
    })
  })

  it('income counts without what was kept for later, with what became free', () => {
    expect(adjustedIncome(1000n, 300n, 50n)).toBe(750n)
  })
})
