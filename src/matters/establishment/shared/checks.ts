import type { Check } from '../../../core/matters/define.ts'
import type { FoundingLaw } from './law.ts'
import { asCharity } from './pages-charity.ts'

const atNaming = { stages: ['nameApproval'] } as const
const atSubmission = { stages: ['establishmentSubmission'] } as const

/** What is made sure of before a founding of any type is decided. `fund`: what its money is called. */
export const foundingChecks = (law: FoundingLaw, fund: string): readonly Check[] => {
  const of = (article: string): string => `${law.regulation}${article}`
  return [
    {
      ...atNaming,
      code: 'NAME',
      text: '名称符合名称管理的规定，与业务范围相符，不与已登记的组织混淆',
      basis: '《社会组织名称管理办法》',
      shows: [{ page: 'name', field: 'proposedName' }],
    },
    {
      ...atNaming,
      code: 'SPONSORS',
      text: '发起人、举办者的人数和身份符合规定',
      basis: of(law.articles.sponsors),
      rules: [`${law.prefix}-SPONSORS-GIVEN`, `${law.prefix}-SPONSORS-ENOUGH`],
      counts: ['sponsors', 'sponsorOrgs'],
    },
    {
      ...atNaming,
      code: 'NO-DOUBLE',
      text: '同一行政区域内没有业务范围相同或者相似、没有必要成立的组织',
      basis: of(law.articles.persons),
      shows: [{ page: 'purpose', field: 'businessScope' }],
    },
    {
      ...atSubmission,
      code: 'CONSENT',
      text: '业务主管单位已经批准，或者依法可以直接登记',
      basis: of(law.articles.consent),
      rules: [`${law.prefix}-CONSENT`],
      shows: [
        { page: 'supervision', field: 'supervisoryUnit' },
        { page: 'supervisoryConsent', field: 'consentDocNo' },
      ],
    },
    {
      ...atSubmission,
      code: 'FUND',
      text: `${fund}达到规定的数额，来源合法，与出资和验资一致`,
      basis: of(law.articles.money),
      rules: [`${law.prefix}-FUND`, `${law.prefix}-CONTRIBUTIONS`],
      shows: [
        { page: 'funds', field: 'fundAmount' },
        { page: 'funds', field: 'verificationNo' },
      ],
    },
    {
      ...atSubmission,
      code: 'DOMICILE',
      text: '有固定的住所，使用权有证明',
      basis: of(law.articles.domicile),
      shows: [{ page: 'domicile', field: 'address' }],
    },
    {
      ...atSubmission,
      code: 'STAFF',
      text: '有与业务活动相适应的专职工作人员',
      basis: of(law.articles.staff),
      rules: [`${law.prefix}-STAFF`],
      shows: [{ page: 'staffing', field: 'fullTimeCount' }],
    },
    {
      ...atSubmission,
      code: 'REPRESENTATIVE',
      text: '法定代表人一名，由章程规定的负责人担任',
      basis: of(law.articles.organs),
      rules: [`${law.prefix}-ONE-LEGAL-REPRESENTATIVE`, `${law.prefix}-LEGAL-REPRESENTATIVE-POST`],
      counts: ['officers'],
    },
    {
      ...atSubmission,
      code: 'PERSONS',
      text: '发起人、拟任负责人没有法律规定不得担任的情形',
      basis: of(law.articles.persons),
      counts: ['officers', 'sponsors'],
    },
    {
      ...atSubmission,
      code: 'CHARTER',
      text: '章程载明规定的事项，由会议依规定的人数表决通过',
      basis: of(law.articles.charter),
      rules: [`${law.prefix}-QUORUM`, `${law.prefix}-VOTES-PASSED`],
      shows: [{ page: 'foundingMeeting', field: 'presentCount' }],
    },
    {
      ...atSubmission,
      code: 'CHARITY',
      when: asCharity,
      text: '申请登记为慈善组织的，宗旨、章程、负责人符合慈善组织的条件',
      basis: '《慈善法》第九条、第十一条、第十六条',
      shows: [{ page: 'charity', field: 'charity' }],
    },
    {
      ...atSubmission,
      code: 'PARTY',
      text: '党员情况已经说明，具备条件的同步建立党组织',
      basis: '《中国共产党章程》第三十条',
      rules: [`${law.prefix}-PARTY-ORGANIZATION`],
      shows: [{ page: 'party', field: 'partyMemberCount' }],
    },
  ]
}
