import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import sharp from 'sharp'
import { accountId, agreed, auditActions, codeFor, fill, mainText, otherCode } from '../../support/accounts.ts'
import { createBrowser, type Page } from '../../support/browser.ts'
import { logInLegal, makeAccount, startRecovery } from '../../support/login-accounts.ts'
import { captchaAnswer, startTestPortal, type TestPortal } from '../../support/portal.ts'
import {
  fillWithFile,
  legalPassword,
  legalValues,
  registerLegal,
  units,
  upToLegalCode,
  type TestUnit,
} from '../../support/legal-persons.ts'

let portal: TestPortal
beforeAll(async () => {
  portal = await startTestPortal()
})
afterAll(() => portal.stop())
// The limits are tested by themselves; here everybody comes from one address.
beforeEach(async () => {
  const { redis } = portal.deps
  const keys = await redis.keys('limit:*')
  if (keys.length > 0) await redis.del(...keys)
})

const notFound = '实名核验失败，失败原因：验证失败，根据统一社会信用代码未查询到信息'

const told = (page: Page): readonly string[] =>
  page
    .$('.govuk-error-summary__list li')
    .toArray()
    .map((line) => page.$(line).text().trim())

describe('A-007 three steps, and nobody registers without verification', () => {
  it('A-007 A-008 A-021 the form has exactly the labels of the guides, each with its control', async () => {
    const page = await createBrowser(portal.baseUrl).get('/register/legal')
    const labels = page
      .$('main form label')
      .toArray()
      .map((label) => page.$(label))
    expect(labels.map((label) => label.text().trim())).toEqual([
      '用户账号',
      '登录密码',
      '确认密码',
      '法人类型',
      '社团组织名称',
      '统一社会信用代码',
      '法定代表人姓名',
      '法定代表人证件类型',
      '法定代表人身份证号码',
      '法定代表人手机号',
      '经办人姓名',
      '经办人身份证号码',
      '经办人手机号',
      '登记机关',
      '其他机关名称',
      '法人证书图片',
      '验证码',
      '短信验证码',
      '我已阅读并同意《用户协议》',
    ])
    for (const label of labels) expect(page.$(`[id="${label.attr('for') ?? ''}"]`)).toHaveLength(1)
    expect(page.$('#agreement').is('[checked]')).toBe(false)
    expect(page.$('.steps__title').text()).toBe('填写信息实名认证完成')
    expect(page.$('form[enctype="multipart/form-data"]')).toHaveLength(1)
    const types = page
      .$('#type option')
      .toArray()
      .map((option) => page.$(option).text())
    expect(types.slice(1)).toEqual([
      '企业法人',
      '社团法人',
      '民办非企业单位',
      '基金会',
      '机关事业单位法人',
      '个体工商户',
    ])
    expect(
      page
        .$('#authority option')
        .toArray()
        .map((option) => page.$(option).text()),
    ).toContain('山西省民政厅')
    expect(mainText(page)).not.toContain('暂不认证')
  })

  it('A-007 A-014 registers without scripts: file and password wait while the code is on its way', async () => {
    const { browser, code } = await upToLegalCode(portal, legalValues(units.books, 'guji_one'), portal)
    const waiting = browser.page()
    expect(waiting.text).not.toContain(legalPassword)
    expect(waiting.$('#name').val()).toBe(units.books.name)
    expect(mainText(waiting)).toContain('已收到：登记证书.png')
    const done = await fill(browser, { 短信验证码: code }, 'verify')
    expect(done.url).toBe('/register/legal/done')
    for (const words of ['注册成功', '实名认证完成', '法人账号', units.books.uscc, '已实名认证'])
      expect(mainText(done)).toContain(words)
    const id = await accountId(portal, 'guji_one')
    const row = await portal.owner
      .knex('account as a')
      .join('legal_person as l', 'l.account_id', 'a.id')
      .where('a.id', id)
      .first<Record<string, unknown>>('*')
    expect(row).toMatchObject({
      kind: 'LEGAL_PERSON',
      name: units.books.name,
      real_name_level: 1,
      email_enc: null,
      type: 'SOCIAL_GROUP',
      uscc: units.books.uscc,
      representative_name: '程望舒',
      handler_name: '陈雨桐',
      registration_authority: '山西省民政厅',
      certificate_name: '登记证书.png',
      released_at: null,
    })
    expect(await auditActions(portal, 'account', id)).toEqual([
      'account-registered',
      'real-name-verified',
      'consent-given',
      'consent-given',
      'login',
    ])
  })

  it('A-007 the pages of a person show a legal person’s account without falling over', async () => {
    const { browser, page } = await registerLegal(portal, units.service, 'fenshui_one')
    expect(page.url).toBe('/register/legal/done')
    for (const path of ['/account', '/applications', '/messages', '/hall', '/services/legal', '/account/mismatch'])
      expect([path, (await browser.get(path)).status]).toEqual([path, 200])
    expect(mainText(await browser.get('/account/mismatch'))).toContain('与登记信息一致')
  })

  it('A-007 tells every fault beside its field and keeps what was typed', async () => {
    const browser = createBrowser(portal.baseUrl)
    await browser.get('/register/legal')
    const empty = await fill(browser, { 法定代表人证件类型: '' }, 'verify')
    expect(empty.status).toBe(422)
    const hrefs = empty
      .$('.govuk-error-summary__list a')
      .toArray()
      .map((link) => empty.$(link).attr('href') ?? '')
    expect(hrefs.join(' ')).toBe(
      '#loginName #password #passwordAgain #type #name #uscc #representativeName #idType #idNumber #phone #handlerName ' +
        '#handlerIdNumber #handlerPhone #authority #certificate #captcha #smsCode #agreement',
    )
    for (const href of hrefs) expect(empty.$(href)).toHaveLength(1)
    const bad = await fill(
      browser,
      { ...legalValues(units.grain, 'grain_bad'), 统一社会信用代码: '51140000MJ0000018D' },
      'verify',
    )
    expect(bad.$('#uscc-error').text()).toContain('统一社会信用代码校验位不正确')
    expect(bad.$('#handlerPhone').val()).toBe('13900000006')
    expect(bad.$('#type option[selected]').attr('value')).toBe('SOCIAL_GROUP')
  })
})

