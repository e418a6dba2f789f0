import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { demoPassword } from '../../../seeds/demo/index.ts'
import { auditActions, logInStaff, mainText, messagesTo, staffPhone } from '../../support/accounts.ts'
import { createBrowser, type Browser } from '../../support/browser.ts'
import { staffBrowser } from '../../support/people.ts'
import { identityKey, startIdentityGateway } from '../../support/identity-gateway.ts'
import { startTestPortal, type TestPortal } from '../../support/portal.ts'
import {
  addConfirmed,
  askForCode,
  isIn,
  logInWith,
  staffRow,
  temporaryPassword,
  testMember,
} from '../../support/staff.ts'

let portal: TestPortal
let admin: Browser
let gateway: Awaited<ReturnType<typeof startIdentityGateway>>
beforeAll(async () => {
  gateway = await startIdentityGateway()
  portal = await startTestPortal({
    SANDBOX: 'on',
    IDENTITY_GATEWAY_URL: gateway.url,
    IDENTITY_GATEWAY_KEY: identityKey,
  })
  admin = await staffBrowser(portal, 'guanli')
})
afterAll(async () => {
  await portal.stop()
  await gateway.stop()
})

const newPassword = 'Fenhe#2026-xin'
const form = 'main form[method=post]'
const hour = 3_600_000

/** A new member of staff, logged in with the temporary password. */
const newcomer = async () => {
  const member = testMember(['WINDOW'])
  await addConfirmed(admin, await staffBrowser(portal, 'guanli2'), member)
  const password = await temporaryPassword(portal, member.phone)
  const browser = createBrowser(portal.baseUrl)
  const page = await logInWith(portal, { ...member, password }, browser)
  return { member, password, browser, page }
}

describe('the first password', () => {
  it('must be changed before anything else is opened; going on leads where the way led', async () => {
    const { member, browser, page } = await newcomer()
    expect(page.url).toBe('/staff/password?next=%2Fstaff%2Fqueue')
    expect(mainText(page)).toContain('系统管理员设置的临时密码')
    expect(page.$('#oldPassword')).toHaveLength(0)
    for (const address of ['/staff', '/staff/queue', '/staff/history', '/staff/totp'])
      expect((await browser.get(address)).url).toBe(`/staff/password?next=${encodeURIComponent(address)}`)
    const blocked = await browser.post('/staff/totp', { _csrf: browser.token(), action: 'bind' })
    expect([blocked.status, blocked.headers.get('location')]).toEqual([303, '/staff/password'])

    await browser.get('/staff/password?next=%2Fstaff%2Fhistory')
    const done = await browser.submit(form, { newPassword, confirmPassword: newPassword })
    expect(done.url).toBe('/staff/history')
    expect((await staffRow(portal, member.loginName)).must_change_password).toBe(false)
    expect((await logInWith(portal, { ...member, password: newPassword })).url).toBe('/staff/login/device')
  })

  it('may not stay the temporary one, and keeps to the rules of passwords', async () => {
    const { member, password, browser } = await newcomer()
    const tried = async (one: string, again = one): Promise<string> => {
      await browser.get('/staff/password')
      const page = await browser.submit(form, { newPassword: one, confirmPassword: again })
      expect(page.status).toBe(422)
      expect(page.text).not.toContain(one === '' ? 'value="undefined' : `value="${one}"`)
      return page.$('.govuk-error-message').text()
    }
    expect(await tried('')).toContain('请填写新密码')
    expect(await tried('short#1')).toContain('不能少于8个字符')
    expect(await tried('onlylowercase')).toContain('三种')
    expect(await tried(`A#${member.loginName}`)).toContain('不能包含用户账号')
    expect(await tried(`A#x${member.phone}`)).toContain('不能包含手机号')
    expect(await tried('P@ssw0rd')).toContain('过于常见')
    expect(await tried(newPassword, `${newPassword}!`)).toContain('不一致')
    expect(await tried(password)).toContain('不能与原密码、临时密码相同')
    expect((await staffRow(portal, member.loginName)).must_change_password).toBe(true)
  })

  it('can be left for logging out', async () => {
    const { browser } = await newcomer()
    await browser.get('/staff/password')
    expect((await browser.submit('form[action="/staff/logout"]')).url).toBe('/staff/login')
    expect(await isIn(browser)).toBe(false)
  })

  it('is worth nothing after 24 hours, and the page says whom to ask', async () => {
    const member = testMember(['WINDOW'])
    await addConfirmed(admin, await staffBrowser(portal, 'guanli2'), member)
    const password = await temporaryPassword(portal, member.phone)
    portal.clock.forward(24 * hour)
    const refused = await logInWith(portal, { ...member, password })
    expect(refused.status).toBe(422)
    expect(mainText(refused)).toContain('临时密码已过期，请联系本单位系统管理员重新设置')
    expect((await messagesTo(portal, member.phone)).length).toBe(1)
    // Saying so is not a wrong password.
    for (let n = 0; n < 5; n += 1) await logInWith(portal, { ...member, password })
    const { id } = await staffRow(portal, member.loginName)
    const tries = await portal.owner
      .knex('login_try')
      .where({ subject: `staff ${id}` })
      .sum({ failed: 'failed' })
    expect(tries).toEqual([{ failed: 0 }])
    admin = await staffBrowser(portal, 'guanli')
  })
})

