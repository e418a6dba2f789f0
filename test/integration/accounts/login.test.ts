import { solveChallenge, type Challenge } from 'altcha-lib'
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  accountId,
  agreed,
  auditActions,
  codeFor,
  fill,
  logInAs,
  mainText,
  register,
  registrationValues,
  testPerson,
  type TestPerson,
} from '../../support/accounts.ts'
import { createBrowser, type Browser } from '../../support/browser.ts'
import { createAccount } from '../../support/people.ts'
import { captchaAnswer, startTestPortal, type TestPortal } from '../../support/portal.ts'

let portal: TestPortal
let second: Awaited<ReturnType<TestPortal['second']>>
const people: readonly TestPerson[] = [0, 1, 2].map(testPerson)
const person = testPerson(0)
const locked = testPerson(1)

beforeAll(async () => {
  portal = await startTestPortal()
  second = await portal.second()
  for (const one of people) await (await register(portal, one)).submit('form[action="/logout"]')
})
afterAll(async () => {
  await second.stop()
  await portal.stop()
})

const minute = 60_000

/** An account with that phone, which others may have too. */
const accountWith = async (phone: string) => {
  const account = await createAccount(portal)
  const phoneIndex = portal.deps.crypto.index('phone', phone)
  await portal.owner.knex('account').where({ id: account.id }).update({ phone_idx: phoneIndex })
  return account
}
const accountPassword = 'Test@20261121'