describe('A-008 code and representative as on the certificate', () => {
  it.each([
    ['the organization code', 'MJ000001-8'],
    ['the number of the old certificate', '晋民社证字第000101号'],
  ])('A-008 %s finds the organization, whose unified code the account gets', async (_what, code) => {
    await portal.owner
      .knex('legal_person')
      .where({ uscc: units.books.uscc })
      .update({ released_at: portal.deps.clock.now() })
    const { page } = await registerLegal(portal, units.books, `guji_${String(code.length)}`, { 统一社会信用代码: code })
    expect(page.url).toBe('/register/legal/done')
    expect(mainText(page)).toContain(units.books.uscc)
    // 8.26: what was good to register with is good at every door that asks for the code.
    const login = await logInLegal(createBrowser(portal.baseUrl), code, legalPassword)
    expect(login.$('#identity-error').text() + login.$('#password-error').text()).toBe('')
    expect((await startRecovery(createBrowser(portal.baseUrl), code)).url).toBe('/recover/check')
  })

  it('A-009 F-10 one sentence, whatever of code and representative is wrong, and the counter as the way round', async () => {
    const { browser, page } = await registerLegal(portal, units.grain, 'grain_one', { 法定代表人姓名: '程望舒' })
    expect(page.status).toBe(422)
    expect(page.$('#uscc-error').text()).toContain(notFound)
    const wrong = [
      { 法定代表人姓名: units.grain.head.name, 法定代表人身份证号码: units.books.head.residentId },
      { 法定代表人身份证号码: units.grain.head.residentId, 统一社会信用代码: '51110000MJ700007XJ' },
      { 统一社会信用代码: '51110000MJ700007XJ', 社团组织名称: '不存在的研究会' },
    ]
    const shape = (one: Page): string => mainText(one).replaceAll(/\d{4}年\d+月\d+日 \d+:\d+/g, '')
    for (const over of wrong) {
      const again = await fill(browser, over, 'verify')
      expect(again.$('#uscc-error').text()).toContain(notFound)
      expect(shape(again)).toBe(shape(page))
    }
    for (const words of ['申请人工核验', '社会团体法人登记证书复印件', '变更', '试试登录', '24小时'])
      expect(mainText(page)).toContain(words)
    expect(
      page
        .$('main .notice a')
        .toArray()
        .map((link) => page.$(link).attr('href')),
    ).toContain('/help#f-10')
  })

  it('A-009 the code goes to the representative’s phone, and a wrong one tells nothing', async () => {
    const { browser, code } = await upToLegalCode(portal, legalValues(units.grain, 'grain_two'), portal)
    const wrong = await fill(browser, { 短信验证码: otherCode(code), 法定代表人姓名: '程望舒' }, 'verify')
    expect(wrong.$('#smsCode-error').text()).toContain('短信验证码不正确')
    expect(mainText(wrong)).not.toContain('实名核验失败')
  })

  it('A-010 the name is compared only when code and representative are proven; then the difference is shown', async () => {
    const { browser, page } = await registerLegal(portal, units.robots, 'robots_one', {
      社团组织名称: '山西青少年机器人教育学会',
      法定代表人姓名: '程望舒',
    })
    expect(mainText(page)).toContain(notFound)
    expect(page.text).not.toContain(units.robots.name)
    const differs = await fill(browser, { 法定代表人姓名: '白启明' }, 'verify')
    expect(differs.status).toBe(422)
    expect(mainText(differs)).toContain('少了“省”；“学”应为“协”')
    const marked = (mark: string) =>
      differs
        .$(`main ${mark}.name-part`)
        .toArray()
        .map((part) => differs.$(part).text())
    expect(marked('del')).toEqual(['学'])
    expect(marked('ins')).toEqual(['省', '协'])
    const done = await fill(browser, { 社团组织名称: '　山西省青少年机器人教育协会 ' }, 'verify')
    expect(done.url).toBe('/register/legal/done')
  })

  it('A-013 a social organization is never sent to the check for enterprises; an enterprise is', async () => {
    const asked = portal.deps.identity
    expect(asked.isSuspended('enterprise')).toBe(false)
    const { page } = await registerLegal(portal, units.fund, 'fund_one')
    expect(page.url).toBe('/register/legal/done')
    const { sandboxEnterprises } = await import('../../../src/sandbox/enterprises.ts')
    const company = sandboxEnterprises.find(({ type }) => type === 'ENTERPRISE')
    if (!company) throw new Error('no company in the sandbox')
    const { page: done } = await registerLegal(
      portal,
      { type: 'ENTERPRISE', name: company.name, uscc: company.uscc, head: company.representative, authority: 'OTHER' },
      'company_one',
      { 其他机关名称: '太原市市场监督管理局' },
    )
    expect(done.url).toBe('/register/legal/done')
    const row = await portal.owner
      .knex('legal_person')
      .where({ uscc: company.uscc })
      .first<{ registration_authority: string; organization_id: string | null }>('*')
    expect(row).toMatchObject({ registration_authority: '太原市市场监督管理局', organization_id: null })
  })

  it('F-11 a social organization as 企业法人 is told so, with the kinds to choose from', async () => {
    const browser = createBrowser(portal.baseUrl)
    await browser.get('/register/legal')
    const page = await fill(browser, { ...legalValues(units.wetland, 'wetland_x'), 法人类型: 'ENTERPRISE' }, 'verify')
    expect(page.$('#type-error').text()).toContain('非市场监督管理局管理企业')
    for (const words of ['企业法人', '社团法人', '机关事业单位法人', '个体工商户', '到窗口办理'])
      expect(mainText(page)).toContain(words)
    expect(
      page
        .$('main .notice a')
        .toArray()
        .map((link) => page.$(link).attr('href')),
    ).toContain('/help#f-11')
  })

  it('a deregistered organization gets no account, and is told why', async () => {
    const change = (status: string) =>
      portal.owner.knex('organization').where({ uscc: units.wetland.uscc }).update({ status })
    await change('DEREGISTERED')
    const { page } = await registerLegal(portal, units.wetland, 'wetland_old')
    expect(mainText(page)).toContain('该社会组织已注销，不能注册法人账号')
    // 8.4: with the next step, and without advice that leads nowhere.
    for (const words of ['请联系登记机关山西省民政厅，电话', '注册个人账号']) expect(mainText(page)).toContain(words)
    for (const words of ['请逐项检查', '申请人工核验', '保留到']) expect(mainText(page)).not.toContain(words)
    await change('ACTIVE')
  })

  it('A-008 the kind that an old code leaves open must be the registered one', async () => {
    await portal.owner
      .knex('legal_person')
      .where({ uscc: units.service.uscc })
      .update({ released_at: portal.deps.clock.now() })
    const { page } = await registerLegal(portal, units.service, 'service_x', {
      法人类型: 'FOUNDATION',
      统一社会信用代码: units.service.uscc.slice(8, 17),
    })
    expect(mainText(page)).toContain('登记的类型是民办非企业单位')
  })
})

