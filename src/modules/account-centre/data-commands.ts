import type { Deps } from '../../deps.ts'
import type { Applicant, Context } from '../../web/route.ts'
import { byApplicant } from '../../web/acting.ts'

/** Records that the holder took a copy of everything. Awaited before it is sent. */
export const recordExport = (
  deps: Deps,
  { actor, audit }: Pick<Context<Applicant>, 'actor' | 'audit'>,
): Promise<void> =>
  deps.command(byApplicant(actor, audit), async (tx) => {
    tx.audit({ chain: 'platform', action: 'personal-data-exported', objectKind: 'account', objectId: actor.id })
  })
