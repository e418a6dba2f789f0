import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  accountId,
  auditActions,
  fill,
  logInAs,
  logInStaff,
  mainText,
  register,
  testPerson,
} from '../../support/accounts.ts'
import { paths } from '../../../src/web/paths.ts'
import { createBrowser, type Browser } from '../../support/browser.ts'
import { makeAccount } from '../../support/login-accounts.ts'
import { browserOf, createAccount, staffBrowser } from '../../support/people.ts'
import { captchaAnswer, startTestPortal, type TestPortal } from '../../support/portal.ts'

let portal: TestPortal
let second: Awaited<ReturnType<TestPortal['second']>>
const person = testPerson(0)

beforeAll(async () => {
  portal = await startTestPortal()
  second = await portal.second()
  await (await register(portal, person)).submit('form[action="/logout"]')
})
afterAll(async () => {
  await second.stop()
  await portal.stop()
})

const minute = 60_000
const displaced = '您的账号已在其他设备登录'

const isIn = async (browser: Browser): Promise<boolean> => (await browser.get('/account')).url === '/account'

const fresh = async (): Promise<Browser> => {
  await portal.deps.sessions.applicant.store.endAll(await accountId(portal, person.loginName))
  const browser = createBrowser(portal.baseUrl)
  await logInAs(browser, person.loginName, person.password)
  return browser
}

describe('somebody who only reads', () => {
  it('leaves no key in Redis, with or without cookies, and the token of an old page is good for its form', async () => {
    const { redis } = portal.deps
    const forms = [paths.loginPersonal, paths.loginPhone, paths.registerPersonal, paths.recover, paths.staffLogin]
    const before = await redis.dbsize()
    const kept = createBrowser(portal.baseUrl)
    for (const path of forms) {
      for (let n = 0; n < 5; n += 1) expect((await createBrowser(portal.baseUrl).get(path)).status).toBe(200)
      const first = (await kept.get(path)) && kept.token()
      expect([path, (await kept.get(path)) && kept.token()]).toEqual([path, first])
    }
    expect(await redis.keys('session:*')).toEqual(await redis.keys('session:*:u*'))
    expect(await redis.dbsize()).toBe(before)
    await kept.get(paths.loginPersonal)
    expect((await kept.submit('main form', { identity: '', password: '' })).status).toBe(422)
  })
})

describe('S6: session ids', () => {
  it('change at login and at logout, and an id planted or left over is worth nothing (10 forms)', async () => {
    const attacker = createBrowser(portal.baseUrl)
    await attacker.get('/login/personal')
    const planted = attacker.cookies.get('portal') ?? ''
    const victim = createBrowser(portal.baseUrl)
    await portal.deps.sessions.applicant.store.endAll(await accountId(portal, person.loginName))
    victim.cookies.set('portal', planted)
    await logInAs(victim, person.loginName, person.password)
    const live = victim.cookies.get('portal') ?? ''
    expect(live).not.toBe(planted)
    expect(await isIn(victim)).toBe(true)
    const slot = /^s%3A(u[\w-]+)\./.exec(live)?.[1] ?? ''
    expect(slot).not.toBe('')
    await victim.submit('form[action="/logout"]')
    const forms = [
      planted,
      live,
      's%3Aabc.def',
      `s%3A${slot}.x.y`,
      slot,
      '',
      'undefined',
      '%00',
      live.slice(0, -2),
      `j:${live}`,
    ]
    for (const cookie of forms) {
      const browser = createBrowser(portal.baseUrl)
      browser.cookies.set('portal', cookie)
      expect(await isIn(browser)).toBe(false)
    }
    const byAddress = await createBrowser(portal.baseUrl).get(`/account?portal=${live}&sid=${live}`)
    expect(byAddress.url).toContain('/login/personal')
  })
})

