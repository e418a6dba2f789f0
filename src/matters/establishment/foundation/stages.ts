import { foundationGrounds } from '../shared/grounds.ts'
import { foundationLaw as law } from '../shared/law.ts'
import { foundingStages } from '../shared/stages.ts'
import { proved } from './findings.ts'
import { materials } from './materials.ts'

/** The four links of founding a 基金会. */
export const stages = foundingStages({
  orgType: 'FOUNDATION',
  law: {
    accepted: `${law.regulation}第十一条`,
    decided: `${law.regulation}第八条、第九条、第十一条`,
    filed: `${law.regulation}第十四条`,
  },
  grounds: foundationGrounds,
  decision: { statutory: 60, committed: 20 },
  pages: { name: ['funds', 'domicile'], papers: ['staffing'] },
  materials,
  proved,
})
