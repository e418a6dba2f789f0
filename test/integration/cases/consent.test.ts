import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { stageOf } from '../../../src/core/matters/journey.ts'
import { socialGroupEstablishment } from '../../../src/matters/establishment/social-group/index.ts'
import { addWorkingDays, localDate } from '../../../src/core/workflow/deadlines.ts'
import { savePage } from '../../../src/modules/cases/fill-in.ts'
import { sweepRemindersTask } from '../../../src/modules/cases/sweep-reminders.ts'
import { sweepClocksTask } from '../../../src/modules/review/sweep-clocks.ts'
import { paths } from '../../../src/web/paths.ts'
import { fillStage, makeCase, signIn, staffOf, type Session, type TestCase } from '../../support/cases.ts'
import { startTestPortal, testMoment, type TestPortal } from '../../support/portal.ts'

const unit = '山西省教育厅'
const opinion = '经审查，符合业务主管范围。'
const request = { ip: '127.0.0.1', requestId: 'test' }

let portal: TestPortal
let clerk: Session
let stranger: Session
beforeAll(async () => {
  portal = await startTestPortal({ JOBS: 'off' })
  clerk = await signIn(portal, { staffId: (await staffOf(portal, 'SUPERVISOR')).id })
  stranger = await signIn(portal, { staffId: await clerkOf('山西省文化和旅游厅') })
})
afterAll(() => portal.stop())
beforeEach(() => portal.clock.set(testMoment))

/** Somebody else who answers for a unit. */
const clerkOf = async (name: string): Promise<number> => {
  const { id: _id, ...like } = await portal.owner.knex('staff').where({ login_key: 'zhuguan' }).first()
  const organ = await portal.owner.knex('supervisory_unit').where({ name, division_code: '140000' }).first('id')
  const key = `danwei${randomUUID().slice(0, 8)}`
  const [made] = await portal.owner
    .knex('staff')
    .insert({
      ...like,
      login_name: key,
      login_key: key,
      name: `${name}经办`,
      id_number_idx: key,
      phone_enc: portal.deps.crypto.encrypt('13700000900', `staff.phone:${key}`),
      phone_idx: key,
      organ_id: organ.id,
    })
    .returning<{ id: number }[]>('id')
  return made?.id ?? 0
}

/** A case at 提交成立材料 with everything filled in but what only the unit's consent can give. */
const drafted = async (named: string | undefined = unit): Promise<{ found: TestCase; applicant: Session }> => {
  const found = await makeCase(
    portal,
    { stage: 'establishmentSubmission', status: 'DRAFT' },
    named === undefined ? {} : { unit: named },
  )
  await fillStage(portal.deps, found.applicant, found.id, found.answers, ['supervisoryConsent', 'M202'])
  return { found, applicant: await signIn(portal, { accountId: found.applicant.id }) }
}

const hidden = (answer: Awaited<ReturnType<Session['get']>>, form: string): Record<string, string> =>
  Object.fromEntries(
    answer
      .$(`${form} input[type=hidden]`)
      .toArray()
      .map((input) => [answer.$(input).attr('name') ?? '', answer.$(input).attr('value') ?? ''])
      .filter(([name]) => name !== '_csrf'),
  )

const send = async (applicant: Session, id: string) => {
  const page = await applicant.get(paths.askUnit(id))
  return applicant.post(paths.askUnit(id), hidden(page, `form[action="${paths.askUnit(id)}"]`))
}

const requestOf = async (id: string): Promise<string> =>
  (await portal.owner.knex('consent_request').where({ case_id: id }).orderBy('event_id', 'desc').first('id')).id

/** A draft that lies with the unit. */
const asked = async () => {
  const made = await drafted()
  const answer = await send(made.applicant, made.found.id)
  expect([answer.status, answer.location]).toEqual([303, `${paths.case(made.found.id)}?done=sent`])
  return { ...made, asking: await requestOf(made.found.id) }
}

const formOf = async (session: Session, id: string, action: string) =>
  hidden(await session.get(paths.staffConsent(id)), `form[action="${paths.staffConsentStep(id, action)}"]`)

