import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { sampleAnswers } from '../../support/sample.ts'
import { accountPlaces } from '../../../src/modules/people/account.ts'
import { paths } from '../../../src/web/paths.ts'
import { inventedId, makeApplicant, makeCase, openPlaces, signIn, staffOf, type Session } from '../../support/cases.ts'
import { startTestPortal, type TestPortal } from '../../support/portal.ts'
import { sqlPayloads } from '../../support/sql-payloads.ts'

let portal: TestPortal
let window: Session
let certificateClerk: Session
beforeAll(async () => {
  portal = await startTestPortal({ JOBS: 'off' })
  window = await signIn(portal, { staffId: (await staffOf(portal, 'WINDOW')).id })
  certificateClerk = await signIn(portal, { staffId: (await staffOf(portal, 'CERT_CLERK')).id })
  for (const position of openPlaces) await makeCase(portal, position)
  // A case in every position of the procedures, each on its whole way.
}, 120_000)
afterAll(async () => {
  await portal.stop()
})

const numbersOn = ($: Awaited<ReturnType<Session['get']>>['$']): string[] =>
  $('tbody tr td:first-child a')
    .toArray()
    .map((link) => $(link).text())

/** Rows alone, for long lists: what a list shows is in the case's own row. */
const fillAuthority = async (count: number): Promise<void> => {
  const applicant = await makeApplicant(portal)
  const authority = portal.deps.reference.authorities.find(({ code }) => code === 'taiyuan-spj')
  await portal.owner.knex('case_file').insert(
    Array.from({ length: count }, (_, index) => ({
      id: randomUUID(),
      number: `1401002026${String(index + 1).padStart(6, '0')}`,
      matter: 'social-group-establishment',
      account_id: applicant.id,
      authority_id: authority?.id,
      title: `太原市第${index + 1}号协会`,
      stage: index % 2 === 0 ? 'nameApproval' : 'nameConsultation',
      procedure: index % 2 === 0 ? 'nameApproval' : 'consultation',
      status: 'SUBMITTED',
      created_at: portal.clock.now(),
      updated_at: new Date(portal.clock.now().getTime() + (index % 40) * 1000),
      submitted_at: portal.clock.now(),
      clock: index % 2 === 0 ? 'receipt' : 'reply',
      clock_started_on: '2026-11-20',
      clock_limit: 5,
      // Many share a last day, so that the order also depends on the id.
      clock_due_on: `2026-12-${String(1 + (index % 5)).padStart(2, '0')}`,
      statutory_due_on: '2026-12-11',
    })),
  )
}

const walk = async (session: Session, start: string, link: 'next' | 'prev') => {
  const seen: string[][] = []
  let last = start
  for (let path: string | undefined = start; path;) {
    const page = await session.get(path)
    expect(page.status).toBe(200)
    seen.push(numbersOn(page.$))
    last = path
    path = page.$(`a.pages__link[rel=${link}]`).attr('href')
  }
  return { seen, last }
}

