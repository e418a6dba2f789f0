import type { Request, RequestHandler, Response, Router } from 'express'
import { csrfSync } from 'csrf-sync'
import type { Deps } from '../deps.ts'
import { may, sideOf } from '../core/access.ts'
import { AppError } from '../core/errors.ts'
import { heldActions, heldSentence, heldUntil, type HeldAction } from '../core/identity/phone-hold.ts'
import { localDateTime, momentText } from '../core/workflow/deadlines.ts'
import { networkOf } from './address.ts'
import { principalOf } from './acting.ts'
import { findApplicant, findStaff } from './actors.ts'
import type { SlotStore } from '../infra/session-store.ts'
import { siteDivision } from './division.ts'
import { lastDoorPath, rememberDoor } from './door.ts'
import { pageVariables } from './page.ts'
import { firstThing, firstThingFlash, openTermsFlash, type FirstThing } from './first-things.ts'
import { paths } from './paths.ts'
import type { Applicant, Context, Route, Staff } from './route.ts'
import {
  createFormPages,
  dropKept,
  isSameOrigin,
  keepForm,
  mayRefill,
  refillPage,
  slotOf,
  whatHappened,
  type FormPages,
} from './kept-forms.ts'
import { isStaffSide, saveSession, secondsToEnd, sessionRest } from './sessions.ts'
import { faqLink } from './faq.ts'
import { receiveUpload } from './uploads.ts'

const { generateToken, isRequestValid, csrfSynchronisedProtection } = csrfSync({
  size: 16,
  getTokenFromRequest: (req) => {
    const posted: unknown = (req.body as Record<string, unknown> | undefined)?.['_csrf'] ?? req.headers['x-csrf-token']
    return typeof posted === 'string' ? posted : undefined
  },
  getTokenFromState: (req) => req.session?.csrfToken,
  storeTokenInState: (req, token) => {
    if (typeof token === 'string') req.session.csrfToken = token
  },
})

const csrfToken = (req: Request, store: Pick<SlotStore, 'anonymousToken'>): string => {
  if (!req.session) throw new AppError('UNAVAILABLE')
  // Somebody who is not logged in and only reads has a token that needs no place to be kept.
  req.session.csrfToken ??= store.anonymousToken(req.sessionID)
  return generateToken(req)
}

const texts = (source: unknown): Record<string, string> =>
  Object.fromEntries(
    Object.entries((source ?? {}) as Record<string, unknown>).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string',
    ),
  )

/** Where somebody is sent depends on who they are at this moment: no cache may answer for us. */
const sendTo = (res: Response, address: string): void => {
  res.setHeader('Cache-Control', 'no-store')
  res.redirect(303, address)
}

const wantsJson = (req: Request): boolean => req.accepts(['html', 'json']) === 'json'

const doorOf = (req: Request): string => {
  if (isStaffSide(req.path)) return paths.staffLogin
  const ofLegalPersons = [paths.registerLegal, paths.accountMismatch].some((path) => req.path.startsWith(path))
  return ofLegalPersons ? paths.loginLegal : lastDoorPath(req)
}

/**
 * Sends somebody who must log in first to the right door, and back to where they were going. What a form of ours
 * brought is kept, and they come back to the page it stands on.
 */
const askToLogIn = async (deps: Deps, pages: FormPages, req: Request, res: Response): Promise<void> => {
  const query = new URLSearchParams()
  let kept = false
  if (req.method === 'GET' || !isSameOrigin(deps, req)) {
    if (req.displaced) query.set('displaced', '1')
    if (req.method === 'GET') query.set('next', req.originalUrl)
  } else {
    const side = deps.sessions[isStaffSide(req.path) ? 'staff' : 'applicant']
    const ended = side.endedLogin(req)
    const why = ended?.why ?? 'expired'
    side.rememberEnded(req, why)
    const page = pages(req)
    if (why === 'displaced') query.set('displaced', '1')
    else query.set('ended', why)
    if (page !== undefined) {
      kept = await keepForm(deps, req, res, { page, why, owner: ended?.slot })
      if (kept) query.set('kept', '1')
      query.set('next', page)
    }
  }
  const door = doorOf(req) + (query.size > 0 ? `?${query.toString()}` : '')
  if (!wantsJson(req)) return sendTo(res, door)
  res
    .status(401)
    .setHeader('Cache-Control', 'no-store')
    .json({ error: query.has('displaced') ? 'displaced' : 'login', login: door, kept })
}

