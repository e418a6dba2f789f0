import { createHash, randomBytes } from 'node:crypto'
import type { Redis } from 'ioredis'
import { z } from 'zod'

const random = (): string => randomBytes(32).toString('base64url')
const digest = (text: string): string => createHash('sha256').update(text).digest('base64url')

const requestSchema = z.object({
  /** Of the browser's session: an answer out of another one is none. */
  session: z.string(),
  text: z.string(),
  redirectUri: z.string(),
  state: z.string(),
  nonce: z.string(),
  challenge: z.string(),
})

const grantSchema = z.object({
  redirectUri: z.string(),
  challenge: z.string(),
  claims: z.record(z.string(), z.unknown()),
})

/** Random and single: nobody guesses one, and whoever takes it first has it. */
const once = <Schema extends z.ZodType>(prefix: string, schema: Schema, seconds: number) => ({
  keep: async (redis: Redis, make: (id: string) => z.infer<Schema>): Promise<string> => {
    const id = random()
    await redis.set(`sandbox:yzt:${prefix}:${digest(id)}`, JSON.stringify(make(id)), 'EX', seconds)
    return id
  },
  take: async (redis: Redis, id: string): Promise<z.infer<Schema> | undefined> => {
    const kept = await redis.getdel(`sandbox:yzt:${prefix}:${digest(id)}`)
    return kept === null ? undefined : schema.parse(JSON.parse(kept))
  },
})

/** Questions that wait for their answer: two minutes, whatever clock the portal under test has. */
export const openRequests = once('request', requestSchema, 120)

/** Authorization codes that wait to be exchanged. */
export const grantedCodes = once('code', grantSchema, 60)

/** Whether a verifier is the one a challenge was made of (RFC 7636 §4.6). */
export const provesKey = (verifier: string, challenge: string): boolean => digest(verifier) === challenge

export const sessionMark = digest