describe('personal login', () => {
  it('takes account name in any case, phone and document number', async () => {
    for (const identity of [person.loginName.toUpperCase(), person.phone, person.idNumber]) {
      const browser = createBrowser(portal.baseUrl)
      const page = await logInAs(browser, identity, person.password)
      expect(page.url).toBe('/')
      expect((await browser.get('/account')).url).toBe('/account')
      await browser.submit('form[action="/logout"]')
      expect((await browser.get('/account')).url).toBe('/login/personal?next=%2Faccount')
    }
  })

  it('says 用户名或密码错误 with the tries left, 该账号不存在 for nobody, and keeps the name typed', async () => {
    const browser = createBrowser(portal.baseUrl)
    const wrong = await logInAs(browser, person.loginName, 'Wrong#2026')
    expect(wrong.status).toBe(422)
    expect(wrong.$('#password-error').text()).toContain('用户名或密码错误')
    expect(mainText(wrong)).toContain('还可以再试4次')
    expect(wrong.$('#identity').val()).toBe(person.loginName)
    const nobody = await logInAs(browser, 'nobody_here', 'Wrong#2026')
    expect(nobody.$('#identity-error').text()).toContain('该账号不存在')
    const code = await logInAs(browser, '91350100M000100Y43', 'Wrong#2026')
    expect(code.$('main .notice [role=link]').attr('formaction')).toBe('/login/legal')
    await logInAs(browser, person.loginName, person.password)
  })

  it('S3: tells an address only ten times an hour that an account does not exist', async () => {
    const answers: string[] = []
    for (let n = 0; n < 11; n += 1) {
      await portal.deps.limits.reset('login-personal-address', '127.0.0.1')
      const page = await logInAs(createBrowser(portal.baseUrl), `nobody_${String(n)}`, 'Wrong#2026')
      answers.push(page.$('.govuk-error-summary__list').text().trim())
    }
    expect(answers.at(0)).toBe('该账号不存在')
    expect(answers.at(-1)).toBe('用户名或密码错误')
    // Then a known account says no more than that either.
    const known = await logInAs(createBrowser(portal.baseUrl), person.loginName, 'Wrong#2026')
    expect(mainText(known)).not.toContain('还可以再试')
    await portal.deps.limits.reset('unknown-account', '127.0.0.1')
    await logInAs(createBrowser(portal.baseUrl), person.loginName, person.password)
  })

  it('S3: an address that may be told nothing more cannot tell a locked account from none', async () => {
    const { limits } = portal.deps
    const who = await accountWith('13900000079')
    while ((await limits.left('unknown-account', '127.0.0.1')) > 0) await limits.use('unknown-account', '127.0.0.1')
    await limits.reset('login-personal-address', '127.0.0.1')
    const attempt = async (identity: string, password = 'Wrong#2026') =>
      mainText(await logInAs(createBrowser(portal.baseUrl), identity, password))
    const nobody = await attempt('nobody_at_all')
    expect(nobody).toContain('用户名或密码错误')
    for (let n = 0; n < 6; n += 1) expect(await attempt(who.loginName)).toBe(nobody)
    expect(await attempt(who.loginName, accountPassword)).toBe(nobody)
    await limits.reset('unknown-account', '127.0.0.1')
    expect(await attempt(who.loginName, accountPassword)).toContain('账号已锁定，请15分钟后再试')
    await limits.reset('login-personal-address', '127.0.0.1')
  })

  it('reads past characters nobody sees in what was typed', async () => {
    const who = await accountWith('13900000080')
    const browser = createBrowser(portal.baseUrl)
    const nobody = await logInAs(browser, 'nobody\u0000_here', 'Wrong#2026')
    expect(nobody.status).toBe(422)
    expect(nobody.$('#identity-error').text()).toContain('该账号不存在')
    expect((await logInAs(browser, '\u0000\u0007', 'Wrong#2026')).$('#identity-error').text()).toContain('请填写')
    expect((await logInAs(browser, `\u200b${who.loginName}\u0000`, accountPassword)).url).toBe('/')
    await portal.deps.limits.reset('unknown-account', '127.0.0.1')
  })

  it('S2: of 16 guesses at once in two processes five are compared, then the right password does not help for 15 minutes', async () => {
    const guesses = await Promise.all(
      Array.from({ length: 16 }, async (_none, n) => {
        const browser = createBrowser(n % 2 === 0 ? portal.baseUrl : second.baseUrl)
        await browser.get('/login/personal')
        return { browser, n }
      }),
    )
    const pages = await Promise.all(
      guesses.map(({ browser, n }) =>
        fill(browser, {
          '用户名/手机号码/身份证号': locked.loginName,
          密码: `Guess#${String(n)}aa`,
          验证码: captchaAnswer,
        }),
      ),
    )
    expect(pages.filter((page) => mainText(page).includes('用户名或密码错误'))).toHaveLength(5)
    expect(pages.filter((page) => mainText(page).includes('账号已锁定'))).toHaveLength(12)
    const id = await accountId(portal, locked.loginName)
    const actions = await auditActions(portal, 'account', id)
    expect(actions.filter((action) => action === 'login-locked')).toHaveLength(1)
    expect(actions.filter((action) => action === 'login-failed')).toHaveLength(16)

    const browser = createBrowser(second.baseUrl)
    const refused = await logInAs(browser, locked.loginName, locked.password)
    expect(mainText(refused)).toContain('账号已锁定，请15分钟后再试')
    portal.clock.forward(15 * minute - 1000)
    expect(mainText(await logInAs(browser, locked.loginName, locked.password))).toContain('请1分钟后再试')
    portal.clock.forward(1000)
    expect((await logInAs(browser, locked.loginName, locked.password)).url).toBe('/')
  })

  it('counts anew after a lock has ended, and a right password clears the count', async () => {
    const who = testPerson(2)
    const browser = createBrowser(portal.baseUrl)
    for (let n = 0; n < 4; n += 1) await logInAs(browser, who.loginName, 'Wrong#2026')
    await logInAs(browser, who.loginName, who.password)
    await browser.submit('form[action="/logout"]')
    const page = await logInAs(browser, who.loginName, 'Wrong#2026')
    expect(mainText(page)).toContain('还可以再试4次')
  })

  it('asks which account when a phone and a password fit several, and lets no other be chosen', async () => {
    const phone = '13900000077'
    const twins = [testPerson(3), testPerson(4)].map((one) => ({ ...one, phone, password: 'Shared#2026' }))
    for (const twin of twins) {
      await portal.deps.limits.reset('sms-interval', portal.deps.crypto.index('phone', phone))
      await (await register(portal, twin)).submit('form[action="/logout"]')
    }
    const browser = createBrowser(portal.baseUrl)
    const choice = await logInAs(browser, phone, 'Shared#2026')
    expect(choice.url).toBe('/login/account')
    const options = choice.$('input[name=account]').toArray()
    expect(options).toHaveLength(2)
    const foreign = await browser.submit('main form[method=post]', {
      account: await accountId(portal, person.loginName),
    })
    expect(foreign.status).toBe(422)
    const chosen = await browser.submit('main form[method=post]', {
      account: await accountId(portal, twins[1]?.loginName ?? ''),
    })
    expect(chosen.url).toBe('/')
    expect(mainText(await browser.get('/account'))).toContain(twins[1]?.loginName)
  })

  it('logging in by a shared phone counts against none of those who share it', async () => {
    const { knex } = portal.owner
    const phone = '13900000078'
    const sharing = [await accountWith(phone), await accountWith(phone), await accountWith(phone)]
    const ids = sharing.map((one) => one.id)
    const other = { password_hash: await portal.deps.passwords.hash('Another#2026') }
    await knex('account')
      .where({ id: ids[2] ?? '' })
      .update(other)
    for (let n = 0; n < 6; n += 1)
      expect((await logInAs(createBrowser(portal.baseUrl), phone, accountPassword)).url).toBe('/login/account')
    const counts = await knex('account').whereIn('id', ids).select<object[]>('failed_logins', 'locked_until')
    expect(counts).toEqual(ids.map(() => ({ failed_logins: 0, locked_until: null })))
    // One of them alone is meant: the other two are not counted either.
    expect((await logInAs(createBrowser(portal.baseUrl), phone, 'Another#2026')).url).toBe('/')
    const after = await knex('account').whereIn('id', ids).sum<{ sum: string | number }[]>('failed_logins')
    expect(Number(after[0]?.sum)).toBe(0)
  })

  it('S23: every form of the module refuses no token, another session’s, and the one from before the login', async () => {
    const browser = createBrowser(portal.baseUrl)
    await browser.get('/login/personal')
    const before = browser.token()
    const stranger = createBrowser(portal.baseUrl)
    await stranger.get('/login/personal')
    await logInAs(browser, person.loginName, person.password)
    if (browser.page().url === '/login/device') await browser.submit('main form[method=post]', { answer: 'yes' })
    const posts = ['/register/personal', '/register/code', '/login/personal', '/login/account', '/login/device']
    for (const path of [
      ...posts,
      '/verify',
      '/logout',
      '/session/extend',
      '/staff/login',
      '/staff/login/code',
      '/staff/login/device',
    ])
      for (const token of ['', stranger.token(), before]) {
        const answer = await browser.post(path, { _csrf: token })
        expect(`${path} ${String(answer.status)}`).toBe(`${path} 403`)
      }
    expect((await browser.get('/account')).url).toBe('/account')
  })

  it('S27: next= leads nowhere else', async () => {
    const outside = [
      'https://evil.example/',
      '//evil.example',
      '///evil.example',
      '/\\evil.example',
      '\\\\evil.example',
      'javascript:alert(1)',
      'data:text/html,x',
      '/\t/evil.example',
      '/\n/evil.example',
      '/%09/evil.example',
      '/%0d%0aLocation:%20https://evil.example',
      '/%5cevil.example',
      '/%5Cevil.example',
      'evil.example',
      ' /evil',
      '',
    ]
    for (const next of outside) {
      const elder = await fetch(`${portal.baseUrl}/preferences/elder?on=1&next=${encodeURIComponent(next)}`, {
        redirect: 'manual',
      })
      expect(`${next} → ${elder.headers.get('location') ?? ''}`).toBe(`${next} → /`)
      const browser = createBrowser(portal.baseUrl)
      const page = await browser.get(`/login/personal?next=${encodeURIComponent(next)}`)
      expect(page.$('input[name=next]')).toHaveLength(0)
      const forged = await browser.raw('/login/personal', {
        method: 'POST',
        body: new URLSearchParams({
          _csrf: browser.token(),
          identity: testPerson(2).loginName,
          password: testPerson(2).password,
          captcha: captchaAnswer,
          next,
        }).toString(),
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
      })
      expect(forged.headers.get('location')).toMatch(/^\/(login\/device)?$/)
    }
    const browser = createBrowser(portal.baseUrl)
    await browser.get('/hall?x=1')
    const inside = await browser.get('/login/personal?next=%2Faccount%3Fa%3D1')
    expect(inside.$('input[name=next]').val()).toBe('/account?a=1')
  })
})

