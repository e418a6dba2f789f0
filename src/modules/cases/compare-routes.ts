import type { Deps } from '../../deps.ts'
import { holderRoute, type Route } from '../../web/route.ts'
import { paths } from '../../web/paths.ts'
import { comparison } from './compare.ts'
import { loadForm } from './queries.ts'
import { caseCrumbs } from './crumbs.ts'

/** 比较两次提交, of the account's own case. */
export const compareRoutes = (deps: Deps): readonly Route[] => [
  holderRoute({
    method: 'get',
    path: paths.compareSubmissions(':id'),
    handler: async ({ actor, param, query, view }) => {
      const { caseFile, stage } = await loadForm(deps, param('id'), actor.id)
      const { id, matter, title, number } = caseFile
      view('cases/compare.njk', {
        ...(await comparison(deps, { id, matter }, query, {
          shown: (_page, _inList, _row, text) => text,
          fileHref: (file) => paths.attachment(id, file),
        })),
        name: title,
        number,
        action: paths.compareSubmissions(id),
        backHref: paths.case(id),
        page: {
          title: '比较两次提交',
          breadcrumb: caseCrumbs({ href: paths.case(id), text: stage.title }, { text: '比较两次提交' }),
        },
      })
    },
  }),
]
