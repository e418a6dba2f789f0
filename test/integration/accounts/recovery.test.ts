import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { composeUscc } from '../../../src/core/identity/uscc.ts'
import { auditActions, fill, logInAs, mainText, messagesTo, messageWith, otherCode } from '../../support/accounts.ts'
import { createBrowser, type Browser, type Page } from '../../support/browser.ts'
import {
  askForCode,
  forgetInterval,
  logInByPhone,
  logInLegal,
  makeAccount,
  proveRecovery,
  recover,
  startRecovery,
  type LoginAccount,
} from '../../support/login-accounts.ts'
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
  for (const name of ['recover-address', 'sms-address-day', 'unknown-account'] as const)
    await portal.deps.limits.reset(name, '127.0.0.1')
  // Credentials change at most once a moment, as they do in life.
  portal.clock.forward(1000)
})

const newPassword = 'Xinmima#2026'
const fresh = (): Browser => createBrowser(portal.baseUrl)
const errorOf = (page: Page, field: string): string => page.$(`#${field}-error`).text().replace('错误：', '')
const rowOf = (id: string) =>
  portal.owner.knex('account').where({ id }).first<{
    password_hash: string
    credentials_changed_at: Date | null
    phone_held_from: Date | null
    must_change_password: boolean
    temporary_until: Date | null
    failed_logins: number
    locked_until: Date | null
  }>()
const masked = (phone: string): string => `${phone.slice(0, 3)}****${phone.slice(-4)}`
const hrefs = (page: Page): readonly string[] =>
  page
    .$('main a')
    .toArray()
    .map((one) => page.$(one).attr('href') ?? '')

