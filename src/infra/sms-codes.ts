import { createHmac, randomInt } from 'node:crypto'
import type { Redis } from 'ioredis'

/** What a code is good for; a code for one purpose is useless for another. */
export type CodePurpose =
  | 'register'
  | 'register-legal'
  | 'resume-legal'
  | 'login-phone'
  | 'recover'
  | 'bank-card'
  | 'phone-old'
  | 'phone-new'
  | 'close-account'
  | 'staff-login'

export const codeMinutes = 5
const tries = 5

// KEYS[1] code; ARGV[1] hash. Compares, counts wrong tries, and spends the code when right: all at once.
const check = `
local held = redis.call('HGET', KEYS[1], 'hash')
if not held then return 'gone' end
if held == ARGV[1] then redis.call('DEL', KEYS[1]) return 'right' end
if redis.call('HINCRBY', KEYS[1], 'wrong', 1) >= tonumber(ARGV[2]) then redis.call('DEL', KEYS[1]) return 'dead' end
return 'wrong'`

export type CodeAnswer = 'right' | 'wrong' | 'dead' | 'gone'

export type SmsCodes = {
  /** A new six-digit code; it replaces an earlier one of the same purpose and subject. */
  readonly create: (purpose: CodePurpose, subject: string) => Promise<string>
  readonly check: (purpose: CodePurpose, subject: string, code: string) => Promise<CodeAnswer>
}

/** Codes live in Redis as keyed hashes, five minutes, for five tries and one use (S5). */
export const createSmsCodes = (redis: Redis, secret: string): SmsCodes => {
  const hash = (purpose: CodePurpose, subject: string, code: string) =>
    createHmac('sha256', secret).update(`sms:${purpose}:${subject}:${code}`).digest('base64url')
  const keyOf = (purpose: CodePurpose, subject: string) => `sms-code:${purpose}:${subject}`
  return {
    create: async (purpose, subject) => {
      const code = String(randomInt(1_000_000)).padStart(6, '0')
      const key = keyOf(purpose, subject)
      await redis
        .multi()
        .del(key)
        .hset(key, { hash: hash(purpose, subject, code), wrong: 0 })
        .expire(key, codeMinutes * 60)
        .exec()
      return code
    },
    check: async (purpose, subject, code) =>
      (await redis.eval(check, 1, keyOf(purpose, subject), hash(purpose, subject, code), tries)) as CodeAnswer,
  }
}
