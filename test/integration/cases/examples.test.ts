import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { ApplicantRole } from '../../../src/core/matters/applicant-role.ts'
import { materialOf, stageOf } from '../../../src/core/matters/journey.ts'
import { nameKey } from '../../../src/core/names/normalize.ts'
import { comparisonKey } from '../../../src/core/names/parse.ts'
import { statuses } from '../../../src/core/workflow/statuses.ts'
import { matters } from '../../../src/matters/index.ts'
import { createCase } from '../../../src/modules/cases/drafts.ts'
import { sealPage } from '../../../src/modules/cases/answers.ts'
import type { CaseRow } from '../../../src/modules/cases/store.ts'
import { engineDivisions } from '../../../src/reference/reference.ts'
import { sandboxPeople } from '../../../src/sandbox/people.ts'
import { paths } from '../../../src/web/paths.ts'
import { makeApplicant, makeCase, signIn, staffOf, type Session } from '../../support/cases.ts'
import { registerLegal, units } from '../../support/legal-persons.ts'
import { startTestPortal, type TestPortal } from '../../support/portal.ts'

// 填入示例, 全部填入示例 and 演示：办到下一步 (contract.md, "With the sandbox on").

// A whole founding is two hundred forms and twenty papers.
vi.setConfig({ testTimeout: 120_000 })

let portal: TestPortal
const request = { ip: '127.0.0.1', requestId: 'test' }

beforeAll(async () => {
  portal = await startTestPortal()
})
afterAll(() => portal.stop())

const caseOf = async (id: string): Promise<CaseRow> => {
  const row = await portal.owner.knex<CaseRow>('case_file').where({ id }).first()
  if (!row) throw new Error('no case')
  return row
}

const begin = async (matter: string, authority: string, applicantRole?: ApplicantRole) => {
  const applicant = await makeApplicant(portal)
  const found = portal.deps.reference.authorities.find(({ code }) => code === authority)
  const id = await createCase(portal.deps, applicant, request, { matter, authorityId: found?.id ?? 0, applicantRole })
  return { id, applicant, session: await signIn(portal, { accountId: applicant.id }) }
}

/** 核对, 提交申请, 是: with nothing said against what the examples filled in. */
const submit = async (session: Session, id: string, besides = '补正告知以前上传'): Promise<void> => {
  const check = await session.get(paths.checkAnswers(id))
  expect(check.$('.notice__list li, .govuk-error-summary__list li').text()).toBe('')
  // A charter uploaded before a notice of 补正 is to be looked at again, whatever it says.
  const doubts = check.$('#advice .notice__body > .advice li').get()
  expect(
    doubts
      .map((line) => check.$(line).text())
      .filter((text) => !text.includes('补正告知以前上传') && !text.includes(besides)),
  ).toEqual([])
  const confirm = await session.get(paths.confirm(id))
  const sent = await session.post(paths.confirm(id), {
    answer: 'yes',
    requestKey: String(confirm.$('input[name=requestKey]').val()),
    version: String(confirm.$('input[name=version]').val()),
  })
  expect(sent.location).toContain(paths.submitted(id))
}

/** Goes on by the buttons of the sandbox alone until nothing is left to do. */
const toTheEnd = async (session: Session, official: Session, id: string): Promise<readonly string[]> => {
  const way: string[] = []
  for (let row = await caseOf(id); statuses[row.status].turn !== 'nobody'; row = await caseOf(id)) {
    if (way.length > 40) throw new Error(way.join(' '))
    if (statuses[row.status].turn === 'applicant') {
      const filled = await session.post(paths.sandboxFillCase(id))
      expect([filled.status, filled.$('main').text()]).toEqual([303, ''])
      await submit(session, id)
      way.push('submit')
    } else {
      const step = await official.post(paths.sandboxStep(id))
      expect([step.status, step.$('main').text()]).toEqual([303, ''])
      way.push(new URL(step.location, portal.baseUrl).searchParams.get('done') ?? '')
    }
  }
  return way
}

