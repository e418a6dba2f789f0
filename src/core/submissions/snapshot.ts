import { z } from 'zod'

/** One answer: readable, and typed by its kind and raw value. Old submissions have the readable text only. */
const row = z.object({
  field: z.string(),
  label: z.string(),
  text: z.string(),
  before: z.string().optional(),
  kind: z.string().optional(),
  value: z.string().optional(),
})

const file = z.object({
  id: z.string(),
  name: z.string(),
  sha256: z.string(),
  size: z.number(),
  type: z.string(),
  /** Unknown of files received before they were counted. */
  pages: z.number().optional(),
})

export const snapshotContent = z.object({
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
      files: z.array(file),
      /** What stands for the paper where there is none. */
      instead: z.string().optional(),
    }),
  ),
  /** The unit's online consent as it was then, and what was otherwise than what the unit had seen. */
  consent: z
    .object({ unit: z.string(), number: z.string(), date: z.string(), changed: z.array(z.string()) })
    .optional(),
  /** What the rules pointed out and did not forbid, as the applicant read it when submitting. */
  findings: z.array(z.object({ page: z.string(), text: z.string(), basis: z.string() })).default([]),
})

/**
 * What was submitted, readable for ever: labels and texts as they stood, typed values, and the hashes of the files. An
 * old case stays readable when the questions change.
 */
export type Snapshot = z.infer<typeof snapshotContent>
export type SubmittedSection = Snapshot['sections'][number]
export type SubmittedRow = z.infer<typeof row>
export type SubmittedMaterial = Snapshot['materials'][number]
