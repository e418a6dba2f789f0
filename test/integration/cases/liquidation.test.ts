import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { stepOf, type Action } from '../../../src/core/workflow/procedures/index.ts'
import { takeStaffStep } from '../../../src/modules/review/commands.ts'
import { paths } from '../../../src/web/paths.ts'
import { makeApplicant, signIn, staffOf } from '../../support/cases.ts'
import { units } from '../../support/legal-persons.ts'
import { beginOwn, caseRow, organizationAt, submitOwn, type Organization } from '../../support/organizations.ts'
import { startTestPortal, type TestPortal } from '../../support/portal.ts'

// 注销登记 from the decision to end until 已注销 (domain.md §5.5; domain-2 §13.1, §16.4).

vi.setConfig({ testTimeout: 120_000 })

let portal: TestPortal
beforeAll(async () => {
  portal = await startTestPortal({ JOBS: 'off' })
})
afterAll(() => portal.stop())

const request = { ip: '127.0.0.1', requestId: 'test' }

const step = async (id: string, action: Action, form: Readonly<Record<string, string>> = {}): Promise<void> => {
  const row = await caseRow(portal, id)
  const taken = stepOf(row.procedure, action)
  await takeStaffStep(portal.deps, await staffOf(portal, taken?.by[0] as Parameters<typeof staffOf>[1]), request, {
    caseId: id,
    action,
    opinion: '符合规定。',
    conclusion: taken?.conclusion ? '经审查属实。' : '',
    requestKey: randomUUID(),
    version: row.lock_version,
    details: { form },
  })
}

const statusOf = async ({ id }: Organization): Promise<string> =>
  (await portal.owner.knex('organization').where({ id }).first<{ status: string }>('status')).status

const fill = async (own: Organization, id: string): Promise<void> => {
  const filled = await own.session.post(paths.sandboxFillCase(id))
  expect([filled.status, filled.$('main').text()]).toEqual([303, ''])
}

/** Changes answers of a page through its form; a day is three fields. */
const answer = async (own: Organization, id: string, page: string, values: Readonly<Record<string, string>>) => {
  const form = paths.answerPage(id, page)
  const shown = await own.session.get(form)
  const before = Object.fromEntries(
    shown
      .$('main form [name]')
      .toArray()
      .filter(
        (element) =>
          !['radio', 'checkbox'].includes(shown.$(element).attr('type') ?? '') || shown.$(element).is(':checked'),
      )
      .map((element) => [shown.$(element).attr('name') ?? '', String(shown.$(element).val() ?? '')]),
  )
  const days = Object.entries(values).flatMap(([name, value]) => {
    const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(value) ?? []
    return year
      ? [
          [`${name}-year`, year],
          [`${name}-month`, month],
          [`${name}-day`, day],
        ]
      : [[name, value]]
  }) as [string, string][]
  const saved = await own.session.post(form, { ...before, ...Object.fromEntries(days), action: 'save-draft' })
  expect(saved.$('.govuk-error-summary').text()).toBe('')
}

const main = async (own: Organization, path: string): Promise<string> =>
  (await own.session.get(path)).$('main').text().replaceAll(/\s+/gu, ' ')

/** Begun, filled in and taken note of: the organization is being liquidated. */
const liquidating = async (own: Organization): Promise<string> => {
  const id = await beginOwn(own, 'liquidation')
  await fill(own, id)
  expect((await submitOwn(own, id)).location).toContain(paths.submitted(id))
  await step(id, 'file')
  expect([await statusOf(own), (await caseRow(portal, id)).status]).toEqual(['LIQUIDATING', 'DRAFT'])
  return id
}

const toDecision = ['receive', 'accept', 'firstReview', 'secondReview'] as const

