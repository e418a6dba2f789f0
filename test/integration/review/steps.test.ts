import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { chineseDate } from '../../../src/core/documents/dates.ts'
import type { StaffRole } from '../../../src/core/access.ts'
import type { Action } from '../../../src/core/workflow/procedures/index.ts'
import { sealPage } from '../../../src/modules/cases/answers.ts'
import { documents as kinds, type DocumentData } from '../../../src/documents/index.ts'
import { paths } from '../../../src/web/paths.ts'
import { untilTaken } from '../../support/browser.ts'
import { poppler } from '../../support/poppler.ts'
import { inventedId, makeCase, signIn, staffOf, type Session, type TestCase } from '../../support/cases.ts'
import { startTestPortal, testMoment, type TestPortal } from '../../support/portal.ts'

let portal: TestPortal
const sessions = new Map<StaffRole, Session>()
beforeAll(async () => {
  portal = await startTestPortal({ JOBS: 'off' })
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

/** Marks the first page of the stage 不合格, as steps that send something back ask for. */
const markFault = async (found: TestCase, page: string, note: string): Promise<void> => {
  const shown = await as('WINDOW').get(paths.staffCase(found.id))
  const form = shown.$('#judge')
  const seen = shown.$(`#review-${page} button[name=judge]`).attr('value')?.split('@')[1] ?? ''
  const fields = { round: form.find('[name=round]').attr('value') ?? '', seen, target: `page:${page}` }
  const answer = await as('WINDOW').post(form.attr('action') ?? '', {
    ...fields,
    verdict: 'FAIL',
    reason: 'OTHER',
    note,
  })
  expect(answer.status).toBe(303)
}

/** Opens the case and posts the form of a step; what is asked then is the answer. */
const begin = async (
  role: StaffRole,
  found: TestCase,
  action: Action,
  fields: Readonly<Record<string, string | readonly string[]>> = {},
): Promise<Answer> => {
  const page = await as(role).get(paths.staffCase(found.id))
  return as(role).post(paths.staffAction(found.id, action), { ...hidden(page, action), ...fields })
}

/** Presses a button of the page that asks once more, with everything the page kept. */
const press = (role: StaffRole, page: Answer, button: 'confirmed' | 'back'): Promise<Answer> => {
  const form = page.$(`button[name=${button}]`).closest('form')
  const kept: Record<string, string[]> = {}
  for (const input of form.find('input[type=hidden]').toArray())
    (kept[page.$(input).attr('name') ?? ''] ??= []).push(page.$(input).attr('value') ?? '')
  return as(role).post(form.attr('action') ?? '', { ...kept, [button]: 'yes' })
}

const asksOnceMore = (page: Answer): boolean => page.$('button[name=confirmed]').length === 1

/** The same, and yes to the question whether it is really meant. */
const take = async (...asked: Parameters<typeof begin>): Promise<Answer> => {
  const answer = await begin(...asked)
  return asksOnceMore(answer) ? press(asked[0], answer, 'confirmed') : answer
}

const audited = (action: string): Promise<number> =>
  portal.owner
    .knex('audit_log')
    .where({ action })
    .count<{ count: string }[]>()
    .then(([row]) => Number(row?.count))

const events = (id: string) =>
  portal.owner
    .knex('case_event')
    .where({ case_id: id })
    .orderBy('id')
    .select<{ action: string; opinion: string; conclusion: string; staff_id: number; details: unknown }[]>()

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
    expect(empty.$('#sendBackToFirst-opinion-error').text()).toContain('请填写内部意见')
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
    const conclusion = "住所费用写作 $& 与 $1、$`、$' 和 $$，请改为人民币。"
    await markFault(found, 'purpose', '请写明$&')
    expect((await take('WINDOW', found, 'returnForChange', { conclusion })).status).toBe(303)
    const message = await portal.owner
      .knex('message')
      .where({ case_id: found.id })
      .orderBy('id', 'desc')
      .first<{ body: string }>('body')
    expect(message.body).toMatch(/^您的申请被退回修改：/)
    for (const text of [conclusion, '请写明$&']) expect(message.body).toContain(text)
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
    const found = await makeCase(portal, { stage: 'establishmentSubmission', status: 'SUBMITTED' })
    const wrong: readonly [StaffRole, Action][] = [
      ['WINDOW', 'accept'],
      ['WINDOW', 'refuse'],
      ['WINDOW', 'requireCorrection'],
      ['FIRST_REVIEWER', 'firstReview'],
      ['FIRST_REVIEWER', 'pause'],
      ['SECOND_REVIEWER', 'secondReview'],
      ['SECOND_REVIEWER', 'resume'],
      ['APPROVER', 'grant'],
      ['APPROVER', 'deny'],
      ['APPROVER', 'extend'],
    ]
    const before = await found.row()
    const fields = () => ({
      opinion: '越过环节',
      conclusion: '越过环节',
      grounds: ['FALSE_PAPERS', 'R250_10_1'],
      procedure: 'HEARING',
      days: '5',
      requestKey: randomUUID(),
      version: String(before.lock_version),
    })
    for (const [role, action] of wrong)
      for (const confirmed of ['', 'yes'])
        expect(
          (await as(role).post(paths.staffAction(found.id, action), { ...fields(), confirmed })).status,
          `${action} ${confirmed}`,
        ).toBe(409)
    for (const action of ['submit', 'withdraw', 'deemAccepted', 'terminate', 'nothing', '__proto__'])
      expect((await as('WINDOW').post(paths.staffAction(found.id, action), {})).status, action).toBe(404)
    expect(await found.row()).toEqual(before)
    // Nor what belongs to another stage of the matter.
    const consultation = await makeCase(portal, { stage: 'nameConsultation', status: 'SUBMITTED' })
    const steps: readonly [StaffRole, Action][] = [
      ['WINDOW', 'receive'],
      ['WINDOW', 'accept'],
      ['WINDOW', 'file'],
      ['FIRST_REVIEWER', 'firstReview'],
      ['SECOND_REVIEWER', 'secondReview'],
      ['APPROVER', 'grant'],
      ['CERT_CLERK', 'printCertificate'],
    ]
    for (const [role, action] of steps)
      expect((await as(role).post(paths.staffAction(consultation.id, action), fields())).status, action).toBe(409)
    expect((await consultation.row()).status).toBe('SUBMITTED')
  })
})

