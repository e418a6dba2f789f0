import type { HeldPost, RuleContext } from '../../core/matters/define.ts'
import type { RegisterItems } from '../../core/register/changes.ts'
import type { Holdings } from '../../core/register/holdings.ts'
import type { Deps } from '../../deps.ts'
import { authorityById } from '../../reference/reference.ts'
import { placesOutsideOf } from '../organizations/check-name.ts'

/** What rules see besides the answers of a case, the same on its pages, in the task list and when it is submitted. */
export const ruleContext = (
  deps: Pick<Deps, 'reference' | 'site'>,
  today: string,
  authorityId: number,
  found: {
    readonly posts: readonly HeldPost[]
    readonly register: RegisterItems | undefined
    readonly holdings: Holdings | undefined
  },
): RuleContext => ({
  ...found,
  today,
  placesOutside: placesOutsideOf(deps.reference, authorityId),
  policies: deps.site.matters,
  level: authorityById(deps.reference, authorityId).level,
})
