import { createHmac, hash as hashOf, randomBytes } from 'node:crypto'
import { RedisStore } from 'connect-redis'
import type { SessionData } from 'express-session'
import type { Redis, Result } from 'ioredis'

declare module 'express-session' {
  interface SessionData {
    accountId?: string
    staffId?: number
    /** Milliseconds since 1970: the absolute limit counts from here. */
    loginAt?: number
    loginIp?: string
    /**
     * Password or code was right, one more step is open. `subject`: the account, or for `choice` several, apart by
     * spaces. `credentials`: when those of each account had last changed then, in milliseconds (0: never).
     */
    pending?: {
      kind: 'device' | 'second-factor' | 'choice' | 'document'
      subject: string
      at: number
      next?: string
      door?: 'personal' | 'legal' | 'phone' | 'certificate'
      credentials?: Readonly<Record<string, number>>
      /** The end of the document number was right as well. */
      document?: true
    }
    csrfToken?: string
    /** Set by the store, never saved: the slot belongs to a later login of the same account. */
    displaced?: true
  }
}

declare module 'ioredis' {
  interface RedisCommander<Context> {
    /** What the slot holds when the hash is its own, which also slides its expiry; '' for another's, null for none. */
    readSlot(key: string, tokenHash: string, seconds: number): Result<string | null, Context>
  }
}

type Callback = (error?: unknown, data?: SessionData | null) => void

type Slot = { readonly hash: string; readonly data: Omit<SessionData, 'cookie'> & { readonly cookie?: undefined } }

// The cookie's settings are the same for every session, so they are not kept with each; one that is loaded needs none.
const loadedCookie = { originalMaxAge: null }

// KEYS[1] slot; ARGV: token hash, seconds. A hash that is not the slot's own must not keep the other's session alive.
const readIfMine = `
local held = redis.call('GET', KEYS[1])
if not held then return false end
if cjson.decode(held).hash ~= ARGV[1] then return '' end
redis.call('EXPIRE', KEYS[1], ARGV[2])
return held`

// KEYS[1] slot; ARGV: token hash, whole value, seconds, '1' when a free slot may be taken.
const saveIfMine = `
local held = redis.call('GET', KEYS[1])
if not held then
  if ARGV[4] == '1' then redis.call('SET', KEYS[1], ARGV[2], 'EX', ARGV[3]) return 1 end
  return 0
end
if cjson.decode(held).hash ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[2], 'EX', ARGV[3])
return 1`

const replaceIfMine = `
local held = redis.call('GET', KEYS[1])
if not held or cjson.decode(held).hash ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[2], 'EX', ARGV[3])
return 1`

const destroyIfMine = `
local held = redis.call('GET', KEYS[1])
if held and cjson.decode(held).hash == ARGV[1] then return redis.call('DEL', KEYS[1]) end
return 0`

const tokenHash = (token: string): string => hashOf('sha256', token, 'base64url')

const split = (sid: string): { slot: string; token: string } => {
  const dot = sid.indexOf('.')
  return { slot: sid.slice(0, dot), token: sid.slice(dot + 1) }
}

/** What the single-device question shows about the session that holds the slot. */
export type LiveLogin = { readonly at: Date; readonly ip: string }

/**
 * Sessions of one kind of user. A session id is `<slot>.<token>`; the Redis key is the slot alone and holds the
 * token's hash. The slot of a logged-in session is derived from the account, so two live sessions of one account
 * cannot exist, and a request whose token no longer matches knows that it was displaced. Reading is one script, which
 * compares and only then slides the expiry; saving writes only while the token still matches.
 */
export class SlotStore extends RedisStore {
  readonly #redis: Redis
  readonly #prefix: string
  readonly #idleSeconds: number
  readonly #key: Buffer

  constructor(options: { redis: Redis; prefix: string; idleSeconds: number; secret: string }) {
    super({ client: options.redis, prefix: options.prefix, ttl: options.idleSeconds, disableTouch: true })
    this.#redis = options.redis
    this.#prefix = options.prefix
    this.#idleSeconds = options.idleSeconds
    this.#key = Buffer.from(options.secret, 'hex')
    options.redis.defineCommand('readSlot', { numberOfKeys: 1, lua: readIfMine })
  }

  /** A session id in a slot of its own, for somebody who is not logged in. */
  anonymousId(): string {
    return `r${randomBytes(16).toString('base64url')}.${randomBytes(32).toString('base64url')}`
  }

