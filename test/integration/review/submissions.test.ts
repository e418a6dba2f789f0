import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { attachFiles, savePage } from '../../../src/modules/cases/fill-in.ts'
import { paths } from '../../../src/web/paths.ts'
import { inventedId, makeCase, signIn, smallPdf, staffOf, type Session, type TestCase } from '../../support/cases.ts'
import { poppler } from '../../support/poppler.ts'
import { startTestPortal, type TestPortal } from '../../support/portal.ts'

let portal: TestPortal
let window: Session
beforeAll(async () => {
  portal = await startTestPortal({ JOBS: 'off' })
  window = await signIn(portal, { staffId: (await staffOf(portal, 'WINDOW')).id })
})
afterAll(async () => {
  await portal.stop()
})

const request = { ip: '127.0.0.1', requestId: 'test' }

/** A case that was sent back and came again with other answers on the pages that were named. */
const submittedTwice = async (
  items: readonly { kind: 'page'; target: string }[],
  change: (found: TestCase) => Promise<void>,
): Promise<TestCase> => {
  const found = await makeCase(portal, { stage: 'establishmentSubmission', status: 'RECEIVED' })
  await found.step('requireCorrection', {
    correctionItems: items.map((item) => ({ ...item, title: item.target, note: '请改正' })),
  })
  await change(found)
  await found.step('resubmit')
  return found
}

const save = async (found: TestCase, page: string, change: (text: string) => string): Promise<void> => {
  const row = await portal.owner.knex('answer').where({ case_id: found.id, page }).first<{ version: number }>('version')
  await savePage(portal.deps, found.applicant, request, {
    caseId: found.id,
    page,
    version: row.version,
    change: (data) => JSON.parse(change(JSON.stringify(data))) as typeof data,
  })
}

type Page = Awaited<ReturnType<Session['get']>>
const rows = (page: Page): string[] =>
  page
    .$('main tbody tr')
    .toArray()
    .map((row) => page.$(row).text().replaceAll(/\s+/g, ' ').trim())

