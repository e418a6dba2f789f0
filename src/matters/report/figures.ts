import { percentText } from '../../core/charity/percent.ts'
import { adjustedIncome, judgeSpending, type CharityYear, type SpendingVerdict } from '../../core/charity/spending.ts'
import { amountText, readAmount } from '../../core/forms/money.ts'
import { amountsOf, cellsOf, type Sheet } from '../../core/forms/sheet.ts'
import type { Elsewhere } from '../../core/forms/field.ts'
import type { Answers } from '../../core/matters/define.ts'
import { allAmounts, type TypedStatements } from '../../core/statements/compute.ts'
import type { StatementSet } from '../../core/statements/define.ts'
import { SYSTEMS, statementPage } from './pages/statements.ts'
import { isFoundation, type Reporter } from './law.ts'

// What a report says in numbers, computed from what was typed.

/** Where answers are read. */
export type Read = Pick<Answers, 'value'>

/** Answers as other pages see them. */
export const readFrom = (elsewhere: Elsewhere): Read => ({
  value: (page, field) => elsewhere(page, field)[0] ?? '',
})

/** The statements of the year a report is about; nothing before it is known which those are. */
export const systemOf = (answers: Read): StatementSet | undefined =>
  SYSTEMS.find(({ code }) => code === answers.value('year', 'system'))

/** The year it is about. */
export const fiscalYearOf = (answers: Read): number | undefined =>
  Number(answers.value('year', 'fiscalYear')) || undefined

/** What was typed into the statements of a system. */
export const typedIn = (answers: Read, set: StatementSet): TypedStatements =>
  Object.fromEntries(
    set.statements.map((statement) => {
      const page = statementPage(set, statement.code)
      return [
        statement.code,
        Object.fromEntries(cellsOf(statement).map(({ name }) => [name, answers.value(page, name)])),
      ]
    }),
  )

/** Whether anything stands in the statements. */
const isTyped = (typed: TypedStatements): boolean =>
  Object.values(typed).some((cells) => Object.values(cells).some((cell) => cell !== ''))

type Figures = (cell: string) => bigint | undefined

const readFigures = (answers: Read): Figures => {
  const set = systemOf(answers)
  const typed = set && typedIn(answers, set)
  if (!set || !typed || !isTyped(typed)) return () => undefined
  const amounts = allAmounts(set, typed)
  return (cell) => amounts.get(cell)
}

const figures = new WeakMap<Read, Figures>()

/**
 * An amount of the statements, `activity.income-total`; nothing while nothing was typed there. A dozen rules ask the same
 * answers, which are read once.
 */
export const figuresOf = (answers: Read): Figures => {
  const known = figures.get(answers) ?? readFigures(answers)
  figures.set(answers, known)
  return known
}

/** What a question about money was answered with, in fen. */
export const fenOf = (answers: Read, page: string, field: string): bigint | undefined => {
  const raw = answers.value(page, field)
  return raw === '' ? undefined : readAmount(raw)
}

/** A share in percent, or that there is none. */
export const shareText = (part: bigint, whole: bigint, towards: 'down' | 'up' = 'down'): string =>
  percentText(part, whole, towards) ?? '—'

export const yuan = (fen: bigint | undefined): string => (fen === undefined ? '—' : `${amountText(fen)}元`)

/** The amount of a cell of a page that is a table of amounts, its sums too. */
export const sumOn = (answers: Read, page: string, sheet: Sheet, cell: string): bigint | undefined =>
  amountsOf(sheet, Object.fromEntries(cellsOf(sheet).map(({ name }) => [name, answers.value(page, name)]))).get(cell)

/** What the standard of charities is held against, as far as it is known. */
const charityYear = ({ orgType }: Reporter, answers: Read): CharityYear | undefined => {
  const figure = figuresOf(answers)
  const at = (field: string) => fenOf(answers, 'spending', field)
  const [income, netAssets] = [figure('activity.income-last'), figure('balance.netAssets-start')]
  const [total, management] = [figure('activity.expenses-total'), figure('activity.management-total')]
  const charitable = at('charitable')
  if (income === undefined || netAssets === undefined || total === undefined || management === undefined)
    return undefined
  if (charitable === undefined) return undefined
  const byMean = answers.value('spending', 'byMean') === 'yes'
  const [meanIncome, meanNetAssets] = byMean ? [at('meanIncome'), at('meanNetAssets')] : []
  return {
    orgType,
    publicFundraising: answers.value('office', 'publicFundraising') === 'yes',
    netAssets,
    income: adjustedIncome(income, at('keptForLater') ?? 0n, at('becameFree') ?? 0n),
    charitable,
    total,
    management,
    ...(meanIncome === undefined ? {} : { meanIncome }),
    ...(meanNetAssets === undefined ? {} : { meanNetAssets }),
  }
}

/** How a charity stands for its year; nothing while it cannot be said. */
export const spendingOf = (reporter: Reporter, answers: Read): SpendingVerdict | undefined => {
  const fiscalYear = fiscalYearOf(answers)
  const year = charityYear(reporter, answers)
  return fiscalYear === undefined || year === undefined ? undefined : judgeSpending(fiscalYear, year)
}

type Share = {
  readonly text: string
  readonly part: bigint
  readonly whole: bigint
  readonly met: boolean
  readonly asked: string
  /** Where a share that is cut is cut to. */
  readonly towards: 'down' | 'up'
}

/** The shares R400 art. 29 asks of a 基金会 that is no charity; a value at the border is enough. */
export const welfareShares = (reporter: Reporter, answers: Read): readonly Share[] => {
  if (!isFoundation(reporter)) return []
  const figure = figuresOf(answers)
  const at = (field: string) => fenOf(answers, 'welfare', field)
  const open = answers.value('office', 'publicFundraising') === 'yes'
  const base = figure(open ? 'activity.income-last' : 'balance.netAssets-start')
  const [welfare, wages, office, total] = [at('welfare'), at('wages'), at('office'), figure('activity.expenses-total')]
  if (base === undefined || welfare === undefined || wages === undefined || office === undefined || total === undefined)
    return []
  const least = open ? 70n : 8n
  return [
    {
      text: open ? '公益事业支出占上年总收入' : '公益事业支出占上年基金余额',
      part: welfare,
      whole: base,
      met: welfare * 100n >= base * least,
      asked: `不低于${String(least)}%`,
      towards: 'down',
    },
    {
      text: '工作人员工资福利和行政办公支出占当年总支出',
      part: wages + office,
      whole: total,
      met: (wages + office) * 100n <= total * 10n,
      asked: '不高于10%',
      towards: 'up',
    },
  ]
}
