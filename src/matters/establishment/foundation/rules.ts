import type { Rule } from '../../../core/matters/define.ts'
import { domicileRules } from '../../shared/rules-domicile.ts'
import { charityRules } from '../shared/rules-charity.ts'
import { foundationLaw as law } from '../shared/law.ts'
import { completionRules } from '../shared/rules-completion.ts'
import { identityRules } from '../shared/rules-identity.ts'
import { meetingRules } from '../shared/rules-meeting.ts'
import { contributionRules, provedRules } from '../shared/rules-money.ts'
import { namingRules } from '../shared/rules-names.ts'
import { partyRules } from '../shared/rules-party.ts'
import { peopleRules } from '../shared/rules-people.ts'
import { scopeRules } from '../shared/rules-scope.ts'
import { numbersOf } from '../../shared/numbers.ts'
import { unitRules } from '../shared/rules-units.ts'
import { atSubmission, holding } from '../shared/rules.ts'
import { COUNCIL, LEADERS, SUPERVISORS } from './posts.ts'
import { councilRules } from './rules-council.ts'

const resolutions = [
  { prefix: 'charter', text: '章程草案' },
  { prefix: 'officers', text: '负责人选举' },
] as const

const own: readonly Rule[] = [
  {
    code: 'FD-FUND',
    basis: `${law.regulation}第八条第二项`,
    level: 'BLOCK',
    effectiveFrom: law.inForce,
    stages: ['nameApproval', 'establishmentSubmission'],
    check: (answers, { policies, level }) => {
      const fund = answers.number('funds', 'fundAmount')
      const isPublic = answers.value('name', 'orgKind') === 'PUBLIC'
      const minimum = (isPublic ? policies.publicFoundationFund : policies.minimumFund.FOUNDATION)[level]
      if (fund === undefined || minimum === undefined || fund >= minimum) return []
      const who = isPublic ? '地方性公募基金会' : '非公募基金会'
      const message = `${who}的原始基金不得低于${minimum}万元，且必须是到账货币资金；现在是${fund}万元`
      return [{ page: 'funds', field: 'fundAmount', message }]
    },
  },
  {
    code: 'FD-PUBLIC-CHARITY',
    basis: '《慈善法》第二十二条',
    level: 'WARN',
    effectiveFrom: '2024-09-05',
    stages: ['establishmentSubmission'],
    check: (answers) =>
      answers.value('name', 'orgKind') === 'PUBLIC' && answers.value('charity', 'charity') === 'no'
        ? [
            {
              page: 'charity',
              field: 'charity',
              message:
                '选了公募基金会，但没有申请登记为慈善组织：只有慈善组织才能取得公开募捐资格，没有资格不得公开募捐',
            },
          ]
        : [],
  },
  {
    code: 'FD-IMPORTANT-VOTES',
    basis: `${law.regulation}第二十一条`,
    level: 'BLOCK',
    ...atSubmission(law),
    check: (answers) => {
      const present = answers.number('foundingMeeting', 'presentCount')
      if (present === undefined) return []
      return resolutions.flatMap(({ prefix, text }) => {
        const yes = answers.number('foundingMeeting', `${prefix}For`)
        // What half of them did not want is told already.
        if (yes === undefined || yes * 2 <= present || yes * 3 >= present * 2) return []
        const message = `${text}须经出席理事三分之二以上通过；同意${yes}票，实到${present}人`
        return [{ page: 'foundingMeeting', field: `${prefix}For`, message }]
      })
    },
  },
  {
    code: 'FD-STAFF',
    basis: `${law.regulation}${law.articles.staff}`,
    level: 'BLOCK',
    ...atSubmission(law),
    check: (answers) => {
      const counts = numbersOf(answers, 'staffing', ['staffCount', 'fullTimeCount'])
      if (!counts) return []
      const finding = (message: string) => [{ page: 'staffing', field: 'fullTimeCount', message }]
      if (counts.fullTimeCount < 1) return finding('应当有与其开展活动相适应的专职工作人员，至少1人')
      return counts.fullTimeCount > counts.staffCount
        ? finding(`专职工作人员${counts.fullTimeCount}人，多于工作人员总数${counts.staffCount}人`)
        : []
    },
  },
]

/** Every rule across fields and pages, in the order its findings are shown. */
export const rules: readonly Rule[] = [
  ...namingRules(law, 'FOUNDATION', '发起人', '发起单位'),
  ...own,
  ...contributionRules(law, '原始基金'),
  ...provedRules(law, '验资证明'),
  // The premises are looked at with the name already.
  ...domicileRules({
    prefix: law.prefix,
    basis: `${law.regulation}${law.articles.domicile}`,
    effectiveFrom: law.inForce,
    stages: ['nameApproval', 'establishmentSubmission'],
  }),
  ...unitRules(law),
  ...charityRules(law),
  ...meetingRules(
    law,
    {
      meeting: '理事会',
      members: '理事',
      quorum: `${law.regulation}第二十一条`,
      listed: (answers) => holding(answers, COUNCIL),
    },
    resolutions,
  ),
  ...peopleRules(law, 'FOUNDATION', {
    officers: LEADERS,
    chairs: ['COUNCIL_CHAIR'],
    supervisors: SUPERVISORS,
    representatives: ['COUNCIL_CHAIR'],
    representativesText: '理事长',
    chairText: '理事长',
    elsewhereBasis: `${law.regulation}第二十三条`,
  }),
  ...councilRules,
  ...partyRules(law),
  ...scopeRules(law),
  ...identityRules(law),
  ...completionRules(law),
]
