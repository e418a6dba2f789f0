import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { DeskKind } from '../../../src/core/helpdesk/operations.ts'
import { accountPlaces } from '../../../src/modules/people/account.ts'
import { paths } from '../../../src/web/paths.ts'
import { mainText, messagesTo, messageWith } from '../../support/accounts.ts'
import { createBrowser, type Browser } from '../../support/browser.ts'
import { putCase } from '../../support/own-cases.ts'
import { freshId, openCounter, operationState, refusalsOf, type Counter } from '../../support/counter.ts'
import { browserOf, createAccount, staffBrowser, type TestApplicant } from '../../support/people.ts'
import { captchaAnswer, startTestPortal, type TestPortal } from '../../support/portal.ts'
import { offerCase } from '../../support/transfers.ts'

let portal: TestPortal
let first: Counter
let second: Counter

beforeAll(async () => {
  portal = await startTestPortal()
  first = await openCounter(portal, 'kefu1')
  second = await openCounter(portal, 'kefu2')
})
afterAll(() => portal.stop())

const password = 'Test@20261121'
const frozen = { cause: 'MISUSED', detail: '持有人来电说密码被盗' }

/** Both clerks do it. */
const carryOut = async (
  kind: DeskKind,
  accountId: string,
  data: Readonly<Record<string, string>> = {},
): Promise<string> => {
  const id = await first.prepare({ kind, accountId }, data)
  expect((await first.step(id, 'finish')).status).toBe(303)
  expect((await operationState(portal, id)).status).toBe('WAITING_SECOND')
  expect((await second.step(id, 'confirm')).status).toBe(303)
  return id
}

const logIn = async (identity: string, secret: string): Promise<Browser> => {
  const browser = createBrowser(portal.baseUrl)
  await browser.get(paths.loginPersonal)
  await browser.submit('main form[method=post]', { identity, password: secret, captcha: captchaAnswer })
  return browser
}

const isOut = async (browser: Browser): Promise<boolean> =>
  ((await browser.raw(paths.account)).headers.get('location') ?? '').includes('/login/')

const accountRow = (id: string): Promise<Record<string, unknown>> =>
  portal.owner.knex('account').where({ id }).first<Record<string, unknown>>()