  /** The same for one that holds a token of its own from the start, and is gone with its key. */
  keptId(): string {
    return `k${this.anonymousId().slice(1)}`
  }

  /**
   * The form token of somebody who is not logged in: it follows from the session id, whose cookie is signed, so a
   * session that holds nothing else needs no key, and who only reads pages fills no store.
   */
  anonymousToken(sid: string): string {
    return createHmac('sha256', this.#key).update(`form token ${sid}`).digest('hex')
  }

  /** A new session id in the account's slot. */
  accountSessionId(subject: string): string {
    return `${this.#slotOf(subject)}.${randomBytes(32).toString('base64url')}`
  }

  /** The login that holds the account's slot now, if any. */
  async liveLogin(subject: string): Promise<LiveLogin | undefined> {
    const held = await this.#redis.get(this.#prefix + this.#slotOf(subject))
    if (held === null) return undefined
    const { data } = JSON.parse(held) as Slot
    return { at: new Date(data.loginAt ?? 0), ip: data.loginIp ?? '' }
  }

  /** Takes the slot of the id whoever holds it: the moment an earlier login ends. */
  async claim(sid: string, data: SessionData): Promise<void> {
    const { slot, token } = split(sid)
    await this.#redis.set(this.#prefix + slot, this.#value(token, data), 'EX', this.#idleSeconds)
  }

  /**
   * Puts a new id of the same account in the place of one that still holds the slot; false when a later login does.
   */
  async replace(sid: string, next: string, data: SessionData): Promise<boolean> {
    const { slot, token } = split(sid)
    const fresh = split(next)
    if (fresh.slot !== slot) return false
    const replaced = await this.#redis.eval(
      replaceIfMine,
      1,
      this.#prefix + slot,
      tokenHash(token),
      this.#value(fresh.token, data),
      this.#idleSeconds,
    )
    return replaced === 1
  }

  /** Ends whatever session the account has. */
  async endAll(subject: string): Promise<void> {
    await this.#redis.del(this.#prefix + this.#slotOf(subject))
  }

  override async get(sid: string, callback?: Callback): Promise<SessionData | null> {
    return settle(callback, async () => {
      const { slot, token } = split(sid)
      const held = await this.#redis.readSlot(this.#prefix + slot, tokenHash(token), this.#idleSeconds)
      if (held === null)
        return slot.startsWith('r') ? { cookie: loadedCookie, csrfToken: this.anonymousToken(sid) } : null
      if (held === '') return slot.startsWith('u') ? { cookie: loadedCookie, displaced: true } : null
      return { ...(JSON.parse(held) as Slot).data, cookie: loadedCookie }
    })
  }

  override async set(sid: string, data: SessionData, callback?: Callback): Promise<void> {
    await settle(callback, async () => {
      if (data.displaced) return null
      const { slot, token } = split(sid)
      if (slot.startsWith('r') && this.#holdsNothing(sid, data)) {
        await this.destroy(sid)
        return null
      }
      await this.#redis.eval(
        saveIfMine,
        1,
        this.#prefix + slot,
        tokenHash(token),
        this.#value(token, data),
        this.#idleSeconds,
        slot.startsWith('u') ? '0' : '1',
      )
      return null
    })
  }

  #holdsNothing(sid: string, { cookie: _cookie, csrfToken, ...rest }: SessionData): boolean {
    return csrfToken === this.anonymousToken(sid) && Object.values(rest).every((value) => value === undefined)
  }

  /** Reading has slid the expiry already. */
  override async touch(_sid: string, _data: SessionData, callback?: Callback): Promise<void> {
    callback?.()
  }

  override async destroy(sid: string, callback?: Callback): Promise<void> {
    await settle(callback, async () => {
      const { slot, token } = split(sid)
      await this.#redis.eval(destroyIfMine, 1, this.#prefix + slot, tokenHash(token))
      return null
    })
  }

  #slotOf(subject: string): string {
    return `u${createHmac('sha256', this.#key).update(subject).digest('base64url').slice(0, 22)}`
  }

  #value(token: string, data: SessionData): string {
    return JSON.stringify({ hash: tokenHash(token), data: { ...data, cookie: undefined } } satisfies Slot)
  }
}

/** express-session calls with a callback; our own code awaits. */
const settle = async (
  callback: Callback | undefined,
  work: () => Promise<SessionData | null>,
): Promise<SessionData | null> => {
  try {
    const data = await work()
    callback?.(null, data)
    return data
  } catch (error) {
    if (!callback) throw error
    callback(error)
    return null
  }
}
