import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { askedPages, materialNeed, materialOf, stageOf } from '../../../src/core/matters/journey.ts'
import { readAnswers } from '../../../src/core/matters/answers.ts'
import { sampleOf } from '../../../src/core/matters/sample.ts'
import { chineseDate } from '../../../src/core/documents/dates.ts'
import { addDays } from '../../../src/core/workflow/calendar.ts'
import { localDate } from '../../../src/core/workflow/deadlines.ts'
import { stepOf, type Action } from '../../../src/core/workflow/procedures/index.ts'
import { matters } from '../../../src/matters/index.ts'
import { attachFiles } from '../../../src/modules/cases/fill-in.ts'
import type { CaseRow } from '../../../src/modules/cases/store.ts'
import { sweepPlannedTask } from '../../../src/modules/register-desk/sweep-planned.ts'
import { takeStaffStep } from '../../../src/modules/review/commands.ts'
import { paths } from '../../../src/web/paths.ts'
import { findApplicant } from '../../../src/web/actors.ts'
import { makeApplicant, signIn, smallPdf, staffOf, type Session } from '../../support/cases.ts'
import { unitAccount, units, type TestUnit } from '../../support/legal-persons.ts'
import { certificateInForce, codeInForce, verified } from '../../support/organizations.ts'
import { startTestPortal, testMoment, type TestPortal } from '../../support/portal.ts'

// 变更登记 of 住所, by the organization's own account (domain.md §5.1; domain-2.md §16.1).

let portal: TestPortal
const request = { ip: '127.0.0.1', requestId: 'test' }

beforeAll(async () => {
  portal = await startTestPortal({ JOBS: 'off' })
})
afterAll(() => portal.stop())

const matterOf = (unit: TestUnit) => matters.require(`${unit.type.toLowerCase().replaceAll('_', '-')}-change`)

const accounts = new Map<string, ReturnType<typeof register>>()

/** An organization's account whose certificate the window has passed, logged in; each has one. */
const organization = (unit: TestUnit): ReturnType<typeof register> => {
  const known = accounts.get(unit.uscc) ?? register(unit)
  accounts.set(unit.uscc, known)
  return known
}

const register = async (unit: TestUnit) => {
  const account = await unitAccount(portal, unit)
  const row = await portal.owner
    .knex('organization')
    .where({ uscc: unit.uscc })
    .first<{ id: string; domicile: string }>()
  const applicant = await findApplicant(portal.deps, account.id)
  if (!applicant) throw new Error('no applicant')
  return { applicant, session: await signIn(portal, { accountId: account.id }), row }
}

/** Throws the drafts of an organization away. */
const clear = async ({ session, row }: Pick<Awaited<ReturnType<typeof register>>, 'session' | 'row'>) => {
  const drafts = await portal.owner.knex('case_file').where({ organization_id: row.id, number: null }).select('id')
  for (const { id } of drafts as { id: string }[]) await session.post(paths.deleteDraft(id), { answer: 'yes' })
}

const begin = async (session: Session, unit: TestUnit) => {
  const start = paths.start(matterOf(unit).code)
  const page = await session.get(start)
  expect(page.$('main').text()).toContain(unit.name)
  return session.post(start, { draft: String(page.$('input[name=draft]').val()) })
}

const caseOf = async (id: string): Promise<CaseRow> => {
  const row = await portal.owner.knex<CaseRow>('case_file').where({ id }).first()
  if (!row) throw new Error('no case')
  return row
}

/** The example of a change of these items. */
const sampleFor = (unit: TestUnit, items: string) =>
  sampleOf({
    pages: matterOf(unit).pages.map((page) => ({
      ...page,
      fields: page.fields.map((field) => (field.name === 'items' ? { ...field, example: items } : field)),
    })),
  })

type Otherwise = Readonly<Record<string, Readonly<Record<string, string>>>>

