import { maskPhone } from '../../core/identity/mask.ts'
import { stageOf } from '../../core/matters/journey.ts'
import type { Deps } from '../../deps.ts'
import { faqHref } from '../../web/faq.ts'
import { paths } from '../../web/paths.ts'
import { holderRoute, publicRoute, type Applicant, type Context, type Route } from '../../web/route.ts'
import { cookieName, endSession } from '../../web/sessions.ts'
import { answerCodeRequest, codeFault, onProof, typedCode, type SentCode } from '../accounts/code-step.ts'
import { codeFaults } from '../accounts/codes.ts'
import type { FieldErrors } from '../../core/forms/page.ts'
import { errorList, wholeForm } from '../../web/form-view.ts'
import { statusTag } from '../cases/progress.ts'
import { casesInTheWay, closeAccount, handlersLeft } from './closing-commands.ts'
import { confirmPassword } from './confirm-password.ts'
import { ownProofFields, ownQuestion, sendOwnCode } from './own-code.ts'
import { centrePage } from './page-frame.ts'
import { ownProfile, type OwnProfile } from './queries.ts'

type State = { readonly errors?: FieldErrors; readonly sent?: SentCode; readonly waitSeconds?: number | undefined }

const show = async (deps: Deps, context: Context<Applicant>, profile: OwnProfile, state: State = {}): Promise<void> => {
  const errors = state.errors ?? {}
  const open = await casesInTheWay(deps, context.actor.id)
  context.view(
    'account-centre/close.njk',
    {
      page: centrePage('注销账号'),
      legal: profile.legal !== null,
      handlers: profile.legal === null ? [] : await handlersLeft(deps, context.actor.id),
      loginName: profile.loginName,
      open: open.map((one) => {
        const matter = deps.matters.require(one.matter)
        return [
          { href: paths.case(one.id), text: one.title || `未命名的${matter.title}`, sub: one.number ?? '' },
          { text: stageOf(matter, one.stage).title },
          { tag: statusTag(deps, one) },
        ]
      }),
      phone: maskPhone(profile.phone),
      fields: [
        ...(await ownProofFields(deps, context, profile, 'close-account', state, paths.accountCloseCode)),
        {
          kind: 'declaration',
          id: 'understood',
          name: 'understood',
          label: '我知道账号注销后不能恢复',
          value: context.body['understood'] === 'yes' ? 'yes' : '',
          error: errors['understood'],
          required: true,
        },
      ],
      sent: state.sent,
      errors: errorList(errors),
      counterHref: faqHref('F-08'),
    },
    Object.keys(errors).length > 0 ? 422 : 200,
  )
}

const close = async (deps: Deps, context: Context<Applicant>, profile: OwnProfile): Promise<void> => {
  const { actor, body, req, res } = context
  const question = ownQuestion(deps, context, profile, 'close-account')
  const wrongCode = await codeFault(deps, question, typedCode(body['smsCode']))
  const errors: Record<string, string> = {}
  if (wrongCode !== undefined) errors['smsCode'] = wrongCode
  if (!body['password']) errors['password'] = '请填写当前登录密码'
  if (body['understood'] !== 'yes') errors['understood'] = '请确认您知道账号注销后不能恢复'
  // Nothing is spent while it cannot be done anyhow.
  if (Object.keys(errors).length > 0 || (await casesInTheWay(deps, actor.id)).length > 0)
    return show(deps, context, profile, { errors })
  const password = await confirmPassword(deps, context, body['password'] ?? '', 'close')
  if ('fault' in password) return show(deps, context, profile, { errors: { password: password.fault } })
  const result = await onProof(
    deps,
    question.purpose,
    question.subject,
    () => closeAccount(deps, context, profile.phone),
    (closed) => !('open' in closed),
  )
  if (result === 'gone') return show(deps, context, profile, { errors: { smsCode: codeFaults.gone } })
  if ('open' in result) return show(deps, context, profile)
  await deps.sessions.applicant.store.endAll(actor.id)
  await endSession(req)
  res.clearCookie(cookieName('applicant', deps.secure), { path: '/', secure: deps.secure })
  context.redirect(paths.accountClosed)
}

/** 注销账号: refused while cases are open; else after the password and a code, for good. */
export const closingRoutes = (deps: Deps): readonly Route[] => [
  holderRoute({
    method: 'get',
    path: paths.accountClose,
    waits: 'close',
    handler: async (context) => show(deps, context, await ownProfile(deps, context.actor.id)),
  }),
  holderRoute({
    method: 'post',
    path: paths.accountClose,
    waits: 'close',
    handler: async (context) => {
      const profile = await ownProfile(deps, context.actor.id)
      if (context.body['action'] !== 'send-code') return close(deps, context, profile)
      const result = await sendOwnCode(deps, context, profile, 'close-account')
      if ('sent' in result) return show(deps, context, profile, { sent: result.sent })
      await show(deps, context, profile, {
        errors: { [result.field]: result.error },
        waitSeconds: result.waitSeconds,
      })
    },
    again: async (context, sentence) =>
      show(deps, context, await ownProfile(deps, context.actor.id), { errors: { [wholeForm]: sentence } }),
  }),
  holderRoute({
    method: 'post',
    path: paths.accountCloseCode,
    waits: 'close',
    handler: async (context) => {
      const profile = await ownProfile(deps, context.actor.id)
      await answerCodeRequest(deps, context, await sendOwnCode(deps, context, profile, 'close-account'))
    },
  }),
  publicRoute({
    method: 'get',
    path: paths.accountClosed,
    handler: ({ view }) =>
      view('account-centre/closed.njk', {
        page: { title: '账号已注销', breadcrumb: [{ href: paths.home, text: '首页' }, { text: '账号已注销' }] },
      }),
  }),
]
