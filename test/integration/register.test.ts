import type { JobHelpers } from 'graphile-worker'
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { identityKey } from '../../src/core/identity/documents.ts'
import type { RegisterChange } from '../../src/core/register/changes.ts'
import { heldOf } from '../../src/core/register/holdings.ts'
import { ledgerText, type LedgerLine } from '../../src/core/register/ledger.ts'
import { chineseDate } from '../../src/core/documents/dates.ts'
import { localDate, localDateTime } from '../../src/core/workflow/deadlines.ts'
import { renderDocumentTask } from '../../src/modules/documents/render-document.ts'
import type { OrganizationRow } from '../../src/modules/register/entry.ts'
import { holdingsOf } from '../../src/modules/register/holdings.ts'
import { dropPlanned } from '../../src/modules/register/planned.ts'
import { writeChanges } from '../../src/modules/register/write.ts'
import { sweepPlannedTask } from '../../src/modules/register-desk/sweep-planned.ts'
import { livedOrganizations } from '../../seeds/demo/lived.ts'
import { livedUnit, seedRegisterLife } from '../../seeds/demo/index.ts'
import { paths } from '../../src/web/paths.ts'
import { makeApplicant, makeCase, signIn, staffOf, type Session } from '../support/cases.ts'
import { putGrant } from '../support/grants.ts'
import { poppler } from '../support/poppler.ts'
import { startTestPortal, type TestPortal } from '../support/portal.ts'

let portal: TestPortal
beforeAll(async () => {
  portal = await startTestPortal({ JOBS: 'off' })
})
afterAll(() => portal.stop())

const completion = 'establishmentCompletion'

const founded = async (): Promise<OrganizationRow> => {
  const { id } = await makeCase(portal, { stage: completion, status: 'CERT_PRINTED' })
  return portal.owner.knex<OrganizationRow>('organization').where({ case_id: id }).first() as Promise<OrganizationRow>
}

const rowOf = (id: string) =>
  portal.owner.knex<OrganizationRow>('organization').where({ id }).first() as Promise<OrganizationRow>

const ledgerOf = (id: string) =>
  portal.owner
    .knex('organization_change as c')
    .leftJoin('case_event as e', 'e.id', 'c.event_id')
    .where({ 'c.organization_id': id })
    .orderBy('c.id')
    .select<Record<string, unknown>[]>('c.*', 'e.action')

const write = (
  organization: OrganizationRow,
  changes: readonly RegisterChange[],
  effectiveOn = '2026-11-20',
): Promise<OrganizationRow> =>
  portal.deps.command({ actorKind: 'system' }, async (tx) => {
    tx.audit({ chain: 'platform', action: 'test.register', objectKind: 'organization', objectId: organization.id })
    const target = { orgType: organization.type, authorityId: organization.authority_id, organization }
    return writeChanges(tx, portal.deps, target, changes, { caseId: null, eventId: null, effectiveOn })
  })

