import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { stepOf, type Action } from '../../../src/core/workflow/procedures/index.ts'
import { takeStaffStep } from '../../../src/modules/review/commands.ts'
import { paths } from '../../../src/web/paths.ts'
import { signIn, staffOf } from '../../support/cases.ts'
import { units, type TestUnit } from '../../support/legal-persons.ts'
import {
  beginOwn,
  caseRow,
  certificateInForce,
  codeInForce,
  organizationAt,
  submitOwn,
  verified,
  type Organization,
} from '../../support/organizations.ts'
import { startTestPortal, type TestPortal } from '../../support/portal.ts'

// 登记证书补发、换发, begun by the organization (domain.md §5.6).

vi.setConfig({ testTimeout: 120_000 })

let portal: TestPortal
beforeAll(async () => {
  portal = await startTestPortal({ JOBS: 'off' })
})
afterAll(() => portal.stop())

const request = { ip: '127.0.0.1', requestId: 'test' }
const inForce = { from: '2024-01-15', to: '2028-01-14' }

/** An organization whose certificate the portal made, with its code. */
const holder = async (unit: TestUnit): Promise<Organization & { readonly code: string }> => {
  const own = await organizationAt(portal, unit)
  return { ...own, code: await certificateInForce(portal, own, inForce) }
}

const asked = async (own: Organization, need: string): Promise<string> => {
  const id = await beginOwn(own, 'certificate')
  const form = paths.answerPage(id, 'certificateNeed')
  const shown = await own.session.get(form)
  const version = String(shown.$('input[name=version]').val())
  const saved = await own.session.post(form, { need, version, action: 'save-draft' })
  expect(saved.$('.govuk-error-summary').text()).toBe('')
  // The example is of what was chosen.
  expect((await own.session.post(paths.sandboxFillPage(id, 'certificateNeed'))).status).toBe(303)
  expect((await own.session.get(form)).$('input[name=need]:checked').val()).toBe(need)
  expect((await own.session.post(paths.sandboxFillCase(id))).status).toBe(303)
  return id
}

const step = async (id: string, action: Action, values: Readonly<Record<string, string>> = {}): Promise<void> => {
  const row = await caseRow(portal, id)
  const role = stepOf(row.procedure, action)?.by.at(action === 'handOver' ? 0 : -1)
  await takeStaffStep(portal.deps, await staffOf(portal, role as Parameters<typeof staffOf>[1]), request, {
    caseId: id,
    action,
    opinion: '',
    conclusion: '',
    requestKey: randomUUID(),
    version: row.lock_version,
    details: { form: values },
  })
}

/** The certificate there was, and the one in force now, as everybody reads them by their codes. */
const verifiedBoth = async (own: Organization & { readonly code: string }) => {
  const code = await codeInForce(portal, own.id)
  return [await verified(own, own.code), { ...(await verified(own, code)), path: paths.verifyDocument(code) }] as const
}

const certificatesOf = async ({ id }: Organization) =>
  (await portal.owner
    .knex('certificate')
    .where({ organization_id: id })
    .orderBy('id')
    .select('status', 'reason', 'valid_to')) as { status: string; reason: string; valid_to: string }[]

