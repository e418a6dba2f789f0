import { chineseDate } from '../../core/documents/dates.ts'
import { laws } from '../../core/law.ts'
import type { RegisterItems } from '../../core/register/changes.ts'
import { addDays } from '../../core/workflow/calendar.ts'
import { meetingOn } from '../shared/findings.ts'
import { copy, original } from '../shared/materials.ts'
import { byAuthority, filedUnder, ruleAt, type Filer, type Filing, ask, brought } from './define.ts'
import { pageThen } from './founding.ts'
import { electionRules, inTime, meetingMaterial, meetingPage } from './meeting.ts'

/** 税务登记备案, of a 基金会 (R400 art. 14). */
export const tax = (filer: Filer): Filing => {
  const basis = filedUnder(filer)
  return {
    code: 'tax',
    title: '税务登记备案',
    keywords: ['税务', '税务登记', '纳税人识别号'],
    summary: '办理税务信息确认，或者主管税务机关等信息改变以后，报登记管理机关备案。',
    conditions: [{ text: '先向主管税务机关办理税务信息确认。', basis }],
    basis,
    pages: [
      {
        ...pageThen(filer, 'tax'),
        title: '税务登记',
        intro: '与税务机关出具的材料一致。',
      },
    ],
    materials: [
      {
        ...copy,
        code: 'F02',
        title: '税务信息确认的材料',
        hint: '税务机关出具的登记信息确认表或者电子税务局下载的登记信息',
        basis,
        noForm: '由税务机关出具',
      },
    ],
    checks: [
      {
        code: 'TAX',
        text: '纳税人识别号、主管税务机关与税务机关出具的材料一致',
        basis,
        shows: ['taxNo', 'taxOffice'].map((field) => ({ page: 'tax', field })),
      },
    ],
    changes: () => [{ kind: 'note', what: '税务登记', text: '' }],
    filed: (answers) => {
      const office = answers.value('tax', 'taxOffice')
      return office === '' ? [] : [`主管税务机关：${office}`]
    },
    next: '需要免税资格、公益性捐赠税前扣除资格的，另向财政、税务部门申请。',
  }
}

/** More than these are hard to tell apart (社会团体会费管理). */
const MOST_TIERS = 4

/** 会费标准备案, of a 社会团体 where the province asks it. */
export const fees = (filer: Filer): Filing => {
  const basis = '社会团体会费管理有关规定'
  const page = meetingPage(filer, 'fee', '会费标准', '审议通过会费标准，无记名投票表决。')
  return {
    code: 'fees',
    title: '会费标准备案',
    keywords: ['会费', '会费标准', '会员费'],
    askedBy: ({ feesFiled }) => feesFiled,
    summary: '会员大会或者会员代表大会制定、修改会费标准以后，报登记管理机关备案。',
    conditions: [
      { text: '由会员大会或者会员代表大会以无记名投票方式表决，出席会员过半数同意。', basis },
      { text: '会费标准额度明确，不具有浮动性，一般不超过四档。', basis },
      { text: '自通过之日起30日内备案。', basis },
    ],
    basis,
    pages: [
      {
        code: 'fees',
        title: '会费标准',
        fields: [
          ask('yesNo', 'secret', '是否无记名投票表决', { source: basis, example: 'yes' }),
          ask('date', 'feesFrom', '执行日期', { example: '2027-01-01' }),
        ],
        list: {
          noun: '会费档次',
          measure: '个',
          min: 1,
          max: 20,
          titleField: 'member',
          summaryFields: ['amount', 'service'],
          examples: [{}, { member: '个人会员', amount: '100' }],
          fields: [
            ask('text', 'member', '会员', { max: 50, hint: '例如单位会员、个人会员', example: '单位会员' }),
            ask('decimal', 'amount', '每年会费', { min: 0, max: 10_000_000, decimals: 2, unit: '元', example: '1000' }),
            ask('text', 'service', '享有的基本服务', { max: 200, example: '参加年会和培训，获得刊物和资料' }),
          ],
        },
      },
      page,
    ],
    materials: [meetingMaterial(filer)],
    rules: [
      ...electionRules(filer, 'fee', '会费标准'),
      ...inTime(filer),
      {
        ...ruleAt(filer, basis),
        code: 'FEES-SECRET',
        level: 'BLOCK',
        check: (answers) =>
          answers.value('fees', 'secret') === 'no'
            ? [{ page: 'fees', field: 'secret', message: '会费标准应当以无记名投票方式表决，请重新表决以后备案' }]
            : [],
      },
      {
        ...ruleAt(filer, basis),
        code: 'FEES-TIERS',
        level: 'WARN',
        check: (answers) => {
          const { length } = answers.items('fees')
          return length > MOST_TIERS
            ? [{ page: 'fees', message: `会费标准一般不超过${String(MOST_TIERS)}档，现在有${String(length)}档` }]
            : []
        },
      },
    ],
    checks: [
      {
        code: 'FEES',
        text: '会费标准明确，经会员（代表）大会无记名投票过半数通过',
        basis,
        rules: ['FEES-SECRET', 'FEES-TIERS', 'ELECTION-VOTES-COUNT', 'ELECTION-VOTES-PASSED'],
        shows: [
          { page: 'fees', field: 'secret' },
          { page: 'resolution', field: 'feeFor' },
        ],
        counts: ['fees'],
      },
    ],
    changes: ({ answers }) => [
      {
        kind: 'note',
        what: '会费标准',
        text: answers
          .items('fees')
          .map(({ values }) => `${values['member'] ?? ''}每年${values['amount'] ?? ''}元`)
          .join('，'),
      },
    ],
    filed: (answers) =>
      [
        meetingOn(page)(answers) ?? '',
        ...answers.items('fees').map(({ values }) => `${values['member'] ?? ''}每年${values['amount'] ?? ''}元`),
      ].filter(Boolean),
    next: '会费标准应当向全体会员公开，按照备案的标准收取，使用财政部门印制的会费票据。',
  }
}

