import { politicalStatuses, privateNonEnterpriseIndustries, socialGroupIndustries } from '../../../core/enumerations.ts'
import type { Field } from '../../../core/forms/field.ts'
import type { Page } from '../../../core/forms/page.ts'
import { itemsOf } from '../../../core/register/items.ts'
import { REPORT_CONCLUSIONS, reportConclusions } from '../../../core/register/reports.ts'
import { ask } from '../../filings/define.ts'
import {
  amount,
  choice,
  confirmed,
  count,
  day,
  explained,
  kept,
  line,
  prose,
  several,
  when,
  whenHad,
  whenYes,
  yesNo,
} from '../ask.ts'
import { yearPage } from '../../../core/matters/year-page.ts'
import { isFoundation, isGroup, isService, type Reporter } from '../law.ts'

const CONCLUSIONS = [
  ...REPORT_CONCLUSIONS.map((value) => ({ value, text: reportConclusions[value].text })),
  { value: 'NONE', text: '没有记录' },
]

/** Years before those in the statements, as the report of the year before has them. */
const EARLIER = [
  ['before', '前年'],
  ['beforeThat', '大前年'],
] as const

/** What the portal knows when a report is begun and others of its questions hang on; written then, asked of nobody. */
const standingPage: Page = {
  code: 'standing',
  title: '本组织的情况',
  fields: [
    yesNo('charity', '慈善组织', 'no'),
    yesNo('supervised', '有业务主管单位', 'yes'),
    choice('lastConclusion', '上年度年检结论', CONCLUSIONS, { example: 'QUALIFIED' }),
    ...EARLIER.flatMap(([name, text]) => [
      amount(`${name}Income`, `${text}收入合计`, { optional: true, byRule: true, example: '' }),
      amount(`${name}Spending`, `${text}费用合计`, { optional: true, byRule: true, example: '' }),
    ]),
  ],
}

/** 登记事项, as the register has them. */
const entryPage = ({ orgType }: Reporter): Page => ({
  code: 'entry',
  title: '登记事项',
  intro: '请核对登记簿登记的内容。正确的不用再填；不正确的先办理变更登记，办好再回来提交年报。',
  fields: [
    confirmed('itemsRight', '登记事项与实际情况', '和登记证书、实际情况都一致的，选“正确”'),
    several(
      'wrongItems',
      '哪些不一致',
      itemsOf(orgType).map(({ item, text }) => ({ value: item, text })),
      { example: 'domicile', ...when('itemsRight', 'WRONG', 'FILED') },
    ),
    prose('wrongNote', '实际情况', '办公场所已经搬迁。', { max: 500, ...when('itemsRight', 'WRONG') }),
  ],
})

const secretaryWays = [
  { value: 'ELECTED', text: '选举' },
  { value: 'ENGAGED', text: '聘任' },
  { value: 'RECRUITED', text: '向社会公开招聘' },
] as const

/** Who leads it; names, posts and terms stand in the register. */
const organsPage = (reporter: Reporter): Page => ({
  code: 'organs',
  title: '负责人和组织机构',
  intro: '人员和任期取自登记簿。正确的不用再填；换了人的，先办理负责人备案。',
  fields: [
    confirmed('peopleRight', '负责人、理事、监事和任期', '和现任人员一致的，选“正确”'),
    prose('peopleNote', '实际情况', '一名理事已经辞职。', { max: 500, ...when('peopleRight', 'WRONG') }),
    choice('representativeParty', '法定代表人的政治面貌', politicalStatuses, kept),
    ask('phone', 'representativePhone', '法定代表人的手机号码', { ...kept, example: '13900001234' }),
    ...(isGroup(reporter) ? [choice('secretaryWay', '秘书长怎样产生', secretaryWays, kept)] : []),
    ...(isService(reporter) ? [yesNo('headFullTime', '行政负责人是不是专职', 'yes', kept)] : []),
    count('retiredOfficers', '负责人中的离退休干部', { unit: '人', hint: '领导干部，没有的填0' }),
    count('over70', '年满70周岁的负责人', { unit: '人', hint: '没有的填0' }),
    explained('over70Note', '年满70周岁的负责人经过怎样的审批', '写明理事会表决、业务主管单位和登记管理机关同意的情况'),
    ask('personName', 'spokesman', '新闻发言人', { ...kept, optional: true, hint: '没有的不填', example: '沈若川' }),
    ask('phone', 'spokesmanPhone', '新闻发言人的手机号码', { ...kept, optional: true, example: '13900001235' }),
    explained('termNote', '任期届满没有换届的原因', '写明原因和换届的安排'),
  ],
})

const industries = ({ orgType }: Reporter): readonly Field[] =>
  orgType === 'FOUNDATION'
    ? []
    : [
        choice(
          'industry',
          '行业分类',
          orgType === 'SOCIAL_GROUP' ? socialGroupIndustries : privateNonEnterpriseIndustries,
          kept,
        ),
      ]

/** Of a 民办非企业单位: its licence and its premises. */
const licensed: readonly Field[] = [
  yesNo('hasLicence', '有没有执业许可证', 'no', { ...kept, hint: '例如办学许可证、医疗机构执业许可证' }),
  line('licenceNo', '执业许可证号', '示例许字第0001号', { ...kept, ...whenYes('hasLicence') }),
  ask('date', 'licenceTo', '执业许可证有效期至', { ...kept, example: '2027-12-31', ...whenYes('hasLicence') }),
]

