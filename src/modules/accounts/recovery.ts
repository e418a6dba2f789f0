import { localDateTime } from '../../core/workflow/deadlines.ts'
import type { Deps } from '../../deps.ts'
import { maskPhone } from '../../core/identity/mask.ts'
import { endGrants } from '../grants/end.ts'
import { endOffers } from '../cases/offers.ts'
import { tellAccount } from '../messages/account-notice.ts'
import type { RequestFacts } from '../../db/audit.ts'
import { actorOf } from './commands.ts'
import { heldFrom, phoneBack } from './phone-hold.ts'
import { unchangedSince, type RecoverableAccount } from './store.ts'

/** Notes that somebody began to recover an account; `account` is absent when nobody of that name exists. */
export const recordRecoveryStart = (
  deps: Deps,
  request: RequestFacts,
  account: RecoverableAccount | undefined,
): Promise<void> =>
  deps.command({ actorKind: 'nobody', ...request }, async (tx) => {
    tx.audit({
      chain: 'platform',
      action: 'recovery-started',
      objectKind: 'account',
      objectId: account?.id,
      details: { known: account !== undefined },
    })
  })

/** Notes a wrong answer while recovering. */
export const recordRecoveryFault = (
  deps: Deps,
  request: RequestFacts,
  accountId: string | undefined,
  reason: 'wrong-code' | 'wrong-id-number' | 'frozen',
): Promise<void> =>
  deps.command({ actorKind: 'nobody', ...request }, async (tx) => {
    tx.audit({
      chain: 'platform',
      action: 'recovery-refused',
      objectKind: 'account',
      objectId: accountId,
      details: { reason },
    })
  })

/**
 * Puts a new password in place, lifts a lock and ends every session, and tells the holder in the inbox and by SMS.
 * Whoever proved the phone from before a change that may still be taken back, takes it back with it, and with it the
 * offers the account has made. Gives false when the account was closed or frozen, or its credentials changed since `credentials` (see Proof): of two that
 * recover one account at the same time, the second changes nothing.
 */
export const resetPassword = async (
  deps: Deps,
  request: RequestFacts,
  account: RecoverableAccount,
  passwordHash: string,
  credentials: number,
): Promise<boolean> => {
  const { store } = deps.sessions.applicant
  const [hotline] = deps.site.hotlines
  const replaced = account.change?.by === 'HOLDER' ? account.change.newPhone : undefined
  const changed = await deps.command(actorOf({ kind: 'account', id: account.id }, request), async (tx) => {
    const updated = await tx
      .trx('account')
      .where({ id: account.id })
      .whereNull('closed_at')
      .whereNull('frozen_at')
      .whereRaw(unchangedSince, [credentials === 0 ? null : new Date(credentials)])
      .update({
        password_hash: passwordHash,
        credentials_changed_at: tx.now,
        ...(replaced === undefined ? heldFrom(tx) : phoneBack(tx, deps.crypto, account.id, account.phone)),
        must_change_password: false,
        temporary_until: null,
        failed_logins: 0,
        locked_until: null,
      })
    const object = { chain: 'platform', objectKind: 'account', objectId: account.id }
    if (updated === 0) {
      tx.audit({ ...object, action: 'recovery-refused', details: { reason: 'credentials-changed' } })
      return false
    }
    tx.audit({ ...object, action: 'password-reset', details: { way: 'SMS', phoneBack: replaced !== undefined } })
    if (replaced !== undefined) {
      await endOffers(tx, deps, { from_account: account.id }, 'phone-back')
      await endGrants(tx, deps, { giver_id: account.id }, 'phone-back')
    }
    const at = localDateTime(tx.now).text
    const call = `所有设备都已退出登录。不是您本人操作的，请立即拨打${hotline?.phone ?? ''}。`
    await tellAccount(
      tx,
      deps,
      replaced === undefined
        ? {
            accountId: account.id,
            title: '登录密码已重新设置',
            body: `您的账号${account.loginName}于${at}通过手机短信重新设置了登录密码，${call}`,
            sms: {
              phones: [account.phone],
              template: 'password-reset',
              facts: { account: account.loginName, at: tx.now },
            },
          }
        : {
            accountId: account.id,
            title: '登录密码已重新设置，手机号已恢复',
            body: `您的账号${account.loginName}于${at}用原手机号重新设置了登录密码，手机号已由${maskPhone(replaced)}恢复为${maskPhone(account.phone)}，${call}`,
            sms: {
              phones: [account.phone, replaced],
              template: 'phone-taken-back',
              facts: { account: account.loginName, at: tx.now, phone: replaced, otherPhone: account.phone },
            },
          },
    )
    // Before it counts, too: a process that dies right after must not leave a session that knows the old password.
    await store.endAll(account.id)
    return true
  })
  if (changed) await store.endAll(account.id)
  return changed
}
