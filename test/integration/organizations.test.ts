import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { composeUscc } from '../../src/core/identity/uscc.ts'
import { nameKey } from '../../src/core/names/normalize.ts'
import { comparisonKey, namesInside } from '../../src/core/names/parse.ts'
import { engineDivisions } from '../../src/reference/reference.ts'
import { checkCaseName } from '../../src/modules/organizations/check-name.ts'
import { findNameMatches } from '../../src/modules/organizations/name-register.ts'
import { paths } from '../../src/web/paths.ts'
import { createBrowser } from '../support/browser.ts'
import { createAccount } from '../support/people.ts'
import { startTestPortal, type TestPortal } from '../support/portal.ts'
import { sqlPayloads } from '../support/sql-payloads.ts'

let portal: TestPortal
let authorityId: number
beforeAll(async () => {
  portal = await startTestPortal({ JOBS: 'off' })
  authorityId = (await portal.owner.knex('authority').where({ code: 'shanxi-mzt' }).first<{ id: number }>('id')).id
})
afterAll(() => portal.stop())

const get = (address: string) => createBrowser(portal.baseUrl).get(address)
const search = (q: string) => get(`/organizations?${new URLSearchParams({ q }).toString()}`)

let made = 0

const addOrganization = async (name: string, more: Readonly<Record<string, unknown>> = {}) => {
  made += 1
  const row = {
    id: randomUUID(),
    uscc: composeUscc('SOCIAL_GROUP', '140000', `MJT${String(made).padStart(5, '0')}`),
    name,
    name_key: nameKey(name),
    type: 'SOCIAL_GROUP',
    authority_id: authorityId,
    comparison_key: comparisonKey(name, engineDivisions(portal.deps.reference)),
    legal_representative: '秦砚',
    purpose: '服务会员',
    business_scope: '研究与交流',
    activity_area: '山西省',
    domicile: '太原市小店区示例街9号',
    fund_ten_thousands: '3.5000',
    supervisory_unit: null,
    status: 'ACTIVE',
    status_since: '2015-03-01',
    established_on: '2015-03-01',
    ...more,
  }
  await portal.owner.knex('organization').insert(row)
  return row
}

const addCase = async (): Promise<string> => {
  const account = await createAccount(portal)
  const id = randomUUID()
  const now = portal.clock.now()
  await portal.owner.knex('case_file').insert({
    id,
    matter: 'social-group-establishment',
    account_id: account.id,
    authority_id: authorityId,
    stage: 'nameApproval',
    procedure: 'nameApproval',
    status: 'SUBMITTED',
    created_at: now,
    updated_at: now,
  })
  return id
}

