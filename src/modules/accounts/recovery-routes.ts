import { randomBytes } from 'node:crypto'
import { maskPhone } from '../../core/identity/mask.ts'
import { newPasswordFaults } from '../../core/identity/password.ts'
import { localDateTime } from '../../core/workflow/deadlines.ts'
import type { Deps } from '../../deps.ts'
import { networkOf } from '../../web/address.ts'
import { lastDoorPath } from '../../web/door.ts'
import { faqHref } from '../../web/faq.ts'
import { paths } from '../../web/paths.ts'
import { publicRoute, type Route } from '../../web/route.ts'
import { renewId } from '../../web/sessions.ts'
import { answerCodeRequest, typedCode, typedPhone, type SendResult, sendOrSay } from './code-step.ts'
import { frozenDoor } from './closed-door.ts'
import { codeFaults, ownCount, sessionDigest } from './codes.ts'
import { checkDocumentEnd, documentEndField, documentEndLabel } from './document-end.ts'
import { doorPaths, type LoginContext } from './entering.ts'
import {
  captchaFault,
  hasCaptcha,
  captchaField,
  typedName,
  wantsQuestion,
  withQuery,
  smsCodeField,
} from './form-view.ts'
import type { FieldErrors } from '../../core/forms/page.ts'
import { errorList, wholeForm } from '../../web/form-view.ts'
import { knownBrowser } from './known-browser.ts'
import { unknownAccount } from './login-routes.ts'
import { isOnlyShown, nextOf, switchedCaptcha, type Advice } from './login-view.ts'
import { recoveryDraft, type RecoveryDraft } from './recovery-draft.ts'
import { recordRecoveryFault, recordRecoveryStart, resetPassword } from './recovery.ts'
import { findRecoverable, recoverableById, type RecoverableAccount } from './store.ts'
import { mayTell } from './telling.ts'

const minute = 60_000
/** How long the new password may be chosen after the phone was proved. */
const provedMinutes = 10
/** Codes sent on one solved captcha. */
const sendsAllowed = 3

const title = '忘记密码'
const identityLabel = '用户账号/证件号码/统一社会信用代码'
const lostPhone = smsCodeField.help
const byPhone = { to: paths.loginPhone, text: '用手机短信登录' } as const

const restartMessages = {
  gone: '这次找回密码已经超时、已经完成，或者在另一个窗口重新开始了。请从第一步重新填写。',
  changed: '在您操作期间，这个账号的登录信息已经变更，密码没有再次修改。请用最新的密码登录，或者重新开始。',
  sends: '这次已经发送了多次短信验证码。请从第一步重新填写后再获取。',
} as const

type RestartReason = keyof typeof restartMessages

/** Where somebody came from and is on the way to: every page of the flow takes it along. */
const wayOf = (context: LoginContext): { readonly door: string | undefined; readonly next: string | undefined } => ({
  door: context.body['door'] ?? context.query['door'],
  next: nextOf(context),
})

const isDoor = (text: string | undefined): text is keyof typeof doorPaths =>
  text !== undefined && Object.hasOwn(doorPaths, text)

/** The page of this flow with that address, on the same way. */
const onTheWay = (context: LoginContext, path: string, more: Readonly<Record<string, string>> = {}): string =>
  withQuery(path, { ...more, ...wayOf(context) })

const restart = (context: LoginContext, reason: RestartReason): void =>
  context.redirect(onTheWay(context, paths.recover, { again: reason }))

const isReason = (text: string | undefined): text is RestartReason =>
  text !== undefined && Object.hasOwn(restartMessages, text)