/** Fills every page that is asked of a change through its form, and every material that is asked for. */
const fillIn = async (
  { session, applicant }: Pick<Awaited<ReturnType<typeof organization>>, 'session' | 'applicant'>,
  id: string,
  unit: TestUnit,
  otherwise: Otherwise = {},
  items = 'domicile',
) => {
  const matter = matterOf(unit)
  const sample = sampleFor(unit, items)
  const stage = stageOf(matter, 'change')
  for (const { code: page, fields } of askedPages(matter, stage.pages, readAnswers(matter.pages, sample))) {
    const form = `/applications/${id}/pages/${page}`
    for (const item of sample[page]?.items ?? []) {
      const add = await session.get(`${form}/items/new`)
      const saved = await session.post(`${form}/items/new`, {
        ...item.values,
        ...otherwise[`${page}.item`],
        version: String(add.$('input[name=version]').val()),
        itemKey: String(add.$('input[name=itemKey]').val()),
        action: 'continue',
      })
      expect([page, saved.$('.govuk-error-summary').text(), saved.status]).toEqual([page, '', 303])
    }
    const shown = await session.get(form)
    expect(shown.status).toBe(200)
    const several = fields.filter(({ kind }) => kind === 'choices').map(({ name }) => name)
    const values = Object.entries({ ...sample[page]?.values, ...otherwise[page] })
    const saved = await session.post(form, {
      ...Object.fromEntries(values.map(([name, raw]) => [name, several.includes(name) ? raw.split(',') : raw])),
      version: String(shown.$('input[name=version]').val()),
      action: otherwise[page] ? 'save-draft' : 'continue',
    })
    expect([page, saved.$('.govuk-error-summary').text(), saved.status]).toEqual([page, '', 303])
  }
  const file = await portal.deps.files.put(smallPdf)
  for (const code of stage.materials.filter((one) => !(otherwise['consent'] && one === 'C203')))
    if (materialNeed(materialOf(matter, code)!, readAnswers(matter.pages, sample)) === 'required')
      await attachFiles(portal.deps, applicant, request, {
        caseId: id,
        material: code,
        files: [{ ...file, path: await portal.deps.files.lend(file.sha256), type: 'pdf', name: `${code}.pdf` }],
      })
}

const submit = async (session: Session, id: string) => {
  const confirm = await session.get(`/applications/${id}/confirm`)
  expect(confirm.status).toBe(200)
  return session.post(`/applications/${id}/confirm`, {
    answer: 'yes',
    requestKey: String(confirm.$('input[name=requestKey]').val()),
    version: String(confirm.$('input[name=version]').val()),
  })
}

const step = async (id: string, action: Action): Promise<void> => {
  const row = await caseOf(id)
  const taken = stepOf(row.procedure, action)
  const role = taken?.by[0] as Parameters<typeof staffOf>[1]
  if (!taken?.from.includes(row.status))
    throw new Error(
      `${action} from ${row.stage}/${row.status} ${JSON.stringify(await portal.owner.knex('case_event').where({ case_id: id }).select('action', 'from_status', 'to_status'))} ${row.lock_version}`,
    )
  await takeStaffStep(portal.deps, await staffOf(portal, role), request, {
    caseId: id,
    action,
    opinion: taken?.opinion ? '经审查，符合规定。' : '',
    conclusion: taken?.conclusion ? '经审查，符合规定。' : '',
    requestKey: randomUUID(),
    version: row.lock_version,
    details:
      action === 'handOver'
        ? {
            form: { collectorName: '林知远', collectorIdNumber: '140106198503120014', collectorPhone: '13900001234' },
            collectedAt: portal.deps.clock.now(),
          }
        : {},
  })
}

const toDecision = ['receive', 'accept', 'firstReview', 'secondReview'] as const
const wanted = '山西省太原市迎泽区文源巷21号3层302室'

