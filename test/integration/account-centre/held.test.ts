import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { allRoutes } from '../../../src/app.ts'
import type { HeldAction } from '../../../src/core/identity/phone-hold.ts'
import { smsPlaces } from '../../../src/modules/messages/sms.ts'
import { paths } from '../../../src/web/paths.ts'
import { auditActions, codeFor, fill, mainText } from '../../support/accounts.ts'
import { putCase } from '../../support/own-cases.ts'
import { createBrowser, type Browser } from '../../support/browser.ts'
import { openCounter, operationState, type Counter } from '../../support/counter.ts'
import { askForCode, makeAccount, startRecovery } from '../../support/login-accounts.ts'
import { browserOf, createAccount, type TestApplicant } from '../../support/people.ts'
import { captchaAnswer, startTestPortal, type TestPortal } from '../../support/portal.ts'
import { offerCase } from '../../support/transfers.ts'

let portal: TestPortal
let first: Counter
let second: Counter
beforeAll(async () => {
  portal = await startTestPortal()
})
afterAll(async () => {
  // The portal's own gateway takes its messages: it goes when they are out.
  const waiting = () => portal.owner.knex('outgoing_sms').where({ sent_at: null, given_up_at: null }).first('id')
  await vi.waitFor(async () => expect(await waiting()).toBeUndefined(), { timeout: 20_000 })
  await portal.stop()
})
// Logged in again: each test moves the clock by more than a login lasts.
beforeEach(async () => {
  first = await openCounter(portal, 'kefu1')
  second = await openCounter(portal, 'kefu2')
})

const password = 'Test@20261121'
const hour = 3_600_000

let serial = 0
const freshPhone = (): string => `1360000${String((serial += 1)).padStart(4, '0')}`

type Row = { phone: string; closed_at: Date | null; phone_held_from: Date | null; password_hash: string }

const rowOf = async (id: string): Promise<Row> => {
  const row = await portal.owner.knex('account').where({ id }).first()
  return { ...row, phone: portal.deps.crypto.decrypt(row.phone_enc, `account.phone:${id}`) }
}

const hold = (id: string) => portal.owner.knex('account').where({ id }).update({ phone_held_from: portal.clock.now() })

/** Everything left for a phone so far, oldest first. */
const textsTo = async (phone: string): Promise<string[]> => {
  const rows = await portal.owner
    .knex('outgoing_sms')
    .where({ phone_idx: portal.deps.crypto.index('phone', phone) })
    .orderBy('seq')
    .select<{ id: string; text_enc: string }[]>('id', 'text_enc')
  return rows.map((row) => portal.deps.crypto.decrypt(row.text_enc, smsPlaces.text(row.id)))
}

const atCounter = async (account: TestApplicant, phone: string): Promise<string> => {
  const id = await first.prepare({ kind: 'CHANGE_PHONE', accountId: account.id }, { phone, phoneAgain: phone })
  expect((await first.step(id, 'finish')).status).toBe(303)
  expect((await second.step(id, 'confirm')).status).toBe(303)
  return id
}

const takeBack = async (operation: string): Promise<void> => {
  expect((await first.step(operation, 'withdraw', { reason: '持有人来电' })).status).toBe(303)
  expect((await second.step(operation, 'confirm-withdrawal')).status).toBe(303)
}

/** What somebody does who has the password and the present phone. */
const changeOnline = async (account: TestApplicant, browser: Browser, phone: string): Promise<void> => {
  await browser.get(paths.accountPhone)
  const old = await askForCode(portal, browser, account.phone)
  await fill(browser, { 短信验证码: old, 当前登录密码: password }, 'go-on')
  await fill(browser, { 新手机号: phone, 验证码: captchaAnswer }, 'send-code')
  const done = await fill(browser, { 新手机号: phone, 短信验证码: await codeFor(portal, phone) }, 'go-on')
  expect(done.url).toBe('/account?done=phone')
}

const transferOf = (caseFile: string): Promise<{ id: string; status: string }> =>
  portal.owner.knex('case_transfer').where({ case_id: caseFile }).first('id', 'status')