test('from the decision to end until 已注销: nothing else begins, everything ends in one line of the ledger after another', async () => {
  const own = await organizationAt(portal, units.grain)
  const seal = await beginOwn(own, 'filing-seal')
  await fill(own, seal)
  await submitOwn(own, seal)
  await step(seal, 'file')
  // A change begun before is not handed in while the organization is liquidated.
  const change = await beginOwn(own, 'change')
  await fill(own, change)
  const id = await liquidating(own)
  const refused = await own.session.post(paths.confirm(change), {
    answer: 'yes',
    requestKey: randomUUID(),
    version: String((await caseRow(portal, change)).lock_version),
  })
  expect([refused.status, refused.$('main').text()]).toEqual([409, expect.stringContaining('清算期间不能办理变更')])
  expect(await main(own, paths.hall)).toContain('清算期间不能办理备案')
  expect(await main(own, paths.case(change))).toMatch(/现在不能提交.*清算期间不能办理变更/)

  // Counters: told on the case and on the home, with what is due and what it rests on.
  expect(await main(own, paths.case(id))).toMatch(/通知已知的债权人.*公司法.*2026年9月20日.*已逾期/)
  expect(await main(own, paths.organizationHome)).toContain('在报纸上公告债权债务清算，2026年11月9日前')

  await fill(own, id)
  expect(await main(own, paths.case(id))).toMatch(/申请注销登记.*2026年11月28日.*进行中/)
  expect((await submitOwn(own, id)).location).toContain(paths.submitted(id))
  for (const action of [...toDecision, 'grant'] as const) await step(id, action)
  expect(await caseRow(portal, id)).toMatchObject({ stage: 'returning', status: 'RETURNS_DUE' })
  const decision = await portal.owner
    .knex('document')
    .where({ case_id: id, kind: 'DECISION_GRANTED' })
    .first<{ data: object }>()
  expect(decision.data).toMatchObject({ decided: '注销登记', next: expect.stringContaining('交回本机关') as string })
  expect(await statusOf(own)).toBe('LIQUIDATING')

  // The desk says of each thing what became of it, through its form.
  const desk = await signIn(portal, { staffId: (await staffOf(portal, 'CERT_CLERK')).id })
  const page = await desk.get(paths.staffCase(id))
  const things = page
    .$('[name^=got]')
    .toArray()
    .map((element) => page.$(element).attr('name') ?? '')
  const asked = [...new Set(things)]
  expect(asked.length).toBeGreaterThanOrEqual(3)
  const returned = asked.flatMap((name, at) => [
    [name, at === 1 ? 'VOID' : 'RETURN'],
    [`on${String(at)}-year`, '2026'],
    [`on${String(at)}-month`, '11'],
    [`on${String(at)}-day`, '19'],
    [`paper${String(at)}`, '山西日报'],
  ]) as [string, string][]
  const form = {
    ...Object.fromEntries(returned),
    requestKey: randomUUID(),
    version: String((await caseRow(portal, id)).lock_version),
  }
  const once = await desk.post(paths.staffAction(id, 'confirmReturns'), form)
  expect(once.$('main').text()).toContain('注销登记证明')
  const done = await desk.post(paths.staffAction(id, 'confirmReturns'), { ...form, confirmed: 'yes' })
  expect([done.status, done.$('.govuk-error-summary').text()]).toEqual([303, ''])

  expect([await statusOf(own), (await caseRow(portal, id)).status]).toEqual(['DEREGISTERED', 'COMPLETED'])
  const lines = (await portal.owner
    .knex('organization_change')
    .where({ case_id: id })
    .orderBy('id')
    .select('kind', 'before', 'after')) as {
    kind: string
  }[]
  expect(lines.at(0)).toMatchObject({ kind: 'status', before: 'ACTIVE', after: 'LIQUIDATING' })
  expect(lines.at(-1)).toMatchObject({ kind: 'status', before: 'LIQUIDATING', after: 'DEREGISTERED' })
  const kinds = ['ANNOUNCEMENT', 'DEREGISTRATION_PROOF']
  const papers = await portal.owner
    .knex('document')
    .where({ case_id: id })
    .whereIn('kind', kinds)
    .orderBy('kind')
    .pluck('kind')
  expect(papers).toEqual(kinds)
  await portal.makePapers()
  expect(await main(own, paths.organizationHome)).toContain('下载全部文书')
  const file = await fetch(`${portal.baseUrl}${paths.organizationFile()}`, { headers: { cookie: own.session.cookie } })
  expect([file.status, file.headers.get('content-type')]).toEqual([200, 'application/pdf'])
  // The account reads on and begins nothing; its name is closed for a year.
  expect(await main(own, paths.hall)).toContain('已注销，不能再办理')
  expect(await main(own, paths.case(id))).toContain('注销登记')
  const names = new URLSearchParams({ name: units.grain.name, type: 'SOCIAL_GROUP', authority: '140000' })
  expect(await main(own, `${paths.names}?${names.toString()}`)).toContain('注销')
})

