import type { MatterFacts } from '../../../core/matters/facts.ts'
import { collectorFact } from '../../shared/closing.ts'

/** Where the portal finds what it works with: the pages of founding are called alike in every type. */
export const foundingFacts = {
  names: {
    proposed: { page: 'name', field: 'proposedName' },
    alternatives: [
      { page: 'name', field: 'alternativeName1' },
      { page: 'name', field: 'alternativeName2' },
    ],
  },
  applicantRole: { page: 'contact', field: 'applicantRole' },
  contact: { page: 'contact', name: 'contactName', phone: 'contactPhone' },
  people: [
    {
      role: 'OFFICER',
      page: 'officers',
      name: 'name',
      idType: 'idType',
      idNumber: 'idNumber',
      phone: 'phone',
      post: 'orgPost',
      legalRepresentative: 'isLegalRepresentative',
    },
    { role: 'SPONSOR', page: 'sponsors', name: 'name', idType: 'idType', idNumber: 'idNumber' },
  ],
  agent: {
    page: 'agent',
    name: 'agentName',
    idType: 'agentIdType',
    idNumber: 'agentIdNumber',
    phone: 'agentPhone',
  },
  collector: collectorFact,
  supervisoryUnit: { page: 'supervision', field: 'supervisoryUnit' },
  consent: {
    page: 'supervisoryConsent',
    given: 'consentGiven',
    number: 'consentDocNo',
    date: 'consentDate',
    opinion: 'consentOpinion',
    onPaper: ['unitContact', 'unitPhone'],
    material: 'M202',
    beside: ['agent', 'collection'],
  },
} as const satisfies MatterFacts
