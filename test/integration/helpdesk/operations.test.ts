import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { identityKey } from '../../../src/core/identity/documents.ts'
import { composeUscc } from '../../../src/core/identity/uscc.ts'
import { accountPlaces } from '../../../src/modules/people/account.ts'
import { paths } from '../../../src/web/paths.ts'
import { mainText, messagesTo, messageWith } from '../../support/accounts.ts'
import { createBrowser, type Browser, type Page } from '../../support/browser.ts'
import { freshId, matterBoxes, openCounter, operationState, type Counter } from '../../support/counter.ts'
import { browserOf, createAccount, type TestApplicant } from '../../support/people.ts'
import { captchaAnswer, startTestPortal, type TestPortal } from '../../support/portal.ts'

let portal: TestPortal
let first: Counter
let second: Counter

beforeAll(async () => {
  portal = await startTestPortal()
  first = await openCounter(portal, 'kefu1')
  second = await openCounter(portal, 'kefu2')
})
afterAll(() => portal.stop())

const accountRow = async (id: string) => {
  const row = await portal.owner
    .knex('account')
    .where({ id })
    .first<Record<string, unknown> & { phone_enc: string; id_number_enc: string }>()
  if (!row) throw new Error('no account')
  return row
}

const phoneNow = async (id: string): Promise<string> =>
  portal.deps.crypto.decrypt((await accountRow(id)).phone_enc, accountPlaces.phone(id))

const inbox = async (id: string): Promise<readonly string[]> => {
  const rows = await portal.owner
    .knex('message')
    .where({ account_id: id })
    .orderBy('id')
    .select<{ title: string }[]>('title')
  return rows.map(({ title }) => title)
}

/** Logs in by the pages, as a person does. */
const logIn = async (path: string, identity: string, password: string): Promise<Browser> => {
  const browser = createBrowser(portal.baseUrl)
  await browser.get(path)
  await browser.submit('main form[method=post]', { identity, password, captcha: captchaAnswer })
  return browser
}

/** Where somebody who is logged in is sent before anything else. */
const mustDoFirst = async (browser: Browser): Promise<string> =>
  (await browser.raw(paths.cases)).headers.get('location') ?? ''

const passwordIn = (text: string): string => /临时密码([A-Za-z0-9]{12})/.exec(text)?.[1] ?? ''

/** One clerk submits, the other confirms. */
const agree = async (id: string): Promise<void> => {
  expect((await first.step(id, 'finish')).status).toBe(303)
  expect((await operationState(portal, id)).status).toBe('WAITING_SECOND')
  expect((await second.step(id, 'confirm')).status).toBe(303)
}

let units = 0

/** A unit's account as the counter makes it. */
const registerUnit = async (): Promise<{ id: string; phone: string; loginName: string; uscc: string }> => {
  units += 1
  const uscc = composeUscc('FOUNDATION', '140000', `MJ9${String(units).padStart(5, '0')}`)
  const phone = `1360000${String(units).padStart(4, '0')}`
  const loginName = `danwei${String(units)}`
  const id = await first.prepare(
    { kind: 'REGISTER', userType: 'FOUNDATION' },
    {
      loginName,
      name: `山西省示例第${String(units)}基金会`,
      uscc,
      representativeName: '赵志远',
      idType: 'RESIDENT_ID',
      idNumber: freshId(),
      phone,
      handlerName: '陈雨桐',
      handlerIdNumber: freshId(),
      handlerPhone: '13912340006',
      registrationAuthority: '山西省民政厅',
    },
  )
  await agree(id)
  return { id: (await operationState(portal, id)).account_id ?? '', phone, loginName, uscc }
}