describe('4 冻结账号, 解除冻结', () => {
  it('4 freezing ends the login, keeps everybody out, and only who has the right password is told', async () => {
    const account = await createAccount(portal, '冻结人')
    const open = await browserOf(portal, account)
    expect(await isOut(open)).toBe(false)
    await carryOut('FREEZE', account.id, frozen)
    expect(await isOut(open)).toBe(true)
    expect(await messageWith(portal, account.phone, /办理了冻结账号/)).toContain('0351-5550100')

    const right = await logIn(account.loginName, password)
    expect([right.page().status, mainText(right.page())]).toEqual([403, expect.stringContaining('账号已冻结')])
    expect(mainText(right.page())).toContain('0351')
    expect(await isOut(right)).toBe(true)
    const wrong = await logIn(account.loginName, 'Wrong@20261121')
    expect(wrong.page().status).toBe(422)
    expect(mainText(wrong.page())).not.toContain('冻结')
    const history = await portal.owner
      .knex('login_history')
      .where({ account_id: account.id })
      .orderBy('id')
      .select<{ outcome: string }[]>('outcome')
    expect(history.map(({ outcome }) => outcome)).toEqual(['FROZEN', 'WRONG_PASSWORD'])
    // A session that a login just before left behind opens nothing either.
    expect(await isOut(await browserOf(portal, account))).toBe(true)
  })

  it('4 a password cannot be recovered while the account is frozen; unfreezing gives a new one, the old is dead', async () => {
    const account = await createAccount(portal, '解冻人', { realNameLevel: 0 })
    await carryOut('FREEZE', account.id, frozen)
    const again = await first.start({ kind: 'FREEZE', accountId: account.id })
    expect([again.answer.status, await again.answer.text()]).toEqual([409, expect.stringContaining('解除冻结')])
    expect(await refusalsOf(portal, account.id)).toEqual(['FROZEN_BEFORE'])
    const recovering = createBrowser(portal.baseUrl)
    await recovering.get(paths.recover)
    await recovering.submit('main form[method=post]', { identity: account.loginName, captcha: captchaAnswer })
    expect(mainText(recovering.page())).not.toContain('冻结')
    await recovering.submit('main form[method=post]', { action: 'send-code' })
    const code = /验证码(\d{6})，用于重新设置登录密码/.exec(
      await messageWith(portal, account.phone, /重新设置登录密码/),
    )
    const told = await recovering.submit('main form[method=post]', { action: 'check', smsCode: code?.[1] ?? '' })
    expect([told.status, mainText(told)]).toEqual([403, expect.stringContaining('账号已冻结')])
    await carryOut('UNFREEZE', account.id)
    const sms = await messageWith(portal, account.phone, /解除冻结，临时密码/)
    const temporary = /临时密码(\w{12})/.exec(sms)?.[1] ?? ''
    expect((await logIn(account.loginName, password)).page().status).toBe(422)
    const back = await logIn(account.loginName, temporary)
    expect((await back.raw(paths.cases)).headers.get('location')).toContain(paths.accountPassword)
    const none = await first.start({ kind: 'UNFREEZE', accountId: account.id })
    expect([none.answer.status, await none.answer.text()]).toEqual([409, expect.stringContaining('解除锁定')])
  })

  it('4 what was offered before an account was frozen is not taken over any more', async () => {
    const [account, accomplice] = [await createAccount(portal, '被盗人'), await createAccount(portal, '接手人')]
    const id = await putCase(portal, account.id, { stage: 'nameApproval', complete: true })
    const thief = await browserOf(portal, account)
    await offerCase(portal, { browser: thief, phone: account.phone }, id, accomplice)
    const taker = await browserOf(portal, accomplice)
    await taker.get(paths.transfers)
    const transferOf = () =>
      portal.owner.knex('case_transfer').where({ case_id: id }).first<{ id: string; status: string }>()
    await carryOut('FREEZE', account.id, frozen)
    const offer = await transferOf()
    expect(offer.status).toBe('WITHDRAWN')
    const late = await taker.post(paths.transfer(offer.id), { _csrf: taker.token(), answer: 'accept', role: 'HANDLER' })
    expect(late.status).toBe(409)
    expect(await portal.owner.knex('case_file').where({ id }).first('account_id')).toEqual({ account_id: account.id })
    expect(mainText(await taker.get(paths.messages))).toContain('移交人的账号已冻结')
  })

  it('4 what others offered to a frozen account ends, and they are told', async () => {
    const [giver, account] = [await createAccount(portal, '移交人'), await createAccount(portal, '被冻结人')]
    const id = await putCase(portal, giver.id, { stage: 'nameApproval', complete: true })
    const browser = await browserOf(portal, giver)
    await offerCase(portal, { browser, phone: giver.phone }, id, account)
    await carryOut('FREEZE', account.id, frozen)
    const row = await portal.owner.knex('case_transfer').where({ case_id: id }).first<{ status: string }>()
    expect(row.status).toBe('DECLINED')
    expect(mainText(await browser.get(paths.messages))).toContain('接收人的账号已冻结。办件仍由移交人办理')
    expect(await messageWith(portal, giver.phone, /移交已终止/)).toContain('不需要处理')
  })

  it('4 officials go on with the cases of a frozen account', async () => {
    const account = await createAccount(portal, '办件人')
    const id = await putCase(portal, account.id, { status: 'SUBMITTED' })
    await carryOut('FREEZE', account.id, frozen)
    const official = await staffBrowser(portal, 'chuangkou')
    expect((await official.get(paths.staffCase(id))).status).toBe(200)
  })
})

