import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { demoPassword } from '../../../seeds/demo/index.ts'
import type { RateName } from '../../../src/infra/limits.ts'
import {
  agreed,
  codeFor,
  fill,
  logInAs,
  logInStaff,
  mainText,
  messagesTo,
  registrationValues,
  testPerson,
} from '../../support/accounts.ts'
import { createBrowser, type Browser, type Page } from '../../support/browser.ts'
import {
  forgetInterval,
  logInByPhone,
  logInLegal,
  makeAccount,
  proveRecovery,
  startRecovery,
} from '../../support/login-accounts.ts'
import { browserOf, createAccount } from '../../support/people.ts'
import { captchaAnswer, startTestPortal, type TestPortal } from '../../support/portal.ts'

let portal: TestPortal
let second: Awaited<ReturnType<TestPortal['second']>>
beforeAll(async () => {
  portal = await startTestPortal({ TRUST_PROXY_HOPS: '1' })
  second = await portal.second()
})
afterAll(async () => {
  await second.stop()
  await portal.stop()
})
beforeEach(async () => {
  const { redis } = portal.deps
  const keys = await redis.keys('limit:*')
  if (keys.length > 0) await redis.del(...keys)
})

const fresh = (): Browser => createBrowser(portal.baseUrl)
/** A browser in a network, by turns at either process. */
let opened = 0
const from = (network: string): Browser => {
  opened += 1
  return createBrowser(opened % 2 === 0 ? portal.baseUrl : second.baseUrl, { 'x-forwarded-for': network })
}
const office = '203.0.113.7'

const phoneIndex = (phone: string): string => portal.deps.crypto.index('phone', phone)

/** Whom the messages to a member of staff are counted for. */
const staffSubject = async (login: string): Promise<string> => {
  const row = await portal.owner.knex('staff').where({ login_key: login }).first<{ phone_idx: string }>('phone_idx')
  return `staff.${row.phone_idx}`
}

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

/** Uses up what a network may do wrong. */
const useUp = async (name: RateName, network: string) => {
  const { limits } = portal.deps
  while ((await limits.left(name, network)) > 0) await limits.use(name, network)
}

/** Tries a password at the door of staff. */
const tryStaff = async (browser: Browser, username: string, password: string, captcha = ''): Promise<Page> => {
  if (!browser.cookies.has('staff')) await browser.get('/staff/login')
  return browser.submit('form[action="/staff/login"]', { username, password, captcha, action: 'login' })
}

const logOut = (browser: Browser) => browser.submit('form[action$="/logout"]')

