import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { afterPersonalLogin, mayFound } from '../../../src/modules/people/admission.ts'
import { decideRequest } from '../../../src/modules/binding/staff-commands.ts'
import { sweepRegistrationsTask } from '../../../src/modules/binding/sweep-registrations.ts'
import { findStaff } from '../../../src/web/actors.ts'
import type { Staff } from '../../../src/web/route.ts'
import { mainText, messagesTo } from '../../support/accounts.ts'
import type { Browser, Page } from '../../support/browser.ts'
import { browserOf, createAccount, staffBrowser, type TestApplicant } from '../../support/people.ts'
import { startTestPortal, testMoment, type TestPortal } from '../../support/portal.ts'
import { sqlPayloads } from '../../support/sql-payloads.ts'

const form = 'main form[action="/bind/request"]'
const staffForm = (action: string): string => `form:has(input[value=${action}])`

let portal: TestPortal
let authorities: Readonly<Record<string, number>>
beforeAll(async () => {
  portal = await startTestPortal({ SITE: 'liaoning' })
  const rows = await portal.owner.knex('authority').select<{ id: number; code: string }[]>('id', 'code')
  await portal.owner
    .knex('staff')
    .where({ login_key: 'anshan-kefu1' })
    .update({ roles: ['ACCOUNT_REVIEWER'] })
  authorities = Object.fromEntries(rows.map(({ id, code }) => [code, id]))
})
afterAll(() => portal.stop())

let names = 0
const subjects = '竹编剪纸面塑砖雕漆器皮影花馍刺绣年画陶艺木刻琉璃'
const nextName = (prefix = '鞍山市'): string => {
  const at = (names % 12) * 2
  const other = (Math.floor(names / 12) % 12) * 2
  names += 1
  return `${prefix}${subjects.slice(at, at + 2)}${subjects.slice(other, other + 2)}技艺协会`
}

const answers = (proposedName: string) => ({
  proposedName,
  contactName: '王秀兰',
  contactPhone: '0412-5550999',
  reason: '由本地从业人员发起，已向登记管理机关咨询。',
})

const person = async (): Promise<{ account: TestApplicant; browser: Browser }> => {
  const account = await createAccount(portal, '王秀兰')
  return { account, browser: await browserOf(portal, account) }
}

const openForm = (browser: Browser, code: string, orgType = 'SOCIAL_GROUP') =>
  browser.get(`/bind/request?orgType=${orgType}&authority=${authorities[code] ?? 0}`)

/** Presses 选择 beside an authority, with the kind of organization as it stands in the form or as given. */
const choose = (browser: Browser, list: Page, code: string, orgType?: string): Promise<Page> => {
  const button = list.$(`main button[name=authority][value="${authorities[code] ?? 0}"]`)
  expect(button.attr('form')).toBe('authority-form')
  const found = list.$('#authority-form')
  const chosen = orgType ?? found.find('option[selected]').attr('value') ?? ''
  const fields = { authority: button.attr('value') ?? '', orgType: chosen }
  if (found.attr('method') === 'post') return browser.submit('#authority-form', fields)
  const query = new URLSearchParams(fields)
  for (const hidden of found.find('input[type=hidden]').toArray())
    query.set(list.$(hidden).attr('name') ?? '', list.$(hidden).attr('value') ?? '')
  return browser.get(`/bind/request?${query.toString()}`)
}

/** Goes through choosing, writing and checking; stands on the page of the request. */
const send = async (browser: Browser, name = nextName(), code = 'anshan-spj'): Promise<Page> => {
  await openForm(browser, code)
  const check = await browser.submit(form, { ...answers(name), action: 'check' })
  expect(mainText(check)).toContain('逐字核对')
  return browser.submit(form, { nameConfirmed: 'yes', action: 'submit' })
}

const idOf = (page: Page): string => /\/bind\/requests\/([0-9a-f-]{36})/.exec(page.url)?.[1] ?? ''

type Row = {
  id: string
  status: string
  authority_id: number
  due_on: string
  lock_version: number
  account_id: string
  proposed_name: string
}
const rowOf = (id: string) => portal.owner.knex('registration_request').where({ id }).first<Row>()

const official = async (login: string): Promise<Staff> => {
  const row = await portal.owner.knex('staff').where({ login_key: login }).first<{ id: number }>('id')
  const staff = await findStaff(portal.deps.db, row.id)
  if (!staff) throw new Error(`no official ${login}`)
  return staff
}

const request = { ip: '127.0.0.1', requestId: 'test' }

