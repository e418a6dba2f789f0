import type { Answers, Rule, RuleFinding } from '../../../core/matters/define.ts'
import type { RuleContext } from '../../../core/matters/contexts.ts'

type At = Pick<Rule, 'effectiveFrom' | 'stages'>

/** What a rule says where it speaks. */
type Said = Omit<RuleFinding, 'page' | 'field'> | undefined

type Explained = {
  readonly code: string
  readonly basis: string
  readonly page: string
  /** The field with the explanation. */
  readonly why: string
  /** The field it is said at, where that is another one. */
  readonly at?: string
  readonly says: (answers: Answers, context: RuleContext) => Said
}

/**
 * Something that may be so and has to be explained then: said as long as it is so, and asked for while nobody explained
 * it.
 */
export const explainedRule = (
  at: At,
  { code, basis, page, why, at: field = why, says }: Explained,
): readonly Rule[] => [
  {
    ...at,
    code,
    basis,
    level: 'WARN',
    check: (answers, context) => {
      const said = says(answers, context)
      if (!said) return []
      return answers.value(page, why) === ''
        ? [{ page, field, ...said }]
        : [{ page, field, ...said, message: `${said.message}（已经写明原因）`, explained: true }]
    },
  },
  {
    ...at,
    code: `${code}-WHY`,
    basis,
    level: 'BLOCK',
    check: (answers, context) => {
      const said = says(answers, context)
      return said && answers.value(page, why) === ''
        ? [{ page, field: why, message: `${said.message}，请写明原因` }]
        : []
    },
  },
]
