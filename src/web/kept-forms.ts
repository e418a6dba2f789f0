import type { Request, Response } from 'express'
import type { Deps } from '../deps.ts'
import type { KeptForm } from '../infra/kept-forms.ts'
import { networkOf } from './address.ts'
import { fillForm } from './fill-form.ts'
import { displacedMessage } from './page.ts'
import type { Route } from './route.ts'
import { isStaffSide, readCookie } from './sessions.ts'

type Why = KeptForm['why']

/** What happened to the login of whoever sent a form. */
export const whatHappened = {
  displaced: displacedMessage,
  expired: '登录已超时',
  left: '您已退出登录',
  setup: '您的账号有一件事需要先办',
  stale: '页面停留过久，已经失效',
  outage: '系统刚才没有处理完',
} as const satisfies Record<Why, string>

/** Never kept: what proves who somebody is, by the names such fields have. */
const isSecret = (name: string): boolean =>
  /password|captcha|altcha|code$/i.test(name)
    ? !['postcode', 'captchaMode'].includes(name)
    : ['_csrf', 'current', 'again', 'cardNumber', 'lastOfId'].includes(name)

/** What a form carries besides what was typed: alone it is not worth keeping. */
const isMechanical = (name: string): boolean =>
  ['_csrf', 'version', 'requestKey', 'itemKey', 'stored', 'action', 'next', 'captchaMode', 'older', 'before'].includes(
    name,
  )

const cookieOf = (deps: Pick<Deps, 'secure'>, path: string): string =>
  `${deps.secure ? '__Host-' : ''}kept${isStaffSide(path) ? '-staff' : ''}`

const settings = (deps: Pick<Deps, 'secure'>) =>
  ({ httpOnly: true, sameSite: 'lax', secure: deps.secure, path: '/' }) as const

const isOwnOrigin = (deps: Pick<Deps, 'publicUrl'>, req: Request, origin: string): boolean =>
  origin === `${req.protocol}://${req.headers.host ?? ''}` || origin === new URL(deps.publicUrl).origin

/** Whether the browser itself says that a page of ours sent this: no other site can make it say so. */
export const isSameOrigin = (deps: Pick<Deps, 'publicUrl'>, req: Request): boolean => {
  const site = req.headers['sec-fetch-site']
  if (site !== undefined) return site === 'same-origin'
  return req.headers.origin !== undefined && isOwnOrigin(deps, req, req.headers.origin)
}

/** Finds the page a form stands on. */
export type FormPages = (req: Request) => string | undefined

/**
 * The page a form was sent from: the one the browser names, else the address it was sent to, or the nearest one above
 * it that can be opened.
 */
export const createFormPages = (deps: Pick<Deps, 'publicUrl'>, routes: readonly Route[]): FormPages => {
  const patterns = routes
    .filter(({ method }) => method === 'get')
    .map(({ path }) => new RegExp(`^${path.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll(/:\w+/g, '[^/]+')}$`))
  const isPage = (path: string): boolean => patterns.some((pattern) => pattern.test(path))
  return (req) => {
    const referer = URL.parse(req.headers.referer ?? '')
    if (
      referer &&
      isOwnOrigin(deps, req, referer.origin) &&
      isStaffSide(referer.pathname) === isStaffSide(req.path) &&
      isPage(referer.pathname)
    )
      return referer.pathname + referer.search
    const steps = req.path.split('/')
    for (let length = steps.length; length > 2; length -= 1) {
      const path = steps.slice(0, length).join('/')
      if (isPage(path)) return path
    }
    return undefined
  }
}

const postedFields = (req: Request): (readonly [string, string])[] =>
  Object.entries((req.body ?? {}) as Record<string, unknown>).flatMap(([name, value]) =>
    (Array.isArray(value) ? (value as unknown[]) : [value]).flatMap((one) =>
      typeof one === 'string' ? [[name, one] as const] : [],
    ),
  )

/**
 * Keeps what a form of ours brought without a live session, bound to its page and, where `owner` is known, to the
 * account; only the browser it came from holds the key. False when there is nothing worth keeping, when the browser
 * does not say that the form is ours, or when it cannot be kept.
 */
