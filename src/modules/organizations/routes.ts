import type { Deps } from '../../deps.ts'
import type { Route } from '../../web/route.ts'

export const organizationRoutes = (_deps: Deps): readonly Route[] => []