describe('the one writer of the register', () => {
  it('issue 9: founding, certificate, seals and account stand in the ledger with case and step, without personal numbers', async () => {
    portal.drawPapers()
    const { id } = await makeCase(portal, { stage: completion, status: 'COMPLETED' })
    const organization = (await portal.owner
      .knex<OrganizationRow>('organization')
      .where({ case_id: id })
      .first()) as OrganizationRow
    const lines = await ledgerOf(organization.id)
    const made = (kind: string) => lines.filter((line) => line['kind'] === kind).map((line) => line['action'])
    expect(made('found')).toEqual(['grant'])
    expect(made('person')).toEqual(Array.from({ length: 7 }, () => 'grant'))
    expect(made('certificate')).toEqual(['printCertificate'])
    expect(made('seal').length).toBeGreaterThan(0)
    expect(new Set([...made('seal'), ...made('account')])).toEqual(new Set(['file']))
    expect(new Set(lines.map((line) => line['case_id']))).toEqual(new Set([id]))
    expect(lines.find((line) => line['kind'] === 'certificate')).toMatchObject({
      item: 'FIRST',
      before: null,
      after: { serial: expect.any(Number) as number, from: organization.valid_from, to: organization.valid_to },
    })
    const written = JSON.stringify(lines.map((line) => [line['before'], line['after']]))
    expect(written).not.toMatch(/\d{17}[\dX]/)
    const { account_number_enc: sealed, id: account } = await portal.owner
      .knex('organization_account')
      .where({ organization_id: organization.id })
      .first<{ id: string; account_number_enc: string }>()
    const number = portal.deps.crypto.decrypt(sealed, `organization_account.number:${account}`)
    expect(written).not.toContain(number)
    // The receipt proves the account: the paper prints the whole number, and nothing kept beside it does.
    const receipt = await portal.owner
      .knex('document')
      .where({ case_id: id, kind: 'FILING_RECEIPT' })
      .first<{ id: string; data: { readonly account: object } }>('id', 'data')
    expect(JSON.stringify(receipt.data)).not.toContain(number)
    expect(receipt.data.account).toMatchObject({ accountNumber: `****${number.slice(-4)}` })
    await renderDocumentTask(portal.deps)({ id: receipt.id }, {} as JobHelpers)
    const { sha256 } = await portal.owner.knex('document').where({ id: receipt.id }).first<{ sha256: string }>('sha256')
    const paper = await poppler('pdftotext', ['-', '-'], await portal.deps.files.bytes(sha256))
    expect(paper.replaceAll(/\s/g, '')).toContain(number)
    expect(paper).toContain(`${organization.name}：`)
    // Founded is who holds the certificate: the law has everybody told of it, and of nobody before.
    const waiting = await founded()
    const read = async (address: string) => (await fetch(portal.baseUrl + address)).text()
    const list = await read('/announcements')
    expect(list).toContain(organization.name)
    expect(list).not.toContain(waiting.name)
    const [address = ''] = new RegExp(`/announcements/[0-9a-f-]{36}(?="[^>]*>${organization.name})`).exec(list) ?? []
    const announced = await read(address)
    for (const words of ['登记公告（成立）', organization.uscc, organization.purpose, '宗旨', '第二十三条'])
      expect(announced).toContain(words)
    const entry = `/organizations/${organization.uscc}`
    expect([announced.includes(`href="${entry}"`), (await read(entry)).includes(`href="${address}"`)]).toEqual([
      true,
      true,
    ])
    await renderDocumentTask(portal.deps)({ id: address.slice(-36) }, {} as JobHelpers)
    expect((await read(`${address}/file`)).slice(0, 4)).toBe('%PDF')
    expect((await fetch(`${portal.baseUrl}/announcements/${receipt.id}`)).status).toBe(404)
    const beyond = await fetch(`${portal.baseUrl}/announcements?after=999999999999999.${receipt.id}`)
    expect(beyond.status).toBe(400)
  })

  it('issue 9: what was decided on something that has moved is STALE, and nothing is written', async () => {
    const organization = await founded()
    const lines = await ledgerOf(organization.id)
    const changes: readonly RegisterChange[] = [
      { kind: 'set', item: 'purpose', before: organization.purpose, after: '另一种宗旨' },
      { kind: 'set', item: 'domicile', before: '从来不是这里', after: '太原市杏花岭区示例路1号' },
    ]
    await expect(write(organization, changes)).rejects.toMatchObject({
      code: 'STALE',
      detail: expect.stringContaining(`住所已经变更为“${organization.domicile}”`) as string,
    })
    await expect(
      write(organization, [
        { kind: 'set', item: 'purpose', before: organization.purpose, after: '另一种宗旨' },
        { kind: 'certificate', reason: 'CHANGE', from: '2026-11-20', to: '2031-11-20', replaces: 999_999 },
      ]),
    ).rejects.toMatchObject({ code: 'STALE' })
    await expect(
      write(organization, [{ kind: 'status', before: 'ACTIVE', after: 'DEREGISTERED' }]),
    ).rejects.toMatchObject({ code: 'STALE' })
    expect(await ledgerOf(organization.id)).toEqual(lines)
    expect(await rowOf(organization.id)).toEqual(organization)
  })

  it('issue 14: a year has one conclusion; another takes its place only from what it was, and the ledger has both', async () => {
    const organization = await founded()
    const report = (more: object) => ({ kind: 'report', year: 2025, before: null, ...more }) as RegisterChange
    await write(organization, [report({ conclusion: 'NOT_FILED' })])
    await write(organization, [
      report({ conclusion: 'UNQUALIFIED', before: 'NOT_FILED', filedOn: '2026-11-19', late: true }),
    ])
    await write(organization, [report({ conclusion: 'BASIC', before: 'UNQUALIFIED' })], '2026-11-20')
    for (const before of [null, 'NOT_FILED'] as const)
      await expect(write(organization, [report({ conclusion: 'QUALIFIED', before })])).rejects.toMatchObject({
        code: 'STALE',
        detail: expect.stringContaining('2025年度') as string,
      })
    expect((await holdingsOf(portal.deps.db.knex, portal.deps.crypto, organization.id)).reports).toEqual([
      { year: 2025, conclusion: 'BASIC', concludedOn: '2026-11-20', filedOn: '2026-11-19', late: true },
    ])
    const lines = (await ledgerOf(organization.id)).filter(({ kind }) => kind === 'report')
    expect(lines.map((line) => ledgerText('SOCIAL_GROUP', line as unknown as LedgerLine))).toEqual([
      '2025年度检查：未参检',
      '2025年度检查结论由“未参检”改为“不合格”（逾期报送）',
      '2025年度检查结论由“不合格”改为“基本合格”',
    ])
  })

  it('issue 9: a change of name keeps the former one findable, and a status tells since when', async () => {
    const organization = await founded()
    const after = `山西省改名${randomUUID().slice(0, 4)}协会`
    await write(organization, [{ kind: 'set', item: 'name', before: organization.name, after }])
    const renamed = await rowOf(organization.id)
    expect(renamed.name).toBe(after)
    expect(await portal.owner.knex('former_name').where({ organization_id: organization.id }).first()).toMatchObject({
      name: organization.name,
      ended_on: '2026-11-20',
    })
    portal.clock.forward(86_400_000)
    await write(renamed, [{ kind: 'status', before: 'ACTIVE', after: 'LIQUIDATING' }], '2026-11-21')
    expect(await rowOf(organization.id)).toMatchObject({ status: 'LIQUIDATING', status_since: '2026-11-21' })
  })

  it.each(['organization_change', 'register_act'])('issue 9: %s is append-only by privilege', async (table) => {
    const app = portal.deps.db.knex
    await expect(app(table).update({ organization_id: randomUUID() })).rejects.toThrow('permission denied')
    await expect(app(table).delete()).rejects.toThrow('permission denied')
    await expect(app.raw('truncate ??', [table])).rejects.toThrow('permission denied')
    await expect(portal.owner.knex(table).delete()).rejects.toThrow()
  })
})

