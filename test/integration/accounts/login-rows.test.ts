import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { fill, logInAs, mainText } from '../../support/accounts.ts'
import { createBrowser, type Browser, type Page } from '../../support/browser.ts'
import { logInLegal, makeAccount, type LoginAccount } from '../../support/login-accounts.ts'
import { captchaAnswer, startTestPortal, type TestPortal } from '../../support/portal.ts'

let portal: TestPortal
let person: LoginAccount
let unit: LoginAccount
beforeAll(async () => {
  portal = await startTestPortal()
  person = await makeAccount(portal)
  unit = await makeAccount(portal, { kind: 'LEGAL_PERSON' })
})
afterAll(() => portal.stop())

beforeEach(async () => {
  const { limits, sessions } = portal.deps
  await limits.reset('login-personal-address', '127.0.0.1')
  await limits.reset('unknown-account', '127.0.0.1')
  for (const id of [person.id, unit.id]) {
    await sessions.applicant.store.endAll(id)
    await portal.owner.knex('account').where({ id }).update({ failed_logins: 0, locked_until: null })
  }
})

const fresh = (): Browser => createBrowser(portal.baseUrl)
const errorOf = (page: Page, field: string): string => page.$(`#${field}-error`).text().replace('错误：', '')
const links = (page: Page, within = 'main'): readonly (readonly [string, string])[] =>
  page
    .$(`${within} :is(a, button[role=link])`)
    .toArray()
    .map(
      (one) => [page.$(one).text().trim(), page.$(one).attr('href') ?? page.$(one).attr('formaction') ?? ''] as const,
    )
const hrefOf = (page: Page, text: string, within = 'main'): string | undefined =>
  links(page, within).find(([said]) => said === text)?.[1]

const wide = (text: string): string =>
  Array.from(text, (one) => String.fromCodePoint((one.codePointAt(0) ?? 0) + 0xfee0)).join('')

describe('who comes in at which door', () => {
  it('L-001 a person logs in by user name, phone or ID number, in full-width characters too', async () => {
    const typed = [person.loginName, person.phone, person.idNumber, person.loginName.toUpperCase()]
    for (const identity of [...typed, wide(person.idNumber), wide(person.phone)]) {
      const browser = fresh()
      expect((await logInAs(browser, identity, person.password)).url).toBe('/')
      await browser.submit('form[action="/logout"]')
    }
  })

  it('L-001 a code typed in the personal tab points to the other tab, and the legal account does not open here', async () => {
    for (const identity of [unit.uscc, '91350100M000100Y43', '511400005000000158', '51140000MJ0000018D']) {
      const page = await logInAs(fresh(), identity, unit.password)
      expect(errorOf(page, 'identity')).toBe('该账号不存在')
      expect(mainText(page)).toContain('可能是统一社会信用代码')
      expect(hrefOf(page, '到法人登录')).toBe('/login/legal')
    }
    expect(errorOf(await logInAs(fresh(), unit.loginName, unit.password), 'identity')).toBe('该账号不存在')
    expect(errorOf(await logInAs(fresh(), unit.phone, unit.password), 'identity')).toBe('该账号不存在')
  })

  it('L-002 a legal person logs in by user name or code, in lower case, full width and with spaces around', async () => {
    for (const identity of [unit.loginName, unit.uscc, unit.uscc.toLowerCase(), ` ${unit.uscc} `, wide(unit.uscc)]) {
      const browser = fresh()
      expect((await logInLegal(browser, identity, unit.password)).url).toBe('/')
      await browser.submit('form[action="/logout"]')
    }
  })

  it('L-002 an organization code of nine characters is told what to type; a person is nobody at this door', async () => {
    for (const code of [unit.uscc.slice(8, 17), `${unit.uscc.slice(8, 16)}-${unit.uscc.slice(16, 17)}`]) {
      const page = await logInLegal(fresh(), code, unit.password)
      expect(errorOf(page, 'identity')).toBe('该账号不存在')
      expect(mainText(page)).toContain('您填写的是9位组织机构代码')
      expect(mainText(page)).toContain('18位的统一社会信用代码')
    }
    for (const identity of [person.loginName, person.idNumber, person.phone]) {
      const page = await logInLegal(fresh(), identity, person.password)
      expect(errorOf(page, 'identity')).toBe('该账号不存在')
    }
    const id = await logInLegal(fresh(), person.idNumber, person.password)
    expect(hrefOf(id, '到个人登录')).toBe('/login/personal')
  })

  it('a code that was taken over by somebody else, and a closed account, are nobody', async () => {
    const taken = await makeAccount(portal, { kind: 'LEGAL_PERSON' })
    const { knex } = portal.owner
    await knex('legal_person').where({ account_id: taken.id }).update({ released_at: portal.clock.now() })
    expect(errorOf(await logInLegal(fresh(), taken.uscc, taken.password), 'identity')).toBe('该账号不存在')
    const closed = [await makeAccount(portal), await makeAccount(portal, { kind: 'LEGAL_PERSON' })] as const
    for (const one of closed) await knex('account').where({ id: one.id }).update({ closed_at: portal.clock.now() })
    for (const identity of [closed[0].loginName, closed[0].phone, closed[0].idNumber])
      expect(errorOf(await logInAs(fresh(), identity, closed[0].password), 'identity')).toBe('该账号不存在')
    for (const identity of [closed[1].loginName, closed[1].uscc])
      expect(errorOf(await logInLegal(fresh(), identity, closed[1].password), 'identity')).toBe('该账号不存在')
  })

  it('L-006 a legal person whose data do not agree with the register sees that page first, and goes on from there', async () => {
    const odd = await makeAccount(portal, { kind: 'LEGAL_PERSON', type: 'SOCIAL_GROUP' })
    const browser = fresh()
    await browser.get('/login/legal?next=%2Fapplications')
    const sent = await browser.post('/login/legal', {
      _csrf: browser.token(),
      identity: odd.uscc,
      password: odd.password,
      captcha: captchaAnswer,
      next: '/applications',
    })
    expect(sent.headers.get('location')).toBe('/account/mismatch?next=%2Fapplications')
  })
})

