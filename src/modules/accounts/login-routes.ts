import { maskLoginName, maskName } from '../../core/identity/mask.ts'
import type { Deps } from '../../deps.ts'
import { networkOf } from '../../web/address.ts'
import { lastDoorPath } from '../../web/door.ts'
import { faqHref, faqMessage } from '../../web/faq.ts'
import { cookieName, endSession } from '../../web/sessions.ts'
import { paths } from '../../web/paths.ts'
import { holderRoute, publicRoute, type Route } from '../../web/route.ts'
import { recordFailedLogin, recordLogout, recordRefusedPassword, upgradeHash } from './commands.ts'
import { closeStep, openStepOf, otherLogin } from './completion.ts'
import { requestFacts } from './device-name.ts'
import { showDeviceQuestion } from './device-view.ts'
import { accountSubject, doorPaths, enter, enterAccount, finishLogin, type LoginContext } from './entering.ts'
import { captchaFault, hasCaptcha, captchaField, typedName, wantsQuestion, withQuery } from './form-view.ts'
import type { FieldErrors } from '../../core/forms/page.ts'
import { errorList, wholeForm } from '../../web/form-view.ts'
import { knownBrowser } from './known-browser.ts'
import { lockMinutes, minutesLeft, takeTryBack } from './lockout.ts'
import { doorTitle, loginDoors, type LoginDoor } from './login-doors.ts'
import { isOnlyShown, loginPage, nextOf, switchedCaptcha, type Advice } from './login-view.ts'
import { checkPassword } from './password-check.ts'
import { accountNames, findCandidates, mostCandidates, type Candidate } from './store.ts'
import { mayTell } from './telling.ts'
import { clearTries, countTry, type Origin, type TriedFor } from './tries.ts'

/** Word for word what the FAQ of the service hall quotes. */
export const wrongPassword = faqMessage('F-04')
/** Word for word what the FAQ of the service hall quotes. */
export const unknownAccount = faqMessage('F-05')

const resetLink = { to: paths.recover, text: '用手机短信重新设置密码' } as const

const adviceForLocked: Advice = {
  text: '不想等待的，可以用手机快速登录，或者重新设置密码，设置后立即解除锁定。',
  links: [{ to: paths.loginPhone, text: '改用手机短信登录' }, resetLink],
}

const showLogin = async (
  deps: Deps,
  context: LoginContext,
  door: LoginDoor,
  state: { readonly errors?: FieldErrors; readonly advice?: Advice } = {},
): Promise<void> => {
  const { req, body, query } = context
  const errors = state.errors ?? {}
  const shared = loginPage(deps, context, door.way)
  const { next } = shared
  const inWords = wantsQuestion(body['captchaMode'] ?? query['captcha'])
  const fields = [
    {
      kind: 'text',
      id: 'identity',
      name: 'identity',
      label: door.identityLabel,
      // At this door a phone is a name too.
      value: body['identity'] ?? (door.way === 'personal' ? body['phone'] : undefined) ?? '',
      error: errors['identity'],
      autocomplete: 'username',
      required: true,
    },
    { kind: 'password', id: 'password', name: 'password', label: '密码', error: errors['password'], required: true },
    await captchaField(deps, req, { inWords, error: errors['captcha'] }),
  ]
  context.view(
    'accounts/login.njk',
    {
      ...shared,
      door: { title: doorTitle(door), way: door.way, path: door.path, intro: door.intro, legal: door.way === 'legal' },
      fields,
      errors: errorList(errors),
      advice: state.advice,
      captchaMode: inWords ? 'question' : 'picture',
      certificateHref: deps.platformOpen ? withQuery(paths.loginCertificateStart, { next }) : undefined,
      registerHref: withQuery(door.way === 'legal' ? paths.registerLegal : paths.registerPersonal, { next }),
    },
    Object.keys(errors).length > 0 ? 422 : 200,
  )
}

const tooManyFromNetwork = (wait: string): string =>
  `当前网络登录失败的次数过多，请${wait}后再试；也可以改用手机快速登录，或者换用以前登录过的浏览器`

/**
 * The lane of a browser that one of those who may be meant logged in with before: wrong tries count there instead of
 * against the network, and five of them end it. Nothing for any other browser.
 */
const ownLane = async (
  deps: Deps,
  req: LoginContext['req'],
  candidates: readonly Candidate[],
): Promise<{ readonly subject: TriedFor; readonly way: Origin } | undefined> => {
  for (const candidate of candidates) {
    const name = knownBrowser(deps, req, 'account', candidate)
    if (name === undefined) continue
    const lane = { subject: `account ${candidate.id}`, way: { kind: 'browser', name } } as const
    if ('triesLeft' in (await countTry(deps.db.knex, lane.subject, lane.way, deps.clock.now()))) return lane
  }
  return undefined
}