/** A plan comes so many days before the campaign (慈善组织公开募捐管理办法). */
const DAYS_BEFORE = 10

/** Why who is no charity files no plan, and the way out. */
const noCharity = ({ charity }: Pick<RegisterItems, 'charity'>): string | undefined =>
  charity === '是'
    ? undefined
    : '只有慈善组织才能开展公开募捐。本单位没有登记为慈善组织，请先向登记管理机关申请认定为慈善组织、取得公开募捐资格。'

/** 募捐方案备案 (慈善法 art. 24): of a charity with the qualification. */
export const fundraising = (filer: Filer): Filing => {
  const basis = `${laws.CL.title}第二十四条`
  const measures = '《慈善组织公开募捐管理办法》'
  const at = (field: string) => ({ page: 'campaign', field })
  return {
    code: 'fundraising',
    title: '募捐方案备案',
    keywords: ['募捐', '公开募捐', '募捐方案', '慈善', '募捐备案'],
    barred: noCharity,
    summary: '取得公开募捐资格的慈善组织开展公开募捐，将募捐方案报登记的民政部门备案。',
    conditions: [
      { text: '登记或者认定为慈善组织，取得公开募捐资格。', basis: `${laws.CL.title}第二十二条` },
      {
        text: '募捐方案写明目的、起止时间和地域、负责人、方式、银行账户、受益人、款物用途、募捐成本、剩余财产的处理。',
        basis,
      },
      { text: `募捐活动开始的${String(DAYS_BEFORE)}日以前备案。`, basis: measures },
    ],
    basis,
    pages: [
      {
        code: 'campaign',
        title: '募捐方案',
        fields: [
          ask('text', 'certificateNo', '公开募捐资格证书编号', { max: 60, example: '晋民慈募字第0012号' }),
          ask('text', 'campaign', '募捐活动名称', { max: 100, example: '古建彩绘传承人助学募捐' }),
          ask('textarea', 'purpose', '募捐目的', { max: 500, example: '资助家庭困难的青年传承人学习技艺。' }),
          ask('date', 'from', '开始日期', { example: '2026-12-10' }),
          ask('date', 'to', '结束日期', { example: '2027-05-31' }),
          ask('text', 'area', '活动地域', { max: 200, example: '山西省' }),
          ask('personName', 'head', '活动负责人', { example: '顾砚秋' }),
          ask('text', 'office', '办公地址', { max: 200, example: '太原市迎泽区文源巷21号3层302室' }),
          {
            name: 'ways',
            label: '募捐方式',
            kind: 'choices',
            options: [
              '在公共场所设置募捐箱',
              '面向公众的义演、义卖、义拍、义展、慈善晚会',
              '通过媒体发布募捐信息',
              '通过互联网募捐信息平台',
            ].map((text, index) => ({ value: `W${String(index + 1)}`, text })),
            example: 'W3,W4',
          },
          ask('registered', 'account', '接受捐赠的银行账户', { lookup: 'accounts' }),
          ask('decimal', 'target', '募捐目标', { min: 0.01, max: 10_000_000, unit: '万元', example: '50' }),
          ask('text', 'beneficiaries', '受益人', { max: 300, example: '省内经公示选定的青年传承人' }),
          ask('textarea', 'use', '募得款物用途', { max: 500, example: '学费和生活补助，每人每年5000元。' }),
          ask('textarea', 'cost', '募捐成本', { max: 300, example: '宣传和平台费用，不超过募得款的5%。' }),
          ask('textarea', 'residue', '剩余财产的处理', { max: 300, example: '用于下一年度的同类资助，并向社会公开。' }),
        ],
      },
    ],
    materials: [
      {
        ...original,
        code: 'F02',
        title: '募捐方案',
        hint: '与填写的内容一致，加盖公章；与合作方共同开展的，附合作协议',
        basis,
        noForm: '由本单位写，内容与填写的各项一致，加盖公章。',
      },
      brought('F03', '公开募捐资格证书', '在有效期内', `${laws.CL.title}第二十二条`, '由民政部门颁发', {
        form: '复印件',
      }),
    ],
    rules: [
      {
        ...ruleAt(filer, `${laws.CL.title}第二十二条`),
        code: 'CHARITY',
        level: 'BLOCK',
        check: (answers, { register }) => {
          const message = register && noCharity(register)
          return message && answers.value('campaign', 'campaign') !== '' ? [{ ...at('certificateNo'), message }] : []
        },
      },
      {
        ...ruleAt(filer, basis),
        code: 'CAMPAIGN-DATES',
        level: 'BLOCK',
        check: (answers) => {
          const [from, to] = [answers.value('campaign', 'from'), answers.value('campaign', 'to')]
          return from && to && to < from ? [{ ...at('to'), message: '结束日期早于开始日期' }] : []
        },
      },
      {
        ...ruleAt(filer, measures),
        code: 'CAMPAIGN-EARLY',
        level: 'WARN',
        check: (answers, { today }) => {
          const from = answers.value('campaign', 'from')
          const first = addDays(today, DAYS_BEFORE)
          const message = `募捐方案应当在活动开始的${String(DAYS_BEFORE)}日以前备案，今天备案的，最早${chineseDate(first)}开始`
          return from && from < first ? [{ ...at('from'), message }] : []
        },
      },
    ],
    checks: [
      {
        code: 'QUALIFIED',
        text: '是慈善组织，公开募捐资格证书有效',
        basis: `${laws.CL.title}第二十二条`,
        rules: ['CHARITY'],
        shows: [at('certificateNo')],
      },
      {
        code: 'PLAN',
        text: '募捐方案内容完整，时间、地域、方式符合规定',
        basis,
        rules: ['CAMPAIGN-DATES', 'CAMPAIGN-EARLY'],
        shows: ['from', 'to', 'area', 'ways'].map(at),
      },
    ],
    changes: ({ answers }) => [{ kind: 'note', what: '募捐方案', text: answers.value('campaign', 'campaign') }],
    filed: (answers) => {
      const [name, from, to] = ['campaign', 'from', 'to'].map((field) => answers.value('campaign', field))
      return [
        name && `募捐活动：${name}`,
        from && to && `时间：${chineseDate(from)}至${chineseDate(to)}`,
        answers.value('campaign', 'area') && `地域：${answers.value('campaign', 'area')}`,
      ].filter((clause): clause is string => Boolean(clause))
    },
    next: '请在民政部门统一的信息平台公布募捐方案；募捐结束后三个月内公布募捐情况。',
  }
}

