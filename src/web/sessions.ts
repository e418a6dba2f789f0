import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { NextFunction, Request, RequestHandler, Response } from 'express'
import session from 'express-session'
import type { Redis } from 'ioredis'
import type { Clock } from '../infra/clock.ts'
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

/** Seconds until a login ends for good, whatever is done: none for one that is over. */
export const secondsToEnd = (side: Side, loginAt: number | undefined, now: Date): number =>
  Math.max(
    0,
    Math.floor(((loginAt ?? now.getTime()) + sessionLimits[side].absoluteMilliseconds - now.getTime()) / 1000),
  )

/** What is left of a login right after a request: `final` when no request makes it longer. */
export const sessionRest = (side: Side, loginAt: number | undefined, now: Date) => {
  const { idleSeconds } = sessionLimits[side]
  const toEnd = secondsToEnd(side, loginAt, now)
  return { seconds: Math.min(idleSeconds, toEnd), final: toEnd <= idleSeconds }
}

/** Cookies of applicants and staff differ; outside plain development they are `__Host-` and Secure. */
export const cookieName = (side: Side, secure: boolean): string =>
  `${secure ? '__Host-' : ''}${side === 'staff' ? 'staff' : 'portal'}`

/** The cookie a browser keeps for longer, to be known again at the door of its side. */
export const knownCookieName = (side: Side, secure: boolean): string =>
  `${secure ? '__Host-' : ''}known${side === 'staff' ? '-staff' : ''}`

export type Sessions = {
  readonly store: SlotStore
  readonly middleware: RequestHandler
  /** The login this browser had, when it has none any more: how it ended, and the slot of its account. */
  readonly endedLogin: (req: Request) => EndedLogin | undefined
  /** Has the browser remember it for half an hour, beyond the anonymous session that takes its place. */
  readonly rememberEnded: (req: Request, why: EndedLogin['why']) => void
}

type EndedLogin = { readonly why: 'displaced' | 'expired' | 'left'; readonly slot: string }

/** Whether an address belongs to staff: each side has sessions of its own. */
export const isStaffSide = (path: string): boolean => path === '/staff' || path.startsWith('/staff/')

/** A cookie's value as it came. */
export const readCookie = (req: Request, name: string): string | undefined =>
  req.headers.cookie
    ?.split(/; */)
    .find((pair) => pair.startsWith(`${name}=`))
    ?.slice(name.length + 1)

const endedMilliseconds = hour / 2

/** Notes how the login of the session cookie ended, together with that cookie: the id in it opens nothing any more. */
const rememberEnded = (req: Request, name: string, secure: boolean, why: EndedLogin['why']): void => {
  const ended = readCookie(req, name)
  // Written on as it came, and only when it is spelt as ours are: anybody may send anything.
  if (ended === undefined || !/^s%3Au[\w.%+-]+$/.test(ended)) return
  const settings = { httpOnly: true, sameSite: 'lax', secure, path: '/', maxAge: endedMilliseconds } as const
  req.res?.cookie(`${name}-ended`, `${why}~${ended}`, { ...settings, encode: String })
}

/** The slot in a session cookie, when its signature is ours and the slot is an account's. */
const slotIn = (cookie: string | undefined, secret: string): string | undefined => {
  const [, sid, signature] = /^s%3A(u[\w-]+\.[\w-]+)\.([\w%+/]+)$/i.exec(cookie ?? '') ?? []
  if (sid === undefined || signature === undefined) return undefined
  const own = Buffer.from(createHmac('sha256', secret).update(sid).digest('base64').replace(/=+$/, ''))
  const given = Buffer.from(signature.replaceAll(/%2B/gi, '+').replaceAll(/%2F/gi, '/'))
  return own.length === given.length && timingSafeEqual(own, given) ? sid.split('.')[0] : undefined
}

/** One side's sessions: its store in Redis and the middleware that puts `req.session` in place. */
export const createSessions = (
  side: Side,
  options: { redis: Redis; secret: string; secure: boolean; clock: Clock },
): Sessions => {
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
  const name = cookieName(side, options.secure)
  return {
    store,
    endedLogin: (req) => {
      const slot = slotIn(readCookie(req, name), options.secret)
      if (slot !== undefined) return { why: req.displaced ? 'displaced' : 'expired', slot }
      const [, why, cookie] =
        /^(displaced|expired|left)(?:~|%7E)(.+)$/i.exec(readCookie(req, `${name}-ended`) ?? '') ?? []
      const noted = slotIn(cookie, options.secret)
      return noted === undefined ? undefined : { why: why as EndedLogin['why'], slot: noted }
    },
    rememberEnded: (req, why) => rememberEnded(req, name, options.secure, why),
    middleware: (req: Request, res: Response, next: NextFunction) => {
      open(req, res, (fault?: unknown) => {
        if (fault) req.sessionFault = fault
        const { displaced, loginAt } = req.session ?? {}
        const overstayed =
          loginAt !== undefined && options.clock.now().getTime() - loginAt > sessionLimits[side].absoluteMilliseconds
        if (!displaced && !overstayed) return next()
        if (displaced) req.displaced = true
        // A login that is over leaves nobody behind: public pages stay open, others ask to log in.
        rememberEnded(req, name, options.secure, displaced ? 'displaced' : 'expired')
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

/** Ends the session: the cookie's id is worth nothing afterwards. Whose it was stays known to the browser a while. */
export const endSession = async (req: Request): Promise<void> => {
  await settled((done) => req.session.destroy(done))
  const side = isStaffSide(req.path) ? 'staff' : 'applicant'
  for (const secure of [true, false]) rememberEnded(req, cookieName(side, secure), secure, 'left')
}

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
  if (subject === undefined || !(await renewLogin(req, store, String(subject)))) {
    req.nextSessionId = store.keptId()
    await renewSession(req)
  }
  req.session.csrfToken = keepToken && csrfToken !== undefined ? csrfToken : newToken()
}
