import { materialForm } from '../../../core/printable-forms/material-form.ts'
import { founderRows } from './told.ts'
import { authority, lead, second, third, company, typeWords, unit, type TypeWords } from './words.ts'

// What somebody else writes: a sample shows what it must say, so that a founder can ask for the right thing.

const letter = (
  facts: Pick<Parameters<typeof materialForm>[0], 'code' | 'title' | 'purpose' | 'note' | 'writtenBy'>,
  {
    number,
    to,
    text,
    by,
    date,
  }: Record<'number' | 'to' | 'by' | 'date', string> & { readonly text: readonly string[] },
) =>
  materialForm({
    ...facts,
    sample: { number },
    blocks: ({ row, seal, day }) => [
      { type: 'rows', title: '', rows: [row('文号', 'number')] },
      { type: 'paragraph', text: `${to}：`, flush: true },
      ...text.map((words) => ({ type: 'paragraph' as const, text: words })),
      { type: 'signature', places: [seal(`${by}（公章）：`)], date: day('', date) },
    ],
  })

/** M104. */
export const intent = ({ slug, label, founder, regulation, sample }: TypeWords) =>
  letter(
    {
      code: `unit-intent-${slug}`,
      title: '同意担任业务主管单位的意见',
      purpose: '名称核准时，由拟任业务主管单位表明愿意担任。',
      note: '写明组织的名称、同意担任业务主管单位，加盖公章。名称可以写拟用的名称。',
      writtenBy: '拟任业务主管单位',
    },
    {
      number: '晋文物函〔2026〕6号',
      to: `${sample.name}（筹）${founder}`,
      text: [
        `你们关于请我单位担任${sample.name}业务主管单位的请示收悉。`,
        `经研究，拟成立的${label}的宗旨和业务范围属于我单位职责范围，我单位同意担任其业务主管单位，依照${regulation}的规定履行职责。请按照规定向登记管理机关申请核准名称，并做好筹备工作。`,
      ],
      by: unit,
      date: '2026年9月11日',
    },
  )

/** M202. */
export const approval = ({ slug, label, founder, own, regulation, handedIn, fund, sample }: TypeWords) =>
  letter(
    {
      code: `unit-approval-${slug}`,
      title: `关于同意成立${label}的批复`,
      purpose: '提交成立材料时，由业务主管单位批准成立。',
      note: '写明经审查同意成立、同意担任业务主管单位，名称与核准的名称一致，有文号和日期，加盖公章。',
      writtenBy: '业务主管单位',
    },
    {
      number: '晋文物函〔2026〕18号',
      to: `${sample.name}（筹）${founder}`,
      text: [
        `你们报送的成立${sample.name}的申请和材料收悉。依照${regulation}${handedIn}，经审查，批复如下：`,
        `一、同意成立${sample.name}，同意担任其业务主管单位。`,
        `二、其宗旨、业务范围和章程草案符合法律、法规和国家政策，${fund}${sample.amount}万元来源合法，拟任法定代表人${lead.name}和其他拟任负责人符合任职条件。`,
        `三、请自批复之日起依法向${authority}申请登记。登记以后，${own}应当接受我单位的指导和监督，重大活动和重要事项及时报告。`,
      ],
      by: unit,
      date: '2026年10月26日',
    },
  )

/** M107. */
export const withoutTradeName = letter(
  {
    code: 'unit-without-trade-name',
    title: '同意名称不使用字号的意见',
    purpose: '基金会的名称不使用字号的，由业务主管单位说明理由、表示同意。',
    note: '写明四项情形：业务主管单位同意并说明理由；业务范围清晰、主要支持该单位的职责；申请人影响较大、拟任负责人有专长；不会使公众误解。',
    writtenBy: '业务主管单位',
  },
  {
    number: '晋文物函〔2026〕7号',
    to: '山西省古建筑彩绘保护基金会（筹）发起人',
    text: [
      '你们关于名称不使用字号的请示收悉。经研究，同意名称“山西省古建筑彩绘保护基金会”不使用字号，理由是：',
      '一、其业务范围清晰，专门支持全省古建筑彩绘的保护，与我单位的职责一致。',
      '二、申请人在古建筑保护领域有较大的影响，拟任负责人有相应的专业能力。',
      '三、名称不会使公众误以为是行政机关或者其他组织。',
    ],
    by: unit,
    date: '2026年9月14日',
  },
)

/** C203. */
export const changeConsent = letter(
  {
    code: 'unit-change-consent',
    title: '关于同意变更登记事项的批复',
    purpose: '变更登记时，由业务主管单位审查同意。',
    note: '写明同意变更的事项和变更后的内容，有文号和日期，加盖公章。自同意之日起30日内申请变更登记（社会团体、民办非企业单位）。',
    writtenBy: '业务主管单位',
  },
  {
    number: '晋文物函〔2026〕88号',
    to: typeWords.SOCIAL_GROUP.sample.name,
    text: [
      '你会关于变更住所的请示收悉。经审查，同意住所由山西省太原市杏花岭区示例街8号变更为山西省太原市迎泽区文源巷21号3层302室。请自本批复之日起30日内向登记管理机关申请变更登记。',
    ],
    by: unit,
    date: '2026年11月10日',
  },
)

