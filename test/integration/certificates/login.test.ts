import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { certificateFaults } from '../../../src/core/signatures/certificate-faults.ts'
import { loginFaults } from '../../../src/core/signatures/key-faults.ts'
import { fill, mainText, auditActions } from '../../support/accounts.ts'
import { createBrowser, type Browser, type Page } from '../../support/browser.ts'
import { createAuthority, openConsent, presentCertificate, presenting, type Held } from '../../support/certificates.ts'
import { putGrant } from '../../support/grants.ts'
import { units } from '../../support/legal-persons.ts'
import { makeAccount, type LoginAccount } from '../../support/login-accounts.ts'
import { staffBrowser } from '../../support/people.ts'
import { startTestPortal, testMoment, type TestPortal } from '../../support/portal.ts'
import { demoKeyPassword } from '../../../src/sandbox/pki/demo-certificates.ts'
import { makeKey } from '../../../src/sandbox/pki/issuing.ts'
import { smsPlaces } from '../../../src/modules/messages/sms.ts'

const day = 86_400_000
const { books, grain } = units

let portal: TestPortal
let trusted: Awaited<ReturnType<typeof createAuthority>>
let stranger: typeof trusted
let unit: LoginAccount
let organization: string
const folder = mkdtempSync(join(tmpdir(), 'anchors-'))
const now = (): Date => portal?.clock.now() ?? new Date(testMoment)

beforeAll(async () => {
  trusted = await createAuthority(now)
  stranger = await createAuthority(now)
  writeFileSync(join(folder, 'anchors.pem'), trusted.pem)
  portal = await startTestPortal({ JOBS: 'off', TRUST_ANCHORS: join(folder, 'anchors.pem') })
  unit = await makeAccount(portal, {
    kind: 'LEGAL_PERSON',
    name: books.name,
    uscc: books.uscc,
    type: 'SOCIAL_GROUP',
    realNameLevel: 1,
  })
  ;({ id: organization } = await portal.owner
    .knex('organization')
    .where({ uscc: books.uscc })
    .first<{ id: string }>('id'))
})
afterAll(async () => {
  await portal.stop()
  await Promise.all([trusted.stop(), stranger.stop()])
  rmSync(folder, { recursive: true })
})

const fresh = (): Browser => createBrowser(portal.baseUrl)
const isIn = async (browser: Browser): Promise<boolean> => (await browser.get('/messages')).url === '/messages'

const issue = (more: Partial<Parameters<typeof trusted.issue>[0]> = {}, by = trusted): Promise<Held> =>
  by.issue({
    unit: books.name,
    uscc: books.uscc,
    from: new Date(now().getTime() - 300 * day),
    until: new Date(now().getTime() + 65 * day),
    ...more,
  })

const bind = (browser: Browser, account: Pick<LoginAccount, 'loginName' | 'password'>): Promise<Page> =>
  fill(browser, { 非证书用户名: account.loginName, 密码: account.password })

/** The newest message left for a phone. */
const lastText = async (phone: string): Promise<string> => {
  const row = await portal.owner
    .knex('outgoing_sms')
    .where({ phone_idx: portal.deps.crypto.index('phone', phone) })
    .orderBy('seq', 'desc')
    .first<{ id: string; text_enc: string }>('id', 'text_enc')
  return portal.deps.crypto.decrypt(row.text_enc, smsPlaces.text(row.id))
}

const titleOf = (page: Page): string => page.$('h1').text().trim()

describe('S12 a certificate that is not in order opens nothing, and the page says why', () => {
  it.each([
    ['expired', () => issue({ until: new Date(now().getTime() - day) })],
    [
      'not-yet-valid',
      () => issue({ from: new Date(now().getTime() + day), until: new Date(now().getTime() + 2 * day) }),
    ],
    ['unknown-issuer', () => issue({}, stranger)],
    ['wrong-usage', () => issue({ usage: ['keyEncipherment'] })],
    [
      'revoked',
      async () => {
        const held = await issue()
        trusted.revoke(held)
        return held
      },
    ],
  ] as const)('%s', async (fault, make) => {
    const browser = fresh()
    const page = await presentCertificate(browser, await make())
    expect([page.status, titleOf(page)]).toEqual([422, certificateFaults[fault].title])
    for (const step of certificateFaults[fault].steps) expect(mainText(page)).toContain(step)
    expect(await isIn(browser)).toBe(false)
  })

  it('of a person without a unit', async () => {
    const page = await presentCertificate(
      fresh(),
      await issue({ unit: '测试', person: { name: '张三', id: '140106198503120014' }, uscc: '000' }),
    )
    expect([page.status, titleOf(page)]).toEqual([422, loginFaults['no-unit'].title])
  })
})

