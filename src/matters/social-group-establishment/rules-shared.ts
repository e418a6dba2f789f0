import type { Answers, Rule } from '../../core/matters/define.ts'

/** First day of the regulation on social groups as revised in 2016 (国务院令第666号). */
export const REGULATION_IN_FORCE = '2016-02-06'

export const REGULATION = '《社会团体登记管理条例》'

/** Parts every rule about the papers of establishment has. */
export const atSubmission = {
  effectiveFrom: REGULATION_IN_FORCE,
  stages: ['establishmentSubmission'],
} as const satisfies Partial<Rule>

/** Parts every rule about what exists only after the decision has. */
export const atCompletion = {
  effectiveFrom: REGULATION_IN_FORCE,
  stages: ['establishmentCompletion'],
} as const satisfies Partial<Rule>

/** Several numbers of a page, or nothing while one of them is not given. */
export const numbersOf = <const N extends readonly string[]>(
  answers: Answers,
  page: string,
  names: N,
): { readonly [K in N[number]]: number } | undefined => {
  const pairs = names.map((name) => [name, answers.number(page, name)] as const)
  return pairs.some(([, value]) => value === undefined)
    ? undefined
    : (Object.fromEntries(pairs) as { readonly [K in N[number]]: number })
}

/** Posts that count as 负责人: they represent or run the group. */
export const OFFICER_POSTS: readonly string[] = [
  'PRESIDENT',
  'COUNCIL_CHAIR',
  'CHAIRPERSON',
  'VICE_PRESIDENT',
  'COUNCIL_VICE_CHAIR',
  'VICE_CHAIRPERSON',
  'SECRETARY_GENERAL',
]
export const CHAIR_POSTS: readonly string[] = ['PRESIDENT', 'COUNCIL_CHAIR', 'CHAIRPERSON']
export const SUPERVISOR_POSTS: readonly string[] = ['CHIEF_SUPERVISOR', 'SUPERVISOR']