/**
 * What an applicant can do, as reviewed by a person: what waits while the account is held, and what goes on because
 * nothing is lost by it. A new address that changes something has to be decided here.
 */
const decided: Readonly<Record<string, HeldAction | 'goes on'>> = {
  '/services/matters/:matter/start': 'goes on',
  '/logout': 'goes on',
  '/session/extend': 'goes on',
  '/account/email': 'email',
  '/account/identity': 'identity',
  '/account/password': 'goes on',
  '/account/phone': 'phone',
  '/account/phone/old-code': 'phone',
  '/account/phone/new-code': 'phone',
  '/account/logins/end-others': 'goes on',
  '/account/data': 'export',
  '/account/certificate': 'goes on',
  '/account/close': 'close',
  '/account/close/code': 'close',
  '/account/grants/:id': 'goes on',
  '/account/transfers/:id': 'goes on',
  '/agreement/accept': 'goes on',
  '/applications/:id/copy': 'goes on',
  '/applications/:id/start': 'goes on',
  '/applications/:id/grants': 'grant',
  '/organization/grants': 'grant',
  '/organization/calendar': 'goes on',
  '/applications/:id/transfer': 'transfer',
  '/applications/:id/transfer/code': 'transfer',
  '/applications/:id/pages/:page': 'goes on',
  '/applications/:id/pages/:page/items/:item': 'goes on',
  '/applications/:id/pages/:page/items/:item/remove': 'goes on',
  '/applications/:id/materials': 'goes on',
  '/applications/:id/materials/:material': 'goes on',
  // Nothing is signed without the key of a certificate.
  '/applications/:id/materials/:material/sign': 'goes on',
  '/sign/:id/begin': 'goes on',
  '/sign/:id/finish': 'goes on',
  '/sign/:id/take-back': 'goes on',
  '/organization/seal': 'goes on',
  '/applications/:id/workbook': 'goes on',
  '/applications/:id/workbook/ledger': 'goes on',
  '/applications/:id/workbook/take': 'goes on',
  '/applications/:id/charter/text': 'goes on',
  '/applications/:id/charter/taken': 'goes on',
  '/applications/:id/charter': 'goes on',
  '/applications/:id/charter/file': 'goes on',
  '/applications/:id/pages/:page/table': 'goes on',
  '/applications/:id/pages/:page/table/file': 'goes on',
  '/applications/:id/attachments/:attachment/remove': 'goes on',
  '/applications/:id/correction': 'goes on',
  '/applications/:id/check': 'goes on',
  '/applications/:id/confirm': 'goes on',
  // It only asks, and what was asked can be taken back.
  '/applications/:id/consent': 'goes on',
  '/applications/:id/consent/take-back': 'goes on',
  '/applications/:id/state-view': 'goes on',
  '/applications/:id/withdraw': 'withdraw',
  '/applications/:id/delete': 'goes on',
  '/applications/:id/filled-in': 'goes on',
  '/applications/:id/restore': 'goes on',
  '/sandbox/applications/:id': 'goes on',
  '/sandbox/applications/:id/materials/:material': 'goes on',
  '/sandbox/applications/:id/pages/:page': 'goes on',
  '/sandbox/applications/:id/pages/:page/items/:item': 'goes on',
  '/account/certificates/:id/:step': 'goes on',
  '/bind': 'goes on',
  '/bind/legacy': 'goes on',
  '/bind/request': 'goes on',
  '/bind/requests/:id/withdraw': 'withdraw',
  '/messages/read': 'goes on',
  '/messages/:id/read': 'goes on',
  '/verify': 'goes on',
  '/verify/bank-card': 'goes on',
  '/verify/bank-card/code': 'goes on',
  '/verify/social-security-card': 'goes on',
  '/verify/face': 'goes on',
}