describe('two at once', () => {
  test('100 decisions at the same instant are one; all others see 409 and the new state (S51)', async () => {
    const found = await makeCase(portal, { stage: 'establishmentSubmission', status: 'SECOND_REVIEWED' })
    const { lock_version: version } = await found.row()
    const actions = ['grant', 'deny', 'sendBackToSecond'] as const
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, index) => {
        const form = {
          opinion: `第${index}个意见`,
          conclusion: `第${index}个结论`,
          grounds: 'R250_10_1',
          confirmed: 'yes',
          requestKey: randomUUID(),
          version: String(version),
        }
        const action = actions[index % actions.length] ?? 'grant'
        return untilTaken(() => as('APPROVER').post(paths.staffAction(found.id, action), form))
      }),
    )
    expect(answers.filter((answer) => answer.status === 303)).toHaveLength(1)
    expect(answers.filter((answer) => answer.status === 409)).toHaveLength(99)
    const past = await events(found.id)
    expect(past.filter((event) => actions.some((action) => action === event.action))).toHaveLength(1)
    const loser = answers.find((answer) => answer.status === 409)
    expect(loser?.text).toContain('内容已被更改')
    expect(loser?.text).toContain('终审 晋终审')
  }, 240_000)

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
      conclusion: '写了很久的结论',
      opinion: '写了很久的意见',
    })
    expect(late.status).toBe(409)
    for (const words of ['写了很久的结论', '写了很久的意见']) expect(late.$('#work').text()).toContain(words)
    expect(late.$('main').text()).toContain('已撤回')
    expect(late.$('.notice--error').text()).toContain('撤回申请')
  })

  test('a form that already served for one step does not serve for another', async () => {
    const found = await makeCase(portal, { stage: 'nameApproval', status: 'SUBMITTED' })
    const form = { ...hidden(await as('WINDOW').get(paths.staffCase(found.id)), 'accept'), confirmed: 'yes' }
    expect((await as('WINDOW').post(paths.staffAction(found.id, 'accept'), form)).status).toBe(303)
    const again = await as('WINDOW').post(paths.staffAction(found.id, 'returnForChange'), {
      ...form,
      conclusion: '反悔',
    })
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

describe('a refusal', () => {
  type Data = { reasons: { text: string; basis: string }[]; law: string; explanation: string }
  const issued = async (found: TestCase, kind: string): Promise<Data & Record<string, unknown>> =>
    (await portal.owner.knex('document').where({ case_id: found.id, kind }).first<{ data: Data }>('data')).data as never

  test.each([
    {
      at: { stage: 'nameApproval', status: 'SUBMITTED' },
      by: 'WINDOW',
      action: 'refuse',
      kind: 'REFUSAL_NOTICE',
      grounds: ['NO_LICENCE_NEEDED', 'FALSE_PAPERS'],
      law: '《中华人民共和国行政许可法》第三十二条第一款第（一）项、第二款、第七十八条',
    },
    {
      at: { stage: 'nameApproval', status: 'SECOND_REVIEWED' },
      by: 'APPROVER',
      action: 'rejectName',
      kind: 'NAME_REJECTION',
      grounds: ['NAMES_16_1', 'R250_10_MORALS'],
      law: '《社会团体登记管理条例》第十条第二款，《社会组织名称管理办法》（民政部令第69号）第十六条第（一）项',
    },
    {
      at: { stage: 'establishmentSubmission', status: 'SECOND_REVIEWED' },
      by: 'APPROVER',
      action: 'deny',
      kind: 'DECISION_DENIED',
      grounds: ['R250_10_1', 'R250_13_2'],
      law: '《中华人民共和国行政许可法》第三十八条第二款，《社会团体登记管理条例》第十条第一款第（一）项、第十三条第（二）项',
    },
  ] as const)('by $action names the grounds that were picked, and no other article', async (one) => {
    const { at, by, action, kind, grounds, law } = one
    const found = await makeCase(portal, at)
    for (const picked of ['', 'R251_8_1', 'OTHER']) {
      const without = await begin(by, found, action, { grounds: picked, conclusion: '查明会员42个。' })
      expect(without.status, picked).toBe(422)
      expect(without.$(`#${action}-grounds-error`).text()).toContain('请选择不予')
      expect(without.$('.govuk-error-summary a').attr('href')).toBe(`#${action}-grounds`)
      expect(without.$(`#${action}-conclusion`).text()).toBe('查明会员42个。')
    }
    // What is missing elsewhere leaves the ticks.
    const incomplete = await begin(by, found, action, { grounds })
    expect(incomplete.status).toBe(422)
    const ticked = incomplete.$(`form[action$="/${action}"] input[name=grounds][checked]`)
    expect(ticked.toArray().map((input) => incomplete.$(input).attr('value'))).toEqual([...grounds])

    const asked = await begin(by, found, action, { grounds, conclusion: '查明会员42个。' })
    expect(asksOnceMore(asked)).toBe(true)
    expect(asked.$('main').text()).toContain(`依据：${law}`)
    expect((await press(by, asked, 'confirmed')).status).toBe(303)
    const data = await issued(found, kind)
    expect([data.law, data.explanation, data.reasons.length]).toEqual([law, '查明会员42个。', 2])
    const said = JSON.stringify(kinds.content(kinds.parse({ ...data, kind })))
    for (const { text, basis } of data.reasons) expect(said).toContain(`${text}。（依据：${basis}）`)
    expect(said).toContain('依法向太原市迎泽区人民法院提起行政诉讼')
  })

  test('that sends people to another authority names it, picked from the list', async () => {
    const found = await makeCase(portal, { stage: 'nameApproval', status: 'SUBMITTED' })
    const refused = { grounds: 'OTHER_AUTHORITY', conclusion: '活动地域限于太原市。' }
    const unnamed = await take('WINDOW', found, 'refuse', refused)
    expect(unnamed.status).toBe(422)
    // The own authority is not in the list, and what is written beside it counts for nothing.
    expect(unnamed.$('#refuse-competentAuthority').prop('tagName')).toBe('SELECT')
    for (const competentAuthority of ['', '山西省民政厅', '不存在的机关'])
      expect(
        (await take('WINDOW', found, 'refuse', { ...refused, competentAuthority }))
          .$('#refuse-competentAuthority-error')
          .text(),
      ).toContain(competentAuthority === '' ? '请填写' : '列出的')
    const competentAuthority = '太原市行政审批服务管理局'
    const done = await take('WINDOW', found, 'refuse', { ...refused, competentAuthority, opinion: '电话已说明。' })
    expect(done.status).toBe(303)
    const data = await issued(found, 'REFUSAL_NOTICE')
    expect(data).toMatchObject({ competentAuthority, explanation: refused.conclusion })
    expect(JSON.stringify(data)).not.toContain('电话已说明')
  })

  test('is offered what the case bears out: no correction that was never asked for, ticks where something is 不合格', async () => {
    const found = await makeCase(portal, { stage: 'establishmentSubmission', status: 'RECEIVED' })
    await markFault(found, 'members', '会员名单共42人')
    const page = await as('WINDOW').get(paths.staffCase(found.id))
    expect(page.$('input[name=grounds][value=FALSE_PAPERS]')).toHaveLength(1)
    expect(page.$('input[name=grounds][value=NOT_CORRECTED]')).toHaveLength(0)
    for (const action of ['accept', 'firstReview', 'secondReview'] as const) await found.step(action)
    const final = await as('APPROVER').get(paths.staffCase(found.id))
    const ticked = final.$('form[action$="/deny"] input[name=grounds][checked]')
    expect(ticked.toArray().map((input) => final.$(input).attr('value'))).toEqual(['R250_10_1'])
    expect(final.$('#deny-grounds-hint').text()).toContain('已按标为不合格的内容勾选')
  })
})

describe('登记发证', () => {
  const idNumber = inventedId(640)
  const came = (more: Record<string, string> = {}) => ({
    handedBy: 'COUNTER',
    collectorName: '林知远',
    collectorIdType: 'RESIDENT_ID',
    collectorIdNumber: idNumber,
    collectorPhone: '13900001234',
    collectedAt: '2026-11-20T13:30',
    ...more,
  })

  test('records who took the certificate away and when, between 制证 and now; number and phone are encrypted', async () => {
    const found = await makeCase(portal, { stage: 'establishmentCompletion', status: 'CERT_PRINTED' })
    // Whoever made it hands it to nobody.
    const maker = await as('CERT_CLERK').get(paths.staffCase(found.id))
    expect(maker.$('main').text()).toContain('证书由您制作，请由另一名工作人员登记发证。')
    expect(maker.$('form[action$="/actions/handOver"]').length).toBe(0)
    portal.clock.set('2026-11-20T06:00:00Z')
    try {
      const wrong = [
        { collectorName: '' },
        { collectorPhone: '12' },
        { collectorIdNumber: '' },
        { collectorIdNumber: idNumber.replace(/.$/, (last) => (last === '1' ? '2' : '1')) },
        { collectedAt: '' },
        { collectedAt: '2026-11-31T11:00' },
        { collectedAt: '2026-11-20T25:00' },
        // The certificate was made at 12:00, and it is 14:00 now.
        { collectedAt: '2026-11-20T11:59' },
        { collectedAt: '2026-11-20T14:01' },
      ]
      for (const fields of wrong)
        expect((await take('WINDOW', found, 'handOver', came(fields))).status, JSON.stringify(fields)).toBe(422)
      expect((await take('WINDOW', found, 'handOver', came())).status).toBe(303)
    } finally {
      portal.clock.set(testMoment)
    }
    const record = await portal.owner.knex('certificate_hand_over').where({ case_id: found.id }).first()
    expect(record.collected_at.toISOString()).toBe('2026-11-20T05:30:00.000Z')
    const kept = JSON.stringify([record, await events(found.id)])
    for (const personal of ['13900001234', idNumber]) expect(kept).not.toContain(personal)
    const text = (await as('CERT_CLERK').get(paths.staffCase(found.id))).$('main').text()
    expect(text).toContain('139****1234')
    expect(text).not.toContain(idNumber)
  })

  test('a certificate asked for by post is announced so, sent to whoever receives it, and no document is asked of anybody', async () => {
    const found = await makeCase(portal, { stage: 'establishmentCompletion', status: 'CERT_DUE' })
    const deliveryAddress = '山西省太原市迎泽区文源巷21号3层302室'
    const values = { ...found.answers['collection']?.values, collectionWay: 'POST', deliveryAddress }
    await portal.owner
      .knex('answer')
      .where({ case_id: found.id, page: 'collection' })
      .update({ data_enc: sealPage(portal.deps.crypto, found.id, 'collection', { values, items: [] }) })
    await found.step('printCertificate')
    const messages = async () =>
      (await portal.owner.knex('message').where({ case_id: found.id }).orderBy('id').pluck('body')).join('\n')
    expect(await messages()).toContain(`邮寄到您填写的地址（${deliveryAddress}`)
    expect(await messages()).not.toContain('有效身份证件')
    const own = (await (await signIn(portal, { accountId: found.applicant.id })).get(paths.case(found.id)))
      .$('main')
      .text()
    expect(own).toContain('将把登记证书邮寄给您')
    expect(own).toContain(`${deliveryAddress}，`)
    expect(own).toContain('已制证，待发放')
    expect(own).not.toMatch(/请(您)?到.+领取登记证书/)
    const asked = (await as('WINDOW').get(paths.staffCase(found.id))).$('form[action$="/handOver"]')
    expect(asked.text()).toContain(`申请人选择邮寄送达，寄到：${deliveryAddress}`)
    expect(asked.find('input[name=handedBy][checked]').attr('value')).toBe('POST')
    expect(asked.find('#handOver-collectorPhone').attr('value')).toBe(found.answers['contact']?.values['contactPhone'])
    const sent = came({
      handedBy: 'POST',
      collectorIdNumber: '',
      collectedAt: '2026-11-20T12:00',
      parcelNumber: 'EMS123',
    })
    expect((await take('WINDOW', found, 'handOver', sent)).status).toBe(303)
    expect(await messages()).toContain('登记证书已寄出，快递单号EMS123。')
    const gone = await (await signIn(portal, { accountId: found.applicant.id })).get(paths.case(found.id))
    expect(gone.$('.case-page__first').text()).toContain('登记证书已寄出，快递单号EMS123。')
    const record = (await as('CERT_CLERK').get(paths.staffCase(found.id))).$('main').text()
    expect(record).toMatch(/邮寄送达，快递单号EMS123/)
  })

  test('the form names the 领证人 of the answers; whoever else comes, be it the 经办人, is shown as different before and after', async () => {
    const found = await makeCase(portal, { stage: 'establishmentCompletion', status: 'CERT_PRINTED' })
    const stranger = await begin(
      'WINDOW',
      found,
      'handOver',
      came({
        collectorIdType: 'HM_TRAVEL_PERMIT',
        collectorIdNumber: 'H12345678',
        collectedAt: '2026-11-20T12:00',
      }),
    )
    expect(asksOnceMore(stranger)).toBe(true)
    expect(stranger.$('.notice').text()).toMatch(/领取人林知远的证件号码与申请中的领证人.+不一致/)
    expect((await found.row()).status).toBe('CERT_PRINTED')
    expect((await press('WINDOW', stranger, 'confirmed')).status).toBe(303)
    const after = (await as('CERT_CLERK').get(paths.staffCase(found.id))).$('main').text()
    for (const text of ['不一致', '港澳居民来往内地通行证']) expect(after).toContain(text)

    const other = await makeCase(portal, { stage: 'establishmentCompletion', status: 'CERT_PRINTED' })
    // Who fetches it is the legal representative: said among the people, not once more.
    const said = other.answers['officers']?.items.find(
      ({ values }) => values['isLegalRepresentative'] === 'yes',
    )?.values
    const expected = {
      collectorName: said?.['name'] ?? '',
      collectorIdNumber: said?.['idNumber'] ?? '',
      collectedAt: '2026-11-20T12:00',
    }
    const form = (await as('WINDOW').get(paths.staffCase(other.id))).$('form[action$="/handOver"]')
    expect(form.text()).toContain(`申请中填写的领证人：${expected.collectorName}，居民身份证 `)
    expect(form.text()).not.toContain(expected.collectorIdNumber)
    expect(form.find('#handOver-collectorName').attr('value')).toBe(expected.collectorName)
    const misnamed = await begin('WINDOW', other, 'handOver', came({ ...expected, collectorName: '林知远' }))
    expect(misnamed.$('.notice').text()).toContain('姓名不同')
    // Nobody is announced by one press: when they came is shown once more, also of whoever was expected.
    const asked = await begin('WINDOW', other, 'handOver', came(expected))
    expect([asksOnceMore(asked), (await other.row()).status]).toEqual([true, 'CERT_PRINTED'])
    expect(asked.$('main').text()).toMatch(/领取时间\s*2026年11月20日 12:00/)
    expect((await press('WINDOW', asked, 'confirmed')).status).toBe(303)
    const same = (await as('CERT_CLERK').get(paths.staffCase(other.id))).$('main').text()
    expect(same).toContain('与申请中填写的领证人一致')
    // Who took it away stands on 审批表 too, with the number as the page masks it.
    const { cookie } = as('CERT_CLERK')
    const sheet = await fetch(portal.baseUrl + paths.staffApprovalSheet(other.id), { headers: { cookie } })
    const printed = await poppler('pdftotext', ['-raw', '-', '-'], Buffer.from(await sheet.arrayBuffer()))
    const written = printed.normalize('NFKC').replaceAll(/\s/gu, '')
    expect(written).toMatch(new RegExp(`登记发证领取人${expected.collectorName}`, 'u'))
    expect(written).not.toContain(expected.collectorIdNumber)
  })

  test('the certificates to be printed are linked as soon as they are made', async () => {
    const found = await makeCase(portal, { stage: 'establishmentCompletion', status: 'CERT_PRINTED' })
    const linked = async () =>
      (await as('CERT_CLERK').get(paths.staffCase(found.id))).$('#work a[href*="/documents/"]').length
    expect(await linked()).toBe(0)
    await portal.makePapers()
    expect(await linked()).toBe(2)
  })
})

describe('two texts', () => {
  test('结论和理由 goes out, 内部意见 stays; a standard sentence stands where a conclusion is optional', async () => {
    const found = await makeCase(portal, { stage: 'establishmentSubmission', status: 'SECOND_REVIEWED' })
    const page = await as('APPROVER').get(paths.staffCase(found.id))
    const standard = page.$('#grant-conclusion').text()
    expect(standard).toBe('申请材料齐全、符合法定形式，申请符合法定条件、标准。')
    expect(page.$('#deny-conclusion').text()).toBe('')
    await take('APPROVER', found, 'grant', { conclusion: standard, opinion: '注意后续年报。' })
    const [decision] = await portal.owner
      .knex('document')
      .where({ case_id: found.id, kind: 'DECISION_GRANTED' })
      .select<{ data: { findings: string; proved: readonly string[] } }[]>('data')
    expect(decision?.data.findings).toBe(standard)
    expect(decision?.data.proved).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^名称“.+”已经核准（.+号）$/),
        '有单位会员12个',
        '有个人会员68个',
        expect.stringContaining('章程草案：同意71票、反对0票、弃权1票'),
      ]),
    )
    const applicant = await signIn(portal, { accountId: found.applicant.id })
    const own = await applicant.get(paths.case(found.id))
    expect(own.$('.timeline').text()).toContain(standard)
    const told = await portal.owner.knex('message').where({ case_id: found.id }).select('body')
    expect(JSON.stringify([decision, told]) + own.text).not.toContain('注意后续年报')
    expect((await as('APPROVER').get(paths.staffCase(found.id))).$('.timeline').text()).toContain('注意后续年报。')
  })

  test('what was asked to be changed reads the conclusion, never the opinion', async () => {
    const found = await makeCase(portal, { stage: 'nameApproval', status: 'SUBMITTED' })
    await markFault(found, 'purpose', '请写具体')
    await take('WINDOW', found, 'returnForChange', { conclusion: '字号请另拟。', opinion: '与张三的件相近。' })
    const own = await (await signIn(portal, { accountId: found.applicant.id })).get(paths.case(found.id))
    expect(own.$('main').text()).toContain('字号请另拟。')
    expect(own.text).not.toContain('与张三的件相近')
  })

  test('a node that proposes 不同意 is read by the next one, with who it was', async () => {
    const found = await makeCase(portal, { stage: 'establishmentSubmission', status: 'ACCEPTED' })
    await take('FIRST_REVIEWER', found, 'firstDisagree', { opinion: '住所证明已过期。' })
    const second = (await as('SECOND_REVIEWER').get(paths.staffCase(found.id))).$('#work .opinions').text()
    expect(second.replaceAll(/\s+/g, ' ')).toMatch(/拟不同意 初审 晋初审：住所证明已过期。 初审拟不同意/)
    await take('SECOND_REVIEWER', found, 'secondReview', { opinion: '已换发新证明，同意。' })
    const page = await as('APPROVER').get(paths.staffCase(found.id))
    expect(page.$('#work .opinions').length).toBe(2)
    expect(page.$('#work .opinions').text().replaceAll(/\s+/g, ' ')).toMatch(/拟不同意.*拟同意.*已换发新证明/)
    // Overruled: the decision stays the approver's own.
    expect((await take('APPROVER', found, 'grant', { conclusion: '符合条件。' })).status).toBe(303)
    const own = await (await signIn(portal, { accountId: found.applicant.id })).get(paths.case(found.id))
    expect(own.text).not.toContain('住所证明已过期')
    expect(own.$('.timeline').text()).toContain('初审完成')
    expect(own.text).not.toContain('拟不同意')
  })
})

