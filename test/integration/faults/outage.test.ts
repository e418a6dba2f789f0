import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { Agent, request } from 'node:http'
import { existsSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Redis } from 'ioredis'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { seedDemo } from '../../../seeds/demo/index.ts'
import { loadConfig } from '../../../src/config.ts'
import { isConnectionLoss, openDatabase } from '../../../src/db/client.ts'
import { migrate } from '../../../src/db/migrate.ts'
import { findExecutable } from '../../../src/embedded/executables.ts'
import { startPostgres, type EmbeddedPostgres } from '../../../src/embedded/postgres.ts'
import { freePort } from '../../../src/embedded/processes.ts'
import { systemClock } from '../../../src/infra/clock.ts'
import { startJobs } from '../../../src/infra/jobs.ts'
import { createLogger } from '../../../src/infra/logger.ts'
import { queueSms } from '../../../src/modules/messages/sms.ts'
import { servePortal, type RunningPortal } from '../../../src/run.ts'
import { paths } from '../../../src/web/paths.ts'
import { putCase, storedPages } from '../../support/own-cases.ts'
import { createBrowser, type Browser } from '../../support/browser.ts'
import { browserOf, createAccount } from '../../support/people.ts'
import { startTestPortal, type TestPortal } from '../../support/portal.ts'
import { startPortalProcess } from '../../support/process.ts'
import { queued } from '../../support/queued-sms.ts'
import { agreeable, gatewayKey, startGateway } from '../../support/sms-gateway.ts'

const silent = (): void => undefined

/** A Redis of this file's own, which can be stopped and started again at the same address, with what it kept. */
const ownRedis = async (folder: string) => {
  const port = await freePort()
  const url = `redis://127.0.0.1:${port}/0`
  let child: ChildProcess | undefined
  const start = async (): Promise<void> => {
    const programme = findExecutable(['redis-server', 'valkey-server'])
    if (!programme) throw new Error('no Redis')
    const options = { port, bind: '127.0.0.1', dir: folder, appendonly: 'yes', appendfsync: 'always', save: '' }
    child = spawn(
      programme,
      Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]),
      { stdio: ['ignore', 'pipe', 'ignore'] },
    )
    let log = ''
    for await (const piece of child.stdout ?? []) {
      log += String(piece)
      if (log.includes('Ready to accept connections')) break
    }
  }
  const stop = async (signal: NodeJS.Signals): Promise<void> => {
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    const gone = once(child, 'exit')
    child.kill(signal)
    await gone
  }
  return { url, start, stop, pause: () => child?.kill('SIGSTOP'), resume: () => child?.kill('SIGCONT') }
}

/** Stops a Postgres and all its backends in the middle of whatever they do; gives the function that lets them go on. */
const hang = (postmaster: number): (() => void) => {
  const family = (pid: number): number[] => [
    pid,
    ...readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
      .split(' ')
      .filter((child) => child.trim() !== '')
      .flatMap((child) => family(Number(child))),
  ]
  const all = family(postmaster)
  for (const pid of all) process.kill(pid, 'SIGSTOP')
  return () => {
    // One that lost its connection meanwhile goes as soon as it may.
    for (const pid of all.splice(0)) if (existsSync(`/proc/${pid}`)) process.kill(pid, 'SIGCONT')
  }
}

