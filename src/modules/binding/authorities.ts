import { ORG_TYPES, type OrgType } from '../../core/org-types.ts'
import type { Deps } from '../../deps.ts'
import { divisionLine, nearFirst, siteAuthorities, type Authority } from '../../reference/reference.ts'

type Known = Pick<Deps, 'reference' | 'site'>

const orgTypes = Object.keys(ORG_TYPES) as readonly OrgType[]

/** The kind of organization a form or an address names, if any. */
export const readOrgType = (raw: string | undefined): OrgType | undefined => orgTypes.find((type) => type === raw)

/** 登记机关所属地: the whole line of the authority's own division, as 辽宁省鞍山市千山区. */
export const placeOf = ({ reference }: Known, divisionCode: string): string =>
  divisionLine(reference, divisionCode)
    .filter(({ level }) => level !== 'NATION')
    .toReversed()
    .map(({ name }) => name)
    .join('')

/**
 * The authorities of the site that register a kind of organization, by a word of their name or place; those of the
 * given division and above it first. Foundations are registered by the province only, which the authorities' own
 * kinds say.
 */
export const authoritiesFor = (
  deps: Known,
  orgType: OrgType,
  { query = '', near }: { readonly query?: string; readonly near?: string | undefined } = {},
): readonly Authority[] => {
  const words = query.split(/\s+/).filter(Boolean)
  const all = siteAuthorities(deps.reference, deps.site.rootDivisionCode)
    .filter((authority) => authority.orgTypes.includes(orgType))
    .filter((authority) =>
      words.every((word) => `${authority.name}${placeOf(deps, authority.divisionCode)}`.includes(word)),
    )
  return nearFirst(all, deps.reference, near)
}

/** The authority a form names, when it registers that kind of organization here. */
export const chosenAuthority = (deps: Known, orgType: OrgType, raw: string | undefined): Authority | undefined =>
  authoritiesFor(deps, orgType).find(({ id }) => String(id) === raw)
