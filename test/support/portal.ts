import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runOnce } from 'graphile-worker'
import { loadConfig, type Config } from '../../src/config.ts'
import type { Deps } from '../../src/deps.ts'
import { openDatabase } from '../../src/db/client.ts'
import { freePort } from '../../src/embedded/processes.ts'
import { createLogger } from '../../src/infra/logger.ts'
import { createPdfPress } from '../../src/infra/pdf/press.ts'
import { renderDocumentTask } from '../../src/modules/documents/render-document.ts'
import { servePortal } from '../../src/run.ts'
import { demoMaterialNumber } from '../../src/sandbox/demo-material.ts'
import { seedDemo } from '../../seeds/demo/index.ts'
import { createTestDatabase } from './database.ts'
import { createTestRedis } from './redis.ts'
import { sha256, tinyPdf } from './own-cases.ts'

export const captchaAnswer = '8888'

/** A clock that stands where it was put, and goes on from there only when told to. */
const movableClock = (start: string) => {
  let now = new Date(start)
  return {
    now: () => new Date(now),
    set: (instant: string) => {
      now = new Date(instant)
    },
    forward: (milliseconds: number) => {
      now = new Date(now.getTime() + milliseconds)
    },
  }
}

/** One process makes the PDF files of all portals of a worker, whose fonts are loaded once; it ends with the worker. */
const press = { ...createPdfPress(createLogger('error')), close: async () => undefined }

export type TestPortal = {
  readonly deps: Deps
  readonly config: Config
  readonly baseUrl: string
  readonly clock: ReturnType<typeof movableClock>
  /** The owner's connection, for looking into tables and for what the app's role may not do. */
  readonly owner: Deps['db']
  /** From now on documents that are issued are drawn, for a test that looks at them. */
  readonly drawPapers: () => void
  /** Has the papers made that wait, of a portal that was started without jobs. */
  readonly makePapers: () => Promise<void>
  /** A second process's view of the same portal: own pools and port, same database, Redis, files and keys. */
  readonly second: () => Promise<{ readonly deps: Deps; readonly baseUrl: string; readonly stop: () => Promise<void> }>
  readonly stop: () => Promise<void>
}

/** A Friday in a week without holidays, at noon in Asia/Shanghai. */
export const testMoment = '2026-11-20T04:00:00.000Z'

/**
 * A whole portal on a port of its own, with its own copy of the database, Redis and folder, demo staff, the sandbox
 * and running jobs, unless `JOBS` is off: they cost a third of a case, and most tests look at none of what they do. Its
 * clock stands at testMoment unless moved. What somebody asks for is drawn, but a document that is issued, and what
 * 填入示例 uploads, is an empty sheet of its own: few tests open one, and each costs as much as its step.
 */
export const startTestPortal = async (variables: Readonly<Record<string, string>> = {}): Promise<TestPortal> => {
  const [database, redis, dataDir] = await Promise.all([
    createTestDatabase(),
    createTestRedis(),
    mkdtemp(join(tmpdir(), 'portal-test-')),
  ])
  const configure = async (more: Readonly<Record<string, string>>): Promise<Config> =>
    loadConfig({
      NODE_ENV: 'test',
      PORT: String(await freePort()),
      DATA_DIR: dataDir,
      DATABASE_URL: database.databaseUrl,
      REDIS_URL: redis.redisUrl,
      CAPTCHA_ANSWER: captchaAnswer,
      BCRYPT_COST: '4',
      LOG_LEVEL: 'error',
      SEAL: 'off',
      ...variables,
      ...more,
    })
  const clock = movableClock(testMoment)
  let drawn = false
  const pdf: typeof press = {
    ...press,
    render: async (content, options) =>
      drawn || options.overprint
        ? press.render(content, options)
        : tinyPdf(sha256(Buffer.from(JSON.stringify([content, options])))),
    form: async (form, print) =>
      drawn || form.number !== demoMaterialNumber
        ? press.form(form, print)
        : tinyPdf(sha256(Buffer.from(JSON.stringify([form, print])))),
  }
  const config = await configure({})
  const owner = openDatabase(database.ownerDatabaseUrl, createLogger('silent'))
  const portal = await servePortal(config, { clock, pdf })
  await seedDemo(owner.knex, portal.deps)
  return {
    deps: portal.deps,
    config,
    baseUrl: `http://127.0.0.1:${config.port}`,
    clock,
    owner,
    drawPapers: () => {
      drawn = true
    },
    makePapers: async () => {
      const pgPool = portal.deps.db.openPool(2)
      await runOnce({ pgPool, taskList: { 'render-document': renderDocumentTask(portal.deps) }, concurrency: 1 })
      await pgPool.end()
    },
    second: async () => {
      const other = await configure({ JOBS: 'off' })
      const running = await servePortal(other, { clock, pdf })
      return { deps: running.deps, baseUrl: `http://127.0.0.1:${other.port}`, stop: running.stop }
    },
    stop: async () => {
      await portal.stop()
      await owner.close()
      await database.drop()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}
