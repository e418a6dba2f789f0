import { AppError } from '../../core/errors.ts'
import { maskPhone } from '../../core/identity/mask.ts'
import type { Deps } from '../../deps.ts'
import { networkOf } from '../../web/address.ts'
import type { Applicant, Context } from '../../web/route.ts'
import { codeSubject, type SendResult } from '../accounts/code-step.ts'
import { sendCode } from '../accounts/codes.ts'

/**
 * Sends a code to the phone of the account that is logged in. It asks for no captcha: nobody's phone but one's own can
 * be troubled with it, and its limits hold all the same.
 */
export const sendOwnCode = async (
  deps: Deps,
  { actor, audit, req }: Pick<Context<Applicant>, 'actor' | 'audit' | 'req'>,
  own: { readonly phone: string; readonly phoneIndex: string },
  purpose: 'phone-old' | 'close-account',
): Promise<SendResult> => {
  try {
    await sendCode(
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
    )
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'TOO_MANY') throw error
    const waitSeconds = Math.min(error.retryAfterSeconds ?? 60, 60)
    return { field: 'smsCode', error: error.message, waitSeconds }
  }
  return { sent: { text: `短信验证码已发送至${maskPhone(own.phone)}，5分钟内有效`, waitSeconds: 60 } }
}