test('a 住所 is changed up to the new certificate, and the ledger and the public entry say so', async () => {
  const unit = units.service
  const own = await organization(unit)
  const hall = await own.session.get('/hall')
  expect(
    hall
      .$('a')
      .filter((_i, a) => hall.$(a).text().trim() === '变更')
      .attr('href'),
  ).toBe(paths.start('private-non-enterprise-change'))
  const begun = await begin(own.session, unit)
  expect(begun.status).toBe(303)
  const id = begun.location.split('/').at(-1) ?? ''

  // Before stands beside after: on the page, in 核对, and for the reviewer.
  const page = await own.session.get(`/applications/${id}/pages/domicile`)
  expect(page.status).toBe(200)
  await fillIn(own, id, unit)
  expect((await own.session.get(`/applications/${id}/pages/domicile`)).text).toContain(own.row.domicile)
  const check = await own.session.get(`/applications/${id}/check`)
  expect(check.text).toContain(`变更前：${own.row.domicile}`)
  expect(check.text).toContain(`变更后：${wanted}`)
  expect((await submit(own.session, id)).location).toContain('/submitted')
  const reviewer = await signIn(portal, { staffId: (await staffOf(portal, 'WINDOW')).id })
  const reviewed = await reviewer.get(`/staff/applications/${id}`)
  // An organization is told by its code, not by what is asked of people who found one.
  expect(
    reviewed
      .$(`a[href="${paths.staffOrganization(unit.uscc)}"]`)
      .first()
      .text(),
  ).toBe(unit.uscc)
  expect(reviewed.$('main').text()).not.toMatch(/申请人身份|未说明|人员任职比对|登记簿已有变化/)
  expect((await own.session.get(`/applications/${id}`)).$('main').text()).not.toContain('您是')
  expect(reviewed.text).toContain(`变更前：${own.row.domicile}`)
  const checks = reviewed.$('#check-lines').text().replaceAll(/\s+/gu, ' ')
  expect(checks).toMatch(/新住所在登记管理机关的管辖区域内.*系统核对：符合/)
  expect(checks).toMatch(/起30日内申请.*系统核对：符合/)

  for (const action of [...toDecision, 'grant'] as const) await step(id, action)
  expect(await caseOf(id)).toMatchObject({ stage: 'changeCertificate', procedure: 'certificate', status: 'CERT_DUE' })
  const decision = await portal.owner
    .knex('document')
    .where({ case_id: id, kind: 'DECISION_GRANTED' })
    .first<{ data: object }>()
  expect(decision.data).toMatchObject({
    matterTitle: '民办非企业单位变更登记',
    law: '《民办非企业单位登记管理暂行条例》第十五条第一款',
    articles: expect.stringContaining('第四十九条') as string,
  })
  const [announced] = (await portal.owner.knex('document').where({ case_id: id, kind: 'ANNOUNCEMENT' })) as {
    data: object
  }[]
  expect(announced?.data).toMatchObject({
    titleNote: '变更',
    law: '《民办非企业单位登记管理暂行条例》第十八条',
    rows: [{ label: '变更前住所', value: own.row.domicile }, { label: '变更后住所' }],
  })
  for (const action of ['recoverCertificate', 'printCertificate', 'handOver'] as const) await step(id, action)
  expect((await caseOf(id)).status).toBe('COMPLETED')

  const after = await portal.owner
    .knex('organization')
    .where({ id: own.row.id })
    .first<{ domicile: string; valid_from: string; valid_to: string }>()
  expect(after.domicile).toBe(wanted)
  const ledger = await portal.owner
    .knex('organization_change')
    .where({ case_id: id })
    .orderBy('id')
    .select('kind', 'item', 'before', 'after')
  expect(ledger).toMatchObject([
    { kind: 'set', item: 'domicile', before: own.row.domicile, after: wanted },
    { kind: 'charter', after: { told: '随变更登记核准' } },
    { kind: 'lease', after: { to: '2029-09-30' } },
    { kind: 'certificate', item: 'CHANGE' },
  ])
  const certificates = await portal.owner
    .knex('certificate')
    .where({ organization_id: own.row.id, status: 'VALID' })
    .select('reason')
  expect(certificates).toEqual([{ reason: 'CHANGE' }])
  expect((await own.session.get(`/organizations/${unit.uscc}`)).text).toContain(wanted)
  expect((await own.session.get(`/applications/${id}`)).text).toContain('变更已经登记')

  // Changed once more: the certificate of the first change is replaced, and whoever verifies it is told.
  const verified = async (caseId: string) => {
    const paper = { case_id: caseId, kind: 'CERTIFICATE_ORIGINAL' }
    const document = await portal.owner.knex('document').where(paper).first<{ verification_code: string }>()
    return (await own.session.get(paths.verifyDocument(document.verification_code))).$('main').text()
  }
  expect(await verified(id)).not.toContain('已换发')
  const next = (await begin(own.session, unit)).location.split('/').at(-1) ?? ''
  await fillIn(own, next, unit, { domicile: { address: '山西省太原市杏花岭区示例路9号2层' } })
  await submit(own.session, next)
  for (const action of [...toDecision, 'grant', 'recoverCertificate', 'printCertificate', 'handOver'] as const)
    await step(next, action)
  expect(await verified(id)).toContain('已换发')
  expect(await verified(next)).not.toContain('已换发')
  expect((await own.session.get(`/organizations/${unit.uscc}`)).text).toContain(
    `住所由“${wanted}”变更为“山西省太原市杏花岭区示例路9号2层”`,
  )
})

