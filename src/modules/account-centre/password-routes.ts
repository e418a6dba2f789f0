import { newPasswordFaults } from '../../core/identity/password.ts'
import type { Deps } from '../../deps.ts'
import { faqHref } from '../../web/faq.ts'
import { paths } from '../../web/paths.ts'
import { holderRoute, type Applicant, type Context, type Route } from '../../web/route.ts'
import { ownNext } from '../accounts/form-view.ts'
import type { FieldErrors } from '../../core/forms/page.ts'
import { errorList, wholeForm } from '../../web/form-view.ts'
import { confirmPassword } from './confirm-password.ts'
import { changePassword } from './credential-commands.ts'
import { stayAlone } from './end-other-logins.ts'
import { centrePage } from './page-frame.ts'
import { ownPassword, ownProfile } from './queries.ts'

/** A password that was given to the account must be changed at once: the person has just logged in with it. */
const isForced = (context: Context<Applicant>): boolean => context.actor.setup === 'password'

const show = (context: Context<Applicant>, errors: FieldErrors = {}): void => {
  const forced = isForced(context)
  const field = (name: string, label: string, autocomplete: string, hint?: string) => ({
    kind: 'password',
    id: name,
    name,
    label,
    hint,
    autocomplete,
    error: errors[name],
    required: true,
  })
  context.view(
    'account-centre/password.njk',
    {
      page: centrePage(forced ? '设置登录密码' : '修改登录密码'),
      forced,
      next: ownNext(context.body['next'] ?? context.query['next']),
      fields: [
        ...(forced ? [] : [field('current', '当前登录密码', 'current-password')]),
        field(
          'password',
          '新登录密码',
          'new-password',
          '至少8个字符，包含大写字母、小写字母、数字、符号中的三种，不能包含账号、手机号或证件号码。',
        ),
        field('passwordAgain', '确认新登录密码', 'new-password'),
      ],
      errors: errorList(errors),
      recoverHref: paths.recover,
      counterHref: faqHref('F-08'),
    },
    Object.keys(errors).length > 0 ? 422 : 200,
  )
}

const change = async (deps: Deps, context: Context<Applicant>): Promise<void> => {
  const { actor, body } = context
  const forced = isForced(context)
  const current = body['current'] ?? ''
  const password = body['password'] ?? ''
  const again = body['passwordAgain'] ?? ''
  const profile = await ownProfile(deps, actor.id)
  const errors = {
    ...(!forced && current === '' ? { current: '请填写当前登录密码' } : {}),
    ...newPasswordFaults({ password, again }, profile, { password: '新登录密码', again: '确认新登录密码' }),
  }
  if (Object.keys(errors).length > 0) return show(context, errors)

  // confirmPassword counts for itself.
  if (forced) await deps.limits.use('confirm-account', actor.id)
  const answer = forced ? await ownPassword(deps, actor.id) : await confirmPassword(deps, context, current, 'password')
  if ('fault' in answer) return show(context, { current: answer.fault })
  const overtaken = { [forced ? 'password' : 'current']: '登录密码刚刚在别处修改过，请用修改后的密码重新登录' }
  // Set in another window since this request came in: what was given is no longer what is there.
  if (forced && !answer.mustChange) return show(context, overtaken)
  if (await deps.passwords.isAnyOf(password, [answer.passwordHash, answer.replacedHash]))
    return show(context, { password: `新登录密码不能与${forced ? '原来的密码、临时密码' : '当前登录密码'}相同` })
  const changed = await changePassword(deps, context, {
    oldHash: answer.passwordHash,
    newHash: await deps.passwords.hash(password),
    phone: profile.phone,
    forced,
  })
  if (!changed) return show(context, overtaken)
  await stayAlone(deps, context, ownNext(body['next']) ?? `${paths.account}?done=password`)
}

export const passwordRoutes = (deps: Deps): readonly Route[] => [
  holderRoute({
    method: 'get',
    path: paths.accountPassword,
    duringSetup: true,
    handler: (context) => show(context),
  }),
  holderRoute({
    method: 'post',
    path: paths.accountPassword,
    duringSetup: true,
    handler: (context) => change(deps, context),
    again: (context, sentence) => show(context, { [wholeForm]: sentence }),
  }),
]
