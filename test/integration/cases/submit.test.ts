import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openSnapshot, type SnapshotRow } from '../../../src/modules/cases/snapshot.ts'
import { sealPage } from '../../../src/modules/cases/answers.ts'
import { paths } from '../../../src/web/paths.ts'
import { caseRow, putCase, putCorrection, putFile, storedPages } from '../../support/own-cases.ts'
import { untilTaken, type Browser } from '../../support/browser.ts'
import { browserOf, createAccount, type TestApplicant } from '../../support/people.ts'
import { startTestPortal, testMoment, type TestPortal } from '../../support/portal.ts'

let portal: TestPortal
let account: TestApplicant
let browser: Browser

beforeAll(async () => {
  portal = await startTestPortal({ JOBS: 'off' })
  account = await createAccount(portal)
  browser = await browserOf(portal, account)
  await browser.get(paths.cases)
  await browser.get(paths.messages)
})
afterAll(() => portal.stop())

const confirm = (who: Browser, id: string, requestKey: string, version = '0') =>
  who.post(paths.confirm(id), { _csrf: who.token(), answer: 'yes', requestKey, version })

/** What a submission leaves behind. */
const traces = async (id: string) => {
  const of = (table: string) => portal.owner.knex(table).where({ case_id: id })
  const row = await caseRow(portal, id)
  return {
    status: row.status,
    number: row.number,
    events: (await of('case_event')).length,
    snapshots: (await of('snapshot')).length,
    messages: (await of('message')).length,
  }
}

const untouched = { status: 'DRAFT', number: null, events: 0, snapshots: 0, messages: 0 }

describe('what was submitted', () => {
  it('stays to be read, with its own heading, from the case and from the page that says it was sent', async () => {
    const id = await putCase(portal, account.id, { complete: true })
    await browser.get(paths.case(id))
    const nothing = await browser.get(paths.case(id))
    expect(nothing.$('main').text()).toContain('还没有提交')
    expect(nothing.$(`main a[href^="${paths.submissions(id)}"]`)).toHaveLength(0)
    await browser.get(paths.confirm(id))
    const sent = await browser.submit('main form', { answer: 'yes' })
    const own = await browser.get(paths.case(id))
    const [link] = own.$(`a[href^="${paths.submissions(id)}/"]`).toArray()
    const address = own.$(link).attr('href') ?? ''
    expect(own.$(link).text()).toBe('拟用名称咨询 第1次')
    expect(sent.$(`a[href="${address}"]`).text()).toBe('我提交的内容')
    const submitted = await browser.get(address)
    expect(submitted.$('.reading__list a').first().attr('href')).toBe('#page-name')
    expect(submitted.$('main').text()).toContain('本环节第一次提交')
    expect(submitted.$('main .reading a[href*="/pages/"]')).toHaveLength(0)
    const all = await browser.get(paths.submissions(id))
    expect(all.$(`main a[href="${address}"]`)).toHaveLength(1)
    for (const wrong of [`${paths.submissions(id)}/0`, `${paths.submissions(crypto.randomUUID())}`])
      expect((await browser.get(wrong)).status).toBe(404)
    const page = await browser.get(paths.checkAnswers(id))
    expect(page.$('h1').text()).toBe('已提交的内容和材料')
    expect(page.$('main').text()).toContain('现在不能修改')
    expect(page.$('main form, main a[href*="/pages/"]')).toHaveLength(0)
  })

  it('after hours it counts as sent on the next working day, and no more days are left than were promised', async () => {
    const id = await putCase(portal, account.id, { stage: 'establishmentSubmission', complete: true })
    await browser.get(paths.case(id))
    // Thursday, 22:47 in Shanghai.
    portal.clock.set('2026-11-19T14:47:00.000Z')
    try {
      expect((await confirm(browser, id, randomUUID())).status).toBe(303)
      const text = (await browser.get(paths.case(id))).$('.turn').text()
      expect(text).toMatch(/2026年11月27日前.*还剩5个工作日/)
      expect(text).toContain('按2026年11月20日提交计算，从次日起数工作日')
    } finally {
      portal.clock.set(testMoment)
    }
  })
})