describe('CE-03 what the authority says of revocation', () => {
  it('opens nothing once it is too old, and the page says that', async () => {
    const held = await issue()
    trusted.age(2 * day)
    portal.clock.forward(6 * 60_000)
    const page = await presentCertificate(fresh(), held)
    expect([page.status, titleOf(page)]).toEqual([422, certificateFaults['revocation-stale'].title])
    trusted.age(0)
    portal.clock.forward(6 * 60_000)
    expect((await presentCertificate(fresh(), held)).url).toBe('/login/certificate/bind')
  })
})

describe('CE-01 a question is answered once, in its session, in time, for what it was asked', () => {
  const refused = loginFaults['proof-expired'].title

  it('replayed, answered in another session, and twice at once', async () => {
    const held = await issue()
    const browser = fresh()
    const question = await openConsent(browser)
    const page = browser.page()
    const action = page.$('form[data-present]').attr('action') ?? ''
    const body = {
      _csrf: browser.token(),
      request: page.$('input[name=request]').attr('value') ?? '',
      ...presenting(held, question),
    }
    const other = fresh()
    await openConsent(other)
    const elsewhere = await other.post(action, { ...body, _csrf: other.token() })
    expect([elsewhere.status, (await elsewhere.text()).includes(refused)]).toEqual([403, true])
    // It was used up by that: the same again in the right session is too late.
    expect((await browser.post(action, body)).status).toBe(403)

    const again = await openConsent(browser)
    const twice = {
      ...body,
      request: browser.page().$('input[name=request]').attr('value') ?? '',
      ...presenting(held, again),
    }
    const to = browser.page().$('form[data-present]').attr('action') ?? ''
    const answers = await Promise.all([1, 2, 3].map(() => browser.post(to, twice)))
    expect(answers.map(({ status }) => status).toSorted((one, other) => one - other)).toEqual([303, 403, 403])
    const back = answers.find(({ status }) => status === 303)?.headers.get('location') ?? ''
    // The portal takes the platform's answer once, too, and in no other browser.
    expect(titleOf(await fresh().get(back))).toBe(loginFaults['proof-refused'].title)
    expect((await browser.get(back)).url).toBe('/login/certificate/bind')
    expect(titleOf(await browser.get(back))).toBe(loginFaults['proof-refused'].title)
  })

  it('signed for something else, or too late', async () => {
    const held = await issue()
    const browser = fresh()
    const question = await openConsent(browser)
    for (const text of [
      question.replace('login', 'sign'),
      question.replace(/audience: .*/, 'audience: https://other.example'),
    ])
      expect((await browser.submit('form[data-present]', presenting(held, text))).status).toBe(403)
    const last = await openConsent(browser)
    portal.clock.forward(121_000)
    expect(titleOf(await browser.submit('form[data-present]', presenting(held, last)))).toBe(refused)
  })
})

describe('CE-04 the signature is that of the certificate’s own key', () => {
  it('another key, a swapped certificate, a changed signature and none at all', async () => {
    const [held, other] = [await issue(), await issue({ unit: grain.name, uscc: grain.uscc })]
    const rsa = await makeKey('RSA')
    const browser = fresh()
    const tries: ((question: string) => { certificate: string; signature: string })[] = [
      (question) => presenting({ ...held, key: other.key }, question),
      (question) => ({ ...presenting(held, question), certificate: presenting(other, question).certificate }),
      (question) => presenting({ ...held, key: rsa }, question),
      (question) => ({ ...presenting(held, question), signature: '' }),
      (question) => {
        const sent = presenting(held, question)
        const bytes = Buffer.from(sent.signature, 'base64')
        bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1
        return { ...sent, signature: bytes.toString('base64') }
      },
      (question) => ({ ...presenting(held, question), certificate: 'AAAA' }),
    ]
    for (const make of tries) {
      const question = await openConsent(browser)
      const page = await browser.submit('form[data-present]', make(question))
      expect([page.status, mainText(page)]).toEqual([403, expect.stringContaining(loginFaults['proof-refused'].title)])
    }
    expect(await isIn(browser)).toBe(false)
  })
})

