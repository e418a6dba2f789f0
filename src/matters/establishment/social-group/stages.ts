import { socialGroupGrounds } from '../shared/grounds.ts'
import { foundingStages } from '../shared/stages.ts'
import { proved } from './findings.ts'
import { materials } from './materials.ts'

/** The four links of founding a 社会团体. */
export const stages = foundingStages({
  orgType: 'SOCIAL_GROUP',
  law: {
    accepted: '《社会团体登记管理条例》第十二条第一款',
    decided: '《社会团体登记管理条例》第十条、第十一条、第十二条',
    filed: '《社会团体登记管理条例》第十六条',
  },
  grounds: socialGroupGrounds,
  decision: { statutory: 60, committed: 20 },
  pages: { name: ['background'], papers: ['members', 'unitMembers', 'individualMembers', 'staffing'] },
  materials,
  proved,
})
