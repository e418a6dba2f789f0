import { randomUUID } from 'node:crypto'
import { AppError } from '../../core/errors.ts'
import type { BindingEnding, Presented } from '../../core/signatures/bindings.ts'
import type { RequestFacts } from '../../db/audit.ts'
import type { Transaction } from '../../db/command.ts'
import { isUniqueViolation } from '../../db/errors.ts'
import type { Deps } from '../../deps.ts'
import { tellAccount } from '../messages/account-notice.ts'
import { accountPlaces } from '../people/account.ts'
import { bindings, certificateColumns, type BindingRow } from './store.ts'

/** Who acts: the account a certificate opens, or is to open. */
type Who = { readonly accountId: string; readonly request: RequestFacts }

const byAccount = ({ accountId, request }: Who) => ({ actorKind: 'applicant', actorId: accountId, ...request }) as const

const record = (tx: Transaction, action: string, row: Pick<BindingRow, 'id' | 'account_id'>, more = {}): void =>
  tx.audit({
    chain: 'platform',
    action,
    objectKind: 'account',
    objectId: row.account_id,
    details: { binding: row.id, ...more },
  })

/** Tells the holder of an account, in the inbox and by SMS, that a certificate opens it now, or no longer does. */
const tellHolder = async (
  tx: Transaction,
  deps: Deps,
  row: Pick<BindingRow, 'account_id' | 'unit_name' | 'serial'>,
  what: 'bound' | 'unbound' | 'lost' | 'renewed',
): Promise<void> => {
  const titles = { bound: '绑定了一证通证书', unbound: '解除了证书绑定', lost: '挂失了证书', renewed: '更新了证书' }
  const { phone_enc: phone } = await tx
    .trx('account')
    .where({ id: row.account_id })
    .first<{ phone_enc: string }>('phone_enc')
  await tellAccount(tx, deps, {
    accountId: row.account_id,
    title: `您的账号${titles[what]}`,
    body: `证书：${row.unit_name}，序列号尾号${row.serial.slice(-6)}。不是本人办理的，请立即在用户中心的“证书绑定”解除，并联系服务热线。`,
    sms: {
      phones: [deps.crypto.decrypt(phone, accountPlaces.phone(row.account_id))].filter((one) => one !== ''),
      template: what === 'bound' ? 'key-bound' : 'key-changed',
      facts: {},
    },
  })
}

/** Ends a binding that holds; false when it ended meanwhile. */
const end = async (tx: Transaction, row: Pick<BindingRow, 'id'>, ending: BindingEnding): Promise<boolean> =>
  (await bindings(tx.trx)
    .where({ id: row.id })
    .whereNull('ended_at')
    .update({ ended_at: tx.now, ending, purpose: null })) === 1

/**
 * Binds a certificate to an account (E-06), which just proved its password: the count of wrong ones is cleared with it.
 * The first of a unit is the one for its annual report (E-03). Throws NOT_ALLOWED_NOW for one that is bound already.
 */
export const bindCertificate = async (
  deps: Deps,
  who: Who,
  presented: Presented,
  grantId: string | undefined,
): Promise<void> => {
  try {
    await deps.command(byAccount(who), async (tx) => {
      const { trx, now } = tx
      const annual = await bindings(trx)
        .where({ uscc: presented.uscc, purpose: 'ANNUAL' })
        .first<object | undefined>('id')
      const row = {
        id: randomUUID(),
        account_id: who.accountId,
        grant_id: grantId ?? null,
        ...certificateColumns(presented),
        purpose: annual ? null : ('ANNUAL' as const),
        bound_at: now,
        last_used_at: now,
      }
      await trx('certificate_binding').insert(row)
      await trx('account').where({ id: who.accountId }).update({ failed_logins: 0, locked_until: null })
      record(tx, 'certificate.bind', row, { annual: row.purpose === 'ANNUAL', serial: row.serial })
      await tellHolder(tx, deps, row, 'bound')
    })
  } catch (error) {
    if (isUniqueViolation(error))
      throw new AppError('NOT_ALLOWED_NOW', '这张证书刚刚已经绑定，请重新从“一证通方式”登录。')
    throw error
  }
}

