import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { demoPassword } from '../../../seeds/demo/index.ts'
import { openDatabase } from '../../../src/db/client.ts'
import { freePort } from '../../../src/embedded/processes.ts'
import { createLogger } from '../../../src/infra/logger.ts'
import { fill, mainText, staffPhone } from '../../support/accounts.ts'
import { createBrowser, type Browser } from '../../support/browser.ts'
import { createTestDatabase } from '../../support/database.ts'
import { captchaAnswer, startTestPortal, type TestPortal } from '../../support/portal.ts'
import { startPortalProcess } from '../../support/process.ts'
import { createTestRedis } from '../../support/redis.ts'
import { isIn, logInWith, staffRow } from '../../support/staff.ts'

const minute = 60_000

describe('staff sessions', () => {
  let portal: TestPortal
  beforeAll(async () => {
    portal = await startTestPortal()
  })
  afterAll(() => portal.stop())

  const fresh = async (login: string): Promise<Browser> => {
    await portal.deps.sessions.staff.store.endAll(String((await staffRow(portal, login)).id))
    const browser = createBrowser(portal.baseUrl)
    const phone = await staffPhone(portal, login)
    await logInWith(portal, { loginName: login, password: demoPassword, phone }, browser)
    return browser
  }

  it('S8 staff: end 15 minutes after the last request, which slides; asking to go on prolongs them', async () => {
    const browser = await fresh('chuangkou')
    const { redis } = portal.deps
    const [key = ''] = await redis.keys('session:staff:u*')
    expect(await redis.pttl(key)).toBeLessThanOrEqual(15 * minute)
    await redis.pexpire(key, minute)
    expect(await isIn(browser)).toBe(true)
    expect(await redis.pttl(key)).toBeGreaterThan(14 * minute)
    await redis.pexpire(key, minute)
    const answer = await browser.raw('/staff/session/extend', {
      method: 'POST',
      headers: { accept: 'application/json', 'x-csrf-token': browser.token() },
    })
    expect(await answer.json()).toEqual({ seconds: 15 * 60, final: false })
    expect(await redis.pttl(key)).toBeGreaterThan(14 * minute)
    const page = await browser.get('/staff/queue')
    expect(page.$('body').attr('data-session-minutes')).toBe('15')
    expect(page.$('body').attr('data-extend')).toBe('/staff/session/extend')
    await redis.pexpire(key, 1)
    await new Promise((resolve) => setTimeout(resolve, 10))
    expect((await browser.get('/staff/queue')).url).toBe('/staff/login?next=%2Fstaff%2Fqueue')
  })

  it('S8 staff: end 12 hours after the login, whatever is done', async () => {
    const browser = await fresh('chushen')
    portal.clock.forward(12 * 60 * minute)
    expect(await isIn(browser)).toBe(true)
    portal.clock.forward(1000)
    expect((await browser.get('/staff/login')).status).toBe(200)
    expect((await browser.get('/staff/queue')).url).toBe('/staff/login?next=%2Fstaff%2Fqueue')
  })

  it('S2 staff: five wrong passwords lock for 30 minutes, counted across two processes and a restart', async () => {
    const attempt = async (baseUrl: string, password: string): Promise<string> => {
      const browser = createBrowser(baseUrl)
      await browser.get('/staff/login')
      return mainText(await fill(browser, { 用户名: 'fushen', 密码: password }, 'login'))
    }
    const second = await portal.second()
    for (let n = 0; n < 4; n += 1)
      expect(await attempt(n % 2 === 0 ? portal.baseUrl : second.baseUrl, 'Wrong#2026')).toContain('用户名或密码错误')
    await second.stop()
    const restarted = await portal.second()
    try {
      expect(await attempt(restarted.baseUrl, 'Wrong#2026')).toContain('请30分钟后再试')
      portal.clock.forward(30 * minute - 1)
      for (const baseUrl of [portal.baseUrl, restarted.baseUrl])
        expect(await attempt(baseUrl, demoPassword)).toContain('请1分钟后再试')
      portal.clock.forward(1)
      expect(await attempt(portal.baseUrl, demoPassword)).toContain('短信验证码已发送')
    } finally {
      await restarted.stop()
    }
  })

  it('S2 staff: of 40 guesses at the same instant no more than five are compared', async () => {
    const browsers = await Promise.all(
      Array.from({ length: 40 }, async () => {
        const browser = createBrowser(portal.baseUrl)
        await browser.get('/staff/login')
        return browser
      }),
    )
    const { id } = await staffRow(portal, 'zhongshen')
    // Past the free tries, each with a captcha.
    const guess = { username: 'zhongshen', password: 'Wrong#2026', captcha: captchaAnswer, action: 'login' }
    await Promise.all(browsers.map((browser) => browser.submit('main form[method=post]', guess)))
    const rows = await portal.owner
      .knex('audit_log')
      .where({ object_kind: 'staff', object_id: String(id), action: 'login-failed' })
      .select<{ details: { reason: string } }[]>('details')
    expect(rows.filter(({ details }) => details.reason === 'wrong-password')).toHaveLength(5)
  })
})

describe('AU-15: in production', () => {
  const secret = 'ab'.repeat(32)

  it('AU-15 nobody is there by default: no demo staff, no sandbox, and the sandbox cannot be asked for', async () => {
    const [database, redis, dataDir, port] = await Promise.all([
      createTestDatabase(),
      createTestRedis(),
      mkdtemp(join(tmpdir(), 'portal-production-')),
      freePort(),
    ])
    const baseUrl = `http://127.0.0.1:${port}`
    const variables = {
      NODE_ENV: 'production',
      PORT: String(port),
      DATA_DIR: dataDir,
      DATABASE_URL: database.databaseUrl,
      DATABASE_OWNER_URL: database.ownerDatabaseUrl,
      REDIS_URL: redis.redisUrl,
      PUBLIC_URL: 'https://portal.example.org',
      TRUST_PROXY_HOPS: '1',
      SMS_GATEWAY_URL: 'http://127.0.0.1:9/none',
      SMS_GATEWAY_KEY: 'a-key-of-sixteen-characters',
      IDENTITY_GATEWAY_URL: 'http://127.0.0.1:9/none',
      IDENTITY_GATEWAY_KEY: 'a-key-of-sixteen-characters',
      SESSION_SECRET: secret,
      PASSWORD_PEPPER: secret,
      FIELD_KEY: secret,
      INDEX_KEY: secret,
      LOG_LEVEL: 'error',
    }
    const owner = openDatabase(database.ownerDatabaseUrl, createLogger('silent'))
    try {
      await expect(startPortalProcess({ ...variables, SANDBOX: 'on' }, baseUrl, 'start')).rejects.toThrow('SANDBOX')
      const running = await startPortalProcess(variables, baseUrl, 'start')
      try {
        for (const table of ['staff', 'account', 'organization'])
          expect([table, await owner.knex(table).select('id')]).toEqual([table, []])
        for (const path of ['/sandbox', '/sandbox/sms']) expect((await fetch(baseUrl + path)).status).toBe(404)
        const answer = await fetch(`${baseUrl}/sandbox/gateway/sms`, { method: 'POST' })
        expect(answer.status).toBe(404)
      } finally {
        await running.stop()
      }
    } finally {
      await owner.close()
      await database.drop()
      await rm(dataDir, { recursive: true, force: true })
    }
  }, 60_000)
})