describe('asked once more', () => {
  const state = async (found: TestCase) => ({
    row: await found.row(),
    events: await events(found.id),
    documents: await portal.owner.knex('document').where({ case_id: found.id }).orderBy('number').select('number'),
    numbers: await portal.owner.knex('number_sequence').orderBy(['scope', 'year']).select(),
    organizations: await portal.owner.knex('organization').count(),
    audit: await portal.owner
      .knex('audit_log')
      .where({ object_id: found.id })
      .whereNot({ action: 'case.view' })
      .count(),
  })

  test('with the documents as they will go out; nothing is recorded or numbered before', async () => {
    const found = await makeCase(portal, { stage: 'establishmentSubmission', status: 'SECOND_REVIEWED' })
    const before = await state(found)
    const asked = await begin('APPROVER', found, 'grant', {
      conclusion: '会员58个，\n住所固定。',
      opinion: '“同意” & <b>',
    })
    expect([asked.status, asksOnceMore(asked)]).toEqual([200, true])
    const text = asked.$('main').text()
    for (const words of ['确认准予登记吗', '准予行政许可决定书', '会员58个', found.name, '依据：', '核定登记事项'])
      expect(text, words).toContain(words)
    expect(await state(found)).toEqual(before)
    // Back again: everything typed stands in its field.
    const back = await press('APPROVER', asked, 'back')
    expect(back.$('#grant-conclusion').text()).toBe('会员58个，\n住所固定。')
    expect(back.$('#grant-opinion').text()).toBe('“同意” & <b>')
    // What leads forward stands first, what is taken along the way last.
    const steps = back.$('#work .work-step summary, #work form[method=get] button').toArray()
    expect(steps.map((step) => back.$(step).text())).toEqual([
      '准予登记',
      '退回复审',
      '不予登记',
      '延期',
      '特别程序开始',
      '现场核查',
    ])
    expect(await state(found)).toEqual(before)
    expect((await press('APPROVER', asked, 'confirmed')).status).toBe(303)
    const last = (await events(found.id)).at(-1)
    expect(last).toMatchObject({ action: 'grant', opinion: '“同意” & <b>', conclusion: '会员58个，\n住所固定。' })
    // The same page sent again is the same step.
    expect((await press('APPROVER', asked, 'confirmed')).status).toBe(303)
    expect((await events(found.id)).filter(({ action }) => action === 'grant')).toHaveLength(1)
  })

  test('certificates are read before they are made', async () => {
    const found = await makeCase(portal, { stage: 'establishmentCompletion', status: 'CERT_DUE' })
    const asked = await begin('CERT_CLERK', found, 'printCertificate')
    expect(asked.$('main').text()).toMatch(/正本[\s\S]*副本/)
    expect(asked.$('main').text()).toContain(found.name)
    expect((await found.row()).status).toBe('CERT_DUE')
    expect((await press('CERT_CLERK', asked, 'confirmed')).status).toBe(303)
    expect((await found.row()).status).toBe('CERT_PRINTED')
  })
})