describe('two submissions side by side', () => {
  test('each item of a notice says whether what it names is otherwise than it was handed in', async () => {
    const found = await makeCase(portal, { stage: 'establishmentSubmission', status: 'RECEIVED' })
    const named = (kind: 'page' | 'material', target: string) => ({ kind, target, title: target, note: '请改正' })
    await found.step('requireCorrection', {
      correctionItems: [named('page', 'purpose'), named('page', 'domicile'), named('material', 'M204')],
    })
    await save(found, 'purpose', (text) => text.replace(/"purpose":"([^"]*)"/, '"purpose":"$1新的宗旨"'))
    const applicant = await signIn(portal, { accountId: found.applicant.id })
    const own = await applicant.get(paths.case(found.id))
    const tags = own
      .$('#correction .mend__item')
      .toArray()
      .map((item) => own.$(item).text())
    expect(tags[0]).toContain('已修改')
    for (const text of tags.slice(1)) expect(text).toContain('未修改')
    const check = await applicant.get(paths.checkAnswers(found.id))
    expect(check.$('main').text()).toContain('没有修改的有2项：domicile、M204')
  })

  test('only what differs is shown, answer by answer; all of it when asked; the same pair in either order', async () => {
    const found = await submittedTwice([{ kind: 'page', target: 'purpose' }], (one) =>
      save(one, 'purpose', (text) => text.replace(/"purpose":"([^"]*)"/, '"purpose":"$1新的宗旨"')),
    )
    const before = found.answers['purpose']?.values['purpose'] ?? ''
    const page = await window.get(paths.staffCompare(found.id))
    expect(page.status).toBe(200)
    expect(rows(page)).toHaveLength(1)
    expect(rows(page)[0]).toContain('改动')
    expect(rows(page)[0]).toMatch(new RegExp(`${before} ${before}新的宗旨`))
    expect(page.$('#before option[selected]').text()).toContain('提交成立材料 第1次')
    expect(page.$('#after option[selected]').text()).toContain('提交成立材料 第2次')
    const all = await window.get(`${paths.staffCompare(found.id)}?all=yes`)
    expect(rows(all).length).toBeGreaterThan(30)
    expect(all.$('main').text()).toContain('文件校验值')
    const [first, second] = ['before', 'after'].map((name) => page.$(`#${name} option[selected]`).attr('value') ?? '')
    const turned = await window.get(`${paths.staffCompare(found.id)}?before=${second ?? ''}&after=${first ?? ''}`)
    expect(rows(turned)[0]).toMatch(new RegExp(`新的宗旨 ${before}$`))
    const same = await window.get(`${paths.staffCompare(found.id)}?before=${first ?? ''}&after=${first ?? ''}`)
    expect(same.$('main').text()).toContain('请选择两次不同的提交')

    // The applicant reads the same, from the page of the case.
    const applicant = await signIn(portal, { accountId: found.applicant.id })
    const own = await applicant.get(paths.case(found.id))
    expect(own.$(`a[href="${paths.compareSubmissions(found.id)}"]`).length).toBe(1)
    expect(rows(await applicant.get(paths.compareSubmissions(found.id)))).toEqual(rows(page))
    expect((await window.get(paths.staffCase(found.id))).$(`a[href="${paths.staffCompare(found.id)}"]`).length).toBe(1)
  })

  test('item by item of a list; what differs in a masked place is told and not shown to officials', async () => {
    const number = inventedId(811)
    const found = await submittedTwice([{ kind: 'page', target: 'sponsors' }], (one) =>
      save(one, 'sponsors', (text) => text.replace(/"idNumber":"\d{17}[\dX]"/, `"idNumber":"${number}"`)),
    )
    const page = await window.get(paths.staffCompare(found.id))
    expect(page.$('main h3').text()).toContain('改动')
    expect(page.text).not.toContain(number)
    expect(rows(page)).toHaveLength(1)
    const own = await (await signIn(portal, { accountId: found.applicant.id })).get(paths.compareSubmissions(found.id))
    expect(rows(own)[0]).toContain(number)
  })

  test('needs two submissions, and a case one may see', async () => {
    const found = await makeCase(portal, { stage: 'nameConsultation', status: 'SUBMITTED' })
    expect((await window.get(paths.staffCompare(found.id))).$('main').text()).toContain('只提交过一次')
    expect((await window.get(paths.staffCase(found.id))).$(`a[href="${paths.staffCompare(found.id)}"]`).length).toBe(0)
    const stranger = await makeCase(portal, { stage: 'nameConsultation', status: 'DRAFT' })
    const session = await signIn(portal, { accountId: stranger.applicant.id })
    expect((await session.get(paths.compareSubmissions(found.id))).status).toBe(404)
    expect((await window.get(paths.staffCompare(stranger.id))).status).toBe(404)
  })
})