const shared = (deps: Deps, context: LoginContext, step: 1 | 2 | 3, flash?: string) => {
  const { door, next } = wayOf(context)
  const doorPath = isDoor(door) ? doorPaths[door] : lastDoorPath(context.req)
  return {
    page: {
      title,
      breadcrumb: [
        { href: paths.home, text: '首页' },
        { href: withQuery(doorPath, { next }), text: '登录' },
        { href: '', text: title },
      ],
      ...(flash === undefined ? {} : { flash: { kind: 'important', text: flash } }),
    },
    door,
    doorPath,
    next,
    startHref: onTheWay(context, paths.recover),
    steps: ['确认账号', '验证手机', '设置新密码'].map((name, index) => ({
      title: name,
      state: index + 1 < step ? 'done' : index + 1 === step ? 'current' : 'todo',
    })),
    hotlines: deps.site.hotlines,
    lostPhone,
  }
}

const statusOf = (errors: FieldErrors): number => (Object.keys(errors).length > 0 ? 422 : 200)

const showStart = async (
  deps: Deps,
  context: LoginContext,
  state: { readonly errors?: FieldErrors; readonly advice?: Advice } = {},
): Promise<void> => {
  const { req, body, query } = context
  const errors = state.errors ?? {}
  const inWords = wantsQuestion(body['captchaMode'] ?? query['captcha'])
  const reason = query['again']
  context.view(
    'accounts/recover.njk',
    {
      ...shared(deps, context, 1, isReason(reason) ? restartMessages[reason] : undefined),
      fields: [
        {
          kind: 'text',
          id: 'identity',
          name: 'identity',
          label: identityLabel,
          value: body['identity'] ?? body['phone'] ?? '',
          error: errors['identity'],
          hint: '已经实名认证的，也可以填写证件号码或者统一社会信用代码。',
          autocomplete: 'username',
          required: true,
        },
        await captchaField(deps, req, { inWords, error: errors['captcha'] }),
      ],
      errors: errorList(errors),
      advice: state.advice,
      captchaMode: inWords ? 'question' : 'picture',
    },
    statusOf(errors),
  )
}

const nameHelp: Advice = {
  text: '用户账号忘记了的，可以用注册时预留的手机号登录，登录后在用户中心查看用户账号。',
  links: [byPhone],
}

/** Whether the account's holder logged in with this browser before: what others in its network do is not counted then. */
const isKnownHere = (deps: Deps, { req }: LoginContext, account: RecoverableAccount | undefined): boolean =>
  account !== undefined && knownBrowser(deps, req, 'account', account) !== undefined

const identify = async (deps: Deps, context: LoginContext): Promise<void> => {
  const { req, body, audit } = context
  const captchaMode = switchedCaptcha(body)
  if (captchaMode) return showStart(deps, { ...context, body: { ...body, captchaMode } })
  if (isOnlyShown(body)) return showStart(deps, context)
  const identity = typedName(body['identity'])
  const missing: Record<string, string> = {}
  if (identity === '') missing['identity'] = `请填写${identityLabel}`
  if (!hasCaptcha(body)) missing['captcha'] = '请填写验证码'
  if (Object.keys(missing).length > 0) return showStart(deps, context, { errors: missing })
  const wrongCaptcha = await captchaFault(deps, context)
  if (wrongCaptcha !== undefined) return showStart(deps, context, { errors: { captcha: wrongCaptcha } })
  if (typedPhone(identity) !== undefined)
    return showStart(deps, context, {
      errors: { identity: '这里不能填写手机号，请填写用户账号、证件号码或者统一社会信用代码' },
      advice: nameHelp,
    })

  const network = networkOf(audit.ip)
  const [account, ...others] = await findRecoverable(deps.db, deps.crypto, identity, deps.clock.now())
  const knownHere = isKnownHere(deps, context, account)
  if (!knownHere) await deps.limits.use('recover-address', network)
  const told = await mayTell(deps, network, account !== undefined, knownHere)
  await recordRecoveryStart(deps, audit, account)
  if (told && !account)
    return showStart(deps, context, {
      errors: { identity: unknownAccount },
      advice: {
        text: '请核对后重试。证件号码和统一社会信用代码只能找回已经实名认证的账号：没有认证的，请填写用户账号，或者用手机短信登录。都不行的，说明还没有注册。',
        links: [
          { href: withQuery(paths.register, { next: nextOf(context) }), text: '注册账号' },
          byPhone,
          { href: faqHref('F-05'), text: '常见问题：显示“该账号不存在”怎么办' },
        ],
      },
    })
  if (told && others.length > 0)
    return showStart(deps, context, {
      errors: { identity: '这个号码对应多个账号，请改填用户账号' },
      advice: nameHelp,
    })
  if (told && account?.phone === '')
    return showStart(deps, context, {
      errors: { identity: '这个账号没有预留手机号，不能用短信找回密码' },
      advice: {
        text: '请带身份证件到窗口登记手机号，由工作人员重置密码。',
        links: [{ href: faqHref('F-08'), text: '到窗口办理需要什么材料' }],
      },
    })
  await recoveryDraft.write(deps, req.sessionID, {
    flow: randomBytes(12).toString('base64url'),
    ...(account && others.length === 0
      ? { accountId: account.id, credentials: account.credentials, phoneIndex: account.phoneIndex }
      : { credentials: 0 }),
    identity: deps.crypto.index('login-identity', `recover:${identity.toLowerCase()}`),
    told,
    sends: 0,
    phoneProved: false,
  })
  context.redirect(onTheWay(context, paths.recoverCheck))
}

