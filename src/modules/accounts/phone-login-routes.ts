import { z } from 'zod'
import type { Deps } from '../../deps.ts'
import { paths } from '../../web/paths.ts'
import { publicRoute, type Route } from '../../web/route.ts'
import {
  answerCodeRequest,
  codeDraftFields,
  codeSubject,
  isSolved,
  requestCode,
  typedCode,
  typedPhone,
} from './code-step.ts'
import { codeFaults } from './codes.ts'
import { recordFailedLogin } from './commands.ts'
import { requestFacts } from './device-name.ts'
import { closeStep, openStepOf } from './completion.ts'
import { checkDocumentEnd, documentEndField } from './document-end.ts'
import { accountSubject, enter, enterAccount, type LoginContext } from './entering.ts'
import { captchaField, wantsQuestion, withQuery, smsCodeField } from './form-view.ts'
import type { FieldErrors } from '../../core/forms/page.ts'
import { errorList } from '../../web/form-view.ts'
import { knownBrowser } from './known-browser.ts'
import { loginPage, nextOf, type Advice } from './login-view.ts'
import { sessionDraft } from './session-draft.ts'
import { accountsOfPhone, recoverableById } from './store.ts'

const draftSchema = z.object(codeDraftFields)

type PhoneDraft = z.infer<typeof draftSchema>

/** Ten minutes of the phone login: which phone a captcha was solved for. */
const phoneDraft = sessionDraft('login-phone', draftSchema, 600)

const showForm = async (
  deps: Deps,
  context: LoginContext,
  state: {
    readonly draft: PhoneDraft
    readonly errors?: FieldErrors
    readonly advice?: Advice
    readonly sent?: { readonly text: string; readonly waitSeconds: number }
    readonly code?: string
  },
): Promise<void> => {
  const { req, body, query } = context
  const errors = state.errors ?? {}
  // A name typed at another door is of use here when it is a phone.
  const phone = body['phone'] ?? (typedPhone(body['identity']) === undefined ? '' : body['identity']) ?? ''
  const inWords = wantsQuestion(body['captchaMode'] ?? query['captcha'])
  const solved = isSolved(deps, state.draft, typedPhone(phone))
  const fields = [
    {
      kind: 'phone',
      id: 'phone',
      name: 'phone',
      label: '手机号',
      value: phone,
      error: errors['phone'],
      hint: '填写注册账号时预留的手机号。',
      required: true,
    },
    await captchaField(deps, req, {
      inWords,
      error: errors['captcha'],
      beforeSms: true,
      required: !solved,
    }),
    {
      ...smsCodeField,
      value: state.code ?? '',
      error: errors['smsCode'],
      hint: '6位数字，5分钟内有效。',
      required: true,
      smsUrl: paths.loginPhoneCode,
      smsText: state.sent?.text,
      waitSeconds: state.sent?.waitSeconds,
    },
  ]
  context.view(
    'accounts/login-phone.njk',
    {
      ...loginPage(deps, context, 'phone'),
      fields,
      errors: errorList(errors),
      advice: state.advice,
      sent: state.sent,
      captchaMode: inWords ? 'question' : 'picture',
    },
    Object.keys(errors).length > 0 ? 422 : 200,
  )
}

/**
 * Sends the code to whatever phone was typed: the page says the same whether accounts belong to it or not, and who
 * holds the phone is told the rest (SM-04).
 */
const sendFor = async (deps: Deps, context: LoginContext) => {
  const before = await phoneDraft.read(deps, context.req.sessionID)
  const phone = typedPhone(context.body['phone'])
  const holders = phone === undefined ? [] : await accountsOfPhone(deps.db, deps.crypto.index('phone', phone))
  const wanted = {
    purpose: 'login-phone',
    typedPhone: context.body['phone'] ?? '',
    ownLane: holders.some((one) => knownBrowser(deps, context.req, 'account', one) !== undefined),
  } as const
  const { result, draft } = await requestCode(deps, context, before, wanted)
  await phoneDraft.write(deps, context.req.sessionID, draft)
  return { result, draft }
}