const tryLogin = async (deps: Deps, context: LoginContext, door: LoginDoor): Promise<void> => {
  const { req, body, audit } = context
  const captchaMode = switchedCaptcha(body)
  if (captchaMode) return showLogin(deps, { ...context, body: { ...body, captchaMode } }, door)
  if (isOnlyShown(body)) return showLogin(deps, context, door)
  const identity = typedName(body['identity'])
  const password = body['password'] ?? ''
  const missing: Record<string, string> = {}
  if (identity === '') missing['identity'] = `请填写${door.identityLabel}`
  if (password === '') missing['password'] = '请填写密码'
  if (!hasCaptcha(body)) missing['captcha'] = '请填写验证码'
  if (Object.keys(missing).length > 0) return showLogin(deps, context, door, { errors: missing })
  const wrongCaptcha = await captchaFault(deps, context)
  if (wrongCaptcha !== undefined) return showLogin(deps, context, door, { errors: { captcha: wrongCaptcha } })

  const network = networkOf(audit.ip)
  const candidates = await findCandidates(deps.db, deps.crypto, door.kind, identity)
  const lane = await ownLane(deps, req, candidates)
  if (!lane) await deps.limits.use(door.limit, network, tooManyFromNetwork)
  const answer = await checkPassword(deps, candidates, password)
  if (answer.kind === 'right') {
    if (lane) await clearTries(deps.db.knex, lane.subject, [lane.way])
    else await deps.limits.giveBack(door.limit, network)
    return letIn(deps, context, door, answer.matches, password)
  }
  const facts = requestFacts(context)
  const told = await mayTell(deps, network, answer.kind !== 'unknown', lane !== undefined)
  const help = [resetLink, { href: faqHref(door.faq.wrong), text: `常见问题：显示“${wrongPassword}”怎么办` }]
  // Whoever else typed this number was there before: the name of an account is nobody else's.
  const crowded = candidates.length >= mostCandidates ? '登记这个号码的账号较多，请改填您的用户账号。' : ''
  const crowdedLocked = { ...adviceForLocked, text: `${crowded}${adviceForLocked.text}` }
  const refuse = (state: { readonly errors: FieldErrors; readonly advice: Advice }): Promise<void> =>
    showLogin(
      deps,
      context,
      door,
      told
        ? state
        : {
            errors: { password: wrongPassword },
            advice: { text: `请检查大小写和输入法后重试。${crowded}忘记密码的，可以重新设置。`, links: help },
          },
    )
  await recordRefusedPassword(deps, facts, answer)
  switch (answer.kind) {
    case 'unknown':
      return refuse({ errors: { identity: unknownAccount }, advice: door.adviceForUnknown(identity) })
    case 'locked': {
      const minutes = minutesLeft(answer.until, deps.clock.now())
      return refuse({
        errors: { password: `密码错误次数过多，账号已锁定，请${minutes}分钟后再试` },
        advice: crowdedLocked,
      })
    }
    case 'wrong': {
      if (answer.triesLeft === 0)
        return refuse({
          errors: { password: `${wrongPassword}。密码错误次数过多，账号已锁定，请${lockMinutes}分钟后再试` },
          advice: crowdedLocked,
        })
      return refuse({
        errors: { password: wrongPassword },
        advice: {
          text: `还可以再试${answer.triesLeft}次，之后账号将锁定${lockMinutes}分钟。${crowded}`,
          links: help,
        },
      })
    }
  }
}

/** The password was right for these accounts: those whose temporary password is too old stay out. */
const letIn = async (
  deps: Deps,
  context: LoginContext,
  door: LoginDoor,
  matches: readonly Candidate[],
  password: string,
): Promise<void> => {
  const now = deps.clock.now()
  const facts = requestFacts(context)
  const open = matches.filter((one) => one.temporaryUntil === null || one.temporaryUntil > now)
  if (open.length === 0) {
    for (const one of matches) {
      // It was no guess, so it does not count; of several nothing was counted.
      if (matches.length === 1) await takeTryBack(deps.db.knex, one.id)
      await recordFailedLogin(deps, facts, accountSubject(one.id), 'account', 'temporary-expired')
    }
    return showLogin(deps, context, door, {
      errors: { password: '临时密码已过期，请到窗口或用忘记密码重新设置' },
      advice: {
        text: '临时密码只在短时间内有效。预留手机号能收短信的，可以自己重新设置密码；不能收短信的，请到窗口办理。',
        links: [resetLink, { href: faqHref('F-08'), text: '手机号不能用了怎么办' }],
      },
    })
  }
  for (const one of open) await upgradeHash(deps, facts, one, password)
  return enter(deps, context, open, door.way, nextOf(context))
}

