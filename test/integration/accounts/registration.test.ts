import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { residentIdCheckChar } from '../../../src/core/identity/resident-id.ts'
import {
  accountId,
  agreed,
  auditActions,
  codeFor,
  fill,
  logInAs,
  mainText,
  otherCode,
  register,
  registrationValues,
  testPerson,
} from '../../support/accounts.ts'
import { createBrowser, type Page } from '../../support/browser.ts'
import { captchaAnswer, startTestPortal, type TestPortal } from '../../support/portal.ts'

let portal: TestPortal
beforeAll(async () => {
  portal = await startTestPortal()
})
afterAll(() => portal.stop())

/** The form filled in up to the code, which is on its way. */
const upToCode = async (values: Readonly<Record<string, string>>) => {
  const browser = createBrowser(portal.baseUrl)
  await browser.get('/register/personal')
  await fill(browser, { ...values, 验证码: captchaAnswer }, 'send-code')
  return browser
}

/** How the page's script asks. */
const json = { accept: 'application/json' }

describe('personal registration', () => {
  it('A-003 works without scripts: the code comes last, nothing typed is lost, the password is kept but never printed', async () => {
    const person = testPerson(0)
    const browser = createBrowser(portal.baseUrl)
    const choice = await browser.get('/register')
    expect(mainText(choice)).toContain('个人注册')
    expect(mainText(choice)).toContain('法人注册')
    const empty = await browser.get('/register/personal?next=/hall')
    expect(empty.$('#agreement').is('[checked]')).toBe(false)
    const sent = await fill(browser, { ...registrationValues(person), 验证码: captchaAnswer }, 'send-code')
    expect(sent.status).toBe(200)
    expect(mainText(sent)).toContain('短信验证码已发送至139****0001')
    expect(sent.text).not.toContain(person.password)
    expect(sent.$('#loginName').val()).toBe(person.loginName)
    expect(sent.$('#idNumber').val()).toBe(person.idNumber)
    const code = await codeFor(portal, person.phone)
    const done = await fill(browser, { 短信验证码: code, ...agreed }, 'register')
    expect(done.url).toBe('/verify?next=%2Fhall')
    for (const words of ['银联卡实名认证', '社会保障卡实名认证', '刷脸实名认证', '立即认证', '暂不实名认证'])
      expect(mainText(done)).toContain(words)
    expect((await browser.submit('main form[method=post]')).url).toBe('/hall')
    const account = await browser.get('/account')
    for (const words of [person.loginName, '1401**********0014', '139****0001', 'p***@example.org', '未实名认证'])
      expect(mainText(account)).toContain(words)
    expect(account.text).not.toContain(person.idNumber)
  })

  it('records the account and both consents with their versions', async () => {
    const id = await accountId(portal, testPerson(0).loginName)
    const consents = await portal.owner
      .knex('consent')
      .where({ account_id: id })
      .select<{ document: string; version: string }[]>('*')
    expect(consents.map((row) => `${row.document} ${row.version}`).toSorted()).toEqual([
      `privacy-notice ${portal.deps.site.privacyNotice.version}`,
      `user-agreement ${portal.deps.site.agreement.version}`,
    ])
    expect(await auditActions(portal, 'account', id)).toEqual([
      'account-registered',
      'consent-given',
      'consent-given',
      'login',
      'real-name-skipped',
    ])
  })

  it('A-002 tells every fault beside its field and keeps what was typed', async () => {
    const browser = createBrowser(portal.baseUrl)
    await browser.get('/register/personal')
    const empty = await fill(browser, {}, 'register')
    expect(empty.status).toBe(422)
    const told = empty
      .$('.govuk-error-summary__list a')
      .toArray()
      .map((link) => empty.$(link).attr('href') ?? '')
    expect(told.join(' ')).toBe(
      '#loginName #password #passwordAgain #name #idNumber #email #phone #captcha #smsCode #agreement',
    )
    for (const href of told) expect(empty.$(href)).toHaveLength(1)
    const bad = await fill(
      browser,
      { ...registrationValues(testPerson(1)), 身份证号码: '140106198503120015', 确认密码: 'Other#2026' },
      'register',
    )
    expect(mainText(bad)).toContain('身份证号码校验位不正确')
    expect(mainText(bad)).toContain('两次填写的密码不一致')
    expect(bad.$('#phone').val()).toBe(testPerson(1).phone)
  })

  it('8.27 calls the number by the document chosen, also in what is wrong with it', async () => {
    const browser = createBrowser(portal.baseUrl)
    const label = ({ $ }: Page): string => $('label[for=idNumber]').text()
    expect(label(await browser.get('/register/personal'))).toBe('身份证号码')
    const page = await fill(browser, { 证件类型: 'PASSPORT_FOREIGN' }, 'register')
    expect(label(page)).toBe('证件号码')
    expect(page.$('#idNumber-error').text()).toContain('请填写证件号码')
    expect(page.$('#phone').attr('autocomplete')).toBe('tel')
  })

  it('8.17 takes a name as a foreign passport prints it, with one kind of apostrophe', async () => {
    const browser = createBrowser(portal.baseUrl)
    await browser.get('/register/personal')
    for (const [typed, kept] of [
      ['SHANNON O’BRIEN', "SHANNON O'BRIEN"],
      ['JOSÉ GARCÍA', 'JOSÉ GARCÍA'],
      ['阿依古丽・买买提', '阿依古丽·买买提'],
    ] as const) {
      const page = await fill(browser, { ...registrationValues(testPerson(1)), 用户姓名: typed }, 'register')
      expect(page.status).toBe(422)
      expect(page.$('#name-error')).toHaveLength(0)
      expect(page.$('#name').val()).toBe(kept)
    }
    const wrong = await fill(browser, { ...registrationValues(testPerson(1)), 用户姓名: '张3明' }, 'register')
    expect(wrong.$('#name-error').text()).toContain('请与证件上的姓名一致')
  })

  it('S1: a weak password is told at its field, also when only a code is asked for', async () => {
    const browser = createBrowser(portal.baseUrl)
    await browser.get('/register/personal')
    const weak = { ...registrationValues(testPerson(1)), 登录密码: 'aaaaaaaa', 确认密码: 'aaaaaaaa' }
    const page = await fill(browser, { ...weak, 验证码: 'wrong' }, 'send-code')
    expect(page.$('#password-error').text()).toContain('三种')
    expect(page.$('#captcha-error').text()).toContain('验证码不正确')
  })

  it('no child under fourteen, no kind of document that was not offered', async () => {
    const browser = createBrowser(portal.baseUrl)
    await browser.get('/register/personal')
    const young = `14010620140615107${residentIdCheckChar('14010620140615107')}`
    const child = await fill(browser, { ...registrationValues(testPerson(1)), 身份证号码: young }, 'register')
    expect(child.$('#idNumber-error').text()).toMatch(/未满14周岁/)
    const odd = await fill(browser, { 证件类型: 'toString' }, 'register')
    expect(odd.status).toBe(422)
    expect(odd.$('#idType-error').text()).toContain('请选择证件类型')
  })

  it('A-016 says while typing whether an account name is free, without regard to case, and offers others', async () => {
    const ask = async (name: string) => {
      const answer = await fetch(`${portal.baseUrl}/register/availability?name=${name}`)
      return (await answer.json()) as { available: boolean; message: string; free?: string[] }
    }
    expect(await ask('zheng_wuguan')).toEqual({ available: true, message: '该账号可以使用' })
    const taken = await ask('SHENQING_0')
    expect(taken).toMatchObject({ available: false, message: '登录账号已注册' })
    expect(taken.free).toHaveLength(3)
    for (const name of taken.free ?? []) {
      expect(name.startsWith('SHENQING')).toBe(true)
      expect((await ask(name)).available).toBe(true)
    }
    expect((await ask('abc')).message).toContain('4至20')
    expect((await ask('admin')).available).toBe(false)
    expect((await ask('adm1n')).message).toContain('系统保留')
  })

  it('tells of taken names no more often through the whole form than while typing', async () => {
    const { limits } = portal.deps
    const browser = createBrowser(portal.baseUrl)
    await browser.get('/register/personal')
    while ((await limits.left('availability-address', '127.0.0.1')) > 0)
      await limits.use('availability-address', '127.0.0.1')
    const form = { _csrf: browser.token(), loginName: testPerson(0).loginName, action: 'register' }
    const refused = await browser.post('/register/personal', form)
    expect(refused.status).toBe(429)
    expect(await refused.text()).not.toContain('登录账号已注册')
    await limits.reset('availability-address', '127.0.0.1')
    expect((await browser.post('/register/personal', form)).status).toBe(422)
  })

  it('F-01 F-03 says 登录账号已注册, and 该身份证号已被认证 only to who has proved a phone, which survives a few slips', async () => {
    const taken = testPerson(0)
    await portal.owner.knex('account').where({ login_key: taken.loginName }).update({ real_name_level: 1 })
    const person = { ...testPerson(2), loginName: taken.loginName.toUpperCase(), idNumber: taken.idNumber }
    const browser = createBrowser(portal.baseUrl)
    await browser.get('/register/personal')
    const name = await fill(browser, { ...registrationValues(person), 验证码: captchaAnswer, ...agreed }, 'register')
    expect(name.$('#loginName-error').text()).toContain('登录账号已注册')
    const offered = name.$('main section.notice')
    expect(offered.text()).toContain('4至20个字符')
    expect(offered.find('strong')).toHaveLength(3)
    expect(offered.find('a').attr('href')).toBe('/help#f-03')
    expect(mainText(name)).not.toContain('该身份证号已被认证')
    await fill(browser, { 用户账号: 'free_name', 验证码: captchaAnswer }, 'send-code')
    const code = await codeFor(portal, person.phone)
    const wrong = await fill(browser, { 短信验证码: otherCode(code) }, 'register')
    expect(mainText(wrong)).toContain('短信验证码不正确')
    expect(mainText(wrong)).not.toContain('该身份证号已被认证')
    const id = await fill(browser, { 短信验证码: code }, 'register')
    expect(id.status).toBe(422)
    expect(id.$('#idNumber-error').text()).toContain('该身份证号已被认证')
    const links = id.$('main .notice a').toArray()
    expect(links.map((link) => id.$(link).attr('href'))).toEqual([
      '/login/personal',
      '/recover?door=personal',
      '/help#materials',
      '/help#forms',
      '/help#f-01',
    ])
    expect(mainText(id)).not.toContain('携带身份证件联系登记管理机关')
    // Issue 7, item 16: another number is judged on the same code, but nobody asks about many.
    expect(id.$('#smsCode-hint').text()).toContain('短信验证码已通过')
    expect(id.$('#smsCode').val() ?? '').toBe('')
    for (const _slip of [1, 2]) {
      const slip = await fill(browser, { 短信验证码: '' }, 'register')
      expect(slip.$('#idNumber-error').text()).toContain('该身份证号已被认证')
    }
    const spent = await fill(browser, { 身份证号码: testPerson(3).idNumber, 短信验证码: code }, 'register')
    expect(mainText(spent)).toContain('短信验证码已失效')
    expect(mainText(spent)).not.toContain('该身份证号已被认证')
  })

  it('item 16: a right code survives faults elsewhere, is no good for another phone, and is used once', async () => {
    const person = { ...testPerson(15), loginName: 'survives_1' }
    const browser = await upToCode({ ...registrationValues(person), 身份证号码: testPerson(0).idNumber })
    const code = await codeFor(portal, person.phone)
    const unagreed = await fill(browser, { 电子邮箱: 'none', 短信验证码: code }, 'register')
    expect(unagreed.$('#email-error').text()).not.toBe('')
    expect(unagreed.$('#smsCode-error').length).toBe(0)
    expect(unagreed.$('#smsCode-hint').text()).toContain('短信验证码已通过')
    const moved = await fill(browser, { 手机号: '13900000093', 电子邮箱: person.email, ...agreed }, 'register')
    expect(moved.$('#smsCode-error').text()).toContain('请获取并填写短信验证码')
    const taken = await fill(browser, { 手机号: person.phone, ...agreed }, 'register')
    expect(taken.$('#idNumber-error').text()).toContain('该身份证号已被认证')
    expect((await fill(browser, { 身份证号码: person.idNumber }, 'register')).url).toBe('/verify')
    const proofs = await portal.deps.redis.keys('sms-code:register:*')
    expect(proofs.filter((key) => key.includes(portal.deps.crypto.index('phone', person.phone)))).toEqual([])
  })

  it('AU-13: two registrations of one name at the same instant make one account and one friendly refusal', async () => {
    const people = [testPerson(4), testPerson(5)]
    const browsers = await Promise.all(
      people.map((person) => upToCode({ ...registrationValues(person), 用户账号: 'same_name' })),
    )
    const codes = await Promise.all(people.map((person) => codeFor(portal, person.phone)))
    const pages = await Promise.all(
      browsers.map((browser, index) => fill(browser, { 短信验证码: codes[index] ?? '', ...agreed }, 'register')),
    )
    expect(pages.map((page) => String(page.status)).toSorted()).toEqual(['200', '422'])
    const loser = pages.findIndex((page) => page.status === 422)
    const refused = pages[loser]
    const browser = browsers[loser]
    if (!refused || !browser) throw new Error('nobody lost')
    expect(refused.$('#loginName-error').text()).toContain('登录账号已注册')
    // Whose phone is proved needs no second code to choose another name.
    expect((await fill(browser, { 用户账号: 'other_name' }, 'register')).url).toBe('/verify')
  })

  it('item 10 a number somebody only typed keeps nobody from registering with it', async () => {
    const phones = ['13900000061', '13900000062']
    const browsers = await Promise.all(
      phones.map((phone, index) =>
        upToCode({ ...registrationValues(testPerson(6)), 手机号: phone, 用户账号: `one_person_${String(index)}` }),
      ),
    )
    const codes = await Promise.all(phones.map((phone) => codeFor(portal, phone)))
    const pages = await Promise.all(
      browsers.map((browser, index) => fill(browser, { 短信验证码: codes[index] ?? '', ...agreed }, 'register')),
    )
    expect(pages.map((page) => page.url)).toEqual(['/verify', '/verify'])
    expect(pages.map(mainText).join()).not.toContain('该身份证号已被认证')
  })

  it('the script’s way of asking for a code answers JSON, names the wait, and leaves the captcha solved', async () => {
    const person = testPerson(7)
    const browser = createBrowser(portal.baseUrl)
    await browser.get('/register/personal')
    const form = { _csrf: browser.token(), phone: person.phone }
    const missing = await browser.post('/register/code', { ...form, captcha: '' }, json)
    expect(missing.status).toBe(422)
    expect(await missing.json()).toMatchObject({ error: '请填写验证码', newCaptcha: true })
    const sent = await browser.post('/register/code', { ...form, captcha: captchaAnswer }, json)
    expect(await sent.json()).toMatchObject({ waitSeconds: 60 })
    const early = await browser.post('/register/code', form, json)
    expect(early.status).toBe(429)
    expect(await early.json()).toMatchObject({ error: expect.stringMatching(/请\d+秒后再获取/) as string })
    await browser.get('/register/personal')
    const code = await codeFor(portal, person.phone)
    const done = await fill(browser, { ...registrationValues(person), 短信验证码: code, ...agreed }, 'register')
    expect(done.url).toBe('/verify')
  })
})

