import { randomUUID } from 'node:crypto'
import type { RegisterChange } from '../../core/register/changes.ts'
import type { Transaction } from '../../db/command.ts'
import type { Deps } from '../../deps.ts'
import type { OrganizationRow } from './entry.ts'
import type { ChangeSource } from './write.ts'

const place = (id: string): string => `planned_change.changes:${id}`

/** Keeps changes for the day they take effect; the register says what it said until then. */
export const plan = async (
  tx: Transaction,
  deps: Pick<Deps, 'crypto'>,
  organization: OrganizationRow,
  changes: readonly RegisterChange[],
  source: ChangeSource,
): Promise<void> => {
  const id = randomUUID()
  await tx.trx('planned_change').insert({
    id,
    organization_id: organization.id,
    changes_enc: deps.crypto.encrypt(JSON.stringify(changes), place(id)),
    case_id: source.caseId,
    event_id: source.eventId,
    effective_on: source.effectiveOn,
    planned_at: tx.now,
    status: 'WAITING',
  })
}

/** The changes that were kept. */
export const openPlanned = (
  { crypto }: Pick<Deps, 'crypto'>,
  row: { readonly id: string; readonly changes_enc: string },
): readonly RegisterChange[] => JSON.parse(crypto.decrypt(row.changes_enc, place(row.id))) as readonly RegisterChange[]
