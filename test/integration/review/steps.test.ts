import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { StaffRole } from '../../../src/core/access.ts'
import { documentContent } from '../../../src/core/documents/content.ts'
import { parseDocumentData, type DocumentData } from '../../../src/core/documents/data.ts'
import type { Action } from '../../../src/core/workflow/transitions.ts'
import { paths } from '../../../src/web/paths.ts'
import { makeCase, signIn, staffOf, type Session, type TestCase } from '../../support/cases.ts'
import { startTestPortal, type TestPortal } from '../../support/portal.ts'

let portal: TestPortal
const sessions = new Map<StaffRole, Session>()
beforeAll(async () => {
  portal = await startTestPortal()
  for (const role of ['WINDOW', 'FIRST_REVIEWER', 'SECOND_REVIEWER', 'APPROVER', 'CERT_CLERK'] as const)
    sessions.set(role, await signIn(portal, { staffId: (await staffOf(portal, role)).id }))
})
afterAll(async () => {
  await portal.stop()
})

const as = (role: StaffRole): Session => {
  const session = sessions.get(role)
  if (!session) throw new Error(`no session for ${role}`)
  return session
}

type Answer = Awaited<ReturnType<Session['get']>>

/** What the form of a step holds as it stands on the page. */
const hidden = (page: Answer, action: Action): Record<string, string> => {
  const form = page.$(`form[action$="/actions/${action}"]`)
  expect(form.length, `the form of ${action}`).toBe(1)
  return Object.fromEntries(
    ['requestKey', 'version'].map((name) => [name, form.find(`input[name=${name}]`).attr('value') ?? '']),
  )
}

/** Opens the case and posts the form of a step. */
const take = async (
  role: StaffRole,
  found: TestCase,
  action: Action,
  fields: Record<string, string> = {},
): Promise<Answer> => {
  const page = await as(role).get(paths.staffCase(found.id))
  return as(role).post(paths.staffAction(found.id, action), { ...hidden(page, action), ...fields })
}

const events = (id: string) =>
  portal.owner
    .knex('case_event')
    .where({ case_id: id })
    .orderBy('id')
    .select<{ action: string; opinion: string; staff_id: number }[]>()