describe('a key in a medium, by the program that reads it', () => {
  type Media = { readonly media: readonly { readonly id: string; readonly certificates: readonly string[][] }[] }
  const ask = (situation: string, body: object, origin?: string) =>
    fetch(`${portal.baseUrl}/sandbox/key-helper/${situation}/sign`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(origin === undefined ? {} : { origin }) },
      body: JSON.stringify(body),
    })

  it('signs with SM2, which browsers cannot; counts wrong passwords, and answers no foreign page', async () => {
    const answer = await fetch(`${portal.baseUrl}/sandbox/key-helper/ready/media`)
    const { media } = (await answer.json()) as Media
    const sm2 = media.find(({ id }) => id === 'guji-sm2')
    const chain = sm2?.certificates[0] ?? []
    const browser = fresh()
    const data = Buffer.from(await openConsent(browser)).toString('base64')
    const body = { medium: 'guji-sm2', certificate: chain[0], password: demoKeyPassword, data }
    const { signature } = (await (await ask('ready', body)).json()) as { signature: string }
    const page = await browser.submit('form[data-present]', { certificate: chain.join(' '), signature })
    expect(page.url).toBe('/login/certificate/bind')

    expect((await ask('ready', body, 'https://elsewhere.example')).status).toBe(403)
    const wrong = { ...body, password: 'falsch' }
    expect(await (await ask('ready', wrong)).json()).toEqual({ error: 'wrong-password', triesLeft: 5 })
    expect(await (await ask('one-left', wrong)).json()).toEqual({ error: 'locked' })
    expect(await (await ask('one-left', body)).json()).toEqual({ error: 'locked' })
  })
})

