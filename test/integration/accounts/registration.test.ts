import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { register, registrationValues, captchaAnswer, testPerson } from '../../support/accounts.ts'
import { openBrowser } from '../../support/browser.ts'
import { startTestPortal, type TestPortal } from '../../support/portal.ts'

let portal: TestPortal
beforeAll(async () => {
  portal = await startTestPortal()
})
afterAll(() => portal.stop())

const agree = { '我已阅读并同意《用户协议》': 'yes' }

describe('personal registration', () => {
  it('works without JavaScript: code asked for last, passwords kept but never printed', async () => {
    const person = testPerson(0)
    const browser = openBrowser(portal.baseUrl)
    await browser.get('/register')
    expect(browser.page().$('main a').text()).toContain('个人注册')
    expect(browser.page().$('main a').text()).toContain('法人注册')
    await browser.get('/register/personal?next=/hall')
    expect(browser.page().$('#agreement').is('[checked]')).toBe(false)
    const sent = await browser.submit({ ...registrationValues(person), 验证码: captchaAnswer }, { button: '获取短信验证码' })
    expect(sent.status).toBe(200)
    expect(sent.text).toContain('短信验证码已发送至139****0001')
    expect(sent.html).not.toContain(person.password)
    expect(sent.$('#loginName').val()).toBe(person.loginName)
    expect(sent.$('#idNumber').val()).toBe(person.idNumber)
    const anonymous = browser.cookies.get('portal')
    const done = await browser.submit({ 短信验证码: await portal.code(person.phone), ...agree }, { button: '注册' })
    expect(done.path).toBe('/verify?next=%2Fhall')
    for (const words of ['银联卡实名认证', '社会保障卡实名认证', '刷脸实名认证', '尚未开通', '暂不实名认证'])
      expect(done.text).toContain(words)
    expect(done.text).not.toContain('立即认证')
    expect(browser.cookies.get('portal')).not.toBe(anonymous)
    const skipped = await browser.submit({}, { button: '暂不实名认证', follow: false })
    expect(skipped.headers.get('location')).toBe('/hall')
    const account = await browser.get('/account')
    for (const words of [person.loginName, '1401**********0014', '139****0001', 'p***@example.org', '未实名认证'])
      expect(account.text).toContain(words)
    expect(account.html).not.toContain(person.idNumber)
    const consents = await portal.deps.db.knex('consent').select<{ document: string; version: string }[]>('*')
    expect(consents.map((row) => `${row.document} ${row.version}`).toSorted()).toEqual([
      `privacy-notice ${portal.deps.site.privacyNotice.version}`,
      `user-agreement ${portal.deps.site.agreement.version}`,
    ])
  })

  it('tells every fault beside its field, keeps what was typed and makes nothing', async () => {
    const browser = openBrowser(portal.baseUrl)
    await browser.get('/register/personal')
    const empty = await browser.submit({}, { button: '注册' })
    expect(empty.status).toBe(422)
    const told = empty.$('.govuk-error-summary__list a').toArray().map((link) => empty.$(link).attr('href'))
    expect(told).toEqual([
      '#loginName',
      '#password',
      '#name',
      '#idNumber',
      '#email',
      '#phone',
      '#captcha',
      '#smsCode',
      '#agreement',
    ])
    for (const href of told) expect(empty.$(href ?? '').length).toBe(1)
    const bad = await browser.submit(
      { ...registrationValues(testPerson(1)), 身份证号码: '140106198503120015', 确认密码: 'Other#2026' },
      { button: '注册' },
    )
    expect(bad.text).toContain('身份证号码校验位不正确')
    expect(bad.text).toContain('两次填写的密码不一致')
    expect(bad.$('#phone').val()).toBe(testPerson(1).phone)
    const child = await browser.submit({ 身份证号码: '140106201506150038' }, { button: '注册' })
    expect(child.text).toMatch(/未满14周岁|校验位/)
  })

  it('refuses a document kind nobody offered', async () => {
    const browser = openBrowser(portal.baseUrl)
    await browser.get('/register/personal')
    const page = await browser.submit({ ...registrationValues(testPerson(1)), idType: 'toString' }, { button: '注册' })
    expect(page.status).toBe(422)
    expect(page.text).toContain('请选择证件类型')
  })

  it('says while typing whether an account name is free, without regard to case', async () => {
    const browser = openBrowser(portal.baseUrl)
    const ask = async (name: string) =>
      JSON.parse((await browser.get(`/register/availability?name=${name}`)).html) as { available: boolean; message: string }
    expect(await ask('zheng_wuguan')).toEqual({ available: true, message: '该账号可以使用' })
    expect(await ask('SHENQING_0')).toEqual({ available: false, message: '登录账号已注册' })
    expect((await ask('abc')).message).toContain('4至20')
    expect((await ask('admin')).available).toBe(false)
  })

  it('refuses a taken name with 登录账号已注册 and a taken document with 该身份证号已被认证, the latter only after the code', async () => {
    const taken = testPerson(0)
    const browser = openBrowser(portal.baseUrl)
    await browser.get('/register/personal')
    const person = { ...testPerson(2), loginName: taken.loginName.toUpperCase(), idNumber: taken.idNumber }
    const name = await browser.submit({ ...registrationValues(person), 验证码: captchaAnswer, ...agree }, { button: '注册' })
    expect(name.text).toContain('登录账号已注册')
    expect(name.text).not.toContain('该身份证号已被认证')
    await browser.submit({ 用户账号: 'free_name', 验证码: captchaAnswer }, { button: '获取短信验证码' })
    const code = await portal.code(person.phone)
    const wrong = await browser.submit({ 短信验证码: code === '000000' ? '000001' : '000000' }, { button: '注册' })
    expect(wrong.text).toContain('短信验证码不正确')
    expect(wrong.text).not.toContain('该身份证号已被认证')
    const id = await browser.submit({ 短信验证码: code }, { button: '注册' })
    expect(id.status).toBe(422)
    expect(id.text).toContain('该身份证号已被认证')
    const links = id.$('main .notice a').toArray().map((link) => id.$(link).attr('href'))
    expect(links).toEqual(['/login/personal', '/contact'])
    const again = await browser.submit({ 身份证号码: testPerson(3).idNumber, 短信验证码: code }, { button: '注册' })
    expect(again.text).toContain('短信验证码已失效')
  })

  it('two registrations of one name at the same instant: one account, one friendly refusal (20 races)', async () => {
    const two = [testPerson(4), testPerson(5)]
    const browsers = await Promise.all(
      two.map(async (person) => {
        const browser = openBrowser(portal.baseUrl)
        await browser.get('/register/personal')
        await browser.submit({ ...registrationValues(person), 用户账号: 'same_name', 验证码: captchaAnswer }, { button: '获取短信验证码' })
        return { browser, code: await portal.code(person.phone) }
      }),
    )
    const pages = await Promise.all(
      browsers.map(({ browser, code }) => browser.submit({ 短信验证码: code, ...agree }, { button: '注册' })),
    )
    expect(pages.map((page) => page.status).toSorted()).toEqual([200, 422])
    const loser = pages.findIndex((page) => page.status === 422)
    expect(pages[loser]?.text).toContain('登录账号已注册')
    const second = await browsers[loser]?.browser.submit({ 用户账号: 'other_name', 短信验证码: '' }, { button: '注册' })
    expect(second?.path).toBe('/verify')
  })

  it('two registrations of one document at the same instant: one account, one friendly refusal', async () => {
    const person = testPerson(6)
    const phones = ['13900000061', '13900000062']
    const browsers = await Promise.all(
      phones.map(async (phone, index) => {
        const browser = openBrowser(portal.baseUrl)
        await browser.get('/register/personal')
        await browser.submit(
          { ...registrationValues(person), 手机号: phone, 用户账号: `one_person_${String(index)}`, 验证码: captchaAnswer },
          { button: '获取短信验证码' },
        )
        return { browser, code: await portal.code(phone) }
      }),
    )
    const pages = await Promise.all(
      browsers.map(({ browser, code }) => browser.submit({ 短信验证码: code, ...agree }, { button: '注册' })),
    )
    expect(pages.map((page) => page.status).toSorted()).toEqual([200, 422])
    expect(pages.find((page) => page.status === 422)?.text).toContain('该身份证号已被认证')
  })

  it('the script’s way of asking for a code answers JSON, names the wait and keeps the captcha solved', async () => {
    const person = testPerson(7)
    const browser = openBrowser(portal.baseUrl)
    const page = await browser.get('/register/personal')
    const form = { _csrf: String(page.$('main input[name=_csrf]').val()), phone: person.phone }
    const noCaptcha = await browser.post('/register/code', { ...form, captcha: '' }, { accept: 'application/json' })
    expect(noCaptcha.status).toBe(422)
    expect(JSON.parse(noCaptcha.html)).toMatchObject({ error: '请填写验证码', newCaptcha: true })
    const sent = await browser.post('/register/code', { ...form, captcha: captchaAnswer }, { accept: 'application/json' })
    expect(JSON.parse(sent.html)).toMatchObject({ waitSeconds: 60 })
    const early = await browser.post('/register/code', form, { accept: 'application/json' })
    expect(early.status).toBe(429)
    const told = JSON.parse(early.html) as { error: string; waitSeconds: number }
    expect(told.error).toMatch(/请\d+秒后再获取/)
    expect(told.waitSeconds).toBeGreaterThan(50)
    await browser.get('/register/personal')
    const done = await browser.submit(
      { ...registrationValues(person), 短信验证码: await portal.code(person.phone), ...agree },
      { button: '注册' },
    )
    expect(done.path).toBe('/verify')
  })

  it('legal persons are told honestly that their door is not open online', async () => {
    const browser = openBrowser(portal.baseUrl)
    for (const path of ['/register/legal', '/login/legal']) {
      const page = await browser.get(path)
      expect(page.status).toBe(200)
      expect(page.text).toContain('尚未开通')
      expect(page.text).toContain('0351-5550100')
    }
  })
})

describe('S29: personal data at rest', () => {
  it('no row of any table and no key of Redis holds the number, phone, e-mail or password of a registered person in clear', async () => {
    const person = { ...testPerson(8), email: 'ouyang.only@example.org' }
    await register(portal, person)
    const { knex } = portal.deps.db
    const { rows: tables } = await knex.raw<{ rows: { schema: string; name: string }[] }>(
      `select schemaname as schema, tablename as name from pg_tables where schemaname in ('public', 'graphile_worker')`,
    )
    const dump: string[] = []
    for (const table of tables) {
      const { rows } = await knex.raw<{ rows: { line: string }[] }>(`select t::text as line from ??.?? t`, [table.schema, table.name])
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
