import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { auditActions, fill, logInAs, mainText } from '../../support/accounts.ts'
import { putCase } from '../../support/own-cases.ts'
import { createBrowser, type Browser } from '../../support/browser.ts'
import { openCounter, operationState } from '../../support/counter.ts'
import { makeAccount, startRecovery } from '../../support/login-accounts.ts'
import { startTestPortal, type TestPortal } from '../../support/portal.ts'
import { realNameOf, sandboxPerson, unverified, verifyBySocialSecurityCard } from '../../support/real-name.ts'

let portal: TestPortal
beforeAll(async () => {
  portal = await startTestPortal()
})
afterAll(() => portal.stop())
beforeEach(async () => {
  for (const key of await portal.deps.redis.keys('limit:*')) await portal.deps.redis.del(key)
  await portal.owner.knex('account').update({ closed_at: portal.clock.now() })
})

const password = 'Test@20261121'
const owner = sandboxPerson(0)
const ownersCard = 'a00000001'
const spare = sandboxPerson(3)

const fresh = (): Browser => createBrowser(portal.baseUrl)

/** Titles in an account's inbox. */
const told = async (id: string): Promise<readonly string[]> =>
  (await portal.owner.knex('message').where({ account_id: id }).orderBy('id').select<{ title: string }[]>('title')).map(
    ({ title }) => title,
  )

/** What is on the way to a phone. */
const texts = async (phone: string): Promise<string> => {
  const rows = await portal.owner
    .knex('outgoing_sms')
    .where({ phone_idx: portal.deps.crypto.index('phone', phone) })
    .select<{ id: string; text_enc: string }[]>('id', 'text_enc')
  return rows.map((row) => portal.deps.crypto.decrypt(row.text_enc, `outgoing_sms.text:${row.id}`)).join('\n')
}

const correct = async (
  browser: Browser,
  values: { readonly name: string; readonly number: string; readonly password?: string },
) => {
  await browser.get('/account/identity')
  return fill(browser, {
    用户姓名: values.name,
    证件类型: 'RESIDENT_ID',
    身份证号码: values.number,
    当前登录密码: values.password ?? password,
  })
}