describe('A-011 F-02 one code, one account', () => {
  it('F-02 says 该统一社会信用代码已被认证 with every way on, to who proved the code only', async () => {
    const { page: first } = await registerLegal(portal, units.grain, 'grain_first')
    expect(first.url).toBe('/register/legal/done')
    const { browser, page } = await registerLegal(portal, units.grain, 'grain_second', {
      法定代表人姓名: '程望舒',
      法定代表人手机号: '13900000071',
    })
    expect(mainText(page)).not.toContain('已被认证')
    const taken = await fill(browser, { 法定代表人姓名: units.grain.head.name }, 'verify')
    expect(taken.status).toBe(422)
    expect(taken.$('#uscc-error').text()).toContain('该统一社会信用代码已被认证')
    const links = taken
      .$('main .notice a')
      .toArray()
      .map((link) => taken.$(link).attr('href'))
    for (const href of ['/login/legal', '/recover?door=legal', '/help#f-02', '/contact']) expect(links).toContain(href)
    expect(mainText(taken)).toContain('申请人工核验')
  })

  it('F-03 a taken account name is told, and the proved phone needs no second code', async () => {
    const { browser, page } = await registerLegal(portal, units.wetland, 'GRAIN_first')
    expect(page.$('#loginName-error').text()).toContain('登录账号已注册')
    // 8.26 F-03: names that are free, and what to do when no message comes.
    const free = page
      .$('main .notice strong')
      .toArray()
      .map((name) => page.$(name).text())
    expect(free).toHaveLength(3)
    for (const name of free) expect(name).toMatch(/^GRAIN_first_?\d+$/)
    expect(page.$('a[href="/help#f-08"]').text()).toContain('收不到短信')
    expect(browser.page().$('#smsCode-hint').text()).toContain('短信验证码已通过')
  })
})

