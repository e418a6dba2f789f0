import type { RawValues } from '../../../core/forms/field.ts'
import { identityKey } from '../../../core/identity/documents.ts'
import type { Rule, RuleFinding } from '../../../core/matters/define.ts'
import { fewestMembers, memberCounts, typedCounts } from './members.ts'
import { numbersOf } from '../../shared/numbers.ts'
import { holding } from '../shared/rules.ts'
import { atSubmission, COUNCIL_POSTS, REGULATION } from './rules-shared.ts'

const MODEL_CHARTER = '社会团体章程示范文本'
const NATIONAL_PREFIX = /^(中国|全国|中华)/

/** Rules about members, money, premises, the founding meeting, the term and the staff. */
export const organizationRules = [
  {
    code: 'SG-MEMBERS',
    basis: `${REGULATION}第十条第一项`,
    level: 'BLOCK',
    ...atSubmission,
    check: (answers) => {
      const { units, persons } = memberCounts(answers) ?? { units: 0, persons: 0 }
      const typed = answers.value(typedCounts.page, typedCounts.field) !== ''
      // Of lists it is said at the last: one may still be empty while the other is filled in.
      const finding = (of: 'unit' | 'individual', message: string): readonly RuleFinding[] =>
        typed
          ? [{ page: typedCounts.page, field: `${of}MemberCount`, message }]
          : [{ page: 'individualMembers', message }]
      if (units > 0 && persons > 0)
        return units + persons >= fewestMembers.together
          ? []
          : finding(
              'individual',
              `个人会员和单位会员混合组成的，会员总数不得少于${fewestMembers.together}个；现在是${units + persons}个`,
            )
      const [of, count, fewest, who] =
        units > 0
          ? (['unit', units, fewestMembers.units, '单位会员'] as const)
          : (['individual', persons, fewestMembers.together, '个人会员'] as const)
      if (count >= fewest) return []
      const orUnits = units > 0 ? '' : `，或者单位会员不少于${fewestMembers.units}个`
      return finding(of, `${who}不得少于${fewest}个${orUnits}；现在是${count}个`)
    },
  },
  {
    code: 'SG-MEMBERS-TWICE',
    basis: `${REGULATION}第十条第一项`,
    level: 'BLOCK',
    ...atSubmission,
    check: (answers) =>
      (
        [
          ['unitMembers', 'orgUscc', 'orgName', '个'],
          ['individualMembers', 'idNumber', 'name', '名'],
        ] as const
      ).flatMap(([page, number, name, measure]) => {
        const first = new Map<string, number>()
        return answers.items(page).flatMap(({ id, values }, index): readonly RuleFinding[] => {
          const key = values[number] ?? ''
          const before = first.get(key)
          if (key === '' || before === undefined) {
            first.set(key, index)
            return []
          }
          const message = `第${index + 1}${measure}“${values[name] ?? ''}”与第${before + 1}${measure}的号码相同，同一会员只写一次`
          return [{ page, itemId: id, message }]
        })
      }),
  },
  {
    code: 'SG-SPONSORS-AMONG-MEMBERS',
    basis: MODEL_CHARTER,
    level: 'WARN',
    ...atSubmission,
    check: (answers) => {
      const members = answers.items('individualMembers')
      const keyIn = ({ idType = '', idNumber = '' }: RawValues): string =>
        idNumber ? identityKey(idType, idNumber) : ''
      const listed = new Set(members.map(({ values }) => keyIn(values)))
      const missing = answers
        .items('sponsors')
        .filter(({ values }) => keyIn(values) !== '' && !listed.has(keyIn(values)))
        .map(({ values }) => values['name'] ?? '')
      if (members.length === 0 || missing.length === 0) return []
      const message = `发起人${missing.join('、')}不在个人会员名单中，自然人发起人也是会员，请核对证件号码，没有列入的请添加`
      return [{ page: 'individualMembers', message }]
    },
  },
  {
    code: 'SG-FUND',
    basis: `${REGULATION}第十条第五项`,
    level: 'BLOCK',
    ...atSubmission,
    check: (answers, { policies, level }) => {
      const fund = answers.number('funds', 'fundAmount')
      const national = NATIONAL_PREFIX.test(answers.value('name', 'proposedName'))
      const minimum = policies.minimumFund.SOCIAL_GROUP[national ? 'NATION' : level]
      if (fund === undefined || minimum === undefined || fund >= minimum) return []
      const who = national ? '全国性社会团体' : '地方性社会团体和跨行政区域的社会团体'
      return [
        { page: 'funds', field: 'fundAmount', message: `${who}活动资金不得少于${minimum}万元；现在是${fund}万元` },
      ]
    },
  },
  {
    code: 'SG-COUNCIL-SIZE',
    basis: MODEL_CHARTER,
    level: 'WARN',
    ...atSubmission,
    check: (answers) => {
      const counts = memberCounts(answers)
      const council = answers.number('members', 'councilCount')
      if (!counts || council === undefined) return []
      const members = counts.units + counts.persons
      if (council * 3 <= members) return []
      const message = `理事${council}人，超过会员总数${members}个的三分之一`
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
    code: 'SG-COUNCIL-LISTED',
    basis: `${REGULATION}第十条第二项`,
    level: 'WARN',
    ...atSubmission,
    check: (answers) => {
      const council = answers.number('members', 'councilCount')
      const listed = holding(answers, COUNCIL_POSTS)
      if (council === undefined || listed === 0 || council === listed) return []
      const message = `“理事会”一页填写了理事${council}人，添加的理事（含会长、副会长、秘书长、常务理事）有${listed}名，请核对，理事逐一添加`
      return [{ page: 'officers', message }]
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
] as const satisfies readonly Rule[]
