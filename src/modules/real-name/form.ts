import { z } from 'zod'
import { maskIdNumber } from '../../core/identity/mask.ts'
import { validateBankCard, validateSocialSecurityCard } from '../../core/identity/cards.ts'
import type { Deps } from '../../deps.ts'
import type { Context } from '../../web/route.ts'
import { paths } from '../../web/paths.ts'
import {
  codeDraftFields,
  codeFault,
  codeField,
  codeSubject,
  isProved,
  isSolved,
  typedCode,
  typedPhone,
  type SentCode,
} from '../accounts/code-step.ts'
import { captchaField, wantsQuestion, type FieldView } from '../accounts/form-view.ts'
import type { FieldErrors } from '../../core/forms/page.ts'
import { sessionDraft } from '../accounts/session-draft.ts'
import { consentStatement, realNameChannels, type RealNameChannel } from './channels.ts'
import type { Holder } from './queries.ts'

/** Where these forms stand: in 用户中心, and where a legal representative proves who that is. */
type FormContext = Pick<Context<unknown>, 'req' | 'body' | 'query'>

/** Who is to be verified. */
export type Person = Pick<Holder, 'name' | 'idNumber'>

const cardDraftSchema = z.object(codeDraftFields)

type CardDraft = z.infer<typeof cardDraftSchema>

/** Ten minutes of the bank card's form. */
export const cardDraft = sessionDraft('bank-card', cardDraftSchema, 600)

export type FormState = {
  readonly errors?: FieldErrors
  readonly draft?: CardDraft
  readonly sent?: SentCode
  /** Where the code for a bank card's phone is asked for by a script; that of 用户中心 unless told otherwise. */
  readonly smsUrl?: string
  /** When it is not that of a form with or without errors. */
  readonly status?: number
}

const typed = (context: FormContext, name: string): string => (context.body[name] ?? '').trim().slice(0, 60)

const isAgreed = (context: FormContext): boolean => context.body['consent'] === 'yes'

/** The person as registered; shown, never posted. */
const holderFields = (holder: Person): readonly FieldView[] => [
  { kind: 'text', id: 'holderName', name: 'holderName', label: '姓名', value: holder.name, readonly: true },
  {
    kind: 'text',
    id: 'holderNumber',
    name: 'holderNumber',
    label: '身份证号码',
    value: maskIdNumber(holder.idNumber),
    readonly: true,
  },
]

const codeQuestion = (deps: Deps, { req }: FormContext, phone: string | undefined) =>
  ({ purpose: 'bank-card', subject: phone === undefined ? undefined : codeSubject(deps, req, phone) }) as const

const cardField = (label: string, value: string, error: string | undefined, hint: string, numeric: boolean) => ({
  kind: 'text',
  id: 'cardNumber',
  name: 'cardNumber',
  label,
  value,
  error,
  hint,
  required: true,
  autocomplete: 'off',
  maxLength: 40,
  ...(numeric ? { inputMode: 'numeric' } : {}),
})

const bankCardFields = async (
  deps: Deps,
  context: FormContext,
  { errors = {}, draft = { sends: 0 }, sent, smsUrl = paths.verifyBankCardCode }: FormState,
): Promise<readonly FieldView[]> => {
  const phone = typedPhone(context.body['phone'])
  const proved = await isProved(deps, codeQuestion(deps, context, phone))
  const solved = proved || isSolved(deps, draft, phone)
  return [
    cardField(
      '银联卡号',
      typed(context, 'cardNumber'),
      errors['cardNumber'],
      '本人名下的银联卡，16至19位数字，可以带空格。',
      true,
    ),
    {
      kind: 'phone',
      id: 'phone',
      name: 'phone',
      label: '银行预留手机号',
      value: typed(context, 'phone'),
      error: errors['phone'],
      hint: '办理这张卡时留在银行的手机号，可以与注册手机号不同。',
      required: true,
    },
    await captchaField(deps, context.req, {
      inWords: wantsQuestion(context.body['captchaMode'] ?? context.query['captcha']),
      error: errors['captcha'],
      beforeSms: true,
      required: !solved,
    }),
    codeField({
      proved,
      typed: typedCode(context.body['smsCode']),
      error: errors['smsCode'],
      hint: '6位数字，5分钟内有效。',
      smsUrl,
      sent,
    }),
  ]
}