describe('item 10: a document number belongs to whoever proves it', () => {
  it('a stranger who only typed it yields online, is told, and goes on under a number of their own', async () => {
    const stranger = await unverified(portal, owner, '占用人')
    const other = await unverified(portal, owner, '填错人')
    const caseFile = await putCase(portal, stranger.account.id, { complete: true })
    await portal.owner.knex('case_file').where({ id: caseFile }).update({ number: '1400002026000777' })
    const mine = await unverified(portal, owner)

    // Until then all three get in by the number, each by the own password.
    expect((await logInAs(fresh(), owner.residentId, password)).url).toBe('/login/account')
    expect((await verifyBySocialSecurityCard(mine.browser, ownersCard)).url).toBe('/verify?done=1')
    expect(await realNameOf(portal, mine.account.id)).toMatchObject({ level: 1 })
    expect(await told(mine.account.id)).toEqual(['其他账号不再登记您的证件号码'])
    for (const { account } of [stranger, other]) {
      expect(await told(account.id)).toEqual(['证件号码已由他人实名认证'])
      expect(await texts(account.phone)).toContain('请登录平台更正为您本人的证件号码')
      expect(await auditActions(portal, 'account', account.id)).toContain('identity-claim-released')
    }
    expect(mainText(await stranger.browser.get('/messages'))).toContain('1400002026000777')

    // The number opens the owner's account only; the stranger's own name still opens theirs, and asks for the right one.
    expect((await logInAs(fresh(), owner.residentId, password)).url).not.toBe('/login/account')
    const again = fresh()
    expect((await logInAs(again, stranger.account.loginName, password)).url).toContain('/login/device')
    expect((await again.submit('main form[method=post]', { answer: 'yes' })).url).toBe('/account/identity')
    expect(mainText(again.page())).toContain('证件号码已由他人实名认证')
    for (const page of ['', '/check', '/confirm']) {
      const told = mainText(await again.get(`/applications/${caseFile}${page}`))
      expect([told.includes('请先更正证件号码'), told.includes('现在的环节可以直接提交')]).toEqual([true, false])
    }
    const answer = { _csrf: again.token(), answer: 'yes', requestKey: randomUUID(), version: '0' }
    const refused = await again.post(`/applications/${caseFile}/confirm`, answer)
    expect(await refused.text()).toContain('请先在用户中心更正')
    expect(mainText(await again.get('/verify'))).toContain('证件号码已由他人实名认证')

    const done = await correct(again, { name: spare.name, number: spare.residentId })
    expect(done.url).toBe('/account?done=identity')
    expect(mainText(done)).not.toContain('证件号码需要更正')
    expect((await again.get(`/applications/${caseFile}`)).status).toBe(200)
    expect((await logInAs(fresh(), spare.residentId, password)).url).toContain('/login/device')
    expect(await auditActions(portal, 'account', stranger.account.id)).toContain('identity-corrected')
  })

  it('whoever registers after five others with one number is told that the user name opens', async () => {
    const idNumber = '140105199003070010'
    for (let n = 0; n < 5; n += 1) await makeAccount(portal, { idNumber })
    const mine = await makeAccount(portal, { idNumber, password: 'Minehe#2026' })
    const later = new Date(portal.clock.now().getTime() + 60_000)
    await portal.owner.knex('account').where({ id: mine.id }).update({ created_at: later })
    for (let tried = 0; tried < 6; tried += 1)
      expect(mainText(await logInAs(fresh(), idNumber, mine.password))).toContain('请改填您的用户账号')
    expect((await logInAs(fresh(), mine.loginName, mine.password)).url).toBe('/')
  })

  it('recovery by a number nobody proved tells no phone and sends no code; the owner is told which way is left', async () => {
    const stranger = await unverified(portal, owner, '占用人')
    const browser = fresh()
    const page = await startRecovery(browser, owner.residentId)
    expect(page.url).toBe('/recover')
    expect(page.$('#identity-error').text()).toContain('该账号不存在')
    expect(page.text).not.toContain(stranger.account.phone.slice(-4))
    expect(mainText(page)).toContain('没有认证的，请填写用户账号')
    const mine = await unverified(portal, owner)
    await verifyBySocialSecurityCard(mine.browser, ownersCard)
    const known = await startRecovery(fresh(), owner.residentId)
    expect(known.url).toBe('/recover/check')
    expect(known.text).toContain(mine.account.phone.slice(-4))
  })

  it('of two who prove one number at the same instant one wins, the other is told', async () => {
    const two = [await unverified(portal, owner), await unverified(portal, owner)]
    const pages = await Promise.all(two.map(({ browser }) => verifyBySocialSecurityCard(browser, ownersCard)))
    const levels = await Promise.all(two.map(({ account }) => realNameOf(portal, account.id)))
    expect(levels.filter(({ level }) => level === 1)).toHaveLength(1)
    expect(pages.filter((page) => mainText(page).includes('该身份证号已被认证'))).toHaveLength(1)
  })

  it('strangers who used up a number’s tries of the day do not keep its owner from the first of their own', async () => {
    const strangers = [await unverified(portal, owner, '甲某'), await unverified(portal, owner, '乙某')]
    for (const { browser } of strangers)
      for (let tried = 0; tried < 5; tried += 1) await verifyBySocialSecurityCard(browser, 'b00000000')
    const mine = await unverified(portal, owner)
    expect((await verifyBySocialSecurityCard(mine.browser, ownersCard)).url).toBe('/verify?done=1')
  })

  it('at the counter: by registering and by a change of data, which needs its second person; a proved number stays', async () => {
    const [first, second] = [await openCounter(portal, 'kefu1'), await openCounter(portal, 'kefu2')]
    const stranger = await unverified(portal, owner, '占用人')
    const mine = await unverified(portal, owner)
    const change = { name: owner.name, idType: 'RESIDENT_ID', idNumber: owner.residentId }
    const id = await first.prepare({ kind: 'CHANGE_DATA', accountId: mine.account.id }, change)
    await first.step(id, 'finish')
    expect((await operationState(portal, id)).status).toBe('WAITING_SECOND')
    expect(await told(stranger.account.id)).toEqual([])
    expect((await second.step(id, 'confirm')).status).toBe(303)
    expect(await realNameOf(portal, mine.account.id)).toMatchObject({ level: 1, channel: 'counter' })
    expect(await told(stranger.account.id)).toEqual(['证件号码已由他人实名认证'])
    const late = await first.prepare({ kind: 'CHANGE_DATA', accountId: stranger.account.id }, change)
    await first.step(late, 'finish')
    expect(await (await second.step(late, 'confirm')).text()).toContain('该身份证号已被认证')

    const typed = await unverified(portal, spare, '占用人')
    const made = await first.prepare(
      { kind: 'REGISTER' },
      {
        loginName: 'benren2026',
        name: '王 秀兰',
        idType: 'RESIDENT_ID',
        idNumber: spare.residentId,
        email: 'w@example.org',
        phone: '13512340001',
      },
    )
    expect((await first.step(made, 'finish')).status).toBe(303)
    expect((await second.step(made, 'confirm')).status).toBe(303)
    expect(await told(typed.account.id)).toEqual(['证件号码已由他人实名认证'])
    const { account_id: newAccount } = await operationState(portal, made)
    const row = await portal.owner
      .knex('account')
      .where({ id: newAccount })
      .first<{ name: string; real_name_level: number }>('name', 'real_name_level')
    expect(row).toEqual({ name: '王秀兰', real_name_level: 1 })
  })
})

describe('item 10: a typing mistake of one’s own', () => {
  it('is put right online until verified, with the password and the checks of registration, on record', async () => {
    const mine = await unverified(portal, spare, '张 晓明')
    const wrong = await correct(mine.browser, { name: '张晓明', number: owner.residentId, password: 'Wrong#2026' })
    expect(wrong.$('#password-error').text()).toContain('当前登录密码不正确')
    const faulty = await correct(mine.browser, { name: '张晓明', number: `${owner.residentId.slice(0, 17)}Y` })
    expect(faulty.$('#idNumber-error').text()).not.toBe('')
    const holder = await unverified(portal, owner)
    await verifyBySocialSecurityCard(holder.browser, ownersCard)
    const taken = await correct(mine.browser, { name: '张晓明', number: owner.residentId })
    expect(taken.$('#idNumber-error').text()).toContain('该身份证号已被认证')
    expect((await correct(mine.browser, { name: ' 张　晓 明 ', number: spare.residentId })).url).toContain(
      'done=identity',
    )
    const row = await portal.owner.knex('account').where({ id: mine.account.id }).first<{ name: string }>('name')
    expect(row.name).toBe('张晓明')
    expect(await texts(mine.account.phone)).toContain('姓名或者证件号码已更正')
    await portal.owner.knex('account').where({ id: mine.account.id }).update({ real_name_level: 1 })
    expect((await mine.browser.get('/account/identity')).url).toBe('/account')
  })
})
