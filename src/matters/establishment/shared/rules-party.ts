import type { Rule } from '../../../core/matters/define.ts'
import type { FoundingLaw } from './law.ts'
import { atSubmission, nameOf } from './rules.ts'

/** 中共党员 in GB/T 4762; 02 is a 预备党员, who does not count. */
const PARTY_MEMBER = '01'

/** Three formal members and more form a party organization. */
export const partyRules = (law: FoundingLaw): readonly Rule[] => [
  {
    code: `${law.prefix}-PARTY-ORGANIZATION`,
    basis: '《中国共产党章程》第三十条',
    level: 'WARN',
    ...atSubmission(law),
    check: (answers) => {
      const count = answers.number('party', 'partyMemberCount')
      if (count === undefined || count < 3 || answers.value('party', 'partyOrganization') !== 'NONE') return []
      const message = `有正式党员${count}名，3名以上的应当建立党组织`
      return [{ page: 'party', field: 'partyOrganization', message }]
    },
  },
  {
    code: `${law.prefix}-PARTY-MEMBERS`,
    basis: '登记管理机关核对要求',
    level: 'WARN',
    asks: true,
    ...atSubmission(law),
    check: (answers) => {
      if (answers.number('party', 'partyMemberCount') !== 0) return []
      const [member] = answers.items('officers').filter(({ values }) => values['politicalStatus'] === PARTY_MEMBER)
      if (!member) return []
      const message = `正式党员填了0人，人员名单中${nameOf(member)}的政治面貌是中共党员，请核对`
      return [{ page: 'party', field: 'partyMemberCount', message }]
    },
  },
]
