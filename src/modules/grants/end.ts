import { graceDays, grantEndings, type GrantEnding } from '../../core/grants.ts'
import { localDate } from '../../core/workflow/deadlines.ts'
import type { Transaction } from '../../db/command.ts'
import { tellAccount } from '../messages/account-notice.ts'
import type { SmsDeps } from '../messages/sms.ts'
import type { GrantRow } from './store.ts'

type Which =
  | { readonly id: string }
  | { readonly case_id: string }
  | { readonly organization_id: string }
  | { readonly giver_id: string; readonly organization_id?: null }
  | { readonly holder_id: string }

const day = 24 * 3_600_000

/**
 * Ends grants and invitations, of a case, an organization or an account, or one. Whoever has one learns it in the inbox, and the giver
 * what others ended; each end is recorded. `by` is the account that did it; nobody's where the portal did.
 */
export const endGrants = async (
  tx: Transaction,
  deps: SmsDeps,
  which: Which,
  ending: GrantEnding,
  by?: string,
): Promise<number> => {
  const ended = await tx
    .trx('access_grant')
    .where(which)
    .whereNull('revoked_at')
    .update({ revoked_at: tx.now, revoked_by: by ?? null, ending })
    .returning<GrantRow[]>('*')
  for (const grant of ended) {
    // Whoever replaces one knows it.
    const told = ending !== 'replaced' && grant.valid_to >= localDate(tx.now) ? [grant.holder_id, grant.giver_id] : []
    const what = grant.organization_id === null ? `一起办理“${grant.title}”` : `担任“${grant.title}”经办人`
    const body = `${grant.invited_name}${what}的授权已经结束：${grantEndings[ending]}。`
    for (const accountId of told)
      if (accountId !== null && accountId !== by)
        await tellAccount(tx, deps, { accountId, title: '授权已经结束', body })
    tx.audit({
      chain: 'platform',
      action: 'grant-ended',
      ...(grant.organization_id === null
        ? { objectKind: 'case', objectId: grant.case_id ?? undefined }
        : { objectKind: 'organization', objectId: grant.organization_id }),
      details: { grant: grant.id, ending },
    })
  }
  return ended.length
}

/** With the end of a case its grants run out: a colleague may look at how it ended for some time more. */
export const letGrantsLapse = (tx: Transaction, caseId: string): Promise<unknown> => {
  const last = localDate(new Date(tx.now.getTime() + graceDays * day))
  return tx
    .trx('access_grant')
    .where({ case_id: caseId })
    .whereNull('revoked_at')
    .where('valid_to', '>', last)
    .update({ valid_to: last })
}