describe('the login pages', () => {
  it('L-003 L-004 ask for name, password and captcha; another captcha keeps what was typed before', async () => {
    for (const [path, label] of [
      ['/login/personal', '用户名/手机号码/身份证号'],
      ['/login/legal', '用户名/统一社会信用代码'],
    ] as const) {
      const browser = fresh()
      const page = await browser.get(path)
      const labels = page
        .$('main form label')
        .toArray()
        .map((one) => page.$(one).text().trim())
      expect(labels).toEqual([label, '密码', '验证码'])
      expect(page.$('main .button--primary').text()).toBe('登录')
      // Enter presses the first button of the form, wherever it stands.
      expect(page.$('main :is(form#door button, button[form=door])').first().text()).toBe('登录')
      const wrong = await fill(browser, { [label]: 'somebody_1', 密码: 'x', 验证码: '0000' })
      expect(errorOf(wrong, 'captcha')).toContain('验证码不正确')
      expect(wrong.$('#identity').val()).toBe('somebody_1')
      const inWords = await fill(browser, { [label]: 'somebody_1', 密码: 'x' }, 'captcha-question')
      expect([inWords.status, inWords.$('#identity').val()]).toEqual([200, 'somebody_1'])
      expect(inWords.$('#captcha-question').text()).toContain('写出：')
      expect((await browser.get(`${path}?captcha=question`)).$('#captcha-question').text()).toContain('写出：')
    }
  })

  it('offer 忘记密码, 手机快速登录 and 一证通登录 where the contract says so, and the site’s ways as tabs', async () => {
    const personal = await fresh().get('/login/personal?next=%2Fhall')
    expect(hrefOf(personal, '忘记密码')).toBe('/recover')
    expect(links(personal).filter(([text]) => text === '手机快速登录')).toEqual([['手机快速登录', '/login/phone']])
    expect(personal.$('form#door input[name=next]').val()).toBe('/hall')
    expect(links(personal, 'main nav[aria-label=登录方式]').map(([text]) => text)).toEqual([
      '个人登录',
      '法人登录',
      '手机快速登录',
    ])
    const legal = await fresh().get('/login/legal')
    expect(legal.$('main nav a[aria-current=page]').text()).toBe('法人登录')
    expect(hrefOf(legal, '忘记密码')).toBe('/recover')
    expect(hrefOf(legal, '一证通登录')).toBe('/login/certificate')
    const certificate = await fresh().get('/login/certificate')
    expect(certificate.status).toBe(200)
    for (const words of ['社会团体法人', '怎样续期', '怎样解锁']) expect(mainText(certificate)).toContain(words)
    expect(hrefOf(certificate, '一证通方式')).toBe('/login/certificate/start')
    expect(hrefOf(certificate, '用户名和密码登录')).toBe('/login/legal')
  })

  it('L-008 name the helplines with their notes, and where the authorities’ own numbers are', async () => {
    for (const path of ['/login/personal', '/login/legal', '/login/phone', '/login/organization', '/recover']) {
      const page = await fresh().get(path)
      for (const line of portal.deps.site.hotlines) {
        expect(mainText(page)).toContain(line.phone)
        if ('note' in line) expect(mainText(page)).toContain(line.note)
      }
      expect(hrefOf(page, '各登记管理机关联系方式')).toBe('/contact')
    }
  })
})

