import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { smsSignature } from '../../../src/infra/sms-gateway.ts'
import { noticesADay } from '../../../src/modules/messages/sms.ts'
import { sendSmsTask } from '../../../src/modules/messages/send-sms.ts'
import {
  codeFor,
  fill,
  logInStaff,
  messagesTo,
  otherCode,
  registrationValues,
  agreed,
  testPerson,
} from '../../support/accounts.ts'
import { createBrowser } from '../../support/browser.ts'
import { staffBrowser } from '../../support/people.ts'
import { captchaAnswer, startTestPortal, type TestPortal } from '../../support/portal.ts'
import { queued } from '../../support/queued-sms.ts'

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

const ask = async (baseUrl: string, phone: string) => {
  const browser = createBrowser(baseUrl)
  await browser.get('/register/personal')
  const form = { _csrf: browser.token(), phone, captcha: captchaAnswer }
  const answer = await browser.post('/register/code', form, { accept: 'application/json' })
  return { status: answer.status, body: (await answer.json()) as { error?: string; waitSeconds?: number } }
}

const phoneNumber = (n: number): string => `136${String(n).padStart(8, '0')}`

describe('item 9: the brake on SMS of the whole portal', () => {
  it('a flood at registration is refused with a wait in every process, told to operations once, and shuts no other door', async () => {
    const { deps } = portal
    const metric = async () =>
      /sms_codes_refused_total\{lane="registration",window="minute"\} (\d+)/.exec(
        await deps.metrics.registry.metrics(),
      )?.[1]
    const errors = vi.spyOn(deps.log, 'error')
    while ((await deps.smsBrake.use('register', false)) === undefined);
    const refused = await ask(second.baseUrl, phoneNumber(900))
    expect(refused.status).toBe(429)
    expect(refused.body.error).toMatch(/^现在获取短信验证码的人较多，请\d+秒后再获取/)
    expect(refused.body.waitSeconds).toBeLessThanOrEqual(60)
    await ask(portal.baseUrl, phoneNumber(900))
    expect(errors).toHaveBeenCalledExactlyOnceWith(
      { lane: 'registration', window: 'minute', most: 240 },
      'no more SMS codes are sent in this window',
    )
    expect(Number(await metric())).toBe(2)
    for (const purpose of ['staff-login', 'login-phone', 'phone-old'] as const)
      expect(await deps.smsBrake.use(purpose, false)).toBeUndefined()
    // Nor does one at login shut it to browsers that were logged in before.
    while ((await deps.smsBrake.use('login-phone', false)) === undefined);
    expect(await deps.smsBrake.use('login-phone', true)).toBeUndefined()
    await deps.redis.del('sms-brake:minute:login')
    expect((await logInStaff(portal, 'chuangkou')).url).toBe('/staff/queue')
    await deps.redis.del('sms-brake:minute:registration')
    // What was refused counted against nobody.
    expect((await ask(portal.baseUrl, phoneNumber(900))).status).toBe(200)
    expect(await deps.redis.ttl('sms-brake:told:minute:registration')).toBeGreaterThan(0)
  })
})

