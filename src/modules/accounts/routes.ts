import type { Deps } from '../../deps.ts'
import type { Route } from '../../web/route.ts'
import { centreRoutes } from './centre-routes.ts'
import { loginRoutes } from './login-routes.ts'
import { registrationRoutes } from './registration-routes.ts'

/** Accounts of applicants: registering, logging in and out, 用户中心. */
export const accountRoutes = (deps: Deps): readonly Route[] => [
  ...registrationRoutes(deps),
  ...loginRoutes(deps),
  ...centreRoutes(deps),
]
