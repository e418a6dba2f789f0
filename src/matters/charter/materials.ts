import type { Check, Material } from '../../core/matters/define.ts'
import type { Paper } from '../../core/papers/define.ts'
import { attendance, filingMinutes } from '../shared/forms/meetings.ts'
import { copy, original } from '../shared/materials.ts'
import { authoritySays, organizationSeals, representativeSigns, unitSays } from '../shared/signing.ts'
import { basisOf, type CharterLaw } from './law.ts'

const onPaper = { page: 'charter', field: 'onFile', is: ['no'] } as const

/** Papers of a charter that is to be approved (domain-2.md §16.3). */
export const charterMaterials = (law: CharterLaw): readonly Material[] => [
  {
    ...original,
    code: 'K201',
    title: '章程核准表',
    hint: '由法定代表人签字、加盖公章；有业务主管单位而没有在线同意的，由其盖章',
    basis: basisOf(law),
  },
  {
    ...original,
    code: 'K202',
    title: '会议纪要和签到册',
    hint: '表决通过章程的会议，写明票数，出席人员签名',
    proves: ['resolution'],
    maxFiles: 20,
    basis: law.charter,
    forms: [filingMinutes, attendance],
  },
  {
    ...original,
    code: 'K203',
    title: '业务主管单位审查同意文件',
    hint: '写明同意修改后的章程，加盖公章；业务主管单位在线同意的不用上传',
    proves: ['consent'],
    when: { page: 'consent', field: 'hasUnit', is: ['yes'] },
    basis: basisOf(law),
    noForm: '由业务主管单位出具，格式以其为准',
  },
  {
    ...original,
    code: 'K204',
    title: '修改后的章程',
    hint: '由系统按章程条文生成，打印后逐页加盖骑缝章，扫描上传',
    proves: ['articles'],
    maxFiles: 20,
    basis: basisOf(law),
  },
  {
    ...original,
    code: 'K205',
    title: '章程修改对照表',
    hint: '由系统逐条对照生成，加盖公章',
    proves: ['articles'],
    when: { page: 'charter', field: 'onFile', is: ['yes'] },
    basis: '登记管理机关要求',
  },
  {
    ...copy,
    code: 'K206',
    title: '现行章程和修改说明',
    hint: '现行章程全文，逐条写明修改前、修改后的内容和理由',
    when: onPaper,
    maxFiles: 20,
    basis: '登记管理机关要求',
    noForm: '现行章程的复印件；修改说明由本组织写，没有固定格式。',
  },
  {
    ...copy,
    code: 'K207',
    title: '登记证书副本',
    hint: '副本的扫描件',
    basis: '登记管理机关要求',
    noForm: '证书本身的扫描件，不用另写',
  },
]

/** What the portal makes of the answers: the form, the charter itself, and what is otherwise in it. */
export const charterPapers: readonly Paper[] = [
  {
    code: 'K201',
    title: '章程核准表',
    use: '全部填好以后打印，由法定代表人签字、盖章，扫描后上传',
    uploaded: true,
    parts: [
      { type: 'text', text: '{authority}：\n{name}修改了章程，修改后的章程和对照表附后，请予核准。' },
      { type: 'rest', except: ['articles'] },
      {
        type: 'signatures',
        boxes: [representativeSigns, organizationSeals, unitSays, authoritySays('登记管理机关核准意见')],
      },
    ],
  },
  {
    code: 'K204',
    title: '修改后的章程',
    use: '打印后加盖骑缝章，扫描后上传',
    uploaded: true,
    parts: [
      { type: 'charter', page: 'articles' },
      // On paper it goes over the edges alone.
      { type: 'signatures', boxes: [{ ...organizationSeals, onlineOnly: true }] },
    ],
  },
  {
    code: 'K205',
    title: '章程修改对照表',
    use: '打印后加盖公章，扫描后上传',
    uploaded: true,
    parts: [
      { type: 'comparison', page: 'articles' },
      { type: 'signatures', boxes: [organizationSeals] },
    ],
  },
]

/** What is made sure of before a charter is approved. */
export const charterChecks = (law: CharterLaw): readonly Check[] => {
  const at = { stages: ['charter'], basis: basisOf(law) } as const
  return [
    {
      ...at,
      code: 'CONTENT',
      text: '法律、法规要求写明的内容都已写明，没有留空的地方，内容不违反法律、法规和国家政策',
      rules: ['CHARTER-TEXT'],
      counts: ['articles'],
    },
    {
      ...at,
      code: 'REGISTERED',
      text: '名称、住所、宗旨、业务范围、资金、登记管理机关、业务主管单位与登记的一致；改变的，已告知还要办理变更登记',
      rules: ['CHARTER-VALUES'],
      counts: ['articles'],
    },
    {
      ...at,
      code: 'AMENDED',
      text: '修改对照表与两个文本一致，每处修改的理由成立',
      rules: ['CHARTER-BASE', 'CHARTER-REASONS', 'CHARTER-WAS'],
      shows: [{ page: 'charter', field: 'mainIssues' }],
    },
    {
      ...at,
      code: 'RESOLVED',
      text: '由章程规定的机构按照规定的人数表决通过，有会议纪要和签到册',
      basis: law.charter,
      rules: ['CHARTER-VOTES-COUNT', 'CHARTER-VOTES-PASSED', 'CHARTER-QUORUM', 'CHARTER-TWO-THIRDS'],
      shows: [
        { page: 'resolution', field: 'expectedCount' },
        { page: 'resolution', field: 'presentCount' },
        { page: 'resolution', field: 'charterFor' },
      ],
    },
    {
      ...at,
      code: 'CONSENT',
      text: '业务主管单位已经审查同意，与登记的业务主管单位一致；没有业务主管单位的，依法可以直接登记',
      rules: ['OWN-UNIT'],
      shows: [
        { page: 'consent', field: 'hasUnit' },
        { page: 'consent', field: 'supervisoryUnit' },
        { page: 'consent', field: 'consentNo' },
      ],
    },
    {
      ...at,
      code: 'IN-TIME',
      text: '在规定的期限内送审、申请核准；逾期的，原因成立',
      rules: ['SENT-IN-TIME', ...(law.days === undefined ? [] : ['IN-TIME'])],
      shows: [
        { page: 'resolution', field: 'meetingDate' },
        { page: 'consent', field: 'consentDate' },
        { page: 'consent', field: 'sentOn' },
      ],
    },
  ]
}