describe('S5: SMS codes', () => {
  it('six digits, five tries, then dead even when right', async () => {
    const person = testPerson(0)
    const browser = createBrowser(portal.baseUrl)
    await browser.get('/register/personal')
    await fill(browser, { ...registrationValues(person), 验证码: captchaAnswer }, 'send-code')
    const code = await codeFor(portal, person.phone)
    expect(code).toMatch(/^\d{6}$/)
    const told: string[] = []
    for (let n = 0; n < 5; n += 1) {
      const page = await fill(browser, { 短信验证码: otherCode(code), ...agreed }, 'register')
      told.push(page.$('#smsCode-error').text())
    }
    expect(told.slice(0, 4).every((text) => text.includes('短信验证码不正确'))).toBe(true)
    expect(told[4]).toContain('错误次数过多')
    const dead = await fill(browser, { 短信验证码: code }, 'register')
    expect(dead.$('#smsCode-error').text()).toContain('已失效')
  })

  it('live five minutes, for one purpose, one phone and one session', async () => {
    const { smsCodes, redis } = portal.deps
    const code = await smsCodes.create('register', 'one')
    const keys = await redis.keys('sms-code:register:one')
    expect(await redis.ttl(keys[0] ?? '')).toBeLessThanOrEqual(300)
    expect(await smsCodes.check('staff-login', 'one', code)).toBe('gone')
    expect(await smsCodes.check('register', 'two', code)).toBe('gone')
    const raced = await Promise.all([
      smsCodes.check('register', 'one', code),
      second.deps.smsCodes.check('register', 'one', code),
    ])
    expect(raced.toSorted()).toEqual(['gone', 'right'])
  })

  it('one a minute a number, whichever process is asked, and the wait is told', async () => {
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_none, n) => ask(n % 2 ? portal.baseUrl : second.baseUrl, phoneNumber(1))),
    )
    expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1)
    for (const refused of answers.filter((answer) => answer.status !== 200)) {
      expect(refused.status).toBe(429)
      expect(refused.body.error).toMatch(/请(60|5\d)秒后再获取/)
    }
  })

  it('ten a day a number', async () => {
    const phone = phoneNumber(2)
    const index = portal.deps.crypto.index('phone', phone)
    const statuses: number[] = []
    for (let n = 0; n < 11; n += 1) {
      await portal.deps.limits.reset('sms-interval', index)
      statuses.push((await ask(portal.baseUrl, phone)).status)
    }
    expect(statuses).toEqual([...Array<number>(10).fill(200), 429])
    await portal.deps.limits.reset('sms-interval', index)
    expect((await ask(second.baseUrl, phone)).body.error).toContain('该手机号今天')
  })

  it('fifty a day an address', async () => {
    await portal.deps.limits.reset('sms-address-day', '127.0.0.1')
    let sent = 0
    for (let n = 100; n < 160; n += 1) {
      const answer = await ask(n % 2 ? portal.baseUrl : second.baseUrl, phoneNumber(n))
      if (answer.status === 200) sent += 1
      else expect(answer.body.error).toContain('当前网络今天')
    }
    expect(sent).toBe(50)
  })

  it('an address that has none left keeps no number waiting, and one refused for its number loses none', async () => {
    const { limits } = portal.deps
    const phone = phoneNumber(8)
    await limits.reset('sms-address-day', '127.0.0.1')
    for (let n = 0; n < 50; n += 1) await limits.use('sms-address-day', '127.0.0.1')
    expect((await ask(portal.baseUrl, phone)).body.error).toContain('当前网络今天')
    await limits.reset('sms-address-day', '127.0.0.1')
    expect((await ask(second.baseUrl, phone)).status).toBe(200)
    expect((await ask(portal.baseUrl, phone)).body.error).toContain('秒后再获取')
    expect(await limits.left('sms-address-day', '127.0.0.1')).toBe(49)
    await limits.reset('sms-address-day', '127.0.0.1')
  })
})

describe('notices of one number', () => {
  it('item 17 are counted a day, each kind for itself and apart from codes; the last says where the others are', async () => {
    const phone = phoneNumber(40)
    const notice = { phone, template: 'transfer-taken', facts: { number: null } } as const
    for (let sent = 0; sent < noticesADay.case; sent += 1) await queued(portal.deps, notice, 5)
    await expect(queued(portal.deps, notice, 5)).rejects.toThrow('enough messages')
    const rows = await portal.owner
      .knex('outgoing_sms')
      .where({ phone_idx: portal.deps.crypto.index('phone', phone) })
      .select<{ id: string; text_enc: string }[]>('id', 'text_enc')
    const texts = rows.map((row) => portal.deps.crypto.decrypt(row.text_enc, `outgoing_sms.text:${row.id}`))
    expect(texts.filter((text) => text.includes('您已接手办件'))).toHaveLength(noticesADay.case - 1)
    expect(texts.filter((text) => text.includes('在“消息”中查看全部通知'))).toHaveLength(1)
    await queued(portal.deps, { phone, template: 'password-changed', facts: {} }, 5)
    expect((await ask(portal.baseUrl, phone)).status).toBe(200)
    portal.clock.forward(86_400_001)
    await queued(portal.deps, notice, 5)
    portal.clock.forward(-86_400_001)
  })
})

/** What the job runner tells the task: this is the nth of twelve tries. */
const turn = (attempts: number) => ({ job: { attempts, max_attempts: 12 } }) as never