describe('A-012 names and passwords of the old system', () => {
  it('A-012 the old name may be kept; an old password below the policy must be replaced', async () => {
    const browser = createBrowser(portal.baseUrl)
    await browser.get('/register/legal')
    const old = { ...legalValues(units.wetland, 'sxhhsd01'), 登录密码: '123456', 确认密码: '123456' }
    const weak = await fill(browser, old, 'verify')
    expect(weak.$('#password-error').text()).toContain('密码不能少于8个字符')
    expect(weak.$('#loginName-error')).toHaveLength(0)
    expect(weak.$('#password-hint').text()).toContain('原系统的密码达不到要求的，请另设一个')
    expect(weak.$('#loginName-hint').text()).toContain('可以与原系统的登录名相同')
    const { page } = await registerLegal(portal, units.wetland, 'sxhhsd01')
    expect(page.url).toBe('/register/legal/done')
  })
})

describe('A-021 authority and certificate', () => {
  it('A-021 an authority outside the list is written in Chinese only, and not for social organizations', async () => {
    const browser = createBrowser(portal.baseUrl)
    await browser.get('/register/legal')
    const typed = { ...legalValues(units.grain, 'some_name'), 登记机关: 'OTHER', 其他机关名称: 'Taiyuan Bureau 1' }
    const social = await fill(browser, typed, 'verify')
    expect(social.$('#authority-error').text()).toContain('请从列表中选择')
    const company = await fill(browser, { ...typed, 法人类型: 'SELF_EMPLOYED' }, 'verify')
    expect(company.$('#authorityName-error').text()).toContain('只能用汉字')
    const none = await fill(browser, { 登记机关: 'nobody' }, 'verify')
    expect(none.$('#authority-error').text()).toContain('请选择登记机关')
  })

  it('A-021 the type is told from the bytes, and what was typed stays', async () => {
    const browser = createBrowser(portal.baseUrl)
    await browser.get('/register/legal')
    const text = new TextEncoder().encode('not a picture at all')
    const page = await fillWithFile(browser, legalValues(units.grain, 'file_name'), 'verify', {
      name: 'zhengshu.png',
      bytes: text,
    })
    expect(page.$('#certificate-error').text()).toContain('文件内容不是JPG、PNG、PDF格式')
    expect(page.$('#name').val()).toBe(units.grain.name)
  })

  it('A-021 a file over 10 MB is told at its field, and what was typed stays', async () => {
    const browser = createBrowser(portal.baseUrl)
    await browser.get('/register/legal')
    const bytes = new Uint8Array(11 * 1024 * 1024)
    const page = await fillWithFile(browser, legalValues(units.grain, 'file_name'), 'verify', { name: 'a.pdf', bytes })
    expect(page.status).toBe(422)
    expect(page.$('#certificate-error').text()).toContain('超过10MB')
    expect(page.$('#uscc').val()).toBe(units.grain.uscc)
  })

  it('A-021 place and device of the photograph are taken out of the stored picture', async () => {
    const photo = await sharp({ create: { width: 640, height: 480, channels: 3, background: '#999' } })
      .jpeg()
      .withExif({ IFD0: { Make: 'SecretCamera', Model: 'X1' } })
      .toBuffer()
    expect(photo.includes('SecretCamera')).toBe(true)
    const browser = createBrowser(portal.baseUrl)
    await browser.get('/register/legal')
    await fillWithFile(browser, legalValues(units.grain, 'photo_name'), 'verify', {
      name: 'photo.jpg',
      bytes: new Uint8Array(photo),
    })
    const row = await portal.owner
      .knex('stored_file')
      .where({ type: 'jpg' })
      .orderBy('created_at', 'desc')
      .first<{ sha256: string }>('sha256')
    const kept = await portal.deps.files.bytes(row.sha256)
    expect(kept.includes('SecretCamera')).toBe(false)
    expect((await sharp(kept).metadata()).format).toBe('jpeg')
  })
})

