import type { AnswerSet, Matter } from '../../core/matters/define.ts'
import type { PageData, RawValues } from '../../core/forms/field.ts'
import { plainAmount } from '../../core/forms/money.ts'
import { kindOf } from '../../core/forms/kinds.ts'
import type { Field } from '../../core/forms/field.ts'
import type { Page } from '../../core/forms/page.ts'
import { readAnswers } from '../../core/matters/answers.ts'
import { statementsOf } from '../../core/statements/index.ts'
import { carriedOver } from '../../core/statements/roll-forward.ts'
import { figuresOf, systemOf, typedIn } from './figures.ts'
import { statementPage } from './pages/statements.ts'
import { supervisorsOf } from './supervisors.ts'

type Prefill = NonNullable<Matter['prefill']>
type LastReport = NonNullable<Parameters<Prefill>[2]['lastReport']>

/** What of earlier answers still stands and would be taken today. */
const keptOf = (fields: readonly Field[], values: RawValues, all: boolean): RawValues =>
  Object.fromEntries(
    fields.flatMap((field) => {
      const raw = values[field.name] ?? ''
      const stands = (all || field.carries) && raw !== ''
      return stands && !kindOf(field).check(raw, field, { siblings: values, today: '9999-12-31' })
        ? [[field.name, raw]]
        : []
    }),
  )

const keptPage = (page: Page, data: PageData | undefined): PageData | undefined => {
  if (!data) return undefined
  const { list } = page
  const values = keptOf(page.fields, data.values, false)
  const items = list?.carries
    ? data.items.map((item) => ({ id: item.id, values: keptOf(list.fields, item.values, true) }))
    : []
  return Object.keys(values).length + items.length === 0 ? undefined : { values, items }
}

/** The statements of the year begin where those of the year before end. */
const statementsFrom = (pages: readonly Page[], { year, answers }: LastReport, fiscalYear: number): AnswerSet => {
  const read = readAnswers(pages, answers)
  const last = systemOf(read)
  if (!last || year !== fiscalYear - 1) return {}
  const set = statementsOf(fiscalYear)
  return Object.fromEntries(
    Object.entries(carriedOver({ set: last, typed: typedIn(read, last) }, set)).flatMap(([statement, values]) =>
      Object.keys(values).length === 0 ? [] : [[statementPage(set, statement), { values, items: [] }]],
    ),
  )
}

const merged = (one: PageData | undefined, other: PageData): PageData => ({
  values: { ...one?.values, ...other.values },
  items: other.items.length > 0 ? other.items : (one?.items ?? []),
})

/** What the report of the year before said and still holds, with where its statements ended. */
const carried = (pages: readonly Page[], last: LastReport, fiscalYear: number): AnswerSet => {
  const kept = Object.fromEntries(
    pages.flatMap((page) => {
      const data = keptPage(page, last.answers[page.code])
      return data ? [[page.code, data]] : []
    }),
  )
  const statements = statementsFrom(pages, last, fiscalYear)
  return Object.fromEntries(
    [...new Set([...Object.keys(kept), ...Object.keys(statements)])].map((code) => {
      const [one, other] = [kept[code], statements[code]]
      return [code, other ? merged(one, other) : (one ?? { values: {}, items: [] })]
    }),
  )
}

/** Income and spending of the years before those in the statements. */
const earlierYears = (pages: readonly Page[], { answers }: LastReport): RawValues => {
  const read = readAnswers(pages, answers)
  const figure = figuresOf(read)
  const [income, spending] = [figure('activity.income-last') ?? 0n, figure('activity.expenses-last') ?? 0n]
  // Columns left empty come to nothing: nobody knows of that year.
  const before = income === 0n && spending === 0n ? [] : [income, spending]
  const told: Readonly<Record<string, string>> = {
    beforeIncome: plainOf(before[0]),
    beforeSpending: plainOf(before[1]),
    beforeThatIncome: read.value('standing', 'beforeIncome'),
    beforeThatSpending: read.value('standing', 'beforeSpending'),
  }
  return Object.fromEntries(Object.entries(told).filter(([, raw]) => raw !== ''))
}

const plainOf = (fen: bigint | undefined): string => (fen === undefined ? '' : plainAmount(fen))

/** Everybody who is asked for an opinion, by name. */
const askedOf = (names: readonly string[]): PageData => ({
  values: {},
  items: names.map((name, at) => ({ id: `supervisor-${String(at + 1)}`, values: { name } })),
})

/** First answers of a report: what the register says, and what the year before left. */
export const prefillOf =
  (pages: readonly Page[]): Prefill =>
  ({ items: { charity, supervisoryUnit } }, { reports, people }, { fiscalYear, lastReport }) => ({
    ...(lastReport && fiscalYear !== undefined ? carried(pages, lastReport, fiscalYear) : {}),
    ...(pages.some(({ code }) => code === 'supervisors') ? { supervisors: askedOf(supervisorsOf({ people })) } : {}),
    standing: {
      values: {
        charity: charity === '' ? 'no' : 'yes',
        supervised: supervisoryUnit === '' ? 'no' : 'yes',
        lastConclusion: reports.find(({ year }) => year + 1 === fiscalYear)?.conclusion ?? 'NONE',
        ...(lastReport ? earlierYears(pages, lastReport) : {}),
      },
      items: [],
    },
    consent: {
      values: supervisoryUnit === '' ? { hasUnit: 'no' } : { hasUnit: 'yes', supervisoryUnit },
      items: [],
    },
  })
