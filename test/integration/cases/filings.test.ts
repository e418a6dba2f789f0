import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { chineseDate } from '../../../src/core/documents/dates.ts'
import { heldOf } from '../../../src/core/register/holdings.ts'
import { localDate } from '../../../src/core/workflow/deadlines.ts'
import { holdingsOf } from '../../../src/modules/register/holdings.ts'
import { statuses } from '../../../src/core/workflow/statuses.ts'
import { matters } from '../../../src/matters/index.ts'
import { NOT_REGISTERED } from '../../../src/matters/shared/registered.ts'
import { sandboxPeople } from '../../../src/sandbox/people.ts'
import { paths } from '../../../src/web/paths.ts'
import { inventedId, signIn, staffOf, type Session } from '../../support/cases.ts'
import { units } from '../../support/legal-persons.ts'
import {
  beginOwn,
  caseRow,
  ledgerOf,
  organizationAt,
  ownMatter,
  sendBack,
  submitOwn,
  typeItem,
  type Organization,
} from '../../support/organizations.ts'
import { startTestPortal, type TestPortal } from '../../support/portal.ts'

// 备案 of every kind, by the organization's own account (domain.md §5.2; domain-2.md §16.2).

vi.setConfig({ testTimeout: 120_000 })

let portal: TestPortal
let official: Session
const owners: Record<string, Organization> = {}

beforeAll(async () => {
  portal = await startTestPortal({ JOBS: 'off' })
  official = await signIn(portal, { staffId: (await staffOf(portal, 'WINDOW')).id })
  for (const [type, unit] of Object.entries({
    'social-group': units.grain,
    'private-non-enterprise': units.service,
    foundation: units.fund,
  }))
    owners[type] = await organizationAt(portal, unit)
  // Plans of campaigns are for charities.
  await portal.owner
    .knex('organization')
    .whereIn(
      'id',
      Object.values(owners).map(({ id }) => id),
    )
    .update({ charity: '是' })
  // Somebody besides the representative, who leaves by a change only.
  for (const [index, { id }] of Object.values(owners).entries())
    await portal.owner.knex('organization_person').insert({
      organization_id: id,
      name: '何其乐',
      post: 'COUNCIL_MEMBER',
      id_number_idx: portal.deps.crypto.index('id-number', `RESIDENT_ID:${inventedId(900 + index)}`),
      legal_representative: false,
      since: '2022-03-01',
    })
})
afterAll(() => portal.stop())

const ownerOf = (type: string): Organization => {
  const own = owners[type]
  if (!own) throw new Error(`no ${type}`)
  return own
}

const holdings = ({ id }: Organization) => holdingsOf(portal.owner.knex, portal.deps.crypto, id)

const heldSeals = async (own: Organization) => heldOf(await holdings(own), 'seals').map(({ text }) => text)
const heldAccounts = async (own: Organization) => heldOf(await holdings(own), 'accounts').map(({ text }) => text)
const itemOf = async ({ session }: Organization, id: string, page: string): Promise<string> =>
  /items\/([0-9a-f-]{36})/.exec((await session.get(paths.answerPage(id, page))).text)?.[1] ?? ''

/** 全部填入示例, and the submission. */
const fillAndSubmit = async (own: Organization, id: string): Promise<void> => {
  const filled = await own.session.post(paths.sandboxFillCase(id))
  expect([filled.status, filled.$('main').text()]).toEqual([303, ''])
  const { location } = await submitOwn(own, id)
  const said = location.endsWith('/check')
    ? (await own.session.get(location)).$('main').text().replaceAll(/\s+/gu, ' ')
    : ''
  expect([location, said]).toEqual([expect.stringContaining(paths.submitted(id)), ''])
}

/** 演示：办到下一步 until nothing of the authority's is left. */
const decide = async (id: string): Promise<void> => {
  for (let steps = 0; statuses[(await caseRow(portal, id)).status].turn !== 'nobody'; steps++) {
    const step = await official.post(paths.sandboxStep(id))
    expect([step.status, step.$('main').text(), steps < 10]).toEqual([303, '', true])
  }
}