describe('忘记密码', () => {
  it('L-010 by login name: masked phone, code, new password; then only the new one opens', async () => {
    const who = await makeAccount(portal)
    const browser = fresh()
    const check = await startRecovery(browser, who.loginName.toUpperCase())
    expect(check.url).toBe('/recover/check')
    expect(mainText(check)).toContain(masked(who.phone))
    expect(check.text).not.toContain(who.phone)
    expect(check.$('#lastOfId')).toHaveLength(0)
    const code = await askForCode(portal, browser, who.phone)
    const [sms] = await messagesTo(portal, who.phone)
    expect(sms?.text).toContain('用于重新设置登录密码')
    const choose = await fill(browser, { 短信验证码: code }, 'check')
    expect(choose.url).toBe('/recover/password')
    // 8.27: the old one is no new one, and an empty repetition is named beside it.
    const old = await fill(browser, { 新密码: who.password, 确认新密码: who.password })
    expect(errorOf(old, 'password')).toBe('新密码不能与原来的密码相同')
    expect(errorOf(await fill(browser, { 新密码: '', 确认新密码: '' }), 'passwordAgain')).toBe('请填写确认新密码')
    const done = await fill(browser, { 新密码: newPassword, 确认新密码: newPassword })
    expect(done.status).toBe(200)
    expect(mainText(done)).toContain('密码已重新设置')
    expect(mainText(done)).toContain(who.loginName)
    expect(hrefs(done)).toContain('/login/personal')
    expect((await logInAs(fresh(), who.loginName, who.password)).status).toBe(422)
    expect((await logInAs(fresh(), who.loginName, newPassword)).url).toBe('/')
  })

  it('L-010 by ID number for a person, by unified code or name for a legal person, each to its own login', async () => {
    const person = await makeAccount(portal, { realNameLevel: 1 })
    const byNumber = { identity: person.idNumber, lastOfId: person.idNumber.slice(-4) }
    expect(hrefs(await recover(portal, fresh(), person, newPassword, byNumber))).toContain('/login/personal')
    const unit = await makeAccount(portal, { kind: 'LEGAL_PERSON', realNameLevel: 1 })
    const lastOfId = unit.idNumber.slice(-4)
    for (const identity of [unit.uscc.toLowerCase(), unit.loginName]) {
      portal.clock.forward(1000)
      const chosen = `${newPassword}${String(identity.length)}`
      expect(hrefs(await recover(portal, fresh(), unit, chosen, { identity, lastOfId }))).toContain('/login/legal')
    }
    // Whoever only claimed a code: nothing goes to their phone for it.
    const claimed = await makeAccount(portal, { kind: 'LEGAL_PERSON' })
    expect(errorOf(await startRecovery(fresh(), claimed.uscc), 'identity')).toBe('该账号不存在')
    expect((await logInLegal(fresh(), unit.uscc, `${newPassword}${String(unit.loginName.length)}`)).url).toBe('/')
    // The document of a unit's representative does not find the unit.
    expect(errorOf(await startRecovery(fresh(), unit.idNumber), 'identity')).toBe('该账号不存在')
  })

  it('item 12: an old account named like somebody’s passport or code stands in nobody’s way', async () => {
    const foreigner = await makeAccount(portal, {
      idType: 'PASSPORT_FOREIGN',
      idNumber: 'K1234567',
      realNameLevel: 1,
    })
    const unit = await makeAccount(portal, {
      kind: 'LEGAL_PERSON',
      realNameLevel: 1,
      uscc: composeUscc('SOCIAL_GROUP', '140000', 'MJ950000'),
    })
    for (const victim of [
      { ...foreigner, number: 'K1234567' },
      { ...unit, number: unit.uscc },
    ]) {
      const squatter = await makeAccount(portal, { loginName: victim.number, password: 'Guoke#2026Zz' })
      portal.clock.forward(1000)
      await recover(portal, fresh(), victim, newPassword, {
        identity: victim.number.toLowerCase(),
        lastOfId: victim.idNumber.slice(-4),
      })
      expect((await rowOf(victim.id))?.credentials_changed_at).not.toBeNull()
      expect((await rowOf(squatter.id))?.credentials_changed_at).toBeNull()
    }
    expect((await logInAs(fresh(), 'K1234567', newPassword)).url).toBe('/')
    expect(mainText(await logInAs(fresh(), 'K1234567', 'Guoke#2026Zz'))).not.toContain('密码错误')
  })

  it('L-009 a verified person also gives the last four characters of the ID number, once the code was right', async () => {
    const who = await makeAccount(portal, { realNameLevel: 1, idNumber: '14010519800202001X' })
    const browser = fresh()
    expect((await startRecovery(browser, who.loginName)).$('#lastOfId')).toHaveLength(1)
    const code = await askForCode(portal, browser, who.phone)
    const missing = await fill(browser, { 短信验证码: code }, 'check')
    expect(errorOf(missing, 'lastOfId')).toContain('请填写')
    // Item 16: the code was right, and is not asked for again.
    expect(missing.$('#smsCode-hint').text()).toContain('短信验证码已通过')
    const wrong = await fill(browser, { 短信验证码: code, 证件号码后四位: '0011' }, 'check')
    expect(errorOf(wrong, 'lastOfId')).toContain('不正确')
    expect((await browser.get('/recover/password')).url).toBe('/recover/check')
    const right = await fill(browser, { 证件号码后四位: '００１x' }, 'check')
    expect(right.url).toBe('/recover/password')
    expect(mainText(await fill(browser, { 新密码: newPassword, 确认新密码: newPassword }))).toContain('密码已重新设置')
  })

  it('L-009 the end of the ID number cannot be tried out: ten a day, whoever holds the phone', async () => {
    const who = await makeAccount(portal, { realNameLevel: 1 })
    const browser = fresh()
    await startRecovery(browser, who.loginName)
    const code = await askForCode(portal, browser, who.phone)
    for (let n = 0; n < 10; n += 1)
      expect(
        errorOf(await fill(browser, { 短信验证码: code, 证件号码后四位: `99${String(10 + n)}` }, 'check'), 'lastOfId'),
      ).toContain('不正确')
    const last = await fill(browser, { 证件号码后四位: who.idNumber.slice(-4) }, 'check')
    expect(errorOf(last, 'lastOfId')).toContain('今天错误次数过多')
    expect((await browser.get('/recover/password')).url).toBe('/recover/check')
  })

  it('L-009 a forgotten login name: the page leads to 手机快速登录, a phone typed here is told so', async () => {
    const page = await fresh().get('/recover')
    expect(page.$('main [role=link][formaction="/login/phone"]').text()).toBe('手机快速登录')
    const who = await makeAccount(portal)
    const typed = await startRecovery(fresh(), who.phone)
    expect(errorOf(typed, 'identity')).toContain('这里不能填写手机号')
    expect(typed.$('main .notice [formaction="/login/phone"]')).toHaveLength(1)
  })

  it('F-08 a phone that cannot be used leads to the counter from every step', async () => {
    const who = await makeAccount(portal)
    const browser = fresh()
    expect(hrefs(await browser.get('/recover'))).toContain('/help#f-08')
    expect(hrefs(await startRecovery(browser, who.loginName))).toContain('/help#f-08')
    expect(hrefs(await fresh().get('/login/phone'))).toContain('/help#f-08')
  })

  it('F-05 F-07 an unknown account is told so after the captcha, within the limits of the logins, and closed ones are unknown', async () => {
    const closed = await makeAccount(portal)
    await portal.owner.knex('account').where({ id: closed.id }).update({ closed_at: portal.clock.now() })
    for (const identity of ['nobody_here', '14010519800101999X', '51140000MJ0000018C', closed.loginName]) {
      const page = await startRecovery(fresh(), identity)
      expect(page.status).toBe(422)
      expect(errorOf(page, 'identity')).toBe('该账号不存在')
      expect(hrefs(page)).toContain('/register')
    }
    expect(await portal.deps.limits.left('unknown-account', '127.0.0.1')).toBe(6)
    const blind = fresh()
    await blind.get('/recover')
    const wrong = await fill(blind, { '用户账号/证件号码/统一社会信用代码': 'nobody_here', 验证码: '0000' })
    expect(mainText(wrong)).not.toContain('该账号不存在')
  })

  it('S3 who may be told nothing more meets the same pages with and without an account, and a code sent to nobody opens nothing', async () => {
    const who = await makeAccount(portal)
    const { limits } = portal.deps
    while ((await limits.left('unknown-account', '127.0.0.1')) > 0) await limits.use('unknown-account', '127.0.0.1')
    const walk = async (identity: string): Promise<readonly string[]> => {
      const browser = fresh()
      const steps = [mainText(await startRecovery(browser, identity))]
      steps.push(mainText(await fill(browser, {}, 'send-code')))
      steps.push(mainText(await fill(browser, {}, 'send-code')))
      for (let n = 0; n < 5; n += 1) steps.push(mainText(await fill(browser, { 短信验证码: 'abcdef' }, 'check')))
      steps.push(mainText(await fill(browser, { 短信验证码: '123456' }, 'check')))
      steps.push(browser.page().url)
      return steps
    }
    const known = await walk(who.loginName)
    expect(await walk('nobody_here')).toEqual(known)
    expect(known[0]).toContain('这个账号注册时预留的手机号')
    expect(known.join('')).not.toContain(masked(who.phone))
    expect(known[7]).toContain('错误次数过多')
    // The owner gets on without being shown anything before the code.
    const browser = fresh()
    await startRecovery(browser, who.loginName)
    // Who may be told nothing is counted by what they typed.
    await limits.reset('sms-interval', portal.deps.crypto.index('login-identity', `recover:${who.loginName}`))
    const code = await askForCode(portal, browser, who.phone)
    expect((await fill(browser, { 短信验证码: code }, 'check')).url).toBe('/recover/password')
  })

  it('S1 the new password follows the rules, with the account’s own data, and a fault loses nothing', async () => {
    const who = await makeAccount(portal)
    const browser = fresh()
    await proveRecovery(portal, browser, who)
    for (const [password, again, field] of [
      ['', '', 'password'],
      ['short1A', 'short1A', 'password'],
      ['alllowercase', 'alllowercase', 'password'],
      [`A#${who.loginName}`, `A#${who.loginName}`, 'password'],
      [`Aa#${who.phone}`, `Aa#${who.phone}`, 'password'],
      [`Aa#${who.idNumber}`, `Aa#${who.idNumber}`, 'password'],
      ['Password123', 'Password123', 'password'],
      [`Aa1#${'x'.repeat(125)}`, `Aa1#${'x'.repeat(125)}`, 'password'],
      [newPassword, 'Andere#2026', 'passwordAgain'],
      [newPassword, '', 'passwordAgain'],
    ] as const) {
      const page = await fill(browser, { 新密码: password, 确认新密码: again })
      expect(page.status).toBe(422)
      expect(errorOf(page, field)).not.toBe('')
    }
    expect(mainText(await fill(browser, { 新密码: newPassword, 确认新密码: newPassword }))).toContain('密码已重新设置')
  })
})

