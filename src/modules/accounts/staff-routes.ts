import { sendOrSay, answerCodeRequest, type SendAnswer } from './code-step.ts'
import { may } from '../../core/access.ts'
import { maskPhone } from '../../core/identity/mask.ts'
import type { Deps } from '../../deps.ts'
import { networkOf } from '../../web/address.ts'
import { displacedMessage } from '../../web/page.ts'
import { paths } from '../../web/paths.ts'
import { publicRoute, staffRoute, type Context, type Route } from '../../web/route.ts'
import { cookieName, endSession, sessionLimits } from '../../web/sessions.ts'
import { codeFaults, sessionDigest } from './codes.ts'
import { actorOf, recordFailedLogin, recordLogout, recordPasswordAccepted, staffSubject } from './commands.ts'
import { closeStep, completeLogin, openStep, openStepOf, otherLogin } from './completion.ts'
import { showDeviceQuestion } from './device-view.ts'
import { errorList, ownNext, typedName, type FieldErrors, smsCodeField } from './form-view.ts'
import { doors, triesAllowed } from './lockout.ts'
import { wrongPassword } from './login-routes.ts'
import { checkPassword } from './password-check.ts'
import { recordExpiredPassword, takeTotpCode, totpFaults } from './staff-commands.ts'
import { findStaffById, findStaffByName, type StaffLogin } from './store.ts'

type LoginContext = Context<unknown>

type Sent = { readonly text: string; readonly waitSeconds: number }

/** Where a staff login leads when it was not on the way somewhere; pages of applicants are another house. */
export const staffNext = <Actor>(context: Context<Actor>): string | undefined => {
  const next = ownNext(context.body['next'] ?? context.query['next'])
  return next === '/staff' || next?.startsWith('/staff/') ? next : undefined
}

const homeOf = (staff: StaffLogin): string => (may(staff.roles, 'case:read') ? paths.staffQueue : paths.staffHome)

const showLogin = (
  context: LoginContext,
  state: {
    readonly errors?: FieldErrors
    readonly sent?: Sent
    readonly passwordDone?: boolean
    /** The password was right, and an authenticator app is bound: its code is what is missing. */
    readonly askForApp?: boolean
  } = {},
): void => {
  const errors = state.errors ?? {}
  context.view(
    'staff/login.njk',
    {
      page: {
        title: '工作人员登录',
        ...(context.query['displaced'] === '1' ? { flash: { kind: 'important', text: displacedMessage } } : {}),
      },
      fields: [
        {
          kind: 'text',
          id: 'username',
          name: 'username',
          label: '用户名',
          value: context.body['username'] ?? '',
          error: errors['username'],
          autocomplete: 'username',
          width: 'medium',
          required: true,
        },
        {
          kind: 'password',
          id: 'password',
          name: 'password',
          label: '密码',
          error: errors['password'],
          hint: state.passwordDone ? '密码已通过验证，无需再次填写。' : undefined,
          required: !state.passwordDone,
        },
        {
          ...smsCodeField,
          help: undefined,
          value: '',
          error: errors['smsCode'],
          hint: state.askForApp
            ? '请填写手机上动态验证码应用显示的6位数字；也可以点击“获取短信验证码”，填写短信中的验证码。'
            : '发送到您登记的手机，6位数字，5分钟内有效。已绑定动态验证码应用的，也可以填写应用显示的6位数字。',
          required: true,
          smsUrl: paths.staffCode,
          smsText: state.sent?.text,
          waitSeconds: state.sent?.waitSeconds,
        },
      ],
      errors: errorList(errors),
      sent: state.sent,
      next: staffNext(context),
    },
    Object.keys(errors).length > 0 ? 422 : 200,
  )
}

type FirstFactor = { readonly staff: StaffLogin } | { readonly errors: FieldErrors }

/** Said of nobody, a wrong password and a locked account alike, so that names of staff cannot be found out. */
const refused: FirstFactor = {
  errors: {
    password: `${wrongPassword}。连续${triesAllowed}次密码错误的账号锁定${doors.staff.lockMinutes}分钟，锁定期间密码正确也不能登录`,
  },
}

const expired: FirstFactor = {
  errors: { password: '临时密码已过期，请联系本单位系统管理员重新设置' },
}

/** Which credentials were proved: a change of any of them gives another text. */
const proofOf = (staff: StaffLogin): string => `${staff.id}.${staff.credentialsChangedAt?.getTime() ?? 0}`

