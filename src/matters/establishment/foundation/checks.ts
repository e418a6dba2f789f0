import type { Check } from '../../../core/matters/define.ts'
import { foundingChecks } from '../shared/checks.ts'
import { foundationLaw as law } from '../shared/law.ts'

const atSubmission = { stages: ['establishmentSubmission'] } as const

/** What is made sure of before a 基金会 is registered; 基金会管理条例 does not ask whether there is one already. */
export const checks: readonly Check[] = [
  ...foundingChecks(law, '原始基金').filter(({ code }) => code !== 'NO-DOUBLE'),
  {
    stages: ['nameApproval'],
    code: 'TRADE-NAME',
    text: '名称有字号；不使用字号的，同时符合四项条件',
    basis: '《社会组织名称管理办法》第八条、民政部2024年11月通知',
    shows: [
      { page: 'name', field: 'withoutTradeName' },
      { page: 'name', field: 'unitAgrees' },
    ],
  },
  {
    ...atSubmission,
    code: 'COUNCIL',
    text: '理事5至25名，近亲属关系和领取报酬的人数符合规定',
    basis: `${law.regulation}第二十条`,
    rules: ['FD-COUNCIL-SIZE', 'FD-KIN-IN-COUNCIL', 'FD-PAID-SHARE', 'FD-PAID-PART-TIME'],
    counts: ['officers'],
  },
  {
    ...atSubmission,
    code: 'SUPERVISORS',
    text: '有监事，且不是理事、理事的近亲属、财会人员，不领取报酬',
    basis: `${law.regulation}第二十二条、第二十三条`,
    rules: [
      'FD-POSTS-FILLED',
      'FD-EXCLUSIVE-POSTS',
      'FD-SUPERVISOR-KIN',
      'FD-SUPERVISOR-ACCOUNTANT',
      'FD-SUPERVISOR-PAID',
    ],
    counts: ['officers'],
  },
  {
    ...atSubmission,
    code: 'LEADERS',
    text: '理事长、副理事长、秘书长不是现职国家工作人员；法定代表人不在其他组织任法定代表人，依法由内地居民担任',
    basis: `${law.regulation}第二十三条`,
    rules: [
      'FD-CIVIL-SERVANT',
      'FD-LEGAL-REPRESENTATIVE-ELSEWHERE',
      'FD-LEGAL-REPRESENTATIVE-REGISTER',
      'FD-LEGAL-REPRESENTATIVE-RESIDENT',
    ],
    counts: ['officers'],
  },
  {
    ...atSubmission,
    code: 'TWO-THIRDS',
    text: '章程和负责人由出席理事三分之二以上通过',
    basis: `${law.regulation}第二十一条`,
    rules: ['FD-IMPORTANT-VOTES', 'FD-MEETING-EXPECTED'],
    shows: [
      { page: 'foundingMeeting', field: 'charterFor' },
      { page: 'foundingMeeting', field: 'officersFor' },
    ],
  },
]