/** Presses a button of the form that leads to another page, and takes along what stands in the form. */
const press = (browser: Browser, text: string, typed: Readonly<Record<string, string>> = {}): Promise<Page> => {
  const page = browser.page()
  const button = page.$('main [role=link]').filter((_index, one) => page.$(one).text().trim() === text)
  return browser.submit('main form[method=post]', { ...typed, action: 'show' }, page, button.attr('formaction') ?? '')
}

describe('from door to door (15)', () => {
  it('15 the typed name and where one was going go along, in no address; passwords do not', async () => {
    const browser = fresh()
    await browser.get('/login/personal?next=%2Fmessages')
    const legal = await press(browser, '法人登录', { identity: unit.uscc, password: unit.password })
    expect([legal.status, legal.url, legal.$('#identity').val(), legal.$('#password').val()]).toEqual([
      200,
      '/login/legal',
      unit.uscc,
      '',
    ])
    expect(errorOf(legal, 'captcha')).toBe('')
    const recover = await press(browser, '忘记密码')
    expect([recover.url, recover.$('#identity').val()]).toEqual(['/recover', unit.uscc])
    const inWords = await browser.submit('main form[method=post]', { action: 'captcha-question' })
    expect(inWords.$('#identity').val()).toBe(unit.uscc)
    expect(inWords.$('#captcha-question')).toHaveLength(1)
    const back = await press(browser, '返回登录')
    expect([back.url, back.$('#identity').val(), back.$('input[name=next]').val()]).toEqual([
      '/login/legal',
      unit.uscc,
      '/messages',
    ])
    const done = await fill(browser, { 密码: unit.password, 验证码: captchaAnswer }, 'login')
    expect(done.url).toBe('/messages')
  })

  it('15 a phone typed as a name is the phone at 手机快速登录, and back; nothing of it counts', async () => {
    const browser = fresh()
    await browser.get('/login/personal')
    const phone = await press(browser, '手机快速登录', { identity: person.phone })
    expect([phone.url, phone.$('#phone').val()]).toEqual(['/login/phone', person.phone])
    const back = await press(browser, '个人登录')
    expect([back.url, back.$('#identity').val()]).toEqual(['/login/personal', person.phone])
    expect((await press(browser, '手机快速登录', { identity: person.loginName })).$('#phone').val()).toBe('')
    expect(await portal.deps.limits.left('login-personal-address', '127.0.0.1')).toBe(60)
  })

  it('15 after a refusal the ways on take the name along; 忘记密码 ends at the door of the account, on the same way', async () => {
    const browser = fresh()
    await browser.get('/login/personal?next=%2Fmessages')
    await fill(browser, { '用户名/手机号码/身份证号': unit.uscc, 密码: 'x', 验证码: captchaAnswer }, 'login')
    const legal = await press(browser, '到法人登录')
    expect([legal.url, legal.$('#identity').val()]).toEqual(['/login/legal', unit.uscc])
    const wrong = { '用户名/统一社会信用代码': unit.loginName, 密码: 'Wrong#2026', 验证码: captchaAnswer }
    await fill(browser, wrong, 'login')
    const recover = await press(browser, '用手机短信重新设置密码')
    expect([recover.url, recover.$('#identity').val()]).toEqual(['/recover', unit.loginName])
    const check = await fill(browser, { 验证码: captchaAnswer }, 'identify')
    expect(check.url).toBe('/recover/check?door=legal&next=%2Fmessages')
    expect(hrefOf(check, '换一个账号')).toBe('/recover?door=legal&next=%2Fmessages')
    expect(check.$('.crumbs a').last().attr('href')).toBe('/login/legal?next=%2Fmessages')
  })

  it('15 whoever logged in as a legal person is sent to that door, as is every half-finished login', async () => {
    const browser = fresh()
    await logInLegal(browser, unit.uscc, unit.password)
    expect(browser.cookies.get('door')).toBe('legal')
    await portal.deps.sessions.applicant.store.endAll(unit.id)
    expect((await browser.get('/login/account')).url).toBe('/login/legal')
    expect((await browser.get('/login/device')).url).toBe('/login/legal')
    const recover = await browser.get('/recover')
    expect(recover.$('.crumbs a').last().attr('href')).toBe('/login/legal')
    await logInAs(browser, person.loginName, person.password)
    expect(browser.cookies.get('door')).toBe('personal')
  })

  it('15 the links in the head keep where one was going', async () => {
    const page = await fresh().get('/login/personal?next=%2Fapplications')
    expect(hrefOf(page, '法人登录', 'header')).toBe('/login/legal?next=%2Fapplications')
    expect(hrefOf(page, '注册', 'header')).toBe('/register?next=%2Fapplications')
    expect(hrefOf(await fresh().get('/'), '法人登录', 'header')).toBe('/login/legal')
  })
})

