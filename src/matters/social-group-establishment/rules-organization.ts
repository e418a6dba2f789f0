import type { Rule, RuleFinding } from '../../core/matters/define.ts'
import { bigrams } from '../../core/names/parse.ts'
import { chineseDate } from '../../core/documents/dates.ts'
import { addYears } from '../shared/dates.ts'
import { atSubmission, numbersOf, REGULATION } from './rules-shared.ts'

const MODEL_CHARTER = '社会团体章程示范文本'
const NATIONAL_PREFIX = /^(中国|全国|中华)/

const RESOLUTIONS = [
  { prefix: 'charter', text: '章程草案' },
  { prefix: 'officers', text: '负责人选举' },
  { prefix: 'fee', text: '会费标准' },
] as const

/** Ten-thousandths of 万元, so that sums of up to four decimals are exact. */
const yuan = (tenThousands: number): number => Math.round(tenThousands * 10_000)

/** What every scope may say and what names no activity. */
const SCOPE_PHRASES = /[（(][^）)]*[）)]|依法须经批准的项目|经(?:相关部门)?批准后(?:方可)?开展(?:活动)?/g

const clausesOf = (scope: string): readonly string[] =>
  scope
    .replaceAll(SCOPE_PHRASES, '')
    .split(/[；;。，,、\s]/)
    .map((clause) => clause.replace(/^(?:开展|提供|组织|从事)|等$/g, ''))
    .filter((clause) => clause.length >= 2)

/** Neighbouring characters of a text, in pairs. */
const pairsOf = (text: string): readonly string[] => bigrams(text.replaceAll(/[\s\p{P}]/gu, ''))

