import type { Check } from '../../../core/matters/define.ts'
import { foundingChecks } from '../shared/checks.ts'
import { socialGroupLaw as law } from '../shared/law.ts'

const stages = ['establishmentSubmission'] as const

export const checks: readonly Check[] = [
  ...foundingChecks(law, '活动资金'),
  {
    stages,
    code: 'MEMBERS',
    text: '个人会员50个以上，或者单位会员30个以上；混合组成的总数50个以上',
    basis: `${law.regulation}第十条第一项`,
    rules: ['SG-MEMBERS'],
    counts: ['individualMembers', 'unitMembers'],
  },
  {
    stages,
    code: 'ELSEWHERE',
    text: '法定代表人不同时担任其他社会团体的法定代表人',
    basis: `${law.regulation}第十二条`,
    rules: ['SG-LEGAL-REPRESENTATIVE-ELSEWHERE', 'SG-LEGAL-REPRESENTATIVE-REGISTER'],
    counts: ['officers'],
  },
]