test('what moved in the register since it was submitted makes the decision STALE; nothing is overwritten', async () => {
  const unit = units.wetland
  const own = await organization(unit)
  const id = (await begin(own.session, unit)).location.split('/').at(-1) ?? ''
  await fillIn(own, id, unit)
  expect((await submit(own.session, id)).location).toContain('/submitted')
  for (const action of toDecision) await step(id, action)
  await portal.owner.knex('organization').where({ id: own.row.id }).update({ domicile: '山西省运城市别处1号' })
  const approver = await signIn(portal, { staffId: (await staffOf(portal, 'APPROVER')).id })
  const shown = await approver.get(`/staff/applications/${id}`)
  expect(shown.$('main').text()).toContain('登记簿已有变化')
  expect(shown.$('main').text()).toContain('现在为“山西省运城市别处1号”')
  const refused = await approver.post(`/staff/applications/${id}/actions/grant`, {
    conclusion: '符合规定。',
    requestKey: randomUUID(),
    version: String((await caseOf(id)).lock_version),
  })
  // It says what moved, and not that a colleague was faster.
  expect([refused.status, refused.$('main').text()]).toEqual([409, expect.stringContaining('登记簿已有变化：')])
  expect(refused.$('main').text()).not.toContain('内容已被更改')
  await expect(step(id, 'grant')).rejects.toMatchObject({ code: 'STALE' })
  expect(await caseOf(id)).toMatchObject({ stage: 'change', status: 'SECOND_REVIEWED' })
  const row = await portal.owner.knex('organization').where({ id: own.row.id }).first<{ domicile: string }>('domicile')
  expect(row.domicile).toBe('山西省运城市别处1号')

  // The organization is told what moved, and the way on: taken back and begun anew from what it holds, for the same organization, once.
  expect((await own.session.get(paths.case(id))).$('main').text()).toContain('现在为“山西省运城市别处1号”')
  const withdrawn = await own.session.get(`/applications/${id}/withdraw`)
  await own.session.post(`/applications/${id}/withdraw`, {
    answer: 'yes',
    requestKey: String(withdrawn.$('input[name=requestKey]').val()),
    version: String(withdrawn.$('input[name=version]').val()),
  })
  expect((await caseOf(id)).status).toBe('WITHDRAWN')
  const copy = await own.session.get(paths.copyCase(id))
  expect(copy.$('main').text()).not.toContain('更改登记管理机关')
  const newId = String(copy.$('input[name=newId]').val())
  expect((await own.session.post(paths.copyCase(id), { answer: 'yes', newId })).location).toContain(newId)
  expect(await caseOf(newId)).toMatchObject({ status: 'DRAFT', organization_id: own.row.id, title: unit.name })
  // Nobody has seen it: it is thrown away, and there is nothing to give up.
  const draft = await own.session.get(paths.case(newId))
  expect(draft.$('main').text()).toContain('删除草稿')
  expect(draft.$('main').text()).not.toContain('放弃办理')
  const again = await own.session.post(paths.copyCase(id), { answer: 'yes', newId: randomUUID() })
  expect([again.status, again.$('main').text()]).toEqual([409, expect.stringContaining('没有提交的变更登记')])
})

test('its unit is asked online: what it agreed to is filed without a paper, with the date the rules count from', async () => {
  const unit = units.grain
  const own = await organization(unit)
  const id = (await begin(own.session, unit)).location.split('/').at(-1) ?? ''
  const name = '山西省教育厅'
  await fillIn(own, id, unit, { consent: { supervisoryUnit: name, consentDate: '', consentNo: '' } })
  const ask = await own.session.get(paths.askUnit(id))
  expect(ask.$('main').text()).not.toContain('名称保留至')
  const sent = await own.session.post(paths.askUnit(id), {
    requestKey: String(ask.$('input[name=requestKey]').val()),
    version: String(ask.$('input[name=version]').val()),
  })
  expect(sent.location).toContain('done=sent')
  // It was seen by somebody else: given up it can be, thrown away it cannot.
  const waiting = await own.session.get(paths.case(id))
  expect(waiting.text).not.toContain('删除草稿')
  const { id: asking } = await portal.owner.knex('consent_request').where({ case_id: id }).first<{ id: string }>('id')
  const clerk = await signIn(portal, { staffId: (await staffOf(portal, 'SUPERVISOR')).id })
  const seen = await clerk.get(paths.staffConsent(asking))
  expect(seen.$('main').text()).toContain(unit.name)
  expect(seen.$('main').text()).toContain(`变更前：${own.row.domicile}`)
  expect(seen.$('main').text()).not.toContain('同意文件文号')
  const form = seen.$(`form[action="${paths.staffConsentStep(asking, 'consent')}"]`)
  const answered = await clerk.post(paths.staffConsentStep(asking, 'consent'), {
    requestKey: String(form.find('input[name=requestKey]').val()),
    version: String(form.find('input[name=version]').val()),
    documentNumber: '晋教函〔2026〕21号',
    confirmed: 'yes',
  })
  expect(answered.location).toContain('done=consent')
  expect((await own.session.get(paths.deleteDraft(id))).text).not.toBe('')
  const gone = await own.session.post(paths.deleteDraft(id), { answer: 'yes' })
  expect(gone.status).toBe(409)
  const check = await own.session.get(paths.checkAnswers(id))
  expect(check.$('.govuk-error-summary')).toHaveLength(0)
  expect(check.$('main').text()).toContain('文号晋教函〔2026〕21号')
  expect((await submit(own.session, id)).location).toContain('/submitted')
  const reviewer = await signIn(portal, { staffId: (await staffOf(portal, 'WINDOW')).id })
  expect((await reviewer.get(paths.staffCase(id))).$('main').text()).toContain('与业务主管单位所见一致')
})