describe('what is not complete cannot be submitted', () => {
  it('S50 an empty draft: the confirmation leads back to the check, and a post past it does too', async () => {
    const id = await putCase(portal, account.id)
    expect((await browser.get(paths.confirm(id))).url).toBe(paths.checkAnswers(id))
    const answer = await confirm(browser, id, randomUUID())
    expect([answer.status, answer.headers.get('location')]).toEqual([303, paths.checkAnswers(id)])
    expect(await traces(id)).toEqual(untouched)
  })

  it.each(['name', 'purpose', 'contact'] as const)('S50 without the page %s', async (page) => {
    const id = await putCase(portal, account.id, { complete: true })
    await portal.owner.knex('answer').where({ case_id: id, page }).delete()
    const answer = await confirm(browser, id, randomUUID())
    expect(answer.headers.get('location')).toBe(paths.checkAnswers(id))
    expect(await traces(id)).toEqual(untouched)
  })

  it('S50 with one wrong answer on one page', async () => {
    const id = await putCase(portal, account.id, { complete: true })
    const { pages } = await storedPages(portal, id)
    const contact = pages['contact'] ?? { values: {}, items: [] }
    await portal.owner
      .knex('answer')
      .where({ case_id: id, page: 'contact' })
      .update({
        data_enc: sealPage(portal.deps.crypto, id, 'contact', {
          ...contact,
          values: { ...contact.values, contactPhone: '12' },
        }),
      })
    await confirm(browser, id, randomUUID())
    expect(await traces(id)).toEqual(untouched)
  })

  it('S50 with a name the rules forbid', async () => {
    const id = await putCase(portal, account.id, { complete: true })
    const { pages } = await storedPages(portal, id)
    await portal.owner
      .knex('answer')
      .where({ case_id: id, page: 'name' })
      .update({
        data_enc: sealPage(portal.deps.crypto, id, 'name', {
          items: [],
          values: { ...pages['name']?.values, proposedName: '山西省古籍修复研究会' },
        }),
      })
    await confirm(browser, id, randomUUID())
    expect(await traces(id)).toEqual(untouched)
  })

  it('S50 without a required file', async () => {
    const id = await putCase(portal, account.id, { stage: 'nameApproval', complete: true })
    const number = (await caseRow(portal, id)).number
    await portal.owner
      .knex('attachment')
      .where({ case_id: id, material: 'M102' })
      .update({ removed_at: portal.clock.now() })
    const answer = await confirm(browser, id, randomUUID())
    expect(answer.headers.get('location')).toBe(paths.checkAnswers(id))
    expect(await traces(id)).toEqual({ ...untouched, number })
  })

  it('S50 with a correction that was not answered item by item', async () => {
    const id = await putCase(portal, account.id, {
      stage: 'establishmentSubmission',
      status: 'CORRECTION_REQUIRED',
      complete: true,
    })
    const [first = 0, second = 0] = await putCorrection(portal, id, [
      { kind: 'page', target: 'funds' },
      { kind: 'material', target: 'M204' },
    ])
    await confirm(browser, id, randomUUID())
    expect((await traces(id)).status).toBe('CORRECTION_REQUIRED')
    await browser.post(paths.correctionAnswer(id), {
      _csrf: browser.token(),
      [`item-${first}`]: '已改',
      [`item-${second}`]: '  ',
    })
    await confirm(browser, id, randomUUID())
    expect((await traces(id)).status).toBe('CORRECTION_REQUIRED')
    // The page keeps what was said, and says what is left; 重新提交 takes what is typed and goes on. What needs no mending is one folded line.
    const { $ } = await browser.get(paths.case(id))
    expect($('#correction textarea').first().text()).toBe('已改')
    expect($('#correction button[disabled]')).toHaveLength(0)
    expect($('#correction button[value=check]').text()).toBe('重新提交')
    expect($('#correction-left').text()).toContain('还有 1 项没有补正说明')
    expect($('.tasks:not(.fold .tasks)')).toHaveLength(0)
    expect($('.fold__summary').text()).toMatch(/其余\d+项已填写，不需要修改/)
    const said = await browser.post(paths.correctionAnswer(id), {
      _csrf: browser.token(),
      [`item-${first}`]: '已改',
      [`item-${second}`]: '已换',
      go: 'check',
    })
    expect(said.headers.get('location')).toBe(paths.checkAnswers(id))
    expect((await browser.get(paths.case(id))).$('#correction-left')).toHaveLength(0)
    expect((await browser.get(paths.checkAnswers(id))).$('main form button').last().text()).toBe('重新提交')
    const answer = await confirm(browser, id, randomUUID())
    expect(answer.status).toBe(303)
    expect(await traces(id)).toMatchObject({ status: 'SUBMITTED', events: 1, snapshots: 1 })
  })

  it.each(['SUBMITTED', 'ACCEPTED', 'WITHDRAWN', 'NOT_SUITABLE'] as const)('S50 when it is %s', async (status) => {
    const id = await putCase(portal, account.id, { status, complete: true })
    const before = await traces(id)
    const answer = await confirm(browser, id, randomUUID())
    expect(answer.status).toBe(409)
    expect(await traces(id)).toEqual(before)
  })

  it.each(['', 'x', '0', "'; drop table case_file; --", 'a'.repeat(4000)])(
    'S50 with %j for the key of the form',
    async (key) => {
      const id = await putCase(portal, account.id, { complete: true })
      const answer = await confirm(browser, id, key)
      expect(answer.status).toBe(400)
      expect(await traces(id)).toEqual(untouched)
    },
  )

  it.each(['-1', '1', 'NaN', '', '0x0', '1e0'])('S50 with version %j that was not shown', async (version) => {
    const id = await putCase(portal, account.id, { complete: true })
    expect((await confirm(browser, id, randomUUID(), version)).status).toBe(409)
    expect(await traces(id)).toEqual(untouched)
  })

  it('S50 "否" submits nothing', async () => {
    const id = await putCase(portal, account.id, { complete: true })
    for (const answer of ['no', '', 'YES', 'true']) {
      const back = await browser.post(paths.confirm(id), {
        _csrf: browser.token(),
        answer,
        requestKey: randomUUID(),
        version: '0',
      })
      expect(back.headers.get('location')).toBe(paths.checkAnswers(id))
    }
    expect(await traces(id)).toEqual(untouched)
  })
})

