import { amountText, MONEY_UNITS, type MoneyUnit } from '../forms/money.ts'

// Amounts of some years side by side, as a picture: only where everything stands. Templates draw it, and whoever needs the
// amounts themselves reads the table beside it.

export type Series = {
  readonly name: string
  /** By year, in fen; nothing for a year nobody knows it of. */
  readonly amounts: readonly (bigint | undefined)[]
}

type Bar = {
  readonly series: number
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  /** Said of it: 2024年收入300,000.00元. */
  readonly text: string
}

/** Stands where there is no bar to be seen: 0, or — for what is not known. */
type Mark = { readonly x: number; readonly y: number; readonly text: '0' | '—' }

export type BarChart = {
  readonly width: number
  readonly height: number
  /** What the numbers of the axis count, and where that is said. */
  readonly unit: { readonly text: string; readonly x: number; readonly y: number }
  readonly plot: { readonly left: number; readonly right: number; readonly zero: number }
  readonly ticks: readonly { readonly y: number; readonly text: string }[]
  readonly years: readonly {
    readonly x: number
    readonly y: number
    readonly text: string
    /** Nothing is known of it: where that is said. */
    readonly unknown?: number
  }[]
  readonly bars: readonly Bar[]
  readonly marks: readonly Mark[]
  readonly legend: readonly { readonly series: number; readonly x: number; readonly y: number; readonly text: string }[]
}

// In units of the picture, a little smaller than a phone shows them.
const width = 380
const height = 250
const edge = 6
const line = 18
const characterWidth = { latin: 7, chinese: 13 }
const swatch = 18
const most = { ticks: 5, bar: 24 }
const leastHeight = 1

const units = ['HUNDRED_MILLION', 'TEN_THOUSAND', 'YUAN'] as const satisfies readonly MoneyUnit[]

const size = (amount: bigint): bigint => (amount < 0n ? -amount : amount)

/** The largest unit that is not larger than the largest amount. */
const unitOf = (largest: bigint): MoneyUnit =>
  units.find((unit) => largest >= 10n ** BigInt(MONEY_UNITS[unit].decimals)) ?? 'YUAN'

const upTo = (amount: bigint, step: bigint): bigint => (amount + step - 1n) / step

/** How far apart the lines of the axis stand: 1, 2 or 5 by tens of 元, so that they are few; how many up and down. */
const axisOf = (high: bigint, low: bigint): { readonly step: bigint; readonly up: bigint; readonly down: bigint } => {
  for (let ten = 100n; ; ten *= 10n)
    for (const step of [ten, 2n * ten, 5n * ten]) {
      const [up, down] = [upTo(high, step), upTo(-low, step)]
      if (up + down <= most.ticks) return { step, up: up + down === 0n ? 1n : up, down }
    }
}

const rounded = (value: number): number => Math.round(value * 10) / 10

/** The chart of some years: each series has a bar a year, in the same order. */
export const barChart = (years: readonly string[], series: readonly Series[]): BarChart => {
  const known = series.flatMap(({ amounts }) => amounts.filter((amount) => amount !== undefined))
  const high = known.reduce((one, other) => (other > one ? other : one), 0n)
  const low = known.reduce((one, other) => (other < one ? other : one), 0n)
  const { step, up, down } = axisOf(high, low)
  const unit = unitOf(size(high) > size(low) ? high : -low)
  const [top, bottom] = [2 * line, height - 2 * line - edge]
  const yOf = (amount: bigint): number =>
    rounded(top + Number(((up * step - amount) * BigInt((bottom - top) * 100)) / ((up + down) * step)) / 100)
  const zero = yOf(0n)

  const ticks = Array.from({ length: Number(up + down) + 1 }, (_none, index) => {
    const amount = (up - BigInt(index)) * step
    return { y: yOf(amount), text: amountText(amount, unit).replace(/\.00$/, '') }
  })
  const left = edge * 2 + Math.max(...ticks.map(({ text }) => text.length)) * characterWidth.latin
  const right = width - edge
  const share = (right - left) / years.length
  const barWidth = Math.min(most.bar, (share * 0.84) / series.length)

  const placed = years.map((text, index) => {
    const x = rounded(left + share * (index + 0.5))
    const unknown = series.every(({ amounts }) => amounts[index] === undefined)
    return { x, y: bottom + line, text, ...(unknown ? { unknown: rounded((top + bottom) / 2) } : {}) }
  })
  const bars: Bar[] = []
  const marks: Mark[] = []
  for (const [index, year] of placed.entries())
    for (const [place, { name, amounts }] of series.entries()) {
      const amount = amounts[index]
      const x = year.x + (place - series.length / 2) * barWidth
      if (amount === undefined || amount === 0n) {
        const text = amount === undefined ? '—' : '0'
        if (year.unknown === undefined) marks.push({ x: rounded(x + barWidth / 2), y: zero - 4, text })
        continue
      }
      // What is not nothing is seen, however small it is beside the others.
      const tall = Math.max(leastHeight, rounded(Math.abs(yOf(amount) - zero)))
      bars.push({
        series: place,
        x: rounded(x),
        y: amount > 0n ? rounded(zero - tall) : zero,
        width: rounded(barWidth),
        height: tall,
        text: `${year.text}${name}${amountText(amount)}元`,
      })
    }

  let from = left
  const legend = series.map(({ name }, place) => {
    const x = from
    from += swatch + name.length * characterWidth.chinese + edge * 2
    return { series: place, x, y: height - edge, text: name }
  })
  return {
    width,
    height,
    unit: { text: MONEY_UNITS[unit].text, x: left, y: line },
    plot: { left, right, zero },
    ticks,
    years: placed,
    bars,
    marks,
    legend,
  }
}
