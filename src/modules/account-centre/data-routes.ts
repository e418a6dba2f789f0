import { localDate } from '../../core/workflow/deadlines.ts'
import type { Deps } from '../../deps.ts'
import { paths } from '../../web/paths.ts'
import { holderRoute, type Applicant, type Context, type Route } from '../../web/route.ts'
import type { FieldErrors } from '../../core/forms/page.ts'
import { errorList, wholeForm } from '../../web/form-view.ts'
import { dataOf } from './data-export.ts'
import { recordExport } from './data-commands.ts'
import { passwordErrors, passwordField } from './confirm-password.ts'
import { centrePage } from './page-frame.ts'

const show = (context: Context<Applicant>, errors: FieldErrors = {}): void =>
  context.view(
    'account-centre/data.njk',
    {
      page: centrePage('我的数据'),
      fields: [passwordField(errors['password'])],
      errors: errorList(errors),
    },
    Object.keys(errors).length > 0 ? 422 : 200,
  )

/** 我的数据: a copy of everything kept, after the password was asked for once more: the own data in it are in clear. */
export const dataRoutes = (deps: Deps): readonly Route[] => [
  holderRoute({ method: 'get', path: paths.accountData, waits: 'export', handler: (context) => show(context) }),
  holderRoute({
    method: 'post',
    path: paths.accountData,
    waits: 'export',
    handler: async (context) => {
      const { actor, res } = context
      const refused = await passwordErrors(deps, context, 'export')
      if (Object.keys(refused).length > 0) return show(context, refused)
      await recordExport(deps, context)
      const data = await dataOf(deps, actor.id)
      res.setHeader('Cache-Control', 'no-store')
      res.setHeader(
        'Content-Disposition',
        `attachment; filename="my-data-${localDate(deps.clock.now()).replaceAll('-', '')}.json"`,
      )
      res.type('json').send(`${JSON.stringify(data, null, 2)}\n`)
    },
    again: (context, sentence) => show(context, { [wholeForm]: sentence }),
  }),
]