describe('finding an account', () => {
  it('H-01 finds by name, ID number, phone and account name, exactly, and shows nothing in full', async () => {
    const account = await createAccount(portal, '慕容婉清')
    const number = freshId()
    await portal.owner
      .knex('account')
      .where({ id: account.id })
      .update({
        id_number_enc: portal.deps.crypto.encrypt(number, accountPlaces.idNumber(account.id)),
        id_number_idx: portal.deps.crypto.index('id-number', identityKey('RESIDENT_ID', number)),
      })
    for (const [way, value] of [
      ['name', '慕容婉清'],
      ['idNumber', number],
      ['phone', account.phone],
      ['loginName', account.loginName.toUpperCase()],
    ] as const) {
      await first.browser.get(paths.desk)
      const page = await first.browser.submit('main form[method=post]', { way, value })
      expect(page.status).toBe(200)
      expect(page.$(`main a[href="${paths.deskAccount(account.id)}"]`)).toHaveLength(1)
      const result = page.$('main table').text()
      expect(result).not.toContain('慕容婉清')
      expect(result).toContain('慕容*')
      for (const whole of [number, account.phone]) expect(result).not.toContain(whole)
    }
    for (const [way, value] of [
      ['name', '慕容婉'],
      ['phone', `1${account.phone.slice(1, 10)}9`],
      ['loginName', account.loginName.slice(0, -1)],
    ] as const) {
      await first.browser.get(paths.desk)
      const page = await first.browser.submit('main form[method=post]', { way, value })
      expect(page.$(`a[href="${paths.deskAccount(account.id)}"]`)).toHaveLength(0)
    }
    const logged = await portal.owner
      .knex('audit_log')
      .where({ action: 'desk-search' })
      .select<{ details: unknown; chain: string }[]>('details', 'chain')
    expect(logged.length).toBeGreaterThanOrEqual(7)
    const text = JSON.stringify(logged)
    for (const secret of [number, account.phone, '慕容']) expect(text).not.toContain(secret)
    expect(new Set(logged.map(({ chain }) => chain))).toEqual(new Set(['shanxi-mzt']))
  })

  it('H-01 finds a unit by its code, and says what cannot be a code', async () => {
    const unit = await registerUnit()
    await first.browser.get(paths.desk)
    const page = await first.browser.submit('main form[method=post]', { way: 'uscc', value: unit.uscc.toLowerCase() })
    expect(page.$(`main a[href="${paths.deskAccount(unit.id)}"]`)).toHaveLength(1)
    const wrong = await first.browser.submit('main form[method=post]', { way: 'uscc', value: '12345' })
    expect(wrong.status).toBe(422)
    expect(wrong.$('#value').attr('value')).toBe('12345')
    const empty = await first.browser.submit('main form[method=post]', { way: 'name', value: ' ' })
    expect(empty.status).toBe(422)
  })

  it('HD-03 an official may look up only so many an hour, and the refusal is on record', async () => {
    const counter = await openCounter(portal, 'taiyuan-kefu2')
    const search = (): Promise<Response> =>
      counter.browser.post(paths.desk, { _csrf: counter.token, way: 'loginName', value: 'nobody' })
    for (let time = 0; time < 60; time += 1) expect((await search()).status).toBe(200)
    expect((await search()).status).toBe(429)
    const rows = await portal.owner
      .knex('audit_log')
      .where({ action: 'desk-search', chain: 'taiyuan-spj' })
      .whereRaw("details ->> 'limited' = 'true'")
    expect(rows).toHaveLength(1)
  })
})

