import type { Rule } from '../../core/matters/define.ts'
import { ageRemark } from '../../core/identity/age-rules.ts'
import { nameKey } from '../../core/names/normalize.ts'
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
    code: 'SG-ACTIVITY-AREA',
    basis: `${REGULATION}第七条、第十四条`,
    level: 'WARN',
    effectiveFrom: REGULATION_IN_FORCE,
    stages: ['nameConsultation', 'nameApproval', 'establishmentSubmission'],
    check: (answers, { placesOutside }) => {
      const places = placesOutside?.(answers.value('purpose', 'activityArea')) ?? []
      if (places.length === 0) return []
      const message = `活动地域中的“${places.join('”“')}”超出登记管理机关的管辖范围；跨行政区域的，应当向共同的上一级登记管理机关申请`
      return [{ page: 'purpose', field: 'activityArea', message }]
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
        const remark = ageRemark('SPONSOR', birthDateOf(values, today), today)
        if (!remark) return []
        return [{ page: 'sponsors', field: 'idNumber', itemId: id, message: `${values['name']}${remark.message}` }]
      }),
  },
] as const satisfies readonly Rule[]
