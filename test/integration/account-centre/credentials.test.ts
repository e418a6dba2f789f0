import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  auditActions,
  codeFor,
  codeSentBy,
  fill,
  mainText,
  messagesTo,
  messageWith,
  otherCode,
} from '../../support/accounts.ts'
import { createBrowser, type Browser } from '../../support/browser.ts'
import { browserOf, createAccount, type TestApplicant } from '../../support/people.ts'
import { captchaAnswer, startTestPortal, type TestPortal } from '../../support/portal.ts'

const password = 'Test@20261121'
const hour = 3_600_000

let portal: TestPortal
beforeAll(async () => {
  portal = await startTestPortal()
})
afterAll(() => portal.stop())

const rowOf = (account: TestApplicant) => portal.owner.knex('account').where({ id: account.id }).first()

const person = async (): Promise<{ account: TestApplicant; browser: Browser }> => {
  const account = await createAccount(portal)
  return { account, browser: await browserOf(portal, account) }
}

/** A browser that is logged in, and three copies of its cookie as it is before a change. */
const withCopies = async (account: TestApplicant) => {
  const browser = await browserOf(portal, account)
  const copies = [1, 2, 3].map(() => {
    const copy = createBrowser(portal.baseUrl)
    for (const [name, value] of browser.cookies) copy.cookies.set(name, value)
    return copy
  })
  for (const copy of copies) expect((await copy.get('/account')).url).toBe('/account')
  return { browser, copies }
}

const expectEnded = async (copies: readonly Browser[]): Promise<void> => {
  for (const copy of copies) expect((await copy.get('/account')).url).toMatch(/^\/login\/personal/)
}

const newPassword = 'Fenhe#2026river'

const changePassword = async (browser: Browser, current: string, next = newPassword, again = next) => {
  await browser.get('/account/password')
  return fill(browser, { 当前登录密码: current, 新登录密码: next, 确认新登录密码: again })
}

const isPassword = async (account: TestApplicant, typed: string): Promise<boolean> =>
  portal.deps.passwords.verify(typed, (await rowOf(account)).password_hash)