describe('S10: what a recovery does', () => {
  it('S10 ends every session, clears lock and temporary password, and tells the phone and the inbox', async () => {
    const who = await makeAccount(portal)
    const now = portal.clock.now()
    const live = fresh()
    await logInAs(live, who.loginName, who.password)
    await portal.owner
      .knex('account')
      .where({ id: who.id })
      .update({
        failed_logins: 5,
        locked_until: new Date(now.getTime() + 900_000),
        must_change_password: true,
        temporary_until: new Date(now.getTime() - 1000),
      })
    await recover(portal, fresh(), who, newPassword)
    expect((await live.get('/messages')).url).toContain('/login/personal')
    expect(await rowOf(who.id)).toMatchObject({
      credentials_changed_at: now,
      phone_held_from: now,
      must_change_password: false,
      temporary_until: null,
      failed_logins: 0,
      locked_until: null,
    })
    const told = await messageWith(portal, who.phone, /重新设置了登录密码/)
    expect(told).toContain(portal.deps.site.hotlines[0].phone)
    const inbox = await portal.owner.knex('message').where({ account_id: who.id }).select<{ title: string }[]>('title')
    expect(inbox).toEqual([{ title: '登录密码已重新设置' }])
    expect(await auditActions(portal, 'account', who.id)).toContain('password-reset')
    expect((await logInAs(fresh(), who.loginName, newPassword)).url).toBe('/')
  })

  it('S10 the browser that is logged in itself gets to the end, and is logged out', async () => {
    const who = await makeAccount(portal)
    const browser = fresh()
    await logInAs(browser, who.loginName, who.password)
    expect(mainText(await recover(portal, browser, who, newPassword))).toContain('密码已重新设置')
    expect((await browser.get('/account')).url).toContain('/login/personal')
  })

  it('S10 SM-03 a code for another purpose, session, account or phone is useless, as is an older one', async () => {
    const who = await makeAccount(portal)
    const other = await makeAccount(portal)
    const { phone } = who
    // Sent for logging in.
    const browser = fresh()
    await browser.get('/login/phone')
    const loginCode = await askForCode(portal, browser, phone, { 手机号: phone, 验证码: captchaAnswer })
    await startRecovery(browser, who.loginName)
    expect(errorOf(await fill(browser, { 短信验证码: loginCode }, 'check'), 'smsCode')).toContain('已失效')
    // Sent for recovering, used for logging in, in another session, and for another account.
    const code = await askForCode(portal, browser, phone)
    await browser.get('/login/phone')
    expect(errorOf(await fill(browser, { 手机号: phone, 短信验证码: code }, 'login'), 'smsCode')).not.toBe('')
    const stranger = fresh()
    await startRecovery(stranger, who.loginName)
    expect(errorOf(await fill(stranger, { 短信验证码: code }, 'check'), 'smsCode')).toContain('已失效')
    await startRecovery(browser, other.loginName)
    expect(errorOf(await fill(browser, { 短信验证码: code }, 'check'), 'smsCode')).toContain('已失效')
    // A newer one takes the place of an older one.
    await startRecovery(browser, who.loginName)
    const newer = await askForCode(portal, browser, phone)
    if (newer !== code)
      expect(errorOf(await fill(browser, { 短信验证码: code }, 'check'), 'smsCode')).toContain('不正确')
    // A phone that was changed meanwhile.
    await portal.owner
      .knex('account')
      .where({ id: who.id })
      .update({ phone_idx: portal.deps.crypto.index('phone', '13711112222') })
    expect(errorOf(await fill(browser, { 短信验证码: newer }, 'check'), 'smsCode')).toContain('已失效')
  })

  it('S5 a code dies after five wrong tries, and three codes need a new captcha', async () => {
    const who = await makeAccount(portal)
    const browser = fresh()
    await startRecovery(browser, who.loginName)
    const code = await askForCode(portal, browser, who.phone)
    for (let n = 0; n < 5; n += 1) await fill(browser, { 短信验证码: otherCode(code) }, 'check')
    expect(errorOf(await fill(browser, { 短信验证码: code }, 'check'), 'smsCode')).toContain('已失效')
    await askForCode(portal, browser, who.phone)
    await askForCode(portal, browser, who.phone)
    await forgetInterval(portal, who.phone)
    const json = await browser.post(
      '/recover/code',
      { _csrf: browser.token(), flow: String(browser.page().$('input[name=flow]').val()) },
      { accept: 'application/json' },
    )
    expect(json.status).toBe(422)
    const fourth = await fill(browser, {}, 'send-code')
    expect(fourth.url).toBe('/recover?again=sends')
    expect(mainText(fourth)).toContain('已经发送了多次')
  })

  it('AU-10 of parallel uses of one code, in two processes, exactly one goes on (200 trials)', async () => {
    const { smsCodes } = portal.deps
    for (let trial = 0; trial < 200; trial += 1) {
      const code = await smsCodes.create('recover', 'trial')
      const answers = await Promise.all([
        smsCodes.check('recover', 'trial', code),
        second.deps.smsCodes.check('recover', 'trial', code),
      ])
      expect(answers.toSorted()).toEqual(['gone', 'right'])
    }
  })

  it('AU-10 of two sends of the new password at once, in two processes, one counts (20 trials)', async () => {
    const who = await makeAccount(portal)
    let current = who
    for (let trial = 0; trial < 20; trial += 1) {
      await portal.deps.limits.reset('recover-address', '127.0.0.1')
      await portal.deps.limits.reset('sms-address-day', '127.0.0.1')
      await portal.deps.limits.reset('sms-number-day', portal.deps.crypto.index('phone', who.phone))
      portal.clock.forward(1000)
      const browser = fresh()
      await proveRecovery(portal, browser, current)
      const twin = createBrowser(second.baseUrl)
      for (const [name, value] of browser.cookies) twin.cookies.set(name, value)
      const flow = String(browser.page().$('input[name=flow]').val())
      const send = (by: Browser, password: string) =>
        by.post('/recover/password', { _csrf: browser.token(), flow, password, passwordAgain: password })
      const passwords = [`Eins#${String(trial)}Aaaa`, `Zwei#${String(trial)}Bbbb`] as const
      await Promise.all([send(browser, passwords[0]), send(twin, passwords[1])])
      const { password_hash: hash } = await rowOf(who.id)
      const fits = await Promise.all(passwords.map((one) => portal.deps.passwords.verify(one, hash)))
      expect(fits.filter(Boolean)).toHaveLength(1)
      current = { ...who, password: passwords[fits[0] ? 0 : 1] }
    }
    const actions = await auditActions(portal, 'account', who.id)
    expect(actions.filter((action) => action === 'password-reset')).toHaveLength(20)
    const count = await portal.owner.knex('message').where({ account_id: who.id }).count<{ count: string | number }[]>()
    expect(Number(count[0]?.count)).toBe(20)
  })

  it('of two browsers recovering one account, the second to finish changes nothing and is told', async () => {
    const who = await makeAccount(portal)
    const [first, later] = [fresh(), fresh()]
    await proveRecovery(portal, first, who)
    await proveRecovery(portal, later, who)
    await fill(first, { 新密码: newPassword, 确认新密码: newPassword })
    const told = await fill(later, { 新密码: 'Andere#2026', 确认新密码: 'Andere#2026' })
    expect(told.url).toBe('/recover?again=changed')
    expect(mainText(told)).toContain('登录信息已经变更')
    expect((await logInAs(fresh(), who.loginName, newPassword)).url).toBe('/')
  })
})

