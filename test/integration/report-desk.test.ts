import { createHash, randomUUID } from 'node:crypto'
import { readXlsx } from 'hucre/xlsx'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { composeUscc } from '../../src/core/identity/uscc.ts'
import { drawSample } from '../../src/core/reports/sampling.ts'
import { readReportFilter } from '../../src/core/reports/desk.ts'
import { bound, sql } from '../../src/db/sql.ts'
import { neighbouringReports } from '../../src/modules/review/report-filter.ts'
import { lineColumns, narrowed, reportsOfYear } from '../../src/modules/review/reports-of-year.ts'
import { paths } from '../../src/web/paths.ts'
import { createBrowser } from '../support/browser.ts'
import { makeApplicant, signIn, staffOf, type Session } from '../support/cases.ts'
import { startTestPortal, type TestPortal } from '../support/portal.ts'

// Rows alone: what the desk shows of a report is in the rows of its organization, its case and what was handed in.

let portal: TestPortal
let approver: Session
let reviewer: Session
let authorityId: number
let applicantId: string
const total = 3200

type Wanted = {
  readonly status?: string
  readonly procedure?: string
  readonly submittedOn?: string
  readonly findings?: readonly string[]
  readonly conclusion?: string
  readonly charity?: true
  readonly type?: 'FOUNDATION'
  readonly name?: string
}

const ids: string[] = []

const organizationRow = (index: number, { charity, type, name }: Wanted) => ({
  id: ids[index] ?? '',
  uscc: composeUscc(type ?? 'SOCIAL_GROUP', '140100', `MJR${String(index).padStart(5, '0')}`),
  name: name ?? `太原市第${String(index)}号研究会`,
  name_key: name ?? `太原市第${String(index)}号研究会`,
  comparison_key: `第${String(index)}号研究`,
  type: type ?? 'SOCIAL_GROUP',
  authority_id: authorityId,
  legal_representative: '秦砚',
  purpose: '服务会员',
  business_scope: '研究与交流',
  activity_area: '太原市',
  domicile: index % 2 === 0 ? '山西省太原市小店区示例街9号' : '山西省太原市迎泽区示例街9号',
  fund_ten_thousands: '3.5000',
  supervisory_unit: null,
  charity: charity ? '是' : '',
  status: 'ACTIVE',
  status_since: '2015-03-01',
  // Many of one day, so that the order also hangs on the id.
  established_on: `20${String(10 + (index % 14)).padStart(2, '0')}-03-0${String(1 + (index % 7))}`,
})

/** How the first organizations stand; all others handed nothing in. */
const standing: readonly Wanted[] = [
  { procedure: 'report', status: 'DRAFT' },
  { procedure: 'report', status: 'WAITING_CONSENT' },
  { procedure: 'report', status: 'SUBMITTED', submittedOn: '2026-03-01', findings: ['ARITHMETIC'] },
  { procedure: 'report', status: 'RETURNED', submittedOn: '2026-06-01', findings: ['REGISTER', 'CRITERION'] },
  { procedure: 'report', status: 'FIRST_REVIEWED', submittedOn: '2026-05-31', findings: [] },
  { procedure: 'report', status: 'QUALIFIED', submittedOn: '2026-05-01', findings: [], conclusion: 'QUALIFIED' },
  {
    procedure: 'rectification',
    status: 'RECTIFICATION_DUE',
    submittedOn: '2026-04-01',
    findings: ['CRITERION'],
    conclusion: 'BASIC',
  },
  {
    procedure: 'rectification',
    status: 'COMPLETED',
    submittedOn: '2026-04-01',
    findings: [],
    conclusion: 'UNQUALIFIED',
  },
  { conclusion: 'NOT_FILED' },
  { procedure: 'report', status: 'SUBMITTED', submittedOn: '2026-04-15', findings: [], charity: true },
  { name: '太原市晋阳书画研究会' },
]

