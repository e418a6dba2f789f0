import type { JobHelpers } from 'graphile-worker'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addDays } from '../../../src/core/workflow/calendar.ts'
import { sweepRemindersTask } from '../../../src/modules/cases/sweep-reminders.ts'
import { sweepFilesTask } from '../../../src/modules/cases/sweep-files.ts'
import { sweepClocksTask } from '../../../src/modules/review/sweep-clocks.ts'
import { paths } from '../../../src/web/paths.ts'
import { caseRow, storedPages } from '../../support/own-cases.ts'
import { makeCase, signIn } from '../../support/cases.ts'
import { startTestPortal, testMoment, type TestPortal } from '../../support/portal.ts'

let portal: TestPortal
beforeAll(async () => {
  portal = await startTestPortal({ JOBS: 'off' })
})
afterAll(() => portal.stop())

type Made = Awaited<ReturnType<typeof makeCase>>

const browserOf = (found: Made) => signIn(portal, { accountId: found.applicant.id })

/** The page of a case as its applicant reads it. */
const pageOf = async (found: Made) => (await (await browserOf(found)).get(paths.case(found.id))).$

const sweepClocks = async (at: string): Promise<void> => {
  portal.clock.set(at)
  await sweepClocksTask(portal.deps)({}, {} as JobHelpers)
}

const lastMessage = async (found: Made): Promise<{ title: string; body: string }> =>
  portal.owner.knex('message').where({ case_id: found.id }).orderBy('id', 'desc').first('title', 'body')

/** Answers the question of /withdraw with yes. */
const giveUp = async (found: Made) => {
  const browser = await browserOf(found)
  const asked = await browser.get(paths.withdraw(found.id))
  const hidden = (name: string): string => asked.$(`input[name=${name}]`).attr('value') ?? ''
  const fields = { answer: 'yes', requestKey: hidden('requestKey'), version: hidden('version') }
  return {
    asked: asked.$('main').text(),
    answer: await browser.post(paths.withdraw(found.id), fields),
    fields,
    browser,
  }
}

describe('8.11 a draft of a later stage', () => {
  it('can be given up: says what is lost, ends the case once, and the answer of the stage before stays', async () => {
    portal.clock.set(testMoment)
    const found = await makeCase(portal, { stage: 'nameApproval', status: 'DRAFT' })
    expect((await pageOf(found))(`a[href="${paths.withdraw(found.id)}"]`).text()).toBe('放弃办理')
    const { asked, fields, browser } = await giveUp(found)
    expect(asked).toContain('“名称核准”已填写的内容不能再提交')
    expect(asked).not.toContain('已经核准的名称')
    expect((await found.row()).status).toBe('ABANDONED')
    expect((await browser.post(paths.withdraw(found.id), fields)).status).toBe(303)
    const $ = await pageOf(found)
    expect($('main').text()).toContain('本次办理已经结束：已放弃办理')
    expect($('#documents').text()).toContain('拟用名称咨询答复')
    expect($('#documents .tag')).toHaveLength(0)
  })

  it('of an approved name gives the name free too', async () => {
    portal.clock.set(testMoment)
    const found = await makeCase(portal, { stage: 'establishmentSubmission', status: 'DRAFT' })
    expect((await giveUp(found)).asked).toContain('已经核准的名称同时放弃')
    expect((await found.row()).status).toBe('ABANDONED')
    const kept = portal.owner.knex('name_reservation').where({ case_id: found.id }).whereNull('released_at')
    expect(await kept).toEqual([])
  })

  it('of a registered organization, and one of the first stage, cannot', async () => {
    portal.clock.set(testMoment)
    for (const place of [
      { stage: 'nameConsultation', status: 'DRAFT' },
      { stage: 'establishmentCompletion', status: 'CERT_DUE' },
      { stage: 'establishmentCompletion', status: 'HANDED_OVER' },
    ] as const) {
      const found = await makeCase(portal, place)
      const browser = await browserOf(found)
      expect((await browser.get(paths.withdraw(found.id))).status).toBe(409)
      const fields = {
        answer: 'yes',
        requestKey: crypto.randomUUID(),
        version: String((await found.row()).lock_version),
      }
      expect((await browser.post(paths.withdraw(found.id), fields)).status).toBe(409)
      expect((await found.row()).status).toBe(place.status)
    }
  })
})