/** 重大事项报告: before it happens. */
export const majorEvents = (filer: Filer): Filing => {
  const at = (field: string) => ({ page: 'event', field })
  const abroad = { field: 'foreign', is: ['yes'] } as const
  return {
    code: 'major',
    title: '重大事项报告',
    keywords: ['重大事项', '重大活动', '涉外活动', '论坛', '研讨会', '报告'],
    summary: '举办大型活动、涉外活动，处置重大资产等，事前向登记管理机关报告。',
    conditions: [
      { text: '在事项进行以前报告。', basis: byAuthority },
      { text: '涉外活动依法须经批准的，先取得批准。', basis: byAuthority },
    ],
    basis: byAuthority,
    pages: [
      {
        code: 'event',
        title: '重大事项',
        fields: [
          ask('choice', 'eventKind', '事项类别', {
            options: [
              '大型会议、论坛、展览',
              '评比表彰',
              '涉外活动',
              '接受境外捐赠或者资助',
              '重大资产处置或者投资',
              '其他',
            ].map((text) => ({ value: text, text })),
            example: '大型会议、论坛、展览',
          }),
          ask('text', 'subject', '事项名称', { max: 100, example: '古建彩绘保护学术年会' }),
          ask('date', 'from', '开始日期', { example: '2026-12-18' }),
          ask('date', 'to', '结束日期', { example: '2026-12-19' }),
          ask('text', 'place', '地点', { max: 200, example: '太原市晋阳示例会议中心' }),
          ask('decimal', 'budget', '预算或者金额', { min: 0, max: 10_000_000, unit: '万元', example: '12' }),
          ask('integer', 'participants', '参加人数', { min: 0, max: 1_000_000, unit: '人', example: '150' }),
          ask('yesNo', 'foreign', '有没有境外人员或者组织参加', { example: 'no' }),
          ask('textarea', 'foreignDetails', '境外人员、组织的情况', {
            max: 500,
            hint: '姓名或者名称、国家或者地区、人数，批准的机关和文号',
            example: '某国某大学学者2人，经省外事办公室批准。',
            when: abroad,
          }),
          ask('textarea', 'content', '主要内容', { max: 1000, example: '主旨报告、分组讨论和成果展示。' }),
        ],
      },
    ],
    materials: [
      brought(
        'F02',
        '活动（事项）方案',
        '写明目的、内容、组织方式、经费来源和安全措施，加盖公章',
        byAuthority,
        '由本单位写，内容与填写的各项一致，加盖公章。',
      ),
      brought(
        'F03',
        '涉外活动的批准文件',
        '外事部门或者业务主管单位的批准文件',
        byAuthority,
        '由外事部门或者业务主管单位批准，格式以其为准',
        { when: { page: 'event', ...abroad }, form: '复印件' },
      ),
    ],
    rules: [
      {
        ...ruleAt(filer, byAuthority),
        code: 'EVENT-DATES',
        level: 'BLOCK',
        check: (answers) => {
          const [from, to] = [answers.value('event', 'from'), answers.value('event', 'to')]
          return from && to && to < from ? [{ ...at('to'), message: '结束日期早于开始日期' }] : []
        },
      },
      {
        ...ruleAt(filer, byAuthority),
        code: 'EVENT-EARLY',
        level: 'WARN',
        check: (answers, { today }) => {
          const from = answers.value('event', 'from')
          return from && from <= today
            ? [{ ...at('from'), message: '应当在事项进行以前报告，现在已经开始，请在主要内容中说明原因' }]
            : []
        },
      },
    ],
    checks: [
      {
        code: 'EVENT',
        text: '事项在业务范围以内，涉外的已经批准',
        basis: byAuthority,
        rules: ['EVENT-DATES', 'EVENT-EARLY'],
        shows: ['eventKind', 'subject', 'from', 'foreign'].map(at),
      },
    ],
    changes: () => [{ kind: 'note', what: '重大事项报告', text: '' }],
    filed: (answers) => {
      const [subject, from, to] = ['subject', 'from', 'to'].map((field) => answers.value('event', field))
      return subject && from && to ? [`${subject}，${chineseDate(from)}至${chineseDate(to)}`] : []
    },
    next: '事项内容有变化的，请重新报告；结束以后写入年度工作报告。',
  }
}