describe('8.28 the hold after a phone was changed or a password reset', () => {
  it('8.28 what waits is decided for everything an account can do, and the form says so as the answer does', async () => {
    const routes = allRoutes(portal.deps).filter(({ access }) => access === 'applicant' || access === 'holder')
    const posts = routes.filter(({ method }) => method === 'post')
    expect(Object.fromEntries(posts.map(({ path, waits }) => [path, waits ?? 'goes on']))).toEqual(decided)

    const account = await createAccount(portal)
    const caseFile = await putCase(portal, account.id, { stage: 'nameApproval', complete: true })
    const browser = await browserOf(portal, account)
    await browser.get(paths.account)
    const token = browser.token()
    await hold(account.id)
    for (const { method, path } of routes.filter(({ waits }) => waits)) {
      const address = path.replace(':id', caseFile)
      const fields = { _csrf: token, password, answer: 'yes', understood: 'yes', email: 'dieb@example.org' }
      const answer = method === 'get' ? await browser.raw(address) : await browser.post(address, fields)
      const words = [answer.status, await answer.text()]
      expect([method, path, ...words]).toEqual([method, path, 409, expect.stringContaining('24小时内不能在网上')])
    }
    // The work goes on.
    expect((await browser.get(`/applications/${caseFile}/pages/purpose`)).status).toBe(200)
    portal.clock.forward(24 * hour)
    expect((await (await browserOf(portal, account)).get(paths.accountClose)).status).toBe(200)
  })

  it('8.28 after a change at the counter every notice goes to the old phone too, which is told to call', async () => {
    const account = await createAccount(portal)
    const phone = freshPhone()
    await atCounter(account, phone)
    const browser = await browserOf(portal, account)
    await browser.get(paths.accountPassword)
    await fill(browser, { 当前登录密码: password, 新登录密码: 'Fenhe#2026x', 确认新登录密码: 'Fenhe#2026x' })
    const [told, newPhone] = [(await textsTo(account.phone)).at(-1), (await textsTo(phone)).at(-1)]
    expect(told).toContain('您的登录密码已修改')
    expect(told).toMatch(/请立即致电[\d-]+，撤回修改手机号/)
    // Its codes go to the new phone: the way that helps its holder would not help here.
    expect(told).not.toContain('忘记密码')
    expect(newPhone).toContain('忘记密码')
    const asked = await startRecovery(createBrowser(portal.baseUrl), account.loginName)
    expect(mainText(asked)).toContain('刚刚在窗口改为')
    // A day later the old number is somebody else's business.
    portal.clock.forward(24 * hour)
    const later = await browserOf(portal, account)
    await later.get(paths.accountPassword)
    await fill(later, { 当前登录密码: 'Fenhe#2026x', 新登录密码: password, 确认新登录密码: password })
    expect((await textsTo(account.phone)).at(-1)).toBe(told)
    expect((await textsTo(phone)).length).toBeGreaterThan(2)
  })

  it('8.28 after a change online 忘记密码 asks the old phone, and puts it back with the password', async () => {
    const account = await makeAccount(portal, { realNameLevel: 1, password })
    const browser = await browserOf(portal, account)
    const caseFile = await putCase(portal, account.id, { stage: 'nameApproval', complete: true })
    const accomplice = await createAccount(portal, '李青禾')
    await offerCase(portal, { browser, phone: account.phone }, caseFile, accomplice)
    const thief = freshPhone()
    await changeOnline(account, browser, thief)
    expect((await browser.raw(paths.accountClose)).status).toBe(409)
    const told = (await textsTo(account.phone)).at(-1)
    expect(told).toContain('请在24小时内用原手机号通过“忘记密码”重新设置登录密码，手机号随之恢复')

    // What was offered before cannot be taken over now.
    const taker = await browserOf(portal, accomplice)
    await taker.get(paths.transfers)
    const offered = await transferOf(caseFile)
    const answer = { _csrf: taker.token(), answer: 'accept', role: 'HANDLER' }
    const early = await taker.post(paths.transfer(offered.id), answer)
    expect([early.status, await early.text()]).toEqual([409, expect.stringContaining('安全保护期')])

    const holder = createBrowser(portal.baseUrl)
    const asked = await startRecovery(holder, account.loginName)
    expect(mainText(asked)).toContain('短信验证码将发送到原手机号')
    const before = (await textsTo(thief)).length
    const code = await askForCode(portal, holder, account.phone)
    expect((await textsTo(thief)).length).toBe(before)
    await fill(holder, { 短信验证码: code, 证件号码后四位: account.idNumber.slice(-4) }, 'check')
    const done = await fill(holder, { 新密码: 'Fenhe#2026y', 确认新密码: 'Fenhe#2026y' })
    expect(mainText(done)).toContain('手机号已恢复为')

    const row = await rowOf(account.id)
    expect([row.phone, row.phone_held_from]).toEqual([account.phone, portal.clock.now()])
    expect((await transferOf(caseFile)).status).toBe('WITHDRAWN')
    for (const phone of [account.phone, thief]) expect((await textsTo(phone)).at(-1)).toContain('恢复为')
    expect(mainText(await (await browserOf(portal, accomplice)).get(paths.messages))).toContain('移交已终止')
    expect((await auditActions(portal, 'case', caseFile)).at(-1)).toBe('case.transfer-ended')
  })

  it('8.28 a proof of the old phone is worth nothing once the day is over', async () => {
    const account = await makeAccount(portal, { realNameLevel: 1, password })
    const thief = freshPhone()
    await changeOnline(account, await browserOf(portal, account), thief)
    portal.clock.forward(24 * hour - 60_000)
    const holder = createBrowser(portal.baseUrl)
    await startRecovery(holder, account.loginName)
    const code = await askForCode(portal, holder, account.phone)
    await fill(holder, { 短信验证码: code, 证件号码后四位: account.idNumber.slice(-4) }, 'check')
    portal.clock.forward(120_000)
    const { password_hash: hash } = await rowOf(account.id)
    const late = await fill(holder, { 新密码: 'Fenhe#2026z', 确认新密码: 'Fenhe#2026z' })
    expect(late.url).toContain('/recover?again=gone')
    expect(await rowOf(account.id)).toMatchObject({ phone: thief, password_hash: hash })
  })

  it('8.28 taking back at the counter undoes what the account did since: a closed account is open again', async () => {
    const account = await createAccount(portal)
    const thief = freshPhone()
    const caseFile = await putCase(portal, account.id, { stage: 'nameApproval', complete: true })
    const accomplice = await createAccount(portal, '李青禾')
    await offerCase(portal, { browser: await browserOf(portal, account), phone: account.phone }, caseFile, accomplice)
    const operation = await atCounter(account, thief)
    await portal.owner
      .knex('account')
      .where({ id: account.id })
      .update({ closed_at: portal.clock.now(), password_hash: 'closed' })
    await takeBack(operation)
    const row = await rowOf(account.id)
    expect([row.phone, row.closed_at]).toEqual([account.phone, null])
    expect((await operationState(portal, operation)).status).toBe('WITHDRAWN')
    expect((await transferOf(caseFile)).status).toBe('WITHDRAWN')
    expect((await (await browserOf(portal, account)).get(paths.account)).url).toContain(paths.accountPassword)
    for (const phone of [account.phone, thief])
      expect((await textsTo(phone)).some((text) => text.includes('撤回修改手机号，恢复为'))).toBe(true)
  })

  it('8.28 while the second person is waited for the hold goes on, and a change online meanwhile is undone', async () => {
    const account = await createAccount(portal)
    const operation = await atCounter(account, freshPhone())
    portal.clock.forward(23 * hour)
    first = await openCounter(portal, 'kefu1')
    second = await openCounter(portal, 'kefu2')
    expect((await first.step(operation, 'withdraw', { reason: '持有人来电' })).status).toBe(303)
    portal.clock.forward(48 * hour)
    expect((await (await browserOf(portal, account)).raw(paths.accountClose)).status).toBe(409)
    const other = freshPhone()
    await portal.owner
      .knex('account')
      .where({ id: account.id })
      .update({
        phone_enc: portal.deps.crypto.encrypt(other, `account.phone:${account.id}`),
        phone_idx: portal.deps.crypto.index('phone', other),
      })
    second = await openCounter(portal, 'kefu2')
    expect((await second.step(operation, 'confirm-withdrawal')).status).toBe(303)
    expect((await rowOf(account.id)).phone).toBe(account.phone)
    expect((await textsTo(other)).at(-1)).toContain('恢复为')
  })
})
