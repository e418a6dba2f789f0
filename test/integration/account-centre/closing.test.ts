import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import {
  accountId,
  auditActions,
  codeSentBy,
  fill,
  logInAs,
  mainText,
  messagesTo,
  messageWith,
  otherCode,
  register,
  staffPhone,
  testPerson,
} from '../../support/accounts.ts'
import { putCase } from '../../support/own-cases.ts'
import { createBrowser, type Browser } from '../../support/browser.ts'
import { createCase } from '../../../src/modules/cases/drafts.ts'
import { findApplicant } from '../../../src/web/actors.ts'
import { sampleAnswers } from '../../support/sample.ts'
import { browserOf, createAccount, type TestApplicant } from '../../support/people.ts'
import { openCounter, operationState } from '../../support/counter.ts'
import { forgetInterval } from '../../support/login-accounts.ts'
import { startTestPortal, type TestPortal } from '../../support/portal.ts'
import { putGrant } from '../../support/grants.ts'
import { offerCase } from '../../support/transfers.ts'

const password = 'Test@20261121'

let portal: TestPortal
beforeAll(async () => {
  portal = await startTestPortal()
})
afterAll(() => portal.stop())

const agreed = { 我知道账号注销后不能恢复: 'yes' } as const

const askForCode = async (browser: Browser, phone: string): Promise<string> => {
  await forgetInterval(portal, phone)
  await browser.get('/account/close')
  return codeSentBy(portal, phone, () => fill(browser, {}, 'send-code'))
}

const closedAt = async (account: Pick<TestApplicant, 'id'>): Promise<Date | null> => {
  const row = await portal.owner
    .knex('account')
    .where({ id: account.id })
    .first<{ closed_at: Date | null }>('closed_at')
  return row.closed_at
}

