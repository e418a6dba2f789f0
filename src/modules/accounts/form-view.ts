import type { Request } from 'express'
import type { Deps } from '../../deps.ts'
import { AppError } from '../../core/errors.ts'
import type { CaptchaAnswer } from '../../infra/captcha.ts'
import { networkOf } from '../../web/address.ts'
import { faqHref } from '../../web/faq.ts'
import { isOwnPath, paths } from '../../web/paths.ts'
import type { Context } from '../../web/route.ts'
import type { FieldErrors } from '../../core/forms/page.ts'

/** One field as views/fields/all.njk wants it. */
export type FieldView = {
  readonly kind: string
  readonly id: string
  readonly name: string
  readonly label: string
  readonly [more: string]: unknown
}

/** Makes required fields of a form from what was typed and what is wrong with it; a field's id is its name. */
export const fieldsFrom =
  (values: Readonly<Record<string, string | undefined>>, errors: FieldErrors) =>
  (kind: string, name: string, label: string, more: Partial<FieldView> = {}): FieldView => ({
    kind,
    id: name,
    name,
    label,
    value: values[name] ?? '',
    error: errors[name],
    required: true,
    ...more,
  })

/** `next=` when it leads to a page of this portal, else nothing (S27). */
export const ownNext = (given: string | undefined): string | undefined =>
  given !== undefined && given !== '' && isOwnPath(given) ? given : undefined

/** A name as typed to log in, without what nobody sees and no name can hold: a NUL is an error in Postgres. */
export const typedName = (typed: string | undefined): string =>
  (typed ?? '').replaceAll(/\p{C}/gu, '').trim().slice(0, 100)

/** An address with parameters; empty ones are left out. */
export const withQuery = (path: string, parameters: Readonly<Record<string, string | undefined>>): string => {
  const query = new URLSearchParams(
    Object.entries(parameters).filter((entry): entry is [string, string] => Boolean(entry[1])),
  ).toString()
  return query ? `${path}?${query}` : path
}

/** Whether the person asked for a question in words instead of the picture. */
export const wantsQuestion = (mode: string | undefined): boolean => mode === 'question'

/** Whether a form brings an answer to the captcha: typed, or worked out by the browser. */
export const hasCaptcha = (body: Readonly<Record<string, string>>): boolean =>
  Boolean(body['captcha'] || body['captchaWork'])

const isStaffPage = (req: Request): boolean => req.path.startsWith(`${paths.staffHome}/`)

/** What a network's captchas are counted under: what applicants do in it is nothing to the staff. */
export const captchaNetwork = (req: Request, address: string): string =>
  isStaffPage(req) ? `staff.${networkOf(address)}` : networkOf(address)

/** Looks at the captcha of a form, which uses it up: what is wrong with it, or undefined. */
export const captchaFault = async (
  deps: Deps,
  { req, body, audit }: Pick<Context<unknown>, 'req' | 'body' | 'audit'>,
): Promise<string | undefined> => {
  const given = { typed: body['captcha'] ?? '', work: body['captchaWork'] ?? '' }
  return captchaSentences[await deps.captcha.check(req.sessionID, given, captchaNetwork(req, audit.ip))]
}

const captchaSentences = {
  right: undefined,
  wrong: '验证码不正确或已失效，请重新填写',
  'too-many': '当前网络填写验证码的次数过多，请10分钟后再试；浏览器启用JavaScript后会自动验证，不用等待',
} as const satisfies Record<CaptchaAnswer, string | undefined>

/** Where the captcha of a page comes from: staff have a session of their own, whose cookie goes no higher than theirs. */
const captchaPaths = (req: Request) =>
  isStaffPage(req)
    ? { picture: paths.staffCaptchaPicture, work: paths.staffCaptchaWork }
    : { picture: paths.captchaPicture, work: paths.captchaWork }

/** A question in words for the session; undefined where its network has asked for too many: the form stays all the same. */
export const captchaQuestion = async (deps: Deps, req: Request): Promise<string | undefined> => {
  try {
    return await deps.captcha.question(req.sessionID, captchaNetwork(req, req.ip ?? ''))
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'TOO_MANY') throw error
    return undefined
  }
}

type CaptchaOptions = {
  readonly inWords: boolean
  readonly error?: string | undefined
  /** Said in place of what is usually said. */
  readonly hint?: string
  /** The form sends a code by SMS, and the captcha comes first. */
  readonly beforeSms?: boolean
  readonly required?: boolean
}

const captchaHint = ({ inWords, beforeSms, required = true }: CaptchaOptions): string | undefined => {
  if (!required) return '验证码已通过，无需再次填写。'
  if (beforeSms) return `获取短信验证码之前，请先${inWords ? '回答下面的问题' : '填写图中字符，不区分大小写'}。`
  return inWords ? undefined : '填写图中字符，不区分大小写。'
}

/** The captcha field. In words, a new question is made at once and belongs to the session. */
export const captchaField = async (deps: Deps, req: Request, options: CaptchaOptions): Promise<FieldView> => {
  const { inWords, error, hint, required = true } = options
  const question = inWords ? await captchaQuestion(deps, req) : undefined
  return {
    kind: 'captcha',
    id: 'captcha',
    name: 'captcha',
    label: '验证码',
    required,
    error,
    hint: inWords && question === undefined ? captchaSentences['too-many'] : (hint ?? captchaHint(options)),
    // Once it was passed there is nothing to work out.
    workHref: required ? captchaPaths(req).work : undefined,
    ...(question === undefined ? { src: captchaPaths(req).picture } : { question }),
  }
}

/** What every question for a code sent to a phone has in common; who gets none finds help beside it (F-08). */
export const smsCodeField = {
  kind: 'smsCode',
  id: 'smsCode',
  name: 'smsCode',
  label: '短信验证码',
  help: { href: faqHref('F-08'), text: '收不到短信，或者手机号不能用了怎么办' },
} as const