describe('the public register', () => {
  it.each([
    ['山西省青少年机器人教育协会', '山西省青少年机器人教育协会'],
    ['山西省青少年', '山西省青少年机器人教育协会'],
    ['机器人', '山西省青少年机器人教育协会'],
    ['湿地', '山西省黄河湿地保护协会'],
    ['山西省青少年机器人教育协', '山西省青少年机器人教育协会'],
    ['51140000MJ0000018C', '山西省古籍修复研究会'],
    ['51140000mj0000018c', '山西省古籍修复研究会'],
    ['51140000MJ00000', '山西省古籍修复研究会'],
    ['　山西省古籍 修复研究会', '山西省古籍修复研究会'],
    ['研究会', '山西省古籍修复研究会'],
  ])('%s finds %s', async (typed, name) => {
    const { $ } = await search(typed)
    expect($('main table').text()).toContain(name)
  })

  it('a name with a character mistaken is found too', async () => {
    await addOrganization('山西省青少年机器人教育研究会')
    const { $ } = await search('青少年机器入教育')
    expect($('main table').text()).toContain('青少年机器人教育')
  })

  it('who is registered stands before who is no more, and what begins as it was typed before what holds it', async () => {
    await addOrganization('山西砚湖旧事研究会', { status: 'DEREGISTERED', established_on: '2024-03-01' })
    await addOrganization('太原市山西砚湖文化研究会', { established_on: '2023-03-01' })
    await addOrganization('山西砚湖社会工作服务中心')
    const { $ } = await search('山西砚湖')
    const names = $('main tbody tr')
      .toArray()
      .map((row) => $(row).find('a').first().text())
    expect(names).toEqual(['山西砚湖社会工作服务中心', '太原市山西砚湖文化研究会', '山西砚湖旧事研究会'])
  })

  it('is found by a former name, whole or a word of it, which is said beside the present one', async () => {
    const { id } = await addOrganization('山西省三晋漆器研究会')
    for (const [name, ended_on] of [
      ['山西省推光漆会', '2026-06-01'],
      ['山西省推光漆艺会', '2020-06-01'],
    ] as const)
      await portal.owner.knex('former_name').insert({ organization_id: id, name, name_key: nameKey(name), ended_on })
    const rows = async (typed: string) => {
      const { $ } = await search(typed)
      return $('main tbody tr')
        .toArray()
        .map((row) => $(row).find('td').first().find('.table__content').text().trim())
    }
    const both = '山西省三晋漆器研究会曾用名：山西省推光漆会、山西省推光漆艺会'
    expect(await rows('山西省推光漆会')).toEqual([
      expect.stringContaining('山西省三晋漆器研究会曾用名：山西省推光漆会'),
    ])
    expect([await rows('推光漆'), await rows('推光')]).toEqual([[both], [both]])
    expect(await rows('三晋漆器')).toEqual(['山西省三晋漆器研究会'])
    // The words of the former name are in the present one too: what was typed is not.
    await portal.owner
      .knex('former_name')
      .insert({ organization_id: id, name: '山西省三晋漆器会', name_key: '山西省三晋漆器会', ended_on: '2010-06-01' })
    expect(await rows('山西省三晋漆器会')).toEqual(['山西省三晋漆器研究会曾用名：山西省三晋漆器会'])
  })

  it('puts the one with exactly that name first, and shows it once', async () => {
    await addOrganization('山西省摄影协会', { established_on: '1990-01-01' })
    for (let count = 0; count < 30; count += 1) await addOrganization(`山西省摄影第${String(count)}协会`)
    const first = await search('山西省摄影协会')
    expect(first.$('main tbody tr').first().find('a').text()).toBe('山西省摄影协会')
    expect(first.$('main [role=status]').text()).toBe('共31个结果')
    const second = await get(first.$('main a[rel=next]').attr('href') ?? '')
    expect(second.$('main tbody tr')).toHaveLength(10)
    expect(second.$('main table').text()).not.toContain('山西省摄影协会')
  })

  it('shows every item the type registers, the certificate’s own words beside the scope, and what was never entered', async () => {
    const group = await addOrganization('山西省登记事项示例协会', { certificate_scope: '学术研究' })
    const same = await addOrganization('山西省范围相同示例协会', { certificate_scope: '研究与交流' })
    const foundation = await addOrganization('山西省登记事项示例基金会', {
      type: 'FOUNDATION',
      uscc: composeUscc('FOUNDATION', '140000', 'MJT99999'),
      activity_area: '',
    })
    // A certificate of an earlier release called the money of every type alike.
    const [certificate] = (await portal.owner
      .knex('certificate')
      .insert({
        organization_id: group.id,
        authority_id: authorityId,
        serial: 90_001,
        reason: 'FIRST',
        valid_from: '2025-03-01',
        valid_to: '2029-02-28',
        status: 'VALID',
        made_at: portal.clock.now(),
      })
      .returning('id')) as { id: number }[]
    await portal.owner.knex('document').insert({
      certificate_id: certificate?.id,
      kind: 'CERTIFICATE_ORIGINAL',
      number: '晋民社证〔2025〕90001号',
      verification_code: 'OLDCERTIFICATE22',
      status: 'VALID',
      data: '{}',
      issued_at: portal.clock.now(),
    })
    const rowsOf = async ({ uscc }: { readonly uscc: string }) => {
      const { $ } = await get(`/organizations/${uscc}`)
      return Object.fromEntries(
        $('main dl.facts dt')
          .toArray()
          .map((term) => [$(term).text().trim(), $(term).next().text().trim()]),
      )
    }
    expect(await rowsOf(group)).toMatchObject({
      宗旨: '服务会员',
      业务范围: '研究与交流',
      证书业务范围: '学术研究',
      活动地域: '山西省',
      活动资金: expect.stringMatching(/^3\.5万元\s*登记证书上称“注册资金”$/) as string,
      业务主管单位: '无（直接登记）',
    })
    expect(Object.keys(await rowsOf(same))).not.toContain('证书业务范围')
    const rows = await rowsOf(foundation)
    expect(rows).toMatchObject({ 类型: '未登记', 公益活动的业务范围: '研究与交流', 原始基金数额: '3.5万元' })
    expect(Object.keys(rows)).not.toContain('活动地域')
  })

  it('says so when nothing is found', async () => {
    const page = await search('并不存在的名字')
    expect(page.status).toBe(200)
    expect(page.text).toContain('没有查到相符的社会组织')
  })

  it('treats wildcards as letters', async () => {
    for (const typed of ['%%', '__', '山西%', '\\'])
      expect((await search(typed)).$('main table'), typed).toHaveLength(0)
  })

  it('asks for more than one character, and keeps what was typed (7.25)', async () => {
    const page = await search('晋')
    expect(page.$('.govuk-error-message').text()).toContain('请至少输入名称中的两个字')
    expect(page.$('#organization-query').val()).toBe('晋')
    expect(page.$('main table')).toHaveLength(0)
  })

  it('finds two characters anywhere in a name, and by the first digits of a code (7.25)', async () => {
    const row = await addOrganization('山西省鹦鹉养护协会')
    for (const typed of ['鹦鹉', '鹉养', row.uscc.slice(0, 15)])
      expect((await search(typed)).$('main table').text(), typed).toContain('山西省鹦鹉养护协会')
    expect((await search('鹦养')).$('main table')).toHaveLength(0)
  })

  it('says so when more are found than are listed (7.25)', async () => {
    await portal.owner.knex.raw(
      `insert into organization (uscc, name, name_key, type, authority_id, comparison_key, legal_representative, purpose,
         business_scope, activity_area, domicile, fund_ten_thousands, status, status_since, established_on)
       select 'X' || n, '山西省蒲公英' || n || '学会', '山西省蒲公英' || n || '学会', 'SOCIAL_GROUP', ?, '蒲公英' || n, '秦砚', '服务', '研究', '山西省',
         '太原市', 1, 'ACTIVE', '2015-03-01', '2015-03-01' from generate_series(1, 2001) n`,
      [authorityId],
    )
    for (const typed of ['蒲公', '蒲公英'])
      expect((await search(typed)).$('main [role=status]').text()).toBe(
        '符合条件的社会组织超过2000个，只列出其中2000个，请补充关键字',
      )
    expect((await search('蒲公英1999')).$('main table').text()).toContain('蒲公英1999学会')
  })

  it('pages by key: every organization once, whatever shares its date', async () => {
    const names = Array.from({ length: 45 }, (_value, index) => `山西省石榴文化第${String(index)}学会`)
    for (const name of names) await addOrganization(name)
    const seen: string[] = []
    let address: string | undefined = `/organizations?${new URLSearchParams({ q: '石榴文化' }).toString()}`
    let pages = 0
    while (address) {
      const { $ } = await get(address)
      expect($('main [role=status]').text()).toBe(pages === 0 ? '共45个结果' : '')
      seen.push(
        ...$('main table tbody tr')
          .toArray()
          .map((row) => $(row).find('a').first().text()),
      )
      address = $('main a[rel=next]').attr('href')
      pages += 1
    }
    expect(pages).toBe(3)
    expect(seen.toSorted()).toEqual(names.toSorted())
  })

  it.each(sqlPayloads)('the payload %j in a parameter is inert or a bad request', async (payload) => {
    expect([200, 404]).toContain((await search(payload)).status)
    for (const cursor of [payload, `2020-01-01.${payload}`, `${payload}.${randomUUID()}`])
      expect((await get(`/organizations?${new URLSearchParams({ after: cursor }).toString()}`)).status).toBe(400)
    expect((await get(`/organizations/${encodeURIComponent(payload)}`)).status).toBeGreaterThanOrEqual(400)
  })

  it('a place with an impossible date is a bad request', async () => {
    for (const date of ['2020-02-30', '0000-00-00', '9999-99-99'])
      expect((await get(`/organizations?after=0.${date}.${randomUUID()}`)).status).toBe(400)
  })
})

