import { privateNonEnterpriseGrounds } from '../shared/grounds.ts'
import { privateNonEnterpriseLaw as law } from '../shared/law.ts'
import { foundingStages } from '../shared/stages.ts'
import { proved } from './findings.ts'
import { materials } from './materials.ts'

/** The four links of founding a 民办非企业单位. Money and premises are looked at with the name
 * already (domain.md §4.4), and so is a licence that its ending calls for (N33). */
export const stages = foundingStages({
  orgType: 'PRIVATE_NON_ENTERPRISE',
  law: {
    accepted: `${law.regulation}第十一条第一款`,
    decided: `${law.regulation}第八条、第九条、第十一条第一款、第十二条`,
    filed: `${law.regulation}第十四条`,
  },
  grounds: privateNonEnterpriseGrounds,
  decision: { statutory: 60, committed: 20 },
  pages: { name: ['licence', 'funds', 'domicile'], papers: ['licence', 'staffing', 'internalUnits'] },
  materials,
  proved,
})
