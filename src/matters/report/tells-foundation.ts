import type { TellContext, Told } from '../../core/matters/contexts.ts'
import { figuresOf, shareText, yuan } from './figures.ts'
import { fenIn, totalOf } from './rules/foundation.ts'

type Teller = (about: TellContext) => readonly Told[]
type Values = Readonly<Record<string, string>>

/** One line for each item of a list, and what they come to. */
const eachOf =
  (page: string, line: (values: Values, about: TellContext) => Told, last?: (about: TellContext) => Told): Teller =>
  (about) => {
    const items = about.answers.items(page)
    if (items.length === 0) return []
    return [...items.map(({ values }) => line(values, about)), ...(last ? [last(about)] : [])]
  }

const ending = (values: Values): string =>
  `年末余额${yuan(fenIn(values, 'start') + fenIn(values, 'more') - fenIn(values, 'less'))}`

/** What the portal adds up of what only a 基金会 reports. */
export const foundationTells: Readonly<Record<string, Teller>> = {
  donors: eachOf('donors', (values, { answers }) => {
    const given = fenIn(values, 'cash') + fenIn(values, 'inKind')
    const income = figuresOf(answers)('activity.donations-total') ?? 0n
    return { label: values['name'] ?? '', text: `${yuan(given)}，占捐赠收入${shareText(given, income)}` }
  }),
  projects: eachOf(
    'projects',
    (values) => ({
      label: values['name'] ?? '',
      text: `收入${yuan(fenIn(values, 'income'))}，支出${yuan(fenIn(values, 'spent'))}`,
    }),
    ({ answers }) => ({ label: '公益项目支出合计', text: yuan(totalOf(answers, 'projects', 'spent')) }),
  ),
  payees: eachOf('payees', (values, { answers }) => {
    const project = answers.items('projects').find((item) => item.values['name'] === values['project'])
    return {
      label: values['payee'] ?? '',
      text: `占项目支出${shareText(fenIn(values, 'paid'), fenIn(project?.values ?? {}, 'spent'))}`,
    }
  }),
  investments: (about) =>
    about.answers
      .items('investments')
      .filter(({ values }) => values['kind'] === 'EQUITY')
      .map(({ values }) => ({ label: values['name'] ?? '', text: ending(values) })),
  balances: eachOf('balances', (values) => ({ label: values['client'] ?? '', text: ending(values) })),
  councils: (about) => {
    const size = about.answers.number('councils', 'councilSize')
    return size === undefined ? [] : [{ label: '召开理事会须出席', text: `${String(Math.ceil((size * 2) / 3))}人以上` }]
  },
}