describe('a step', () => {
  test('is taken once and said once; the record keeps who, as what, when and why', async () => {
    const found = await makeCase(portal, { stage: 'establishmentSubmission', status: 'ACCEPTED' })
    const answer = await take('FIRST_REVIEWER', found, 'firstReview', { opinion: '材料齐全，符合条件。' })
    expect(answer.status).toBe(303)
    expect(answer.location).toBe(`${paths.staffCase(found.id)}?done=firstReview`)
    const page = await as('FIRST_REVIEWER').get(answer.location)
    expect(page.$('.notice').text()).toContain('已办理：初审通过')
    expect(page.$('.timeline').text()).toContain('材料齐全，符合条件。')
    expect(page.$('.timeline').text()).toContain('初审 晋初审')
    expect((await found.row()).status).toBe('FIRST_REVIEWED')
    // Only what the record bears out is said: the address alone makes no success.
    expect(
      (await as('FIRST_REVIEWER').get(`${paths.staffCase(found.id)}?done=grant`)).$('.notice--success').length,
    ).toBe(0)
  })

  test('an opinion that is required and missing, or too long, is asked for at its field, and nothing happens', async () => {
    const found = await makeCase(portal, { stage: 'establishmentSubmission', status: 'FIRST_REVIEWED' })
    const empty = await take('SECOND_REVIEWER', found, 'sendBackToFirst', { opinion: '   ' })
    expect(empty.status).toBe(422)
    expect(empty.$('.govuk-error-summary a').attr('href')).toBe('#sendBackToFirst-opinion')
    expect(empty.$('#sendBackToFirst-opinion-error').text()).toContain('请填写办理意见')
    const long = '长'.repeat(501)
    const tooLong = await take('SECOND_REVIEWER', found, 'secondReview', { opinion: long })
    expect(tooLong.status).toBe(422)
    expect(tooLong.$('#secondReview-opinion').text()).toBe(long)
    expect((await found.row()).status).toBe('FIRST_REVIEWED')
  })

  test('an opinion out of the library counts as written, and what is typed follows it', async () => {
    const found = await makeCase(portal, { stage: 'establishmentSubmission', status: 'FIRST_REVIEWED' })
    expect(
      (await take('SECOND_REVIEWER', found, 'secondReview', { phrase: '0', opinion: '另：请注意住所租期。' })).status,
    ).toBe(303)
    const last = (await events(found.id)).at(-1)
    expect(last?.opinion).toContain('经复核')
    expect(last?.opinion).toContain('另：请注意住所租期。')
    const other = await makeCase(portal, { stage: 'establishmentSubmission', status: 'FIRST_REVIEWED' })
    expect((await take('SECOND_REVIEWER', other, 'secondReview', { phrase: '99' })).status).toBe(422)
  })

  test('a sign that patterns are written with stands in the message to the applicant as it was typed', async () => {
    const found = await makeCase(portal, { stage: 'nameApproval', status: 'SUBMITTED' })
    const opinion = "住所费用写作 $& 与 $1、$`、$' 和 $$，请改为人民币。"
    expect((await take('WINDOW', found, 'returnForChange', { opinion })).status).toBe(303)
    const message = await portal.owner
      .knex('message')
      .where({ case_id: found.id })
      .orderBy('id', 'desc')
      .first<{ body: string }>('body')
    expect(message.body).toBe(`您的申请被退回修改：${opinion}`)
  })

  test('four eyes: whoever took one step of review is refused another of the same stage', async () => {
    const found = await makeCase(portal, { stage: 'establishmentSubmission', status: 'FIRST_REVIEWED' })
    const reviewer = await staffOf(portal, 'FIRST_REVIEWER')
    const staff = portal.owner.knex('staff').where({ id: reviewer.id })
    await staff.clone().update({ roles: ['FIRST_REVIEWER', 'SECOND_REVIEWER', 'APPROVER'] })
    try {
      const page = await as('FIRST_REVIEWER').get(paths.staffCase(found.id))
      expect(page.$('form[action$="/secondReview"]').length).toBe(0)
      const { lock_version: version } = await found.row()
      const refused = await as('FIRST_REVIEWER').post(paths.staffAction(found.id, 'secondReview'), {
        opinion: '同意',
        requestKey: randomUUID(),
        version: String(version),
      })
      expect(refused.status).toBe(403)
      expect((await found.row()).status).toBe('FIRST_REVIEWED')
    } finally {
      await staff.clone().update({ roles: ['FIRST_REVIEWER'] })
    }
  })

  test('a role that is taken away is gone for the form that is open already', async () => {
    const found = await makeCase(portal, { stage: 'nameApproval', status: 'SUBMITTED' })
    const window = await staffOf(portal, 'WINDOW')
    const page = await as('WINDOW').get(paths.staffCase(found.id))
    const form = hidden(page, 'accept')
    const staff = portal.owner.knex('staff').where({ id: window.id })
    await staff.clone().update({ roles: ['HELP_DESK'] })
    try {
      expect((await as('WINDOW').post(paths.staffAction(found.id, 'accept'), form)).status).toBe(403)
    } finally {
      await staff.clone().update({ roles: ['WINDOW'] })
    }
    expect((await found.row()).status).toBe('SUBMITTED')
  })

  test('what is not in the table is refused: every step from every wrong place, by its own role', async () => {
    const found = await makeCase(portal, { stage: 'nameConsultation', status: 'SUBMITTED' })
    const wrong: readonly [StaffRole, Action][] = [
      ['WINDOW', 'receive'],
      ['WINDOW', 'accept'],
      ['WINDOW', 'file'],
      ['FIRST_REVIEWER', 'firstReview'],
      ['SECOND_REVIEWER', 'secondReview'],
      ['APPROVER', 'grant'],
      ['CERT_CLERK', 'printCertificate'],
    ]
    const before = await found.row()
    for (const [role, action] of wrong) {
      const answer = await as(role).post(paths.staffAction(found.id, action), {
        opinion: '越过环节',
        requestKey: randomUUID(),
        version: String(before.lock_version),
      })
      expect(answer.status, action).toBe(409)
    }
    for (const action of ['submit', 'withdraw', 'deemAccepted', 'terminate', 'nothing', '__proto__'])
      expect((await as('WINDOW').post(paths.staffAction(found.id, action), {})).status, action).toBe(404)
    expect(await found.row()).toEqual(before)
  })
})

