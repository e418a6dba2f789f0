import { sendOrSay, answerCodeRequest, type SendAnswer } from './code-step.ts'
import { may } from '../../core/access.ts'
import { loginNameKey } from '../../core/identity/login-name.ts'
import { maskPhone } from '../../core/identity/mask.ts'
import type { Deps } from '../../deps.ts'
import type { RateName } from '../../infra/limits.ts'
import { networkOf } from '../../web/address.ts'
import { displacedMessage } from '../../web/page.ts'
import { paths } from '../../web/paths.ts'
import { publicRoute, staffRoute, type Context, type Route } from '../../web/route.ts'
import { cookieName, endSession, sessionRest } from '../../web/sessions.ts'
import { codeFaults, sessionDigest } from './codes.ts'
import { actorOf, recordFailedLogin, recordLogout, recordPasswordAccepted, staffSubject } from './commands.ts'
import { closeStep, completeLogin, openStep, openStepOf, otherLogin } from './completion.ts'
import { showDeviceQuestion } from './device-view.ts'
import { captchaFault, hasCaptcha, captchaField, ownNext, typedName, smsCodeField, wantsQuestion } from './form-view.ts'
import type { FieldErrors } from '../../core/forms/page.ts'
import { errorList, wholeForm } from '../../web/form-view.ts'
import { hasKnownHolder, knownBrowser, rememberBrowser } from './known-browser.ts'
import { minutesLeft } from './lockout.ts'
import { wrongPassword } from './login-routes.ts'
import { takeTotpCode, totpFaults } from './staff-commands.ts'
import { checkStaffPassword, forgetTries, type Tried } from './staff-password-check.ts'
import { findStaffById, findStaffByName, holderOf, type StaffLogin } from './store.ts'
import { isClosed, isOffice, networkLock, noteOffice, takeTryBack, type Origin, type OriginKind } from './tries.ts'

type LoginContext = Context<unknown>

type Sent = { readonly text: string; readonly waitSeconds: number }

/** Where a staff login leads when it was not on the way somewhere; pages of applicants are another house. */
export const staffNext = <Actor>(context: Context<Actor>): string | undefined => {
  const next = ownNext(context.body['next'] ?? context.query['next'])
  return next === '/staff' || next?.startsWith('/staff/') ? next : undefined
}

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

type FirstFactor = { readonly staff: StaffLogin } | { readonly errors: FieldErrors }

/** Said of nobody and of somebody alike, so that names of staff cannot be found out. */
const refused = (text: string): FirstFactor => ({ errors: { password: text } })

const waysOut = '可以换用以前登录过的浏览器，或者请本单位系统管理员解除锁定'

const lockedNetwork = (minutes: number): string =>
  `密码错误次数过多，这个用户名在当前网络不能登录，请${minutes}分钟后再试；急用的，${waysOut}`

const lockedElsewhere = `这个用户名在多个网络连续输错密码，已停止登录，密码正确也不能登录。可以改在单位的网络（一个月内有工作人员登录过）登录；也${waysOut}`

const lockedOffices = `这个用户名在单位的网络连续输错密码，已停止登录一天，密码正确也不能登录。${waysOut}`

/** What is said of a way that is closed, for so many minutes. */
const lockedText = (way: OriginKind, minutes: number): string => {
  if (way === 'everywhere') return lockedElsewhere
  return way === 'offices' ? lockedOffices : lockedNetwork(minutes)
}

/** Whether wrong tries from this network have come to where a captcha is asked for first, of unknown browsers only. */
const needsCaptcha = async (deps: Deps, { req, audit }: LoginContext): Promise<boolean> =>
  !hasKnownHolder(deps, req, 'staff') && (await deps.limits.left('staff-login-address', networkOf(audit.ip))) < 1

const expired: FirstFactor = {
  errors: { password: '临时密码已过期，请联系本单位系统管理员重新设置' },
}

/** Which credentials were proved: a change of any of them gives another text. */
const proofOf = (staff: StaffLogin): string => `${staff.id}.${holderOf(staff).credentials}`

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

/**
 * The way of a browser this member of staff logged in with before, which no stranger can close; nothing for any other
 * browser, and for one that lost its place by wrong passwords of its own.
 */
const knownWay = async (
  deps: Deps,
  req: LoginContext['req'],
  { staff, subject }: Tried,
): Promise<Origin | undefined> => {
  const name = staff && knownBrowser(deps, req, 'staff', holderOf(staff))
  if (name === undefined) return undefined
  const way = { kind: 'browser', name } as const
  return (await isClosed(deps.db.knex, subject, way, deps.clock.now())) ? undefined : way
}

