import { spawn } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { freePort } from '../../src/embedded/processes.ts'
import type { SiteCode } from '../../src/sites/define.ts'
import { createTestDatabase } from '../support/database.ts'
import { createTestRedis } from '../support/redis.ts'

/** The environment variables under which the browser tests find the portals: Shanxi's, and Liaoning's. */
export const portalUrlVariable = 'PORTAL_URL'
export const liaoningUrlVariable = 'LIAONING_PORTAL_URL'

const root = fileURLToPath(new URL('../..', import.meta.url))
const startLimitMs = 120_000
const stopLimitMs = 30_000

const isReady = async (url: string): Promise<boolean> => {
  try {
    return (await fetch(`${url}/readyz`)).ok
  } catch {
    return false
  }
}

/** A database and a Redis of the run's own servers, as the environment of a portal. */
const serversOfTheRun = async () => {
  const [database, redis] = await Promise.all([createTestDatabase(), createTestRedis('browser')])
  return {
    env: {
      DATABASE_URL: database.databaseUrl,
      DATABASE_OWNER_URL: database.ownerDatabaseUrl,
      REDIS_URL: redis.redisUrl,
    },
    drop: database.drop,
  }
}

/**
 * Starts a portal of its own as `npm start` does, at a free port, over a temporary folder, with the captcha answer
 * 8888. None of the caller's settings reach it, so it can never write to a real database. Liaoning's makes its own
 * servers in the empty folder, as for a newcomer; Shanxi's, which works most, uses those of the run.
 */
export const startPortal = async (
  site: SiteCode = 'shanxi',
): Promise<{ readonly url: string; readonly stop: () => Promise<void> }> => {
  const servers = site === 'shanxi' ? await serversOfTheRun() : undefined
  const dataDir = mkdtempSync(join(tmpdir(), 'portal-e2e-'))
  const logFile = join(dataDir, 'portal.log')
  const port = await freePort()
  const url = `http://localhost:${String(port)}`
  const { PATH, HOME } = process.env
  const env = {
    PATH,
    HOME,
    PORT: String(port),
    DATA_DIR: dataDir,
    ...servers?.env,
    SITE: site,
    CAPTCHA_ANSWER: '8888',
    BCRYPT_COST: '4',
    TRUST_PROXY_HOPS: '1', // the tests say themselves from which address they come, see test.ts
  }
  const log = openSync(logFile, 'a')
  const child = spawn(process.execPath, ['src/start.ts'], { cwd: root, env, stdio: ['ignore', log, log] })
  closeSync(log)
  const ended = (): boolean => child.exitCode !== null || child.signalCode !== null

  const stop = async (): Promise<void> => {
    child.kill('SIGTERM')
    for (let waited = 0; !ended() && waited < stopLimitMs; waited += 20) await sleep(20)
    child.kill('SIGKILL')
    await servers?.drop()
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 })
  }
  for (let waited = 0; waited < startLimitMs && !ended(); waited += 100) {
    if (await isReady(url)) return { url, stop }
    await sleep(100)
  }
  const output = readFileSync(logFile, 'utf8')
  await stop()
  throw new Error(`The portal did not become ready:\n${output}`)
}