const fill = async (): Promise<void> => {
  const { knex } = portal.owner
  const applicant = await makeApplicant(portal)
  applicantId = applicant.id
  for (let index = 0; index < total; index += 1) ids.push(randomUUID())
  await knex.batchInsert(
    'organization',
    ids.map((_, index) => organizationRow(index, standing[index] ?? {})),
    1000,
  )
  for (const [index, wanted] of standing.entries()) {
    const organization = ids[index] ?? ''
    const { procedure, status, submittedOn, findings, conclusion } = wanted
    const caseId = randomUUID()
    if (procedure) {
      await knex('case_file').insert({
        id: caseId,
        number: submittedOn === undefined ? null : `140100202600${String(1000 + index)}`,
        matter: 'social-group-report',
        account_id: applicantId,
        authority_id: authorityId,
        organization_id: organization,
        fiscal_year: 2025,
        title: `年报${String(index)}`,
        stage: procedure,
        procedure,
        status,
        created_at: portal.clock.now(),
        updated_at: portal.clock.now(),
      })
      if (submittedOn !== undefined) {
        const at = `${submittedOn}T02:00:00Z`
        const [event] = (await knex('case_event')
          .insert({
            case_id: caseId,
            stage: 'report',
            procedure: 'report',
            action: 'submit',
            outcome: 'submitted',
            from_status: 'DRAFT',
            to_status: 'SUBMITTED',
            actor_kind: 'applicant',
            actor_name: '张晓明',
            request_key: randomUUID(),
            at,
          })
          .returning('id')) as { id: number }[]
        await knex('snapshot').insert({
          case_id: caseId,
          event_id: event?.id,
          stage: 'report',
          content_enc: 'none',
          sha256: 'none',
          finding_codes: (findings ?? []).map((kind) => `${kind}-1`),
          finding_kinds: findings,
          at,
        })
      }
    }
    if (conclusion)
      await knex('organization_report').insert({
        organization_id: organization,
        fiscal_year: 2025,
        conclusion,
        concluded_on: '2026-07-01',
        filed_on: submittedOn ?? null,
        case_id: procedure ? caseId : null,
      })
    // The year before was none of the best for anybody here.
    if (conclusion)
      await knex('organization_report').insert({
        organization_id: organization,
        fiscal_year: 2024,
        conclusion: conclusion === 'NOT_FILED' ? 'UNQUALIFIED' : 'BASIC',
        concluded_on: '2025-07-01',
      })
  }
  await knex.raw('analyze organization, case_file, organization_report, snapshot, case_event')
}

beforeAll(async () => {
  portal = await startTestPortal()
  authorityId = (await portal.owner.knex('authority').where({ code: 'taiyuan-spj' }).first<{ id: number }>('id')).id
  approver = await signIn(portal, { staffId: (await staffOf(portal, 'APPROVER', 'taiyuan-')).id })
  reviewer = await signIn(portal, { staffId: (await staffOf(portal, 'FIRST_REVIEWER', 'taiyuan-')).id })
  await fill()
}, 60_000)
afterAll(() => portal.stop())

const at = (query: Readonly<Record<string, string>>, path: string = paths.staffReports): string =>
  `${path}?${new URLSearchParams({ year: '2025', ...query }).toString()}`

const names = ($: Awaited<ReturnType<Session['get']>>['$']): readonly string[] =>
  $('tbody tr td:first-child a')
    .toArray()
    .map((link) => $(link).text())

const nameOf = (index: number): string => standing[index]?.name ?? `太原市第${String(index)}号研究会`
const listed = async (query: Readonly<Record<string, string>>): Promise<readonly string[]> =>
  names((await reviewer.get(at(query))).$).toSorted()

