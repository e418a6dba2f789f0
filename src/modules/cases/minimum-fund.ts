import type { Matter } from '../../core/matters/define.ts'
import type { Deps } from '../../deps.ts'
import { authorityById } from '../../reference/reference.ts'

/** 万元 an organization of the matter's type begins with at least, at an authority of that level. */
export const minimumFund = (
  deps: Pick<Deps, 'reference' | 'site'>,
  matter: Matter,
  authorityId: number,
): number | undefined => {
  const { level } = authorityById(deps.reference, authorityId)
  return level === 'NATION' ? undefined : deps.site.matters.minimumFund[matter.orgType][level]
}
