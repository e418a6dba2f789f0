import { AppError } from '../../core/errors.ts'
import { maskPhone } from '../../core/identity/mask.ts'
import { heldSentence, phoneHoldHours } from '../../core/identity/phone-hold.ts'
import { localDateTime } from '../../core/workflow/deadlines.ts'
import type { Deps } from '../../deps.ts'
import type { Applicant, Context } from '../../web/route.ts'
import { replacePhone, requireUnheld } from '../accounts/phone-hold.ts'
import { accountPlaces } from '../people/account.ts'
import { tellAccount } from '../messages/account-notice.ts'
import { byApplicant } from '../../web/acting.ts'

type Asker = Pick<Context<Applicant>, 'actor' | 'audit'>

const ownRecord = (action: string, { actor }: Asker, details: Readonly<Record<string, unknown>> = {}) => ({
  chain: 'platform',
  action,
  objectKind: 'account',
  objectId: actor.id,
  details,
})

/** Takes another e-mail address, in its stored form, and says so in the inbox. */
export const changeEmail = (deps: Deps, asker: Asker, email: string): Promise<void> =>
  deps.command(byApplicant(asker.actor, asker.audit), async (tx) => {
    const { id } = asker.actor
    await tx
      .trx('account')
      .where({ id })
      .update({
        email_enc: deps.crypto.encrypt(email, accountPlaces.email(id)),
        email_idx: deps.crypto.index('email', email.toLowerCase()),
      })
    await tellAccount(tx, deps, {
      accountId: id,
      title: '电子邮箱已修改',
      body: '您在用户中心修改了电子邮箱。不是本人操作的，请立即修改登录密码。',
    })
    tx.audit(ownRecord('email-changed', asker))
  })

const notMe = '不是本人操作的，请立即通过“忘记密码”重新设置登录密码，并联系服务热线。'

/**
 * Takes a new password in the place of the one whose hash is `oldHash`; false when it was changed elsewhere meanwhile.
 * From this moment nothing that was begun with the old one goes on.
 */
export const changePassword = (
  deps: Deps,
  asker: Asker,
  change: { readonly oldHash: string; readonly newHash: string; readonly phone: string; readonly forced: boolean },
): Promise<boolean> =>
  deps.command(byApplicant(asker.actor, asker.audit), async (tx) => {
    const { id } = asker.actor
    const changed = await tx
      .trx('account')
      .where({ id, password_hash: change.oldHash, must_change_password: change.forced })
      .whereNull('closed_at')
      .update({
        password_hash: change.newHash,
        must_change_password: false,
        temporary_until: null,
        credentials_changed_at: tx.now,
        failed_logins: 0,
        locked_until: null,
      })
    tx.audit(
      ownRecord(changed === 1 ? 'password-changed' : 'password-change-overtaken', asker, { forced: change.forced }),
    )
    if (changed !== 1) return false
    await tellAccount(tx, deps, {
      accountId: id,
      title: '登录密码已修改',
      body: `您的登录密码已于${localDateTime(tx.now).text}修改，其他设备上的登录已经退出。${notMe}`,
      sms: { phones: [change.phone], template: 'password-changed', facts: {} },
    })
    return true
  })

/**
 * Takes a new phone in the place of the one that was proven, and tells both. Throws STALE when the phone was changed
 * elsewhere meanwhile, NOT_ALLOWED_NOW when the account is held since.
 */
export const changePhone = (
  deps: Deps,
  asker: Asker,
  change: { readonly oldPhone: string; readonly oldPhoneIndex: string; readonly newPhone: string },
): Promise<void> =>
  deps.command(byApplicant(asker.actor, asker.audit), async (tx) => {
    const { id } = asker.actor
    await requireUnheld(tx, id, heldSentence('phone'))
    const proven = await tx
      .trx('account')
      .where({ id, phone_idx: change.oldPhoneIndex })
      .whereNull('closed_at')
      .first<object | undefined>('id')
    if (!proven) throw new AppError('STALE')
    await replacePhone(tx, deps.crypto, id, { phone: change.newPhone, by: 'HOLDER' })
    await tellAccount(tx, deps, {
      accountId: id,
      title: '手机号已修改',
      body: `您账号的手机号已由${maskPhone(change.oldPhone)}改为${maskPhone(change.newPhone)}，其他设备上的登录已经退出。不是本人操作的，请在${phoneHoldHours}小时内用原手机号通过“忘记密码”重新设置登录密码，手机号随之恢复，并联系服务热线。`,
      sms: {
        phones: [change.oldPhone, change.newPhone],
        template: 'phone-changed',
        facts: { phone: change.oldPhone, otherPhone: change.newPhone, hours: phoneHoldHours },
      },
    })
    tx.audit(ownRecord('phone-changed', asker))
  })

/** Ends what was begun elsewhere with the present credentials: steps of logins that wait for an answer. */
export const endOtherLogins = (deps: Deps, asker: Asker): Promise<void> =>
  deps.command(byApplicant(asker.actor, asker.audit), async (tx) => {
    await tx.trx('account').where({ id: asker.actor.id }).update({ credentials_changed_at: tx.now })
    tx.audit(ownRecord('other-logins-ended', asker))
  })
