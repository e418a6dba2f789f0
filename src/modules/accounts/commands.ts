import { AppError } from '../../core/errors.ts'
import type { AuditContext } from '../../db/audit.ts'
import type { Transaction } from '../../db/command.ts'
import type { Deps } from '../../deps.ts'
import type { RequestFacts } from '../../db/audit.ts'
import { insertAccount, unchangedSince, type NewAccount, type StaffLogin } from './store.ts'
import type { OriginKind } from './tries.ts'
import { tellInvited } from '../grants/invited.ts'
import type { PasswordAnswer } from './password-check.ts'

type Taken = { readonly taken: 'login-name' | 'id-number' }

/**
 * Makes a personal account with the consents given for it. Of two registrations of one name or one document at the
 * same instant exactly one succeeds; the other learns what was taken.
 */
export const registerAccount = (
  deps: Deps,
  request: RequestFacts,
  account: NewAccount,
): Promise<{ readonly id: string } | Taken> =>
  deps.command({ actorKind: 'nobody', ...request }, async (tx) => {
    const result = await insertAccount(tx, deps.crypto, account)
    if ('taken' in result) {
      tx.audit({
        chain: 'platform',
        action: 'registration-refused',
        objectKind: 'account',
        details: { taken: result.taken },
      })
      return result
    }
    const consents = [
      { document: 'user-agreement', version: deps.site.agreement.version },
      { document: 'privacy-notice', version: deps.site.privacyNotice.version },
    ]
    await tx.trx('consent').insert(consents.map((row) => ({ ...row, account_id: result.id, accepted_at: tx.now })))
    await tellInvited(tx, deps, result.id)
    tx.audit({ chain: 'platform', action: 'account-registered', objectKind: 'account', objectId: result.id })
    for (const details of consents)
      tx.audit({ chain: 'platform', action: 'consent-given', objectKind: 'account', objectId: result.id, details })
    return result
  })

/** How an account was entered, as its history says. */
export type LoginWay = 'PASSWORD' | 'SMS' | 'CERTIFICATE'

/** Whose login is recorded, and in which chain. */
export type LoginSubject =
  | { readonly kind: 'account'; readonly id: string }
  | { readonly kind: 'staff'; readonly id: number; readonly chain: string }

export const staffSubject = (staff: Pick<StaffLogin, 'id' | 'authorityCode'>): LoginSubject => ({
  kind: 'staff',
  id: staff.id,
  chain: staff.authorityCode,
})

const chainOf = (subject: LoginSubject): string => (subject.kind === 'staff' ? subject.chain : 'platform')

/** `device` is what the account's own list of logins shows; staff have no such list. */
type LoginFacts = RequestFacts & { readonly device?: string }

/** Who a logged-in person is in the audit log. */
export const actorOf = (subject: LoginSubject, { ip, requestId }: LoginFacts): AuditContext => ({
  actorKind: subject.kind === 'staff' ? 'staff' : 'applicant',
  actorId: String(subject.id),
  ip,
  requestId,
})

const unnamedDevice = '未知设备'

/** One line of 登录记录, which the holder of the account sees. */
const addHistory = (
  tx: Transaction,
  accountId: string,
  request: LoginFacts,
  way: LoginWay,
  outcome: 'SUCCESS' | 'WRONG_PASSWORD' | 'LOCKED' | 'FROZEN',
): Promise<unknown> =>
  tx.trx('login_history').insert({
    account_id: accountId,
    way,
    outcome,
    ip: request.ip,
    device: request.device ?? unnamedDevice,
    at: tx.now,
  })

/** What became of a password as the history of the account calls it; other faults concern no account. */
const historyOutcomes = {
  'wrong-password': 'WRONG_PASSWORD',
  'temporary-expired': 'WRONG_PASSWORD',
  locked: 'LOCKED',
  unknown: undefined,
  'wrong-code': undefined,
  'wrong-document': undefined,
} as const

/** Notes a login that did not succeed; `subject` is absent when nobody of that name exists. */
export const recordFailedLogin = (
  deps: Deps,
  request: LoginFacts,
  subject: LoginSubject | undefined,
  side: 'account' | 'staff',
  reason: keyof typeof historyOutcomes,
  /** Whether this try locks; of staff, the ways it closes. */
  locks: boolean | readonly OriginKind[] = false,
): Promise<void> =>
  deps.command({ actorKind: 'nobody', ip: request.ip, requestId: request.requestId }, async (tx) => {
    const object = {
      chain: subject ? chainOf(subject) : 'platform',
      objectKind: side,
      objectId: subject && String(subject.id),
    }
    tx.audit({ ...object, action: 'login-failed', details: { reason } })
    if (locks === true) tx.audit({ ...object, action: 'login-locked' })
    else if (locks) for (const way of locks) tx.audit({ ...object, action: 'login-locked', details: { way } })
    const outcome = historyOutcomes[reason]
    if (subject?.kind === 'account' && outcome) await addHistory(tx, subject.id, request, 'PASSWORD', outcome)
  })

