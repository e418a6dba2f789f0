import { loginNameRule, validateLoginName } from '../../core/identity/login-name.ts'
import { localDate } from '../../core/workflow/deadlines.ts'
import type { RawValues } from '../../core/forms/field.ts'
import { askedWhen } from '../../core/forms/cells.ts'
import { labelOf, namingField, type FieldErrors } from '../../core/forms/page.ts'
import type { Deps } from '../../deps.ts'
import { networkOf } from '../../web/address.ts'
import { faqLink, faqMessage } from '../../web/faq.ts'
import { paths } from '../../web/paths.ts'
import { publicRoute, type Applicant, type Context, type Route } from '../../web/route.ts'
import { codeFaults } from './codes.ts'
import {
  answerCodeRequest,
  codeFault,
  codeField,
  codeSubject,
  isProved,
  isSolved,
  onProof,
  requestCode,
  typedCode,
  typedPhone,
} from './code-step.ts'
import { registerAccount } from './commands.ts'
import { completeLogin } from './completion.ts'
import {
  captchaFault,
  hasCaptcha,
  captchaField,
  ownNext,
  wantsQuestion,
  withQuery,
  type FieldView,
  fieldsFrom,
} from './form-view.ts'
import { errorList, wholeForm } from '../../web/form-view.ts'
import { registrationDraft, type RegistrationDraft } from './registration-draft.ts'
import { personFields, readRegistration, typedValues } from './registration-form.ts'
import { freeLoginNames, nameTakenView } from './queries.ts'
import { isLoginNameTaken } from './store.ts'

const loginNameTaken = faqMessage('F-03')
const idNumberTaken = faqMessage('F-01')

/** Faults in the order of the fields. */
const ordered = (deps: Deps, errors: FieldErrors): FieldErrors => {
  const person = personFields(deps.site).map((field) => field.name)
  const order = [wholeForm, 'loginName', 'password', 'passwordAgain', ...person, 'captcha', 'smsCode', 'agreement']
  return Object.fromEntries(order.flatMap((name) => (errors[name] ? [[name, errors[name]]] : [])))
}

type FormContext = Context<Applicant | undefined>

type FormState = {
  readonly values: RawValues
  readonly errors?: FieldErrors
  readonly draft: RegistrationDraft
  readonly status?: number
  /** The document has an account already: the page says where to turn. */
  readonly idTaken?: boolean
  /** The name typed is somebody else's: the page gives the rule and names that are free. */
  readonly nameTaken?: boolean
  readonly sent?: { readonly text: string; readonly waitSeconds: number }
}

const codeQuestion = (deps: Deps, { req }: FormContext, phone: string | undefined) =>
  ({ purpose: 'register', subject: phone === undefined ? undefined : codeSubject(deps, req, phone) }) as const

const formFields = async (deps: Deps, context: FormContext, state: FormState) => {
  const { values, draft } = state
  const errors = state.errors ?? {}
  const phone = typedPhone(values['phone'])
  const proved = await isProved(deps, codeQuestion(deps, context, phone))
  const solved = proved || isSolved(deps, draft, phone)
  const kept = draft.password !== undefined && !errors['password'] && !errors['passwordAgain']
  const keptHint = '已为您安全保留 10 分钟，无需重新填写；如需更换，请在两处重新填写。'
  const field = fieldsFrom(values, errors)
  const before: FieldView[] = [
    field('accountName', 'loginName', '用户账号', {
      hint: loginNameRule + deps.site.loginNameHint,
      availabilityUrl: paths.availability,
    }),
    field('password', 'password', '登录密码', {
      hint: kept
        ? keptHint
        : '至少8个字符，包含大写字母、小写字母、数字、符号中的三种，不能包含账号、手机号或证件号码。',
      autocomplete: 'new-password',
      required: !kept,
      strength: true,
    }),
    field('password', 'passwordAgain', '确认密码', {
      hint: kept ? '已保留，无需重新填写。' : undefined,
      autocomplete: 'new-password',
      required: !kept,
    }),
    ...personFields(deps.site).map((one, _index, all) => {
      const { when } = one
      const on = when && all.find(({ name }) => name === when.field)
      return field(one.kind, one.name, labelOf(one, values), {
        hint: one.hint,
        namedBy: namingField(one),
        conditionalOn: when && 'is' in when ? { field: when.field, is: when.is } : undefined,
        askedWhen: when && on && askedWhen(when, on),
        ...(one.options ? { options: one.options } : {}),
        ...(one.name === 'name' ? { autocomplete: 'name' } : {}),
      })
    }),
  ]
  return [
    ...before,
    await captchaField(deps, context.req, {
      inWords: wantsQuestion(context.body['captchaMode'] ?? context.query['captcha']),
      error: errors['captcha'],
      beforeSms: true,
      required: !solved,
    }),
    codeField({
      proved,
      typed: values['smsCode'] ?? '',
      error: errors['smsCode'],
      hint: '6位数字，5分钟内有效。其他内容填好后再获取，以免过期。',
      smsUrl: paths.registerCode,
      sent: state.sent,
    }),
    field('declaration', 'agreement', '我已阅读并同意《用户协议》', {
      link: { href: paths.agreement, text: `查看《${deps.site.agreement.title}》` },
    }),
  ]
}

