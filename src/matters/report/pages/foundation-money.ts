import type { Field } from '../../../core/forms/field.ts'
import type { Page } from '../../../core/forms/page.ts'
import { ask } from '../../filings/define.ts'
import { amount, choice, day, explained, kept, line, prose, when, yesNo } from '../ask.ts'
import { listed } from './activity.ts'

// Trusts, investments, related parties and balances of a 基金会, and what it has published (domain-2.md §20.3).

const trust = listed('trust', '慈善信托', 'TRUST', {
  noun: '慈善信托',
  measure: '个',
  titleField: 'name',
  summaryFields: ['role', 'amount'],
  carries: true,
  fields: [
    line('name', '名称', '古建彩绘保护慈善信托'),
    choice('role', '本基金会的身份', [
      { value: 'SETTLOR', text: '委托人' },
      { value: 'TRUSTEE', text: '受托人' },
    ]),
    line('with', '共同受托人', '无', { hint: '没有的填“无”' }),
    amount('amount', '信托财产', { example: '500000.00' }),
    prose('use', '本年度使用情况', '资助壁画修复。', { max: 500 }),
  ],
})

const kinds = [
  { value: 'ENTRUSTED', text: '委托理财' },
  { value: 'PRODUCT', text: '购买理财产品' },
  { value: 'EQUITY', text: '股权投资' },
] as const
const entrusted = when('kind', 'ENTRUSTED', 'PRODUCT')
const equity = when('kind', 'EQUITY')

/** What is left of a share at the end of the year is computed: start, and what came to it and went. */
const investments = listed(
  'investments',
  '保值增值投资',
  'INVESTMENT',
  {
    noun: '投资',
    measure: '个',
    titleField: 'name',
    summaryFields: ['kind', 'amount', 'start'],
    carries: true,
    fields: [
      choice('kind', '种类', kinds),
      line('name', '受托人、产品或者被投资单位', '示例银行太原分行稳健一号'),
      amount('amount', '金额', { example: '1000000.00', ...entrusted }),
      ask('date', 'until', '到期日', { example: '2026-06-30', ...entrusted }),
      yesNo('protected', '是否保本', 'yes', entrusted),
      amount('returns', '本年度实际收益', { negative: 'free', example: '30000.00' }),
      amount('recovered', '本年度实际收回', entrusted),
      day('since', '投资日期', '2022-03-01', equity),
      ask('decimal', 'share', '持股比例', { unit: '%', min: 0, max: 100, decimals: 2, example: '20.00', ...equity }),
      amount('start', '年初余额', equity),
      amount('more', '本年度增加', equity),
      amount('less', '本年度减少', equity),
      yesNo('related', '被投资单位是不是关联方', 'no', equity),
    ],
  },
  { intro: '股权投资的年末余额由平台计算：年初余额加本年度增加，减本年度减少。' },
)

const related = listed('related', '关联方交易和往来', 'RELATED', {
  noun: '关联方',
  measure: '个',
  titleField: 'name',
  summaryFields: ['relation', 'provided', 'bought'],
  carries: true,
  fields: [
    line('name', '关联方', '山西晋源古建彩绘修缮有限公司'),
    line('relation', '与基金会的关系', '主要捐赠人', { max: 60 }),
    amount('provided', '向其提供商品、服务、资金', { hint: '本年度，没有的填0' }),
    amount('bought', '从其购买商品、服务', { hint: '本年度，没有的填0', example: '30000.00' }),
    amount('receivable', '年末应收'),
    amount('payable', '年末应付'),
    yesNo('avoided', '决策时有利害关系的理事是否回避', 'yes'),
  ],
})

const balances = listed('balances', '应收、预付和应付款项', 'BALANCES', {
  noun: '往来单位',
  measure: '个',
  titleField: 'client',
  summaryFields: ['kind', 'start'],
  fields: [
    choice('kind', '种类', [
      { value: 'RECEIVABLE', text: '应收款项' },
      { value: 'PREPAID', text: '预付账款' },
      { value: 'PAYABLE', text: '应付款项' },
    ]),
    line('client', '单位或者个人', '示例会展有限公司'),
    amount('start', '年初余额', { example: '120000.00' }),
    amount('more', '本年度增加', { example: '50000.00' }),
    amount('less', '本年度减少', { example: '80000.00' }),
    choice('age', '账龄', [
      { value: 'ONE', text: '一年以内' },
      { value: 'TWO', text: '一至两年' },
      { value: 'THREE', text: '两至三年' },
      { value: 'MORE', text: '三年以上' },
    ]),
    line('why', '内容', '展览尾款', { max: 100 }),
  ],
})

/** What a 基金会 has to publish (慈善组织信息公开办法). */
const DISCLOSED = [
  '章程',
  '负责人、理事会和监事的基本信息',
  '下设机构的名称、设立日期、存续情况和业务范围',
  '重要关联方',
  '联系人、联系方式和信息平台名称',
  '信息公开、项目管理、财务和资产管理制度',
  '领取报酬从高到低排序前五位人员的职务和报酬',
  '因公出国（境）、公务用车、公务招待、差旅标准',
  '公开募捐方案',
  '募得款物情况',
  '已经使用的募得款物的用途',
  '尚未使用的募得款物的使用计划',
  '慈善项目的名称、内容、实施地域和受益人群',
  '慈善项目的收入和支出',
  '慈善项目结束以后剩余财产的处理',
  '慈善信托情况',
  '重大资产变动和重大投资',
  '重大交易和资金往来',
  '关联交易',
] as const

/** What every 基金会 has, and cannot be without. */
const ALWAYS: readonly string[] = [
  '章程',
  '负责人、理事会和监事的基本信息',
  '联系人、联系方式和信息平台名称',
  '信息公开、项目管理、财务和资产管理制度',
]

const media: Page = {
  code: 'media',
  title: '公开的媒体和日期',
  intro: '多数信息在哪里、什么时候公开。不同的，下一页逐项写明。',
  fields: [
    line('medium', '公开的平台和网址', '慈善中国、www.example.org', kept),
    day('publishedOn', '最近一次公开日期', '2026-01-20'),
  ],
}

const disclosed = (text: string, at: number): readonly Field[] => {
  const name = `item${String(at + 1)}`
  return [
    choice(
      name,
      text,
      [
        { value: 'YES', text: '已经公开' },
        { value: 'ELSEWHERE', text: '已经公开，媒体或者日期不同' },
        { value: 'NO', text: '没有公开' },
        ...(ALWAYS.includes(text) ? [] : [{ value: 'NONE', text: '没有发生' }]),
      ],
      { ...kept, source: '《慈善组织信息公开办法》' },
    ),
    line(`${name}Medium`, `${text}：公开的平台和网址`, '慈善中国', { ...kept, ...when(name, 'ELSEWHERE') }),
    day(`${name}On`, `${text}：公开日期`, '2026-01-20', when(name, 'ELSEWHERE')),
  ]
}

const disclosure: Page = {
  code: 'disclosure',
  title: '应当公开的十九项信息',
  intro: '逐项填写是否公开。报告年度没有这类事项的，选“没有发生”。',
  fields: [...DISCLOSED.flatMap(disclosed), explained('notPublished', '没有公开的原因')],
}

export const moneyPages: readonly Page[] = [trust, investments, related, balances]
export const disclosurePages: readonly Page[] = [media, disclosure]
