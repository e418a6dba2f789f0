import { z } from 'zod'
import { codeDraftFields } from '../accounts/code-step.ts'
import { sessionDraft } from '../accounts/session-draft.ts'

const draftSchema = z.object({
  ...codeDraftFields,
  /** Index of the present phone, once it was proven. */
  oldProved: z.string().optional(),
})

export type PhoneDraft = z.infer<typeof draftSchema>

/** Fifteen minutes of changing a phone. */
export const phoneDraft = sessionDraft('phone', draftSchema, 900)