describe('待办', () => {
  test('says when what waits here was handed in, not when the case began', async () => {
    const found = await makeCase(portal, { stage: 'nameApproval', status: 'DRAFT' })
    portal.clock.set('2026-11-24T02:00:00Z')
    await found.step('submit')
    const later = await signIn(portal, { staffId: (await staffOf(portal, 'WINDOW')).id })
    const page = await later.get(`${paths.staffQueue}?q=${(await found.row()).number ?? ''}`)
    portal.clock.set(testMoment)
    expect(page.$(`tr:contains("${found.name}") td:nth-child(6)`).text()).toMatch(/11[月-]24/)
  })
})

describe('certificates of several cases', () => {
  test('each is made and printed by itself, with its own result and the records of one alone', async () => {
    const due = { stage: 'establishmentCompletion', status: 'CERT_DUE' } as const
    const [one, two] = [await makeCase(portal, due), await makeCase(portal, due)]
    const desk = () => as('CERT_CLERK').get(paths.staffCertificateDesk)
    const first = await desk()
    expect(first.$('#due-cases').length).toBe(1)
    expect(first.$('#due-cases-item-hint').text()).toMatch(/剩余 \d+ 个工作日，2026年\d+月\d+日截止/)
    // One comes from 待办 and goes back there.
    const way = `${paths.staffCertificateDesk}?from=queue`
    expect((await as('CERT_CLERK').get(way)).$('.crumbs').text()).toContain('待办')
    expect((await as('CERT_CLERK').post(paths.staffCertificateDesk, { action: 'make' })).status).toBe(422)
    const cases = [one.id, two.id]
    // What was issued on the way is looked at by nobody, and need not be drawn.
    await portal.makePapers()
    const asked = await as('CERT_CLERK').post(paths.staffCertificateDesk, { action: 'make', cases })
    expect(asked.$('h1').text()).toBe('确认制作2件办件的证书吗？')
    expect(asked.$('main').text()).toMatch(new RegExp(`${one.name}[\\s\\S]*正本[\\s\\S]*副本`, 'u'))
    // What cannot be taken back is read before it is made.
    expect(asked.$('details:has(.facts)[open]').length).toBe(2)
    expect((await one.row()).status).toBe('CERT_DUE')
    const kept = asked
      .$('input[name=make]')
      .toArray()
      .map((input) => asked.$(input).attr('value') ?? '')
    // One of them moves on in the meantime.
    await two.step('printCertificate')
    const done = await as('CERT_CLERK').post(paths.staffCertificateDesk, { action: 'confirm', make: kept })
    const rowOf = (page: Answer, name: string) => page.$(`tr:contains("${name}")`).text().replaceAll(/\s+/g, ' ')
    expect(rowOf(done, one.name)).toContain('已制作')
    expect(rowOf(done, two.name)).toContain('没有办理')
    expect((await one.row()).status).toBe('CERT_PRINTED')
    // The same form sent twice is one step.
    expect((await as('CERT_CLERK').post(paths.staffCertificateDesk, { action: 'confirm', make: kept })).status).toBe(
      200,
    )
    expect((await events(one.id)).filter(({ action }) => action === 'printCertificate')).toHaveLength(1)

    expect((await as('CERT_CLERK').get(paths.staffCertificateDesk)).text).toContain(
      '2026年11月20日制作，待领取或者寄出',
    )
    const print = () => as('CERT_CLERK').post(paths.staffCertificateDesk, { action: 'print', cases })
    portal.drawPapers()
    await portal.makePapers()
    const page = await print()
    expect(page.$('main a[target]').length).toBe(2)
    expect(page.$('h1, main a').text()).toContain('2件办件')
    const files = page
      .$('main a[target]')
      .toArray()
      .map((link) => page.$(link).attr('href') ?? '')
    const before = await audited('file.view')
    for (const [index, file] of files.entries()) {
      const pdf = await fetch(portal.baseUrl + file, { headers: { cookie: as('CERT_CLERK').cookie } })
      expect([pdf.status, pdf.headers.get('cache-control')]).toEqual([200, 'no-store'])
      const words = await poppler('pdftotext', ['-raw', '-', '-'], Buffer.from(await pdf.arrayBuffer()))
      const text = words.normalize('NFKC').replaceAll(/\s/gu, '')
      expect([text.includes(one.name), text.includes(two.name)]).toEqual([true, true])
      expect(text.includes('法人登记证书')).toBe(index === 0)
    }
    expect((await audited('file.view')) - before).toBe(4)
    expect(await audited('certificate.overprint')).toBeGreaterThanOrEqual(4)
    // Of another authority it is not there.
    const city = portal.deps.reference.authorities.find(({ code }) => code === 'taiyuan-spj')?.id
    await portal.owner.knex('case_file').where({ id: two.id }).update({ authority_id: city })
    expect((await as('CERT_CLERK').get(files[0] ?? '')).status).toBe(404)
    expect((await desk()).text).not.toContain(two.name)
  })
})