describe('the list of a year', () => {
  it('counts every organization once by where it stands, and tells nothing of what is still filled in', async () => {
    const page = await reviewer.get(at({}))
    const legend = page
      .$('.state-bar__legend li')
      .toArray()
      .map((item) => page.$(item).text().replaceAll(/\s+/g, ' ').trim())
    expect(legend).toEqual([
      `未报送 ${String(total - 9)}`,
      '业务主管单位初审中 1',
      '已报送 2',
      '退回修改 1',
      '已初审 1',
      '合格 1',
      '基本合格 1',
      '不合格 1',
      '未参检 1',
    ])
    expect(page.$('.state-bar__title').text()).toContain(String(total))
  })

  it.each([
    [{ state: 'SUBMITTED' }, [2, 9]],
    [{ state: 'RECTIFYING' }, [6]],
    [{ state: 'RECTIFIED' }, [7]],
    [{ state: 'BASIC' }, [6]],
    [{ state: 'TWICE' }, [8]],
    [{ findings: 'any' }, [2, 3, 6]],
    [{ findings: 'none' }, [4, 5, 7, 9]],
    [{ findings: 'CRITERION' }, [3, 6]],
    [{ late: 'late' }, [3, 9]],
    [{ late: 'inTime', state: 'FIRST_REVIEWED' }, [4]],
    [{ late: 'inTime' }, [2, 4, 5, 6, 7]],
    [{ q: '晋阳书画' }, [10]],
    [{ q: composeUscc('SOCIAL_GROUP', '140100', 'MJR00007') }, [7]],
    [{ state: 'QUALIFIED', place: '迎泽区' }, [5]],
    [{ state: 'QUALIFIED', place: '小店区' }, []],
    [{ state: 'QUALIFIED', type: 'FOUNDATION' }, []],
  ] as const)('is narrowed by %j', async (query, expected) => {
    expect(await listed(query)).toEqual(expected.map(nameOf).toSorted())
  })

  it('says when a report came and what the rules pointed out, and leads to its case and back', async () => {
    const page = await reviewer.get(at({ q: '第3号', state: 'RETURNED' }))
    const row = page.$('tbody tr').text().replaceAll(/\s+/g, ' ')
    for (const words of ['退回修改', '2026-06-01', '逾期报送', '2项', '与登记簿不一致、年检标准'])
      expect(row).toContain(words)
    const href = page.$('tbody a[href*="/staff/applications/"]').attr('href') ?? ''
    expect(new URL(href, portal.baseUrl).searchParams.get('from')).toBe('reports')
    expect(new URLSearchParams(new URL(href, portal.baseUrl).searchParams.get('filter') ?? '').get('q')).toBe('第3号')
    expect(
      (await reviewer.get(at({ q: '第1号', state: 'AT_UNIT' }))).$('tbody a[href*="/staff/applications/"]'),
    ).toHaveLength(0)
  })

  it('is read by key: every page shows other organizations, and no page costs more than the first', async () => {
    const pages: string[][] = []
    for (let path: string | undefined = at({}); path && pages.length < 12;) {
      const page = await reviewer.get(path)
      pages.push([...names(page.$)])
      path = page.$('a.pages__link[rel=next]').attr('href')
    }
    expect(new Set(pages.flat()).size).toBe(12 * 30)
    const staff = await staffOf(portal, 'FIRST_REVIEWER', 'taiyuan-')
    const explain = async (established: string, id: string): Promise<{ cost: number; plan: string }> => {
      const { from, where } = reportsOfYear(portal.deps, { authorityId, year: 2025, today: '2026-11-25' })
      const none = readReportFilter({}, { today: '2026-11-25', since: 2025, places: [], q: '' })
      const [text, values] = bound(
        sql`explain (analyze, buffers) select ${lineColumns(2025, staff.idNumberIndex)} from ${from} where ${where} ${narrowed(none)}
          and (o.established_on, o.id) > (${established}::date, ${id}::uuid) order by o.established_on, o.id limit 31`,
      )
      const { rows } = await portal.owner.knex.raw<{ rows: { 'QUERY PLAN': string }[] }>(text, values as never)
      const plan = rows.map((row) => row['QUERY PLAN']).join('\n')
      return { cost: Number(/Buffers: shared hit=(\d+)/.exec(plan)?.[1]), plan }
    }
    const first = await explain('2000-01-01', ids[0] ?? '')
    const last = await explain('2022-03-01', ids[0] ?? '')
    if (process.env['SHOW_PLAN']) console.log(first.plan, last.plan)
    expect(first.plan).toContain('organization_of_authority')
    expect(last.cost).toBeLessThan(2 * first.cost + 100)
  })

  it('leads from one report to the next as it was narrowed', async () => {
    const staff = await staffOf(portal, 'FIRST_REVIEWER', 'taiyuan-')
    const origin = { list: 'reports', stage: '', q: '', filter: 'year=2025&findings=any' } as const
    const rows = await portal.owner
      .knex('case_file as c')
      .join('organization as o', 'o.id', 'c.organization_id')
      .whereIn(
        'o.id',
        [2, 3, 6].map((index) => ids[index] ?? ''),
      )
      .orderBy(['o.established_on', 'o.id'])
      .select<{ id: string; organization_id: string }[]>('c.id', 'c.organization_id')
    const [first, second, third] = rows
    if (!first || !second || !third) throw new Error('no reports')
    const beside = (row: typeof first) => neighbouringReports(portal.deps, staff, row, origin)
    const at2 = await beside(second)
    expect([at2.previous, at2.next].map((href) => href?.split('?')[0])).toEqual([
      paths.staffCase(first.id),
      paths.staffCase(third.id),
    ])
    expect(at2.next).toContain('from=reports')
    expect([Object.keys(await beside(first)), Object.keys(await beside(third))]).toEqual([['next'], ['previous']])
  })

  it('is of one authority: another sees none of it', async () => {
    const other = await signIn(portal, { staffId: (await staffOf(portal, 'FIRST_REVIEWER')).id })
    expect((await other.get(at({ q: '晋阳书画' }))).$('tbody tr')).toHaveLength(0)
  })

  it('goes out as a workbook, and that is recorded', async () => {
    const answer = await fetch(portal.baseUrl + at({ findings: 'any' }, paths.staffReportsFile), {
      headers: { cookie: reviewer.cookie },
    })
    const book = await readXlsx(new Uint8Array(await answer.arrayBuffer()))
    const rows = book.sheets[0]?.rows ?? []
    expect(rows[0]?.slice(0, 2)).toEqual(['统一社会信用代码', '名称'])
    expect(
      rows
        .slice(1)
        .map((row) => String(row[1]))
        .toSorted(),
    ).toEqual([2, 3, 6].map(nameOf).toSorted())
    const line = await portal.owner.knex('audit_log').where({ action: 'report.list-exported' }).first<object>()
    expect(line).toMatchObject({ object_kind: 'authority', details: { year: '2025', findings: 'any', rows: 3 } })
  })
})

