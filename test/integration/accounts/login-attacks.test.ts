import bcrypt from 'bcrypt'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { createPasswords } from '../../../src/infra/passwords.ts'
import { sessionDigest } from '../../../src/modules/accounts/codes.ts'
import { auditActions, fill, logInAs, mainText } from '../../support/accounts.ts'
import { createBrowser, type Browser, type Page } from '../../support/browser.ts'
import { logInByPhone, logInLegal, makeAccount, type LoginAccount } from '../../support/login-accounts.ts'
import { captchaAnswer, startTestPortal, type TestPortal } from '../../support/portal.ts'

let portal: TestPortal
let second: Awaited<ReturnType<TestPortal['second']>>
beforeAll(async () => {
  portal = await startTestPortal()
  second = await portal.second()
})
afterAll(async () => {
  await second.stop()
  await portal.stop()
})
beforeEach(async () => {
  for (const name of ['login-personal-address', 'sms-address-day', 'unknown-account'] as const)
    await portal.deps.limits.reset(name, '127.0.0.1')
})

const fresh = (): Browser => createBrowser(portal.baseUrl)
const errorOf = (page: Page, field: string): string => page.$(`#${field}-error`).text().replace('错误：', '')
const isIn = async (browser: Browser): Promise<boolean> => (await browser.get('/messages')).url === '/messages'
const legalLabel = '用户名/统一社会信用代码'

/** The id of the browser's session, from its signed cookie. */
const sessionId = (browser: Browser): string =>
  decodeURIComponent(browser.cookies.get('portal') ?? '')
    .slice(2)
    .replace(/\.[^.]*$/, '')

/** Opens the phone login in a browser and has a code made for it, without a message. */
const openByPhone = async (browser: Browser, phone: string): Promise<() => Promise<Page>> => {
  await browser.get('/login/phone')
  const subject = `${portal.deps.crypto.index('phone', phone)}.${sessionDigest(sessionId(browser))}`
  const code = await portal.deps.smsCodes.create('login-phone', subject)
  return () => fill(browser, { 手机号: phone, 短信验证码: code }, 'login')
}

const openLegal = async (browser: Browser, who: LoginAccount): Promise<() => Promise<Page>> => {
  await browser.get('/login/legal')
  return () => fill(browser, { [legalLabel]: who.uscc, 密码: who.password, 验证码: captchaAnswer })
}

describe('S2: brute force', () => {
  it('S2 at the legal door, of 16 guesses at once in two processes five are compared', async () => {
    const who = await makeAccount(portal, { kind: 'LEGAL_PERSON' })
    const guesses = await Promise.all(
      Array.from({ length: 16 }, async (_none, n) => {
        const browser = createBrowser(n % 2 ? portal.baseUrl : second.baseUrl)
        await browser.get('/login/legal')
        return browser
      }),
    )
    const pages = await Promise.all(
      guesses.map((browser, n) =>
        fill(browser, {
          [legalLabel]: n % 3 ? who.uscc : who.loginName,
          密码: `Guess#${String(n)}aa`,
          验证码: captchaAnswer,
        }),
      ),
    )
    expect(pages.filter((page) => errorOf(page, 'password').includes('用户名或密码错误'))).toHaveLength(5)
    const actions = await auditActions(portal, 'account', who.id)
    expect(actions.filter((action) => action === 'login-locked')).toHaveLength(1)
    expect(errorOf(await logInLegal(fresh(), who.uscc, who.password), 'password')).toContain('账号已锁定')
  })

  it('S2 when accounts share a phone, the lock of one is noted for that one alone', async () => {
    const phone = '13700007001'
    const weak = await makeAccount(portal, { phone })
    const strong = await makeAccount(portal, { phone })
    for (let n = 0; n < 4; n += 1) await logInAs(fresh(), weak.loginName, 'Wrong#2026')
    const page = await logInAs(fresh(), phone, 'Wrong#2026')
    expect(mainText(page)).toContain('还可以再试4次')
    const locks = async (who: LoginAccount) =>
      (await auditActions(portal, 'account', who.id)).filter((action) => action === 'login-locked').length
    expect(await locks(weak)).toBe(1)
    expect(await locks(strong)).toBe(0)
    const rows = await portal.owner
      .knex('account')
      .whereIn('id', [weak.id, strong.id])
      .orderBy('failed_logins')
      .select<{ failed_logins: number; locked_until: Date | null }[]>('failed_logins', 'locked_until')
    expect(rows.map((row) => [row.failed_logins, row.locked_until !== null])).toEqual([
      [1, false],
      [5, true],
    ])
  })
})