const nextOf = (context: FormContext): string | undefined => ownNext(context.body['next'] ?? context.query['next'])

const showForm = async (deps: Deps, context: FormContext, state: FormState): Promise<void> => {
  const errors = ordered(deps, state.errors ?? {})
  const inWords = wantsQuestion(context.body['captchaMode'] ?? context.query['captcha'])
  const next = nextOf(context)
  context.view(
    'accounts/register-personal.njk',
    {
      page: {
        title: '个人注册',
        breadcrumb: [
          { href: paths.home, text: '首页' },
          { href: paths.register, text: '注册' },
          { href: '', text: '个人注册' },
        ],
      },
      fields: await formFields(deps, context, { ...state, errors }),
      errors: errorList(errors),
      sent: state.sent,
      idTaken: state.idTaken && { message: idNumberTaken, question: faqLink('F-01') },
      nameTaken: state.nameTaken && (await nameTakenView(deps.db, state.values['loginName'] ?? '')),
      captchaMode: inWords ? 'question' : 'picture',
      next,
      loginHref: withQuery(paths.loginPersonal, { next }),
      recoverHref: withQuery(paths.recover, { door: 'personal', next }),
      legalHref: withQuery(paths.registerLegal, { next }),
      materialsHref: `${paths.help}#materials`,
      formsHref: `${paths.help}#forms`,
      hotlines: deps.site.hotlines,
    },
    state.status ?? (Object.keys(errors).length > 0 ? 422 : 200),
  )
}

const sendFor = async (deps: Deps, context: FormContext) =>
  requestCode(deps, context, await registrationDraft.read(deps, context.req.sessionID), {
    purpose: 'register',
    typedPhone: typedValues(deps.site, context.body)['phone'] ?? '',
  })

/** The draft with the password typed now, if it is one that would be accepted; else what is wrong with it. */
const keepPassword = (
  deps: Deps,
  context: FormContext,
  draft: RegistrationDraft,
): { readonly draft: RegistrationDraft; readonly errors: FieldErrors } => {
  const { password, errors } = readRegistration(deps.site, context.body, draft.password, localDate(deps.clock.now()))
  const { password: _before, ...rest } = draft
  if (password !== undefined) return { draft: { ...rest, password }, errors: {} }
  const typed = Boolean(context.body['password'] ?? context.body['passwordAgain'])
  const about = (['password', 'passwordAgain'] as const).flatMap((name) => (errors[name] ? [[name, errors[name]]] : []))
  return { draft: rest, errors: typed ? Object.fromEntries(about) : {} }
}

const submit = async (deps: Deps, context: FormContext): Promise<void> => {
  const { req, body, audit } = context
  const draft = await registrationDraft.read(deps, req.sessionID)
  const read = readRegistration(deps.site, body, draft.password, localDate(deps.clock.now()))
  const kept = keepPassword(deps, context, draft).draft
  const code = typedCode(body['smsCode'])
  const refuse = async (errors: FieldErrors, reached: RegistrationDraft, idTaken = false): Promise<void> => {
    await registrationDraft.write(deps, req.sessionID, reached)
    const values = { ...read.values, smsCode: code }
    const nameTaken = errors['loginName'] === loginNameTaken
    await showForm(deps, context, { values, errors, draft: reached, idTaken, nameTaken })
  }

  const errors: Record<string, string> = { ...read.errors }
  const phone = typedPhone(read.values['phone'])
  const question = codeQuestion(deps, context, phone)
  const wrongCode = await codeFault(deps, question, code)
  if (wrongCode !== undefined) errors['smsCode'] = wrongCode
  const proved = await isProved(deps, question)
  const solved = proved || isSolved(deps, draft, phone)
  const name = validateLoginName(read.values['loginName'] ?? '')
  if (name.ok) {
    // The same question as while typing, so it counts as one; not for whoever proved a phone: neighbours ask for nothing.
    if (!proved) await deps.limits.use('availability-address', networkOf(audit.ip))
    if (await isLoginNameTaken(deps.db, name.key)) errors['loginName'] = loginNameTaken
  }
  if (!solved && !hasCaptcha(body)) errors['captcha'] = '请填写验证码'
  const { registration } = read
  if (Object.keys(errors).length > 0 || !registration) return refuse(errors, kept)

  const wrongCaptcha = solved ? undefined : await captchaFault(deps, context)
  if (wrongCaptcha !== undefined) return refuse({ captcha: wrongCaptcha }, kept)
  await deps.limits.use(
    'register-address',
    networkOf(audit.ip),
    (wait) => `当前网络注册的次数过多，请${wait}后再试，填写的内容没有丢失`,
  )
  const { password, ...person } = registration
  const passwordHash = await deps.passwords.hash(password)
  const subject = codeSubject(deps, req, registration.phone)
  const result = await onProof(
    deps,
    'register',
    subject,
    () => registerAccount(deps, audit, { ...person, passwordHash }),
    (made) => !('taken' in made),
  )
  if (result === 'gone') return refuse({ smsCode: codeFaults.gone }, kept)
  if ('taken' in result) {
    if (result.taken === 'login-name') return refuse({ loginName: loginNameTaken }, kept)
    // A slip is put right on the same code; whoever would ask about many documents needs a code for each.
    if (!(await deps.limits.isWithin('taken-document', deps.crypto.index('phone', registration.phone))))
      await deps.smsCodes.take('register', subject)
    return refuse({ idNumber: idNumberTaken }, kept, true)
  }
  await registrationDraft.drop(deps, req.sessionID)
  await completeLogin(deps, context, { kind: 'account', id: result.id })
  context.redirect(withQuery(paths.verify, { next: nextOf(context) }))
}

