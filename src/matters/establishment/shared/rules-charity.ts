import type { Rule } from '../../../core/matters/define.ts'
import type { FoundingLaw } from './law.ts'
import { atSubmission } from './rules.ts'

/** Who is called a charity, or registers directly as one, is asked whether it means not to be a 慈善组织. */
export const charityRules = (law: FoundingLaw): readonly Rule[] => [
  {
    code: `${law.prefix}-CHARITY-MEANT`,
    basis: '《慈善法》第八条、第十条',
    level: 'WARN',
    asks: true,
    ...atSubmission(law),
    check: (answers) => {
      const why = [
        answers.value('name', 'proposedName').includes('慈善') ? '名称中有“慈善”' : '',
        answers.value('supervision', 'directKind') === 'CHARITY' ? '按公益慈善类直接登记' : '',
      ].filter(Boolean)
      if (why.length === 0 || answers.value('charity', 'charity') !== 'no') return []
      const message = `${why.join('，')}，却没有申请登记为慈善组织，请核对；现在不申请的，成立以后也可以申请认定`
      return [{ page: 'charity', field: 'charity', message }]
    },
  },
]
