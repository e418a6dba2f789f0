import { z } from 'zod'
import { codeDraftFields } from '../accounts/code-step.ts'
import { sessionDraft } from '../accounts/session-draft.ts'
import { realNameChannelCodes } from '../real-name/channels.ts'

export const draftMinutes = 30

const certificateSchema = z.object({
  sha256: z.string(),
  size: z.number(),
  type: z.enum(['pdf', 'jpg', 'png']),
  name: z.string(),
})

/** A received picture of the certificate; the bytes are in the store. */
export type Certificate = z.infer<typeof certificateSchema>

/** A chosen password as its hash, with what it was checked against: changed data would need another check. */
const secretSchema = z.object({
  hash: z.string(),
  loginName: z.string(),
  phone: z.string(),
  idNumber: z.string(),
})

export type Secret = z.infer<typeof secretSchema>

const draftSchema = z.object({
  ...codeDraftFields,
  /** The password typed before the code was asked for: it is not printed into a page, so it waits here. */
  password: z.string().optional(),
  /** The same once it was hashed. */
  secret: secretSchema.optional(),
  certificate: certificateSchema.optional(),
  /** The form as it was sent, while its representative proves who that is. */
  proving: z.record(z.string(), z.string()).optional(),
  /** Who did, and how: good as long as the form names the same person. */
  proved: z.object({ name: z.string(), idNumber: z.string(), channel: z.enum(realNameChannelCodes) }).optional(),
  /** A form taken up again, to be shown once more. */
  resumed: z.record(z.string(), z.string()).optional(),
})

export type LegalDraft = z.infer<typeof draftSchema>

export const emptyDraft: LegalDraft = { sends: 0 }

/** Half an hour of the legal person's registration form. */
export const legalDraft = sessionDraft('register-legal', draftSchema, draftMinutes * 60)

const resumeSchema = z.object(codeDraftFields)

/** The same while a waiting registration is taken up again. */
export const resumeDraft = sessionDraft('resume-legal', resumeSchema, 600)

/** What of a registration waits for its verification, up to a day: never the password, only its hash. */
export const pendingSchema = z.object({
  values: z.record(z.string(), z.string()),
  secret: secretSchema,
  certificate: certificateSchema,
})

export type PendingContent = z.infer<typeof pendingSchema>
