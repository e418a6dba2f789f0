import type { Deps } from '../../deps.ts'
import type { Route } from '../../web/route.ts'

export const printableFormRoutes = (_deps: Deps): readonly Route[] => []