describe('8.38 the end of a case', () => {
  it('by withdrawing in stage 3 is told before and after: the name is free and its notice no longer valid', async () => {
    portal.clock.set(testMoment)
    const found = await makeCase(portal, { stage: 'establishmentSubmission', status: 'ACCEPTED' })
    expect((await pageOf(found))('#documents').text()).not.toContain('已失效')
    expect((await giveUp(found)).asked).toContain('已经核准的名称同时放弃')
    const $ = await pageOf(found)
    expect($('main').text()).toContain('已核准的名称不再为您保留')
    // The authority confirms it on paper; nobody decided, so there is nothing to appeal.
    expect($('#documents li').first().text()).toContain('终止办理通知书')
    expect($('.notice:contains(本次办理已经结束)').text()).toContain('不涉及行政复议和行政诉讼')
    const paper = await portal.owner
      .knex('document')
      .where({ case_id: found.id, kind: 'TERMINATION_NOTICE' })
      .first('data')
    const approval = await portal.owner.knex('document').where({ case_id: found.id, kind: 'NAME_APPROVAL' }).first()
    expect(paper).toMatchObject({
      data: {
        cause: { type: 'WITHDRAWN', withdrawnOn: '2026-11-20' },
        remedies: null,
        nameGivenUp: (approval as { number: string }).number,
      },
    })
    expect((await lastMessage(found)).body).toContain('已核准的名称不再为您保留')
    const submitted = await (await browserOf(found)).get(paths.checkAnswers(found.id))
    expect(submitted.$('main').text()).toContain('本次办理已经结束')
    const marked = $('#documents li:contains(已失效)')
    expect(marked.text()).toContain('名称核准通知书')
    expect(marked).toHaveLength(1)
  })

  it.each([
    ['nameConsultation', 'NOT_SUITABLE', '不能申请行政复议', false],
    ['nameApproval', 'REJECTED', '60日内，依法向山西省人民政府申请行政复议', false],
    ['nameApproval', 'REFUSED', '6个月内，依法向太原市迎泽区人民法院提起行政诉讼', false],
    ['establishmentSubmission', 'DENIED', '60日内，依法向山西省人民政府申请行政复议', true],
    ['establishmentSubmission', 'TERMINATED', '60日内，依法向山西省人民政府申请行政复议', true],
    ['establishmentSubmission', 'EXPIRED', '没有作出决定', true],
  ] as const)(
    '%s %s says why, what can be done against it and until when, what is lost, and where to go on',
    async (stage, status, remedy, nameLost) => {
      portal.clock.set(testMoment)
      const found = await makeCase(portal, { stage, status })
      const $ = await pageOf(found)
      const panel = $('.notice:contains(本次办理已经结束)')
      // Before the facts: whoever reads on a phone must not look for the next step.
      expect($('.case-page').children().first().find('.notice').text()).toBe(panel.text())
      const text = panel.text()
      expect(text).toContain(remedy)
      expect(text).toContain('接下来：')
      expect(text.includes('已核准的名称不再为您保留')).toBe(nameLost)
      if (['NOT_SUITABLE', 'REJECTED', 'REFUSED', 'DENIED'].includes(status)) expect(text).toContain('理由：')
    },
  )
})

