import type { Matter } from '../../core/matters/define.ts'
import { guide } from './guide.ts'
import { materials } from './materials.ts'
import { completionPages } from './pages-completion.ts'
import { closingPages, establishmentPages } from './pages-establishment.ts'
import { namePages } from './pages-name.ts'
import { officersPage } from './pages-officers.ts'
import { rules } from './rules.ts'
import { stages } from './stages.ts'

/** Founding a 社会团体, in the four links of the Shanxi guide. */
export const socialGroupEstablishment = {
  code: 'social-group-establishment',
  title: '社会团体成立登记',
  keywords: ['成立', '设立', '注册', '登记', '社团', '协会', '学会', '商会', '研究会', '促进会', '联合会'],
  orgType: 'SOCIAL_GROUP',
  audience: 'personal',
  // The links about the name are a service anybody may ask for; what founds an organization is a person's own act.
  realName: { draft: true, submitFrom: 'establishmentSubmission' },
  guide,
  pages: [...namePages, ...establishmentPages, officersPage, ...closingPages, ...completionPages],
  materials,
  stages,
  rules,
  facts: {
    name: { page: 'name', field: 'proposedName' },
    alternativeNames: [
      { page: 'name', field: 'alternativeName1' },
      { page: 'name', field: 'alternativeName2' },
    ],
    purpose: { page: 'purpose', field: 'purpose' },
    businessScope: { page: 'purpose', field: 'businessScope' },
    certificateScope: { page: 'registration', field: 'businessScopeForCertificate' },
    activityArea: { page: 'purpose', field: 'activityArea' },
    domicile: { page: 'domicile', field: 'address' },
    fund: { page: 'funds', field: 'fundAmount' },
    supervisoryUnit: { page: 'supervision', field: 'supervisoryUnit' },
    applicantRole: { page: 'contact', field: 'applicantRole' },
    termYears: { page: 'term', field: 'termYears' },
    contact: { page: 'contact', name: 'contactName', phone: 'contactPhone' },
    people: {
      page: 'officers',
      name: 'name',
      idType: 'idType',
      idNumber: 'idNumber',
      post: 'orgPost',
      legalRepresentative: 'isLegalRepresentative',
    },
    sponsors: { page: 'sponsors', name: 'name', idType: 'idType', idNumber: 'idNumber' },
  },
} as const satisfies Matter
