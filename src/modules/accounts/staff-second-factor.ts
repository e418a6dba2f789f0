import { sendOrSay, type SendAnswer } from './code-step.ts'
import { maskPhone } from '../../core/identity/mask.ts'
import type { Deps } from '../../deps.ts'
import { codeFaults, sessionDigest } from './codes.ts'
import { actorOf, recordFailedLogin, staffSubject } from './commands.ts'
import { takeTotpCode, totpFaults } from './staff-commands.ts'
import type { StaffLogin } from './store.ts'
import type { LoginContext } from './staff-first-factor.ts'

export type Sent = { readonly text: string; readonly waitSeconds: number }

const codeSubject = (context: LoginContext, staff: StaffLogin): string =>
  `${staff.id}.${sessionDigest(context.req.sessionID)}`

/** Counted apart from what anybody may ask for at the same phone: the password was right before this one is sent. */
export const smsSubject = (staff: StaffLogin): string => `staff.${staff.phoneIndex}`

export const send = (deps: Deps, context: LoginContext, staff: StaffLogin): Promise<SendAnswer> =>
  sendOrSay(
    deps,
    actorOf(staffSubject(staff), context.audit),
    {
      purpose: 'staff-login',
      subject: codeSubject(context, staff),
      phone: staff.phone,
      phoneIndex: smsSubject(staff),
      chain: staff.authorityCode,
    },
    maskPhone(staff.phone),
  )

type SecondFactor = { readonly by: 'sms' | 'app' } | { readonly error: string }

/** The second factor: the app's code of this half minute, or the one sent to this session by SMS. */
export const secondFactor = async (
  deps: Deps,
  context: LoginContext,
  staff: StaffLogin,
  code: string,
): Promise<SecondFactor> => {
  const byApp = await takeTotpCode(deps, context.audit, staff, code)
  if (byApp === 'right') return { by: 'app' }
  const bySms = await deps.smsCodes.check('staff-login', codeSubject(context, staff), code)
  if (bySms === 'right') return { by: 'sms' }
  await recordFailedLogin(deps, context.audit, staffSubject(staff), 'staff', 'wrong-code')
  if (byApp === 'none' || bySms === 'dead') return { error: codeFaults[bySms] }
  const text = totpFaults[byApp]
  return { error: byApp === 'blocked' ? `${text}，或者点击“获取短信验证码”` : text }
}
