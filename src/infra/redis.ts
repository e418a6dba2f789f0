import { Redis } from 'ioredis'
import type { Logger } from './logger.ts'

/**
 * A connection that answers or fails at once: without the offline queue an outage costs a request milliseconds, not
 * seconds, and the first good answer comes within half a second after Redis is back. The time limit is for a server
 * that hangs; shorter, it would also strike when this process itself was busy for a moment.
 */
export const connectRedis = async (url: string, log: Logger): Promise<Redis> => {
  const redis = new Redis(url, {
    enableOfflineQueue: false,
    commandTimeout: 1_000,
    maxRetriesPerRequest: 0,
    connectTimeout: 2000,
    retryStrategy: (attempt) => Math.min(attempt * 50, 500),
    lazyConnect: true,
  })
  redis.on('error', (error) => log.warn({ error: String(error) }, 'redis connection'))
  await redis.connect()
  return redis
}