/** A change of one item begun, nothing else of it answered. */
const beginChange = async (own: Organization, item: string): Promise<string> => {
  const id = await beginOwn(own, 'change')
  const form = paths.answerPage(id, 'items')
  const version = String((await own.session.get(form)).$('input[name=version]').val())
  expect((await own.session.post(form, { items: item, version, action: 'continue' })).status).toBe(303)
  return id
}

const all = ['social-group', 'private-non-enterprise', 'foundation'] as const
const withMembers = ['social-group', 'foundation'] as const

/** What each kind makes of its examples, by the lines of the ledger, and the types that have it. */
const kinds: readonly (readonly [string, readonly string[], readonly string[]])[] = [
  ['filing-seal', ['seal'], all],
  ['filing-account', ['account'], all],
  ['filing-midterm', ['leave', 'person'], all],
  ['filing-council', ['leave', 'person'], all],
  ['filing-charter-elsewhere', ['charter'], ['private-non-enterprise']],
  ['filing-lease', ['lease'], all],
  ['filing-premises', ['unit'], all],
  ['filing-office', ['unit'], all],
  ['filing-branch', ['unit'], withMembers],
  ['filing-entity', ['unit'], all],
  ['filing-party', ['unit'], all],
  ['filing-tax', ['note'], ['foundation']],
  ['filing-fees', ['note'], ['social-group']],
  ['filing-fundraising', ['note'], all],
  ['filing-major', ['note'], all],
  ['approval-election', ['note'], withMembers],
]

describe.each(all)('%s', (type) => {
  const own = kinds.filter(([, , types]) => types.includes(type))
  test.each(own)('%s: begun, its examples handed in as they are, filed', async (code, ledger) => {
    const organization = ownerOf(type)
    const id = await beginOwn(organization, code)
    await fillAndSubmit(organization, id)
    await decide(id)
    expect(await ledgerOf(portal, id)).toEqual(ledger)
    const [paper] = (await portal.owner
      .knex('document')
      .where({ case_id: id })
      .whereIn('kind', ['FILING_RECEIPT', 'DECISION_GRANTED'])) as { data: { filed?: string[]; proved?: string[] } }[]
    const said = paper?.data.filed ?? paper?.data.proved ?? []
    expect(said.length).toBeGreaterThan(0)
    expect(said.join()).not.toMatch(/\d{8}/)
  })

  test('the examples were what every organization has one of, as long as it had none', async () => {
    const { seals, accounts, leaseTo } = await holdings(ownerOf(type))
    expect([seals[0]?.kind, accounts[0]?.kind, leaseTo]).toEqual(['公章', '基本存款账户', '2031-09-30'])
  })

  test('every kind that is offered is in the table above, or has a test of its own', () => {
    const tested = new Set([...own.map(([code]) => code), 'filing-term', 'approval-extension'])
    const offered = matters.all
      .filter(({ family, orgType }) => family === 'filing' && ownMatter({ type: orgType }, '') === `${type}-`)
      .map(({ code }) => code.slice(type.length + 1))
    expect(offered.filter((code) => !tested.has(code))).toEqual([])
  })
})

/** A case whose list has one item typed by hand, with its materials, up to the submission. */
const typed = async (
  own: Organization,
  code: string,
  page: string,
  values: Readonly<Record<string, string>>,
  materials: readonly string[],
): Promise<string> => {
  const id = await beginOwn(own, code)
  for (const one of ['handler', 'commitment']) await own.session.post(paths.sandboxFillPage(id, one))
  const kept = await typeItem(own, id, page, values)
  expect([kept.status, kept.$('.govuk-error-summary').text()]).toEqual([303, ''])
  for (const material of ['F01', ...materials]) await own.session.post(paths.sandboxFillMaterial(id, material))
  return id
}

const handedIn = async (own: Organization, id: string): Promise<string> => {
  const sent = await submitOwn(own, id)
  expect([sent.location, sent.$('main').text()]).toEqual([expect.stringContaining(paths.submitted(id)), ''])
  return id
}

const newSeal = {
  material: 'PHYSICAL',
  engraver: '太原市汾岸示例刻章社',
  enabledOn: '2026-12-08',
  collectedBy: '顾砚秋',
}

