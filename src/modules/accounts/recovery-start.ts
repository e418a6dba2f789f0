import { randomBytes } from 'node:crypto'
import type { Deps } from '../../deps.ts'
import { networkOf } from '../../web/address.ts'
import { faqHref } from '../../web/faq.ts'
import { paths } from '../../web/paths.ts'
import { typedPhone } from './code-step.ts'
import type { LoginContext } from './entering.ts'
import { captchaFault, hasCaptcha, captchaField, typedName, wantsQuestion, withQuery } from './form-view.ts'
import type { FieldErrors } from '../../core/forms/page.ts'
import { errorList } from '../../web/form-view.ts'
import { unknownAccount } from './login-routes.ts'
import { isOnlyShown, nextOf, switchedCaptcha, type Advice } from './login-view.ts'
import { recoveryDraft } from './recovery-draft.ts'
import { recordRecoveryStart } from './recovery.ts'
import { findRecoverable } from './store.ts'
import { mayTell } from './telling.ts'
import { shared, isReason, restartMessages, statusOf, onTheWay } from './recovery-way.ts'
import { isKnownHere } from './recovery-attempt.ts'

const identityLabel = '用户账号/证件号码/统一社会信用代码'

const byPhone = { to: paths.loginPhone, text: '用手机短信登录' } as const

export const showStart = async (
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

export const identify = async (deps: Deps, context: LoginContext): Promise<void> => {
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