describe('an operation from the first paper to the end', () => {
  it('H-01 shows the exact check list, and can be left half done and gone on with', async () => {
    const account = await createAccount(portal, '林知远')
    const { id, answer } = await first.start({ kind: 'CHANGE_DATA', byAgent: true, accountId: account.id })
    expect(answer.headers.get('location')).toBe(paths.deskOperation(id))
    const page = await first.open(id)
    const text = mainText(page)
    for (const line of [
      '授权人身份证复印件（授权人签字）和被授权人身份证复印件（被授权人签字），被授权人身份证原件备查。',
      '自然人授权委托书原件（附录1）。',
      '《用户协议》（本人签字，附录4，即山西省政务服务网用户协议）。',
    ])
      expect(text).toContain(line)
    expect(page.$('section.upload')).toHaveLength(3)
    expect(page.$(`a[href="${paths.helpForm('personal-letter')}"]`)).toHaveLength(1)
    expect(text).not.toContain('林知远')
    await first.material(id, 'agreement')
    const wrong = await first.step(id, 'data', { email: 'not an address' })
    expect(wrong.status).toBe(422)
    const again = await first.open(id)
    expect(again.$('#email').attr('value')).toBe('notanaddress')
    expect(again.$('#line-agreement-tick').attr('checked')).toBeDefined()
    const list = await first.browser.get(paths.desk)
    expect(list.$(`a[href="${paths.deskOperation(id)}"]`)).toHaveLength(1)
    const print = await first.browser.get(paths.deskStep(id, 'print'))
    expect(print.text).toContain('自然人授权委托书原件（附录1）。')
  })

  it('H-02 keeps who saw which original and when, and the scans, and hands originals back', async () => {
    const account = await createAccount(portal)
    const id = await first.prepare({ kind: 'UNLOCK', accountId: account.id })
    const checks = await portal.owner
      .knex('desk_check as c')
      .join('staff as s', 's.id', 'c.checked_by')
      .where({ operation_id: id })
      .orderBy('line')
      .select<{ line: string; original_seen: boolean; login_key: string; checked_at: Date }[]>(
        'line',
        'original_seen',
        'login_key',
        'checked_at',
      )
    expect(checks).toEqual([
      { line: 'agreement', original_seen: false, login_key: 'kefu1', checked_at: portal.clock.now() },
      { line: 'holder-id', original_seen: true, login_key: 'kefu1', checked_at: portal.clock.now() },
    ])
    const page = await first.open(id)
    expect(page.$('#line-holder-id').text()).toContain('晋帮办一 2026年11月20日 12:00 核对原件')
    expect(page.$('#line-holder-id label').text()).toContain('原件已当场退还')
    const [scan] = page.$('#line-holder-id a[href*="/scans/"]').toArray()
    const file = await first.browser.raw(page.$(scan).attr('href') ?? '')
    expect(file.status).toBe(200)
    expect(file.headers.get('content-type')).toBe('application/pdf')
    expect(file.headers.get('cache-control')).toBe('no-store')
  })

  it('H-02 takes a tick and a scan back, the scan after it was asked, and then cannot be finished', async () => {
    const account = await createAccount(portal)
    const id = await first.prepare({ kind: 'UNLOCK', accountId: account.id })
    const scans = '#line-holder-id a[href*="/scans/"]'
    const askedBefore = async (answer: string): Promise<Page> => {
      const page = await first.open(id)
      const scan = page.$('#line-holder-id input[name=scan]').attr('value') ?? ''
      const asked = await first.browser.get(`${paths.deskStep(id, 'remove-scan')}?scan=${scan}`)
      expect(asked.$('h1').text()).toBe('删除扫描件吗？')
      return first.browser.submit('main form', { answer })
    }
    expect((await askedBefore('no')).$(scans)).toHaveLength(1)
    expect((await askedBefore('yes')).$(scans)).toHaveLength(0)
    expect((await first.step(id, 'finish')).status).toBe(422)
    expect((await first.material(id, 'holder-id', { ticked: false })).status).toBe(303)
    const answer = await first.step(id, 'finish')
    expect(answer.status).toBe(422)
    expect(await answer.text()).toContain('材料1：请核对后勾选')
    expect((await operationState(portal, id)).status).toBe('OPEN')
  })

  it('H-03 H-04 takes a letter with several matters, and shows until when it is good', async () => {
    const account = await createAccount(portal)
    const id = await first.prepare({ kind: 'RESET_PASSWORD', byAgent: true, accountId: account.id })
    const page = await first.open(id)
    expect(page.$(`input[name="${matterBoxes['用户登录']}"]`).attr('checked')).toBeDefined()
    expect(page.$(`input[name="${matterBoxes['用户修改']}"]`).attr('checked')).toBeUndefined()
    await agree(id)
    const done = await first.open(id)
    expect(mainText(done)).toContain('授权委托书有效期至 2026年12月20日')
    expect(done.text).not.toContain('13512340001')
  })

  it('H-01 refuses what is not a PDF or a picture, and keeps the rest', async () => {
    const account = await createAccount(portal)
    const { id } = await first.start({ kind: 'UNLOCK', accountId: account.id })
    const answer = await first.material(id, 'holder-id', { files: [Buffer.from('MZ not a scan')], name: '扫描件.exe' })
    expect(answer.status).toBe(422)
    expect(await portal.owner.knex('desk_material').where({ operation_id: id })).toHaveLength(0)
  })

  it('H-01 the same start form sent twice begins one operation', async () => {
    const account = await createAccount(portal)
    const { id } = await first.start({ kind: 'UNLOCK', accountId: account.id })
    const again = await first.start({ kind: 'UNLOCK', accountId: account.id }, id)
    expect(again.answer.headers.get('location')).toBe(paths.deskOperation(id))
    expect(await portal.owner.knex('desk_operation').where({ account_id: account.id })).toHaveLength(1)
  })
})