describe('what an organization has besides its registered items', () => {
  const held = (organization: OrganizationRow) => holdingsOf(portal.deps.db.knex, portal.deps.crypto, organization.id)

  it('founding leaves people with their term, and the term itself', async () => {
    const organization = await founded()
    const { people, term } = await held(organization)
    expect(people.map(({ legalRepresentative }) => legalRepresentative)).toEqual([true, ...Array(6).fill(false)])
    expect(new Set(people.map(({ until, terms }) => `${String(until)} ${String(terms)}`))).toEqual(
      new Set([`${String(term?.to)} 1`]),
    )
    expect(term?.name).toBe('第一届')
  })

  it('whoever leaves is there no more, twice is STALE; keeping the post is no second term', async () => {
    const organization = await founded()
    const [first, second] = heldOf(await held(organization), 'people')
    if (!first || !second) throw new Error('nobody there')
    await write(organization, [{ kind: 'leave', holder: first, how: '卸任', keepsPost: true }])
    const before = (await held(organization)).people
    expect(before).toHaveLength(7)
    expect(before.filter(({ legalRepresentative }) => legalRepresentative)).toEqual([])
    expect(new Set(before.map(({ terms }) => terms))).toEqual(new Set([1]))
    await write(organization, [{ kind: 'leave', holder: second, how: '辞职' }])
    expect((await held(organization)).people).toHaveLength(6)
    await expect(write(organization, [{ kind: 'leave', holder: second, how: '辞职' }])).rejects.toMatchObject({
      code: 'STALE',
      message: expect.stringContaining(second.text) as unknown,
    })
  })

  it('who holds the post already and comes to represent stands in it anew, however the name was written', async () => {
    const organization = await founded()
    const enters = {
      name: '买买提·艾力',
      idType: 'RESIDENT_ID',
      idNumber: '140106198503120014',
      post: 'VICE_PRESIDENT',
      legalRepresentative: false,
    }
    await write(organization, [{ kind: 'person', enters }])
    await write(organization, [
      { kind: 'person', enters: { ...enters, name: '买买提艾力', legalRepresentative: true } },
    ])
    const { people } = await held(organization)
    expect(people.filter(({ post, name }) => post === 'VICE_PRESIDENT' && name.startsWith('买买提'))).toMatchObject([
      { name: '买买提艾力', legalRepresentative: true, terms: 1 },
    ])
  })

  it('somebody elected again to the same post holds it for a second term', async () => {
    const organization = await founded()
    const enters = {
      name: '林知远',
      idType: 'RESIDENT_ID',
      idNumber: '140106198503120014',
      post: 'SUPERVISOR',
      legalRepresentative: false,
      until: '2031-11-20',
    }
    await write(organization, [{ kind: 'person', enters }])
    const one = heldOf(await held(organization), 'people').find(({ text }) => text === '林知远（监事）')
    if (!one) throw new Error('not entered')
    await write(organization, [
      { kind: 'leave', holder: one, how: '届满' },
      { kind: 'person', enters: { ...enters, until: '2036-11-20' } },
      { kind: 'term', name: '第二届', from: '2031-11-20', to: '2036-11-20' },
    ])
    const now = await held(organization)
    expect(now.people.find(({ name }) => name === '林知远')).toMatchObject({ terms: 2, until: '2036-11-20' })
    expect(now.term).toEqual({ name: '第二届', from: '2031-11-20', to: '2036-11-20' })
  })

  it('seals, accounts and units come and go; of an account only the end of its number is read', async () => {
    const organization = await founded()
    await write(organization, [
      { kind: 'seal', filed: { kind: '公章', engraving: organization.name, size: '4.2厘米' } },
      { kind: 'seal', filed: { kind: '公章', engraving: organization.name, size: '4.2厘米' } },
      {
        kind: 'account',
        filed: {
          kind: '基本存款账户',
          bank: '示例银行太原分行',
          accountName: organization.name,
          accountNumber: '0502123409300012345',
        },
      },
      { kind: 'unit', opened: { kind: 'BRANCH', name: '彩绘分会', address: '太原市迎泽区', head: '林知远' } },
      { kind: 'lease', to: '2028-10-31' },
      { kind: 'note', what: '会费标准', text: '' },
    ])
    const now = await held(organization)
    expect(heldOf(now, 'seals').map(({ text }) => text)).toEqual([
      `公章“${organization.name}”（2026年11月20日备案）`,
      `公章“${organization.name}”（2026年11月20日备案）之2`,
    ])
    expect(heldOf(now, 'accounts').map(({ text }) => text)).toEqual(['示例银行太原分行基本存款账户，尾号2345'])
    expect(now.leaseTo).toBe('2028-10-31')
    const [seal] = heldOf(now, 'seals')
    const [account] = heldOf(now, 'accounts')
    const [unit] = heldOf(now, 'units')
    if (!seal || !account || !unit) throw new Error('nothing filed')
    await write(organization, [
      { kind: 'sealEnd', seal, how: '缴回' },
      { kind: 'accountEnd', account, how: '销户' },
      { kind: 'unitEnd', unit, how: '撤销' },
    ])
    const later = await held(organization)
    expect([later.seals.length, later.accounts, later.units]).toEqual([1, [], []])
    const lines = await ledgerOf(organization.id)
    const said = lines.map((line) => ledgerText('SOCIAL_GROUP', line as unknown as LedgerLine)).slice(-8)
    expect(said).toEqual([
      '印章备案：公章',
      '银行账户备案',
      '分支机构备案“彩绘分会”',
      undefined,
      '会费标准备案',
      `公章“${organization.name}”（2026年11月20日备案）停止使用：缴回`,
      '银行账户销户备案',
      '分支机构“彩绘分会”撤销备案',
    ])
    expect(JSON.stringify(lines)).not.toContain('0502123409300012345')
  })
})