describe('two at once', () => {
  test('100 decisions at the same instant are one; all others see 409 and the new state (S51)', async () => {
    const found = await makeCase(portal, { stage: 'establishmentSubmission', status: 'SECOND_REVIEWED' })
    const { lock_version: version } = await found.row()
    const actions = ['grant', 'deny', 'sendBackToSecond'] as const
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, index) =>
        as('APPROVER').post(paths.staffAction(found.id, actions[index % actions.length] ?? 'grant'), {
          opinion: `第${index}个意见`,
          requestKey: randomUUID(),
          version: String(version),
        }),
      ),
    )
    expect(answers.filter((answer) => answer.status === 303)).toHaveLength(1)
    expect(answers.filter((answer) => answer.status === 409)).toHaveLength(99)
    const past = await events(found.id)
    expect(past.filter((event) => actions.some((action) => action === event.action))).toHaveLength(1)
    const loser = answers.find((answer) => answer.status === 409)
    expect(loser?.text).toContain('内容已被更改')
    expect(loser?.text).toContain('终审 晋终审')
  })

  test('the same form sent 20 times at once is one step, and every answer says it is done', async () => {
    const found = await makeCase(portal, { stage: 'establishmentSubmission', status: 'SUBMITTED' })
    const form = hidden(await as('WINDOW').get(paths.staffCase(found.id)), 'receive')
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => as('WINDOW').post(paths.staffAction(found.id, 'receive'), form)),
    )
    expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([303]))
    expect((await events(found.id)).filter((event) => event.action === 'receive')).toHaveLength(1)
    expect(await portal.owner.knex('document').where({ case_id: found.id, kind: 'RECEIPT' })).toHaveLength(1)
  })

  test('a form made from an older state is refused, shows the new one, and keeps what was written', async () => {
    const found = await makeCase(portal, { stage: 'nameApproval', status: 'SUBMITTED' })
    const form = hidden(await as('WINDOW').get(paths.staffCase(found.id)), 'returnForChange')
    await found.step('withdraw')
    const late = await as('WINDOW').post(paths.staffAction(found.id, 'returnForChange'), {
      ...form,
      opinion: '写了很久的意见',
    })
    expect(late.status).toBe(409)
    expect(late.$('#work').text()).toContain('写了很久的意见')
    expect(late.$('main').text()).toContain('已撤回')
    expect(late.$('.notice--error').text()).toContain('撤回申请')
  })

  test('a form that already served for one step does not serve for another', async () => {
    const found = await makeCase(portal, { stage: 'nameApproval', status: 'SUBMITTED' })
    const form = hidden(await as('WINDOW').get(paths.staffCase(found.id)), 'accept')
    expect((await as('WINDOW').post(paths.staffAction(found.id, 'accept'), form)).status).toBe(303)
    const again = await as('WINDOW').post(paths.staffAction(found.id, 'returnForChange'), { ...form, opinion: '反悔' })
    expect(again.status).toBe(409)
    expect((await found.row()).status).toBe('ACCEPTED')
  })

  test('a name that was registered in the meantime is not approved, and the page says why', async () => {
    const found = await makeCase(portal, { stage: 'nameApproval', status: 'SECOND_REVIEWED' })
    const [organization] = await portal.owner.knex('organization').limit(1)
    await portal.owner
      .knex('organization')
      .where({ id: organization.id })
      .update({ name: found.name, name_key: found.name })
    try {
      const answer = await take('APPROVER', found, 'approveName', { opinion: '同意' })
      expect(answer.status).toBe(409)
      expect(answer.$('.notice--error').text()).toContain('已被登记')
      expect(answer.$('#approveName-opinion').text()).toBe('同意')
    } finally {
      await portal.owner
        .knex('organization')
        .where({ id: organization.id })
        .update({ name: organization.name, name_key: organization.name_key })
    }
  })
})

