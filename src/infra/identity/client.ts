import { randomUUID, timingSafeEqual } from 'node:crypto'
import {
  circuitBreaker,
  ConsecutiveBreaker,
  ConstantBackoff,
  handleAll,
  handleWhen,
  retry,
  timeout,
  TimeoutStrategy,
  wrap,
} from 'cockatiel'
import type { Clock } from '../clock.ts'
import type { Logger } from '../logger.ts'
import { identityAnswerSchema, identitySignature, signatureHeaders } from './messages.ts'
import type { IdentityAnswer, IdentityChannel } from './messages.ts'

export type ClientOptions = {
  /** Address of the gateway; the channel's name is added to it. */
  readonly url: string
  readonly key: string
  readonly clock: Clock
  readonly log: Pick<Logger, 'warn'>
  /** For one try, in milliseconds. */
  readonly tryMilliseconds?: number
  /** How long a channel that failed again and again is left alone, in milliseconds. */
  readonly restMilliseconds?: number
}

/** No true answer is longer. */
const longestAnswer = 16_384
/** Failed questions in a row after which a channel is left alone. */
const failuresToRest = 3

/** Why there is no answer to be believed. `again`: the same question may fare better at once. */
class GatewayFault extends Error {
  readonly again: boolean

  constructor(message: string, again: boolean) {
    super(message)
    this.name = 'GatewayFault'
    this.again = again
  }
}

const readLimited = async (response: Response): Promise<string> => {
  const pieces: Uint8Array[] = []
  let size = 0
  for await (const piece of response.body ?? []) {
    size += piece.length
    // Leaving the loop gives the connection up; nothing more of it is read.
    if (size > longestAnswer) throw new GatewayFault('the answer is too long', false)
    pieces.push(piece)
  }
  return Buffer.concat(pieces).toString('utf8')
}

const isEqual = (given: string, wanted: string): boolean => {
  const [a, b] = [Buffer.from(given), Buffer.from(wanted)]
  return a.length === b.length && timingSafeEqual(a, b)
}

const parsed = (body: string): IdentityAnswer => {
  let value: unknown
  try {
    value = JSON.parse(body)
  } catch {
    throw new GatewayFault('the answer is no JSON', false)
  }
  const answer = identityAnswerSchema.safeParse(value)
  if (!answer.success) throw new GatewayFault('the answer has not the agreed shape', false)
  return answer.data
}

const askOnce = async (
  options: ClientOptions,
  channel: IdentityChannel,
  body: string,
  signal: AbortSignal,
): Promise<IdentityAnswer> => {
  const { url, key, clock } = options
  const time = clock.now().toISOString()
  const nonce = randomUUID()
  const response = await fetch(`${url}/${channel}`, {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/json',
      [signatureHeaders.time]: time,
      [signatureHeaders.nonce]: nonce,
      [signatureHeaders.signature]: identitySignature(key, { direction: 'question', channel, time, nonce, body }),
    },
    signal,
    redirect: 'error',
  })
  if (!response.ok) {
    await response.body?.cancel()
    throw new GatewayFault(`the gateway answered ${response.status}`, response.status >= 500)
  }
  const answer = await readLimited(response)
  const answered = response.headers.get(signatureHeaders.time) ?? ''
  const signature = response.headers.get(signatureHeaders.signature) ?? ''
  const wanted = identitySignature(key, { direction: 'answer', channel, time: answered, nonce, body: answer })
  if (!isEqual(signature, wanted))
    throw new GatewayFault('the answer is not signed, or is none to this question', false)
  return parsed(answer)
}

const isWorthAnother = (error: unknown): boolean => !(error instanceof GatewayFault) || error.again

/** A channel's connection: three seconds a try, one more try, and a rest after three failures in a row. */
const openChannel = (options: ClientOptions, channel: IdentityChannel) => {
  const rest = options.restMilliseconds ?? 30_000
  const breaker = circuitBreaker(handleAll, { breaker: new ConsecutiveBreaker(failuresToRest), halfOpenAfter: rest })
  // The breaker itself says open until somebody asks again; but nobody would ask what a page calls closed.
  let resting = false
  breaker.onBreak(() => {
    resting = true
    setTimeout(() => {
      resting = false
    }, rest).unref()
  })
  breaker.onReset(() => {
    resting = false
  })
  const policy = wrap(
    breaker,
    retry(handleWhen(isWorthAnother), { maxAttempts: 1, backoff: new ConstantBackoff(100) }),
    timeout(options.tryMilliseconds ?? 3_000, TimeoutStrategy.Aggressive),
  )
  return {
    ask: (body: string) => policy.execute(({ signal }) => askOnce(options, channel, body, signal)),
    rests: () => resting,
  }
}

/**
 * The one HTTP client of the identity gateway. `ask` gives undefined when there is no answer to be believed; why is in
 * the log, and never what was asked.
 */
export const createIdentityClient = (options: ClientOptions) => {
  const channels = new Map<IdentityChannel, ReturnType<typeof openChannel>>()
  const open = (channel: IdentityChannel) => {
    const known = channels.get(channel) ?? openChannel(options, channel)
    channels.set(channel, known)
    return known
  }
  return {
    ask: async (channel: IdentityChannel, question: object): Promise<IdentityAnswer | undefined> => {
      try {
        return await open(channel).ask(JSON.stringify(question))
      } catch (error) {
        const { name, message } = error instanceof Error ? error : { name: 'unknown', message: '' }
        options.log.warn({ channel, fault: `${name}: ${message}` }, 'no answer of the identity gateway')
        return undefined
      }
    },
    /** Whether the channel is left alone at the moment. */
    rests: (channel: IdentityChannel): boolean => channels.get(channel)?.rests() ?? false,
  }
}
