import { randomUUID } from 'node:crypto'
import type { Redis, Result } from 'ioredis'
import { AppError } from '../core/errors.ts'

declare module 'ioredis' {
  interface RedisCommander<Context> {
    /** 0 when a place was taken in every lane, else the number of the first lane that has none. */
    takeUploadPlace(keys: number, ...keysAndArguments: readonly (string | number)[]): Result<number, Context>
  }
}

const megabyte = 1024 * 1024

/**
 * How many uploads may be under way at once, and how many bytes they may bring to the disk. Whoever is not logged in
 * shares lanes only with others who are not, so that neither side can shut out the other; one account cannot fill its
 * network's lane. A line is what one customer of a provider commonly has: its many networks cannot fill the lane of all.
 */
const lanes = {
  'anonymous-network': { open: 6, bytes: 64 * megabyte },
  'anonymous-line': { open: 18, bytes: 160 * megabyte },
  anonymous: { open: 60, bytes: 512 * megabyte },
  account: { open: 30, bytes: 256 * megabyte },
  network: { open: 120, bytes: 1024 * megabyte },
} as const

type Lane = keyof typeof lanes

const refusals = {
  'anonymous-network': [
    'TOO_MANY',
    '您所在的网络正在上传的文件较多，这次的文件没有接收，其余内容没有丢失。请等正在上传的完成后再试。',
  ],
  'anonymous-line': [
    'TOO_MANY',
    '您所在的网络正在上传的文件较多，这次的文件没有接收，其余内容没有丢失。请等正在上传的完成后再试。',
  ],
  anonymous: ['BUSY', '现在上传文件的人较多，这次的文件没有接收，其余内容没有丢失。请稍候再试。'],
  account: ['TOO_MANY', '您的账号同时上传的文件过多，这次的文件没有接收。请等正在上传的完成后再试。'],
  network: ['TOO_MANY', '您所在的网络正在上传的文件较多，这次的文件没有接收。请等正在上传的完成后再试。'],
} as const satisfies Record<Lane, readonly ['TOO_MANY' | 'BUSY', string]>

const retryAfterSeconds = 30

/** A request lasts two minutes at most; what a process that died had taken is free after this. */
const leaseMilliseconds = 5 * 60_000

// KEYS: one hash a lane, id → "bytes:until". ARGV: id, bytes, lease, then for each lane its places and its bytes.
const takePlace = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
for lane = 1, #KEYS do
  local open, waiting = 0, 0
  local held = redis.call('HGETALL', KEYS[lane])
  for n = 1, #held, 2 do
    local bytes, ends = string.match(held[n + 1], '^(%d+):(%d+)$')
    if tonumber(ends) < now then redis.call('HDEL', KEYS[lane], held[n])
    else
      open = open + 1
      waiting = waiting + tonumber(bytes)
    end
  end
  if open >= tonumber(ARGV[2 + 2 * lane]) or waiting + ARGV[2] > tonumber(ARGV[3 + 2 * lane]) then return lane end
end
for lane = 1, #KEYS do
  redis.call('HSET', KEYS[lane], ARGV[1], ARGV[2] .. ':' .. string.format('%.0f', now + ARGV[3]))
  redis.call('PEXPIRE', KEYS[lane], ARGV[3])
end
return 0`

/** Who uploads: a network, and who is logged in, if anybody is. */
type Uploader = { readonly network: string; readonly subject: string | undefined }

/** Three groups of an IPv6 address (/48), three numbers of an IPv4 one (/24). */
const lineOf = (network: string): string =>
  network.includes(':') ? network.split(':').slice(0, 3).join(':') : network.split('.').slice(0, 3).join('.')

const keysOf = ({ network, subject }: Uploader): readonly (readonly [Lane, string])[] =>
  subject === undefined
    ? [
        ['anonymous-network', `limit:uploads:anonymous:${network}`],
        ['anonymous-line', `limit:uploads:line:${lineOf(network)}`],
        ['anonymous', 'limit:uploads:anonymous'],
      ]
    : [
        ['account', `limit:uploads:account:${subject}`],
        ['network', `limit:uploads:network:${network}`],
      ]

export type UploadPlaces = {
  /** A sender who stays silent so long is cut off, which frees the place and the disk. */
  idleMilliseconds: number
  /**
   * Takes a place for an upload of so many bytes, before the first of them is written; gives what frees it again.
   * Throws AppError TOO_MANY or BUSY when there is none. Redis away: throws (fails closed).
   */
  readonly take: (uploader: Uploader, bytes: number) => Promise<() => Promise<void>>
}

/** Counted in Redis, because all processes of a portal share one disk. */
export const createUploadPlaces = (redis: Redis): UploadPlaces => {
  redis.defineCommand('takeUploadPlace', { lua: takePlace })
  return {
    idleMilliseconds: 15_000,
    take: async (uploader, bytes) => {
      const id = randomUUID()
      const wanted = keysOf(uploader)
      const keys = wanted.map(([, key]) => key)
      const limits = wanted.flatMap(([lane]) => [lanes[lane].open, lanes[lane].bytes])
      const full = await redis.takeUploadPlace(keys.length, ...keys, id, bytes, leaseMilliseconds, ...limits)
      const [lane] = wanted[full - 1] ?? []
      if (lane !== undefined) {
        const [code, text] = refusals[lane]
        throw new AppError(code, text, retryAfterSeconds)
      }
      return async () => {
        await Promise.all(keys.map((key) => redis.hdel(key, id)))
      }
    },
  }
}
