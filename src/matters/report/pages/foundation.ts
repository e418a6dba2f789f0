import type { Field } from '../../../core/forms/field.ts'
import type { Page } from '../../../core/forms/page.ts'
import { ask } from '../../filings/define.ts'
import { amount, choice, count, day, explained, kept, line, prose, whenYes, yesNo } from '../ask.ts'
import { listed } from './activity.ts'

// What only a 基金会 reports (domain-2.md §20.3): its council, people, projects and money.

const council: Page = {
  code: 'councils',
  title: '理事会会议',
  intro: '每年至少召开两次，出席的理事达到三分之二才能召开。',
  fields: [
    count('councilSize', '本届理事', { ...kept, unit: '人', min: 5, max: 25, example: '9' }),
    explained('fewCouncils', '没有按章程召开理事会的原因'),
  ],
  list: {
    noun: '会议',
    measure: '个',
    min: 0,
    max: 50,
    titleField: 'session',
    summaryFields: ['heldOn', 'present'],
    examples: [{}, { session: '第二届理事会第四次会议', heldOn: '2026-10-16' }],
    fields: [
      line('session', '届次', '第二届理事会第三次会议'),
      day('heldOn', '日期', '2026-03-20'),
      line('venue', '地点', '太原市'),
      prose('topics', '议题', '审议上年度工作报告和本年度预算。', { max: 500 }),
      prose('resolution', '决议', '同意上年度工作报告和本年度预算。', { max: 1000 }),
      count('present', '出席理事', { unit: '人', example: '8' }),
      line('absent', '缺席的理事', '无', { max: 200, hint: '全部出席的填“无”' }),
      count('supervisorsPresent', '列席监事', { unit: '人', example: '1' }),
    ],
  },
}

const paid: Page = {
  code: 'paid',
  title: '理事、监事的报酬',
  intro: '在基金会领取报酬的理事不得超过理事总人数的三分之一；监事不得领取报酬。',
  fields: [yesNo('hasPaid', '有没有理事、监事领取报酬或者补贴', 'no')],
  list: {
    noun: '领取报酬的人',
    measure: '名',
    min: 0,
    max: 60,
    titleField: 'name',
    summaryFields: ['post', 'pay'],
    examples: [],
    fields: [
      ask('personName', 'name', '姓名', { example: '沈若川' }),
      choice('post', '职务', [
        { value: 'COUNCIL', text: '理事' },
        { value: 'SUPERVISOR', text: '监事' },
      ]),
      amount('pay', '报酬、补贴', { example: '60000.00' }),
      line('reason', '领取的理由', '专职秘书长', { max: 200 }),
    ],
  },
}

const funds: Page = {
  code: 'specialFunds',
  title: '专项基金',
  fields: [yesNo('hasFunds', '有没有专项基金', 'no', kept)],
  list: {
    noun: '专项基金',
    measure: '个',
    min: 0,
    max: 200,
    titleField: 'name',
    summaryFields: ['founder', 'income', 'spent'],
    carries: true,
    examples: [],
    fields: [
      line('name', '名称', '壁画修复专项基金'),
      day('foundedOn', '设立日期', '2023-05-10'),
      line('founder', '发起人', '山西晋源古建彩绘修缮有限公司'),
      ask('personName', 'head', '负责人', { example: '顾砚秋' }),
      line('manager', '管理机构', '壁画修复专项基金管理委员会'),
      amount('income', '本年度收入', { example: '200000.00' }),
      amount('spent', '本年度支出', { example: '150000.00' }),
      yesNo('ownBooks', '是否单独核算', 'yes'),
    ],
  },
}

const fundraising = listed('fundraising', '公开募捐', 'FUNDRAISING', {
  noun: '公开募捐活动',
  measure: '个',
  titleField: 'name',
  summaryFields: ['planNo', 'raised'],
  fields: [
    line('name', '名称', '守护古建彩绘'),
    line('planNo', '募捐方案备案编号', '5314000000000000A25001', { max: 60 }),
    day('from', '开始日期', '2026-04-01'),
    ask('date', 'to', '结束日期', { example: '2026-03-31' }),
    choice('way', '方式', [
      { value: 'INTERNET', text: '互联网' },
      { value: 'LOCAL', text: '本辖区现场' },
      { value: 'ELSEWHERE', text: '异地现场' },
    ]),
    amount('raised', '本年度募得', { example: '500000.00' }),
    amount('cost', '募捐成本', { example: '20000.00' }),
  ],
})