/** Notes a password that fitted nobody: of each account it was tried for, or of nobody where none has the name. */
export const recordRefusedPassword = async (
  deps: Deps,
  request: LoginFacts,
  answer: Exclude<PasswordAnswer<{ readonly id: string }>, { readonly kind: 'right' }>,
): Promise<void> => {
  if (answer.kind === 'unknown') return recordFailedLogin(deps, request, undefined, 'account', 'unknown')
  const reason = answer.kind === 'locked' ? 'locked' : 'wrong-password'
  for (const one of answer.tried) {
    const locks = answer.kind === 'wrong' && answer.locked.includes(one)
    await recordFailedLogin(deps, request, { kind: 'account', id: one.id }, 'account', reason, locks)
  }
}

/**
 * Notes that the password was right and one more step is asked for, which clears an account's count of wrong ones.
 * `more` is what else there is to know of it.
 */
export const recordPasswordAccepted = (
  deps: Deps,
  request: LoginFacts,
  subject: LoginSubject,
  nextStep: 'device' | 'second-factor',
  more: Readonly<Record<string, unknown>> = {},
): Promise<void> =>
  deps.command(actorOf(subject, request), async (tx) => {
    if (subject.kind === 'account')
      await tx.trx('account').where({ id: subject.id }).update({ failed_logins: 0, locked_until: null })
    tx.audit({
      chain: chainOf(subject),
      action: 'password-accepted',
      objectKind: subject.kind,
      objectId: String(subject.id),
      details: { nextStep, ...more },
    })
  })

/** Notes that a code sent by SMS, or a certificate, was right, and one more step is asked for. Wrong passwords stay counted. */
export const recordAccepted = (
  deps: Deps,
  request: LoginFacts,
  subject: LoginSubject,
  what: 'code' | 'certificate',
  nextStep: 'device' | 'document',
): Promise<void> =>
  deps.command(actorOf(subject, request), async (tx) => {
    tx.audit({
      chain: chainOf(subject),
      action: `${what}-accepted`,
      objectKind: subject.kind,
      objectId: String(subject.id),
      details: { nextStep },
    })
  })

/** Notes that everything was proved that opens an account, and that it is frozen. */
export const recordFrozen = (deps: Deps, request: LoginFacts, id: string, way: LoginWay): Promise<void> =>
  deps.command({ actorKind: 'nobody', ip: request.ip, requestId: request.requestId }, async (tx) => {
    tx.audit({
      chain: 'platform',
      action: 'login-refused',
      objectKind: 'account',
      objectId: id,
      details: { reason: 'frozen' },
    })
    await addHistory(tx, id, request, way, 'FROZEN')
  })

/**
 * Notes a completed login, and that it ended another one if it did. Gives false, and notes a refusal, when the account
 * was closed or frozen, or its credentials changed since they were proved (`credentials`, milliseconds; 0: never changed).
 *
 * Only a right password clears the count of wrong ones: a lock keeps the password door shut until its time whoever
 * gets in by SMS meanwhile, or each of the owner's logins would give a guesser five more tries.
 */
export const recordLogin = (
  deps: Deps,
  request: LoginFacts,
  subject: LoginSubject,
  login: { readonly displaces: boolean; readonly way: LoginWay; readonly credentials?: number | undefined },
): Promise<boolean> =>
  deps.command(actorOf(subject, request), async (tx) => {
    const object = { chain: chainOf(subject), objectKind: subject.kind, objectId: String(subject.id) }
    const row = tx.trx(subject.kind).where({ id: subject.id })
    if (subject.kind === 'account') {
      void row.whereNull('closed_at').whereNull('frozen_at')
      if (login.credentials !== undefined)
        void row.whereRaw(unchangedSince, [login.credentials === 0 ? null : new Date(login.credentials)])
    }
    const updated = await row.update({
      ...(subject.kind === 'account' && login.way === 'PASSWORD' ? { failed_logins: 0, locked_until: null } : {}),
      last_login_at: tx.now,
    })
    if (updated === 0) {
      tx.audit({ ...object, action: 'login-refused', details: { reason: 'credentials-changed' } })
      return false
    }
    tx.audit({ ...object, action: 'login' })
    if (login.displaces) tx.audit({ ...object, action: 'session-displaced' })
    if (subject.kind === 'account') await addHistory(tx, subject.id, request, login.way, 'SUCCESS')
    return true
  })

/**
 * Puts a costlier hash of the same password in the place of a cheaper one, unless that one was changed meanwhile. When
 * too many hash at the moment it is left for another login.
 */
export const upgradeHash = async (
  deps: Deps,
  request: LoginFacts,
  account: { readonly id: string; readonly passwordHash: string },
  password: string,
): Promise<void> => {
  if (!deps.passwords.isOutdated(account.passwordHash)) return
  let hash: string
  try {
    hash = await deps.passwords.hash(password)
  } catch (error) {
    if (error instanceof AppError && error.code === 'BUSY') return
    throw error
  }
  const subject = { kind: 'account', id: account.id } as const
  await deps.command(actorOf(subject, request), async (tx) => {
    const updated = await tx
      .trx('account')
      .where({ id: account.id, password_hash: account.passwordHash })
      .update({ password_hash: hash })
    tx.audit({
      chain: 'platform',
      action: 'password-hash-upgraded',
      objectKind: 'account',
      objectId: account.id,
      details: { done: updated > 0 },
    })
  })
}

export const recordLogout = (deps: Deps, request: LoginFacts, subject: LoginSubject): Promise<void> =>
  deps.command(actorOf(subject, request), async (tx) => {
    tx.audit({ chain: chainOf(subject), action: 'logout', objectKind: subject.kind, objectId: String(subject.id) })
  })