describe('8.11 复制为新申请', () => {
  it('takes the answers and the papers that stay right, no decision and no declaration, once for one form', async () => {
    portal.clock.set(testMoment)
    const found = await makeCase(portal, { stage: 'establishmentSubmission', status: 'TERMINATED' })
    const browser = await browserOf(found)
    expect((await pageOf(found))(`a[href="${paths.copyCase(found.id)}"]`).text()).toBe('复制为新申请')
    const asked = await browser.get(paths.copyCase(found.id))
    const fields = { answer: 'yes', newId: asked.$('input[name=newId]').attr('value') ?? '' }
    const answers = await Promise.all(Array.from({ length: 5 }, () => browser.post(paths.copyCase(found.id), fields)))
    expect(new Set(answers.map(({ location }) => location))).toEqual(
      new Set([`${paths.case(fields.newId)}?done=copied`]),
    )
    expect(await portal.owner.knex('case_file').where({ account_id: found.applicant.id })).toHaveLength(2)
    const copied = { number: null, stage: 'nameConsultation', status: 'DRAFT', title: found.name }
    expect(await caseRow(portal, fields.newId)).toMatchObject(copied)
    const { pages } = await storedPages(portal, fields.newId)
    const before = (await storedPages(portal, found.id)).pages
    const { commitment: _vouched, officers, ...rest } = before
    const people = (officers?.items ?? []).map(({ values: { noCriminalRecord: _own, ...values }, ...item }) => ({
      ...item,
      values,
    }))
    expect(people.length).toBeGreaterThan(0)
    expect(pages).toEqual({ ...rest, officers: { ...officers, items: people } })
    const files = await portal.owner.knex('attachment').where({ case_id: fields.newId }).orderBy('material')
    expect(files.map(({ material }: { material: string }) => material)).toEqual(['M103', 'M206', 'M207'])
    const $ = (await browser.get(paths.case(fields.newId))).$
    expect($('#documents')).toHaveLength(0)
    expect($('.tasks').text()).toContain('已带入，请核对')
    expect($('.tasks').text()).not.toContain('已完成')
  })

  it('is for cases that ended, and for nobody else', async () => {
    portal.clock.set(testMoment)
    const found = await makeCase(portal, { stage: 'nameApproval', status: 'ACCEPTED' })
    const browser = await browserOf(found)
    const fields = { answer: 'yes', newId: crypto.randomUUID() }
    expect((await browser.get(paths.copyCase(found.id))).status).toBe(409)
    expect((await browser.post(paths.copyCase(found.id), fields)).status).toBe(409)
    const ended = await makeCase(portal, { stage: 'nameApproval', status: 'WITHDRAWN' })
    expect((await browser.post(paths.copyCase(ended.id), fields)).status).toBe(404)
    // The id of somebody else's case in the form names nothing either.
    const own = await browserOf(ended)
    expect((await own.post(paths.copyCase(ended.id), { answer: 'yes', newId: found.id })).status).toBe(404)
  })
})

describe('补充完善材料 before the certificate is in hand', () => {
  it('pages are prepared but not submitted: the page says who has the case and until when, then what to do next', async () => {
    portal.clock.set(testMoment)
    const found = await makeCase(portal, { stage: 'establishmentCompletion', status: 'CERT_DUE' })
    const browser = await browserOf(found)
    const main = async () => (await browser.get(paths.case(found.id))).$('main')
    expect((await main()).text()).toContain('山西省民政厅正在制作登记证书，最迟2026年12月4日完成')
    expect((await browser.get(paths.answerPage(found.id, 'seals'))).status).toBe(200)
    const check = (await browser.get(paths.checkAnswers(found.id))).$('main')
    expect(check.text()).toContain('领取证书以后才能提交')
    expect(check.find('button:contains(提交申请)')).toHaveLength(0)
    expect((await browser.get(paths.confirm(found.id))).location).toBe(paths.checkAnswers(found.id))
    const fields = { answer: 'yes', requestKey: crypto.randomUUID(), version: String((await found.row()).lock_version) }
    expect((await browser.post(paths.confirm(found.id), fields)).status).toBe(409)

    await found.step('printCertificate')
    expect((await main()).text()).toContain('请您到山西省民政厅领取登记证书')
    expect((await main()).text()).toContain('登记证书已经制作完成，请到山西省民政厅领取')
    await found.step('handOver')
    const text = (await main()).text()
    expect(text).toContain('轮到您：凭登记证书刻制印章、开立银行账户，填写并提交“补充完善材料”')
    expect(text).toMatch(/请在\d{4}年.*前填报印章和银行账户，.*成立登记没有办结。/)
    expect(text).not.toContain('领取证书以后才能提交')
    expect((await browser.get(paths.cases)).$('main').text()).toContain('已发证，待备案')
  })
})