const addressOf: readonly Field[] = [
  yesNo('sameOffice', '办公地址就是登记的住所吗', 'yes', kept),
  line('officeAddress', '办公地址', '山西省太原市迎泽区文源巷21号', { ...kept, max: 200, ...when('sameOffice', 'no') }),
  yesNo('sharedOffice', '与其他单位合署办公吗', 'no', kept),
  line('sharedWith', '合署办公的单位', '山西省文物局', { ...kept, ...whenYes('sharedOffice') }),
  explained('leaseNote', '住所租期已满怎样处理', '写明续租还是搬迁'),
]

const fundraising: Field = yesNo('publicFundraising', '有没有公开募捐资格', 'no', kept)

/** Where it is found, and what it belongs to beside what is registered. */
const officePage = (reporter: Reporter): Page => ({
  code: 'office',
  title: '基本信息',
  fields: [
    ...addressOf,
    ask('postcode', 'postcode', '邮政编码', { ...kept, example: '030001' }),
    ask('email', 'email', '电子邮箱', { ...kept, example: 'office@example.org' }),
    line('website', '网站', 'www.example.org', { ...kept, optional: true, hint: '没有的不填' }),
    line('wechat', '微信公众号', '晋彩传承', { ...kept, optional: true, hint: '没有的不填' }),
    ...industries(reporter),
    isFoundation(reporter)
      ? fundraising
      : { ...fundraising, when: { page: 'standing', field: 'charity', is: ['yes'] } },
    ...(isService(reporter) ? licensed : []),
    line('industryUnit', '行业管理部门', '山西省文物局', { ...kept, optional: true }),
    line('partyUnit', '党建工作机构', '中共山西省委社会工作部', { ...kept, optional: true }),
  ],
})

/** What a year may hold; only what is ticked is asked about. */
const happenings = (reporter: Reporter): readonly { readonly value: string; readonly text: string }[] => [
  { value: 'CHANGES', text: '登记、备案的事项有变化' },
  ...(isGroup(reporter)
    ? [
        { value: 'FEES', text: '收取会费' },
        { value: 'CHARGES', text: '向企业收取会费以外的费用' },
      ]
    : []),
  { value: 'DONATIONS', text: '接受捐赠' },
  ...(isFoundation(reporter)
    ? [
        { value: 'FUNDRAISING', text: '开展公开募捐' },
        { value: 'TRUST', text: '慈善信托' },
        { value: 'INVESTMENT', text: '委托理财、购买理财产品或者股权投资' },
        { value: 'RELATED', text: '与关联方有交易或者往来' },
        { value: 'BALANCES', text: '年末有应收、预付、应付款项' },
        { value: 'SPECIAL', text: '乡村振兴、对口支援等专项' },
      ]
    : [{ value: 'SERVICES', text: '承接政府购买服务' }]),
  { value: 'UNITS', text: '新设或者撤销分支机构、代表机构、专项基金' },
  { value: 'CIVIL', text: '有公务员（含离退休）兼职' },
  { value: 'ABROAD', text: '涉外活动' },
  { value: 'PENALTY', text: '受到行政处罚' },
  { value: 'NONE', text: '以上都没有' },
]

const happenedPage = (reporter: Reporter): Page => ({
  code: 'happened',
  title: '本年度有哪些情况',
  intro: '勾选了的才往下问，没有的不用填。',
  fields: [
    several('had', '报告年度内有下列情况的，请勾选', happenings(reporter), {
      example: isGroup(reporter) ? 'FEES,DONATIONS' : 'DONATIONS',
    }),
  ],
})

const handled = [
  { value: 'DONE', text: '已经办理' },
  { value: 'UNDER_WAY', text: '正在办理' },
  { value: 'NOT', text: '没有办理' },
] as const

/** 登记备案变更. */
const changedPage = ({ orgType }: Reporter): Page => ({
  code: 'changed',
  title: '登记、备案的变化',
  when: whenHad('CHANGES'),
  fields: [],
  list: {
    noun: '变化',
    measure: '条',
    min: 1,
    max: 30,
    titleField: 'item',
    summaryFields: ['handled', 'approvedOn'],
    examples: [{}],
    fields: [
      choice(
        'item',
        '变化的事项',
        [
          ...itemsOf(orgType).map(({ text }) => ({ value: text, text })),
          { value: '章程', text: '章程' },
          { value: '负责人', text: '负责人' },
          { value: '其他', text: '其他' },
        ],
        { example: '住所' },
      ),
      choice('handled', '办理情况', handled),
      day('approvedOn', '批准或者备案日期', '2026-06-12', when('handled', 'DONE')),
      prose('why', '没有办理的原因', '材料正在准备。', { max: 300, ...when('handled', 'NOT') }),
    ],
  },
})

/** The pages every report begins with. */
export const entryPages = (reporter: Reporter): readonly Page[] => [
  yearPage,
  standingPage,
  entryPage(reporter),
  organsPage(reporter),
  officePage(reporter),
  happenedPage(reporter),
  changedPage(reporter),
]