describe('servers that go and come back', () => {
  let folder: string
  let postgres: EmbeddedPostgres
  let redis: Awaited<ReturnType<typeof ownRedis>>
  let running: RunningPortal
  let portal: TestPortal
  let browser: Browser
  let caseFile: string
  let postgresPort: number

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'portal-outage-'))
    postgresPort = await freePort()
    const [pg, made, port] = await Promise.all([
      startPostgres(folder, silent, { port: postgresPort }),
      ownRedis(folder),
      freePort(),
    ])
    postgres = pg
    redis = made
    await Promise.all([redis.start(), migrate(postgres.ownerDatabaseUrl)])
    const config = loadConfig({
      NODE_ENV: 'test',
      PORT: String(port),
      DATA_DIR: join(folder, 'data'),
      DATABASE_URL: postgres.databaseUrl,
      REDIS_URL: redis.url,
      BCRYPT_COST: '4',
      LOG_LEVEL: 'silent',
      SMS_GATEWAY_URL: 'http://127.0.0.1:9/none',
      SMS_GATEWAY_KEY: gatewayKey,
    })
    running = await servePortal(config)
    const owner = openDatabase(postgres.ownerDatabaseUrl, createLogger('silent'))
    portal = { deps: running.deps, config, owner, baseUrl: `http://127.0.0.1:${port}` } as TestPortal
    await seedDemo(owner.knex, running.deps)
    const account = await createAccount(portal)
    browser = await browserOf(portal, account)
    caseFile = await putCase(portal, account.id, { complete: true })
  })
  afterAll(async () => {
    await running.stop()
    await portal.owner.close()
    await redis.stop('SIGTERM')
    await postgres.stop()
    await rm(folder, { recursive: true, force: true, maxRetries: 5 })
  })

  const nobody = () => createBrowser(portal.baseUrl)
  const statusOf = async (who: Browser, address: string): Promise<number> => {
    const answer = await who.raw(address)
    await answer.arrayBuffer()
    return answer.status
  }
  /** Milliseconds until an address answers well again. */
  const recovery = async (who: Browser, address: string): Promise<number> => {
    const start = performance.now()
    while ((await statusOf(who, address)) !== 200) await sleep(20)
    return performance.now() - start
  }

  it('S54 Postgres restarted under reading and writing: no fault but 503 with a page and Retry-After, back by itself within 10 s', async () => {
    const answers: { status: number; retry: string | null; text: string }[] = []
    let going = true
    const reader = async (address: string): Promise<void> => {
      while (going) {
        const answer = await browser.raw(address)
        answers.push({ status: answer.status, retry: answer.headers.get('retry-after'), text: await answer.text() })
      }
    }
    await browser.get(paths.answerPage(caseFile, 'purpose'))
    const token = browser.token()
    let version = (await storedPages(portal, caseFile)).versions['purpose'] ?? 0
    let saved = 0
    const writer = async (): Promise<void> => {
      while (going) {
        const answer = await browser.post(paths.answerPage(caseFile, 'purpose'), {
          _csrf: token,
          purpose: `第${version + 1}次`,
          version: String(version),
          action: 'save-draft',
        })
        answers.push({ status: answer.status, retry: answer.headers.get('retry-after'), text: await answer.text() })
        if (answer.status === 303) {
          version += 1
          saved = version
        }
        // After a save whose answer was lost, the conflict page says which version is stored.
        if (answer.status === 409) version += 1
        if (answer.status === 503) await sleep(50)
      }
    }
    const work = Promise.all([reader(paths.cases), reader(paths.case(caseFile)), reader(paths.home), writer()])
    await sleep(300)
    await postgres.stop()
    await sleep(500)
    postgres = await startPostgres(folder, silent, { port: postgresPort })
    expect(await recovery(browser, paths.cases)).toBeLessThan(10_000)
    await sleep(500)
    going = false
    await work
    const odd = answers.filter(({ status }) => ![200, 303, 409, 503].includes(status))
    expect(odd.map(({ status, text }) => `${status} ${text.slice(0, 200)}`)).toEqual([])
    for (const { retry, text } of answers.filter(({ status }) => status === 503)) {
      expect(Number(retry)).toBeGreaterThan(0)
      expect(text).toContain('<h1')
    }
    expect(answers.slice(-5).every(({ status }) => status < 500)).toBe(true)
    expect((await storedPages(portal, caseFile)).versions['purpose']).toBeGreaterThanOrEqual(saved)
    expect(await statusOf(browser, paths.ready)).toBe(200)
  })

  it('S54 Postgres that hangs: every page says so in bounded time, the others go on, and all is well afterwards', async () => {
    await browser.get(paths.answerPage(caseFile, 'purpose'))
    const token = browser.token()
    const version = (await storedPages(portal, caseFile)).versions['purpose'] ?? 0
    const resume = hang(postgres.pid)
    try {
      const started = performance.now()
      expect(await statusOf(nobody(), paths.home)).toBe(200)
      const save = { _csrf: token, purpose: '没有回音', version: String(version), action: 'save-draft' }
      const answers = await Promise.all([
        ...Array.from({ length: 24 }, () => browser.raw(paths.cases)),
        browser.post(paths.answerPage(caseFile, 'purpose'), save),
      ])
      expect(performance.now() - started).toBeLessThan(12_000)
      for (const answer of answers) {
        expect([answer.status, Number(answer.headers.get('retry-after')) > 0]).toEqual([503, true])
        expect(await answer.text()).toContain('<h1')
      }
    } finally {
      resume()
    }
    expect(await recovery(browser, paths.cases)).toBeLessThan(10_000)
    expect(await recovery(nobody(), paths.ready)).toBeLessThan(10_000)
    expect((await storedPages(portal, caseFile)).versions['purpose'] ?? 0).toBe(version)
  })

  it('S54 a change whose end the server does not confirm counts as not made, and its connection is given up', async () => {
    const short = { statement: 300, answer: 500 }
    const db = openDatabase(postgres.databaseUrl, createLogger('silent'), { read: short, write: short })
    let resume = (): void => undefined
    try {
      const change = db.knex.transaction(async (trx) => {
        await trx.raw('select 1')
        resume = hang(postgres.pid)
      })
      await expect(change).rejects.toSatisfy(isConnectionLoss)
      await expect(db.read({ name: 'one', text: 'select 1' }, [])).rejects.toSatisfy(isConnectionLoss)
      resume()
      await expect(db.knex.raw('select 1')).resolves.toBeDefined()
    } finally {
      resume()
      await db.close()
    }
  })

  it('a full disk of Postgres is told as one; nothing that was stored is lost, and what was typed waits on its page', async () => {
    const { knex } = portal.owner
    await browser.get(paths.answerPage(caseFile, 'purpose'))
    const before = await storedPages(portal, caseFile)
    await knex.raw(`
      create function no_space() returns trigger language plpgsql as
        $$ begin raise exception 'could not extend file: No space left on device' using errcode = 'disk_full'; end $$;
      create trigger no_space before insert or update on answer for each row execute function no_space()`)
    try {
      const version = String(before.versions['purpose'] ?? 0)
      const answer = await browser.post(
        paths.answerPage(caseFile, 'purpose'),
        { _csrf: browser.token(), version, purpose: '写不下的内容', action: 'save-draft' },
        { 'sec-fetch-site': 'same-origin' },
      )
      const text = await answer.text()
      expect(answer.status).toBe(507)
      for (const words of ['暂时无法保存', '已为您保留半小时', '回到刚才的页面']) expect(text).toContain(words)
    } finally {
      await knex.raw('drop trigger no_space on answer; drop function no_space()')
    }
    expect(await storedPages(portal, caseFile)).toEqual(before)
    // What was typed waits on its page, and is not sent by itself.
    const again = await browser.get(paths.answerPage(caseFile, 'purpose'))
    expect(again.$('textarea[name=purpose]').text().trim()).toBe('写不下的内容')
    expect(again.$('main').text()).toContain('请先核对刚才的内容是否已经保存或者提交')
    expect(await storedPages(portal, caseFile)).toEqual(before)
    expect((await browser.submit('main form', { action: 'save-draft' })).status).toBe(200)
    expect((await storedPages(portal, caseFile)).pages['purpose']?.values['purpose']).toBe('写不下的内容')
  })

  it('a Redis with no room left reads on; what must write says so with Retry-After', async () => {
    const admin = new Redis(redis.url)
    try {
      await admin.config('SET', 'maxmemory', '1')
      expect(await statusOf(browser, paths.cases)).toBe(200)
      const refused = await nobody().get(paths.verifyDocument('TESTC22222222222'))
      expect([refused.status, refused.$('h1').text()]).toEqual([503, '服务暂时不可用'])
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
      await admin.config('SET', 'maxmemory', '0')
      expect(await statusOf(nobody(), paths.loginPersonal)).toBe(200)
    } finally {
      await admin.config('SET', 'maxmemory', '0')
      admin.disconnect()
    }
  })

  it('S54 jobs go on after a restart of Postgres, without a restart of the portal', async () => {
    const late = { phone: '13900000001', template: 'transfer-taken', facts: { number: null } } as const
    const id = await queued(running.deps, late, -1)
    const row = () => portal.owner.knex('outgoing_sms').where({ id }).first<{ given_up_at: Date | null }>('given_up_at')
    for (let tries = 0; tries < 150 && (await row()).given_up_at === null; tries += 1) await sleep(100)
    expect((await row()).given_up_at).not.toBeNull()
  })

  it('S54 a job that is done is written down later when no connection can be had at its end; the process goes on', async () => {
    const done: string[] = []
    let pool: ReturnType<typeof running.deps.db.openPool> | undefined
    const openPool = (connections: number) => (pool = running.deps.db.openPool(connections))
    // Every connection is taken for longer than anybody waits for one.
    const takeAll = (): void => {
      for (let taken = 0; taken < 10; taken += 1)
        pool?.connect().then((client) => setTimeout(() => client.release(), 3_500), silent)
      done.push('done')
    }
    const jobs = await startJobs(
      { config: running.deps.config, db: { openPool }, log: running.deps.log },
      { probe: takeAll },
    )
    const left = async () =>
      (await portal.owner.knex('graphile_worker.jobs').where({ task_identifier: 'probe' }).select('id')).length
    try {
      await portal.owner.knex.raw(`select graphile_worker.add_job('probe')`)
      await expect.poll(() => done.length, { timeout: 10_000 }).toBe(1)
      await expect.poll(left, { timeout: 15_000 }).toBe(0)
      expect(done.length).toBe(1)
    } finally {
      await jobs.stop()
    }
  })

  it.each(['SIGTERM', 'SIGKILL'] as const)(
    'S55 Redis gone (%s): public pages answer, personal ones say so at once; afterwards the session goes on',
    async (signal) => {
      expect(await statusOf(browser, paths.cases)).toBe(200)
      await redis.stop(signal)
      await sleep(100)
      for (const address of [paths.home, paths.personalServices, paths.help, paths.organizations, paths.services]) {
        expect([address, await statusOf(nobody(), address)]).toEqual([address, 200])
        expect([address, (await browser.raw(address)).status]).toEqual([address, 200])
      }
      for (const address of [paths.cases, paths.case(caseFile), paths.messages]) {
        const started = performance.now()
        const page = await browser.get(address)
        expect([address, page.status]).toEqual([address, 503])
        expect(page.$('h1').text()).toBe('服务暂时不可用')
        expect(Number(page.headers.get('retry-after'))).toBeGreaterThan(0)
        expect(performance.now() - started).toBeLessThan(2000)
      }
      const post = await browser.post(paths.answerPage(caseFile, 'purpose'), { purpose: 'x', version: '0' })
      expect(post.status).toBe(503)
      expect(await statusOf(nobody(), paths.loginPersonal)).toBe(503)
      expect(await statusOf(nobody(), paths.health)).toBe(200)
      expect(await statusOf(nobody(), paths.ready)).toBe(503)
      await redis.start()
      expect(await recovery(browser, paths.cases)).toBeLessThan(5000)
      expect(await statusOf(nobody(), paths.loginPersonal)).toBe(200)
    },
  )

  it('S55 Redis that hangs: the same, after a second at most', async () => {
    redis.pause()
    try {
      const started = performance.now()
      expect(await statusOf(browser, paths.cases)).toBe(503)
      expect(await statusOf(nobody(), paths.home)).toBe(200)
      expect(performance.now() - started).toBeLessThan(3000)
    } finally {
      redis.resume()
    }
    expect(await recovery(browser, paths.cases)).toBeLessThan(5000)
  })
})