/** With what is asked before a new term. */
export const termConsent = letter(
  {
    code: 'unit-term-consent',
    title: '关于换届（延期换届）的意见',
    purpose: '换届事先报批、延期换届时，由业务主管单位审查同意。',
    note: '写明同意换届的方案和人选，或者同意延期的理由和期限，有文号和日期，加盖公章。',
    writtenBy: '业务主管单位',
  },
  {
    number: '晋文物函〔2026〕88号',
    to: typeWords.SOCIAL_GROUP.sample.name,
    text: [
      '你会关于延期换届的请示收悉。经审查，第一届任期将于2027年3月15日届满，因新一届人选尚在考察，同意延期至2027年9月15日以前换届。请向登记管理机关申请，并在延长的期限内完成换届。',
    ],
    by: unit,
    date: '2026年11月10日',
  },
)

/** M204. `proof`: what the regulation of the type calls it. */
export const capitalProof = (
  { slug, fund, label, sample }: TypeWords,
  proof: '验资报告' | '验资证明',
  givers: readonly (readonly [name: string, amount: string, date: string])[],
) =>
  materialForm({
    code: `capital-${slug}`,
    title: `${proof}（主要内容）`,
    purpose: `由会计师事务所证明${fund}已经到位。`,
    note: `由会计师事务所按照执业准则出具，格式以其为准；这里只说明登记要看的内容。${label === '基金会' ? '原始基金必须是到账的货币资金。' : '登记管理机关接受银行存款证明的，存款证明也要写明户名、金额和日期。'}`,
    writtenBy: '会计师事务所',
    sample: {
      number: '晋汾验字〔2026〕第0132号',
      name: `${sample.name}（筹）`,
      amount: `人民币${sample.amount}万元（${sample.inWords}）`,
      bank: '示例银行太原文源巷支行　账号 1400 0000 0000 0132',
      date: '2026年10月13日',
    },
    blocks: ({ say, row, table, seal, hand, day }) => [
      {
        type: 'rows',
        title: '验资事项',
        rows: [
          row('报告文号', 'number'),
          row('被审验的组织', 'name'),
          row(fund, 'amount'),
          row('存入的账户', 'bank'),
          row('到账截止日', 'date'),
        ],
      },
      table(
        '出资人和到账情况',
        [
          ['出资人', 2.6],
          ['金额（万元）', 1],
          ['出资方式', 1],
          ['到账日期', 1.3],
        ],
        givers.map(([name, amount, date]) => [name, amount, '货币', date]),
        0,
      ),
      {
        type: 'paragraph',
        text: `经审验，截至${say('date')}，${say('name')}已经收到全体出资人缴纳的${fund}${say('amount')}，全部为货币资金，附银行进账单和询证函回函复印件。`,
      },
      {
        type: 'signature',
        places: [seal('会计师事务所（公章）：'), hand('注册会计师（签名、盖章）：', '')],
        date: day('', '2026年10月15日'),
      },
    ],
  })

export const givers = {
  small: [
    [company.name, '6', '2026-10-13'],
    [lead.name, '2.5', '2026-10-13'],
    [second.name, '1.5', '2026-10-13'],
  ],
  foundation: [
    [company.name, '120', '2026-10-13'],
    [lead.name, '50', '2026-10-13'],
    [second.name, '30', '2026-10-13'],
  ],
} as const

/** M102: why it should be. */
export const feasibility = materialForm({
  code: 'feasibility',
  title: '拟成立社会团体情况简介',
  purpose: '核准名称时，说明为什么要成立、怎样发起、打算做什么。',
  note: '一般不超过三页；每一部分写不下的另附纸。由全体发起人签名，单位加盖公章。',
  sample: {
    name: typeWords.SOCIAL_GROUP.sample.name,
    need: '山西现存古建筑居全国前列，彩绘保存状况不一，懂传统工艺的匠人年龄偏大，从业单位之间缺少交流，需要一个行业性的研究和交流平台。',
    others: '全省还没有专门从事古建筑彩绘保护的社会团体；江苏、浙江等地已有同类组织。',
    course: '2026年3月由5名从业人员和2家单位提出，9月取得山西省文物局同意担任业务主管单位的意见。',
    members: '拟吸收单位会员30家左右、个人会员50人左右，来自设计、施工、院校和文物管理单位。',
    plan: '一、整理传统工艺和图谱。二、每年举办一次学术交流会和两期技艺培训。三、接受委托，开展彩绘勘察和保护咨询。四、向社会普及彩绘知识。',
    means: '活动资金10万元，由出资人捐赠；租用办公室126.5平方米；专职工作人员2人。',
  },
  known: {
    name: 'name',
    others: { page: 'background', field: 'existingSimilar' },
    members: { page: 'background', field: 'membersIntent' },
  },
  listed: { 全体发起人: founderRows },
  blocks: ({ row, table, day, hand }) => [
    {
      type: 'rows',
      title: '情况简介',
      rows: [
        row('拟用名称', 'name'),
        row('一、成立的必要性', 'need', 6),
        row('二、全国和省内同类组织的情况', 'others', 4),
        row('三、发起经过', 'course', 4),
        row('四、拟吸收的会员', 'members', 3),
        row('五、工作设想', 'plan', 6),
        row('六、资金、住所和人员', 'means', 3),
      ],
    },
    table(
      '全体发起人',
      [
        ['姓名或者单位名称', 2],
        ['签名或者盖章', 2],
      ],
      [
        [lead.name, lead.name],
        [second.name, second.name],
        [third.name, third.name],
        [company.name, '（公章）'],
      ],
      7,
    ),
    { type: 'signature', places: [hand('执笔人（签字）：', third.name)], date: day('日期：', '2026年9月16日') },
  ],
})
