import type { Request, Response } from 'express'
import { z } from 'zod'
import { AppError } from '../../core/errors.ts'
import { maskPhone } from '../../core/identity/mask.ts'
import { validateMobile } from '../../core/identity/phone.ts'
import type { Deps } from '../../deps.ts'
import type { AuditContext } from '../../db/audit.ts'
import { codeMinutes, type CodePurpose } from '../../infra/sms-codes.ts'
import { networkOf } from '../../web/address.ts'
import type { Context } from '../../web/route.ts'
import { codeFaults, ownCount, sendCode, sessionDigest, type CodeRequest } from './codes.ts'
import { captchaFault, captchaQuestion, hasCaptcha, smsCodeField, wantsQuestion, type FieldView } from './form-view.ts'

/** What a form that sends codes remembers of a browser: for which phone a captcha was solved, and codes sent on it. */
export const codeDraftFields = {
  captchaFor: z.string().optional(),
  sends: z.number().default(0),
} as const

export type CodeDraft = { readonly captchaFor?: string | undefined; readonly sends: number }

/** Codes that may be sent on one solved captcha. */
const sendsPerCaptcha = 3

export type SentCode = { readonly text: string; readonly waitSeconds: number }

/** A code is on its way, or may not be sent now. */
export type SendAnswer =
  { readonly sent: SentCode } | { readonly field: 'smsCode'; readonly error: string; readonly waitSeconds: number }

export type SendResult =
  | SendAnswer
  | { readonly field: 'phone' | 'captcha' | 'smsCode'; readonly error: string; readonly waitSeconds?: number }

/** The longest a page makes somebody wait before the button may be tried again, in seconds. */
const longestWait = 60

/** Sends a code, or gives the sentence why not now. `to` is the phone as the person in front of the page may see it. */
export const sendOrSay = async (
  deps: Deps,
  who: AuditContext,
  request: CodeRequest,
  to: string,
): Promise<SendAnswer> => {
  try {
    await sendCode(deps, who, request)
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'TOO_MANY') throw error
    return {
      field: 'smsCode',
      error: error.message,
      waitSeconds: Math.min(error.retryAfterSeconds ?? longestWait, longestWait),
    }
  }
  return { sent: { text: `短信验证码已发送至${to}，${codeMinutes}分钟内有效`, waitSeconds: longestWait } }
}

/** The phone as typed, when it is one. */
export const typedPhone = (typed: string | undefined): string | undefined => {
  const phone = validateMobile(typed ?? '')
  return phone.ok ? phone.value : undefined
}

/** Whose code it is: a phone's, asked for in this session. */
export const codeSubject = (deps: Deps, req: Request, phone: string): string =>
  `${deps.crypto.index('phone', phone)}.${sessionDigest(req.sessionID)}`

/** The code as typed. */
export const typedCode = (typed: string | undefined): string =>
  (typed ?? '').normalize('NFKC').replaceAll(/\s/g, '').slice(0, 12)

/** A form's question for a code: for which purpose, sent to whom; undefined while no phone was typed. */
export type CodeQuestion = { readonly purpose: CodePurpose; readonly subject: string | undefined }

/** Whether the code of this form was right before, in this session and for this phone. */
export const isProved = async (deps: Deps, { purpose, subject }: CodeQuestion): Promise<boolean> =>
  subject !== undefined && deps.smsCodes.isProved(purpose, subject)

/**
 * Looks at the typed code: undefined when it is right or was before, which the form remembers whatever else is wrong
 * with it; else the sentence for its field. Without a phone there is nothing to compare a typed code with.
 */
export const codeFault = async (
  deps: Deps,
  { purpose, subject }: CodeQuestion,
  code: string,
): Promise<string | undefined> => {
  const missing = '请获取并填写短信验证码'
  if (subject === undefined) return code === '' ? missing : undefined
  if (code === '') return (await deps.smsCodes.isProved(purpose, subject)) ? undefined : missing
  const answer = await deps.smsCodes.prove(purpose, subject, code)
  return answer === 'right' ? undefined : codeFaults[answer]
}

/**
 * Does what the proven code was asked for, which uses it up: of two at the same instant one gets through, the other
 * 'gone'. What fails, or is refused (`isDone` says no), leaves the proof as it was.
 */
