import { createHash } from 'node:crypto'
import * as cheerio from 'cheerio'
import { Document, Packer, Paragraph } from 'docx'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { linesOf, type Clause } from '../../../src/core/charters/text.ts'
import { statuses } from '../../../src/core/workflow/statuses.ts'
import { chartersOf } from '../../../src/modules/register/charters.ts'
import { networkOf } from '../../../src/web/address.ts'
import { paths } from '../../../src/web/paths.ts'
import { signIn, smallPdf, staffOf, type Session } from '../../support/cases.ts'
import { units } from '../../support/legal-persons.ts'
import {
  beginOwn,
  caseRow,
  ledgerOf,
  ownMatter,
  organizationAt,
  submitOwn,
  typeItem,
  type Organization,
} from '../../support/organizations.ts'
import { startTestPortal, type TestPortal } from '../../support/portal.ts'

// 章程核准: a charter is begun from the model or the one in force, edited or brought, compared, approved as a version.

vi.setConfig({ testTimeout: 60_000 })

let portal: TestPortal
let official: Session
const owners: Record<string, Organization> = {}

beforeAll(async () => {
  portal = await startTestPortal({ JOBS: 'off' })
  official = await signIn(portal, { staffId: (await staffOf(portal, 'WINDOW')).id })
  for (const [type, unit] of Object.entries({
    group: units.grain,
    service: units.service,
    foundation: units.fund,
  }))
    owners[type] = await organizationAt(portal, unit)
})
afterAll(() => portal.stop())

const ownerOf = (type: string): Organization => {
  const own = owners[type]
  if (!own) throw new Error(`no ${type}`)
  return own
}
const words = (page: { readonly $: (selector: string) => { readonly text: () => string } }): string =>
  page.$('main').text().replaceAll(/\s+/gu, ' ')

const decide = async (id: string): Promise<void> => {
  for (let steps = 0; statuses[(await caseRow(portal, id)).status].turn !== 'nobody'; steps++) {
    const step = await official.post(paths.sandboxStep(id))
    expect([step.status, step.$('main').text(), steps < 10]).toEqual([303, '', true])
  }
}

/** Begun, the examples filled in, handed in, approved. */
const approve = async (own: Organization, code = 'charter'): Promise<string> => {
  const id = await beginOwn(own, code)
  const filled = await own.session.post(paths.sandboxFillCase(id))
  expect([filled.status, filled.$('main').text()]).toEqual([303, ''])
  const { location } = await submitOwn(own, id)
  const said = location.endsWith('/check') ? words(await own.session.get(location)) : ''
  expect([location, said]).toEqual([expect.stringContaining(paths.submitted(id)), ''])
  await decide(id)
  return id
}

test.each(['group', 'service', 'foundation'])(
  '%s: the model becomes a version, and so does an amendment',
  async (type) => {
    const own = ownerOf(type)
    const first = await approve(own)
    expect(await ledgerOf(portal, first)).toEqual(['charter'])
    const [begun] = await chartersOf(portal.owner.knex, own.id)
    const text = linesOf(begun?.clauses ?? []).join('\n')
    expect(begun).toMatchObject({ n: 1, sha256: createHash('sha256').update(text).digest('hex') })
    expect(text).toContain(own.name)

    if (type !== 'group') return
    // The next one goes on from it: the example amends one article, and that is all the comparison tells.
    const second = await approve(own)
    const [now] = await chartersOf(portal.owner.knex, own.id)
    expect(now?.n).toBe(2)
    expect(now?.clauses).toHaveLength(begun?.clauses?.length ?? 0)
    const decision = await portal.owner
      .knex('document')
      .where({ case_id: second, kind: 'DECISION_GRANTED' })
      .first<{ data: object }>('data')
    expect(decision.data).toMatchObject({
      decided: '章程核准',
      registeredItems: [{ label: '章程', value: expect.stringContaining('修改1条') as string }],
      next: expect.stringContaining('自本决定作出之日起生效') as string,
    })
    const told = words(await official.get(paths.staffCharter(second)))
    expect(told).toMatch(/修改1条。.*（增加：.*每年的收支情况在年度工作报告中公布/u)
    expect(told).toContain('增加公开收支的规定')
    // The paper of the amendment is made of the version it amended, though that is not in force any more.
    const round =
      /\/submissions\/(\d+)\/papers\/K205/u.exec((await own.session.get(paths.case(second))).text)?.[1] ?? ''
    expect((await own.session.get(paths.submittedPaper(second, round, 'K205'))).status).toBe(200)
  },
)