/** Rules about members, money, premises, the founding meeting, the term and the staff. */
export const organizationRules = [
  {
    code: 'SG-MEMBERS',
    basis: `${REGULATION}第十条第一项`,
    level: 'BLOCK',
    ...atSubmission,
    check: (answers) => {
      const counts = numbersOf(answers, 'members', ['unitMemberCount', 'individualMemberCount'])
      if (!counts) return []
      const { unitMemberCount: units, individualMemberCount: persons } = counts
      const finding = (field: string, message: string): readonly RuleFinding[] => [{ page: 'members', field, message }]
      if (units > 0 && persons > 0)
        return units + persons >= 50
          ? []
          : finding(
              'individualMemberCount',
              `个人会员和单位会员混合组成的，会员总数不得少于50个；现在是${units + persons}个`,
            )
      if (units > 0) return units >= 30 ? [] : finding('unitMemberCount', `单位会员不得少于30个；现在是${units}个`)
      return persons >= 50 ? [] : finding('individualMemberCount', `个人会员不得少于50个；现在是${persons}个`)
    },
  },
  {
    code: 'SG-CERTIFICATE-SCOPE',
    basis: `${REGULATION}第十四条`,
    level: 'WARN',
    ...atSubmission,
    check: (answers) => {
      const scope = new Set(pairsOf(answers.value('purpose', 'businessScope')))
      const wanted = answers.value('registration', 'businessScopeForCertificate')
      if (scope.size === 0 || wanted === '') return []
      const foreign = clausesOf(wanted).filter((clause) => {
        const pairs = pairsOf(clause)
        return pairs.filter((pair) => scope.has(pair)).length * 2 < pairs.length
      })
      if (foreign.length === 0) return []
      const message = `证书业务范围中的“${foreign.join('”“')}”在业务范围中没有，证书业务范围不得超出业务范围`
      return [{ page: 'registration', field: 'businessScopeForCertificate', message }]
    },
  },
  {
    code: 'SG-FUND',
    basis: `${REGULATION}第十条第五项`,
    level: 'BLOCK',
    ...atSubmission,
    check: (answers) => {
      const fund = answers.number('funds', 'fundAmount')
      const national = NATIONAL_PREFIX.test(answers.value('name', 'proposedName'))
      const minimum = national ? 10 : 3
      if (fund === undefined || fund >= minimum) return []
      const who = national ? '全国性社会团体' : '地方性社会团体和跨行政区域的社会团体'
      return [
        { page: 'funds', field: 'fundAmount', message: `${who}活动资金不得少于${minimum}万元；现在是${fund}万元` },
      ]
    },
  },
  {
    code: 'SG-CONTRIBUTIONS',
    basis: `${REGULATION}第十一条第三项`,
    level: 'WARN',
    ...atSubmission,
    check: (answers) => {
      const fund = answers.number('funds', 'fundAmount')
      const amounts = answers.items('contributors').map((item) => Number(item.values['amount'] || Number.NaN))
      if (fund === undefined || amounts.length === 0 || amounts.some(Number.isNaN)) return []
      const sum = amounts.map(yuan).reduce((total, amount) => total + amount, 0)
      return sum === yuan(fund)
        ? []
        : [{ page: 'contributors', message: `出资金额合计${sum / 10_000}万元，与活动资金${fund}万元不一致` }]
    },
  },
  {
    code: 'SG-CONSENT',
    basis: `${REGULATION}第九条、第十一条第二项`,
    level: 'BLOCK',
    ...atSubmission,
    check: (answers) =>
      answers.value('supervision', 'directRegistration') === 'no' &&
      answers.value('supervisoryConsent', 'consentGiven') === 'no'
        ? [
            {
              page: 'supervisoryConsent',
              field: 'consentGiven',
              message: '不属于直接登记的，应当先取得业务主管单位的批准文件',
            },
          ]
        : [],
  },
  {
    code: 'SG-VOTES-COUNT',
    basis: MODEL_CHARTER,
    level: 'BLOCK',
    ...atSubmission,
    check: (answers) => {
      const attendance = numbersOf(answers, 'foundingMeeting', ['expectedCount', 'presentCount'])
      if (!attendance) return []
      const { expectedCount: expected, presentCount: present } = attendance
      const tooMany = present > expected
      return [
        ...(tooMany
          ? [{ page: 'foundingMeeting', field: 'presentCount', message: `实到${present}人多于应到${expected}人` }]
          : []),
        ...RESOLUTIONS.flatMap(({ prefix, text }) => {
          const names = [`${prefix}For`, `${prefix}Against`, `${prefix}Abstain`] as const
          const votes = numbersOf(answers, 'foundingMeeting', names)
          if (!votes) return []
          const [yes, no, abstain] = names.map((name) => votes[name]) as [number, number, number]
          const sum = yes + no + abstain
          const message = `${text}：同意${yes}票、反对${no}票、弃权${abstain}票，合计${sum}票，多于实到${present}人`
          return sum > present ? [{ page: 'foundingMeeting', field: names[0], message }] : []
        }),
      ]
    },
  },
  {
    code: 'SG-VOTES-PASSED',
    basis: MODEL_CHARTER,
    level: 'BLOCK',
    ...atSubmission,
    check: (answers) => {
      const present = answers.number('foundingMeeting', 'presentCount')
      if (present === undefined) return []
      return RESOLUTIONS.flatMap(({ prefix, text }) => {
        const field = `${prefix}For`
        const yes = answers.number('foundingMeeting', field)
        if (yes === undefined || yes * 2 > present) return []
        const message = `${text}：同意${yes}票，没有超过实到${present}人的半数，决议未通过`
        return [{ page: 'foundingMeeting', field, message }]
      })
    },
  },
  {
    code: 'SG-QUORUM',
    basis: MODEL_CHARTER,
    level: 'WARN',
    ...atSubmission,
    check: (answers) => {
      const counts = numbersOf(answers, 'foundingMeeting', ['expectedCount', 'presentCount'])
      if (!counts || counts.presentCount * 3 >= counts.expectedCount * 2) return []
      const message = `会员大会一般须有三分之二以上的会员出席；应到${counts.expectedCount}人，实到${counts.presentCount}人`
      return [{ page: 'foundingMeeting', field: 'presentCount', message }]
    },
  },
  {
    code: 'SG-COUNCIL-SIZE',
    basis: MODEL_CHARTER,
    level: 'WARN',
    ...atSubmission,
    check: (answers) => {
      const counts = numbersOf(answers, 'members', ['unitMemberCount', 'individualMemberCount', 'councilCount'])
      if (!counts) return []
      const members = counts.unitMemberCount + counts.individualMemberCount
      if (counts.councilCount * 3 <= members) return []
      const message = `理事${counts.councilCount}人，超过会员总数${members}个的三分之一`
      return [{ page: 'members', field: 'councilCount', message }]
    },
  },
  {
    code: 'SG-STANDING-COUNCIL-SIZE',
    basis: MODEL_CHARTER,
    level: 'WARN',
    ...atSubmission,
    check: (answers) => {
      const counts = numbersOf(answers, 'members', ['councilCount', 'standingCouncilCount'])
      if (!counts || counts.standingCouncilCount * 3 <= counts.councilCount) return []
      const message = `常务理事${counts.standingCouncilCount}人，超过理事${counts.councilCount}人的三分之一`
      return [{ page: 'members', field: 'standingCouncilCount', message }]
    },
  },
  {
    code: 'SG-TERM-END',
    basis: MODEL_CHARTER,
    level: 'BLOCK',
    ...atSubmission,
    check: (answers) => {
      const start = answers.value('term', 'startDate')
      const due = answers.value('term', 'dueReElectionDate')
      const years = answers.number('term', 'termYears')
      if (!start || !due || years === undefined) return []
      const expected = addYears(start, years)
      if (due === expected) return []
      const message = `任期${years}年，从${chineseDate(start)}起算，应换届日期应为${chineseDate(expected)}`
      return [{ page: 'term', field: 'dueReElectionDate', message }]
    },
  },
  {
    code: 'SG-TERM-AFTER-MEETING',
    basis: MODEL_CHARTER,
    level: 'WARN',
    ...atSubmission,
    check: (answers) => {
      const start = answers.value('term', 'startDate')
      const held = answers.value('foundingMeeting', 'meetingDate')
      if (!start || !held || start >= held) return []
      const message = `任期从${chineseDate(start)}开始，早于成立大会的日期${chineseDate(held)}`
      return [{ page: 'term', field: 'startDate', message }]
    },
  },
  {
    code: 'SG-LEASE-ORDER',
    basis: `${REGULATION}第十条第三项`,
    level: 'BLOCK',
    ...atSubmission,
    check: (answers) => {
      const from = answers.value('domicile', 'leaseFrom')
      const to = answers.value('domicile', 'leaseTo')
      return from && to && to <= from
        ? [{ page: 'domicile', field: 'leaseTo', message: '租期结束日期应当晚于租期开始日期' }]
        : []
    },
  },
  {
    code: 'SG-LEASE-LENGTH',
    basis: '登记管理机关要求',
    level: 'WARN',
    ...atSubmission,
    check: (answers, { today }) => {
      const to = answers.value('domicile', 'leaseTo')
      const wanted = addYears(today, 1)
      if (!to || to >= wanted) return []
      const message = `租期到${chineseDate(to)}结束，自申请之日起一般不少于1年（到${chineseDate(wanted)}）`
      return [{ page: 'domicile', field: 'leaseTo', message }]
    },
  },
  {
    code: 'SG-STAFF',
    basis: `${REGULATION}第十条第四项`,
    level: 'BLOCK',
    ...atSubmission,
    check: (answers) => {
      const counts = numbersOf(answers, 'staffing', ['staffCount', 'fullTimeCount'])
      if (!counts) return []
      const finding = (message: string): readonly RuleFinding[] => [
        { page: 'staffing', field: 'fullTimeCount', message },
      ]
      if (counts.fullTimeCount < 1) return finding('应当有与业务活动相适应的专职工作人员，至少1人')
      return counts.fullTimeCount > counts.staffCount
        ? finding(`专职工作人员${counts.fullTimeCount}人，多于工作人员总数${counts.staffCount}人`)
        : []
    },
  },
  {
    code: 'SG-PARTY-ORGANIZATION',
    basis: '《中国共产党章程》第三十条',
    level: 'WARN',
    ...atSubmission,
    check: (answers) => {
      const count = answers.number('party', 'partyMemberCount')
      if (count === undefined || count < 3 || answers.value('party', 'partyOrganization') !== 'NONE') return []
      const message = `有正式党员${count}名，3名以上的应当建立党组织`
      return [{ page: 'party', field: 'partyOrganization', message }]
    },
  },
] as const satisfies readonly Rule[]
