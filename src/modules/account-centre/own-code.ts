import { maskPhone } from '../../core/identity/mask.ts'
import type { Deps } from '../../deps.ts'
import { networkOf } from '../../web/address.ts'
import type { Applicant, Context } from '../../web/route.ts'
import { codeSubject, sendOrSay, typedCode, type SendAnswer, type SentCode } from '../accounts/code-step.ts'
import { smsCodeField, type FieldErrors, type FieldView } from '../accounts/form-view.ts'

/**
 * Sends a code to the phone of the account that is logged in. It asks for no captcha: nobody's phone but one's own can
 * be troubled with it, and its limits hold all the same.
 */
export const sendOwnCode = async (
  deps: Deps,
  { actor, audit, req }: Pick<Context<Applicant>, 'actor' | 'audit' | 'req'>,
  own: { readonly phone: string; readonly phoneIndex: string },
  purpose: 'phone-old' | 'close-account',
): Promise<SendAnswer> =>
  sendOrSay(
    deps,
    { actorKind: 'applicant', actorId: actor.id, ...audit },
    {
      purpose,
      subject: codeSubject(deps, req, own.phone),
      phone: own.phone,
      phoneIndex: own.phoneIndex,
      network: networkOf(audit.ip),
      chain: 'platform',
    },
    maskPhone(own.phone),
  )

/** What proves that the holder is there: a code to the account's phone, and the password. */
export const ownProofFields = (
  { body }: Pick<Context<Applicant>, 'body'>,
  state: {
    readonly errors?: FieldErrors | undefined
    readonly sent?: SentCode | undefined
    readonly waitSeconds?: number | undefined
  },
  smsUrl: string,
): readonly FieldView[] => [
  {
    ...smsCodeField,
    hint: '点击“获取短信验证码”，6位数字，5分钟内有效。',
    value: state.errors?.['smsCode'] ? '' : typedCode(body['smsCode']),
    error: state.errors?.['smsCode'],
    required: true,
    smsUrl,
    smsText: state.sent?.text,
    waitSeconds: state.sent?.waitSeconds ?? state.waitSeconds,
  },
  {
    kind: 'password',
    id: 'password',
    name: 'password',
    label: '当前登录密码',
    autocomplete: 'current-password',
    error: state.errors?.['password'],
    required: true,
  },
]