describe('S6 S7: sessions of legal persons and of phone logins', () => {
  it('S6 the session id changes at login, and the planted one is worth nothing', async () => {
    const who = await makeAccount(portal, { kind: 'LEGAL_PERSON' })
    for (const open of [openLegal, (browser: Browser, one: LoginAccount) => openByPhone(browser, one.phone)]) {
      const attacker = fresh()
      await attacker.get('/login/legal')
      const victim = fresh()
      victim.cookies.set('portal', attacker.cookies.get('portal') ?? '')
      await portal.deps.sessions.applicant.store.endAll(who.id)
      await (
        await open(victim, who)
      )()
      expect(await isIn(victim)).toBe(true)
      expect(victim.cookies.get('portal')).not.toBe(attacker.cookies.get('portal'))
      expect(await isIn(attacker)).toBe(false)
    }
  })

  it('L-007 S7 a legal person is asked before the login elsewhere ends; 取消 leads back to 法人登录', async () => {
    const who = await makeAccount(portal, { kind: 'LEGAL_PERSON' })
    const old = fresh()
    await logInLegal(old, who.uscc, who.password)
    const browser = createBrowser(second.baseUrl)
    expect((await logInLegal(browser, who.loginName, who.password)).url).toBe('/login/device')
    expect((await browser.submit('main form[method=post]', { answer: 'no' })).url).toBe('/login/legal')
    expect(await isIn(old)).toBe(true)
    await logInLegal(browser, who.loginName, who.password)
    await browser.submit('main form[method=post]', { answer: 'yes' })
    expect(await isIn(browser)).toBe(true)
    const told = await old.get('/messages')
    expect(told.url).toBe('/login/legal?displaced=1&next=%2Fmessages')
    expect(mainText(told)).toContain('您的账号已在其他设备登录')
  })

  it('S7 a request of the kicked session that still runs cannot write its session back', async () => {
    const who = await makeAccount(portal, { kind: 'LEGAL_PERSON' })
    const { store } = portal.deps.sessions.applicant
    const old = fresh()
    await logInLegal(old, who.uscc, who.password)
    const oldId = sessionId(old)
    const held = await store.get(oldId)
    const browser = createBrowser(second.baseUrl)
    await (
      await openByPhone(browser, who.phone)
    )()
    await browser.submit('main form[method=post]', { answer: 'yes' })
    if (!held) throw new Error('no session')
    await store.set(oldId, held)
    await store.destroy(oldId)
    expect(await isIn(browser)).toBe(true)
    expect(await isIn(old)).toBe(false)
  })

  it('S7 two logins of one account at the same instant, by code and by phone, leave one live session (60 races)', async () => {
    const who = await makeAccount(portal, { kind: 'LEGAL_PERSON' })
    const { store } = portal.deps.sessions.applicant
    const counts = { doubles: 0, none: 0 }
    for (let race = 0; race < 60; race += 1) {
      await store.endAll(who.id)
      const browsers = [createBrowser(portal.baseUrl), createBrowser(second.baseUrl)] as const
      const logins = await Promise.all(
        browsers.map((browser, n) =>
          (race + n) % 2 === 0 || race % 3 === 0 ? openByPhone(browser, who.phone) : openLegal(browser, who),
        ),
      )
      await Promise.all(
        logins.map(async (login, n) => {
          const page = await login()
          if (page.url === '/login/device') await browsers[n]?.submit('main form[method=post]', { answer: 'yes' })
        }),
      )
      const live = (await Promise.all(browsers.map(isIn))).filter(Boolean).length
      if (live > 1) counts.doubles += 1
      if (live < 1) counts.none += 1
    }
    expect(counts).toEqual({ doubles: 0, none: 0 })
  }, 300_000)
})

describe('temporary passwords', () => {
  it('open until their time and then no more, which only who knows one is told; the try does not count', async () => {
    const until = new Date(portal.clock.now().getTime() + 3_600_000)
    for (const who of [await makeAccount(portal), await makeAccount(portal, { kind: 'LEGAL_PERSON' })]) {
      const logIn = who.kind === 'PERSONAL' ? logInAs : logInLegal
      await portal.owner
        .knex('account')
        .where({ id: who.id })
        .update({ must_change_password: true, temporary_until: until })
      const early = fresh()
      await logIn(early, who.loginName, who.password)
      expect((await early.get('/messages')).url).toContain('/account/password')
      await portal.deps.sessions.applicant.store.endAll(who.id)
      await portal.owner.knex('account').where({ id: who.id }).update({ temporary_until: portal.clock.now() })
      for (let n = 0; n < 6; n += 1) {
        const late = await logIn(fresh(), who.loginName, who.password)
        expect(errorOf(late, 'password')).toBe('临时密码已过期，请到窗口或用忘记密码重新设置')
        expect(late.$('main .notice [formaction="/recover"]')).toHaveLength(1)
      }
      expect(mainText(await logIn(fresh(), who.loginName, 'Wrong#2026'))).not.toContain('临时密码')
    }
  })
})

