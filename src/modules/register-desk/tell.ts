import type { Transaction } from '../../db/command.ts'
import type { Deps } from '../../deps.ts'
import { tellAccount } from '../messages/account-notice.ts'

/** Tells the account of an organization what its authority did by itself. */
export const tellOrganization = async (
  tx: Transaction,
  deps: Deps,
  organizationId: string,
  notice: { readonly title: string; readonly body: string },
): Promise<void> => {
  const accounts = await tx
    .trx('legal_person as l')
    .join('account as h', 'h.id', 'l.account_id')
    .where('l.organization_id', organizationId)
    .whereNull('l.released_at')
    .whereNull('h.closed_at')
    .pluck<string[]>('h.id')
  for (const accountId of accounts) await tellAccount(tx, deps, { accountId, ...notice })
}
