import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createFieldCrypto } from '../../../src/infra/field-crypto.ts'
import { createKeptForms } from '../../../src/infra/kept-forms.ts'
import { paths } from '../../../src/web/paths.ts'
import { logInAs, mainText } from '../../support/accounts.ts'
import { putCase, storedPages } from '../../support/own-cases.ts'
import { createBrowser, type Browser, type Page } from '../../support/browser.ts'
import { makeCase } from '../../support/cases.ts'
import { makeAccount } from '../../support/login-accounts.ts'
import { browserOf, createAccount, staffBrowser, type TestApplicant } from '../../support/people.ts'
import { startTestPortal, type TestPortal } from '../../support/portal.ts'

let portal: TestPortal
beforeAll(async () => {
  portal = await startTestPortal()
})
afterAll(() => portal.stop())
beforeEach(async () => {
  const { redis } = portal.deps
  const keys = [...(await redis.keys('kept:*')), ...(await redis.keys('limit:*'))]
  if (keys.length > 0) await redis.del(...keys)
})

const password = 'Test@20261121'
const purpose = '保护古建筑彩绘“技艺”，\n开展培训 <与> 交流。'
const main = 'main form[method=post]'

/** What a browser says of a form sent from one of our own pages. */
const from = (page: string) => ({ 'sec-fetch-site': 'same-origin', referer: portal.baseUrl + page })
const kept = () => portal.deps.redis.keys('kept:*')
const notice = (page: Page): string => page.$('main .notice').first().text().replaceAll(/\s+/g, ' ')

/** Sends the form of the present page as it stands, with some fields changed, and says where from. */
const send = (browser: Browser, form: string, fields: Record<string, string>, headers?: Record<string, string>) => {
  const page = browser.page()
  const found = page.$(form).first()
  const body: Record<string, string> = {}
  for (const element of found.find('input[type=hidden]').toArray())
    body[page.$(element).attr('name') ?? ''] = page.$(element).attr('value') ?? ''
  const address = page.url.split('?')[0] ?? ''
  return browser.post(found.attr('action') ?? address, { ...body, ...fields }, headers ?? from(address))
}

const endSessions = async (side: 'applicant' | 'staff'): Promise<void> => {
  const keys = await portal.deps.redis.keys(`session:${side}:u*`)
  if (keys.length > 0) await portal.deps.redis.del(...keys)
}

/** Somebody at a form page of a draft. */
const atForm = async (): Promise<{ account: TestApplicant; browser: Browser; id: string; address: string }> => {
  const account = await createAccount(portal)
  const id = await putCase(portal, account.id, { stage: 'establishmentSubmission' })
  const browser = await browserOf(portal, account)
  const address = paths.answerPage(id, 'purpose')
  await browser.get(address)
  return { account, browser, id, address }
}

const typed = { purpose, businessScope: '（一）培训', activityArea: '山西省', action: 'continue' }

/** Logs in through the door the answer leads to, and gives the page one lands on. */
const logInAgain = async (browser: Browser, door: string, account: TestApplicant): Promise<Page> => {
  await browser.get(door)
  const page = await browser.submit(main, { identity: account.loginName, password, captcha: '8888' })
  return page.url === '/login/device' ? browser.submit(main, { answer: 'yes' }) : page
}

