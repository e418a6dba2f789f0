import type { Material } from '../../core/matters/define.ts'
import type { Paper, SigningBox } from '../../core/papers/define.ts'
import { attendance, filingMinutes } from '../shared/forms/meetings.ts'
import { copy, original } from '../shared/materials.ts'
import { authoritySays, organizationSeals, representativeSigns, unitSays } from '../shared/signing.ts'
import { brought, byAuthority } from '../filings/define.ts'
import { CREDITORS, type Ender } from './law.ts'
import { onBehalf, supervised, withResidue } from './pages.ts'

const unable = { page: 'resolution', field: 'canMeet', is: ['no'] } as const

/** What is brought when the liquidation begins (domain-2 §16.4). */
export const endingMaterials = ({ law }: Ender): readonly Material[] => [
  {
    ...original,
    code: 'D401',
    title: '清算备案表',
    hint: '根据填写的内容生成，由法定代表人签字、加盖公章；法院指定清算组的，由清算组负责人签字',
    basis: law.group,
  },
  {
    ...original,
    code: 'D402',
    title: '会议纪要和签到册',
    hint: '作出终止决定的会议，写明表决的票数，出席人员签名',
    maxFiles: 20,
    when: { page: 'resolution', field: 'canMeet', is: ['yes'] },
    proves: ['resolution'],
    basis: law.charter,
    forms: [filingMinutes, attendance],
  },
  brought(
    'D403',
    '公告和业务主管单位认可文件',
    '刊登公告的报纸版面，业务主管单位认可的文件',
    byAuthority,
    '报纸由报社刊登，认可文件由业务主管单位出具',
    {
      when: unable,
    },
  ),
  brought(
    'D404',
    '业务主管单位同意注销的文件',
    '写明同意终止并注销，加盖公章；业务主管单位在线同意的不用上传',
    law.ends,
    '由业务主管单位出具，格式以其为准',
    {
      when: supervised,
    },
  ),
  ...(law.required
    ? [
        brought(
          'D407',
          '终止方案',
          '作出要求的机关制定，写明终止的原因、清算和善后的安排',
          law.applies,
          '由作出要求的机关制定。',
          {
            when: onBehalf,
          },
        ),
        brought('D408', '登记管理机关的检查意见', '会同有关机关检查以后出具', law.applies, '由登记管理机关出具', {
          form: '复印件',
          when: onBehalf,
        }),
      ]
    : []),
  {
    ...original,
    code: 'D405',
    title: '清算组名单',
    hint: '根据填写的内容生成，清算组成员逐一签名',
    proves: ['liquidators'],
    basis: law.group,
  },
  brought('D406', '人民法院指定清算组的决定书', '写明案号和清算组成员', law.group, '由人民法院出具', {
    form: '复印件',
    when: { page: 'liquidators', field: 'formedBy', is: ['COURT'] },
  }),
]