describe('an organization', () => {
  it('shows what the public may know, and no number or phone of a person', async () => {
    const row = await addOrganization('山西省碑刻拓印研究会', { status: 'REVOKED', status_since: '2026-05-06' })
    await portal.owner.knex('organization_person').insert({
      organization_id: row.id,
      name: '秦砚',
      post: 'PRESIDENT',
      id_number_idx: 'INDEX-OF-AN-ID-NUMBER',
      legal_representative: true,
    })
    await portal.owner.knex('organization_change').insert({
      organization_id: row.id,
      kind: 'set',
      item: 'name',
      before: JSON.stringify('山西省拓印研究会'),
      after: JSON.stringify(row.name),
      effective_on: '2020-02-02',
      recorded_at: portal.clock.now(),
    })
    const page = await get(`/organizations/${row.uscc}`)
    const text = page.$('main').text()
    for (const words of [
      '山西省碑刻拓印研究会',
      row.uscc,
      '秦砚',
      '太原市小店区示例街9号',
      '3.5万元',
      '无（直接登记）',
      '山西省民政厅',
      '已撤销登记（自2026年5月6日起）',
      '2015年3月1日',
      '山西省拓印研究会（用至2020年2月2日）',
    ])
      expect(text).toContain(words)
    expect(page.text).not.toContain('INDEX-OF-AN-ID-NUMBER')
    expect(text).not.toMatch(/\b1[3-9]\d{9}\b|\b\d{17}[\dX]\b/)
  })

  it('an unknown code is not found', async () => {
    expect((await get('/organizations/51140000MJ9999999X')).status).toBe(404)
    expect((await get('/organizations/1')).status).toBe(404)
  })
})