describe('back, reload, two tabs', () => {
  it('no step is reached without the one before, and each ends after ten minutes', async () => {
    const who = await makeAccount(portal)
    const browser = fresh()
    expect((await browser.get('/recover/check')).url).toBe('/recover')
    expect((await browser.get('/recover/password')).url).toBe('/recover')
    await browser.get('/recover')
    const forged = await browser.post('/recover/password', {
      _csrf: browser.token(),
      flow: 'x',
      password: newPassword,
      passwordAgain: newPassword,
    })
    expect(forged.headers.get('location')).toBe('/recover?again=gone')
    await startRecovery(browser, who.loginName)
    expect((await browser.get('/recover/password')).url).toBe('/recover/check')
    const skipped = await browser.post('/recover/password', {
      _csrf: browser.token(),
      flow: String(browser.page().$('input[name=flow]').val()),
      password: newPassword,
      passwordAgain: newPassword,
    })
    expect(skipped.headers.get('location')).toBe('/recover?again=gone')
    await proveRecovery(portal, browser, who)
    expect((await browser.get('/recover/check')).url).toBe('/recover/password')
    portal.clock.forward(10 * 60_000 + 1)
    const late = await fill(browser, { 新密码: newPassword, 确认新密码: newPassword })
    expect(late.url).toBe('/recover?again=gone')
    expect(mainText(late)).toContain('已经超时')
    expect((await rowOf(who.id)).phone_held_from).toBeNull()
  })

  it('a tab that was left at another account does not go on with the account of the newer one', async () => {
    const victim = await makeAccount(portal)
    const own = await makeAccount(portal)
    const browser = fresh()
    await proveRecovery(portal, browser, own)
    const oldFlow = String(browser.page().$('input[name=flow]').val())
    await startRecovery(browser, victim.loginName)
    const sent = await browser.post('/recover/password', {
      _csrf: browser.token(),
      flow: oldFlow,
      password: newPassword,
      passwordAgain: newPassword,
    })
    expect(sent.headers.get('location')).toBe('/recover?again=gone')
    for (const one of [victim, own]) expect((await rowOf(one.id)).phone_held_from).toBeNull()
    expect((await browser.get('/recover/check')).url).toBe('/recover/check')
  })

  it('reloading or going back after the end shows the end, a second click too', async () => {
    const who = await makeAccount(portal)
    const browser = fresh()
    await proveRecovery(portal, browser, who)
    const form = {
      _csrf: browser.token(),
      flow: String(browser.page().$('input[name=flow]').val()),
      password: newPassword,
      passwordAgain: newPassword,
    }
    expect((await browser.post('/recover/password', form)).status).toBe(200)
    expect((await browser.post('/recover/password', form)).status).toBe(200)
    expect(mainText(await browser.get('/recover/password'))).toContain('密码已重新设置')
    expect((await browser.get('/recover?again=gone')).url).toBe('/recover/password')
    expect((await browser.get('/recover/check')).url).toBe('/recover')
    const actions = await auditActions(portal, 'account', who.id)
    expect(actions.filter((action) => action === 'password-reset')).toHaveLength(1)
  })

  it('S23 every form refuses no token and another session’s', async () => {
    const browser = fresh()
    await browser.get('/recover')
    const stranger = fresh()
    await stranger.get('/recover')
    const forms = [
      '/recover',
      '/recover/check',
      '/recover/code',
      '/recover/password',
      '/login/legal',
      '/login/phone',
      '/login/phone/code',
    ]
    for (const path of forms)
      for (const token of ['', stranger.token()])
        expect(`${path} ${String((await browser.post(path, { _csrf: token })).status)}`).toBe(`${path} 403`)
  })
})