const donors = listed(
  'donors',
  '大额捐赠',
  'DONATIONS',
  {
    noun: '捐赠人',
    measure: '名',
    titleField: 'name',
    summaryFields: ['cash', 'inKind'],
    examples: [{}],
    fields: [
      line('name', '捐赠人', '山西晋源古建彩绘修缮有限公司', { hint: '捐赠人不同意公开的，填写代号' }),
      amount('cash', '现金', { example: '2000000.00' }),
      amount('inKind', '实物折价'),
      prose('use', '用途', '古建筑彩绘技艺人才培养。', { max: 300 }),
    ],
  },
  { intro: '本年度累计捐赠超过捐赠收入5%，或者超过500万元的捐赠人。所占比例由平台计算。' },
)

const projectCost: readonly Field[] = [
  amount('given', '直接用于受助人的款物', { example: '2000000.00', ...whenYes('major') }),
  amount('staffCost', '项目人员费用', { example: '300000.00', ...whenYes('major') }),
  amount('officeCost', '项目办公费用', { example: '100000.00', ...whenYes('major') }),
  amount('assetCost', '资产使用费用', whenYes('major')),
  amount('publicity', '宣传推广费用', { example: '50000.00', ...whenYes('major') }),
  amount('travel', '差旅费用', { example: '50000.00', ...whenYes('major') }),
  amount('otherCost', '其他费用', whenYes('major')),
]

const projects: Page = {
  code: 'projects',
  title: '公益项目',
  fields: [explained('projectsNote', '没有填写公益项目，或者公益项目支出与慈善活动支出不一致的原因')],
  list: {
    noun: '项目',
    measure: '个',
    min: 0,
    max: 300,
    titleField: 'name',
    summaryFields: ['income', 'spent'],
    examples: [{}, { name: '古建筑彩绘进校园', income: '600000.00', spent: '600000.00', major: 'no' }],
    fields: [
      line('name', '项目名称', '彩绘技艺人才培养'),
      choice('way', '运作方式', [
        { value: 'GRANT', text: '资助' },
        { value: 'OWN', text: '自主实施' },
        { value: 'BOTH', text: '资助和自主实施' },
      ]),
      line('field', '领域', '文化', { max: 60 }),
      line('region', '实施地区', '山西省', { max: 100 }),
      day('from', '开始日期', '2023-06-01'),
      ask('date', 'to', '结束日期', { example: '2026-05-31' }),
      amount('income', '本年度收入', { example: '2600000.00' }),
      amount('spent', '本年度支出', { example: '2500000.00' }),
      prose('text', '项目介绍', '为传承人提供培养、展示和出版的支持。', { max: 300 }),
      yesNo('major', '是不是重大公益项目', 'yes', {
        hint: '本年度捐赠收入或者支出的20%以上，或者实施满两年的项目',
      }),
      ...projectCost,
    ],
  },
}

const payees: Page = {
  code: 'payees',
  title: '重大公益项目的大额支付对象',
  intro: '支付金额超过项目支出5%的对象。所占比例由平台计算。',
  when: { page: 'projects', field: 'major', is: ['yes'] },
  fields: [],
  list: {
    noun: '支付对象',
    measure: '个',
    min: 0,
    max: 300,
    titleField: 'payee',
    summaryFields: ['project', 'paid'],
    examples: [{}],
    fields: [
      line('project', '项目名称', '彩绘技艺人才培养'),
      line('payee', '支付对象', '山西古建筑职业技术学校'),
      amount('paid', '支付金额', { example: '800000.00' }),
      prose('use', '用途', '传承人培养经费。', { max: 300 }),
    ],
  },
}

const special = listed('special', '乡村振兴、对口支援等专项', 'SPECIAL', {
  noun: '专项',
  measure: '个',
  titleField: 'project',
  summaryFields: ['region', 'spent'],
  fields: [
    line('project', '项目名称', '乡村文物保护员培训'),
    line('region', '地区', '山西省忻州市'),
    amount('spent', '支出', { example: '100000.00' }),
    count('households', '受益户数', { unit: '户' }),
    count('persons', '受益人数', { unit: '人', example: '120' }),
  ],
})

const supervisors: Page = {
  code: 'supervisors',
  title: '监事意见',
  intro: '监事意见表根据填写的内容生成，每名监事签名以后上传。',
  fields: [],
  list: {
    noun: '监事',
    measure: '名',
    min: 1,
    max: 10,
    titleField: 'name',
    summaryFields: ['agrees'],
    examples: [{}],
    fields: [
      ask('personName', 'name', '姓名', { example: '顾砚秋' }),
      yesNo('agrees', '是否同意本年度工作报告', 'yes'),
      prose('opinion', '意见', '年度工作报告真实反映本基金会的情况，财务管理规范，没有异议。', { max: 500 }),
    ],
  },
}

export const councilPages: readonly Page[] = [council, paid]
export const projectPages: readonly Page[] = [funds, fundraising, donors, projects, payees, special]
export const supervisorPages: readonly Page[] = [supervisors]
