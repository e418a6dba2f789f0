import { matterPolicies } from '../core/matters/policies.ts'
import type { Site, SiteCode } from './define.ts'
import { liaoning } from './liaoning.ts'
import { shanxi } from './shanxi.ts'

/** Every site the portal can run as; the SITE variable names one. */
export const sites = { shanxi, liaoning } as const satisfies Record<SiteCode, Site>

// What a province asks is checked before anything is promised by it.
for (const site of Object.values(sites)) matterPolicies.parse(site.matters)

export const siteCodes = Object.keys(sites) as readonly SiteCode[]
