import type { Deps } from '../../deps.ts'
import { paths } from '../../web/paths.ts'
import { permittedRoute, type Route } from '../../web/route.ts'
import { auditPage, auditSearch } from './audit.ts'
import { staffChangeRoutes } from './change-routes.ts'
import { staffAdminRoutes } from './staff-routes.ts'

export const adminRoutes = (deps: Deps): readonly Route[] => [
  ...staffAdminRoutes(deps),
  ...staffChangeRoutes(deps),
  permittedRoute('audit:read', {
    method: 'get',
    path: paths.staffAudit,
    handler: async (context) =>
      context.view('staff/audit.njk', {
        ...(await auditPage(deps, context, context.query)),
        page: { title: '审计日志' },
      }),
  }),
  permittedRoute('audit:read', {
    method: 'post',
    path: paths.staffAudit,
    handler: async (context) => {
      const found = await auditSearch(deps, context, context.body)
      if ('href' in found) return context.redirect(found.href)
      const { errors } = found.page
      context.view('staff/audit.njk', { ...found.page, page: { title: '审计日志' } }, errors.length > 0 ? 422 : 200)
    },
  }),
]