test('one draft at a time, none while it is liquidated, none by a person or for another type', async () => {
  const unit = units.robots
  const own = await organization(unit)
  const address = paths.start(matterOf(unit).code)
  const certificate = portal.owner.knex('legal_person').where({ account_id: own.applicant.id })
  await certificate.clone().update({ certificate_state: 'WAITING' })
  const waiting = await own.session.get(address)
  expect(waiting.$('main').text()).toContain('登记证书等待窗口核对')
  expect(waiting.$('main form button')).toHaveLength(0)
  await certificate.clone().update({ certificate_state: 'PASSED' })
  const open = await own.session.get(address)
  expect(open.$('main').text()).toContain('“有没有业务主管单位”选“是”时必须提交')
  expect(open.$('nav [aria-current]').text()).toContain('法人服务')
  const draft = randomUUID()
  // The same form twice is one draft; a second form is told of the first.
  expect((await own.session.post(address, { draft })).status).toBe(303)
  expect((await own.session.post(address, { draft })).status).toBe(303)
  const second = await own.session.post(address, { draft: randomUUID() })
  expect([second.status, second.$('main').text()]).toEqual([409, expect.stringContaining('没有提交的变更登记')])
  const first = await own.session.get(address)
  expect(first.$('main form button')).toHaveLength(0)
  expect(first.$('main a[href^="/applications/"]').text()).toBe('查看这件申请')
  expect((await own.session.post(paths.start('foundation-change'), { draft: randomUUID() })).status).toBe(404)

  await portal.owner.knex('organization').where({ id: own.row.id }).update({ status: 'LIQUIDATING' })
  // The hall has the five of the guide, each leading on; what may not begin now says why.
  const hall = await own.session.get(paths.hall)
  const links = hall.$('main .stage__title a').toArray()
  expect(links.map((link) => hall.$(link).text())).toEqual(['变更', '备案', '章程核准', '年报', '注销'])
  expect(hall.$('main .stage').first().text()).toContain('现在不能办理：本单位正在注销清算')
  for (const link of links) expect((await own.session.get(String(hall.$(link).attr('href')))).status).toBe(200)
  const kinds = await own.session.get(paths.serviceFamily('change'))
  expect(kinds.$('main').text()).toContain('现在不能办理：本单位正在注销清算')
  expect(kinds.$('main a[href$="/start"]')).toHaveLength(0)
  expect((await own.session.get(paths.serviceFamily('nothing'))).status).toBe(404)

  const start = await own.session.get(address)
  expect(start.$('main').text()).toContain('清算期间不能办理变更')
  expect(start.$('main form button')).toHaveLength(0)
  const person = await signIn(portal, { accountId: (await makeApplicant(portal)).id })
  const closed = await person.post(address, { draft: randomUUID() })
  expect([closed.status, closed.$('h1').text()]).toEqual([403, '这个事项由法人账号或者经办人办理'])
})

test('what may be several is kept when it comes several times, what is one is not; the same address is no change', async () => {
  const unit = units.books
  const own = await organization(unit)
  const id = (await begin(own.session, unit)).location.split('/').at(-1) ?? ''
  const items = `/applications/${id}/pages/items`
  const twice = ['domicile', 'moon', 'domicile']
  const kept = await own.session.post(items, { items: twice, version: '0', action: 'continue' })
  expect([kept.status, kept.$('.govuk-error-summary').text()]).toEqual([303, ''])
  expect((await own.session.get(items)).$('input[name=items]:checked').val()).toBe('domicile')
  // Saved from an older window: the same is nothing new.
  const late = await own.session.post(items, { items: twice, version: '0', action: 'continue' })
  expect(late.status).toBe(303)
  expect((await own.session.post(items, { version: '0', action: 'save-draft' })).status).toBe(409)
  const names = { contactName: ['张三', '李四'], version: '0' }
  const one = await own.session.post(`/applications/${id}/pages/contact`, names)
  expect(one.$('.govuk-error-summary').text()).toContain('请填写联系人姓名')

  const address = `/applications/${id}/pages/domicile`
  const answered = await own.session.post(address, {
    ...sampleOf(matterOf(unit))['domicile']?.values,
    address: own.row.domicile,
    version: '0',
    action: 'continue',
  })
  expect(answered.status).toBe(422)
  expect(answered.text).toContain('与现在登记的住所相同')
})

