import type { Deps } from '../../deps.ts'
import type { Route } from '../../web/route.ts'

export const bindingRoutes = (_deps: Deps): readonly Route[] => []
