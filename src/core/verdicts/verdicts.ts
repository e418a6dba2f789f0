import { keyOf, type NamedTarget, type Target, type TargetGroup } from './targets.ts'

export const VERDICTS = ['PASS', 'FAIL', 'NOT_APPLICABLE'] as const
export type Verdict = (typeof VERDICTS)[number]

export const verdictWords = {
  PASS: { text: '合格', sign: '✓', tone: 'success' },
  FAIL: { text: '不合格', sign: '✗', tone: 'danger' },
  NOT_APPLICABLE: { text: '不适用', sign: '–', tone: 'neutral' },
} as const satisfies Record<Verdict, { readonly text: string; readonly sign: string; readonly tone: string }>

/** What an official said of one thing in one submission. The last word counts, whoever's it is; the others stay. */
export type Judgment = Target & {
  readonly id: number
  /** The submission that was judged. */
  readonly round: number
  readonly verdict: Verdict
  /** Of 不合格 only. */
  readonly reason: string | null
  readonly note: string
  readonly staffId: number
  readonly staffName: string
  readonly staffRole: string
  readonly at: string
}

/** The last word on each thing of a submission, by key. */
export const standing = (judgments: readonly Judgment[], round: number): ReadonlyMap<string, Judgment> =>
  new Map(
    judgments
      .filter((judgment) => judgment.round === round)
      .toSorted((one, other) => one.id - other.id)
      .map((judgment) => [keyOf(judgment), judgment]),
  )

/** Everything that stands as 不合格 in a submission, in the order of the case. */
export const failuresOf = (
  groups: readonly TargetGroup[],
  judgments: readonly Judgment[],
  round: number,
): readonly (NamedTarget & { readonly judgment: Judgment })[] => {
  const last = standing(judgments, round)
  return groups
    .flatMap(({ targets }) => targets)
    .flatMap((target) => {
      const judgment = last.get(keyOf(target))
      return judgment?.verdict === 'FAIL' ? [{ ...target, judgment }] : []
    })
}

/** How a page or material stands: the worst said of anything in it; KEPT: found good before and not changed since. */
export type GroupState = Verdict | 'UNSEEN' | 'KEPT' | 'EMPTY'

export const groupState = (
  group: TargetGroup,
  last: ReadonlyMap<string, Judgment>,
  keptFromBefore: boolean,
): GroupState => {
  const said = group.targets.flatMap((target) => last.get(keyOf(target))?.verdict ?? [])
  if (said.includes('FAIL')) return 'FAIL'
  if (said.includes('PASS')) return 'PASS'
  if (said.length > 0) return 'NOT_APPLICABLE'
  return keptFromBefore ? 'KEPT' : group.empty ? 'EMPTY' : 'UNSEEN'
}

/** Whether a page or material was found good in the submission before; one that changed since is looked at anew. */
export const wasGood = (group: TargetGroup, before: ReadonlyMap<string, Judgment>): boolean => {
  const state = groupState(group, before, false)
  return state === 'PASS' || state === 'NOT_APPLICABLE'
}

/** How many pages and materials nobody has judged yet. */
export const unseenOf = (states: readonly GroupState[]): number => states.filter((state) => state === 'UNSEEN').length

/** `3 项不合格 · 2 项未看`: rows that stand as 不合格, and pages and materials nobody has judged. */
export const sumText = (failures: number, states: readonly GroupState[]): string =>
  `${failures} 项不合格 · ${unseenOf(states)} 项未看`