export const keepForm = async (
  deps: Deps,
  req: Request,
  res: Response,
  facts: { readonly page: string; readonly why: Why; readonly owner: string | undefined },
): Promise<boolean> => {
  const posted = postedFields(req)
  const fields = posted.filter(([name]) => !isSecret(name))
  const hadFiles = req.is('multipart/form-data') === 'multipart/form-data'
  if (!hadFiles && fields.every(([name, value]) => isMechanical(name) || value.trim() === '')) return false
  const { owner, page, why } = facts
  const id = await deps.keptForms
    .keep(
      {
        action: req.path,
        page: page.split('?')[0] ?? page,
        fields: fields.map(([name, value]) => [name, value]),
        hadFiles,
        hadSecrets: posted.some(([name, value]) => name !== '_csrf' && isSecret(name) && value !== ''),
        ...(owner === undefined ? {} : { owner }),
        why,
      },
      networkOf(req.ip ?? ''),
    )
    // Without it the person is where everybody was before: the form is lost, the login is not.
    .catch(() => undefined)
  if (id === undefined) return false
  res.cookie(cookieOf(deps, req.path), id, { ...settings(deps), maxAge: deps.keptForms.seconds * 1000 })
  return true
}

/** The slot of the request's session. */
export const slotOf = (req: Request): string | undefined => req.sessionID?.split('.')[0]

/**
 * Keeps a form that the portal could not take in although nothing is wrong with it. Gives the page on which it waits, or
 * nothing where it is not kept.
 */
export const keepAfterOutage = async (
  deps: Deps,
  pages: FormPages,
  req: Request,
  res: Response,
): Promise<string | undefined> => {
  if (req.method !== 'POST' || !isSameOrigin(deps, req)) return undefined
  const page = pages(req)
  const known = req.session?.accountId !== undefined || req.session?.staffId !== undefined
  const facts = { why: 'outage', owner: known ? slotOf(req) : undefined } as const
  return page !== undefined && (await keepForm(deps, req, res, { page, ...facts })) ? page : undefined
}

/** A text that somebody may want to copy, not a key or a number of the form itself. */
const isText = ([name, value]: readonly [string, string]): boolean => !isMechanical(name) && /[^\w-]/.test(value)

/** Whether something may wait for this page: nothing is asked of Redis otherwise. */
export const mayRefill = (deps: Deps, req: Request, status: number): boolean =>
  req.method === 'GET' &&
  status === 200 &&
  req.query['kept'] !== 'no' &&
  readCookie(req, cookieOf(deps, req.path)) !== undefined

/**
 * The page with what its author sent before in the form again, when something waits for exactly this page and this
 * account. It is never sent by itself.
 */
export const refillPage = async (deps: Deps, req: Request, slot: string | undefined, html: string): Promise<string> => {
  const id = readCookie(req, cookieOf(deps, req.path)) ?? ''
  // The page itself is whole without it.
  const kept = await deps.keptForms.read(id).catch(() => undefined)
  if (!kept || kept.page !== req.path || (kept.owner !== undefined && kept.owner !== slot)) return html
  return fillForm(html, {
    path: req.path,
    action: kept.action,
    fields: kept.fields,
    // Nobody was logged in: nothing on a public page changes its address while it is filled in.
    anyForm: kept.why === 'stale',
    notice: (found, first) =>
      deps.views.render('components/kept.njk', {
        what: whatHappened[kept.why],
        // Of a change whose end was not confirmed nobody knows.
        doubtful: kept.why === 'outage',
        found,
        first,
        hadFiles: kept.hadFiles,
        hadSecrets: kept.hadSecrets,
        texts: found ? [] : kept.fields.filter(isText).map(([, value]) => value),
        without: `${req.path}?kept=no`,
      }),
  })
}

/** The form was sent again and taken in: what was kept of it has done its work. */
export const dropKept = async (deps: Deps, req: Request, res: Response): Promise<void> => {
  const name = cookieOf(deps, req.path)
  const id = readCookie(req, name)
  if (id === undefined) return
  const kept = await deps.keptForms.read(id).catch(() => undefined)
  if (kept && kept.action !== req.path && kept.page !== URL.parse(req.headers.referer ?? '')?.pathname) return
  res.clearCookie(name, settings(deps))
  await deps.keptForms.drop(id).catch(() => undefined)
}