describe('what is done to the account', () => {
  it('H-01 HD-01 registers a person; the password goes to their phone only and must be changed', async () => {
    const idNumber = freshId()
    const phone = '13512345678'
    const id = await first.prepare(
      { kind: 'REGISTER' },
      {
        loginName: 'tielaoren',
        name: '何桂英',
        idType: 'RESIDENT_ID',
        idNumber,
        email: 'he@example.org',
        phone,
      },
    )
    await agree(id)
    const page = await second.open(`${id}?done=1`)
    const password = passwordIn(await messageWith(portal, phone, /账号ti\*\*\*\*.*临时密码/))
    expect(password).toHaveLength(12)
    expect(page.text).not.toContain(password)
    expect(mainText(page)).toContain('工作人员看不到密码')
    for (const whole of [idNumber, phone]) expect(page.text).not.toContain(whole)
    const { account_id: accountId } = await operationState(portal, id)
    const row = await accountRow(accountId ?? '')
    expect(row).toMatchObject({
      kind: 'PERSONAL',
      must_change_password: true,
      real_name_level: 1,
      real_name_channel: 'counter',
    })
    expect(row['temporary_until']).toEqual(new Date(portal.clock.now().getTime() + 24 * 3_600_000))
    const audit = JSON.stringify(await portal.owner.knex('audit_log').select('details'))
    for (const secret of [password, phone, idNumber]) expect(audit).not.toContain(secret)
    const browser = await logIn(paths.loginPersonal, 'tielaoren', password)
    expect(await mustDoFirst(browser)).toContain(paths.accountPassword)
    expect(await inbox(accountId ?? '')).toEqual(['政务大厅办理：用户注册'])
  })

  it('H-01 registers a unit on its papers; its code stays its own', async () => {
    const unit = await registerUnit()
    const password = passwordIn(await messageWith(portal, unit.phone, /临时密码/))
    expect(password).toHaveLength(12)
    const [legal] = await portal.owner.knex('legal_person').where({ account_id: unit.id })
    expect(legal).toMatchObject({ type: 'FOUNDATION', uscc: unit.uscc, representative_name: '赵志远' })
    expect((legal as { certificate_sha256: string }).certificate_sha256).toHaveLength(64)
    const again = await first.prepare({ kind: 'REGISTER', userType: 'FOUNDATION' })
    const saved = await first.step(again, 'data', {
      loginName: 'anotherunit',
      name: '山西省另一个基金会',
      uscc: unit.uscc,
      representativeName: '赵志远',
      idType: 'RESIDENT_ID',
      idNumber: freshId(),
      phone: '13600009999',
      handlerName: '陈雨桐',
      handlerIdNumber: freshId(),
      handlerPhone: '13912340006',
      registrationAuthority: '山西省民政厅',
    })
    expect(saved.status).toBe(422)
    const answer = await first.step(again, 'finish')
    expect(answer.status).toBe(422)
    expect(await answer.text()).toContain('该统一社会信用代码已被认证')
    expect(await portal.owner.knex('account').where({ login_key: 'anotherunit' })).toHaveLength(0)
  })

  it('H-01 registering says which of account name and ID number is taken', async () => {
    const account = await createAccount(portal)
    const values = { name: '王秀兰', idType: 'RESIDENT_ID', email: 'w@example.org', phone: '13512345670' }
    const idNumber = freshId()
    const one = await first.prepare({ kind: 'REGISTER' }, { ...values, loginName: 'wangxiulan', idNumber })
    await agree(one)
    const two = await first.prepare({ kind: 'REGISTER' })
    expect((await first.step(two, 'data', { ...values, loginName: 'wangxiulan2', idNumber })).status).toBe(422)
    expect(await (await first.step(two, 'finish')).text()).toContain('该身份证号已被认证')
    const three = await first.prepare({ kind: 'REGISTER' })
    const other = { ...values, loginName: account.loginName, idNumber: freshId() }
    expect((await first.step(three, 'data', other)).status).toBe(422)
    const refused = await first.step(three, 'finish')
    expect(refused.status).toBe(422)
    expect(await refused.text()).toContain('登录账号已注册')
  })

  it('H-01 a person registered by an agent is not taken for verified', async () => {
    const id = await first.prepare(
      { kind: 'REGISTER', byAgent: true },
      {
        loginName: 'weituoren',
        name: '孙德胜',
        idType: 'RESIDENT_ID',
        idNumber: freshId(),
        email: 's@example.org',
        phone: '13512345671',
      },
    )
    await agree(id)
    const { account_id: accountId } = await operationState(portal, id)
    expect(await accountRow(accountId ?? '')).toMatchObject({ real_name_level: 0, real_name_channel: null })
  })

  it('8.45 says of the temporary password what is known: queued, sent, or never sent', async () => {
    const account = await createAccount(portal)
    const id = await first.prepare({ kind: 'RESET_PASSWORD', accountId: account.id })
    await agree(id)
    const sms = portal.owner.knex('outgoing_sms').where({ about: `desk_operation:${id}` })
    await expect
      .poll(async () => (await sms.clone().first<{ sent_at: Date | null }>('sent_at')).sent_at, { timeout: 10_000 })
      .not.toBeNull()
    const sent = new Date('2026-11-20T04:01:00Z')
    for (const [row, says] of [
      [{ sent_at: null, failures: 0 }, '已排队'],
      [{ sent_at: null, failures: 2 }, '发送失败2次，将自动重试'],
      [{ sent_at: sent }, '已发送'],
      [{ sent_at: null, given_up_at: sent, given_up_why: 'FAILED', failures: 12 }, '未送达'],
    ] as const) {
      await sms.clone().update(row)
      const page = await second.open(id)
      expect(mainText(page)).toContain(says)
      expect(mainText(page)).not.toMatch(/临时密码已(发|由)/)
    }
    expect((await first.open(id)).$('main').text()).not.toContain(account.phone)
  })

  it('H-01 HD-01 resets a password: the old one and the session are worth nothing', async () => {
    const account = await createAccount(portal)
    const browser = await browserOf(portal, account)
    expect((await browser.raw(paths.account)).status).toBe(200)
    const id = await first.prepare({ kind: 'RESET_PASSWORD', accountId: account.id })
    await agree(id)
    expect((await browser.raw(paths.account)).status).toBe(303)
    const password = passwordIn(await messageWith(portal, account.phone, /临时密码/))
    expect((await logIn(paths.loginPersonal, account.loginName, 'Test@20261121')).page().status).toBe(422)
    const again = await logIn(paths.loginPersonal, account.loginName, password)
    expect(await mustDoFirst(again)).toContain(paths.accountPassword)
    expect(await inbox(account.id)).toEqual(['政务大厅办理：重置密码'])
    expect((await accountRow(account.id))['credentials_changed_at']).toEqual(portal.clock.now())
  })

  it('H-01 lifts a lock', async () => {
    const account = await createAccount(portal)
    const until = new Date(portal.clock.now().getTime() + 600_000)
    await portal.owner.knex('account').where({ id: account.id }).update({ failed_logins: 5, locked_until: until })
    const seen = await first.browser.get(paths.deskAccount(account.id))
    expect(mainText(seen)).toContain('已锁定')
    const id = await first.prepare({ kind: 'UNLOCK', accountId: account.id })
    expect((await first.step(id, 'finish')).status).toBe(303)
    expect(await accountRow(account.id)).toMatchObject({ failed_logins: 0, locked_until: null })
    expect(await messageWith(portal, account.phone, /解除锁定/)).toContain('0351-5550100')
  })

  it('H-01 changes e-mail and handler at once, name and document with a second person', async () => {
    const account = await createAccount(portal, '周婷')
    const one = await first.prepare({ kind: 'CHANGE_DATA', accountId: account.id }, { email: 'new@example.org' })
    expect((await first.step(one, 'finish')).status).toBe(303)
    expect((await operationState(portal, one)).status).toBe('DONE')
    const idNumber = freshId()
    const two = await first.prepare(
      { kind: 'CHANGE_DATA', accountId: account.id },
      { name: '周亭', idType: 'RESIDENT_ID', idNumber },
    )
    expect((await first.step(two, 'finish')).status).toBe(303)
    expect((await operationState(portal, two)).status).toBe('WAITING_SECOND')
    expect(await accountRow(account.id)).toMatchObject({ name: '周婷' })
    const waiting = await second.open(two)
    expect(mainText(waiting)).toContain(idNumber)
    expect((await second.step(two, 'confirm')).status).toBe(303)
    expect(await accountRow(account.id)).toMatchObject({
      name: '周亭',
      id_number_idx: portal.deps.crypto.index('id-number', idNumber),
    })
    const unit = await registerUnit()
    const three = await first.prepare(
      { kind: 'CHANGE_DATA', userType: 'FOUNDATION', accountId: unit.id },
      { handlerName: '刘慧敏', handlerIdNumber: freshId(), handlerPhone: '13912340007' },
    )
    expect((await first.step(three, 'finish')).status).toBe(303)
    expect(await portal.owner.knex('legal_person').where({ account_id: unit.id })).toMatchObject([
      { handler_name: '刘慧敏' },
    ])
  })

  it('H-01 a changed ID number that is somebody else’s is refused', async () => {
    const [one, other] = [await createAccount(portal), await createAccount(portal)]
    const idNumber = freshId()
    await portal.owner
      .knex('account')
      .where({ id: other.id })
      .update({ id_number_idx: portal.deps.crypto.index('id-number', idNumber) })
    const id = await first.prepare({ kind: 'CHANGE_DATA', accountId: one.id }, { idType: 'RESIDENT_ID', idNumber })
    await first.step(id, 'finish')
    expect((await second.step(id, 'confirm')).status).toBe(422)
    expect((await operationState(portal, id)).status).toBe('WAITING_SECOND')
  })

  it('H-01 a new representative is told like the old one, and the account goes on with the new phone', async () => {
    const unit = await registerUnit()
    const phone = '13512345672'
    const id = await first.prepare(
      { kind: 'CHANGE_REPRESENTATIVE', userType: 'FOUNDATION', accountId: unit.id },
      { representativeName: '郭永强', idType: 'RESIDENT_ID', idNumber: freshId(), phone },
    )
    expect((await first.step(id, 'finish')).status).toBe(303)
    expect(await phoneNow(unit.id)).toBe(unit.phone)
    expect((await second.step(id, 'confirm')).status).toBe(303)
    expect(await phoneNow(unit.id)).toBe(phone)
    expect(await portal.owner.knex('legal_person').where({ account_id: unit.id })).toMatchObject([
      { representative_name: '郭永强' },
    ])
    for (const told of [unit.phone, phone])
      expect(await messageWith(portal, told, /预留手机号改为/)).toContain('135****5672')
  })
})