describe('a login under way when the credentials change', () => {
  const shared = async (phone: string): Promise<readonly LoginAccount[]> => [
    await makeAccount(portal, { phone, password: 'Zusammen#1' }),
    await makeAccount(portal, { phone, password: 'Zusammen#1' }),
  ]

  it('the device question answered afterwards logs nobody in, by password and by phone', async () => {
    for (const enter of [
      (who: LoginAccount, browser: Browser) => logInAs(browser, who.loginName, who.password),
      (who: LoginAccount, browser: Browser) => logInByPhone(portal, who.phone, browser),
    ]) {
      const who = await makeAccount(portal)
      await logInAs(fresh(), who.loginName, who.password)
      const attacker = fresh()
      expect((await enter(who, attacker)).url).toBe('/login/device')
      portal.clock.forward(1000)
      await recover(portal, fresh(), who, newPassword)
      const answered = await attacker.submit('main form[method=post]', { answer: 'yes' })
      expect(answered.url).toMatch(/^\/login\/(personal|phone)\?again=1$/)
      expect(mainText(answered)).toContain('请重新登录')
      expect((await attacker.get('/account')).url).toContain('/login/personal')
      expect(await auditActions(portal, 'account', who.id)).toContain('login-refused')
    }
  })

  it('the choice among several accounts made afterwards does not open the one that changed', async () => {
    const [changed, same] = await shared('13700009901')
    if (!changed || !same) throw new Error('two accounts')
    const attacker = fresh()
    expect((await logInAs(attacker, changed.phone, 'Zusammen#1')).url).toBe('/login/account')
    portal.clock.forward(1000)
    await recover(portal, fresh(), changed, newPassword)
    const refused = await attacker.submit('main form[method=post]', { account: changed.id })
    expect(refused.url).toBe('/login/personal?again=1')
    expect((await attacker.get('/account')).url).toContain('/login/personal')
    await logInAs(attacker, changed.phone, 'Zusammen#1')
    expect((await attacker.get('/account')).url).toBe('/account')
  })

  it('a login at the same instant as the recovery never leaves the old password a session (25 races)', async () => {
    const who = await makeAccount(portal)
    const { deps } = portal
    let password = who.password
    let alive = 0
    for (let race = 0; race < 25; race += 1) {
      for (const name of ['recover-address', 'sms-address-day'] as const) await deps.limits.reset(name, '127.0.0.1')
      await deps.limits.reset('sms-number-day', deps.crypto.index('phone', who.phone))
      await deps.sessions.applicant.store.endAll(who.id)
      portal.clock.forward(1000)
      const owner = fresh()
      await proveRecovery(portal, owner, who)
      const thief = createBrowser(second.baseUrl)
      await thief.get('/login/personal')
      const next = `Rennen#${String(race)}Aa`
      await Promise.all([
        fill(owner, { 新密码: next, 确认新密码: next }),
        fill(thief, { '用户名/手机号码/身份证号': who.loginName, 密码: password, 验证码: captchaAnswer }),
      ])
      if ((await thief.get('/messages')).url === '/messages') alive += 1
      password = next
    }
    expect(alive).toBe(0)
  }, 60_000)
})