describe('修改登录密码', () => {
  it('AU-09 needs the old password; every other session ends at once, this one gets a new id (S6), and the holder is told', async () => {
    const account = await createAccount(portal)
    const { browser, copies } = await withCopies(account)
    const before = browser.cookies.get('portal')
    expect((await changePassword(browser, password)).url).toBe('/account?done=password')
    expect(browser.cookies.get('portal')).not.toBe(before)
    expect((await browser.get('/account')).url).toBe('/account')
    await expectEnded(copies)
    expect((await browser.get('/account')).url).toBe('/account')
    expect(await isPassword(account, newPassword)).toBe(true)
    expect((await rowOf(account)).credentials_changed_at).toEqual(portal.clock.now())
    await messageWith(portal, account.phone, /登录密码已修改/)
    expect(mainText(await browser.get('/messages'))).toContain('登录密码已修改')
    expect(await auditActions(portal, 'account', account.id)).toContain('password-changed')
  })

  it('AU-09 a wrong old password changes nothing and counts towards the lock', async () => {
    const { account, browser } = await person()
    for (const left of [4, 3, 2, 1]) {
      const page = await changePassword(browser, 'Wrong#2026')
      expect(page.status).toBe(422)
      expect(mainText(page)).toContain(`还可以再试${left}次`)
    }
    expect(mainText(await changePassword(browser, 'Wrong#2026'))).toContain('账号已锁定，请15分钟后再试')
    expect(mainText(await changePassword(browser, password))).toContain('账号已锁定')
    expect(await isPassword(account, password)).toBe(true)
    portal.clock.forward(hour / 4)
    expect((await changePassword(await browserOf(portal, account), password)).url).toBe('/account?done=password')
    expect((await rowOf(account)).failed_logins).toBe(0)
  })

  it('S1 holds the rules of passwords, and the new one differs from the old', async () => {
    const { account, browser } = await person()
    const tries: readonly (readonly [string, string, string])[] = [
      ['short', 'short', '密码不能少于8个字符'],
      ['alllowercase', 'alllowercase', '三种'],
      [`${account.phone}Aa`, `${account.phone}Aa`, '密码不能包含手机号'],
      [`${account.loginName}#A1`, `${account.loginName}#A1`, '密码不能包含用户账号'],
      [newPassword, 'Fenhe#2026other', '两次填写的密码不一致'],
      ['short', '', '请填写确认新登录密码'],
      [password, password, '不能与当前登录密码相同'],
    ]
    for (const [first, again, words] of tries) {
      const page = await changePassword(browser, password, first, again)
      expect([page.status, mainText(page).includes(words)], words).toEqual([422, true])
    }
    expect(await isPassword(account, password)).toBe(true)
  })

  it('two windows changing it at once: one wins', async () => {
    const { account, browser } = await person()
    await browser.get('/account/password')
    const fields = { _csrf: browser.token(), current: password }
    const answers = await Promise.all(
      ['Fenhe#2026one', 'Fenhe#2026two'].map((next) =>
        browser.post('/account/password', { ...fields, password: next, passwordAgain: next }),
      ),
    )
    expect(
      answers.map((answer) => answer.headers.get('location')).filter((to) => to === '/account?done=password'),
    ).toHaveLength(1)
    expect(
      (await auditActions(portal, 'account', account.id)).filter((action) => action === 'password-changed'),
    ).toHaveLength(1)
  })

  it('S7 a kicked session’s running request does not take the place of the one that kicked it', async () => {
    const { account, browser } = await person()
    const old = browser.cookies.get('portal') ?? ''
    await browser.get('/account/logins')
    const token = browser.token()
    const newer = await browserOf(portal, account)
    const answer = await browser.post('/account/logins/end-others', { _csrf: token })
    expect(answer.headers.get('location')).toContain('displaced=1')
    expect((await newer.get('/account')).url).toBe('/account')
    expect(old).not.toBe(newer.cookies.get('portal'))
  })

  it('a temporary password must be changed before anything else, without asking for it again', async () => {
    const { account, browser } = await person()
    await portal.owner
      .knex('account')
      .where({ id: account.id })
      .update({
        must_change_password: true,
        temporary_until: new Date(portal.clock.now().getTime() + hour),
      })
    const page = await browser.get('/applications')
    expect(page.url).toBe('/account/password?next=%2Fapplications')
    expect(page.$('main label').text()).not.toContain('当前登录密码')
    expect(mainText(await fill(browser, { 新登录密码: password, 确认新登录密码: password }))).toContain(
      '、临时密码相同',
    )
    expect((await browser.post('/session/extend', { _csrf: browser.token() })).status).toBe(200)
    // 8.27: nor the one before, which may be the reason why another was given.
    const temporary = await portal.deps.passwords.hash('Linshi#2026')
    await portal.owner.knex('account').where({ id: account.id }).update({ must_change_password: false })
    await portal.owner
      .knex('account')
      .where({ id: account.id })
      .update({ password_hash: temporary, must_change_password: true })
    expect(mainText(await fill(browser, { 新登录密码: password, 确认新登录密码: password }))).toContain(
      '不能与原来的密码、临时密码相同',
    )
    expect((await fill(browser, { 新登录密码: newPassword, 确认新登录密码: newPassword })).url).toBe('/applications')
    const row = await rowOf(account)
    expect([row.must_change_password, row.temporary_until]).toEqual([false, null])
    // From now on the old one is asked for again.
    await browser.get('/account/password')
    const refused = await browser.post('/account/password', {
      _csrf: browser.token(),
      password: 'Fenhe#2026next',
      passwordAgain: 'Fenhe#2026next',
    })
    expect(refused.status).toBe(422)
  })

  it('of two windows that set the first own password at once one wins; the other cannot set a second without it', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { account, browser } = await person()
      await portal.owner.knex('account').where({ id: account.id }).update({ must_change_password: true })
      await browser.get('/account/password')
      const token = browser.token()
      await Promise.all(
        ['Fenhe#2026one', 'Fenhe#2026two'].map(async (next) =>
          (
            await browser.post('/account/password', { _csrf: token, password: next, passwordAgain: next })
          ).arrayBuffer(),
        ),
      )
      const actions = await auditActions(portal, 'account', account.id)
      expect(actions.filter((action) => action === 'password-changed')).toHaveLength(1)
    }
  })
})

const proveOld = async (account: TestApplicant, browser: Browser) => {
  await browser.get('/account/phone')
  const code = await codeSentBy(portal, account.phone, () => fill(browser, {}, 'send-code'))
  return fill(browser, { 短信验证码: code, 当前登录密码: password }, 'go-on')
}

