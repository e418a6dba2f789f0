import { deskKinds } from '../../core/helpdesk/operations.ts'
import { DeskRefusal, obstacle } from '../../core/helpdesk/refusals.ts'
import { maskPhone } from '../../core/identity/mask.ts'
import type { Transaction } from '../../db/command.ts'
import { endAccount } from '../account-centre/closing-commands.ts'
import { withoutPhone } from '../people/account.ts'
import { endGrants } from '../grants/end.ts'
import { endOffers } from '../cases/offers.ts'
import {
  atDesk,
  givePassword,
  needAccount,
  needSecond,
  needTemporary,
  phoneOf,
  sendPassword,
  tellHolder,
  type Effect,
} from './effect-parts.ts'
import type { Desk } from './refusing.ts'

/** The number belongs to somebody else: the account stays as it is, without one. The number's user is told, too. */
export const releasePhone = async (tx: Transaction, desk: Desk, effect: Effect): Promise<void> => {
  needSecond(effect)
  const account = needAccount(effect)
  const phone = phoneOf(desk, account)
  await tx
    .trx('account')
    .where({ id: account.id })
    .update({ ...withoutPhone(desk.deps.crypto, account.id), credentials_changed_at: tx.now })
  await tellHolder(
    tx,
    desk,
    account.id,
    `${deskKinds.RELEASE_PHONE.text}（${maskPhone(phone)}），须到窗口登记新的手机号`,
    {
      phones: [phone],
      template: 'desk-phone-released',
      facts: { ...atDesk(tx, desk), phone, account: account.login_name },
    },
  )
}

/**
 * Nobody logs in any more until it is lifted; the account's cases go on, and stay with it: what whoever misused it has
 * offered to others is not offered any more, nor does what others offered to it wait for somebody who is shut out.
 */
export const freeze = async (tx: Transaction, desk: Desk, effect: Effect): Promise<void> => {
  needSecond(effect)
  const account = needAccount(effect)
  await tx.trx('account').where({ id: account.id }).update({ frozen_at: tx.now, credentials_changed_at: tx.now })
  await endOffers(tx, desk.deps, { from_account: account.id }, 'giver-frozen')
  await endOffers(tx, desk.deps, { to_account: account.id }, 'receiver-frozen')
  await endGrants(tx, desk.deps, { giver_id: account.id }, 'giver-frozen')
  await endGrants(tx, desk.deps, { holder_id: account.id }, 'holder-frozen')
  await tellHolder(tx, desk, account.id, deskKinds.FREEZE.text, {
    phones: [phoneOf(desk, account)],
    template: 'desk-done',
    facts: { ...atDesk(tx, desk), desk: 'FREEZE' },
  })
}

/** Whoever made it necessary may know the password: the holder gets a new one. */
export const unfreeze = async (tx: Transaction, desk: Desk, effect: Effect): Promise<void> => {
  const account = needAccount(effect)
  const temporary = needTemporary(effect)
  await givePassword(tx, account, temporary, needSecond(effect), { frozen_at: null })
  const phone = phoneOf(desk, account)
  const to = { phone, loginName: account.login_name, password: temporary.password, operation: effect.operation.id }
  await sendPassword(tx, desk, to, 'desk-unfrozen-password')
  await tellHolder(tx, desk, account.id, deskKinds.UNFREEZE.text, {
    phones: [phone],
    template: 'desk-done',
    facts: { ...atDesk(tx, desk), desk: 'UNFREEZE' },
  })
}

/** Closes an account as its holder would in 用户中心, with nothing of it left under way. */
export const closeAtDesk = async (tx: Transaction, desk: Desk, effect: Effect): Promise<void> => {
  needSecond(effect)
  const account = needAccount(effect)
  const ended = await endAccount(tx, desk.deps, account)
  if (typeof ended === 'object') throw new DeskRefusal(obstacle('CASES_OPEN'))
  await tellHolder(tx, desk, account.id, deskKinds.CLOSE.text, {
    phones: [phoneOf(desk, account)],
    template: 'desk-done',
    facts: { ...atDesk(tx, desk), desk: 'CLOSE' },
  })
}