const kinds = { PERSONAL: '个人账号', LEGAL_PERSON: '法人账号' } as const

const showChoice = async (deps: Deps, context: LoginContext, error?: string): Promise<void> => {
  const step = openStepOf(context.req, 'choice', deps.clock.now())
  if (!step?.proof) return context.redirect(lastDoorPath(context.req))
  const accounts = await accountNames(deps.db, step.subject.split(' '))
  const byPhone = step.proof.door === 'phone'
  context.view(
    'accounts/login-account.njk',
    {
      page: {
        title: '选择账号',
        breadcrumb: [
          { href: paths.home, text: '首页' },
          { href: withQuery(doorPaths[step.proof.door], { next: step.next }), text: '登录' },
          { href: '', text: '选择账号' },
        ],
      },
      intro: byPhone
        ? '这个手机号对应多个账号，请选择这次要登录的账号。'
        : '您填写的手机号码和密码对应多个账号，请选择这次要登录的账号。',
      backHref: withQuery(doorPaths[step.proof.door], { next: step.next }),
      field: {
        kind: 'choice',
        id: 'account',
        name: 'account',
        label: '用户账号',
        required: true,
        error,
        value: '',
        options: accounts.map((account) => {
          // Whoever holds the phone only has not proved yet to be the person a verified account belongs to.
          const masked = byPhone && account.realNameLevel > 0
          const name = masked && account.kind === 'PERSONAL' ? maskName(account.name) : account.name
          return {
            value: account.id,
            text: masked ? maskLoginName(account.loginName) : account.loginName,
            hint: `${name}，${kinds[account.kind]}`,
          }
        }),
      },
      errors: error ? errorList({ account: error }) : [],
    },
    error ? 422 : 200,
  )
}

const choose = async (deps: Deps, context: LoginContext): Promise<void> => {
  const step = openStepOf(context.req, 'choice', deps.clock.now())
  if (!step?.proof) return context.redirect(lastDoorPath(context.req))
  const chosen = context.body['account'] ?? ''
  if (!step.subject.split(' ').includes(chosen)) return showChoice(deps, context, '请选择要登录的用户账号')
  closeStep(context.req)
  return enterAccount(deps, context, chosen, step.proof, step.next)
}

const passwordRoutes = (deps: Deps, door: LoginDoor): readonly Route[] => [
  publicRoute({ method: 'get', path: door.path, handler: (context) => showLogin(deps, context, door) }),
  publicRoute({
    method: 'post',
    path: door.path,
    handler: (context) => tryLogin(deps, context, door),
    again: (context, sentence) => showLogin(deps, context, door, { errors: { [wholeForm]: sentence } }),
  }),
]

/** Both logins by password with their two possible further questions, and logging out. */
export const loginRoutes = (deps: Deps): readonly Route[] => [
  ...loginDoors.flatMap((door) => passwordRoutes(deps, door)),
  publicRoute({ method: 'get', path: paths.loginAccount, handler: (context) => showChoice(deps, context) }),
  publicRoute({ method: 'post', path: paths.loginAccount, handler: (context) => choose(deps, context) }),
  publicRoute({
    method: 'get',
    path: paths.loginDevice,
    handler: async (context) => {
      const step = openStepOf(context.req, 'device', deps.clock.now())
      if (!step?.proof) return context.redirect(lastDoorPath(context.req))
      const live = await otherLogin(deps, context.req, accountSubject(step.subject))
      return showDeviceQuestion(context, 'accounts/login-device.njk', live, {
        breadcrumb: [
          { href: paths.home, text: '首页' },
          { href: withQuery(doorPaths[step.proof.door], { next: step.next }), text: '登录' },
          { href: '', text: '账号已在其他设备登录' },
        ],
        recoverHref: withQuery(paths.recover, { door: step.proof.door, next: step.next }),
      })
    },
  }),
  publicRoute({
    method: 'post',
    path: paths.loginDevice,
    handler: async (context) => {
      const step = openStepOf(context.req, 'device', deps.clock.now())
      if (context.body['answer'] !== 'yes' || !step?.proof) {
        if (context.req.session.pending) closeStep(context.req)
        return context.redirect(
          step?.proof ? withQuery(doorPaths[step.proof.door], { next: step.next }) : lastDoorPath(context.req),
        )
      }
      return finishLogin(deps, context, step.subject, step.proof, step.next)
    },
  }),
  holderRoute({
    method: 'post',
    path: paths.logout,
    duringSetup: true,
    handler: async (context) => {
      await recordLogout(deps, context.audit, accountSubject(context.actor.id))
      await endSession(context.req)
      context.res.clearCookie(cookieName('applicant', deps.secure), { path: '/', secure: deps.secure })
      context.redirect(paths.home)
    },
  }),
]