const answer = async (
  session: Session,
  id: string,
  action: 'consent' | 'refuseConsent',
  fields: Record<string, string>,
) => session.post(paths.staffConsentStep(id, action), { ...(await formOf(session, id, action)), ...fields })

const agree = (session: Session, id: string) =>
  answer(session, id, 'consent', { documentNumber: '晋教函〔2026〕8号', conclusion: opinion, confirmed: 'yes' })

const change = (found: TestCase, page: string, values: Record<string, string>) =>
  portal.owner
    .knex('answer')
    .where({ case_id: found.id, page })
    .first<{ version: number }>('version')
    .then(({ version }) =>
      savePage(portal.deps, found.applicant, request, {
        caseId: found.id,
        page,
        version,
        change: (data) => ({ ...data, values: { ...data.values, ...values } }),
      }),
    )

const main = (page: Awaited<ReturnType<Session['get']>>): string => page.$('main').text()

describe('consent of the supervisory unit, online', () => {
  it('is offered where the unit answers online, once everything else is complete', async () => {
    const { found, applicant } = await drafted()
    const list = await applicant.get(paths.case(found.id))
    expect(list.$('#consent').text()).toContain(`${unit}可以在线答复`)
    const check = main(await applicant.get(paths.checkAnswers(found.id)))
    expect(check).toContain(`请送${unit}在线答复`)
    expect(check).not.toContain('请上传业务主管单位批准文件')
    const ask = await applicant.get(paths.askUnit(found.id))
    expect(main(ask)).toContain('没有答复不等于同意')
    expect(main(ask)).toContain('名称保留至')
    expect(main(ask)).not.toContain('预审意见')
    // What may have to be put right is said before: afterwards it costs the consent.
    await change(found, 'party', { partyOrganization: 'NONE', noPartyOrganizationReason: 'SHOULD_BUT_NOT' })
    expect(main(await applicant.get(paths.askUnit(found.id)))).toContain('同意以后再改动，同意不再适用')

    await change(found, 'funds', { fundAmount: '' })
    const missing = await applicant.get(paths.askUnit(found.id))
    expect(missing.$('.govuk-error-summary').text()).toContain('还需要完成1项')
    const { lock_version: version } = await found.row()
    const refused = await applicant.post(paths.askUnit(found.id), {
      requestKey: randomUUID(),
      version: String(version),
    })
    expect(refused.location).toBe(paths.askUnit(found.id))
    expect((await found.row()).status).toBe('DRAFT')
  })

  it('is the way on for whoever has no paper: 否 is taken, its paper is not counted, and the list says so', async () => {
    const { found, applicant } = await drafted()
    const page = paths.answerPage(found.id, 'supervisoryConsent')
    const shown = await applicant.get(page)
    expect(main(shown)).toContain('没有书面批准文件的，选“否”')
    const version = shown.$('input[name=version]').attr('value') ?? ''
    const saved = await applicant.post(page, { version, consentGiven: 'no', action: 'save' })
    expect([saved.status, saved.location === page]).toEqual([303, false])
    expect(main(await applicant.get(page))).not.toContain('应当先取得业务主管单位的批准文件')
    const list = await applicant.get(paths.case(found.id))
    expect(
      list
        .$('#task-supervisoryConsent-status, #task-M202-status')
        .text()
        .match(/送业务主管单位/g),
    ).toHaveLength(2)
    expect(list.$('.case-page__first').text()).toContain('送业务主管单位征求同意')
    expect(main(await applicant.get(paths.materials(found.id)))).toContain('必须上传的材料已经齐了')
    expect((await applicant.get(paths.checkAnswers(found.id))).$('.govuk-error-summary').text()).toContain('只差')
    // Who says there is a paper is asked for it.
    const now = String(Number(version) + 1)
    expect((await applicant.post(page, { version: now, consentGiven: 'yes', action: 'save' })).status).toBe(422)
    expect(main(await applicant.get(paths.materials(found.id)))).toContain('还缺1项')
  })

  it('is not offered for a unit that answers on paper, nor without a unit', async () => {
    const { found, applicant } = await drafted('山西省文物局')
    expect((await applicant.get(paths.case(found.id))).$('#consent')).toHaveLength(0)
    expect(main(await applicant.get(paths.checkAnswers(found.id)))).toContain('请上传业务主管单位批准文件')
    expect((await applicant.get(paths.askUnit(found.id))).location).toBe(paths.case(found.id))
    const { lock_version: version } = await found.row()
    const forced = await applicant.post(paths.askUnit(found.id), { requestKey: randomUUID(), version: String(version) })
    expect(forced.status).toBe(409)
    await found.step('submit')

    const direct = await makeCase(portal, { stage: 'nameApproval', status: 'DRAFT' })
    const session = await signIn(portal, { accountId: direct.applicant.id })
    expect((await session.get(paths.case(direct.id))).$('#consent')).toHaveLength(0)
    expect((await session.get(paths.askUnit(direct.id))).location).toBe(paths.case(direct.id))
  })

  it('agrees: number, unit and date stand for the paper, with the applicant and the authority', async () => {
    const { found, applicant, asking } = await asked()
    const waiting = await applicant.get(paths.case(found.id))
    expect(main(waiting)).toContain(`等待${unit}答复`)
    expect(main(waiting)).toContain('还剩20个工作日')
    expect((await applicant.get(paths.answerPage(found.id, 'funds'))).status).toBe(409)

    const queue = await clerk.get(paths.staffConsents)
    expect(main(queue)).toContain(found.name)
    expect((await answer(clerk, asking, 'consent', {})).status).toBe(422)
    const confirm = await answer(clerk, asking, 'consent', { documentNumber: '晋教函〔2026〕8号', conclusion: opinion })
    expect(main(confirm)).toContain('晋教函〔2026〕8号')
    expect((await found.row()).status).toBe('WAITING_CONSENT')
    expect((await agree(clerk, asking)).location).toBe(`${paths.staffConsent(asking)}?done=consent`)
    expect(main(await clerk.get(`${paths.staffConsents}?state=answered`))).toContain('已同意')

    const list = main(await applicant.get(paths.case(found.id)))
    expect(list).toContain('业务主管单位在线同意')
    expect(list).toContain(`文号晋教函〔2026〕8号，${unit}，2026年11月20日`)
    const check = await applicant.get(paths.checkAnswers(found.id))
    expect(check.$('.govuk-error-summary')).toHaveLength(0)
    expect(main(check)).toContain('业务主管单位在线同意')
    await submitOnline(found, applicant)

    const window = await signIn(portal, { staffId: (await staffOf(portal, 'WINDOW')).id })
    const seen = main(await window.get(paths.staffCase(found.id)))
    expect(seen).toContain('与业务主管单位所见一致')
    expect(seen).toContain('晋教函〔2026〕8号')
    expect(seen).not.toContain('晋主管')
    await found.step('receive')
    const [receipt] = await portal.owner.knex('document').where({ case_id: found.id, kind: 'RECEIPT' }).select('data')
    expect(JSON.stringify(receipt)).toContain('业务主管单位在线同意：文号晋教函〔2026〕8号')
  })

  it('does not agree: the draft comes back with the reasons and all that was typed', async () => {
    const { found, applicant, asking } = await asked()
    expect((await answer(clerk, asking, 'refuseConsent', { confirmed: 'yes' })).status).toBe(422)
    const given = await answer(clerk, asking, 'refuseConsent', {
      conclusion: '与本厅主管的业务无关。',
      confirmed: 'yes',
    })
    expect(given.status).toBe(303)
    const list = main(await applicant.get(paths.case(found.id)))
    expect(list).toContain(`${unit}不同意`)
    expect(list).toContain('与本厅主管的业务无关。')
    expect((await found.row()).status).toBe('DRAFT')
    expect(main(await applicant.get(paths.checkAnswers(found.id)))).toContain(`还没有业务主管单位的同意`)
    // What passes between the unit and the applicant is not the authority's to read before anything was filed.
    const window = await signIn(portal, { staffId: (await staffOf(portal, 'WINDOW')).id })
    expect(main(await window.get(paths.staffCase(found.id)))).not.toContain('与本厅主管的业务无关')
    // And it may be asked again.
    expect((await send(applicant, found.id)).location).toContain('done=sent')
  })

  it('holds only for what the unit saw: a change is told before and after, and undone when it is undone', async () => {
    const { found, applicant, asking } = await asked()
    await agree(clerk, asking)
    const before = await applicant.get(paths.answerPage(found.id, 'funds'))
    expect(main(before)).toContain('改动以后，这项同意不再适用')
    expect(main(await applicant.get(paths.answerPage(found.id, 'agent')))).not.toContain('不再适用')
    const amount = found.answers['funds']?.values['fundAmount'] ?? ''

    await change(found, 'agent', { agentPhone: '13900009999' })
    expect(main(await applicant.get(paths.case(found.id)))).not.toContain('不再适用。')
    await change(found, 'domicile', { address: '山西省太原市迎泽区文源巷99号9层' })
    const list = await applicant.get(paths.case(found.id))
    expect(main(list)).toContain('业务主管单位的同意不再适用')
    expect(main(list)).toContain('您改动了：住所。')
    expect(list.$('#consent')).toHaveLength(1)
    expect((await applicant.get(paths.confirm(found.id))).location).toBe(paths.checkAnswers(found.id))
    await change(found, 'domicile', { address: found.answers['domicile']?.values['address'] ?? '' })
    expect(main(await applicant.get(paths.case(found.id)))).not.toContain('您改动了')

    // In a correction the consent stays, and who decides sees what is otherwise.
    await submitOnline(found, applicant)
    await found.step('receive')
    await found.step('requireCorrection', {
      correctionItems: [{ kind: 'page', target: 'funds', title: '资金', note: '请核对。' }],
    })
    await change(found, 'funds', { fundAmount: String(Number(amount) + 1) })
    await found.step('resubmit')
    const window = await signIn(portal, { staffId: (await staffOf(portal, 'WINDOW')).id })
    expect(main(await window.get(paths.staffCase(found.id)))).toMatch(/同意以后改动了：[^。]*资金/)
  })

  it('gives way to a paper: one filed instead, and one that a notice of 补正 asks for', async () => {
    const moved = { address: '山西省太原市迎泽区文源巷99号9层' }
    const window = await signIn(portal, { staffId: (await staffOf(portal, 'WINDOW')).id })
    const first = await asked()
    await agree(clerk, first.asking)
    const domicile = first.found.answers['domicile'] ?? { values: {}, items: [] }
    await fillStage(portal.deps, first.found.applicant, first.found.id, {
      ...first.found.answers,
      domicile: { ...domicile, values: { ...domicile.values, ...moved } },
    })
    await submitOnline(first.found, first.applicant)
    const onPaper = main(await window.get(paths.staffCase(first.found.id)))
    expect(onPaper).not.toContain('业务主管单位在线同意')
    expect(onPaper).toContain(first.found.answers['supervisoryConsent']?.values['consentDocNo'])

    const { found, applicant, asking } = await asked()
    await agree(clerk, asking)
    await submitOnline(found, applicant)
    expect((await applicant.get(paths.material(found.id, 'M202'))).$('input[type=file]')).toHaveLength(0)
    await found.step('receive')
    await found.step('requireCorrection', {
      correctionItems: [{ kind: 'material', target: 'M202', title: '业务主管单位批准文件', note: '请补交书面文件。' }],
    })
    expect((await applicant.get(paths.material(found.id, 'M202'))).$('input[type=file]')).toHaveLength(1)
    expect(main(await applicant.get(paths.checkAnswers(found.id)))).toContain('请上传业务主管单位批准文件')
    const { pages, materials } = stageOf(socialGroupEstablishment, 'establishmentSubmission')
    await fillStage(portal.deps, found.applicant, found.id, found.answers, [
      ...pages,
      ...materials.filter((code) => code !== 'M202'),
    ])
    await found.step('resubmit')
    const both = main(await window.get(paths.staffCase(found.id)))
    expect(both).toContain('业务主管单位批准文件.pdf')
    expect(both).toContain('文号晋教函〔2026〕8号')
  })

  it('is seen by the unit that was asked, as it was then, masked, and by nobody else', async () => {
    const { found, applicant, asking } = await asked()
    const page = await clerk.get(paths.staffConsent(asking))
    const number = found.answers['officers']?.items[0]?.values['idNumber'] ?? ''
    expect(number).not.toBe('')
    expect(page.text).not.toContain(number)
    expect(main(page)).toContain(number.slice(0, 3))
    const [file] = page.$('a[href*="/attachments/"]').toArray()
    const href = page.$(file).attr('href') ?? ''
    expect((await clerk.get(href)).status).toBe(200)
    expect(main(await stranger.get(paths.staffConsents))).not.toContain(found.name)
    for (const path of [
      paths.staffConsent(asking),
      paths.staffConsentStep(asking, 'consent'),
      href,
      paths.staffConsent(found.id),
      paths.staffConsentFile(asking, randomUUID()),
    ])
      expect([path, (await stranger.get(path)).status]).toEqual([path, 404])
    const posted = { documentNumber: '1', confirmed: 'yes', requestKey: randomUUID(), version: '0' }
    expect((await stranger.post(paths.staffConsentStep(asking, 'consent'), posted)).status).toBe(404)
    // Nothing of the authority's own places opens to a unit, not even by the ids it could know.
    for (const path of [
      paths.staffQueue,
      paths.staffHistory,
      paths.staffCase(found.id),
      paths.staffAttachment(found.id, href.split('/').at(-1) ?? ''),
      paths.staffDocument(found.id, randomUUID()),
      paths.staffOrganizations,
      paths.staffAdmin,
      paths.staffAudit,
    ])
      expect([path, (await clerk.get(path)).status]).toEqual([path, 403])
    // Nor the unit's to the authority.
    const window = await signIn(portal, { staffId: (await staffOf(portal, 'WINDOW')).id })
    expect((await window.get(paths.staffConsent(asking))).status).toBe(403)

    // Taken back, it is the applicant's alone again.
    const overview = await applicant.get(paths.case(found.id))
    const back = paths.takeBackFromUnit(found.id)
    expect((await applicant.post(back, hidden(overview, `form[action="${back}"]`))).location).toContain('taken-back')
    expect((await clerk.get(href)).status).toBe(404)
    const later = await clerk.get(paths.staffConsent(asking))
    expect(main(later)).toContain('申请人已取回')
    expect(main(later)).not.toContain(number.slice(0, 3))
    expect((await found.row()).at_organ_id).toBeNull()
  })

  it('is not looked at unrecorded: a form that is refused shows the application as well', async () => {
    const { found, asking } = await asked()
    const looks = () =>
      portal.owner
        .knex('audit_log')
        .where({ action: 'case.unit-view', object_id: found.id })
        .then((rows) => rows.length)
    const before = await looks()
    const nothing = await clerk.post(paths.staffConsentStep(asking, 'consent'), {})
    expect([nothing.status, main(nothing).includes(found.name)]).toEqual([422, true])
    expect(await looks()).toBe(before + 1)
  })

  it('is asked for a few times a day at most: sending and taking back sends nobody messages without end', async () => {
    const { found, applicant } = await drafted()
    const told = async () => (await portal.owner.knex('outgoing_sms').where({ template: 'consent-asked' })).length
    const before = await told()
    const back = paths.takeBackFromUnit(found.id)
    const asking = async () => {
      const answered = await send(applicant, found.id)
      if (answered.status === 303)
        await applicant.post(back, hidden(await applicant.get(paths.case(found.id)), `form[action="${back}"]`))
      return answered
    }
    for (let time = 0; time < 5; time += 1) expect((await asking()).status).toBe(303)
    const counted = await told()
    expect(counted).toBeGreaterThan(before)
    const much = await asking()
    expect([much.status, main(much)]).toEqual([429, expect.stringContaining('请明天再送')])
    expect(await told()).toBe(counted)
    expect((await found.row()).status).toBe('DRAFT')
  })

  it('is not given on one’s own application', async () => {
    const { found, asking } = await asked()
    const zhuguan = await staffOf(portal, 'SUPERVISOR')
    const { id_number_idx: own } = await portal.owner
      .knex('account')
      .where({ id: found.applicant.id })
      .first('id_number_idx')
    await portal.owner.knex('staff').where({ id: zhuguan.id }).update({ id_number_idx: own })
    expect((await clerk.get(paths.staffConsent(asking))).status).toBe(403)
    await portal.owner.knex('staff').where({ id: zhuguan.id }).update({ id_number_idx: zhuguan.idNumberIndex })
    expect((await clerk.get(paths.staffConsent(asking))).status).toBe(200)
  })

  it('is answered once: a colleague who was slower, and an applicant who was faster, are explained', async () => {
    const { found, asking } = await asked()
    const colleague = await signIn(portal, { staffId: await clerkOf(unit) })
    const said = { documentNumber: '晋教函〔2026〕9号', conclusion: opinion, confirmed: 'yes' }
    const [mine, theirs] = [await formOf(clerk, asking, 'consent'), await formOf(colleague, asking, 'refuseConsent')]
    const both = await Promise.all([
      clerk.post(paths.staffConsentStep(asking, 'consent'), { ...mine, ...said }),
      colleague.post(paths.staffConsentStep(asking, 'refuseConsent'), { ...theirs, ...said }),
    ])
    expect(both.map(({ status }) => String(status)).toSorted()).toEqual(['303', '409'])
    const slower = both.find(({ status }) => status === 409)
    expect(main(slower ?? both[0])).toContain('内容已被更改')
    expect(main(slower ?? both[0])).toContain(opinion)
    // The same form sent twice is one answer.
    const { action } = await portal.owner
      .knex('case_event')
      .where({ case_id: found.id })
      .orderBy('id', 'desc')
      .first<{ action: 'consent' | 'refuseConsent' }>('action')
    const [session, form] = action === 'consent' ? [clerk, mine] : [colleague, theirs]
    expect((await session.post(paths.staffConsentStep(asking, action), { ...form, ...said })).status).toBe(303)
    expect(await portal.owner.knex('case_event').where({ case_id: found.id, action })).toHaveLength(1)

    const other = await asked()
    const form2 = await formOf(clerk, other.asking, 'consent')
    const overview = await other.applicant.get(paths.case(other.found.id))
    const back = paths.takeBackFromUnit(other.found.id)
    const taking = hidden(overview, `form[action="${back}"]`)
    await other.applicant.post(back, taking)
    const late = await clerk.post(paths.staffConsentStep(other.asking, 'consent'), { ...form2, ...said })
    expect([late.status, main(late).includes('申请人已于')]).toEqual([409, true])
    expect((await other.found.row()).status).toBe('DRAFT')

    await send(other.applicant, other.found.id)
    await agree(clerk, await requestOf(other.found.id))
    const tooLate = await other.applicant.post(back, { ...taking, requestKey: randomUUID() })
    expect([tooLate.status, main(tooLate).includes('可能刚刚答复')]).toEqual([409, true])
  })

  it('is reminded of before and after the last day, both sides; nothing is decided by silence', async () => {
    const { found, asking } = await asked()
    const { clock_due_on: due } = await found.row()
    expect(due).toBe(addWorkingDays(portal.deps.reference.calendar, localDate(new Date(testMoment)), 20).date)
    const remind = async (daysFromDue: number): Promise<void> => {
      const day = new Date(Date.parse(`${due}T04:00:00Z`) + daysFromDue * 86_400_000)
      portal.clock.set(day.toISOString())
      await sweepRemindersTask(portal.deps)({}, {} as never)
      await sweepRemindersTask(portal.deps)({}, {} as never)
    }
    const texts = async (template: string): Promise<number> => {
      const { phone_idx: phone } = await portal.owner.knex('staff').where({ login_key: 'zhuguan' }).first('phone_idx')
      return (await portal.owner.knex('outgoing_sms').where({ template, phone_idx: phone })).length
    }
    const told = async (title: string): Promise<number> =>
      (await portal.owner.knex('message').where({ case_id: found.id, title })).length
    await remind(-7)
    await remind(-2)
    expect(await told('业务主管单位还没有答复')).toBe(2)
    expect(await texts('consent-ending')).toBeGreaterThanOrEqual(2)
    await remind(0)
    expect(await told('业务主管单位逾期没有答复')).toBe(0)
    await remind(1)
    await remind(9)
    expect(await told('业务主管单位逾期没有答复')).toBe(1)
    expect(await texts('consent-overdue')).toBeGreaterThanOrEqual(1)
    await sweepClocksTask(portal.deps)({}, {} as never)
    expect((await found.row()).status).toBe('WAITING_CONSENT')
    const later = await signIn(portal, { accountId: found.applicant.id })
    expect(main(await later.get(paths.case(found.id)))).toContain(`${unit}逾期没有答复`)
    const colleague = await signIn(portal, { staffId: await clerkOf(unit) })
    expect(main(await colleague.get(paths.staffConsent(asking)))).toContain('已超期')
  })

  it('ends with the name it waits under', async () => {
    const { found, applicant, asking } = await asked()
    const reserved = await portal.owner.knex('name_reservation').where({ case_id: found.id }).first('until')
    expect(main(await applicant.get(paths.case(found.id)))).toContain('名称已核准并保留至')
    const form = await formOf(clerk, asking, 'consent')
    portal.clock.set(new Date(Date.parse(`${reserved.until}T04:00:00Z`) + 86_400_000).toISOString())
    await sweepClocksTask(portal.deps)({}, {} as never)
    expect((await found.row()).status).toBe('EXPIRED')
    const colleague = await signIn(portal, { staffId: await clerkOf(unit) })
    const late = await colleague.post(paths.staffConsentStep(asking, 'consent'), {
      ...form,
      documentNumber: '1',
      confirmed: 'yes',
    })
    expect([late.status, main(late).includes('办件已于')]).toEqual([409, true])
    expect(main(late)).not.toContain('上传的材料')
  })
})

