import type { Deps } from '../../deps.ts'
import type { Route } from '../../web/route.ts'

export const adminRoutes = (_deps: Deps): readonly Route[] => []
