import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { StaffRole } from '../../../src/core/access.ts'
import type { Action } from '../../../src/core/workflow/procedures/index.ts'
import { savePage } from '../../../src/modules/cases/fill-in.ts'
import { paths } from '../../../src/web/paths.ts'
import { makeCase, signIn, staffOf, type Session, type TestCase } from '../../support/cases.ts'
import { poppler } from '../../support/poppler.ts'
import { startTestPortal, type TestPortal } from '../../support/portal.ts'

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

type Page = Awaited<ReturnType<Session['get']>>
const plain = (text: string): string => text.replaceAll(/\s+/g, ' ').trim()
const received = (): Promise<TestCase> => makeCase(portal, { stage: 'establishmentSubmission', status: 'RECEIVED' })

/** What a mark on a page or material posts besides what it says: what was looked at, and what was said until then. */
const formOf = (page: Page, code: string): Record<string, string> => {
  const mark = page.$(`#review-${code} button[name=judge]`).first().attr('value')
  expect(mark, `the marks of ${code}`).toMatch(/^PASS@\d+@(page|material):/)
  return { round: page.$('#judge input[name=round]').attr('value') ?? '', seen: mark?.split('@')[1] ?? '' }
}

type Said = {
  readonly target: string
  readonly verdict?: string
  readonly reason?: string
  readonly note?: string
  readonly wording?: string
}

/** Judges one thing by its form; `from`: a page that was opened before. */
const judge = async (role: StaffRole, found: TestCase, said: Said, from?: Page): Promise<Page> => {
  const page = from ?? (await as(role).get(paths.staffCase(found.id)))
  const code = /:([\w]+)/.exec(said.target)?.[1] ?? ''
  return as(role).post(paths.staffVerdicts(found.id), {
    verdict: 'FAIL',
    reason: 'INCOMPLETE',
    ...formOf(page, code),
    ...said,
  })
}

const verdictRows = (id: string) =>
  portal.owner
    .knex('verdict')
    .where({ case_id: id })
    .orderBy('id')
    .select('target_kind', 'target', 'verdict', 'reason', 'note')

const stepForm = (page: Page, action: Action): Record<string, string> => {
  const form = page.$(`form[action$="/actions/${action}"]`)
  expect(form.length, `the form of ${action}`).toBe(1)
  return Object.fromEntries(
    form
      .find('input[type=hidden]')
      .toArray()
      .map((input) => [page.$(input).attr('name') ?? '', page.$(input).attr('value') ?? '']),
  )
}

const begin = async (
  role: StaffRole,
  found: TestCase,
  action: Action,
  fields: Record<string, string> = {},
): Promise<Page> => {
  const page = await as(role).get(paths.staffCase(found.id))
  return as(role).post(paths.staffAction(found.id, action), { ...stepForm(page, action), ...fields })
}

const confirm = (role: StaffRole, page: Page, more: Record<string, string> = {}): Promise<Page> => {
  const form = page.$('button[name=confirmed]').closest('form')
  const kept = form
    .find('input[type=hidden]')
    .toArray()
    .map((input) => [page.$(input).attr('name') ?? '', page.$(input).attr('value') ?? ''] as const)
  return as(role).post(form.attr('action') ?? '', { ...Object.fromEntries(kept), confirmed: 'yes', ...more })
}

const send = async (...asked: Parameters<typeof begin>): Promise<Page> => confirm(asked[0], await begin(...asked))

const items = (id: string) =>
  portal.owner
    .knex('correction_item as i')
    .join('correction as c', 'c.id', 'i.correction_id')
    .where({ case_id: id })
    .orderBy('i.id')
    .select('target_kind', 'target', 'note', 'late')

