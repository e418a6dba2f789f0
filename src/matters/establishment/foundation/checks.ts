import type { Check } from '../../../core/matters/define.ts'
import { foundingChecks } from '../shared/checks.ts'
import { foundationLaw as law } from '../shared/law.ts'

const stages = ['establishmentSubmission'] as const
const counts = ['officers'] as const

export const checks: readonly Check[] = [
  ...foundingChecks(law, '原始基金'),
  {
    stages,
    counts,
    code: 'COUNCIL',
    text: '理事5至25人，理事之间的近亲属关系和领取报酬的人数符合规定',
    basis: `${law.regulation}第二十条`,
    rules: ['FD-COUNCIL-SIZE', 'FD-KIN-IN-COUNCIL', 'FD-PAID-SHARE'],
  },
  {
    stages,
    counts,
    code: 'SUPERVISORS',
    text: '监事不是理事的近亲属和本基金会的财会人员，不领取报酬',
    basis: `${law.regulation}第二十二条、第二十三条`,
    rules: ['FD-SUPERVISOR-PAID', 'FD-SUPERVISOR-KIN', 'FD-SUPERVISOR-ACCOUNTANT'],
  },
  {
    stages,
    counts,
    code: 'ELSEWHERE',
    text: '法定代表人不同时担任其他组织的法定代表人',
    basis: `${law.regulation}第二十三条`,
    rules: ['FD-LEGAL-REPRESENTATIVE-ELSEWHERE'],
  },
]
