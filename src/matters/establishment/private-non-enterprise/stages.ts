import { privateNonEnterpriseLaw as law } from '../shared/law.ts'
import { foundingStages } from '../shared/stages.ts'

const CONSULTATION = ['name', 'purpose', 'contact'] as const

/** The four links of founding a 民办非企业单位. Money and premises are looked at with the name
 * already (domain.md §4.4), and so is a licence that its ending calls for (N33). */
export const stages = foundingStages({
  law: {
    accepted: `${law.regulation}第十一条`,
    decided: `${law.regulation}第八条、第九条、第十一条、第十二条`,
    filed: `${law.regulation}第十四条`,
  },
  decision: { statutory: 60, committed: 20 },
  consultation: { pages: CONSULTATION },
  nameApproval: {
    pages: [...CONSULTATION, 'supervision', 'licence', 'funds', 'domicile', 'sponsors', 'sponsorOrgs'],
    materials: ['M103', 'M104', 'M105', 'M105U', 'M106'],
  },
  submission: {
    pages: [
      'purpose',
      'registration',
      'supervisoryConsent',
      'domicile',
      'funds',
      'contributors',
      'licence',
      'staffing',
      'internalUnits',
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
    materials: ['M202', 'M204', 'M205', 'M206', 'M207', 'M210', 'M212', 'M213', 'M214', 'M215', 'M216', 'M218'],
  },
  completion: { pages: ['seals', 'bankAccount', 'tax'], materials: ['M301', 'M302', 'M303', 'M304'] },
})