/** The attempt under way, with its account where there is one; nothing when it is over or belongs to another page. */
const attemptOf = async (
  deps: Deps,
  context: LoginContext,
): Promise<{ readonly draft: RecoveryDraft; readonly account: RecoverableAccount | undefined } | undefined> => {
  const draft = await recoveryDraft.read(deps, context.req.sessionID)
  if (draft.flow === undefined || draft.done) return undefined
  if (context.req.method === 'POST' && context.body['flow'] !== draft.flow) return undefined
  const account =
    draft.accountId === undefined
      ? undefined
      : await recoverableById(deps.db, deps.crypto, draft.accountId, deps.clock.now())
  // Which phone proves the holder changed, because the hold that asked the old one ran out: nothing was proved yet.
  if (account && draft.phoneProved && draft.phoneIndex !== account.phoneIndex) return undefined
  return { draft, account }
}

type Attempt = NonNullable<Awaited<ReturnType<typeof attemptOf>>>

/** A second proof is asked of accounts that were verified: whoever holds only the phone gets no further (L-009). */
const needsLastOfId = (account: RecoverableAccount | undefined): boolean =>
  account !== undefined && account.realNameLevel > 0

/** What is said of a change of the phone that may still be taken back. */
const changeView = ({ by, until, newPhone }: NonNullable<RecoverableAccount['change']>) => ({
  takesBack: by === 'HOLDER',
  newPhone: maskPhone(newPhone),
  until: localDateTime(until).text,
})

const showCheck = (
  deps: Deps,
  context: LoginContext,
  { draft, account }: Attempt,
  state: {
    readonly errors?: FieldErrors
    readonly sent?: { readonly text: string; readonly waitSeconds: number }
  } = {},
): void => {
  const errors = state.errors ?? {}
  const asked = !draft.told || needsLastOfId(account)
  context.view(
    'accounts/recover-check.njk',
    {
      ...shared(deps, context, 2),
      flow: draft.flow,
      phone: draft.told && account ? maskPhone(account.phone) : undefined,
      change: draft.told && account?.change ? changeView(account.change) : undefined,
      sent: state.sent,
      fields: [
        {
          ...smsCodeField,
          value: draft.phoneProved || errors['smsCode'] ? '' : typedCode(context.body['smsCode']),
          error: errors['smsCode'],
          hint: draft.phoneProved ? '短信验证码已通过，无需再次填写。' : '6位数字，5分钟内有效。',
          required: !draft.phoneProved,
          smsUrl: paths.recoverCode,
          smsText: state.sent?.text,
          waitSeconds: state.sent?.waitSeconds,
        },
        ...(asked
          ? [
              documentEndField(context.body['lastOfId'], {
                error: errors['lastOfId'],
                hint: draft.told
                  ? '这个账号已经实名认证，请填写注册时证件号码（单位为法定代表人证件号码）的最后四位，最后一位是X的照填。'
                  : '已经实名认证的账号必须填写（单位填写法定代表人的），最后一位是X的照填；其他账号不填。',
                required: draft.told,
              }),
            ]
          : []),
      ],
      errors: errorList(errors),
    },
    statusOf(errors),
  )
}