test('a lost seal is renewed: returned with its reason, mended and filed; register and public entry say so', async () => {
  const own = ownerOf('private-non-enterprise')
  const official = { ...newSeal, sealKind: 'OFFICIAL', engraving: own.name, sealSize: '4.2' }
  if (!(await heldSeals(own)).some((text) => text.startsWith('公章')))
    await decide(await handedIn(own, await typed(own, 'filing-seal', 'seals', { ...official, how: 'NEW' }, [])))
  const before = await holdings(own)
  const old = (await heldSeals(own)).find((text) => text.startsWith('公章')) ?? ''

  const loss = { handling: 'LOST', lostOn: '2026-11-12', noticeMedia: '山西日报', noticeOn: '2026-11-16' }
  const renewed = { ...official, ...loss, how: 'RENEWED', oldSeal: old }
  // Whose it is not cannot choose it, and a second one beside it is none.
  const foreign = { ...renewed, oldSeal: '公章“某协会”（2020年1月1日备案）', sealSize: '4.3', noticeOn: '2026-11-11' }
  const id = await typed(own, 'filing-seal', 'seals', foreign, ['F02'])
  const item = await itemOf(own, id, 'seals')
  const checked = (await own.session.get(paths.checkAnswers(id))).$('main').text()
  for (const fault of ['登记簿中现在没有“公章“某协会”', '公章直径不得超过4.2厘米', '公告日期早于遗失日期'])
    expect(checked).toContain(fault)
  const offered = await own.session.get(paths.answerItem(id, 'seals', item))
  expect(offered.$('main').text()).toContain(old)
  await typeItem(own, id, 'seals', renewed, item)
  await handedIn(own, id)

  await sendBack(portal, id, { kind: 'material', target: 'F02', note: '公告没有写明作废的印章。' })
  expect((await caseRow(portal, id)).status).toBe('RETURNED')
  expect((await own.session.get(paths.case(id))).$('main').text()).toContain('公告没有写明作废的印章')
  // Handed in as it was it is told so; what is changed leads to 核对, where it stands first.
  const check = async () => (await own.session.get(paths.checkAnswers(id))).$('main').text().replaceAll(/\s+/gu, ' ')
  expect(await check()).toMatch(/没有修改的有1项：印章。请修改以后再提交/)
  expect((await retype(own, id, 'handler', { contactName: '沈若川' })).location).toBe(paths.checkAnswers(id))
  expect(await check()).toMatch(/这次修改的内容 .*联系人姓名.* 沈若川 .*请逐项核对/)
  await decide(await handedIn(own, id))
  const end = (await own.session.get(paths.case(id))).$('.turn')
  expect([end.find('h2').text(), end.text().includes('变更已经登记')]).toEqual(['印章备案已经办结', false])
  expect(await ledgerOf(portal, id)).toEqual(['sealEnd', 'seal'])
  const after = await holdings(own)
  expect(after.seals).toHaveLength(before.seals.length)
  expect(await heldSeals(own)).toContain(`公章“${own.name}”（${chineseDate(localDate(portal.deps.clock.now()))}备案）`)
  expect((await own.session.get(`/organizations/${units.service.uscc}`)).$('main').text()).toContain('停止使用：遗失')
})

