import { randomUUID } from 'node:crypto'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { paths } from '../../../src/web/paths.ts'
import { makeCase, signIn, staffOf, type Session, type TestCase } from '../../support/cases.ts'
import { startTestPortal, type TestPortal } from '../../support/portal.ts'
import { fieldPart, filePart, multipart } from '../../support/upload.ts'

let portal: TestPortal
let window: Session
let first: Session
let second: Session
let firstId: string
let windowId: number
const place = { stage: 'establishmentSubmission', status: 'ACCEPTED' } as const

beforeAll(async () => {
  portal = await startTestPortal({ JOBS: 'off' })
  const [windowStaff, firstStaff, secondStaff] = await Promise.all(
    (['WINDOW', 'FIRST_REVIEWER', 'SECOND_REVIEWER'] as const).map((role) => staffOf(portal, role)),
  )
  window = await signIn(portal, { staffId: windowStaff?.id ?? 0 })
  first = await signIn(portal, { staffId: firstStaff?.id ?? 0 })
  second = await signIn(portal, { staffId: secondStaff?.id ?? 0 })
  firstId = String(firstStaff?.id)
  windowId = windowStaff?.id ?? 0
})
afterAll(async () => {
  await portal.stop()
})

const written = (more: Record<string, string> = {}): Record<string, string> => ({
  visitedOn: '2026-11-19',
  visitedAt: '9：30',
  place: '太原市迎泽区文庙巷33号',
  personName1: '王建国',
  personPost1: '筹备组组长',
  findings: '住所为租赁用房，面积与申请一致。',
  conclusion: 'RECTIFY',
  note: '消防通道堆放杂物，请清理。',
  second: firstId,
  ...more,
})

/** Opens a record by the window's form, the first reviewer named as the other one. */
const open = async (found: TestCase, more: Record<string, string> = {}): Promise<string> => {
  const form = await window.get(paths.staffVisitNew(found.id))
  const id = more['id'] ?? form.$('input[name=id]').attr('value') ?? ''
  const answer = await window.post(paths.staffVisitNew(found.id), written({ id, ...more }))
  expect([answer.status, answer.location]).toEqual([303, `${paths.staffVisit(found.id, id)}?done=opened`])
  return id
}

const versionOn = async (who: Session, found: TestCase, id: string): Promise<string> => {
  const page = await who.get(paths.staffVisit(found.id, id))
  return page.$('form input[name=version]').first().attr('value') ?? ''
}

const confirm = async (who: Session, found: TestCase, id: string) =>
  who.post(paths.staffVisitStep(found.id, id, 'confirm'), { version: await versionOn(who, found, id) })

const upload = async (who: Session, found: TestCase, id: string, name: string, bytes: Buffer) => {
  const csrf = (await who.get(paths.staffVisit(found.id, id))).$('input[name=_csrf]').first().attr('value') ?? ''
  const version = await versionOn(who, found, id)
  const { body, type } = multipart([fieldPart('_csrf', csrf), fieldPart('version', version), filePart(name, bytes)])
  return fetch(portal.baseUrl + paths.staffVisitStep(found.id, id, 'photos'), {
    method: 'POST',
    body,
    headers: { cookie: who.cookie, accept: 'text/html', 'content-type': type },
    redirect: 'manual',
  })
}

const picture = () =>
  sharp({ create: { width: 64, height: 48, channels: 3, background: '#336' } })
    .jpeg()
    .toBuffer()

const messages = (found: TestCase) =>
  portal.owner.knex('message').where({ account_id: found.applicant.id }).orderBy('id').pluck<string[]>('body')