describe('demo organizations with a past', () => {
  it('are written as the portal writes, once: ledger, people, certificates and terms agree', async () => {
    const { knex } = portal.owner
    const tools = { ...portal.deps, site: portal.deps.site }
    const before = await knex('organization').count<{ count: number }[]>('* as count')
    await seedRegisterLife(knex, tools)
    await seedRegisterLife(knex, tools)
    const after = await knex('organization').count<{ count: number }[]>('* as count')
    expect(Number(after[0]?.count) - Number(before[0]?.count)).toBe(livedOrganizations.length)
    const orchard = livedUnit('山西省果树栽培技术协会')
    const kept = await knex('organization').where({ uscc: orchard.uscc }).first<OrganizationRow>()
    expect([kept?.name, kept?.legal_representative]).toEqual(['山西省果树栽培技术协会', orchard.people[0]?.name])
    const online = await knex('organization_report').whereNotNull('case_id').select('fiscal_year', 'case_id')
    expect(online.length).toBe(livedOrganizations.flatMap((one) => one.online).length)
    // What an official may conclude as 合格 together with others: in time, checked, nothing found.
    const clean = await knex('snapshot as s')
      .join('case_file as c', 'c.id', 's.case_id')
      .join('case_event as e', 'e.id', 's.event_id')
      .where({ status: 'FIRST_REVIEWED', action: 'resubmit' })
      .whereRaw('cardinality(s.finding_codes) = 0')
      .countDistinct<{ count: string }[]>('c.id as count')
    expect(Number(clean[0]?.count)).toBe(3)
    // Everybody reads the report of a charity, whom to call aside; of others what was concluded.
    const read = async (name: string) => {
      const { uscc } = await knex('organization').where({ name }).first<{ uscc: string }>('uscc')
      return (await fetch(portal.baseUrl + paths.publicReport(uscc, '2024'))).text()
    }
    const charity = await read('山西省青苗助学基金会')
    for (const said of ['年检结论', '应当公开的十九项信息', '资产总计', '监事意见']) expect(charity).toContain(said)
    expect(charity).not.toMatch(/1[3-9]\d{9}|联系人姓名/)
    const other = await read('山西平安社区矫正服务中心')
    expect(other).toContain('合格')
    expect(other).not.toContain('资产总计')
    for (const { name, renamedTo, traits, bare } of livedOrganizations) {
      const row = await knex<OrganizationRow>('organization')
        .where({ name: renamedTo ?? name })
        .first()
      if (!row) throw new Error(`no ${name}`)
      const { people, seals, accounts, term } = await holdingsOf(knex, portal.deps.crypto, row.id)
      const gone = row.status === 'DEREGISTERED'
      expect([name, people.filter((one) => one.legalRepresentative).map((one) => one.name)]).toEqual([
        name,
        [row.legal_representative],
      ])
      expect([name, people.length, seals.length, accounts.length]).toEqual([name, 5, bare ? 0 : 2, bare ? 0 : 1])
      expect(term?.name).toBe(traits.includes('reelected') ? '第二届' : '第一届')
      const valid = await knex('certificate').where({ organization_id: row.id, status: 'VALID' }).select('valid_to')
      expect([name, valid]).toEqual([name, gone ? [] : [{ valid_to: row.valid_to }]])
      expect(gone).toBe(traits.includes('deregistered'))
    }
  })
})

describe('changes that wait for their day', () => {
  const plannedOf = (id: string) =>
    portal.owner.knex('planned_change').where({ organization_id: id }).first<{ id: string; status: string }>()
  const sweep = async () => sweepPlannedTask(portal.deps)({}, {} as never)
  const dayAfter = (days: number): string =>
    new Date(portal.clock.now().getTime() + days * 86_400_000).toISOString().slice(0, 10)
  const domicile = (organization: OrganizationRow, after: string): RegisterChange => ({
    kind: 'set',
    item: 'domicile',
    before: organization.domicile,
    after,
  })

  it('issue 9: take effect on their day, before checked again', async () => {
    const organization = await founded()
    const day = dayAfter(2)
    await write(organization, [domicile(organization, '太原市万柏林区示例路2号')], day)
    await sweep()
    expect(await rowOf(organization.id)).toEqual(organization)
    expect(JSON.stringify(await plannedOf(organization.id))).not.toContain('万柏林')
    portal.clock.forward(2 * 86_400_000)
    // From its day on the organization takes nothing back, be the job late or not.
    const { id } = (await plannedOf(organization.id)) ?? { id: '' }
    const dropped = portal.deps.command({ actorKind: 'system' }, (tx) =>
      dropPlanned(tx, { id, organization_id: organization.id }, '申请人撤回'),
    )
    await expect(dropped).rejects.toMatchObject({ code: 'STALE' })
    await sweep()
    expect(await rowOf(organization.id)).toMatchObject({ domicile: '太原市万柏林区示例路2号' })
    expect(await plannedOf(organization.id)).toMatchObject({ status: 'DONE' })
    const lines = await ledgerOf(organization.id)
    expect(lines.at(-1)).toMatchObject({ kind: 'set', item: 'domicile', effective_on: day })
    await sweep()
    expect(await ledgerOf(organization.id)).toEqual(lines)
  })

  it('issue 9: what moved meanwhile is STALE on the day, changes nothing and is told to the staff', async () => {
    const organization = await founded()
    await write(organization, [domicile(organization, '太原市晋源区示例路3号')], dayAfter(2))
    await write(organization, [domicile(organization, '太原市尖草坪区示例路4号')], dayAfter(0))
    portal.clock.forward(2 * 86_400_000)
    await sweep()
    expect(await rowOf(organization.id)).toMatchObject({ domicile: '太原市尖草坪区示例路4号' })
    expect(await plannedOf(organization.id)).toMatchObject({ status: 'STALE' })
    const official = await signIn(portal, { staffId: (await staffOf(portal, 'WINDOW')).id })
    expect((await official.get('/staff')).$('main .notice').text()).toContain('登记簿有1项变动到期没有生效')
    expect((await official.get('/staff/organizations')).$('main table').text()).toContain(organization.name)
    expect((await official.get(`/staff/organizations/${organization.uscc}`)).$('main').text()).toContain(
      '住所已经变更为“太原市尖草坪区示例路4号”',
    )
    const elsewhere = await signIn(portal, { staffId: (await staffOf(portal, 'WINDOW', 'taiyuan-')).id })
    expect((await elsewhere.get('/staff')).$('main .notice')).toHaveLength(0)
    expect((await elsewhere.get(`/staff/organizations/${organization.uscc}`)).status).toBe(404)
  })

  it('a representative is asked for on the day once more: whoever represents another by then becomes none', async () => {
    const [one, other] = [await founded(), await founded()]
    const becomes = (organization: OrganizationRow): readonly RegisterChange[] => [
      { kind: 'set', item: 'legalRepresentative', before: organization.legal_representative, after: '林知远' },
      {
        kind: 'person',
        enters: {
          name: '林知远',
          idType: 'RESIDENT_ID',
          idNumber: '140106199003070019',
          post: 'PRESIDENT',
          legalRepresentative: true,
        },
      },
    ]
    await write(one, becomes(one), dayAfter(2))
    await write(other, becomes(other), dayAfter(0))
    portal.clock.forward(2 * 86_400_000)
    await sweep()
    expect(await rowOf(other.id)).toMatchObject({ legal_representative: '林知远' })
    expect(await rowOf(one.id)).toEqual(one)
    const stale = await portal.owner.knex('planned_change').where({ organization_id: one.id }).first()
    expect(stale).toMatchObject({ status: 'STALE', note: expect.stringContaining(other.name) })
  })

  it('issue 9: are withdrawn by whoever decides, with a reason, until they take effect', async () => {
    const organization = await founded()
    await write(organization, [domicile(organization, '太原市小店区示例路5号')], dayAfter(2))
    const { id } = (await plannedOf(organization.id)) ?? { id: '' }
    const page = `/staff/organizations/${organization.uscc}`
    const address = `${page}/planned/${id}/withdraw`
    const clerk = await signIn(portal, { staffId: (await staffOf(portal, 'CERT_CLERK')).id })
    expect((await clerk.get(page)).text).toContain('太原市小店区示例路5号')
    expect((await clerk.post(address, { reason: '决定有误' })).status).toBe(403)
    const approver = await signIn(portal, { staffId: (await staffOf(portal, 'APPROVER')).id })
    expect((await approver.post(address, {})).status).toBe(422)
    expect((await approver.post(address, { reason: '决定有误，另行作出' })).location).toBe(`${page}?done=withdraw`)
    expect((await approver.post(address, { reason: '决定有误，另行作出' })).status).toBe(409)
    expect(await portal.owner.knex('planned_change').where({ id }).first()).toMatchObject({
      status: 'WITHDRAWN',
      note: '决定有误，另行作出',
    })
    portal.clock.forward(2 * 86_400_000)
    await sweep()
    expect(await rowOf(organization.id)).toEqual(organization)
  })
})

