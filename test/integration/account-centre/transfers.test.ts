import { randomUUID } from 'node:crypto'
import type { JobHelpers } from 'graphile-worker'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { maskIdNumber, maskName } from '../../../src/core/identity/mask.ts'
import { sweepFilesTask } from '../../../src/modules/cases/sweep-files.ts'
import { withoutPhone } from '../../../src/modules/people/account.ts'
import { auditActions, fill, mainText, messageWith, otherCode } from '../../support/accounts.ts'
import { putCase } from '../../support/own-cases.ts'
import type { Browser } from '../../support/browser.ts'
import { makeApplicant, makeCase, signIn, staffOf } from '../../support/cases.ts'
import { askForCode } from '../../support/login-accounts.ts'
import { browserOf, createAccount, type TestApplicant } from '../../support/people.ts'
import { startTestPortal, type TestPortal } from '../../support/portal.ts'
import { putGrant } from '../../support/grants.ts'
import { offerCase } from '../../support/transfers.ts'

let portal: TestPortal
beforeAll(async () => {
  portal = await startTestPortal()
})
afterAll(() => portal.stop())

const password = 'Test@20261121'

type Side = { readonly account: TestApplicant; readonly browser: Browser }

const side = async (name: string): Promise<Side> => {
  const account = await createAccount(portal, name)
  return { account, browser: await browserOf(portal, account) }
}

const offer = ({ browser, account }: Side, caseFile: string, loginName: string, name: string) =>
  offerCase(portal, { browser, phone: account.phone }, caseFile, { loginName, name })

const transferOf = async (caseFile: string): Promise<{ id: string; status: string }> =>
  portal.owner.knex('case_transfer').where({ case_id: caseFile }).orderBy('offered_at', 'desc').first('id', 'status')

const ownerOf = async (caseFile: string): Promise<string> =>
  (await portal.owner.knex('case_file').where({ id: caseFile }).first<{ account_id: string }>('account_id')).account_id

/** A case of one person, offered to another. */
const offered = async () => {
  const [from, to] = [await side('张晓明'), await side('李青禾')]
  const caseFile = await putCase(portal, from.account.id, { stage: 'nameApproval', complete: true })
  expect((await offer(from, caseFile, to.account.loginName, '李青禾')).url).toBe('/account/transfers?done=offered')
  const { id } = await transferOf(caseFile)
  return { from, to, caseFile, id, answerForm: `form[action="/account/transfers/${id}"]` }
}