describe('a founding over several days', () => {
  /** A second, other file of a material. */
  const attach = async (found: TestCase, material: string): Promise<void> => {
    const file = await portal.deps.files.put(Buffer.concat([smallPdf, Buffer.from('%补正')]))
    const path = await portal.deps.files.lend(file.sha256)
    await attachFiles(portal.deps, found.applicant, request, {
      caseId: found.id,
      material,
      files: [{ ...file, path, type: 'pdf', pages: 3, name: '补正.pdf' }],
    })
  }

  type Issued = { readonly kind: string; readonly status: string; readonly data: Readonly<Record<string, unknown>> }
  const papers = async (found: TestCase, kind: string, newestOnly = false): Promise<readonly Issued['data'][]> => {
    const issued = await portal.owner
      .knex('document')
      .where({ case_id: found.id, kind })
      .orderBy('issued_at')
      .select<Issued[]>('kind', 'status', 'data')
    for (const [index, { status }] of issued.entries())
      expect(status).toBe(newestOnly && index < issued.length - 1 ? 'REPLACED' : 'VALID')
    return issued.map(({ data }) => data)
  }
  const on = (moment: string) => portal.clock.set(`${moment}+08:00`)

  test('what is taken back ends under the name that was handed in, whatever was typed since', async () => {
    const found = await makeCase(portal, { stage: 'nameApproval', status: 'RETURNED' })
    await save(found, 'name', (text) => text.replace(/"proposedName":"[^"]*"/, '"proposedName":""'))
    await found.step('withdraw')
    expect(await papers(found, 'TERMINATION_NOTICE')).toMatchObject([{ organizationName: found.name }])
  })

  test('a case that was given away was received by the new authority when it was given', async () => {
    on('2026-11-19T10:00')
    const found = await makeCase(portal, { stage: 'nameApproval', status: 'SUBMITTED' })
    on('2026-11-20T10:00')
    await found.step('transfer', { form: { authority: '太原市行政审批服务管理局' } })
    await found.step('withdraw')
    expect(await papers(found, 'TERMINATION_NOTICE')).toMatchObject([{ receivedOn: '2026-11-20', nameGivenUp: null }])
  })

  test('every paper tells its days as the calendar has them, and the pages tell the same', async () => {
    on('2026-11-12T10:00')
    const found = await makeCase(portal, { stage: 'nameConsultation', status: 'SUBMITTED' })
    on('2026-11-13T10:00')
    await found.step('suggestChange', undefined, '请明确业务领域。')
    on('2026-11-16T10:00')
    await found.step('resubmit')
    on('2026-11-17T10:00')
    await found.step('suggestOk', undefined, '可以使用。')
    await found.step('submit')
    on('2026-11-18T10:00')
    await found.step('returnForChange')
    on('2026-11-19T10:00')
    await found.step('resubmit')
    on('2026-11-20T10:00')
    for (const action of ['accept', 'secondReview', 'approveName'] as const) await found.step(action)
    const replies = await papers(found, 'CONSULTATION_REPLY', true)
    expect(replies).toMatchObject([
      { outcome: 'SUGGESTED_CHANGE', consultedOn: '2026-11-12', issuedOn: '2026-11-13', opinion: null },
      { outcome: 'SUGGESTED_OK', consultedOn: '2026-11-16', issuedOn: '2026-11-17', opinion: null },
    ])
    expect(JSON.stringify(replies[0])).toMatch(/请明确业务领域。","[^"]+：前后不一致/)
    expect(await papers(found, 'ACCEPTANCE_NOTICE')).toMatchObject([
      {
        appliedOn: '2026-11-17',
        correctedOn: '2026-11-19',
        acceptedOn: '2026-11-19',
        afterHours: false,
        issuedOn: '2026-11-20',
        // The law of a name, not of a founding: no regulation's own period, no special procedure.
        law: '《社会组织名称管理办法》（民政部令第69号）',
        decides: '核准名称',
        ownPeriod: false,
        pausable: false,
      },
    ])
    expect(await papers(found, 'NAME_APPROVAL')).toMatchObject([
      { appliedOn: '2026-11-17', validFrom: '2026-11-20', issuedOn: '2026-11-20' },
    ])

    on('2026-11-23T10:12')
    await found.step('submit')
    on('2026-11-24T09:30')
    await found.step('receive')
    on('2026-11-26T15:00')
    await found.step('requireCorrection', {
      correctionItems: [
        { kind: 'page', target: 'purpose', title: '宗旨', note: '请改正' },
        { kind: 'material', target: 'M204', title: '住所', note: '缺页' },
      ],
    })
    on('2026-12-01T18:20')
    await save(found, 'purpose', (text) => text.replace(/"purpose":"([^"]*)"/, '"purpose":"$1新的宗旨"'))
    await attach(found, 'M204')
    await found.step('resubmit')
    on('2026-12-03T09:00')
    await found.step('receive')
    on('2026-12-07T16:00')
    await found.step('accept')

    const [first, second] = await papers(found, 'RECEIPT')
    expect(first).toMatchObject({
      titleNote: null,
      receivedOn: '2026-11-23',
      receivedTime: '10:12',
      online: { countsFrom: '2026-11-23' },
      replyBy: '2026-11-30',
      issuedOn: '2026-11-24',
    })
    expect(first?.['materials']).toContainEqual(expect.objectContaining({ name: '验资报告', files: 1 }))
    // What came after closing time counts from the next day; only what came is told.
    expect(second).toMatchObject({
      titleNote: '补正材料',
      receivedOn: '2026-12-01',
      receivedTime: '18:20',
      online: { countsFrom: '2026-12-02' },
      replyBy: '2026-12-09',
      issuedOn: '2026-12-03',
      materials: [
        { name: '补正情况说明', form: 'ONLINE', note: '逐项说明，共2项' },
        { name: '在线填报的申请信息', form: 'ONLINE', note: '修改：宗旨和业务范围' },
        { name: '验资报告', form: 'FILE', files: 1, pages: 3 },
      ],
    })
    expect(await papers(found, 'CORRECTION_NOTICE')).toMatchObject([
      { receivedOn: '2026-11-23', correctBy: '2027-01-08', provisional: true, issuedOn: '2026-11-26' },
    ])
    expect((await papers(found, 'ACCEPTANCE_NOTICE')).at(-1)).toMatchObject({
      appliedOn: '2026-11-23',
      correctedOn: '2026-12-01',
      acceptedOn: '2026-12-02',
      afterHours: true,
      committedDueOn: '2026-12-30',
      issuedOn: '2026-12-07',
      law: '《社会团体登记管理条例》第十二条第一款',
      decides: '准予登记',
      ownPeriod: true,
    })
    expect(await found.row()).toMatchObject({ clock_started_on: '2026-12-02', clock_due_on: '2026-12-30' })
    const own = await (await signIn(portal, { accountId: found.applicant.id })).get(paths.case(found.id))
    expect(own.$('main').text()).toContain('2026年12月30日前作出决定')
    const listed = own.$('#documents').text()
    expect(listed).toMatch(new RegExp(`收件凭证（补正材料）[^]*?${String(second?.['number'])}`))
    expect(listed).toMatch(new RegExp(`收件凭证(?!（补)[^]*?${String(first?.['number'])}`))
    const official = await signIn(portal, { staffId: (await staffOf(portal, 'WINDOW')).id })
    const desk = (await official.get(paths.staffCase(found.id))).$('main').text()
    for (const words of ['收件凭证（补正材料）', '2026年12月30日', '2026年12月2日']) expect(desk).toContain(words)
    const sheet = await fetch(portal.baseUrl + paths.staffApprovalSheet(found.id), {
      headers: { cookie: official.cookie },
    })
    const read = await poppler('pdftotext', ['-raw', '-', '-'], Buffer.from(await sheet.arrayBuffer()))
    expect(read.normalize('NFKC').replaceAll(/\s/gu, '')).toContain('收件凭证(补正材料)')

    on('2026-12-09T11:00')
    await found.step('extend', undefined, '需要征求意见')
    await found.step('firstReview')
    on('2026-12-10T11:00')
    await found.step('secondReview')
    on('2026-12-14T11:00')
    await found.step('grant')
    on('2026-12-16T11:00')
    await found.step('printCertificate')
    on('2026-12-17T11:00')
    await found.step('handOver')
    on('2026-12-18T19:00')
    await found.step('submit')
    on('2026-12-22T11:00')
    await found.step('file')
    expect(await papers(found, 'EXTENSION_NOTICE')).toMatchObject([
      {
        acceptedOn: '2026-12-02',
        dueOnBefore: '2026-12-30',
        dueOn: '2027-01-14',
        issuedOn: '2026-12-09',
        // R250 sets the period of a founding: the promise alone is put off.
        statutory: {
          ownPeriod: true,
          before: '2027-03-03',
          after: '2027-03-03',
          law: '《社会团体登记管理条例》第十二条第一款',
          paused: false,
        },
      },
    ])
    expect(await papers(found, 'DECISION_GRANTED')).toMatchObject([
      { acceptedOn: '2026-12-02', issuedOn: '2026-12-14' },
    ])
    expect(await papers(found, 'CERTIFICATE_ORIGINAL')).toMatchObject([
      { validFrom: '2026-12-16', issuedOn: '2026-12-16', matterTitle: '社会团体成立登记' },
    ])
    expect(await papers(found, 'ANNOUNCEMENT')).toMatchObject([{ matterTitle: '社会团体成立登记' }])
    expect(await papers(found, 'FILING_RECEIPT')).toMatchObject([
      { filedOn: '2026-12-22', matterTitle: '社会团体印章式样和银行账号备案' },
    ])
  })
})