describe('the life of a certificate', () => {
  let clerk: Session
  let window: Session
  beforeAll(async () => {
    clerk = await signIn(portal, { staffId: (await staffOf(portal, 'CERT_CLERK')).id })
    window = await signIn(portal, { staffId: (await staffOf(portal, 'WINDOW')).id })
  })

  const reason = '当事人当面说明，已核对登记档案'
  const actOf = (organization: OrganizationRow, act: string) =>
    `/staff/organizations/${organization.uscc}/certificate/${act}`
  const seenOn = async (address: string): Promise<string> =>
    String((await clerk.get(address)).$('input[name=seen]').val())
  const carryOut = async (organization: OrganizationRow, act: string, fields: Readonly<Record<string, string>>) => {
    const address = actOf(organization, act)
    const asked = await clerk.post(address, { ...fields, seen: await seenOn(address) })
    expect(asked.status).toBe(200)
    expect(asked.$('main').text()).toContain(act === 'recover' ? '确认后立即写入登记簿' : '发证以后才生效')
    const kept = Object.fromEntries(
      asked
        .$('main form input[type=hidden]')
        .toArray()
        .map((input) => [String(asked.$(input).attr('name')), String(asked.$(input).attr('value'))]),
    )
    const done = await clerk.post(address, kept)
    expect(done.location).toBe(`/staff/organizations/${organization.uscc}?done=${act}`)
    return kept
  }
  const issueOf = (organization: OrganizationRow, serial: number | undefined) =>
    `/staff/organizations/${organization.uscc}/certificates/${String(serial)}/issue`
  const collector = {
    collectorName: '林知远',
    collectorIdType: 'HM_TRAVEL_PERMIT',
    collectorIdNumber: 'H12345678',
    collectorPhone: '13900001234',
  }
  /** The moment of the test, as the form writes it. */
  const now = () => {
    const { date, time } = localDateTime(portal.clock.now())
    return { collectedOn: date, collectedTime: time }
  }
  /** Hands out what waits, as another official than its maker, to somebody the register does not know. */
  const handOut = async (organization: OrganizationRow, official: Session = window) => {
    const { serial } = (await certificatesOf(organization)).at(-1) ?? {}
    const address = issueOf(organization, serial)
    const asked = await official.post(address, { ...collector, ...now() })
    expect([asked.status, asked.$('main').text()]).toEqual([200, expect.stringContaining('不能撤销')])
    return official.post(address, { ...collector, ...now(), sure: 'yes' })
  }
  const certificatesOf = (organization: OrganizationRow) =>
    portal.owner
      .knex('certificate')
      .where({ organization_id: organization.id })
      .orderBy('id')
      .select<{ id: number; serial: number; status: string; reason: string; valid_to: string }[]>()
  const codeOf = async (certificate: number | undefined): Promise<string> =>
    (
      await portal.owner
        .knex('document')
        .where({ certificate_id: certificate, kind: 'CERTIFICATE_ORIGINAL' })
        .first<{ verification_code: string }>('verification_code')
    ).verification_code
  const verified = async (certificate: number | undefined): Promise<string> =>
    (await clerk.get(`/verify-document/${await codeOf(certificate)}`)).$('main .tag').first().text()
  const today = () => {
    const [year, month, day] = portal.clock.now().toISOString().slice(0, 10).split('-')
    return `${Number(year)}年${Number(month)}月${Number(day)}日`
  }

  it('issue 9: a misprint is recalled and replaced, both serials in the ledger, the page and the check say so', async () => {
    const organization = await founded()
    const [before] = await certificatesOf(organization)
    await carryOut(organization, 'exchange', { ground: 'MISPRINT', reason, returned: 'yes' })
    const waiting = (await certificatesOf(organization)).at(-1)
    // Made and not handed out it counts for nothing: the one before stands, and nobody outside sees the new one.
    expect(await verified(before?.id)).toBe('有效')
    expect(await verified(waiting?.id)).toBe('已制作，尚未发证')
    const meanwhile = (await clerk.get(`/organizations/${organization.uscc}`)).$('main').text()
    for (const text of ['印制有误', '尚未发证']) expect(meanwhile).not.toContain(text)
    expect((await handOut(organization)).status).toBe(303)
    const [old, made] = await certificatesOf(organization)
    expect(old).toMatchObject({ status: 'RECALLED', serial: before?.serial })
    expect(made).toMatchObject({ status: 'VALID', reason: 'MISPRINT', valid_to: before?.valid_to })
    expect(await verified(old?.id)).toBe(`已收缴，已换发（${today()}）`)
    expect(await verified(made?.id)).toBe('有效')
    const lines = await ledgerOf(organization.id)
    expect(lines.at(-1)).toMatchObject({
      kind: 'certificate',
      item: 'MISPRINT',
      before: old?.serial,
      after: { serial: made?.serial },
    })
    const page = (await clerk.get(`/organizations/${organization.uscc}`)).$('main')
    const ledger = page.find('table').last().find('tbody tr')
    expect(ledger.first().text()).toMatch(
      /印制有误换证，颁发登记证书（编号.+〔2026〕\d+号）；原证书（编号.+〔2026〕\d+号）已收缴，已换发/,
    )
    expect(ledger.first().text()).toMatch(/证〔2026〕\d+号\s*山西省民政厅/)
    expect(ledger.last().text()).toContain('成立登记')
    for (const official of await portal.owner.knex('staff').select<{ name: string }[]>('name'))
      expect(page.text()).not.toContain(official.name)
    const row = await portal.owner.knex('audit_log').where({ action: 'certificate.exchange' }).first()
    expect(row).toMatchObject({ object_id: organization.id })
    const asked = await clerk.get(`/staff/organizations/${organization.uscc}`)
    const papers = asked.$('.file-list__item')
    expect(papers).toHaveLength(4)
    // One certificate has one number, on 正本 and 副本.
    const numbers = papers.map((_index, paper) => /〔\d+〕\d+号/.exec(asked.$(paper).text())?.[0]).get()
    expect(new Set(numbers).size).toBe(2)
    expect(numbers[0]).toBe(numbers[1])
  })

  it('17 the fields are moved on the blanks of the authority, within bounds, seen and recorded', async () => {
    const organization = await founded()
    const seen = async () => String((await clerk.get('/staff/overprint')).$('input[name=seen]').val())
    const places = (right: string, down: string) => ({
      'CERTIFICATE_ORIGINAL-right': right,
      'CERTIFICATE_ORIGINAL-down': down,
      'CERTIFICATE_DUPLICATE-right': '0',
      'CERTIFICATE_DUPLICATE-down': '0',
    })
    const before = await seen()
    for (const typed of ['15.1', '-16', '1.25', '', '一'])
      expect((await clerk.post('/staff/overprint', { ...places(typed, '0'), seen: before })).status).toBe(422)
    // Somebody else's first measuring, not yet committed when this one is saved.
    const other = await portal.owner.knex.transaction()
    const { id: measuredBy } = await staffOf(portal, 'CERT_CLERK')
    await other('overprint_offset').insert(
      ['CERTIFICATE_ORIGINAL', 'CERTIFICATE_DUPLICATE'].map((part) => ({
        authority_id: organization.authority_id,
        part,
        right_mm: 3,
        down_mm: 0,
        set_by: measuredBy,
        set_at: portal.clock.now(),
      })),
    )
    const late = clerk.post('/staff/overprint', { ...places('1', '1'), seen: before })
    await vi.waitUntil(
      async () =>
        (await portal.owner.knex('pg_locks').where({ granted: false, locktype: 'transactionid' }).first()) !==
        undefined,
      { timeout: 10_000 },
    )
    await other.commit()
    expect((await late).status).toBe(409)
    const saved = await clerk.post('/staff/overprint', { ...places('－2.5毫米', '４'), seen: await seen() })
    expect(saved.status).toBe(303)
    expect((await clerk.post('/staff/overprint', { ...places('1', '1'), seen: before })).status).toBe(409)
    expect((await clerk.get('/staff/overprint')).$('main').text()).toContain('向左2.5毫米，向下4毫米')
    const row = await portal.owner.knex('audit_log').where({ action: 'certificate.overprint-set' }).first()
    expect(row).toMatchObject({ object_kind: 'authority', object_id: String(organization.authority_id) })

    const test = '/staff/overprint/tests/SOCIAL_GROUP/CERTIFICATE_ORIGINAL'
    expect((await clerk.get(test)).text).toMatch(/^%PDF-/)
    expect((await clerk.get(test.replace('SOCIAL_GROUP', 'GROUP'))).status).toBe(404)
    const [certificate] = await certificatesOf(organization)
    const { id } = await portal.owner
      .knex('document')
      .where({ certificate_id: certificate?.id, kind: 'CERTIFICATE_ORIGINAL' })
      .first<{ id: string }>('id')
    const paper = `/staff/overprint/papers/${id}`
    await portal.makePapers()
    expect((await clerk.get(`/staff/applications/${organization.case_id}`)).$(`a[href="${paper}"]`)).toHaveLength(1)
    expect((await clerk.get(`/staff/organizations/${organization.uscc}`)).$(`a[href="${paper}"]`)).toHaveLength(1)
    expect((await clerk.get(paper)).text).toMatch(/^%PDF-/)
    const elsewhere = await signIn(portal, { staffId: (await staffOf(portal, 'CERT_CLERK', 'taiyuan-')).id })
    expect((await elsewhere.get(paper)).status).toBe(404)
    expect((await window.get(paper)).status).toBe(403)
    await carryOut(organization, 'recover', { reason, returned: 'yes' })
    expect((await clerk.get(paper)).status).toBe(409)
  })

  it('issue 9: a lost one is void by its newspaper notice', async () => {
    const organization = await founded()
    const address = actOf(organization, 'reissue')
    const unsaid = await clerk.post(address, { reason, seen: await seenOn(address) })
    expect(unsaid.status).toBe(422)
    expect(unsaid.$('.govuk-error-summary').text()).toContain('刊登遗失声明的报纸')
    // Of a day before there was this certificate, the notice is about another.
    const before = { noticePaper: '山西示例报', noticeOn: '2026-11-10', reason, seen: await seenOn(address) }
    const early = await clerk.post(address, before)
    expect([early.status, early.$('#noticeOn-error').text()]).toEqual([422, expect.stringContaining('不能早于')])
    const noticeOn = localDate(portal.clock.now())
    await carryOut(organization, 'reissue', { noticePaper: '山西示例报', noticeOn, reason })
    await handOut(organization)
    const [old, made] = await certificatesOf(organization)
    expect(await verified(old?.id)).toBe(`遗失作废（${today()}）`)
    expect(await verified(made?.id)).toBe('有效')
    expect((await clerk.get(`/organizations/${organization.uscc}`)).$('main').text()).toContain(
      `遗失声明刊登于《山西示例报》，${chineseDate(noticeOn)}`,
    )
  })

  it('issue 9: one that is recovered is so until it is exchanged; serials have no gaps', async () => {
    const organization = await founded()
    await carryOut(organization, 'recover', { reason, returned: 'yes' })
    const [old] = await certificatesOf(organization)
    expect(await verified(old?.id)).toBe(`已收缴（${today()}）`)
    expect((await clerk.get(actOf(organization, 'recover'))).$('main').text()).toContain('没有使用中的登记证书')
    expect((await clerk.get(actOf(organization, 'reissue'))).$('main').text()).toContain('没有遗失')
    await carryOut(organization, 'exchange', { ground: 'EXTENSION', reason, returned: 'yes' })
    await handOut(organization)
    const [, made] = await certificatesOf(organization)
    expect(made).toMatchObject({ status: 'VALID', reason: 'EXTENSION' })
    await carryOut(organization, 'exchange', { ground: 'DAMAGE', reason, returned: 'yes' })
    await handOut(organization)
    expect(await verified(made?.id)).toBe(`已换发（${today()}）`)
    const serials = await portal.owner
      .knex('certificate')
      .where({ authority_id: organization.authority_id })
      .orderBy('serial')
      .pluck<number[]>('serial')
    expect(serials).toEqual(serials.map((_serial, index) => index + 1))
  })

  it('issue 9: the same form sent twice is done once, and a status forbids what it forbids', async () => {
    const organization = await founded()
    const kept = await carryOut(organization, 'exchange', { ground: 'DAMAGE', reason, returned: 'yes' })
    const again = await clerk.post(actOf(organization, 'exchange'), kept)
    expect(again.status).toBe(409)
    expect(again.$('main').text()).toContain('尚未登记发证')
    expect(await certificatesOf(organization)).toHaveLength(2)
    await handOut(organization)
    const later = await clerk.post(actOf(organization, 'exchange'), kept)
    expect([later.status, later.$('main').text()]).toEqual([409, expect.stringContaining('登记证书已有变化')])
    await write(
      await rowOf(organization.id),
      [{ kind: 'status', before: 'ACTIVE', after: 'LIQUIDATING' }],
      portal.clock.now().toISOString().slice(0, 10),
    )
    expect((await clerk.get(actOf(organization, 'exchange'))).$('main').text()).toContain('登记状态是“注销清算中”')
    expect((await window.get(actOf(organization, 'recover'))).status).toBe(403)
    const elsewhere = await signIn(portal, { staffId: (await staffOf(portal, 'CERT_CLERK', 'taiyuan-')).id })
    expect((await elsewhere.get(actOf(organization, 'recover'))).status).toBe(404)
  })

  it('four eyes: whoever made a certificate does not hand it out; who came is compared, by any document, and kept', async () => {
    const organization = await founded()
    await carryOut(organization, 'exchange', { ground: 'DAMAGE', reason, returned: 'yes' })
    const made = (await certificatesOf(organization)).at(-1)
    const address = issueOf(organization, made?.serial)
    // 回避: not by whoever acts for it either.
    const official = await staffOf(portal, 'WINDOW')
    const { id_number_idx: index } = await portal.owner
      .knex('staff')
      .where({ id: official.id })
      .first<{ id_number_idx: string }>('id_number_idx')
    const handler = await makeApplicant(portal)
    await portal.owner.knex('account').where({ id: handler.id }).update({ id_number_idx: index })
    const grant = await putGrant(portal, { organization: organization.id }, null, handler.id, 'see')
    const avoids = await window.post(address, { ...collector, ...now(), sure: 'yes' })
    expect([avoids.status, avoids.$('main').text()]).toEqual([403, expect.stringContaining('回避')])
    await portal.owner
      .knex('access_grant')
      .where({ id: grant })
      .update({ revoked_at: portal.clock.now(), ending: 'revoked' })
    await portal.owner.knex('account').where({ id: handler.id }).update({ id_number_idx: 'nobody' })
    const own = await handOut(organization, clerk)
    expect([own.status, own.$('main').text()]).toEqual([409, expect.stringContaining('请由另一名工作人员登记发证')])
    const page = await window.get(`/staff/organizations/${organization.uscc}`)
    expect(page.$('main').text()).toContain('尚未登记发证，还没有生效')
    expect((await window.get('/staff/organizations')).$('main').text()).toContain(organization.name)
    const wrong: [Record<string, string>, string][] = [
      [{ collectedOn: '2026-11-19' }, '领取时间不能早于制证时间'],
      [{ collectedTime: '23:59' }, '领取时间不能晚于现在'],
      [{ collectorIdNumber: 'H1' }, '号码'],
      [{ collectorName: '' }, '请填写领取人'],
    ]
    for (const [fields, text] of wrong) {
      const answer = await window.post(address, { ...collector, ...now(), ...fields })
      expect([answer.status, answer.$('.govuk-error-summary').text()]).toEqual([422, expect.stringContaining(text)])
    }
    const asked = await window.post(address, { ...collector, ...now() })
    expect(asked.$('main').text()).toMatch(/领取人林知远的证件号码与登记簿中的法定代表人.+不一致/)
    // The legal representative of the register needs no second look.
    const head = portal.deps.crypto.index('id-number', identityKey('RESIDENT_ID', '140106199003070019'))
    await portal.owner
      .knex('organization_person')
      .where({ organization_id: organization.id, legal_representative: true })
      .update({ name: '林知远', id_number_idx: head })
    const known = { ...collector, collectorIdType: 'RESIDENT_ID', collectorIdNumber: '140106199003070019' }
    const agreed = await window.post(address, { ...known, ...now() })
    expect(agreed.$('main').text()).toContain('与登记簿中的法定代表人或者经办人一致')
    expect((await window.post(address, { ...known, ...now(), sure: 'yes' })).status).toBe(303)
    expect(await portal.owner.knex('certificate_issue').where({ certificate_id: made?.id }).first()).toMatchObject({
      collector_name: '林知远',
      collector_id_number_idx: head,
      difference: '',
    })
    expect((await window.post(address, { ...known, ...now(), sure: 'yes' })).status).toBe(409)
    const stranger = await signIn(portal, { staffId: (await staffOf(portal, 'WINDOW', 'taiyuan-')).id })
    expect((await stranger.get(address)).status).toBe(404)
  })

  it('a certificate that waits is cancelled, or void when the register moves: the one before stays in force', async () => {
    const organization = await founded()
    const [before] = await certificatesOf(organization)
    await carryOut(organization, 'exchange', { ground: 'DAMAGE', reason, returned: 'yes' })
    const first = (await certificatesOf(organization)).at(-1)
    await write(
      await rowOf(organization.id),
      [{ kind: 'set', item: 'domicile', before: organization.domicile, after: '山西省太原市小店区示例路2号' }],
      portal.clock.now().toISOString().slice(0, 10),
    )
    const moved = await handOut(organization)
    expect([moved.status, moved.$('main').text()]).toEqual([409, expect.stringContaining('登记簿有了变化')])
    const cancel = issueOf(organization, first?.serial).replace(/issue$/, 'cancel')
    expect((await window.post(cancel, { reason: '' })).status).toBe(422)
    expect((await window.post(cancel, { reason: '住所已经变更' })).location).toContain('done=cancel')
    expect(await verified(first?.id)).toBe(`未发证，已作废（${today()}）`)
    expect(await verified(before?.id)).toBe('有效')
    await carryOut(organization, 'exchange', { ground: 'DAMAGE', reason, returned: 'yes' })
    // What stands on no certificate may be filed meanwhile, and may end.
    const { seals } = await holdingsOf(portal.owner.knex, portal.deps.crypto, organization.id)
    await write(
      await rowOf(organization.id),
      [
        { kind: 'seal', filed: { kind: '合同专用章', engraving: '合同专用章', size: '4' } },
        { kind: 'lease', to: '2029-01-01' },
        { kind: 'note', what: '会费标准', text: '每年100元' },
        ...seals.map((seal) => ({ kind: 'sealEnd' as const, seal: { id: seal.id, text: seal.kind }, how: '销毁' })),
      ],
      portal.clock.now().toISOString().slice(0, 10),
    )
    expect((await handOut(organization)).status).toBe(303)
  })

  it('none is handed out that is over by then, nor to whoever made it', async () => {
    const organization = await founded()
    const today = localDateTime(portal.clock.now()).date
    await portal.owner.knex('certificate').where({ organization_id: organization.id }).update({ valid_to: today })
    await carryOut(organization, 'exchange', { ground: 'DAMAGE', reason, returned: 'yes' })
    const waiting = (await certificatesOf(organization)).at(-1)
    const address = issueOf(organization, waiting?.serial)
    const maker = await staffOf(portal, 'CERT_CLERK')
    const number = '140106199003070027'
    await portal.owner
      .knex('staff')
      .where({ id: maker.id })
      .update({ id_number_idx: portal.deps.crypto.index('id-number', identityKey('RESIDENT_ID', number)) })
    const own = { collectorIdType: 'RESIDENT_ID', collectorIdNumber: number, ...now(), sure: 'yes' }
    const toMaker = await window.post(address, { ...collector, ...own })
    await portal.owner.knex('staff').where({ id: maker.id }).update({ id_number_idx: maker.idNumberIndex })
    expect([toMaker.status, toMaker.$('main').text()]).toEqual([409, expect.stringContaining('领取人不能是')])

    portal.clock.forward(86_400_000)
    const tomorrow = await signIn(portal, { staffId: (await staffOf(portal, 'WINDOW')).id })
    const late = await handOut(organization, tomorrow)
    expect([late.status, late.$('main').text()]).toEqual([409, expect.stringContaining('有效期已经届满')])
    expect((await certificatesOf(organization)).map(({ status }) => status)).toEqual(['VALID', 'MADE'])
  })
})
