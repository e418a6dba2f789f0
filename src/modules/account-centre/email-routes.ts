import { maskEmail } from '../../core/identity/mask.ts'
import { validateEmail } from '../../core/identity/email.ts'
import { kinds } from '../../core/forms/kinds.ts'
import type { Deps } from '../../deps.ts'
import { paths } from '../../web/paths.ts'
import { applicantRoute, type Applicant, type Context, type Route } from '../../web/route.ts'
import type { FieldErrors } from '../../core/forms/page.ts'
import { errorList, wholeForm } from '../../web/form-view.ts'
import { changeEmail } from './credential-commands.ts'
import { passwordErrors, passwordField } from './confirm-password.ts'
import { centrePage } from './page-frame.ts'
import { ownProfile } from './queries.ts'

const show = async (deps: Deps, context: Context<Applicant>, typed = '', errors: FieldErrors = {}): Promise<void> => {
  const { email } = await ownProfile(deps, context.actor.id)
  context.view(
    'account-centre/email.njk',
    {
      page: centrePage('修改电子邮箱'),
      current: email === undefined ? undefined : maskEmail(email),
      fields: [
        {
          kind: 'email',
          id: 'email',
          name: 'email',
          label: '新电子邮箱',
          value: typed,
          error: errors['email'],
          required: true,
          autocomplete: 'email',
        },
        passwordField(errors['password']),
      ],
      recoverHref: paths.recover,
      errors: errorList(errors),
    },
    Object.keys(errors).length > 0 ? 422 : 200,
  )
}

export const emailRoutes = (deps: Deps): readonly Route[] => [
  applicantRoute({
    method: 'get',
    path: paths.accountEmail,
    waits: 'email',
    handler: (context) => show(deps, context),
  }),
  applicantRoute({
    method: 'post',
    path: paths.accountEmail,
    waits: 'email',
    handler: async (context) => {
      const typed = kinds.email.fromForm(context.body, 'email')
      const email = validateEmail(typed)
      if (!email.ok) return show(deps, context, typed, { email: typed === '' ? '请填写新电子邮箱' : email.message })
      const refused = await passwordErrors(deps, context, 'email')
      if (Object.keys(refused).length > 0) return show(deps, context, typed, refused)
      await changeEmail(deps, context, email.value)
      context.redirect(`${paths.account}?done=email`)
    },
    again: (context, sentence) =>
      show(deps, context, kinds.email.fromForm(context.body, 'email'), { [wholeForm]: sentence }),
  }),
]
