import { AppError } from '../../core/errors.ts'
import { validateUscc } from '../../core/identity/uscc.ts'
import type { Deps } from '../../deps.ts'
import { networkOf } from '../../web/address.ts'
import { cookieName, endSession } from '../../web/sessions.ts'
import { displacedMessage } from '../../web/page.ts'
import { paths } from '../../web/paths.ts'
import { applicantRoute, publicRoute, type Applicant, type Context, type Route } from '../../web/route.ts'
import { closedDoor } from './closed-door.ts'
import { recordFailedLogin, recordLogout, recordPasswordAccepted, type LoginSubject } from './commands.ts'
import { closeStep, completeLogin, openStep, openStepOf, otherLogin } from './completion.ts'
import { showDeviceQuestion } from './device-view.ts'
import {
  captchaFault,
  captchaField,
  errorList,
  ownNext,
  typedName,
  wantsQuestion,
  withQuery,
  type FieldErrors,
} from './form-view.ts'
import { doors, minutesLeft } from './lockout.ts'
import { checkPassword } from './password-check.ts'
import { accountNames, findCandidates } from './store.ts'

/** Word for word what the FAQ of the service hall quotes. */
export const wrongPassword = '用户名或密码错误'
const unknownAccount = '该账号不存在'

type LoginContext = Context<Applicant | undefined>

type Advice = { readonly text: string; readonly links: readonly { readonly href: string; readonly text: string }[] }

const nextOf = (context: LoginContext): string | undefined => ownNext(context.body['next'] ?? context.query['next'])

const accountSubject = (id: string): LoginSubject => ({ kind: 'account', id })

const showLogin = async (
  deps: Deps,
  context: LoginContext,
  state: { readonly errors?: FieldErrors; readonly advice?: Advice } = {},
): Promise<void> => {
  const { req, body, query } = context
  const errors = state.errors ?? {}
  const next = nextOf(context)
  const inWords = wantsQuestion(body['captchaMode'] ?? query['captcha'])
  const here = (captcha?: string) => withQuery(paths.loginPersonal, { next, captcha })
  const fields = [
    {
      kind: 'text',
      id: 'identity',
      name: 'identity',
      label: '用户名/手机号码/身份证号',
      value: body['identity'] ?? '',
      error: errors['identity'],
      autocomplete: 'username',
      required: true,
    },
    { kind: 'password', id: 'password', name: 'password', label: '密码', error: errors['password'], required: true },
    await captchaField(deps, req, {
      inWords,
      error: errors['captcha'],
      hint: inWords ? undefined : '填写图中字符，不区分大小写。',
      switchTo: here(inWords ? undefined : 'question'),
      refreshHref: here(),
    }),
  ]
  context.view(
    'accounts/login.njk',
    {
      page: {
        title: '个人登录',
        breadcrumb: [
          { href: paths.home, text: '首页' },
          { href: '', text: '个人登录' },
        ],
        ...(query['displaced'] === '1' ? { flash: { kind: 'important', text: displacedMessage } } : {}),
      },
      fields,
      errors: errorList(errors),
      advice: state.advice,
      captchaMode: inWords ? 'question' : 'picture',
      next,
      registerHref: withQuery(paths.register, { next }),
    },
    Object.keys(errors).length > 0 ? 422 : 200,
  )
}

/** What to try when no such account exists (FAQ). */
const adviceForUnknown = (identity: string): Advice => ({
  text: validateUscc(identity).ok
    ? '您填写的是统一社会信用代码，不能用于个人登录。'
    : '请核对后重试，也可以改用证件号码登录。还没有账号的，请先注册。',
  links: validateUscc(identity).ok
    ? [{ href: paths.loginLegal, text: '法人登录' }]
    : [
        { href: paths.register, text: '注册账号' },
        { href: paths.contact, text: '联系登记管理机关' },
      ],
})

/**
 * Whether the person may still learn that an account exists, or does not: the latter a few times an hour from one
 * address (S3). Who has used that up is told nothing about known accounts either, for that would tell as much.
 */
const mayTell = async (deps: Deps, network: string, known: boolean): Promise<boolean> => {
  if (known) return (await deps.limits.left('unknown-account', network)) > 0
  try {
    await deps.limits.use('unknown-account', network)
    return true
  } catch (error) {
    if (error instanceof AppError && error.code === 'TOO_MANY') return false
    throw error
  }
}

