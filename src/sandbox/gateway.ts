import type { Redis } from 'ioredis'
import { z } from 'zod'

const list = 'sandbox:sms'
const kept = 500
const day = 86_400

const storedSchema = z.object({ phone: z.string(), text: z.string(), sentAt: z.string() })

export type SandboxSms = z.infer<typeof storedSchema> & {
  /** The six digits in the text, empty when it carries none. */
  readonly code: string
}

/** What the gateway of the outside world takes. */
export const messageSchema = z.object({
  id: z.uuid(),
  phone: z.string().regex(/^1\d{10}$/),
  text: z.string().min(1).max(500),
})

/** Keeps a delivered message, once: an id that came before is a repeated delivery. */
export const keepMessage = async (redis: Redis, message: z.infer<typeof messageSchema>, now: Date): Promise<void> => {
  if ((await redis.set(`sandbox:sms:seen:${message.id}`, '1', 'EX', day, 'NX')) === null) return
  const { phone, text } = message
  await redis
    .multi()
    .lpush(list, JSON.stringify({ phone, text, sentAt: now.toISOString() }))
    .ltrim(list, 0, kept - 1)
    .expire(list, day)
    .exec()
}

/** Messages newest first, of one phone or of all. */
export const readMessages = async (redis: Redis, phone: string): Promise<readonly SandboxSms[]> =>
  (await redis.lrange(list, 0, kept - 1))
    .map((line) => storedSchema.parse(JSON.parse(line)))
    .filter((message) => phone === '' || message.phone === phone)
    .map((message) => ({ ...message, code: /(?<!\d)\d{6}(?!\d)/.exec(message.text)?.[0] ?? '' }))