test('a lost one: void by its notice before the new one is made, which ends when it would have', async () => {
  const own = await holder(units.grain)
  const id = await asked(own, 'LOSS')
  // What was made known before there was this certificate is not about it, nor what will be.
  const form = paths.answerPage(id, 'certificateNeed')
  const shown = await own.session.get(form)
  const typed = (noticeOn: string) => {
    const [year, month, day] = noticeOn.split('-')
    return { 'noticeOn-year': year, 'noticeOn-month': month, 'noticeOn-day': day } as Readonly<Record<string, string>>
  }
  let version = Number(shown.$('input[name=version]').val())
  const notice = { need: 'LOSS', what: 'ORIGINAL', story: '搬家途中遗失。', noticePaper: '示例日报' }
  for (const [day, fault] of [
    ['2024-01-14', '不能早于现在这份证书的有效期起始日（2024年1月15日）'],
    ['2027-11-10', '不能晚于今天'],
    ['2026-11-10', ''],
  ] as const) {
    const saved = await own.session.post(form, {
      ...notice,
      ...typed(day),
      version: String(version++),
      action: 'continue',
    })
    expect([day, saved.$('#noticeOn-error').text()]).toEqual([day, fault === '' ? '' : expect.stringContaining(fault)])
  }
  expect((await submitOwn(own, id)).location).toContain(paths.submitted(id))
  await step(id, 'file')
  expect((await caseRow(portal, id)).status).toBe('CERT_DUE')
  // The other copy is asked for, and nobody is told that there is nothing to do.
  const due = (await own.session.get(paths.case(id))).$('main').text()
  expect(due).toContain('请您把原登记证书副本交回')
  expect(due).not.toMatch(/现在不用您做什么|还剩/u)
  // There is nothing to take back; the loss is entered as it was made known.
  await expect(step(id, 'recoverCertificate')).rejects.toMatchObject({ code: 'NOT_ALLOWED_NOW' })
  const clerk = await signIn(portal, { staffId: (await staffOf(portal, 'CERT_CLERK')).id })
  const desk = await clerk.get(paths.staffCase(id))
  expect(
    desk
      .$('.work-step > summary')
      .toArray()
      .map((one) => desk.$(one).text().trim()),
  ).toEqual(['登记遗失'])
  expect(desk.$('#declareLost-noticePaper').val()).toBe('示例日报')
  const early = await clerk.post(paths.staffAction(id, 'declareLost'), {
    noticePaper: '示例日报',
    noticeOn: '2024-01-14',
    requestKey: randomUUID(),
    version: String((await caseRow(portal, id)).lock_version),
  })
  expect([early.status, early.$('#declareLost-noticeOn-error').text()]).toEqual([
    422,
    expect.stringContaining('不能早于'),
  ])
  await step(id, 'declareLost', { noticePaper: '示例日报', noticeOn: '2026-11-10' })
  expect(await certificatesOf(own)).toEqual([{ status: 'LOST', reason: 'FIRST', valid_to: inForce.to }])
  await step(id, 'printCertificate')
  expect((await certificatesOf(own)).at(-1)).toEqual({ status: 'VALID', reason: 'LOSS', valid_to: inForce.to })
  // Nothing is left to fill in, to look through, or to hand on.
  const made = (await own.session.get(paths.case(id))).$('main').text()
  expect(made).toMatch(/领证人\s*法定代表人本人/u)
  expect(made).toMatch(/预约领取\s*2026年12月18日/u)
  for (const gone of ['填写内容', '核对申请信息', '核对并提交', '全部填入示例']) expect(made).not.toContain(gone)
  expect((await own.session.get(paths.checkAnswers(id))).location).toBe(paths.case(id))
  expect((await own.session.post(paths.sandboxFillCase(id))).status).toBe(409)
  const entry = await own.session.get(paths.organization(units.grain.uscc))
  expect(entry.$('main').text()).toContain('登记证书正本遗失，声明作废，副本已收回')
  expect(entry.$('main').text()).toContain('遗失声明刊登于《示例日报》，2026年11月10日')
  const [gone, present] = await verifiedBoth(own)
  for (const words of [
    '这份证书现在无效：遗失作废',
    '遗失声明刊登于《示例日报》，2026年11月10日',
    '现在有效的登记证书是另一份，编号',
  ])
    expect(gone.said).toContain(words)
  expect([gone.link, present.said]).toEqual([present.path, ''])
  // What was handed in was not lost.
  await portal.owner
    .knex('certificate')
    .where({ organization_id: own.id, status: 'LOST' })
    .update({ lost_copy: 'DUPLICATE' })
  const kept = await verified(own, own.code)
  expect(kept.said).toContain('这份证书现在无效：已收缴，已换发')
  expect(kept.said).not.toContain('遗失')
})

