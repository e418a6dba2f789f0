import type { Request, RequestHandler, Response, Router } from 'express'
import { csrfSync } from 'csrf-sync'
import type { Deps } from '../deps.ts'
import { may } from '../core/access.ts'
import { AppError } from '../core/errors.ts'
import { findApplicant, findStaff } from './actors.ts'
import { siteDivision } from './division.ts'
import { pageVariables } from './page.ts'
import { paths, setupPages } from './paths.ts'
import type { Applicant, Context, Route, Staff } from './route.ts'
import { endSession, saveSession, sessionLimits } from './sessions.ts'
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

const csrfToken = (req: Request): string => {
  if (!req.session) throw new AppError('UNAVAILABLE')
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

/** Sends somebody who must log in first to the right door, and back to where they were going. */
const askToLogIn = (req: Request, res: Response, staffSide: boolean): void => {
  const reason = req.displaced ? 'displaced=1' : ''
  if (wantsJson(req)) {
    res
      .status(401)
      .setHeader('Cache-Control', 'no-store')
      .json({ error: reason ? 'displaced' : 'login' })
    return
  }
  const next = req.method === 'GET' ? `next=${encodeURIComponent(req.originalUrl)}` : ''
  const query = [reason, next].filter(Boolean).join('&')
  sendTo(res, (staffSide ? paths.staffLogin : paths.loginPersonal) + (query ? `?${query}` : ''))
}

/** Where somebody has something to do before anything else. */
const setupPage = (actor: Applicant | Staff): string | undefined => {
  if ('roles' in actor) return actor.mustChangePassword ? paths.staffPassword : undefined
  return actor.setup && setupPages[actor.setup]
}

const sendToSetup = (req: Request, res: Response, page: string): void => {
  const next = req.method === 'GET' ? `?next=${encodeURIComponent(req.originalUrl)}` : ''
  sendTo(res, page + next)
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

const overstayed = (req: Request, now: number, limit: number): boolean =>
  req.session.loginAt !== undefined && now - req.session.loginAt > limit

/**
 * Puts the routes into the router, each behind its access, its upload limits and its CSRF check. Throws for one whose
 * access is of the other side than its address: each side has sessions of its own.
 */
export const mount = (router: Router, routes: readonly Route[], deps: Deps): void => {
  for (const route of routes) {
    const forStaff = route.access !== 'public' && route.access !== 'applicant'
    if (route.access !== 'public' && forStaff !== isStaffSide(route.path))
      throw new Error(`${route.path} is not an address for ${route.access}`)
    router[route.method](route.path, ...steps(route, deps))
  }
}

const isStaffSide = (path: string): boolean => path === '/staff' || path.startsWith('/staff/')

const steps = (route: Route, deps: Deps): RequestHandler[] => {
  const staffSide = isStaffSide(route.path)
  const found = new WeakMap<Request, Applicant | Staff>()

  const admit: RequestHandler = async (req, res, next) => {
    const known = req.session?.accountId !== undefined || req.session?.staffId !== undefined
    // Without a session no form can be trusted, so a POST is told the truth instead of a fault of its token.
    if (req.sessionFault && (route.access !== 'public' || known || (route.method === 'post' && !route.signed)))
      throw new AppError('UNAVAILABLE')
    if (known) {
      const limit = sessionLimits[staffSide ? 'staff' : 'applicant'].absoluteMilliseconds
      if (overstayed(req, deps.clock.now().getTime(), limit)) {
        await endSession(req)
        return askToLogIn(req, res, staffSide)
      }
      const { accountId, staffId } = req.session
      const actor =
        staffSide && staffId !== undefined
          ? await findStaff(deps.db, staffId)
          : accountId === undefined
            ? undefined
            : await findApplicant(deps.db, deps.site, accountId)
      if (actor) found.set(req, actor)
    }
    const actor = found.get(req)
    if (route.access !== 'public') {
      if (!actor) return askToLogIn(req, res, staffSide)
      if (staffSide && route.access !== 'staff' && route.access !== 'applicant')
        if (!('roles' in actor) || !may(actor.roles, route.access)) {
          if ('roles' in actor) await recordRefusal(deps, req, res, route, actor)
          throw new AppError('FORBIDDEN')
        }
      const first = route.duringSetup ? undefined : setupPage(actor)
      if (first !== undefined) return sendToSetup(req, res, first)
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
          division: siteDivision(deps, req.headers.cookie)?.name,
          elder: /(?:^|;\s*)elder=1/.test(req.headers.cookie ?? ''),
          sandbox: deps.config.sandbox,
          applicant: actor && !('roles' in actor) ? actor : undefined,
          staff: actor && 'roles' in actor ? actor : undefined,
          csrfToken: () => {
            try {
              return csrfToken(req)
            } catch (error) {
              tokenFault = error
              throw error
            }
          },
          displaced: req.displaced === true,
        })
        let html: string
        try {
          html = deps.views.render(template, { ...variables, page: Object.assign(page, variables['page']) })
        } catch (error) {
          // The template engine wraps what a variable throws; the refusal itself is what must be answered.
          throw tokenFault ?? error
        }
        // A public page that started no session may be kept by whoever relays it, but must be asked for again.
        res.setHeader('Cache-Control', 'no-store')
        res.status(status).type('html')
        // A new session is stored before its page is out: the page's pictures are asked for at once, in that session.
        if (req.session && req.session.csrfToken !== sessionWas) void saveSession(req).then(() => res.send(html), next)
        else res.send(html)
      },
      redirect: (path) => sendTo(res, path),
      audit: { ip: req.ip ?? '', requestId: String(res.getHeader('X-Request-Id') ?? '') },
    }
    await route.handler(context)
  }

  const protect: RequestHandler[] = route.method === 'post' && !route.signed ? [csrfSynchronisedProtection] : []
  return [admit, ...receive, ...protect, respond]
}