const showChoice = (deps: Deps, context: Context<Applicant | undefined>): void => {
  const next = nextOf(context)
  context.view('accounts/register.njk', {
    page: {
      title: '注册',
      breadcrumb: [
        { href: paths.home, text: '首页' },
        { href: '', text: '注册' },
      ],
    },
    personalHref: withQuery(paths.registerPersonal, { next }),
    legalHref: withQuery(paths.registerLegal, { next }),
    matters: deps.matters.all.filter(({ begunBy }) => begunBy === 'person').map(({ title }) => title),
    loginHref: withQuery(paths.loginPersonal, { next }),
    legalLoginHref: withQuery(paths.loginLegal, { next }),
    recoverHref: withQuery(paths.recover, { next }),
    help: [faqLink('F-01'), faqLink('F-02'), faqLink('F-11')],
  })
}

const getForm = async (deps: Deps, context: Context<Applicant | undefined>): Promise<void> => {
  await showForm(deps, context, {
    values: { idType: 'RESIDENT_ID', personalSubtype: 'NATURAL' },
    draft: { sends: 0 },
  })
}

const postForm = async (deps: Deps, context: Context<Applicant | undefined>): Promise<void> => {
  const { req, body } = context
  const action = body['action']
  if (action !== 'send-code' && action !== 'captcha-question' && action !== 'captcha-picture')
    return submit(deps, context)
  const sending = action === 'send-code' ? await sendFor(deps, context) : undefined
  const kept = keepPassword(deps, context, sending?.draft ?? (await registrationDraft.read(deps, req.sessionID)))
  await registrationDraft.write(deps, req.sessionID, kept.draft)
  const state = { values: typedValues(deps.site, body), draft: kept.draft, errors: kept.errors }
  if (!sending) {
    const captchaMode = action === 'captcha-question' ? 'question' : 'picture'
    return showForm(deps, { ...context, body: { ...body, captchaMode } }, state)
  }
  const { result } = sending
  if ('sent' in result) return showForm(deps, context, { ...state, sent: result.sent })
  return showForm(deps, context, { ...state, errors: { ...kept.errors, [result.field]: result.error } })
}

const postCode = async (deps: Deps, context: Context<Applicant | undefined>): Promise<void> => {
  const { result, draft } = await sendFor(deps, context)
  await registrationDraft.write(deps, context.req.sessionID, draft)
  await answerCodeRequest(deps, context, result)
}

const getAvailability = async (deps: Deps, { res, query, audit }: Context<Applicant | undefined>): Promise<void> => {
  await deps.limits.use('availability-address', networkOf(audit.ip))
  const name = validateLoginName(query['name'] ?? '')
  const available = name.ok && !(await isLoginNameTaken(deps.db, name.key))
  const message = !name.ok ? name.message : available ? '该账号可以使用' : loginNameTaken
  res.setHeader('Cache-Control', 'no-store')
  const taken = name.ok && !available
  res.json({ available, message, ...(taken ? { free: await freeLoginNames(deps.db, name.value) } : {}) })
}

/** Registration: the choice, the personal form, and the two questions its page asks while it is filled in. */
export const registrationRoutes = (deps: Deps): readonly Route[] => [
  publicRoute({
    method: 'get',
    path: paths.register,
    handler: (context) => showChoice(deps, context),
  }),
  publicRoute({
    method: 'get',
    path: paths.registerPersonal,
    handler: (context) => getForm(deps, context),
  }),
  publicRoute({
    method: 'post',
    path: paths.registerPersonal,
    handler: (context) => postForm(deps, context),
    again: async (context, sentence) => {
      const kept = keepPassword(deps, context, await registrationDraft.read(deps, context.req.sessionID))
      await registrationDraft.write(deps, context.req.sessionID, kept.draft)
      const values = { ...typedValues(deps.site, context.body), smsCode: typedCode(context.body['smsCode']) }
      await showForm(deps, context, { values, draft: kept.draft, errors: { [wholeForm]: sentence } })
    },
  }),
  publicRoute({
    method: 'post',
    path: paths.registerCode,
    handler: (context) => postCode(deps, context),
  }),
  publicRoute({
    method: 'get',
    path: paths.availability,
    handler: (context) => getAvailability(deps, context),
  }),
]
