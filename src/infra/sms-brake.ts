import type { Redis } from 'ioredis'
import type { Counter } from 'prom-client'
import { RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible'
import type { Logger } from './logger.ts'
import type { CodePurpose } from './sms-codes.ts'

/**
 * Shares of all codes, in hundredths. Each lane has its own counters, so that a flood at one door, from however many
 * networks, shuts no other: least of all that of officials.
 */
const shares = { registration: 40, login: 30, holder: 10, officials: 20 } as const

type SmsLane = keyof typeof shares

const lanes = {
  register: 'registration',
  'register-legal': 'registration',
  'resume-legal': 'registration',
  'login-phone': 'login',
  recover: 'login',
  'bank-card': 'holder',
  'phone-old': 'holder',
  'phone-new': 'holder',
  'close-account': 'holder',
  'transfer-case': 'holder',
  'staff-login': 'officials',
} as const satisfies Record<CodePurpose, SmsLane>

const windows = { day: 86_400, minute: 60 } as const

type Window = keyof typeof windows

type Braked = { readonly window: Window; readonly seconds: number }

export type SmsBrake = {
  /**
   * Counts one code; when its lane has none left, which window is full and for how many seconds. `known`: somebody who
   * was logged in with this browser before asks, whom a flood at the doors must not keep out.
   */
  readonly use: (purpose: CodePurpose, known: boolean) => Promise<Braked | undefined>
}

/**
 * The most codes that the portal as a whole sends in a minute and in a day, across all processes: what each network and
 * number may have adds up when many of them take part. A full lane is an error in the log once a window.
 */
export const createSmsBrake = (
  redis: Redis,
  most: Readonly<Record<Window, number>>,
  log: Pick<Logger, 'error'>,
  refused: Counter<'lane' | 'window'>,
): SmsBrake => {
  const limiterOf = (lane: SmsLane, window: Window) =>
    new RateLimiterRedis({
      storeClient: redis,
      keyPrefix: `sms-brake:${window}`,
      points: Math.ceil((most[window] * shares[lane]) / 100),
      duration: windows[window],
    })
  const limiters = Object.fromEntries(
    Object.keys(shares).map((lane) => [
      lane,
      { day: limiterOf(lane as SmsLane, 'day'), minute: limiterOf(lane as SmsLane, 'minute') },
    ]),
  ) as Record<SmsLane, Record<Window, RateLimiterRedis>>

  const count = async (lane: SmsLane, window: Window): Promise<Braked | undefined> => {
    try {
      await limiters[lane][window].consume(lane)
      return undefined
    } catch (error) {
      if (!(error instanceof RateLimiterRes)) throw error
      refused.inc({ lane, window })
      const told = await redis.set(`sms-brake:told:${window}:${lane}`, '1', 'PX', error.msBeforeNext, 'NX')
      if (told === 'OK')
        log.error({ lane, window, most: limiters[lane][window].points }, 'no more SMS codes are sent in this window')
      return { window, seconds: Math.ceil(error.msBeforeNext / 1000) }
    }
  }

  return {
    use: async (purpose, known) => {
      const door = lanes[purpose]
      const lane = known && door === 'login' ? 'holder' : door
      const day = await count(lane, 'day')
      if (day) return day
      const minute = await count(lane, 'minute')
      if (minute) await limiters[lane].day.reward(lane, 1)
      return minute
    },
  }
}
