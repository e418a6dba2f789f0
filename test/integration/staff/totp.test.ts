import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { demoPassword } from '../../../seeds/demo/index.ts'
import { fill, mainText, messagesTo, otherCode, staffPhone } from '../../support/accounts.ts'
import { createBrowser, type Browser, type Page } from '../../support/browser.ts'
import { staffBrowser } from '../../support/people.ts'
import { startTestPortal, type TestPortal } from '../../support/portal.ts'
import { appCode, askForCode, isIn, logInWith, staffRow } from '../../support/staff.ts'

let portal: TestPortal
beforeAll(async () => {
  portal = await startTestPortal()
})
afterAll(() => portal.stop())

const form = 'main form[method=post]'
const step = 30_000
const code = (key: string, steps = 0): string => appCode(key, portal.clock.now(), steps)

/** The key as the page shows it. */
const shownKey = (page: Page): string => page.$('main dl strong').text()

/** Binds an app to a demo official and gives its key; moves the clock on, so that the next code is unused. */
const bindApp = async (login: string): Promise<string> => {
  const browser = await staffBrowser(portal, login)
  const key = shownKey(await browser.get('/staff/totp'))
  const done = await browser.submit(form, { totpCode: code(key), password: demoPassword, action: 'bind' })
  if (done.url !== '/staff?done=totp') throw new Error(mainText(done))
  await browser.submit('form[action="/staff/logout"]')
  portal.clock.forward(step)
  return key
}

/** Password and a code of the app, in a browser of its own. */
const logIn = async (
  login: string,
  smsCode: string,
  browser: Browser = createBrowser(portal.baseUrl),
): Promise<Page> => {
  await browser.get('/staff/login')
  return fill(browser, { 用户名: login, 密码: demoPassword, 短信验证码: smsCode }, 'login')
}

describe('binding an authenticator app', () => {
  it('shows a picture and the key, and takes a right code with the password only', async () => {
    const browser = await staffBrowser(portal, 'chuangkou')
    const page = await browser.get('/staff/totp')
    const key = shownKey(page)
    expect(key).toMatch(/^([A-Z2-7]{4} ){7}[A-Z2-7]{4}$/)
    expect(page.$('main img').attr('src')).toBe('/staff/totp/picture.svg')
    const picture = await browser.raw('/staff/totp/picture.svg')
    expect(picture.headers.get('content-type')).toContain('image/svg+xml')
    expect(picture.headers.get('cache-control')).toBe('no-store')
    expect(await picture.text()).toMatch(/^<svg [^>]*>(?!.*<script)/s)
    // The key stays while the page is tried, and belongs to this browser only.
    expect(shownKey(await browser.get('/staff/totp'))).toBe(key)

    const tried = async (totpCode: string, password: string): Promise<Page> => {
      await browser.get('/staff/totp')
      return browser.submit(form, { totpCode, password, action: 'bind' })
    }
    expect((await tried('', '')).$('.govuk-error-message').text()).toContain('请填写动态验证码')
    expect((await tried(otherCode(code(key)), demoPassword)).$('#totpCode-error').text()).toContain('不正确')
    expect((await tried(code(key), 'Wrong#2026')).$('#password-error').text()).toContain('密码不正确')
    expect((await staffRow(portal, 'chuangkou')).totp_secret_enc).toBeNull()

    const done = await tried(code(key), demoPassword)
    expect(mainText(done)).toContain('已绑定动态验证码应用')
    const { totp_secret_enc: sealed } = await staffRow(portal, 'chuangkou')
    expect(sealed).toMatch(/^k1\./)
    expect(sealed).not.toContain(key.replaceAll(' ', ''))
    // The code that proved the app is spent, and the picture is gone.
    expect((await logIn('chuangkou', code(key))).$('#smsCode-error').text()).toContain('已经使用过')
    expect((await browser.raw('/staff/totp/picture.svg')).status).toBe(404)
    expect((await browser.get('/staff/totp')).text).not.toContain(key)
  })

  it('of two that bind at the same instant one stays', async () => {
    const browser = await staffBrowser(portal, 'zhucesh')
    const key = shownKey(await browser.get('/staff/totp'))
    const body = { _csrf: browser.token(), totpCode: code(key), password: demoPassword, action: 'bind' }
    const answers = await Promise.all([browser.post('/staff/totp', body), browser.post('/staff/totp', body)])
    // The other meets the app that is bound, or its own code used already.
    const [bound, refused] = answers.map(({ status }) => status).toSorted((one, other) => one - other)
    expect(bound).toBe(303)
    expect([409, 422]).toContain(refused)
  })

  it('a form from before is refused with the new state', async () => {
    const browser = await staffBrowser(portal, 'zhucesh')
    await browser.get('/staff/totp')
    const late = await browser.post('/staff/totp', { _csrf: browser.token(), action: 'bind' })
    expect(late.status).toBe(409)
  })
})

