import type { AuditContext } from '../../db/audit.ts'
import type { Deps } from '../../deps.ts'
import { insertAccount, type NewAccount, type StaffLogin } from './store.ts'

type Taken = { readonly taken: 'login-name' | 'id-number' }

/**
 * Makes a personal account with the consents given for it. Of two registrations of one name or one document at the
 * same instant exactly one succeeds; the other learns what was taken.
 */
export const registerAccount = (
  deps: Deps,
  request: { readonly ip: string; readonly requestId: string },
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
    tx.audit({ chain: 'platform', action: 'account-registered', objectKind: 'account', objectId: result.id })
    for (const details of consents)
      tx.audit({ chain: 'platform', action: 'consent-given', objectKind: 'account', objectId: result.id, details })
    return result
  })

/** Notes that the real-name step was put off. */
export const skipRealName = (deps: Deps, who: AuditContext & { readonly actorId: string }): Promise<void> =>
  deps.command(who, async (tx) => {
    await tx.trx('account').where({ id: who.actorId }).update({ real_name_skipped_at: tx.now })
    tx.audit({ chain: 'platform', action: 'real-name-skipped', objectKind: 'account', objectId: who.actorId })
  })

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

type RequestFacts = { readonly ip: string; readonly requestId: string }

/** Who a logged-in person is in the audit log. */
export const actorOf = (subject: LoginSubject, request: RequestFacts): AuditContext => ({
  actorKind: subject.kind === 'staff' ? 'staff' : 'applicant',
  actorId: String(subject.id),
  ...request,
})

/** Notes a login that did not succeed; `subject` is absent when nobody of that name exists. */
export const recordFailedLogin = (
  deps: Deps,
  request: RequestFacts,
  subject: LoginSubject | undefined,
  side: 'account' | 'staff',
  reason: 'unknown' | 'wrong-password' | 'locked' | 'wrong-code',
  locksNow = false,
): Promise<void> =>
  deps.command({ actorKind: 'nobody', ...request }, async (tx) => {
    const object = {
      chain: subject ? chainOf(subject) : 'platform',
      objectKind: side,
      objectId: subject && String(subject.id),
    }
    tx.audit({ ...object, action: 'login-failed', details: { reason } })
    if (locksNow) tx.audit({ ...object, action: 'login-locked' })
  })

/** Clears the count of wrong passwords: the password was right, and one more step is asked for. */
export const recordPasswordAccepted = (
  deps: Deps,
  request: RequestFacts,
  subject: LoginSubject,
  nextStep: 'device' | 'second-factor',
): Promise<void> =>
  deps.command(actorOf(subject, request), async (tx) => {
    await tx.trx(subject.kind).where({ id: subject.id }).update({ failed_logins: 0, locked_until: null })
    tx.audit({
      chain: chainOf(subject),
      action: 'password-accepted',
      objectKind: subject.kind,
      objectId: String(subject.id),
      details: { nextStep },
    })
  })

/** Notes a completed login, and that it ended another one if it did. */
export const recordLogin = (
  deps: Deps,
  request: RequestFacts,
  subject: LoginSubject,
  displaces: boolean,
): Promise<void> =>
  deps.command(actorOf(subject, request), async (tx) => {
    await tx
      .trx(subject.kind)
      .where({ id: subject.id })
      .update({ failed_logins: 0, locked_until: null, last_login_at: tx.now })
    const object = { chain: chainOf(subject), objectKind: subject.kind, objectId: String(subject.id) }
    tx.audit({ ...object, action: 'login' })
    if (displaces) tx.audit({ ...object, action: 'session-displaced' })
  })

export const recordLogout = (deps: Deps, request: RequestFacts, subject: LoginSubject): Promise<void> =>
  deps.command(actorOf(subject, request), async (tx) => {
    tx.audit({ chain: chainOf(subject), action: 'logout', objectKind: subject.kind, objectId: String(subject.id) })
  })