/** What is brought when the liquidation is over. */
export const closingMaterials = ({ law }: Ender): readonly Material[] => [
  {
    ...original,
    code: 'D411',
    title: '注销登记申请书',
    hint: '根据填写的内容生成，由法定代表人（法院指定清算组的，由清算组负责人）签署',
    basis: law.applies,
  },
  { ...original, code: 'D412', title: '注销登记表', hint: '根据填写的内容生成，签字、盖章', basis: byAuthority },
  brought(
    'D413',
    '清算报告书',
    '写明财产、债权债务、清算费用和剩余财产，清算组全体成员签名',
    law.applies,
    '由清算组写，内容与填写的各项一致。',
  ),
  brought(
    'D414',
    '清算期间财务报表',
    '清算开始日、结束日的资产负债表和清算损益表',
    byAuthority,
    '由清算组编制，加盖公章。',
  ),
  brought('D415', '清算审计报告', '会计师事务所出具', byAuthority, '由会计师事务所出具，格式以其为准'),
  brought(
    'D416',
    '刊登清算公告的报纸',
    '看得清报名、日期和公告全文',
    CREDITORS,
    '由报社刊登，写明组织名称、清算组地址、联系电话和申报债权的期限。',
  ),
  brought(
    'D417',
    '剩余财产处置协议或者接收函',
    '写明接收的金额和用途，双方盖章',
    law.residue,
    '由清算组与接收单位签订。',
    { when: withResidue },
  ),
  brought(
    'D418',
    '业务主管单位对清算结果的意见',
    '写明认可清算结果、同意注销，加盖公章',
    law.ends,
    '由业务主管单位出具，格式以其为准',
    {
      when: supervised,
    },
  ),
  brought(
    'D419',
    '清税证明',
    '主管税务机关出具；没有办理过税务登记的，上传税务机关的说明',
    byAuthority,
    '由主管税务机关出具',
    {
      form: '复印件',
    },
  ),
  brought('D420', '银行账户销户证明', '每个账户一份；没有银行账户的，上传说明', byAuthority, '由开户银行出具', {
    form: '复印件',
  }),
  {
    ...copy,
    code: 'D421',
    title: '社会保险、医疗保险注销证明',
    hint: '没有参保的可以不提交',
    optional: true,
    basis: byAuthority,
    noForm: '由经办机构出具',
  },
  brought(
    'D422',
    '刊登作废声明的报纸',
    '证书、印章遗失的，看得清报名、日期和声明全文',
    law.applies,
    '由报社刊登，写明名称和“遗失，声明作废”。',
    {
      when: { page: 'returns', field: 'how', is: ['VOID'] },
    },
  ),
]

const representative: SigningBox = { ...representativeSigns, label: '法定代表人（清算组负责人）' }

export const endingPapers: readonly Paper[] = [
  {
    code: 'D401',
    title: '清算备案表',
    use: '全部填好以后打印，由法定代表人签字、加盖公章，扫描后上传',
    uploaded: true,
    parts: [
      { type: 'text', text: '{authority}：\n{name}决定终止，已经成立清算组，现报请备案。' },
      { type: 'rest', except: ['commitment'] },
      { type: 'signatures', boxes: [representative, organizationSeals, unitSays] },
    ],
  },
  {
    code: 'D405',
    title: '清算组名单',
    use: '打印以后由清算组成员逐一签名，扫描后上传',
    uploaded: true,
    parts: [
      {
        type: 'table',
        page: 'liquidators',
        columns: [
          { share: 1.3, field: 'name' },
          { share: 1.8, field: 'groupPost' },
          { share: 2.8, field: 'workUnit' },
          { share: 2, field: 'phone' },
          { share: 1.6, blank: '签名' },
        ],
      },
      { type: 'signatures', boxes: [organizationSeals] },
    ],
  },
]

export const closingPapers: readonly Paper[] = [
  {
    code: 'D411',
    title: '注销登记申请书',
    use: '全部填好以后打印，由法定代表人签署，扫描后上传',
    uploaded: true,
    parts: [
      { type: 'text', text: '{authority}：\n{name}已经终止并完成清算，现申请注销登记，请予准许。' },
      { type: 'pages', pages: ['ending', 'settlement'] },
      {
        type: 'text',
        text: '本组织承诺：清算已经依法完成，债权债务已经处理完毕，所提交的材料真实、合法、有效；注销以后如有未了结的事项，由清算组成员依法承担责任。',
      },
      { type: 'signatures', boxes: [representative, organizationSeals] },
    ],
  },
  {
    code: 'D412',
    title: '注销登记表',
    use: '全部填好以后打印，签字、盖章，扫描后上传',
    uploaded: true,
    parts: [
      { type: 'rest', except: ['commitment', 'contact', 'lastCommitment'] },
      { type: 'signatures', boxes: [representative, organizationSeals, unitSays, authoritySays('登记管理机关意见')] },
    ],
  },
]