describe('one network, many people (7)', () => {
  it('7 ends 61 posts to /login/phone from one network without shutting any door', async () => {
    const stranger = from(office)
    await stranger.get('/login/phone')
    const post = { _csrf: stranger.token(), phone: '13912345678', smsCode: '123456', action: 'login' }
    for (let n = 0; n < 61; n += 1) expect((await stranger.post('/login/phone', post)).status).toBe(422)
    expect(await portal.deps.redis.keys('limit:*')).toEqual([])
    const [person, unit] = [await makeAccount(portal), await makeAccount(portal, { kind: 'LEGAL_PERSON' })]
    expect((await logInAs(from(office), person.loginName, person.password)).url).toBe('/')
    expect((await logInLegal(from(office), unit.uscc, unit.password)).url).toBe('/')
    const caller = await makeAccount(portal)
    expect((await logInByPhone(portal, caller.phone, from(office))).url).toBe('/account')
    expect((await logInStaff(portal, 'taiyuan-chuangkou', from(office))).url).toBe('/staff/queue')
  })

  it('7 forms filled in by mistake, and wrong captchas, count against nobody', async () => {
    const browser = from(office)
    await browser.get('/login/personal')
    const _csrf = browser.token()
    for (const form of [
      {},
      { identity: 'somebody', password: 'x' },
      { identity: 'somebody', password: 'x', captcha: '1' },
    ])
      for (const path of ['/login/personal', '/login/legal', '/recover'])
        expect((await browser.post(path, { _csrf, ...form })).status).toBe(422)
    expect((await browser.post('/recover', { _csrf, identity: '13912345678', captcha: captchaAnswer })).status).toBe(
      422,
    )
    expect(await portal.deps.redis.keys('limit:*')).toEqual([])
  })

  it('7 where a door is used up the same form comes with the minutes; known browsers, other doors and networks go on', async () => {
    const who = await makeAccount(portal)
    const known = from(office)
    await logInAs(known, who.loginName, who.password)
    await logOut(known)
    await useUp('login-personal-address', office)

    const unknown = from(office)
    await unknown.get('/login/personal?next=%2Fmessages')
    const refused = await fill(unknown, {
      '用户名/手机号码/身份证号': who.idNumber,
      密码: who.password,
      验证码: captchaAnswer,
    })
    expect(refused.status).toBe(429)
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(refused.$('.govuk-error-summary__list').text()).toMatch(/请\d+分钟后再试；也可以改用手机快速登录/)
    expect(refused.$('#identity').val()).toBe(who.idNumber)
    expect(refused.$('#password').val()).toBe('')
    expect(refused.$('input[name=next]').val()).toBe('/messages')

    // Whoever was here before is told what is wrong, and gets in.
    expect(mainText(await logInAs(known, who.loginName, 'Wrong#2026'))).toContain('还可以再试4次')
    expect((await logInAs(known, who.loginName, who.password)).url).toBe('/')
    const another = await makeAccount(portal)
    expect((await logInAs(known, another.loginName, another.password)).status).toBe(429)
    expect((await logInAs(from('203.0.113.8'), another.loginName, another.password)).url).toBe('/')
    const unit = await makeAccount(portal, { kind: 'LEGAL_PERSON' })
    expect((await logInLegal(from(office), unit.uscc, unit.password)).url).toBe('/')
  })

  it('7 a household of IPv6 addresses is one network, its neighbour another', async () => {
    const who = await makeAccount(portal)
    await useUp('login-personal-address', '2001:db8:0:1::/64')
    expect((await logInAs(from('2001:db8:0:1:aaaa::5'), who.loginName, who.password)).status).toBe(429)
    expect((await logInAs(from('2001:db8:0:2::5'), who.loginName, who.password)).url).toBe('/')
  })

  it('7 five wrong passwords, or a new one, end what a browser had', async () => {
    const who = await makeAccount(portal)
    const browser = from(office)
    const knownAgain = async () => {
      await portal.deps.limits.reset('login-personal-address', office)
      await logInAs(browser, who.loginName, who.password)
      await logOut(browser)
      await useUp('login-personal-address', office)
    }
    await knownAgain()
    for (let n = 0; n < 5; n += 1) expect((await logInAs(browser, who.loginName, 'Wrong#2026')).status).toBe(422)
    await portal.owner.knex('account').where({ id: who.id }).update({ failed_logins: 0, locked_until: null })
    expect((await logInAs(browser, who.loginName, who.password)).status).toBe(429)
    await knownAgain()
    await portal.owner.knex('account').where({ id: who.id }).update({ credentials_changed_at: portal.clock.now() })
    expect((await logInAs(browser, who.loginName, who.password)).status).toBe(429)
  })

  it('7 9 a network’s captchas cannot be used up by one of it: forms stay, computed proofs still pass', async () => {
    await useUp('captcha-work', office)
    await useUp('captcha-kept', office)
    const browser = from(office)
    const page = await browser.get('/login/personal?captcha=question')
    expect(page.status).toBe(200)
    expect((await browser.raw('/captcha/work')).status).toBe(200)
    const again = await browser.submit('main form[method=post]', {
      identity: 'somebody_here',
      action: 'captcha-question',
    })
    expect([again.status, again.$('#identity').val()]).toEqual([200, 'somebody_here'])
    expect(mainText(again)).toContain('请10分钟后再试')
  })

  it('7 names that neighbours ask for keep nobody from registering who proved a phone', async () => {
    const person = testPerson(9)
    const browser = from(office)
    await browser.get('/register/personal')
    await fill(browser, { ...registrationValues(person), 验证码: captchaAnswer }, 'send-code')
    await useUp('availability-address', office)
    const code = await codeFor(portal, person.phone)
    expect((await fill(browser, { 短信验证码: code, ...agreed }, 'register')).url).toBe('/verify')
  })

  it('7 codes by SMS and 忘记密码 go on too in a known browser when its network has none left', async () => {
    const who = await makeAccount(portal)
    const known = from(office)
    await logInAs(known, who.loginName, who.password)
    await logOut(known)
    for (const name of ['sms-address-day', 'recover-address'] as const) await useUp(name, office)
    const stranger = from(office)
    await stranger.get('/login/phone')
    const refused = await fill(stranger, { 手机号: who.phone, 验证码: captchaAnswer }, 'send-code')
    expect(mainText(refused)).toContain('当前网络今天获取短信验证码的次数已达上限')
    const again = await startRecovery(stranger, who.loginName)
    expect([again.status, again.$('#identity').val()]).toEqual([429, who.loginName])
    await proveRecovery(portal, known, who)
    expect(known.page().url).toBe('/recover/password')
    expect((await logInByPhone(portal, who.phone, known)).url).toBe('/account')
  })

  it('8 whoever asks for all codes of a number shuts its holder out of neither way in a known browser', async () => {
    const who = await makeAccount(portal)
    const known = from(office)
    await logInAs(known, who.loginName, who.password)
    await useUpDay(who.phone)
    const stranger = from('198.51.100.77')
    await stranger.get('/login/phone')
    const refused = await fill(stranger, { 手机号: who.phone, 验证码: captchaAnswer }, 'send-code')
    expect(mainText(refused)).toContain('该手机号今天获取短信验证码的次数已达上限')
    await known.get('/account/close')
    expect(mainText(await fill(known, {}, 'send-code'))).toContain('短信验证码已发送')
    await known.get('/account')
    await logOut(known)
    await proveRecovery(portal, known, who)
    expect(known.page().url).toBe('/recover/password')
    expect((await logInByPhone(portal, who.phone, known)).url).toBe('/account')
    // It counts all the same: ten a day, of which three went out by now.
    expect(await portal.deps.limits.left('sms-number-day', `own.${phoneIndex(who.phone)}`)).toBe(7)
  })
})