describe('the period of the decision', () => {
  const clockOf = (page: Answer): string => page.$('main').text().replaceAll(/\s+/g, ' ')

  test('延期 once, by ten working days, with a notice; both sides see it', async () => {
    const found = await makeCase(portal, { stage: 'establishmentSubmission', status: 'ACCEPTED' })
    const before = await found.row()
    expect((await take('APPROVER', found, 'extend', {})).status).toBe(422)
    expect((await take('APPROVER', found, 'extend', { conclusion: '需要征求意见。' })).status).toBe(303)
    const after = await found.row()
    expect(after.clock_limit).toBe((before.clock_limit ?? 0) + 10)
    expect(new Date(after.clock_due_on ?? '') > new Date(before.clock_due_on ?? '')).toBe(true)
    // R250 sets the period of establishment itself: only the promise moves.
    expect(after.statutory_due_on).toBe(before.statutory_due_on)
    const page = await as('APPROVER').get(paths.staffCase(found.id))
    expect(clockOf(page)).toContain('2026年11月20日经批准延长10个工作日')
    expect(page.$('form[action$="/extend"]').length).toBe(0)
    const own = await (await signIn(portal, { accountId: found.applicant.id })).get(paths.case(found.id))
    const day = (date: string | null): string => chineseDate(date ?? '')
    const moved = `2026年11月20日经批准延长10个工作日，期限由${day(before.clock_due_on)}延至${day(after.clock_due_on)}。`
    expect(clockOf(own)).toContain(moved)
    expect(own.$('#documents').text()).toContain('延长办理期限通知书')
    const list = await (await signIn(portal, { accountId: found.applicant.id })).get(paths.cases)
    expect(clockOf(list)).toContain(moved)
    const told = await portal.owner.knex('message').where({ case_id: found.id }).orderBy('id', 'desc').first()
    expect(told.title).toContain('延期')
    expect(told.body).toMatch(/延长10个工作日，至202\d年\d+月\d+日：需要征求意见。/)
    const kinds = await portal.owner.knex('document').where({ case_id: found.id }).pluck('kind')
    expect(kinds).toContain('EXTENSION_NOTICE')
  })

  test('特别程序 stops the clock, and its days are not counted; both sides see since when and how long', async () => {
    const found = await makeCase(portal, { stage: 'establishmentSubmission', status: 'ACCEPTED' })
    const before = await found.row()
    const fields = { procedure: 'EXPERT_REVIEW', days: '15', conclusion: '业务范围涉及专业技术。' }
    expect((await take('FIRST_REVIEWER', found, 'pause', { ...fields, days: '' })).status).toBe(422)
    expect((await take('FIRST_REVIEWER', found, 'pause', fields)).status).toBe(303)
    const reviewer = await staffOf(portal, 'FIRST_REVIEWER')
    try {
      // Friday to the Wednesday after the next one: eight working days.
      portal.clock.set('2026-12-02T02:00:00Z')
      const later = await signIn(portal, { staffId: reviewer.id })
      sessions.set('FIRST_REVIEWER', later)
      const own = await signIn(portal, { accountId: found.applicant.id })
      const page = await later.get(paths.staffCase(found.id))
      expect(page.$('.signal--GREY').text()).toContain('暂停计时')
      expect(clockOf(page)).toContain('专家评审：自2026年11月20日起暂停计时，预计15个工作日，至今8个工作日')
      // While it runs nothing else of the review is done.
      expect(page.$('form[action$="/firstReview"]').length).toBe(0)
      const queue = await later.get(paths.staffQueue)
      expect(queue.$('.signal--GREY').length).toBeGreaterThan(0)
      expect(clockOf(await own.get(paths.case(found.id)))).toContain('至今8个工作日，不计入办理期限')
      const list = await own.get(paths.cases)
      expect(list.$('.signal--GREY').text()).toContain('暂停计时')
      expect(clockOf(list)).toContain('至今8个工作日，不计入办理期限')
      expect(clockOf(list)).toContain(`${chineseDate(before.clock_due_on ?? '')}（恢复计时后顺延）前作出决定`)
      expect((await own.get(paths.case(found.id))).$('#documents').text()).toContain('特别程序告知书')
      expect((await take('FIRST_REVIEWER', found, 'resume', {})).status).toBe(303)
      const after = await found.row()
      expect(after.paused_on).toBeNull()
      expect(after.clock_limit).toBe(before.clock_limit)
      const done = await later.get(paths.staffCase(found.id))
      expect(clockOf(done)).toContain('专家评审：2026年11月20日至2026年12月2日，用时8个工作日，不计入办理期限')
      const days = [before, after].map(({ clock_due_on: date }) => chineseDate(date ?? ''))
      expect(clockOf(await own.get(paths.cases))).toContain(`期限由${days[0]}顺延至${days[1]}`)
      expect(done.$('.signal--GREY').length).toBe(0)
      // The days that are listed end with the last one, and none of the procedure's is among them.
      const counted = done
        .$('details:contains("查看计入的工作日") li')
        .toArray()
        .map((li) => done.$(li).text())
      expect(counted).toHaveLength(before.clock_limit ?? 0)
      expect(counted[0]).toContain('2026年12月3日')
      const told = await portal.owner.knex('message').where({ case_id: found.id }).orderBy('id', 'desc').limit(2)
      expect(told.map(({ title }: { title: string }) => title)).toEqual([
        expect.stringContaining('特别程序结束'),
        expect.stringContaining('特别程序开始'),
      ])
    } finally {
      portal.clock.set(testMoment)
      sessions.set('FIRST_REVIEWER', await signIn(portal, { staffId: reviewer.id }))
    }
  })
})