describe('the two kinds of registration', () => {
  it('A-001 two cards say for whom and for which matters, and each form leads to the other', async () => {
    const browser = createBrowser(portal.baseUrl)
    const choice = await browser.get('/register?next=/hall')
    const cards = choice.$('main .entrance').toArray()
    expect(cards.map((card) => choice.$(card).find('a').text())).toEqual(['个人注册', '法人注册'])
    const [personal = '', legal = ''] = cards.map((card) => choice.$(card).text())
    for (const words of ['准备成立', '社会团体成立登记']) expect(personal).toContain(words)
    for (const words of ['已经登记成立', '变更、备案、章程核准、年报、注销']) expect(legal).toContain(words)
    expect(choice.$('main .entrance a').first().attr('href')).toBe('/register/personal?next=%2Fhall')
    const forPeople = await browser.get('/register/personal')
    expect(forPeople.$('main a[href^="/register/legal"]').length).toBeGreaterThan(0)
    const forUnits = await browser.get('/register/legal')
    expect(forUnits.$('main a[href^="/register/personal"]').length).toBeGreaterThan(0)
  })

  it('A-002 a field of white space only is missing, and what was typed elsewhere stays', async () => {
    const browser = createBrowser(portal.baseUrl)
    await browser.get('/register/personal')
    const page = await fill(
      browser,
      { ...registrationValues(testPerson(3)), 用户姓名: ' 　\t', 用户账号: '   ', 身份证号码: '　　' },
      'register',
    )
    expect(page.status).toBe(422)
    for (const field of ['name', 'loginName', 'idNumber']) expect(page.$(`#${field}-error`).text()).toMatch(/请填写/)
    expect(page.$('#email').val()).toBe('person3@example.org')
    expect(page.$('main [aria-required=true]').length).toBeGreaterThanOrEqual(9)
  })

  it('A-003 the form asks for the fields of the guide, the codes and the agreement, and for nothing else', async () => {
    const page = await createBrowser(portal.baseUrl).get('/register/personal')
    const labels = page
      .$('main form label')
      .toArray()
      .map((label) => page.$(label).text().trim())
    expect(labels).toEqual([
      '用户账号',
      '登录密码',
      '确认密码',
      '用户姓名',
      '证件类型',
      '身份证号码',
      '电子邮箱',
      '手机号',
      '验证码',
      '短信验证码',
      '我已阅读并同意《用户协议》',
    ])
    expect(page.$('main form button').text()).toContain('获取短信验证码')
  })

  it('A-004 says whose name, document and phone may be given', async () => {
    const page = await createBrowser(portal.baseUrl).get('/register/personal')
    const hint = page.$('#name-hint').text()
    for (const words of ['办事人员', '拟任法定代表人', '手机号']) expect(hint).toContain(words)
  })

  it('A-016 the name cannot be changed afterwards, and the hint says so', async () => {
    const page = await createBrowser(portal.baseUrl).get('/register/personal')
    expect(page.$('#loginName-hint').text()).toContain('注册成功后不能更改')
  })

  it('A-017 a long password is taken whole, three kinds of four are enough, nothing hinders pasting', async () => {
    const browser = createBrowser(portal.baseUrl)
    const form = await browser.get('/register/personal')
    expect(form.$('[data-password-strength]')).toHaveLength(1)
    for (const name of ['password', 'passwordAgain']) {
      const input = form.$(`#${name}`)
      expect(input.attr('autocomplete')).toBe('new-password')
      for (const hindrance of ['onpaste', 'readonly', 'maxlength']) expect(input.attr(hindrance)).toBeUndefined()
    }
    const person = { ...testPerson(9), password: `Chang-2026-${'汉字和空格 '.repeat(15)}x` }
    await register(portal, person, browser)
    const again = createBrowser(portal.baseUrl)
    expect((await logInAs(again, person.loginName, person.password.slice(0, 72))).status).toBe(422)
    const back = await logInAs(again, person.loginName, person.password)
    expect(back.status).toBe(200)
    expect(mainText(back)).not.toContain('用户名或密码错误')
  })

  it('A-019 the code has six digits, is asked for last, and says how long it is good', async () => {
    const person = testPerson(10)
    const browser = createBrowser(portal.baseUrl)
    const form = await browser.get('/register/personal')
    expect(form.$('#smsCode-hint').text()).toContain('6位数字，5分钟内有效')
    const order = form
      .$('main form input[id], main form select[id]')
      .toArray()
      .map((control) => form.$(control).attr('id'))
    expect(order.slice(-2)).toEqual(['smsCode', 'agreement'])
    await fill(browser, { ...registrationValues(person), 验证码: captchaAnswer }, 'send-code')
    expect(await codeFor(portal, person.phone)).toMatch(/^\d{6}$/)
  })

  it('A-020 the agreement is not ticked beforehand, its text is a click away, and without it nobody registers', async () => {
    const person = testPerson(11)
    const browser = createBrowser(portal.baseUrl)
    const form = await browser.get('/register/personal')
    expect(form.$('#agreement').attr('checked')).toBeUndefined()
    expect(form.$('main a[href="/agreement"]').text()).toContain('查看《用户协议》')
    await fill(browser, { ...registrationValues(person), 验证码: captchaAnswer }, 'send-code')
    const code = await codeFor(portal, person.phone)
    const refused = await fill(browser, { 短信验证码: code }, 'register')
    expect(refused.status).toBe(422)
    expect(refused.$('#agreement-error').text()).toContain('请阅读并勾选《用户协议》')
    expect(refused.$('#smsCode-hint').text()).toContain('短信验证码已通过')
    expect((await fill(browser, { 短信验证码: code, ...agreed }, 'register')).url).toBe('/verify')
    const consent = await portal.owner
      .knex('consent')
      .where({ account_id: await accountId(portal, person.loginName), document: 'user-agreement' })
      .first<{ version: string; accepted_at: Date }>('version', 'accepted_at')
    expect(consent.version).toBe(portal.deps.site.agreement.version)
    expect(consent.accepted_at).toEqual(portal.clock.now())
  })

  it('F-08 the step with the code says whom to ask when no message comes', async () => {
    const page = await createBrowser(portal.baseUrl).get('/register/personal')
    expect(page.$('main form a[href="/help#f-08"]').text()).toContain('收不到短信')
  })
})