describe('a verdict', () => {
  test('is saved one by one without scripts, and read by the next node with who said it and when', async () => {
    const found = await received()
    const answer = await judge('WINDOW', found, { target: 'field:domicile.address', note: '缺少门牌号' })
    expect([answer.status, answer.location]).toEqual([
      303,
      `${paths.staffCase(found.id)}?at=review-domicile#review-domicile`,
    ])
    await judge('WINDOW', found, { target: 'material:M202', verdict: 'PASS' })
    await judge('WINDOW', found, { target: 'page:party', verdict: 'NOT_APPLICABLE' })
    expect(await verdictRows(found.id)).toEqual([
      { target_kind: 'field', target: 'domicile.address', verdict: 'FAIL', reason: 'INCOMPLETE', note: '缺少门牌号' },
      { target_kind: 'material', target: 'M202', verdict: 'PASS', reason: null, note: '' },
      { target_kind: 'page', target: 'party', verdict: 'NOT_APPLICABLE', reason: null, note: '' },
    ])
    const page = await as('WINDOW').get(paths.staffCase(found.id))
    expect(page.$('#verdict-sum').text()).toMatch(/1 项不合格 · \d+ 项未看/)
    expect(page.$('#review-domicile').text()).toContain('✗ 1 项不合格')
    expect(page.$('#review-M202').text()).toContain('✓ 合格')
    expect(page.$('#review-party').text()).toContain('– 不适用')
    expect(page.$('#review-funds').text()).toContain('未看')

    await judge('WINDOW', found, { target: 'field:domicile.address', verdict: 'PASS' })
    await found.step('accept')
    const next = await as('FIRST_REVIEWER').get(paths.staffCase(found.id))
    expect(plain(next.$('#review-domicile').text())).toMatch(
      /地址：合格 窗口受理 晋窗口 2026.*此前：不合格：填写不完整：缺少门牌号（窗口受理 晋窗口/,
    )
    await judge('FIRST_REVIEWER', found, { target: 'page:domicile', reason: 'CONTRADICTORY' })
    await found.step('firstReview')
    const second = await as('SECOND_REVIEWER').get(paths.staffCase(found.id))
    expect(plain(second.$('#review-domicile').text())).toMatch(/整页：不合格：前后不一致 初审 晋初审/)
    expect(second.$('#verdict-sum').text()).toContain('标记人：窗口受理 晋窗口 3 项，初审 晋初审 1 项')
    const audited = await portal.owner.knex('audit_log').where({ object_id: found.id, action: 'case.verdict' })
    expect(audited).toHaveLength(5)
    // Never outside the authority.
    const own = await signIn(portal, { accountId: found.applicant.id })
    for (const path of [paths.case(found.id), paths.checkAnswers(found.id)])
      expect((await own.get(path)).text).not.toContain('前后不一致')
  })

  test('不合格 without a reason, 其他 without words, what is too long: asked for at the field, with what was typed', async () => {
    const found = await received()
    const none = await judge('WINDOW', found, { target: 'item:officers#x', reason: '' })
    expect(none.status).toBe(409)
    const noReason = await judge('WINDOW', found, { target: 'page:officers', reason: '', note: '写了一半' })
    expect(noReason.status).toBe(422)
    expect(noReason.$('.govuk-error-summary a').attr('href')).toBe('#review-officers-reason')
    expect(noReason.$('#part-people').attr('open')).toBeDefined()
    expect(noReason.$('#review-officers-note').text()).toBe('写了一半')
    // 常用意见 stands before one's own words.
    const usual = { reason: 'MISSING', wording: 'MISSING:0', note: '第2页' }
    expect((await judge('WINDOW', found, { target: 'page:party', ...usual })).status).toBe(303)
    expect(await verdictRows(found.id)).toMatchObject([{ reason: 'MISSING', note: '请补充填写。\n第2页' }])
    for (const fields of [{ reason: 'OTHER' }, { reason: 'OTHER', note: '长'.repeat(301) }, { reason: 'UNSIGNED' }])
      expect((await judge('WINDOW', found, { target: 'page:officers', ...fields })).status).toBe(422)
    expect((await judge('WINDOW', found, { target: 'page:officers', verdict: 'MAYBE' })).status).toBe(400)
    expect(await verdictRows(found.id)).toHaveLength(1)
  })

  test('with scripts only what changed comes back; a button beside a row opens its form without them', async () => {
    const found = await received()
    const page = await as('WINDOW').get(paths.staffCase(found.id))
    const answer = await fetch(portal.baseUrl + paths.staffVerdicts(found.id), {
      method: 'POST',
      redirect: 'manual',
      headers: { cookie: as('WINDOW').cookie, 'X-Requested-With': 'fetch' },
      body: new URLSearchParams({
        ...formOf(page, 'domicile'),
        _csrf: page.$('#judge input[name=_csrf]').attr('value') ?? '',
        target: 'page:domicile',
        verdict: 'FAIL',
        reason: 'INCOMPLETE',
      }),
    })
    const html = await answer.text()
    expect(answer.status).toBe(200)
    expect(html).not.toContain('<html')
    for (const part of [
      'id="review-domicile" data-part',
      'id="verdict-sum" data-part',
      'id="requireCorrection-faults"',
    ])
      expect(html).toContain(part)
    expect(html).toContain('1 项不合格')
    // One form at a time is on the page: that of what is to be marked.
    const mark = page.$('button[form=mark][value="field:domicile.address"]')
    expect([mark.length, page.$('form[action$="/verdicts"]').length]).toEqual([1, 2])
    const query = new URLSearchParams({ mark: mark.attr('value') ?? '' }).toString()
    const marked = await as('WINDOW').get(`${page.$('#mark').attr('action') ?? ''}?${query}`)
    expect(marked.$('#part-means').attr('open')).toBeDefined()
    expect(marked.$('#review-domicile option[selected]').attr('value')).toBe('field:domicile.address')
  })

  test('two officials at once: the second is told, nothing is lost, and may insist; one form sent twice is one', async () => {
    const found = await received()
    const page = await as('WINDOW').get(paths.staffCase(found.id))
    const other = await signIn(portal, { staffId: (await staffOf(portal, 'FIRST_REVIEWER')).id })
    const reviewer = await staffOf(portal, 'FIRST_REVIEWER')
    const staff = portal.owner.knex('staff').where({ id: reviewer.id })
    await staff.clone().update({ roles: ['WINDOW'] })
    try {
      const theirs = { ...formOf(page, 'domicile'), target: 'page:domicile', verdict: 'PASS' }
      await Promise.all(Array.from({ length: 5 }, () => other.post(paths.staffVerdicts(found.id), theirs)))
      expect(await verdictRows(found.id)).toHaveLength(1)
    } finally {
      await staff.clone().update({ roles: ['FIRST_REVIEWER'] })
    }
    const late = await judge('WINDOW', found, { target: 'page:domicile', note: '我的说明' }, page)
    expect(late.status).toBe(409)
    expect(plain(late.$('#review-domicile').text())).toMatch(/晋初审已对“.*”作出判断.*没有保存/)
    expect(late.$('#review-domicile-note').text()).toBe('我的说明')
    expect(await verdictRows(found.id)).toHaveLength(1)
    // Of another thing nobody spoke.
    expect((await judge('WINDOW', found, { target: 'page:funds' }, page)).status).toBe(303)
    expect((await judge('WINDOW', found, { target: 'page:domicile', note: '我的说明' }, late)).status).toBe(303)
    expect(await verdictRows(found.id)).toHaveLength(3)
  })

  test('is for whom the case waits for, of the latest submission, and never changed afterwards', async () => {
    const found = await received()
    const form = formOf(await as('WINDOW').get(paths.staffCase(found.id)), 'domicile')
    const fields = { ...form, target: 'page:domicile', verdict: 'PASS' }
    for (const role of ['FIRST_REVIEWER', 'CERT_CLERK'] as const) {
      expect((await as(role).get(paths.staffCase(found.id))).$('form[data-verdict]').length).toBe(0)
      expect((await as(role).post(paths.staffVerdicts(found.id), fields)).status).toBe(409)
    }
    const stranger = await signIn(portal, { staffId: (await staffOf(portal, 'WINDOW', 'taiyuan-')).id })
    expect((await stranger.post(paths.staffVerdicts(found.id), fields)).status).toBe(404)
    await found.step('requireCorrection')
    expect((await as('WINDOW').post(paths.staffVerdicts(found.id), fields)).status).toBe(409)
    await found.step('resubmit')
    expect((await as('WINDOW').post(paths.staffVerdicts(found.id), fields)).status).toBe(409)
    for (const change of ['update verdict set note = $$x$$', 'delete from verdict'])
      await expect(portal.deps.db.knex.raw(change)).rejects.toThrow(/permission denied|never|change/)
  })
})

