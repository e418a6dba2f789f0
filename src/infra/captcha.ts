import { createHmac, randomInt } from 'node:crypto'
import type { Redis } from 'ioredis'
import svgCaptcha from 'svg-captcha'

const minutes = 5

/**
 * A captcha of the session: four characters in a picture, or a question in words for whoever cannot see it.
 * One try uses it up, right or wrong; it dies after five minutes (S4).
 */
export type Captcha = {
  readonly picture: (sessionId: string) => Promise<string>
  readonly question: (sessionId: string) => Promise<string>
  readonly check: (sessionId: string, answer: string) => Promise<boolean>
}

const digitsInWords = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'] as const

/** `fixed` is the answer that always counts: for automated checks only, refused in production by the configuration. */
export const createCaptcha = (redis: Redis, secret: string, fixed: string | undefined): Captcha => {
  const keyOf = (sessionId: string) =>
    `captcha:${createHmac('sha256', secret).update(`captcha:${sessionId}`).digest('base64url')}`
  const keep = (sessionId: string, answer: string) =>
    redis.set(keyOf(sessionId), answer.toLowerCase(), 'EX', minutes * 60)
  return {
    picture: async (sessionId) => {
      const made = svgCaptcha.create({
        size: 4,
        ignoreChars: '0oO1ilI5sS2zZ',
        noise: 2,
        width: 140,
        height: 44,
        color: true,
      })
      await keep(sessionId, made.text)
      return made.data
    },
    question: async (sessionId) => {
      // A small sum would be guessed by one blind try in ten.
      const answer = String(randomInt(1000, 10_000))
      await keep(sessionId, answer)
      return `请用阿拉伯数字写出：${Array.from(answer, (digit) => digitsInWords[Number(digit)]).join('')}`
    },
    check: async (sessionId, answer) => {
      const expected = await redis.getdel(keyOf(sessionId))
      const given = answer.normalize('NFKC').trim().toLowerCase()
      if (fixed !== undefined && given === fixed.toLowerCase()) return true
      return expected !== null && given === expected
    },
  }
}