type OpenLogin = { readonly staff: StaffLogin; readonly next: string | undefined }

/** Who is in the middle of logging in here; a step from before a change of credentials opens nothing any more. */
const openLogin = async (
  deps: Deps,
  context: LoginContext,
  kind: 'second-factor' | 'device',
): Promise<OpenLogin | undefined> => {
  const step = openStepOf(context.req, kind, deps.clock.now())
  if (!step) return undefined
  const staff = await findStaffById(deps.db, deps.crypto, Number.parseInt(step.subject, 10))
  return staff && proofOf(staff) === step.subject ? { staff, next: step.next } : undefined
}

/** The first factor: proved now, or a few minutes ago in this session by the same person. */
const firstFactor = async (deps: Deps, context: LoginContext): Promise<FirstFactor> => {
  const { req, body, audit } = context
  const username = typedName(body['username'])
  const now = deps.clock.now()
  const step = await openLogin(deps, context, 'second-factor')
  if (step && step.staff.loginName.toLowerCase() === username.toLowerCase()) return step
  const missing: Record<string, string> = {}
  if (username === '') missing['username'] = '请填写用户名'
  if (!body['password']) missing['password'] = '请填写密码'
  if (Object.keys(missing).length > 0) return { errors: missing }

  const network = networkOf(audit.ip)
  const usernameIndex = deps.crypto.index('login-identity', `staff:${username.toLowerCase()}`)
  await deps.limits.use('login-address', network)
  await deps.limits.use('login-account', usernameIndex)
  const found = await findStaffByName(deps.db, deps.crypto, username)
  const answer = await checkPassword(deps, doors.staff, found ? [found] : [], body['password'] ?? '')
  switch (answer.kind) {
    case 'unknown':
      await recordFailedLogin(deps, audit, undefined, 'staff', 'unknown')
      return refused
    case 'locked':
      await recordFailedLogin(deps, audit, found && staffSubject(found), 'staff', 'locked')
      return refused
    case 'wrong':
      await recordFailedLogin(deps, audit, found && staffSubject(found), 'staff', 'wrong-password', answer.locksNow)
      return refused
    case 'right': {
      const [staff] = answer.matches
      if (!staff) throw new Error('a right password without its owner')
      await deps.limits.giveBack('login-address', network)
      await deps.limits.reset('login-account', usernameIndex)
      if (staff.temporaryUntil !== null && staff.temporaryUntil <= now) {
        await recordExpiredPassword(deps, audit, staff)
        return expired
      }
      await recordPasswordAccepted(deps, audit, staffSubject(staff), 'second-factor')
      await openStep(deps, req, {
        kind: 'second-factor',
        side: 'staff',
        subject: proofOf(staff),
        next: staffNext(context),
      })
      return { staff }
    }
  }
}

const codeSubject = (context: LoginContext, staff: StaffLogin): string =>
  `${staff.id}.${sessionDigest(context.req.sessionID)}`

/** Counted apart from what anybody may ask for at the same phone: the password was right before this one is sent. */
const smsSubject = (staff: StaffLogin): string => `staff.${staff.phoneIndex}`

const send = (deps: Deps, context: LoginContext, staff: StaffLogin): Promise<SendAnswer> =>
  sendOrSay(
    deps,
    actorOf(staffSubject(staff), context.audit),
    {
      purpose: 'staff-login',
      subject: codeSubject(context, staff),
      phone: staff.phone,
      phoneIndex: smsSubject(staff),
      chain: staff.authorityCode,
    },
    maskPhone(staff.phone),
  )

const sendAndShow = async (deps: Deps, context: LoginContext, staff: StaffLogin): Promise<void> => {
  const answer = await send(deps, context, staff)
  showLogin(context, {
    passwordDone: true,
    ...('sent' in answer ? { sent: answer.sent } : { errors: { smsCode: answer.error } }),
  })
}

type SecondFactor = { readonly by: 'sms' | 'app' } | { readonly error: string }

/** The second factor: the app's code of this half minute, or the one sent to this session by SMS. */
const secondFactor = async (
  deps: Deps,
  context: LoginContext,
  staff: StaffLogin,
  code: string,
): Promise<SecondFactor> => {
  const byApp = await takeTotpCode(deps, context.audit, staff, code)
  if (byApp === 'right') return { by: 'app' }
  const bySms = await deps.smsCodes.check('staff-login', codeSubject(context, staff), code)
  if (bySms === 'right') return { by: 'sms' }
  await recordFailedLogin(deps, context.audit, staffSubject(staff), 'staff', 'wrong-code')
  if (byApp === 'none' || bySms === 'dead') return { error: codeFaults[bySms] }
  const text = totpFaults[byApp]
  return { error: byApp === 'blocked' ? `${text}，或者点击“获取短信验证码”` : text }
}