test.each([
  ['social-group-establishment', 'taiyuan-spj', 'taiyuan-', undefined, '51', 60, '社会团体法人登记证书'],
  [
    'private-non-enterprise-establishment',
    'shanxi-mzt',
    '',
    'LEGAL_REPRESENTATIVE',
    '52',
    60,
    '民办非企业单位登记证书（法人）',
  ],
  // Its example asks to be a 慈善组织 (慈善法 art. 10).
  ['foundation-establishment', 'shanxi-mzt', '', undefined, '53', 30, '基金会法人登记证书（慈善组织）'],
] as const)('the buttons lead %s with %s to the certificate', async (...row) => {
  const [matter, authority, prefix, role, digits, days, heading] = row
  const { id, session, applicant } = await begin(matter, authority, role)
  const official = await staffOf(portal, 'WINDOW', prefix)
  const way = await toTheEnd(session, await signIn(portal, { staffId: official.id }), id)
  expect(way.join(' ')).toBe(
    'submit suggestOk submit accept secondReview approveName ' +
      'submit receive accept firstReview secondReview grant printCertificate handOver submit file',
  )
  const { organization_id: organization, status } = await caseOf(id)
  expect([status, organization]).toEqual(['COMPLETED', expect.any(String)])
  // Who was elected holds the post as long as the term lasts, not from the day of the decision.
  const since = await portal.owner
    .knex('organization_person')
    .where({ organization_id: organization })
    .distinct('since')
  const term = await portal.owner.knex('organization').where({ id: organization }).first('term_from')
  expect(since).toEqual([{ since: term.term_from }])
  const own = (await session.get(paths.case(id))).$('.turn')
  expect(own.find(`a[href="${paths.organizationHome}"]`).text()).toBe('机构主页')
  const {
    uscc,
    charity,
    foundation_kind: kind,
  } = await portal.owner
    .knex('organization')
    .where({ id: organization })
    .first<{ uscc: string; charity: string; foundation_kind: string }>()
  expect([uscc.slice(0, 2), charity, kind]).toEqual([digits, ...(digits === '53' ? ['是', '非公募基金会'] : ['', ''])])
  const papers = await portal.owner
    .knex('document')
    .where({ case_id: id })
    .select<{ kind: string; data: Record<string, unknown>; verification_code: string }[]>(
      'kind',
      'data',
      'verification_code',
    )
  const of = (wanted: string) => papers.filter(({ kind: one }) => one === wanted)
  // The name, then the papers.
  expect(of('ACCEPTANCE_NOTICE').map(({ data }) => data['statutoryWorkingDays'])).toEqual(
    expect.arrayContaining([20, days]),
  )
  const verified = await session.get(paths.verifyDocument(of('CERTIFICATE_ORIGINAL')[0]?.verification_code ?? ''))
  expect(verified.$('main').text()).toContain(heading)
  // As if each had done it alone: nobody at two nodes of a stage, and every line says whose button it was.
  const events = await portal.owner.knex('case_event').where({ case_id: id, stage: 'establishmentSubmission' })
  const reviewers = events.filter(({ action }) => /Review$|grant/.test(action as string))
  expect(new Set(reviewers.map(({ staff_id: staffId }) => staffId as number)).size).toBe(3)
  // The unit's own number, not that of the unit the examples are written for.
  const consent =
    matter === 'social-group-establishment' ? '太原市教育局于.*（并教育函〔' : '山西省文物局于.*（晋文物函〔'
  const granted = await portal.owner.knex('document').where({ case_id: id, kind: 'DECISION_GRANTED' }).first()
  expect(JSON.stringify((granted as { data: object }).data)).toMatch(new RegExp(consent))
  const lines = await portal.owner.knex('audit_log').where({ object_kind: 'case', object_id: id }).orderBy('at')
  const by = (action: string) => lines.find((line: { action: string }) => line.action === action) as object
  expect(by('case.grant')).toMatchObject({ actor_kind: 'staff', details: { sandbox: `${prefix}chuangkou` } })
  expect(by('case.save')).toMatchObject({ actor_id: applicant.id, details: { sandbox: applicant.loginName } })
  expect(by('case.submit')).not.toHaveProperty('details.sandbox')
})

/** The button of a page, as somebody without scripts presses it: where it leads. */
const press = async (session: Session, address: string, text: string) => {
  const page = await session.get(address)
  const button = page.$('button').filter((_i, one) => page.$(one).text().trim() === text)
  expect([address, button.length]).toEqual([address, 1])
  return session.post(button.closest('form').attr('action') ?? '')
}

