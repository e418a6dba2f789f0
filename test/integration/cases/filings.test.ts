import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { chineseDate } from '../../../src/core/documents/dates.ts'
import { heldOf } from '../../../src/core/register/holdings.ts'
import { localDate } from '../../../src/core/workflow/deadlines.ts'
import { holdingsOf } from '../../../src/modules/register/holdings.ts'
import { paths } from '../../../src/web/paths.ts'
import { signIn, staffOf, type Session } from '../../support/cases.ts'
import { units } from '../../support/legal-persons.ts'
import {
  beginOwn,
  caseRow,
  ledgerOf,
  organizationAt,
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
  portal = await startTestPortal()
  official = await signIn(portal, { staffId: (await staffOf(portal, 'WINDOW')).id })
  for (const [type, unit] of Object.entries({
    'social-group': units.grain,
    'private-non-enterprise': units.service,
    foundation: units.fund,
  }))
    owners[type] = await organizationAt(portal, unit)
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
  expect((await submitOwn(own, id)).location).toContain(paths.submitted(id))
}

/** 演示：办到下一步 until nothing of the authority's is left. */
const decide = async (id: string): Promise<void> => {
  for (let steps = 0; (await caseRow(portal, id)).status !== 'FILED'; steps++) {
    const step = await official.post(paths.sandboxStep(id))
    expect([step.status, step.$('main').text(), steps < 10]).toEqual([303, '', true])
  }
}

describe.each(['social-group', 'private-non-enterprise', 'foundation'])('%s', (type) => {
  test.each([
    ['filing-seal', ['seal']],
    ['filing-account', ['account']],
  ])('%s: begun, its examples handed in as they are, filed', async (code, kinds) => {
    const own = ownerOf(type)
    const id = await beginOwn(own, code)
    await fillAndSubmit(own, id)
    await decide(id)
    expect(await ledgerOf(portal, id)).toEqual(kinds)
    const [receipt] = (await portal.owner.knex('document').where({ case_id: id, kind: 'FILING_RECEIPT' })) as {
      data: { what: string; filed: readonly string[] }
    }[]
    expect(receipt?.data.filed.length).toBeGreaterThan(0)
    expect(JSON.stringify(receipt?.data.filed)).not.toMatch(/\d{8}/)
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
  for (const one of ['contact', 'commitment']) await own.session.post(paths.sandboxFillPage(id, one))
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
  await decide(await handedIn(own, id))
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