const newHead = (name: string, idNumber: string): Otherwise => ({ 'officers.item': { name, idNumber } })

test.each([
  ['社会团体', units.books, newHead('沈若川', '210302197806051246')],
  ['民办非企业单位', units.service, newHead('张晓明', '140106198503120014')],
  ['基金会', units.fund, newHead('顾砚秋', '140105198806150038')],
] as const)(
  '%s: name, domicile and representative change together, up to the certificate and the announcement',
  async (_type, unit, otherwise) => {
    const own = await organization(unit)
    await clear(own)
    const holder = { id: own.row.id, name: unit.name }
    const term = { from: '2024-01-15', to: '2028-01-14' }
    const old = (await codeInForce(portal, holder.id)) || (await certificateInForce(portal, holder, term))
    const items = 'name,domicile,legalRepresentative'
    const id = (await begin(own.session, unit)).location.split('/').at(-1) ?? ''
    await fillIn(own, id, unit, otherwise, items)
    const check = await own.session.get(`/applications/${id}/check`)
    const sample = sampleFor(unit, items)
    const name = sample['name']?.values['proposedName'] ?? ''
    for (const words of [`变更前：${unit.name}`, `变更后：${name}`, '变更前：' + unit.head.name])
      expect(check.$('main').text()).toContain(words)
    // What it means for this account is said while it may still appoint.
    for (const path of [`/applications/${id}/pages/officers`, paths.confirm(id)]) {
      const said = (await own.session.get(path)).$('main .inset').has(`a[href="${paths.organizationGrants}"]`)
      expect([path, said.text()]).toEqual([path, expect.stringContaining('不能再开始、提交、撤回事项')])
    }
    expect((await submit(own.session, id)).location).toContain('/submitted')
    expect((await caseOf(id)).title).toBe(unit.name)
    const reviewer = await signIn(portal, { staffId: (await staffOf(portal, 'WINDOW')).id })
    expect((await reviewer.get(paths.staffCase(id))).$('main').text()).toContain(name)
    for (const action of [...toDecision, 'grant'] as const) await step(id, action)

    const papers = (await portal.owner.knex('document').where({ case_id: id }).orderBy('id')) as {
      kind: string
      data: { organizationName: string; next?: string; rows?: { label: string; value: string }[] }
    }[]
    const paper = (kind: string) => papers.find((one) => one.kind === kind)?.data
    expect(paper('DECISION_GRANTED')).toMatchObject({ organizationName: unit.name })
    expect(paper('DECISION_GRANTED')?.next).toContain('新印章')
    const announced = paper('ANNOUNCEMENT')?.rows?.map(({ label }) => label) ?? []
    expect(announced).toEqual(expect.arrayContaining(['变更前名称', '变更后住所', '变更后法定代表人']))
    const told = await portal.owner
      .knex('message')
      .where({ case_id: id })
      .orderBy('id', 'desc')
      .first<{ body: string }>()
    expect(told.body).toContain('刻制新印章')
    // The new representative serves in the organization itself, which is no other one.
    expect((await reviewer.get(paths.staffCase(id))).$('main').text()).not.toContain('不得兼任')
    for (const action of ['recoverCertificate', 'printCertificate', 'handOver'] as const) await step(id, action)

    expect((await own.session.get(paths.cases)).$('main a').text()).toContain('变更登记：名称、住所、法定代表人')
    const end = (await own.session.get(paths.case(id))).$('.turn')
    expect(end.find('h2').text()).toBe('变更已经登记')
    const follows = end.find('.advice a').toArray()
    expect(follows.map((a) => end.find(a).text())).toEqual(['印章备案', '银行账户备案', '法人注册', '印章备案'])

    const after = await portal.owner.knex('organization').where({ id: own.row.id }).first<{ name: string }>()
    // Its account is called as it is.
    expect(await portal.owner.knex('account').where({ id: own.applicant.id }).first('name')).toEqual({ name })
    expect(after).toMatchObject({ name, domicile: wanted, legal_representative: otherwise['officers.item']?.['name'] })
    const holders = await portal.owner
      .knex('post_holder')
      .where({ organization_id: own.row.id, legal_representative: true })
      .select('name')
    expect(holders).toEqual([{ name: otherwise['officers.item']?.['name'] }])
    // The old name is found, and nobody else's for a year.
    const entry = await own.session.get(`/organizations/${unit.uscc}`)
    expect(entry.$('main').text()).toContain(unit.name)
    expect(entry.$('main').text()).toContain(name)
    const code = await codeInForce(portal, own.row.id)
    const [gone, present] = [await verified(own, old), await verified(own, code)]
    expect([gone.said.includes('这份证书现在无效：已换发'), gone.link]).toEqual([true, paths.verifyDocument(code)])
    expect([gone.text.includes(name), present.said]).toEqual([true, ''])
    expect([present.text.includes(name), present.text.includes(wanted)]).toEqual([true, true])
    expect(await portal.owner.knex('name_reservation').where({ case_id: id }).whereNull('released_at')).toEqual([])
    expect(await portal.owner.knex('case_name').where({ case_id: id })).toEqual([])
  },
)

