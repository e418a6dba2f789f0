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
  | 'transfer-case'
  | 'staff-login'

export const codeMinutes = 5
const tries = 5

/** How long a code that was right is remembered for its form, from that moment on. */
const proofMinutes = 10
/** A registration of a legal person waits for its verification, and its form is kept as long. */
const longProofMinutes = 30

// KEYS[1] code; ARGV[1] hash. Compares, counts wrong tries, and spends the code when right: all at once.
const check = `
local held = redis.call('HGET', KEYS[1], 'hash')
if not held then return 'gone' end
if held == ARGV[1] then redis.call('DEL', KEYS[1]) return 'right' end
if redis.call('HINCRBY', KEYS[1], 'wrong', 1) >= tonumber(ARGV[2]) then redis.call('DEL', KEYS[1]) return 'dead' end
return 'wrong'`

// The same, but a right code is remembered instead of spent, until the form it belongs to is through.
const prove = `
if redis.call('HEXISTS', KEYS[1], 'proved') == 1 then return 'right' end
local held = redis.call('HGET', KEYS[1], 'hash')
if not held then return 'gone' end
if held == ARGV[1] then
  redis.call('DEL', KEYS[1])
  redis.call('HSET', KEYS[1], 'proved', 1)
  redis.call('PEXPIRE', KEYS[1], ARGV[3])
  return 'right'
end
if redis.call('HINCRBY', KEYS[1], 'wrong', 1) >= tonumber(ARGV[2]) then redis.call('DEL', KEYS[1]) return 'dead' end
return 'wrong'`

const take = `
if redis.call('HEXISTS', KEYS[1], 'proved') == 0 then return 0 end
local left = redis.call('PTTL', KEYS[1])
redis.call('DEL', KEYS[1])
return left`

export type CodeAnswer = 'right' | 'wrong' | 'dead' | 'gone'

export type SmsCodes = {
  /** A new six-digit code; it replaces an earlier one of the same purpose and subject. */
  readonly create: (purpose: CodePurpose, subject: string) => Promise<string>
  /** Spends a right code at once: for a form that asks for nothing else. */
  readonly check: (purpose: CodePurpose, subject: string, code: string) => Promise<CodeAnswer>
  /**
   * Spends a right code and remembers that it was, for this purpose and subject only, so that whatever else is wrong
   * with the form costs no second message. Once remembered every answer is 'right'; a new code ends it.
   */
  readonly prove: (purpose: CodePurpose, subject: string, code: string) => Promise<CodeAnswer>
  readonly isProved: (purpose: CodePurpose, subject: string) => Promise<boolean>
  /** Ends what is remembered: the milliseconds it had left, or 0. Of two at the same instant one gets them. */
  readonly take: (purpose: CodePurpose, subject: string) => Promise<number>
  /** Remembers a proof that was made elsewhere or taken in vain. */
  readonly grant: (purpose: CodePurpose, subject: string, milliseconds?: number) => Promise<void>
}

/** Codes live in Redis as keyed hashes, five minutes, for five tries and one use (S5). */
export const createSmsCodes = (redis: Redis, secret: string): SmsCodes => {
  const hash = (purpose: CodePurpose, subject: string, code: string) =>
    createHmac('sha256', secret).update(`sms:${purpose}:${subject}:${code}`).digest('base64url')
  const keyOf = (purpose: CodePurpose, subject: string) => `sms-code:${purpose}:${subject}`
  const proofLife = (purpose: CodePurpose) => (purpose === 'register-legal' ? longProofMinutes : proofMinutes) * 60_000
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
    prove: async (purpose, subject, code) => {
      const key = keyOf(purpose, subject)
      return (await redis.eval(prove, 1, key, hash(purpose, subject, code), tries, proofLife(purpose))) as CodeAnswer
    },
    isProved: async (purpose, subject) => (await redis.hexists(keyOf(purpose, subject), 'proved')) === 1,
    take: async (purpose, subject) => (await redis.eval(take, 1, keyOf(purpose, subject))) as number,
    grant: async (purpose, subject, milliseconds = proofLife(purpose)) => {
      const key = keyOf(purpose, subject)
      await redis.multi().del(key).hset(key, { proved: 1 }).pexpire(key, milliseconds).exec()
    },
  }
}
