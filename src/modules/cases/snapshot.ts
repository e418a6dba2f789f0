import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { FieldCrypto } from '../../infra/field-crypto.ts'

const row = z.object({ field: z.string(), label: z.string(), text: z.string(), before: z.string().optional() })

const snapshotContent = z.object({
  sections: z.array(
    z.object({
      page: z.string(),
      title: z.string(),
      rows: z.array(row),
      items: z.array(z.object({ id: z.string(), title: z.string(), rows: z.array(row) })),
    }),
  ),
  materials: z.array(
    z.object({
      code: z.string(),
      title: z.string(),
      files: z.array(
        z.object({ id: z.string(), name: z.string(), sha256: z.string(), size: z.number(), type: z.string() }),
      ),
    }),
  ),
  /** What the rules pointed out and did not forbid, as the applicant read it when submitting. */
  findings: z.array(z.object({ page: z.string(), text: z.string(), basis: z.string() })).default([]),
})

/**
 * What was submitted, readable for ever: labels and texts as they stood, and the hashes of the files. An old case
 * stays readable when the questions change.
 */
export type Snapshot = z.infer<typeof snapshotContent>

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
