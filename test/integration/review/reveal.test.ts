import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { may, STAFF_ROLES } from '../../../src/core/access.ts'
import { paths } from '../../../src/web/paths.ts'
import {
  inventedId,
  makeApplicant,
  makeCase,
  signIn,
  staffOf,
  type Session,
  type TestCase,
} from '../../support/cases.ts'
import { poppler } from '../../support/poppler.ts'
import { startTestPortal, type TestPortal } from '../../support/portal.ts'

let portal: TestPortal
let window: Session
let found: TestCase
/** Every number, phone and address of a person that stands in the answers of the case. */
let personal: readonly string[]
/** The bank account in the answers. */
let accountNumber: string
const applicantNumber = inventedId(777)

beforeAll(async () => {
  portal = await startTestPortal({ JOBS: 'off' })
  window = await signIn(portal, { staffId: (await staffOf(portal, 'WINDOW')).id })
  const applicant = await makeApplicant(portal, applicantNumber)
  found = await makeCase(portal, { stage: 'establishmentCompletion', status: 'SUBMITTED' }, { applicant })
  const answers = JSON.stringify(found.answers)
  accountNumber = /"accountNo":"(\d+)"/.exec(answers)?.[1] ?? ''
  personal = [
    ...new Set([
      ...(answers.match(/(?<!\d)\d{17}[\dX](?![\dX])/g) ?? []),
      ...(answers.match(/(?<!\d)1[3-9]\d{9}(?!\d)/g) ?? []),
      ...(answers.match(/[\w.]+@[\w.]+\.org/g) ?? []),
    ]),
  ]
})
afterAll(() => portal.stop())

const viewsOf = (place: string): Promise<Record<string, unknown>[]> =>
  portal.owner.knex('identity_view').where({ place }).orderBy('id')

const placeOf = async (one: TestCase): Promise<string> => `办件${(await one.row()).number ?? ''}`

const numbersIn = (text: string): string[] => personal.filter((number) => text.includes(number))

