import { createHash } from 'node:crypto'
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