test('an account is closed; what a colleague was faster with is told, sent back, and never ends twice', async () => {
  const own = ownerOf('foundation')
  const open = { how: 'OPEN', accountName: own.name, bank: '晋阳示例银行太原文源巷支行', bankAddress: '文源巷3号' }
  const opened = (accountNo: string) => ({ ...open, accountNo, accountKind: 'SPECIAL', openedOn: '2026-11-16' })
  const both = await typed(own, 'filing-account', 'accounts', opened('0502123409300098888'), ['F02'])
  expect((await typeItem(own, both, 'accounts', opened('0502123409300099999'))).status).toBe(303)
  await decide(await handedIn(own, both))
  // The same number is not filed twice; of another organization it is asked, and its official sees whose it is.
  const repeated = await typed(own, 'filing-account', 'accounts', opened('0502123409300098888'), ['F02'])
  expect((await own.session.get(paths.checkAnswers(repeated))).$('main').text()).toContain('这个账号已经备案（')
  await own.session.post(paths.deleteDraft(repeated), { answer: 'yes' })
  const neighbour = ownerOf('private-non-enterprise')
  const theirs = { ...opened('0502123409300098888'), accountName: neighbour.name }
  const doubtful = await typed(neighbour, 'filing-account', 'accounts', theirs, ['F02'])
  const told = (await neighbour.session.get(paths.checkAnswers(doubtful))).$('main').text()
  expect([told.includes('已由其他社会组织备案'), told.includes(own.name)]).toEqual([true, false])
  await handedIn(neighbour, doubtful)
  expect((await official.get(paths.staffCase(doubtful))).$('main').text()).toContain(`已由“${own.name}”备案`)
  const closing = async (end: string) => {
    const text = (await heldAccounts(own)).find((one) => one.endsWith(`尾号${end}`)) ?? ''
    const closed = { how: 'CLOSE', oldAccount: text, closedOn: '2026-11-20' }
    return handedIn(own, await typed(own, 'filing-account', 'accounts', closed, ['F03']))
  }
  const first = await closing('8888')
  await decide(first)
  expect(await ledgerOf(portal, first)).toEqual(['accountEnd'])
  expect((await holdings(own)).accounts.map(({ end }) => end)).not.toContain('8888')
  const id = await closing('9999')
  const account = (await holdings(own)).accounts.find(({ end }) => end === '9999')
  // Filed at the window meanwhile; taken back, the case is as it was.
  await portal.owner.knex.transaction(async (trx) => {
    const event = await trx('case_event').where({ case_id: id }).orderBy('id', 'desc').first<{ id: number }>('id')
    const gone = { account_id: account?.id, event_id: event.id, how: '销户', ended_on: '2026-11-30' }
    await trx('holding_end').insert(gone)
  })
  const refused = await official.post(paths.sandboxStep(id))
  expect([refused.status, refused.$('main').text()]).toEqual([409, expect.stringContaining('登记簿已有变化')])
  await sendBack(portal, id, { kind: 'page', target: 'accounts', note: '原账户已经销户，请核对。' })
  expect((await own.session.get(paths.checkAnswers(id))).$('main').text()).toContain('登记簿中现在没有')
  expect(await ledgerOf(portal, id)).toEqual([])
})

test('what the register never had is written: a seal of a former name, an account from before', async () => {
  const own = ownerOf('social-group')
  const old = { how: 'ENDED', oldSeal: NOT_REGISTERED, oldEngraving: '山西省旧名称协会', handling: 'RETURNED' }
  const seal = await handedIn(own, await typed(own, 'filing-seal', 'seals', old, ['F03']))
  await decide(seal)
  const bank = { how: 'CLOSE', oldAccount: NOT_REGISTERED, oldBank: '晋阳示例银行', oldNumber: '0502123409300077777' }
  const closed = { ...bank, closedOn: '2026-11-20' }
  const account = await handedIn(own, await typed(own, 'filing-account', 'accounts', closed, ['F03']))
  await decide(account)
  expect([await ledgerOf(portal, seal), await ledgerOf(portal, account)]).toEqual([['note'], ['note']])
  const entry = (await own.session.get(paths.organization(units.grain.uscc))).$('main').text()
  expect(entry).toContain('印章停用备案：“山西省旧名称协会”（缴回登记管理机关）')
  expect(entry).not.toContain('0502123409300077777')
})

/** What the form of a page holds as it opens. */
const shownIn = ({ $ }: Awaited<ReturnType<Session['get']>>): Readonly<Record<string, string>> =>
  Object.fromEntries(
    $('main form')
      .first()
      .find('input, textarea, select')
      .toArray()
      .filter((one) => !['radio', 'checkbox'].includes($(one).attr('type') ?? '') || $(one).is('[checked]'))
      .map((one) => [$(one).attr('name') ?? '', String($(one).val() ?? '')]),
  )

/** The answers of a page as it opens, with some of them typed otherwise. */
const retype = async (own: Organization, id: string, page: string, values: Readonly<Record<string, string>>) => {
  const shown = shownIn(await own.session.get(paths.answerPage(id, page)))
  return own.session.post(paths.answerPage(id, page), { ...shown, ...values, action: 'continue' })
}