describe('messages of the FAQ', () => {
  const wrongPages = async () => [
    ['personal', await logInAs(fresh(), person.loginName, 'Wrong#2026'), 'f-04'] as const,
    ['legal', await logInLegal(fresh(), unit.uscc, 'Wrong#2026'), 'f-06'] as const,
  ]

  it('L-011 F-04 F-06 用户名或密码错误 with tries left, the way to reset and the entry that helps', async () => {
    for (const [, page, entry] of await wrongPages()) {
      expect(page.status).toBe(422)
      expect(errorOf(page, 'password')).toBe('用户名或密码错误')
      expect(mainText(page)).toContain('还可以再试4次，之后账号将锁定15分钟')
      expect(hrefOf(page, '忘记密码')).toBe('/recover')
      expect(hrefOf(page, '用手机短信重新设置密码')).toBe('/recover')
      const help = hrefOf(page, '常见问题：显示“用户名或密码错误”怎么办') ?? ''
      expect(help).toBe(`/help#${entry}`)
      expect((await fresh().get('/help')).$(`[id="${entry}"]`)).toHaveLength(1)
    }
  })

  it('L-011 locks for 15 minutes after five wrong ones at the legal door too, and says what else helps', async () => {
    const victim = await makeAccount(portal, { kind: 'LEGAL_PERSON' })
    const browser = fresh()
    for (let n = 0; n < 4; n += 1) await logInLegal(browser, n % 2 ? victim.uscc : victim.loginName, 'Wrong#2026')
    const fifth = await logInLegal(browser, victim.uscc, 'Wrong#2026')
    expect(errorOf(fifth, 'password')).toContain('账号已锁定，请15分钟后再试')
    expect(hrefOf(fifth, '改用手机短信登录')).toBe('/login/phone')
    const right = await logInLegal(browser, victim.uscc, victim.password)
    expect(errorOf(right, 'password')).toContain('账号已锁定')
    portal.clock.forward(15 * 60_000)
    expect((await logInLegal(browser, victim.uscc, victim.password)).url).toBe('/')
  })

  it('L-012 F-05 该账号不存在 suggests the ID number, then registering', async () => {
    const page = await logInAs(fresh(), 'nobody_here', 'Wrong#2026')
    expect(errorOf(page, 'identity')).toBe('该账号不存在')
    expect(mainText(page)).toContain('改填身份证号登录')
    expect(hrefOf(page, '注册个人账号')).toBe('/register/personal')
    expect(hrefOf(page, '常见问题：显示“该账号不存在”怎么办')).toBe('/help#f-05')
  })

  it('L-012 F-07 该账号不存在 suggests the unified code, then registering', async () => {
    const page = await logInLegal(fresh(), 'nobody_here', 'Wrong#2026')
    expect(errorOf(page, 'identity')).toBe('该账号不存在')
    expect(mainText(page)).toContain('改填统一社会信用代码登录')
    expect(hrefOf(page, '注册法人账号', '.notice')).toBe('/register/legal')
    expect(hrefOf(page, '常见问题：显示“该账号不存在”怎么办')).toBe('/help#f-07')
  })

  it('L-012 is never said before a right captcha, and ten times an hour to one address over both doors and 忘记密码', async () => {
    const blind = await logInAs(fresh(), 'nobody_here', 'Wrong#2026', '0000')
    expect(mainText(blind)).not.toContain('该账号不存在')
    const { limits } = portal.deps
    for (let n = 0; n < 5; n += 1) await logInAs(fresh(), `nobody_${String(n)}`, 'x')
    for (let n = 0; n < 5; n += 1) await logInLegal(fresh(), `nobody_${String(n)}`, 'x')
    expect(await limits.left('unknown-account', '127.0.0.1')).toBe(0)
    expect(mainText(await logInLegal(fresh(), 'nobody_more', 'x'))).not.toContain('该账号不存在')
  })

  it('S3 AU-01 a site that reveals nothing answers nobody, a wrong password and a lock with the same page', async () => {
    const strict = await startTestPortal()
    try {
      Object.assign(strict.deps, {
        site: { ...strict.deps.site, policies: { ...strict.deps.site.policies, revealUnknownAccount: false } },
      })
      const known = await makeAccount(strict)
      const locked = await makeAccount(strict)
      await strict.owner
        .knex('account')
        .where({ id: locked.id })
        .update({ failed_logins: 5, locked_until: new Date(strict.clock.now().getTime() + 600_000) })
      const browser = createBrowser(strict.baseUrl)
      const bodies = new Set<string>()
      for (const identity of [known.loginName, locked.loginName, 'nobody_here', known.idNumber, locked.phone]) {
        const page = await logInAs(browser, identity, 'Wrong#2026')
        expect(page.status).toBe(422)
        bodies.add(page.text.replaceAll(identity, 'IDENTITY'))
      }
      expect(bodies.size).toBe(1)
      expect([...bodies][0]).toContain('用户名或密码错误')
    } finally {
      await strict.stop()
    }
  })

  it('S3 known, unknown and locked accounts cost one comparison each, at both doors', async () => {
    const locked = await makeAccount(portal, { kind: 'LEGAL_PERSON' })
    await portal.owner
      .knex('account')
      .where({ id: locked.id })
      .update({ failed_logins: 5, locked_until: new Date(portal.clock.now().getTime() + 600_000) })
    const verify = vi.spyOn(portal.deps.passwords, 'verify')
    const counted: number[] = []
    const count = async (attempt: () => Promise<Page>): Promise<void> => {
      verify.mockClear()
      await attempt()
      counted.push(verify.mock.calls.length)
    }
    try {
      await count(() => logInAs(fresh(), person.loginName, 'Wrong#2026'))
      await count(() => logInAs(fresh(), 'nobody_here', 'Wrong#2026'))
      await count(() => logInLegal(fresh(), unit.uscc, 'Wrong#2026'))
      await count(() => logInLegal(fresh(), locked.uscc, 'Wrong#2026'))
      await count(() => logInLegal(fresh(), locked.uscc, locked.password))
      await count(() => logInLegal(fresh(), 'nobody_here', 'Wrong#2026'))
    } finally {
      verify.mockRestore()
    }
    expect(counted).toEqual([1, 1, 1, 1, 1, 1])
  })
})
