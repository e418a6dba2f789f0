import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { stepOf, type Action } from '../../../src/core/workflow/procedures/index.ts'
import { takeStaffStep } from '../../../src/modules/review/commands.ts'
import { paths } from '../../../src/web/paths.ts'
import { signIn, staffOf } from '../../support/cases.ts'
import { units } from '../../support/legal-persons.ts'
import { beginOwn, caseRow, organizationAt, submitOwn, type Organization } from '../../support/organizations.ts'
import { startTestPortal, type TestPortal } from '../../support/portal.ts'

// 年度工作报告 from its first page to the conclusion in the register, and what it leaves to the year after.

vi.setConfig({ testTimeout: 60_000 })

let portal: TestPortal
beforeAll(async () => {
  portal = await startTestPortal({ JOBS: 'off' })
})
afterAll(() => portal.stop())

const request = { ip: '127.0.0.1', requestId: 'test' }

const step = async (id: string, action: Action, form: Readonly<Record<string, string>> = {}): Promise<void> => {
  const row = await caseRow(portal, id)
  const taken = stepOf(row.procedure, action)
  await takeStaffStep(portal.deps, await staffOf(portal, taken?.by.at(-1) as Parameters<typeof staffOf>[1]), request, {
    caseId: id,
    action,
    opinion: '符合规定。',
    conclusion: taken?.conclusion ? '没有按期换届' : '',
    requestKey: randomUUID(),
    version: row.lock_version,
    details: { form },
  })
}

const fill = async (own: Organization, id: string): Promise<void> => {
  const filled = await own.session.post(paths.sandboxFillCase(id))
  expect([filled.status, filled.$('main').text()]).toEqual([303, ''])
}

const main = async (own: Organization, path: string): Promise<string> =>
  (await own.session.get(path)).$('main').text().replaceAll(/\s+/gu, ' ')

const reported = async (own: Organization) =>
  portal.owner
    .knex('organization_report')
    .where({ organization_id: own.id })
    .select('fiscal_year', 'conclusion')
    .orderBy('fiscal_year')

test.each(['service', 'fund'] as const)('of %s: the example is complete and comes to 合格', async (unit) => {
  const own = await organizationAt(portal, units[unit])
  const id = await beginOwn(own, 'report')
  await fill(own, id)
  expect((await submitOwn(own, id)).location).toContain(paths.submitted(id))
  await step(id, 'checkReport', { proposed: 'QUALIFIED' })
  await step(id, 'concludeQualified')
  expect((await reported(own)).map(({ conclusion }: { conclusion: string }) => conclusion)).toEqual(['QUALIFIED'])
})

test('of a 社会团体: begun, filled in, concluded; the next year begins where it ended, and 整改 follows what was found', async () => {
  const own = await organizationAt(portal, units.grain)
  const id = await beginOwn(own, 'report')
  const { fiscal_year: year } = await caseRow(portal, id)
  expect(await main(own, paths.answerPage(id, 'entry'))).toContain(own.name)

  await fill(own, id)
  // A slip of the hand in a statement is told at its cell, with the difference.
  const balance = paths.answerPage(id, 'balance2004')
  const shown = await own.session.get(balance)
  const typed = Object.fromEntries(
    shown
      .$('main form [name]')
      .toArray()
      .map((element) => [shown.$(element).attr('name') ?? '', String(shown.$(element).val() ?? '')]),
  )
  const slipped = await own.session.post(balance, { ...typed, 'money-end': '362000.01', action: 'continue' })
  expect(slipped.$('.govuk-error-summary').text()).toContain('相差0.01元')
  const version = slipped.$('#page-form [name=version]').val()
  const mended = await own.session.post(balance, { ...typed, version: String(version), action: 'continue' })
  expect(mended.status).toBe(303)

  const read = await own.session.get(paths.checkAnswers(id))
  expect(read.$('#page-balance2004 .amounts__table').length).toBe(2)
  expect((await submitOwn(own, id)).location).toContain(paths.submitted(id))
  await step(id, 'checkReport', { proposed: 'BASIC' })
  await step(id, 'concludeBasic')
  expect(await caseRow(portal, id)).toMatchObject({ stage: 'rectification', status: 'RECTIFICATION_DUE' })
  expect(await reported(own)).toEqual([{ fiscal_year: year, conclusion: 'BASIC' }])

  await fill(own, id)
  expect((await submitOwn(own, id)).location).toContain(paths.submitted(id))
  await step(id, 'confirmRectified')
  expect((await caseRow(portal, id)).status).toBe('COMPLETED')

  // The year after, by its own accounting system: nothing is typed twice.
  portal.clock.set('2027-02-10T02:00:00Z')
  const later = { ...own, session: await signIn(portal, { accountId: (await caseRow(portal, id)).account_id }) }
  const next = await beginOwn(later, 'report')
  expect((await caseRow(portal, next)).fiscal_year).toBe((year ?? 0) + 1)
  expect(await main(later, paths.answerPage(next, 'internal'))).toContain(`取自${String(year)}年度报告`)
  const carried = await later.session.get(paths.answerPage(next, 'balance2024'))
  expect(carried.$('[name="money-start"]').val()).toMatch(/^362,?000\.00$/)
  expect(await main(later, paths.answerPage(next, 'rectified'))).toContain('上年度整改情况')
})

test('of a 社会团体 that is late: told of no 整改, asked why at once, stopped once at what another matter mends', async () => {
  const own = await organizationAt(portal, units.robots)
  const start = await main(own, paths.start('social-group-report'))
  expect(start).toContain('声明签章页')
  expect(start).not.toContain('整改的证明材料')
  const id = await beginOwn(own, 'report')
  expect(await main(own, paths.case(id))).not.toContain('整改')
  expect(await main(own, paths.answerPage(id, 'handler'))).toContain('逾期报送的原因')

  const entry = paths.answerPage(id, 'entry')
  const wrong = { itemsRight: 'WRONG', wrongItems: 'domicile', wrongNote: '已经搬迁', action: 'continue' }
  await own.session.get(entry)
  const told = await own.session.post(entry, { ...wrong, version: '0' })
  expect(told.status).toBe(422)
  expect(told.$('main a[href*="about=domicile"]').length).toBe(1)
  // From the change that mends it there is a way back, and what is not asked says so.
  const change = await beginOwn(own, 'change')
  expect((await own.session.get(paths.case(change))).$(`main a[href="${paths.case(id)}"]`).text()).toMatch(
    /^回到2025年度工作报告$/,
  )
  expect(await main(own, paths.answerPage(id, 'donations'))).toContain('不用填写这一页')
})