describe('待办', () => {
  test('shows what waits for the official’s own role, and nothing else', async () => {
    const page = await window.get(paths.staffQueue)
    const text = page.$('main').text()
    for (const words of ['已提交', '已收件']) expect(text).toContain(words)
    for (const words of ['已初审', '已复审', '已备案', '待制证']) expect(text).not.toContain(words)
    expect(text).toContain('已制证，待发放')
    const clerk = (await certificateClerk.get(paths.staffQueue)).$('main').text()
    expect(clerk).toContain('待制证')
    // Handing out is not for whoever made the certificate: it waits for others, and is not counted here.
    for (const words of ['已提交', '已制证，待发放']) expect(clerk).not.toContain(words)
    const other = await staffOf(portal, 'SECOND_REVIEWER')
    const row = portal.owner.knex('staff').where({ id: other.id })
    await row.clone().update({ roles: ['CERT_CLERK'] })
    const colleague = await signIn(portal, { staffId: other.id })
    expect((await colleague.get(paths.staffQueue)).$('main').text()).toContain('已制证，待发放')
    await row.clone().update({ roles: ['SECOND_REVIEWER'] })
  })

  test('filters by stage and finds by number and by a part of the name', async () => {
    const all = numbersOn((await window.get(paths.staffQueue)).$)
    const stage = await window.get(`${paths.staffQueue}?stage=nameApproval`)
    expect(numbersOn(stage.$)).toHaveLength(1)
    const [wanted = ''] = all
    expect(numbersOn((await window.get(`${paths.staffQueue}?q=${wanted}`)).$)).toEqual([wanted])
    const byName = await window.get(`${paths.staffQueue}?q=${encodeURIComponent('保护协会')}`)
    expect(numbersOn(byName.$)).toEqual(all)
    expect((await window.get(`${paths.staffQueue}?q=nothing`)).$('main').text()).toContain('没有符合条件的待办办件')
  })

  test('上一件 and 下一件 follow the list one came from, and the tab says which list that was', async () => {
    const list = await window.get(`${paths.staffQueue}?q=${encodeURIComponent('保护协会')}`)
    const cases = list
      .$('tbody tr td:first-child a')
      .toArray()
      .map((link) => list.$(link).attr('href') ?? '')
    expect(cases.length).toBeGreaterThan(2)
    const page = await window.get(cases[1] ?? '')
    const current = (at: typeof page) => at.$('.staff-nav [aria-current=page]').text().trim()
    expect([page.$('a[rel=prev]').attr('href'), page.$('a[rel=next]').attr('href')]).toEqual([cases[0], cases[2]])
    expect(current(page)).toMatch(/^待办/)
    // Steps lead back to the same list.
    expect(page.$('form[action*="/actions/"]').first().attr('action')).toContain('?q=')
    const found = await window.get(paths.staffHistory)
    const other = await window.get(found.$('tbody tr td:first-child a').first().attr('href') ?? '')
    expect([current(other), other.$('a[rel=next]').length]).toEqual(['办件查询', 0])
  })

  test('says how each clock stands in words, with a shape and a colour', async () => {
    portal.clock.set('2026-11-26T02:00:00Z')
    const later = await signIn(portal, { staffId: (await staffOf(portal, 'WINDOW')).id })
    const page = await later.get(paths.staffQueue)
    portal.clock.set('2026-11-20T04:00:00Z')
    const signals = page
      .$('.signal')
      .toArray()
      .map((element) => page.$(element).text())
    expect(signals.some((signal) => signal.includes('已超期') && signal.includes('■'))).toBe(true)
    expect(signals.some((signal) => signal.includes('即将到期') && signal.includes('▲'))).toBe(true)
    expect(page.$('.signal--RED').length).toBeGreaterThan(0)
  })

  test('reads long lists by key: every case once, forwards and back, the most urgent first', async () => {
    await fillAuthority(95)
    const city = await signIn(portal, { staffId: (await staffOf(portal, 'WINDOW', 'taiyuan-')).id })
    const forwards = await walk(city, paths.staffQueue, 'next')
    expect(forwards.seen.map((page) => page.length)).toEqual([30, 30, 30, 5])
    expect(new Set(forwards.seen.flat()).size).toBe(95)
    const backwards = await walk(city, forwards.last, 'prev')
    expect(backwards.seen.toReversed()).toEqual(forwards.seen)
    const due = await portal.owner
      .knex('case_file')
      .whereNotNull('number')
      .select<{ number: string; clock_due_on: string }[]>('number', 'clock_due_on')
    const dueOf = new Map(due.map((row) => [row.number, row.clock_due_on]))
    const order = forwards.seen.flat().map((number) => dueOf.get(number) ?? '')
    expect(order).toEqual(order.toSorted())
  })

  test('counts no further than 999', async () => {
    const authority = portal.deps.reference.authorities.find(({ code }) => code === 'taiyuan-spj')
    await portal.owner.knex.raw(
      `insert into case_file (number, matter, account_id, authority_id, title, stage, procedure, status, created_at, updated_at,
         submitted_at, clock, clock_started_on, clock_limit, clock_due_on)
       select 'N' || n, matter, account_id, authority_id, title, 'nameApproval', 'nameApproval', 'SUBMITTED', now(), now(), now(), clock,
         clock_started_on, clock_limit, clock_due_on
       from (select * from case_file where authority_id = ? limit 1) a, generate_series(1, 1200) n`,
      [authority?.id ?? 0],
    )
    const city = await signIn(portal, { staffId: (await staffOf(portal, 'WINDOW', 'taiyuan-')).id })
    const page = await city.get(paths.staffQueue)
    expect(page.$('.utility__list').text()).toContain('999+')
  })
})