describe('8.38 what was sent back to be changed', () => {
  it.each([
    ['nameConsultation', 'SUGGESTED_CHANGE'],
    ['nameApproval', 'RETURNED'],
  ] as const)('%s %s has its last day on the page, and ends on the day after it', async (stage, status) => {
    portal.clock.set(testMoment)
    const found = await makeCase(portal, { stage, status })
    const { clock_due_on: due } = await found.row()
    expect((await pageOf(found))('main').text()).toMatch(/请在\d{4}年.*前修改后重新提交，.*逾期未修改的，终止办理。/)
    await sweepClocks(`${String(due)}T15:59:59Z`)
    expect((await found.row()).status).toBe(status)
    await sweepClocks(`${String(due)}T16:00:00Z`)
    expect((await found.row()).status).toBe('TERMINATED')
    expect((await lastMessage(found)).body).toContain('复制为新申请')
  })

  it('in 补充完善材料 has a last day too, but a registered organization never ends by it', async () => {
    portal.clock.set(testMoment)
    const found = await makeCase(portal, { stage: 'establishmentCompletion', status: 'RETURNED' })
    expect((await pageOf(found))('main').text()).toMatch(/请在\d{4}年.*前.*备案以前，成立登记没有办结。/)
    await sweepClocks('2028-01-01T00:00:00Z')
    expect((await found.row()).status).toBe('RETURNED')
  })
})

const sweepReminders = async (at: string): Promise<void> => {
  portal.clock.set(at)
  await sweepRemindersTask(portal.deps)({}, {} as JobHelpers)
}
const sweepFiles = async (at: string): Promise<void> => {
  portal.clock.set(at)
  await sweepFilesTask(portal.deps)({}, {} as JobHelpers)
}

/** Everything a holder was reminded of so far: the messages, and how many text messages went with them. */
const reminders = async (found: Made): Promise<{ titles: string[]; texts: number }> => {
  const messages = portal.owner.knex('message').where({ account_id: found.applicant.id })
  const titles = await messages.whereRaw(`title ~ '即将|请尽快'`).orderBy('id').pluck('title')
  const [account] = await portal.owner.knex('account').where({ id: found.applicant.id }).select('phone_idx')
  const sms = await portal.owner.knex('outgoing_sms').where({ phone_idx: account.phone_idx, counts: 'case' })
  const own: string[] = sms.map((row) => portal.deps.crypto.decrypt(row.text_enc, `outgoing_sms.text:${row.id}`))
  return { titles, texts: own.filter((text) => /保留至|最后一天是/.test(text)).length }
}

describe('8.38 before something runs out its holder is told, each time once', () => {
  it('an approved name: 30 and 7 days before', async () => {
    portal.clock.set(testMoment)
    const found = await makeCase(portal, { stage: 'establishmentSubmission', status: 'DRAFT' })
    const told = '已核准的名称即将到期'
    await sweepReminders('2027-04-18T02:00:00Z')
    expect(await reminders(found)).toEqual({ titles: [], texts: 0 })
    for (const at of ['2027-04-19T02:00:00Z', '2027-04-19T03:00:00Z', '2027-05-11T03:00:00Z']) await sweepReminders(at)
    expect(await reminders(found)).toEqual({ titles: [told], texts: 1 })
    for (const at of ['2027-05-12T02:00:00Z', '2027-05-19T02:00:00Z']) await sweepReminders(at)
    expect(await reminders(found)).toEqual({ titles: [told, told], texts: 2 })
    expect((await lastMessage(found)).body).toContain('保留至2027年5月19日（含当日）')
  })

  it('a name whose end was never told of before is told of once, not twice in a row', async () => {
    portal.clock.set(testMoment)
    const found = await makeCase(portal, { stage: 'establishmentSubmission', status: 'DRAFT' })
    for (const at of ['2027-05-17T02:00:00Z', '2027-05-18T02:00:00Z']) await sweepReminders(at)
    expect((await reminders(found)).texts).toBe(1)
  })

  it.each([
    ['establishmentSubmission', 'CORRECTION_REQUIRED', '逾期未补正的，终止办理'],
    ['nameApproval', 'RETURNED', '逾期未修改的，终止办理'],
    ['nameConsultation', 'SUGGESTED_CHANGE', '逾期未修改的，终止办理'],
    ['establishmentCompletion', 'RETURNED', '备案以前，成立登记没有办结'],
    ['establishmentCompletion', 'HANDED_OVER', '备案以前，成立登记没有办结'],
  ] as const)('%s %s: 10 and 3 days before', async (stage, status, warning) => {
    portal.clock.set(testMoment)
    const found = await makeCase(portal, { stage, status })
    const due = String((await found.row()).clock_due_on)
    await sweepReminders(`${addDays(due, -11)}T02:00:00Z`)
    expect((await reminders(found)).texts).toBe(0)
    await Promise.all([1, 2, 3].map(() => sweepReminders(`${addDays(due, -10)}T02:00:00Z`)))
    await sweepReminders(`${addDays(due, -4)}T02:00:00Z`)
    expect((await reminders(found)).texts).toBe(1)
    await sweepReminders(`${addDays(due, -3)}T02:00:00Z`)
    await sweepReminders(`${due}T02:00:00Z`)
    const { titles, texts } = await reminders(found)
    expect([titles.length, texts]).toEqual([2, 2])
    expect((await lastMessage(found)).body).toContain(warning)
  })
})

