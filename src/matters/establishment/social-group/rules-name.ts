import type { Rule } from '../../../core/matters/define.ts'
import { ageOn } from '../../../core/identity/resident-id.ts'
import { nameKey } from '../../../core/names/normalize.ts'
import { birthDateOf, personKey } from '../shared/people.ts'
import { REGULATION, REGULATION_IN_FORCE } from './rules-shared.ts'

const NAME_FIELDS = ['proposedName', 'alternativeName1', 'alternativeName2'] as const
const MIN_SPONSORS = 5
const MIN_SPONSOR_UNITS = 3

const withSponsors = {
  effectiveFrom: REGULATION_IN_FORCE,
  stages: ['nameApproval', 'establishmentSubmission'],
} as const satisfies Partial<Rule>

/** Rules about the names asked for and about the sponsors. */
export const nameRules = [
  {
    code: 'SG-NAMES-DIFFER',
    basis: '《社会组织名称管理办法》第五条',
    level: 'BLOCK',
    effectiveFrom: REGULATION_IN_FORCE,
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
    code: 'SG-SPONSORS-GIVEN',
    basis: `${REGULATION}第九条`,
    level: 'BLOCK',
    ...withSponsors,
    check: (answers) =>
      answers.items('sponsors').length + answers.items('sponsorOrgs').length === 0
        ? [{ page: 'sponsors', message: '请至少添加一名发起人或者一个发起单位' }]
        : [],
  },
  {
    code: 'SG-SPONSORS-ENOUGH',
    basis: '登记管理机关要求',
    level: 'WARN',
    ...withSponsors,
    check: (answers) => {
      const persons = answers.items('sponsors').length
      const units = answers.items('sponsorOrgs').length
      if (persons + units === 0 || persons >= MIN_SPONSORS || units >= MIN_SPONSOR_UNITS) return []
      return [
        {
          page: 'sponsors',
          message: `发起人一般不少于${MIN_SPONSORS}名，或者发起单位不少于${MIN_SPONSOR_UNITS}个；现在有发起人${persons}名、发起单位${units}个`,
        },
      ]
    },
  },
  {
    code: 'SG-SPONSOR-TWICE',
    basis: `${REGULATION}第九条`,
    level: 'BLOCK',
    ...withSponsors,
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
    code: 'SG-SPONSOR-ADULT',
    basis: `${REGULATION}第十三条`,
    level: 'BLOCK',
    ...withSponsors,
    check: (answers, { today }) =>
      answers.items('sponsors').flatMap(({ id, values }) => {
        const born = birthDateOf(values, today)
        if (born === undefined || ageOn(born, today) >= 18) return []
        const message = `${values['name']}未满18周岁，不能担任发起人`
        return [{ page: 'sponsors', field: 'idNumber', itemId: id, message }]
      }),
  },
] as const satisfies readonly Rule[]
