import type { Transaction } from '../../db/command.ts'
import { maskPhone } from '../../core/identity/mask.ts'
import { deskKinds, type DeskKind } from '../../core/helpdesk/operations.ts'
import { isNumberProved } from '../people/claims.ts'
import { phoneBack } from '../accounts/phone-hold.ts'
import { endGrants } from '../grants/end.ts'
import { endOffers } from '../cases/offers.ts'
import { tellAccount } from '../messages/account-notice.ts'
import {
  atDesk,
  givePassword,
  hotline,
  needAccount,
  needSecond,
  needTemporary,
  phoneOf,
  sendPassword,
  tellHolder,
  wherever,
  type Effect,
} from './effect-parts.ts'
import { closeAtDesk, freeze, releasePhone, unfreeze } from './standing-effects.ts'
import type { Desk } from './refusing.ts'
import type { DeskAccountRow } from './store.ts'
import { register } from './register-effects.ts'
import { changeData, changePhone, changeRepresentative, unseen } from './data-effects.ts'

/** Tells the holder that somebody came for their account and was sent away by the second person. */
export const tellRefused = (tx: Transaction, desk: Desk, account: DeskAccountRow, kind: DeskKind): Promise<void> => {
  const { text } = deskKinds[kind]
  return tellAccount(tx, desk.deps, {
    accountId: account.id,
    title: `政务大厅未予办理：${text}`,
    body: `有人于${wherever(tx, desk)}申请为您的账号办理${text}，复核后没有办理，账号没有变化。如非您本人或者您委托的人申请，请致电${hotline(desk)}。`,
    sms: {
      phones: [phoneOf(desk, account)],
      template: 'desk-refused',
      facts: { ...atDesk(tx, desk), desk: kind },
    },
  })
}

const resetPassword = async (tx: Transaction, desk: Desk, effect: Effect): Promise<void> => {
  const account = needAccount(effect)
  const temporary = needTemporary(effect)
  await givePassword(tx, account, temporary, needSecond(effect))
  const phone = phoneOf(desk, account)
  const to = { phone, loginName: account.login_name, password: temporary.password, operation: effect.operation.id }
  await sendPassword(tx, desk, to, 'desk-password-reset')
  await tellHolder(tx, desk, account.id, deskKinds.RESET_PASSWORD.text, {
    phones: [phone],
    template: 'desk-done',
    facts: { ...atDesk(tx, desk), desk: 'RESET_PASSWORD' },
  })
}

const unlock = async (tx: Transaction, desk: Desk, effect: Effect): Promise<void> => {
  const account = needAccount(effect)
  await tx.trx('account').where({ id: account.id }).update({ failed_logins: 0, locked_until: null })
  await tellHolder(tx, desk, account.id, deskKinds.UNLOCK.text, {
    phones: [phoneOf(desk, account)],
    template: 'desk-done',
    facts: { ...atDesk(tx, desk), desk: 'UNLOCK' },
  })
}

/** Carries an operation out, in the transaction that finishes it. Gives the account it was about. */
export const applyEffect = async (tx: Transaction, desk: Desk, effect: Effect): Promise<string> => {
  if (effect.operation.kind === 'REGISTER') return register(tx, desk, effect)
  switch (effect.operation.kind) {
    case 'CHANGE_DATA':
      await changeData(tx, desk, effect)
      break
    case 'CHANGE_PHONE':
      await changePhone(tx, desk, effect)
      break
    case 'CHANGE_REPRESENTATIVE':
      await changeRepresentative(tx, desk, effect)
      break
    case 'RESET_PASSWORD':
      await resetPassword(tx, desk, effect)
      break
    case 'UNLOCK':
      await unlock(tx, desk, effect)
      break
    case 'RELEASE_PHONE':
      await releasePhone(tx, desk, effect)
      break
    case 'FREEZE':
      await freeze(tx, desk, effect)
      break
    case 'UNFREEZE':
      await unfreeze(tx, desk, effect)
      break
    case 'CLOSE':
      await closeAtDesk(tx, desk, effect)
  }
  return needAccount(effect).id
}

/**
 * Opens an account again that was closed since its phone was changed. What somebody else proved or took meanwhile stays
 * theirs: the number is then only a claim, the code is not spoken for.
 */
const reopen = async (tx: Transaction, account: DeskAccountRow): Promise<void> => {
  const lost = account.kind === 'PERSONAL' && (await isNumberProved(tx, account.id_number_idx, account.id))
  await tx
    .trx('account')
    .where({ id: account.id })
    .update({ closed_at: null, ...(lost ? unseen : {}) })
  if (account.uscc === null) return
  const taken = await tx
    .trx('legal_person')
    .where({ uscc: account.uscc })
    .whereNull('released_at')
    .first<object | undefined>('account_id')
  if (!taken) await tx.trx('legal_person').where({ account_id: account.id }).update({ released_at: null })
}

/**
 * Takes a change of the phone back, whatever was done with the account since: the number from before is there again,
 * what the account offered to others is not offered any more, a closed account is open again, and because somebody else
 * may have used the new number, the password is a temporary one sent to the old one.
 */
export const takePhoneBack = async (
  tx: Transaction,
  desk: Desk,
  effect: Effect & { readonly previousPhone: string },
): Promise<void> => {
  const account = needAccount(effect)
  const temporary = needTemporary(effect)
  const { previousPhone, values } = effect
  const phones = [previousPhone, values['phone'] ?? '', phoneOf(desk, account)]
  const second = needSecond(effect)
  if (account.closed_at !== null) await reopen(tx, account)
  await givePassword(tx, account, temporary, second, phoneBack(tx, desk.deps.crypto, account.id, previousPhone))
  await endOffers(tx, desk.deps, { from_account: account.id }, 'phone-back')
  await endGrants(tx, desk.deps, { giver_id: account.id }, 'phone-back')
  const to = {
    phone: previousPhone,
    loginName: account.login_name,
    password: temporary.password,
    operation: effect.operation.id,
  }
  await sendPassword(tx, desk, to, 'desk-phone-back-password')
  const what = `撤回修改手机号，恢复为${maskPhone(previousPhone)}${account.closed_at === null ? '' : '，恢复使用已注销的账号'}`
  await tellHolder(tx, desk, account.id, what, {
    phones,
    template: 'desk-phone-back',
    facts: { ...atDesk(tx, desk), phone: previousPhone },
  })
}