describe('the look-up for the name check', () => {
  const lookUp = (name: string, caseId: string, tradeName?: string) =>
    findNameMatches(portal.deps.db, {
      nameKey: nameKey(name),
      inside: namesInside(nameKey(name)),
      comparisonKey: comparisonKey(name, engineDivisions(portal.deps.reference)),
      tradeName,
      authorityId,
      caseId,
    })

  it('finds holders of the same name in every state, present and former', async () => {
    const active = await addOrganization('山西省醋文化学会')
    await addOrganization('山西省剪纸学会', { status: 'DEREGISTERED', status_since: '2026-01-02' })
    await addOrganization('山西省面塑学会', { status: 'REVOKED', status_since: '2025-01-02' })
    await portal.owner.knex('former_name').insert({
      organization_id: active.id,
      name: '山西省陈醋学会',
      name_key: '山西省陈醋学会',
      ended_on: '2026-06-01',
    })
    await addOrganization('山西省布艺学会', { status: 'LIQUIDATING', status_since: '2026-01-02' })
    await addOrganization('山西省锡器学会', { status: 'LICENCE_REVOKED', status_since: '2025-01-02' })
    const id = randomUUID()
    const found = async (name: string) => (await lookUp(name, id)).exact
    const authorityName = '山西省民政厅'
    expect(await found('山西省醋文化学会')).toEqual([
      { name: '山西省醋文化学会', uscc: active.uscc, status: 'REGISTERED', statusSince: '2015-03-01', authorityName },
    ])
    expect(await found('山西省剪纸学会')).toMatchObject([{ status: 'DEREGISTERED', statusSince: '2026-01-02' }])
    expect(await found('山西省面塑学会')).toMatchObject([{ status: 'REVOKED', statusSince: '2025-01-02' }])
    // What liquidates, and what lost its licence, has its name until it is deregistered.
    for (const name of ['山西省布艺学会', '山西省锡器学会'])
      expect(await found(name)).toMatchObject([{ status: 'REGISTERED' }])
    expect(await found('山西省陈醋学会')).toEqual([
      { name: '山西省陈醋学会', uscc: active.uscc, status: 'RENAMED', statusSince: '2026-06-01', authorityName },
    ])
    expect(await found('山西省没有的学会')).toEqual([])
  })

  it('finds organizations of the same authority with the same trade name', async () => {
    await addOrganization('山西省晋华养老服务中心', { type: 'PRIVATE_NON_ENTERPRISE', trade_name: '晋华' })
    const found = await lookUp('山西省晋华养老中心', randomUUID(), '晋华')
    expect(found.sameTradeName.map(({ name }) => name)).toEqual(['山西省晋华养老服务中心'])
    expect((await lookUp('山西省晋华养老中心', randomUUID())).sameTradeName).toEqual([])
  })

  it('tells live reservations, its own from those of others, and forgets released ones', async () => {
    const [mine, other] = [await addCase(), await addCase()]
    const name = '山西省竹编研究会'
    await portal.owner
      .knex('name_reservation')
      .insert({ name, name_key: nameKey(name), case_id: mine, until: '2027-05-20' })
    expect((await lookUp(name, mine)).reserved).toEqual([{ name, until: '2027-05-20', sameCase: true }])
    expect((await lookUp(name, other)).reserved).toEqual([{ name, until: '2027-05-20', sameCase: false }])
    await portal.owner.knex('name_reservation').where({ name }).update({ released_at: portal.clock.now() })
    expect((await lookUp(name, other)).reserved).toEqual([])
  })

  it('lists near names, the nearest first, none below half and no dead ones', async () => {
    await addOrganization('山西省古建筑彩绘保护协会')
    await addOrganization('山西省古建筑彩绘保护修复协会')
    await addOrganization('山西省古建筑彩绘保护促进会', { status: 'DEREGISTERED' })
    const { similar } = await lookUp('山西省古建筑彩绘保护研究会', randomUUID())
    expect(similar.map(({ name }) => name)).toEqual(['山西省古建筑彩绘保护协会', '山西省古建筑彩绘保护修复协会'])
    expect(similar[0]?.similarity).toBe(1)
    expect(similar.every(({ similarity }) => similarity >= 0.5)).toBe(true)
  })

  it('answers the whole question of a case with rules and register', async () => {
    const caseId = await addCase()
    const ask = (name: string) => checkCaseName(portal.deps, { name, orgType: 'SOCIAL_GROUP', authorityId, caseId })
    const codes = async (name: string) => (await ask(name)).findings.map(({ code }) => code)
    expect(await codes('山西省古籍修复研究会')).toContain('N70')
    expect(await codes('太原市古籍修复研究会')).toContain('N12')
    expect(await codes('山西省古籍修复促进会')).toContain('N75')
    expect(await codes('山西省沙棘种植技术协会')).toEqual([])
    const former = await addOrganization('山西省木版年画研究会')
    await portal.owner.knex('former_name').insert({
      organization_id: former.id,
      name: '山西省年画研究会',
      name_key: '山西省年画研究会',
      ended_on: '2026-03-01',
    })
    expect(await codes('山西省年画研究会')).toContain('N72')
  })

  it('8.13 finds holders, reservations and near names whatever glyphs they are asked in', async () => {
    await addOrganization('山西省苦荞种植协会')
    const asked = await lookUp('山西省苦蕎種植協會', randomUUID())
    expect(asked.exact.map(({ name }) => name)).toEqual(['山西省苦荞种植协会'])
    expect((await lookUp('山西省苦蕎種植技术協會', randomUUID())).similar.map(({ name }) => name)).toContain(
      '山西省苦荞种植协会',
    )
    expect((await search('山西省苦蕎種植協會')).$('main tbody tr').first().find('a').text()).toBe('山西省苦荞种植协会')
    await addOrganization('乾县苦荞种植协会', { uscc: '51610424MJ0000000X' })
    for (const typed of ['乾县苦荞', '乾县苦荞种植协会', '乾县'])
      expect((await search(typed)).$('main table').text(), typed).toContain('乾县苦荞种植协会')
    const mine = await addCase()
    const name = '山西省青稞酿酒协会'
    const row = { name, name_key: nameKey(name), case_id: mine, until: '2027-05-20' }
    await portal.owner.knex('name_reservation').insert(row)
    expect((await lookUp('山西省靑稞釀酒协会', randomUUID())).reserved).toMatchObject([{ name }])
    const other = { ...row, name: '山西省靑稞酿酒协会', name_key: nameKey('山西省靑稞酿酒协会') }
    await expect(portal.owner.knex('name_reservation').insert({ ...other, case_id: await addCase() })).rejects.toThrow(
      'name_reservation_live',
    )
  })

  it('8.12 knows another organization’s whole name inside, and the same name under another authority', async () => {
    const caseId = await addCase()
    const findings = async (name: string) =>
      (await checkCaseName(portal.deps, { name, orgType: 'SOCIAL_GROUP', authorityId, caseId })).findings
    const inner = await addOrganization('山西省藜麦种植协会')
    expect(await findings('山西省藜麦种植协会志愿者联谊会')).toContainEqual(
      expect.objectContaining({ code: 'N47', message: expect.stringContaining(inner.uscc) }),
    )
    const city = await portal.owner.knex('authority').where({ division_code: '140100' }).first<{ id: number }>('id')
    await addOrganization('太原市燕麦种植协会', { authority_id: city.id })
    expect(await findings('山西省燕麦种植协会')).toContainEqual(
      expect.objectContaining({ code: 'N76', level: 'MANUAL', message: expect.stringContaining('太原市燕麦种植协会') }),
    )
  })
})