/** Logs in, unless what was proved was changed while it happened. */
const enter = async (deps: Deps, context: LoginContext, { staff, next }: OpenLogin): Promise<void> => {
  await completeLogin(deps, context, staffSubject(staff))
  const now = await findStaffById(deps.db, deps.crypto, staff.id)
  if (!now || proofOf(now) !== proofOf(staff)) {
    await endSession(context.req)
    return context.redirect(paths.staffLogin)
  }
  context.redirect(next ?? homeOf(now))
}

const tryLogin = async (deps: Deps, context: LoginContext): Promise<void> => {
  const { req, body } = context
  const first = await firstFactor(deps, context)
  if ('errors' in first) return showLogin(context, first)
  const { staff } = first
  const code = (body['smsCode'] ?? '').normalize('NFKC').replaceAll(/\s/g, '')
  if (body['action'] === 'send-code') return sendAndShow(deps, context, staff)
  if (code === '') {
    if (staff.totpSecret === null) return sendAndShow(deps, context, staff)
    return showLogin(context, { passwordDone: true, askForApp: true })
  }
  const second = await secondFactor(deps, context, staff, code)
  if ('error' in second) {
    const state = { errors: { smsCode: second.error }, passwordDone: true, askForApp: staff.totpSecret !== null }
    return showLogin(context, state)
  }
  if (second.by === 'sms') {
    // A code that was used was wanted: the limits are against messages nobody asked for.
    await deps.limits.reset('sms-interval', smsSubject(staff))
    await deps.limits.giveBack('sms-number-day', smsSubject(staff))
  }
  const next = staffNext(context) ?? openStepOf(req, 'second-factor', deps.clock.now())?.next
  if (await otherLogin(deps, req, staffSubject(staff))) {
    await openStep(deps, req, { kind: 'device', side: 'staff', subject: proofOf(staff), next })
    return context.redirect(paths.staffDevice)
  }
  await enter(deps, context, { staff, next })
}

/** Staff login in two factors on one page, the single-device question, and logging out. */
export const staffLoginRoutes = (deps: Deps): readonly Route[] => [
  publicRoute({ method: 'get', path: paths.staffLogin, handler: (context) => showLogin(context) }),
  publicRoute({ method: 'post', path: paths.staffLogin, handler: (context) => tryLogin(deps, context) }),
  publicRoute({
    method: 'post',
    path: paths.staffCode,
    handler: async (context) => {
      const first = await firstFactor(deps, context)
      if ('errors' in first) {
        context.res.status(422).json({ error: Object.values(first.errors).join('；') })
        return
      }
      await answerCodeRequest(deps, context, await send(deps, context, first.staff))
    },
  }),
  publicRoute({
    method: 'get',
    path: paths.staffDevice,
    handler: async (context) => {
      const step = await openLogin(deps, context, 'device')
      if (!step) return context.redirect(paths.staffLogin)
      return showDeviceQuestion(
        context,
        'staff/login-device.njk',
        await otherLogin(deps, context.req, staffSubject(step.staff)),
      )
    },
  }),
  publicRoute({
    method: 'post',
    path: paths.staffDevice,
    handler: async (context) => {
      const step = await openLogin(deps, context, 'device')
      if (context.body['answer'] !== 'yes' || !step) {
        if (context.req.session.pending) closeStep(context.req)
        return context.redirect(paths.staffLogin)
      }
      await enter(deps, context, step)
    },
  }),
  staffRoute({
    method: 'post',
    path: paths.staffLogout,
    duringSetup: true,
    handler: async (context) => {
      const { actor } = context
      await recordLogout(deps, context.audit, { kind: 'staff', id: actor.id, chain: actor.authority.code })
      await endSession(context.req)
      context.res.clearCookie(cookieName('staff', deps.secure), { path: '/', secure: deps.secure })
      context.redirect(paths.staffLogin)
    },
  }),
  staffRoute({
    method: 'post',
    path: paths.staffExtendSession,
    duringSetup: true,
    // Reading the session has prolonged it already.
    handler: ({ res }) => {
      res.json({ minutes: sessionLimits.staff.idleSeconds / 60 })
    },
  }),
]