describe('现场核查', () => {
  test('two officials confirm, each in a session of their own; then it is a step of the case and fixed', async () => {
    const found = await makeCase(portal, place)
    expect((await window.get(paths.staffCase(found.id))).$('#work button').text()).toContain('现场核查')
    const id = await open(found)
    const before = await messages(found)

    // Sent again after a connection that broke off, it counts once.
    for (const name of ['现场.jpg', '再次.jpg'])
      expect((await upload(window, found, id, name, await picture())).status).toBe(303)
    const hostile = await upload(window, found, id, '现场.jpg', Buffer.from('<script>alert(1)</script>'))
    expect(hostile.status).toBe(422)
    const record = await first.get(paths.staffVisit(found.id, id))
    expect(record.$('.photo-list img')).toHaveLength(1)
    const photo = await fetch(portal.baseUrl + (record.$('.photo-list img').attr('src') ?? ''), {
      headers: { cookie: first.cookie },
    })
    expect([photo.status, photo.headers.get('content-type')]).toEqual([200, 'image/jpeg'])

    // It waits in the list of the one who was named, and counts for nothing.
    const queue = await first.get(paths.staffQueue)
    expect(queue.$('caption:contains(待您确认的现场核查记录)').closest('table').html()).toContain(id)
    expect((await second.get(paths.staffQueue)).text).not.toContain(id)
    expect((await confirm(window, found, id)).status).toBe(303)
    const waiting = await second.get(paths.staffCase(found.id))
    expect(waiting.text).toContain('待晋初审确认，不计入')
    expect(waiting.$('.timeline').text()).not.toContain('现场核查')
    expect(await messages(found)).toEqual(before)

    // Whoever was not there confirms nothing, and a correction asks both again.
    const seen = await versionOn(first, found, id)
    expect((await second.post(paths.staffVisitStep(found.id, id, 'confirm'), { version: seen })).status).toBe(403)
    const edited = await first.post(
      paths.staffVisitStep(found.id, id, 'edit'),
      written({ version: seen, personName2: '李秀英', personPost2: '秘书' }),
    )
    expect(edited.status).toBe(303)
    const stale = await first.post(paths.staffVisitStep(found.id, id, 'confirm'), { version: seen })
    expect([stale.status, stale.$('.notice').text()]).toEqual([409, expect.stringContaining('修改了记录')])
    expect((await second.get(paths.staffCase(found.id))).text).toContain('待晋窗口、晋初审确认，不计入')

    expect((await confirm(first, found, id)).status).toBe(303)
    const version = await versionOn(window, found, id)
    const dueOn = (await found.row()).clock_due_on
    for (let pressed = 0; pressed < 2; pressed += 1)
      expect((await window.post(paths.staffVisitStep(found.id, id, 'confirm'), { version })).status).toBe(303)
    const page = await second.get(paths.staffCase(found.id))
    expect(
      page
        .$('.timeline')
        .text()
        .match(/现场核查记录/g),
    ).toHaveLength(1)
    expect(page.text).toContain('两人均已确认')
    expect(await found.row()).toMatchObject({ status: 'ACCEPTED', clock_due_on: dueOn, paused_on: null })

    // The applicant learns when, where and by which office; neither who nor what was found.
    const told = (await messages(found)).slice(before.length)
    expect(told).toEqual(['山西省民政厅两名工作人员于2026年11月19日09:30到太原市迎泽区文庙巷33号进行了现场核查。'])
    const applicant = await signIn(portal, { accountId: found.applicant.id })
    const shown = await applicant.get(paths.case(found.id))
    expect(shown.$('.timeline').text()).toContain(told[0])
    for (const secret of ['晋初审', '晋窗口', '消防通道']) expect(shown.text).not.toContain(secret)

    const print = await second.get(paths.staffVisitStep(found.id, id, 'print'))
    for (const text of ['李秀英，秘书', '消防通道堆放杂物，请清理。', '晋窗口：']) expect(print.text).toContain(text)
    expect(print.$('img[alt^=现场照片]')).toHaveLength(1)

    const late = await window.post(paths.staffVisitStep(found.id, id, 'edit'), written({ version }))
    expect([late.status, late.text]).toEqual([409, expect.stringContaining('记录不能再修改')])
    await expect(portal.owner.knex('site_visit').where({ id }).update({ place: '别处' })).rejects.toThrow()
    await expect(portal.owner.knex('site_visit_photo').where({ visit_id: id }).delete()).rejects.toThrow()
  })

  test('a confirmed record is put right by another one that says so, once', async () => {
    const found = await makeCase(portal, place)
    const id = await open(found)
    await confirm(window, found, id)
    await confirm(first, found, id)
    const form = await window.get(`${paths.staffVisitNew(found.id)}?corrects=${id}`)
    expect(form.$('input[name=place]').attr('value')).toBe('太原市迎泽区文庙巷33号')
    const correction = await open(found, { corrects: id, place: '太原市迎泽区文庙巷35号' })
    const again = await window.post(paths.staffVisitNew(found.id), written({ id: randomUUID(), corrects: id }))
    expect([again.status, again.text]).toEqual([409, expect.stringContaining('已经有更正')])
    await confirm(window, found, correction)
    await confirm(first, found, correction)
    expect((await messages(found)).at(-1)).toContain('更正以前的现场核查记录：')
    const page = await second.get(paths.staffCase(found.id))
    for (const text of ['已更正', '更正以前的记录']) expect(page.text).toContain(text)
  })

  test('is asked for at its fields: not in the future, two different officials of the authority, people with posts', async () => {
    const found = await makeCase(portal, place)
    const own = await staffOf(portal, 'WINDOW')
    const city = await staffOf(portal, 'FIRST_REVIEWER', 'taiyuan-')
    const form = await window.get(paths.staffVisitNew(found.id))
    const offered = form.$('[name=second]').find('option').add(form.$('input[name=second]')).toArray()
    const values = offered.map((one) => form.$(one).attr('value'))
    expect(values).toContain(firstId)
    for (const nobody of [own.id, city.id]) expect(values).not.toContain(String(nobody))
    const wrong: [Record<string, string>, string][] = [
      [{ visitedOn: '2026-11-20', visitedAt: '23:59' }, '核查时间不能晚于现在'],
      [{ visitedAt: '25:00' }, '核查时间应为24小时制的时间'],
      [{ second: String(own.id) }, '请选择另一名核查人员'],
      [{ second: String(city.id) }, '请选择另一名核查人员'],
      [{ personName1: '', personPost1: '' }, '请填写对方人员姓名'],
      [{ personName2: '李秀英' }, '请填写对方人员（2）职务'],
      [{ note: '' }, '请填写结论说明'],
    ]
    for (const [fields, text] of wrong) {
      const answer = await window.post(paths.staffVisitNew(found.id), written({ id: randomUUID(), ...fields }))
      expect([answer.status, answer.$('.govuk-error-summary').text()]).toEqual([422, expect.stringContaining(text)])
    }
    expect(await portal.owner.knex('site_visit').where({ case_id: found.id })).toEqual([])
  })

  test('belongs to the case: another authority finds nothing, whoever the case names keeps away, and it ends with it', async () => {
    const found = await makeCase(portal, place)
    const id = await open(found)
    const city = await signIn(portal, { staffId: (await staffOf(portal, 'FIRST_REVIEWER', 'taiyuan-')).id })
    const version = await versionOn(window, found, id)
    for (const path of [paths.staffVisitNew(found.id), paths.staffVisit(found.id, id)])
      expect((await city.get(path)).status).toBe(404)
    expect((await city.post(paths.staffVisitStep(found.id, id, 'confirm'), { version })).status).toBe(404)
    expect((await window.post(paths.staffAction(found.id, 'visitSite'), { version })).status).toBe(404)

    // Named in the case afterwards: neither seen nor confirmed, nor offered any more.
    const named = await staffOf(portal, 'FIRST_REVIEWER')
    await portal.owner.knex('case_party').insert({ case_id: found.id, id_number_idx: named.idNumberIndex })
    expect((await first.post(paths.staffVisitStep(found.id, id, 'confirm'), { version })).status).toBe(403)
    expect((await first.get(paths.staffQueue)).text).not.toContain(id)
    const form = await window.get(paths.staffVisitNew(found.id))
    expect(form.$(`[value="${firstId}"]`)).toHaveLength(0)

    const other = await makeCase(portal, place)
    const open2 = await open(other)
    await confirm(window, other, open2)
    await other.step('withdraw')
    const over = await first.get(paths.staffVisit(other.id, open2))
    expect(over.text).toContain('不作为审查的依据')
    expect((await first.get(paths.staffQueue)).text).not.toContain(open2)
    const late = await first.post(paths.staffVisitStep(other.id, open2, 'confirm'), { version: '1' })
    expect(late.status).toBe(409)
  })

  test('a record that never counted is deleted with its photos', async () => {
    const found = await makeCase(portal, { stage: 'establishmentSubmission', status: 'RECEIVED' })
    const id = await open(found)
    expect((await upload(window, found, id, 'a.jpg', await picture())).status).toBe(303)
    const answer = await window.post(paths.staffVisitStep(found.id, id, 'discard'), {
      version: await versionOn(window, found, id),
    })
    expect([answer.status, answer.location]).toEqual([303, paths.staffCase(found.id)])
    expect((await window.get(paths.staffVisit(found.id, id))).status).toBe(404)
    expect(await portal.owner.knex('site_visit_photo').where({ visit_id: id })).toEqual([])
  })

  test('is of the officials who were there: given to another authority, it is neither read nor put right there', async () => {
    const found = await makeCase(portal, { stage: 'establishmentSubmission', status: 'RECEIVED' })
    const id = await open(found)
    expect((await upload(window, found, id, 'a.jpg', await picture())).status).toBe(303)
    await confirm(window, found, id)
    await confirm(first, found, id)
    const [photo] = await portal.owner.knex('site_visit_photo').where({ visit_id: id }).pluck<string[]>('id')
    await found.step('transfer', { form: { authority: '太原市行政审批服务管理局' } })
    const city = await signIn(portal, { staffId: (await staffOf(portal, 'WINDOW', 'taiyuan-')).id })
    const page = await city.get(paths.staffCase(found.id))
    expect(page.text).toContain('由原登记管理机关填写')
    expect(page.$(`a[href="${paths.staffVisit(found.id, id)}"]`)).toHaveLength(0)
    for (const path of [
      paths.staffVisit(found.id, id),
      paths.staffVisitStep(found.id, id, 'print'),
      paths.staffVisitStep(found.id, id, 'edit'),
      `${paths.staffVisitNew(found.id)}?corrects=${id}`,
      paths.staffVisitPhoto(found.id, id, photo ?? ''),
    ])
      expect([path, (await city.get(path)).status]).toEqual([path, 404])
  })

  test('is a step of its own, whatever its number is, and of two officials who may both act when it counts', async () => {
    const found = await makeCase(portal, place)
    const key = await portal.owner
      .knex('case_event')
      .where({ case_id: found.id, action: 'accept' })
      .first('request_key')
    const id = await open(found, { id: key.request_key })
    await confirm(window, found, id)
    await confirm(first, found, id)
    const { action } = await portal.owner
      .knex('site_visit as v')
      .join('case_event as e', 'e.id', 'v.event_id')
      .where({ 'v.id': id })
      .first('e.action')
    expect(action).toBe('visitSite')

    // A record's number is its own: no form of somebody else opens, or breaks on, what is there.
    const taken = await first.post(paths.staffVisitNew(found.id), written({ id, second: String(windowId) }))
    expect(taken.status).toBe(400)

    // Whoever confirmed first is named in the case by now: the record would rest on somebody who must keep away.
    const other = await makeCase(portal, place)
    const theirs = await open(other)
    await confirm(first, other, theirs)
    const named = await staffOf(portal, 'FIRST_REVIEWER')
    await portal.owner.knex('case_party').insert({ case_id: other.id, id_number_idx: named.idNumberIndex })
    const late = await confirm(window, other, theirs)
    expect([late.status, late.text]).toEqual([409, expect.stringContaining('回避')])
    expect(await portal.owner.knex('site_visit').where({ id: theirs }).first()).toMatchObject({ event_id: null })
  })

  test('whoever reads a record, or what stands in it, stands in the log of the case', async () => {
    const found = await makeCase(portal, place)
    const id = await open(found)
    expect((await upload(window, found, id, 'a.jpg', await picture())).status).toBe(303)
    const [photo] = await portal.owner.knex('site_visit_photo').where({ visit_id: id }).pluck<string[]>('id')
    await confirm(window, found, id)
    await confirm(first, found, id)
    const views = () =>
      portal.owner.knex('audit_log').where({ action: 'file.view', object_kind: 'site_visit', object_id: id })
    const before = await views()
    await second.get(`${paths.staffVisitNew(found.id)}?corrects=${id}`)
    expect((await views()).length).toBe(before.length + 1)
    await second.get(paths.staffVisitPhoto(found.id, id, photo ?? ''))
    const auditor = await signIn(portal, { staffId: (await staffOf(portal, 'AUDIT_ADMIN')).id })
    const { number } = await found.row()
    const log = await auditor.get(`${paths.staffAudit}?${new URLSearchParams({ number: number ?? '' }).toString()}`)
    const seen = log.$('tbody tr:contains(查看材料)')
    expect([log.status, seen.text()]).toEqual([200, expect.stringContaining('现场核查记录')])
    expect(seen.text()).toContain(photo)
  })
})