describe('一次性告知补正', () => {
  test('needs at least one item, and a note for each; what was ticked and written stays', async () => {
    const found = await makeCase(portal, { stage: 'establishmentSubmission', status: 'RECEIVED' })
    const none = await take('WINDOW', found, 'requireCorrection')
    expect(none.status).toBe(422)
    expect(none.$('.govuk-error-summary').text()).toContain('请至少勾选一项')
    const half = await take('WINDOW', found, 'requireCorrection', {
      'tick-page-officers': 'yes',
      'tick-field-domicile.address': 'yes',
      'note-material-M202': '没有盖章',
      'note-page-officers': '缺少监事',
    })
    expect(half.status).toBe(422)
    const form = half.$('form[action$="/requireCorrection"]')
    expect(form.closest('details').attr('open')).toBeDefined()
    expect(form.find('#tick-page-officers').attr('checked')).toBeDefined()
    expect(form.find('#note-page-officers').text()).toBe('缺少监事')
    expect(half.$('.govuk-error-summary').text()).toContain('没有勾选该项')
    expect((await found.row()).status).toBe('RECEIVED')
  })

  test('offers lists as a whole only, every other field singly, every material, and no locked page', async () => {
    const found = await makeCase(portal, { stage: 'establishmentSubmission', status: 'RECEIVED' })
    const page = await as('WINDOW').get(paths.staffCase(found.id))
    const names = page
      .$('form[action$="/requireCorrection"] input[type=checkbox]')
      .toArray()
      .map((box) => page.$(box).attr('name') ?? '')
    expect(names).toContain('tick-page-officers')
    expect(names.filter((name) => name.startsWith('tick-field-officers'))).toEqual([])
    expect(names.some((name) => name.startsWith('tick-field-funds.'))).toBe(true)
    expect(names).toContain('tick-material-M202')
    expect(names.some((name) => /tick-(page|field)-(name|supervision)\b/.test(name))).toBe(false)
  })

  test('issues the notice with the items; the answers come back with the resubmission', async () => {
    const found = await makeCase(portal, { stage: 'establishmentSubmission', status: 'RECEIVED' })
    const answer = await take('WINDOW', found, 'requireCorrection', {
      'tick-page-officers': 'yes',
      'note-page-officers': '缺少一名监事的简历',
      'tick-material-M202': 'yes',
      'note-material-M202': '没有盖章',
      // Not offered, so it does not count.
      'tick-page-name': 'yes',
      'note-page-name': '越过锁定的页面',
    })
    expect(answer.status).toBe(303)
    const row = await found.row()
    expect(row).toMatchObject({ status: 'CORRECTION_REQUIRED', clock: 'correction' })
    const items = await portal.owner
      .knex('correction_item as i')
      .join('correction as c', 'c.id', 'i.correction_id')
      .where({ case_id: found.id })
      .orderBy('i.id')
      .select('target_kind', 'target', 'note')
    expect(items).toEqual([
      { target_kind: 'page', target: 'officers', note: '缺少一名监事的简历' },
      { target_kind: 'material', target: 'M202', note: '没有盖章' },
    ])
    await found.step('resubmit')
    const page = await as('WINDOW').get(paths.staffCase(found.id))
    expect(page.$('main').text()).toContain('补正记录')
    expect(page.$('main').text()).toContain('没有盖章')
    expect(page.$('main').text()).toContain('已按要求修改。')
  })

  test('notes written for a case that moved on in the meantime are not lost', async () => {
    const found = await makeCase(portal, { stage: 'establishmentSubmission', status: 'RECEIVED' })
    const form = hidden(await as('WINDOW').get(paths.staffCase(found.id)), 'requireCorrection')
    await found.step('accept')
    const late = await as('WINDOW').post(paths.staffAction(found.id, 'requireCorrection'), {
      ...form,
      'tick-page-officers': 'yes',
      'note-page-officers': '写了很久的补正原因',
    })
    expect(late.status).toBe(409)
    expect(late.$('#work').text()).toContain('写了很久的补正原因')
  })
})