describe('8.15 名称自查 for everybody', () => {
  const address = (asked: Readonly<Record<string, string>>) => `/names?${new URLSearchParams(asked).toString()}`
  const question = { type: 'SOCIAL_GROUP', authority: '140000' }
  const json = async (asked: Readonly<Record<string, string>>) => {
    const answer = await fetch(`${portal.baseUrl}${address(asked)}`, { headers: { accept: 'application/json' } })
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> }
  }

  it('is a form found from home, guide and help, with the labels and the button people are told of', async () => {
    for (const from of ['/', '/help', '/services/matters/social-group-establishment', '/sitemap'])
      expect((await get(from)).$('main a[href="/names"]').length, from).toBeGreaterThan(0)
    const { $ } = await get('/names')
    expect(
      $('main label')
        .toArray()
        .map((label) => $(label).text()),
    ).toEqual(['组织类型', '登记管理机关', '拟用名称'])
    expect($('#name-form button').text()).toBe('检查')
    expect($('#authority option[value="140000"]').text()).toBe('山西省民政厅')
    expect($('.name-check')).toHaveLength(0)
  })

  it('8.14 says what was looked at, each finding once with the words marked, and offers the corrected name', async () => {
    const clean = await get(address({ ...question, name: '山西省沙棘种植技术协会' }))
    expect(clean.$('.name-check').text()).toMatch(
      /已核对：\d+条名称规则，全部登记信息、已经保留的名称和其他正在办理的申请。/,
    )
    expect(clean.$('.name-check li')).toHaveLength(0)
    const name = '山西省福建省商会'
    const { $, status } = await get(address({ ...question, name }))
    expect(status).toBe(200)
    expect($('.name-check li')).toHaveLength(1)
    expect($('.name-check mark').text()).toBe('福建省')
    expect($('#name-error').text()).toContain('名称有1处须修改')
    const button = $('.name-check button')
    expect(button.attr('form')).toBe('name-form')
    expect(button.text()).toBe('改为“山西省福建商会”')
    const taken = await get(address({ ...question, name, [button.attr('name') ?? '']: button.attr('value') ?? '' }))
    expect(taken.$('#name').attr('value')).toBe('山西省福建商会')
    expect(taken.$('.name-check li')).toHaveLength(0)
    const worst = await get(address({ ...question, name: '山西省黃河湿地保护协会' }))
    expect(worst.$('.name-check li strong').first().text()).toBe('须修改：')
    const blank = await get(address({ ...question, name: '山西省 沙棘种植技术协会' }))
    expect(blank.$('.name-check mark').text()).toBe('〔空格〕')
  })

  it('leads on with a name nobody holds; of one somebody holds it says what to change', async () => {
    const start = `a.button[href^="${paths.start('social-group-establishment')}"]`
    const free = await get(address({ ...question, name: '山西省沙棘种植技术协会' }))
    expect(free.$(start).text()).toBe('用这个名称在线办理')
    const held = await get(address({ ...question, name: '山西省古籍修复研究会' }))
    expect(held.$(start)).toHaveLength(0)
    expect(held.$('main').text()).toContain('不能用它办理。请加上字号，或者改动业务领域')
  })

  it('answers with JSON to whoever accepts nothing else', async () => {
    expect(await json({ ...question, name: '山西省古籍脩復研究会' })).toEqual({
      status: 200,
      body: {
        parts: { division: '山西省', field: '古籍脩復', form: '研究会' },
        findings: [
          {
            code: 'N04',
            level: 'WARN',
            message: '名称含有非规范汉字“復”，请改用规范汉字',
            basis: expect.stringContaining('第七条'),
          },
          {
            code: 'N70',
            level: 'BLOCK',
            message: expect.stringContaining('山西省古籍修复研究会'),
            basis: expect.any(String),
          },
        ],
      },
    })
    expect((await json({ type: 'FOUNDATION', authority: '140000', name: '山西省教育基金会' })).body).toMatchObject({
      findings: [{ code: 'N40', level: 'WARN' }],
    })
    for (const wrong of [{ name: '' }, { type: 'COMPANY' }, { authority: '999999' }])
      expect(await json({ ...question, name: '山西省书画协会', ...wrong })).toMatchObject({
        status: 422,
        body: { error: expect.stringMatching(/^请/) },
      })
  })

  it('says at the fields what is missing', async () => {
    const page = await get(address({ type: '', authority: '', name: ' ' }))
    expect(page.status).toBe(422)
    for (const field of ['type', 'authority', 'name']) expect(page.$(`#${field}-error`)).toHaveLength(1)
  })

  it.each(sqlPayloads)('the payload %j is only a name', async (payload) => {
    expect((await get(address({ ...question, name: `山西省${payload}协会` }))).status).toBe(200)
    expect((await get(address({ type: payload, authority: payload, name: payload }))).status).toBe(422)
  })

  it('is limited by network', async () => {
    const { limits } = portal.deps
    const left = await limits.left('name-check-address', '127.0.0.1')
    await Promise.all(Array.from({ length: left }, () => limits.use('name-check-address', '127.0.0.1')))
    expect(await json({ ...question, name: '山西省书画协会' })).toMatchObject({
      status: 429,
      body: { error: expect.stringContaining('频繁') },
    })
    expect((await get('/names')).status).toBe(200)
    await limits.reset('name-check-address', '127.0.0.1')
  })
})
