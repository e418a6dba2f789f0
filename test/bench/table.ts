import type { Figures } from './load.ts'

export type PageLine = {
  readonly title: string
  readonly bytes: number
  readonly portal: Figures
  readonly plain: Figures
  /** Processor time a request, in microseconds: it does not depend on who else is busy. */
  readonly cpu: number
  readonly plainCpu: number
  readonly redis: number
  readonly sql: number
  readonly goal: string
}

export type Fact = { readonly what: string; readonly measured: string; readonly goal: string }

export const figure = (value: number, digits = 0): string => value.toFixed(digits)
const milliseconds = (value: number): string => value.toFixed(value < 10 ? 1 : 0)

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')

export const pagesTable = (lines: readonly PageLine[]): string =>
  table(
    [
      'Page',
      'Bytes',
      'Requests/s',
      '`node:http`, same bytes',
      'Ratio',
      'p50 / p99 ms',
      'CPU µs',
      'Ratio by CPU',
      'Redis',
      'SQL',
      'Goal',
    ],
    lines.map((line) => [
      line.title,
      figure(line.bytes),
      figure(line.portal.perSecond),
      figure(line.plain.perSecond),
      `${figure((line.portal.perSecond / line.plain.perSecond) * 100, 1)} %`,
      `${milliseconds(line.portal.p50)} / ${milliseconds(line.portal.p99)}`,
      figure(line.cpu),
      `${figure((line.plainCpu / line.cpu) * 100, 1)} %`,
      figure(line.redis, Number.isInteger(line.redis) ? 0 : 2),
      figure(line.sql, Number.isInteger(line.sql) ? 0 : 2),
      line.goal,
    ]),
  )

export const factsTable = (facts: readonly Fact[]): string =>
  table(
    ['Measured', 'Figure', 'Goal'],
    facts.map(({ what, measured, goal }) => [what, measured, goal]),
  )
