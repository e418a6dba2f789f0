import { answerCodeRequest } from './code-step.ts'
import { may } from '../../core/access.ts'
import type { Deps } from '../../deps.ts'
import { networkOf } from '../../web/address.ts'
import { displacedMessage } from '../../web/page.ts'
import { paths } from '../../web/paths.ts'
import { publicRoute, staffRoute, type Context, type Route, type Applicant, type Staff } from '../../web/route.ts'
import { cookieName, endSession, sessionRest } from '../../web/sessions.ts'
import { recordLogout, staffSubject } from './commands.ts'
import { closeStep, completeLogin, openStep, openStepOf, otherLogin } from './completion.ts'
import { showDeviceQuestion } from './device-view.ts'
import { hasCaptcha, captchaField, smsCodeField, wantsQuestion } from './form-view.ts'
import type { FieldErrors } from '../../core/forms/page.ts'
import { errorList, wholeForm } from '../../web/form-view.ts'
import { rememberBrowser } from './known-browser.ts'
import { findStaffById, holderOf, type StaffLogin } from './store.ts'
import { networkLock, noteOffice } from './tries.ts'
import {
  type LoginContext,
  needsCaptcha,
  type OpenLogin,
  proofOf,
  firstFactor,
  openLogin,
} from './staff-first-factor.ts'
import { type Sent, send, secondFactor, smsSubject } from './staff-second-factor.ts'
import { staffNext } from './staff-next.ts'

const homeOf = (staff: StaffLogin): string => (may(staff.roles, 'case:read') ? paths.staffQueue : paths.staffHome)

const showLogin = async (
  deps: Deps,
  context: LoginContext,
  state: {
    readonly errors?: FieldErrors
    readonly sent?: Sent
    readonly passwordDone?: boolean
    /** The password was right, and an authenticator app is bound: its code is what is missing. */
    readonly askForApp?: boolean
  } = {},
): Promise<void> => {
  const { body, query, req } = context
  const errors = state.errors ?? {}
  const inWords = wantsQuestion(body['captchaMode'] ?? query['captcha'])
  const asksCaptcha = !state.passwordDone && (errors['captcha'] !== undefined || (await needsCaptcha(deps, context)))
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
          value: body['username'] ?? '',
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
        ...(asksCaptcha
          ? [
              await captchaField(deps, req, {
                inWords,
                error: errors['captcha'],
                hint: '当前网络登录失败的次数较多，请先填写验证码。',
              }),
            ]
          : []),
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
      captchaMode: inWords ? 'question' : 'picture',
      networkTries: networkLock.tries,
      networkMinutes: networkLock.minutes,
      next: staffNext(context),
    },
    Object.keys(errors).length > 0 ? 422 : 200,
  )
}

const sendAndShow = async (deps: Deps, context: LoginContext, staff: StaffLogin): Promise<void> => {
  const answer = await send(deps, context, staff)
  return showLogin(deps, context, {
    passwordDone: true,
    ...('sent' in answer ? { sent: answer.sent } : { errors: { smsCode: answer.error } }),
  })
}

/** Logs in, unless what was proved was changed while it happened. */
const enter = async (deps: Deps, context: LoginContext, { staff, next }: OpenLogin): Promise<void> => {
  await completeLogin(deps, context, staffSubject(staff))
  const now = await findStaffById(deps.db, deps.crypto, staff.id)
  if (!now || proofOf(now) !== proofOf(staff)) {
    await endSession(context.req)
    return context.redirect(paths.staffLogin)
  }
  rememberBrowser(deps, context, 'staff', holderOf(now))
  await noteOffice(deps.db.knex, networkOf(context.audit.ip), deps.clock.now())
  context.redirect(next ?? homeOf(now))
}