const faceField = (error: string | undefined): FieldView => ({
  kind: 'file',
  id: 'files',
  name: 'files',
  label: '本人正面照片',
  hint: '正对镜头，光线充足，不戴帽子和墨镜。JPG或PNG格式，不超过10 MB。照片只用于本次比对，不保存。',
  accept: 'image/*',
  capture: 'user',
  required: true,
  error,
})

/** The fields of a channel's page, with what was typed and what is wrong with it. The consent is never ticked for anybody. */
export const channelFields = async (
  deps: Deps,
  context: FormContext,
  channel: RealNameChannel,
  holder: Person,
  state: FormState,
): Promise<readonly FieldView[]> => {
  const errors = state.errors ?? {}
  const own: Readonly<Record<RealNameChannel, () => Promise<readonly FieldView[]> | readonly FieldView[]>> = {
    'bank-card': () => bankCardFields(deps, context, state),
    'social-security-card': () => [
      cardField(
        '社会保障卡卡号',
        typed(context, 'cardNumber'),
        errors['cardNumber'],
        '卡面上的9位卡号，由数字或大写英文字母组成，不是18位社会保障号码。',
        false,
      ),
    ],
    face: () => [faceField(errors['files'])],
  }
  return [
    ...holderFields(holder),
    ...(await own[channel]()),
    {
      kind: 'declaration',
      id: 'consent',
      name: 'consent',
      label: realNameChannels[channel].consent,
      statement: consentStatement(channel, deps.site.hostOrgan),
      link: { href: paths.privacy, text: '查看《隐私声明》' },
      error: errors['consent'],
      required: true,
      value: isAgreed(context) ? 'yes' : '',
    },
  ]
}

const consentFault = { consent: '请阅读说明并勾选单独同意；不同意的，请选择其他认证方式' }

const consentErrors = (context: FormContext): FieldErrors => (isAgreed(context) ? {} : consentFault)

export type BankCardForm = {
  readonly cardNumber: string
  readonly phone: string
}

/** The bank card's form as typed, or what is wrong with it, field by field. */
export const readBankCard = async (
  deps: Deps,
  context: FormContext,
): Promise<{ readonly errors: FieldErrors; readonly form?: BankCardForm }> => {
  const errors: Record<string, string> = {}
  const card = validateBankCard(context.body['cardNumber'] ?? '')
  if (!card.ok) errors['cardNumber'] = typed(context, 'cardNumber') ? card.message : '请填写银联卡号'
  const phone = typedPhone(context.body['phone'])
  if (phone === undefined)
    errors['phone'] = typed(context, 'phone') ? '手机号码应为11位数字，以13至19开头' : '请填写银行预留手机号'
  const wrongCode = await codeFault(deps, codeQuestion(deps, context, phone), typedCode(context.body['smsCode']))
  if (wrongCode !== undefined) errors['smsCode'] = wrongCode
  Object.assign(errors, consentErrors(context))
  if (Object.keys(errors).length > 0 || !card.ok || phone === undefined) return { errors }
  return { errors, form: { cardNumber: card.value, phone } }
}

/** The social-security card's form as typed, or what is wrong with it. */
export const readSocialSecurityCard = (
  context: FormContext,
): { readonly errors: FieldErrors; readonly form?: { readonly cardNumber: string } } => {
  const card = validateSocialSecurityCard(context.body['cardNumber'] ?? '')
  const errors: FieldErrors = {
    ...(card.ok ? {} : { cardNumber: typed(context, 'cardNumber') ? card.message : '请填写社会保障卡卡号' }),
    ...consentErrors(context),
  }
  return card.ok && isAgreed(context) ? { errors, form: { cardNumber: card.value } } : { errors }
}

/** What is wrong with the face's form besides the picture. */
export const readFaceConsent = consentErrors