describe('办件查询', () => {
  test('lists every submitted case of the authority, whatever its state, and no other authority’s', async () => {
    const all = (await walk(window, paths.staffHistory, 'next')).seen.flat()
    expect(all).toHaveLength(openPlaces.length)
    expect(all.every((number) => number.startsWith('140000'))).toBe(true)
  })

  test('finds by any part of a name, by the end of a number and by the beginning of a code, and filters (7.26)', async () => {
    const [wanted = ''] = numbersOn((await window.get(paths.staffHistory)).$)
    expect(numbersOn((await window.get(`${paths.staffHistory}?q=${wanted}`)).$)).toEqual([wanted])
    expect(numbersOn((await window.get(`${paths.staffHistory}?q=1401002026000001`)).$)).toEqual([])
    const begins = await window.get(`${paths.staffHistory}?q=${encodeURIComponent('山西省')}`)
    expect(numbersOn(begins.$)).toHaveLength(openPlaces.length)
    const part = await window.get(`${paths.staffHistory}?q=${encodeURIComponent('保护协会')}`)
    expect(numbersOn(part.$)).toHaveLength(openPlaces.length)
    expect(numbersOn((await window.get(`${paths.staffHistory}?q=${wanted.slice(-5)}`)).$)).toEqual([wanted])
    const absent = await window.get(`${paths.staffHistory}?q=${encodeURIComponent('鹦鹉')}&stage=nameApproval`)
    expect(absent.$('.empty').text()).toMatch(/鹦鹉.*环节：.*可以少填几个字/s)
    const registered = await portal.owner
      .knex('organization as o')
      .join('case_file as a', 'a.id', 'o.case_id')
      .first<{ uscc: string; number: string }>('o.uscc', 'a.number')
    const byCode = numbersOn((await window.get(`${paths.staffHistory}?q=${registered.uscc.slice(0, 12)}`)).$)
    expect(byCode).toContain(registered.number)
    const short = await window.get(`${paths.staffHistory}?q=${encodeURIComponent('晋')}`)
    expect(numbersOn(short.$)).toEqual([])
    expect(short.$('.govuk-error-message').text()).toContain('请至少填写两个字')
    const filtered = await window.get(`${paths.staffHistory}?stage=establishmentSubmission&status=ACCEPTED`)
    expect(numbersOn(filtered.$)).toHaveLength(1)
  })

  test('finds by what a case came to after it moved on: 建议可用, 已核准, 准予登记', async () => {
    const rows = await portal.owner
      .knex('case_event as e')
      .join('case_file as a', 'a.id', 'e.case_id')
      .where({ 'a.authority_id': 1 })
      .whereIn('e.outcome', ['suitable', 'approved', 'granted'])
      .distinct<{ number: string; outcome: string }[]>('a.number', 'e.outcome')
    for (const [status, outcome, stage, elsewhere] of [
      ['SUGGESTED_OK', 'suitable', 'nameConsultation', 'nameApproval'],
      ['APPROVED', 'approved', 'nameApproval', 'nameConsultation'],
      ['GRANTED', 'granted', 'establishmentSubmission', 'nameApproval'],
    ] as const) {
      const wanted = rows.filter((row) => row.outcome === outcome).map(({ number }) => number)
      expect(wanted.length, status).toBeGreaterThan(0)
      const found = async (more: string) =>
        (await walk(window, `${paths.staffHistory}?status=${status}${more}`, 'next')).seen.flat().toSorted()
      expect(await found('')).toEqual(wanted.toSorted())
      expect(await found(`&stage=${stage}`)).toEqual(wanted.toSorted())
      expect(await found(`&stage=${elsewhere}`)).toEqual([])
      expect(await found(`&q=${wanted[0] ?? ''}`)).toEqual([wanted[0]])
    }
    const drafts = await window.get(`${paths.staffHistory}?status=DRAFT`)
    expect(drafts.$('select[name=status] option[value=DRAFT]').text()).toBe('待申请人提交')
  })

  test('reads long lists by key, also where many rows changed at the same instant', async () => {
    const city = await signIn(portal, { staffId: (await staffOf(portal, 'APPROVER', 'taiyuan-')).id })
    const forwards = await walk(city, `${paths.staffHistory}?stage=nameConsultation`, 'next')
    expect(new Set(forwards.seen.flat()).size).toBe(47)
    const backwards = await walk(city, forwards.last, 'prev')
    expect(backwards.seen.toReversed()).toEqual(forwards.seen)
  })
})

