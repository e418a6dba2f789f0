import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { Action } from '../../../src/core/workflow/procedures/index.ts'
import { takeStaffStep } from '../../../src/modules/review/commands.ts'
import { paths } from '../../../src/web/paths.ts'
import { signIn, staffOf } from '../../support/cases.ts'
import { units } from '../../support/legal-persons.ts'
import { caseRow, organizationAt, ownMatter, submitOwn, type Organization } from '../../support/organizations.ts'
import { storedPages } from '../../support/own-cases.ts'
import { startTestPortal, type TestPortal } from '../../support/portal.ts'
import { withSmallReports } from '../../support/report-matter.ts'

// 年度工作报告 from its beginning for a year to its conclusion, 整改, and another conclusion later (domain.md §5.4).

vi.setConfig({ testTimeout: 120_000 })

let portal: TestPortal
beforeAll(async () => {
  portal = await startTestPortal({ JOBS: 'off' })
  Object.assign(portal.deps, { matters: withSmallReports(portal.deps.matters) })
})
afterAll(() => portal.stop())

const request = { ip: '127.0.0.1', requestId: 'test' }
const roles = {
  checkReport: 'FIRST_REVIEWER',
  concludeBasic: 'APPROVER',
  confirmRectified: 'WINDOW',
} as const satisfies Partial<Record<Action, string>>

const step = async (id: string, action: keyof typeof roles, conclusion = ''): Promise<void> =>
  takeStaffStep(portal.deps, await staffOf(portal, roles[action]), request, {
    caseId: id,
    action,
    opinion: '',
    conclusion,
    requestKey: randomUUID(),
    version: (await caseRow(portal, id)).lock_version,
    details: { form: action === 'checkReport' ? { proposed: 'BASIC' } : {} },
  }).then(() => undefined)

const words = async (own: Organization, path: string): Promise<string> =>
  (await own.session.get(path)).$('main').text().replaceAll(/\s+/gu, ' ')

const begin = async (own: Organization, about?: string) => {
  const shown = await own.session.get(paths.start(ownMatter(own, 'report'), undefined, about))
  const begun = await own.session.post(paths.start(ownMatter(own, 'report')), {
    draft: String(shown.$('input[name=draft]').val() ?? randomUUID()),
    about: String(shown.$('input[name=about]').val() ?? about),
  })
  return { shown: shown.$('main').text(), begun, id: begun.location.split('/').at(-1) ?? '' }
}

const fillAndSubmit = async (own: Organization, id: string): Promise<void> => {
  const filled = await own.session.post(paths.sandboxFillCase(id))
  expect([filled.status, filled.$('main').text()]).toEqual([303, ''])
  const sent = await submitOwn(own, id)
  expect([sent.location, sent.$('.govuk-error-summary').text()]).toEqual([
    expect.stringContaining(paths.submitted(id)),
    '',
  ])
}

