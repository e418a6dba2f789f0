import type { Rule } from '../../../core/matters/define.ts'
import { privateNonEnterpriseLaw as law } from '../shared/law.ts'
import { numbersOf } from '../../shared/numbers.ts'
import { atSubmission, holding, postOf } from '../shared/rules.ts'
import { completionRules } from '../shared/rules-completion.ts'
import { identityRules } from '../shared/rules-identity.ts'
import { scopeRules } from '../shared/rules-scope.ts'
import { unitRules } from '../shared/rules-units.ts'
import { domicileRules } from '../../shared/rules-domicile.ts'
import { charityRules } from '../shared/rules-charity.ts'
import { meetingRules } from '../shared/rules-meeting.ts'
import { contributionRules, provedRules } from '../shared/rules-money.ts'
import { namingRules } from '../shared/rules-names.ts'
import { partyRules } from '../shared/rules-party.ts'
import { peopleRules } from '../shared/rules-people.ts'

const COUNCIL_POSTS = ['COUNCIL_CHAIR', 'COUNCIL_VICE_CHAIR', 'COUNCIL_MEMBER']
const NON_STATE_SHARE = 200 / 3

const own: readonly Rule[] = [
  {
    code: 'PN-FUND',
    basis: `${law.regulation}第八条第四项、登记管理机关规定的最低数额`,
    level: 'WARN',
    ...atSubmission(law),
    check: (answers, { policies, level }) => {
      const fund = answers.number('funds', 'fundAmount')
      const minimum = policies.minimumFund.PRIVATE_NON_ENTERPRISE[level]
      if (fund === undefined || minimum === undefined || fund >= minimum) return []
      const message = `开办资金一般不少于${minimum}万元；现在是${fund}万元，由登记管理机关判断是否与业务相适应`
      return [{ page: 'funds', field: 'fundAmount', message }]
    },
  },
  {
    code: 'PN-NON-STATE',
    basis: `${law.regulation}第二条`,
    level: 'WARN',
    ...atSubmission(law),
    check: (answers) => {
      const share = answers.number('funds', 'nonStateShare')
      if (share === undefined || share >= NON_STATE_SHARE) return []
      const message = `民办非企业单位利用非国有资产举办，非国有资产一般不少于三分之二；现在是${share}%`
      return [{ page: 'funds', field: 'nonStateShare', message }]
    },
  },
  {
    code: 'PN-COUNCIL-SIZE',
    basis: law.charter,
    level: 'BLOCK',
    ...atSubmission(law),
    check: (answers) => {
      const people = answers.items('officers')
      const council = people.filter((person) => COUNCIL_POSTS.includes(postOf(person))).length
      return people.length === 0 || (council >= 3 && council <= 25)
        ? []
        : [{ page: 'officers', message: `理事会由3至25名理事组成（含理事长、副理事长），现在有${council}名` }]
    },
  },
  {
    code: 'PN-POSTS-FILLED',
    basis: `${law.regulation}${law.articles.organs}`,
    level: 'BLOCK',
    ...atSubmission(law),
    check: (answers) => {
      const posts = answers.items('officers').map(postOf)
      if (posts.length === 0) return []
      const missing = [
        ...(posts.includes('COUNCIL_CHAIR') ? [] : ['理事长']),
        ...(posts.includes('EXECUTIVE_HEAD') ? [] : ['行政负责人（院长、校长、所长、主任等）']),
        ...(posts.some((post) => post === 'CHIEF_SUPERVISOR' || post === 'SUPERVISOR') ? [] : ['监事']),
      ]
      return missing.length > 0 ? [{ page: 'officers', message: `还没有添加${missing.join('、')}` }] : []
    },
  },
  {
    code: 'PN-STAFF',
    basis: `${law.regulation}${law.articles.staff}`,
    level: 'BLOCK',
    ...atSubmission(law),
    check: (answers) => {
      const counts = numbersOf(answers, 'staffing', ['staffCount', 'fullTimeCount', 'licensedCount'])
      if (!counts) return []
      const { staffCount, fullTimeCount, licensedCount } = counts
      const more = (field: string, text: string, count: number) =>
        count > staffCount
          ? [{ page: 'staffing', field, message: `${text}${count}人，多于从业人员总数${staffCount}人` }]
          : []
      return [
        ...more('fullTimeCount', '专职工作人员', fullTimeCount),
        ...more('licensedCount', '持执业资格的', licensedCount),
      ]
    },
  },
  {
    code: 'PN-LICENCE-VALID',
    basis: `${law.regulation}第十二条`,
    level: 'BLOCK',
    ...atSubmission(law),
    check: (answers, { today }) => {
      const until = answers.value('licence', 'licenceUntil')
      return until && until < today
        ? [{ page: 'licence', field: 'licenceUntil', message: '许可证已经过期，请先换领有效的许可证' }]
        : []
    },
  },
]

/** Every rule across fields and pages, in the order its findings are shown. */
export const rules: readonly Rule[] = [
  ...namingRules(law, 'PRIVATE_NON_ENTERPRISE', '举办者', '举办单位'),
  ...own,
  ...contributionRules(law, '开办资金'),
  ...provedRules(law, '验资报告'),
  // The premises are looked at with the name already.
  ...domicileRules({
    prefix: law.prefix,
    basis: `${law.regulation}${law.articles.domicile}`,
    effectiveFrom: law.inForce,
    stages: ['nameApproval', 'establishmentSubmission'],
  }),
  ...unitRules(law),
  ...charityRules(law),
  ...meetingRules(law, { meeting: '理事会', members: '理事', listed: (answers) => holding(answers, COUNCIL_POSTS) }, [
    { prefix: 'charter', text: '章程草案' },
    { prefix: 'officers', text: '负责人选举' },
  ]),
  ...peopleRules(law, 'PRIVATE_NON_ENTERPRISE', {
    officers: ['COUNCIL_CHAIR', 'COUNCIL_VICE_CHAIR', 'EXECUTIVE_HEAD', 'DEPUTY_EXECUTIVE_HEAD'],
    chairs: ['COUNCIL_CHAIR'],
    supervisors: ['CHIEF_SUPERVISOR', 'SUPERVISOR'],
    representatives: ['COUNCIL_CHAIR', 'EXECUTIVE_HEAD'],
    representativesText: '理事长或者行政负责人（院长、校长、所长、主任等）',
    chairText: '理事长',
    elsewhereBasis: '《基金会管理条例》第二十三条',
  }),
  ...partyRules(law),
  ...scopeRules(law),
  ...identityRules(law),
  ...completionRules(law),
]
