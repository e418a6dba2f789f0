import type { Deps } from '../../deps.ts'
import type { Route } from '../../web/route.ts'

export const helpdeskRoutes = (_deps: Deps): readonly Route[] => []