describe('cases of a person (7.26)', () => {
  const look = (session: Session, way: string, q: string, more = {}) =>
    session.post(paths.staffHistory, { way, q, ...more })

  test('are found by any part of the applicant’s name, by phone and by document number, and by nobody else’s authority', async () => {
    const idNumber = inventedId(711)
    const applicant = await makeApplicant(portal, idNumber)
    await portal.owner.knex('account').where({ id: applicant.id }).update({ name: '欧阳若川' })
    const made = await makeCase(portal, { stage: 'nameApproval', status: 'ACCEPTED' }, { applicant })
    const { number } = await made.row()
    const account = await portal.owner
      .knex('account')
      .where({ id: applicant.id })
      .first<{ phone_enc: string }>('phone_enc')
    const phone = portal.deps.crypto.decrypt(account.phone_enc, accountPlaces.phone(applicant.id))
    const contact = sampleAnswers['contact']?.values['contactPhone'] ?? ''
    const city = await signIn(portal, { staffId: (await staffOf(portal, 'WINDOW', 'taiyuan-')).id })
    for (const [way, q] of [
      ['applicant', '阳若'],
      ['applicant', '阳 若'],
      ['phone', phone],
      ['idNumber', idNumber.toLowerCase()],
    ] as const) {
      const found = await look(window, way, q)
      expect([way, found.status, numbersOn(found.$)]).toEqual([way, 200, [number]])
      expect(found.text).not.toMatch(new RegExp(`href="[^"]*${encodeURIComponent(q)}`))
      expect([way, numbersOn((await look(city, way, q)).$)]).toEqual([way, []])
      const logged = await portal.owner
        .knex('audit_log')
        .where({ action: 'case.search' })
        .orderBy('id', 'desc')
        .limit(2)
      expect(logged.map((row: { details: unknown }) => row.details)).toEqual([
        { way, found: 0 },
        { way, found: 1 },
      ])
    }
    // Everybody's sample names the same contact.
    expect(numbersOn((await look(window, 'phone', contact)).$)).toContain(number)
    expect(JSON.stringify(await portal.owner.knex('audit_log').select('details'))).not.toContain('若川')
  })

  test('a personal number typed as something else stands in no address either', async () => {
    for (const q of [
      '13900000001',
      inventedId(712),
      inventedId(712).replace(/.$/, (last) => (last === '1' ? '2' : '1')),
    ]) {
      const found = await look(window, 'text', q)
      expect([found.status, found.location]).toEqual([200, ''])
    }
    const other = await look(window, 'text', '保护', { stage: 'nameApproval', status: '' })
    expect([other.status, other.location]).toEqual([
      303,
      `${paths.staffHistory}?q=${encodeURIComponent('保护')}&stage=nameApproval`,
    ])
  })

  test('what cannot be anybody’s number is said at the field, with what was typed', async () => {
    for (const [way, q, words] of [
      ['phone', '12', '联系电话格式不正确'],
      ['idNumber', '!', '证件号码格式不正确'],
      ['applicant', '张', '两个字'],
      ['applicant', '', '请填写申请人'],
    ] as const) {
      const found = await look(window, way, q)
      expect([found.status, found.$('#q').val()]).toEqual([422, q])
      expect(found.$('.govuk-error-message').text()).toContain(words)
    }
  })

  test('are looked for so many times an hour, and what is refused is recorded', async () => {
    const clerk = await signIn(portal, { staffId: (await staffOf(portal, 'SECOND_REVIEWER')).id })
    const { id } = await staffOf(portal, 'SECOND_REVIEWER')
    for (let left = await portal.deps.limits.left('case-search', String(id)); left > 0; left -= 1)
      await portal.deps.limits.use('case-search', String(id))
    const refused = await look(clerk, 'phone', '13900000001')
    expect([refused.status, refused.$('.govuk-error-message').text()]).toEqual([
      429,
      expect.stringMatching(/请\d+分钟后再试/),
    ])
    const last = await portal.owner.knex('audit_log').where({ action: 'case.search' }).orderBy('id', 'desc').first()
    expect(last).toMatchObject({ actor_id: String(id), details: { way: 'phone', limited: true } })
  })
})

describe('我的办件', () => {
  test('asks the database twice, for who it is and for the list, also with a case in its last stage (7.28)', async () => {
    const made = await makeCase(portal, { stage: 'establishmentCompletion', status: 'SUBMITTED' })
    const own = await signIn(portal, { accountId: made.applicant.id })
    const asked = vi.spyOn(portal.deps.db, 'read')
    const page = await own.get(paths.cases)
    const { length } = asked.mock.calls
    asked.mockRestore()
    expect(page.text).toContain(made.name)
    expect(length).toBe(2)
  })
})

describe('search, filter and paging parameters reach no statement as anything but a value', () => {
  const lists = [paths.staffQueue, paths.staffHistory]
  test.each(lists)('%s', async (list) => {
    for (const payload of sqlPayloads)
      for (const name of ['q', 'stage', 'status', 'after', 'before']) {
        const page = await window.get(`${list}?${new URLSearchParams({ [name]: payload }).toString()}`)
        expect([200, 400], `${name}=${payload}`).toContain(page.status)
      }
  })

  test('a search by person', async () => {
    const official = await signIn(portal, { staffId: (await staffOf(portal, 'FIRST_REVIEWER')).id })
    for (const payload of sqlPayloads) {
      await portal.deps.limits.reset('case-search', String((await staffOf(portal, 'FIRST_REVIEWER')).id))
      for (const way of ['text', 'applicant', 'phone', 'idNumber', payload]) {
        const { status } = await official.post(paths.staffHistory, { way, q: payload, stage: payload, status: payload })
        expect([200, 303, 422], `${way}=${payload}`).toContain(status)
      }
    }
  })

  test('a cursor that no link of ours says is refused', async () => {
    for (const after of ['2026-13-99~x', '2026-12-01~', `2026-02-30~${randomUUID()}`, '~', 'x'])
      expect((await window.get(`${paths.staffQueue}?after=${after}`)).status).toBe(400)
  })
})
