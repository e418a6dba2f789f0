import type { z } from 'zod'
import type { Deps } from '../../deps.ts'
import { sessionDigest } from './codes.ts'

/**
 * What one browser has reached on a form in several steps, sealed, in Redis for some seconds and no longer. Reading
 * what is not there gives the schema's defaults.
 */
export const sessionDraft = <Schema extends z.ZodType>(name: string, schema: Schema, seconds: number) => {
  const keyOf = (sessionId: string): string => `${name}-draft:${sessionDigest(sessionId)}`
  return {
    read: async (deps: Deps, sessionId: string): Promise<z.infer<Schema>> => {
      const key = keyOf(sessionId)
      const sealed = await deps.redis.get(key)
      return schema.parse(sealed === null ? {} : JSON.parse(deps.crypto.decrypt(sealed, key)))
    },
    write: async (deps: Deps, sessionId: string, draft: z.infer<Schema>): Promise<void> => {
      const key = keyOf(sessionId)
      await deps.redis.set(key, deps.crypto.encrypt(JSON.stringify(draft), key), 'EX', seconds)
    },
    /** Reads and removes at once: of two that come at the same instant one gets it, the other the defaults. */
    take: async (deps: Deps, sessionId: string): Promise<z.infer<Schema>> => {
      const key = keyOf(sessionId)
      const sealed = await deps.redis.getdel(key)
      return schema.parse(sealed === null ? {} : JSON.parse(deps.crypto.decrypt(sealed, key)))
    },
    drop: async (deps: Deps, sessionId: string): Promise<void> => {
      await deps.redis.del(keyOf(sessionId))
    },
  }
}
