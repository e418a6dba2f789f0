import { createHash } from 'node:crypto'
import type { Knex } from 'knex'
import { snapshotContent, type Snapshot } from '../../core/submissions/snapshot.ts'
import type { FieldCrypto } from '../../infra/field-crypto.ts'

export type SnapshotRow = {
  id: number
  case_id: string
  event_id: number
  stage: string
  content_enc: string
  at: Date
}

const place = (caseId: string, eventId: number): string => `snapshot.content:${caseId}:${eventId}`

/** The row's content and the hash of what it says. */
export const sealSnapshot = (crypto: FieldCrypto, caseId: string, eventId: number, snapshot: Snapshot) => {
  const text = JSON.stringify(snapshot)
  return {
    content_enc: crypto.encrypt(text, place(caseId, eventId)),
    sha256: createHash('sha256').update(text).digest('hex'),
  }
}

export const openSnapshot = (
  crypto: FieldCrypto,
  stored: Pick<SnapshotRow, 'case_id' | 'event_id' | 'content_enc'>,
): Snapshot =>
  snapshotContent.parse(JSON.parse(crypto.decrypt(stored.content_enc, place(stored.case_id, stored.event_id))))

/** What was handed in last of a stage of a case; nothing where nothing was. */
export const lastSnapshot = async (
  knex: Knex,
  crypto: FieldCrypto,
  { id, stage }: { readonly id: string; readonly stage: string },
): Promise<Snapshot | undefined> => {
  const row = await knex('snapshot')
    .where({ case_id: id, stage })
    .orderBy('id', 'desc')
    .first<Pick<SnapshotRow, 'case_id' | 'event_id' | 'content_enc'> | undefined>('case_id', 'event_id', 'content_enc')
  return row && openSnapshot(crypto, row)
}
