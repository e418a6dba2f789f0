import type { Deps } from '../../deps.ts'
import { difference } from '../../core/submissions/difference.ts'
import { targetsOf, type TargetGroup } from '../../core/verdicts/targets.ts'
import { failuresOf, groupState, standing, wasGood, type GroupState } from '../../core/verdicts/verdicts.ts'
import type { StaffCase } from './case-data.ts'

/** How the latest submission of the present stage is judged so far; nothing while the stage has none. */
export const verdictsOf = (
  deps: Pick<Deps, 'matters'>,
  found: Pick<StaffCase, 'caseFile' | 'submissions' | 'previous' | 'judgments'>,
) => {
  const { caseFile, submissions, previous, judgments } = found
  const present = submissions.find(({ stage }) => stage === caseFile.stage)
  if (!present) return undefined
  const { round } = present
  const groups = targetsOf(deps.matters.require(caseFile.matter), caseFile.stage, present.content)
  const last = standing(judgments, round)
  const changes = previous && difference(previous.content, present.content)
  const before = standing(judgments, previous?.round ?? 0)
  const moved = new Set(
    [
      ...(changes?.sections ?? []).map(({ page, change }) => ({ code: page, change })),
      ...(changes?.materials ?? []),
    ].flatMap(({ code, change }) => (change === 'same' ? [] : [code])),
  )
  const kept = (group: TargetGroup): boolean =>
    changes !== undefined && !moved.has(group.code) && wasGood(group, before)
  return {
    round,
    groups,
    last,
    said: judgments.filter((judgment) => judgment.round === round),
    failures: failuresOf(groups, judgments, round),
    states: new Map<string, GroupState>(groups.map((group) => [group.code, groupState(group, last, kept(group))])),
    changes,
    /** Names what was said so far, in any submission: whoever acts on it says what they saw. */
    upTo: judgments.at(-1)?.id ?? 0,
  }
}

export type Verdicts = NonNullable<ReturnType<typeof verdictsOf>>
