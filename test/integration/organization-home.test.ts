import ical from 'ical.js'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { addDays, addMonths } from '../../src/core/workflow/calendar.ts'
import { localDate } from '../../src/core/workflow/deadlines.ts'
import { renderDocumentTask } from '../../src/modules/documents/render-document.ts'
import { sweepDutiesTask } from '../../src/modules/organization-home/sweep-duties.ts'
import type { OrganizationRow } from '../../src/modules/register/entry.ts'
import { paths } from '../../src/web/paths.ts'
import { makeCase, signIn, type Session } from '../support/cases.ts'
import { createBrowser } from '../support/browser.ts'
import { logInLegal, makeAccount } from '../support/login-accounts.ts'
import { startTestPortal, type TestPortal } from '../support/portal.ts'

// 机构主页: what an organization owes, what the register has of it, and what it may begin (look.md §3).

let portal: TestPortal
let organization: OrganizationRow
let own: Session
let accountId: string
let founderId: string

const knex = () => portal.owner.knex
const today = (): string => localDate(portal.clock.now())
const set = (values: Readonly<Record<string, unknown>>) =>
  knex()('organization').where({ id: organization.id }).update(values)
const mainText = async (session: Session, path: string = paths.organizationHome): Promise<string> => {
  const page = await session.get(path)
  return page.$('main').text().replaceAll(/\s+/g, ' ')
}

/** An account of an organization, by its representative. */
const accountOf = async (row: OrganizationRow, idNumber: string, loginName?: string) => {
  const account = await makeAccount(portal, {
    kind: 'LEGAL_PERSON',
    type: 'SOCIAL_GROUP',
    name: row.name,
    uscc: row.uscc,
    realNameLevel: 1,
    idNumber,
    ...(loginName === undefined ? {} : { loginName, password: 'Fenhe#8642Aa' }),
  })
  await knex()('legal_person')
    .where({ account_id: account.id })
    .update({ certificate_state: 'PASSED', representative_name: row.legal_representative })
  return account.id
}

beforeAll(async () => {
  portal = await startTestPortal()
  const founding = await makeCase(portal, { stage: 'establishmentCompletion', status: 'HANDED_OVER' })
  const found = await knex()<OrganizationRow>('organization').where({ case_id: founding.id }).first()
  if (!found) throw new Error('nothing founded')
  organization = found
  founderId = founding.applicant.id
  const head = founding.answers['officers']?.items.find(({ values }) => values['isLegalRepresentative'] === 'yes')
  accountId = await accountOf(found, head?.values['idNumber'] ?? '', 'own_unit')
  own = await signIn(portal, { accountId })
})
afterAll(() => portal.stop())

test('the register as it is, with the way to mend each part, and the documents it was made by', async () => {
  const page = await own.get(paths.organizationHome)
  expect([page.status, page.$('h1').text()]).toEqual([200, organization.name])
  const text = page.$('main').text()
  for (const words of ['待办', '登记信息', '登记沿革', '证书和印章', '人员', '银行账户', '章程', organization.uscc])
    expect(text).toContain(words)
  expect(text).toContain(`${organization.legal_representative}任`)
  // Nothing of a person but name, post and term.
  expect(page.text).not.toMatch(/\d{17}[\dX]/)
  const change = page.$('a').filter((_i, a) => page.$(a).text() === '不对？：住所')
  expect(change.attr('href')).toBe(paths.start('social-group-change', undefined, 'domicile'))
  const matters = page.$('.home-list').first().find('a').toArray()
  expect(matters.map((a) => page.$(a).text())).toEqual(['变更', '备案', '证书', '章程核准', '年报', '注销'])
  for (const a of matters) expect((await own.get(String(page.$(a).attr('href')))).status).toBe(200)
  expect(page.$('.main-nav a[aria-current]').text()).toBe('机构主页')
})

test('法人登录 leads to it', async () => {
  const browser = createBrowser(portal.baseUrl)
  const page = await logInLegal(browser, 'own_unit', 'Fenhe#8642Aa')
  expect(page.$('h1').text()).toBe(organization.name)
})

