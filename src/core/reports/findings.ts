import type { Matter } from '../matters/define.ts'

/*
 * What the rules pointed out in a report when it was handed in, as far as a list needs it: how much, and of which kind.
 * The words stand with what was handed in.
 */

export const FINDING_KINDS = {
  ARITHMETIC: '数字勾稽',
  REGISTER: '与登记簿不一致',
  CRITERION: '年检标准',
  OTHER: '其他提示',
} as const
export type FindingKind = keyof typeof FINDING_KINDS

type Finding = { readonly page: string; readonly code: string }

/** Of which kind a finding is: its rule says so, or a line of the check list rests on it, or its page tells. */
export const findingKind = (matter: Matter, { page: code, code: rule }: Finding): FindingKind => {
  const finds = matter.rules.find((one) => one.code === rule)?.finds
  if (finds) return finds
  if (matter.checks?.some(({ rules = [] }) => rules.includes(rule))) return 'CRITERION'
  const page = matter.pages.find((one) => one.code === code)
  return page?.sheet ? 'ARITHMETIC' : page?.before ? 'REGISTER' : 'OTHER'
}
