import type { Request } from 'express'
import type { Deps } from '../../deps.ts'
import type { LiveLogin } from '../../infra/session-store.ts'
import type { Context } from '../../web/route.ts'
import { logIn } from '../../web/sessions.ts'
import { recordLogin, type LoginSubject } from './commands.ts'

const storeOf = (deps: Deps, subject: LoginSubject) =>
  deps.sessions[subject.kind === 'staff' ? 'staff' : 'applicant'].store

const isMine = (req: Request, subject: LoginSubject): boolean =>
  subject.kind === 'staff' ? req.session.staffId === subject.id : req.session.accountId === subject.id

/** Another browser's login of the same person, which the one at hand would end. */
export const otherLogin = async (deps: Deps, req: Request, subject: LoginSubject): Promise<LiveLogin | undefined> =>
  isMine(req, subject) ? undefined : storeOf(deps, subject).liveLogin(String(subject.id))

/** Logs in: records it, then takes the one place of the account, whoever held it. */
export const completeLogin = async <Actor>(
  deps: Deps,
  { req, audit }: Context<Actor>,
  subject: LoginSubject,
): Promise<void> => {
  const displaces = (await otherLogin(deps, req, subject)) !== undefined
  await recordLogin(deps, audit, subject, displaces)
  const who = subject.kind === 'staff' ? { staffId: subject.id } : { accountId: subject.id }
  await logIn(req, storeOf(deps, subject), String(subject.id), who, deps.clock.now())
}

type PendingKind = NonNullable<Request['session']['pending']>['kind']

const pendingMinutes = { device: 5, choice: 5, 'second-factor': 10 } as const satisfies Record<PendingKind, number>

/** Remembers that the password was right while one more step is open. */
export const openStep = (
  req: Request,
  kind: PendingKind,
  subject: string,
  now: Date,
  next: string | undefined,
): void => {
  req.session.pending = { kind, subject, at: now.getTime(), ...(next === undefined ? {} : { next }) }
}

/** The open step of that kind, unless it has been open for too long. */
export const openStepOf = (
  req: Request,
  kind: PendingKind,
  now: Date,
): { readonly subject: string; readonly next: string | undefined } | undefined => {
  const pending = req.session?.pending
  if (pending?.kind !== kind || now.getTime() - pending.at > pendingMinutes[kind] * 60_000) return undefined
  return { subject: pending.subject, next: pending.next }
}

export const closeStep = (req: Request): void => {
  delete req.session.pending
}