describe('登录记录', () => {
  it('holds way, outcome, address and a short name of the device, of every login and failure', async () => {
    const who = await makeAccount(portal, { kind: 'LEGAL_PERSON' })
    const post = async (password: string) => {
      const browser = fresh()
      await browser.get('/login/legal')
      return browser.post(
        '/login/legal',
        { _csrf: browser.token(), identity: who.uscc, password, captcha: captchaAnswer },
        { 'user-agent': 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36' },
      )
    }
    await post(who.password)
    await portal.deps.sessions.applicant.store.endAll(who.id)
    await logInByPhone(portal, who.phone)
    for (let n = 0; n < 6; n += 1) await post('Wrong#2026')
    const rows = await portal.owner
      .knex('login_history')
      .where({ account_id: who.id })
      .orderBy('id')
      .select<{ way: string; outcome: string; ip: string; device: string; at: Date }[]>()
    expect(rows.map((row) => `${row.way} ${row.outcome}`)).toEqual([
      'PASSWORD SUCCESS',
      'SMS SUCCESS',
      ...Array<string>(5).fill('PASSWORD WRONG_PASSWORD'),
      'PASSWORD LOCKED',
    ])
    expect(rows[0]).toMatchObject({ device: 'Chrome · Windows', at: portal.clock.now() })
    expect(rows[0]?.ip).toContain('127.0.0.1')
    expect(rows[1]?.device).toBe('未知设备')
  })
})

describe('AU-04: costlier hashes', () => {
  it('AU-04 a hash made more cheaply is made anew at the next right password, also by two logins at once', async () => {
    const dear = await startTestPortal({ BCRYPT_COST: '5' })
    try {
      const cheap = createPasswords(dear.config.keys.pepper, 4)
      const password = 'Fenhe#2026'
      const who = await makeAccount(dear, { password, passwordHash: await cheap.hash(password) })
      const hashOf = async () =>
        (await dear.owner.knex('account').where({ id: who.id }).first<{ password_hash: string }>()).password_hash
      await logInAs(createBrowser(dear.baseUrl), who.loginName, 'Wrong#2026')
      expect(bcrypt.getRounds(await hashOf())).toBe(4)
      await Promise.all([1, 2].map(() => logInAs(createBrowser(dear.baseUrl), who.loginName, password)))
      const upgraded = await hashOf()
      expect(bcrypt.getRounds(upgraded)).toBe(5)
      expect(await dear.deps.passwords.verify(password, upgraded)).toBe(true)
      await logInAs(createBrowser(dear.baseUrl), who.loginName, password)
      expect(await hashOf()).toBe(upgraded)
    } finally {
      await dear.stop()
    }
  })

  it('AU-04 a password changed meanwhile stays, and a full queue delays nobody’s login', async () => {
    const { deps } = portal
    const who = await makeAccount(portal)
    const outdated = vi.spyOn(deps.passwords, 'isOutdated').mockReturnValue(true)
    const hash = vi.spyOn(deps.passwords, 'hash')
    try {
      hash.mockImplementationOnce(async (password) => {
        await portal.owner.knex('account').where({ id: who.id }).update({ password_hash: 'changed elsewhere' })
        return `hash of ${password.length}`
      })
      await logInAs(fresh(), who.loginName, who.password)
      const row = await portal.owner.knex('account').where({ id: who.id }).first<{ password_hash: string }>()
      expect(row.password_hash).toBe('changed elsewhere')
      const other = await makeAccount(portal)
      const { AppError } = await import('../../../src/core/errors.ts')
      hash.mockRejectedValueOnce(new AppError('BUSY', undefined, 5))
      expect((await logInAs(fresh(), other.loginName, other.password)).url).toBe('/')
    } finally {
      outdated.mockRestore()
      hash.mockRestore()
    }
  })
})

describe('where a login leads', () => {
  it('B-01 in Liaoning a person without a link is shown the binding page first, and next= goes along', async () => {
    const liaoning = await startTestPortal({ SITE: 'liaoning' })
    try {
      const who = await makeAccount(liaoning)
      const browser = createBrowser(liaoning.baseUrl)
      await browser.get('/login/personal')
      const form = { _csrf: browser.token(), identity: who.loginName, password: who.password, captcha: captchaAnswer }
      const sent = await browser.post('/login/personal', { ...form, next: '/applications' })
      expect(sent.headers.get('location')).toBe('/bind?next=%2Fapplications')
    } finally {
      await liaoning.stop()
    }
  })

  it('S27 next= leads nowhere else at any door', async () => {
    const who = await makeAccount(portal, { kind: 'LEGAL_PERSON' })
    for (const next of ['https://evil.example/', '//evil.example', '/\\evil.example', '/%5cevil.example']) {
      for (const path of ['/login/legal', '/login/phone', '/login/organization']) {
        const page = await fresh().get(`${path}?next=${encodeURIComponent(next)}`)
        expect(page.$('main').html()).not.toContain('evil.example')
      }
      await portal.deps.sessions.applicant.store.endAll(who.id)
      const browser = fresh()
      await browser.get('/login/legal')
      const form = { _csrf: browser.token(), identity: who.uscc, password: who.password, captcha: captchaAnswer, next }
      expect((await browser.post('/login/legal', form)).headers.get('location')).toBe('/')
    }
  })
})