describe('8.46 a draft nobody saves', () => {
  const present = async (found: Made): Promise<boolean> =>
    (await portal.owner.knex('case_file').where({ id: found.id })).length > 0

  it('is gone after 180 days, told of 30 and 7 days before; what was ever submitted is never touched', async () => {
    portal.clock.set(testMoment)
    const draft = await makeCase(portal, { stage: 'nameConsultation', status: 'DRAFT' })
    const kept = [
      await makeCase(portal, { stage: 'nameApproval', status: 'DRAFT' }),
      await makeCase(portal, { stage: 'establishmentCompletion', status: 'CERT_DUE' }),
      await makeCase(portal, { stage: 'nameConsultation', status: 'WITHDRAWN' }),
    ]
    await sweepReminders('2027-04-18T02:00:00Z')
    expect((await reminders(draft)).texts).toBe(0)
    await sweepReminders('2027-04-19T02:00:00Z')
    await sweepReminders('2027-05-11T02:00:00Z')
    expect(await reminders(draft)).toEqual({ titles: ['草稿即将清除'], texts: 1 })
    await sweepReminders('2027-05-12T02:00:00Z')
    expect((await reminders(draft)).texts).toBe(2)
    const receiver = kept[2]?.applicant.id ?? ''
    const offer = {
      case_id: draft.id,
      from_account: draft.applicant.id,
      to_account: receiver,
      title: draft.name,
    }
    await portal.owner.knex('case_transfer').insert({ ...offer, status: 'OFFERED', offered_at: portal.clock.now() })
    await sweepFiles('2027-05-19T15:59:59Z')
    expect(await present(draft)).toBe(true)
    await sweepFiles('2027-05-19T16:00:00Z')
    expect(await present(draft)).toBe(false)
    expect(await portal.owner.knex('answer').where({ case_id: draft.id })).toEqual([])
    const ended = await portal.owner
      .knex('message')
      .where({ account_id: receiver })
      .orderBy('id', 'desc')
      .first('title')
    expect(ended).toEqual({ title: '办件移交已终止' })
    await sweepReminders('2029-01-01T02:00:00Z')
    await sweepFiles('2029-06-01T02:00:00Z')
    for (const found of kept) expect(await present(found)).toBe(true)
  })

  it('that is saved after it was told of begins anew', async () => {
    portal.clock.set(testMoment)
    const draft = await makeCase(portal, { stage: 'nameConsultation', status: 'DRAFT' })
    for (const at of ['2027-04-19T02:00:00Z', '2027-05-12T02:00:00Z']) await sweepReminders(at)
    portal.clock.set('2027-05-19T10:00:00Z')
    const browser = await browserOf(draft)
    const fields = { version: '0', contactName: '沈若川', action: 'save-draft' }
    expect((await browser.post(paths.answerPage(draft.id, 'contact'), fields)).status).toBe(303)
    await sweepFiles('2027-11-14T02:00:00Z')
    expect(await present(draft)).toBe(true)
  })

  it('is never gone untold: one found late is told of first, and kept thirty days more', async () => {
    portal.clock.set(testMoment)
    const draft = await makeCase(portal, { stage: 'nameConsultation', status: 'DRAFT' })
    await sweepFiles('2028-01-01T02:00:00Z')
    await sweepReminders('2028-01-01T02:00:00Z')
    await sweepReminders('2028-01-02T02:00:00Z')
    expect(await reminders(draft)).toEqual({ titles: ['草稿即将清除'], texts: 1 })
    await sweepFiles('2028-01-31T02:00:00Z')
    await sweepReminders('2028-01-31T02:00:00Z')
    expect((await reminders(draft)).texts).toBe(2)
    await sweepFiles('2028-02-07T02:00:00Z')
    expect(await present(draft)).toBe(true)
    await sweepFiles('2028-02-08T02:00:00Z')
    expect(await present(draft)).toBe(false)
  })
})