describe('an SMS gateway that behaves badly', () => {
  let portal: TestPortal
  let gateway: Awaited<ReturnType<typeof startGateway>>

  beforeAll(async () => {
    gateway = await startGateway()
    portal = await startTestPortal({ SMS_GATEWAY_URL: gateway.url, SMS_GATEWAY_KEY: gatewayKey, LOG_LEVEL: 'silent' })
  })
  afterAll(async () => {
    await portal.stop()
    await gateway.stop()
  })
  beforeEach(() => {
    gateway.behave(agreeable)
  })

  /** Leaves a message to each of the numbers, all in one transaction. */
  const queueAll = (phones: readonly string[], topic?: string): Promise<string[]> =>
    portal.deps.command({ actorKind: 'system' }, async (tx) => {
      tx.audit({ chain: 'platform', action: 'test.sms', objectKind: 'sms' })
      const ids: string[] = []
      for (const phone of phones)
        ids.push(
          (await queueSms(tx, portal.deps, {
            phone,
            template: 'staff-unlocked',
            facts: { staffName: 'chuangkou' },
            expiresAt: new Date(tx.now.getTime() + 3_600_000),
            ...(topic === undefined ? {} : { topic }),
          })) ?? '',
        )
      return ids
    })
  const queue = async (phone = '13900000001'): Promise<string> => (await queueAll([phone]))[0] ?? ''
  const sentAt = async (id: string): Promise<Date | null> =>
    (await portal.owner.knex('outgoing_sms').where({ id }).first<{ sent_at: Date | null }>('sent_at')).sent_at
  const until = async (check: () => Promise<boolean> | boolean): Promise<void> => {
    for (let tries = 0; tries < 150; tries += 1) {
      if (await check()) return
      await sleep(100)
    }
    throw new Error('it did not happen within 15 s')
  }
  const jobOf = async (id: string): Promise<{ attempts: number; last_error: string | null } | undefined> => {
    const rows = await portal.owner
      .knex('graphile_worker.jobs')
      .where({ key: `send-sms:${id}` })
      .select<{ attempts: number; last_error: string | null }[]>('attempts', 'last_error')
    return rows[0]
  }
  /** The pause before the next try is not waited for. */
  const tryAgainNow = async (id: string): Promise<void> => {
    await portal.owner.knex.raw(
      'update graphile_worker._private_jobs set run_at = now() where key = ? and locked_at is null',
      [`send-sms:${id}`],
    )
    await portal.owner.knex.raw(`select pg_notify('jobs:insert', '{"count":1}')`)
  }
  const triedAndFailed = (id: string): Promise<void> =>
    until(async () => ((await jobOf(id))?.last_error ?? null) !== null)

  type Behaviour = Parameters<typeof gateway.behave>[0]
  const faults: readonly (readonly [string, Behaviour])[] = [
    ['answers 500', (res) => res.writeHead(500).end()],
    ['answers 503 with a page', (res) => res.writeHead(503, { 'content-type': 'text/html' }).end('<h1>down</h1>')],
    ['answers 403', (res) => res.writeHead(403).end()],
    ['answers 404', (res) => res.writeHead(404).end()],
    ['sends elsewhere', (res) => res.writeHead(302, { location: 'http://127.0.0.1:9/' }).end()],
    ['sends elsewhere for good', (res) => res.writeHead(308, { location: '/other' }).end()],
    ['hangs up', (res) => res.destroy()],
    [
      'hangs up in the middle of its answer',
      (res) => {
        res.writeHead(500, { 'content-length': '1000' })
        res.write('x')
        res.destroy()
      },
    ],
    [
      'answers what is no HTTP',
      (res) => {
        res.socket?.end('nonsense\r\n\r\n')
      },
    ],
    [
      'takes the message and hangs up',
      (res, _message, accept) => {
        accept()
        res.destroy()
      },
    ],
    [
      'takes the message and answers 500',
      (res, _message, accept) => {
        accept()
        res.writeHead(500).end()
      },
    ],
  ]

  it.each(faults)('S56 one that %s: tried again, delivered once', async (_what, behave) => {
    gateway.behave(behave)
    const id = await queue()
    await triedAndFailed(id)
    expect(await sentAt(id)).toBeNull()
    gateway.behave(agreeable)
    await tryAgainNow(id)
    await until(async () => (await sentAt(id)) !== null)
    await until(async () => (await jobOf(id)) === undefined)
    expect([...gateway.delivered.keys()].filter((key) => key === id)).toHaveLength(1)
    expect(gateway.received.filter((key) => key === id)).toHaveLength(2)
  })

  it('S56 one that never answers is given up on after five seconds and keeps no other job waiting', async () => {
    let slow = ''
    gateway.behave((res, message, accept) => {
      if (message.id !== slow) agreeable(res, message, accept)
    })
    slow = await queue()
    const started = performance.now()
    const others = await queueAll(['13900000002', '13900000003', '13900000004'])
    for (const id of others) await until(async () => (await sentAt(id)) !== null)
    expect(performance.now() - started).toBeLessThan(5000)
    await triedAndFailed(slow)
    expect(performance.now() - started).toBeLessThan(10_000)
    gateway.behave(agreeable)
    await tryAgainNow(slow)
    await until(async () => (await sentAt(slow)) !== null)
  })

  it('messages to one number go out in the order they were written, however long each takes', async () => {
    let taken = 0
    gateway.behave((res, message, accept) => {
      taken += 1
      // The first takes longest: whoever does not wait for it comes before it.
      setTimeout(() => agreeable(res, message, accept), Math.max(0, 100 - 30 * taken))
    })
    const ids = await queueAll(Array.from({ length: 6 }, () => '13900000005'))
    for (const id of ids) await until(async () => (await sentAt(id)) !== null)
    expect([...gateway.delivered.keys()].slice(-ids.length)).toEqual(ids)
    expect(gateway.received.slice(-ids.length)).toEqual(ids)
  })

  it('a message that is tried again goes out before a later one to its number, and one refused for good lets it pass', async () => {
    const phone = '13900000006'
    gateway.behave((res) => res.writeHead(503).end())
    const first = await queue(phone)
    await triedAndFailed(first)
    gateway.behave((res, message, accept) => {
      if (message.id === first) res.writeHead(422).end()
      else agreeable(res, message, accept)
    })
    const second = await queue(phone)
    await triedAndFailed(second)
    expect(await sentAt(second)).toBeNull()
    await tryAgainNow(second)
    await until(async () => (await sentAt(second)) !== null)
    gateway.behave(agreeable)
    const third = await queue(phone)
    await until(async () => (await sentAt(third)) !== null)
    expect([...gateway.delivered.keys()].slice(-3)).toEqual([second, first, third])
  })

  it('a code that still waits is not sent once a later one of the same purpose is written', async () => {
    const phone = '13900000007'
    gateway.behave((res) => res.writeHead(503).end())
    const [first = ''] = await queueAll([phone], 'code')
    await triedAndFailed(first)
    gateway.behave(agreeable)
    const [second = ''] = await queueAll([phone], 'code')
    await until(async () => (await sentAt(second)) !== null)
    await tryAgainNow(first)
    await until(async () => (await jobOf(first)) === undefined)
    expect(await sentAt(first)).toBeNull()
    expect(gateway.delivered.has(first)).toBe(false)
  })

  it('S56 while it is away, pages and submissions do not wait for it', async () => {
    gateway.behave(() => undefined)
    const account = await createAccount(portal)
    const browser = await browserOf(portal, account)
    const id = await putCase(portal, account.id, { complete: true })
    await browser.get(paths.confirm(id))
    const started = performance.now()
    const done = await browser.submit('main form', { answer: 'yes' })
    expect(done.url).toMatch(/\/submitted\?/)
    expect(performance.now() - started).toBeLessThan(2000)
  })
})

