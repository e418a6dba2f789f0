import { randomBytes } from 'node:crypto'
import type { NextFunction, Request, RequestHandler, Response } from 'express'
import session from 'express-session'
import type { Redis } from 'ioredis'
import { SlotStore } from '../infra/session-store.ts'

const hour = 3_600_000

export const sessionLimits = {
  applicant: { idleSeconds: 30 * 60, absoluteMilliseconds: 12 * hour },
  staff: { idleSeconds: 15 * 60, absoluteMilliseconds: 12 * hour },
} as const

declare global {
  namespace Express {
    interface Request {
      /** The id the next regenerated session gets; absent for an anonymous one. */
      nextSessionId?: string
      /** Redis could not be asked who this is: nobody is logged in or out by that. */
      sessionFault?: unknown
      /** A later login of the same account took this session's place. */
      displaced?: true
    }
  }
}

type Side = keyof typeof sessionLimits

/** Cookies of applicants and staff differ; outside plain development they are `__Host-` and Secure. */
export const cookieName = (side: Side, secure: boolean): string =>
  `${secure ? '__Host-' : ''}${side === 'staff' ? 'staff' : 'portal'}`

/** The cookie a browser keeps for longer, to be known again at the door of its side. */
export const knownCookieName = (side: Side, secure: boolean): string =>
  `${secure ? '__Host-' : ''}known${side === 'staff' ? '-staff' : ''}`

export type Sessions = { readonly store: SlotStore; readonly middleware: RequestHandler }

/** One side's sessions: its store in Redis and the middleware that puts `req.session` in place. */
export const createSessions = (side: Side, options: { redis: Redis; secret: string; secure: boolean }): Sessions => {
  const store = new SlotStore({
    redis: options.redis,
    prefix: `session:${side}:`,
    idleSeconds: sessionLimits[side].idleSeconds,
    secret: options.secret,
  })
  const open = session({
    store,
    name: cookieName(side, options.secure),
    secret: options.secret,
    genid: (req) => {
      const id = req.nextSessionId ?? store.anonymousId()
      delete req.nextSessionId
      return id
    },
    resave: false,
    saveUninitialized: false,
    rolling: false,
    cookie: { httpOnly: true, sameSite: 'lax', secure: options.secure, path: '/' },
  })
  return {
    store,
    middleware: (req: Request, res: Response, next: NextFunction) => {
      open(req, res, (fault?: unknown) => {
        if (fault) req.sessionFault = fault
        if (!req.session?.displaced) return next()
        req.displaced = true
        req.session.regenerate((error: unknown) => next(error))
      })
    },
  }
}

const settled = (work: (done: (error?: unknown) => void) => void): Promise<void> =>
  new Promise((resolve, reject) =>
    work((error) =>
      error ? reject(error instanceof Error ? error : new Error('session not stored', { cause: error })) : resolve(),
    ),
  )

/** A fresh anonymous session in place of the present one. */
const renewSession = (req: Request): Promise<void> => settled((done) => req.session.regenerate(done))

export const saveSession = (req: Request): Promise<void> => settled((done) => req.session.save(done))

const newToken = (): string => randomBytes(64).toString('hex')

/** Ends the session: the cookie's id is worth nothing afterwards. */
export const endSession = (req: Request): Promise<void> => settled((done) => req.session.destroy(done))

/**
 * Makes the request's session the one session of an account: a new id in the account's slot, taking the place of
 * whatever held it.
 */
export const logIn = async (
  req: Request,
  store: SlotStore,
  subject: string,
  who: { accountId: string } | { staffId: number },
  now: Date,
): Promise<void> => {
  req.nextSessionId = store.accountSessionId(subject)
  await renewSession(req)
  // With its token from the start: pages opened at the same time would otherwise each make one, and the last would win.
  const csrfToken = newToken()
  Object.assign(req.session, who, { loginAt: now.getTime(), loginIp: req.ip ?? '', csrfToken })
  await store.claim(req.sessionID, req.session)
}

/**
 * Gives the request's login a new id, so that every copy of the old cookie is worth nothing; the hours it may last are
 * counted on. False when a later login of the account has taken its place meanwhile: nothing is changed then.
 */
export const renewLogin = async (req: Request, store: SlotStore, subject: string): Promise<boolean> => {
  const { cookie, accountId, staffId, loginAt, loginIp } = req.session
  const who = {
    ...(accountId === undefined ? {} : { accountId }),
    ...(staffId === undefined ? {} : { staffId }),
    ...(loginAt === undefined ? {} : { loginAt }),
    ...(loginIp === undefined ? {} : { loginIp }),
    csrfToken: newToken(),
  }
  const next = store.accountSessionId(subject)
  if (!(await store.replace(req.sessionID, next, { cookie, ...who }))) return false
  // The old id is worth nothing by now, so dropping it leaves the new one alone.
  req.nextSessionId = next
  await renewSession(req)
  Object.assign(req.session, who)
  return true
}

/**
 * Gives the browser's session a new id at the moment somebody proved something in it without being logged in yet: who
 * knows the old id, because they planted it, shares in nothing (S6). Whoever is logged in meanwhile stays so; a step
 * that was open is closed. `keepToken`: pages that stay open go on with the token they hold.
 */
export const renewId = async (req: Request, store: SlotStore, keepToken = false): Promise<void> => {
  const { accountId, staffId, csrfToken } = req.session
  const subject = accountId ?? staffId
  if (subject === undefined || !(await renewLogin(req, store, String(subject)))) await renewSession(req)
  req.session.csrfToken = keepToken && csrfToken !== undefined ? csrfToken : newToken()
}
