import type { Deps } from '../../deps.ts'
import type { Route } from '../../web/route.ts'
import { publicPageRoutes } from './public-routes.ts'
import { startRoutes } from './start-routes.ts'

/** Public pages, the start of an application and the hall. */
export const catalogueRoutes = (deps: Deps): readonly Route[] => [...publicPageRoutes(deps), ...startRoutes(deps)]
