import type { Deps } from '../../deps.ts'
import type { Route } from '../../web/route.ts'
import { commonRoutes } from './common-routes.ts'
import { loginRoutes } from './login-routes.ts'
import { organizationEntryRoutes } from './organization-entry-routes.ts'
import { phoneLoginRoutes } from './phone-login-routes.ts'
import { recoveryRoutes } from './recovery-routes.ts'
import { registrationRoutes } from './registration-routes.ts'

/** Accounts of applicants: registering, logging in and out, recovering a password. */
export const accountRoutes = (deps: Deps): readonly Route[] => [
  ...registrationRoutes(deps),
  ...loginRoutes(deps),
  ...phoneLoginRoutes(deps),
  ...organizationEntryRoutes(deps),
  ...recoveryRoutes(deps),
  ...commonRoutes(deps),
]