describe('sending', () => {
  const queue = (phone: string, minutes: number) =>
    queued(
      portal.deps,
      { phone, template: 'code', facts: { code: '246810', purpose: 'register', minutes: 5 } },
      minutes,
    )
  const rowOf = (id: string) =>
    portal.owner
      .knex('outgoing_sms')
      .where({ id })
      .first<{ sent_at: Date | null; given_up_at: Date | null; phone_enc: string; text_enc: string }>()

  it('delivers once, however often the job runs', async () => {
    const phone = phoneNumber(3)
    const id = await queue(phone, 5)
    await codeFor(portal, phone)
    for (let waited = 0; (await rowOf(id)).sent_at === null && waited < 5000; waited += 20) await sleep(20)
    expect((await rowOf(id)).sent_at).not.toBeNull()
    const task = sendSmsTask(portal.deps)
    await task({ id }, turn(1))
    await portal.owner.knex('outgoing_sms').where({ id }).update({ sent_at: null })
    await task({ id }, turn(1))
    const messages = await messagesTo(portal, phone)
    expect(messages).toHaveLength(1)
    expect(messages[0]).toMatchObject({ phone, code: '246810', sentAt: portal.clock.now().toISOString() })
  })

  it('never sends what has expired, and gives it up', async () => {
    const phone = phoneNumber(4)
    const id = await queue(phone, 0)
    for (let waited = 0; (await rowOf(id)).given_up_at === null && waited < 5000; waited += 20) await sleep(20)
    expect((await rowOf(id)).given_up_at).not.toBeNull()
    expect((await rowOf(id)).sent_at).toBeNull()
    expect(await messagesTo(portal, phone)).toEqual([])
  })

  it('S56: a gateway that fails makes the job fail, so that it is tried again', async () => {
    const id = await queue(phoneNumber(5), -1)
    // Its own job has had its turn before the message is made deliverable again, so the two never meet.
    await expect.poll(async () => (await rowOf(id)).given_up_at, { timeout: 5000 }).not.toBeNull()
    await portal.owner
      .knex('outgoing_sms')
      .where({ id })
      .update({ given_up_at: null, expires_at: new Date('2099-01-01T00:00:00Z') })
    const failing = { ...portal.deps, smsGateway: { send: () => Promise.reject(new Error('gateway is away')) } }
    await expect(sendSmsTask(failing)({ id }, turn(1))).rejects.toThrow('gateway is away')
    expect((await rowOf(id)).sent_at).toBeNull()
  })

  it('8.45 the last try in vain gives a message up: counted, logged, and listed for operations without what it said', async () => {
    const phone = phoneNumber(9)
    const id = await queue(phone, -1)
    await expect.poll(async () => (await rowOf(id)).given_up_at, { timeout: 5000 }).not.toBeNull()
    const failing = { ...portal.deps, smsGateway: { send: () => Promise.reject(new Error('gateway is away')) } }
    await portal.owner
      .knex('outgoing_sms')
      .where({ id })
      .update({ given_up_at: null, given_up_why: null, expires_at: new Date('2099-01-01T00:00:00Z') })
    await expect(sendSmsTask(failing)({ id }, turn(11))).rejects.toThrow('gateway is away')
    expect((await rowOf(id)).given_up_at).toBeNull()
    await expect(sendSmsTask(failing)({ id }, turn(12))).rejects.toThrow('gateway is away')
    expect((await rowOf(id)).given_up_at).not.toBeNull()
    const metrics = await portal.deps.metrics.registry.metrics()
    expect(metrics).toContain('sms_given_up_total{template="code",why="FAILED"} 1')
    const list = await (await staffBrowser(portal, 'guanli')).get('/staff/admin/messages')
    expect(list.$('main tbody').text().replaceAll(/\s/g, '')).toMatch(
      /136\*+0009验证码[^*]*未送达[^*]*发送失败2次，不再重试/,
    )
    expect(list.text).not.toContain('246810')
    expect(list.text).not.toContain(phone)
    // What was sent to people of another authority is not for everybody.
    const elsewhere = await (await staffBrowser(portal, 'taiyuan-guanli')).get('/staff/admin/messages')
    expect(elsewhere.$('main tbody tr')).toHaveLength(0)
  })

  it('phone and text are sealed at rest and open nowhere else', async () => {
    const id = await queue(phoneNumber(6), 5)
    const row = await rowOf(id)
    expect(`${row.phone_enc}${row.text_enc}`).not.toMatch(/13600000006|246810/)
    expect(() => portal.deps.crypto.decrypt(row.phone_enc, `outgoing_sms.phone:${randomUUID()}`)).toThrow()
  })
})

describe('the sandbox’s gateway', () => {
  const deliver = (body: string, signature: string) =>
    fetch(`${portal.baseUrl}/sandbox/gateway/sms`, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json', 'x-signature': signature },
    })

  it('takes only what is signed over the exact bytes, and each id once', async () => {
    const phone = phoneNumber(7)
    // Spaces a serialiser would not write: the signature is over what came, not over what it means.
    const body = `{ "id": "${randomUUID()}",  "phone": "${phone}", "text": "【测试】验证码135790" }`
    const signature = smsSignature(portal.deps.smsGatewayKey, body)
    for (const wrong of ['', 'x', signature.slice(1), smsSignature('0'.repeat(64), body)])
      expect((await deliver(body, wrong)).status).toBe(403)
    expect((await deliver(body.replace('135790', '135791'), signature)).status).toBe(403)
    expect((await deliver(body, signature)).status).toBe(200)
    expect((await deliver(body, signature)).status).toBe(200)
    expect(await messagesTo(portal, phone)).toEqual([
      { phone, text: '【测试】验证码135790', code: '135790', sentAt: portal.clock.now().toISOString() },
    ])
    const bad = JSON.stringify({ id: 'x', phone, text: '' })
    expect((await deliver(bad, smsSignature(portal.deps.smsGatewayKey, bad))).status).toBe(400)
  })

  it('lists people, staff and organizations as a page and as JSON', async () => {
    const json = await fetch(`${portal.baseUrl}/sandbox`, { headers: { accept: 'application/json' } })
    const told = (await json.json()) as Record<string, readonly unknown[]>
    for (const list of ['people', 'staff', 'organizations']) expect(told[list]?.length).toBeGreaterThan(3)
    const page = await createBrowser(portal.baseUrl).get('/sandbox')
    expect(page.text).toContain('张晓明')
    expect(page.text).toContain('taiyuan-chuangkou')
  })
})