/** Said at the door to who came there with a form whose login had ended. */
const endedFlash = (req: Request) => {
  const { displaced, ended, kept } = texts(req.query)
  const why = displaced === '1' ? 'displaced' : ended === 'expired' || ended === 'left' ? ended : undefined
  if (why === undefined || (why === 'displaced' && kept !== '1') || !loginPages.has(req.path)) return undefined
  const text = `${whatHappened[why]}，刚才的内容没有提交。${kept === '1' ? '您填写的内容已经保留半小时，用同一账号重新登录后会回到原来的页面。' : '请重新登录后再办理。'}`
  return {
    kind: 'important',
    text,
    ...(why === 'displaced' && !isStaffSide(req.path) ? { link: faqLink('F-14') } : {}),
  }
}

const loginPages: ReadonlySet<string> = new Set([
  paths.loginPersonal,
  paths.loginLegal,
  paths.loginPhone,
  paths.loginOrganization,
  paths.staffLogin,
])

/** Sends somebody to what must be done first and, from there, back to where they were; what a form brought is kept. */
const sendToSetup = async (
  deps: Deps,
  pages: FormPages,
  req: Request,
  res: Response,
  first: FirstThing,
): Promise<void> => {
  let next = req.method === 'GET' ? req.originalUrl : undefined
  let kept = false
  if (req.method === 'POST' && isSameOrigin(deps, req)) {
    next = pages(req)
    if (next !== undefined) kept = await keepForm(deps, req, res, { page: next, why: 'setup', owner: slotOf(req) })
  }
  const query = new URLSearchParams({ ...(kept ? { kept: '1' } : {}), ...(next === undefined ? {} : { next }) })
  const setup = first.href + (query.size > 0 ? `?${query.toString()}` : '')
  if (!wantsJson(req)) return sendTo(res, setup)
  res.status(403).setHeader('Cache-Control', 'no-store').json({ error: first.wanted, setup, kept })
}

/** An official who reaches for what is not theirs is refused, and that is on record (S11). */
const recordRefusal = (deps: Deps, req: Request, res: Response, route: Route, actor: Staff): Promise<void> =>
  deps.command(
    {
      actorKind: 'staff',
      actorId: String(actor.id),
      ip: req.ip ?? '',
      requestId: String(res.getHeader('X-Request-Id') ?? ''),
    },
    async (tx) => {
      tx.audit({
        chain: actor.authority.code,
        action: 'access-refused',
        objectKind: 'route',
        details: { route: `${route.method.toUpperCase()} ${route.path}`, permission: route.access },
      })
    },
  )

const showHeld = (deps: Deps, { view }: Pick<Context<unknown>, 'view'>, action: HeldAction, until: Date): void =>
  view(
    'account-centre/held.njk',
    {
      page: {
        title: `暂时不能${heldActions[action]}`,
        breadcrumb: [
          { href: paths.home, text: '首页' },
          { href: paths.account, text: '用户中心' },
          { text: heldActions[action] },
        ],
      },
      action: heldActions[action],
      sentence: heldSentence(action),
      until: localDateTime(until).text,
      hotlines: deps.site.hotlines,
    },
    409,
  )

/**
 * Puts the routes into the router, each behind its access, its upload limits and its CSRF check. Throws for one whose
 * access is of the other side than its address: each side has sessions of its own.
 */
export const mount = (router: Router, routes: readonly Route[], deps: Deps): void => {
  const pages = createFormPages(deps, routes)
  for (const route of routes) {
    const side = sideOf(route.access)
    if (side !== undefined && (side === 'staff') !== isStaffSide(route.path))
      throw new Error(`${route.path} is not an address for ${route.access}`)
    router[route.method](route.path, ...steps(route, deps, pages))
  }
}

