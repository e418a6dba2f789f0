import { CHAIR_POSTS } from '../../../core/posts.ts'
import type { Rule } from '../../../core/matters/define.ts'
import { socialGroupLaw as law } from '../shared/law.ts'
import { charityRules } from '../shared/rules-charity.ts'
import { completionRules } from '../shared/rules-completion.ts'
import { identityRules } from '../shared/rules-identity.ts'
import { scopeRules } from '../shared/rules-scope.ts'
import { unitRules } from '../shared/rules-units.ts'
import { atSubmission } from '../shared/rules.ts'
import { domicileRules } from '../../shared/rules-domicile.ts'
import { meetingRules } from '../shared/rules-meeting.ts'
import { contributionRules } from '../shared/rules-money.ts'
import { namingRules } from '../shared/rules-names.ts'
import { partyRules } from '../shared/rules-party.ts'
import { peopleRules } from '../shared/rules-people.ts'
import { memberCounts } from './members.ts'
import { kindRules } from './rules-name.ts'
import { officerRules } from './rules-officers.ts'
import { organizationRules } from './rules-organization.ts'
import { OFFICER_POSTS, SUPERVISOR_POSTS } from './rules-shared.ts'

/** Every rule across fields and pages, in the order its findings are shown. */
export const rules: readonly Rule[] = [
  ...namingRules(law, 'SOCIAL_GROUP', '发起人', '发起单位'),
  ...kindRules,
  ...organizationRules,
  ...contributionRules(law, '活动资金'),
  ...meetingRules(
    law,
    {
      meeting: '会员大会',
      members: '会员',
      listed: (answers) => {
        const counts = memberCounts(answers)
        return counts && counts.units + counts.persons
      },
    },
    [
      { prefix: 'charter', text: '章程草案' },
      { prefix: 'officers', text: '负责人选举' },
      { prefix: 'fee', text: '会费标准' },
    ],
  ),
  ...domicileRules({ prefix: law.prefix, basis: `${law.regulation}${law.articles.domicile}`, ...atSubmission(law) }),
  ...unitRules(law),
  ...charityRules(law),
  ...partyRules(law),
  ...peopleRules(law, 'SOCIAL_GROUP', {
    officers: OFFICER_POSTS,
    chairs: CHAIR_POSTS,
    supervisors: SUPERVISOR_POSTS,
    representatives: OFFICER_POSTS,
    representativesText: '会长（理事长、主席）、副会长或者秘书长',
    chairText: '会长（理事长、主席）',
    elsewhereBasis: '《社会团体登记管理条例》第十二条、《基金会管理条例》第二十三条',
  }),
  ...officerRules,
  ...scopeRules(law),
  ...identityRules(law),
  ...completionRules(law),
]
