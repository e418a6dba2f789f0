import type { Deps } from '../../deps.ts'
import { paths } from '../../web/paths.ts'
import { permittedRoute, type Route } from '../../web/route.ts'
import { auditPage } from './audit.ts'
import { staffAdminRoutes } from './staff-routes.ts'

export const adminRoutes = (deps: Deps): readonly Route[] => [
  ...staffAdminRoutes(deps),
  permittedRoute('audit:read', {
    method: 'get',
    path: paths.staffAudit,
    handler: async ({ actor, query, view }) =>
      view('staff/audit.njk', { ...(await auditPage(deps, actor, query)), page: { title: '审计日志' } }),
  }),
]
