import type { Rule } from '../../../core/matters/define.ts'
import { ageRemark } from '../../../core/identity/age-rules.ts'
import type { OrgType } from '../../../core/org-types.ts'
import { nameKey } from '../../../core/names/normalize.ts'
import type { FoundingLaw } from './law.ts'
import { birthDateOf, personKey } from '../../shared/people.ts'

const NAME_FIELDS = ['proposedName', 'alternativeName1', 'alternativeName2'] as const

/** Rules about the names asked for and about who founds. `founder`: 发起人, 举办者; `unit`: 发起单位, 举办单位. */
export const namingRules = (law: FoundingLaw, orgType: OrgType, founder: string, unit: string): readonly Rule[] => {
  const withFounders = { effectiveFrom: law.inForce, stages: ['nameApproval', 'establishmentSubmission'] } as const
  return [
    {
      code: `${law.prefix}-SPONSORS-GIVEN`,
      basis: `${law.regulation}${law.articles.sponsors}`,
      level: 'BLOCK',
      ...withFounders,
      check: (answers) =>
        answers.items('sponsors').length + answers.items('sponsorOrgs').length === 0
          ? [{ page: 'sponsors', message: `请至少添加一名${founder}或者一个${unit}` }]
          : [],
    },
    {
      code: `${law.prefix}-SPONSORS-ENOUGH`,
      basis: '登记管理机关要求',
      level: 'WARN',
      ...withFounders,
      check: (answers, { policies }) => {
        const least = policies.sponsors[orgType]
        const persons = answers.items('sponsors').length
        const units = answers.items('sponsorOrgs').length
        if (persons + units === 0 || persons >= least.persons || units >= least.units) return []
        const message = `${founder}一般不少于${least.persons}名，或者${unit}不少于${least.units}个；现在有${founder}${persons}名、${unit}${units}个`
        return [{ page: 'sponsors', message }]
      },
    },
    {
      code: `${law.prefix}-NAMES-DIFFER`,
      basis: '《社会组织名称管理办法》第五条',
      level: 'BLOCK',
      effectiveFrom: law.inForce,
      stages: ['nameConsultation', 'nameApproval'],
      check: (answers) => {
        const seen = new Set<string>()
        return NAME_FIELDS.flatMap((field) => {
          const name = answers.value('name', field)
          const key = nameKey(name)
          const repeated = key !== '' && seen.has(key)
          seen.add(key)
          return repeated ? [{ page: 'name', field, message: `“${name}”已经填写过，备选名称应当各不相同` }] : []
        })
      },
    },
    {
      code: `${law.prefix}-SPONSOR-TWICE`,
      basis: `${law.regulation}${law.articles.sponsors}`,
      level: 'BLOCK',
      ...withFounders,
      check: (answers) => {
        const seen = new Set<string>()
        const finding = (page: string, field: string, id: string, key: string, name: string) => {
          const repeated = key !== '' && seen.has(key)
          seen.add(key)
          return repeated ? [{ page, field, itemId: id, message: `${name}已经添加过，请勿重复添加` }] : []
        }
        return [
          ...answers
            .items('sponsors')
            .flatMap(({ id, values }) => finding('sponsors', 'idNumber', id, personKey(values), values['name'] ?? '')),
          ...answers
            .items('sponsorOrgs')
            .flatMap(({ id, values }) =>
              finding('sponsorOrgs', 'orgUscc', id, values['orgUscc'] ?? '', values['orgName'] ?? ''),
            ),
        ]
      },
    },
    {
      code: `${law.prefix}-SPONSOR-ADULT`,
      basis: `${law.regulation}${law.articles.persons}`,
      level: 'BLOCK',
      ...withFounders,
      check: (answers, { today }) =>
        answers.items('sponsors').flatMap(({ id, values }) => {
          const remark = ageRemark('SPONSOR', birthDateOf(values, today), today, '现已', founder)
          const message = `${values['name']}${remark?.message ?? ''}`
          return remark ? [{ page: 'sponsors', field: 'idNumber', itemId: id, message }] : []
        }),
    },
  ]
}