const tryLogin = async (deps: Deps, context: LoginContext): Promise<void> => {
  const { req, body, audit } = context
  const identity = typedName(body['identity'])
  const password = body['password'] ?? ''
  const missing: Record<string, string> = {}
  if (identity === '') missing['identity'] = '请填写用户名/手机号码/身份证号'
  if (password === '') missing['password'] = '请填写密码'
  if (!body['captcha']) missing['captcha'] = '请填写验证码'
  if (Object.keys(missing).length > 0) return showLogin(deps, context, { errors: missing })
  if (!(await deps.captcha.check(req.sessionID, body['captcha'] ?? '')))
    return showLogin(deps, context, { errors: { captcha: captchaFault } })

  const network = networkOf(audit.ip)
  const identityIndex = deps.crypto.index('login-identity', identity.toLowerCase())
  await deps.limits.use('login-address', network)
  await deps.limits.use('login-account', identityIndex)

  const answer = await checkPassword(
    deps,
    doors.account,
    await findCandidates(deps.db, deps.crypto, identity),
    password,
  )
  const refuse = async (state: { readonly errors: FieldErrors; readonly advice?: Advice }): Promise<void> => {
    const told = await mayTell(deps, network, answer.kind !== 'unknown')
    return showLogin(deps, context, told ? state : { errors: { password: wrongPassword } })
  }
  switch (answer.kind) {
    case 'unknown': {
      await recordFailedLogin(deps, audit, undefined, 'account', 'unknown')
      return refuse({ errors: { identity: unknownAccount }, advice: adviceForUnknown(identity) })
    }
    case 'locked': {
      for (const one of answer.tried) await recordFailedLogin(deps, audit, accountSubject(one.id), 'account', 'locked')
      const minutes = minutesLeft(answer.until, deps.clock.now())
      return refuse({ errors: { password: `密码错误次数过多，账号已锁定，请${minutes}分钟后再试` } })
    }
    case 'wrong': {
      for (const one of answer.tried)
        await recordFailedLogin(deps, audit, accountSubject(one.id), 'account', 'wrong-password', answer.locksNow)
      const { lockMinutes } = doors.account
      if (answer.triesLeft === 0)
        return refuse({
          errors: { password: `${wrongPassword}。密码错误次数过多，账号已锁定，请${lockMinutes}分钟后再试` },
        })
      return refuse({
        errors: { password: wrongPassword },
        advice: { text: `还可以再试${answer.triesLeft}次，之后账号将锁定${lockMinutes}分钟。`, links: [] },
      })
    }
    case 'right': {
      await deps.limits.giveBack('login-address', network)
      await deps.limits.reset('login-account', identityIndex)
      const [only, ...others] = answer.matches
      if (!only || others.length > 0) {
        const ids = answer.matches.map((one) => one.id).join(' ')
        openStep(req, 'choice', ids, deps.clock.now(), nextOf(context))
        return context.redirect(paths.loginAccount)
      }
      return enter(deps, context, only.id, nextOf(context))
    }
  }
}

/** The password was right: logs in, or first asks when the account is signed in elsewhere. */
const enter = async (deps: Deps, context: LoginContext, id: string, next: string | undefined): Promise<void> => {
  const subject = accountSubject(id)
  if (await otherLogin(deps, context.req, subject)) {
    await recordPasswordAccepted(deps, context.audit, subject, 'device')
    openStep(context.req, 'device', id, deps.clock.now(), next)
    return context.redirect(paths.loginDevice)
  }
  await completeLogin(deps, context, subject)
  context.redirect(next ?? paths.home)
}

const showChoice = async (deps: Deps, context: LoginContext, ids: readonly string[], error?: string): Promise<void> => {
  const accounts = await accountNames(deps.db, ids)
  context.view(
    'accounts/login-account.njk',
    {
      page: { title: '选择账号' },
      field: {
        kind: 'choice',
        id: 'account',
        name: 'account',
        label: '用户账号',
        required: true,
        error,
        value: '',
        options: accounts.map((account) => ({ value: account.id, text: account.loginName, hint: account.name })),
      },
      errors: error ? errorList({ account: error }) : [],
    },
    error ? 422 : 200,
  )
}

/** Personal login with its two possible further questions, and logging out. */
export const loginRoutes = (deps: Deps): readonly Route[] => [
  publicRoute({ method: 'get', path: paths.loginPersonal, handler: (context) => showLogin(deps, context) }),
  publicRoute({ method: 'post', path: paths.loginPersonal, handler: (context) => tryLogin(deps, context) }),
  publicRoute({
    method: 'get',
    path: paths.loginLegal,
    handler: (context) =>
      closedDoor(deps, context, {
        title: '法人登录',
        text: '本平台的法人账号尚未开通，现在还不能在线登录。',
        other: { href: paths.loginPersonal, text: '办理社会组织成立登记的，请使用个人登录' },
      }),
  }),
  publicRoute({
    method: 'get',
    path: paths.loginAccount,
    handler: async (context) => {
      const step = openStepOf(context.req, 'choice', deps.clock.now())
      if (!step) return context.redirect(paths.loginPersonal)
      return showChoice(deps, context, step.subject.split(' '))
    },
  }),
  publicRoute({
    method: 'post',
    path: paths.loginAccount,
    handler: async (context) => {
      const step = openStepOf(context.req, 'choice', deps.clock.now())
      if (!step) return context.redirect(paths.loginPersonal)
      const ids = step.subject.split(' ')
      const chosen = context.body['account'] ?? ''
      if (!ids.includes(chosen)) return showChoice(deps, context, ids, '请选择要登录的用户账号')
      closeStep(context.req)
      return enter(deps, context, chosen, step.next)
    },
  }),
  publicRoute({
    method: 'get',
    path: paths.loginDevice,
    handler: async (context) => {
      const step = openStepOf(context.req, 'device', deps.clock.now())
      if (!step) return context.redirect(paths.loginPersonal)
      const live = await otherLogin(deps, context.req, accountSubject(step.subject))
      return showDeviceQuestion(context, 'accounts/login-device.njk', live)
    },
  }),
  publicRoute({
    method: 'post',
    path: paths.loginDevice,
    handler: async (context) => {
      const step = openStepOf(context.req, 'device', deps.clock.now())
      if (context.body['answer'] !== 'yes' || !step) {
        if (context.req.session.pending) closeStep(context.req)
        return context.redirect(paths.loginPersonal)
      }
      await completeLogin(deps, context, accountSubject(step.subject))
      context.redirect(step.next ?? paths.home)
    },
  }),
  applicantRoute({
    method: 'post',
    path: paths.logout,
    handler: async (context) => {
      await recordLogout(deps, context.audit, accountSubject(context.actor.id))
      await endSession(context.req)
      context.res.clearCookie(cookieName('applicant', deps.secure), { path: '/', secure: deps.secure })
      context.redirect(paths.home)
    },
  }),
]
