import type { Rule } from '../../../core/matters/define.ts'
import { bigrams } from '../../../core/names/parse.ts'
import type { FoundingLaw } from './law.ts'
import { atSubmission } from './rules.ts'

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

/** What is printed on the certificate is part of the scope. */
export const scopeRules = (law: FoundingLaw): readonly Rule[] => [
  {
    code: `${law.prefix}-CERTIFICATE-SCOPE`,
    basis: `${law.regulation}${law.articles.charter}`,
    level: 'WARN',
    ...atSubmission(law),
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
]
