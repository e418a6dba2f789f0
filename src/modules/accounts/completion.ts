import type { Request } from 'express'
import type { Deps } from '../../deps.ts'
import type { LiveLogin } from '../../infra/session-store.ts'
import type { Context } from '../../web/route.ts'
import { endSession, logIn, renewId } from '../../web/sessions.ts'
import { recordLogin, type LoginSubject, type LoginWay } from './commands.ts'
import { requestFacts } from './device-name.ts'
import { rememberBrowser } from './known-browser.ts'
import { accountNames } from './store.ts'

const storeOf = (deps: Deps, subject: LoginSubject) =>
  deps.sessions[subject.kind === 'staff' ? 'staff' : 'applicant'].store

const isMine = (req: Request, subject: LoginSubject): boolean =>
  subject.kind === 'staff' ? req.session.staffId === subject.id : req.session.accountId === subject.id

/** Another browser's login of the same person, which the one at hand would end. */
export const otherLogin = async (deps: Deps, req: Request, subject: LoginSubject): Promise<LiveLogin | undefined> =>
  isMine(req, subject) ? undefined : storeOf(deps, subject).liveLogin(String(subject.id))

type Pending = NonNullable<Request['session']['pending']>

/** Where somebody proved to hold accounts, and when the credentials of each had last changed then (0: never). */
export type Proof = {
  readonly door: NonNullable<Pending['door']>
  readonly credentials: Readonly<Record<string, number>>
  /** The end of the account's document number was right as well. */
  readonly document?: true
}

/** How it was proved, as the account's history says. */
export const wayOf = (proof: Proof | undefined): LoginWay => (proof ? doorWays[proof.door] : 'SMS')

const doorWays = {
  personal: 'PASSWORD',
  legal: 'PASSWORD',
  phone: 'SMS',
  certificate: 'CERTIFICATE',
} as const satisfies Record<Proof['door'], LoginWay>

/**
 * Logs in: records it, then takes the one place of the account, whoever held it, and remembers an account's browser.
 * Gives false, and logs nobody in, when the account's credentials changed since they were proved. Without a `proof`
 * nothing can have changed: staff are looked at by their own pages, and an account that was just registered proved its
 * phone by SMS.
 */
export const completeLogin = async <Actor>(
  deps: Deps,
  context: Context<Actor>,
  subject: LoginSubject,
  proof?: Proof,
): Promise<boolean> => {
  const { req } = context
  const displaces = (await otherLogin(deps, req, subject)) !== undefined
  const credentials = proof?.credentials[subject.id]
  const way = subject.kind === 'staff' ? 'PASSWORD' : wayOf(proof)
  if (!(await recordLogin(deps, requestFacts(context), subject, { displaces, way, credentials }))) {
    closeStep(req)
    return false
  }
  const who = subject.kind === 'staff' ? { staffId: subject.id } : { accountId: subject.id }
  await logIn(req, storeOf(deps, subject), String(subject.id), who, deps.clock.now())
  if (subject.kind === 'staff') return true
  const [account] = await accountNames(deps.db, [subject.id])
  // A change between the record and the claim ended all sessions while this one was not there yet.
  if (!account || (credentials !== undefined && account.credentials !== credentials)) {
    await endSession(req)
    return false
  }
  rememberBrowser(deps, context, 'account', account)
  return true
}

const pendingMinutes = { device: 5, choice: 5, document: 10, 'second-factor': 10 } as const satisfies Record<
  Pending['kind'],
  number
>

/**
 * Remembers that the password or the code was right while one more step is open: under a new session id, for the one
 * before may be known to somebody else.
 */
export const openStep = async (
  deps: Deps,
  req: Request,
  step: {
    readonly kind: Pending['kind']
    readonly side: LoginSubject['kind']
    readonly subject: string
    readonly next: string | undefined
    readonly proof?: Proof
  },
): Promise<void> => {
  const { kind, side, subject, next, proof } = step
  // The second factor is asked for on a page that is open already.
  await renewId(req, deps.sessions[side === 'staff' ? 'staff' : 'applicant'].store, kind === 'second-factor')
  const at = deps.clock.now().getTime()
  req.session.pending = { kind, subject, at, ...(next === undefined ? {} : { next }), ...proof }
}

/** The open step of that kind, unless it has been open for too long. */
export const openStepOf = (
  req: Request,
  kind: Pending['kind'],
  now: Date,
):
  | {
      readonly subject: string
      readonly next: string | undefined
      readonly at: Date
      readonly proof: Proof | undefined
    }
  | undefined => {
  const pending = req.session?.pending
  if (pending?.kind !== kind || now.getTime() - pending.at > pendingMinutes[kind] * 60_000) return undefined
  const { subject, next, at, door, credentials, document } = pending
  const proof = door && credentials && { door, credentials, ...(document ? { document } : {}) }
  return { subject, next, at: new Date(at), proof }
}

export const closeStep = (req: Request): void => {
  delete req.session.pending
}
