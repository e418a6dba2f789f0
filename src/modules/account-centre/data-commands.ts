import type { Deps } from '../../deps.ts'
import type { Applicant, Context } from '../../web/route.ts'

/** Records that the holder took a copy of everything. Awaited before it is sent. */
export const recordExport = (
  deps: Deps,
  { actor, audit }: Pick<Context<Applicant>, 'actor' | 'audit'>,
): Promise<void> =>
  deps.command({ actorKind: 'applicant', actorId: actor.id, ...audit }, async (tx) => {
    tx.audit({ chain: 'platform', action: 'personal-data-exported', objectKind: 'account', objectId: actor.id })
  })