test('versions are read and compared by the organization and, where the site says so, by everybody', async () => {
  const own = ownerOf('group')
  const home = await own.session.get(paths.organizationHome)
  expect(words(home)).toContain('第2版，自')
  const mine = await own.session.get(`${paths.organizationCharters()}?n=2&with=1`)
  expect(words(mine)).toMatch(/第2版，自.+起生效，现行有效.+修改1条/u)
  expect(words(mine)).not.toContain('没有写明')
  const stranger = (path: string) => fetch(portal.baseUrl + path, { headers: { accept: 'text/html' } })
  const entry = paths.organization(units.grain.uscc)
  expect(await (await stranger(entry)).text()).toContain('查看核准的章程')
  const open = await stranger(`${paths.publicCharter(units.grain.uscc)}?n=1`)
  expect([open.status, await open.text()]).toEqual([200, expect.stringContaining('第一章') as string])
  expect((await stranger(`${paths.publicCharter(units.grain.uscc)}?n=9`)).status).toBe(404)
  // Who has many compared reads on, one at a time.
  const here = networkOf('127.0.0.1')
  const compared = `${paths.publicCharter(units.grain.uscc)}?n=1&with=9`
  expect((await stranger(compared)).status).toBe(200)
  for (const { limits } = portal.deps; (await limits.left('charter-address', here)) > 0;)
    await limits.use('charter-address', here)
  expect((await stranger(compared)).status).toBe(429)
  expect((await stranger(`${paths.publicCharter(units.grain.uscc)}?n=1`)).status).toBe(200)
})

const textOf = (clauses: readonly Clause[]): string => linesOf(clauses).join('\n')

test('a text is brought, shown with what speaks against it, and taken; what it lacks keeps it from being handed in', async () => {
  const own = ownerOf('group')
  const id = await beginOwn(own, 'charter')
  const [inForce] = await chartersOf(portal.owner.knex, own.id)
  const clauses = inForce?.clauses ?? []
  const party = clauses.findIndex(({ text }) => text.includes('全面领导'))
  const brought = clauses
    .filter((_, place) => place !== party)
    .map((clause, place) => (place === 3 ? { ...clause, text: `${clause.text.slice(0, -1)}（　）。` } : clause))
  expect(words(await own.session.post(paths.charterText(id), { text: '一、总则' }))).toContain('没有找到“第一条”')
  const read = await own.session.post(paths.charterText(id), { text: textOf(brought) })
  expect(words(read)).toMatch(/与现行章程比较：修改1条、删除1条/u)
  expect(words(read)).toContain('没有写明坚持党的全面领导，设立党的组织')
  expect(words(read)).toContain('第四条：还有没有填写的地方：“（ ）”')
  const taken = {
    text: String(read.$('input[name=text]').val()),
    version: String(read.$('input[name=version]').val()),
  }
  // Somebody else saved the articles meanwhile: nothing of theirs is overwritten unasked.
  expect((await own.session.post(paths.charterTaken(id), { ...taken, version: '7' })).status).toBe(409)
  expect((await own.session.post(paths.charterTaken(id), taken)).status).toBe(303)

  const page = await own.session.get(paths.answerPage(id, 'articles'))
  const marks = page
    .$('.articles__text strong')
    .map((_i, mark) => page.$(mark).text())
    .get()
  expect(marks.filter((mark) => mark === '删除')).toHaveLength(1)
  expect(marks.filter((mark) => mark !== '删除').at(-1)).toMatch(/^第.+条$/u)
  expect(words(page)).toContain('删除了，请写明修改理由')
  // The reasons of all that is otherwise are written beside it, at once; what was saved meanwhile is shown first.
  const compared = await own.session.get(paths.charterComparison(id))
  const asked = compared
    .$('textarea[name^=reason-]')
    .map((_i, box) => String(compared.$(box).attr('name')))
    .get()
  expect([asked.length, words(compared)]).toEqual([2, expect.stringContaining('原第四条的修改理由') as string])
  const version = String(compared.$('input[name=version]').val())
  const written = (text: string, at = version) =>
    own.session.post(paths.charterComparison(id), {
      version: at,
      ...Object.fromEntries(asked.map((one) => [one, text])),
    })
  expect((await written('长'.repeat(501))).status).toBe(422)
  expect((await written('写明', '7')).status).toBe(409)
  expect((await written('按照会员大会的决定')).status).toBe(303)
  expect(words(await own.session.get(paths.answerPage(id, 'articles')))).not.toContain('请写明修改理由')
  expect((await written('', String(Number(version) + 1))).status).toBe(303)
  for (const one of ['charter', 'resolution', 'consent', 'contact', 'commitment'])
    await own.session.post(paths.sandboxFillPage(id, one))
  expect(words(await own.session.get(paths.checkAnswers(id)))).toContain('没有写明坚持党的全面领导')
})

