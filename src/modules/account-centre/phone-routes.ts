import { maskPhone } from '../../core/identity/mask.ts'
import { phoneHoldHours } from '../../core/identity/phone-hold.ts'
import { AppError } from '../../core/errors.ts'
import type { Deps } from '../../deps.ts'
import { faqHref } from '../../web/faq.ts'
import { paths } from '../../web/paths.ts'
import { applicantRoute, type Applicant, type Context, type Route } from '../../web/route.ts'
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
  type SendResult,
  type SentCode,
} from '../accounts/code-step.ts'
import { codeFaults } from '../accounts/codes.ts'
import { captchaFault, hasCaptcha, captchaField, wantsQuestion } from '../accounts/form-view.ts'
import type { FieldErrors } from '../../core/forms/page.ts'
import { errorList, wholeForm } from '../../web/form-view.ts'
import { confirmPassword } from './confirm-password.ts'
import { changePhone } from './credential-commands.ts'
import { stayAlone } from './end-other-logins.ts'
import { ownProofFields, ownQuestion, sendOwnCode } from './own-code.ts'
import { centrePage } from './page-frame.ts'
import { phoneDraft, type PhoneDraft } from './phone-draft.ts'
import { ownProfile, type OwnProfile } from './queries.ts'

type State = {
  readonly draft: PhoneDraft
  readonly errors?: FieldErrors
  readonly sent?: SentCode
  readonly waitSeconds?: number
}

const isOldProved = (profile: OwnProfile, draft: PhoneDraft): boolean => draft.oldProved === profile.phoneIndex

const newQuestion = (deps: Deps, { req }: Context<Applicant>, phone: string | undefined) =>
  ({ purpose: 'phone-new', subject: phone === undefined ? undefined : codeSubject(deps, req, phone) }) as const

const newFields = async (deps: Deps, context: Context<Applicant>, state: State) => {
  const { body, req } = context
  const typed = body['phone'] ?? ''
  const errors = state.errors ?? {}
  const phone = typedPhone(typed)
  const proved = await isProved(deps, newQuestion(deps, context, phone))
  const solved = proved || isSolved(deps, state.draft, phone)
  return [
    {
      kind: 'phone',
      id: 'phone',
      name: 'phone',
      label: '新手机号',
      value: typed,
      error: errors['phone'],
      required: true,
      autocomplete: 'tel',
    },
    await captchaField(deps, req, {
      inWords: wantsQuestion(body['captchaMode']),
      error: errors['captcha'],
      beforeSms: true,
      required: !solved,
    }),
    codeField({
      proved,
      typed: typedCode(body['smsCode']),
      error: errors['smsCode'],
      hint: '发送到新手机号，6位数字，5分钟内有效。',
      smsUrl: paths.accountPhoneNewCode,
      sent: state.sent,
      waitSeconds: state.waitSeconds,
    }),
  ]
}

const show = async (deps: Deps, context: Context<Applicant>, profile: OwnProfile, state: State): Promise<void> => {
  const proved = isOldProved(profile, state.draft)
  const errors = state.errors ?? {}
  context.view(
    'account-centre/phone.njk',
    {
      page: centrePage('修改手机号'),
      step: profile.phone === '' ? 'none' : proved ? 'new' : 'old',
      holdHours: phoneHoldHours,
      phone: maskPhone(profile.phone),
      fields: proved
        ? await newFields(deps, context, state)
        : await ownProofFields(deps, context, profile, 'phone-old', state, paths.accountPhoneOldCode),
      captchaMode: wantsQuestion(context.body['captchaMode']) ? 'question' : 'picture',
      sent: state.sent,
      errors: errorList(errors),
      counterHref: faqHref('F-08'),
    },
    Object.keys(errors).length > 0 ? 422 : 200,
  )
}

const withResult = (result: SendResult): Pick<State, 'sent' | 'errors' | 'waitSeconds'> =>
  'sent' in result
    ? { sent: result.sent }
    : {
        errors: { [result.field]: result.error },
        ...(result.waitSeconds === undefined ? {} : { waitSeconds: result.waitSeconds }),
      }

/** Sends a code to the new phone, once the old one was proven. */
const sendToNew = async (deps: Deps, context: Context<Applicant>, profile: OwnProfile) => {
  const draft = await phoneDraft.read(deps, context.req.sessionID)
  if (!isOldProved(profile, draft)) throw new AppError('NOT_ALLOWED_NOW', '请先验证原手机号。')
  if (typedPhone(context.body['phone']) === profile.phone)
    return { draft, result: { field: 'phone', error: sameAsOld } as const }
  const asked = await requestCode(deps, context, draft, {
    purpose: 'phone-new',
    typedPhone: context.body['phone'] ?? '',
  })
  await phoneDraft.write(deps, context.req.sessionID, asked.draft)
  return asked
}

const sameAsOld = '新手机号与原手机号相同'