const tryLogin = async (deps: Deps, context: LoginContext): Promise<void> => {
  const { req, body } = context
  const draft = await phoneDraft.read(deps, req.sessionID)
  const phone = typedPhone(body['phone'])
  const code = typedCode(body['smsCode'])
  const missing: Record<string, string> = {}
  if (phone === undefined) missing['phone'] = body['phone'] ? '手机号码应为11位数字，以13至19开头' : '请填写手机号'
  if (code === '') missing['smsCode'] = '请获取并填写短信验证码'
  if (phone === undefined || code === '') return showForm(deps, context, { draft, errors: missing, code })

  // A code bears five tries, and each is sent after a captcha, some a day to a number and to a network: nothing else
  // is counted here, and where no code was asked for there is nothing to record.
  const answer = await deps.smsCodes.check('login-phone', codeSubject(deps, req, phone), code)
  if (answer !== 'right') {
    if (answer !== 'gone') await recordFailedLogin(deps, requestFacts(context), undefined, 'account', 'wrong-code')
    return showForm(deps, context, { draft, errors: { smsCode: codeFaults[answer] } })
  }
  await phoneDraft.drop(deps, req.sessionID)
  const accounts = await accountsOfPhone(deps.db, deps.crypto.index('phone', phone))
  if (accounts.length > 0) return enter(deps, context, accounts, 'phone', nextOf(context))

  await recordFailedLogin(deps, requestFacts(context), undefined, 'account', 'unknown')
  const next = nextOf(context)
  return showForm(deps, context, {
    draft: { sends: 0 },
    errors: { phone: '该手机号还没有账号' },
    advice: {
      text: '短信验证码正确，但是没有账号预留这个手机号。换过手机号的，请填写注册时的号码；从未注册过的，请先注册。',
      links: [
        { href: withQuery(paths.registerPersonal, { next }), text: '注册个人账号' },
        { href: withQuery(paths.registerLegal, { next }), text: '注册法人账号' },
        smsCodeField.help,
      ],
    },
  })
}

const showDocument = (context: LoginContext, error?: string): void =>
  context.view(
    'accounts/login-document.njk',
    {
      page: {
        title: '手机快速登录',
        breadcrumb: [
          { href: paths.home, text: '首页' },
          { href: paths.loginPhone, text: '登录' },
          { href: '', text: '核对证件号码' },
        ],
      },
      // What was typed is not shown again: it is half of a secret.
      field: documentEndField('', {
        error,
        hint: '个人填写本人证件号码的最后四位，单位填写法定代表人证件号码的最后四位，最后一位是X的照填。',
        required: true,
      }),
      errors: error === undefined ? [] : errorList({ lastOfId: error }),
    },
    error === undefined ? 200 : 422,
  )

/** The question that is open for an account, unless its phone or credentials changed since the code was right. */
const openDocument = async (deps: Deps, context: LoginContext) => {
  const step = openStepOf(context.req, 'document', deps.clock.now())
  if (!step?.proof) return undefined
  const account = await recoverableById(deps.db, deps.crypto, step.subject, deps.clock.now())
  if (!account || account.credentials !== step.proof.credentials[step.subject]) return undefined
  return { account, proof: step.proof, next: step.next }
}

const checkDocument = async (deps: Deps, context: LoginContext): Promise<void> => {
  const open = await openDocument(deps, context)
  if (!open) return context.redirect(paths.loginPhone)
  const { account, proof, next } = open
  const answer = await checkDocumentEnd(deps, account, context.audit, context.body['lastOfId'])
  if (answer !== 'right') {
    if (answer.guessed)
      await recordFailedLogin(deps, requestFacts(context), accountSubject(account.id), 'account', 'wrong-document')
    return showDocument(context, answer.fault)
  }
  closeStep(context.req)
  return enterAccount(deps, context, account.id, { ...proof, document: true }, next)
}

/**
 * 手机快速登录: by a code to the phone; several accounts of one phone are chosen from, and a verified one asks for the end
 * of its document besides.
 */
export const phoneLoginRoutes = (deps: Deps): readonly Route[] => [
  publicRoute({
    method: 'get',
    path: paths.loginPhone,
    handler: (context) => showForm(deps, context, { draft: { sends: 0 } }),
  }),
  publicRoute({
    method: 'post',
    path: paths.loginPhone,
    handler: async (context) => {
      const { body, req } = context
      const code = typedCode(body['smsCode'])
      switch (body['action']) {
        case 'send-code': {
          const { result, draft } = await sendFor(deps, context)
          if ('sent' in result) return showForm(deps, context, { draft, sent: result.sent })
          return showForm(deps, context, { draft, errors: { [result.field]: result.error }, code })
        }
        case 'show':
          return showForm(deps, context, { draft: await phoneDraft.read(deps, req.sessionID) })
        case 'captcha-question':
        case 'captcha-picture': {
          const captchaMode = body['action'] === 'captcha-question' ? 'question' : 'picture'
          const draft = await phoneDraft.read(deps, req.sessionID)
          return showForm(deps, { ...context, body: { ...body, captchaMode } }, { draft, code })
        }
        default:
          return tryLogin(deps, context)
      }
    },
  }),
  publicRoute({
    method: 'post',
    path: paths.loginPhoneCode,
    handler: async (context) => {
      const { result } = await sendFor(deps, context)
      await answerCodeRequest(deps, context, result)
    },
  }),
  publicRoute({
    method: 'get',
    path: paths.loginDocument,
    handler: async (context) =>
      (await openDocument(deps, context)) ? showDocument(context) : context.redirect(paths.loginPhone),
  }),
  publicRoute({ method: 'post', path: paths.loginDocument, handler: (context) => checkDocument(deps, context) }),
]
