import { z } from 'zod'
import { sessionDraft } from './session-draft.ts'

/** What one browser has reached in recovering an account. Times in milliseconds. */
const draftSchema = z.object({
  /** Names this attempt: a page of an earlier one, open in another tab, must not go on with another account. */
  flow: z.string().optional(),
  /** Absent when nobody of that name exists and that may not be told: all goes on alike, and leads nowhere. */
  accountId: z.string().optional(),
  /** Index of the phone that proves the holder. */
  phoneIndex: z.string().optional(),
  /** Stands for what was typed where there is no account to count by. */
  identity: z.string().default(''),
  /** Whether the page may show what belongs to the account, as its phone in part. */
  told: z.boolean().default(false),
  /** When the credentials had last changed at the beginning: a change meanwhile ends the attempt. */
  credentials: z.number().default(0),
  sends: z.number().default(0),
  phoneProved: z.boolean().default(false),
  provedAt: z.number().optional(),
  /** Set at the end, so that going back or loading again shows the end and not the beginning. */
  done: z.object({ loginName: z.string(), legal: z.boolean(), phoneBack: z.string().optional() }).optional(),
})

export type RecoveryDraft = z.infer<typeof draftSchema>

/** Ten minutes without a step end an attempt. */
export const recoveryDraft = sessionDraft('recover', draftSchema, 600)