const proveOld = async (deps: Deps, context: Context<Applicant>, profile: OwnProfile): Promise<void> => {
  const { req, body } = context
  const draft = await phoneDraft.read(deps, req.sessionID)
  const question = ownQuestion(deps, context, profile, 'phone-old')
  const wrongCode = await codeFault(deps, question, typedCode(body['smsCode']))
  const errors: Record<string, string> = {}
  if (wrongCode !== undefined) errors['smsCode'] = wrongCode
  if (!body['password']) errors['password'] = '请填写当前登录密码'
  if (Object.keys(errors).length > 0) return show(deps, context, profile, { draft, errors })
  const password = await confirmPassword(deps, context, body['password'] ?? '', 'phone')
  if ('fault' in password) return show(deps, context, profile, { draft, errors: { password: password.fault } })
  const write = () => phoneDraft.write(deps, req.sessionID, { sends: 0, oldProved: profile.phoneIndex })
  if ((await onProof(deps, question.purpose, question.subject, write)) === 'gone')
    return show(deps, context, profile, { draft, errors: { smsCode: codeFaults.gone } })
  context.redirect(paths.accountPhone)
}

const takeNew = async (deps: Deps, context: Context<Applicant>, profile: OwnProfile): Promise<void> => {
  const { req, body } = context
  const draft = await phoneDraft.read(deps, req.sessionID)
  // The proof of the old phone is older than a quarter of an hour, or the phone was changed in another window.
  if (!isOldProved(profile, draft))
    return show(deps, context, profile, { draft, errors: { smsCode: '验证已过期，请重新验证原手机号' } })
  const phone = typedPhone(body['phone'])
  const question = newQuestion(deps, context, phone)
  const wrongCode = phone === profile.phone ? undefined : await codeFault(deps, question, typedCode(body['smsCode']))
  const solved = (await isProved(deps, question)) || isSolved(deps, draft, phone)
  const errors: Record<string, string> = {}
  if (!body['phone']) errors['phone'] = '请填写新手机号'
  else if (phone === undefined) errors['phone'] = '手机号码应为11位数字，以13至19开头'
  else if (phone === profile.phone) errors['phone'] = sameAsOld
  if (!solved && !hasCaptcha(body)) errors['captcha'] = '请填写验证码'
  if (wrongCode !== undefined) errors['smsCode'] = wrongCode
  if (phone === undefined || Object.keys(errors).length > 0) return show(deps, context, profile, { draft, errors })
  const wrongCaptcha = solved ? undefined : await captchaFault(deps, context)
  if (wrongCaptcha !== undefined) return show(deps, context, profile, { draft, errors: { captcha: wrongCaptcha } })
  const change = { oldPhone: profile.phone, oldPhoneIndex: profile.phoneIndex, newPhone: phone }
  const changed = await onProof(deps, 'phone-new', codeSubject(deps, req, phone), () =>
    changePhone(deps, context, change),
  )
  if (changed === 'gone') return show(deps, context, profile, { draft, errors: { smsCode: codeFaults.gone } })
  await phoneDraft.drop(deps, req.sessionID)
  await stayAlone(deps, context, `${paths.account}?done=phone`)
}

const submit = async (deps: Deps, context: Context<Applicant>): Promise<void> => {
  const { body, req } = context
  const profile = await ownProfile(deps, context.actor.id)
  const onNew = body['step'] === 'new'
  switch (body['action']) {
    case 'send-code': {
      if (!onNew) {
        const result = await sendOwnCode(deps, context, profile, 'phone-old')
        return show(deps, context, profile, { draft: { sends: 0 }, ...withResult(result) })
      }
      const { draft, result } = await sendToNew(deps, context, profile)
      return show(deps, context, profile, { draft, ...withResult(result) })
    }
    case 'captcha-question':
    case 'captcha-picture': {
      const captchaMode = body['action'] === 'captcha-question' ? 'question' : 'picture'
      const draft = await phoneDraft.read(deps, req.sessionID)
      return show(deps, { ...context, body: { ...body, captchaMode } }, profile, { draft })
    }
    default:
      return onNew ? takeNew(deps, context, profile) : proveOld(deps, context, profile)
  }
}

/** 修改手机号: the old phone and the password first, then the new phone; both phones are told. */
export const phoneRoutes = (deps: Deps): readonly Route[] => [
  applicantRoute({
    method: 'get',
    path: paths.accountPhone,
    waits: 'phone',
    handler: async (context) => {
      const profile = await ownProfile(deps, context.actor.id)
      await show(deps, context, profile, { draft: await phoneDraft.read(deps, context.req.sessionID) })
    },
  }),
  applicantRoute({
    method: 'post',
    path: paths.accountPhone,
    waits: 'phone',
    handler: (context) => submit(deps, context),
    again: async (context, sentence) => {
      const draft = await phoneDraft.read(deps, context.req.sessionID)
      await show(deps, context, await ownProfile(deps, context.actor.id), { draft, errors: { [wholeForm]: sentence } })
    },
  }),
  applicantRoute({
    method: 'post',
    path: paths.accountPhoneOldCode,
    waits: 'phone',
    handler: async (context) => {
      const profile = await ownProfile(deps, context.actor.id)
      await answerCodeRequest(deps, context, await sendOwnCode(deps, context, profile, 'phone-old'))
    },
  }),
  applicantRoute({
    method: 'post',
    path: paths.accountPhoneNewCode,
    waits: 'phone',
    handler: async (context) => {
      const profile = await ownProfile(deps, context.actor.id)
      await answerCodeRequest(deps, context, (await sendToNew(deps, context, profile)).result)
    },
  }),
]
