import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { demoPassword } from '../../../seeds/demo/index.ts'
import {
  auditActions,
  codeFor,
  codeSentBy,
  fill,
  logInStaff,
  mainText,
  messagesTo,
  otherCode,
  register,
  staffPhone,
  testPerson,
} from '../../support/accounts.ts'
import { createBrowser } from '../../support/browser.ts'
import { startTestPortal, type TestPortal } from '../../support/portal.ts'

let portal: TestPortal
beforeAll(async () => {
  portal = await startTestPortal()
})
afterAll(() => portal.stop())

const minute = 60_000

describe('staff login', () => {
  it('password, then a code on the same page; the password need not be typed again and is never printed', async () => {
    const phone = await staffPhone(portal, 'chuangkou')
    const browser = createBrowser(portal.baseUrl)
    await browser.get('/staff/login')
    const sent = await fill(browser, { 用户名: 'chuangkou', 密码: demoPassword }, 'send-code')
    expect(sent.status).toBe(200)
    expect(mainText(sent)).toContain('短信验证码已发送至137****0000')
    expect(sent.text).not.toContain(demoPassword)
    const code = await codeFor(portal, phone)
    const wrong = await fill(browser, { 短信验证码: otherCode(code) }, 'login')
    expect(wrong.$('#smsCode-error').text()).toContain('短信验证码不正确')
    const answer = await browser.submit('main form[method=post]', { smsCode: code, action: 'login' })
    expect(answer.url).toBe('/staff/queue')
  })

  it('pressing 登录 without a code sends one and asks for it', async () => {
    const browser = createBrowser(portal.baseUrl)
    await browser.get('/staff/login')
    const asked = await fill(browser, { 用户名: 'Chushen', 密码: demoPassword }, 'login')
    expect(asked.status).toBe(200)
    expect(mainText(asked)).toContain('短信验证码已发送')
    const code = await codeFor(portal, await staffPhone(portal, 'chushen'))
    expect((await fill(browser, { 短信验证码: code }, 'login')).url).toBe('/staff/queue')
  })

  it('who may not read cases comes to the staff home page', async () => {
    expect((await logInStaff(portal, 'guanli')).url).toBe('/staff')
  })

  it('may log in again at once: a code that was used does not count against the next', async () => {
    for (let n = 0; n < 12; n += 1) {
      const browser = createBrowser(portal.baseUrl)
      expect((await logInStaff(portal, 'fushen', browser)).url).toBe('/staff/queue')
      await browser.get('/staff/login')
      await browser.submit('form[action="/staff/logout"]')
      expect((await browser.get('/staff/queue')).url).toBe('/staff/login?next=%2Fstaff%2Fqueue')
    }
  })

  it('S2: five wrong passwords lock for 30 minutes; nobody and somebody are told the same', async () => {
    const browser = createBrowser(portal.baseUrl)
    const attempt = async (username: string, password: string) => {
      await browser.get('/staff/login')
      return mainText(await fill(browser, { 用户名: username, 密码: password }, 'login'))
    }
    // Nor does the lock, or the right password under it, tell somebody from nobody.
    const answers = async (username: string) => {
      const wrong: string[] = []
      for (let n = 0; n < 5; n += 1) wrong.push(await attempt(username, 'Wrong#2026'))
      return [...wrong, await attempt(username, demoPassword)]
    }
    const known = await answers('zhongshen')
    expect(known[0]).toContain('用户名或密码错误')
    expect(known[4]).toContain('用户名或密码错误。密码错误次数过多，这个用户名在当前网络不能登录，请30分钟后再试')
    expect(known[5]).toContain('请30分钟后再试；急用的，可以换用以前登录过的浏览器，或者请本单位系统管理员解除锁定')
    expect(await answers('meiyouren')).toEqual(known)
    portal.clock.forward(30 * minute - 1000)
    const late = await attempt('zhongshen', demoPassword)
    expect(late).toContain('请1分钟后再试')
    expect(await attempt('meiyouren', demoPassword)).toBe(late)
    expect(await messagesTo(portal, await staffPhone(portal, 'zhongshen'))).toEqual([])
    portal.clock.forward(1000)
    expect(await attempt('zhongshen', demoPassword)).toContain('短信验证码已发送')
  })

  it('reads past characters nobody sees in the name', async () => {
    const browser = createBrowser(portal.baseUrl)
    await browser.get('/staff/login')
    const nobody = await fill(browser, { 用户名: 'mei\u0000youren', 密码: 'Wrong#2026' }, 'login')
    expect(nobody.status).toBe(422)
    expect(nobody.$('#password-error').text()).toContain('用户名或密码错误')
    const empty = await fill(browser, { 用户名: '\u0000', 密码: 'Wrong#2026' }, 'login')
    expect(empty.$('#username-error').text()).toContain('请填写用户名')
  })

  it('S7: one device at a time for staff too, and its end is told', async () => {
    const old = createBrowser(portal.baseUrl)
    await logInStaff(portal, 'fazheng', old)
    const browser = createBrowser(portal.baseUrl)
    const question = await logInStaff(portal, 'fazheng', browser)
    expect(question.url).toBe('/staff/login/device')
    expect(mainText(question)).toContain('127.0.*.*')
    expect((await browser.submit('main form[method=post]', { answer: 'yes' })).url).toBe('/staff/queue')
    const told = await old.get('/staff/queue')
    expect(told.url).toBe('/staff/login?displaced=1&next=%2Fstaff%2Fqueue')
    expect(mainText(told)).toContain('您的账号已在其他设备登录')
  })

  it('a code belongs to one session: another with the same password right cannot use it', async () => {
    const phone = await staffPhone(portal, 'shenji')
    const one = createBrowser(portal.baseUrl)
    await one.get('/staff/login')
    await fill(one, { 用户名: 'shenji', 密码: demoPassword }, 'send-code')
    const code = await codeFor(portal, phone)
    const other = createBrowser(portal.baseUrl)
    await other.get('/staff/login')
    const refused = await fill(other, { 用户名: 'shenji', 密码: demoPassword, 短信验证码: code }, 'login')
    expect(refused.$('#smsCode-error').text()).toContain('短信验证码已失效')
    // Nor does the first factor of one person open the second of another.
    const swapped = await fill(one, { 用户名: 'guanli', 短信验证码: code }, 'login')
    expect(swapped.$('#password-error').text()).toContain('请填写密码')
  })

  it('S20: an applicant’s session opens no staff page, a staff session no applicant’s', async () => {
    const applicant = await register(portal, testPerson(0))
    expect((await applicant.get('/staff/queue')).url).toContain('/staff/login')
    const staff = createBrowser(portal.baseUrl)
    await logInStaff(portal, 'taiyuan-chuangkou', staff)
    expect((await staff.get('/account')).url).toContain('/login/personal')
    // One cookie under the other's name is nobody.
    const swapped = createBrowser(portal.baseUrl)
    swapped.cookies.set('staff', applicant.cookies.get('portal') ?? '')
    swapped.cookies.set('portal', staff.cookies.get('staff') ?? '')
    expect((await swapped.get('/staff/queue')).url).toContain('/staff/login')
    expect((await swapped.get('/account')).url).toContain('/login/personal')
  })

  it('goes where the way led, but never to the other side or outside', async () => {
    for (const [next, target] of [
      ['/staff/history', '/staff/history'],
      ['/account', '/staff/queue'],
      ['//evil.example', '/staff/queue'],
    ] as const) {
      const browser = createBrowser(portal.baseUrl)
      await browser.get(`/staff/login?next=${encodeURIComponent(next)}`)
      const phone = await staffPhone(portal, 'taiyuan-chushen')
      const code = await codeSentBy(portal, phone, () =>
        fill(browser, { 用户名: 'taiyuan-chushen', 密码: demoPassword }, 'send-code'),
      )
      const page = await fill(browser, { 短信验证码: code }, 'login')
      expect(page.url).toBe(target)
      await browser.get('/staff/login')
      await browser.submit('form[action="/staff/logout"]')
    }
  })

  it('is recorded in the chain of the authority, refusals included', async () => {
    const { id } = await portal.owner.knex('staff').where({ login_key: 'zhongshen' }).first<{ id: number }>('id')
    const actions = await auditActions(portal, 'staff', String(id))
    expect(actions.filter((action) => action === 'login-locked')).toHaveLength(1)
    expect(actions.filter((action) => action === 'login-failed')).toHaveLength(7)
    const chains = await portal.owner
      .knex('audit_log')
      .where({ object_kind: 'staff' })
      .distinct<{ chain: string }[]>('chain')
    expect(chains.map((row) => row.chain).toSorted()).toEqual(['platform', 'shanxi-mzt', 'taiyuan-spj'])
  })
})
