import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { auditActions, codeFor, fill, mainText, messagesTo, otherCode } from '../../support/accounts.ts'
import { createBrowser, type Browser, type Page } from '../../support/browser.ts'
import { askForCode, forgetInterval, logInByPhone, makeAccount } from '../../support/login-accounts.ts'
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

describe('手机快速登录', () => {
  it('has the labels and buttons of the contract, and keeps what was typed when the other captcha is asked for', async () => {
    const browser = fresh()
    const page = await browser.get('/login/phone')
    const labels = page
      .$('main form label')
      .toArray()
      .map((one) => page.$(one).text().trim())
    expect(labels).toEqual(['手机号', '验证码', '短信验证码'])
    const buttons = page
      .$('main form button:not([aria-hidden])')
      .toArray()
      .map((one) => page.$(one).text())
    expect(buttons).toEqual(expect.arrayContaining(['获取短信验证码', '登录']))
    const words = await fill(browser, { 手机号: '13700009999' }, 'captcha-question')
    expect(words.$('#captcha-question').text()).toContain('写出：')
    expect(words.$('#captcha-hint').text()).toContain('请先回答下面的问题')
    expect(words.$('#phone').val()).toBe('13700009999')
  })

  it('L-009 the one account of a phone is entered by a code, and its login name is on the page that follows', async () => {
    const who = await makeAccount(portal)
    const page = await logInByPhone(portal, who.phone)
    expect(page.url).toBe('/account')
    expect(mainText(page)).toContain(who.loginName)
  })

  it('goes where it was on the way to', async () => {
    const who = await makeAccount(portal)
    const browser = fresh()
    await browser.get('/login/phone?next=%2Fmessages')
    const code = await askForCode(portal, browser, who.phone, { 手机号: who.phone, 验证码: captchaAnswer })
    expect((await fill(browser, { 短信验证码: code }, 'login')).url).toBe('/messages')
  })

  it('A-018 L-009 several accounts of a phone, of persons and of units, are chosen from by login name, name and kind', async () => {
    const phone = '13700008001'
    const person = await makeAccount(portal, { phone, name: '段纯青' })
    const unit = await makeAccount(portal, { phone, kind: 'LEGAL_PERSON', name: '山西省选择研究会' })
    const closed = await makeAccount(portal, { phone })
    const outsider = await makeAccount(portal)
    await portal.owner.knex('account').where({ id: closed.id }).update({ closed_at: portal.clock.now() })
    const browser = fresh()
    const choice = await logInByPhone(portal, phone, browser)
    expect(choice.url).toBe('/login/account')
    const text = mainText(choice)
    for (const said of [person.loginName, '段纯青，个人账号', unit.loginName, '山西省选择研究会，法人账号'])
      expect(text).toContain(said)
    expect(choice.$('input[name=account]')).toHaveLength(2)
    for (const foreign of [outsider.id, closed.id, '', 'x'])
      expect((await browser.submit('main form[method=post]', { account: foreign })).status).toBe(422)
    const entered = await browser.submit('main form[method=post]', { account: unit.id })
    expect(entered.url).toBe('/account')
    expect(mainText(entered)).toContain(unit.loginName)
  })

  const documentPage = '/login/phone/document'
  const answerEnd = (browser: Browser, end: string): Promise<Page> => fill(browser, { 证件号码后四位: end })

  it('item 11 a verified account asks for the end of its document, of any kind, X in either case; nobody is in before', async () => {
    for (const [idType, idNumber, end] of [
      ['RESIDENT_ID', '14010519800203007X', '007x'],
      ['PASSPORT_FOREIGN', 'KX1234AB', '３４ab'],
    ] as const) {
      const who = await makeAccount(portal, { realNameLevel: 1, idType, idNumber })
      const browser = fresh()
      const asked = await logInByPhone(portal, who.phone, browser)
      expect(asked.url).toBe(documentPage)
      const before = browser.cookies.get('portal')
      expect((await browser.get('/account')).url).toContain('/login/personal')
      await browser.get(documentPage)
      expect(errorOf(await answerEnd(browser, ''), 'lastOfId')).toContain('请填写')
      expect(errorOf(await answerEnd(browser, '9999'), 'lastOfId')).toContain('不正确')
      expect(await auditActions(portal, 'account', who.id)).toContain('login-failed')
      expect((await browser.get('/account')).url).toContain('/login/personal')
      await browser.get(documentPage)
      const entered = await answerEnd(browser, end)
      expect(entered.url).toBe('/account')
      expect(mainText(entered)).toContain(who.loginName)
      expect(browser.cookies.get('portal')).not.toBe(before)
    }
  })

  it('item 11 of a unit it is the representative’s document; the choice names verified accounts in part', async () => {
    const phone = '13700008011'
    const unit = await makeAccount(portal, { phone, kind: 'LEGAL_PERSON', realNameLevel: 1 })
    const person = await makeAccount(portal, { phone, name: '段纯青', realNameLevel: 1 })
    const browser = fresh()
    const choice = await logInByPhone(portal, phone, browser)
    expect(choice.url).toBe('/login/account')
    for (const told of [unit.loginName, person.loginName, '段纯青']) expect(choice.text).not.toContain(told)
    expect((await browser.submit('main form[method=post]', { account: unit.id })).url).toBe(documentPage)
    expect(mainText(await answerEnd(browser, unit.idNumber.slice(-4)))).toContain(unit.loginName)
  })

  it('item 11 cannot be tried out: ten a day an account together with recovery, thirty an hour a network', async () => {
    const who = await makeAccount(portal, { realNameLevel: 1 })
    const browser = fresh()
    await logInByPhone(portal, who.phone, browser)
    await portal.deps.limits.reset('document-end-address', '127.0.0.1')
    for (let n = 0; n < 10; n += 1)
      expect(errorOf(await answerEnd(browser, `98${String(10 + n)}`), 'lastOfId')).toContain('不正确')
    const right = who.idNumber.slice(-4)
    expect(errorOf(await answerEnd(browser, right), 'lastOfId')).toContain('今天错误次数过多')
    expect(await portal.deps.limits.left('recover-account', who.id)).toBe(0)
    // The phone may be somebody else's by now, so the holder reads it in the inbox.
    const told = await portal.owner.knex('message').where({ account_id: who.id }).select<{ title: string }[]>('title')
    expect(told).toEqual([{ title: '有人多次填错您的证件号码后四位' }])
    await portal.deps.limits.reset('recover-account', who.id)
    for (let n = 0; n < 20; n += 1) await portal.deps.limits.use('document-end-address', '127.0.0.1')
    expect(errorOf(await answerEnd(browser, right), 'lastOfId')).toContain('当前网络填写错误的次数过多')
    await portal.deps.limits.reset('document-end-address', '127.0.0.1')
    expect((await answerEnd(browser, right)).url).toBe('/account')
  })

  it('item 11 the question that is open dies with a change of the credentials', async () => {
    const who = await makeAccount(portal, { realNameLevel: 1 })
    const browser = fresh()
    await logInByPhone(portal, who.phone, browser)
    await portal.owner.knex('account').where({ id: who.id }).update({ credentials_changed_at: portal.clock.now() })
    expect((await answerEnd(browser, who.idNumber.slice(-4))).url).toBe('/login/phone')
    expect((await browser.get('/account')).url).toContain('/login/personal')
  })

  it('item 11 asks an account too that was verified while the question of the other device was open', async () => {
    const who = await makeAccount(portal)
    await logInByPhone(portal, who.phone, fresh())
    const thief = fresh()
    expect((await logInByPhone(portal, who.phone, thief)).url).toBe('/login/device')
    await portal.owner.knex('account').where({ id: who.id }).update({ real_name_level: 1 })
    expect((await thief.submit('main form[method=post]', { answer: 'yes' })).url).toBe(documentPage)
    expect((await thief.get('/account')).url).toContain('/login/personal')
    await thief.get(documentPage)
    expect((await answerEnd(thief, who.idNumber.slice(-4))).url).toBe('/login/device')
    expect((await thief.submit('main form[method=post]', { answer: 'yes' })).url).toBe('/account')
  })

  it('SM-04 the answer to a send is the same for a phone with and without an account, as page and as JSON', async () => {
    const who = await makeAccount(portal)
    const nobody = '13700008102'
    const answers: string[] = []
    for (const phone of [who.phone, nobody]) {
      await forgetInterval(portal, phone)
      const browser = fresh()
      await browser.get('/login/phone')
      const page = await fill(browser, { 手机号: phone, 验证码: captchaAnswer }, 'send-code')
      const masked = `${phone.slice(0, 3)}****${phone.slice(-4)}`
      answers.push(`${page.status} ${mainText(page).replaceAll(masked, 'PHONE')}`)
      await forgetInterval(portal, phone)
      const json = await browser.post(
        '/login/phone/code',
        { _csrf: browser.token(), phone },
        { accept: 'application/json' },
      )
      answers.push(`${json.status} ${(await json.text()).replaceAll(masked, 'PHONE')}`)
    }
    expect(answers[0]).toBe(answers[2])
    expect(answers[1]).toBe(answers[3])
    expect(answers[1]).toContain('短信验证码已发送至PHONE')
  })

  it('only who proves to hold the phone learns that no account belongs to it, and where to register', async () => {
    const phone = '13700008103'
    const browser = fresh()
    await browser.get('/login/phone')
    const code = await askForCode(portal, browser, phone, { 手机号: phone, 验证码: captchaAnswer })
    const wrong = await fill(browser, { 短信验证码: otherCode(code) }, 'login')
    expect(mainText(wrong)).not.toContain('没有账号')
    const page = await fill(browser, { 短信验证码: code }, 'login')
    expect(errorOf(page, 'phone')).toBe('该手机号还没有账号')
    const hrefs = page
      .$('main .notice a')
      .toArray()
      .map((one) => page.$(one).attr('href'))
    expect(hrefs).toEqual(['/register/personal', '/register/legal', '/help#f-08'])
    expect((await browser.get('/account')).url).toContain('/login/personal')
  })

  it('S5 S10 a code opens once, in the session and for the phone it was sent for, and dies after five wrong tries', async () => {
    const who = await makeAccount(portal)
    const other = await makeAccount(portal)
    const browser = fresh()
    await browser.get('/login/phone')
    const code = await askForCode(portal, browser, who.phone, { 手机号: who.phone, 验证码: captchaAnswer })
    const stranger = fresh()
    await stranger.get('/login/phone')
    const elsewhere = await fill(stranger, { 手机号: who.phone, 短信验证码: code }, 'login')
    expect(errorOf(elsewhere, 'smsCode')).toContain('已失效')
    expect(errorOf(await fill(browser, { 手机号: other.phone, 短信验证码: code }, 'login'), 'smsCode')).toContain(
      '已失效',
    )
    // For another purpose it is nothing.
    await browser.get('/register/personal')
    const register = await browser.post('/register/personal', {
      _csrf: browser.token(),
      action: 'register',
      phone: who.phone,
      smsCode: code,
    })
    expect(register.status).toBe(422)
    await browser.get('/login/phone')
    for (let n = 0; n < 5; n += 1) await fill(browser, { 手机号: who.phone, 短信验证码: otherCode(code) }, 'login')
    const dead = await fill(browser, { 手机号: who.phone, 短信验证码: code }, 'login')
    expect(errorOf(dead, 'smsCode')).toContain('已失效')
  })

  it('S10 of parallel uses of one code exactly one gets in (100 trials)', async () => {
    const who = await makeAccount(portal)
    const { smsCodes, crypto } = portal.deps
    const subject = `${crypto.index('phone', who.phone)}.trial`
    for (let trial = 0; trial < 100; trial += 1) {
      const code = await smsCodes.create('login-phone', subject)
      const answers = await Promise.all([
        smsCodes.check('login-phone', subject, code),
        second.deps.smsCodes.check('login-phone', subject, code),
      ])
      expect(answers.toSorted()).toEqual(['gone', 'right'])
    }
  })

  it('S4 no code is sent without a captcha, and one captcha is good for three', async () => {
    const strict = await startTestPortal({ CAPTCHA_ANSWER: '' })
    try {
      const browser = createBrowser(strict.baseUrl)
      await browser.get('/login/phone')
      const phone = '13700008104'
      const none = await fill(browser, { 手机号: phone, 验证码: '1234' }, 'send-code')
      expect(none.$('#captcha-error').text()).toContain('验证码不正确')
      const json = await browser.post(
        '/login/phone/code',
        { _csrf: browser.token(), phone },
        { accept: 'application/json' },
      )
      expect(json.status).toBe(422)
      expect(await messagesTo(strict, phone)).toEqual([])
    } finally {
      await strict.stop()
    }
    const phone = '13700008105'
    const browser = fresh()
    await browser.get('/login/phone')
    await askForCode(portal, browser, phone, { 手机号: phone, 验证码: captchaAnswer })
    await askForCode(portal, browser, phone)
    await askForCode(portal, browser, phone)
    await forgetInterval(portal, phone)
    const fourth = await fill(browser, {}, 'send-code')
    expect(errorOf(fourth, 'captcha')).toContain('请填写验证码')
  })

  it('AU-08 a lock of the password does not keep its owner out, and is not lifted by the code', async () => {
    const who = await makeAccount(portal)
    const until = new Date(portal.clock.now().getTime() + 900_000)
    await portal.owner.knex('account').where({ id: who.id }).update({ failed_logins: 5, locked_until: until })
    expect((await logInByPhone(portal, who.phone)).url).toBe('/account')
    const row = await portal.owner.knex('account').where({ id: who.id }).first<{ locked_until: Date | null }>()
    expect(row.locked_until).toEqual(until)
  })

  it('L-007 asks before it ends the login elsewhere, and going back leads to its own page', async () => {
    const who = await makeAccount(portal)
    const old = fresh()
    await logInByPhone(portal, who.phone, old)
    const browser = fresh()
    const question = await logInByPhone(portal, who.phone, browser)
    expect(question.url).toBe('/login/device')
    expect((await browser.submit('main form[method=post]', { answer: 'no' })).url).toBe('/login/phone')
    expect((await old.get('/account')).url).toBe('/account')
    await logInByPhone(portal, who.phone, browser)
    expect((await browser.submit('main form[method=post]', { answer: 'yes' })).url).toBe('/account')
    expect(mainText(await old.get('/account'))).toContain('您的账号已在其他设备登录')
    const actions = await auditActions(portal, 'account', who.id)
    expect(actions).toContain('code-accepted')
    expect(actions.slice(-2)).toEqual(['login', 'session-displaced'])
  })

  it('the JSON answers tell the wait and a used-up captcha', async () => {
    const phone = '13700008106'
    const browser = fresh()
    await browser.get('/login/phone')
    const ask = async (fields: Readonly<Record<string, string>>) => {
      const answer = await browser.post(
        '/login/phone/code',
        { _csrf: browser.token(), ...fields },
        { accept: 'application/json' },
      )
      return { status: answer.status, body: (await answer.json()) as Record<string, unknown> }
    }
    expect((await ask({ phone: '12345' })).body['field']).toBe('phone')
    expect((await ask({ phone, captcha: 'nope' })).body).toMatchObject({ field: 'captcha', newCaptcha: true })
    expect((await ask({ phone, captcha: captchaAnswer })).body).toMatchObject({ waitSeconds: 60 })
    const again = await ask({ phone })
    expect(again.status).toBe(429)
    expect(again.body['field']).toBe('smsCode')
    expect(await codeFor(portal, phone)).toMatch(/^\d{6}$/)
  })
})