let phones = 0
const freshPhone = (): string => {
  phones += 1
  return `137${String(phones).padStart(8, '0')}`
}

const giveNew = async (browser: Browser, phone: string) => {
  await browser.get('/account/phone')
  const code = await codeSentBy(portal, phone, () =>
    fill(browser, { 新手机号: phone, 验证码: captchaAnswer }, 'send-code'),
  )
  return fill(browser, { 新手机号: phone, 短信验证码: code }, 'go-on')
}

describe('修改手机号', () => {
  it('AU-12 asks for the password and a code to the old phone, then one to the new; both are told, other sessions end', async () => {
    const account = await createAccount(portal)
    const { browser, copies } = await withCopies(account)
    const next = freshPhone()
    const second = await proveOld(account, browser)
    expect(second.url).toBe('/account/phone')
    expect(second.$('main label').text()).toContain('新手机号')
    expect((await giveNew(browser, next)).url).toBe('/account?done=phone')
    const row = await rowOf(account)
    expect(row.phone_idx).toBe(portal.deps.crypto.index('phone', next))
    expect(portal.deps.crypto.decrypt(row.phone_enc, `account.phone:${account.id}`)).toBe(next)
    for (const phone of [account.phone, next]) await messageWith(portal, phone, /手机号已由/)
    await expectEnded(copies)
    expect((await browser.get('/account')).url).toBe('/account')
  })

  it('AU-12 nothing but the old phone and the password opens the second step', async () => {
    const { account, browser } = await person()
    await browser.get('/account/phone')
    const token = browser.token()
    const next = freshPhone()
    // Straight to the second step.
    expect(
      (await browser.post('/account/phone/new-code', { _csrf: token, phone: next, captcha: captchaAnswer })).status,
    ).toBe(409)
    const straight = await browser.post('/account/phone', {
      _csrf: token,
      step: 'new',
      phone: next,
      smsCode: '123456',
      captcha: captchaAnswer,
    })
    expect(straight.status).toBe(422)
    await fill(browser, {}, 'send-code')
    const code = await codeFor(portal, account.phone)
    expect((await fill(browser, { 短信验证码: otherCode(code), 当前登录密码: password }, 'go-on')).status).toBe(422)
    const slip = await fill(browser, { 短信验证码: code, 当前登录密码: 'Wrong#2026' }, 'go-on')
    expect(slip.status).toBe(422)
    // Item 16: the right code is remembered beside the wrong password.
    expect(slip.$('#smsCode-hint').text()).toContain('短信验证码已通过')
    expect((await fill(browser, { 短信验证码: '', 当前登录密码: password }, 'go-on')).url).toBe('/account/phone')
    expect(await messagesTo(portal, next)).toHaveLength(0)
    expect((await rowOf(account)).phone_idx).toBe(portal.deps.crypto.index('phone', account.phone))
  })

  it('S10 a code for one of the two steps is useless for the other, and the captcha comes before the new one', async () => {
    const { account, browser } = await person()
    await proveOld(account, browser)
    const [oldCode] = await messagesTo(portal, account.phone)
    const next = freshPhone()
    await browser.get('/account/phone')
    const bare = await fill(browser, { 新手机号: next }, 'send-code')
    expect([bare.status, mainText(bare).includes('请填写验证码')]).toEqual([422, true])
    await fill(browser, { 新手机号: next, 验证码: captchaAnswer }, 'send-code')
    const code = await codeFor(portal, next)
    const wrong = oldCode?.code === code ? otherCode(code) : (oldCode?.code ?? '')
    expect((await fill(browser, { 新手机号: next, 短信验证码: wrong }, 'go-on')).status).toBe(422)
    // A code sent to one new phone proves no other.
    expect(
      (await fill(browser, { 新手机号: freshPhone(), 短信验证码: code, 验证码: captchaAnswer }, 'go-on')).status,
    ).toBe(422)
    const same = await fill(browser, { 新手机号: account.phone, 验证码: captchaAnswer }, 'send-code')
    expect(mainText(same)).toContain('新手机号与原手机号相同')
  })

  it('AU-12 the same change sent twice at once happens once', async () => {
    const { account, browser } = await person()
    const next = freshPhone()
    await proveOld(account, browser)
    await browser.get('/account/phone')
    await fill(browser, { 新手机号: next, 验证码: captchaAnswer }, 'send-code')
    const code = await codeFor(portal, next)
    const fields = { _csrf: browser.token(), step: 'new', phone: next, smsCode: code }
    await Promise.all([1, 2].map(async () => (await browser.post('/account/phone', fields)).arrayBuffer()))
    expect(
      (await auditActions(portal, 'account', account.id)).filter((action) => action === 'phone-changed'),
    ).toHaveLength(1)
  })

  it('AU-11 after a password reset the phone stays for 24 hours, with a plain explanation', async () => {
    const { account, browser } = await person()
    await portal.owner.knex('account').where({ id: account.id }).update({ phone_held_from: portal.clock.now() })
    const page = await browser.get('/account/phone')
    expect(mainText(page)).toContain('24小时内不能在网上修改手机号')
    expect(mainText(page)).toContain('2026年11月21日')
    expect(page.$('main form[method=post]').length).toBe(0)
    await browser.get('/account/email')
    const token = browser.token()
    for (const address of ['/account/phone', '/account/phone/old-code', '/account/phone/new-code'])
      expect((await browser.post(address, { _csrf: token, action: 'send-code', step: 'old' })).status, address).toBe(
        409,
      )
    expect(await messagesTo(portal, account.phone)).toHaveLength(0)
    portal.clock.forward(24 * hour)
    const later = await browserOf(portal, account)
    expect((await proveOld(account, later)).$('main label').text()).toContain('新手机号')
    // Reset between the two steps.
    await portal.owner.knex('account').where({ id: account.id }).update({ phone_held_from: portal.clock.now() })
    expect((await later.get('/account/phone')).$('main form[method=post]').length).toBe(0)
  })

  it('F-08 whoever lost the old phone is led to the counter', async () => {
    const { browser } = await person()
    const page = await browser.get('/account/phone')
    expect(page.$('main a[href="/help#f-08"]').length).toBeGreaterThan(0)
  })
})

