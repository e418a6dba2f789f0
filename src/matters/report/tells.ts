import { chineseDate } from '../../core/documents/dates.ts'
import { registeredItems } from '../../core/documents/registered-items.ts'
import type { TellContext, Told } from '../../core/matters/contexts.ts'
import { postText } from '../../core/posts.ts'
import { unitKinds } from '../../core/register/holdings.ts'
import { reportConclusions } from '../../core/register/reports.ts'
import { organs } from '../filings/organs.ts'
import { fenOf, figuresOf, sumOn, welfareShares, shareText, yuan } from './figures.ts'
import { donationSheet } from './pages/giving.ts'
import type { Reporter } from './law.ts'

type Teller = (about: TellContext) => readonly Told[]

const told = (label: string, text: string): Told => ({ label, text })

const registered =
  ({ orgType }: Reporter): Teller =>
  ({ register }) =>
    register
      ? registeredItems(orgType, register, { none: '无', own: true }).map(({ label, value }) => told(label, value))
      : []

/** Who leads it by the register: names of officers, how many others there are, and until when. */
const inOffice =
  ({ orgType }: Reporter): Teller =>
  ({ holdings }) => {
    if (!holdings) return []
    const { people, term } = holdings
    const others: readonly string[] = organs[orgType].others
    const posts = [...new Set(people.map(({ post }) => post))]
    return [
      told('届次和任期', term ? `${term.name}，${chineseDate(term.from)}至${chineseDate(term.to)}` : '登记簿中没有'),
      ...posts.map((post) => {
        const those = people.filter((one) => one.post === post)
        const many = others.includes(post) && those.length > 3
        return told(
          postText(post),
          many ? `${String(those.length)}人` : `${String(those.length)}人：${those.map(({ name }) => name).join('、')}`,
        )
      }),
    ]
  }

const units: Teller = ({ holdings }) => {
  if (!holdings) return []
  const filed = holdings.units.filter(({ kind }) => !['INTERNAL', 'PREMISES', 'PARTY'].includes(kind))
  return filed.length === 0
    ? [told('备案的机构', '没有')]
    : filed.map(({ kind, name, filedOn }) => told(unitKinds[kind], `${name}（${chineseDate(filedOn)}备案）`))
}

const term: Teller = ({ holdings }) =>
  holdings?.term
    ? [told('本届任期', `${holdings.term.name}，${chineseDate(holdings.term.from)}至${chineseDate(holdings.term.to)}`)]
    : []

/** Conclusions of earlier years, the last three. */
const concluded: Teller = ({ holdings }) =>
  (holdings?.reports ?? [])
    .slice(0, 3)
    .map(({ year, conclusion }) => told(`${String(year)}年度年检结论`, reportConclusions[conclusion].text))

/** What several numbers of a page come to; nothing before one of them is there. */
const total = ({ answers }: TellContext, page: string, fields: readonly string[]): number | undefined => {
  const given = fields.flatMap((field) => answers.number(page, field) ?? [])
  return given.length === 0 ? undefined : given.reduce((sum, each) => sum + each, 0)
}

const members: Teller = (about) => {
  const all = total(about, 'memberCount', ['unitMembers', 'individualMembers'])
  return all === undefined ? [] : [told('会员总数', `${String(all)}个`)]
}

const partyMembers: Teller = (about) => {
  const all =
    about.answers.value('partyWork', 'hasParty') === 'yes'
      ? total(about, 'partyWork', ['partyMembers', 'partyProbation'])
      : undefined
  return all === undefined ? [] : [told('党员总数', `${String(all)}人`)]
}

const fees: Teller = ({ answers }) => {
  const [due, received] = [fenOf(answers, 'feesYear', 'feeDue'), fenOf(answers, 'feesYear', 'feeReceived')]
  return due === undefined || received === undefined ? [] : [told('应收未收', yuan(due - received))]
}

const charges: Teller = ({ answers }) => {
  const items = answers.items('charges')
  const sum = items.reduce((all, { values }) => all + BigInt(Math.round(Number(values['total'] ?? 0) * 100)), 0n)
  return items.length === 0 ? [] : [told('收费合计', yuan(sum))]
}

const activities: Teller = ({ answers }) => {
  const items = answers.items('activity')
  const people = items.reduce((sum, { values }) => sum + Number(values['people'] ?? 0), 0)
  return items.length === 0 ? [] : [told('活动', `${String(items.length)}个，参加${String(people)}人次`)]
}

/** Beside the table: what the statement says of the same. */
const donated =
  (reporter: Reporter): Teller =>
  ({ answers }) => {
    const income = figuresOf(answers)('activity.donations-total')
    const sum = sumOn(answers, 'donations', donationSheet(reporter), 'all-total') ?? 0n
    return income === undefined || (income === 0n && sum === 0n)
      ? []
      : [told('业务活动表的捐赠收入', yuan(income)), told('相差', yuan(sum - income))]
  }

/** What the standard of charities counts, out of the statements. */
const spent: Teller = ({ answers }) => {
  const figure = figuresOf(answers)
  const [total, management] = [figure('activity.expenses-total'), figure('activity.management-total')]
  const charitable = fenOf(answers, 'spending', 'charitable')
  const known = total !== undefined && management !== undefined && charitable !== undefined
  return [
    told('上年度实际收入', yuan(figure('activity.income-last'))),
    told('上年末净资产', yuan(figure('balance.netAssets-start'))),
    told('本年度总支出', yuan(total)),
    told('管理费用', yuan(management)),
    ...(known ? [told('其他支出', yuan(total - management - charitable))] : []),
  ]
}

const welfare =
  (reporter: Reporter): Teller =>
  ({ answers }) =>
    welfareShares(reporter, answers).map(({ text, part, whole, asked, met, towards }) =>
      told(text, `${shareText(part, whole, towards)}，应当${asked}：${met ? '符合' : '不符合'}`),
    )

/** What the portal says on pages of a report beside what it asks there. */
export const tellsOf = (reporter: Reporter): Readonly<Record<string, Teller>> => ({
  entry: registered(reporter),
  organs: inOffice(reporter),
  branches: units,
  meetings: term,
  oversight: concluded,
  memberCount: members,
  partyWork: partyMembers,
  feesYear: fees,
  charges,
  activity: activities,
  donations: donated(reporter),
  spending: spent,
  welfare: welfare(reporter),
})