test('the name given up is nobody else’s until the same day of the next year', async () => {
  const blocked = async (day: string) => {
    portal.clock.set(`${day}T04:00:00.000Z`)
    const query = new URLSearchParams({ name: units.books.name, type: 'SOCIAL_GROUP', authority: '140000' })
    const answer = await fetch(`${portal.baseUrl}${paths.names}?${query}`, { headers: { accept: 'application/json' } })
    const { findings } = (await answer.json()) as { findings: { code: string; level: string; message: string }[] }
    return findings.filter(({ level }) => level === 'BLOCK').map(({ code }) => code)
  }
  expect(await blocked('2027-11-19')).toEqual(['N72'])
  expect(await blocked('2027-11-20')).toEqual([])
  portal.clock.set(testMoment)
})

test('two cases of one organization hand in the same item at once: one does, the other is told which has it', async () => {
  const unit = units.robots
  const own = await organization(unit)
  await portal.owner.knex('organization').where({ id: own.row.id }).update({ status: 'ACTIVE' })
  await clear(own)
  const draft = async () => {
    const id = (await begin(own.session, unit)).location.split('/').at(-1) ?? ''
    await fillIn(own, id, unit)
    return id
  }
  const one = await draft()
  await own.session.post(paths.deleteDraft(one), { answer: 'yes' })
  const other = await draft()
  expect((await own.session.post(paths.restoreDraft(one), {})).status).toBe(303)
  const answers = await Promise.all([one, other].map((id) => submit(own.session, id)))
  const locations = answers.map(({ location }) => location.split('?')[0] ?? '')
  expect(locations.filter((location) => location.endsWith('/submitted'))).toHaveLength(1)
  const late =
    locations
      .find((location) => location.endsWith('/check'))
      ?.split('/')
      .at(-2) ?? ''
  const first = await caseOf(late === one ? other : one)
  const told = `住所正在办理变更（办件编号${first.number ?? ''}）`
  expect((await own.session.get(paths.checkAnswers(late))).$('main').text()).toContain(told)
  const items = `/applications/${late}/pages/items`
  const page = await own.session.get(items)
  expect(page.$('main').text()).toContain(`正在办理变更（办件编号${first.number ?? ''}）`)
  // What the other does not change goes its own way.
  const version = String(page.$('input[name=version]').val())
  expect((await own.session.post(items, { items: 'purpose', version, action: 'continue' })).status).toBe(303)
  await fillIn(own, late, unit, {}, 'purpose')
  expect((await submit(own.session, late)).location).toContain('/submitted')
})

/** A day so many days from now, in the portal's time. */
const dayFrom = (days: number): string => addDays(localDate(portal.clock.now()), days)

