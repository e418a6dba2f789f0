import type { AnyStage, Limit, Matter } from './define.ts'
import { limitOf } from './journey.ts'
import type { MatterPolicies } from './policies.ts'
import { CLOCKS, clocks, type Clock } from '../workflow/clocks.ts'

type Policies = Pick<MatterPolicies, 'committed' | 'correction'>

/** What the authority owes in a stage where nothing has to be put right, one after the other, as the site promises it. */
export const owedIn = (
  matter: Matter,
  stage: AnyStage,
  policies: Policies,
): readonly (Limit & { readonly clock: Clock })[] =>
  CLOCKS.flatMap((clock) => {
    const limit = clocks[clock].turn === 'authority' ? limitOf(matter, stage, clock, policies) : undefined
    return limit ? [{ clock, ...limit }] : []
  })

/** Working days the authority takes for a stage, as the site promises them. */
export const owedDays = (matter: Matter, stage: AnyStage, policies: Policies): number =>
  owedIn(matter, stage, policies).reduce((days, { committed }) => days + committed, 0)

/** Working days the authority takes from the first stage to the last, promised and by law. */
export const owedInAll = (matter: Matter, policies: Policies): Pick<Limit, 'committed' | 'statutory'> => {
  const all = matter.stages.flatMap((stage) => owedIn(matter, stage, policies))
  return {
    committed: all.reduce((days, limit) => days + limit.committed, 0),
    statutory: all.reduce((days, limit) => days + limit.statutory, 0),
  }
}
