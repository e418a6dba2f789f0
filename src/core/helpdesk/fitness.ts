import type { DeskKind } from './operations.ts'
import type { RefusalReason } from './refusals.ts'

/** An account as far as it decides what can be done to it. */
export type AccountState = {
  readonly closed: boolean
  /** Another account has proved the code of its unit. */
  readonly released: boolean
  readonly frozen: boolean
  /** There is a phone a password could be sent to. */
  readonly reachable: boolean
  /** Its phone was changed a short while ago, and the change may still be taken back. */
  readonly phoneHeld: boolean
}

/** Why an operation is not for an account as it is; nothing when it is. */
export const unfit = (kind: DeskKind, account: AccountState): RefusalReason | undefined => {
  if (account.closed) return 'ACCOUNT_GONE'
  switch (kind) {
    case 'CHANGE_DATA':
    case 'CHANGE_REPRESENTATIVE':
      return account.released ? 'CODE_LOST' : undefined
    case 'RESET_PASSWORD':
      return account.reachable ? undefined : 'NO_PHONE'
    case 'RELEASE_PHONE':
      return account.reachable ? undefined : 'RELEASED_BEFORE'
    case 'FREEZE':
      return account.frozen ? 'FROZEN_BEFORE' : undefined
    case 'UNFREEZE':
      return !account.frozen ? 'NOT_FROZEN' : account.reachable ? undefined : 'NO_PHONE'
    case 'CLOSE':
      return account.phoneHeld ? 'PHONE_HELD' : undefined
    case 'REGISTER':
    case 'UNLOCK':
    case 'CHANGE_PHONE':
      return undefined
  }
}
