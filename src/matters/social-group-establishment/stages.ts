import type { Stage } from '../../core/matters/define.ts'

const CONSULTATION = ['name', 'purpose', 'contact'] as const
const correction = { statutory: 30, committed: 30, basis: '登记管理机关规定的补正期限' } as const
// No law sets a term for changing what an authority sent back before acceptance; without one it lies open for ever.
const revision = { statutory: 30, committed: 30, basis: '本平台设定，法律没有规定期限' } as const
const receipt = { statutory: 5, committed: 5, basis: '《行政许可法》第三十二条' } as const

/** The four links in order, with what each asks, promises and issues. */
export const stages = [
  {
    code: 'nameConsultation',
    title: '拟用名称咨询',
    intro: '提前了解拟用名称是否合适。答复供您参考，不具有行政许可效力。',
    pages: CONSULTATION,
    locked: [],
    materials: [],
    revision,
    reply: { statutory: 3, committed: 3, basis: '登记管理机关承诺' },
    issues: ['CONSULTATION_REPLY'],
    flow: ['登记管理机关查询、比对名称', '出具拟用名称咨询答复'],
  },
  {
    code: 'nameApproval',
    title: '名称核准',
    intro: '申请核准名称。核准后名称保留6个月。名称核准申请表由系统生成，不需要上传。',
    pages: [...CONSULTATION, 'supervision', 'background', 'sponsors', 'sponsorOrgs'],
    locked: [],
    materials: ['M102', 'M103', 'M104', 'M106'],
    receipt,
    revision,
    decision: { statutory: 20, committed: 7, basis: '《行政许可法》第四十二条' },
    issues: ['ACCEPTANCE_NOTICE', 'REFUSAL_NOTICE', 'NAME_APPROVAL', 'NAME_REJECTION'],
    flow: ['窗口受理', '复审', '终审，核准或者不予核准'],
  },
  {
    code: 'establishmentSubmission',
    title: '提交成立材料',
    intro:
      '召开成立大会以后提交。登记申请书、法人登记申请表、法定代表人登记表、负责人备案表由系统生成，不需要上传。已核准的名称和业务主管单位不能再修改。',
    pages: [
      'purpose',
      'registration',
      'supervisoryConsent',
      'domicile',
      'funds',
      'contributors',
      'members',
      'staffing',
      'foundingMeeting',
      'term',
      'officers',
      'sponsors',
      'sponsorOrgs',
      'party',
      'agent',
      'commitment',
    ],
    locked: ['name', 'supervision'],
    materials: ['M202', 'M204', 'M206', 'M207', 'M210', 'M211', 'M212', 'M213', 'M214', 'M216', 'M217', 'M218'],
    receipt,
    correction,
    decision: { statutory: 60, committed: 20, basis: '《社会团体登记管理条例》第十二条' },
    issues: [
      'RECEIPT',
      'ACCEPTANCE_NOTICE',
      'CORRECTION_NOTICE',
      'REFUSAL_NOTICE',
      'DECISION_GRANTED',
      'DECISION_DENIED',
      'TERMINATION_NOTICE',
    ],
    flow: ['窗口收件', '5个工作日内受理或者一次性告知补正', '初审', '复审', '终审，作出决定'],
  },
  {
    code: 'establishmentCompletion',
    title: '补充完善材料',
    intro: '刻制印章、开立银行账户后填写，备案后领取登记证书。登记名称不能修改。',
    pages: ['seals', 'bankAccount', 'tax', 'collection'],
    locked: ['name'],
    materials: ['M301', 'M302', 'M303', 'M304'],
    revision,
    // It runs from the day the seals and the account are in: until then it is the applicant's turn.
    certificate: { statutory: 10, committed: 10, basis: '《行政许可法》第四十四条' },
    issues: ['FILING_RECEIPT', 'CERTIFICATE_ORIGINAL', 'CERTIFICATE_DUPLICATE'],
    flow: ['窗口备案', '制作证书', '领取证书'],
  },
] as const satisfies readonly Stage[]