/** Whose code it is: this account's, at the phone it has now, asked for in this session. */
const codeSubject = (context: LoginContext, { draft, account }: Attempt): string =>
  `${account ? `${account.id}.${account.phoneIndex}` : draft.identity}.${sessionDigest(context.req.sessionID)}`

const send = async (deps: Deps, context: LoginContext, attempt: Attempt): Promise<SendResult> => {
  const { draft, account } = attempt
  // Who may be told nothing is counted by what they typed: the phone's own limits would tell that there is one.
  const named = draft.told ? account : undefined
  const knownHere = isKnownHere(deps, context, account)
  const answer = await sendOrSay(
    deps,
    { actorKind: 'nobody', ...context.audit },
    {
      purpose: 'recover',
      subject: codeSubject(context, attempt),
      phone: account?.phone || undefined,
      phoneIndex: (knownHere ? account && ownCount(account.phoneIndex) : named?.phoneIndex) ?? draft.identity,
      quietIndex: named || knownHere ? undefined : account?.phoneIndex,
      network: knownHere ? undefined : networkOf(context.audit.ip),
      chain: 'platform',
    },
    draft.told && account ? maskPhone(account.phone) : '该账号预留的手机号',
  )
  if ('sent' in answer) await recoveryDraft.write(deps, context.req.sessionID, { ...draft, sends: draft.sends + 1 })
  return answer
}

const check = async (deps: Deps, context: LoginContext, attempt: Attempt): Promise<void> => {
  const { req, body, audit } = context
  const { account } = attempt
  let { draft } = attempt
  const code = typedCode(body['smsCode'])
  const missing: Record<string, string> = {}
  if (!draft.phoneProved && code === '') {
    missing['smsCode'] = '请获取并填写短信验证码'
    if (draft.told && needsLastOfId(account) && !body['lastOfId']?.trim())
      missing['lastOfId'] = `请填写${documentEndLabel}`
    return showCheck(deps, context, attempt, { errors: missing })
  }

  if (!draft.phoneProved) {
    const answer = await deps.smsCodes.check('recover', codeSubject(context, attempt), code)
    // Guessing a code that was sent to nobody leads nowhere either.
    if (answer !== 'right' || !account) {
      await recordRecoveryFault(deps, audit, account?.id, 'wrong-code')
      return showCheck(deps, context, attempt, {
        errors: { smsCode: codeFaults[answer === 'right' ? 'wrong' : answer] },
      })
    }
    draft = { ...draft, phoneProved: true, told: true }
    await recoveryDraft.drop(deps, req.sessionID)
    await renewId(req, deps.sessions.applicant.store)
    await recoveryDraft.write(deps, req.sessionID, draft)
  }
  if (!account) return restart(context, 'gone')
  if (needsLastOfId(account)) {
    const answer = await checkDocumentEnd(deps, account, audit, body['lastOfId'])
    if (answer !== 'right') {
      if (answer.guessed) await recordRecoveryFault(deps, audit, account.id, 'wrong-id-number')
      return showCheck(deps, context, { draft, account }, { errors: { lastOfId: answer.fault } })
    }
  }
  // Told to nobody who proved less: a new password would open nothing.
  if (account.frozen) {
    await recoveryDraft.drop(deps, req.sessionID)
    await recordRecoveryFault(deps, audit, account.id, 'frozen')
    return frozenDoor(deps, context)
  }
  await recoveryDraft.write(deps, req.sessionID, { ...draft, provedAt: deps.clock.now().getTime() })
  context.redirect(onTheWay(context, paths.recoverPassword))
}

