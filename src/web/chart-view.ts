import { percentText } from '../core/charity/percent.ts'
import { barChart, type Series } from '../core/charts/bars.ts'
import type { MoneyYear } from '../core/charts/years.ts'
import { amountText } from '../core/forms/money.ts'

const unknown = '—'

const share = (part: bigint | undefined, whole: bigint | undefined): string =>
  (part !== undefined && whole !== undefined && percentText(part, whole)) || unknown

/** Income and spending over some years: a chart, and the same amounts, to the fen, in a table beside it. */
export const moneyYears = (id: string, years: readonly MoneyYear[]) => {
  const inOrder = years.toSorted((one, other) => one.year - other.year)
  const ofCharity = inOrder.some(({ charitable }) => charitable !== undefined)
  const series: readonly Series[] = [
    { name: '收入', amounts: inOrder.map(({ income }) => income) },
    { name: '支出', amounts: inOrder.map(({ spending }) => spending) },
    ...(ofCharity ? [{ name: '慈善活动支出', amounts: inOrder.map(({ charitable }) => charitable) }] : []),
  ]
  const names = inOrder.map(({ year }) => `${String(year)}年`)
  const chart = barChart(names, series)
  const title = `${names.length > 1 ? `${names[0] ?? ''}至${names.at(-1) ?? ''}` : (names[0] ?? '')}的收入和支出`
  const shares = (index: number): readonly string[] => {
    const { year, spending, charitable } = inOrder[index] ?? { year: 0 }
    return [share(charitable, inOrder.find((one) => one.year === year - 1)?.income), share(charitable, spending)]
  }
  const numeric = (text: string) => ({ text, numeric: true })
  return {
    id,
    title,
    text: `柱形图，单位${chart.unit.text}，每年依次为${series.map(({ name }) => name).join('、')}。数额见旁边的表。`,
    chart,
    table: {
      caption: `${title}（单位：元）`,
      dense: true,
      scroll: true,
      head: [
        { text: '年度' },
        ...series.map(({ name }) => numeric(name)),
        ...(ofCharity ? [numeric('占上年收入'), numeric('占本年支出')] : []),
      ],
      rows: names.map((text, index) => [
        { text, nowrap: true },
        ...series.map(({ amounts }) => {
          const amount = amounts[index]
          return numeric(amount === undefined ? unknown : amountText(amount))
        }),
        ...(ofCharity ? shares(index).map(numeric) : []),
      ]),
    },
  }
}
