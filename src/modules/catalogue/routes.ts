import type { Deps } from '../../deps.ts'
import type { Route } from '../../web/route.ts'
import { changeStartRoutes } from './change-start-routes.ts'
import { familyRoutes } from './family-routes.ts'
import { publicPageRoutes } from './public-routes.ts'
import { divisionRoutes } from './division-routes.ts'
import { startRoutes } from './start-routes.ts'

/** Public pages, the choice of a division, the start of a case and the hall. */
export const catalogueRoutes = (deps: Deps): readonly Route[] => [
  ...publicPageRoutes(deps),
  ...familyRoutes(deps),
  ...divisionRoutes(deps),
  ...startRoutes(deps),
  ...changeStartRoutes(deps),
]
