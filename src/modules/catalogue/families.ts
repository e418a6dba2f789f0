import type { Matter } from '../../core/matters/define.ts'
import type { Matters } from '../../core/matters/offered.ts'
import type { OrgType } from '../../core/org-types.ts'
import { FAMILIES, families, familyRefusal, type OrganizationMatter } from '../../core/register/allowed.ts'
import type { Deps } from '../../deps.ts'
import { paths } from '../../web/paths.ts'
import { notAllowed, standingOf } from '../cases/may-begin.ts'
import { speakerHindrance } from '../cases/organization-case.ts'
import type { Speaker } from '../grants/organizations.ts'

/** Matters of a family that an organization of a type begins here. */
export const kindsOf = (
  { matters }: { readonly matters: Matters },
  family: OrganizationMatter,
  type: OrgType | undefined,
): readonly Matter[] => matters.all.filter((matter) => matter.family === family && matter.orgType === type)

/** A family as one organization finds it: where it leads, and why nothing of it may begin now. */
export type OwnFamily = {
  readonly family: OrganizationMatter
  readonly text: string
  readonly href: string
  /** Its matters here, each with the reason while it may not begin; none: it is done at the counter. */
  readonly kinds: readonly { readonly matter: Matter; readonly reason: string | undefined }[]
  readonly reason: string | undefined
}

/** What an organization does here, family by family, by whoever acts for it; without one, what its type would. */
export const ownFamilies = async (
  deps: Pick<Deps, 'db' | 'matters' | 'site' | 'clock'>,
  speaker: Speaker | undefined,
): Promise<readonly OwnFamily[]> => {
  const own = speaker?.organization
  // A 经办人 goes on for the organization they came for.
  const chosen = speaker?.rights && own?.uscc
  const hindered = speaker?.rights && speakerHindrance(speaker)
  const standing = own && (await standingOf(deps.db.knex, deps, own))
  return FAMILIES.map((family) => {
    const kinds = kindsOf(deps, family, own?.type).map((matter) => ({
      matter,
      reason: standing && (notAllowed(matter, standing) ?? hindered),
    }))
    const [only] = kinds
    return {
      family,
      text: families[family].text,
      href: only && kinds.length === 1 ? paths.start(only.matter.code, chosen) : paths.serviceFamily(family, chosen),
      kinds,
      reason: standing && (familyRefusal(family, standing) ?? (kinds.length === 1 ? only?.reason : only && hindered)),
    }
  })
}