describe('asking to be let in', () => {
  it('B-06 the authority comes first, and its own division follows', async () => {
    const { browser } = await person()
    for (const [search, code, place] of [
      ['行政审批局', 'anshan-spj', '辽宁省鞍山市'],
      ['千山', 'qianshan-mzj', '辽宁省鞍山市千山区'],
      ['省民政厅', 'liaoning-mzt', '辽宁省'],
    ] as const) {
      const list = await browser.get(`/bind/request?q=${encodeURIComponent(search)}`)
      const page = await choose(browser, list, code)
      const [fact] = page
        .$('.facts__row')
        .filter((_index, element) => page.$(element).find('dt').text() === '登记机关所属地')
        .toArray()
      expect(page.$(fact).find('dd').text()).toBe(place)
      expect(mainText(page)).toMatch(/您的申请将由 \S+ 审核/)
      expect(page.$('select[name=division], input[name=division]')).toHaveLength(0)
    }
  })

  it('issue 8 item 25: the kind of organization chosen goes with 选择, also without 查找, and nothing typed is lost by 更换', async () => {
    const { browser } = await person()
    const list = await browser.get('/bind/request')
    const province = await choose(browser, list, 'liaoning-mzt', 'FOUNDATION')
    expect(province.$('input[name=orgType]').attr('value')).toBe('FOUNDATION')
    expect(mainText(province)).toContain('基金会')
    const unfit = await choose(browser, list, 'anshan-spj', 'FOUNDATION')
    expect(unfit.$('.govuk-error-summary').text()).toContain('鞍山市行政审批局不登记基金会')
    expect(unfit.$('#orgType option[selected]').attr('value')).toBe('FOUNDATION')

    await openForm(browser, 'anshan-spj')
    const name = nextName()
    const again = await browser.submit(form, { ...answers(name), action: 'change' })
    expect(again.$('h1').text()).toBe('选择登记管理机关')
    const found = await browser.submit('#authority-form', { q: '千山', action: 'find' })
    const back = await choose(browser, found, 'qianshan-mzj')
    expect(mainText(back)).toContain('您的申请将由 鞍山市千山区民政局 审核')
    expect(back.$('#proposedName').attr('value')).toBe(name)
    expect(back.$('#reason').text()).toBe(answers(name).reason)
  })

  it('B-06 foundations are for the province only', async () => {
    const { browser } = await person()
    const page = await browser.get('/bind/request?orgType=FOUNDATION')
    expect(page.$('h2.matter__title').text()).toBe('辽宁省民政厅')
    expect((await openForm(browser, 'anshan-spj', 'FOUNDATION')).$('h1').text()).toBe('选择登记管理机关')
    await openForm(browser, 'liaoning-mzt', 'FOUNDATION')
    const posted = await browser.submit(form, {
      ...answers('鞍山市示例基金会'),
      authority: String(authorities['anshan-spj']),
      action: 'submit',
      nameConfirmed: 'yes',
    })
    expect(posted.$('h1').text()).toBe('选择登记管理机关')
  })

  it('B-06 no authority of another site, and none that is invented', async () => {
    const { browser } = await person()
    for (const authority of [String(authorities['shanxi-mzt']), '0', '1 or 1=1', ...sqlPayloads])
      expect(
        (await browser.get(`/bind/request?${new URLSearchParams({ orgType: 'SOCIAL_GROUP', authority }).toString()}`))
          .$('h1')
          .text(),
      ).toBe('选择登记管理机关')
  })

  it('B-07 the name is judged by the rules, shown large, and must be confirmed', async () => {
    const { account, browser } = await person()
    await openForm(browser, 'anshan-spj')
    const wrong = await browser.submit(form, { ...answers('沈阳市竹编协会'), action: 'check' })
    expect(wrong.status).toBe(422)
    expect(wrong.$('#proposedName-error').text()).toContain('名称有1处须修改')
    expect(wrong.$('.name-check li').text()).toContain('行政区划“沈阳市”')
    expect(wrong.$('.name-check mark').text()).toBe('沈阳市')
    expect(wrong.$('#contactPhone').attr('value')).toBe('0412-5550999')
    const name = nextName()
    const check = await browser.submit(form, { proposedName: ` ${name.slice(0, 3)} ${name.slice(3)}`, action: 'check' })
    expect(check.status).toBe(422)
    const suggested = check.$('.name-check button')
    const taken = await browser.submit(form, {
      [suggested.attr('name') ?? '']: suggested.attr('value') ?? '',
      proposedName: ` ${name}`,
    })
    expect(taken.$('#proposedName').attr('value')).toBe(name)
    expect(taken.$('#contactPhone').attr('value')).toBe('0412-5550999')
    const clean = await browser.submit(form, { proposedName: name, action: 'check' })
    expect(clean.$('.name-large').text()).toBe(name)
    expect(mainText(clean)).toContain(`共${name.length}个字`)
    const unconfirmed = await browser.submit(form, { action: 'submit' })
    expect(unconfirmed.status).toBe(422)
    expect(unconfirmed.$('#nameConfirmed-error').text()).toContain('逐字核对')
    const back = await browser.submit(form, { action: 'edit' })
    expect(back.$('#proposedName').attr('value')).toBe(name)
    expect(await portal.owner.knex('registration_request').where({ account_id: account.id })).toEqual([])
  })

  it('B-05 goes to the reviewer of the chosen authority, with its last day, five working days on', async () => {
    const { account, browser } = await person()
    const page = await send(browser)
    expect(page.status).toBe(200)
    const text = mainText(page)
    expect(text).toContain('申请已提交')
    expect(text).toContain('待审核')
    expect(text).toContain('2026年11月27日')
    const row = await rowOf(idOf(page))
    expect(row).toMatchObject({ status: 'SUBMITTED', authority_id: authorities['anshan-spj'], due_on: '2026-11-27' })
    expect(await afterPersonalLogin(portal.deps, account.id)).toBeUndefined()
    expect(await mayFound(portal.owner.knex, portal.deps.site, account)).toBe(false)
    const queue = await (await staffBrowser(portal, 'anshan-zhucesh')).get('/staff/registrations')
    expect(queue.$(`a[href="/staff/registrations/${row.id}"]`)).toHaveLength(1)
  })

  it('B-05 what is missing is said at its field, and what was typed stays', async () => {
    const { browser } = await person()
    await openForm(browser, 'anshan-spj')
    const page = await browser.submit(form, {
      proposedName: '',
      contactName: '王秀兰',
      contactPhone: '123',
      reason: '',
      action: 'check',
    })
    expect(page.status).toBe(422)
    for (const field of ['proposedName', 'contactPhone', 'reason']) expect(page.$(`#${field}-error`)).toHaveLength(1)
    expect(page.$('#contactPhone').attr('value')).toBe('123')
  })

  it('B-05 pressed twice, or twenty times at once: one open request an account and authority', async () => {
    const { account, browser } = await person()
    await openForm(browser, 'anshan-spj')
    const name = nextName()
    await browser.submit(form, { ...answers(name), action: 'check' })
    const fields = {
      _csrf: browser.token(),
      ...answers(name),
      orgType: 'SOCIAL_GROUP',
      authority: String(authorities['anshan-spj']),
      nameConfirmed: 'yes',
      action: 'submit',
    }
    const sent = await Promise.all(Array.from({ length: 20 }, () => browser.post('/bind/request', fields)))
    expect(new Set(sent.map(({ status }) => status))).toEqual(new Set([303]))
    const places = sent.map((answer) => answer.headers.get('location') ?? '')
    expect(places.filter((place) => place.endsWith('done=submitted'))).toHaveLength(1)
    expect(new Set(places.map((place) => place.split('?')[0])).size).toBe(1)
    expect(await portal.owner.knex('registration_request').where({ account_id: account.id })).toHaveLength(1)
    expect(mainText(await browser.get(places.find((place) => place.endsWith('repeated')) ?? ''))).toContain(
      '已经提交过',
    )
  })

  it('B-05 may be withdrawn while nobody has decided, and asked again', async () => {
    const { browser } = await person()
    const page = await send(browser)
    const back = await browser.submit('main form[action$="/withdraw"]')
    expect(mainText(back)).toContain('申请已撤回')
    expect(await rowOf(idOf(page))).toMatchObject({ status: 'WITHDRAWN' })
    expect(back.$('form[action$="/withdraw"]')).toHaveLength(0)
    const stale = await browser.post(`/bind/requests/${idOf(page)}/withdraw`, { _csrf: browser.token(), version: '0' })
    expect(stale.status).toBe(409)
    expect(idOf(await send(browser))).not.toBe(idOf(page))
  })

  it('B-08 advises to ask the authority first, with its telephone, and says that the first stage is online', async () => {
    const { browser } = await person()
    const page = await openForm(browser, 'anshan-spj')
    const text = mainText(page)
    expect(text).toContain('建议先向登记管理机关咨询')
    expect(text).toContain('0412-5550201')
    expect(page.$('main a[href="/contact"]')).not.toHaveLength(0)
    expect(text).toContain('拟用名称咨询')
    expect(page.$('main a[href="/services/matters/social-group-establishment"]')).toHaveLength(1)
  })

  it('S21 somebody else’s request is not found, to look at, to withdraw or to send again', async () => {
    const owner = await person()
    const id = idOf(await send(owner.browser))
    const { browser } = await person()
    await openForm(browser, 'anshan-spj')
    const token = browser.token()
    for (const foreign of [id, randomUUID(), 'x', "' or 1=1"]) {
      const address = `/bind/requests/${encodeURIComponent(foreign)}`
      expect((await browser.raw(address)).status).toBe(404)
      expect((await browser.post(`${address}/withdraw`, { _csrf: token, version: '0' })).status).toBe(404)
      expect((await browser.raw(`/bind/request?again=${encodeURIComponent(foreign)}`)).status).toBe(404)
      const again = await browser.post('/bind/request', {
        _csrf: token,
        ...answers(nextName()),
        orgType: 'SOCIAL_GROUP',
        authority: String(authorities['anshan-spj']),
        again: foreign,
        version: '0',
        nameConfirmed: 'yes',
        action: 'submit',
      })
      expect(again.status).toBe(404)
    }
    expect(await rowOf(id)).toMatchObject({ status: 'SUBMITTED', lock_version: 0 })
  })
})