describe('注销账号', () => {
  it('A-023 after the password and a code the account is closed for good, and the same document registers anew', async () => {
    const person = testPerson(0)
    const browser = await register(portal, person)
    const id = await accountId(portal, person.loginName)
    expect(mainText(await browser.get('/account/close'))).toContain('属于登记档案')
    const code = await askForCode(browser, person.phone)
    const done = await fill(browser, { 短信验证码: code, 当前登录密码: person.password, ...agreed }, 'close')
    expect(done.url).toBe('/account/closed')
    expect(mainText(done)).toContain('账号已注销')
    expect((await browser.get('/account')).url).toContain('/login/personal')
    const row = await portal.owner.knex('account').where({ id }).first()
    expect([row.closed_at, row.email_enc, row.email_idx]).toEqual([portal.clock.now(), null, null])
    expect((await auditActions(portal, 'account', id)).at(-1)).toBe('account-closed')
    await messageWith(portal, person.phone, /已注销/)

    for (const identity of [person.loginName, person.idNumber, person.phone]) {
      const refused = await logInAs(createBrowser(portal.baseUrl), identity, person.password)
      expect(refused.status, identity).toBe(422)
    }
    await forgetInterval(portal, person.phone)
    const again = await register(portal, { ...person, loginName: `${person.loginName}_x` })
    expect((await again.get('/account')).url).toBe('/account')
    // The user name of a closed account is nobody else's.
    const other = { ...testPerson(1), loginName: person.loginName }
    await expect(register(portal, other)).rejects.toThrow('登录账号已注册')
  })

  it('A-023 is refused while cases are open, with the cases; a code or password alone, or neither, closes nothing', async () => {
    const account = await createAccount(portal)
    const browser = await browserOf(portal, account)
    const caseFile = await putCase(portal, account.id, { stage: 'nameApproval', complete: true })
    const page = await browser.get('/account/close')
    expect(mainText(page)).toContain('现在不能注销')
    expect(page.$(`main a[href="/applications/${caseFile}"]`).length).toBe(1)
    expect(page.$('main form[method=post]').length).toBe(0)
    await browser.get('/account/email')
    const token = browser.token()
    await browser.post('/account/close', { _csrf: token, smsCode: '1', password, understood: 'yes' })
    expect(await closedAt(account)).toBeNull()

    await portal.owner.knex('case_file').where({ id: caseFile }).update({ status: 'WITHDRAWN' })
    const code = await askForCode(browser, account.phone)
    expect(
      (await fill(browser, { 短信验证码: otherCode(code), 当前登录密码: password, ...agreed }, 'close')).status,
    ).toBe(422)
    expect((await fill(browser, { 短信验证码: code, 当前登录密码: 'Wrong#2026', ...agreed }, 'close')).status).toBe(422)
    expect(
      (await fill(browser, { 短信验证码: code, 当前登录密码: password, 我知道账号注销后不能恢复: 'no' }, 'close'))
        .status,
    ).toBe(422)
    expect(await closedAt(account)).toBeNull()
    // Item 16: the code was right the first time and is not asked for again.
    expect((await fill(browser, { 短信验证码: '', 当前登录密码: password, ...agreed }, 'close')).url).toBe(
      '/account/closed',
    )
    expect(await closedAt(account)).not.toBeNull()
  })

  it('closing and opening a case at the same instant: never a case of a closed account', async () => {
    const province = portal.deps.reference.authorities.find((one) => one.code === 'shanxi-mzt')
    const wanted = { matter: 'social-group-establishment', authorityId: province?.id ?? 0 }
    for (let round = 0; round < 8; round += 1) {
      const account = await createAccount(portal)
      const browser = await browserOf(portal, account)
      const actor = await findApplicant(portal.deps, account.id)
      if (!actor) throw new Error('no applicant')
      const smsCode = await askForCode(browser, account.phone)
      const fields = { _csrf: browser.token(), action: 'close', smsCode, password, understood: 'yes' }
      const open = () => createCase(portal.deps, actor, { ip: '127.0.0.1', requestId: 'test' }, wanted)
      const [opened, closed] = await Promise.allSettled([open(), browser.post('/account/close', fields)])
      expect(closed.status === 'fulfilled' && closed.value.status).toBe((await closedAt(account)) ? 303 : 200)
      expect([round, opened.status]).toEqual([round, (await closedAt(account)) ? 'rejected' : 'fulfilled'])
      if (await closedAt(account)) await expect(open()).rejects.toThrow()
    }
  })

  it('a request still under review is withdrawn with the account', async () => {
    const account = await createAccount(portal)
    const { crypto, clock } = portal.deps
    const authority = await portal.owner.knex('authority').where({ code: 'taiyuan-spj' }).first('id', 'division_code')
    const id = randomUUID()
    await portal.owner.knex('registration_request').insert({
      id,
      account_id: account.id,
      proposed_name: '太原市面塑艺术研究会',
      name_key: '太原市面塑艺术研究会',
      org_type: 'SOCIAL_GROUP',
      division_code: authority.division_code,
      authority_id: authority.id,
      contact_name: '张晓明',
      contact_phone_enc: crypto.encrypt(account.phone, `registration_request.contact_phone:${id}`),
      reason: '',
      status: 'SUBMITTED',
      due_on: '2026-11-27',
      submitted_at: clock.now(),
      created_at: clock.now(),
      updated_at: clock.now(),
    })
    const browser = await browserOf(portal, account)
    const code = await askForCode(browser, account.phone)
    await fill(browser, { 短信验证码: code, 当前登录密码: password, ...agreed }, 'close')
    expect(await portal.owner.knex('registration_request').where({ id }).first('status')).toEqual({
      status: 'WITHDRAWN',
    })
    expect(await portal.owner.knex('registration_request_event').where({ request_id: id }).pluck('action')).toEqual([
      'WITHDRAWN',
    ])
  })

  it('8.40 what was offered to the account ends with it: the other side is told, and it is recorded', async () => {
    // Whom nobody has verified sends no text message: the next one is the code.
    const from = await createAccount(portal, '张晓明', { realNameLevel: 0 })
    const account = await createAccount(portal, '李青禾')
    const caseFile = await putCase(portal, from.id, { stage: 'nameApproval', complete: true })
    const giver = await browserOf(portal, from)
    const offered = await offerCase(portal, { browser: giver, phone: from.phone }, caseFile, account)
    expect(offered.url).toContain('done=offered')
    const grant = await putGrant(portal, caseFile, from.id, account.id, 'see')
    const browser = await browserOf(portal, account)
    const code = await askForCode(browser, account.phone)
    await fill(browser, { 短信验证码: code, 当前登录密码: password, ...agreed }, 'close')
    expect(await portal.owner.knex('case_transfer').where({ case_id: caseFile }).first('status')).toEqual({
      status: 'DECLINED',
    })
    const told = mainText(await giver.get('/messages'))
    expect(told).toContain('移交已终止：接收人的账号已注销。办件仍由移交人办理')
    expect(told).toContain('授权已经结束：受托人的账号已注销')
    expect(await portal.owner.knex('access_grant').where({ id: grant }).first('ending')).toEqual({
      ending: 'holder-closed',
    })
    expect((await auditActions(portal, 'case', caseFile)).slice(-2).toSorted()).toEqual([
      'case.transfer-ended',
      'grant-ended',
    ])
  })

  it('8.40 what a counter began for the account ends, with a note to its clerk', async () => {
    const account = await createAccount(portal)
    const clerk = await openCounter(portal, 'kefu1')
    const { id } = await clerk.start({ kind: 'CHANGE_DATA', accountId: account.id })
    const browser = await browserOf(portal, account)
    const code = await askForCode(browser, account.phone)
    await fill(browser, { 短信验证码: code, 当前登录密码: password, ...agreed }, 'close')
    await vi.waitFor(async () => expect((await operationState(portal, id)).status).toBe('CANCELLED'), {
      timeout: 10_000,
    })
    const page = mainText(await clerk.open(id))
    for (const told of ['终止办理', '账号已注销，业务终止，不需要再办', '系统']) expect(page).toContain(told)
    expect(mainText(await clerk.browser.get('/staff/helpdesk'))).toContain('目前没有办理到一半的业务')
    const told = async () => (await messagesTo(portal, await staffPhone(portal, 'kefu1'))).map(({ text }) => text)
    await vi.waitFor(async () => expect((await told())[0]).toContain('一件信息修改已终止：账号已注销'), {
      timeout: 10_000,
    })
    expect(await auditActions(portal, 'desk_operation', id)).toContain('desk-ended')
  })

  it('a legal person’s code is free again', async () => {
    const unit = await createAccount(portal, '山西省古建筑彩绘保护协会')
    const { crypto } = portal.deps
    await portal.owner.knex('account').where({ id: unit.id }).update({ kind: 'LEGAL_PERSON' })
    await portal.owner.knex('legal_person').insert({
      account_id: unit.id,
      type: 'SOCIAL_GROUP',
      uscc: '51140000MJ00000180',
      representative_name: '林知远',
      handler_name: '赵青禾',
      handler_id_number_enc: crypto.encrypt('1', `legal_person.handler_id_number:${unit.id}`),
      handler_id_number_idx: 'x',
      handler_phone_enc: crypto.encrypt('13800001234', `legal_person.handler_phone:${unit.id}`),
      handler_phone_idx: 'y',
      registration_authority: '山西省民政厅',
    })
    const browser = await browserOf(portal, unit)
    const code = await askForCode(browser, unit.phone)
    expect((await fill(browser, { 短信验证码: code, 当前登录密码: password, ...agreed }, 'close')).url).toBe(
      '/account/closed',
    )
    const row = await portal.owner.knex('legal_person').where({ account_id: unit.id }).first()
    expect(row.released_at).toEqual(portal.clock.now())
  })
})