describe('S7: one device at a time', () => {
  it('asks first, showing where and since when; 取消 leaves the other alone, 确定 ends it', async () => {
    const old = await fresh()
    const browser = createBrowser(second.baseUrl)
    const question = await logInAs(browser, person.phone, person.password)
    expect(question.url).toBe('/login/device')
    expect(mainText(question)).toContain('127.0.*.*')
    expect(mainText(question)).toContain('2026年11月20日 12:00')
    const buttons = question.$('main button').toArray()
    expect(buttons.map((one) => question.$(one).text())).toEqual(['确定', '取消'])
    expect((await browser.submit('main form[method=post]', { answer: 'no' })).url).toBe('/login/personal')
    expect((await browser.get('/login/device')).url).toBe('/login/personal')
    expect(await isIn(old)).toBe(true)

    await logInAs(browser, person.phone, person.password)
    expect((await browser.submit('main form[method=post]', { answer: 'yes' })).url).toBe('/')
    expect(await isIn(browser)).toBe(true)
    const told = await old.get('/account')
    expect(told.url).toBe('/login/personal?displaced=1&next=%2Faccount')
    expect(mainText(told)).toContain(displaced)
    expect(told.$('.notice')).toHaveLength(1)
    const json = await old.raw('/account', { headers: { accept: 'application/json' } })
    expect(json.status).toBe(401)
    const actions = await auditActions(portal, 'account', await accountId(portal, person.loginName))
    expect(actions.slice(-3)).toEqual(['password-accepted', 'login', 'session-displaced'])
  })

  it('a displaced browser’s POST changes nothing and says why', async () => {
    const old = await fresh()
    await old.get('/verify')
    const token = old.token()
    const browser = createBrowser(portal.baseUrl)
    await logInAs(browser, person.phone, person.password)
    await browser.submit('main form[method=post]', { answer: 'yes' })
    const answer = await old.post('/verify', { _csrf: token })
    expect(answer.headers.get('location')).toBe('/login/personal?displaced=1')
    const row = await portal.owner.knex('account').first<{ real_name_skipped_at: Date | null }>('real_name_skipped_at')
    expect(row.real_name_skipped_at).toBeNull()
  })

  it('the question stays open five minutes', async () => {
    const old = await fresh()
    const browser = createBrowser(portal.baseUrl)
    await logInAs(browser, person.phone, person.password)
    portal.clock.forward(5 * minute + 1000)
    expect((await browser.submit('main form[method=post]', { answer: 'yes' })).url).toBe('/login/personal')
    expect(await isIn(old)).toBe(true)
  })

  it('two logins at the same instant in two processes leave exactly one live session (200 races)', async () => {
    const id = await accountId(portal, person.loginName)
    let doubles = 0
    let none = 0
    for (let race = 0; race < 200; race += 1) {
      await portal.deps.sessions.applicant.store.endAll(id)
      const browsers = [createBrowser(portal.baseUrl), createBrowser(second.baseUrl)]
      await Promise.all(browsers.map((browser) => browser.get('/login/personal')))
      await Promise.all(
        browsers.map(async (browser) => {
          const page = await fill(browser, {
            '用户名/手机号码/身份证号': person.loginName,
            密码: person.password,
            验证码: captchaAnswer,
          })
          if (page.url === '/login/device') await browser.submit('main form[method=post]', { answer: 'yes' })
        }),
      )
      const live = await Promise.all(browsers.map(isIn))
      const count = live.filter(Boolean).length
      if (count > 1) doubles += 1
      if (count < 1) none += 1
    }
    expect({ doubles, none }).toEqual({ doubles: 0, none: 0 })
  }, 300_000)
})

describe('S8: sessions end', () => {
  it('after 12 hours whatever is done, and are told to log in again', async () => {
    const browser = await fresh()
    portal.clock.forward(12 * 60 * minute)
    expect(await isIn(browser)).toBe(true)
    portal.clock.forward(1000)
    expect((await browser.get('/account')).url).toBe('/login/personal?next=%2Faccount')
  })

  it('after 30 minutes without a request, staff after 15; asking to go on prolongs them', async () => {
    const { redis } = portal.deps
    const browser = await fresh()
    const [key = ''] = (await redis.keys('session:applicant:u*')).toSorted()
    expect(await redis.pttl(key)).toBeLessThanOrEqual(30 * minute)
    await redis.pexpire(key, 60_000)
    await browser.get('/account')
    const answer = await browser.raw('/session/extend', {
      method: 'POST',
      headers: { accept: 'application/json', 'x-csrf-token': browser.token() },
    })
    expect(await answer.json()).toEqual({ seconds: 30 * 60, final: false })
    expect(await redis.pttl(key)).toBeGreaterThan(29 * minute)
    await redis.del(key)
    expect((await browser.get('/account')).url).toBe('/login/personal?next=%2Faccount')

    const staff = createBrowser(portal.baseUrl)
    await logInStaff(portal, 'chuangkou', staff)
    const [staffKey = ''] = await redis.keys('session:staff:u*')
    const left = await redis.pttl(staffKey)
    expect(left).toBeLessThanOrEqual(15 * minute)
    expect(left).toBeGreaterThan(14 * minute)
  })
})