test('a DOCX and a PDF with text are read in the inspector; a scan says that it has none', async () => {
  const own = ownerOf('foundation')
  const id = await beginOwn(own, 'charter')
  const [inForce] = await chartersOf(portal.owner.knex, own.id)
  const clauses = inForce?.clauses ?? []
  const paragraphs = linesOf(clauses).map((line) => new Paragraph(line))
  const docx = await Packer.toBuffer(new Document({ sections: [{ children: paragraphs }] }))
  const pdf = await fetch(portal.baseUrl + paths.draftPaper(id, 'K204'), { headers: { cookie: own.session.cookie } })
  const send = async (name: string, bytes: Uint8Array<ArrayBuffer>) => {
    const form = new FormData()
    form.set('_csrf', (await own.session.get(paths.charterText(id))).$('input[name=_csrf]').first().val() as string)
    form.append('files', new Blob([bytes]), name)
    const answer = await fetch(portal.baseUrl + paths.charterFile(id), {
      method: 'POST',
      headers: { cookie: own.session.cookie, accept: 'text/html' },
      body: form,
    })
    return { status: answer.status, $: cheerio.load(await answer.text()) }
  }
  for (const [name, bytes] of [
    ['章程.docx', new Uint8Array(docx)],
    ['章程.pdf', new Uint8Array(await pdf.arrayBuffer())],
  ] as const) {
    const read = await send(name, bytes)
    expect([name, read.status, words(read).slice(0, 300)]).toEqual([
      name,
      200,
      expect.stringContaining(`读出${String(clauses.length)}条。与现行章程比较：没有改动`) as string,
    ])
  }
  expect(words(await send('扫描.pdf', new Uint8Array(smallPdf)))).toContain('文件里没有文字，可能是扫描件')
})