const steps = (route: Route, deps: Deps, pages: FormPages): RequestHandler[] => {
  const staffSide = isStaffSide(route.path)
  const side = staffSide ? 'staff' : 'applicant'
  const found = new WeakMap<Request, Applicant | Staff>()

  const admit: RequestHandler = async (req, res, next) => {
    const known = req.session?.accountId !== undefined || req.session?.staffId !== undefined
    // Without a session no form can be trusted, so a POST is told the truth instead of a fault of its token.
    if (req.sessionFault && (route.access !== 'public' || known || (route.method === 'post' && !route.signed)))
      throw new AppError('UNAVAILABLE')
    if (known) {
      const { accountId, staffId } = req.session
      const actor =
        staffSide && staffId !== undefined
          ? await findStaff(deps.db, staffId)
          : accountId === undefined
            ? undefined
            : await findApplicant(deps, accountId)
      if (actor) found.set(req, actor)
    }
    const actor = found.get(req)
    if (actor && !('roles' in actor)) rememberDoor(req, res, actor, deps.secure)
    // A page asks what has become of its login, and to keep its form when it has ended: the form is never acted on.
    if (route.method === 'post' && req.headers['x-keep-only'] !== undefined) {
      if (!actor) return askToLogIn(deps, pages, req, res)
      const rest = sessionRest(side, req.session.loginAt, deps.clock.now())
      res.setHeader('Cache-Control', 'no-store').json({ live: true, ...rest })
      return
    }
    if (route.access !== 'public') {
      if (!actor) return askToLogIn(deps, pages, req, res)
      if (route.access !== 'staff' && route.access !== 'applicant' && route.access !== 'holder')
        if (!('roles' in actor) || !may(actor.roles, route.access)) {
          if ('roles' in actor) await recordRefusal(deps, req, res, route, actor)
          throw new AppError('FORBIDDEN')
        }
      const first = firstThing(route, actor)
      if (first !== undefined) return sendToSetup(deps, pages, req, res, first)
    }
    next()
  }

  const { upload } = route
  const receive: RequestHandler[] = upload
    ? [receiveUpload({ ...route, upload }, deps, (req) => ({ uploader: found.get(req), hasToken: isRequestValid }))]
    : []

  const respond: RequestHandler = async (req, res, next) => {
    const actor = found.get(req)
    const context: Context<Applicant | Staff | undefined> = {
      req,
      res,
      actor,
      body: texts(req.body),
      posted: (req.body ?? {}) as Record<string, unknown>,
      query: texts(req.query),
      param: (name) => {
        const value = req.params[name]
        return typeof value === 'string' ? value : ''
      },
      view: (template, variables, status = 200) => {
        if (status === 200 || status === 422) res.locals['page'] = template
        let tokenFault: unknown
        const sessionWas = req.session?.csrfToken
        const page = pageVariables({
          site: deps.site,
          path: req.path,
          asOf: momentText(deps.clock.now()),
          division: siteDivision(deps, req.headers.cookie)?.name,
          elder: /(?:^|;\s*)elder=1/.test(req.headers.cookie ?? ''),
          sandbox: deps.config.sandbox,
          applicant: actor && !('roles' in actor) ? actor : undefined,
          staff: actor && 'roles' in actor ? actor : undefined,
          actingFor: actor && !('roles' in actor) ? principalOf(actor) : undefined,
          csrfToken: () => {
            try {
              return csrfToken(req, deps.sessions[side].store)
            } catch (error) {
              tokenFault = error
              throw error
            }
          },
          secondsToEnd: secondsToEnd(side, req.session?.loginAt, deps.clock.now()),
          displaced: req.displaced === true,
        })
        const flash = endedFlash(req) ?? firstThingFlash(req) ?? openTermsFlash(route, req, actor)
        Object.assign(page, variables['page'], flash && { flash })
        let html: string
        try {
          html = deps.views.render(template, { ...variables, page })
        } catch (error) {
          // The template engine wraps what a variable throws; the refusal itself is what must be answered.
          throw tokenFault ?? error
        }
        // A public page that started no session may be kept by whoever relays it, but must be asked for again.
        res.setHeader('Cache-Control', 'no-store')
        res.status(status).type('html')
        const isNew = req.session && req.session.csrfToken !== sessionWas
        if (!isNew && !mayRefill(deps, req, status)) return res.send(html)
        const finish = async () => {
          // A new session is stored before its page is out: the page's pictures are asked for at once, in that session.
          if (isNew) await saveSession(req)
          res.send(mayRefill(deps, req, status) ? await refillPage(deps, req, actor && slotOf(req), html) : html)
        }
        finish().catch(next)
      },
      redirect: (path) => sendTo(res, path),
      audit: { ip: req.ip ?? '', requestId: String(res.getHeader('X-Request-Id') ?? '') },
    }
    const until = route.waits && actor && !('roles' in actor) && heldUntil(actor.heldFrom, deps.clock.now())
    if (route.waits && until) return showHeld(deps, context, route.waits, until)
    const who = actor ? `${'roles' in actor ? 'staff' : 'account'}:${actor.id}` : `address:${networkOf(req.ip ?? '')}`
    await deps.pdf.askedBy(who, () => route.handler(context))
  }

  const checkToken: RequestHandler = (req, res, next) => {
    csrfSynchronisedProtection(req, res, (error?: unknown) => {
      if (error === undefined) return void dropKept(deps, req, res).then(() => next(), next)
      const page = pages(req)
      // With a live session a wrong token is refused (S23). Without one the page was only left open for too long.
      if (req.session?.csrfToken !== undefined || !isSameOrigin(deps, req) || page === undefined) return next(error)
      keepForm(deps, req, res, { page, why: 'stale', owner: undefined }).then((kept) => {
        if (!kept || wantsJson(req)) return next(error)
        sendTo(res, page)
      }, next)
    })
  }

  const protect: RequestHandler[] = route.method === 'post' && !route.signed ? [checkToken] : []
  return [admit, ...receive, ...protect, respond]
}