describe('changing one’s own password', () => {
  it('needs the old one, tells the phone, and is said on the home page', async () => {
    const browser = createBrowser(portal.baseUrl)
    await logInStaff(portal, 'shenji', browser)
    const phone = await staffPhone(portal, 'shenji')
    const before = (await messagesTo(portal, phone)).length
    await browser.get('/staff/password')
    const missing = await browser.submit(form, { newPassword, confirmPassword: newPassword })
    expect(missing.$('#oldPassword-error').text()).toContain('请填写原密码')
    const wrong = await browser.submit(form, {
      oldPassword: 'Wrong#2026',
      newPassword,
      confirmPassword: newPassword,
    })
    expect(wrong.$('#oldPassword-error').text()).toContain('密码不正确')
    const same = await browser.submit(form, {
      oldPassword: demoPassword,
      newPassword: demoPassword,
      confirmPassword: demoPassword,
    })
    expect(same.$('#newPassword-error').text()).toContain('不能与原密码相同')
    const done = await browser.submit(form, { oldPassword: demoPassword, newPassword, confirmPassword: newPassword })
    expect(done.url).toBe('/staff?done=password')
    expect(mainText(done)).toContain('登录密码已修改')
    expect(mainText(done)).toContain('我的账号')
    expect((await logInWith(portal, { loginName: 'shenji', password: demoPassword, phone })).status).toBe(422)
    const { id } = await staffRow(portal, 'shenji')
    expect(await auditActions(portal, 'staff', String(id))).toContain('password-changed')
    for (let n = 0; n < 100 && (await messagesTo(portal, phone)).length <= before; n += 1)
      await new Promise((resolve) => setTimeout(resolve, 25))
    expect((await messagesTo(portal, phone)).some(({ text }) => text.includes('登录密码已修改'))).toBe(true)
  })

  it('S2 staff: the fifth wrong old password closes the form for 30 minutes, and no door', async () => {
    const browser = createBrowser(portal.baseUrl)
    await logInStaff(portal, 'fazheng', browser)
    const attempt = async (oldPassword: string): Promise<string> => {
      await browser.get('/staff/password')
      return mainText(await browser.submit(form, { oldPassword, newPassword, confirmPassword: newPassword }))
    }
    for (let n = 0; n < 4; n += 1) expect(await attempt('Wrong#2026')).toContain('密码不正确，请重新填写')
    expect(await attempt('Wrong#2026')).toContain('请30分钟后再试')
    expect(await attempt(demoPassword)).toContain('请30分钟后再试')
    const phone = await staffPhone(portal, 'fazheng')
    expect(
      (await askForCode(portal, { loginName: 'fazheng', password: demoPassword, phone }, createBrowser(portal.baseUrl)))
        .code,
    ).toMatch(/^\d{6}$/)
    portal.clock.forward(30 * 60_000)
    expect(await attempt(demoPassword)).toContain('登录密码已修改')
  })

  it('S6 gives the session a new id; AU-09 the one it had before opens nothing', async () => {
    const browser = createBrowser(portal.baseUrl)
    await logInStaff(portal, 'chushen', browser)
    const old = browser.cookies.get('staff') ?? ''
    await browser.get('/staff/password')
    await browser.submit(form, { oldPassword: demoPassword, newPassword, confirmPassword: newPassword })
    expect(browser.cookies.get('staff')).not.toBe(old)
    expect(await isIn(browser)).toBe(true)
    const thief = createBrowser(portal.baseUrl)
    thief.cookies.set('staff', old)
    expect(await isIn(thief)).toBe(false)
    expect(await isIn(browser)).toBe(true)
  })

  it('of two changes at the same instant one is done, and the other told that it came too late (20 times)', async () => {
    let password: string = demoPassword
    for (let n = 0; n < 20; n += 1) {
      const browser = await staffBrowser(portal, 'fushen')
      await browser.get('/staff/password')
      const token = browser.token()
      const wanted = [`Fenhe#${n}-yi`, `Fenhe#${n}-er`]
      const answers = await Promise.all(
        wanted.map((one) =>
          browser.post('/staff/password', {
            _csrf: token,
            oldPassword: password,
            newPassword: one,
            confirmPassword: one,
          }),
        ),
      )
      const won = answers.map(
        ({ status, headers }) => status === 303 && headers.get('location') === '/staff?done=password',
      )
      expect(won.filter(Boolean)).toHaveLength(1)
      password = wanted[won.indexOf(true)] ?? ''
      const { password_hash: hash } = await staffRow(portal, 'fushen')
      expect(await portal.deps.passwords.verify(password, hash)).toBe(true)
    }
  })

  it('ends a login of somebody else that waits for its code: the password it knew is no more', async () => {
    const phone = await staffPhone(portal, 'taiyuan-chushen')
    const waiting = createBrowser(portal.baseUrl)
    const who = { loginName: 'taiyuan-chushen', password: demoPassword, phone }
    const { code } = await askForCode(portal, who, waiting)

    portal.clock.forward(1000)
    const owner = await staffBrowser(portal, 'taiyuan-chushen')
    await owner.get('/staff/password')
    await owner.submit(form, { oldPassword: demoPassword, newPassword, confirmPassword: newPassword })

    const refused = await waiting.submit(form, { smsCode: code, action: 'login' })
    expect(refused.url).toBe('/staff/login')
    expect(refused.$('#password-error').text()).toContain('请填写密码')
    expect(await isIn(owner)).toBe(true)
  })
})