describe('S4: captcha', () => {
  let strict: TestPortal
  beforeAll(async () => {
    strict = await startTestPortal({ CAPTCHA_ANSWER: '' })
  })
  afterAll(() => strict.stop())

  const words = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九']
  const answerTo = (question: string): string => {
    const [, asked = ''] = /：(.+)$/.exec(question) ?? []
    return Array.from(asked, (word) => words.indexOf(word)).join('')
  }

  it('RL-04 the question in words cannot be guessed: among 2000 none comes often', async () => {
    const { captcha } = portal.deps
    const counts = new Map<string, number>()
    for (let n = 0; n < 2000; n += 1) {
      // One network is given no more than some hundred in ten minutes.
      const answer = answerTo(await captcha.question('guessing', `network ${n % 4}`))
      expect(answer).toMatch(/^[1-9]\d{3}$/)
      counts.set(answer, (counts.get(answer) ?? 0) + 1)
    }
    expect(Math.max(...counts.values())).toBeLessThan(10)
    expect(await captcha.check('guessing', { typed: '12', work: '' }, 'a network')).toBe('wrong')
  })

  it('counts once, in its own session, for five minutes; a wrong one costs no password try', async () => {
    const who = testPerson(9)
    const browser = createBrowser(strict.baseUrl)
    const page = await browser.get('/register/personal?captcha=question')
    const solved = { ...registrationValues(who), 验证码: answerTo(page.$('#captcha-question').text()) }
    await fill(browser, solved, 'send-code')
    await fill(browser, { 短信验证码: await codeFor(strict, who.phone), ...agreed }, 'register')
    expect(browser.page().url).toBe('/verify')
    await browser.submit('form[action="/logout"]')

    const ask = async (asked = browser): Promise<string> => {
      const login = await asked.get('/login/personal?captcha=question')
      return answerTo(login.$('#captcha-question').text())
    }
    const attempt = async (captcha: string, password = 'Wrong#2026', by = browser) =>
      mainText(await by.submit('main form[method=post]', { identity: who.loginName, password, captcha }))
    for (let n = 0; n < 10; n += 1) {
      await strict.deps.limits.reset('captcha-words', '127.0.0.1')
      await ask()
      expect(await attempt('99')).toContain('验证码不正确')
    }
    const stranger = createBrowser(strict.baseUrl)
    await ask(stranger)
    const mine = await ask()
    await strict.deps.redis.del(...(await strict.deps.redis.keys('captcha:*')))
    expect(await attempt(mine)).toContain('验证码不正确')

    const right = await ask()
    // The same answer sent twice at once: one of them meets no captcha any more.
    const raced = await Promise.all([attempt(right), attempt(right)])
    expect(raced.filter((text) => text.includes('用户名或密码错误'))).toHaveLength(1)
    expect(raced.filter((text) => text.includes('验证码不正确'))).toHaveLength(1)
    await ask()
    const keys = await strict.deps.redis.keys('captcha:*')
    for (const key of keys) expect(await strict.deps.redis.ttl(key)).toBeLessThanOrEqual(300)
    const row = await strict.owner.knex('account').first<{ failed_logins: number }>('failed_logins')
    expect(row.failed_logins).toBe(1)
  })

  /** Opens the login and computes what its page asks for, as the page's workers do. */
  const workedOut = async (browser: Browser): Promise<string> => {
    await browser.get('/login/personal')
    const challenge = (await (await browser.raw('/captcha/work')).json()) as Challenge
    const solution = await solveChallenge({ challenge, deriveKey })
    return Buffer.from(JSON.stringify({ challenge, solution })).toString('base64')
  }
  const attemptWith = async (browser: Browser, fields: Readonly<Record<string, string>>) =>
    mainText(await browser.submit('main form[method=post]', { identity: 'nobody_at_all', password: 'x', ...fields }))
  const refused = '验证码不正确或已失效'

  it('item 9: a computed proof passes once, in its own session, for five minutes, unaltered', async () => {
    expect((await fetch(`${strict.baseUrl}/captcha/work`)).status).toBe(404)
    const browser = createBrowser(strict.baseUrl)
    const captchaWork = await workedOut(browser)
    const stranger = createBrowser(strict.baseUrl)
    await stranger.get('/login/personal')
    expect(await attemptWith(stranger, { captchaWork })).toContain(refused)
    const read = JSON.parse(Buffer.from(captchaWork, 'base64').toString()) as {
      challenge: Challenge
      solution: { derivedKey: string }
    }
    const sent = (change: object) => Buffer.from(JSON.stringify({ ...read, ...change })).toString('base64')
    const { challenge, solution } = read
    const longer = { ...challenge.parameters, data: { ...challenge.parameters.data, until: 9e15 } }
    for (const altered of [
      sent({ solution: { ...solution, derivedKey: '0'.repeat(solution.derivedKey.length) } }),
      sent({ challenge: { ...challenge, parameters: longer } }),
      sent({ challenge: { parameters: challenge.parameters } }),
      'nonsense',
    ])
      expect(await attemptWith(browser, { captchaWork: altered })).toContain(refused)
    const raced = await Promise.all([attemptWith(browser, { captchaWork }), attemptWith(browser, { captchaWork })])
    expect(raced.filter((text) => text.includes(refused))).toHaveLength(1)
    expect(await attemptWith(browser, { captchaWork })).toContain(refused)
    const late = await workedOut(browser)
    strict.clock.forward(5 * 60_000)
    expect(await attemptWith(browser, { captchaWork: late })).toContain(refused)
    expect(await strict.deps.limits.left('captcha-picture', '127.0.0.1')).toBe(20)
  })

  it('item 9: a network that types answers soon has none left, in words sooner, while computed proofs still pass', async () => {
    const browser = createBrowser(strict.baseUrl)
    await strict.deps.limits.reset('captcha-words', '127.0.0.1')
    for (let n = 0; n < 10; n += 1) {
      await browser.get('/login/personal?captcha=question')
      const typed = await attemptWith(browser, { captcha: answerTo(browser.page().$('#captcha-question').text()) })
      expect(typed).toContain('登录没有成功')
    }
    const page = await browser.get('/login/personal?captcha=question')
    const right = answerTo(page.$('#captcha-question').text())
    expect(await attemptWith(browser, { captcha: right })).toContain('填写验证码的次数过多，请10分钟后再试')
    const captchaWork = await workedOut(browser)
    expect(await attemptWith(browser, { captchaWork })).not.toContain(refused)
    await strict.deps.limits.reset('captcha-words', '127.0.0.1')
  })

  it('item 9: who asks for much to compute gets more of it', async () => {
    const { captcha, limits } = strict.deps
    const ask = async () => captcha.challenge('a session', 'a network')
    const longest = async () => (await solveChallenge({ challenge: await ask(), deriveKey }))?.counter ?? 0
    expect(await longest()).toBeLessThan(1000)
    while ((await limits.left('captcha-work', 'a network')) >= 200) await limits.use('captcha-work', 'a network')
    expect(await longest()).toBeGreaterThanOrEqual(2000)
  })

  it('the picture is drawn only for a session, anew each time, and never kept', async () => {
    expect((await fetch(`${portal.baseUrl}/captcha.svg`)).status).toBe(404)
    const browser = createBrowser(portal.baseUrl)
    await browser.get('/login/personal')
    const one = await browser.raw('/captcha.svg')
    expect(one.headers.get('content-type')).toContain('image/svg+xml')
    expect(one.headers.get('cache-control')).toBe('no-store')
    expect(await one.text()).not.toBe(await (await browser.raw('/captcha.svg')).text())
  })
})