describe('抽查', () => {
  const form = { 'quota-SOCIAL_GROUP': '1%', seed: '福彩3D-2026123', seedOrigin: '当众摇号' }

  it('is for whoever decides, and asks for a seed that can be told and quotas that can be read', async () => {
    expect((await reviewer.get(at({}, paths.staffReportSampleNew))).status).toBe(403)
    const wrong = await approver.post(at({}, paths.staffReportSampleNew), {
      'quota-SOCIAL_GROUP': '多少',
      seed: "a'b",
      seedOrigin: '',
    })
    expect(wrong.status).toBe(422)
    for (const words of ['请填写1%到100%的比例', '种子只能用汉字', '请写明种子的来源'])
      expect(wrong.$('main').text()).toContain(words)
  })

  it('is drawn once by one form, can be drawn again by anybody, and marks the reports', async () => {
    const asked = await approver.post(at({}, paths.staffReportSampleNew), form)
    expect(asked.$('main').text()).toContain(`${String(total)}家中抽取32家`)
    const kept = Object.fromEntries(
      asked
        .$('main form input')
        .toArray()
        .map((input) => [asked.$(input).attr('name') ?? '', asked.$(input).attr('value') ?? '']),
    )
    const done = await approver.post(at({}, paths.staffReportSampleNew), kept)
    const again = await approver.post(at({}, paths.staffReportSampleNew), kept)
    expect([done.status, again.location]).toEqual([303, done.location])
    const page = await reviewer.get(done.location)
    expect(page.$('main').text()).toContain('重新计算的结果相同')
    const file = await fetch(portal.baseUrl + (page.$('a[href$="/population"]').attr('href') ?? ''), {
      headers: { cookie: reviewer.cookie },
    })
    const population = await file.text()
    const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')
    expect(page.$('main').text()).toContain(sha256(population))
    const codes = page
      .$('tbody tr td:nth-child(3)')
      .toArray()
      .map((cell) => page.$(cell).text().trim())
    expect(codes).toEqual(drawSample(population, { SOCIAL_GROUP: { share: 1 } }, form.seed, sha256))
    expect(codes).toHaveLength(32)
    const marked = await reviewer.get(at({ sample: 'in' }))
    expect([...names(marked.$)]).toHaveLength(30)
    expect(marked.$('tbody tr').first().text()).toContain('抽查')
    const other = await signIn(portal, { staffId: (await staffOf(portal, 'APPROVER')).id })
    expect((await other.get(done.location)).status).toBe(404)
  })
})