test('an article is put where it belongs, moved, and one in force is marked instead of taken off', async () => {
  const own = ownerOf('service')
  const id = await beginOwn(own, 'charter')
  const list = async () => {
    const page = await own.session.get(paths.answerPage(id, 'articles'))
    return page
      .$('.articles__item')
      .map((_i, row) => ({
        mark: page.$(row).find('strong').text(),
        title: page.$(row).find('.articles__text').contents().eq(1).text().trim(),
        item: /items\/([^/?"]+)/u.exec(page.$(row).find('a').first().attr('href') ?? '')?.[1] ?? '',
      }))
      .get()
  }
  const [first, second] = await list()
  const added = { chapter: '总则', text: '本单位的简称由理事会决定。', state: 'KEPT', reason: '便于使用' }
  expect((await typeItem(own, id, 'articles', { ...added, place: first?.item ?? '' })).status).toBe(303)
  expect((await list()).slice(0, 3).map(({ title }) => title.slice(0, 10))).toEqual(
    [first?.title, '本单位的简称由理事会决定', second?.title].map((title = '') => title.slice(0, 10)),
  )
  const [, mine] = await list()
  await typeItem(own, id, 'articles', { ...added, place: 'first' }, mine?.item)
  expect((await list())[0]).toMatchObject({ mark: '第一条', title: expect.stringContaining('简称') as string })
  // One that is only worded anew is still the article in force it was.
  await typeItem(
    own,
    id,
    'articles',
    { text: '本单位的性质另行写明。', was: '2', state: 'KEPT', reason: '写明' },
    second?.item,
  )
  expect(words(await own.session.get(paths.charterComparison(id)))).toMatch(/修改1条、新增1条。/u)
  // A new one begins in the chapter of what it is put behind.
  const begun = await own.session.get(`${paths.answerItem(id, 'articles', 'new')}?place=${first?.item ?? ''}`)
  expect([begun.$('#chapter').val(), begun.$('input[name=state]:checked').val()]).toEqual(['总则', 'KEPT'])
  // A stranger's place says nothing: it stays where it is.
  await typeItem(own, id, 'articles', { ...added, place: 'nowhere' }, mine?.item)
  expect((await list())[0]).toMatchObject({ mark: '第一条' })

  const gone = await own.session.post(paths.removeItem(id, 'articles', second?.item ?? ''), { answer: 'yes' })
  expect(gone.location).toContain(`/items/${second?.item ?? ''}`)
  expect((await list())[2]).toMatchObject({ mark: '删除' })
  expect((await own.session.post(paths.removeItem(id, 'articles', mine?.item ?? ''), { answer: 'yes' })).status).toBe(
    303,
  )
  expect((await list()).map(({ title }) => title)).not.toContain(expect.stringContaining('简称'))
  // Others do not see it.
  expect((await ownerOf('foundation').session.get(paths.charterComparison(id))).status).toBe(404)
})

test('a draft is looked at before the meeting: 章程核准 goes on from it, its official is told, and nothing waits for it', async () => {
  const own = ownerOf('foundation')
  const id = await beginOwn(own, 'charter-draft')
  expect((await own.session.post(paths.sandboxFillCase(id))).status).toBe(303)
  const [first] = await chartersOf(portal.owner.knex, own.id)
  const added = { chapter: '附则', text: '本会的会刊由理事会决定。', state: 'KEPT', reason: '' }
  expect((await typeItem(own, id, 'articles', { ...added, place: 'first' })).status).toBe(303)
  expect((await submitOwn(own, id)).location).toContain(paths.submitted(id))
  expect(words(await own.session.get(paths.case(id)))).toContain('草案可以提交会议的，全部办结')
  // 注销 may begin beside it, and so may what it is a draft of.
  expect(words(await own.session.get(paths.start(ownMatter(own, 'liquidation'))))).not.toContain('有未办结的')
  await decide(id)
  expect(await ledgerOf(portal, id)).toEqual([])
  const done = await own.session.get(paths.case(id))
  expect(words(done)).toContain('没有发现不宜提交会议的问题')
  expect(words(done)).not.toContain('名称')
  expect(done.$(`a[href="${paths.start(ownMatter(own, 'charter'))}"]`).text()).toContain('申请章程核准')

  await portal.owner
    .knex('case_file')
    .where({ organization_id: own.id, matter: ownMatter(own, 'charter') })
    .whereNull('submitted_at')
    .update({ deleted_at: new Date() })
  const approved = await beginOwn(own, 'charter')
  expect(words(await own.session.get(paths.answerPage(approved, 'articles')))).toContain('本会的会刊由理事会决定')
  expect((await own.session.post(paths.sandboxFillCase(approved))).status).toBe(303)
  expect((await submitOwn(own, approved)).location).toContain(paths.submitted(approved))
  const shown = await official.get(paths.staffCase(approved))
  expect(words(shown)).toMatch(/章程草案预审.{0,3}2026年11月\d+日答复：草案可以提交会议（办件编号：/u)
  expect(shown.$(`a[href="${paths.staffCase(id)}"]`)).toHaveLength(1)
  expect(first?.n).toBe((await chartersOf(portal.owner.knex, own.id))[0]?.n)
})

test('a charter approved elsewhere is filed: a version since that day, with who approved it in the ledger', async () => {
  const own = ownerOf('service')
  const [before] = await chartersOf(portal.owner.knex, own.id)
  const id = await approve(own, 'filing-charter-elsewhere')
  const [now] = await chartersOf(portal.owner.knex, own.id)
  expect([now?.n, now?.clauses?.length]).toEqual([(before?.n ?? 0) + 1, before?.clauses?.length])
  const [line] = await portal.owner.knex('organization_change').where({ case_id: id }).select('kind', 'after')
  expect(line).toMatchObject({
    kind: 'charter',
    after: { by: expect.stringMatching(/^太原市教育局（.+〕15号）$/u) as string },
  })
  expect(words(await own.session.get(paths.organizationHome))).toMatch(/章程备案：第2版，.+，由太原市教育局（/u)
})
