import { localDate } from '../../core/workflow/deadlines.ts'
import type { Deps } from '../../deps.ts'
import { paths } from '../../web/paths.ts'
import { applicantRoute, type Applicant, type Context, type Route } from '../../web/route.ts'
import { errorList } from '../accounts/form-view.ts'
import { confirmPassword } from './confirm-password.ts'
import { dataOf } from './data-export.ts'
import { recordExport } from './data-commands.ts'
import { centrePage } from './page-frame.ts'

const show = (context: Context<Applicant>, error?: string): void =>
  context.view(
    'account-centre/data.njk',
    {
      page: centrePage('我的数据'),
      fields: [
        {
          kind: 'password',
          id: 'password',
          name: 'password',
          label: '当前登录密码',
          autocomplete: 'current-password',
          error,
          required: true,
        },
      ],
      errors: error === undefined ? [] : errorList({ password: error }),
    },
    error === undefined ? 200 : 422,
  )

/** 我的数据: a copy of everything kept, after the password was asked for once more: it is all in clear. */
export const dataRoutes = (deps: Deps): readonly Route[] => [
  applicantRoute({ method: 'get', path: paths.accountData, handler: (context) => show(context) }),
  applicantRoute({
    method: 'post',
    path: paths.accountData,
    handler: async (context) => {
      const { actor, body, res } = context
      const answer = await confirmPassword(deps, context, body['password'] ?? '', 'export')
      if ('fault' in answer) return show(context, answer.fault)
      await recordExport(deps, context)
      const data = await dataOf(deps, actor.id)
      res.setHeader('Cache-Control', 'no-store')
      res.setHeader(
        'Content-Disposition',
        `attachment; filename="my-data-${localDate(deps.clock.now()).replaceAll('-', '')}.json"`,
      )
      res.type('json').send(`${JSON.stringify(data, null, 2)}\n`)
    },
  }),
]