test('a late report is begun once for its year, concluded 基本合格, put right, and concluded otherwise by two officials', async () => {
  const own = await organizationAt(portal, units.grain)
  expect(await words(own, paths.organizationHome)).toMatch(/2025年度工作报告逾期\d+天/)

  const { shown, id } = await begin(own)
  expect(shown).toContain('2025年度（已于2026年5月31日截止，现在报送属于逾期，须写明原因）')
  expect((await caseRow(portal, id)).fiscal_year).toBe(2025)
  const pages = () => storedPages(portal, id).then((stored) => stored.pages['year'])
  expect(await pages()).toMatchObject({ values: { fiscalYear: '2025', system: '2004' } })
  // The year is shown and never asked: nothing posted over it is taken.
  const over = await own.session.post(paths.answerPage(id, 'year'), {
    fiscalYear: '2026',
    system: '2024',
    version: '0',
  })
  expect([over.status, await pages()]).toEqual([404, expect.objectContaining({ items: [] })])
  expect((await pages())?.values['fiscalYear']).toBe('2025')

  const again = await begin(own, '2025')
  expect([again.begun.status, again.shown]).toEqual([409, expect.stringContaining('已经报送或者正在办理')])
  expect((await begin(own)).shown).toContain('2026年度的从2027年1月1日起填报')

  await fillAndSubmit(own, id)
  expect(await words(own, paths.organizationHome)).not.toContain('年度工作报告逾期')
  await step(id, 'checkReport')
  // Whoever concludes sees what was proposed.
  const decider = await signIn(portal, { staffId: (await staffOf(portal, 'APPROVER')).id })
  const opinion = (await decider.get(paths.staffCase(id))).$('#work .opinions').text().replaceAll(/\s+/gu, '')
  expect(opinion).toContain('建议结论：基本合格')
  expect(opinion).not.toContain('退回')
  await step(id, 'concludeBasic', '没有按照章程召开理事会')
  expect(await caseRow(portal, id)).toMatchObject({
    stage: 'rectification',
    status: 'RECTIFICATION_DUE',
    clock_due_on: '2027-02-20',
  })
  const reports = () => portal.owner.knex('organization_report').where({ organization_id: own.id, fiscal_year: 2025 })
  expect(await reports()).toMatchObject([{ conclusion: 'BASIC', filed_on: '2026-11-20', late: true, case_id: id }])
  const papers = await portal.owner.knex('document').where({ case_id: id }).orderBy('kind').select('kind', 'data')
  expect(papers).toMatchObject([
    { kind: 'RECTIFICATION_NOTICE', data: { year: 2025, mendBy: '2027-02-20', found: '没有按照章程召开理事会' } },
    { kind: 'REPORT_CONCLUSION', data: { conclusion: 'BASIC', late: true, remedies: { court: expect.any(String) } } },
  ])
  expect(await words(own, paths.organizationHome)).toContain('提交整改报告')
  // What is to be put right stands where it is reported, and where that is looked at.
  expect(await words(own, paths.case(id))).toMatch(/基本合格：没有按照章程召开理事会.*办理环节/)

  expect(await words(own, paths.answerPage(id, 'mended'))).toContain('基本合格：没有按照章程召开理事会')

  await fillAndSubmit(own, id)
  expect((await decider.get(paths.staffCase(id))).$('#work').text()).toContain('基本合格：没有按照章程召开理事会')
  await step(id, 'confirmRectified')
  expect((await caseRow(portal, id)).status).toBe('COMPLETED')

  // 调整年检结论: proposed by one, agreed to by another, kept by the ledger, told to the unit.
  const official = async (role: 'FIRST_REVIEWER' | 'APPROVER') => {
    const { id: staffId } = await staffOf(portal, role)
    return signIn(portal, { staffId })
  }
  const { uscc } = await portal.owner.knex('organization').where({ id: own.id }).first<{ uscc: string }>('uscc')
  const form = paths.staffReportRevision(uscc, '2025')
  const wish = {
    conclusion: 'UNQUALIFIED',
    reason: '审计查明',
    told: '年度收入有一笔没有入账。',
    seen: 'BASIC',
    sure: 'yes',
  }
  const [first, approver] = [await official('FIRST_REVIEWER'), await official('APPROVER')]
  const stale = await first.post(form, { ...wish, seen: 'QUALIFIED' })
  expect([stale.status, stale.$('main').text()]).toEqual([409, expect.stringContaining('年检结论已有变化')])
  expect((await first.post(form, wish)).status).toBe(303)
  expect((await first.post(form, wish)).$('main').text()).toContain('已有一项调整等待复核')
  // It is among what waits for whoever may agree, and nobody else.
  const toDecide = async (session: typeof first) =>
    (await session.get(paths.staffQueue)).$(`a[href="${paths.staffOrganization(uscc)}"]`).length
  expect([await toDecide(first), await toDecide(approver)]).toEqual([0, 1])
  const waiting = (await approver.get(paths.staffOrganization(uscc)))
    .$('form[action*="report-revisions"]')
    .attr('action')
  expect((await first.post(String(waiting), { decision: 'agree' })).status).toBe(403)
  expect(await reports()).toMatchObject([{ conclusion: 'BASIC' }])
  expect((await approver.post(String(waiting), { decision: 'agree' })).status).toBe(303)
  expect((await approver.post(String(waiting), { decision: 'agree' })).status).toBe(409)
  expect(await reports()).toMatchObject([{ conclusion: 'UNQUALIFIED', late: true, case_id: id }])
  const entry = await words(own, paths.organization(uscc))
  expect(entry.replaceAll(' ', '')).toContain('2025年度不合格2026年11月20日逾期报送2026年11月20日以前为“基本合格”')
  expect(entry).toContain('2025年度检查结论由“基本合格”改为“不合格”')
  // The decision of a conclusion is its own notice, not that of what is to be put right.
  expect(entry).toMatch(/2025年度检查：基本合格（逾期报送）\s*晋民社检〔2026〕1号/)
  // So is the decision of another conclusion, which the organization finds beside it.
  expect(entry).toMatch(/改为“不合格”\s*晋民社检更〔2026〕1号/)
  const home = await own.session.get(paths.organizationHome)
  expect(home.$('main').text()).toContain('晋民社检更〔2026〕1号')
  const told = await portal.owner
    .knex('message')
    .where('title', '2025年度年检结论有调整')
    .first<{ body: string }>('body')
  expect(told.body).toContain('年度收入有一笔没有入账。')

  // The year after: what was handed in for this one stands beside what is asked.
  portal.clock.forward(50 * 86_400_000)
  const { account_id: accountId } = await caseRow(portal, id)
  const next = await begin({ ...own, session: await signIn(portal, { accountId }) })
  expect(next.shown).toContain('2026年度（2027年5月31日截止）')
  expect(await caseRow(portal, next.id)).toMatchObject({ fiscal_year: 2026, status: 'DRAFT' })
  const { pages: begun } = await storedPages(portal, next.id)
  expect([begun['year']?.values['system'], begun['work']?.values['before']]).toEqual(['2024', '开展业务活动12场'])
})
