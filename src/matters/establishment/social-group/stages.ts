import { foundingStages } from '../shared/stages.ts'

const CONSULTATION = ['name', 'purpose', 'contact'] as const

/** The four links of founding a 社会团体. */
export const stages = foundingStages({
  law: {
    accepted: '《社会团体登记管理条例》第十二条',
    decided: '《社会团体登记管理条例》第十条、第十一条、第十二条、第十三条',
    filed: '《社会团体登记管理条例》第十六条',
  },
  decision: { statutory: 60, committed: 20 },
  consultation: { pages: CONSULTATION },
  nameApproval: {
    pages: [...CONSULTATION, 'supervision', 'background', 'sponsors', 'sponsorOrgs'],
    materials: ['M102', 'M103', 'M104', 'M106'],
  },
  submission: {
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
      'collection',
      'commitment',
    ],
    materials: ['M202', 'M204', 'M206', 'M207', 'M210', 'M211', 'M212', 'M213', 'M214', 'M216', 'M217', 'M218'],
  },
  completion: { pages: ['seals', 'bankAccount', 'tax'], materials: ['M301', 'M302', 'M303', 'M304'] },
})
