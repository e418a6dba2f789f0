import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { demoPassword } from '../../../seeds/demo/index.ts'
import { fill, logInAs } from '../../support/accounts.ts'
import { createBrowser, type Browser } from '../../support/browser.ts'
import { logInByPhone, logInLegal, makeAccount, proveRecovery } from '../../support/login-accounts.ts'
import { startTestPortal, type TestPortal } from '../../support/portal.ts'

let portal: TestPortal
beforeAll(async () => {
  portal = await startTestPortal()
})
afterAll(() => portal.stop())
beforeEach(async () => {
  for (const name of ['login-personal-address', 'sms-address-day', 'unknown-account'] as const)
    await portal.deps.limits.reset(name, '127.0.0.1')
})

const fresh = (): Browser => createBrowser(portal.baseUrl)
const isIn = async (browser: Browser): Promise<boolean> => (await browser.get('/messages')).url === '/messages'

/** Two browsers with one cookie: whoever planted it, and the one it was planted in. */
const planted = async (from: string, cookie = 'portal'): Promise<{ attacker: Browser; victim: Browser }> => {
  const [attacker, victim] = [fresh(), fresh()]
  await attacker.get(from)
  victim.cookies.set(cookie, attacker.cookies.get(cookie) ?? '')
  return { attacker, victim }
}

describe('S6: a step that is open belongs to the browser that proved something, not to whoever planted its session', () => {
  it('S6 the device question after a password or a code is asked in the victim’s browser alone', async () => {
    const doors = [
      (browser: Browser, who: Awaited<ReturnType<typeof makeAccount>>) => logInAs(browser, who.loginName, who.password),
      (browser: Browser, who: Awaited<ReturnType<typeof makeAccount>>) => logInByPhone(portal, who.phone, browser),
    ]
    for (const enter of doors) {
      const who = await makeAccount(portal)
      const elsewhere = fresh()
      await logInAs(elsewhere, who.loginName, who.password)
      const { attacker, victim } = await planted('/login/personal')
      expect((await enter(victim, who)).url).toBe('/login/device')
      expect((await attacker.get('/login/device')).url).not.toBe('/login/device')
      await attacker.get('/login/personal')
      await attacker.post('/login/device', { _csrf: attacker.token(), answer: 'yes' })
      expect(await isIn(attacker)).toBe(false)
      await victim.get('/login/device')
      await victim.submit('main form[method=post]', { answer: 'yes' })
      expect(await isIn(victim)).toBe(true)
    }
  })

  it('S6 the choice among several accounts is offered in the victim’s browser alone', async () => {
    const phone = '13700008001'
    const one = await makeAccount(portal, { phone })
    await makeAccount(portal, { phone, kind: 'LEGAL_PERSON' })
    const { attacker, victim } = await planted('/login/phone')
    expect((await logInByPhone(portal, phone, victim)).url).toBe('/login/account')
    expect((await attacker.get('/login/account')).url).not.toBe('/login/account')
    await attacker.post('/login/account', { _csrf: attacker.token(), account: one.id })
    expect(await isIn(attacker)).toBe(false)
    await victim.get('/login/account')
    expect((await victim.submit('main form[method=post]', { account: one.id })).url).toBe('/account')
  })

  it('S6 the new password of a recovery is chosen in the victim’s browser alone', async () => {
    const who = await makeAccount(portal)
    const { attacker, victim } = await planted('/recover')
    expect((await proveRecovery(portal, victim, who)).url).toBe('/recover/password')
    expect((await attacker.get('/recover/password')).url).not.toBe('/recover/password')
    const flow = String(victim.page().$('input[name=flow]').val())
    await attacker.post('/recover/password', {
      _csrf: attacker.token(),
      flow,
      password: 'Taken#2026x',
      passwordAgain: 'Taken#2026x',
    })
    expect((await logInAs(fresh(), who.loginName, 'Taken#2026x')).url).toBe('/login/personal')
    const done = await fill(victim, { 新密码: 'Mine#2026xx', 确认新密码: 'Mine#2026xx' })
    expect(done.status).toBe(200)
    expect((await logInAs(fresh(), who.loginName, 'Mine#2026xx')).url).toBe('/')
  })

  it('S6 somebody logged in who logs in as another gives a planted login’s owner nothing', async () => {
    const [own, who] = [await makeAccount(portal), await makeAccount(portal, { kind: 'LEGAL_PERSON' })]
    await logInLegal(fresh(), who.uscc, who.password)
    const [attacker, victim] = [fresh(), fresh()]
    await logInAs(attacker, own.loginName, own.password)
    victim.cookies.set('portal', attacker.cookies.get('portal') ?? '')
    expect((await logInLegal(victim, who.uscc, who.password)).url).toBe('/login/device')
    expect((await attacker.get('/login/device')).url).not.toBe('/login/device')
    await victim.get('/login/device')
    await victim.submit('main form[method=post]', { answer: 'yes' })
    expect(await isIn(victim)).toBe(true)
  })

  it('S6 a staff password that was right opens the second step in the victim’s browser alone', async () => {
    const { attacker, victim } = await planted('/staff/login', 'staff')
    await victim.get('/staff/login')
    const asked = await fill(victim, { 用户名: 'chuangkou', 密码: demoPassword }, 'send-code')
    expect(asked.status).toBe(200)
    await attacker.get('/staff/login')
    const sent = await attacker.submit('main form[method=post]', { username: 'chuangkou', action: 'send-code' })
    expect(sent.status).toBe(422)
    expect(sent.$('#password-error').text()).toContain('请填写密码')
  })

  it('S6 the pages’ own token goes on through the second step of staff, which is asked for without loading the page', async () => {
    const browser = fresh()
    await browser.get('/staff/login')
    const token = browser.token()
    const answer = await browser.post('/staff/login/code', {
      _csrf: token,
      username: 'chushen',
      password: demoPassword,
    })
    expect(answer.status).toBe(200)
    const wrong = await browser.post('/staff/login', { _csrf: token, username: 'chushen', smsCode: 'abcdef' })
    expect(wrong.status).toBe(422)
  })
})