test('a document and the charter of an organization are its own, and nobody else’s', async () => {
  for (const { id } of await knex()('document').whereNull('sha256').select<{ id: string }[]>('id'))
    await renderDocumentTask(portal.deps)({ id }, {} as never)
  const page = await own.get(paths.organizationHome)
  const links = page
    .$('main a[href^="/organization/documents/"], main a[href^="/organization/charters/"]')
    .toArray()
    .map((a) => String(page.$(a).attr('href')))
  expect(links.some((href) => href.includes('/charters/'))).toBe(true)
  expect(links.filter((href) => href.includes('/documents/')).length).toBeGreaterThan(2)
  const other = await knex()<OrganizationRow>('organization')
    .whereNot({ id: organization.id })
    .where({ type: 'SOCIAL_GROUP' })
    .first()
  if (!other) throw new Error('no other organization')
  const stranger = await signIn(portal, { accountId: await accountOf(other, '140106198503120014') })
  for (const href of new Set(links))
    expect([href, (await own.get(href)).status, (await stranger.get(href)).status]).toEqual([href, 200, 404])
})

test('a 经办人 sees it too, goes on for the organization, and finds no other', async () => {
  const founder = await signIn(portal, { accountId: founderId })
  const page = await founder.get(paths.organizationHome)
  expect([page.status, page.$('.acting').text()]).toEqual([200, expect.stringContaining(organization.name)])
  const change = page.$('a').filter((_i, a) => page.$(a).text() === '不对？：住所')
  expect(change.attr('href')).toBe(paths.start('social-group-change', organization.uscc, 'domicile'))
  // 不对？ opens the change with the item ticked.
  const start = await founder.get(String(change.attr('href')))
  const fields = start.$('main form input[type=hidden]').toArray()
  const begun = await founder.post(
    paths.start('social-group-change'),
    Object.fromEntries(fields.map((one) => [String(start.$(one).attr('name')), String(start.$(one).val())])),
  )
  const items = await founder.get(`${begun.location}/pages/items`)
  expect(
    items
      .$('input[name=items]:checked')
      .toArray()
      .map((one) => items.$(one).val()),
  ).toEqual(['domicile'])
  const file = page.$('main a[href*="/organization/documents/"]').first()
  expect((await founder.get(String(file.attr('href')))).status).toBe(200)
  expect((await founder.get('/hall')).$(`a[href="${paths.organizationHomeOf(organization.uscc)}"]`)).toHaveLength(1)
  expect((await founder.get(paths.organizationHomeOf('51140000MJ0000018C'))).status).toBe(404)
})

test('what is owed stands first, with what settles it', async () => {
  await set({ term_name: '第一届', term_from: addMonths(today(), -61), term_to: addDays(today(), -43) })
  await set({ valid_to: addDays(today(), 20), lease_to: addDays(today(), 10) })
  const page = await own.get(paths.organizationHome)
  const duties = page.$('.duties__item').toArray()
  expect(page.$(duties[0]).text()).toContain('换届已逾期43天')
  expect(
    page
      .$(duties[0])
      .find('a')
      .toArray()
      .map((a) => page.$(a).contents().first().text()),
  ).toEqual(['办理换届', '申请延期'])
  const text = page.$('.duties').text()
  for (const words of ['登记证书有效期到', '住所的租赁合同到']) expect(text).toContain(words)
  // The founding still asks for seal and account itself.
  expect(text).not.toContain('没有备案的公章')
  for (const a of page.$('.duties a').toArray())
    expect((await own.get(String(page.$(a).attr('href')))).status).toBe(200)
})

const feedOf = (page: Awaited<ReturnType<Session['post']>>): string =>
  new URL(String(page.$('#feed-address').val())).pathname
const read = (path: string) => fetch(portal.baseUrl + path)

