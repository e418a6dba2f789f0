import type { Page } from '../../../core/forms/page.ts'
import { readAmount } from '../../../core/forms/money.ts'
import { amountsOf, sheetFields, type Sheet } from '../../../core/forms/sheet.ts'
import type { StatementSet } from '../../../core/statements/define.ts'
import { statementsOf } from '../../../core/statements/index.ts'
import { explained } from '../ask.ts'
import { exampleStatement } from '../example.ts'
import type { Reporter } from '../law.ts'

/** Both systems: the one of the year is asked. */
export const SYSTEMS: readonly StatementSet[] = [statementsOf(2025), statementsOf(2026)]

/** Where a statement of a system is asked. */
export const statementPage = ({ code }: Pick<StatementSet, 'code'>, statement: string): string => `${statement}${code}`

const intros: Readonly<Record<string, string>> = {
  balance: '与审计报告或者账簿一致。没有的不填；合计由平台计算。可以从电子表格中复制一块粘贴进来。',
  activity: '没有的不填；合计由平台计算。净资产变动额应当等于资产负债表净资产的年末数减年初数。',
  cash: '没有的不填；合计由平台计算。',
}

/** Income and spending of the year and of those before, as far as reports tell. */
const yearsIn =
  (statement: Sheet): NonNullable<Page['years']> =>
  (values, elsewhere) => {
    const fiscalYear = Number(elsewhere('year', 'fiscalYear')[0] ?? '')
    const amounts = amountsOf(statement, values)
    const earlier = (name: string, what: string): bigint | undefined => {
      const raw = elsewhere('standing', `${name}${what}`)[0] ?? ''
      return raw === '' ? undefined : readAmount(raw)
    }
    return [
      { income: earlier('beforeThat', 'Income'), spending: earlier('beforeThat', 'Spending') },
      { income: earlier('before', 'Income'), spending: earlier('before', 'Spending') },
      { income: amounts.get('income-last'), spending: amounts.get('expenses-last') },
      { income: amounts.get('income-total'), spending: amounts.get('expenses-total') },
    ].flatMap(({ income, spending }, at) =>
      (income ?? 0n) === 0n && (spending ?? 0n) === 0n ? [] : [{ year: fiscalYear - 3 + at, income, spending }],
    )
  }

/** 会计报表 of a year, by its system. */
export const statementPages = (reporter: Reporter): readonly Page[] =>
  SYSTEMS.flatMap((set) =>
    set.statements.map((statement): Page => {
      const examples = exampleStatement(reporter.orgType, set.code, statement.code)
      return {
        code: statementPage(set, statement.code),
        title: statement.title,
        intro: intros[statement.code] ?? '',
        when: { page: 'year', field: 'system', is: [set.code] },
        sheet: statement,
        ...(statement.code === 'activity' ? { years: yearsIn(statement) } : {}),
        fields: [
          ...sheetFields(statement).map((field) => ({ ...field, example: examples[field.name] ?? '' })),
          explained('difference', '与上一年度报告不一致的原因', '例如会计差错更正、审计调整'),
        ],
      }
    }),
  )
