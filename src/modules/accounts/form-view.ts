import type { Request } from 'express'
import type { Deps } from '../../deps.ts'
import { faqHref } from '../../web/faq.ts'
import { isOwnPath, paths } from '../../web/paths.ts'

export type FieldErrors = Readonly<Record<string, string>>

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

/** The key of a fault that belongs to no field: it stands in the summary alone. */
export const wholeForm = ''

/** The error summary of a form; a field's id is its name. */
export const errorList = (errors: FieldErrors) =>
  Object.entries(errors).map(([field, text]) => (field === wholeForm ? { text } : { field, text, href: `#${field}` }))

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

/** Sentence for a captcha that was not right; it is used up either way. */
export const captchaFault = '验证码不正确或已失效，请重新填写'

/** The captcha field. In words, a new question is made at once and belongs to the session. */
export const captchaField = async (
  deps: Deps,
  req: Request,
  options: {
    readonly inWords: boolean
    readonly error?: string | undefined
    readonly hint?: string | undefined
    readonly required?: boolean
    /** Address the link to the other kind leads to; without it the switch is a button of the form. */
    readonly switchTo?: string
    readonly refreshHref?: string
  },
): Promise<FieldView> => ({
  kind: 'captcha',
  id: 'captcha',
  name: 'captcha',
  label: '验证码',
  required: options.required ?? true,
  error: options.error,
  hint: options.hint,
  ...(options.inWords
    ? { question: await deps.captcha.question(req.sessionID) }
    : { src: req.path.startsWith(`${paths.staffHome}/`) ? paths.staffCaptchaPicture : paths.captchaPicture }),
  switchHref: options.switchTo,
  refreshHref: options.refreshHref,
})

/** What every question for a code sent to a phone has in common; who gets none finds help beside it (F-08). */
export const smsCodeField = {
  kind: 'smsCode',
  id: 'smsCode',
  name: 'smsCode',
  label: '短信验证码',
  help: { href: faqHref('F-08'), text: '收不到短信，或者手机号不能用了怎么办' },
} as const
