import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { Verdict } from '../../src/core/verdicts/verdicts.ts'
import { takeStaffStep } from '../../src/modules/review/commands.ts'
import { saveVerdict } from '../../src/modules/review/verdict-commands.ts'
import { paths } from '../../src/web/paths.ts'
import { signIn, staffOf, type Session } from '../support/cases.ts'
import { units } from '../support/legal-persons.ts'
import { caseRow, organizationAt, ownMatter, submitOwn, type Organization } from '../support/organizations.ts'
import { startTestPortal, type TestPortal } from '../support/portal.ts'

// 合格 of several reports at once, by one that was really filled in, handed in and checked.

vi.setConfig({ testTimeout: 60_000 })

let portal: TestPortal
let approver: Session
beforeAll(async () => {
  portal = await startTestPortal({ JOBS: 'off' })
  portal.clock.set('2027-02-01T02:00:00Z')
  approver = await signIn(portal, { staffId: (await staffOf(portal, 'APPROVER')).id })
})
afterAll(() => portal.stop())

const request = { ip: '127.0.0.1', requestId: 'test' }
const at = (path: string): string => `${path}?year=2026`

/** The report of 2026 of an organization, handed in in time. */
const handedIn = async (own: Organization): Promise<string> => {
  const shown = await own.session.get(paths.start(ownMatter(own, 'report'), undefined, '2026'))
  const begun = await own.session.post(paths.start(ownMatter(own, 'report')), {
    draft: String(shown.$('input[name=draft]').val()),
    about: '2026',
  })
  const id = begun.location.split('/').at(-1) ?? ''
  await own.session.post(paths.sandboxFillCase(id))
  expect((await submitOwn(own, id)).location).toContain(paths.submitted(id))
  return id
}

const step = async (
  id: string,
  action: 'checkReport' | 'sendBackToFirst',
  form: Readonly<Record<string, string>> = {},
): Promise<void> =>
  takeStaffStep(portal.deps, await staffOf(portal, action === 'checkReport' ? 'FIRST_REVIEWER' : 'APPROVER'), request, {
    caseId: id,
    action,
    opinion: '逐项核对过。',
    conclusion: '',
    requestKey: randomUUID(),
    version: (await caseRow(portal, id)).lock_version,
    details: { form },
  })

const mark = async (id: string, verdict: Verdict): Promise<unknown> => {
  const { event_id: round } = await portal.owner
    .knex('snapshot')
    .where({ case_id: id })
    .first<{ event_id: number }>('event_id')
  return saveVerdict(portal.deps, await staffOf(portal, 'APPROVER'), request, {
    caseId: id,
    targets: [{ kind: 'page', target: 'members' }],
    round,
    verdict,
    reason: verdict === 'FAIL' ? 'OTHER' : null,
    note: verdict === 'FAIL' ? '与会员名册不符' : '',
    seen: Number.MAX_SAFE_INTEGER,
  })
}

const offered = async (): Promise<readonly string[]> => {
  const page = await approver.get(at(paths.staffReportBatch))
  return page
    .$('input[name=cases]')
    .toArray()
    .map((box) => String(page.$(box).attr('value')))
}

test('is offered only of what somebody else found good, looked at once more when it is confirmed, and done once', async () => {
  const id = await handedIn(await organizationAt(portal, units.grain))
  const counted = await portal.owner.knex('snapshot').where({ case_id: id }).first<object>()
  expect(counted).toMatchObject({ finding_codes: [], finding_kinds: [] })
  expect(await offered()).toEqual([])
  await step(id, 'checkReport', { proposed: 'BASIC' })
  expect(await offered()).toEqual([])
  await step(id, 'sendBackToFirst')
  await step(id, 'checkReport', { proposed: 'QUALIFIED' })
  expect(await offered()).toEqual([id])

  const bare = await approver.post(at(paths.staffReportBatch))
  expect([bare.status, bare.$('.govuk-error-summary').text()]).toEqual([422, expect.stringContaining('请选择年报')])
  const asked = await approver.post(at(paths.staffReportBatch), { cases: id })
  expect(asked.$('h1').text()).toBe('确认对1件年报作出“合格”结论吗？')
  expect((await caseRow(portal, id)).status).toBe('FIRST_REVIEWED')
  const wish = { action: 'confirm', kept: String(asked.$('input[name=kept]').attr('value')) }
  const gone = '另有1件已经办理，或者不再符合一起办理的条件，没有再办。'
  await mark(id, 'FAIL')
  expect((await approver.post(at(paths.staffReportBatch), wish)).$('main').text()).toContain(gone)
  await mark(id, 'PASS')
  const done = await approver.post(at(paths.staffReportBatch), wish)
  expect(done.$('tbody tr .tag').text()).toBe('合格')
  expect((await approver.post(at(paths.staffReportBatch), wish)).$('main').text()).toContain(gone)
  expect(await caseRow(portal, id)).toMatchObject({ status: 'QUALIFIED' })

  const list = await approver.get(at(paths.staffReports))
  expect(list.$('.state-bar__legend').text().replaceAll(/\s+/g, ' ')).toContain('合格 1')
  // From the list one comes to the case, and from there back to the same list.
  const narrowed = `${at(paths.staffReports)}&state=QUALIFIED`
  const line = (await approver.get(narrowed)).$('tbody a[href*="from=reports"]')
  const page = await approver.get(String(line.attr('href')))
  expect(page.$('main').text()).toContain('2026年度，2027年2月1日报送，期限2027年5月31日')
  expect(page.$('a:contains("返回列表")').attr('href')).toBe(narrowed)
  expect(page.$('.staff-nav [aria-current=page]').text().trim()).toBe('年报')
})