test('every form, list and material page fills itself, saves and stays; what was there gives way', async () => {
  const { id, session, applicant } = await begin('social-group-establishment', 'shanxi-mzt')
  const fill = async (address: string) => {
    const { location, status } = await press(session, address, '填入示例')
    expect([address, status]).toEqual([address, 303])
    return location
  }
  const name = paths.answerPage(id, 'name')
  expect(await fill(name)).toBe(name)
  const named = String((await session.get(name)).$('#proposedName').val())
  expect(named).toMatch(/^山西省.+保护协会$/)
  await fill(paths.answerPage(id, 'contact'))
  const contact = await session.get(paths.answerPage(id, 'contact'))
  expect(contact.$('#contactName').val()).toBe(applicant.name)

  await portal.owner.knex('case_file').where({ id }).update({ stage: 'establishmentSubmission', procedure: 'licence' })
  const officers = paths.answerPage(id, 'officers')
  for (let time = 0; time < 2; time += 1) {
    expect(await fill(officers)).toBe(officers)
    expect((await session.get(officers)).$('.file-list__item').length).toBe(7)
  }
  const seats = paths.answerItem(id, 'contributors', 'new')
  const item = await fill(seats)
  expect(item).toMatch(/contributors\/items\/[0-9a-f-]{36}$/)
  expect((await session.get(item)).$('#amount').val()).toBe('6')
  expect(await fill(item)).toBe(item)

  const material = paths.material(id, 'M204')
  expect(await fill(material)).toBe(material)
  const shown = await session.get(material)
  const file = shown.$('.file-list__name a')
  const title = materialOf(matters.require('social-group-establishment'), 'M204')?.title ?? ''
  expect(file.text()).toContain(title.replaceAll(/[《》]/g, ''))
  expect((await session.get(file.attr('href') ?? '')).text.slice(0, 5)).toBe('%PDF-')
})

test('a name that somebody submitted is not suggested', async () => {
  const suggested = async (session: Session, id: string): Promise<string> => {
    await session.post(paths.sandboxFillPage(id, 'name'))
    return (await caseOf(id)).title
  }
  const first = await begin('social-group-establishment', 'shanxi-mzt')
  const second = await begin('social-group-establishment', 'shanxi-mzt')
  const name = await suggested(second.session, second.id)
  const key = nameKey(name)
  await portal.owner.knex('case_name').insert({
    case_id: first.id,
    place: 0,
    name,
    name_key: key,
    comparison_key: comparisonKey(key, engineDivisions(portal.deps.reference)),
    since: portal.clock.now(),
  })
  expect(await suggested(second.session, second.id)).not.toBe(name)
})

test('an organization fills in its 变更登记 and it is granted', async () => {
  const loginName = 'shilibiangeng'
  await registerLegal(portal, units.service, loginName)
  const account = await portal.owner.knex('account').where({ login_key: loginName }).first<{ id: string }>()
  await portal.owner.knex('legal_person').where({ account_id: account.id }).update({ certificate_state: 'PASSED' })
  const session = await signIn(portal, { accountId: account.id })
  const start = paths.start('private-non-enterprise-change')
  const draft = String((await session.get(start)).$('input[name=draft]').val())
  const begun = await session.post(start, { draft })
  const id = begun.location.split('/')[2] ?? ''
  const official = await signIn(portal, { staffId: (await staffOf(portal, 'WINDOW')).id })
  await session.post(paths.sandboxFillCase(id))
  const check = (await session.get(paths.checkAnswers(id))).$('main').text()
  expect((await toTheEnd(session, official, id)).join(' ')).toBe(
    'submit receive accept firstReview secondReview grant recoverCertificate printCertificate handOver',
  )
  expect((await caseOf(id)).status).toBe('COMPLETED')
  expect((await official.get(paths.staffCase(id))).$('.demo-strip')).toHaveLength(0)
  // The new representative can go on to register: somebody the sandbox knows, with the phone of their own.
  const { legal_representative: now, ...changed } = await portal.owner
    .knex('organization')
    .where({ uscc: units.service.uscc })
    .first<{ legal_representative: string; name: string; business_scope: string }>()
  const head = sandboxPeople.find(({ name }) => name === now)
  expect(now).not.toBe(units.service.head.name)
  expect([check.includes(head?.residentId ?? 'none'), check.includes(head?.mobile ?? 'none')]).toEqual([true, true])
  // What it is called is what it does.
  const craft = /省..(.{4})技艺/.exec(changed.name)?.[1]
  expect(changed.business_scope).toContain(craft ?? 'none')
})