describe('issue 8 item 39: the end that nothing puts off', () => {
  const sides = {
    person: async () => browserOf(portal, await createAccount(portal)),
    legal: async () => browserOf(portal, await makeAccount(portal, { kind: 'LEGAL_PERSON' })),
    staff: () => staffBrowser(portal, 'chushen'),
  } as const
  const extend = async (browser: Browser, path: string): Promise<unknown> => {
    const headers = { accept: 'application/json', 'x-csrf-token': browser.token() }
    return (await browser.raw(path, { method: 'POST', headers })).json()
  }

  it.each(['person', 'legal', 'staff'] as const)(
    'is told beforehand, and leads to the right login and back (%s)',
    async (side) => {
      const browser = await sides[side]()
      const [page, own, door, idle] =
        side === 'staff'
          ? ['/staff/queue', paths.staffExtendSession, '/staff/login', 15 * 60]
          : ['/help', paths.extendSession, side === 'legal' ? '/login/legal' : '/login/personal', 30 * 60]
      await browser.get(page)
      expect(await extend(browser, own)).toEqual({ seconds: idle, final: false })
      portal.clock.forward((12 * 60 - 1) * minute)
      const shown = await browser.get(page)
      expect(shown.$('body').attr('data-session-rest')).toBe('60')
      expect(await extend(browser, own)).toEqual({ seconds: 60, final: true })
      const asked = () =>
        browser.raw(own, {
          method: 'POST',
          headers: {
            accept: 'application/json',
            'x-keep-only': '1',
            'sec-fetch-site': 'same-origin',
            referer: `${portal.baseUrl}${page}`,
          },
        })
      expect(await (await asked()).json()).toEqual({ live: true, seconds: 60, final: true })
      portal.clock.forward(minute + 1000)
      const answer = await asked()
      expect(answer.status).toBe(401)
      expect(await answer.json()).toEqual({
        error: 'login',
        login: `${door}?ended=expired&next=${encodeURIComponent(page)}`,
        kept: false,
      })
    },
  )

  it('throws nobody off public pages: they are read as by anybody', async () => {
    const browser = await sides.person()
    await browser.get('/account')
    portal.clock.forward(12 * 60 * minute + 1000)
    const page = await browser.get('/help')
    expect([page.url, page.status, page.$('.utility__user').length]).toEqual(['/help', 200, 0])
    expect(page.$('body').attr('data-session-rest')).toBeUndefined()
    expect((await browser.get('/')).url).toBe('/')
    expect((await browser.get('/account')).url).toBe('/login/personal?next=%2Faccount')
  })
})

describe('issue 7 item 13: a displaced cookie', () => {
  it.each(['applicant', 'staff'] as const)('does not keep the live session alive (%s)', async (side) => {
    const { redis } = portal.deps
    const displacedBrowser = side === 'staff' ? await staffBrowser(portal, 'chushen') : await fresh()
    const [key = ''] = await redis.keys(`session:${side}:u*`)
    // A later login takes the slot.
    if (side === 'staff') await staffBrowser(portal, 'chushen')
    else {
      const later = createBrowser(portal.baseUrl)
      await logInAs(later, person.loginName, person.password)
      await later.submit('main form[method=post]', { answer: 'yes' })
    }
    await redis.pexpire(key, 60_000)
    const page = side === 'staff' ? '/staff/queue' : '/account'
    for (let request = 0; request < 3; request += 1)
      expect((await displacedBrowser.raw(page)).headers.get('location') ?? '').not.toBe('')
    const left = await redis.pttl(key)
    expect(left).toBeLessThanOrEqual(60_000)
    expect(left).toBeGreaterThan(0)
    await redis.del(key)
  })
})

describe('S9: cookies', () => {
  const facts = (line: string) => line.split('; ').slice(1).toSorted().join('; ')

  it('are HttpOnly and SameSite=Lax, and differ for applicants and staff', async () => {
    const found: Record<string, string> = {}
    for (const path of ['/login/personal', '/staff/login', '/preferences/elder?on=1']) {
      const answer = await fetch(portal.baseUrl + path, { redirect: 'manual' })
      for (const line of answer.headers.getSetCookie()) found[line.split('=')[0] ?? ''] = facts(line)
    }
    expect(Object.keys(found).toSorted()).toEqual(['elder', 'portal', 'staff'])
    for (const attributes of Object.values(found)) {
      expect(attributes).toContain('HttpOnly')
      expect(attributes).toContain('SameSite=Lax')
    }
  })

  it('carry __Host- and Secure where the portal is served over https', async () => {
    const secure = await startTestPortal({ PUBLIC_URL: 'https://portal.example.org', TRUST_PROXY_HOPS: '1' })
    try {
      for (const [path, name] of [
        ['/login/personal', '__Host-portal'],
        ['/staff/login', '__Host-staff'],
      ] as const) {
        const answer = await fetch(secure.baseUrl + path, { headers: { 'x-forwarded-proto': 'https' } })
        const [line = ''] = answer.headers.getSetCookie()
        expect(line.startsWith(`${name}=`)).toBe(true)
        expect(facts(line)).toBe('HttpOnly; Path=/; SameSite=Lax; Secure')
      }
    } finally {
      await secure.stop()
    }
  })
})
