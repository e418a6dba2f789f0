import type { Deps } from '../../deps.ts'
import type { Route } from '../../web/route.ts'

export const catalogueRoutes = (_deps: Deps): readonly Route[] => []