describe('登录记录', () => {
  it('A-023 退出其他设备 leaves this login alone, under a new id, and says so', async () => {
    const account = await createAccount(portal)
    const { browser, copies } = await withCopies(account)
    await browser.get('/account/logins')
    const before = browser.cookies.get('portal')
    const page = await browser.submit('form[action="/account/logins/end-others"]')
    expect(page.url).toBe('/account/logins?done=ended')
    expect(mainText(page)).toContain('其他设备上的登录已经退出')
    expect(browser.cookies.get('portal')).not.toBe(before)
    await expectEnded(copies)
    expect((await browser.get('/account')).url).toBe('/account')
    expect((await rowOf(account)).credentials_changed_at).toEqual(portal.clock.now())
    expect(await auditActions(portal, 'account', account.id)).toContain('other-logins-ended')
  })

  it('A-023 shows the logins of this account only, the latest first, 50 a page, addresses masked', async () => {
    const { account, browser } = await person()
    const other = await createAccount(portal)
    const row = (id: string, n: number) => ({
      account_id: id,
      way: n % 2 ? 'SMS' : 'PASSWORD',
      outcome: 'SUCCESS',
      ip: '203.0.113.7',
      device: `设备${n}`,
      at: new Date(portal.clock.now().getTime() + n * 1000),
    })
    await portal.owner.knex('login_history').insert(Array.from({ length: 60 }, (_unused, n) => row(account.id, n)))
    await portal.owner.knex('login_history').insert(row(other.id, 99))
    const first = await browser.get('/account/logins')
    const devices = (page: typeof first) =>
      page
        .$('main td[data-label="设备"]')
        .toArray()
        .map((cell) => page.$(cell).text().trim())
    expect(devices(first)).toHaveLength(50)
    expect(devices(first)[0]).toBe('设备59')
    expect(first.text).not.toContain('203.0.113.7')
    const next = await browser.get(first.$('a[rel=next]').attr('href') ?? '')
    expect(devices(next)).toEqual(Array.from({ length: 10 }, (_unused, n) => `设备${9 - n}`))
    for (const odd of ["'", '-1', '1e9', 'x', '9'.repeat(30)])
      expect((await browser.get(`/account/logins?before=${encodeURIComponent(odd)}`)).status, odd).toBe(200)
  })
})
