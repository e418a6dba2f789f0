import { maskEmail } from '../../core/identity/mask.ts'
import { validateEmail } from '../../core/identity/email.ts'
import { kinds } from '../../core/forms/kinds.ts'
import type { Deps } from '../../deps.ts'
import { paths } from '../../web/paths.ts'
import { applicantRoute, type Applicant, type Context, type Route } from '../../web/route.ts'
import { errorList } from '../accounts/form-view.ts'
import { changeEmail } from './credential-commands.ts'
import { centrePage } from './page-frame.ts'
import { ownProfile } from './queries.ts'

const show = async (deps: Deps, context: Context<Applicant>, typed = '', error?: string): Promise<void> => {
  const { email } = await ownProfile(deps, context.actor.id)
  context.view(
    'account-centre/email.njk',
    {
      page: centrePage('修改电子邮箱'),
      current: email === undefined ? undefined : maskEmail(email),
      field: {
        kind: 'email',
        id: 'email',
        name: 'email',
        label: '新电子邮箱',
        value: typed,
        error,
        required: true,
        autocomplete: 'email',
      },
      errors: error === undefined ? [] : errorList({ email: error }),
    },
    error === undefined ? 200 : 422,
  )
}

export const emailRoutes = (deps: Deps): readonly Route[] => [
  applicantRoute({ method: 'get', path: paths.accountEmail, handler: (context) => show(deps, context) }),
  applicantRoute({
    method: 'post',
    path: paths.accountEmail,
    handler: async (context) => {
      const typed = kinds.email.fromForm(context.body, 'email')
      if (typed === '') return show(deps, context, typed, '请填写新电子邮箱')
      const email = validateEmail(typed)
      if (!email.ok) return show(deps, context, typed, email.message)
      await changeEmail(deps, context, email.value)
      context.redirect(`${paths.account}?done=email`)
    },
  }),
]