describe('转办', () => {
  test('S21 gives the case with all its data to an authority of the list; the giving one sees it no longer', async () => {
    const found = await makeCase(portal, { stage: 'establishmentSubmission', status: 'RECEIVED' })
    const city = await signIn(portal, { staffId: (await staffOf(portal, 'WINDOW', 'taiyuan-')).id })
    expect((await city.get(paths.staffCase(found.id))).status).toBe(404)
    const page = await as('WINDOW').get(paths.staffCase(found.id))
    const offered = page
      .$('#transfer-authority option')
      .toArray()
      .map((option) => page.$(option).attr('value'))
    expect(offered).toContain('太原市行政审批服务管理局')
    expect(offered).not.toContain('山西省民政厅')
    // What another province's site serves is no place to send a case of this one.
    expect(offered).not.toContain('鞍山市行政审批局')
    const odd = await take('WINDOW', found, 'transfer', {
      authority: '山西省民政厅',
      conclusion: '活动地域限于太原市。',
    })
    expect([odd.status, odd.$('#transfer-authority-error').length]).toEqual([422, 1])
    expect(odd.$('#transfer-conclusion').text()).toBe('活动地域限于太原市。')
    const done = await take('WINDOW', found, 'transfer', {
      authority: '太原市行政审批服务管理局',
      conclusion: '活动地域限于太原市。',
    })
    expect(done.status).toBe(303)
    expect((await as('WINDOW').get(done.location)).$('.notice--success').text()).toContain(
      '已转给太原市行政审批服务管理局办理',
    )
    expect((await as('WINDOW').get(`${paths.staffQueue}?given=${randomUUID()}`)).$('.notice--success').length).toBe(0)
    expect((await as('WINDOW').get(paths.staffCase(found.id))).status).toBe(404)
    const attachment = await portal.owner.knex('attachment').where({ case_id: found.id }).first<{ id: string }>('id')
    expect((await as('WINDOW').get(paths.staffAttachment(found.id, attachment.id))).status).toBe(404)
    for (const list of [paths.staffQueue, paths.staffHistory]) {
      expect((await as('WINDOW').get(list)).text).not.toContain(found.name)
      expect((await city.get(list)).text).toContain(found.name)
    }
    // Whose official gave it away, to whom and why: the other authority's people are not its own.
    const log = (await city.get(paths.staffCase(found.id))).$('.timeline').text()
    expect(log).toContain('转给太原市行政审批服务管理局办理：活动地域限于太原市。')
    expect(log).toContain('山西省民政厅 窗口受理')
    expect((await city.get(paths.staffAttachment(found.id, attachment.id))).status).toBe(200)
    expect(await found.row()).toMatchObject({ status: 'SUBMITTED', clock: 'receipt', clock_started_on: '2026-11-20' })
    const told = await portal.owner.knex('message').where({ case_id: found.id }).orderBy('id', 'desc').first()
    const phone = portal.deps.reference.authorities.find(({ name }) => name === '太原市行政审批服务管理局')?.phone
    expect(told.body).toContain(`您的申请已转给太原市行政审批服务管理局（咨询电话${phone}）办理`)
    expect(told.body).toContain('时限重新计算，该机关最迟2026年11月27日告知是否受理')
    const applicant = await signIn(portal, { accountId: found.applicant.id })
    const own = await applicant.get(paths.case(found.id))
    expect(own.$('.case-page__aside').text()).toContain(phone)
    expect(own.$('.turn').text()).toContain('2026年11月20日转给太原市行政审批服务管理局办理，时限重新计算')
    // Who did it then is still said of the authority that did it.
    expect(own.$('.timeline').text()).toContain('转给太原市行政审批服务管理局办理：活动地域限于太原市。')
    expect(own.$('.timeline').text()).toContain('山西省民政厅 · 窗口受理')
    expect((await applicant.get(paths.cases)).text).toContain('转给太原市行政审批服务管理局办理，时限重新计算')
    // The authority that has it now received all of it, from the other one.
    const form = hidden(await city.get(paths.staffCase(found.id)), 'receive')
    expect((await city.post(paths.staffAction(found.id, 'receive'), form)).status).toBe(303)
    const receipts = await portal.owner
      .knex('document')
      .where({ case_id: found.id, kind: 'RECEIPT' })
      .orderBy('number')
      .select<{ status: string; data: { materials: unknown[] } }[]>('status', 'data')
    expect(receipts.map(({ status }) => status)).toEqual(['VALID', 'VALID'])
    const [theirs, ours] = ['太原市行政审批服务管理局', '山西省民政厅'].map((authorityName) =>
      receipts.find(({ data }) => 'authorityName' in data && data.authorityName === authorityName),
    )
    expect(theirs?.data).toMatchObject({ titleNote: null, online: { forwarded: true } })
    expect(theirs?.data.materials).toEqual(ours?.data.materials)
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
      const content = kinds.content(kinds.parse(data))
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
    expect(JSON.stringify(kinds.content(kinds.parse(notice?.data)))).toContain('王〔U+323AF〕')
  })
})