describe('the counter for somebody whose phone is gone', () => {
  const change = async (account: TestApplicant, phone: string): Promise<string> => {
    const id = await first.prepare({ kind: 'CHANGE_PHONE', accountId: account.id }, { phone, phoneAgain: phone })
    expect((await first.step(id, 'finish')).status).toBe(303)
    return id
  }

  it('F-08 F-09 gets the new number in by two clerks, tells both phones, and the person logs in with it', async () => {
    const account = await createAccount(portal, '李建国')
    const browser = await browserOf(portal, account)
    const phone = '13512345673'
    const id = await change(account, phone)
    expect(await phoneNow(account.id)).toBe(account.phone)
    expect(await operationState(portal, id)).toMatchObject({ status: 'WAITING_SECOND', second_by: null })
    const list = await second.browser.get(paths.desk)
    expect(mainText(list)).toContain('等待第二人确认')
    const page = await second.open(id)
    expect(mainText(page)).toContain(phone)
    await second.browser.submit(`form[action="${paths.deskStep(id, 'confirm')}"]`)
    expect((await operationState(portal, id)).status).toBe('DONE')
    expect(await phoneNow(account.id)).toBe(phone)
    expect((await browser.raw(paths.account)).status).toBe(303)
    for (const told of [account.phone, phone]) {
      const text = await messageWith(portal, told, /修改手机号/)
      expect(text).toContain('135****5673')
      expect(text).not.toContain(phone)
    }
    expect(await inbox(account.id)).toEqual(['政务大厅办理：修改手机号，新手机号135****5673'])
    const again = await logIn(paths.loginPersonal, phone, 'Test@20261121')
    expect(again.page().status).toBe(200)
    expect((await again.raw(paths.account)).status).toBe(200)
    expect((await logIn(paths.loginPersonal, account.phone, 'Test@20261121')).page().status).toBe(422)
    // AU-11: for a day the change can be taken back, so the phone stays where the counter put it.
    expect(mainText(await again.get(paths.accountPhone))).toContain('24小时内不能在网上修改手机号')
  })

  it('HD-04 what the counter did stays on the account’s page for the counter, masked', async () => {
    const account = await createAccount(portal)
    const phone = '13512345674'
    const id = await change(account, phone)
    await second.step(id, 'confirm')
    const seen = await first.browser.get(paths.deskAccount(account.id))
    expect(seen.$(`a[href="${paths.deskOperation(id)}"]`)).toHaveLength(1)
    const elsewhere = await openCounter(portal, 'taiyuan-kefu1')
    const other = await elsewhere.browser.get(paths.deskAccount(account.id))
    expect(mainText(other)).toContain('山西省民政厅')
    expect(other.$(`a[href="${paths.deskOperation(id)}"]`)).toHaveLength(0)
    expect((await first.open(id)).text).not.toContain(phone)
  })

  it('HD-04 whoever reads an account or its check list at the counter is on record, by whichever page', async () => {
    const account = await createAccount(portal)
    const id = await change(account, '13512345679')
    const looks = (objectId: string, action: string) =>
      portal.owner.knex('audit_log').where({ object_id: objectId, action }).count<{ count: string }[]>()
    const before = [await looks(account.id, 'desk-account-viewed'), await looks(id, 'desk-operation-viewed')]
    await first.browser.get(`${paths.deskNew}?account=${account.id}`)
    await first.browser.get(paths.deskStep(id, 'print'))
    const after = [await looks(account.id, 'desk-account-viewed'), await looks(id, 'desk-operation-viewed')]
    expect(after.map(([row]) => Number(row?.count))).toEqual(before.map(([row]) => Number(row?.count) + 1))
  })

  it('HD-02 the holder calls within a day, and two clerks take it back', async () => {
    const account = await createAccount(portal)
    const id = await change(account, '13512345675')
    await second.step(id, 'confirm')
    expect((await first.step(id, 'withdraw', { reason: '持有人来电，不是本人办理' })).status).toBe(303)
    expect(mainText(await second.browser.get(paths.desk))).toContain('待确认撤回')
    expect((await first.step(id, 'confirm-withdrawal')).status).toBe(403)
    expect(await phoneNow(account.id)).toBe('13512345675')
    expect((await second.step(id, 'confirm-withdrawal')).status).toBe(303)
    expect(await phoneNow(account.id)).toBe(account.phone)
    expect((await operationState(portal, id)).status).toBe('WITHDRAWN')
    expect(passwordIn(await messageWith(portal, account.phone, /撤回.*临时密码/))).toHaveLength(12)
    expect((await messagesTo(portal, '13512345675')).some(({ text }) => text.includes('临时密码'))).toBe(false)
  })

  it('HD-02 not after a day, and not before a later change at the counter is taken back', async () => {
    const account = await createAccount(portal)
    const id = await change(account, '13512345676')
    await second.step(id, 'confirm')
    await portal.owner
      .knex('desk_operation')
      .where({ id })
      .update({ finished_at: new Date(portal.clock.now().getTime() - 1000) })
    const later = await change(account, '13512345677')
    await second.step(later, 'confirm')
    const refused = await first.step(id, 'withdraw', { reason: '持有人来电' })
    expect([refused.status, await refused.text()]).toEqual([409, expect.stringContaining('请先撤回后一次办理')])
    await first.step(later, 'withdraw', { reason: '持有人来电' })
    expect((await second.step(later, 'confirm-withdrawal')).status).toBe(303)
    await portal.owner
      .knex('desk_operation')
      .where({ id })
      .update({ finished_at: new Date(portal.clock.now().getTime() - 24 * 3_600_000 - 1) })
    expect((await first.step(id, 'withdraw', { reason: '持有人来电' })).status).toBe(409)
  })

  it('the second person may say no, with a reason, and nothing is changed', async () => {
    const account = await createAccount(portal)
    const id = await change(account, '13512345678')
    expect((await second.step(id, 'refuse', { reason: ' ' })).status).toBe(422)
    expect((await second.step(id, 'refuse', { reason: '复印件上的签字与授权委托书不一致' })).status).toBe(303)
    expect(await operationState(portal, id)).toMatchObject({
      status: 'REFUSED',
      reason: '复印件上的签字与授权委托书不一致',
    })
    expect(await phoneNow(account.id)).toBe(account.phone)
    expect(await inbox(account.id)).toEqual(['政务大厅未予办理：修改手机号'])
    expect(await messageWith(portal, account.phone, /复核后没有办理/)).toContain('0351-5550100')
  })
})
