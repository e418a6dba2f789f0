import { Redis } from 'ioredis'
import { serverVariable } from './servers.ts'

const numbers = 63 // the server has 64 logical databases; number 0 holds the counter

/** Gives a test file an emptied logical database of the run's Redis. No two of 63 files in a row share one. */
export const createTestRedis = async (): Promise<{ readonly redisUrl: string }> => {
  const url = new URL(serverVariable('TEST_REDIS_URL'))
  const client = new Redis(url.href)
  try {
    const number = 1 + ((await client.incr('test:next-database')) % numbers)
    await client.select(number)
    await client.flushdb()
    url.pathname = `/${String(number)}`
    return { redisUrl: url.href }
  } finally {
    client.disconnect()
  }
}
