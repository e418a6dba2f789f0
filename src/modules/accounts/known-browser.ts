import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Request, Response } from 'express'
import type { Deps } from '../../deps.ts'
import { knownCookieName, readCookie } from '../../web/sessions.ts'
import { findStaffById, holderOf } from './store.ts'

/** Whose browser it is: an account or a member of staff, and when their credentials last changed (0: never). */
type Holder = { readonly id: string | number; readonly credentials: number }

type Side = 'account' | 'staff'

/** A login is remembered for half a year. */
const knownDays = 180
/** Several people, or one with several units, may use one browser; who has not come longest is forgotten. */
const mostHolders = 8

const day = 86_400_000

type Entry = { readonly nonce: string; readonly issued: number; readonly who: string; readonly proof: string }

const entryPattern = /^([\w-]{16})\.([0-9a-z]{1,6})\.([\w-]{8})\.([\w-]{22})$/

const keyed = (deps: Pick<Deps, 'config'>, text: string, bytes: number): string =>
  createHmac('sha256', deps.config.keys.session)
    .update(`known-browser ${text}`)
    .digest()
    .subarray(0, bytes)
    .toString('base64url')

/** Finds the entry of a holder again; under a nonce of its own, so that entries tell nothing by being equal. */
const whoOf = (deps: Pick<Deps, 'config'>, side: Side, id: Holder['id'], nonce: string): string =>
  keyed(deps, `who ${side} ${id} ${nonce}`, 6)

const proofOf = (
  deps: Pick<Deps, 'config'>,
  side: Side,
  { id, credentials }: Holder,
  { nonce, issued }: Pick<Entry, 'nonce' | 'issued'>,
): string => keyed(deps, `proof ${side} ${id} ${credentials} ${issued} ${nonce}`, 16)

const equal = (given: string, expected: string): boolean =>
  given.length === expected.length && timingSafeEqual(Buffer.from(given), Buffer.from(expected))

const nameOf = (deps: Pick<Deps, 'secure'>, side: Side): string =>
  knownCookieName(side === 'staff' ? 'staff' : 'applicant', deps.secure)

const entriesOf = (deps: Pick<Deps, 'secure'>, req: Request, side: Side): readonly Entry[] => {
  return (readCookie(req, nameOf(deps, side)) ?? '')
    .split('~')
    .slice(0, mostHolders)
    .flatMap((text) => {
      const [, nonce, issued, who, proof] = entryPattern.exec(text) ?? []
      if (nonce === undefined || issued === undefined || who === undefined || proof === undefined) return []
      return [{ nonce, issued: Number.parseInt(issued, 36), who, proof }]
    })
}

const today = (deps: Pick<Deps, 'clock'>): number => Math.floor(deps.clock.now().getTime() / day)

/**
 * What names this browser among those the holder logged in with before, or nothing: for a browser that never did, did
 * so too long ago, or before the credentials last changed. Nothing of it tells who the holder is.
 */
export const knownBrowser = (
  deps: Pick<Deps, 'config' | 'secure' | 'clock'>,
  req: Request,
  side: Side,
  holder: Holder,
): string | undefined =>
  entriesOf(deps, req, side).find(
    (entry) =>
      today(deps) - entry.issued <= knownDays &&
      entry.issued <= today(deps) &&
      equal(entry.proof, proofOf(deps, side, holder, entry)),
  )?.nonce

/** Whether somebody, whoever it was, logged in with this browser before; only a guide to what a page shows. */
export const hasKnownHolder = (deps: Pick<Deps, 'secure'>, req: Request, side: Side): boolean =>
  entriesOf(deps, req, side).length > 0

/** Remembers a member of staff here again whose credentials changed by their own hand, which ended what was known. */
export const rememberStaffAgain = async (
  deps: Pick<Deps, 'config' | 'secure' | 'clock' | 'db' | 'crypto'>,
  at: { readonly req: Request; readonly res: Response },
  id: number,
): Promise<void> => {
  const staff = await findStaffById(deps.db, deps.crypto, id)
  if (staff) rememberBrowser(deps, at, 'staff', holderOf(staff))
}

/** Remembers that the holder logged in with this browser; both factors of staff were right. */
export const rememberBrowser = (
  deps: Pick<Deps, 'config' | 'secure' | 'clock'>,
  { req, res }: { readonly req: Request; readonly res: Response },
  side: Side,
  holder: Holder,
): void => {
  const fresh = { nonce: randomBytes(12).toString('base64url'), issued: today(deps) }
  const others = entriesOf(deps, req, side).filter(({ nonce, who }) => !equal(who, whoOf(deps, side, holder.id, nonce)))
  const all = [
    { ...fresh, who: whoOf(deps, side, holder.id, fresh.nonce), proof: proofOf(deps, side, holder, fresh) },
    ...others,
  ]
  res.cookie(
    nameOf(deps, side),
    all
      .slice(0, mostHolders)
      .map(({ nonce, issued, who, proof }) => [nonce, issued.toString(36), who, proof].join('.'))
      .join('~'),
    { maxAge: knownDays * day, httpOnly: true, sameSite: 'lax', secure: deps.secure, path: '/' },
  )
}