describe('a portal that is told to stop', () => {
  it('S57 answers every one of 2,000 requests, 16 at a time, and ends by itself', async () => {
    const made = await startTestPortal({ JOBS: 'off' })
    const port = await freePort()
    const baseUrl = `http://127.0.0.1:${port}`
    const { config } = made
    const environment = {
      NODE_ENV: 'test',
      DATA_DIR: config.dataDir,
      DATABASE_URL: config.databaseUrl ?? '',
      REDIS_URL: config.redisUrl ?? '',
      BCRYPT_COST: '4',
      LOG_LEVEL: 'error',
      SANDBOX: 'on',
    }
    // The processes go by the machine's clock.
    made.clock.set(systemClock.now().toISOString())
    const account = await createAccount(made)
    const browser = await browserOf(made, account)
    const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const first = await startPortalProcess({ ...environment, PORT: String(port) }, baseUrl)
    const otherPort = await freePort()
    const second = await startPortalProcess(
      { ...environment, PORT: String(otherPort) },
      `http://127.0.0.1:${otherPort}`,
    )
    try {
      const agent = new Agent({ keepAlive: true, maxSockets: 16 })
      const dropped: string[] = []
      const ask = (to: number, path: string): Promise<number> =>
        new Promise((resolve, reject) => {
          const sent = request(
            { host: '127.0.0.1', port: to, path, agent, headers: { cookie, accept: 'text/html' } },
            (res) => {
              res.resume()
              res.on('end', () => resolve(res.statusCode ?? 0))
              res.on('error', reject)
            },
          )
          sent.on('error', reject)
          sent.end()
        })
      // What a proxy does: it asks every 200 ms who is ready, and sends requests there. Nothing is sent twice.
      let target = port
      const watch = async (): Promise<void> => {
        while (target === port) {
          const answer = await fetch(`${baseUrl}${paths.ready}`).catch(() => undefined)
          if (answer?.status !== 200) target = otherPort
          await sleep(200)
        }
      }
      const watching = watch()
      let left = 2000
      let answered = 0
      const client = async (): Promise<void> => {
        while (left > 0) {
          left -= 1
          const path = [paths.cases, paths.home, paths.messages][left % 3] ?? paths.home
          try {
            const status = await ask(target, path)
            if (status === 200) answered += 1
            else dropped.push(`${path} ${status}`)
          } catch (error) {
            dropped.push(`${path} ${String(error)}`)
          }
        }
      }
      const clients = Promise.all(Array.from({ length: 16 }, client))
      while (left > 1200) await sleep(5)
      const ended = first.stop()
      await Promise.all([clients, watching])
      expect(dropped).toEqual([])
      expect(answered).toBe(2000)
      expect(await ended).toBe(0)
      expect(first.output()).toBe('')
      agent.destroy()
    } finally {
      await first.kill()
      await second.stop()
      await made.stop()
    }
  }, 120_000)
})
