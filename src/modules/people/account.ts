import { AppError } from '../../core/errors.ts'
import type { Transaction } from '../../db/command.ts'
import type { FieldCrypto } from '../../infra/field-crypto.ts'

/** Where the sealed columns of an account belong (see FieldCrypto). */
export const accountPlaces = {
  idNumber: (id: string) => `account.id_number:${id}`,
  phone: (id: string) => `account.phone:${id}`,
  previousPhone: (id: string) => `account.previous_phone:${id}`,
  email: (id: string) => `account.email:${id}`,
} as const

const phonelessIndex = (id: string): string => `none ${id}`

/** The columns of an account from which its phone was taken: none to open, and none anybody could type. */
export const withoutPhone = (crypto: FieldCrypto, id: string) => ({
  phone_enc: crypto.encrypt('', accountPlaces.phone(id)),
  phone_idx: phonelessIndex(id),
})

export const hasPhone = (account: { readonly id: string; readonly phone_idx: string }): boolean =>
  account.phone_idx !== phonelessIndex(account.id)

/** A member of staff is known by the login name before there is a row, so that is what the phone is sealed with. */
export const staffPhonePlace = (loginName: string): string => `staff.phone:${loginName}`

/**
 * Locks the row of an account that is not closed; throws NOT_FOUND when it is. Closing locks the same row, so nothing is
 * begun for an account that ends at this moment, and two tabs come one after the other.
 */
export const lockOpenAccount = async (tx: Transaction, id: string): Promise<void> => {
  const account = await tx
    .trx('account')
    .where({ id })
    .whereNull('closed_at')
    .forUpdate()
    .first<object | undefined>('id')
  if (!account) throw new AppError('NOT_FOUND')
}
