import type { Field } from '../../../core/forms/field.ts'
import type { ListSpec, Page } from '../../../core/forms/page.ts'
import { ask } from '../../filings/define.ts'
import { amount, choice, count, day, explained, kept, line, prose, when, whenHad, whenYes, yesNo } from '../ask.ts'
import { isFoundation, isGroup, isService, type Reporter } from '../law.ts'

/** A page that is a list alone, asked where it was ticked. */
export const listed = (
  code: string,
  title: string,
  had: string,
  list: Omit<ListSpec, 'min' | 'max' | 'examples'> & Partial<Pick<ListSpec, 'max' | 'examples'>>,
  more: Pick<Page, 'intro'> = {},
): Page => ({
  code,
  title,
  ...more,
  when: whenHad(had),
  fields: [],
  list: { min: 1, max: 200, examples: [{}], ...list },
})

/** 会费. */
const feesPage: Page = {
  code: 'feesYear',
  title: '会费',
  when: whenHad('FEES'),
  fields: [
    line('feeSession', '会费标准由哪次会议通过', '第二届第一次会员大会', kept),
    day('feeSince', '通过日期', '2023-04-16', kept),
    prose('feeStandard', '会费标准', '单位会员每年3000元，个人会员每年200元。', { ...kept, max: 500 }),
    amount('feeDue', '应收会费', { example: '196000.00' }),
    amount('feeReceived', '实收会费', { example: '180000.00' }),
    amount('feeReduced', '减免会费', { hint: '没有减免的填0', example: '2000.00' }),
  ],
}

const chargeKinds = [
  { value: 'OPERATING', text: '经营服务性收费' },
  { value: 'ADMINISTRATIVE', text: '行政事业性收费' },
  { value: 'AWARDS', text: '评比达标表彰收费' },
  { value: 'FEES', text: '会费' },
] as const

/** 涉企收费自查. */
const chargesPage: Page = {
  code: 'charges',
  title: '涉企收费自查',
  intro: '会费已在上一页填写的，这里只填其他收费。',
  when: whenHad('CHARGES'),
  fields: [
    yesNo('compulsory', '有没有强制入会、强制收费', 'no'),
    amount('compulsoryAmount', '强制收取的金额', whenYes('compulsory')),
    yesNo('byPower', '有没有利用政府名义或者影响收费', 'no'),
    amount('byPowerAmount', '利用政府名义收取的金额', whenYes('byPower')),
    amount('relieved', '本年度减免、降低的收费', { hint: '没有的填0' }),
    prose('rectified', '清理、退还的情况', '没有需要清理、退还的收费。', { max: 500 }),
  ],
  list: {
    noun: '收费项目',
    measure: '个',
    min: 1,
    max: 100,
    titleField: 'item',
    summaryFields: ['kind', 'total'],
    examples: [{}],
    fields: [
      choice('kind', '种类', chargeKinds),
      line('item', '项目', '技术培训'),
      line('standard', '标准', '每人600元'),
      line('basis', '依据', '第二届理事会第三次会议决议'),
      amount('total', '本年度收取', { example: '24000.00' }),
      yesNo('passed', '是否经理事会或者会员大会通过', 'yes'),
      prose('opinion', '自查意见', '自愿参加，标准公开，不用整改。', { max: 300 }),
    ],
  },
}

const activityKinds = [
  { value: 'BUSINESS', text: '业务活动' },
  { value: 'CHARITY', text: '公益活动' },
  { value: 'AWARD', text: '评比达标表彰' },
  { value: 'FORUM', text: '论坛、展览、节庆' },
  { value: 'TRAINING', text: '培训' },
] as const

const industryWork: readonly Field[] = [
  count('standards', '参与制定标准', { unit: '项' }),
  count('disputes', '协调行业纠纷', { unit: '件' }),
]

/** 业务活动. */
const activityPage = (reporter: Reporter): Page => ({
  code: 'activity',
  title: '业务活动',
  fields: [
    prose('summary', '本年度工作总结', '围绕古建筑彩绘保护开展调查、培训和技术交流，完成各项年度任务。', { max: 1500 }),
    prose('plan', '下一年度工作计划', '继续开展技艺调查和培训，举办一次学术交流。', { max: 1000 }),
    count('proposals', '向政府部门提出政策建议', { unit: '件', example: '1' }),
    ...(isGroup(reporter) ? industryWork : []),
    ...(isService(reporter) ? [count('representatives', '工作人员中的人大代表、政协委员', { unit: '人' })] : []),
    explained('idle', '没有开展活动的原因'),
  ],
  list: {
    noun: '活动',
    measure: '个',
    min: 0,
    max: 300,
    titleField: 'name',
    summaryFields: ['kind', 'heldOn', 'people'],
    examples: [{}, { name: '古建筑彩绘保护学术交流会', kind: 'FORUM', heldOn: '2026-10-18' }],
    fields: [
      line('name', '活动名称', '古建筑彩绘技艺培训班'),
      choice('kind', '种类', activityKinds),
      day('heldOn', '日期', '2026-07-12', { hint: '跨几天的填第一天' }),
      line('venue', '地点', '太原市'),
      count('people', '参加人数', { unit: '人', example: '60' }),
      amount('cost', '支出', { example: '36000.00' }),
      amount('charged', '向参加者收费', { hint: '不收费的填0' }),
      line('source', '经费来源', '会费、捐赠', { max: 60 }),
      line('approver', '批准单位', '山西省功勋荣誉表彰工作机构', {
        ...when('kind', 'AWARD'),
        hint: '评比达标表彰应当经过批准',
      }),
    ],
  },
})

/** 政府购买服务. */
const servicesPage = listed('services', '承接政府购买服务', 'SERVICES', {
  noun: '项目',
  measure: '个',
  titleField: 'name',
  summaryFields: ['buyer', 'amount'],
  fields: [
    line('name', '项目名称', '古建筑彩绘现状调查'),
    line('buyer', '购买方', '山西省文物局'),
    day('from', '开始日期', '2026-03-01'),
    ask('date', 'to', '结束日期', { example: '2026-11-30' }),
    amount('amount', '金额', { example: '50000.00' }),
  ],
})

const abroadKinds = [
  { value: 'PROJECT', text: '合作项目' },
  { value: 'MEETING', text: '国际会议' },
  { value: 'ORGANIZATION', text: '参加国际组织' },
  { value: 'VISIT', text: '出访' },
  { value: 'HOST', text: '接待来访' },
] as const

/** 涉外活动. */
const abroadPage = listed('abroad', '涉外活动', 'ABROAD', {
  noun: '涉外活动',
  measure: '个',
  titleField: 'name',
  summaryFields: ['kind', 'country'],
  fields: [
    choice('kind', '种类', abroadKinds),
    line('name', '名称或者主题', '亚洲壁画保护交流会'),
    line('partner', '境外合作方、主办方', '国际文化财产保护与修复研究中心'),
    line('country', '国家或者地区', '意大利', { max: 40 }),
    day('from', '开始日期', '2026-09-02'),
    day('to', '结束日期', '2026-09-05'),
    count('people', '人数', { unit: '人', example: '2' }),
    amount('money', '经费', { example: '20000.00' }),
    line('approver', '批准单位和文号', '山西省文物局，晋文物外函〔2025〕3号', { hint: '不需要批准的填“无”' }),
  ],
})

/** What it did in the year. */
export const activityPages = (reporter: Reporter): readonly Page[] => [
  ...(isGroup(reporter) ? [feesPage, chargesPage] : []),
  activityPage(reporter),
  ...(isFoundation(reporter) ? [] : [servicesPage]),
  abroadPage,
]
