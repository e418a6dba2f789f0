import type { Matter } from '../../../core/matters/define.ts'
import { collectionPage } from '../../shared/closing.ts'
import { foundingFacts } from '../shared/facts.ts'
import { foundingTakesOver } from '../shared/takes-over.ts'
import { foundationLaw as law } from '../shared/law.ts'
import { completionPages } from '../shared/pages-completion.ts'
import { closingPages } from '../shared/pages-founding.ts'
import { checks } from './checks.ts'
import { guide } from './guide.ts'
import { materials } from './materials.ts'
import { establishmentPages } from './pages-establishment.ts'
import { NAME, namePages } from './pages-name.ts'
import { officers } from './pages-officers.ts'
import { rules } from './rules.ts'
import { selfCheck } from './self-check.ts'
import { stages } from './stages.ts'

/** Founding a 基金会, which only the province registers, in the four links of the Shanxi guide. */
export const foundationEstablishment: Matter = {
  code: 'foundation-establishment',
  title: '基金会设立登记',
  keywords: ['成立', '设立', '注册', '登记', '基金会', '慈善', '慈善会', '公益', '捐赠', '公募', '非公募'],
  orgType: 'FOUNDATION',
  begunBy: 'person',
  realName: { draft: true, submitFrom: 'establishmentSubmission' },
  guide,
  selfCheck,
  pages: [
    ...namePages,
    ...establishmentPages,
    officers,
    ...closingPages('本人和全体发起人'),
    collectionPage('AUTHORIZED_AGENT'),
    ...completionPages(law, NAME, 'required'),
  ],
  materials,
  stages,
  rules,
  checks,
  facts: {
    ...foundingFacts,
    names: {
      ...foundingFacts.names,
      personIn: { page: 'name', field: 'personInName' },
      unitIn: { page: 'name', field: 'unitInName' },
      withoutTradeName: { page: 'name', field: 'withoutTradeName' },
    },
  },
  takesOver: foundingTakesOver,
}