describe('4 移除手机号', () => {
  const numberOf = (account: TestApplicant): Record<string, string> => ({
    phone: account.phone,
    name: '号主',
    idType: 'RESIDENT_ID',
    idNumber: freshId(),
  })

  it('4 the number is taken from the wrong account, which is told, and gets no messages and no codes any more', async () => {
    const account = await createAccount(portal, '占号人')
    const other = await first.prepare(
      { kind: 'RELEASE_PHONE', accountId: account.id },
      { ...numberOf(account), phone: '13400009876' },
    )
    expect((await first.step(other, 'finish')).status).toBe(422)
    expect(await refusalsOf(portal, other)).toEqual(['OTHER_PHONE'])
    await first.step(other, 'cancel', { reason: '号码写错' })

    await carryOut('RELEASE_PHONE', account.id, numberOf(account))
    expect(await messageWith(portal, account.phone, /移除，该账号不再使用这个号码/)).toContain('139****')
    const row = await accountRow(account.id)
    expect(portal.deps.crypto.decrypt(String(row['phone_enc']), accountPlaces.phone(account.id))).toBe('')
    const before = await messagesTo(portal, account.phone)
    expect((await logIn(account.phone, password)).page().status).toBe(422)
    const holder = await logIn(account.loginName, password)
    expect(mainText(await holder.get(paths.accountPhone))).toContain('没有预留手机号')
    expect(mainText(await holder.get(paths.account))).toContain('没有预留手机号')
    expect(mainText(await holder.get(paths.accountClose))).toContain('到窗口办理注销')
    const reset = await first.start({ kind: 'RESET_PASSWORD', accountId: account.id })
    expect([reset.answer.status, await reset.answer.text()]).toEqual([409, expect.stringContaining('修改手机号')])
    expect(await messagesTo(portal, account.phone)).toEqual(before)
    const recovering = createBrowser(portal.baseUrl)
    await recovering.get(paths.recover)
    const answer = await recovering.submit('main form[method=post]', {
      identity: account.loginName,
      captcha: captchaAnswer,
    })
    expect([answer.status, mainText(answer)]).toEqual([422, expect.stringContaining('没有预留手机号')])
    // A number of its own again, and everything works; there is none to go back to.
    const change = await carryOut('CHANGE_PHONE', account.id, { phone: '13400009875', phoneAgain: '13400009875' })
    expect((await first.open(change)).text).not.toContain('撤回原因')
    const back = await first.step(change, 'withdraw', { reason: '来电要求撤回' })
    expect([back.status, await back.text()]).toEqual([409, expect.stringContaining('以前没有预留手机号')])
    expect(await refusalsOf(portal, change)).toEqual(['NO_PHONE_BEFORE'])
    expect((await (await logIn('13400009875', password)).raw(paths.account)).status).toBe(200)
  })
})

describe('4 注销账号', () => {
  it('4 closes at the counter what may be closed, and says what is in the way', async () => {
    const account = await createAccount(portal, '注销人')
    const caseId = await putCase(portal, account.id, { status: 'SUBMITTED' })
    const early = await first.start({ kind: 'CLOSE', accountId: account.id })
    expect([early.answer.status, await early.answer.text()]).toEqual([409, expect.stringContaining('我的办件')])
    await portal.owner.knex('case_file').where({ id: caseId }).update({ deleted_at: portal.clock.now() })

    await portal.owner.knex('account').where({ id: account.id }).update({ phone_held_from: portal.clock.now() })
    const held = await first.start({ kind: 'CLOSE', accountId: account.id })
    expect([held.answer.status, await held.answer.text()]).toEqual([409, expect.stringContaining('24小时以后')])
    await portal.owner.knex('account').where({ id: account.id }).update({ phone_held_from: null })

    const open = await browserOf(portal, account)
    await carryOut('CLOSE', account.id)
    expect(await accountRow(account.id)).toMatchObject({ closed_at: portal.clock.now(), email_enc: null })
    expect(await messageWith(portal, account.phone, /办理了注销账号/)).toContain('0351-5550100')
    expect(await isOut(open)).toBe(true)
    expect((await logIn(account.loginName, password)).page().status).toBe(422)
    expect(mainText(await first.browser.get(paths.deskAccount(account.id)))).toContain('已注销')
  })

  it('4 a case begun between the two clerks keeps the account open', async () => {
    const account = await createAccount(portal)
    const id = await first.prepare({ kind: 'CLOSE', accountId: account.id })
    expect((await first.step(id, 'finish')).status).toBe(303)
    await putCase(portal, account.id, { status: 'SUBMITTED' })
    expect((await second.step(id, 'confirm')).status).toBe(409)
    expect(await refusalsOf(portal, id)).toEqual(['CASES_OPEN'])
  })
})