describe('我的数据', () => {
  it('A-023 is a JSON file with everything in clear, after the password only, recorded, and nobody else’s', async () => {
    const account = await createAccount(portal, '张晓明')
    const other = await createAccount(portal, '钱多多')
    await putCase(portal, account.id, { stage: 'nameApproval', complete: true })
    await putCase(portal, other.id, { complete: true })
    const browser = await browserOf(portal, account)
    await browser.get('/account/data')
    const token = browser.token()
    expect((await browser.post('/account/data', { _csrf: token, password: 'Wrong#2026' })).status).toBe(422)
    const answer = await browser.post('/account/data', { _csrf: token, password })
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-disposition')).toMatch(/^attachment; filename="my-data-2026\d{4}\.json"$/)
    expect(answer.headers.get('cache-control')).toBe('no-store')
    expect(answer.headers.get('content-type')).toContain('application/json')
    const text = await answer.text()
    const data = JSON.parse(text) as Record<string, unknown>
    expect(data['账号']).toMatchObject({ 用户账号: account.loginName, 用户姓名: '张晓明', 手机号: account.phone })
    for (const part of ['协议与授权', '登录记录', '实名认证记录', '办件', '办件移交', '消息', '信息查看记录'])
      expect(data[part], part).toBeInstanceOf(Array)
    for (const foreign of [other.phone, '钱多多', 'password', '$2b$']) expect(text, foreign).not.toContain(foreign)
    expect(await auditActions(portal, 'account', account.id)).toContain('personal-data-exported')
  })

  /**
   * Where the copy tells what each table holds of an account, or why it does not, as reviewed by a person: every table
   * that refers to an account, and every one that refers to those. A new one has to be decided here.
   */
  const decided: Readonly<Record<string, { readonly part: string } | { readonly left: string }>> = {
    case_file: { part: '办件' },
    case_event: { part: '办理步骤' },
    bind_choice: { part: '账号绑定选择' },
    case_transfer: { part: '办件移交' },
    access_grant: { part: '办件授权' },
    calendar_feed: { part: '日历订阅' },
    certificate_binding: { part: '证书绑定' },
    password_reset_request: { part: '凭证书申请重置密码' },
    consent: { part: '协议与授权' },
    signing_item: { left: 'papers of the organization; what was signed stands in 办件' },
    signing_place: { left: 'as the paper' },
    seal_pause: { left: 'of the organization' },
    desk_operation: { part: '窗口办理' },
    legacy_account: { part: '原系统账号' },
    legacy_account_event: { part: '原系统账号' },
    legal_person: { left: 'with 账号, for legal persons' },
    login_history: { part: '登录记录' },
    message: { part: '消息' },
    real_name_attempt: { part: '实名认证记录' },
    registration_request: { part: '注册用户申请' },
    answer: { part: '办件' },
    case_person: { left: 'keyed hashes of the numbers in the answers' },
    attachment: { part: '办件' },
    case_name: { left: 'keys of the names in the answers' },
    case_party: { left: 'keyed hashes of the numbers in the answers' },
    certificate_hand_over: { part: '办件' },
    consent_request: { part: '办件' },
    correction: { part: '办件' },
    correction_item: { part: '办件' },
    desk_check: { left: 'which papers a clerk ticked; the operation tells who and when' },
    desk_event: { part: '窗口办理' },
    desk_material: { part: '窗口办理' },
    document: { part: '办件' },
    document_seal: { left: 'the seal on a document, which stands in 办件' },
    name_precedence: { left: 'what an official wrote about two cases, one of them somebody else’s' },
    name_reservation: { part: '办件' },
    organization: { part: '社会组织' },
    registration_submission: { part: '注册用户申请' },
    registration_request_event: { part: '注册用户申请' },
    snapshot: { part: '办件' },
    former_name: { left: 'of the organization, public' },
    organization_account: { left: 'of the organization; what was filed stands in 办件' },
    organization_unit: { left: 'of the organization; what was filed stands in 办件' },
    holding_end: { left: 'of the organization: what it has no more' },
    organization_change: { left: 'of the organization, public' },
    organization_charter: { left: 'of the organization' },
    organization_report: { left: 'of the organization' },
    report_revision: { left: 'of the organization, by its authority' },
    organization_seal: { left: 'of the organization; what was filed stands in 办件' },
    certificate: { left: 'of the organization, public' },
    certificate_issue: { left: 'of the organization: who fetched a certificate of the desk' },
    site_visit: { left: 'what officials found; when and where they came stands in 消息' },
    site_visit_photo: { left: 'as the visit' },
    verdict: { left: 'notes of the authority; what went out stands in 补正' },
    planned_change: { left: 'of the organization, until the ledger has it' },
    report_sample_pick: { left: 'of the organization, by its authority' },
    register_act: { left: 'of the organization, by its authority' },
    organization_person: { left: 'of the organization; own posts stand in 社会组织' },
  }

  it('8.42 is everything: no table that refers to an account is left out undecided', async () => {
    const { rows } = await portal.owner.knex.raw<{ rows: { name: string }[] }>(`
      with recursive referring(table_id) as (
        select 'account'::regclass::oid
        union
        select c.conrelid from pg_constraint c join referring r on r.table_id = c.confrelid where c.contype = 'f'
      )
      select c.relname as name from referring r join pg_class c on c.oid = r.table_id where c.relname <> 'account'`)
    expect(rows.map(({ name }) => name).toSorted()).toEqual(Object.keys(decided).toSorted())
  })

  it('8.42 holds a row of every such table, and of other people only a part of their numbers', async () => {
    const account = await createAccount(portal, '张晓明')
    const to = await createAccount(portal, '李青禾')
    const { knex } = portal.owner
    const { crypto, clock } = portal.deps
    const at = clock.now()
    const own = '140106198503120014'
    await knex('account')
      .where({ id: account.id })
      .update({
        id_number_enc: crypto.encrypt(own, `account.id_number:${account.id}`),
        id_number_idx: crypto.index('id-number', own),
      })
    const caseFile = await putCase(portal, account.id, {
      stage: 'establishmentSubmission',
      status: 'SUBMITTED',
      complete: true,
    })
    const authority = await knex('authority').where({ code: 'taiyuan-spj' }).first('id', 'division_code')
    const staff = await knex('staff').where({ login_key: 'kefu1' }).first('id')
    const third = { phone: '13655550001', number: '14010519900307201X' }
    const [operation, request, legacy] = [randomUUID(), randomUUID(), randomUUID()]
    await knex('case_transfer').insert({
      case_id: caseFile,
      from_account: account.id,
      to_account: to.id,
      title: '山西省古建筑彩绘保护协会',
      status: 'OFFERED',
      offered_at: at,
    })
    await knex('access_grant').insert({
      id: randomUUID(),
      case_id: caseFile,
      giver_id: account.id,
      invited_name: '李青禾',
      invited_phone_idx: 'none',
      invited_phone: '138****0000',
      title: '',
      rights: ['see'],
      valid_from: '2026-11-01',
      valid_to: '2026-12-01',
      invited_at: at,
    })
    await knex('login_history').insert({
      account_id: account.id,
      way: 'PASSWORD',
      outcome: 'SUCCESS',
      ip: '203.0.113.7',
      device: '设备',
      at,
    })
    await knex('message').insert({ account_id: account.id, title: '标题', body: '内容', created_at: at })
    await knex('real_name_attempt').insert({ account_id: account.id, channel: 'face', outcome: 'REFUSED', at })
    await knex('bind_choice').insert({ account_id: account.id, choice: 'REQUEST', chosen_at: at })
    await knex('case_event').insert({
      case_id: caseFile,
      stage: 'establishmentSubmission',
      procedure: 'licence',
      action: 'submit',
      from_status: 'DRAFT',
      to_status: 'SUBMITTED',
      actor_kind: 'applicant',
      account_id: account.id,
      actor_name: '张晓明',
      request_key: randomUUID(),
      at,
    })
    await knex('registration_request').insert({
      id: request,
      account_id: account.id,
      proposed_name: '太原市面塑艺术研究会',
      name_key: '太原市面塑艺术研究会',
      org_type: 'SOCIAL_GROUP',
      division_code: authority.division_code,
      authority_id: authority.id,
      contact_name: '王联系',
      contact_phone_enc: crypto.encrypt(third.phone, `registration_request.contact_phone:${request}`),
      reason: '',
      status: 'REJECTED',
      due_on: '2026-11-27',
      submitted_at: at,
      created_at: at,
      updated_at: at,
    })
    await knex('legacy_account').insert({
      id: legacy,
      organization_name: '太原市老账号协会',
      name_key: '太原市老账号协会',
      login_name: 'lao',
      authority_id: authority.id,
      contact_name: '王联系',
      phone_enc: crypto.encrypt(third.phone, `legacy_account.phone:${legacy}`),
      phone_idx: crypto.index('phone', third.phone),
      stage: 'nameApproval',
      case_enc: 'none',
      bound_account_id: account.id,
      bound_at: at,
    })
    await knex('desk_operation').insert({
      id: operation,
      kind: 'UNLOCK',
      account_id: account.id,
      authority_id: authority.id,
      user_type: 'NATURAL_PERSON',
      by_agent: true,
      agent_name: '赵代办',
      agent_id_number_enc: crypto.encrypt(third.number, `desk_operation.agent_id_number:${operation}`),
      agent_phone_enc: crypto.encrypt(third.phone, `desk_operation.agent_phone:${operation}`),
      status: 'OPEN',
      opened_by: staff.id,
      opened_at: at,
    })
    const organization = await knex('organization').first<{ id: string }>('id')
    await knex('calendar_feed').insert({
      organization_id: organization.id,
      account_id: account.id,
      token_idx: 'none',
      created_at: at,
    })
    await knex('certificate_binding').insert({
      id: randomUUID(),
      account_id: account.id,
      uscc: 'none',
      unit_name: '太原市证书协会',
      subject: 'CN=1',
      issuer: 'CN=2',
      serial: '01',
      fingerprint: 'none',
      algorithm: 'RSA',
      not_before: at,
      not_after: at,
      bound_at: at,
    })
    await knex('password_reset_request').insert({
      id: randomUUID(),
      account_id: account.id,
      organization_id: organization.id,
      authority_id: authority.id,
      unit_name: '太原市证书协会',
      certificate: '01',
      fingerprint: 'none',
      note: '',
      requested_at: at,
    })
    const browser = await browserOf(portal, account)
    await browser.get('/account/data')
    const answer = await browser.post('/account/data', { _csrf: browser.token(), password })
    const text = await answer.text()
    const data = JSON.parse(text) as Record<string, unknown[]>
    for (const part of new Set(Object.values(decided).flatMap((one) => ('part' in one ? [one.part] : []))))
      expect([part, data[part]], part).toEqual([
        part,
        part === '社会组织' ? expect.anything() : expect.not.objectContaining({ length: 0 }),
      ])
    for (const told of [
      '太原市面塑艺术研究会',
      '太原市老账号协会',
      '解除锁定',
      '赵代办',
      '下载个人信息副本',
      own,
      '136****0001',
    ])
      expect(text, told).toContain(told)
    // Everybody else of the sample case, the agent, the contacts.
    const numbers = Object.values(sampleAnswers).flatMap(({ items }) =>
      items.map(({ values }) => values['idNumber'] ?? ''),
    )
    expect(numbers).toContain('210302197806051246')
    for (const foreign of [...numbers.filter((number) => number !== own && number !== ''), third.number, third.phone])
      expect(text, foreign).not.toContain(foreign)
  })
})
