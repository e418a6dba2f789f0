import type { Staff } from '../../web/route.ts'
import { authorityById, divisionLine, type Authority, type ReferenceData } from '../../reference/reference.ts'

/**
 * The authorities whose staff an administrator looks after: the own one, and those of the divisions below its own, so
 * that a new authority gets its first administrator from above. Never one beside or above. The own one comes first.
 */
export const authoritiesInReach = (
  reference: ReferenceData,
  administrator: Pick<Staff, 'authority'>,
): readonly Authority[] => {
  const own = authorityById(reference, administrator.authority.id)
  const below = reference.authorities.filter(
    ({ divisionCode }) =>
      divisionCode !== own.divisionCode &&
      divisionLine(reference, divisionCode).some(({ code }) => code === own.divisionCode),
  )
  return [own, ...below.toSorted((one, other) => (one.divisionCode < other.divisionCode ? -1 : 1))]
}
