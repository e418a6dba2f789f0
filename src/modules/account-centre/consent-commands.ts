import type { Deps } from '../../deps.ts'
import type { Applicant, Context } from '../../web/route.ts'
import { byApplicant } from '../../web/acting.ts'

/** Stores that the account accepted versions of terms. The same ones sent twice are one consent. */
export const acceptVersions = (
  deps: Deps,
  { actor, audit }: Pick<Context<Applicant>, 'actor' | 'audit'>,
  accepted: readonly { readonly document: string; readonly version: string }[],
): Promise<void> =>
  deps.command(byApplicant(actor, audit), async (tx) => {
    // Two windows may agree at once: the second waits here, and finds it done.
    await tx.trx('account').where({ id: actor.id }).forUpdate().first('id')
    const known = await tx
      .trx('consent')
      .where({ account_id: actor.id })
      .select<{ document: string; version: string }[]>('document', 'version')
    const fresh = accepted.filter(
      (one) => !known.some((held) => held.document === one.document && held.version === one.version),
    )
    if (fresh.length > 0)
      await tx.trx('consent').insert(fresh.map((row) => ({ ...row, account_id: actor.id, accepted_at: tx.now })))
    for (const details of accepted)
      tx.audit({
        chain: 'platform',
        action: fresh.includes(details) ? 'consent-given' : 'consent-repeated',
        objectKind: 'account',
        objectId: actor.id,
        details,
      })
  })
