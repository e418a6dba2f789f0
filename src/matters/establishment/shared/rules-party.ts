import type { Rule } from '../../../core/matters/define.ts'
import type { FoundingLaw } from './law.ts'
import { atSubmission } from './rules.ts'

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
]
