import type { SpendingMeter } from '../../../core/charity/meter.ts'
import type { Elsewhere, Field } from '../../../core/forms/field.ts'
import type { Page } from '../../../core/forms/page.ts'
import { sheetFields, type Sheet } from '../../../core/forms/sheet.ts'
import { amount, explained, line, prose, whenHad, yesNo } from '../ask.ts'
import { figuresOf, fiscalYearOf, readFrom } from '../figures.ts'
import { isFoundation, type Reporter } from '../law.ts'

const columns = [
  { code: 'cash', title: '现金' },
  { code: 'inKind', title: '实物折价' },
  { code: 'total', title: '合计', sum: ['cash', 'inKind'] },
] as const

/** Who gave, in money and in kind; a 基金会 tells other foundations apart. */
export const donationSheet = (reporter: Reporter): Sheet => {
  const lines = [
    { code: 'persons', title: '境内自然人', under: '来自境内的捐赠' },
    { code: 'organizations', title: '境内法人和其他组织' },
    ...(isFoundation(reporter) ? [{ code: 'foundations', title: '其他基金会' }] : []),
    { code: 'abroadPersons', title: '境外自然人', under: '来自境外的捐赠' },
    { code: 'abroadOrganizations', title: '境外法人和其他组织' },
  ]
  return {
    columns,
    parts: [
      {
        title: '捐赠来源',
        lines: [...lines, { code: 'all', title: '捐赠合计', sum: lines.map(({ code }) => code) }],
      },
    ],
  }
}

/** What an example received: what its statement says of donations. */
const received: Readonly<Record<string, string>> = { 'persons-cash': '30000.00', 'organizations-cash': '70000.00' }
const receivedByFoundation: Readonly<Record<string, string>> = {
  'persons-cash': '600000.00',
  'organizations-cash': '3600000.00',
}

/** 接受捐赠. */
export const donationsPage = (reporter: Reporter): Page => {
  const sheet = donationSheet(reporter)
  const examples = isFoundation(reporter) ? receivedByFoundation : received
  return {
    code: 'donations',
    title: '接受捐赠',
    intro: '本年度实际收到的，合计应当等于业务活动表的捐赠收入。',
    when: whenHad('DONATIONS'),
    sheet,
    fields: [
      ...sheetFields(sheet).map((field) => ({ ...field, example: examples[field.name] ?? '' })),
      explained('valuation', '实物捐赠怎样估价', '写明物品、数量和定价的依据'),
      prose('donationUse', '捐赠的使用情况', '用于古建筑彩绘技艺培训和公益讲座。'),
    ],
  }
}

/** 慈善活动支出 of a charity that is no 基金会, and of a 基金会 that is one (民发〔2016〕189号). */
const charityFields = [
  amount('charitable', '慈善活动支出', {
    hint: '本年度用于慈善活动的支出，不含管理费用和筹资费用',
    example: '310000.00',
  }),
  amount('keptForLater', '上年收入中限定当年不能使用的', { hint: '捐赠人限定时间的部分，没有的填0' }),
  amount('becameFree', '上年解除时间限制的净资产', { hint: '没有的填0' }),
  yesNo('byMean', '用最近三年的平均数计算吗', 'no', { hint: '收入、净资产变动大的可以用平均数' }),
  amount('meanIncome', '最近三年年均收入', { example: '360000.00', when: { field: 'byMean', is: ['yes'] } }),
  amount('meanNetAssets', '最近三年年均净资产', { example: '340000.00', when: { field: 'byMean', is: ['yes'] } }),
  prose('whyNotMet', '没有达到标准的原因', '', {
    optional: true,
    hint: '写明原因，以及向社会公开说明的情况；达到标准的不填',
  }),
]

/** What follows from the statements; nothing before there are net assets to begin with. */
const knownOf = (elsewhere: Elsewhere) => {
  const read = readFrom(elsewhere)
  const fiscalYear = fiscalYearOf(read)
  const figure = figuresOf(read)
  const known = {
    income: figure('activity.income-last'),
    netAssets: figure('balance.netAssets-start'),
    total: figure('activity.expenses-total'),
    management: figure('activity.management-total'),
  }
  const figures = Object.fromEntries(Object.entries(known).filter(([, fen]) => fen !== undefined))
  return fiscalYear === undefined || known.netAssets === undefined
    ? undefined
    : { fiscalYear, publicFundraising: read.value('office', 'publicFundraising') === 'yes', figures }
}

/** The standard beside the amounts, as they are typed. */
const charityMeter: SpendingMeter = {
  typed: {
    charitable: 'charitable',
    keptForLater: 'keptForLater',
    becameFree: 'becameFree',
    meanIncome: 'meanIncome',
    meanNetAssets: 'meanNetAssets',
  },
  explanation: 'whyNotMet',
  known: knownOf,
}

/** Income counts of a 基金会 only where it raises money from the public. */
const ofFoundation = (field: Field): Field =>
  field.name === 'charitable'
    ? { ...field, example: '3100000.00' }
    : ['keptForLater', 'becameFree'].includes(field.name)
      ? { ...field, when: { page: 'office', field: 'publicFundraising', is: ['yes'] } }
      : field

export const charitySpendingPage = (reporter: Reporter): Page => ({
  code: 'spending',
  title: '慈善活动支出和管理费用',
  intro: '收入、净资产、总支出和管理费用取自会计报表，比例由平台计算。',
  meter: charityMeter,
  when: { page: 'standing', field: 'charity', is: ['yes'] },
  fields: isFoundation(reporter) ? charityFields.map(ofFoundation) : charityFields,
})

const foundationMeter: SpendingMeter = {
  typed: { charitable: 'welfare', wages: 'wages', office: 'office' },
  explanation: 'whyNotMet',
  known: (elsewhere) => {
    const known = knownOf(elsewhere)
    return known && { ...known, noCharity: true }
  },
}

/** The same of a 基金会 that is no charity (R400 art. 29). */
export const foundationSpendingPage: Page = {
  code: 'welfare',
  title: '公益事业支出和工作人员费用',
  intro: '收入、净资产和总支出取自会计报表，比例由平台计算。',
  meter: foundationMeter,
  when: { page: 'standing', field: 'charity', is: ['no'] },
  fields: [
    amount('welfare', '公益事业支出', { example: '3100000.00' }),
    amount('wages', '工作人员工资福利支出', { example: '210000.00' }),
    amount('office', '行政办公支出', { example: '120000.00' }),
    prose('whyNotMet', '没有达到规定比例的原因', '', {
      optional: true,
      hint: '写明原因和改正的安排；达到的不填',
    }),
  ],
}

/** 信息公开: where each of five things is published. */
const channels = [
  { value: 'PLATFORM', text: '登记管理机关指定的平台' },
  { value: 'SITE', text: '本组织网站' },
  { value: 'WECHAT', text: '微信公众号' },
  { value: 'PAPER', text: '报刊' },
  { value: 'OTHER', text: '其他' },
  { value: 'NONE', text: '没有公开' },
] as const

const published = [
  ['charter', '章程'],
  ['people', '负责人和理事名单'],
  ['fees', '收费、捐赠的项目和标准'],
  ['finance', '年度工作报告和财务会计报告'],
  ['events', '重大活动'],
] as const

export const opennessPage: Page = {
  code: 'openness',
  title: '信息公开',
  fields: [
    ...published.map(([name, label]) => ({
      name,
      label: `${label}在哪里公开`,
      kind: 'choices' as const,
      options: channels,
      carries: true as const,
      example: 'SITE',
    })),
    line('site', '公开的网址、公众号名称', 'www.example.org', { carries: true, optional: true }),
  ],
}
