import type { Deps } from '../../deps.ts'
import { holderRoute, type Route } from '../../web/route.ts'
import { paths } from '../../web/paths.ts'
import { mayDo } from '../grants/access.ts'
import { comparison } from './compare.ts'
import { maskedText } from './masked.ts'
import { loadForm } from './queries.ts'
import { caseCrumbs } from './crumbs.ts'

/** 比较两次提交, of the account's own case. */
export const compareRoutes = (deps: Deps): readonly Route[] => [
  holderRoute({
    method: 'get',
    path: paths.compareSubmissions(':id'),
    handler: async ({ actor, param, query, view }) => {
      const form = await loadForm(deps, param('id'), actor, 'see')
      const { caseFile, stage } = form
      const { id, matter, title, number } = caseFile
      const open = mayDo(form, 'fill')
      view('cases/compare.njk', {
        ...(await comparison(deps, { id, matter }, query, {
          shown: open ? (_page, _inList, _row, text) => text : maskedText(deps, matter),
          fileHref: (file) => (open ? paths.attachment(id, file) : undefined),
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
