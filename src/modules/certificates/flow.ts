import { z } from 'zod'
import type { Presented } from '../../core/signatures/bindings.ts'
import { sessionDraft } from '../accounts/session-draft.ts'

const minutes = 60

/** A login under way at the platform, in the browser's session; taken once. */
export const platformFlow = sessionDraft(
  'certificate-flow',
  z.object({
    flow: z.object({ state: z.string(), nonce: z.string(), verifier: z.string() }).optional(),
    next: z.string().optional(),
  }),
  10 * minutes,
)

/** A certificate that was presented and is in order, while its holder says whose it is. */
export const presentedStep = sessionDraft(
  'certificate-step',
  z.object({
    presented: z
      .object({
        issuer: z.string(),
        serial: z.string(),
        fingerprint: z.string(),
        subject: z.string(),
        algorithm: z.string(),
        unit: z.string(),
        uscc: z.string(),
        person: z.string().optional(),
        notBefore: z.coerce.date(),
        notAfter: z.coerce.date(),
      })
      .transform((one): Presented => ({ ...one, person: one.person }))
      .optional(),
    next: z.string().optional(),
  }),
  15 * minutes,
)