describe('a submission happens once', () => {
  it('S50 the same form posted 100 times at once, through two processes', async () => {
    const id = await putCase(portal, account.id, { complete: true })
    const page = await browser.get(paths.confirm(id))
    expect(page.status).toBe(200)
    const key = page.$('input[name=requestKey]').attr('value') ?? ''
    const version = page.$('input[name=version]').attr('value') ?? ''
    const second = await portal.second()
    try {
      const answers = await Promise.all(
        Array.from({ length: 100 }, (_, n) =>
          untilTaken(() =>
            browser.raw(n % 2 === 0 ? paths.confirm(id) : `${second.baseUrl}${paths.confirm(id)}`, {
              method: 'POST',
              body: new URLSearchParams({ _csrf: browser.token(), answer: 'yes', requestKey: key, version }).toString(),
              headers: { 'content-type': 'application/x-www-form-urlencoded' },
            }),
          ),
        ),
      )
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([303]))
      expect(new Set(answers.map(({ headers }) => headers.get('location')))).toEqual(
        new Set([`${paths.submitted(id)}?key=${key}`]),
      )
    } finally {
      await second.stop()
    }
    expect(await traces(id)).toMatchObject({ status: 'SUBMITTED', events: 1, snapshots: 1, messages: 1 })
    const shown = await browser.get(`${paths.submitted(id)}?key=${key}`)
    expect(shown.status).toBe(200)
    expect(shown.text).toContain((await caseRow(portal, id)).number)
  }, 30_000)

  it('S50 thirty windows with forms of their own: one is taken, the others are told', async () => {
    const id = await putCase(portal, account.id, { complete: true })
    const answers = await Promise.all(Array.from({ length: 30 }, () => confirm(browser, id, randomUUID())))
    const taken = answers.filter(({ status }) => status === 303)
    expect(taken).toHaveLength(1)
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(29)
    expect(await traces(id)).toMatchObject({ status: 'SUBMITTED', events: 1, snapshots: 1, messages: 1 })
  })

  it('S50 a save that runs at the same time is either in the snapshot or refused, never lost in between', async () => {
    for (let round = 0; round < 10; round += 1) {
      const id = await putCase(portal, account.id, { complete: true })
      const text = `第${round}次修改的宗旨，团结从事古建筑彩绘保护的单位和个人。`
      const { pages } = await storedPages(portal, id)
      const [saved, submitted] = await Promise.all([
        browser.post(paths.answerPage(id, 'purpose'), {
          _csrf: browser.token(),
          ...pages['purpose']?.values,
          purpose: text,
          version: '1',
          action: 'save-draft',
        }),
        confirm(browser, id, randomUUID()),
      ])
      expect(submitted.status).toBe(303)
      const row = await portal.owner
        .knex<SnapshotRow & { finding_codes: string[] }>('snapshot')
        .where({ case_id: id })
        .first()
      if (!row) throw new Error('no snapshot')
      const frozen = openSnapshot(portal.deps.crypto, row)
      // What the rules pointed out is counted beside it for lists.
      expect(row.finding_codes).toHaveLength(frozen.findings.length)
      const purpose = frozen.sections
        .find(({ page }) => page === 'purpose')
        ?.rows.find(({ field }) => field === 'purpose')?.text
      expect(saved.status === 303).toBe(purpose === text)
    }
  })

  it('S50 a file removed at the same time is either in the snapshot or the removal is refused', async () => {
    for (let round = 0; round < 5; round += 1) {
      const id = await putCase(portal, account.id, { stage: 'nameApproval', complete: true })
      const extra = await putFile(portal, id, 'M103')
      const [removed] = await Promise.all([
        browser.post(paths.removeAttachment(id, extra), { _csrf: browser.token(), answer: 'yes' }),
        confirm(browser, id, randomUUID()),
      ])
      const row = await portal.owner.knex<SnapshotRow>('snapshot').where({ case_id: id }).first()
      if (!row) throw new Error('no snapshot')
      const files = openSnapshot(portal.deps.crypto, row).materials.flatMap((material) => material.files)
      expect(removed.status === 303).toBe(!files.some((file) => file.id === extra))
    }
  })
})