export const onProof = async <Result>(
  deps: Deps,
  purpose: CodePurpose,
  subject: string,
  act: () => Promise<Result>,
  isDone: (result: Result) => boolean = () => true,
): Promise<Result | 'gone'> => {
  const left = await deps.smsCodes.take(purpose, subject)
  if (left <= 0) return 'gone'
  let done = false
  try {
    const result = await act()
    done = isDone(result)
    return result
  } finally {
    if (!done) await deps.smsCodes.grant(purpose, subject, left)
  }
}

/** The field of a form's code: once it was right it asks for nothing more. */
export const codeField = (options: {
  readonly proved: boolean
  readonly typed: string
  readonly error: string | undefined
  readonly hint: string
  readonly smsUrl: string
  readonly sent?: SentCode | undefined
  readonly waitSeconds?: number | undefined
}): FieldView => ({
  ...smsCodeField,
  hint: options.proved ? '短信验证码已通过，无需再次填写。' : options.hint,
  value: options.proved || options.error ? '' : options.typed,
  error: options.error,
  required: !options.proved,
  smsUrl: options.smsUrl,
  smsText: options.sent?.text,
  waitSeconds: options.sent?.waitSeconds ?? options.waitSeconds,
})

/** Whether a captcha was solved for sending codes to this phone. */
export const isSolved = (deps: Deps, draft: CodeDraft, phone: string | undefined): boolean =>
  phone !== undefined && draft.captchaFor === deps.crypto.index('phone', phone)

/**
 * Sends a code to a typed phone: the captcha first, then the limits. A captcha once solved is good for a few codes to
 * the same phone, so that somebody whose message did not come need not read another picture.
 */
export const requestCode = async <Draft extends CodeDraft>(
  deps: Deps,
  context: Pick<Context<unknown>, 'req' | 'body' | 'audit'>,
  draft: Draft,
  wanted: {
    readonly purpose: CodePurpose
    readonly typedPhone: string
    /** Somebody with that phone logged in with this browser before: what others ask for is not counted. */
    readonly ownLane?: boolean
  },
): Promise<{ readonly result: SendResult; readonly draft: Draft }> => {
  const { req, body, audit } = context
  const phone = typedPhone(wanted.typedPhone)
  if (phone === undefined)
    return {
      draft,
      result: { field: 'phone', error: wanted.typedPhone ? '手机号码应为11位数字，以13至19开头' : '请填写手机号' },
    }
  const phoneIndex = deps.crypto.index('phone', phone)
  let reached = draft
  if (draft.captchaFor !== phoneIndex || draft.sends >= sendsPerCaptcha) {
    reached = { ...draft, captchaFor: undefined, sends: 0 }
    if (!hasCaptcha(body)) return { draft: reached, result: { field: 'captcha', error: '请填写验证码' } }
    const wrong = await captchaFault(deps, context)
    if (wrong !== undefined) return { draft: reached, result: { field: 'captcha', error: wrong } }
    reached = { ...reached, captchaFor: phoneIndex }
  }
  const result = await sendOrSay(
    deps,
    { actorKind: 'nobody', ...audit },
    {
      purpose: wanted.purpose,
      subject: codeSubject(deps, req, phone),
      phone,
      phoneIndex: wanted.ownLane ? ownCount(phoneIndex) : phoneIndex,
      network: wanted.ownLane ? undefined : networkOf(audit.ip),
      chain: 'platform',
    },
    maskPhone(phone),
  )
  return { result, draft: 'sent' in result ? { ...reached, sends: reached.sends + 1 } : reached }
}

/** The same answer for the button that works without loading the page again. */
export const answerCodeRequest = async (
  deps: Deps,
  {
    req,
    res,
    body,
  }: { readonly req: Request; readonly res: Response; readonly body: Readonly<Record<string, string>> },
  result: SendResult,
): Promise<void> => {
  if ('sent' in result) {
    res.json({ message: result.sent.text, waitSeconds: result.sent.waitSeconds })
    return
  }
  const newCaptcha = result.field === 'captcha'
  res.status(result.waitSeconds === undefined ? 422 : 429).json({
    error: result.error,
    field: result.field,
    ...(result.waitSeconds === undefined ? {} : { waitSeconds: result.waitSeconds }),
    ...(newCaptcha ? { newCaptcha } : {}),
    ...(newCaptcha && wantsQuestion(body['captchaMode']) ? { question: await captchaQuestion(deps, req) } : {}),
  })
}
