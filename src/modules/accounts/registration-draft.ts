import { z } from 'zod'
import type { Deps } from '../../deps.ts'
import { sessionDigest } from './codes.ts'

const draftSchema = z.object({
  /** The password typed before the code was asked for: it is not printed into a page, so it waits here. */
  password: z.string().optional(),
  /** Index of the phone for which a captcha was solved, and how many codes were sent on it. */
  captchaFor: z.string().optional(),
  sends: z.number().default(0),
  /** Index of the phone whose code was right, when something else then kept the account from being made. */
  phoneProved: z.string().optional(),
})

export type RegistrationDraft = z.infer<typeof draftSchema>

const seconds = 600

/** What one browser has reached on the registration form, sealed, in Redis for ten minutes and no longer. */
const keyOf = (sessionId: string): string => `register-draft:${sessionDigest(sessionId)}`

export const readDraft = async (deps: Deps, sessionId: string): Promise<RegistrationDraft> => {
  const key = keyOf(sessionId)
  const sealed = await deps.redis.get(key)
  return draftSchema.parse(sealed === null ? {} : JSON.parse(deps.crypto.decrypt(sealed, key)))
}

export const writeDraft = async (deps: Deps, sessionId: string, draft: RegistrationDraft): Promise<void> => {
  const key = keyOf(sessionId)
  await deps.redis.set(key, deps.crypto.encrypt(JSON.stringify(draft), key), 'EX', seconds)
}

export const dropDraft = async (deps: Deps, sessionId: string): Promise<void> => {
  await deps.redis.del(keyOf(sessionId))
}