describe('未参检', () => {
  it('is recorded one by one of whoever handed in nothing, and everybody can read it', async () => {
    expect((await reviewer.get(at({}, paths.staffReportsMissing))).status).toBe(403)
    const page = await approver.get(at({}, paths.staffReportsMissing))
    const offered = page
      .$('input[name=cases]')
      .toArray()
      .map((box) => String(page.$(box).attr('value')))
    expect(offered).toHaveLength(50)
    for (const index of [1, 2, 5, 8]) expect(offered).not.toContain(ids[index])
    const two = offered.slice(0, 2)
    const bare = await approver.post(at({}, paths.staffReportsMissing), { cases: two, reason: '' })
    expect([bare.status, bare.$('input[name=cases]:checked').length]).toEqual([422, 2])
    const asked = await approver.post(at({}, paths.staffReportsMissing), { cases: two, reason: '两次催报，公告到期。' })
    expect(asked.$('h1').text()).toBe('确认把2家社会组织记录为未参检吗？')
    const wish = { action: 'confirm', kept: two, reason: '两次催报，公告到期。' }
    const done = await approver.post(at({}, paths.staffReportsMissing), wish)
    expect(
      done
        .$('tbody tr .tag')
        .toArray()
        .map((tag) => done.$(tag).text()),
    ).toEqual(['未参检', '未参检'])
    const repeated = await approver.post(at({}, paths.staffReportsMissing), wish)
    expect(repeated.$('main').text()).toContain('另有2家已经报送或者已经记录')
    const rows = await portal.owner
      .knex('organization_report')
      .whereIn('organization_id', two)
      .select('conclusion', 'filed_on')
    expect(rows).toEqual([
      { conclusion: 'NOT_FILED', filed_on: null },
      { conclusion: 'NOT_FILED', filed_on: null },
    ])
    expect((await approver.get(at({}, paths.staffReportsMissingText))).$('main').text()).toContain('下列3家社会组织')
    const open = await createBrowser(portal.baseUrl).get(
      at({ authority: '140100', conclusion: 'NOT_FILED' }, paths.reportConclusions),
    )
    expect(open.$('tbody tr')).toHaveLength(3)
    const found = await createBrowser(portal.baseUrl).get(
      at({ authority: '140100', q: '第5号' }, paths.reportConclusions),
    )
    expect(found.$('tbody tr').text()).toContain('合格')
    const entry = await createBrowser(portal.baseUrl).get(paths.organization(asked.$('tbody a').first().text()))
    expect(entry.$('main').text()).toContain('2025年度检查：未参检')
  })
})