describe('S30 people in a case', () => {
  it('S30 document numbers, phones, e-mail and bank accounts are masked by default, in every stage and every list', async () => {
    expect(personal.length).toBeGreaterThan(10)
    const page = await window.get(paths.staffCase(found.id))
    expect(page.status).toBe(200)
    expect(numbersIn(page.text)).toEqual([])
    expect(page.text).not.toContain(applicantNumber)
    expect(accountNumber).not.toBe('')
    expect(page.text).not.toContain(accountNumber)
    expect(page.text).toContain(`****${accountNumber.slice(-4)}`)
    expect(page.text).toContain(`${applicantNumber.slice(0, 4)}**********${applicantNumber.slice(-4)}`)
    expect(page.$('main').text()).toContain('林知远')
    const earlier = page.$('a[href*="/submissions/"]').toArray()
    expect(earlier.length).toBeGreaterThan(1)
    for (const link of earlier) {
      const old = await window.get(page.$(link).attr('href') ?? '')
      expect([old.status, numbersIn(old.text)]).toEqual([200, []])
    }
    expect((await window.get(paths.staffSubmission(found.id, 0))).status).toBe(404)
  })

  it('S30 the list for a correction notice and an explained correction are masked too', async () => {
    const one = await makeCase(portal, { stage: 'establishmentSubmission', status: 'RECEIVED' })
    const page = await window.get(paths.staffCase(one.id))
    expect(page.$('button[form=judge]').length).toBeGreaterThan(10)
    expect(numbersIn(page.text)).toEqual([])
    await one.step('requireCorrection')
    await portal.owner.knex('correction_item').update({ answer: '已更正为140106198503120014，电话13900001234' })
    expect(numbersIn((await window.get(paths.staffCase(one.id))).text)).toEqual([])
  })

  it('S30 an answer to a question the matter no longer asks is masked by its shape', async () => {
    const one = await makeCase(portal, { stage: 'nameConsultation', status: 'SUBMITTED' })
    const { crypto } = portal.deps
    const [snapshot] = (await portal.owner.knex('snapshot').where({ case_id: one.id })) as {
      event_id: number
      content_enc: string
    }[]
    if (!snapshot) throw new Error('no snapshot')
    const place = `snapshot.content:${one.id}:${snapshot.event_id}`
    const content = JSON.parse(crypto.decrypt(snapshot.content_enc, place)) as {
      sections: { page: string; title: string; rows: object[]; items: object[] }[]
    }
    content.sections.push({
      page: 'gone',
      title: '旧版页面',
      rows: [
        { field: 'oldId', label: '联系人证件号码', text: '140106199203070026' },
        { field: 'oldText', label: '备注', text: '电话13912345678' },
      ],
      items: [],
    })
    await portal.owner.knex.raw('alter table snapshot disable trigger never_changed')
    await portal.owner
      .knex('snapshot')
      .where({ event_id: snapshot.event_id })
      .update({ content_enc: crypto.encrypt(JSON.stringify(content), place) })
    await portal.owner.knex.raw('alter table snapshot enable trigger never_changed')
    const page = await window.get(paths.staffCase(one.id))
    expect(page.text).toContain('旧版页面')
    expect(page.text).not.toContain('140106199203070026')
    expect(page.text).not.toContain('13912345678')
    const shown = await window.post(paths.staffReveal(one.id), { ground: 'COMPARE_DOCUMENTS' })
    expect(shown.text).toContain('140106199203070026')
    const index = crypto.index('id-number', '140106199203070026')
    expect((await viewsOf(await placeOf(one))).map((row) => row['id_number_idx'])).toContain(index)
  })

  it('S30 in full only with a reason: recorded for every person before it is shown, once, and not by GET', async () => {
    const place = await placeOf(found)
    for (const fields of [
      {},
      { ground: 'OTHER' },
      { ground: 'constructor', explanation: '看看' },
      { explanation: '看看' },
    ]) {
      const refused = await window.post(paths.staffReveal(found.id), fields)
      expect(refused.status).toBe(422)
      expect(numbersIn(refused.text)).toEqual([])
    }
    expect(await viewsOf(place)).toEqual([])
    const shown = await window.post(paths.staffReveal(found.id), {
      ground: 'COMPARE_DOCUMENTS',
      explanation: '与原件13912345678核对',
    })
    expect(shown.status).toBe(200)
    expect(shown.text).toContain(applicantNumber)
    expect(shown.text).toContain(accountNumber)
    expect(numbersIn(shown.text).length).toBeGreaterThan(10)
    expect(shown.text).toContain('以下为完整的个人信息')

    const rows = await viewsOf(place)
    const { crypto } = portal.deps
    const indexes = rows.map((row) => row['id_number_idx'])
    expect(new Set(indexes).size).toBe(rows.length)
    const people = [
      applicantNumber,
      ...personal.filter((number) => /^\d{17}[\dX]$/.test(number) && shown.text.includes(number)),
    ]
    for (const number of people) expect(indexes, number).toContain(crypto.index('id-number', number))
    const staff = await staffOf(portal, 'WINDOW')
    for (const row of rows)
      expect(row).toMatchObject({
        staff_id: staff.id,
        staff_name: staff.name,
        authority_name: '山西省民政厅',
        reason: '核对申请材料与证件：与原件139****5678核对',
      })
    const [audit] = await portal.owner.knex('audit_log').where({ action: 'case.reveal', object_id: found.id })
    expect(audit.details).toEqual({ ground: 'COMPARE_DOCUMENTS', people: rows.length })

    // Coming back, reloading or following the address shows the masked page again and records nothing.
    for (const path of [paths.staffCase(found.id), paths.staffReveal(found.id)]) {
      const again = await window.get(path)
      expect([200, 303]).toContain(again.status)
      expect(numbersIn(again.text)).toEqual([])
    }
    expect(await viewsOf(place)).toHaveLength(rows.length)
  })

  it('S30 the answer with people in full is kept by nobody', async () => {
    const answer = await fetch(portal.baseUrl + paths.staffReveal(found.id), {
      method: 'POST',
      headers: {
        cookie: window.cookie,
        accept: 'text/html',
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: new URLSearchParams({ _csrf: 'token-of-the-test-session', ground: 'CONTACT' }).toString(),
    })
    expect(answer.status).toBe(200)
    expect(answer.headers.get('cache-control')).toBe('no-store')
  })

  it('S21 S30 申请表: whole for the owner, masked for the authority until it says why, for nobody else', async () => {
    const applicant = await makeApplicant(portal)
    const one = await makeCase(portal, { stage: 'establishmentSubmission', status: 'RECEIVED' }, { applicant })
    const number = one.answers['officers']?.items[0]?.values['idNumber'] ?? ''
    const { crypto, knex } = { ...portal.deps, knex: portal.owner.knex }
    const [event] = (await knex('snapshot').where({ case_id: one.id, stage: 'establishmentSubmission' })) as {
      event_id: string
    }[]
    const round = String(event?.event_id)
    const read = async (who: { readonly cookie: string }, path: string, form?: Record<string, string>) => {
      const answer = await fetch(portal.baseUrl + path, {
        headers: { cookie: who.cookie, accept: 'text/html' },
        redirect: 'manual',
        ...(form && {
          method: 'POST',
          body: new URLSearchParams({ _csrf: 'token-of-the-test-session', ...form }),
        }),
      })
      const pdf = answer.headers.get('content-type') === 'application/pdf'
      const bytes = Buffer.from(await answer.arrayBuffer())
      return { status: answer.status, text: pdf ? await poppler('pdftotext', ['-raw', '-', '-'], bytes) : '' }
    }
    const owner = await signIn(portal, { accountId: applicant.id })
    const stranger = await signIn(portal, { accountId: (await makeApplicant(portal)).id })
    const city = await signIn(portal, { staffId: (await staffOf(portal, 'WINDOW', 'taiyuan-')).id })
    const own = paths.submittedPaper(one.id, round, 'M208')
    const whole = await read(owner, own)
    for (const words of ['法定代表人登记表', number, (await one.row()).number ?? '', '提交时间：'])
      expect(whole.text).toContain(words)
    expect((await owner.get(paths.case(one.id))).text).toContain(own)
    // Submitted: no longer a draft.
    expect((await read(owner, paths.draftPaper(one.id, 'M208'))).status).toBe(404)
    for (const path of [
      own,
      paths.submittedPaper(one.id, '999999', 'M208'),
      paths.submittedPaper(one.id, round, 'M999'),
    ])
      expect((await read(stranger, path)).status).toBe(404)

    const masked = await read(window, paths.staffPaper(one.id, round, 'M208'))
    expect(masked.text).toContain('个人信息只显示一部分')
    expect(masked.text).not.toContain(number)
    const list = await window.get(paths.staffPapers(one.id))
    expect(list.text).toContain(paths.staffPaper(one.id, round, 'M208'))
    for (const path of [paths.staffPapers(one.id), paths.staffPaper(one.id, round, 'M208')])
      expect((await read(city, path)).status).toBe(404)
    const place = await placeOf(one)
    expect((await read(window, paths.staffPapers(one.id), { paper: `${round}/M208` })).status).toBe(422)
    expect(await viewsOf(place)).toEqual([])
    const asked = { paper: `${round}/M208`, ground: 'MAKE_CERTIFICATE' }
    expect((await read(window, paths.staffPapers(one.id), asked)).text).toContain(number)
    expect((await viewsOf(place)).map((row) => row['id_number_idx'])).toContain(crypto.index('id-number', number))
    // What is archived has the whole numbers, and is asked for in the same way; the usual one is masked.
    const before = (await viewsOf(place)).length
    expect((await read(window, paths.staffWholeCase(one.id))).text).not.toContain(number)
    expect((await viewsOf(place)).length).toBe(before)
    const archived = await read(window, paths.staffPapers(one.id), { paper: 'whole', ground: 'ARCHIVE' })
    const told = archived.text.normalize('NFKC').replaceAll(/\s/gu, '')
    for (const words of [number, '完整,归档使用', '全卷第1页']) expect(told).toContain(words)
    expect((await viewsOf(place)).length).toBeGreaterThan(before)

    const [document] = (await knex('document').where({ case_id: one.id, kind: 'RECEIPT' })) as {
      id: string
      number: string
    }[]
    const delivery = await read(window, paths.staffDelivery(one.id, document?.id ?? ''))
    expect(delivery.text).toContain(document?.number)
    expect((await read(city, paths.staffDelivery(one.id, document?.id ?? ''))).status).toBe(404)
  })

  it('a draft of a paper is made of what is typed so far, for its owner alone', async () => {
    const applicant = await makeApplicant(portal)
    const one = await makeCase(portal, { stage: 'nameApproval', status: 'DRAFT' }, { applicant })
    const path = paths.draftPaper(one.id, 'M101')
    const owner = await signIn(portal, { accountId: applicant.id })
    expect((await owner.get(paths.case(one.id))).text).toContain(path)
    const answer = await fetch(portal.baseUrl + path, { headers: { cookie: owner.cookie } })
    expect(decodeURIComponent(answer.headers.get('content-disposition') ?? '')).toContain('名称核准申请表（草稿）.pdf')
    const text = await poppler('pdftotext', ['-raw', '-', '-'], Buffer.from(await answer.arrayBuffer()))
    expect(text).toContain('草稿，尚未提交')
    await expect(
      (await signIn(portal, { accountId: (await makeApplicant(portal)).id })).get(path),
    ).resolves.toMatchObject({
      status: 404,
    })
  })

  it('S30 every person with an account sees who looked, when, where and why; nobody else does', async () => {
    const applicant = await makeApplicant(portal)
    const stranger = await makeApplicant(portal)
    const one = await makeCase(portal, { stage: 'establishmentSubmission', status: 'RECEIVED' }, { applicant })
    const others = one.answers['officers']?.items.filter(({ values }) => values['isLegalRepresentative'] !== 'yes')
    const officer = await makeApplicant(portal, others?.[0]?.values['idNumber'])
    const fields = { ground: 'OTHER', explanation: '信访件答复需要核对本人信息' }
    expect((await window.post(paths.staffReveal(one.id), fields)).status).toBe(200)
    const number = (await one.row()).number ?? ''
    const seen = async (id: string) => (await signIn(portal, { accountId: id })).get(paths.accountViews)
    for (const who of [applicant, officer]) {
      const text = (await seen(who.id)).$('main').text()
      for (const words of [`办件${number}`, '晋窗口', '山西省民政厅', '信访件答复需要核对本人信息', '2026年11月20日'])
        expect(text, words).toContain(words)
    }
    expect((await seen(stranger.id)).$('main').text()).not.toContain(number)
    // Whoever only typed the number at registration learns nothing of other people's cases.
    await portal.owner.knex('account').where({ id: officer.id }).update({ real_name_level: 0 })
    expect((await seen(officer.id)).$('main').text()).not.toContain(number)
    await portal.owner.knex('account').where({ id: applicant.id }).update({ real_name_level: 0 })
    expect((await seen(applicant.id)).$('main').text()).toContain(number)
  })

  it('S30 S21 only for officials of the authority who work on cases, and never in one’s own case', async () => {
    const one = await makeCase(portal, { stage: 'nameApproval', status: 'SUBMITTED' })
    const fields = { ground: 'CONTACT' }
    for (const role of STAFF_ROLES) {
      const own = await signIn(portal, { staffId: (await staffOf(portal, role)).id })
      const answer = await own.post(paths.staffReveal(one.id), fields)
      expect(answer.status, role).toBe(may([role], 'case:act') ? 200 : 403)
    }
    const city = await signIn(portal, { staffId: (await staffOf(portal, 'WINDOW', 'taiyuan-')).id })
    for (const id of [one.id, randomUUID(), "1' or '1'='1"])
      expect((await city.post(paths.staffReveal(encodeURIComponent(id)), fields)).status).toBe(404)

    const staff = await staffOf(portal, 'FIRST_REVIEWER')
    const reviewer = await signIn(portal, { staffId: staff.id })
    const own = await makeCase(
      portal,
      { stage: 'nameApproval', status: 'SUBMITTED' },
      { applicant: await makeApplicant(portal, inventedId(778)) },
    )
    const index = portal.deps.crypto.index('id-number', inventedId(778))
    await portal.owner.knex('staff').where({ id: staff.id }).update({ id_number_idx: index })
    expect((await reviewer.get(paths.staffCase(own.id))).status).toBe(403)
    expect((await reviewer.post(paths.staffReveal(own.id), fields)).status).toBe(403)
    expect(await viewsOf(await placeOf(own))).toEqual([])
  })
})
