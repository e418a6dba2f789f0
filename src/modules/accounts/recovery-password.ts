import { maskPhone } from '../../core/identity/mask.ts'
import { newPasswordFaults } from '../../core/identity/password.ts'
import type { Deps } from '../../deps.ts'
import { paths } from '../../web/paths.ts'
import type { LoginContext } from './entering.ts'
import { withQuery } from './form-view.ts'
import type { FieldErrors } from '../../core/forms/page.ts'
import { errorList } from '../../web/form-view.ts'
import { nextOf } from './login-view.ts'
import { recoveryDraft, type RecoveryDraft } from './recovery-draft.ts'
import { resetPassword } from './recovery.ts'
import type { Attempt } from './recovery-attempt.ts'
import { shared, statusOf, restart } from './recovery-way.ts'

export const showPassword = (
  deps: Deps,
  context: LoginContext,
  { draft, account }: Attempt,
  errors: FieldErrors = {},
): void => {
  const field = (name: string, label: string, hint?: string) => ({
    kind: 'password',
    id: name,
    name,
    label,
    error: errors[name],
    hint,
    autocomplete: 'new-password',
    required: true,
  })
  context.view(
    'accounts/recover-password.njk',
    {
      ...shared(deps, context, 3),
      flow: draft.flow,
      loginName: account?.loginName,
      fields: [
        field(
          'password',
          '新密码',
          '至少8个字符，包含大写字母、小写字母、数字、符号中的三种，不能包含账号、手机号或证件号码。',
        ),
        field('passwordAgain', '确认新密码'),
      ],
      errors: errorList(errors),
    },
    statusOf(errors),
  )
}

export const showDone = (deps: Deps, context: LoginContext, done: NonNullable<RecoveryDraft['done']>): void => {
  const wayOn = { next: nextOf(context) }
  context.view('accounts/recover-done.njk', {
    ...shared(deps, context, 3),
    loginName: done.loginName,
    phoneBack: done.phoneBack,
    login: done.legal
      ? { href: withQuery(paths.loginLegal, wayOn), text: '用新密码登录法人账号' }
      : { href: withQuery(paths.loginPersonal, wayOn), text: '用新密码登录个人账号' },
  })
}

export const setPassword = async (deps: Deps, context: LoginContext, attempt: Attempt): Promise<void> => {
  const { req, body, audit } = context
  const { account, draft } = attempt
  if (!account) return restart(context, 'gone')
  const password = body['password'] ?? ''
  const errors = newPasswordFaults({ password, again: body['passwordAgain'] ?? '' }, account, {
    password: '新密码',
    again: '确认新密码',
  })
  if (Object.keys(errors).length > 0) return showPassword(deps, context, attempt, errors)
  if (await deps.passwords.isAnyOf(password, [account.passwordHash, account.replacedHash]))
    return showPassword(deps, context, attempt, { password: '新密码不能与原来的密码相同' })

  // Before the attempt is spent: when too many wait for this, nothing is lost by coming back.
  const hash = await deps.passwords.hash(password)
  const taken = await recoveryDraft.take(deps, req.sessionID)
  if (taken.flow !== draft.flow || taken.provedAt !== draft.provedAt || taken.done) {
    if (taken.flow !== undefined) await recoveryDraft.write(deps, req.sessionID, taken)
    return taken.done ? showDone(deps, context, taken.done) : restart(context, 'gone')
  }
  if (!(await resetPassword(deps, audit, account, hash, draft.credentials))) return restart(context, 'changed')
  const done = {
    loginName: account.loginName,
    legal: account.kind === 'LEGAL_PERSON',
    ...(account.change?.by === 'HOLDER' ? { phoneBack: maskPhone(account.phone) } : {}),
  }
  await recoveryDraft.write(deps, req.sessionID, {
    flow: draft.flow,
    identity: '',
    told: true,
    credentials: 0,
    sends: 0,
    phoneProved: false,
    done,
  })
  showDone(deps, context, done)
}
