import { fileTypes } from '../../core/files.ts'
import type { Deps } from '../../deps.ts'
import { paths } from '../../web/paths.ts'
import { permittedRoute, type Route } from '../../web/route.ts'
import { batchRoutes } from './batch-routes.ts'
import { listFile, listPage } from './list.ts'
import { notFiledRoutes } from './not-filed-routes.ts'
import { publicReportRoutes } from './public-routes.ts'
import { publishedReportRoutes } from './published-routes.ts'
import { sampleRoutes } from './sample-routes.ts'

/** 年报: the reports of a year at the authority, samples of them, conclusions on many, and what everybody may know. */
export const reportDeskRoutes = (deps: Deps): readonly Route[] => [
  permittedRoute('case:read', {
    method: 'get',
    path: paths.staffReports,
    handler: async ({ actor, query, view }) => {
      const list = await listPage(deps, actor, query)
      view('report-desk/index.njk', { ...list, page: { title: `${String(list.year)}年度年报` } })
    },
  }),
  permittedRoute('case:read', {
    method: 'get',
    path: paths.staffReportsFile,
    handler: async ({ actor, audit, query, res }) => {
      const { name, bytes } = await listFile(deps, actor, audit, query)
      res.setHeader('Content-Disposition', `attachment; filename*=UTF-8''${encodeURIComponent(name)}`)
      res.setHeader('Cache-Control', 'no-store')
      res.type(fileTypes.xlsx.mime).send(bytes)
    },
  }),
  ...sampleRoutes(deps),
  ...batchRoutes(deps),
  ...notFiledRoutes(deps),
  ...publicReportRoutes(deps),
  ...publishedReportRoutes(deps),
]