describe('what one press says', () => {
  const press = (found: TestCase, page: Page, value: string | undefined) =>
    as('WINDOW').post(paths.staffVerdicts(found.id), {
      round: page.$('#judge input[name=round]').attr('value') ?? '',
      judge: value ?? '',
    })

  test('all that is unseen in a part is good, what was judged stays, and the next part stands open', async () => {
    const found = await received()
    await judge('WINDOW', found, { target: 'page:funds' })
    const page = await as('WINDOW').get(paths.staffCase(found.id))
    const value = page.$('#part-means-pass button').attr('value')
    expect((await press(found, page, value)).status).toBe(303)
    const rows = await verdictRows(found.id)
    expect(rows.map(({ target, verdict }) => `${target} ${verdict}`)).toEqual([
      'funds FAIL',
      'domicile PASS',
      'contributors PASS',
    ])
    const after = await as('WINDOW').get(paths.staffCase(found.id))
    expect(after.$('#part-means-pass button').length).toBe(0)
    expect(after.$('#part-subject').attr('open')).toBeDefined()
    // Sent again there is nothing left of it, and no button says 不合格 without a reason.
    expect((await press(found, page, value)).status).toBe(409)
    expect((await press(found, page, value?.replace('PASS', 'FAIL'))).status).toBe(400)
  })

  test('the check list is filled in by the rules, ticked by a person, and printed into the 审批表 with every opinion', async () => {
    const found = await received()
    const page = await as('WINDOW').get(paths.staffCase(found.id))
    // 会员名单 is made of what is filled in: no paper of it is asked for, or missing.
    expect(page.$('#part-people').text()).toContain('个人会员名单')
    expect(page.$('#part-materials').text()).not.toContain('会员名单、入会登记表')
    const line = page.$('#check-lines li:contains("个人会员50个以上")')
    expect(plain(line.text())).toMatch(/系统核对：符合.*个人会员名单 68 项；单位会员名单 12 项/)
    const all = page.$('#check-lines li').length
    await press(found, page, line.find('button').last().attr('value'))
    // What nobody applied for is 不适用 by itself, and no press for all records it as looked at.
    const charity = page.$('#check-lines li:contains("申请登记为慈善组织的")')
    expect(plain(charity.text())).toMatch(/系统核对：不适用.*– 不适用 按填写的内容/)
    // 不符: its words are asked for, and go to the applicant with the page they are about.
    const domicile = page.$('#check-lines li:contains("有固定的住所")')
    const mark = new URLSearchParams({ mark: domicile.find('button[name=mark]').attr('value') ?? '' }).toString()
    const opened = await as('WINDOW').get(`${page.$('#mark').attr('action') ?? ''}?${mark}`)
    expect(opened.$('#part-checks').attr('open')).toBeDefined()
    const form = opened.$('#check-lines form')
    const fields = {
      round: form.find('[name=round]').attr('value') ?? '',
      seen: form.find('[name=seen]').attr('value') ?? '',
      target: form.find('[name=target]').attr('value') ?? '',
      tell: form.find('option[selected]').attr('value') ?? '',
      verdict: 'FAIL',
    }
    const wordless = await as('WINDOW').post(paths.staffVerdicts(found.id), { ...fields, note: '' })
    expect([wordless.status, wordless.$('#review-DOMICILE-note-error').length]).toEqual([422, 1])
    await as('WINDOW').post(paths.staffVerdicts(found.id), { ...fields, note: '租赁合同没有出租人签字' })
    expect(await verdictRows(found.id)).toMatchObject([
      { target: 'MEMBERS', verdict: 'NOT_APPLICABLE' },
      { target: 'DOMICILE', verdict: 'FAIL', note: '租赁合同没有出租人签字' },
      { target_kind: 'page', target: 'domicile', verdict: 'FAIL', note: '租赁合同没有出租人签字' },
    ])
    const next = await as('WINDOW').get(paths.staffCase(found.id))
    expect((await press(found, next, next.$('#check-lines .part__pass button').attr('value'))).status).toBe(303)
    const ticked = await as('WINDOW').get(paths.staffCase(found.id))
    expect(ticked.$('#toc-checks').text()).toContain(`核对清单 ${String(all)}/${String(all)}`)
    expect(plain(ticked.$('#check-lines li:contains("个人会员50个以上")').text())).toContain('– 不适用 窗口受理 晋窗口')
    expect(ticked.$('#requireCorrection-faults textarea').text()).toContain('租赁合同没有出租人签字')
    expect((await verdictRows(found.id)).filter(({ target }) => target === 'CHARITY')).toEqual([])
    expect((await begin('WINDOW', found, 'accept')).$('main').text()).toContain('核对清单有 1 项不符')
    await found.step('accept')
    await found.step('firstReview')
    const read = async (path: string): Promise<string> => {
      const answer = await fetch(portal.baseUrl + path, { headers: { cookie: as('SECOND_REVIEWER').cookie } })
      expect(answer.headers.get('content-type')).toBe('application/pdf')
      const text = await poppler('pdftotext', ['-raw', '-', '-'], Buffer.from(await answer.arrayBuffer()))
      return text.normalize('NFKC').replaceAll(/\s/gu, '')
    }
    const sheet = await read(paths.staffApprovalSheet(found.id))
    for (const words of [
      '社会团体成立登记审批表',
      '核对无误窗口受理晋窗口',
      '不符:租赁合同没有出租人签字',
      '不适用按填写的内容',
      '初审通过',
      '内部意见',
      '审批人(签字)',
    ])
      expect(sheet).toContain(words)
    expect(sheet).toContain('办件编号:')
    expect(sheet).not.toContain('表格代码')
    // One kind of paper comes in several stages: each says of which.
    for (const stage of ['名称核准', '提交成立材料'])
      expect(sheet).toMatch(new RegExp(`受理通知书\\S*?\\(${stage}\\)`, 'u'))
    // The whole case in one file: what it holds is listed first, then comes what is listed.
    const whole = await read(paths.staffWholeCase(found.id))
    expect(whole).toMatch(/卷内目录1全卷第\d页审批表/)
    // Numbers run through the whole, and are those of the list at its front.
    const sheets = Number(/全卷第1页共(\d+)页/.exec(whole)?.[1])
    for (const page of [2, sheets]) expect(whole).toContain(`全卷第${String(page)}页共${String(sheets)}页`)
    // What the forms say is not told a second time.
    expect(whole).not.toContain('提交名称材料:填写的其他内容')
    for (const words of [
      '提交成立材料:填写的其他内容',
      '社会团体成立登记审批表',
      '名称核准通知书',
      '名称核准申请表',
      '法人登记申请表',
    ])
      expect(whole).toContain(words)
    expect(whole).not.toContain(found.answers['officers']?.items[0]?.values['idNumber'] ?? 'nobody')
  })
})