test('totals that do not add up, a recipient that is no public body and fifteen days that are over are each told; a refusal leads back', async () => {
  const own = await organizationAt(portal, units.fund)
  const id = await liquidating(own)
  await fill(own, id)
  await answer(own, id, 'settlement', { residue: '68349.69', endedOn: '2026-11-04' })
  const said = await main(own, paths.answerPage(id, 'settlement'))
  expect(said).toContain('86350.20元减12000.50元减6000.00元等于68349.70元，填写的剩余财产是68349.69元，相差0.01元')
  expect(said).toContain('债权申报到2026年11月4日才届满')
  await answer(own, id, 'settlement', { residue: '68349.70', endedOn: '2026-11-05', lateReason: '等待审计。' })
  expect((await submitOwn(own, id)).location).toContain(paths.submitted(id))
  for (const action of toDecision) await step(id, action)
  await step(id, 'deny', { grounds: 'R400_33' })
  expect([await statusOf(own), await caseRow(portal, id)]).toMatchObject([
    'LIQUIDATING',
    { stage: 'deregistration', status: 'DRAFT' },
  ])
  expect(await main(own, paths.case(id))).toContain('不予注销登记：经审查属实。')
})

test('given up, it is what it was before; what moved in the register since it was handed in is told, not overwritten', async () => {
  const own = await organizationAt(portal, units.wetland)
  await portal.owner.knex('organization').where({ id: own.id }).update({ status: 'SUSPENDED' })
  const id = await beginOwn(own, 'liquidation')
  await fill(own, id)
  await submitOwn(own, id)
  await portal.owner.knex('organization').where({ id: own.id }).update({ status: 'ACTIVE' })
  await expect(step(id, 'file')).rejects.toMatchObject({ code: 'STALE' })
  await portal.owner.knex('organization').where({ id: own.id }).update({ status: 'SUSPENDED' })
  await step(id, 'file')
  expect(await statusOf(own)).toBe('LIQUIDATING')
  const page = await own.session.get(paths.withdraw(id))
  expect(page.$('main').text()).toContain('撤回注销吗')
  await own.session.post(paths.withdraw(id), {
    answer: 'yes',
    requestKey: String(page.$('input[name=requestKey]').val()),
    version: String(page.$('input[name=version]').val()),
  })
  expect([await statusOf(own), (await caseRow(portal, id)).status]).toEqual(['SUSPENDED', 'ABANDONED'])
})

