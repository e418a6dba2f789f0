import type { Matter } from '../../../core/matters/define.ts'
import { foundingFacts } from '../shared/facts.ts'
import { foundingTakesOver } from '../shared/takes-over.ts'
import { checks } from './checks.ts'
import { guide } from './guide.ts'
import { materials } from './materials.ts'
import { pages } from './pages.ts'
import { rules } from './rules.ts'
import { selfCheck } from './self-check.ts'
import { stages } from './stages.ts'

/** Founding a 民办非企业单位 (社会服务机构), in the four links of the Shanxi guide. */
export const privateNonEnterpriseEstablishment: Matter = {
  code: 'private-non-enterprise-establishment',
  title: '民办非企业单位成立登记',
  keywords: ['成立', '设立', '注册', '登记', '民非', '社会服务机构', '学校', '医院', '养老院', '中心', '幼儿园'],
  orgType: 'PRIVATE_NON_ENTERPRISE',
  begunBy: 'person',
  realName: { draft: true, submitFrom: 'establishmentSubmission' },
  guide,
  selfCheck,
  pages,
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
      licence: { page: 'licence', field: 'licenceNo' },
    },
  },
  takesOver: foundingTakesOver,
}