describe('a step made of verdicts', () => {
  test('is refused without one that says 不合格, and says so', async () => {
    const cases: readonly [Parameters<typeof makeCase>[1], Action][] = [
      [{ stage: 'establishmentSubmission', status: 'RECEIVED' }, 'requireCorrection'],
      [{ stage: 'nameApproval', status: 'SUBMITTED' }, 'returnForChange'],
      [{ stage: 'nameConsultation', status: 'SUBMITTED' }, 'suggestChange'],
    ]
    for (const [place, action] of cases) {
      const found = await makeCase(portal, place)
      const answer = await begin('WINDOW', found, action, { conclusion: '请修改。' })
      expect(answer.status, action).toBe(422)
      expect(answer.$('.govuk-error-summary').text()).toContain('还没有标为“不合格”的内容')
      expect((await found.row()).status).toBe(place.status)
    }
  })

  test('goes out item by item with its words, as the preview shows; the words may be changed, nothing is typed twice', async () => {
    const found = await received()
    const officer = found.answers['officers']?.items[0]?.id ?? ''
    await judge('WINDOW', found, { target: 'material:M202', reason: 'UNSIGNED', note: '第3页' })
    await judge('WINDOW', found, { target: `item:officers#${officer}`, reason: 'NOT_AS_ORIGINAL' })
    const changed = `words-item:officers#${officer}`
    const preview = await begin('WINDOW', found, 'requireCorrection', { [changed]: '姓名与身份证不一致' })
    expect(preview.status).toBe(200)
    const text = preview.$('main').text()
    for (const words of ['补正材料告知书', '姓名与身份证不一致', '缺少签字或者盖章：第3页', '共2项'])
      expect(text, words).toContain(words)
    // All of it is told at once, so what nobody looked at is said before.
    expect(text).toMatch(/还有 \d+ 项未看/)
    // Nobody is told of a list that another official changed after the preview.
    await judge('WINDOW', found, { target: 'page:funds' })
    const stale = await confirm('WINDOW', preview)
    expect(stale.status).toBe(409)
    expect(stale.$('.notice--error').text()).toContain('逐项审查的结果在您操作期间有变化')
    expect(stale.$(`[name="${changed}"]`).text()).toBe('姓名与身份证不一致')
    await judge('WINDOW', found, { target: 'page:funds', verdict: 'PASS' })
    const back = await confirm('WINDOW', await begin('WINDOW', found, 'requireCorrection', { [changed]: '改过' }), {
      confirmed: '',
      back: 'yes',
    })
    expect(back.$(`[name="${changed}"]`).text()).toBe('改过')
    const empty = await begin('WINDOW', found, 'requireCorrection', { [changed]: ' ' })
    expect(empty.status).toBe(422)
    const sent = await send('WINDOW', found, 'requireCorrection', { [changed]: '姓名与身份证不一致' })
    expect(sent.status).toBe(303)
    expect(await items(found.id)).toEqual([
      { target_kind: 'item', target: `officers#${officer}`, note: '姓名与身份证不一致', late: false },
      { target_kind: 'material', target: 'M202', note: '缺少签字或者盖章：第3页', late: false },
    ])
  })

  test('words changed for a case that moved on in the meantime are not lost', async () => {
    const found = await received()
    await judge('WINDOW', found, { target: 'page:officers' })
    const page = await as('WINDOW').get(paths.staffCase(found.id))
    await found.step('accept')
    const late = await as('WINDOW').post(paths.staffAction(found.id, 'requireCorrection'), {
      ...stepForm(page, 'requireCorrection'),
      'words-page:officers': '写了很久的补正原因',
    })
    expect(late.status).toBe(409)
    expect(late.$('#work').text()).toContain('写了很久的补正原因')
  })

  test('退回修改 tells the faults by itself, and everything stays open', async () => {
    const found = await makeCase(portal, { stage: 'nameApproval', status: 'SUBMITTED' })
    await judge('WINDOW', found, { target: 'page:purpose', reason: 'AGAINST_RULES', note: '超出业务范围' })
    const asked = await begin('WINDOW', found, 'returnForChange')
    expect(plain(asked.$('main').text())).toContain('将逐项告知申请人的内容')
    expect(asked.text).not.toContain('项未看')
    expect((await confirm('WINDOW', asked)).status).toBe(303)
    const own = await signIn(portal, { accountId: found.applicant.id })
    const page = await own.get(paths.case(found.id))
    expect(page.$('.turn').text()).toContain('不符合规定：超出业务范围')
    const link = page.$('.turn a').attr('href') ?? ''
    expect(page.$('.turn .turn__press a').text()).toBe('核对并重新提交')
    expect(link).toBe(paths.answerPage(found.id, 'purpose'))
    expect((await own.get(link)).$('main').text()).toContain('需要修改')
    expect((await own.get(paths.answerPage(found.id, 'contact'))).status).toBe(200)
    const message = await portal.owner.knex('message').where({ case_id: found.id }).orderBy('id', 'desc').first('body')
    expect(message.body).toContain('超出业务范围')
    expect(message.body).toMatch(/请在\d{4}年.+前修改后重新提交。逾期未修改的，终止办理。$/)
    const sms = await portal.owner.knex('outgoing_sms').where({ template: 'case-asked' }).orderBy('created_at', 'desc')
    const texts = sms.map((row) => portal.deps.crypto.decrypt(row.text_enc, `outgoing_sms.text:${row.id}`))
    const { number } = await found.row()
    expect(texts.find((text) => text.includes(number ?? ''))).toMatch(
      /（名称核准）：退回修改。请在\d{4}年\d+月\d+日前修改后重新提交，逾期未修改的终止办理。/,
    )
  })

  test('受理 and 通过 while something is 不合格 are asked once more, with what it is', async () => {
    const found = await received()
    await judge('WINDOW', found, { target: 'page:domicile' })
    const asked = await begin('WINDOW', found, 'accept')
    expect(asked.status).toBe(200)
    expect(asked.$('.notice').text()).toMatch(/还有 1 项标为不合格.*住所/s)
    expect((await found.row()).status).toBe('RECEIVED')
    expect((await confirm('WINDOW', asked)).status).toBe(303)
    const reviewer = await begin('FIRST_REVIEWER', found, 'firstReview', { opinion: '同意' })
    expect(reviewer.$('.notice').text()).toContain('还有 1 项标为不合格')
    await judge('FIRST_REVIEWER', found, { target: 'page:domicile', verdict: 'PASS' })
    const unseen = await begin('FIRST_REVIEWER', found, 'firstReview', { opinion: '同意' })
    expect(unseen.$('.notice').text()).not.toContain('不合格')
    expect(unseen.$('.notice').text()).toMatch(/还有 \d+ 项未看.*核对清单还有 \d+ 项没有核对/s)
    // What was looked at and ticked is not asked about.
    const page = await as('FIRST_REVIEWER').get(paths.staffCase(found.id))
    const { round = '' } = formOf(page, 'domicile')
    for (const button of page.$('.part__pass button').toArray())
      await as('FIRST_REVIEWER').post(paths.staffVerdicts(found.id), {
        round,
        judge: page.$(button).attr('value') ?? '',
      })
    const clean = await begin('FIRST_REVIEWER', found, 'firstReview', { opinion: '同意' })
    expect(clean.$('.notice').text()).not.toMatch(/不合格|未看|核对清单/)
  })
})