describe('strangers at the door of staff (7, 8)', () => {
  /** A network that staff logged in from lately. */
  const officeRow = (network: string) => ({
    subject: 'staff',
    origin: `network ${network}`,
    failed: 0,
    counted_at: portal.clock.now(),
  })
  const officials = ['chuangkou', 'chushen', 'fushen', 'zhongshen', 'fazheng', 'kefu1', 'kefu2', 'shenji'] as const
  const attack = async (network: string, names: readonly string[]) => {
    const stranger = from(network)
    for (const name of names)
      for (let n = 0; n < 5; n += 1) await tryStaff(stranger, name, `Wrong#${n}2026`, captchaAnswer)
  }

  it('S2 8 40 posts against eight officials lock each of them in that network alone; known browsers there go on', async () => {
    const known = new Map<string, Browser>()
    for (const name of officials.slice(0, 2)) {
      const browser = from(office)
      known.set(name, browser)
      await logInStaff(portal, name, browser)
      await logOut(browser)
    }
    await attack('198.51.100.9', officials)
    for (const name of officials)
      expect(mainText(await tryStaff(from('192.0.2.44'), name, demoPassword))).toContain('短信验证码已发送')
    await attack(office, officials.slice(0, 3))
    for (const name of officials.slice(0, 3)) {
      const refused = await tryStaff(from(office), name, demoPassword, captchaAnswer)
      expect(refused.$('#password-error').text()).toContain('请30分钟后再试；急用的，可以换用以前登录过的浏览器')
      expect(refused.$('#username').val()).toBe(name)
    }
    for (const [name, browser] of known) {
      await portal.deps.limits.reset('sms-interval', await staffSubject(name))
      expect((await logInStaff(portal, name, browser)).url).toBe('/staff/queue')
      // The second factor is asked for there as everywhere: the password alone leads nowhere.
      await logOut(browser)
      await tryStaff(browser, name, demoPassword)
      expect((await browser.get('/staff/queue')).url).toContain('/staff/login')
    }
    const { id } = await portal.owner.knex('staff').where({ login_key: 'chuangkou' }).first<{ id: number }>('id')
    const rows = await portal.owner
      .knex('audit_log')
      .where({ object_kind: 'staff', object_id: String(id) })
      .whereIn('action', ['login-locked', 'password-accepted'])
      .orderBy('id')
      .select<{ action: string; details: unknown }[]>('action', 'details')
    expect(rows.filter(({ action }) => action === 'login-locked').map(({ details }) => details)).toEqual([
      { way: 'network' },
      { way: 'network' },
    ])
    expect(rows.at(-1)?.details).toEqual({ nextStep: 'second-factor', knownBrowser: true, pastLock: true })
  })

  it('7 after 20 wrong tries a network solves captchas, after 60 more it waits; a known browser does neither', async () => {
    const network = '198.51.100.20'
    const known = from(network)
    await logInStaff(portal, 'guanli', known)
    await logOut(known)
    const stranger = from(network)
    for (let n = 0; n < 20; n += 1) {
      const page = await tryStaff(stranger, `meiyouren${n}`, 'Wrong#2026')
      expect(page.$('#captcha-error')).toHaveLength(0)
    }
    const asked = await tryStaff(stranger, 'chushen', demoPassword)
    expect([asked.status, asked.$('#captcha-error').text(), asked.$('#username').val()]).toEqual([
      422,
      '错误：请填写验证码',
      'chushen',
    ])
    expect((await stranger.raw(asked.$('img.captcha').attr('src') ?? '')).headers.get('content-type')).toContain('svg')
    expect((await from(network).get('/staff/login')).$('#captcha')).toHaveLength(1)
    expect((await known.get('/staff/login')).$('#captcha')).toHaveLength(0)
    for (let n = 0; n < 60; n += 1)
      expect((await tryStaff(stranger, `meiyouren${n}`, 'Wrong#2026', captchaAnswer)).status).toBe(422)
    const waits = await tryStaff(from(network), 'chushen', demoPassword, captchaAnswer)
    expect(waits.status).toBe(429)
    expect(waits.$('.govuk-error-summary__list').text()).toMatch(/当前网络登录失败的次数过多，请\d+分钟后再试/)
    expect(waits.$('#username').val()).toBe('chushen')
    expect((await logInStaff(portal, 'guanli', known)).url).toBe('/staff')
    await logOut(known)
  })

  it('8 guesses at one official from many networks end at fifty; a known browser, an office or the administrator opens', async () => {
    const name = 'taiyuan-chushen'
    const known = from(office)
    await logInStaff(portal, name, known)
    await logOut(known)
    const { id } = await portal.owner.knex('staff').where({ login_key: name }).first<{ id: number }>('id')
    await Promise.all(
      Array.from({ length: 11 }, async (_none, network) => {
        for (let n = 0; n < 5; n += 1) await tryStaff(from(`192.0.2.${100 + network}`), name, `Wrong#${n}2026`)
      }),
    )
    const compared = await portal.owner
      .knex('audit_log')
      .where({ object_kind: 'staff', object_id: String(id), action: 'login-failed' })
      .whereRaw("details ->> 'reason' = 'wrong-password'")
    expect(compared).toHaveLength(50)
    const shut = await tryStaff(from('192.0.2.200'), name, demoPassword)
    expect(shut.$('#password-error').text()).toContain('在多个网络连续输错密码，已停止登录，密码正确也不能登录')
    expect((await logInStaff(portal, name, known)).url).toBe('/staff/queue')
    // The first day of a browser: where staff work, guesses from elsewhere count for nothing.
    expect(mainText(await tryStaff(from(office), name, demoPassword))).toContain('短信验证码已发送')
    const offices = Array.from({ length: 10 }, (_none, n) => `203.0.113.${100 + n}`)
    await portal.deps.db.knex('login_try').insert(offices.map(officeRow))
    for (const network of offices) for (let n = 0; n < 5; n += 1) await tryStaff(from(network), name, `Wrong#${n}2026`)
    const closed = await tryStaff(from(office), name, demoPassword)
    expect(closed.$('#password-error').text()).toContain('单位的网络连续输错密码，已停止登录一天')
    const administrator = from(office)
    await logInStaff(portal, 'guanli', administrator)
    const member = await administrator.get(`/staff/admin/members/${id}`)
    expect(mainText(member)).toMatch(
      /单位以外的所有网络、单位的网络（一个月内有工作人员登录过）(、\d+个网络)?；以前登录过该账号的浏览器可以登录/,
    )
    await administrator.submit('form[action$="/unlock"]')
    await portal.deps.limits.reset('sms-interval', await staffSubject(name))
    expect(mainText(await tryStaff(from('192.0.2.200'), name, demoPassword))).toContain('短信验证码已发送')
  })

  it('8 a browser with five wrong passwords of its own is one like any other', async () => {
    const browser = from(office)
    await logInStaff(portal, 'taiyuan-fushen', browser)
    await logOut(browser)
    for (let n = 0; n < 10; n += 1)
      expect((await tryStaff(browser, 'taiyuan-fushen', `Wrong#${n}2026`)).status).toBe(422)
    const locked = await tryStaff(browser, 'taiyuan-fushen', demoPassword)
    expect(locked.$('#password-error').text()).toContain('请30分钟后再试')
  })
})