/** 提交申请 through its confirmation page. */
const submitOnline = async (found: TestCase, applicant: Session): Promise<void> => {
  const confirm = await applicant.get(paths.confirm(found.id))
  const done = await applicant.post(paths.confirm(found.id), {
    ...hidden(confirm, `form[action="${paths.confirm(found.id)}"]`),
    answer: 'yes',
  })
  expect(done.location).toContain(paths.submitted(found.id))
}

it('演示：办到下一步 agrees for the unit by its demo official, and the applicant is on turn again', async () => {
  const { found, applicant } = await asked()
  const window = await signIn(portal, { staffId: (await staffOf(portal, 'WINDOW')).id })
  const step = await window.post(paths.sandboxStep(found.id))
  expect([step.status, step.location]).toEqual([303, `${paths.staffCase(found.id)}?done=consent`])
  const event = await portal.owner.knex('case_event').where({ case_id: found.id }).orderBy('id', 'desc').first()
  expect(event).toMatchObject({ action: 'consent', staff_id: (await staffOf(portal, 'SUPERVISOR')).id })
  expect((await found.row()).status).toBe('DRAFT')
  expect((await window.post(paths.sandboxStep(found.id))).$('main').text()).toContain('轮到申请人')
  // What the unit said online is not asked again.
  expect((await applicant.post(paths.sandboxFillCase(found.id))).status).toBe(303)
  const check = await applicant.get(paths.checkAnswers(found.id))
  expect(check.$('.govuk-error-summary').text()).toBe('')
  expect(main(check)).toContain('业务主管单位在线同意')
})