test('a button does what its presser may do: what cannot be done is refused with the reason', async () => {
  const { id, session } = await begin('social-group-establishment', 'shanxi-mzt')
  const window = await signIn(portal, { staffId: (await staffOf(portal, 'WINDOW')).id })
  // A case that was never submitted is nobody's at the authority.
  expect((await window.post(paths.sandboxStep(id))).status).toBe(404)
  await session.post(paths.sandboxFillCase(id))
  await submit(session, id)
  const late = await session.post(paths.sandboxFillPage(id, 'name'))
  expect([late.status, late.$('main').text()]).toEqual([409, expect.stringContaining('这一页现在不能修改')])
  expect((await session.post(paths.sandboxFillCase(id))).status).toBe(409)
  const other = await begin('social-group-establishment', 'shanxi-mzt')
  expect((await other.session.post(paths.sandboxFillCase(id))).status).toBe(404)
  const city = await signIn(portal, { staffId: (await staffOf(portal, 'WINDOW', 'taiyuan-')).id })
  expect((await city.post(paths.sandboxStep(id))).status).toBe(404)

  // Neither side reaches the other's buttons.
  expect((await session.post(paths.sandboxStep(id))).location).toContain(paths.staffLogin)
  expect((await window.post(paths.sandboxFillCase(id))).location).toContain('/login')

  const step = await press(window, paths.staffCase(id), '演示：办到下一步')
  expect((await window.get(step.location)).$('.notice').text()).toContain('已办理：建议可用')
  const turn = await window.post(paths.sandboxStep(id))
  expect([turn.status, turn.$('main').text()]).toEqual([409, expect.stringContaining('轮到申请人')])
  expect((await caseOf(id)).stage).toBe(stageOf(matters.require('social-group-establishment'), 'nameApproval').code)
})

test('演示 posts a certificate that was asked for by post', async () => {
  const found = await makeCase(portal, { stage: 'establishmentCompletion', status: 'CERT_PRINTED' })
  const deliveryAddress = '山西省太原市迎泽区文源巷21号3层302室'
  const values = { ...found.answers['collection']?.values, collectionWay: 'POST', deliveryAddress }
  await portal.owner
    .knex('answer')
    .where({ case_id: found.id, page: 'collection' })
    .update({ data_enc: sealPage(portal.deps.crypto, found.id, 'collection', { values, items: [] }) })
  const window = await signIn(portal, { staffId: (await staffOf(portal, 'WINDOW')).id })
  expect((await window.post(paths.sandboxStep(found.id))).status).toBe(303)
  const [last] = await portal.owner.knex('case_event').where({ case_id: found.id, action: 'handOver' })
  expect(last.details.form.handedBy).toBe('POST')
})

test('演示 leaves out an official who has to choose a password first', async () => {
  const found = await makeCase(portal, { stage: 'establishmentSubmission', status: 'SUBMITTED' })
  const { id } = await staffOf(portal, 'WINDOW')
  const approver = await signIn(portal, { staffId: (await staffOf(portal, 'APPROVER')).id })
  await portal.owner.knex('staff').where({ id }).update({ must_change_password: true })
  const step = await approver.post(paths.sandboxStep(found.id))
  await portal.owner.knex('staff').where({ id }).update({ must_change_password: false })
  expect([step.status, step.$('main').text()]).toEqual([
    409,
    expect.stringContaining('没有可以办理下一步的演示工作人员'),
  ])
  expect((await found.row()).status).toBe('SUBMITTED')
})

test('in a 补正 the button says of each item that it was put right, and the case can be handed in again', async () => {
  const found = await makeCase(portal, { stage: 'establishmentSubmission', status: 'CORRECTION_REQUIRED' })
  const session = await signIn(portal, { accountId: found.applicant.id })
  expect((await press(session, paths.case(found.id), '全部填入示例')).status).toBe(303)
  // The case was typed about another craft than the button names: the scope of its certificate is not open.
  await submit(session, found.id, '证书业务范围')
  expect((await found.row()).status).toBe('SUBMITTED')
})

test('without the sandbox there are neither buttons nor addresses', async () => {
  const without = await startTestPortal({ SANDBOX: 'off' })
  try {
    const applicant = await makeApplicant(without)
    const found = without.deps.reference.authorities.find(({ code }) => code === 'shanxi-mzt')
    const matter = 'social-group-establishment'
    const id = await createCase(without.deps, applicant, request, { matter, authorityId: found?.id ?? 0 })
    const session = await signIn(without, { accountId: applicant.id })
    const window = await signIn(without, { staffId: (await staffOf(without, 'WINDOW')).id })
    for (const address of [paths.case(id), paths.answerPage(id, 'name')]) {
      const page = await session.get(address)
      expect([address, page.status, page.$('.demo-strip').length]).toEqual([address, 200, 0])
    }
    for (const address of [
      paths.sandboxFillCase(id),
      paths.sandboxFillPage(id, 'name'),
      paths.sandboxFillItem(id, 'officers', 'new'),
      paths.sandboxFillMaterial(id, 'M101'),
    ])
      expect([address, (await session.post(address)).status]).toEqual([address, 404])
    expect((await window.post(paths.sandboxStep(id))).status).toBe(404)
  } finally {
    await without.stop()
  }
})