describe('不予受理', () => {
  test('names its ground, and the right authority when it is another’s', async () => {
    const found = await makeCase(portal, { stage: 'nameApproval', status: 'SUBMITTED' })
    expect((await take('WINDOW', found, 'refuse', { opinion: '不属于本机关' })).status).toBe(422)
    const unnamed = await take('WINDOW', found, 'refuse', { ground: 'OTHER_AUTHORITY', opinion: '不属于本机关' })
    expect(unnamed.status).toBe(422)
    expect(unnamed.$('#refuse-competentAuthority-error').length).toBe(1)
    expect(unnamed.$('#refuse-opinion').text()).toBe('不属于本机关')
    const done = await take('WINDOW', found, 'refuse', {
      ground: 'OTHER_AUTHORITY',
      competentAuthority: '太原市行政审批服务管理局',
      opinion: '活动地域限于太原市。',
    })
    expect(done.status).toBe(303)
    const document = await portal.owner
      .knex('document')
      .where({ case_id: found.id, kind: 'REFUSAL_NOTICE' })
      .first<{ data: { ground: unknown; explanation: string } }>('data')
    expect(document.data.ground).toEqual({ type: 'OTHER_AUTHORITY', competentAuthority: '太原市行政审批服务管理局' })
    expect(document.data.explanation).toBe('活动地域限于太原市。')
  })
})

describe('登记发证', () => {
  test('records who took the certificate away and when; the phone is encrypted', async () => {
    const found = await makeCase(portal, { stage: 'establishmentCompletion', status: 'CERT_PRINTED' })
    const wrong = [
      { collectorName: '', collectorPhone: '13900001234', collectedAt: '2026-11-20T11:00' },
      { collectorName: '林知远', collectorPhone: '12', collectedAt: '2026-11-20T11:00' },
      { collectorName: '林知远', collectorPhone: '13900001234', collectedAt: '' },
      { collectorName: '林知远', collectorPhone: '13900001234', collectedAt: '2026-11-31T11:00' },
      { collectorName: '林知远', collectorPhone: '13900001234', collectedAt: '2026-11-20T25:00' },
      { collectorName: '林知远', collectorPhone: '13900001234', collectedAt: '2026-11-20T12:01' },
    ]
    for (const fields of wrong)
      expect((await take('CERT_CLERK', found, 'handOver', fields)).status, JSON.stringify(fields)).toBe(422)
    const done = await take('CERT_CLERK', found, 'handOver', {
      collectorName: '林知远',
      collectorPhone: '13900001234',
      collectedAt: '2026-11-20T11:30',
    })
    expect(done.status).toBe(303)
    const record = await portal.owner.knex('certificate_hand_over').where({ case_id: found.id }).first()
    expect(record.collected_at.toISOString()).toBe('2026-11-20T03:30:00.000Z')
    expect(JSON.stringify(record)).not.toContain('13900001234')
    const page = await as('CERT_CLERK').get(paths.staffCase(found.id))
    expect(page.$('main').text()).toContain('139****1234')
  })

  test('the certificates to be printed are linked as soon as they are made', async () => {
    const found = await makeCase(portal, { stage: 'establishmentCompletion', status: 'CERT_PRINTED' })
    await expect
      .poll(
        async () => {
          const page = await as('CERT_CLERK').get(paths.staffCase(found.id))
          return page.$('#work a[href*="/documents/"]').length
        },
        { timeout: 15_000 },
      )
      .toBe(2)
  })
})