describe('8.26 8.27 words that fit the case', () => {
  it('8.26 a code says itself which 法人类型 to choose', async () => {
    const browser = createBrowser(portal.baseUrl)
    await browser.get('/register/legal')
    for (const [unit, label] of [
      [units.service, '民办非企业单位'],
      [units.fund, '基金会'],
    ] as const) {
      const page = await fill(browser, { ...legalValues(unit, 'some_name'), 法人类型: 'SOCIAL_GROUP' }, 'verify')
      expect(page.$('#type-error').text()).toContain(`这个代码属于${label}，法人类型请改选“${label}”`)
    }
  })

  it('8.27 calls the representative’s number by the document chosen', async () => {
    const browser = createBrowser(portal.baseUrl)
    await browser.get('/register/legal')
    const page = await fill(browser, { 法定代表人证件类型: 'PASSPORT_FOREIGN' }, 'verify')
    expect(page.$('label[for=idNumber]').text()).toBe('法定代表人证件号码')
    expect(page.$('label[for=idNumber]').attr('data-named-by')).toBe('idType')
    expect(page.$('#idNumber-error').text()).toContain('请填写法定代表人证件号码')
  })
})

describe('8.4 8.27 an account without matters says so', () => {
  const unitAccount = (unit: TestUnit) =>
    makeAccount(portal, {
      kind: 'LEGAL_PERSON',
      type: unit.type,
      uscc: unit.uscc,
      name: unit.name,
      idNumber: unit.head.residentId,
      realNameLevel: 1,
    })

  it('8.4 a deregistered organization: after login, in the hall and where it is compared with the register', async () => {
    const { knex } = portal.owner
    await knex('legal_person').where({ uscc: units.wetland.uscc }).update({ released_at: portal.deps.clock.now() })
    const account = await unitAccount(units.wetland)
    await knex('legal_person')
      .where({ account_id: account.id })
      .update({ representative_name: units.wetland.head.name })
    const browser = createBrowser(portal.baseUrl)
    const logIn = () => logInLegal(browser, account.loginName, account.password)
    expect((await logIn()).url).toBe('/organization')
    for (const [status, words] of [
      ['DEREGISTERED', '已注销'],
      ['REVOKED', '已撤销登记'],
    ] as const) {
      await knex('organization').where({ uscc: units.wetland.uscc }).update({ status })
      await browser.submit('form[action="/logout"]')
      const page = await logIn()
      expect(page.url).toBe('/account/mismatch')
      expect(mainText(page)).toContain(`登记状态 ${words}`)
      expect(mainText(page)).toContain(`这个社会组织${words}`)
      const hall = mainText(await browser.get('/hall'))
      expect(hall).toContain(`${units.wetland.name}${words}，不能再办理变更、备案、章程核准、年报、注销`)
      expect(hall).not.toContain('目前在窗口办理')
      expect(mainText(await browser.get('/account'))).toContain(`这个社会组织${words}`)
    }
    await knex('organization').where({ uscc: units.wetland.uscc }).update({ status: 'ACTIVE' })
    await browser.submit('form[action="/logout"]')
    expect((await logIn()).url).toBe('/organization')
  })

  it('8.27 an enterprise finds a sentence in the hall, an organization the matters of its own type', async () => {
    const { knex } = portal.owner
    const company = await makeAccount(portal, { kind: 'LEGAL_PERSON', realNameLevel: 1 })
    const browser = createBrowser(portal.baseUrl)
    await logInLegal(browser, company.loginName, company.password)
    const hall = mainText(await browser.get('/hall'))
    expect(hall).toContain('这里没有您的账号可以办理的事项')
    expect(hall).toContain('您登录的是企业法人账号')
    expect(hall).not.toContain('目前在窗口办理')
    const all = mainText(await browser.get('/services/legal'))
    for (const type of ['社会团体', '民办非企业单位', '基金会']) expect(all).toContain(`年度工作报告（${type}）`)

    await knex('legal_person').where({ uscc: units.fund.uscc }).update({ released_at: portal.deps.clock.now() })
    const fund = await unitAccount(units.fund)
    const own = createBrowser(portal.baseUrl)
    // Another representative than the register's is told of first.
    const page = await logInLegal(own, fund.loginName, fund.password)
    expect(page.url).toBe('/account/mismatch')
    expect(mainText(page)).toContain('法定代表人不一致')
    expect(mainText(await own.get('/services/legal'))).toContain('年度工作报告')
    expect(mainText(own.page())).not.toContain('（社会团体）')
    await knex('legal_person').where({ account_id: fund.id }).update({ released_at: portal.deps.clock.now() })
  })
})

