import type { Rule } from '../../../core/matters/define.ts'
import { REGULATION, REGULATION_IN_FORCE } from './rules-shared.ts'

const withSponsors = {
  effectiveFrom: REGULATION_IN_FORCE,
  stages: ['nameApproval', 'establishmentSubmission'],
} as const satisfies Partial<Rule>

/** Rules about how many sponsors there are. */
export const sponsorRules = [
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
    check: (answers, { policies: { sponsors } }) => {
      const persons = answers.items('sponsors').length
      const units = answers.items('sponsorOrgs').length
      if (persons + units === 0 || persons >= sponsors.persons || units >= sponsors.units) return []
      return [
        {
          page: 'sponsors',
          message: `发起人一般不少于${sponsors.persons}名，或者发起单位不少于${sponsors.units}个；现在有发起人${persons}名、发起单位${units}个`,
        },
      ]
    },
  },
] as const satisfies readonly Rule[]