const isAnyClosed = async (deps: Deps, { subject }: Tried, ways: readonly Origin[]): Promise<boolean> => {
  for (const way of ways) if (await isClosed(deps.db.knex, subject, way, deps.clock.now())) return true
  return false
}

const tooManyFromNetwork = (wait: string): string =>
  `当前网络登录失败的次数过多，请${wait}后再试，或者换用以前登录过的浏览器`

/**
 * Counts a try of an unknown browser against its network. The first ones are free; then a captcha is asked for, and
 * only who solved it counts towards a wait: nobody keeps others out without an effort. Gives the counter it stands in, or
 * what is wrong with the captcha; throws TOO_MANY when the network has to wait.
 */
const countEffort = async (
  deps: Deps,
  context: LoginContext,
  network: string,
): Promise<{ readonly counter: RateName } | { readonly fault: string }> => {
  if (await deps.limits.isWithin('staff-login-address', network)) return { counter: 'staff-login-address' }
  if (!hasCaptcha(context.body)) return { fault: '请填写验证码' }
  const fault = await captchaFault(deps, context)
  if (fault !== undefined) return { fault }
  await deps.limits.use('staff-login-captcha-address', network, tooManyFromNetwork)
  return { counter: 'staff-login-captcha-address' }
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

  const staff = await findStaffByName(deps.db, deps.crypto, username)
  const tried: Tried = {
    staff,
    subject: staff
      ? `staff ${staff.id}`
      : `nobody ${deps.crypto.index('login-identity', `staff:${loginNameKey(username)}`)}`,
  }
  const network = networkOf(audit.ip)
  const browser = await knownWay(deps, req, tried)
  const effort = browser ? undefined : await countEffort(deps, context, network)
  if (effort && 'fault' in effort) return { errors: { captcha: effort.fault } }
  const unknownWays: readonly Origin[] = [
    { kind: 'network', name: network },
    { kind: (await isOffice(deps.db.knex, network)) ? 'offices' : 'everywhere' },
  ]
  const answer = await checkStaffPassword(deps, tried, browser ? [browser] : unknownWays, body['password'] ?? '')
  const subject = staff && staffSubject(staff)
  switch (answer.kind) {
    case 'locked':
      await recordFailedLogin(deps, audit, subject, 'staff', 'locked')
      // Of several tries at once in a known browser those after the last one that counts.
      if (answer.way === 'browser') return refused(wrongPassword)
      return refused(lockedText(answer.way, minutesLeft(answer.until, deps.clock.now())))
    case 'wrong': {
      await recordFailedLogin(deps, audit, subject, 'staff', staff ? 'wrong-password' : 'unknown', answer.closes)
      // What closes for longer is said first.
      const closed = answer.closes.at(-1)
      if (closed !== undefined && closed !== 'browser')
        return refused(`${wrongPassword}。${lockedText(closed, networkLock.minutes)}`)
      return refused(
        `${wrongPassword}。连续${networkLock.tries}次密码错误的，这个用户名在当前网络锁定${networkLock.minutes}分钟`,
      )
    }
    case 'right': {
      if (effort) await deps.limits.giveBack(effort.counter, network)
      if (answer.staff.temporaryUntil !== null && answer.staff.temporaryUntil <= now) {
        // It was no guess, so it does not count.
        for (const origin of answer.counted) await takeTryBack(deps.db.knex, tried.subject, origin)
        await recordFailedLogin(deps, audit, staffSubject(answer.staff), 'staff', 'temporary-expired')
        return expired
      }
      await forgetTries(deps, answer.staff, answer.counted)
      const lane = browser && { knownBrowser: true, pastLock: await isAnyClosed(deps, tried, unknownWays) }
      await recordPasswordAccepted(deps, audit, staffSubject(answer.staff), 'second-factor', lane)
      await openStep(deps, req, {
        kind: 'second-factor',
        side: 'staff',
        subject: proofOf(answer.staff),
        next: staffNext(context),
      })
      return { staff: answer.staff }
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
  return showLogin(deps, context, {
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
    handler: async (context) => {
      const first = await firstFactor(deps, context)
      if ('errors' in first) {
        const { captcha } = first.errors
        if (captcha !== undefined && hasCaptcha(context.body))
          return answerCodeRequest(deps, context, { field: 'captcha', error: captcha })
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
    // Reading the session has prolonged it already, as far as it can be.
    handler: ({ req, res }) => {
      res.json(sessionRest('staff', req.session.loginAt, deps.clock.now()))
    },
  }),
]
