import type { Deps } from '../../deps.ts'
import type { Route } from '../../web/route.ts'

export const accountCentreRoutes = (_deps: Deps): readonly Route[] => []