/** An attempt that may choose the password: everything was proved, not too long ago. */
const isProved = (deps: Deps, { draft }: Attempt): boolean =>
  draft.provedAt !== undefined && deps.clock.now().getTime() - draft.provedAt <= provedMinutes * minute

const showPassword = (
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

const showDone = (deps: Deps, context: LoginContext, done: NonNullable<RecoveryDraft['done']>): void => {
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

const setPassword = async (deps: Deps, context: LoginContext, attempt: Attempt): Promise<void> => {
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

/** 忘记密码: which account, its phone by SMS (and the end of the document number), a new password. */
export const recoveryRoutes = (deps: Deps): readonly Route[] => [
  publicRoute({
    method: 'get',
    path: paths.recover,
    handler: async (context) => {
      // Sent here by the second of two clicks: what the first one did is the answer.
      if (context.query['again'] === 'gone' && (await recoveryDraft.read(deps, context.req.sessionID)).done)
        return context.redirect(onTheWay(context, paths.recoverPassword))
      return showStart(deps, context)
    },
  }),
  publicRoute({
    method: 'post',
    path: paths.recover,
    handler: (context) => identify(deps, context),
    again: (context, sentence) => showStart(deps, context, { errors: { [wholeForm]: sentence } }),
  }),
  publicRoute({
    method: 'get',
    path: paths.recoverCheck,
    handler: async (context) => {
      const attempt = await attemptOf(deps, context)
      if (!attempt) return context.redirect(onTheWay(context, paths.recover))
      if (isProved(deps, attempt)) return context.redirect(onTheWay(context, paths.recoverPassword))
      return showCheck(deps, context, attempt)
    },
  }),
  publicRoute({
    method: 'post',
    path: paths.recoverCheck,
    handler: async (context) => {
      const attempt = await attemptOf(deps, context)
      if (!attempt) return restart(context, 'gone')
      if (isProved(deps, attempt)) return context.redirect(onTheWay(context, paths.recoverPassword))
      if (context.body['action'] !== 'send-code') return check(deps, context, attempt)
      if (attempt.draft.sends >= sendsAllowed) return restart(context, 'sends')
      const result = await send(deps, context, attempt)
      return showCheck(
        deps,
        context,
        attempt,
        'sent' in result ? { sent: result.sent } : { errors: { [result.field]: result.error } },
      )
    },
  }),
  publicRoute({
    method: 'post',
    path: paths.recoverCode,
    handler: async (context) => {
      const attempt = await attemptOf(deps, context)
      const over = !attempt || attempt.draft.sends >= sendsAllowed || isProved(deps, attempt)
      const refused = { field: 'smsCode', error: restartMessages[attempt ? 'sends' : 'gone'] } as const
      await answerCodeRequest(deps, context, over ? refused : await send(deps, context, attempt))
    },
  }),
  publicRoute({
    method: 'get',
    path: paths.recoverPassword,
    handler: async (context) => {
      const { done } = await recoveryDraft.read(deps, context.req.sessionID)
      if (done) return showDone(deps, context, done)
      const attempt = await attemptOf(deps, context)
      if (!attempt) return context.redirect(onTheWay(context, paths.recover))
      if (!isProved(deps, attempt)) return context.redirect(onTheWay(context, paths.recoverCheck))
      return showPassword(deps, context, attempt)
    },
  }),
  publicRoute({
    method: 'post',
    path: paths.recoverPassword,
    handler: async (context) => {
      const { done, flow } = await recoveryDraft.read(deps, context.req.sessionID)
      if (done && flow === context.body['flow']) return showDone(deps, context, done)
      const attempt = await attemptOf(deps, context)
      if (!attempt || !isProved(deps, attempt)) return restart(context, 'gone')
      return setPassword(deps, context, attempt)
    },
    again: async (context, sentence) => {
      const attempt = await attemptOf(deps, context)
      return attempt ? showPassword(deps, context, attempt, { [wholeForm]: sentence }) : restart(context, 'gone')
    },
  }),
]