test('换届: everybody elected enters with the term, who was there leaves, but for who represents', async () => {
  const own = ownerOf('foundation')
  const before = await holdings(own)
  const representative = before.people.find((one) => one.legalRepresentative)
  const id = await beginOwn(own, 'filing-term')
  await own.session.post(paths.sandboxFillCase(id))
  const said = (await own.session.get(paths.checkAnswers(id))).$('main').text()
  expect(said).toContain(`登记的法定代表人是${representative?.name ?? ''}。备案不改变法定代表人`)
  // Votes are told at their field: more than were there, and too few for a council of a 基金会.
  const votes = await retype(own, id, 'resolution', { presentCount: '8', officersFor: '5', officersAgainst: '4' })
  expect([votes.status, votes.$('main').text()]).toEqual([
    422,
    expect.stringContaining('同意5票、反对4票、弃权0票，合计9票，多于实到8人') as string,
  ])
  expect(votes.$('main').text()).toContain('须经出席理事三分之二以上通过')
  // 全部填入示例 leaves what was typed alone; 填入示例 of the page does not.
  await own.session.post(paths.sandboxFillCase(id))
  expect((await own.session.get(paths.checkAnswers(id))).$('main').text()).toContain('多于实到8人')
  await own.session.post(paths.sandboxFillPage(id, 'resolution'))
  await fillAndSubmit(own, id)
  await decide(id)
  const { people, term } = await holdings(own)
  expect(new Set(await ledgerOf(portal, id))).toEqual(new Set(['leave', 'person', 'term']))
  // Still the representative, and no more in office: one chair there is, whom the sandbox knows.
  const left = people.filter((one) => one.legalRepresentative)
  expect(left).toMatchObject([{ name: representative?.name, post: 'LEFT' }])
  const chairs = people.filter(({ post }) => post === 'COUNCIL_CHAIR')
  expect(chairs).toHaveLength(1)
  const chair = sandboxPeople.find(({ name }) => name === chairs[0]?.name)
  expect(chair).toBeDefined()
  expect(people).toHaveLength(8)
  expect(people.slice(1).every(({ since, until }) => since === term?.from && until === term?.to)).toBe(true)
  expect(term?.name).toBe('第二届')

  // The same people again: one more term for each, and once more is remarked on.
  const again = await beginOwn(own, 'filing-term')
  await own.session.post(paths.sandboxFillCase(again))
  const checked = (await own.session.get(paths.checkAnswers(again))).$('main').text()
  expect(checked).toContain('应当晚于第二届的开始日期')

  // Who was elected is chosen from the register to represent: nothing of them is asked again.
  const other = await beginChange(own, 'legalRepresentative')
  const list = await own.session.get(paths.answerPage(other, 'officers'))
  const link = list.$('a').filter((_, one) => list.$(one).text() === chair?.name)
  const known = shownIn(await own.session.get(String(link.attr('href'))))
  expect(known).toMatchObject({ name: chair?.name, idNumber: chair?.residentId, orgPost: 'COUNCIL_CHAIR' })
  await own.session.post(paths.deleteDraft(other), { answer: 'yes' })

  // Its home asks for the change of the representative, and leads to it with who was elected.
  const home = await own.session.get(paths.organizationHome)
  expect(home.$('main').text()).toContain(`登记的法定代表人${representative?.name ?? ''}已经离任，还没有变更登记`)
  expect(home.$('main').text()).not.toContain('理事长（法定代表人）')
  const way = home.$('main a').filter((_i, link) => home.$(link).text().trim().startsWith('变更法定代表人'))
  const start = await own.session.get(way.attr('href') ?? '')
  const draft = String(start.$('input[name=draft]').val())
  const about = String(start.$('input[name=about]').val())
  const change =
    (await own.session.post(paths.start('foundation-change'), { draft, about })).location.split('/').at(-1) ?? ''
  const officers = await own.session.get(paths.answerPage(change, 'officers'))
  expect(officers.$('.file-list__item').text()).toContain(chair?.name)
  const prefilled = officers.$('.file-list__item a').first().attr('href') ?? ''
  const { stored: _stored, itemKey: _key, ...same } = known
  expect(shownIn(await own.session.get(prefilled))).toMatchObject(same)
  await fillAndSubmit(own, change)
  expect((await own.session.get(paths.checkAnswers(change))).$('main').text()).toContain(chair?.residentId)
  await decide(change)
  const after = (await holdings(own)).people
  expect(after.filter(({ legalRepresentative }) => legalRepresentative)).toMatchObject([
    { name: chair?.name, post: 'COUNCIL_CHAIR', since: term?.from, terms: 1 },
  ])
  expect(after.filter(({ post }) => post === 'COUNCIL_CHAIR' || post === 'LEFT')).toHaveLength(1)
})