test('one about to end: brought back, and the new one has a term of its own; too early is said, not refused', async () => {
  const own = await holder(units.service)
  const id = await asked(own, 'EXTENSION')
  const page = await own.session.get(paths.answerPage(id, 'certificateNeed'))
  expect(page.$('main').text()).toContain('2027年10月16日起可以换发')
  expect((await submitOwn(own, id)).location).toContain(paths.submitted(id))
  await step(id, 'file')
  await step(id, 'recoverCertificate')
  await step(id, 'printCertificate')
  // 法定代表人本人: whom the register has, whatever else was said.
  const window = await signIn(portal, { staffId: (await staffOf(portal, 'WINDOW')).id })
  const desk = await window.get(paths.staffCase(id))
  expect(desk.$('#handOver-collectorName').val()).toBe(units.service.head.name)
  const came = (collectorIdNumber: string) => ({
    handedBy: 'COUNTER',
    collectorName: units.service.head.name,
    collectorIdType: 'RESIDENT_ID',
    collectorIdNumber,
    collectorPhone: '13900001234',
    collectedAt: String(desk.$('#handOver-collectedAt').val()),
    requestKey: randomUUID(),
    version: String(desk.$('input[name=version]').val()),
  })
  const other = await window.post(paths.staffAction(id, 'handOver'), came('140106198503120014'))
  expect(other.$('.notice').text()).toContain(`与登记簿中的法定代表人${units.service.head.name}不一致`)
  const himself = await window.post(paths.staffAction(id, 'handOver'), came(units.service.head.residentId))
  expect([himself.status, himself.$('main').text()]).toEqual([200, expect.not.stringContaining('不一致')])
  const [first, second] = await certificatesOf(own)
  expect([first?.status, second?.status, second?.reason]).toEqual(['REPLACED', 'VALID', 'EXTENSION'])
  // The next case calls whom this one named.
  const next = await own.session.get(paths.answerPage(await beginOwn(own, 'filing-seal'), 'handler'))
  expect(next.$('#contactPhone').val()).toMatch(/^1/u)
  expect(next.$('main').text()).toContain('上一件办件')
  expect(second && second.valid_to > inForce.to).toBe(true)
  const [gone, present] = await verifiedBoth(own)
  expect([gone.said.includes('这份证书现在无效：已换发'), gone.link, present.said]).toEqual([true, present.path, ''])
})

test('a damaged one: its code tells which one is in force, once that is made', async () => {
  const own = await holder(units.fund)
  const id = await asked(own, 'DAMAGE')
  expect((await submitOwn(own, id)).location).toContain(paths.submitted(id))
  await step(id, 'file')
  await step(id, 'recoverCertificate')
  // Brought back it stands until the new one is made.
  expect((await verified(own, own.code)).said).toBe('')
  await step(id, 'printCertificate')
  const [gone, present] = await verifiedBoth(own)
  expect([gone.said.includes('现在有效的登记证书是另一份，编号'), gone.link, present.said]).toEqual([
    true,
    present.path,
    '',
  ])
})

test('nobody else begins it, and one at a time', async () => {
  const own = await holder(units.books)
  const id = await beginOwn(own, 'certificate')
  await expect(beginOwn(own, 'certificate')).rejects.toThrow('409')
  // Whom to call is known from the account; who is sent the certificate shows nobody a document.
  const contact = await own.session.get(paths.answerPage(id, 'contact'))
  expect(contact.$('#contactName').val()).not.toBe('')
  expect(contact.$('#contactPhone').val()).toMatch(/^1/u)
  expect(contact.$('main').text()).toContain('您的账号')
  await own.session.post(paths.sandboxFillPage(id, 'contact'))
  const posted = { collectionWay: 'POST', deliveryAddress: '山西省太原市迎泽区文源巷21号3层302室' }
  const saved = await own.session.post(paths.answerPage(id, 'collection'), {
    ...posted,
    version: '0',
    action: 'continue',
  })
  expect([saved.status, saved.$('.govuk-error-summary').text()]).toEqual([303, ''])
  const stranger = await organizationAt(portal, units.wetland)
  expect((await stranger.session.get(paths.case(id))).status).toBe(404)
})
