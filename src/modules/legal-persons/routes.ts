import type { Deps } from '../../deps.ts'
import type { Route } from '../../web/route.ts'
import { certificateRoutes } from './certificate-routes.ts'
import { mismatchRoutes } from './mismatch-routes.ts'
import { proveRoutes } from './prove-routes.ts'
import { legalRegistrationRoutes } from './registration-routes.ts'
import { resumeRoutes } from './resume-routes.ts'

/** Accounts of legal persons: registering, coming back to it, and whether the account agrees with the register. */
export const legalPersonRoutes = (deps: Deps): readonly Route[] => [
  ...legalRegistrationRoutes(deps),
  ...proveRoutes(deps),
  ...resumeRoutes(deps),
  ...mismatchRoutes(deps),
  ...certificateRoutes(deps),
]