describe('logging in with the app', () => {
  it('takes its code in the place of the SMS code, without sending one', async () => {
    const key = await bindApp('chushen')
    const phone = await staffPhone(portal, 'chushen')
    const before = (await messagesTo(portal, phone)).length
    const browser = createBrowser(portal.baseUrl)
    await browser.get('/staff/login')
    const asked = await fill(browser, { 用户名: 'chushen', 密码: demoPassword }, 'login')
    expect(asked.$('#smsCode-hint').text()).toContain('动态验证码应用显示的6位数字')
    expect((await fill(browser, { 短信验证码: code(key) }, 'login')).url).toBe('/staff/queue')
    expect((await messagesTo(portal, phone)).length).toBe(before)
  })

  it('a code is good once, whoever comes with it', async () => {
    const key = await bindApp('fushen')
    const used = code(key)
    const first = createBrowser(portal.baseUrl)
    expect((await logIn('fushen', used, first)).url).toBe('/staff/queue')
    await first.submit('form[action="/staff/logout"]')
    expect((await logIn('fushen', used)).$('#smsCode-error').text()).toContain('已经使用过')
    // Nor one of a step before it, which would be right by the clock.
    expect((await logIn('fushen', code(key, -1))).$('#smsCode-error').text()).toContain('已经使用过')
    portal.clock.forward(step)
    expect((await logIn('fushen', code(key))).url).toBe('/staff/queue')
  })

  it('of two uses of one code at the same instant, in two processes, exactly one gets in (20 races)', async () => {
    const key = await bindApp('zhongshen')
    const second = await portal.second()
    try {
      for (let race = 0; race < 20; race += 1) {
        await portal.deps.sessions.staff.store.endAll(String((await staffRow(portal, 'zhongshen')).id))
        const browsers = [createBrowser(portal.baseUrl), createBrowser(second.baseUrl)]
        for (const browser of browsers) {
          await browser.get('/staff/login')
          await fill(browser, { 用户名: 'zhongshen', 密码: demoPassword }, 'login')
        }
        const shared = code(key)
        const pages = await Promise.all(browsers.map((browser) => fill(browser, { 短信验证码: shared }, 'login')))
        expect(pages.filter(({ url }) => url === '/staff/queue')).toHaveLength(1)
        portal.clock.forward(step)
      }
    } finally {
      await second.stop()
    }
  })

  it('bears a clock that goes wrong by one step, not by two', async () => {
    const key = await bindApp('fazheng')
    portal.clock.forward(3 * step)
    expect((await logIn('fazheng', code(key, -2))).$('#smsCode-error').text()).toContain('动态验证码不正确')
    expect((await logIn('fazheng', code(key, 2))).$('#smsCode-error').text()).toContain('动态验证码不正确')
    expect((await logIn('fazheng', code(key, -1))).url).toBe('/staff/queue')
    portal.clock.forward(step)
    const late = createBrowser(portal.baseUrl)
    expect((await logIn('fazheng', code(key, 1), late)).url).toBe('/staff/login/device')
  })

  it('another person’s code, or one of a key that was replaced, opens nothing', async () => {
    const one = await bindApp('kefu1')
    await bindApp('kefu2')
    expect((await logIn('kefu2', code(one))).$('#smsCode-error').text()).toContain('动态验证码不正确')
  })

  it('five wrong codes shut the app out for half an hour, in every session; the SMS code still works', async () => {
    const key = await bindApp('shenji')
    for (let n = 0; n < 5; n += 1)
      expect((await logIn('shenji', otherCode(code(key)))).$('#smsCode-error').text()).toContain('不正确')
    const blocked = await logIn('shenji', code(key))
    expect(blocked.$('#smsCode-error').text()).toContain('错误次数过多，请30分钟后再试，或者点击“获取短信验证码”')
    const other = createBrowser(portal.baseUrl)
    const phone = await staffPhone(portal, 'shenji')
    const bySms = await logInWith(portal, { loginName: 'shenji', password: demoPassword, phone }, other)
    expect(bySms.url).toBe('/staff')
    expect(await isIn(other)).toBe(true)
  })

  it('an SMS code that was asked for is taken, and wrong ones spend it after five tries', async () => {
    const key = await bindApp('taiyuan-chuangkou')
    const phone = await staffPhone(portal, 'taiyuan-chuangkou')
    const browser = createBrowser(portal.baseUrl)
    const asked = await askForCode(portal, { loginName: 'taiyuan-chuangkou', password: demoPassword, phone }, browser)
    const sent = asked.code
    const wrong = [0, 1, 2, 3, 4, 5, 6]
      .map((n) => String(100_000 + n))
      .filter((one) => one !== sent && one !== code(key))
    for (const one of wrong.slice(0, 4)) await fill(browser, { 短信验证码: one }, 'login')
    const dead = await fill(browser, { 短信验证码: wrong[4] ?? '' }, 'login')
    expect(dead.$('#smsCode-error').text()).toContain('错误次数过多，已失效')
    expect((await fill(browser, { 短信验证码: sent }, 'login')).status).toBe(422)
  })
})

describe('taking the app away', () => {
  it('needs password and a code of it; afterwards its codes open nothing', async () => {
    const key = await bindApp('taiyuan-fushen')
    const browser = await staffBrowser(portal, 'taiyuan-fushen')
    const tried = async (totpCode: string, password: string): Promise<Page> => {
      await browser.get('/staff/totp')
      return browser.submit(form, { totpCode, password, action: 'remove' })
    }
    expect((await tried(code(key), 'Wrong#2026')).$('#password-error').text()).toContain('密码不正确')
    expect((await tried(otherCode(code(key)), demoPassword)).$('#totpCode-error').text()).toContain('不正确')
    expect((await tried(code(key), demoPassword)).url).toBe('/staff?done=totp-removed')
    await browser.submit('form[action="/staff/logout"]')
    portal.clock.forward(step)
    expect((await logIn('taiyuan-fushen', code(key))).$('#smsCode-error').text()).toContain('短信验证码已失效')
    const row = await staffRow(portal, 'taiyuan-fushen')
    expect(row.totp_secret_enc).toBeNull()
  })
})