describe('S29: personal data at rest', () => {
  it('no row of any table and no value in Redis holds number, phone, e-mail or password of a registered person in clear', async () => {
    const person = { ...testPerson(8), email: 'ouyang.only@example.org' }
    await register(portal, person)
    const { knex } = portal.owner
    const { rows: tables } = await knex.raw<{ rows: { schema: string; name: string }[] }>(
      `select schemaname as schema, tablename as name from pg_tables where schemaname = 'public'`,
    )
    const dump: string[] = []
    for (const table of tables) {
      const { rows } = await knex.raw<{ rows: { line: string }[] }>('select t::text as line from ??.?? t', [
        table.schema,
        table.name,
      ])
      dump.push(...rows.map((row) => row.line))
    }
    expect(dump.some((line) => line.includes(person.loginName))).toBe(true)
    const secrets = [person.idNumber, person.phone, person.email, person.password]
    for (const secret of secrets) expect(dump.filter((line) => line.includes(secret))).toEqual([])
    const { redis } = portal.deps
    for (const key of await redis.keys('*')) {
      if (key.startsWith('sandbox:')) continue
      const type = await redis.type(key)
      const value = type === 'string' ? await redis.get(key) : JSON.stringify(await redis.hgetall(key))
      for (const secret of secrets) expect(`${key} ${value ?? ''}`).not.toContain(secret)
    }
  })
})
