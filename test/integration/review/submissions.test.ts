import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { savePage } from '../../../src/modules/cases/fill-in.ts'
import { paths } from '../../../src/web/paths.ts'
import { inventedId, makeCase, signIn, staffOf, type Session, type TestCase } from '../../support/cases.ts'
import { startTestPortal, type TestPortal } from '../../support/portal.ts'

let portal: TestPortal
let window: Session
beforeAll(async () => {
  portal = await startTestPortal()
  window = await signIn(portal, { staffId: (await staffOf(portal, 'WINDOW')).id })
})
afterAll(async () => {
  await portal.stop()
})

const request = { ip: '127.0.0.1', requestId: 'test' }

/** A case that was sent back and came again with other answers on the pages that were named. */
const submittedTwice = async (
  items: readonly { kind: 'page'; target: string }[],
  change: (found: TestCase) => Promise<void>,
): Promise<TestCase> => {
  const found = await makeCase(portal, { stage: 'establishmentSubmission', status: 'RECEIVED' })
  await found.step('requireCorrection', {
    correctionItems: items.map((item) => ({ ...item, title: item.target, note: '请改正' })),
  })
  await change(found)
  await found.step('resubmit')
  return found
}

const save = async (found: TestCase, page: string, change: (text: string) => string): Promise<void> => {
  const row = await portal.owner.knex('answer').where({ case_id: found.id, page }).first<{ version: number }>('version')
  await savePage(portal.deps, found.applicant, request, {
    caseId: found.id,
    page,
    version: row.version,
    change: (data) => JSON.parse(change(JSON.stringify(data))) as typeof data,
  })
}

type Page = Awaited<ReturnType<Session['get']>>
const rows = (page: Page): string[] =>
  page
    .$('main tbody tr')
    .toArray()
    .map((row) => page.$(row).text().replaceAll(/\s+/g, ' ').trim())

describe('two submissions side by side', () => {
  test('only what differs is shown, answer by answer; all of it when asked; the same pair in either order', async () => {
    const found = await submittedTwice([{ kind: 'page', target: 'purpose' }], (one) =>
      save(one, 'purpose', (text) => text.replace(/"purpose":"([^"]*)"/, '"purpose":"$1新的宗旨"')),
    )
    const before = found.answers['purpose']?.values['purpose'] ?? ''
    const page = await window.get(paths.staffCompare(found.id))
    expect(page.status).toBe(200)
    expect(rows(page)).toHaveLength(1)
    expect(rows(page)[0]).toContain('改动')
    expect(rows(page)[0]).toMatch(new RegExp(`${before} ${before}新的宗旨`))
    expect(page.$('#before option[selected]').text()).toContain('提交成立材料 第1次')
    expect(page.$('#after option[selected]').text()).toContain('提交成立材料 第2次')
    const all = await window.get(`${paths.staffCompare(found.id)}?all=yes`)
    expect(rows(all).length).toBeGreaterThan(30)
    expect(all.$('main').text()).toContain('文件校验值')
    const [first, second] = ['before', 'after'].map((name) => page.$(`#${name} option[selected]`).attr('value') ?? '')
    const turned = await window.get(`${paths.staffCompare(found.id)}?before=${second ?? ''}&after=${first ?? ''}`)
    expect(rows(turned)[0]).toMatch(new RegExp(`新的宗旨 ${before}$`))
    const same = await window.get(`${paths.staffCompare(found.id)}?before=${first ?? ''}&after=${first ?? ''}`)
    expect(same.$('main').text()).toContain('请选择两次不同的提交')

    // The applicant reads the same, from the page of the case.
    const applicant = await signIn(portal, { accountId: found.applicant.id })
    const own = await applicant.get(paths.case(found.id))
    expect(own.$(`a[href="${paths.compareSubmissions(found.id)}"]`).length).toBe(1)
    expect(rows(await applicant.get(paths.compareSubmissions(found.id)))).toEqual(rows(page))
    expect((await window.get(paths.staffCase(found.id))).$(`a[href="${paths.staffCompare(found.id)}"]`).length).toBe(1)
  })

  test('item by item of a list; what differs in a masked place is told and not shown to officials', async () => {
    const number = inventedId(811)
    const found = await submittedTwice([{ kind: 'page', target: 'sponsors' }], (one) =>
      save(one, 'sponsors', (text) => text.replace(/"idNumber":"\d{17}[\dX]"/, `"idNumber":"${number}"`)),
    )
    const page = await window.get(paths.staffCompare(found.id))
    expect(page.$('main h3').text()).toContain('改动')
    expect(page.text).not.toContain(number)
    expect(rows(page)).toHaveLength(1)
    const own = await (await signIn(portal, { accountId: found.applicant.id })).get(paths.compareSubmissions(found.id))
    expect(rows(own)[0]).toContain(number)
  })

  test('needs two submissions, and a case one may see', async () => {
    const found = await makeCase(portal, { stage: 'nameConsultation', status: 'SUBMITTED' })
    expect((await window.get(paths.staffCompare(found.id))).$('main').text()).toContain('只提交过一次')
    expect((await window.get(paths.staffCase(found.id))).$(`a[href="${paths.staffCompare(found.id)}"]`).length).toBe(0)
    const stranger = await makeCase(portal, { stage: 'nameConsultation', status: 'DRAFT' })
    const session = await signIn(portal, { accountId: stranger.applicant.id })
    expect((await session.get(paths.compareSubmissions(found.id))).status).toBe(404)
    expect((await window.get(paths.staffCompare(stranger.id))).status).toBe(404)
  })
})
