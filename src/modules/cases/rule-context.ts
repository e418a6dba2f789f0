import type { HeldPost, RuleContext } from '../../core/matters/contexts.ts'
import type { RegisterItems } from '../../core/register/changes.ts'
import type { Holdings } from '../../core/register/holdings.ts'
import type { Deps } from '../../deps.ts'
import { divisionsNamed } from '../../core/names/area.ts'
import { authorityById, divisionLine, engineDivisions, unitsAt, type ReferenceData } from '../../reference/reference.ts'
import { unitsMeant } from '../../core/matters/units-meant.ts'
import type { LoadedCase } from './queries.ts'
import { fromProvinceAt, placesOutsideOf } from '../organizations/check-name.ts'

const unitsMeantAt = (reference: ReferenceData, authorityId: number) => {
  const authority = authorityById(reference, authorityId)
  const units = unitsAt(reference, authority).map(({ name }) => name)
  const line = divisionLine(reference, authority.divisionCode).filter(({ level }) => level !== 'NATION')
  return (text: string) =>
    unitsMeant(
      text,
      units,
      line.map(({ name }) => name),
    )
}

/** What rules see of the organization of a case, and of who applies. */
export const seenOf = ({
  register,
  holdings,
  certifiedOn,
  report,
  owner,
}: Pick<LoadedCase, 'register' | 'holdings' | 'certifiedOn' | 'report' | 'owner'>) => ({
  register,
  holdings,
  certifiedOn,
  ...report,
  applicant: owner.name,
})

/** What rules see besides the answers of a case, the same on its pages, in the task list and when it is submitted. */
export const ruleContext = (
  deps: Pick<Deps, 'reference' | 'site'>,
  today: string,
  authorityId: number,
  found: {
    readonly posts: readonly HeldPost[]
    readonly register: RegisterItems | undefined
    readonly holdings: Holdings | undefined
    readonly certifiedOn: string | undefined
    readonly applicant: string
    readonly named?: RuleContext['named']
    readonly accountsFiled?: RuleContext['accountsFiled']
    readonly underWay?: RuleContext['underWay']
    readonly reporting?: RuleContext['reporting']
    readonly lastReport?: RuleContext['lastReport']
  },
): RuleContext => ({
  ...found,
  today,
  authority: authorityById(deps.reference, authorityId).name,
  unitsMeant: unitsMeantAt(deps.reference, authorityId),
  fromProvince: fromProvinceAt(deps.reference, authorityId),
  placesOutside: placesOutsideOf(deps.reference, authorityId),
  placesNamed: (text) => divisionsNamed(text, engineDivisions(deps.reference)),
  policies: deps.site.matters,
  level: authorityById(deps.reference, authorityId).level,
})
