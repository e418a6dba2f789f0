import type { Redis } from 'ioredis'
import { RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible'
import { AppError } from '../core/errors.ts'

/** How often something may be done: points per seconds, counted per subject across all processes. */
const rates = {
  'login-personal-address': { points: 60, seconds: 600 },
  'login-legal-address': { points: 60, seconds: 600 },
  'login-certificate-address': { points: 60, seconds: 600 },
  'recover-address': { points: 60, seconds: 600 },
  'staff-login-address': { points: 20, seconds: 600 },
  'staff-login-captcha-address': { points: 60, seconds: 600 },
  'unknown-account': { points: 10, seconds: 3600 },
  'register-address': { points: 30, seconds: 3600 },
  'register-inspect-address': { points: 60, seconds: 3600 },
  'register-inspect-phone': { points: 20, seconds: 3600 },
  'register-upload-address': { points: 20, seconds: 3600 },
  'register-upload-day': { points: 60, seconds: 86_400 },
  'register-upload-phone': { points: 10, seconds: 86_400 },
  'captcha-work': { points: 600, seconds: 600 },
  'captcha-kept': { points: 600, seconds: 600 },
  'captcha-picture': { points: 20, seconds: 600 },
  'captcha-words': { points: 10, seconds: 600 },
  'taken-document': { points: 2, seconds: 3600 },
  'document-end-address': { points: 30, seconds: 3600 },
  'recover-account': { points: 10, seconds: 86_400 },
  'document-end-told': { points: 1, seconds: 86_400 },
  'verify-account-day': { points: 5, seconds: 86_400 },
  'verify-document-day': { points: 10, seconds: 86_400 },
  'legal-verify-address': { points: 20, seconds: 3600 },
  'legal-verify-code-day': { points: 20, seconds: 86_400 },
  'identity-account-day': { points: 5, seconds: 86_400 },
  'confirm-account': { points: 30, seconds: 600 },
  'face-photo': { points: 20, seconds: 3600 },
  'bind-account': { points: 5, seconds: 3600 },
  'bind-organization': { points: 20, seconds: 86_400 },
  'desk-search': { points: 60, seconds: 3600 },
  'case-search': { points: 60, seconds: 3600 },
  // A check costs a millisecond, and an office that tries names out shares one address.
  'name-check-address': { points: 1200, seconds: 600 },
  'availability-address': { points: 60, seconds: 60 },
  'sms-interval': { points: 1, seconds: 60 },
  'sms-number-day': { points: 10, seconds: 86_400 },
  'sms-address-day': { points: 50, seconds: 86_400 },
  'calendar-address': { points: 120, seconds: 600 },
  'calendar-account': { points: 10, seconds: 86_400 },
  'verify-document': { points: 120, seconds: 600 },
  // Takes a process of the inspector's a second at most; a check by code goes on when it is used up.
  'verify-signatures': { points: 40, seconds: 600 },
  // Two charters are compared word by word.
  'charter-address': { points: 120, seconds: 600 },
  'staff-totp': { points: 5, seconds: 1800 },
  'staff-totp-day': { points: 20, seconds: 86_400 },
  'transfer-account': { points: 10, seconds: 86_400 },
  'transfer-receiver': { points: 3, seconds: 86_400 },
  'transfer-sms': { points: 6, seconds: 86_400 },
  'grant-account': { points: 5, seconds: 86_400 },
  'grant-phone': { points: 3, seconds: 86_400 },
  'tell-owner': { points: 3, seconds: 86_400 },
  // A file takes the process that makes all of them a tenth of a second.
  // Made once, so that only the line is to be spared.
  'blank-charter-address': { points: 120, seconds: 600 },
  'own-form': { points: 30, seconds: 600 },
  'ask-unit': { points: 5, seconds: 86_400 },
  'seal-part': { points: 10, seconds: 3600 },
  upload: { points: 300, seconds: 600 },
} as const

export type RateName = keyof typeof rates

export type Limits = {
  /**
   * Counts one use; throws AppError TOO_MANY when the subject has none left. `message` is a sentence, or makes one of
   * the time to wait. Redis away: throws (fails closed).
   */
  readonly use: (name: RateName, subject: string, message?: string | ((wait: string) => string)) => Promise<void>
  /** Counts one use; false when the subject has none left. */
  readonly isWithin: (name: RateName, subject: string) => Promise<boolean>
  /** Takes one counted use back: what was used turned out to be in order. */
  readonly giveBack: (name: RateName, subject: string) => Promise<void>
  /** How many uses the subject has left. */
  readonly left: (name: RateName, subject: string) => Promise<number>
  readonly reset: (name: RateName, subject: string) => Promise<void>
}

/** A time to wait as told to people; what has begun counts whole. */
const waitText = (seconds: number): string =>
  seconds > 7200 ? `${Math.ceil(seconds / 3600)}小时` : `${Math.max(1, Math.ceil(seconds / 60))}分钟`

export const createLimits = (redis: Redis): Limits => {
  const limiters = new Map(
    Object.entries(rates).map(([name, { points, seconds }]) => [
      name,
      new RateLimiterRedis({ storeClient: redis, keyPrefix: `limit:${name}`, points, duration: seconds }),
    ]),
  )
  const limiter = (name: RateName): RateLimiterRedis => {
    const found = limiters.get(name)
    if (!found) throw new Error(`no limit ${name}`)
    return found
  }
  return {
    use: async (name, subject, message = (wait) => `操作过于频繁，请${wait}后再试`) => {
      try {
        await limiter(name).consume(subject)
      } catch (error) {
        if (!(error instanceof RateLimiterRes)) throw error
        const seconds = Math.ceil(error.msBeforeNext / 1000)
        throw new AppError('TOO_MANY', typeof message === 'string' ? message : message(waitText(seconds)), seconds)
      }
    },
    isWithin: async (name, subject) => {
      try {
        await limiter(name).consume(subject)
        return true
      } catch (error) {
        if (error instanceof RateLimiterRes) return false
        throw error
      }
    },
    giveBack: async (name, subject) => {
      await limiter(name).reward(subject, 1)
    },
    left: async (name, subject) => (await limiter(name).get(subject))?.remainingPoints ?? rates[name].points,
    reset: async (name, subject) => {
      await limiter(name).delete(subject)
    },
  }
}