describe('numbers', () => {
  it('S58 200 submissions at once get 200 numbers in a row, without a gap', async () => {
    const people = await Promise.all(Array.from({ length: 8 }, () => createAccount(portal)))
    const cases = (
      await Promise.all(
        people.map(async (person) => {
          const own = await browserOf(portal, person)
          await own.get(paths.messages)
          return Promise.all(
            Array.from({ length: 25 }, async () => ({
              own,
              id: await putCase(portal, person.id, { complete: true, authority: 'taiyuan-spj' }),
            })),
          )
        }),
      )
    ).flat()
    // The name belongs to the province: what this authority refuses would not get a number.
    for (const { id } of cases)
      await portal.owner
        .knex('answer')
        .where({ case_id: id, page: 'name' })
        .update({
          data_enc: sealPage(portal.deps.crypto, id, 'name', {
            items: [],
            values: {
              proposedName: '太原市古建筑彩绘保护协会',
              alternativeName1: '',
              alternativeName2: '',
              orgKind: 'PROFESSIONAL',
            },
          }),
        })
    const half = cases.map((each, n) => ({ ...each, incomplete: n % 10 === 0 }))
    // Some fail at the last check: their numbers must not be burnt.
    for (const { id } of half.filter(({ incomplete }) => incomplete))
      await portal.owner.knex('answer').where({ case_id: id, page: 'contact' }).delete()
    const answers = await Promise.all(
      half.map(async ({ own, id, incomplete }) => {
        const key = randomUUID()
        return { incomplete, answer: await untilTaken(() => confirm(own, id, key)) }
      }),
    )
    for (const { incomplete, answer } of answers)
      expect(answer.headers.get('location')?.endsWith('/check')).toBe(incomplete)
    const rows = await portal.owner
      .knex('case_file')
      .whereIn(
        'id',
        cases.map(({ id }) => id),
      )
      .whereNotNull('number')
      .orderBy('number')
      .select<{ number: string }[]>('number')
    expect(rows).toHaveLength(180)
    const numbers = rows.map(({ number }) => Number(number.slice(-6)))
    expect(numbers).toEqual(Array.from({ length: 180 }, (_, n) => (numbers[0] ?? 0) + n))
    expect(rows.every(({ number }) => /^\d{6}2026\d{6}$/.test(number))).toBe(true)
  }, 240_000)
})