test('a change for a later day waits for it: no certificate before; taken back it changes nothing', async () => {
  const unit = units.wetland
  const own = await organization(unit)
  await clear(own)
  const name = '山西省黄河湿地鸟类保护协会'
  const granted = async (items: string) => {
    const id = (await begin(own.session, unit)).location.split('/').at(-1) ?? ''
    const later = { items, effectiveOn: dayFrom(20) }
    await fillIn(own, id, unit, { name: { proposedName: name }, items: later }, items)
    expect((await submit(own.session, id)).location).toContain('/submitted')
    for (const action of [...toDecision, 'grant'] as const) await step(id, action)
    return id
  }
  const entry = async () => (await own.session.get(`/organizations/${unit.uscc}`)).$('main').text()
  const planned = (id: string) => portal.owner.knex('planned_change').where({ case_id: id }).first<{ status: string }>()
  const callOff = async (id: string) => {
    const asked = await own.session.get(paths.withdraw(id))
    expect(asked.$('h1').text()).toBe('撤回未生效的变更吗？')
    return own.session.post(paths.withdraw(id), {
      answer: 'yes',
      requestKey: String(asked.$('input[name=requestKey]').val()),
      version: String(asked.$('input[name=version]').val()),
    })
  }

  const id = await granted('name')
  expect((await planned(id)).status).toBe('WAITING')
  // The days for the certificate are counted from the day it takes effect.
  expect(await caseOf(id)).toMatchObject({ status: 'CERT_DUE', clock_started_on: dayFrom(20) })
  const page = await own.session.get(paths.case(id))
  expect(page.$('main').text()).toContain(`自${chineseDate(dayFrom(20))}起生效`)
  expect(await entry()).toContain(`${chineseDate(dayFrom(20))}起`)
  const home = await own.session.get(paths.organizationHome)
  expect(home.$('main').text()).toContain(`准予的变更将于${chineseDate(dayFrom(20))}生效`)
  // Until then nobody else gets the name.
  expect(await portal.owner.knex('name_reservation').where({ case_id: id }).whereNull('released_at')).toHaveLength(1)
  await callOff(id)
  expect([(await caseOf(id)).status, (await planned(id)).status]).toEqual(['CALLED_OFF', 'WITHDRAWN'])
  expect(await portal.owner.knex('document').where({ case_id: id, status: 'VALID', kind: 'DECISION_GRANTED' })).toEqual(
    [],
  )
  expect(await portal.owner.knex('name_reservation').where({ case_id: id }).whereNull('released_at')).toEqual([])
  expect(await entry()).toContain(unit.name)

  // Nothing printed changes: the case ended with the decision, and what waits is taken back all the same.
  const purpose = await granted('purpose')
  expect((await caseOf(purpose)).status).toBe('GRANTED')
  await callOff(purpose)
  expect((await planned(purpose)).status).toBe('WITHDRAWN')
  expect((await own.session.get(paths.case(purpose))).$('main').text()).toContain('已经撤回')
  const again = await own.session.get(paths.withdraw(purpose))
  expect(again.status).toBe(409)

  // An official may take it back as well: the case is over, and the organization is told why.
  const told = async (caseId: string) =>
    (
      (await portal.owner
        .knex('message')
        .where({ case_id: caseId })
        .orderBy('id', 'desc')
        .limit(1)
        .select('title', 'body')) as {
        title: string
        body: string
      }[]
    )[0]
  const revoked = await granted('name')
  const waiting = await portal.owner.knex('planned_change').where({ case_id: revoked }).first<{ id: string }>('id')
  const approver = await signIn(portal, { staffId: (await staffOf(portal, 'APPROVER')).id })
  const reason = '决定有误，另行作出'
  expect((await approver.post(paths.staffPlannedWithdraw(unit.uscc, waiting.id), { reason })).status).toBe(303)
  expect([(await caseOf(revoked)).status, (await planned(revoked)).status]).toEqual(['CALLED_OFF', 'WITHDRAWN'])
  expect(await told(revoked)).toMatchObject({
    title: expect.stringContaining('撤回了未生效的变更'),
    body: expect.stringContaining(reason),
  })
  expect((await own.session.get(paths.case(revoked))).$('main').text()).toContain('认为不当')

  // On its day it takes effect; the certificate follows, and not before.
  const third = await granted('name')
  // Meanwhile what it does not change goes its own way.
  const other = (await begin(own.session, unit)).location.split('/').at(-1) ?? ''
  expect((await own.session.get(`/applications/${other}/pages/items`)).$('main').text()).toContain(
    `已经准予，${chineseDate(dayFrom(20))}生效`,
  )
  await fillIn(own, other, unit, {}, 'purpose')
  expect((await submit(own.session, other)).location).toContain('/submitted')
  await expect(step(third, 'recoverCertificate')).rejects.toMatchObject({ code: 'NOT_ALLOWED_NOW' })
  portal.clock.set(`${dayFrom(20)}T02:00:00.000Z`)
  await sweepPlannedTask(portal.deps)({}, {} as never)
  for (const action of ['recoverCertificate', 'printCertificate'] as const) await step(third, action)
  const row = await portal.owner.knex('organization').where({ id: own.row.id }).first<{ name: string }>('name')
  expect(row.name).toBe(name)
  const messages = await portal.owner.knex('message').where({ case_id: third }).pluck('body')
  expect(messages.join('\n')).toContain(`自${chineseDate('2026-12-10')}起生效：名称由“${unit.name}”变更为“${name}”`)
  portal.clock.set(testMoment)
})