test('延期换届: decided like a licence, without a certificate; the term ends later, once', async () => {
  const own = ownerOf('social-group')
  const term = { term_name: '第一届', term_from: '2022-03-15', term_to: '2027-03-15' }
  await portal.owner.knex('organization').where({ id: own.id }).update(term)
  const id = await beginOwn(own, 'approval-extension')
  await own.session.post(paths.sandboxFillCase(id))
  const late = await retype(own, id, 'extension', { newEnd: '2028-03-16' })
  expect([late.status, late.$('main').text()]).toEqual([422, expect.stringContaining('延期最长不超过一年') as string])
  expect((await retype(own, id, 'extension', { newEnd: '2028-03-15' })).status).toBe(303)
  const { location } = await submitOwn(own, id)
  expect(location).toContain(paths.submitted(id))
  await decide(id)
  expect((await caseRow(portal, id)).status).toBe('GRANTED')
  expect((await holdings(own)).term).toEqual({ name: '第一届', from: '2022-03-15', to: '2028-03-15' })
  const decision = await portal.owner
    .knex('document')
    .where({ case_id: id, kind: 'DECISION_GRANTED' })
    .first<{ data: object }>('data')
  expect(decision.data).toMatchObject({
    decided: '延期换届',
    registeredItems: [{ label: '第一届任期', value: '自2022年3月15日至2028年3月15日' }],
  })
  expect((await own.session.get(paths.case(id))).$('main').text()).toContain('准予延期换届')
})

test('a filing is begun only by who has it: a plan of a campaign by a charity, fees where the province asks them', async () => {
  const own = ownerOf('private-non-enterprise')
  await portal.owner.knex('organization').where({ id: own.id }).update({ charity: '' })
  const start = await own.session.get(paths.start(ownMatter(own, 'filing-fundraising')))
  expect(start.$('main').text()).toContain('请先向登记管理机关申请认定为慈善组织')
  const posted = await own.session.post(paths.start(ownMatter(own, 'filing-fundraising')))
  expect(posted.status).toBe(409)
  const foreign = await own.session.get(paths.start('social-group-filing-fees'))
  expect(foreign.status).toBe(404)
  const kindsShown = (await own.session.get(paths.serviceFamily('filing'))).$('main').text()
  for (const title of ['负责人换届备案', '印章备案', '内设机构备案', '募捐方案备案'])
    expect(kindsShown).toContain(title)
  expect(kindsShown).not.toContain('分支（代表）机构备案')
})

test('who came by a change within a term was not elected by it: the first election is the first', async () => {
  const own = ownerOf('private-non-enterprise')
  const id = await beginChange(own, 'legalRepresentative')
  await fillAndSubmit(own, id)
  await decide(id)
  const came = (await holdings(own)).people.find(({ legalRepresentative }) => legalRepresentative)
  expect(came?.terms).toBe(0)
  expect((await own.session.get(paths.organizationHome)).$('main').text()).toContain('任期内接任')
  await portal.owner.knex.transaction(async (trx) => {
    const row = await trx('organization_person').where({ id: came?.id }).first<Record<string, unknown>>()
    await trx('holding_end').insert({ person_id: came?.id, how: '换届', ended_on: '2026-11-30' })
    const { id: _id, event_id: _event, elected: _elected, ...same } = row
    await trx('organization_person').insert({ ...same, since: '2026-11-19' })
  })
  const [elected] = (await holdings(own)).people
  expect(elected).toMatchObject({ name: came?.name, terms: 1 })
})