describe('18 a character no font has', () => {
  // The last of extension H: no font of the portal has it.
  const rare = '\u{323af}'
  const documents = (id: string) =>
    portal.owner
      .knex('document')
      .where({ case_id: id })
      .orderBy('event_id')
      .select<{ kind: string; data: DocumentData }[]>('kind', 'data')
  const rename = (accountId: string) =>
    portal.owner
      .knex('account')
      .where({ id: accountId })
      .update({ name: `王${rare}` })
  const numbers = () => portal.owner.knex('number_sequence').whereLike('scope', 'document:%').orderBy('scope').select()

  test('stops the step before a document takes its number, and the official reads which it is', async () => {
    const found = await makeCase(portal, { stage: 'nameApproval', status: 'SUBMITTED' })
    await rename(found.applicant.id)
    const before = { numbers: await numbers(), documents: await documents(found.id), events: await events(found.id) }
    expect((await as('WINDOW').get(paths.staffCase(found.id))).$('main').text()).toContain(`“${rare}”（U+323AF）`)
    const answer = await take('WINDOW', found, 'accept', { opinion: '材料齐全。' })
    expect(answer.status).toBe(422)
    expect(answer.$('.govuk-error-summary a').attr('href')).toBe('#accept-writing-323af')
    expect(answer.$('.govuk-error-summary').text()).toContain(`“${rare}”（U+323AF）`)
    expect(answer.$('#accept-writing-323af').closest('.govuk-form-group').text()).toContain(`王${rare}`)
    expect(answer.$('form[action$="/actions/accept"] textarea').text()).toBe('材料齐全。')
    expect({ numbers: await numbers(), documents: await documents(found.id), events: await events(found.id) }).toEqual(
      before,
    )
    expect((await found.row()).status).toBe('SUBMITTED')
  })

  test('is written as the official agreed, in this document and the next, and the data keep it', async () => {
    const found = await makeCase(portal, { stage: 'nameApproval', status: 'SUBMITTED' })
    await rename(found.applicant.id)
    // A writing that cannot be printed either is asked for again.
    expect((await take('WINDOW', found, 'accept', { 'writing-323af': `氵${rare}` })).status).toBe(422)
    expect((await take('WINDOW', found, 'accept', { 'writing-323af': '氵＋某' })).status).toBe(303)
    await found.step('secondReview')
    await found.step('approveName')
    const issued = (await documents(found.id)).slice(-2)
    expect(issued.map(({ kind }) => kind)).toEqual(['ACCEPTANCE_NOTICE', 'NAME_APPROVAL'])
    for (const { data } of issued) {
      expect(data.applicantName).toBe(`王${rare}`)
      const content = documentContent(parseDocumentData(data))
      expect(await portal.deps.pdf.lacking(content)).toEqual([])
      expect(JSON.stringify(content)).toContain('王〔氵＋某〕')
      expect(content.note).toContain('〔氵＋某〕为U+323AF')
    }
  })

  test('holds up no step that follows when time runs out: its code stands in its place', async () => {
    const found = await makeCase(portal, { stage: 'nameApproval', status: 'SUBMITTED' })
    await rename(found.applicant.id)
    await found.step('deemAccepted')
    const [notice] = (await documents(found.id)).slice(-1)
    expect(JSON.stringify(documentContent(parseDocumentData(notice?.data)))).toContain('王〔U+323AF〕')
  })
})