describe('补正', () => {
  test('of one item: the applicant reads the fault there, only it is open, and the official sees old beside new', async () => {
    const found = await received()
    const [first, second] = found.answers['officers']?.items ?? []
    await judge('WINDOW', found, { target: `item:officers#${first?.id ?? ''}`, note: '手机号不对' })
    await judge('WINDOW', found, { target: 'page:domicile', verdict: 'PASS' })
    await send('WINDOW', found, 'requireCorrection')
    const own = await signIn(portal, { accountId: found.applicant.id })
    const at = (item: string) => paths.answerItem(found.id, 'officers', item)
    const box = (await own.get(paths.case(found.id))).$('#correction')
    const named = box.find('button[name=go]:contains("去修改")')
    expect(named.length).toBe(1)
    const there = await own.post(box.attr('action') ?? '', { go: named.attr('value') ?? '' })
    expect([there.status, there.location]).toEqual([303, at(first?.id ?? '')])
    const list = await own.get(paths.answerPage(found.id, 'officers'))
    const open = list.$('a[href*="/items/"]').toArray()
    expect(open.map((link) => list.$(link).attr('href'))).toEqual([at(first?.id ?? '')])
    expect(list.$('.file-list__item').first().text()).toContain('手机号不对')
    const item = await own.get(at(first?.id ?? ''))
    expect(item.$('main').text()).toContain('手机号不对')
    for (const closed of [at(second?.id ?? ''), at('new'), `${at(second?.id ?? '')}/remove`]) {
      expect((await own.get(closed)).status, closed).toBe(409)
      expect((await own.post(closed, { version: '1', answer: 'yes' })).status, closed).toBe(409)
    }
    const { version } = await portal.owner
      .knex('answer')
      .where({ case_id: found.id, page: 'officers' })
      .first('version')
    await savePage(
      portal.deps,
      found.applicant,
      { ip: '127.0.0.1', requestId: 'test' },
      {
        caseId: found.id,
        page: 'officers',
        version,
        change: (data) => ({
          ...data,
          items: data.items.map((one, index) =>
            index === 0 ? { ...one, values: { ...one.values, phone: '13800138000' } } : one,
          ),
        }),
      },
    )
    await found.step('resubmit')
    const page = await as('WINDOW').get(paths.staffCase(found.id))
    const told = plain(page.$('section:contains("上次告知的内容")').text())
    expect(told).toMatch(/手机号不对.*申请人的说明：已按要求修改。.*原 .*→ 现 138\*{4}8000/)
    expect(page.text).not.toContain('13800138000')
    const sheet = await fetch(portal.baseUrl + paths.staffApprovalSheet(found.id), {
      headers: { cookie: as('WINDOW').cookie },
    })
    const printed = await poppler('pdftotext', ['-raw', '-', '-'], Buffer.from(await sheet.arrayBuffer()))
    expect(printed.normalize('NFKC').replaceAll(/\s/gu, '')).toMatch(/告知补正:\S*手机号不对补正说明:已按要求修改。/u)
    // Beside the answers as well, and nothing else there: what is only masked did not change.
    const besides = page.$('.lean dd:contains("→")').toArray()
    expect(besides.map((cell) => plain(page.$(cell).text()))).toEqual([expect.stringMatching(/原 .*→ 现 138\*{4}8000/)])
    // What was good and did not change need not be looked at again; what was not good is.
    expect(page.$('#review-domicile').text()).toContain('上次合格，没有改动')
    expect(page.$('#review-officers').text()).toContain('未看')
    // What was said of the submission before stands in nobody's way.
    for (const action of ['receive', 'accept', 'firstReview', 'secondReview'] as const) await found.step(action)
    expect((await send('APPROVER', found, 'grant', { conclusion: '符合条件。' })).status).toBe(303)
  })

  test('a second notice that adds something is warned of, needs a reason, and is counted for the next nodes', async () => {
    const found = await received()
    await judge('WINDOW', found, { target: 'page:officers' })
    await send('WINDOW', found, 'requireCorrection')
    await found.step('resubmit')
    await found.step('receive')
    const officer = found.answers['officers']?.items[0]?.id ?? ''
    await judge('WINDOW', found, { target: `item:officers#${officer}` })
    const covered = await as('WINDOW').get(paths.staffCase(found.id))
    expect(covered.$('#requireCorrection-faults').text()).not.toContain('再次告知增加了新的内容')
    await judge('WINDOW', found, { target: 'page:domicile', note: '租期已满' })
    const warned = await as('WINDOW').get(paths.staffCase(found.id))
    expect(warned.$('#requireCorrection-faults .notice').text()).toMatch(/以前的告知没有提到.*住所/s)
    const refused = await begin('WINDOW', found, 'requireCorrection')
    expect(refused.status).toBe(422)
    expect(refused.$('.govuk-error-summary a').attr('href')).toBe('#requireCorrection-lateReason')
    const reason = '补正材料中新出现的问题'
    expect((await send('WINDOW', found, 'requireCorrection', { lateReason: reason })).status).toBe(303)
    expect((await items(found.id)).map(({ target, late }) => [target, late])).toEqual([
      ['officers', false],
      ['domicile', true],
      [`officers#${officer}`, false],
    ])
    const page = await as('FIRST_REVIEWER').get(paths.staffCase(found.id))
    expect(plain(page.$('#work').text())).toContain('新增1项。理由：补正材料中新出现的问题')
    const [row] = await portal.owner.knex('audit_log').where({ object_id: found.id, action: 'case.told-again' })
    expect(row.details).toMatchObject({ added: ['domicile'], reason })
    const history = await as('WINDOW').get(`${paths.staffHistory}?told=again`)
    expect(history.$('main').text()).toContain((await found.row()).number ?? '')
    expect(history.$('main').text()).toContain('再次告知')
  })
})

describe('what was typed', () => {
  test('is kept when 领取时间 is refused, whatever it is', async () => {
    const found = await makeCase(portal, { stage: 'establishmentCompletion', status: 'CERT_PRINTED' })
    for (const collectedAt of ['2026-11-20T11:59', '2026-11-31T11:00', '昨天下午']) {
      const page = await begin('WINDOW', found, 'handOver', {
        handedBy: 'COUNTER',
        collectorName: '林知远',
        collectorIdNumber: '140106198503120014',
        collectorPhone: '13900001234',
        collectedAt,
      })
      expect(page.status).toBe(422)
      const control = page.$('#handOver-collectedAt')
      expect(control.attr('value')).toBe(collectedAt)
      // A control for date and time shows nothing of what is none.
      expect(control.attr('type')).toBe(/^2026-11-(20|30)/.test(collectedAt) ? 'datetime-local' : 'text')
      expect(page.$('#handOver-collectorName').attr('value')).toBe('林知远')
    }
  })
})
