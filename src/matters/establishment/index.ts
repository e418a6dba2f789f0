import type { Matter } from '../../core/matters/define.ts'
import type { OrgType } from '../../core/org-types.ts'
import { foundationEstablishment } from './foundation/index.ts'
import { privateNonEnterpriseEstablishment } from './private-non-enterprise/index.ts'
import { foundationLaw, privateNonEnterpriseLaw, socialGroupLaw, type FoundingLaw } from './shared/law.ts'
import { socialGroupEstablishment } from './social-group/index.ts'

/** How each type is founded: what is changed or filed later was asked then. */
export const foundings: Readonly<Record<OrgType, Matter>> = {
  SOCIAL_GROUP: socialGroupEstablishment,
  PRIVATE_NON_ENTERPRISE: privateNonEnterpriseEstablishment,
  FOUNDATION: foundationEstablishment,
}

/** The law of the founding, with the articles that hold for what comes later as well. */
export const foundingLaws = {
  SOCIAL_GROUP: socialGroupLaw,
  PRIVATE_NON_ENTERPRISE: privateNonEnterpriseLaw,
  FOUNDATION: foundationLaw,
} as const satisfies Readonly<Record<OrgType, FoundingLaw>>
