import { AppError } from '../../core/errors.ts'
import { heldUntil, holdBegan, type PhoneChanger } from '../../core/identity/phone-hold.ts'
import type { Transaction } from '../../db/command.ts'
import type { FieldCrypto } from '../../infra/field-crypto.ts'
import { accountPlaces } from '../people/account.ts'

type HeldRow = {
  phone_enc: string
  phone_idx: string
  phone_held_from: Date | null
  previous_phone_enc: string | null
}

const noPrevious = { previous_phone_enc: null, previous_phone_idx: null, phone_changed_by: null } as const

const sealedPhone = (crypto: FieldCrypto, accountId: string, phone: string) => ({
  phone_enc: crypto.encrypt(phone, accountPlaces.phone(accountId)),
  phone_idx: crypto.index('phone', phone),
})

/**
 * The columns that begin the hold of an account whose phone stays, or prolong it. The phone from before goes on being
 * told when it runs already, and is forgotten when it was over. `from`: later than now where the end is known.
 */
export const heldFrom = (tx: Transaction, from: Date = tx.now) => {
  const still = (column: keyof typeof noPrevious) =>
    tx.trx.raw('case when phone_held_from > ? then ?? end', [holdBegan(tx.now), column])
  return {
    phone_held_from: tx.trx.raw('greatest(phone_held_from, ?::timestamptz)', [from]),
    previous_phone_enc: still('previous_phone_enc'),
    previous_phone_idx: still('previous_phone_idx'),
    phone_changed_by: still('phone_changed_by'),
  }
}

/**
 * Puts a phone in the place of the present one, which begins the hold. Of several changes within one hold the phone from
 * before the first is the one that is kept.
 */
export const replacePhone = async (
  tx: Transaction,
  crypto: FieldCrypto,
  accountId: string,
  change: { readonly phone: string; readonly by: PhoneChanger },
): Promise<void> => {
  const account = tx.trx('account').where({ id: accountId })
  const row = await account
    .clone()
    .forUpdate()
    .first<HeldRow>('phone_enc', 'phone_idx', 'phone_held_from', 'previous_phone_enc')
  const before = crypto.decrypt(row.phone_enc, accountPlaces.phone(accountId))
  const isKept = row.previous_phone_enc !== null && heldUntil(row.phone_held_from, tx.now) !== undefined
  const kept = { phone_changed_by: change.by }
  const begun = {
    previous_phone_enc: crypto.encrypt(before, accountPlaces.previousPhone(accountId)),
    previous_phone_idx: row.phone_idx,
    phone_changed_by: change.by,
  }
  await account.update({
    ...sealedPhone(crypto, accountId, change.phone),
    // An account whose number was taken from it has none that could be told.
    ...(isKept ? kept : before === '' ? noPrevious : begun),
    phone_held_from: tx.now,
    credentials_changed_at: tx.now,
  })
}

/** The columns that put the phone from before a change back, which begins a hold of its own. */
export const phoneBack = (tx: Transaction, crypto: FieldCrypto, accountId: string, phone: string) => ({
  ...sealedPhone(crypto, accountId, phone),
  ...noPrevious,
  phone_held_from: tx.now,
})

/** Locks the account's row and throws NOT_ALLOWED_NOW for what waits while it is held. */
export const requireUnheld = async (tx: Transaction, accountId: string, sentence: string): Promise<void> => {
  const row = await tx
    .trx('account')
    .where({ id: accountId })
    .forUpdate()
    .first<Pick<HeldRow, 'phone_held_from'> | undefined>('phone_held_from')
  if (row && heldUntil(row.phone_held_from, tx.now)) throw new AppError('NOT_ALLOWED_NOW', sentence)
}
