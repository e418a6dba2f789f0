import type { Deps } from '../../deps.ts'
import { paths } from '../../web/paths.ts'
import { permittedRoute, type Route } from '../../web/route.ts'
import { comparison } from '../cases/compare.ts'
import { loadStaffCase } from './case-data.ts'
import { maskedText } from './case-people.ts'
import { recordView } from './commands.ts'

/** 比较两次提交, of a case of the official's own authority; personal data are masked, and who looked is recorded. */
export const compareRoutes = (deps: Deps): readonly Route[] => [
  permittedRoute('case:read', {
    method: 'get',
    path: paths.staffCompare(':id'),
    handler: async ({ actor, audit, param, query, view }) => {
      const { caseFile } = await loadStaffCase(deps, actor, param('id'))
      const { id, number, title } = caseFile
      await recordView(deps, actor, audit, { kind: 'case', id, caseId: id })
      view('staff/compare.njk', {
        ...(await comparison(deps, caseFile, query, {
          shown: maskedText(deps, caseFile.matter),
          fileHref: (file) => paths.staffAttachment(id, file),
        })),
        name: title,
        number,
        action: paths.staffCompare(id),
        backHref: paths.staffCase(id),
        page: {
          title: '比较两次提交',
          breadcrumb: [
            { href: paths.staffQueue, text: '待办' },
            { href: paths.staffCase(id), text: number },
            { text: '比较两次提交' },
          ],
        },
      })
    },
  }),
]
