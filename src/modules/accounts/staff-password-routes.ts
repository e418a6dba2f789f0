import { AppError } from '../../core/errors.ts'
import { newPasswordFaults } from '../../core/identity/password.ts'
import type { Deps } from '../../deps.ts'
import { paths } from '../../web/paths.ts'
import { staffRoute, type Context, type Route, type Staff } from '../../web/route.ts'
import { logIn } from '../../web/sessions.ts'
import { withQuery } from './form-view.ts'
import type { FieldErrors } from '../../core/forms/page.ts'
import { errorList, wholeForm } from '../../web/form-view.ts'
import { rememberStaffAgain } from './known-browser.ts'
import { changeStaffPassword, provePassword } from './staff-commands.ts'
import { staffNext } from './staff-next.ts'
import { findStaffById, type StaffLogin } from './store.ts'

const show = (context: Context<Staff>, errors: FieldErrors = {}): void => {
  const { actor } = context
  const forced = actor.mustChangePassword
  context.view(
    'staff/password.njk',
    {
      page: { title: forced ? '设置登录密码' : '修改登录密码' },
      forced,
      next: staffNext(context),
      loginName: actor.loginName,
      fields: [
        ...(forced
          ? []
          : [
              {
                kind: 'password',
                id: 'oldPassword',
                name: 'oldPassword',
                label: '原密码',
                error: errors['oldPassword'],
                required: true,
              },
            ]),
        {
          kind: 'password',
          id: 'newPassword',
          name: 'newPassword',
          label: '新密码',
          error: errors['newPassword'],
          autocomplete: 'new-password',
          hint: '8至128个字符，至少包含小写字母、大写字母、数字、其他字符中的三种，不能与原密码相同。',
          required: true,
        },
        {
          kind: 'password',
          id: 'confirmPassword',
          name: 'confirmPassword',
          label: '确认新密码',
          error: errors['confirmPassword'],
          autocomplete: 'new-password',
          required: true,
        },
      ],
      errors: errorList(errors),
    },
    Object.keys(errors).length > 0 ? 422 : 200,
  )
}

/** Faults of what was typed, before anything is compared: comparing costs a fifth of a second. */
const faultsOf = (staff: StaffLogin, forced: boolean, typed: Readonly<Record<string, string>>): FieldErrors => {
  const { oldPassword = '', newPassword = '', confirmPassword = '' } = typed
  const labels = { password: '新密码', again: '确认新密码' }
  const faults = newPasswordFaults({ password: newPassword, again: confirmPassword }, staff, labels)
  return {
    ...(!forced && oldPassword === '' ? { oldPassword: '请填写原密码' } : {}),
    ...(faults.password ? { newPassword: faults.password } : {}),
    ...(faults.passwordAgain ? { confirmPassword: faults.passwordAgain } : {}),
  }
}

const change = async (deps: Deps, context: Context<Staff>): Promise<void> => {
  const { actor, audit, body, req } = context
  const staff = await findStaffById(deps.db, deps.crypto, actor.id)
  if (!staff) throw new AppError('FORBIDDEN')
  const forced = actor.mustChangePassword
  const errors = faultsOf(staff, forced, body)
  if (Object.keys(errors).length > 0) return show(context, errors)
  const newPassword = body['newPassword'] ?? ''
  if (!forced) {
    const wrong = await provePassword(deps, audit, staff, body['oldPassword'] ?? '')
    if (wrong !== undefined) return show(context, { oldPassword: wrong })
  }
  if (await deps.passwords.isAnyOf(newPassword, [staff.passwordHash, staff.replacedHash]))
    return show(context, { newPassword: `新密码不能与原密码${forced ? '、临时密码' : ''}相同` })
  if (!(await changeStaffPassword(deps, audit, staff, await deps.passwords.hash(newPassword))))
    throw new AppError('STALE')
  // The session goes on under a new id; whoever held the old one holds nothing (S6).
  await logIn(req, deps.sessions.staff.store, String(staff.id), { staffId: staff.id }, deps.clock.now())
  await rememberStaffAgain(deps, context, staff.id)
  context.redirect(staffNext(context) ?? withQuery(paths.staffHome, { done: 'password' }))
}

/** Choosing one's own password: asked for first after a temporary one, and possible at any time. */
export const staffPasswordRoutes = (deps: Deps): readonly Route[] => [
  staffRoute({
    method: 'get',
    path: paths.staffPassword,
    duringSetup: true,
    handler: (context) => show(context),
  }),
  staffRoute({
    method: 'post',
    path: paths.staffPassword,
    duringSetup: true,
    handler: (context) => change(deps, context),
    again: (context, sentence) => show(context, { [wholeForm]: sentence }),
  }),
]
