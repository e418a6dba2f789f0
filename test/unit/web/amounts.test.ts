import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { percentText } from '../../../src/core/charity/percent.ts'
import { judgeSpending } from '../../../src/core/charity/spending.ts'
import { amountText, readAmount } from '../../../src/core/forms/money.ts'

type Unit = '元' | '万元'
type Rule = { readonly least: boolean; readonly percent: bigint; readonly exemptBelow?: bigint }
type Found = { readonly state: string; readonly base?: bigint; readonly bound?: bigint; readonly byMean: boolean }
type Scripts = {
  readonly read: (text: string, unit?: Unit) => bigint | undefined
  readonly show: (fen: bigint, unit?: Unit) => string
  readonly inUnit: (text: string, from: Unit, to: Unit) => string
  readonly measure: (rule: Rule, part?: bigint, whole?: bigint, mean?: bigint) => Found
  readonly percentText: (part: bigint, whole: bigint, least: boolean) => string
}

/** What browsers count by themselves while somebody types; what is asked of it here needs none. */
const scripts = Object.assign(
  {},
  ...(await Promise.all(
    ['amounts', 'meter'].map((name) => import(new URL(`../../../public/js/${name}.js`, import.meta.url).href)),
  )),
) as Scripts

const units = { YUAN: '元', TEN_THOUSAND: '万元' } as const
const amount = fc.bigInt({ min: -(10n ** 14n), max: 10n ** 14n })
const typed = fc.oneof(
  amount.map((fen) => amountText(fen)),
  fc.string({ unit: fc.constantFrom(...Array.from('0123456789.,-（）() ￥¥−３万')) }),
)

describe('amounts in browsers are those of the server', () => {
  it.each(Object.entries(units))('%s: read and shown alike', (unit, text) => {
    fc.assert(
      fc.property(typed, amount, (written, fen) => {
        expect(scripts.read(written, text)).toBe(readAmount(written, unit as keyof typeof units))
        expect(scripts.show(fen, text)).toBe(amountText(fen, unit as keyof typeof units))
      }),
      { numRuns: 500 },
    )
  })

  it('go from one unit to the other and back to the fen', () => {
    fc.assert(
      fc.property(amount, (fen) => {
        const other = scripts.inUnit(amountText(fen), '元', '万元')
        expect(scripts.read(other, '万元')).toBe(fen)
        expect(scripts.inUnit(other, '万元', '元')).toBe(amountText(fen))
      }),
    )
  })

  it.each([
    ['12.345', '元', '万元', '12.345元'],
    ['3万', '元', '万元', '3万'],
    ['1234567890123', '万元', '元', '1234567890123万元'],
    ['', '元', '万元', ''],
    ['1,234.5', '元', '元', '1,234.50'],
  ] as const)('what is no amount never becomes one: %s of %s in %s', (text, from, to, wanted) => {
    expect(scripts.inUnit(text, from, to)).toBe(wanted)
  })
})

describe('the spending standard in browsers is that of the server', () => {
  const near = (whole: bigint, percent: bigint) =>
    fc.bigInt({ min: -2n, max: 2n }).map((off) => (whole * percent) / 100n + off)
  const positive = fc.bigInt({ min: 0n, max: 10n ** 12n })

  it('of what must be reached, at its border too', () => {
    const year = fc
      .tuple(fc.bigInt({ min: -(10n ** 6n), max: 10n ** 12n }), fc.option(positive, { nil: undefined }))
      .chain(([income, mean]) =>
        fc.tuple(fc.constant(income), fc.constant(mean), fc.oneof(positive, near(income, 70n))),
      )
    fc.assert(
      fc.property(year, ([income, meanIncome, charitable]) => {
        const [wanted] = judgeSpending(2025, {
          orgType: 'FOUNDATION',
          publicFundraising: true,
          netAssets: 0n,
          income,
          charitable,
          total: 0n,
          management: 0n,
          ...(meanIncome === undefined ? {} : { meanIncome }),
        }).charitable
        const found = scripts.measure({ least: true, percent: 70n }, charitable, income, meanIncome)
        expect([found.state, found.base, found.bound]).toEqual([
          wanted?.met ? 'met' : 'unmet',
          wanted?.whole,
          wanted?.bound,
        ])
      }),
      { numRuns: 300 },
    )
  })

  it('of what may not be passed, and below what it is not looked at', () => {
    const cost = positive.chain((total) =>
      fc.tuple(fc.constant(total), fc.oneof(positive, near(total, 20n), near(20_000_000n, 100n))),
    )
    fc.assert(
      fc.property(cost, ([total, management]) => {
        const wanted = judgeSpending(2025, {
          orgType: 'SOCIAL_GROUP',
          publicFundraising: false,
          netAssets: 0n,
          income: 0n,
          charitable: 0n,
          total,
          management,
        }).management
        const found = scripts.measure({ least: false, percent: 20n, exemptBelow: 20_000_000n }, management, total)
        const state = wanted.exempt ? 'exempt' : wanted.met ? 'met' : 'unmet'
        expect([found.state, found.bound]).toEqual([state, wanted.bound])
      }),
      { numRuns: 300 },
    )
  })

  it('waits for what is not there', () => {
    const states = [
      scripts.measure({ least: true, percent: 70n }, undefined, 5n),
      scripts.measure({ least: true, percent: 70n }, 5n),
      scripts.measure({ least: false, percent: 10n, exemptBelow: 10n }, 9n),
      scripts.measure({ least: false, percent: 10n, exemptBelow: 10n }, 10n),
    ].map(({ state }) => state)
    expect(states).toEqual(['waiting', 'waiting', 'exempt', 'waiting'])
  })

  it('and so is its share in percent, which is cut so that no bound looks kept that is not', () => {
    fc.assert(
      fc.property(positive, fc.bigInt({ min: 1n, max: 10n ** 12n }), fc.boolean(), (part, whole, least) => {
        expect(scripts.percentText(part, whole, least)).toBe(`（${percentText(part, whole, least ? 'down' : 'up')}）`)
      }),
    )
    expect([percentText(699_999_999n, 1_000_000_000n), percentText(80_000_001n, 800_000_000n, 'up')]).toEqual([
      '69.99%',
      '10.01%',
    ])
    expect(percentText(-1n, 3n)).toBe('-33.34%')
    expect(percentText(5n, 0n)).toBeUndefined()
  })
})
