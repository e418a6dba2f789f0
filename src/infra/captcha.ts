import { createHmac, randomInt } from 'node:crypto'
import { createChallenge, verifySolution, type Challenge } from 'altcha-lib'
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2'
import type { Redis } from 'ioredis'
import svgCaptcha from 'svg-captcha'
import { z } from 'zod'
import type { Clock } from './clock.ts'
import type { Limits } from './limits.ts'

const minutes = 5

/** What a form brings along: what somebody typed, and what their browser worked out. */
type CaptchaTry = { readonly typed: string; readonly work: string }

/** 'too-many': the network has typed too many answers; a browser that computes still gets through. */
export type CaptchaAnswer = 'right' | 'wrong' | 'too-many'

/**
 * A captcha of the session. Browsers compute a proof of work; whoever has no scripts reads four characters in a picture,
 * or a question in words when they cannot see it. Both can be read by machines too, so a network may type few answers.
 * One try uses it up, right or wrong; it dies after five minutes (S4).
 */
export type Captcha = {
  /** Both are remembered for the session, so many a network; they throw AppError TOO_MANY beyond. */
  readonly picture: (sessionId: string, network: string) => Promise<string>
  readonly question: (sessionId: string, network: string) => Promise<string>
  /**
   * Something to compute; harder for a network that asks for much of it, but never refused: it is kept nowhere, and
   * nobody must be able to take it from their neighbours.
   */
  readonly challenge: (sessionId: string, network: string) => Promise<Challenge>
  readonly check: (sessionId: string, given: CaptchaTry, network: string) => Promise<CaptchaAnswer>
}

const digitsInWords = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'] as const

/**
 * Rounds of PBKDF2 of one step, and how many steps a challenge takes: a million and a half rounds on average, one or two
 * seconds of a phone. Making one costs the portal a single step, and checking it two HMACs, for its key is signed.
 */
const rounds = 2000
const steps = { least: 500, most: 1000 } as const

/** The fewer challenges a network has left for these ten minutes, the harder they are. */
const hardness = (left: number): number => (left >= 500 ? 1 : left >= 300 ? 2 : 4)

const workSchema = z.object({
  challenge: z.object({
    parameters: z.looseObject({
      data: z.object({ session: z.string(), until: z.number() }),
    }),
    signature: z.string(),
  }),
  solution: z.object({ counter: z.number(), derivedKey: z.string() }),
})

/** A solution as the browser sends it: JSON in base64. */
const readWork = (
  text: string,
): { challenge: Challenge; solution: { counter: number; derivedKey: string } } | undefined => {
  // A genuine one has about 800 characters.
  if (text === '' || text.length > 2000) return undefined
  try {
    const read: unknown = JSON.parse(Buffer.from(text, 'base64').toString())
    return workSchema.safeParse(read).success ? (read as ReturnType<typeof readWork>) : undefined
  } catch {
    return undefined
  }
}

/** `fixed` is the answer that always counts: for automated checks only, refused in production by the configuration. */
export const createCaptcha = (
  { redis, limits, clock }: { readonly redis: Redis; readonly limits: Limits; readonly clock: Clock },
  secret: string,
  fixed: string | undefined,
): Captcha => {
  const digest = (text: string) => createHmac('sha256', secret).update(text).digest('base64url')
  const keyOf = (sessionId: string) => `captcha:${digest(`captcha:${sessionId}`)}`
  const signing = {
    hmacSignatureSecret: digest('captcha-work'),
    hmacKeySignatureSecret: digest('captcha-work-key'),
  }
  const keep = async (sessionId: string, network: string, kind: 'picture' | 'words', answer: string) => {
    await limits.use('captcha-kept', network)
    await redis.set(keyOf(sessionId), `${kind}:${answer.toLowerCase()}`, 'EX', minutes * 60)
  }

  /** Whether it was computed for a challenge of this session, in time and for the first time. */
  const worked = async (sessionId: string, text: string): Promise<boolean> => {
    const work = readWork(text)
    if (!work) return false
    const { session, until } = work.challenge.parameters.data as { session: string; until: number }
    const left = until - clock.now().getTime()
    if (session !== keyOf(sessionId) || left <= 0) return false
    const { verified } = await verifySolution({ ...work, ...signing, deriveKey })
    if (!verified) return false
    return (await redis.set(`captcha-work:${work.challenge.signature ?? ''}`, '1', 'PX', left, 'NX')) === 'OK'
  }

  return {
    picture: async (sessionId, network) => {
      const made = svgCaptcha.create({
        size: 4,
        ignoreChars: '0oO1ilI5sS2zZ',
        noise: 2,
        width: 140,
        height: 44,
        color: true,
      })
      await keep(sessionId, network, 'picture', made.text)
      return made.data
    },
    question: async (sessionId, network) => {
      // A small sum would be guessed by one blind try in ten.
      const answer = String(randomInt(1000, 10_000))
      await keep(sessionId, network, 'words', answer)
      return `请用阿拉伯数字写出：${Array.from(answer, (digit) => digitsInWords[Number(digit)]).join('')}`
    },
    challenge: async (sessionId, network) => {
      await limits.isWithin('captcha-work', network)
      const factor = hardness(await limits.left('captcha-work', network))
      return createChallenge({
        algorithm: 'PBKDF2/SHA-256',
        cost: rounds,
        counter: randomInt(steps.least * factor, steps.most * factor),
        data: { session: keyOf(sessionId), until: clock.now().getTime() + minutes * 60_000 },
        deriveKey,
        ...signing,
      })
    },
    check: async (sessionId, { typed, work }, network) => {
      const given = typed.normalize('NFKC').trim().toLowerCase()
      if (await worked(sessionId, work)) return 'right'
      if (given === '') return 'wrong'
      const expected = await redis.getdel(keyOf(sessionId))
      if (fixed !== undefined && given === fixed.toLowerCase()) return 'right'
      if (expected === null) return 'wrong'
      const [kind, answer] = expected.split(':')
      if (!(await limits.isWithin(kind === 'words' ? 'captcha-words' : 'captcha-picture', network))) return 'too-many'
      return given === answer ? 'right' : 'wrong'
    },
  }
}
