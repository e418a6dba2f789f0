import { Redis } from 'ioredis'
import { serverVariable } from './servers.ts'

/** Of the server's 64 logical databases, number 0 holds the counter and the last belongs to the browser tests. */
const browserNumber = 63
const numbers = browserNumber - 1

/** Gives a test file an emptied logical database of the run's Redis. No two of 62 files in a row share one. */
export const createTestRedis = async (whose: 'file' | 'browser' = 'file'): Promise<{ readonly redisUrl: string }> => {
  const url = new URL(serverVariable('TEST_REDIS_URL'))
  const client = new Redis(url.href)
  try {
    const number = whose === 'browser' ? browserNumber : 1 + ((await client.incr('test:next-database')) % numbers)
    await client.select(number)
    await client.flushdb()
    url.pathname = `/${String(number)}`
    return { redisUrl: url.href }
  } finally {
    client.disconnect()
  }
}
