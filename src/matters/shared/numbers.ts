import type { Answers } from '../../core/matters/define.ts'

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
