import { z } from 'zod'
import { codeDraftFields } from './code-step.ts'
import { sessionDraft } from './session-draft.ts'

const draftSchema = z.object({
  ...codeDraftFields,
  /** The password typed before the code was asked for: it is not printed into a page, so it waits here. */
  password: z.string().optional(),
})

export type RegistrationDraft = z.infer<typeof draftSchema>

/** Ten minutes of the personal registration form. */
export const registrationDraft = sessionDraft('register', draftSchema, 600)