/**
 * Puts a renewed certificate in the place of the one it renews (E-02), with its account, its grant and what it was for.
 * Throws STALE when that one ended meanwhile.
 */
export const renewBinding = (
  deps: Deps,
  request: RequestFacts,
  presented: Presented,
  replaced: BindingRow,
): Promise<void> =>
  deps.command(byAccount({ accountId: replaced.account_id, request }), async (tx) => {
    if (!(await end(tx, replaced, 'RENEWED'))) throw new AppError('STALE')
    const row = {
      id: randomUUID(),
      account_id: replaced.account_id,
      grant_id: replaced.grant_id,
      ...certificateColumns(presented),
      purpose: replaced.purpose,
      bound_at: tx.now,
      renews: replaced.id,
      last_used_at: tx.now,
    }
    await tx.trx('certificate_binding').insert(row)
    record(tx, 'certificate.renew', row, { renews: replaced.id, serial: row.serial })
    await tellHolder(tx, deps, row, 'renewed')
  })

/** Notes that a certificate opened its account, which the account's login is recorded beside. */
export const noteUse = (deps: Deps, request: RequestFacts, row: BindingRow): Promise<void> =>
  deps.command(byAccount({ accountId: row.account_id, request }), async (tx) => {
    await bindings(tx.trx).where({ id: row.id }).update({ last_used_at: tx.now })
    record(tx, 'certificate.present', row)
  })

/** Notes that a certificate was refused at the door, and why; nothing of it names a person. */
export const recordRefusal = (
  deps: Deps,
  request: RequestFacts,
  fault: string,
  presented: Pick<Presented, 'serial' | 'uscc'> | undefined,
): Promise<void> =>
  deps.command({ actorKind: 'nobody', ...request }, async (tx) => {
    tx.audit({
      chain: 'platform',
      action: 'certificate.refused',
      objectKind: 'account',
      details: { fault, ...(presented ? { serial: presented.serial, uscc: presented.uscc } : {}) },
    })
  })

/** Ends a binding by its holder or by the organization's own account: not used any more, or lost. */
export const endBinding = (deps: Deps, who: Who, row: BindingRow, ending: 'UNBOUND' | 'LOST'): Promise<void> =>
  deps.command(byAccount(who), async (tx) => {
    if (!(await end(tx, row, ending))) throw new AppError('STALE')
    record(tx, ending === 'LOST' ? 'certificate.lost' : 'certificate.unbind', row)
    await tellHolder(tx, deps, row, ending === 'LOST' ? 'lost' : 'unbound')
  })

/** Makes one certificate of a unit the one its annual report is signed with, in the place of any other (E-03). */
export const chooseAnnual = (deps: Deps, who: Who, row: BindingRow): Promise<void> =>
  deps.command(byAccount(who), async (tx) => {
    const before = await bindings(tx.trx)
      .where({ uscc: row.uscc, purpose: 'ANNUAL' })
      .update({ purpose: null })
      .returning<{ id: string }[]>('id')
    const chosen = await bindings(tx.trx).where({ id: row.id }).whereNull('ended_at').update({ purpose: 'ANNUAL' })
    if (chosen !== 1) throw new AppError('STALE')
    record(tx, 'certificate.annual', row, { before: before[0]?.id ?? null })
  })

/** Ends whatever opens an account that is being closed. */
export const endAllBindings = async (tx: Transaction, accountId: string): Promise<void> => {
  await bindings(tx.trx)
    .where({ account_id: accountId })
    .whereNull('ended_at')
    .update({ ended_at: tx.now, ending: 'ACCOUNT_CLOSED', purpose: null })
}
