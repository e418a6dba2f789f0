import QRCode from 'qrcode'
import { z } from 'zod'
import { AppError } from '../../core/errors.ts'
import type { Deps } from '../../deps.ts'
import { paths } from '../../web/paths.ts'
import { staffRoute, type Context, type Route, type Staff } from '../../web/route.ts'
import { typedCode } from './code-step.ts'
import { withQuery } from './form-view.ts'
import type { FieldErrors } from '../../core/forms/page.ts'
import { errorList, wholeForm } from '../../web/form-view.ts'
import { rememberStaffAgain } from './known-browser.ts'
import { sessionDraft } from './session-draft.ts'
import { bindTotp, provePassword, removeTotp, takeTotpCode, totpFaults } from './staff-commands.ts'
import { newTotpSecret, spacedSecret, totpAddress, totpStepOf } from './staff-totp-code.ts'
import { findStaffById, type StaffLogin } from './store.ts'

const setupMinutes = 15

/** The key of an app that is being set up: kept for this browser only, until a code of it was typed. */
const draft = sessionDraft('staff-totp', z.object({ secret: z.string().optional() }), setupMinutes * 60)

const ownAccount = async (deps: Deps, actor: Staff): Promise<StaffLogin> => {
  const staff = await findStaffById(deps.db, deps.crypto, actor.id)
  if (!staff) throw new AppError('FORBIDDEN')
  return staff
}

const namesOf = (deps: Deps, staff: StaffLogin) => ({ issuer: deps.site.shortName, label: staff.loginName })

/** The key being set up; a new one when there is none. */
const openSecret = async (deps: Deps, context: Context<Staff>): Promise<string> => {
  const { secret } = await draft.read(deps, context.req.sessionID)
  if (secret !== undefined) return secret
  const made = newTotpSecret()
  await draft.write(deps, context.req.sessionID, { secret: made })
  return made
}

const show = async (
  deps: Deps,
  context: Context<Staff>,
  staff: StaffLogin,
  errors: FieldErrors = {},
): Promise<void> => {
  const bound = staff.totpSecret !== null
  context.view(
    'staff/totp.njk',
    {
      page: { title: '动态验证码' },
      bound,
      minutes: setupMinutes,
      ...(bound ? {} : { key: spacedSecret(await openSecret(deps, context)), loginName: staff.loginName }),
      fields: [
        {
          kind: 'text',
          id: 'totpCode',
          name: 'totpCode',
          label: '动态验证码',
          value: '',
          error: errors['totpCode'],
          hint: '应用当前显示的6位数字，每30秒更换一次。',
          autocomplete: 'one-time-code',
          inputMode: 'numeric',
          maxLength: 12,
          width: 'short',
          required: true,
        },
        {
          kind: 'password',
          id: 'password',
          name: 'password',
          label: '登录密码',
          error: errors['password'],
          hint: '为确认是您本人操作，请再次填写登录密码。',
          required: true,
        },
      ],
      errors: errorList(errors),
    },
    Object.keys(errors).length > 0 ? 422 : 200,
  )
}

const missing = (body: Readonly<Record<string, string>>): FieldErrors => ({
  ...(typedCode(body['totpCode']) === '' ? { totpCode: '请填写动态验证码' } : {}),
  ...(body['password'] ? {} : { password: '请填写登录密码' }),
})

const bind = async (deps: Deps, context: Context<Staff>, staff: StaffLogin): Promise<FieldErrors> => {
  const { audit, body, req } = context
  const { secret } = await draft.read(deps, req.sessionID)
  if (secret === undefined) return { totpCode: '页面停留过久，密钥已更换，请重新扫描下面的二维码' }
  const step = totpStepOf(secret, typedCode(body['totpCode']), deps.clock.now())
  if (step === undefined) return { totpCode: totpFaults.wrong }
  const wrong = await provePassword(deps, audit, staff, body['password'] ?? '')
  if (wrong !== undefined) return { password: wrong }
  if (!(await bindTotp(deps, audit, staff, { secret, step }))) throw new AppError('STALE')
  await draft.drop(deps, req.sessionID)
  return {}
}

const remove = async (deps: Deps, context: Context<Staff>, staff: StaffLogin): Promise<FieldErrors> => {
  const { audit, body } = context
  const wrong = await provePassword(deps, audit, staff, body['password'] ?? '')
  if (wrong !== undefined) return { password: wrong }
  const answer = await takeTotpCode(deps, audit, staff, typedCode(body['totpCode']))
  if (answer === 'none') throw new AppError('STALE')
  if (answer !== 'right') return { totpCode: totpFaults[answer] }
  if (!(await removeTotp(deps, audit, staff))) throw new AppError('STALE')
  return {}
}

const post = async (deps: Deps, context: Context<Staff>): Promise<void> => {
  const { actor, body } = context
  const staff = await ownAccount(deps, actor)
  const bound = staff.totpSecret !== null
  // A form from before the app was bound, or removed, in another window.
  if ((body['action'] === 'remove') !== bound) throw new AppError('STALE')
  let errors = missing(body)
  if (Object.keys(errors).length === 0) errors = await (bound ? remove : bind)(deps, context, staff)
  if (Object.keys(errors).length > 0) return show(deps, context, staff, errors)
  await rememberStaffAgain(deps, context, staff.id)
  context.redirect(withQuery(paths.staffHome, { done: bound ? 'totp-removed' : 'totp' }))
}

/** The authenticator app of a member of staff: binding it, and taking it away again. */
export const staffTotpRoutes = (deps: Deps): readonly Route[] => [
  staffRoute({
    method: 'get',
    path: paths.staffTotp,
    handler: async (context) => show(deps, context, await ownAccount(deps, context.actor)),
  }),
  staffRoute({
    method: 'post',
    path: paths.staffTotp,
    handler: (context) => post(deps, context),
    again: async (context, sentence) =>
      show(deps, context, await ownAccount(deps, context.actor), { [wholeForm]: sentence }),
  }),
  staffRoute({
    method: 'get',
    path: paths.staffTotpPicture,
    handler: async (context) => {
      const staff = await ownAccount(deps, context.actor)
      const { secret } = await draft.read(deps, context.req.sessionID)
      if (secret === undefined) throw new AppError('NOT_FOUND')
      const picture = await QRCode.toString(totpAddress(secret, namesOf(deps, staff)), {
        type: 'svg',
        errorCorrectionLevel: 'M',
        margin: 2,
        width: 220,
      })
      context.res.setHeader('Cache-Control', 'no-store')
      context.res.type('svg').send(picture)
    },
  }),
]
