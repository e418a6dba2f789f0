import type { Check } from '../../../core/matters/define.ts'
import { foundingChecks } from '../shared/checks.ts'
import { privateNonEnterpriseLaw as law } from '../shared/law.ts'

const stages = ['establishmentSubmission'] as const

export const checks: readonly Check[] = [
  ...foundingChecks(law, '开办资金'),
  {
    stages,
    code: 'NON-STATE',
    text: '利用非国有资产举办',
    basis: `${law.regulation}第二条`,
    rules: ['PN-NON-STATE'],
    shows: [{ page: 'funds', field: 'nonStateShare' }],
  },
  {
    stages,
    code: 'ORGANS',
    text: '有必要的组织机构：理事会、行政负责人和监事',
    basis: `${law.regulation}${law.articles.organs}`,
    rules: ['PN-COUNCIL-SIZE', 'PN-POSTS-FILLED'],
    counts: ['officers'],
  },
]