describe('办件移交 (A-004)', () => {
  it('A-004 the other accepts, saying who they are: the case, its files and messages are theirs at once, both are told', async () => {
    const { from, to, caseFile, id, answerForm } = await offered()
    await portal.owner.knex('message').insert({
      account_id: from.account.id,
      case_id: caseFile,
      title: '名称核准：退回修改',
      body: '请修改',
      created_at: portal.clock.now(),
    })
    expect(mainText(await from.browser.get('/account/transfers'))).toContain('李青禾')
    await messageWith(portal, to.account.phone, /有人请您接手一件办件/)
    expect((await to.browser.get(`/applications/${caseFile}`)).status).toBe(404)
    const page = await to.browser.get('/account/transfers')
    expect(mainText(page)).toContain('移交给我')
    expect((await to.browser.submit(answerForm, { answer: 'accept' })).status).toBe(422)
    const shown = await to.browser.submit(answerForm, { answer: 'accept', role: 'LEGAL_REPRESENTATIVE' })
    expect(shown.url).toBe(`/applications/${caseFile}`)
    expect(mainText(shown)).toContain('由张晓明移交给李青禾')
    expect(mainText(shown)).toContain('拟任法定代表人')

    const row = await portal.owner.knex('case_file').where({ id: caseFile }).first()
    expect([row.account_id, row.applicant_role]).toEqual([to.account.id, 'LEGAL_REPRESENTATIVE'])
    for (const address of ['', '/pages/purpose', '/materials/M102', '/check', '/transfer'])
      expect((await from.browser.get(`/applications/${caseFile}${address}`)).status, address).toBe(404)
    expect((await to.browser.get(`/applications/${caseFile}/pages/purpose`)).status).toBe(200)
    expect(mainText(await to.browser.get('/messages'))).toContain('名称核准：退回修改')
    expect(mainText(await from.browser.get('/messages'))).not.toContain('名称核准：退回修改')
    expect(mainText(await from.browser.get('/messages'))).toContain('您不能再查看和办理')
    await messageWith(portal, from.account.phone, /对方已接手您移交的办件/)
    expect((await transferOf(caseFile)).status).toBe('ACCEPTED')
    expect((await auditActions(portal, 'case', caseFile)).slice(-2)).toEqual([
      'case.transfer-offered',
      'case.transfer-accepted',
    ])
    expect(id).not.toBe('')
  })

  it('item 11 is offered only after the password and a code: neither alone gives a case away', async () => {
    const [from, to] = [await side('张晓明'), await side('李青禾')]
    const caseFile = await putCase(portal, from.account.id, { complete: true })
    await from.browser.get(`/applications/${caseFile}/transfer`)
    const named = { 对方的用户账号: to.account.loginName, 对方的姓名: '李青禾' }
    const attempt = (more: Readonly<Record<string, string>>) => fill(from.browser, { ...named, ...more }, 'offer')
    const without = await attempt({ 当前登录密码: password })
    expect(without.$('#smsCode-error').text()).toContain('请获取并填写短信验证码')
    const 短信验证码 = await askForCode(portal, from.browser, from.account.phone, named)
    expect(from.browser.page().$('#loginName').attr('value')).toBe(to.account.loginName)
    const guessed = await attempt({ 短信验证码: otherCode(短信验证码), 当前登录密码: password })
    expect(guessed.$('#smsCode-error').text()).toContain('短信验证码不正确')
    expect((await attempt({ 短信验证码 })).$('#password-error').text()).toContain('请填写当前登录密码')
    const wrong = await attempt({ 当前登录密码: 'Wrong#2026' })
    expect(wrong.$('#password-error').text()).toContain('当前登录密码不正确')
    expect(await portal.owner.knex('case_transfer').where({ case_id: caseFile })).toHaveLength(0)
    expect((await attempt({ 当前登录密码: password })).url).toContain('done=offered')
    // A code is good for one case.
    const next = await putCase(portal, from.account.id, { complete: true })
    await from.browser.get(`/applications/${next}/transfer`)
    expect((await attempt({ 短信验证码, 当前登录密码: password })).$('#smsCode-error').text()).toContain('已失效')
  })

  it('item 11 whoever has a case is told when it is offered, on the phone too, and how to take it back', async () => {
    const from = await side('张晓明')
    await portal.owner.knex('account').where({ id: from.account.id }).update({ real_name_level: 0 })
    const to = await side('李青禾')
    const caseFile = await putCase(portal, from.account.id, { complete: true })
    await offer(from, caseFile, to.account.loginName, '李青禾')
    const text = await messageWith(portal, from.account.phone, /已请他人接手/)
    expect(text).toMatch(/对方接受以前可以在“用户中心—办件移交”撤回.*不是本人操作的，请立即/)
    expect(mainText(await from.browser.get('/messages'))).toContain('您请李青禾接手办理')
  })

  it('item 11 an account without a phone is sent to the counter; nothing is offered to a frozen one', async () => {
    const from = await side('张晓明')
    const to = await side('李青禾')
    const caseFile = await putCase(portal, from.account.id, { complete: true })
    await portal.owner.knex('account').where({ id: to.account.id }).update({ frozen_at: portal.clock.now() })
    const refused = await offer(from, caseFile, to.account.loginName, '李青禾')
    expect(refused.$('#loginName-error').text()).toContain('没有找到')
    const gone = withoutPhone(portal.deps.crypto, from.account.id)
    await portal.owner.knex('account').where({ id: from.account.id }).update(gone)
    const page = await from.browser.get(`/applications/${caseFile}/transfer`)
    expect(mainText(page)).toContain('没有预留手机号')
    const asked = await fill(from.browser, {}, 'send-code')
    expect([asked.status, asked.$('#smsCode-error').text()]).toEqual([422, expect.stringContaining('到窗口登记手机号')])
  })

  it('item 17 a name and a title that pose as the authority reach nobody by text message; an unverified sender sends none', async () => {
    const posing = '山西省民政厅登记中心'
    const [from, to] = [await side(posing), await side('李青禾')]
    const title = '请点evil.example缴费'
    const put = async (level: number): Promise<string> => {
      await portal.owner.knex('account').where({ id: from.account.id }).update({ real_name_level: level })
      const caseFile = await putCase(portal, from.account.id, { complete: true })
      await portal.owner.knex('case_file').where({ id: caseFile }).update({ title })
      expect((await offer(from, caseFile, to.account.loginName, '李青禾')).url).toContain('done=offered')
      return caseFile
    }
    const queued = async (): Promise<readonly string[]> => {
      const rows = await portal.owner
        .knex('outgoing_sms')
        .where({ phone_idx: portal.deps.crypto.index('phone', to.account.phone) })
        .select<{ id: string; text_enc: string }[]>('id', 'text_enc')
      return rows.map((row) => portal.deps.crypto.decrypt(row.text_enc, `outgoing_sms.text:${row.id}`))
    }
    await put(0)
    expect(await queued()).toEqual([])
    expect(mainText(await to.browser.get('/messages'))).toContain(posing)
    expect(mainText(await to.browser.get('/account/transfers'))).toContain(title)
    await put(1)
    const [text] = await queued()
    expect(text).toContain('有人请您接手一件办件')
    for (const typed of [posing, title, 'evil']) expect(text).not.toContain(typed)
    // Three offers a day from one to one: the fourth is refused.
    await put(1)
    const last = await putCase(portal, from.account.id, { complete: true })
    expect((await offer(from, last, to.account.loginName, '李青禾')).status).toBe(429)
  })

  it('item 17 offers, from however many, leave a number the text messages of its own cases', async () => {
    const to = await side('李青禾')
    for (let n = 0; n < 3; n += 1) {
      const from = await side('张晓明')
      const caseFile = await putCase(portal, from.account.id, { stage: 'nameApproval', complete: true })
      for (let again = 0; again < 3; again += 1) {
        await offer(from, caseFile, to.account.loginName, '李青禾')
        const open = { case_id: caseFile, status: 'OFFERED' }
        const { id } = await portal.owner.knex('case_transfer').where(open).first<{ id: string }>('id')
        await from.browser.submit(`form[action="/account/transfers/${id}"]`, { answer: 'withdraw' })
      }
    }
    const texts = await portal.owner
      .knex('outgoing_sms')
      .where({ phone_idx: portal.deps.crypto.index('phone', to.account.phone) })
    expect(texts).toHaveLength(6)
    expect(await portal.owner.knex('message').where({ account_id: to.account.id })).toHaveLength(18)
  })

  it('A-004 the other declines, or the owner withdraws: the case stays', async () => {
    for (const way of ['decline', 'withdraw'] as const) {
      const { from, to, caseFile, answerForm } = await offered()
      const who = way === 'decline' ? to : from
      await who.browser.get('/account/transfers')
      const page = await who.browser.submit(answerForm, { answer: way })
      expect(page.url).toBe(`/account/transfers?done=${way === 'decline' ? 'declined' : 'withdrawn'}`)
      expect(await ownerOf(caseFile)).toBe(from.account.id)
      expect((await from.browser.get(`/applications/${caseFile}`)).status).toBe(200)
      // It may be offered again.
      expect((await offer(from, caseFile, to.account.loginName, '李青禾')).url).toContain('done=offered')
    }
  })

  it('A-004 user name and name must both be right; one sentence for every wrong pair; limited', async () => {
    const [from, to] = [await side('张晓明'), await side('李青禾')]
    const closed = await side('李青禾')
    await portal.owner.knex('account').where({ id: closed.account.id }).update({ closed_at: portal.clock.now() })
    const unit = await side('李青禾')
    await portal.owner.knex('account').where({ id: unit.account.id }).update({ kind: 'LEGAL_PERSON' })
    const caseFile = await putCase(portal, from.account.id, { complete: true })
    const sentences = new Set<string>()
    const wrong: readonly (readonly [string, string])[] = [
      ['nobody-there', '李青禾'],
      [to.account.loginName, '李青'],
      [closed.account.loginName, '李青禾'],
      [unit.account.loginName, '李青禾'],
      [from.account.loginName, '张晓明'],
    ]
    for (const [loginName, name] of wrong) {
      const page = await offer(from, caseFile, loginName, name)
      expect(page.status).toBe(422)
      expect(page.$('#loginName').attr('value')).toBe(loginName)
      sentences.add(page.$('.govuk-error-summary').text().trim())
    }
    expect(sentences.size).toBe(1)
    expect([...sentences][0]).toContain('没有找到用户账号和姓名都相符的个人账号')
    for (let tries = wrong.length; tries < 10; tries += 1) await offer(from, caseFile, 'nobody-there', '李青禾')
    expect((await offer(from, caseFile, to.account.loginName, '李青禾')).status).toBe(429)
  })

  it('A-004 one open offer a case; ended and deleted cases cannot be given away', async () => {
    const { from, to, caseFile } = await offered()
    const page = await from.browser.get(`/applications/${caseFile}/transfer`)
    expect(mainText(page)).toContain('正在等待对方接受')
    const other = await side('王五一')
    const repeated = await from.browser.post(`/applications/${caseFile}/transfer`, {
      _csrf: from.browser.token(),
      loginName: other.account.loginName,
      name: '王五一',
      password,
    })
    expect(repeated.headers.get('location')).toBe(`/applications/${caseFile}/transfer`)
    expect(await portal.owner.knex('case_transfer').where({ case_id: caseFile })).toHaveLength(1)

    await portal.owner.knex('case_file').where({ id: caseFile }).update({ status: 'WITHDRAWN' })
    expect((await from.browser.get(`/applications/${caseFile}/transfer`)).status).toBe(409)
    await to.browser.get('/account/transfers')
    const { id } = await transferOf(caseFile)
    const late = await to.browser.post(`/account/transfers/${id}`, {
      _csrf: to.browser.token(),
      answer: 'accept',
      role: 'HANDLER',
    })
    expect(late.status).toBe(409)
    expect(await ownerOf(caseFile)).toBe(from.account.id)

    const deleted = await putCase(portal, from.account.id)
    await portal.owner.knex('case_file').where({ id: deleted }).update({ deleted_at: portal.clock.now() })
    expect((await from.browser.get(`/applications/${deleted}/transfer`)).status).toBe(404)
  })

  it('A-004 whoever has three open cases cannot take another over', async () => {
    const { from, to, caseFile, answerForm } = await offered()
    for (let more = 0; more < 3; more += 1) await putCase(portal, to.account.id)
    await to.browser.get('/account/transfers')
    const page = await to.browser.submit(answerForm, { answer: 'accept', role: 'HANDLER' })
    expect(page.status).toBe(409)
    expect(await ownerOf(caseFile)).toBe(from.account.id)
    expect((await transferOf(caseFile)).status).toBe('OFFERED')
  })

  it('A-004 accepting, withdrawing and declining at the same instant: exactly one counts (20 races)', async () => {
    for (let round = 0; round < 20; round += 1) {
      const { from, to, caseFile, id } = await offered()
      await from.browser.get('/account/transfers')
      await to.browser.get('/account/transfers')
      const answers = await Promise.all([
        from.browser.post(`/account/transfers/${id}`, { _csrf: from.browser.token(), answer: 'withdraw' }),
        to.browser.post(`/account/transfers/${id}`, { _csrf: to.browser.token(), answer: 'accept', role: 'HANDLER' }),
        to.browser.post(`/account/transfers/${id}`, { _csrf: to.browser.token(), answer: 'decline' }),
      ])
      expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([303, 409, 409])
      const { status } = await transferOf(caseFile)
      expect(await ownerOf(caseFile)).toBe(status === 'ACCEPTED' ? to.account.id : from.account.id)
    }
  })

  it('S50 two windows offering at once make one offer', async () => {
    const [from, to] = [await side('张晓明'), await side('李青禾')]
    const caseFile = await putCase(portal, from.account.id)
    await from.browser.get(`/applications/${caseFile}/transfer`)
    const smsCode = await askForCode(portal, from.browser, from.account.phone)
    const fields = { _csrf: from.browser.token(), loginName: to.account.loginName, name: '李青禾', smsCode, password }
    await Promise.all([1, 2, 3, 4].map(() => from.browser.post(`/applications/${caseFile}/transfer`, fields)))
    expect(await portal.owner.knex('case_transfer').where({ case_id: caseFile })).toHaveLength(1)
  })

  it('S21 somebody else’s case, offer and answer are not found', async () => {
    const { from, to, caseFile, id } = await offered()
    const stranger = await side('赵无关')
    await stranger.browser.get('/account/transfers')
    const token = stranger.browser.token()
    expect((await stranger.browser.get(`/applications/${caseFile}/transfer`)).status).toBe(404)
    const fields = { _csrf: token, loginName: stranger.account.loginName, name: '赵无关' }
    for (const address of ['', '/code'])
      expect((await stranger.browser.post(`/applications/${caseFile}/transfer${address}`, fields)).status).toBe(404)
    for (const answer of ['accept', 'decline', 'withdraw', 'other'])
      for (const transfer of [id, randomUUID(), '0', "1' or '1'='1"]) {
        const address = `/account/transfers/${encodeURIComponent(transfer)}`
        const refused = await stranger.browser.post(address, { _csrf: token, answer, role: 'HANDLER' })
        expect(refused.status, `${answer} ${transfer}`).toBe(404)
      }
    // The two sides cannot do each other's part.
    await from.browser.get('/account/transfers')
    await to.browser.get('/account/transfers')
    const own = { _csrf: from.browser.token(), role: 'HANDLER' }
    for (const answer of ['accept', 'decline'])
      expect((await from.browser.post(`/account/transfers/${id}`, { ...own, answer })).status).toBe(404)
    expect(
      (await to.browser.post(`/account/transfers/${id}`, { _csrf: to.browser.token(), answer: 'withdraw' })).status,
    ).toBe(404)
    expect((await transferOf(caseFile)).status).toBe('OFFERED')
  })

  it('8.30 who takes over a case of stage 3 is verified first, and is who the case says they are', async () => {
    const from = await side('张晓明')
    const account = await createAccount(portal, '李青禾', { realNameLevel: 0 })
    const to: Side = { account, browser: await browserOf(portal, account) }
    const caseFile = await putCase(portal, from.account.id, {
      stage: 'establishmentSubmission',
      status: 'FIRST_REVIEWED',
      complete: true,
    })
    await offer(from, caseFile, account.loginName, '李青禾')
    const { id } = await transferOf(caseFile)
    const answer = (role: string) =>
      to.browser.post(`/account/transfers/${id}`, { _csrf: to.browser.token(), answer: 'accept', role })
    const page = await to.browser.get('/account/transfers')
    expect(mainText(page)).toContain('您实名认证以后才能接受')
    expect(page.$('button[value=accept]')).toHaveLength(0)
    const unverified = await answer('HANDLER')
    expect([unverified.status, await unverified.text()]).toEqual([409, expect.stringContaining('需要先实名认证')])
    expect([await ownerOf(caseFile), (await transferOf(caseFile)).status]).toEqual([from.account.id, 'OFFERED'])

    const become = (columns: object) => portal.owner.knex('account').where({ id: account.id }).update(columns)
    await become({ real_name_level: 1 })
    await to.browser.get('/account/transfers')
    const posing = await answer('LEGAL_REPRESENTATIVE')
    expect([posing.status, await posing.text()]).toEqual([
      422,
      expect.stringContaining('填写的拟任法定代表人是张*，不是您'),
    ])
    const named = '140106198503120014'
    await become({ id_number_idx: portal.deps.crypto.index('id-number', named) })
    const hiding = await answer('HANDLER')
    expect([hiding.status, await hiding.text()]).toEqual([422, expect.stringContaining('拟任法定代表人就是您')])
    expect((await answer('LEGAL_REPRESENTATIVE')).status).toBe(303)
    expect(await ownerOf(caseFile)).toBe(account.id)
  })

  it('8.40 an offer ends with its case, withdrawn or deleted: both sides are told, and it is recorded', async () => {
    for (const way of ['withdraw', 'delete'] as const) {
      const [from, to] = [await side('张晓明'), await side('李青禾')]
      const caseFile = await putCase(portal, from.account.id, {
        complete: true,
        ...(way === 'withdraw' ? { stage: 'nameApproval', status: 'SUBMITTED' } : {}),
      })
      await offer(from, caseFile, to.account.loginName, '李青禾')
      await from.browser.get(`/applications/${caseFile}/${way}`)
      await from.browser.submit(`form[action="/applications/${caseFile}/${way}"]`, { answer: 'yes' })
      expect([way, (await transferOf(caseFile)).status]).toEqual([way, 'WITHDRAWN'])
      for (const one of [from, to])
        expect(mainText(await one.browser.get('/messages'))).toContain('移交已终止：办件已经结束或者删除')
      expect(mainText(await to.browser.get('/account/transfers'))).not.toContain('接受，由我办理')
      expect(await auditActions(portal, 'case', caseFile)).toContain('case.transfer-ended')
    }
  })

  it('8.41 who gave a case away goes on seeing what it was called when it was offered, and nothing after', async () => {
    const { from, to, caseFile, answerForm } = await offered()
    const title = (await portal.owner.knex('case_file').where({ id: caseFile }).first('title')).title
    const rename = (name: string) => portal.owner.knex('case_file').where({ id: caseFile }).update({ title: name })
    await rename('山西省改名之一协会')
    await to.browser.get('/account/transfers')
    await to.browser.submit(answerForm, { answer: 'accept', role: 'HANDLER' })
    await rename('山西省改名之二协会')
    const read = async (one: Side): Promise<string> => {
      const list = mainText(await one.browser.get('/account/transfers'))
      await one.browser.get('/account/data')
      const answer = await one.browser.post('/account/data', { _csrf: one.browser.token(), password })
      return `${list} ${await answer.text()} ${mainText(await one.browser.get('/messages'))}`
    }
    const seen = await read(from)
    expect(seen).toContain(title)
    expect(seen).not.toContain('改名之二')
    expect(seen).not.toContain('改名之一')
    expect(await read(to)).toContain('改名之二')
  })

  it('A-004 a draft that was offered and shared once and then deleted is cleared like any other', async () => {
    const { from, to, caseFile, answerForm } = await offered()
    await from.browser.get('/account/transfers')
    await from.browser.submit(answerForm, { answer: 'withdraw' })
    await putGrant(portal, caseFile, from.account.id, to.account.id, 'see')
    const long = new Date(portal.clock.now().getTime() - 60 * 24 * 3_600_000)
    await portal.owner.knex('case_file').where({ id: caseFile }).update({ number: null, deleted_at: long })
    await sweepFilesTask(portal.deps)({}, {} as JobHelpers)
    expect(await portal.owner.knex('case_file').where({ id: caseFile })).toEqual([])
  })

  it('A-004 the authority sees the transfer in the case’s history, and the new handler as the applicant', async () => {
    const applicant = await makeApplicant(portal)
    const found = await makeCase(portal, { stage: 'nameApproval', status: 'SUBMITTED' }, { applicant })
    const password_hash = await portal.deps.passwords.hash(password)
    await portal.owner.knex('account').where({ id: applicant.id }).update({ password_hash })
    const row = await portal.owner.knex('account').where({ id: applicant.id }).first()
    const phone = portal.deps.crypto.decrypt(row.phone_enc, `account.phone:${row.id}`)
    const account = { id: applicant.id, loginName: row.login_name, name: row.name, phone }
    const from: Side = { account, browser: await browserOf(portal, account) }
    const to = await side('李青禾')
    await offer(from, found.id, to.account.loginName, '李青禾')
    const { id } = await transferOf(found.id)
    await to.browser.get('/account/transfers')
    await to.browser.submit(`form[action="/account/transfers/${id}"]`, { answer: 'accept', role: 'HANDLER' })
    const window = await signIn(portal, { staffId: (await staffOf(portal, 'WINDOW')).id })
    const text = (await window.get(`/staff/applications/${found.id}`)).$('main').text()
    // 8.30 The reviewer is told, old and new masked, and asked to compare.
    expect(text).toContain(`由${maskName(row.name)}移交给李*，对方已接受`)
    expect(text).toContain('申请人变更过')
    const number = (of: string, sealed: string) => portal.deps.crypto.decrypt(sealed, `account.id_number:${of}`)
    const taker = await portal.owner.knex('account').where({ id: to.account.id }).first('id_number_enc')
    for (const full of [number(row.id, row.id_number_enc), number(to.account.id, taker.id_number_enc)]) {
      expect(text).toContain(`（证件号码${maskIdNumber(full)}）`)
      expect(text).not.toContain(full)
    }
    expect(text.replaceAll(/\s+/g, '')).toContain('申请人李青禾')
    // What is decided from now on is told to the new handler.
    await found.step('accept')
    expect(mainText(await to.browser.get('/messages'))).toContain('已受理')
    expect(mainText(await from.browser.get('/messages'))).not.toContain('已受理')
  })
})
