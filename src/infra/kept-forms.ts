import { randomBytes } from 'node:crypto'
import type { Redis, Result } from 'ioredis'
import { z } from 'zod'
import type { FieldCrypto } from './field-crypto.ts'

declare module 'ioredis' {
  interface RedisCommander<Context> {
    /** 1 when the text was kept, 0 when one of the counters is full. */
    keepForm(keys: number, ...keysAndArguments: readonly (string | number)[]): Result<number, Context>
  }
}

const keptSeconds = 30 * 60

const largestForm = 128 * 1024
/** Bytes within the half hour: of one network, and of all together, those whose account is known apart from the rest. */
const networkBytes = 2 * 1024 * 1024
const allBytes = 64 * 1024 * 1024

// KEYS: the text, the counters. ARGV: text, bytes, seconds, then the limit of each counter.
const keepWithin = `
for n = 2, #KEYS do
  if (tonumber(redis.call('GET', KEYS[n])) or 0) + ARGV[2] > tonumber(ARGV[n + 2]) then return 0 end
end
for n = 2, #KEYS do
  if redis.call('INCRBY', KEYS[n], ARGV[2]) == tonumber(ARGV[2]) then redis.call('EXPIRE', KEYS[n], ARGV[3]) end
end
redis.call('SET', KEYS[1], ARGV[1], 'EX', ARGV[3])
return 1`

const schema = z.object({
  /** Where the form was sent, and the page it stands on. */
  action: z.string(),
  page: z.string(),
  fields: z.array(z.tuple([z.string(), z.string()])),
  /** The form had files, or fields that are never kept. */
  hadFiles: z.boolean(),
  hadSecrets: z.boolean(),
  /** Slot of the session that sent it; absent when nothing tells. */
  owner: z.string().optional(),
  why: z.enum(['displaced', 'expired', 'left', 'setup', 'stale', 'outage']),
})

/** A form that was sent without a live session, or when the portal could not take it in. */
export type KeptForm = z.infer<typeof schema>

export type KeptForms = {
  /** How long what was typed waits for its author. */
  readonly seconds: number
  /** Keeps a form under a new id, or nothing when it is too large or too much is kept already. */
  readonly keep: (form: KeptForm, network: string) => Promise<string | undefined>
  readonly read: (id: string) => Promise<KeptForm | undefined>
  readonly drop: (id: string) => Promise<void>
}

const isId = (id: string): boolean => /^[\w-]{22}$/.test(id)

/** Typed texts in Redis, sealed, half an hour: whoever reads Redis reads none of them. */
export const createKeptForms = (redis: Redis, crypto: FieldCrypto): KeptForms => {
  redis.defineCommand('keepForm', { lua: keepWithin })
  const keyOf = (id: string): string => `kept:${id}`
  return {
    seconds: keptSeconds,
    keep: async (form, network) => {
      const id = randomBytes(16).toString('base64url')
      const sealed = crypto.encrypt(JSON.stringify(form), keyOf(id))
      if (sealed.length > largestForm) return undefined
      const counters = [`limit:kept:${network}`, `limit:kept-all:${form.owner === undefined ? 'unknown' : 'known'}`]
      const limits = [networkBytes, allBytes]
      const kept = await redis.keepForm(3, keyOf(id), ...counters, sealed, sealed.length, keptSeconds, ...limits)
      return kept === 1 ? id : undefined
    },
    read: async (id) => {
      if (!isId(id)) return undefined
      const sealed = await redis.get(keyOf(id))
      return sealed === null ? undefined : schema.parse(JSON.parse(crypto.decrypt(sealed, keyOf(id))))
    },
    drop: async (id) => {
      if (isId(id)) await redis.del(keyOf(id))
    },
  }
}
