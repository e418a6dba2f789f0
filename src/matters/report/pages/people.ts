import type { Field } from '../../../core/forms/field.ts'
import type { Page } from '../../../core/forms/page.ts'
import { ask } from '../../filings/define.ts'
import {
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
import { isFoundation, isGroup, isService, type Reporter } from '../law.ts'

const people = { unit: '人' } as const

/** Who belongs to a 社会团体. */
const membersPage: Page = {
  code: 'memberCount',
  title: '会员',
  fields: [
    count('unitMembers', '单位会员', { unit: '个', hint: '报告年度12月31日的数，没有的填0', example: '36' }),
    count('individualMembers', '个人会员', { ...people, example: '58' }),
    explained('fewMembers', '会员不足的原因', '写明怎样发展会员'),
  ],
}

/** Counted among all who work there, and among those who do nothing else. */
const staffOf = (prefix: string, examples: readonly [string, string, string, string], asked: Partial<Field> = {}) => [
  count(`${prefix}Women`, '其中女性', { ...people, example: examples[0], ...asked }),
  count(`${prefix}Bachelor`, '其中大学本科以上学历', { ...people, example: examples[1], ...asked }),
  count(`${prefix}Party`, '其中中共党员', { ...people, example: examples[2], ...asked }),
  ask('decimal', `${prefix}Age`, '平均年龄', {
    unit: '岁',
    min: 18,
    max: 90,
    decimals: 1,
    example: examples[3],
    ...asked,
  }),
]

const fullTime = { when: { field: 'hasFullTime', is: ['yes'] } } as const

const named = (what: string, fields: readonly Field[]): readonly Field[] =>
  fields.map((field) => ({ ...field, label: `${what}${field.label.replace('其中', '中')}` }))

/** Who works there. */
const staffPage: Page = {
  code: 'staff',
  title: '工作人员和志愿者',
  intro: '报告年度12月31日的人数，没有的填0。劳务派遣、返聘的也算工作人员。',
  fields: [
    count('staff', '工作人员总数', { ...people, example: '8' }),
    ...named('工作人员', staffOf('staff', ['5', '6', '3', '38.5'], { when: { field: 'staff', given: true } })),
    yesNo('hasFullTime', '有没有专职工作人员', 'yes'),
    count('fullTime', '专职工作人员总数', { ...people, example: '5', ...fullTime }),
    ...named('专职工作人员', staffOf('full', ['4', '4', '2', '36.0'], fullTime)),
    count('contracts', '签订劳动合同', { ...people, example: '5', ...fullTime }),
    count('insured', '参加社会保险', {
      ...people,
      hint: '养老、医疗、失业、工伤、生育都参加的人数',
      example: '5',
      ...fullTime,
    }),
    count('housingFund', '缴存住房公积金', { ...people, example: '5', ...fullTime }),
    ask('money', 'meanWage', '专职工作人员人均年工资', { example: '46000.00', ...fullTime }),
    count('volunteers', '志愿者', { ...people, example: '40' }),
    count('volunteerHours', '志愿服务时间', { unit: '小时', example: '600' }),
  ],
}

const serviceFields: readonly Field[] = [
  count('served', '服务人次', { unit: '人次', example: '3200' }),
  count('trained', '培训人次', { unit: '人次', example: '180' }),
  count('hired', '吸纳就业', { ...people, hint: '报告年度新增的', example: '2' }),
  count('civilStaff', '工作人员中的公务员', { ...people, hint: '在职和离退休的，没有的填0' }),
]

/** 会议和换届, of a type with councils. */
const meetingsPage = (reporter: Reporter): Page => ({
  code: 'meetings',
  title: '会议和换届',
  intro: '届次和任期取自登记簿。',
  fields: [
    ...(isGroup(reporter)
      ? [
          count('assemblyEvery', '会员大会（会员代表大会）几年一次', {
            ...kept,
            unit: '年',
            min: 1,
            max: 5,
            example: '1',
          }),
          day('lastAssembly', '最近一次会员大会（会员代表大会）', '2026-04-20', kept),
          count('assemblies', '本年度召开会员大会（会员代表大会）', { unit: '次', example: '1' }),
        ]
      : []),
    count('councils', '本年度召开理事会', { unit: '次', example: '2' }),
    ...(isGroup(reporter)
      ? [
          count('standing', '本年度召开常务理事会', {
            unit: '次',
            optional: true,
            hint: '没有常务理事会的不填',
            example: '',
          }),
        ]
      : [
          count('supervisions', '本年度召开监事会', {
            unit: '次',
            optional: true,
            hint: '只有一名监事的不填',
            example: '1',
          }),
        ]),
    explained('fewMeetings', '没有按章程召开会议的原因'),
  ],
})

const RULES = [
  { value: 'ORGANS', text: '会议和议事' },
  { value: 'CERTIFICATE', text: '登记证书' },
  { value: 'SEAL', text: '印章' },
  { value: 'ARCHIVE', text: '档案' },
  { value: 'STAFF', text: '人事' },
  { value: 'PAY', text: '薪酬' },
  { value: 'REWARD', text: '考核奖惩' },
  { value: 'TRAINING', text: '培训' },
  { value: 'FINANCE', text: '财务' },
  { value: 'ASSETS', text: '资产' },
  { value: 'BRANCH', text: '分支机构' },
  { value: 'NONE', text: '都没有' },
] as const

/** 内部制度. */
const internalPage: Page = {
  code: 'internal',
  title: '内部制度',
  fields: [
    several('rules', '有哪些书面的制度', RULES, {
      ...kept,
      example: 'ORGANS,CERTIFICATE,SEAL,ARCHIVE,STAFF,PAY,FINANCE,ASSETS',
    }),
    line('certificateKeeper', '登记证书由谁保管', '秘书处', { ...kept, max: 40 }),
    line('sealKeeper', '印章由谁保管', '秘书处', { ...kept, max: 40 }),
  ],
}

const partyForms = [
  { value: 'COMMITTEE', text: '党委' },
  { value: 'GENERAL_BRANCH', text: '党总支' },
  { value: 'BRANCH', text: '党支部' },
  { value: 'JOINT', text: '联合党支部' },
  { value: 'TEMPORARY', text: '临时党支部' },
] as const
const masses = [
  { value: 'UNION', text: '工会' },
  { value: 'YOUTH', text: '共青团' },
  { value: 'WOMEN', text: '妇联' },
  { value: 'NONE', text: '都没有' },
] as const

/** 党建. */
const partyPage: Page = {
  code: 'partyWork',
  title: '党的建设',
  fields: [
    yesNo('hasParty', '有没有建立党组织', 'yes', kept),
    choice('partyForm', '党组织形式', partyForms, { ...kept, example: 'BRANCH', ...whenYes('hasParty') }),
    line('partyAbove', '上级党组织', '山西省社会组织综合党委', { ...kept, ...whenYes('hasParty') }),
    ask('personName', 'partySecretary', '党组织书记', { ...kept, example: '沈若川', ...whenYes('hasParty') }),
    count('partyMembers', '正式党员', { ...people, example: '3', ...whenYes('hasParty') }),
    count('partyProbation', '预备党员', { ...people, ...whenYes('hasParty') }),
    count('partyYoung', '党员中35周岁以下', { ...people, example: '1', ...whenYes('hasParty') }),
    count('partyOld', '党员中55周岁以上', { ...people, ...whenYes('hasParty') }),
    count('partyLessons', '本年度上党课', { unit: '次', example: '4', ...whenYes('hasParty') }),
    count('partyMeetings', '本年度组织生活', { unit: '次', example: '12', ...whenYes('hasParty') }),
    prose('partyWork', '本年度党建工作', '开展主题党日、志愿服务，组织学习。', { ...whenYes('hasParty') }),
    prose('partyWhyNot', '没有建立的原因', '党员不足三名。', { ...kept, max: 300, ...when('hasParty', 'no') }),
    line('partyLiaison', '党建工作联络员', '沈若川', { ...kept, max: 40, ...when('hasParty', 'no') }),
    yesNo('partyAdviser', '上级有没有派党建工作指导员', 'no', { ...kept, ...when('hasParty', 'no') }),
    several('masses', '有哪些群团组织', masses, { ...kept, example: 'NONE' }),
  ],
}

/** 公务员兼职. */
const civilPage: Page = {
  code: 'civil',
  title: '公务员兼职',
  when: whenHad('CIVIL'),
  fields: [],
  list: {
    noun: '兼职人员',
    measure: '名',
    min: 1,
    max: 100,
    titleField: 'name',
    summaryFields: ['unit', 'post', 'approved'],
    carries: true,
    examples: [{}],
    fields: [
      ask('personName', 'name', '姓名', { example: '顾砚秋' }),
      line('unit', '工作单位和职务', '山西省文物局二级调研员'),
      choice(
        'rank',
        '级别',
        [
          { value: 'MINISTRY', text: '省部级' },
          { value: 'BUREAU', text: '厅局级' },
          { value: 'COUNTY', text: '县处级' },
          { value: 'BELOW', text: '县处级以下' },
        ],
        { example: 'COUNTY' },
      ),
      choice(
        'service',
        '在职还是离退休',
        [
          { value: 'SERVING', text: '在职' },
          { value: 'RETIRED', text: '离退休' },
        ],
        { example: 'RETIRED' },
      ),
      line('post', '在本组织的职务', '理事', { max: 50 }),
      yesNo('paid', '有没有领取报酬', 'no'),
      count('otherGroups', '在其他社会组织兼职', { unit: '个' }),
      yesNo('approved', '是否经过批准', 'yes'),
      line('approvedBy', '批准机关和文号', '山西省文物局党组，晋文物党函〔2025〕6号', whenYes('approved')),
      day('approvedOn', '批准日期', '2026-03-04', whenYes('approved')),
    ],
  },
}

/** 分支机构、代表机构、专项基金, as the register has them. */
const branchesPage: Page = {
  code: 'branches',
  title: '分支机构',
  intro: '备案的分支机构、代表机构、专项基金取自登记簿。',
  fields: [
    confirmed('unitsRight', '备案的机构', '和实际设立的一致的，选“正确”；一个也没有设立、登记簿也没有的，选“正确”'),
    prose('unitsNote', '实际情况', '一个分支机构停止活动。', { max: 500, ...when('unitsRight', 'WRONG') }),
  ],
}

const unitMovesPage: Page = {
  code: 'unitMoves',
  title: '新设或者撤销的机构',
  when: whenHad('UNITS'),
  fields: [],
  list: {
    noun: '机构',
    measure: '个',
    min: 1,
    max: 200,
    titleField: 'name',
    summaryFields: ['move', 'filed'],
    examples: [{}],
    fields: [
      line('name', '名称', '山西省古建筑彩绘保护研究会壁画专业委员会'),
      choice('move', '新设还是撤销', [
        { value: 'NEW', text: '新设' },
        { value: 'CLOSED', text: '撤销' },
      ]),
      yesNo('filed', '备案手续是否办理', 'yes'),
      ask('personName', 'head', '负责人', { example: '顾砚秋' }),
      ask('phone', 'headPhone', '负责人的手机号码', { example: '13900001236' }),
    ],
  },
}

/** Pages about the people of it and how they are organized. */
export const peoplePages = (reporter: Reporter): readonly Page[] => [
  ...(isGroup(reporter) ? [membersPage] : []),
  isService(reporter) ? { ...staffPage, fields: [...staffPage.fields, ...serviceFields] } : staffPage,
  ...(isFoundation(reporter) ? [] : [meetingsPage(reporter)]),
  internalPage,
  partyPage,
  branchesPage,
  unitMovesPage,
  civilPage,
]
