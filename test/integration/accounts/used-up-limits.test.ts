import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { demoPassword } from '../../../seeds/demo/index.ts'
import { fill, mainText, messagesTo } from '../../support/accounts.ts'
import { createBrowser, type Browser } from '../../support/browser.ts'
import { forgetInterval, makeAccount, startRecovery } from '../../support/login-accounts.ts'
import { browserOf, createAccount } from '../../support/people.ts'
import { captchaAnswer, startTestPortal, type TestPortal } from '../../support/portal.ts'

let portal: TestPortal
beforeAll(async () => {
  portal = await startTestPortal()
})
afterAll(() => portal.stop())
beforeEach(async () => {
  const { redis } = portal.deps
  const keys = await redis.keys('limit:*')
  if (keys.length > 0) await redis.del(...keys)
})

const fresh = (): Browser => createBrowser(portal.baseUrl)
const phoneIndex = (phone: string): string => portal.deps.crypto.index('phone', phone)

/** From now on nobody at this address is told whether an account exists. */
const tellNothing = async (): Promise<void> => {
  const { limits } = portal.deps
  while ((await limits.left('unknown-account', '127.0.0.1')) > 0) await limits.use('unknown-account', '127.0.0.1')
}

const useUpDay = async (phone: string): Promise<void> => {
  const { limits } = portal.deps
  while ((await limits.left('sms-number-day', phoneIndex(phone))) > 0)
    await limits.use('sms-number-day', phoneIndex(phone))
}

describe('limits that are used up', () => {
  it('S3 do not tell who may be told nothing that an account exists, nor that a phone is its own', async () => {
    const who = await makeAccount(portal)
    await tellNothing()
    const answer = async (identity: string): Promise<string> => {
      const browser = fresh()
      await startRecovery(browser, identity)
      return mainText(await fill(browser, {}, 'send-code'))
    }
    const nobody = await answer('nobody_at_all')
    expect(nobody).toContain('短信验证码已发送')

    const asked = fresh()
    await asked.get('/login/phone')
    await fill(asked, { 手机号: who.phone, 验证码: captchaAnswer }, 'send-code')
    expect(await answer(who.loginName)).toBe(nobody)

    await forgetInterval(portal, who.phone)
    await useUpDay(who.phone)
    const other = await makeAccount(portal, { phone: who.phone })
    expect(await answer(other.loginName)).toBe(nobody)
    expect((await messagesTo(portal, who.phone)).filter(({ text }) => text.includes('重新设置登录密码'))).toEqual([])
  })

  it('S5 keep no official out: what others ask for at their phone does not count against the code after the password', async () => {
    const { phone_enc: sealed, login_name: name } = await portal.owner
      .knex('staff')
      .where({ login_key: 'fushen' })
      .first<{ phone_enc: string; login_name: string }>('phone_enc', 'login_name')
    const phone = portal.deps.crypto.decrypt(sealed, `staff.phone:${name}`)
    await useUpDay(phone)
    await portal.deps.limits.use('sms-interval', phoneIndex(phone))
    const browser = fresh()
    await browser.get('/staff/login')
    const sent = await fill(browser, { 用户名: 'fushen', 密码: demoPassword }, 'send-code')
    expect(mainText(sent)).toContain('短信验证码已发送')
    expect(mainText(await fill(browser, {}, 'send-code'))).toContain('发送过于频繁')
  })

  it('S5 a staff code is still one a minute and ten a day', async () => {
    const browser = fresh()
    await browser.get('/staff/login')
    await fill(browser, { 用户名: 'zhongshen', 密码: demoPassword }, 'send-code')
    const staff = await portal.owner.knex('staff').where({ login_key: 'zhongshen' }).first<{ phone_idx: string }>()
    const { limits } = portal.deps
    const subject = `staff.${staff.phone_idx}`
    expect(await limits.left('sms-number-day', subject)).toBe(9)
    while ((await limits.left('sms-number-day', subject)) > 0) await limits.use('sms-number-day', subject)
    await limits.reset('sms-interval', subject)
    expect(mainText(await fill(browser, {}, 'send-code'))).toContain('今天获取短信验证码的次数已达上限')
  })

  it('RL-01 nobody who is logged in keeps the password hashing busy by asking again and again', async () => {
    const account = await createAccount(portal)
    const browser = await browserOf(portal, account)
    await browser.get('/account/data')
    const fields = { _csrf: browser.token(), password: 'Test@20261121' }
    for (let n = 0; n < 30; n += 1) expect((await browser.post('/account/data', fields)).status).toBe(200)
    const refused = await browser.post('/account/data', fields)
    expect(refused.status).toBe(429)
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    await browser.get('/account/password')
    const same = { current: 'Test@20261121', password: 'Test@20261122', passwordAgain: 'Test@20261122' }
    expect((await browser.post('/account/password', { _csrf: browser.token(), ...same })).status).toBe(429)
  })
})