describe('E-06 binding', () => {
  const held = async () => (own ??= await issue())
  let own: Held | undefined

  it('asks whose it is, counts wrong passwords like a login, and refuses the account of another unit', async () => {
    const other = await makeAccount(portal, { kind: 'LEGAL_PERSON', realNameLevel: 1 })
    const browser = fresh()
    const page = await presentCertificate(browser, await held())
    expect(page.url).toBe('/login/certificate/bind')
    expect(page.$('#certificate').attr('value')).toBe(books.name)
    const wrong = await bind(browser, { ...unit, password: 'Falsch#2026' })
    expect([wrong.status, mainText(wrong)]).toEqual([422, expect.stringContaining('还可以再试4次')])
    const foreign = await bind(browser, other)
    expect(mainText(foreign)).toContain(`证书属于“${books.name}”，这个账号属于“${other.name}”`)
    expect(await isIn(browser)).toBe(false)
  })

  it('a renamed organization is told why and what to do', async () => {
    const browser = fresh()
    await presentCertificate(browser, await issue({ unit: '山西省古籍保护研究会' }))
    expect(mainText(await bind(browser, unit))).toContain('请带登记证书到证书颁发机构换发新名称的证书')
  })

  it('then it opens the account at once; one device at a time, and 登录记录 says how', async () => {
    const browser = fresh()
    await presentCertificate(browser, await held())
    await bind(browser, unit)
    expect(await isIn(browser)).toBe(true)
    const second = fresh()
    const question = await presentCertificate(second, await held())
    expect(question.url).toBe('/login/device')
    await second.submit('form[action="/login/device"]', { answer: 'yes' })
    expect([await isIn(second), await isIn(browser)]).toEqual([true, false])
    expect(mainText(await second.get('/account/logins'))).toContain('一证通证书登录')
    expect(mainText(await second.get('/account/certificates'))).toContain('用于年报')
    expect(await auditActions(portal, 'account', unit.id)).toEqual(
      expect.arrayContaining(['certificate.bind', 'certificate.present', 'login', 'session-displaced']),
    )
  })

  it('a frozen account stays shut', async () => {
    const row = portal.owner.knex('account').where({ id: unit.id })
    await row.clone().update({ frozen_at: now() })
    await portal.deps.sessions.applicant.store.endAll(unit.id)
    const browser = fresh()
    const page = await presentCertificate(browser, await held())
    expect([page.status, titleOf(page)]).toEqual([403, '账号已冻结'])
    await row.clone().update({ frozen_at: null })
  })

  it('several holders: that of a 经办人 opens their own account by its grant, and ends nobody’s login', async () => {
    const handler = await makeAccount(portal, { name: '陈雨桐', realNameLevel: 1 })
    const card = await issue({ person: { name: '陈雨桐', id: '140802199208182041' } })
    const browser = fresh()
    await presentCertificate(browser, card)
    expect(mainText(await bind(browser, handler))).toContain('没有得到')
    const grant = await putGrant(portal, { organization }, unit.id, handler.id, 'submit')
    const own = fresh()
    await presentCertificate(own, await held())
    if (own.page().url === '/login/device') await own.submit('form[action="/login/device"]', { answer: 'yes' })
    await bind(browser, handler)
    expect([await isIn(browser), await isIn(own)]).toEqual([true, true])

    // Exactly one is for the annual report: the first; changed by the unit, after a page that asks.
    const rows = () => portal.owner.knex('certificate_binding').where({ uscc: books.uscc, purpose: 'ANNUAL' })
    const [annual] = await rows()
    const list = await own.get('/account/certificates')
    const href = list.$('main a[href$="/annual"]').attr('href') ?? ''
    expect((await browser.get(href)).status).toBe(409)
    await own.get(href)
    expect((await own.submit('main form')).url).toBe('/account/certificates?done=annual')
    const after = await rows()
    expect([after.length, after[0]?.id === annual?.id, after[0]?.account_id]).toEqual([1, false, handler.id])

    await portal.owner.knex('access_grant').where({ id: grant }).update({ revoked_at: now(), ending: 'revoked' })
    expect(titleOf(await presentCertificate(fresh(), card))).toBe(loginFaults['grant-over'].title)
  })

  it('E-02 a renewed one is recognised after one confirmation, and the old one opens nothing any more', async () => {
    const { key } = await held()
    const renewed = await trusted.issue({
      unit: books.name,
      uscc: books.uscc,
      from: new Date(now().getTime() - day),
      until: new Date(now().getTime() + 400 * day),
      key,
    })
    const browser = fresh()
    expect((await presentCertificate(browser, renewed)).url).toBe('/login/certificate/renewed')
    await browser.submit('main form')
    if (browser.page().url === '/login/device') await browser.submit('form[action="/login/device"]', { answer: 'yes' })
    expect(await isIn(browser)).toBe(true)
    expect((await presentCertificate(fresh(), await held())).url).toBe('/login/certificate/bind')

    const list = await browser.get('/account/certificates')
    const lost = list
      .$('main a[href$="/lost"]')
      .toArray()
      .map((one) => list.$(one).attr('href') ?? '')
    const row = await portal.owner
      .knex('certificate_binding')
      .where({ account_id: unit.id })
      .whereNull('ended_at')
      .first()
    expect(lost).toContain(`/account/certificates/${row.id}/lost`)
    await browser.get(`/account/certificates/${row.id}/lost`)
    expect((await browser.submit('main form')).url).toBe('/account/certificates?done=lost')
    expect(titleOf(await presentCertificate(fresh(), renewed))).toBe(loginFaults['reported-lost'].title)
  })
})

describe('E-07 重置用户名密码', () => {
  it('asked with the certificate, answered by the authority, a temporary password to the registered phone only', async () => {
    const browser = fresh()
    await presentCertificate(browser, await issue())
    await browser.get('/login/certificate/reset')
    expect(mainText(await fill(browser, { 说明: '经办人已经离职' }))).toContain('申请已提交')
    const staff = await staffBrowser(portal, 'zhucesh')
    const list = await staff.get('/staff/password-requests')
    const href = list.$('main td a').attr('href') ?? ''
    await staff.get(href)
    expect((await fill(staff, { 核实情况或者不同意的原因: '' }, 'send')).status).toBe(422)
    const done = await fill(staff, { 核实情况或者不同意的原因: '已电话核实' }, 'send')
    expect([done.url, done.text.includes(unit.phone)]).toEqual(['/staff/password-requests?done=sent', false])
    const text = await lastText(unit.phone)
    const [, password = ''] = /临时密码：([A-Za-z2-9]{12})/.exec(text) ?? []
    const row = await portal.owner.knex('account').where({ id: unit.id }).first()
    expect([row.must_change_password, await portal.deps.passwords.verify(password, row.password_hash)]).toEqual([
      true,
      true,
    ])
    expect((await staff.get(href)).$('main form').length).toBe(0)
    expect((await (await staffBrowser(portal, 'taiyuan-zhucesh')).get(href)).status).toBe(404)
  })
})