const tryLogin = async (deps: Deps, context: LoginContext): Promise<void> => {
  const { req, body } = context
  if (body['action'] === 'captcha-question' || body['action'] === 'captcha-picture') {
    const captchaMode = body['action'] === 'captcha-question' ? 'question' : 'picture'
    return showLogin(deps, { ...context, body: { ...body, captchaMode } })
  }
  const first = await firstFactor(deps, context)
  if ('errors' in first) return showLogin(deps, context, first)
  const { staff } = first
  const code = (body['smsCode'] ?? '').normalize('NFKC').replaceAll(/\s/g, '')
  if (body['action'] === 'send-code') return sendAndShow(deps, context, staff)
  if (code === '') {
    if (staff.totpSecret === null) return sendAndShow(deps, context, staff)
    return showLogin(deps, context, { passwordDone: true, askForApp: true })
  }
  const second = await secondFactor(deps, context, staff, code)
  if ('error' in second) {
    const state = { errors: { smsCode: second.error }, passwordDone: true, askForApp: staff.totpSecret !== null }
    return showLogin(deps, context, state)
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

const postCode = async (deps: Deps, context: Context<Applicant | undefined>): Promise<void> => {
  const first = await firstFactor(deps, context)
  if ('errors' in first) {
    const { captcha } = first.errors
    if (captcha !== undefined && hasCaptcha(context.body))
      return answerCodeRequest(deps, context, { field: 'captcha', error: captcha })
    context.res.status(422).json({ error: Object.values(first.errors).join('；') })
    return
  }
  await answerCodeRequest(deps, context, await send(deps, context, first.staff))
}

const getDevice = async (deps: Deps, context: Context<Applicant | undefined>): Promise<void> => {
  const step = await openLogin(deps, context, 'device')
  if (!step) return context.redirect(paths.staffLogin)
  return showDeviceQuestion(
    context,
    'staff/login-device.njk',
    await otherLogin(deps, context.req, staffSubject(step.staff)),
  )
}

const postDevice = async (deps: Deps, context: Context<Applicant | undefined>): Promise<void> => {
  const step = await openLogin(deps, context, 'device')
  if (context.body['answer'] !== 'yes' || !step) {
    if (context.req.session.pending) closeStep(context.req)
    return context.redirect(paths.staffLogin)
  }
  await enter(deps, context, step)
}

const logout = async (deps: Deps, context: Context<Staff>): Promise<void> => {
  const { actor } = context
  await recordLogout(deps, context.audit, { kind: 'staff', id: actor.id, chain: actor.authority.code })
  await endSession(context.req)
  context.res.clearCookie(cookieName('staff', deps.secure), { path: '/', secure: deps.secure })
  context.redirect(paths.staffLogin)
}

/** Staff login in two factors on one page, the single-device question, and logging out. */
export const staffLoginRoutes = (deps: Deps): readonly Route[] => [
  publicRoute({ method: 'get', path: paths.staffLogin, handler: (context) => showLogin(deps, context) }),
  publicRoute({
    method: 'post',
    path: paths.staffLogin,
    handler: (context) => tryLogin(deps, context),
    again: (context, sentence) => showLogin(deps, context, { errors: { [wholeForm]: sentence } }),
  }),
  publicRoute({
    method: 'post',
    path: paths.staffCode,
    handler: (context) => postCode(deps, context),
  }),
  publicRoute({
    method: 'get',
    path: paths.staffDevice,
    handler: (context) => getDevice(deps, context),
  }),
  publicRoute({
    method: 'post',
    path: paths.staffDevice,
    handler: (context) => postDevice(deps, context),
  }),
  staffRoute({
    method: 'post',
    path: paths.staffLogout,
    duringSetup: true,
    handler: (context) => logout(deps, context),
  }),
  staffRoute({
    method: 'post',
    path: paths.staffExtendSession,
    duringSetup: true,
    // Reading the session has prolonged it already, as far as it can be.
    handler: ({ req, res }) => {
      res.json(sessionRest('staff', req.session.loginAt, deps.clock.now()))
    },
  }),
]
