import { describe, expect, it } from 'vitest'
import { barChart, type Series } from '../../../src/core/charts/bars.ts'

const yuan = (amount: number): bigint => BigInt(amount) * 100n
const names = ['收入', '支出', '慈善活动支出']
const years = (count: number): readonly string[] =>
  Array.from({ length: count }, (_none, index) => `${String(2022 + index)}年`)

const drawn = (...amounts: readonly (readonly (bigint | undefined)[])[]) =>
  barChart(
    years(amounts[0]?.length ?? 0),
    amounts.map((one, index): Series => ({ name: names[index] ?? '', amounts: one })),
  )

const texts = ({ ticks }: ReturnType<typeof barChart>): readonly string[] => ticks.map(({ text }) => text)

describe('the axis', () => {
  it.each([
    ['all zero', [0n, 0n], '元', ['1', '0']],
    ['元', [yuan(9_999), yuan(3)], '元', ['10,000', '8,000', '6,000', '4,000', '2,000', '0']],
    ['万元 from ten thousand on', [yuan(10_000), 0n], '万元', ['1', '0.8', '0.6', '0.4', '0.2', '0']],
    ['万元 up to 亿', [yuan(99_999_999)], '万元', ['10,000', '8,000', '6,000', '4,000', '2,000', '0']],
    ['亿元', [yuan(100_000_000)], '亿元', ['1', '0.8', '0.6', '0.4', '0.2', '0']],
    ['ten thousand 亿', [yuan(1_234_567_890_123)], '亿元', ['15,000', '10,000', '5,000', '0']],
    ['negative alone', [yuan(-300)], '元', ['0', '-100', '-200', '-300']],
    ['both signs', [yuan(50_000), yuan(-20_000)], '万元', ['6', '4', '2', '0', '-2']],
    ['a fen', [1n], '元', ['1', '0']],
    ['nothing known', [undefined], '元', ['1', '0']],
  ] as const)('%s', (_name, amounts, unit, wanted) => {
    const chart = drawn(amounts)
    expect([chart.unit.text, texts(chart)]).toEqual([unit, wanted])
  })
})

describe('the bars', () => {
  const cases = {
    'four years of three': [
      [yuan(300_000), yuan(420_000), yuan(0), yuan(380_000)],
      [yuan(280_000), yuan(500_000), yuan(10), yuan(300_000)],
      [yuan(200_000), yuan(410_000), 0n, yuan(210_000)],
    ],
    'one year': [[yuan(1)], [yuan(2)]],
    losses: [
      [yuan(-5_000_000), yuan(1), yuan(7_000_000), undefined],
      [yuan(400), yuan(-1), undefined, undefined],
    ],
    'very large beside very small': [[yuan(9_999_999_999_999), 1n, -1n, yuan(1)]],
  } as const

  it.each(Object.entries(cases))('%s: within the picture, side by side, from the zero line', (_name, amounts) => {
    const { bars, plot, width, height, years: placed, legend } = drawn(...amounts)
    expect(bars).toHaveLength(amounts.flat().filter((amount) => amount).length)
    const inOrder = [...bars].toSorted((one, other) => one.x - other.x)
    for (const [index, bar] of inOrder.entries()) {
      expect(bar.height).toBeGreaterThanOrEqual(1)
      expect(bar.y).toBeGreaterThanOrEqual(0)
      expect(bar.y + bar.height).toBeLessThanOrEqual(height)
      expect([bar.y, bar.y + bar.height]).toContainEqual(expect.closeTo(plot.zero, 1))
      expect(bar.x).toBeGreaterThanOrEqual(plot.left)
      expect(bar.x + bar.width).toBeLessThanOrEqual(plot.right)
      const next = inOrder[index + 1]
      if (next) expect(next.x).toBeGreaterThanOrEqual(bar.x + bar.width - 0.2)
    }
    expect(plot.left).toBeGreaterThan(0)
    expect(placed.every(({ x }) => x > plot.left && x < plot.right)).toBe(true)
    expect((legend.at(-1)?.x ?? 0) + 18 + 13 * (legend.at(-1)?.text.length ?? 0)).toBeLessThan(width)
  })

  it('are as tall as their amounts', () => {
    const [whole, half, below] = drawn([yuan(1000), yuan(500), yuan(-250)]).bars
    expect(half?.height).toBeCloseTo((whole?.height ?? 0) / 2, 0)
    expect(below?.height).toBeCloseTo((whole?.height ?? 0) / 4, 0)
    expect(below?.y).toBe(drawn([yuan(1000), yuan(500), yuan(-250)]).plot.zero)
  })

  it('zero and unknown are told apart; a year nobody knows says so once', () => {
    const { marks, years: placed, bars } = drawn([0n, yuan(5), undefined], [undefined, yuan(4), undefined])
    expect(marks.map(({ text }) => text)).toEqual(['0', '—'])
    expect(placed.map(({ unknown }) => unknown !== undefined)).toEqual([false, false, true])
    expect(bars.map(({ text }) => text)).toEqual(['2023年收入5.00元', '2023年支出4.00元'])
  })
})