describe('注册用户审核', () => {
  const waiting = async (code = 'anshan-spj', prefix = '鞍山市') => {
    const { account, browser } = await person()
    const id = idOf(await send(browser, nextName(prefix), code))
    return { account, browser, id }
  }

  it('B-09 stands where the guide says, with filters by state and limit', async () => {
    const { id } = await waiting()
    const staff = await staffBrowser(portal, 'anshan-zhucesh')
    const page = await staff.get(`/staff/registrations/${id}`)
    expect(page.$('.crumbs').text().replaceAll(/\s/g, '')).toMatch(/^基础信息业务管理注册用户审核/)
    expect((await staff.get('/staff')).text).toContain('/staff/registrations')
    const has = async (query: string) =>
      (await staff.get(`/staff/registrations?${query}`)).$(`a[href$="${id}"]`).length > 0
    expect(await has('')).toBe(true)
    expect(await has('status=APPROVED')).toBe(false)
    expect(await has('status=ALL')).toBe(true)
    expect(await has('due=overdue')).toBe(false)
    expect(await has(`q=${encodeURIComponent("' or 1=1")}`)).toBe(false)
    portal.clock.set('2026-11-27T02:00:00.000Z')
    try {
      const again = await staffBrowser(portal, 'anshan-zhucesh')
      expect((await again.get('/staff/registrations?due=today')).$(`a[href$="${id}"]`)).toHaveLength(1)
      portal.clock.set('2026-11-30T02:00:00.000Z')
      const late = await staffBrowser(portal, 'anshan-zhucesh')
      expect((await late.get('/staff/registrations?due=overdue')).text).toContain('已超期')
      expect(mainText(await late.get(`/staff/registrations/${id}`))).toContain('已超过审核时限')
    } finally {
      portal.clock.set(testMoment)
    }
  })

  it('B-09 shows the request with the name’s findings and the applicant masked, and records who looked', async () => {
    const { account, id } = await waiting('anshan-spj')
    const staff = await staffBrowser(portal, 'anshan-zhucesh')
    const page = await staff.get(`/staff/registrations/${id}`)
    const text = mainText(page)
    expect(text).toContain('名称自查')
    expect(text).toContain('王*')
    expect(page.text).not.toContain(account.phone)
    expect(page.text).not.toContain('TEST-ID')
    expect(text).not.toContain('王秀兰')
    expect(page.text).not.toContain('0412-5550999')
    expect(await portal.owner.knex('audit_log').where({ action: 'registration.view', object_id: id })).toHaveLength(1)
  })

  it('B-05 approved: the account may found, and is told by message and SMS', async () => {
    const { account, browser, id } = await waiting()
    const staff = await staffBrowser(portal, 'anshan-zhucesh')
    await staff.get(`/staff/registrations/${id}`)
    expect(mainText(await staff.submit(staffForm('APPROVED')))).toContain('已审核通过')
    expect(await rowOf(id)).toMatchObject({ status: 'APPROVED', lock_version: 1 })
    await expect
      .poll(async () => (await messagesTo(portal, account.phone))[0]?.text)
      .toContain('已由鞍山市行政审批局审核通过')
    const inbox = await portal.owner
      .knex('message')
      .where({ account_id: account.id })
      .select<{ title: string }[]>('title')
    expect(inbox.map(({ title }) => title)).toContain('注册用户申请审核通过')
    const start = await browser.get('/services/matters/social-group-establishment/start')
    expect(start.status).toBe(200)
    expect(start.$('#authority option[selected]').text()).toBe('鞍山市行政审批局')
    expect((await browser.submit('form[action$="/start"]', { action: 'submit' })).url).toBe('/hall')
    await openForm(browser, 'liaoning-mzt')
    const more = await browser.submit(form, { ...answers(nextName('辽宁省')), action: 'submit', nameConfirmed: 'yes' })
    expect(more.status).toBe(409)
    expect(mainText(more)).toContain('不需要再申请')
  })

  it('B-05 rejected with a reason: corrected and sent again, as the same request', async () => {
    const { account, browser, id } = await waiting()
    const staff = await staffBrowser(portal, 'anshan-zhucesh')
    await staff.get(`/staff/registrations/${id}`)
    const missing = await staff.submit(staffForm('REJECTED'), { reason: ' \n ' })
    expect(missing.status).toBe(422)
    expect(missing.$('#REJECTED-reason-error')).toHaveLength(1)
    await staff.submit(staffForm('REJECTED'), { reason: '名称中的业务领域不明确，请修改。' })
    expect(await afterPersonalLogin(portal.deps, account.id)).toBe('/bind')
    const page = await browser.get(`/bind/requests/${id}`)
    expect(mainText(page)).toContain('名称中的业务领域不明确，请修改。')
    const link = page.$('main a').filter((_index, element) => page.$(element).text() === '修改后重新提交')
    await browser.get(link.attr('href') ?? '')
    const name = nextName()
    await browser.submit(form, { proposedName: name, action: 'check' })
    const sent = await browser.submit(form, { nameConfirmed: 'yes', action: 'submit' })
    expect(idOf(sent)).toBe(id)
    expect(await rowOf(id)).toMatchObject({ status: 'SUBMITTED', proposed_name: name, decision_reason: null })
    expect(mainText(sent)).toContain('审核不通过')
    const history = await portal.owner
      .knex('registration_request_event')
      .where({ request_id: id })
      .orderBy('id')
      .pluck<string[]>('action')
    expect(history).toEqual(['SUBMITTED', 'REJECTED', 'SUBMITTED'])
  })

  it('8.10 applicant and contact are masked alike, and shown in full with a reason that the applicant reads', async () => {
    const { account, browser, id } = await waiting()
    await portal.owner.knex('account').where({ id: account.id }).update({ real_name_level: 0 })
    const staff = await staffBrowser(portal, 'anshan-zhucesh')
    await staff.get(`/staff/registrations/${id}`)
    const without = await staff.submit('form[action$="/reveal"]')
    expect([without.status, without.text.includes('TEST-ID'), without.text.includes('0412-5550999')]).toEqual([
      422,
      false,
      false,
    ])
    const shown = await staff.submit('form[action$="/reveal"]', {
      ground: 'COMPARE_DOCUMENTS',
      explanation: '与窗口收到的复印件比对',
    })
    for (const part of ['TEST-ID', account.phone, '王秀兰', '0412-5550999']) expect(shown.text).toContain(part)
    expect(mainText(await staff.get(`/staff/registrations/${id}`))).not.toContain('TEST-ID')
    expect(await portal.owner.knex('audit_log').where({ action: 'registration.reveal', object_id: id })).toHaveLength(1)
    expect(mainText(await browser.get('/account/views'))).toContain('与窗口收到的复印件比对')
    const neighbour = await staffBrowser(portal, 'liaoning-zhucesh')
    await neighbour.get('/staff/registrations')
    const foreign = await neighbour.post(`/staff/registrations/${id}/reveal`, {
      _csrf: neighbour.token(),
      ground: 'CONTACT',
    })
    expect(foreign.status).toBe(404)
  })

  it('8.10 a refusal is taken back with a reason, told and recorded; not once the applicant asked anew', async () => {
    const { account, browser, id } = await waiting()
    const staff = await staffBrowser(portal, 'anshan-zhucesh')
    await staff.get(`/staff/registrations/${id}`)
    await staff.submit(staffForm('REJECTED'), { reason: '名称与已登记的组织相同。' })
    const missing = await staff.submit(staffForm('REOPENED'), { reason: ' ' })
    expect([missing.status, missing.$('#REOPENED-reason-error').length]).toEqual([422, 1])
    portal.clock.set('2026-11-24T02:00:00.000Z')
    try {
      const later = await staffBrowser(portal, 'anshan-zhucesh')
      await later.get(`/staff/registrations/${id}`)
      const back = await later.submit(staffForm('REOPENED'), { reason: '比对错了组织，名称并不相同。' })
      expect(mainText(back)).toContain('已撤销不通过的结果')
      expect(await rowOf(id)).toMatchObject({ status: 'SUBMITTED', due_on: '2026-12-01', decision_reason: null })
      expect(mainText(await (await browserOf(portal, account)).get(`/bind/requests/${id}`))).toContain(
        '比对错了组织，名称并不相同。',
      )
      const told = async () => (await messagesTo(portal, account.phone)).some(({ text }) => text.includes('重新审核'))
      await expect.poll(told).toBe(true)
      const actions = await portal.owner.knex('registration_request_event').where({ request_id: id }).orderBy('id')
      expect(actions.map(({ action }) => action as string)).toEqual(['SUBMITTED', 'REJECTED', 'REOPENED'])
      await later.get(`/staff/registrations/${id}`)
      await later.submit(staffForm('REJECTED'), { reason: '业务领域不明确。' })
      const page = await later.get(`/staff/registrations/${id}`)
      const again = await browserOf(portal, account)
      await send(again, nextName('辽宁省'), 'liaoning-mzt')
      const late = await later.submit(staffForm('REOPENED'), { reason: '想再看一次' }, page)
      expect([late.status, mainText(late).includes('已另行提交申请')]).toEqual([409, true])
      expect(await rowOf(id)).toMatchObject({ status: 'REJECTED' })
    } finally {
      portal.clock.set(testMoment)
    }
    expect(browser).toBeDefined()
  })

  it('B-06 forwarded to the right authority with a reason: the applicant is told, the five days begin anew', async () => {
    const { account, browser, id } = await waiting()
    portal.clock.set('2026-11-24T02:00:00.000Z')
    try {
      const staff = await staffBrowser(portal, 'anshan-zhucesh')
      await staff.get(`/staff/registrations/${id}`)
      const to = String(authorities['qianshan-mzj'])
      expect((await staff.submit(staffForm('FORWARDED'), { toAuthority: to, reason: '' })).status).toBe(422)
      const nowhere = await staff.submit(staffForm('FORWARDED'), { toAuthority: '', reason: '属千山区管辖' })
      expect([nowhere.status, nowhere.$('#toAuthority-error').text()]).toEqual([
        422,
        expect.stringContaining('请选择转办的登记管理机关') as string,
      ])
      expect(nowhere.$('a[href="#toAuthority"]')).toHaveLength(1)
      expect(nowhere.$('#FORWARDED-reason').text()).toBe('属千山区管辖')
      expect(
        mainText(await staff.submit(staffForm('FORWARDED'), { toAuthority: to, reason: '属千山区管辖' })),
      ).toContain('已转办')
      expect(await rowOf(id)).toMatchObject({
        status: 'SUBMITTED',
        authority_id: Number(to),
        division_code: '210311',
        due_on: '2026-12-01',
      })
      const left = await staff.get(`/staff/registrations/${id}`)
      expect([left.status, left.$('form:has(input[name=action])').length]).toEqual([200, 0])
      expect(mainText(left)).toContain('该申请现由鞍山市千山区民政局办理')
      const inbox = await portal.owner
        .knex('message')
        .where({ account_id: account.id })
        .select<{ body: string }[]>('body')
      expect(inbox.map(({ body }) => body).join()).toContain(
        '转给鞍山市千山区民政局审核：属千山区管辖 审核时限重新计算，最迟2026年12月1日答复',
      )
      const page = await (await browserOf(portal, account)).get(`/bind/requests/${id}`)
      expect(mainText(page)).toContain('转办：鞍山市行政审批局 → 鞍山市千山区民政局')
      expect(mainText(page)).toContain('辽宁省鞍山市千山区')
      const receiver = await staffBrowser(portal, 'qianshan-zhucesh')
      const there = await receiver.get(`/staff/registrations/${id}`)
      expect(there.$('#toAuthority option').text()).not.toContain('鞍山市行政审批局')
      const backwards = await receiver.post(`/staff/registrations/${id}`, {
        _csrf: receiver.token(),
        action: 'FORWARDED',
        version: '1',
        reason: '转回',
        toAuthority: String(authorities['anshan-spj']),
      })
      expect(backwards.status).toBe(422)
    } finally {
      portal.clock.set(testMoment)
    }
    expect(browser).toBeDefined()
  })

  it('B-06 is not forwarded onto another open request of the same person', async () => {
    const { browser, id } = await waiting()
    await send(browser, nextName('鞍山市千山区'), 'qianshan-mzj')
    const staff = await official('anshan-zhucesh')
    await expect(
      decideRequest(portal.deps, staff, request, {
        id,
        version: 0,
        action: 'FORWARDED',
        reason: '属千山区管辖',
        toAuthorityId: authorities['qianshan-mzj'],
      }),
    ).rejects.toThrow('已有一件申请正在由所选机关审核')
    expect(await rowOf(id)).toMatchObject({ authority_id: authorities['anshan-spj'], lock_version: 0 })
  })

  it('B-09 nobody decides on a request of their own', async () => {
    const { account, id } = await waiting()
    const row = await portal.owner.knex('account').where({ id: account.id }).first<{ id_number_idx: string }>()
    const before = await portal.owner
      .knex('staff')
      .where({ login_key: 'anshan-zhucesh' })
      .first<{ id_number_idx: string }>()
    await portal.owner.knex('staff').where({ login_key: 'anshan-zhucesh' }).update({ id_number_idx: row.id_number_idx })
    try {
      const staff = await staffBrowser(portal, 'anshan-zhucesh')
      expect((await staff.get('/staff/registrations')).text).toContain('与本人有关，应当回避')
      const page = await staff.get(`/staff/registrations/${id}`)
      expect(page.$('main form')).toHaveLength(0)
      for (const action of ['APPROVED', 'REJECTED', 'FORWARDED']) {
        const answer = await staff.post(`/staff/registrations/${id}`, {
          _csrf: staff.token(),
          action,
          version: '0',
          reason: '同意',
          toAuthority: '1',
        })
        expect(answer.status).toBe(403)
      }
      expect(await rowOf(id)).toMatchObject({ status: 'SUBMITTED', lock_version: 0 })
    } finally {
      await portal.owner
        .knex('staff')
        .where({ login_key: 'anshan-zhucesh' })
        .update({ id_number_idx: before.id_number_idx })
    }
  })

  it('S22 staff see and decide on requests of their own authority only, neither above nor below', async () => {
    const { id } = await waiting()
    for (const login of ['zhucesh', 'qianshan-zhucesh', 'taiyuan-zhucesh']) {
      const staff = await staffBrowser(portal, login)
      const queue = await staff.get('/staff/registrations?status=ALL')
      expect(queue.text).not.toContain(id)
      expect((await staff.get(`/staff/registrations/${id}`)).status).toBe(404)
      await staff.get('/staff/registrations')
      for (const action of ['APPROVED', 'REJECTED', 'FORWARDED']) {
        const answer = await staff.post(`/staff/registrations/${id}`, {
          _csrf: staff.token(),
          action,
          version: '0',
          reason: '同意',
          toAuthority: '1',
        })
        expect(answer.status).toBe(404)
      }
    }
    expect(await rowOf(id)).toMatchObject({ status: 'SUBMITTED', lock_version: 0 })
  })

  it('S21 an id that is none is not found by staff either', async () => {
    const staff = await staffBrowser(portal, 'anshan-zhucesh')
    await staff.get('/staff/registrations')
    for (const id of [randomUUID(), 'x', "' or 1=1"]) {
      const address = `/staff/registrations/${encodeURIComponent(id)}`
      expect((await staff.raw(address)).status).toBe(404)
      expect((await staff.post(address, { _csrf: staff.token(), action: 'APPROVED', version: '0' })).status).toBe(404)
    }
  })

  it('S51 two officials at once, sixty times: one wins, the other is told, and there is one decision', async () => {
    const staff = await official('anshan-zhucesh')
    const colleague = { ...staff, id: (await official('anshan-kefu1')).id }
    const { account, id } = await waiting()
    const outcomes: string[] = []
    const pairs = [
      ['APPROVED', 'REJECTED'],
      ['REJECTED', 'REJECTED'],
      ['APPROVED', 'FORWARDED'],
    ] as const
    for (let round = 0; round < 60; round += 1) {
      await portal.owner.knex('registration_request').where({ id }).update({
        status: 'SUBMITTED',
        authority_id: authorities['anshan-spj'],
        decided_by: null,
        lock_version: 0,
      })
      const before = await portal.owner.knex('registration_request_event').where({ request_id: id })
      const [one, other] = pairs[round % pairs.length] ?? pairs[0]
      const decide = (who: Staff, action: 'APPROVED' | 'REJECTED' | 'FORWARDED') =>
        decideRequest(portal.deps, who, request, {
          id,
          version: 0,
          action,
          reason: '审核意见',
          toAuthorityId: authorities['tiedong-spj'],
        }).then(
          () => 'won',
          (error: unknown) => String((error as { code?: string }).code),
        )
      outcomes.push([await Promise.all([decide(staff, one), decide(colleague, other)])].flat().toSorted().join())
      const after = await portal.owner.knex('registration_request_event').where({ request_id: id })
      expect(after.length - before.length).toBe(1)
      // A forwarding may happen once only, so its trace is taken away between rounds.
      await portal.owner.knex.raw('alter table registration_request_event disable trigger never_changed')
      await portal.owner.knex('registration_request_event').where({ request_id: id, action: 'FORWARDED' }).delete()
      await portal.owner.knex.raw('alter table registration_request_event enable trigger never_changed')
    }
    expect([...new Set(outcomes)]).toEqual(['STALE,won'])
    expect(account.id).toBe((await rowOf(id)).account_id)
  })

  it('S51 the loser sees 409, the new state, and what was typed', async () => {
    const { id } = await waiting()
    const [one, other] = await Promise.all([
      staffBrowser(portal, 'anshan-zhucesh'),
      staffBrowser(portal, 'anshan-kefu1'),
    ])
    await one.get(`/staff/registrations/${id}`)
    const seen = await other.get(`/staff/registrations/${id}`)
    await one.submit(staffForm('APPROVED'))
    const late = await other.submit(staffForm('REJECTED'), { reason: '晚了一步' }, seen)
    expect(late.status).toBe(409)
    expect(mainText(late)).toContain('您的操作没有执行')
    expect(late.$('h1').text()).toContain('审核通过')
    expect(mainText(late)).toContain('晚了一步')
    expect(late.$('form:has(input[name=action])')).toHaveLength(0)
    expect(await rowOf(id)).toMatchObject({ status: 'APPROVED', lock_version: 1 })
  })

  it('S51 forwarded meanwhile: the colleague learns where it went, and nothing is done', async () => {
    const { id } = await waiting()
    const staff = await official('anshan-zhucesh')
    const colleague = await staffBrowser(portal, 'anshan-zhucesh')
    await colleague.get(`/staff/registrations/${id}`)
    await decideRequest(portal.deps, staff, request, {
      id,
      version: 0,
      action: 'FORWARDED',
      reason: '属千山区管辖',
      toAuthorityId: authorities['qianshan-mzj'],
    })
    const late = await colleague.submit(staffForm('APPROVED'))
    expect(late.status).toBe(409)
    expect(mainText(late)).toContain('该申请现由鞍山市千山区民政局办理，您的操作没有执行')
  })

  it('issue 8 item 33: every submission is kept, and read by who decided on it, also when it went elsewhere since', async () => {
    const { browser, id } = await waiting()
    const first = await rowOf(id)
    const staff = await staffBrowser(portal, 'anshan-zhucesh')
    await staff.get(`/staff/registrations/${id}`)
    await staff.submit(staffForm('REJECTED'), { reason: '名称中的业务领域不明确，请修改。' })
    const page = await browser.get(`/bind/requests/${id}`)
    await browser.get(page.$('main a:contains("修改后重新提交")').attr('href') ?? '')
    const changed = await browser.submit(form, { action: 'change' })
    await choose(browser, changed, 'qianshan-mzj')
    const name = nextName('鞍山市千山区')
    const reason = '第二次填写的说明，改了名称和机关。'
    await browser.submit(form, { ...answers(name), reason, action: 'check' })
    const sent = await browser.submit(form, { nameConfirmed: 'yes', action: 'submit' })
    expect(idOf(sent)).toBe(id)
    expect(mainText(sent)).toContain('第1次提交的内容')
    expect(mainText(sent)).toContain(first.proposed_name)

    const own = await staff.get(`/staff/registrations/${id}`)
    expect([own.status, own.$('h1').text().includes(first.proposed_name)]).toEqual([200, true])
    expect(mainText(own)).toContain('名称中的业务领域不明确，请修改。')
    expect(mainText(own)).toContain('该申请现由鞍山市千山区民政局办理')
    for (const later of [name, reason]) expect(own.text).not.toContain(later)
    const late = await staff.post(`/staff/registrations/${id}`, {
      _csrf: staff.token(),
      action: 'APPROVED',
      version: '2',
    })
    expect(late.status).toBe(409)
    const listed = async (status: string) =>
      (await staff.get(`/staff/registrations?status=${status}`)).$(`a[href$="${id}"]`).text()
    expect([await listed('MOVED'), await listed('ALL')]).toEqual([first.proposed_name, ''])

    const receiver = await staffBrowser(portal, 'qianshan-zhucesh')
    const there = await receiver.get(`/staff/registrations/${id}`)
    expect(there.$('h1').text()).toContain(name)
    expect(there.$('details').text()).toContain(first.proposed_name)
    const kept = portal.owner.knex('registration_submission').where({ request_id: id })
    expect(await kept.clone().orderBy('event_id').pluck('proposed_name')).toEqual([first.proposed_name, name])
    await expect(
      portal.deps.db.knex('registration_submission').where({ request_id: id }).update({ reason: 'x' }),
    ).rejects.toThrow()
    await expect(kept.clone().delete()).rejects.toThrow()
  })

  it('B-05, issue 8 item 33: an approval nobody uses is warned of once, lapses after ninety days, and is asked for again prefilled', async () => {
    const [lapsing, used, late] = [await waiting(), await waiting(), await waiting()]
    const staff = await official('anshan-zhucesh')
    for (const { id } of [lapsing, used, late])
      await decideRequest(portal.deps, staff, request, { id, version: 0, action: 'APPROVED', reason: '' })
    const start = '/services/matters/social-group-establishment/start'
    await used.browser.get(start)
    await used.browser.submit('form[action$="/start"]', { action: 'submit' })
    // Nobody told this one in time, as after an outage.
    const { knex } = portal.owner
    await knex('registration_request')
      .where({ id: late.id })
      .update({ decided_at: new Date('2026-11-01T04:00:00Z') })
    expect(mainText(await lapsing.browser.get(`/bind/requests/${lapsing.id}`))).toContain('请在2027年2月18日以前')
    const sweep = async () => sweepRegistrationsTask(portal.deps)({}, {} as never)
    const statusOf = async ({ id }: { id: string }) => (await rowOf(id)).status
    const inbox = (who: { account: TestApplicant }, title: string) =>
      knex('message').where({ account_id: who.account.id, title }).pluck<string[]>('body')
    const texts = async () => (await messagesTo(portal, lapsing.account.phone)).map(({ text }) => text).join()
    try {
      portal.clock.set('2027-02-02T04:00:00.000Z')
      await sweep()
      expect(await inbox(lapsing, '注册用户审核结果即将失效')).toEqual([])
      expect((await inbox(late, '注册用户审核结果即将失效')).join()).toContain('2027年2月9日以后失效')
      portal.clock.set('2027-02-03T04:00:00.000Z')
      await sweep()
      await sweep()
      const warned = await inbox(lapsing, '注册用户审核结果即将失效')
      expect(warned).toHaveLength(1)
      expect(warned.join()).toContain('2027年2月18日以后失效')
      await expect.poll(texts).toContain('2027年2月18日以后失效')
      portal.clock.set('2027-02-18T15:00:00.000Z')
      await sweep()
      expect([await statusOf(lapsing), await statusOf(late)]).toEqual(['APPROVED', 'EXPIRED'])
      portal.clock.set('2027-02-18T16:00:00.000Z')
      await sweep()
      await sweep()
      expect(await rowOf(lapsing.id)).toMatchObject({ status: 'EXPIRED', lock_version: 2 })
      expect([await statusOf(used), await inbox(used, '注册用户审核结果即将失效')]).toEqual(['APPROVED', []])
      expect(await mayFound(knex, portal.deps.site, lapsing.account)).toBe(false)
      expect(await afterPersonalLogin(portal.deps, lapsing.account.id)).toBe('/bind')
      expect(await inbox(lapsing, '注册用户审核结果已失效')).toHaveLength(1)
      await expect.poll(texts).toContain('审核结果已失效')

      const browser = await browserOf(portal, lapsing.account)
      const hall = await browser.get('/hall')
      expect(mainText(hall)).toContain('审核结果已失效')
      const again = await browser.get(hall.$('main a:contains("按原来的内容重新申请")').attr('href') ?? '')
      const { proposed_name: name } = await rowOf(lapsing.id)
      expect(again.$('#proposedName').attr('value')).toBe(name)
      expect(again.$('#contactPhone').attr('value')).toBe('0412-5550999')
      await browser.submit(form, { action: 'check' })
      const sent = await browser.submit(form, { nameConfirmed: 'yes', action: 'submit' })
      expect(await rowOf(idOf(sent))).toMatchObject({ status: 'SUBMITTED', proposed_name: name })
      expect(idOf(sent)).not.toBe(lapsing.id)
    } finally {
      portal.clock.set(testMoment)
    }
  })

  it('issue 8 item 33: past its answer day, hall and page say whom to turn to', async () => {
    const { account, id } = await waiting('qianshan-mzj', '鞍山市千山区')
    portal.clock.set('2026-11-30T02:00:00.000Z')
    try {
      const browser = await browserOf(portal, account)
      for (const address of ['/hall', `/bind/requests/${id}`]) {
        const text = mainText(await browser.get(address))
        expect(text).toContain('超过答复期限')
        expect(text).toContain('向上级登记管理机关鞍山市行政审批局（0412-5550201）反映')
        expect(text).toContain('政务服务便民热线12345')
      }
    } finally {
      portal.clock.set(testMoment)
    }
  })

  it('issue 8 item 33: two approvals with one name are told to both, also when both are given at once', async () => {
    const name = nextName()
    const two = [await person(), await person()] as const
    const ids = [idOf(await send(two[0].browser, name)), idOf(await send(two[1].browser, name))]
    const staff = await official('anshan-zhucesh')
    await Promise.all(
      ids.map((id) => decideRequest(portal.deps, staff, request, { id, version: 0, action: 'APPROVED', reason: '' })),
    )
    for (const [at, { account, browser }] of two.entries()) {
      const told = await portal.owner
        .knex('message')
        .where({ account_id: account.id, title: '有相同名称的申请也通过了审核' })
        .pluck<string[]>('body')
      expect(told).toHaveLength(1)
      expect(told[0]).toContain(name)
      await expect
        .poll(async () => (await messagesTo(portal, account.phone)).map(({ text }) => text).join())
        .toContain('以相同的名称通过了注册用户审核')
      expect(mainText(await browser.get(`/bind/requests/${ids[at] ?? ''}`))).toContain('有相同名称的申请也通过了审核')
    }
  })
})
