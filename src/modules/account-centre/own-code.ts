import { maskPhone } from '../../core/identity/mask.ts'
import type { Deps } from '../../deps.ts'
import type { CodePurpose } from '../../infra/sms-codes.ts'
import type { Applicant, Context } from '../../web/route.ts'
import {
  codeField,
  codeSubject,
  isProved,
  sendOrSay,
  typedCode,
  type SendAnswer,
  type SentCode,
} from '../accounts/code-step.ts'
import { ownCount } from '../accounts/codes.ts'
import type { FieldView } from '../accounts/form-view.ts'
import type { FieldErrors } from '../../core/forms/page.ts'
import { byApplicant } from '../../web/acting.ts'
import { passwordField, type proofs } from './confirm-password.ts'

type OwnPurpose = Extract<(typeof proofs)[keyof typeof proofs], { readonly code: CodePurpose }>['code']

/** The question for a code to the account's own phone. */
export const ownQuestion = (
  deps: Deps,
  { req }: Pick<Context<Applicant>, 'req'>,
  own: { readonly phone: string },
  purpose: OwnPurpose,
) => ({ purpose, subject: codeSubject(deps, req, own.phone) }) as const

/**
 * Sends a code to the phone of the account that is logged in. It asks for no captcha: nobody's phone but one's own can
 * be troubled with it, and its limits hold all the same.
 */
export const sendOwnCode = async (
  deps: Deps,
  { actor, audit, req }: Pick<Context<Applicant>, 'actor' | 'audit' | 'req'>,
  own: { readonly phone: string; readonly phoneIndex: string },
  purpose: OwnPurpose,
): Promise<SendAnswer> =>
  own.phone === ''
    ? { field: 'smsCode', error: '您的账号没有预留手机号，不能接收短信验证码，请到窗口登记手机号', waitSeconds: 0 }
    : sendOrSay(
        deps,
        byApplicant(actor, audit),
        {
          ...ownQuestion(deps, { req }, own, purpose),
          phone: own.phone,
          phoneIndex: ownCount(own.phoneIndex),
          chain: 'platform',
        },
        maskPhone(own.phone),
      )

/** What proves that the holder is there: a code to the account's phone, and the password. */
export const ownProofFields = async (
  deps: Deps,
  context: Pick<Context<Applicant>, 'body' | 'req'>,
  own: { readonly phone: string },
  purpose: OwnPurpose,
  state: {
    readonly errors?: FieldErrors | undefined
    readonly sent?: SentCode | undefined
    readonly waitSeconds?: number | undefined
  },
  smsUrl: string,
): Promise<readonly FieldView[]> => [
  codeField({
    proved: await isProved(deps, ownQuestion(deps, context, own, purpose)),
    typed: typedCode(context.body['smsCode']),
    error: state.errors?.['smsCode'],
    hint: '点击“获取短信验证码”，6位数字，5分钟内有效。',
    smsUrl,
    sent: state.sent,
    waitSeconds: state.waitSeconds,
  }),
  passwordField(state.errors?.['password']),
]