describe('attacks on the form', () => {
  it('S4 a captcha is used up by one try, and without it no message is sent', async () => {
    const browser = createBrowser(portal.baseUrl)
    await browser.get('/register/legal')
    const form = { _csrf: browser.token(), phone: units.grain.head.mobile }
    const json = { accept: 'application/json' }
    const missing = await browser.post('/register/legal/code', { ...form, captcha: '' }, json)
    expect(await missing.json()).toMatchObject({ error: '请填写验证码', newCaptcha: true })
    const wrong = await browser.post('/register/legal/code', { ...form, captcha: 'nope' }, json)
    expect(wrong.status).toBe(422)
    const sent = await browser.post('/register/legal/code', { ...form, captcha: captchaAnswer }, json)
    expect(await sent.json()).toMatchObject({ waitSeconds: 60 })
  })

  it('S5 a code is good once, for five wrong tries, and not for another purpose', async () => {
    const { browser, code } = await upToLegalCode(portal, legalValues(units.grain, 'five_tries'), portal)
    for (let tries = 1; tries <= 5; tries += 1) {
      const page = await fill(browser, { 短信验证码: otherCode(code) }, 'verify')
      expect(page.$('#smsCode-error').text()).toContain(tries < 5 ? '不正确' : '已失效')
    }
    expect((await fill(browser, { 短信验证码: code }, 'verify')).$('#smsCode-error').text()).toContain('已失效')
    await browser.get('/register/personal')
    const other = await fill(browser, { 手机号: units.grain.head.mobile, 短信验证码: code, ...agreed }, 'register')
    expect(other.status).toBe(422)
  })

  it('S24 nothing but the form’s own fields gets into the account', async () => {
    await portal.owner
      .knex('legal_person')
      .where({ uscc: units.fund.uscc })
      .update({ released_at: portal.deps.clock.now() })
    const { browser, code } = await upToLegalCode(portal, legalValues(units.fund, 'over_poster'), portal)
    const { $ } = browser.page()
    const fields = Object.fromEntries(
      $('main form[method=post] input, main form[method=post] select')
        .toArray()
        .flatMap((control) => {
          const name = $(control).attr('name') ?? ''
          const chosen = $(control).find('option[selected]').attr('value')
          return name && $(control).attr('type') !== 'file' ? [[name, chosen ?? String($(control).val() ?? '')]] : []
        }),
    ) as Record<string, string>
    await browser.post('/register/legal', {
      ...fields,
      action: 'verify',
      agreement: 'yes',
      smsCode: code,
      kind: 'PERSONAL',
      real_name_level: '9',
      organization_id: '00000000-0000-0000-0000-000000000000',
      must_change_password: 'true',
      authorityName: '攻击者机关',
    })
    const row = await portal.owner
      .knex('account as a')
      .join('legal_person as l', 'l.account_id', 'a.id')
      .where({ login_key: 'over_poster' })
      .first<Record<string, unknown>>('*')
    expect(row).toMatchObject({
      kind: 'LEGAL_PERSON',
      real_name_level: 1,
      must_change_password: false,
      registration_authority: '山西省民政厅',
    })
  })

  it('putting verification off is not open where the site demands it', async () => {
    const { page } = await registerLegal(portal, units.robots, 'put_off', { 法定代表人姓名: '程望舒' }, 'put-off')
    expect(page.$('#uscc-error').text()).toContain(notFound)
    expect(told(page).length).toBeGreaterThan(0)
  })

  it('tries are limited by address and by document, and the form comes back with what was typed', async () => {
    const { browser, page } = await registerLegal(portal, units.robots, 'limited', { 社团组织名称: '随便什么协会' })
    expect(page.status).toBe(422)
    const { limits } = portal.deps
    while ((await limits.left('legal-verify-address', '127.0.0.1')) > 0)
      await limits.use('legal-verify-address', '127.0.0.1')
    const refused = await fill(browser, { 经办人姓名: '刘慧敏' }, 'verify')
    expect(refused.status).toBe(429)
    expect(told(refused)).toEqual(['当前网络实名认证的次数过多，请一小时后再试'])
    expect(refused.$('#handlerName').val()).toBe('刘慧敏')
  })

  it('S29 no number, phone or password of representative or handler is in the tables or in Redis in clear', async () => {
    const pending = {
      ...legalValues(units.robots, 'clear_text'),
      社团组织名称: '名称不同的协会',
      经办人手机号: '13912345678',
    }
    const { browser, code } = await upToLegalCode(portal, pending, portal)
    await fill(browser, { 短信验证码: code }, 'verify')
    await codeFor(portal, units.robots.head.mobile)
    const { knex } = portal.owner
    const dump: string[] = []
    const tables =
      'account legal_person pending_legal_registration real_name_attempt audit_log outgoing_sms message stored_file'
    for (const table of tables.split(' ')) {
      const { rows } = await knex.raw<{ rows: { line: string }[] }>('select t::text as line from ?? t', [table])
      dump.push(...rows.map((row) => row.line))
    }
    expect(dump.some((line) => line.includes('legal-verification-failed'))).toBe(true)
    const secrets = [
      units.robots.head.residentId,
      units.robots.head.mobile,
      '13912345678',
      '140802199208182041',
      legalPassword,
    ]
    const { redis } = portal.deps
    for (const key of await redis.keys('*')) {
      if (key.startsWith('sandbox:')) continue
      const type = await redis.type(key)
      dump.push(`${key} ${(type === 'string' ? await redis.get(key) : JSON.stringify(await redis.hgetall(key))) ?? ''}`)
    }
    for (const secret of secrets) expect(dump.filter((line) => line.includes(secret))).toEqual([])
  })
})