describe('issue 7 item 14: a form sent without a live session', () => {
  const ways: readonly (readonly [
    string,
    string,
    (who: { account: TestApplicant; browser: Browser }) => Promise<unknown>,
  ])[] = [
    ['the login timed out', '登录已超时', () => endSessions('applicant')],
    ['somebody signed in elsewhere', '您的账号已在其他设备登录', ({ account }) => browserOf(portal, account)],
    [
      'one logged out in another tab',
      '您已退出登录',
      async ({ browser }) => browser.post(paths.logout, { _csrf: browser.token() }),
    ],
  ]

  it.each(ways)('keeps its text when %s, says so, and gives it back after login', async (_what, words, end) => {
    const { account, browser, id, address } = await atForm()
    await end({ account, browser })
    const page = browser.page()
    const answer = await browser.post(address, { ...typed, version: '0', _csrf: browser.token() }, from(address))
    expect(answer.status).toBe(303)
    expect(page.url).toBe(address)
    const door = answer.headers.get('location') ?? ''
    expect(door).toMatch(/^\/login\/personal\?/)
    expect(new URL(door, portal.baseUrl).searchParams.get('next')).toBe(address)
    // Sealed, and only in this browser's hands.
    const [key = ''] = await kept()
    expect(await portal.deps.redis.get(key)).not.toContain('古建筑')
    expect(await portal.deps.redis.ttl(key)).toBeGreaterThan(29 * 60)
    expect(door).not.toContain(key.slice('kept:'.length))
    const told = await browser.get(door)
    expect(mainText(told)).toContain(words)
    expect(mainText(told)).toContain('您填写的内容已经保留')

    const back = await logInAgain(browser, door, account)
    expect(back.url).toBe(address)
    expect(notice(back)).toContain(words)
    expect(back.$('textarea[name=purpose]').text()).toBe(purpose)
    expect(back.$('input[name=activityArea]').attr('value')).toBe('山西省')
    expect(back.$('input[name=version]').attr('value')).toBe('0')
    // It is there again until it was sent, and it was never sent by itself.
    expect((await browser.get(`${address}?kept=no`)).$('textarea[name=purpose]').text()).toBe('')
    await browser.get(address)
    expect((await storedPages(portal, id)).pages['purpose']).toBeUndefined()
    await browser.submit(main, { action: 'save-draft' })
    expect((await storedPages(portal, id)).pages['purpose']?.values['purpose']).toContain('开展培训 <与> 交流。')
    expect(await kept()).toEqual([])
    expect((await browser.get(address)).$('main .notice')).toHaveLength(0)
  })

  it('a cookie that is no login of ours, however it is spelt, is no fault of the portal', async () => {
    const browser = createBrowser(portal.baseUrl)
    for (const cookie of ['s%3Au%ZZ', 's%3Au%', 's%3Auabc.def.%2']) {
      browser.cookies.set('portal', cookie)
      const answer = await browser.post(paths.answerPage(randomUUID(), 'purpose'), typed, from('/applications'))
      expect([cookie, answer.status]).toEqual([cookie, 303])
    }
  })

  it('knows whose the second form is too, when the first has ended the cookie', async () => {
    const { account, browser, address } = await atForm()
    const token = browser.token()
    await browserOf(portal, account)
    await browser.post(address, { ...typed, _csrf: token }, from(address))
    await browser.get('/login/personal')
    const again = await browser.post(address, { ...typed, purpose: '第二次', _csrf: token }, from(address))
    const door = again.headers.get('location') ?? ''
    expect(door).toMatch(/^\/login\/personal\?displaced=1&kept=1&/)
    const owners = await Promise.all(
      (await kept()).map(async (key) => (await portal.deps.keptForms.read(key.slice('kept:'.length)))?.owner),
    )
    expect(new Set(owners).size).toBe(1)
    expect(owners[0]).toMatch(/^u/)
    expect((await logInAgain(browser, door, account)).$('textarea[name=purpose]').text()).toBe('第二次')
  })

  it('shows it to nobody else: not on that computer, not at another page, not without the cookie', async () => {
    const { account, browser, address, id } = await atForm()
    await browser.get(paths.accountEmail)
    await endSessions('applicant')
    const email = 'somebody.new@example.org'
    const answer = await send(browser, main, { email }, from(paths.accountEmail))
    const door = answer.headers.get('location') ?? ''
    expect(door).toContain('kept=1')
    const other = await createAccount(portal)
    const theirs = await logInAgain(browser, door, other)
    expect(theirs.url).toBe(paths.accountEmail)
    expect(theirs.text).not.toContain(email)
    await browser.post(paths.logout, { _csrf: browser.token() })
    await logInAgain(browser, door, account)
    expect((await browser.get(paths.accountEmail)).text).toContain(email)
    expect((await browser.get(address)).text).not.toContain(email)
    const elsewhere = await browserOf(portal, account)
    expect((await elsewhere.get(paths.accountEmail)).text).not.toContain(email)
    expect(id).toBeTruthy()
  })

  it.each([
    ['another site', { 'sec-fetch-site': 'cross-site' }],
    ['another host of ours', { 'sec-fetch-site': 'same-site' }],
    ['another site, by an old browser', { origin: 'https://evil.example' }],
    ['nobody knows where', {}],
  ])('keeps nothing that comes from %s', async (_what, headers) => {
    const { browser, address } = await atForm()
    await endSessions('applicant')
    const answer = await browser.post(address, { ...typed, _csrf: browser.token() }, headers)
    expect(answer.status).toBe(303)
    expect(answer.headers.get('location')).toBe('/login/personal')
    expect(await kept()).toEqual([])
  })

  it('believes an old browser that names the portal itself as the origin', async () => {
    const { browser, address } = await atForm()
    await endSessions('applicant')
    await browser.post(address, { ...typed, _csrf: browser.token() }, { origin: portal.baseUrl })
    expect(await kept()).toHaveLength(1)
  })

  it('never keeps a password, a code or a captcha', async () => {
    const { account, browser } = await atForm()
    await browser.get(paths.accountPassword)
    await endSessions('applicant')
    const secrets = { current: 'Secret#1', password: 'Secret#2', passwordAgain: 'Secret#2' }
    const first = await send(browser, main, secrets)
    expect(first.headers.get('location')).not.toContain('kept=1')
    expect(await kept()).toEqual([])
    const stranger = createBrowser(portal.baseUrl)
    const form = { loginName: 'lixiaoyun', password: 'Secret#2', captcha: '8888', smsCode: '123456', _csrf: 'x' }
    await stranger.post(paths.registerPersonal, form, from(paths.registerPersonal))
    const [key = ''] = await kept()
    const found = await portal.deps.keptForms.read(key.slice('kept:'.length))
    expect(found?.fields).toEqual([['loginName', 'lixiaoyun']])
    expect(account.id).toBeTruthy()
  })

  it('still answers 409 with both versions when the form was changed meanwhile', async () => {
    const { account, browser, address } = await atForm()
    const later = await browserOf(portal, account)
    await later.get(address)
    await later.submit(main, { purpose: '另一台设备填写的宗旨', action: 'save-draft' })
    const answer = await browser.post(address, { ...typed, version: '0', _csrf: browser.token() }, from(address))
    const back = await logInAgain(browser, answer.headers.get('location') ?? '', account)
    expect(back.$('textarea[name=purpose]').text()).toBe(purpose)
    const conflict = await browser.submit(main, { action: 'continue' })
    expect(conflict.status).toBe(409)
    expect(mainText(conflict)).toContain('另一台设备填写的宗旨')
    expect(mainText(conflict)).toContain('开展培训')
  })

  it('keeps an official’s note on what is not in order, at the place it was written for', async () => {
    const found = await makeCase(portal, { stage: 'establishmentSubmission', status: 'RECEIVED' })
    const address = `${paths.staffVerdicts(found.id)}?mark=page%3Afunds`
    const browser = await staffBrowser(portal, 'chuangkou')
    const funds = 'form[data-verdict][aria-label="不合格：活动资金"]'
    const form = (await browser.get(address)).$(funds)
    const action = form.attr('action') ?? ''
    const target = form.find('option').filter((_index, one) => one.attribs['value']?.startsWith('page:') === true)
    await endSessions('staff')
    const sent = {
      _csrf: browser.token(),
      round: form.find('input[name=round]').attr('value') ?? '',
      seen: form.find('input[name=seen]').attr('value') ?? '',
      target: target.attr('value') ?? form.find('option').first().attr('value') ?? '',
      reason: form.find('select[name=reason] option').eq(1).attr('value') ?? '',
      note: '请写明资金来源',
      verdict: 'FAIL',
    }
    const answer = await browser.post(action, sent, from(address))
    const door = answer.headers.get('location') ?? ''
    expect(door).toMatch(/^\/staff\/login\?/)
    expect(new URL(door, portal.baseUrl).searchParams.get('next')).toBe(address)
    expect(mainText(await browser.get(door))).toContain('登录已超时')
    // The same official again, as the login with its second factor would leave it.
    const again = await staffBrowser(portal, 'chuangkou')
    for (const [name, value] of again.cookies) browser.cookies.set(name, value)
    const back = await browser.get(address)
    expect(back.$(`${funds} textarea[name=note]`).text()).toBe('请写明资金来源')
    expect(back.$('textarea[name=note]').text()).toBe('请写明资金来源')
    expect(notice(back)).toContain('刚才的内容没有提交')
    // Another official at the same computer is shown nothing of it.
    const colleague = await staffBrowser(portal, 'guanli')
    for (const [name, value] of colleague.cookies) browser.cookies.set(name, value)
    expect((await browser.get(address)).text).not.toContain('请写明资金来源')
    const stranger = await staffBrowser(portal, 'chushen')
    for (const [name, value] of stranger.cookies) browser.cookies.set(name, value)
    expect((await browser.get(address)).text).not.toContain('请写明资金来源')
  })

  it('takes a public form however long its page was left open: nothing of it has to be kept', async () => {
    const browser = createBrowser(portal.baseUrl)
    await browser.get(paths.registerPersonal)
    portal.clock.forward(26 * 3_600_000)
    expect(await portal.deps.redis.keys('session:applicant:r*')).toEqual([])
    const fields = { _csrf: browser.token(), loginName: 'lixiaoyun', name: '李晓云', password: 'Secret#2' }
    const answer = await browser.post(paths.registerPersonal, fields, from(paths.registerPersonal))
    expect(answer.status).toBe(422)
    expect(await answer.text()).toContain('value="lixiaoyun"')
    expect(await kept()).toEqual([])
  })

  it('issue 8 item 32: keeps the form of who must change a password first, and brings it back afterwards', async () => {
    const { account, browser, address } = await atForm()
    const { knex } = portal.owner
    await knex('account').where({ id: account.id }).update({ must_change_password: true })
    const fields = { ...typed, _csrf: browser.token() }
    const data = await browser.post(address, fields, { ...from(address), accept: 'application/json' })
    const setup = `${paths.accountPassword}?kept=1&next=${encodeURIComponent(address)}`
    expect([data.status, await data.json()]).toEqual([
      403,
      { error: '请先设置自己的登录密码，再继续办理。', setup, kept: true },
    ])
    const answer = await browser.post(address, fields, from(address))
    expect(answer.headers.get('location')).toBe(setup)
    expect(notice(await browser.get(setup))).toContain('设置密码后会回到原来的页面')
    const back = await browser.submit(main, { password: 'Neu#Passwort9', passwordAgain: 'Neu#Passwort9' })
    expect([back.url, back.$('textarea[name=purpose]').text()]).toEqual([address, purpose])
  })

  it('issue 8 item 32: and that of an official likewise', async () => {
    const browser = await staffBrowser(portal, 'chuangkou')
    const { id } = await makeCase(portal, { stage: 'nameApproval', status: 'SUBMITTED' })
    const address = paths.staffCase(id)
    const page = await browser.get(address)
    const form = page.$('form:has(textarea)').first()
    const action = form.attr('action') ?? ''
    const name = form.find('textarea').attr('name') ?? ''
    const official = portal.owner.knex('staff').where({ login_key: 'chuangkou' })
    await official.clone().update({ must_change_password: true })
    const sent = { _csrf: browser.token(), [name]: '名称里的行政区划请核对。' }
    const answer = await browser.post(action, sent, from(address))
    const gate = answer.headers.get('location') ?? ''
    expect(gate).toBe(`${paths.staffPassword}?kept=1&next=${encodeURIComponent(address)}`)
    expect(notice(await browser.get(gate))).toContain('设置密码后会回到原来的页面')
    const back = await browser.submit(main, { newPassword: 'Neu#Passwort9', confirmPassword: 'Neu#Passwort9' })
    expect(back.url).toBe(address)
    expect(back.$(`form[action="${action}"] textarea`).text()).toBe('名称里的行政区划请核对。')
  })

  it('is refused as before when the session lives and the token is wrong (S23)', async () => {
    const { browser, address } = await atForm()
    const answer = await browser.post(address, { ...typed, _csrf: 'x'.repeat(32) }, from(address))
    expect(answer.status).toBe(403)
    expect(await kept()).toEqual([])
  })

  it('is bounded: in bytes a form, and in bytes a network', async () => {
    const { keep } = createKeptForms(portal.deps.redis, createFieldCrypto(portal.config.keys))
    const form = (length: number) => ({
      action: '/a',
      page: '/a',
      fields: [['a', 'x'.repeat(length)] as [string, string]],
      hadFiles: false,
      hadSecrets: false,
      why: 'expired' as const,
    })
    expect(await keep(form(200_000), '192.0.2.1')).toBeUndefined()
    let count = 0
    while ((await keep(form(80_000), '192.0.2.1')) !== undefined) count += 1
    expect(count).toBeGreaterThan(10)
    expect(count).toBeLessThan(30)
    expect(await keep(form(80_000), '192.0.2.2')).toBeDefined()
  })

  it('is told apart from a question of the page itself, which is never acted on', async () => {
    const { browser, address, id } = await atForm()
    const ask = { ...from(address), 'x-keep-only': '1', accept: 'application/json' }
    const fields = { ...typed, version: '0', _csrf: browser.token() }
    const live = await browser.post(address, fields, ask)
    expect([live.status, await live.json()]).toEqual([200, { live: true, seconds: 1800, final: false }])
    expect((await storedPages(portal, id)).pages['purpose']).toBeUndefined()
    await endSessions('applicant')
    const over = await browser.post(address, fields, ask)
    expect(over.status).toBe(401)
    expect(await over.json()).toMatchObject({ error: 'login', kept: true })
    expect(await kept()).toHaveLength(1)
  })
})

describe('issue 7 item 15: each side has its own door', () => {
  it('a legal person whose login ended comes to the door of legal persons', async () => {
    const account = await makeAccount(portal, { kind: 'LEGAL_PERSON' })
    const browser = await browserOf(portal, account)
    await browser.get(paths.messages)
    await endSessions('applicant')
    expect((await browser.raw(paths.cases)).headers.get('location')).toBe('/login/legal?next=%2Fapplications')
    const person = await createAccount(portal)
    await logInAs(browser, person.loginName, password)
    await browser.get(paths.messages)
    await endSessions('applicant')
    expect((await browser.raw(paths.hall)).headers.get('location')).toBe('/login/personal?next=%2Fhall')
  })
})
