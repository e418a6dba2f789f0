import type { Matter } from '../../../core/matters/define.ts'
import { checks } from './checks.ts'
import { guide } from './guide.ts'
import { materials } from './materials.ts'
import { collectionPage } from '../../shared/closing.ts'
import { completionPages } from '../shared/pages-completion.ts'
import { closingPages } from '../shared/pages-founding.ts'
import { establishmentPages } from './pages-establishment.ts'
import { namePages } from './pages-name.ts'
import { foundingFacts } from '../shared/facts.ts'
import { socialGroupLaw } from '../shared/law.ts'
import { officers } from './pages-officers.ts'
import { rules } from './rules.ts'
import { selfCheck } from './self-check.ts'
import { takesOver } from './takes-over.ts'
import { stages } from './stages.ts'

/** Founding a 社会团体, in the four links of the Shanxi guide. */
export const socialGroupEstablishment = {
  code: 'social-group-establishment',
  title: '社会团体成立登记',
  keywords: ['成立', '设立', '注册', '登记', '社团', '协会', '学会', '商会', '慈善会', '研究会', '促进会', '联合会'],
  orgType: 'SOCIAL_GROUP',
  begunBy: 'person',
  // The links about the name are a service anybody may ask for; what founds an organization is a person's own act.
  realName: { draft: true, submitFrom: 'establishmentSubmission' },
  guide,
  selfCheck,
  pages: [
    ...namePages,
    ...establishmentPages,
    officers,
    ...closingPages('本人和全体发起人'),
    collectionPage('AUTHORIZED_AGENT'),
    ...completionPages(socialGroupLaw, '山西省古建筑彩绘保护协会'),
  ],
  materials,
  stages,
  rules,
  checks,
  facts: foundingFacts,
  takesOver,
} satisfies Matter
