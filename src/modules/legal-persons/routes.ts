import type { Deps } from '../../deps.ts'
import type { Route } from '../../web/route.ts'

export const legalPersonRoutes = (_deps: Deps): readonly Route[] => []