test('the calendar is read by an independent reader, without a session, and tells of no person', async () => {
  await set({
    term_from: addMonths(today(), -12),
    term_to: addDays(today(), 200),
    valid_to: addDays(today(), 400),
    lease_to: null,
  })
  const made = await own.post(paths.organizationCalendar, { action: 'make' })
  const address = feedOf(made)
  expect(made.$('.feed a[href^="webcal:"]').attr('href')).toMatch(new RegExp(`^webcal://.+${address}$`))
  const answer = await read(address)
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/calendar; charset=utf-8'])
  expect([answer.headers.get('set-cookie'), answer.headers.get('x-robots-tag')]).toEqual([null, 'noindex, nofollow'])
  const text = await answer.text()
  expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
  for (const line of text.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75)
  expect(text).not.toContain(organization.legal_representative)
  const calendar = new ical.Component(ical.parse(text) as unknown[])
  const events = calendar.getAllSubcomponents('vevent').map((one) => new ical.Event(one))
  const term = events.find(({ summary }) => summary === '换届')
  expect([term?.startDate.isDate, term?.startDate.toString()]).toEqual([true, addDays(today(), 200)])
  expect(term?.description).toContain('申请延期')
  const alarms = term?.component
    .getAllSubcomponents('valarm')
    .map((one) => String(one.getFirstPropertyValue('trigger')))
  expect(alarms).toEqual(['-P179DT15H', '-P89DT15H', '-PT15H'])
  expect(events.map(({ summary }) => summary)).toContain('登记证书到期')
  const again = await (await read(address)).text()
  const uids = (of: string) => of.match(/^UID:.*$/gm)
  expect(uids(again)).toEqual(uids(text))
  expect(new Set(uids(text)).size).toBe(events.length)
})

test('whoever acts for it is told of a term, a certificate and a lease that end, of each time once', async () => {
  const sweep = async () => sweepDutiesTask(portal.deps)({}, {} as never)
  const told = async () => {
    const rows = await knex()('message')
      .whereIn('account_id', [accountId, founderId])
      .where('title', 'like', `${organization.name}：%`)
      .orderBy('id')
      .select<{ account_id: string; title: string; body: string }[]>('account_id', 'title', 'body')
    return rows.map(
      ({ account_id, title }) => `${account_id === accountId ? '单位' : '经办人'} ${title.split('：')[1] ?? ''}`,
    )
  }
  const of = (title: string) => [`单位 ${title}`, `经办人 ${title}`].toSorted((one, other) => one.localeCompare(other))
  const sorted = async () => (await told()).toSorted((one, other) => one.localeCompare(other))
  await set({ term_to: addMonths(today(), 6), valid_to: addMonths(today(), 4), lease_to: addMonths(today(), 2) })
  // What is under way asks for nothing; withdrawn, it does.
  const [filing] = (await knex()('case_file')
    .insert({
      matter: 'social-group-filing-term',
      account_id: accountId,
      authority_id: organization.authority_id,
      organization_id: organization.id,
      number: 'HJ2026110001',
      stage: 'filing',
      procedure: 'filing',
      status: 'SUBMITTED',
      created_at: portal.clock.now(),
      updated_at: portal.clock.now(),
    })
    .returning('id')) as { id: string }[]
  await sweep()
  expect(await sorted()).toEqual([])
  const home = await own.get(paths.organizationHome)
  const running = home.$('.duties__item').filter((_i, item) => home.$(item).text().includes('任期到'))
  expect(running.text().replaceAll(/\s+/gu, ' ')).toMatch(/办理中.*负责人换届备案 已提交。.*查看进度/u)
  await knex()('case_file').where({ id: filing?.id }).update({ status: 'WITHDRAWN' })
  await sweep()
  expect(await sorted()).toEqual(of('换届'))
  await sweep()
  expect(await sorted()).toHaveLength(2)
  // Nearer, and told late: the nearest is told, the one before it is not made up for.
  await set({ term_to: addMonths(today(), 3), valid_to: addMonths(today(), 1), lease_to: addMonths(today(), 1) })
  await sweep()
  expect(await sorted()).toEqual(
    [...of('换届'), ...of('换届'), ...of('登记证书到期'), ...of('住所租赁合同到期')].toSorted((one, other) =>
      one.localeCompare(other),
    ),
  )
  const kept = await knex()('reminder').where({ object_id: organization.id }).orderBy('what').select('what')
  expect(kept.map(({ what }: { what: string }) => what)).toEqual([
    'duty-CERTIFICATE-1',
    'duty-LEASE-1',
    'duty-TERM-3',
    'duty-TERM-6',
  ])
  await set({ status: 'LIQUIDATING', term_to: addDays(today(), 30) })
  await sweep()
  expect(await sorted()).toHaveLength(8)
  await set({ status: 'ACTIVE', lease_to: null })
})