test('applied for by the bodies that required it: begun at the window, filled in by a person of theirs; the organization reads, says what it has to say, and does nothing else', async () => {
  const own = await organizationAt(portal, units.robots)
  const applicant = await makeApplicant(portal)
  const person = await signIn(portal, { accountId: applicant.id })
  const phone = '13900007788'
  await portal.owner
    .knex('account')
    .where({ id: applicant.id })
    .update({ phone_idx: portal.deps.crypto.index('phone', phone), real_name_level: 1 })
  const window = await signIn(portal, { staffId: (await staffOf(portal, 'WINDOW')).id })
  const form = paths.staffOrderedEnd(units.robots.uscc)
  // A draft of the organization's own keeps nobody from requiring its end; put away, it does not come back beside that.
  const draft = await beginOwn(own, 'liquidation')
  expect(await main(own, paths.answerPage(draft, 'ending'))).not.toContain('终止方案文号')
  const order = {
    orderedBy: '山西省科学技术协会',
    cause: 'FAILED',
    planNo: '晋科协函〔2026〕9号',
    'planOn-year': '2026',
    'planOn-month': '9',
    'planOn-day': '1',
    opinionNo: '晋民社查〔2026〕6号',
    'opinionOn-year': '2026',
    'opinionOn-month': '9',
    'opinionOn-day': '3',
    handlerName: applicant.name,
    handlerPhone: phone,
  }
  const early = await window.post(form, { ...order, 'opinionOn-month': '8' })
  expect([early.status, early.$('main').text()]).toEqual([422, expect.stringContaining('早于终止方案日期')])
  const asked = await window.post(form, order)
  expect(asked.$('main').text()).toContain('确认代为申请注销登记')
  const kept = Object.fromEntries(
    asked
      .$('main input[type=hidden]')
      .toArray()
      .map((element) => [asked.$(element).attr('name') ?? '', String(asked.$(element).val() ?? '')]),
  )
  const begun = await window.post(form, kept)
  expect([begun.status, begun.$('main').text()]).toEqual([303, ''])
  const row = await portal.owner
    .knex('case_file')
    .where({ organization_id: own.id, on_behalf: order.orderedBy })
    .first<{ id: string }>('id')
  const { id } = row
  // The body's person fills in and hands in; no resolution is asked, and the plan is.
  const helped = { ...own, session: person }
  expect(await main(helped, paths.case(id))).toContain('终止方案')
  expect(await main(helped, paths.case(id))).not.toContain('会议纪要')
  expect(await main(helped, paths.answerPage(id, 'ending'))).toContain('终止方案文号')
  expect(await main(own, paths.case(id))).toContain(`轮到申请人${order.orderedBy}：填写并提交“清算备案”`)
  await fill(helped, id)
  expect((await submitOwn(helped, id)).location).toContain(paths.submitted(id))
  // The organization is told, reads, and may not do what the applicant does.
  expect(await main(own, paths.messages)).toContain('代为申请')
  expect((await own.session.post(paths.deleteDraft(draft), { answer: 'yes' })).status).toBe(303)
  const back = await own.session.post(paths.restoreDraft(draft))
  expect([back.status, back.$('main').text()]).toEqual([409, expect.stringContaining('已有正在办理的注销登记')])
  const shown = await own.session.get(paths.case(id))
  expect(shown.$('main').text()).toContain('可以陈述意见')
  expect((await own.session.get(paths.withdraw(id))).status).toBe(403)
  const said = await own.session.post(paths.stateView(id), {
    view: '本会愿意自行清算。',
    requestKey: String(shown.$('input[name=requestKey]').val()),
    version: String(shown.$('input[name=version]').val()),
  })
  expect(said.status).toBe(303)
  expect(await main(own, paths.case(id))).toContain('由山西省科学技术协会经办人 张晓明 代为提交')
  expect((await window.get(paths.staffCase(id))).$('main').text()).toContain('本会愿意自行清算。')
  await step(id, 'file')
  expect(await statusOf(own)).toBe('LIQUIDATING')
  // Its days press the body that applies, and nobody else.
  expect(await main(own, paths.organizationHome)).not.toContain('通知已知的债权人')
  await fill(helped, id)
  expect((await submitOwn(helped, id)).location).toContain(paths.submitted(id))
  for (const action of [...toDecision, 'grant'] as const) await step(id, action)
  const { data } = await portal.owner
    .knex('document')
    .where({ case_id: id, kind: 'DECISION_GRANTED' })
    .first<{ data: object }>('data')
  expect(data).toMatchObject({ applicantName: order.orderedBy, organizationName: units.robots.name })
})
