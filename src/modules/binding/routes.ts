import type { Deps } from '../../deps.ts'
import type { Route } from '../../web/route.ts'
import { bindRoutes } from './bind-routes.ts'
import { requestRoutes } from './request-routes.ts'
import { staffRegistrationRoutes } from './staff-routes.ts'

/** Binding an organization of the old system, asking to be let in as a new applicant, and the authority's side of both. */
export const bindingRoutes = (deps: Deps): readonly Route[] => [
  ...bindRoutes(deps),
  ...requestRoutes(deps),
  ...staffRegistrationRoutes(deps),
]