test('a new address ends the old one; stopped, or its maker dismissed, none is left', async () => {
  const first = feedOf(await own.post(paths.organizationCalendar, { action: 'make' }))
  const second = feedOf(await own.post(paths.organizationCalendar, { action: 'make' }))
  expect([(await read(first)).status, (await read(second)).status]).toEqual([404, 200])
  const home = await own.get(paths.organizationHome)
  expect(home.text).not.toContain(second)
  expect(home.$('button[value=make]').text()).toBe('重新生成')
  expect((await own.post(paths.organizationCalendar, { action: 'end' })).status).toBe(303)
  expect((await read(second)).status).toBe(404)
  expect((await read(paths.calendarFeed('x'.repeat(43)))).status).toBe(404)

  const founder = await signIn(portal, { accountId: founderId })
  const theirs = feedOf(
    await founder.post(paths.organizationCalendar, { action: 'make', organization: organization.uscc }),
  )
  expect((await read(theirs)).status).toBe(200)
  await knex()('access_grant')
    .where({ holder_id: founderId })
    .update({ revoked_at: portal.clock.now(), ending: 'revoked' })
  expect((await read(theirs)).status).toBe(404)
  const kept = await knex()('calendar_feed').select<{ token_idx: string }[]>('token_idx')
  for (const { token_idx } of kept) for (const used of [first, second, theirs]) expect(used).not.toContain(token_idx)
})

test('an entry from before the portal asks for organs and term, and its people are mended by a 换届', async () => {
  const other = await knex()<OrganizationRow>('organization')
    .where({ status: 'ACTIVE', type: 'PRIVATE_NON_ENTERPRISE' })
    .whereNull('term_to')
    .first()
  if (!other) throw new Error('no organization from before')
  await knex()('organization').where({ id: other.id }).update({ contributors: '太原某某公司' })
  const session = await signIn(portal, { accountId: await accountOf(other, '140106198503120014') })
  const page = await session.get(paths.organizationHome)
  const text = page.$('main').text().replaceAll(/\s+/g, ' ')
  for (const words of ['登记簿中没有理事会和任期', '出资人', '太原某某公司', '登记沿革 没有变动'])
    expect(text).toContain(words)
  const mend = page.$('a').filter((_i, a) => page.$(a).text() === '不对？：人员')
  expect(mend.attr('href')).toBe(paths.start('private-non-enterprise-filing-term'))
})

test('while it is liquidated nothing of it is owed, and what may not begin says why', async () => {
  await set({ status: 'LIQUIDATING' })
  const text = await mainText(own)
  expect(text).not.toContain('换届已逾期')
  expect(text).toContain('变更现在不能办理：本单位正在注销清算')
  expect(text).toContain('章程核准现在不能办理：本单位正在注销清算')
  await set({ status: 'ACTIVE' })
})

test('a representative who left sees it, and is told who acts now', async () => {
  const held = knex()('legal_person').where({ account_id: accountId })
  await held.clone().update({ representative_name: '柳青' })
  expect(await mainText(own)).toContain('法定代表人已经变更')
  await held.clone().update({ representative_name: organization.legal_representative })
})

test('an account nobody has verified, and one whose certificate nobody passed, see nothing of it', async () => {
  await knex()('account').where({ id: accountId }).update({ real_name_level: 0 })
  expect(await mainText(own)).toContain('请先实名认证')
  await knex()('account').where({ id: accountId }).update({ real_name_level: 1 })
  const held = knex()('legal_person').where({ account_id: accountId })
  await held.clone().update({ certificate_state: 'WAITING', certificate_sent_at: portal.clock.now() })
  const waiting = await own.get(paths.organizationHome)
  expect([waiting.status, waiting.$('main').text()]).toEqual([200, expect.stringContaining('登记证书等待窗口核对')])
  expect(waiting.text).not.toContain(organization.legal_representative)
  await held.clone().update({ certificate_state: 'PASSED' })
  const person = await signIn(portal, { accountId: (await makeAccount(portal)).id })
  expect((await person.get(paths.organizationHome)).$('main').text()).toContain('您还没有可以办理的社会组织')
})
