import type { Page } from '../../../core/forms/page.ts'
import { ask } from '../../filings/define.ts'
import { consentFields } from '../../shared/consent.ts'
import { commitmentPage } from '../../shared/closing.ts'
import { contactFields } from '../../shared/contact.ts'
import { choice, day, explained, kept, line, prose, several, whenYes, yesNo } from '../ask.ts'
import { isFoundation, STANDARD, type Reporter } from '../law.ts'
import { listed } from './activity.ts'

const receipts = [
  { value: 'FEES', text: '会费收据' },
  { value: 'DONATIONS', text: '公益事业捐赠票据' },
  { value: 'TAX', text: '税务发票' },
  { value: 'TRANSFER', text: '资金往来结算票据' },
  { value: 'OTHER', text: '其他' },
] as const

/** 财务管理. */
export const accountingPage: Page = {
  code: 'accounting',
  title: '财务管理',
  fields: [
    yesNo('independent', '是不是独立核算', 'yes', kept),
    yesNo('taxRegistered', '有没有办理税务登记', 'yes', kept),
    yesNo('foreignAccount', '有没有外币账户', 'no', kept),
    yesNo('byStandard', `是不是执行${STANDARD}`, 'yes', kept),
    several('receipts', '使用哪些票据', receipts, { ...kept, example: 'FEES,DONATIONS,TAX' }),
    line('software', '会计软件', '示例财务软件', { ...kept, optional: true, hint: '没有的不填' }),
  ],
  list: {
    noun: '会计人员',
    measure: '名',
    min: 1,
    max: 10,
    titleField: 'name',
    summaryFields: ['post', 'qualification'],
    carries: true,
    examples: [{}, { name: '顾砚秋', post: 'CASHIER' }],
    fields: [
      ask('personName', 'name', '姓名', { example: '贺知微' }),
      choice('post', '岗位', [
        { value: 'ACCOUNTANT', text: '会计' },
        { value: 'CASHIER', text: '出纳' },
        { value: 'AGENCY', text: '代理记账机构' },
      ]),
      line('qualification', '专业职务资格', '会计师', { max: 40, hint: '没有的填“无”' }),
    ],
  },
}

const grades = [
  { value: '5A', text: '5A级' },
  { value: '4A', text: '4A级' },
  { value: '3A', text: '3A级' },
  { value: '2A', text: '2A级' },
  { value: '1A', text: '1A级' },
] as const

/** 行政处罚. */
const penaltiesPage = listed('penalties', '行政处罚', 'PENALTY', {
  noun: '行政处罚',
  measure: '个',
  titleField: 'kind',
  summaryFields: ['authority', 'punishedOn'],
  fields: [
    line('kind', '处罚种类', '警告', { max: 60 }),
    line('authority', '作出处罚的机关', '山西省民政厅'),
    day('punishedOn', '处罚日期', '2026-08-20'),
    prose('act', '违法行为', '没有按照规定办理变更登记。', { max: 500 }),
    prose('mended', '改正情况', '已经办理变更登记。', { max: 500 }),
  ],
})

/** 接受监督: assessment, tax, and the audit of the year. */
const oversightPage = (reporter: Reporter): Page => ({
  code: 'oversight',
  title: '评估、税收和审计',
  fields: [
    yesNo('assessed', '有没有在有效期内的评估等级', 'yes', kept),
    choice('grade', '评估等级', grades, { ...kept, example: '3A', ...whenYes('assessed') }),
    ask('date', 'gradeTo', '评估等级有效期至', { ...kept, example: '2028-12-31', ...whenYes('assessed') }),
    yesNo('deductible', '有没有公益性捐赠税前扣除资格', 'no', kept),
    line('deductibleYears', '取得税前扣除资格的年度', '2025—2027年', { ...kept, max: 40, ...whenYes('deductible') }),
    yesNo('taxFree', '有没有非营利组织免税资格', 'no', kept),
    line('taxFreeYears', '取得免税资格的年度', '2023—2027年', { ...kept, max: 40, ...whenYes('taxFree') }),
    ...(isFoundation(reporter) ? [] : [yesNo('audited', '本年度财务会计报告有没有经过审计', 'yes')]),
    ...audit.map((field) => (isFoundation(reporter) ? field : { ...field, ...whenYes('audited') })),
  ],
})

const audit = [
  line('auditor', '会计师事务所', '山西汾河示例会计师事务所', kept),
  line('auditNo', '审计报告文号', '晋汾审字〔2026〕第0021号', { max: 60 }),
  day('auditedOn', '审计报告日期', '2026-03-06'),
  choice('auditOpinion', '审计意见', [
    { value: 'CLEAN', text: '标准无保留意见' },
    { value: 'EMPHASIS', text: '带强调事项段的无保留意见' },
    { value: 'QUALIFIED', text: '保留意见' },
    { value: 'ADVERSE', text: '否定意见' },
    { value: 'DISCLAIMER', text: '无法表示意见' },
  ]),
  explained('auditNote', '审计意见不是标准无保留意见的原因'),
]

/** What was found wrong with the year before, and what became of it. */
const rectifiedPage: Page = {
  code: 'rectified',
  title: '上年度整改情况',
  when: { page: 'standing', field: 'lastConclusion', is: ['BASIC', 'UNQUALIFIED', 'NOT_FILED'] },
  fields: [prose('rectified', '存在的问题和整改情况', '换届逾期，已于2025年4月完成换届并备案。')],
}

/** Pages about who looks at it, before the end. */
export const oversightPages = (reporter: Reporter): readonly Page[] => [
  penaltiesPage,
  oversightPage(reporter),
  rectifiedPage,
]

/** What the unit said, whom to call, and that all of it is true. */
export const closingPages = ({ report, law }: Reporter): readonly Page[] => [
  {
    code: 'consent',
    title: '业务主管单位初审',
    fields: consentFields(report.basis).map((field) => {
      if (field.name === 'consentDate')
        return { ...field, label: '初审日期', hint: '业务主管单位初审同意的日期', example: '2026-03-20' }
      return field.name === 'consentNo'
        ? { ...field, label: '初审意见文号', hint: '没有文号的，填“无”', example: '晋文物函〔2026〕31号' }
        : field
    }),
  },
  {
    code: 'handler',
    title: '联系人',
    fields: [
      ...contactFields,
      { ...explained('lateReason', '逾期报送的原因'), example: '报送期间更换财务人员，没有按时完成审计。' },
      ask('textarea', 'remarks', '其他需要说明的情况', { max: 1000, optional: true, example: '' }),
    ],
  },
  { ...commitmentPage(law.own), code: 'commitment', title: '真实性承诺' },
]

/** What is reported once a conclusion asked for 整改. */
export const rectificationPage: Page = {
  code: 'rectification',
  title: '整改报告',
  intro: '按照整改通知书写明的问题逐项整改，写明做了什么、什么时候完成。',
  fields: [
    prose('measures', '整改措施', '理事会修订财务制度，补办住所变更登记。', { max: 2000 }),
    prose('result', '整改结果', '问题已经全部整改。', { max: 2000 }),
    day('doneOn', '整改完成日期', '2026-10-20'),
  ],
}
