import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RawValues } from '../../../src/core/forms/field.ts'
import { grantLevels, type GrantLevel } from '../../../src/core/grants.ts'
import { loadForm } from '../../../src/modules/cases/queries.ts'
import type { Need } from '../../../src/modules/grants/access.ts'
import { planOf } from '../../../src/modules/offline-pack/pack.ts'
import { auditActions, mainText, messageWith } from '../../support/accounts.ts'
import type { Browser } from '../../support/browser.ts'
import { makeCase, signIn } from '../../support/cases.ts'
import { putGrant } from '../../support/grants.ts'
import { putCase, putFile, storedPages } from '../../support/own-cases.ts'
import { browserOf, createAccount, type TestApplicant } from '../../support/people.ts'
import { startTestPortal, type TestPortal } from '../../support/portal.ts'
import { routeAccess } from '../../support/route-access.ts'
import { offerCase } from '../../support/transfers.ts'

let portal: TestPortal
beforeAll(async () => {
  portal = await startTestPortal()
})
afterAll(() => portal.stop())

type Side = { readonly account: TestApplicant; readonly browser: Browser }

const side = async (name: string, realNameLevel = 1): Promise<Side> => {
  const account = await createAccount(portal, name, { realNameLevel })
  return { account, browser: await browserOf(portal, account) }
}

const invite = async (
  from: Side,
  caseFile: string,
  to: { phone: string; name: string },
  level: GrantLevel = 'submit',
) => {
  await from.browser.get(`/applications/${caseFile}/grants`)
  const typed = { name: to.name, phone: to.phone, level, until: '2027-03-01', password: 'Test@20261121' }
  return from.browser.submit(`form[action="/applications/${caseFile}/grants"]`, typed)
}

const newest = async (caseFile: string): Promise<{ id: string; ending: string | null; holder_id: string | null }> =>
  portal.owner.knex('access_grant').where({ case_id: caseFile }).orderBy('invited_at', 'desc').first()

/** What every address of a case needs, as decided by a person: a new one fails the test until it has its row. */
const needs: Readonly<Record<string, Need>> = {
  'GET /applications/:id': 'see',
  'GET /applications/:id/check': 'see',
  'GET /applications/:id/compare': 'see',
  'GET /applications/:id/submissions': 'see',
  'GET /applications/:id/submissions/:round': 'see',
  'GET /applications/:id/submitted': 'see',
  'GET /applications/:id/documents/:document': 'see',
  'GET /applications/:id/pages/:page': 'fill',
  'POST /applications/:id/pages/:page': 'fill',
  'POST /applications/:id/state-view': 'see',
  'GET /applications/:id/pages/:page/items/:item': 'fill',
  'POST /applications/:id/pages/:page/items/:item': 'fill',
  'GET /applications/:id/pages/:page/items/:item/remove': 'fill',
  'POST /applications/:id/pages/:page/items/:item/remove': 'fill',
  'GET /applications/:id/materials': 'fill',
  'POST /applications/:id/materials': 'fill',
  'GET /applications/:id/materials/:material': 'fill',
  'POST /applications/:id/materials/:material': 'fill',
  'POST /applications/:id/materials/:material/sign': 'fill',
  'GET /applications/:id/attachments/:attachment': 'fill',
  'GET /applications/:id/attachments/:attachment/remove': 'fill',
  'POST /applications/:id/attachments/:attachment/remove': 'fill',
  'GET /applications/:id/papers/:paper': 'fill',
  'GET /applications/:id/forms/:form.:format': 'fill',
  'GET /applications/:id/submissions/:round/papers/:paper': 'fill',
  'POST /applications/:id/correction': 'fill',
  'POST /applications/:id/filled-in': 'fill',
  'GET /applications/:id/pages/:page/table': 'fill',
  'POST /applications/:id/pages/:page/table': 'fill',
  'GET /applications/:id/pages/:page/table/template': 'fill',
  'POST /applications/:id/pages/:page/table/file': 'fill',
  'GET /applications/:id/charter.:format': 'fill',
  'GET /applications/:id/charter': 'see',
  'POST /applications/:id/charter': 'fill',
  'GET /applications/:id/charter/text': 'fill',
  'POST /applications/:id/charter/text': 'fill',
  'POST /applications/:id/charter/taken': 'fill',
  'POST /applications/:id/charter/file': 'fill',
  'GET /applications/:id/workbook': 'fill',
  'POST /applications/:id/workbook': 'fill',
  'GET /applications/:id/workbook/file': 'fill',
  'GET /applications/:id/workbook/ledger': 'fill',
  'POST /applications/:id/workbook/ledger': 'fill',
  'GET /applications/:id/workbook/take': 'fill',
  'POST /applications/:id/workbook/take': 'fill',
  'POST /applications/:id/check': 'submit',
  'GET /applications/:id/confirm': 'submit',
  'POST /applications/:id/confirm': 'submit',
  'GET /applications/:id/consent': 'submit',
  'POST /applications/:id/consent': 'submit',
  'POST /applications/:id/consent/take-back': 'own',
  'GET /applications/:id/withdraw': 'own',
  'POST /applications/:id/withdraw': 'own',
  'GET /applications/:id/start': 'own',
  'POST /applications/:id/start': 'own',
  'GET /applications/:id/copy': 'own',
  'POST /applications/:id/copy': 'own',
  'GET /applications/:id/delete': 'own',
  'POST /applications/:id/delete': 'own',
  'POST /applications/:id/restore': 'own',
  'GET /applications/:id/transfer': 'own',
  'POST /applications/:id/transfer': 'own',
  'POST /applications/:id/transfer/code': 'own',
  'GET /applications/:id/grants': 'give',
  'POST /applications/:id/grants': 'give',
}

describe('请同事一起办 (grants)', () => {
  it('every address of a case has decided what it needs', () => {
    const there = Object.keys(routeAccess).filter((route) => route.split(' ')[1]?.startsWith('/applications/:id'))
    expect(Object.keys(needs).toSorted()).toEqual(there.toSorted())
  })

  it('right × action: what a right does not hold is refused, and to a stranger and whoever is only invited nothing is there', async () => {
    const { id, applicant } = await makeCase(portal, { stage: 'nameApproval', status: 'DRAFT' })
    const paper = await portal.owner.knex('document').where({ case_id: id }).first<{ id: string }>('id')
    const parts: Readonly<Record<string, string>> = {
      id,
      page: 'nameApproval',
      item: 'new',
      material: 'M101',
      attachment: await putFile(portal, id, 'M101'),
      document: paper.id,
      paper: 'name-approval-application',
      round: '1',
      format: 'docx',
      form: 'founder-register',
    }
    const ask = async (browser: Browser, route: string): Promise<number> => {
      const [method = '', pattern = ''] = route.split(' ')
      const address = pattern.replaceAll(/:(\w+)/g, (_all, name: string) => parts[name] ?? '')
      if (method === 'GET') return (await browser.raw(address)).status
      const answer = address.includes('remove') ? 'no' : 'yes'
      const fields = { _csrf: browser.token(), answer, version: '999', requestKey: randomUUID(), newId: randomUUID() }
      return (await browser.post(address, fields)).status
    }
    const people = {
      stranger: await side('钱多多'),
      invited: await side('李青禾'),
      ended: await side('李青禾'),
      late: await side('李青禾'),
      see: await side('李青禾'),
      fill: await side('李青禾'),
      submit: await side('李青禾'),
    }
    for (const level of ['see', 'fill', 'submit'] as const)
      await putGrant(portal, id, applicant.id, people[level].account.id, level)
    await putGrant(portal, id, applicant.id, people.late.account.id, 'submit', { valid_to: '2026-01-02' })
    const over = await putGrant(portal, id, applicant.id, people.ended.account.id, 'submit')
    const end = { revoked_at: portal.clock.now(), ending: 'revoked' }
    await portal.owner.knex('access_grant').where({ id: over }).update(end)
    const open = { phone: people.invited.account.phone, name: people.invited.account.name }
    const phoneIndex = portal.deps.crypto.index('phone', open.phone)
    await portal.owner.knex('access_grant').insert({
      id: randomUUID(),
      case_id: id,
      giver_id: applicant.id,
      invited_name: open.name,
      invited_phone_idx: phoneIndex,
      invited_phone: '139****0000',
      title: '',
      rights: ['see'],
      valid_from: '2026-01-01',
      valid_to: '2030-01-01',
      invited_at: portal.clock.now(),
    })
    const wrong: string[] = []
    for (const [who, { browser }] of Object.entries(people)) {
      await browser.get('/account/grants')
      const rights: readonly string[] = who in grantLevels ? grantLevels[who as GrantLevel].rights : []
      for (const [route, need] of Object.entries(needs)) {
        // Nothing is there for whoever holds nothing; a few addresses show it. What a right opens is asked with the least.
        if (!(who in grantLevels) && !['GET /applications/:id', 'POST /applications/:id/confirm'].includes(route))
          continue
        if (rights.includes(need) && rights.at(-1) !== need) continue
        const status = await ask(browser, route)
        const isRight = ['stranger', 'invited'].includes(who)
          ? status === 404
          : rights.includes(need)
            ? ![403, 500].includes(status)
            : status === 403
        if (!isRight) wrong.push(`${who}: ${route} → ${String(status)}`)
      }
    }
    expect(wrong).toEqual([])
  })

  it('invited by phone and name, a colleague accepts, fills in and submits under the own name; revoked, nothing is saved any more', async () => {
    const [owner, colleague] = [await side('张晓明'), await side('李青禾')]
    const id = await putCase(portal, owner.account.id, { stage: 'nameApproval', complete: true })
    expect(mainText(await owner.browser.get(`/applications/${id}`))).toContain('请同事一起办')
    expect((await invite(owner, id, colleague.account)).url).toContain('done=sent')
    const sms = await messageWith(portal, colleague.account.phone, /请您一起办理/)
    expect(sms).toMatch(/张\*请您一起办理社会团体成立登记（查看、填写、提交，至2027年3月1日）/)
    await messageWith(portal, owner.account.phone, /已请手机号139\*{4}\d{4}的同事一起办理/)
    expect(mainText(await colleague.browser.get('/messages'))).toContain('张晓明请您一起办理')
    expect((await colleague.browser.get(`/applications/${id}`)).status).toBe(404)
    expect(mainText(await colleague.browser.get('/applications'))).toContain('有1件办件请您一起办理')

    const { id: grant } = await newest(id)
    const form = `form[action="/account/grants/${grant}"]`
    expect(mainText(await colleague.browser.get('/account/grants'))).toContain('替谁办理 张晓明')
    const shown = await colleague.browser.submit(form, { answer: 'accept' })
    expect(shown.url).toBe(`/applications/${id}`)
    expect(shown.$('.acting').text()).toContain('代 张晓明 办理')
    expect(mainText(shown)).not.toMatch(/撤回申请|移交给他人|请同事一起办/)
    expect(mainText(await colleague.browser.get('/applications'))).toContain('替张晓明办理')
    expect(mainText(await owner.browser.get('/messages'))).toContain('李青禾已接受授权')

    // What stands in the owner's account, and not in the case, is the owner's alone.
    const founders = `/applications/${id}/pages/sponsors`
    expect(mainText(await owner.browser.get(founders))).toContain('填入本人信息')
    expect(mainText(await colleague.browser.get(founders))).not.toContain('填入本人信息')

    // 您是 is what the applicant says of themselves: on the page and in the workbook it stays.
    const role = async () => (await storedPages(portal, id)).pages['contact']?.values['applicantRole']
    const said = await role()
    const other = said === 'HANDLER' ? 'LEGAL_REPRESENTATIVE' : 'HANDLER'
    await colleague.browser.get(`/applications/${id}/pages/contact`)
    await colleague.browser.submit('main form[method=post]', { applicantRole: other, contactName: '李青禾' })
    const values: RawValues = (await storedPages(portal, id)).pages['contact']?.values ?? {}
    expect([values['applicantRole'], values['contactName']]).toEqual([said, '李青禾'])
    const asColleague = await loadForm(portal.deps, id, colleague.account, 'fill')
    const contact = { values: { ...values, applicantRole: other, contactName: '王建国' }, places: {} }
    const identity = { caseId: id, stage: 'nameApproval', title: '', edition: '', pages: [] }
    const pack = { identity, pages: { contact }, unknown: [], faults: [] }
    const plan = planOf(portal.deps, asColleague, pack, new Set())
    expect(plan.pages.map(({ data }) => data.values['applicantRole'])).toEqual([said])
    expect(plan.dropped).toEqual([expect.stringContaining('“您是”：由申请人本人更改')])

    const page = `/applications/${id}/pages/purpose`
    await owner.browser.get(page)
    await colleague.browser.get(page)
    await colleague.browser.submit('main form[method=post]', { action: 'save-draft' })
    const conflict = await owner.browser.submit('main form[method=post]', { purpose: '另写的宗旨，与同事不同。' })
    expect([conflict.status, mainText(conflict)]).toEqual([409, expect.stringContaining('李青禾刚刚修改了这一页')])

    await colleague.browser.get(`/applications/${id}/confirm`)
    const sent = await colleague.browser.submit('main form[method=post]', { answer: 'yes' })
    expect(sent.url).toContain('/submitted')
    const told = mainText(await owner.browser.get(`/applications/${id}`))
    expect(told).toContain('由受托同事 李青禾 代为提交')
    await messageWith(portal, owner.account.phone, /您的办件（名称核准）/)
    expect(mainText(await owner.browser.get('/messages'))).toContain('由受托同事李青禾代为提交')
    const event = await portal.owner.knex('case_event').where({ case_id: id }).orderBy('id', 'desc').first()
    expect([event.account_id, event.actor_name, event.actor_role]).toEqual([colleague.account.id, '李青禾', '受托同事'])

    const deeds = mainText(await owner.browser.get(`/applications/${id}/grants`))
    expect(deeds).toMatch(/同事办过什么.*李青禾.*保存填写内容：宗旨/)
    await owner.browser.submit(form, { answer: 'revoke' })
    const late = await colleague.browser.post(page, {
      _csrf: colleague.browser.token(),
      purpose: '收回以后',
      version: '2',
    })
    expect([late.status, await late.text()]).toEqual([403, expect.stringContaining('委托人已收回')])
    expect(JSON.stringify((await storedPages(portal, id)).pages)).not.toContain('收回以后')
    expect(mainText(await colleague.browser.get('/applications'))).not.toContain('替张晓明办理')
    expect((await auditActions(portal, 'case', id)).filter((action) => action.includes('grant'))).toEqual([
      'case.grant-offered',
      'case.grant-accepted',
      'grant-ended',
    ])
    // 回避: an official among the colleagues keeps away from the case for good.
    expect(
      await portal.owner
        .knex('case_party as p')
        .join('account as a', 'a.id_number_idx', 'p.id_number_idx')
        .where({ 'p.case_id': id, 'a.id': colleague.account.id }),
    ).toHaveLength(1)
  })

  it('whoever fills in is told what is asked, and tells the owner that it is done', async () => {
    const found = await makeCase(portal, { stage: 'establishmentSubmission', status: 'RECEIVED' })
    const [colleague, looker] = [await side('李青禾'), await side('钱多多')]
    const address = `/applications/${found.id}`
    await putGrant(portal, found.id, found.applicant.id, colleague.account.id, 'fill')
    await putGrant(portal, found.id, found.applicant.id, looker.account.id, 'see')
    const owner = await signIn(portal, { accountId: found.applicant.id })
    expect((await owner.get(address)).$('.case-page__aside').text()).toContain('一起办理：李青禾（查看、填写）')
    await found.step('requireCorrection')
    await messageWith(portal, colleague.account.phone, /您受托一起办理的办件.*请在/)
    expect(mainText(await colleague.browser.get('/messages'))).toMatch(/您受.*委托一起办理/)
    expect(mainText(await looker.browser.get('/messages'))).not.toContain('委托一起办理')

    const page = await colleague.browser.get(address)
    expect(page.$('#correction').text()).toMatch(/填好了，请.*核对并提交/)
    expect(page.$('#correction').text()).not.toContain('重新提交')
    const items = page
      .$('#correction textarea')
      .toArray()
      .map((item) => [String(page.$(item).attr('name')), '已修改。'])
    const told = await colleague.browser.submit('#correction', { ...Object.fromEntries(items), go: 'tell' })
    expect([told.url, mainText(told)]).toEqual([`${address}?done=told`, expect.stringMatching(/已告诉/)])
    const { title } = await portal.owner
      .knex('message')
      .where({ account_id: found.applicant.id })
      .orderBy('id', 'desc')
      .first()
    expect(title).toContain('同事填好了，请您核对')
    expect((await owner.get(address)).$('.turn').text()).toMatch(/李青禾.+说已经填好，请您核对/)
    const body = { _csrf: colleague.browser.token() }
    for (const status of [303, 303, 429])
      expect((await colleague.browser.post(`${address}/filled-in`, body)).status).toBe(status)
    const check = await colleague.browser.get(`${address}/check`)
    expect(check.$(`form[action="${address}/filled-in"] button`).text()).toMatch(/填好了/)
  })

  it('whoever fills in one page says so before all of it is done, and is told what is open', async () => {
    const [owner, colleague] = [await side('张晓明'), await side('李青禾')]
    const id = await putCase(portal, owner.account.id, { stage: 'nameApproval' })
    await putGrant(portal, id, owner.account.id, colleague.account.id, 'fill')
    const page = await colleague.browser.get(`/applications/${id}`)
    expect(page.$('.turn').text()).toMatch(/轮到您：填写“[\s\S]+还有\d+项没有完成/)
    const form = `form[action="/applications/${id}/filled-in"]`
    expect((await colleague.browser.get(`/applications/${id}/check`)).$(`${form} button`).text()).toMatch(/填好了/)
    await colleague.browser.get(`/applications/${id}`)
    await colleague.browser.submit(form, {})
    expect(mainText(await owner.browser.get('/messages'))).toMatch(/李青禾说.+还有\d+项没有完成/)
    expect((await owner.browser.get(`/applications/${id}`)).$('.turn').text()).toMatch(/李青禾.+说已经填好/)
  })

  it('whoever may only look sees numbers masked and opens no file', async () => {
    const [owner, looker] = [await side('张晓明'), await side('李青禾')]
    const id = await putCase(portal, owner.account.id, { stage: 'establishmentSubmission', complete: true })
    await putGrant(portal, id, owner.account.id, looker.account.id, 'see')
    const whole = /\d{17}[\dX]/
    expect(mainText(await owner.browser.get(`/applications/${id}/check`))).toMatch(whole)
    const page = await looker.browser.get(`/applications/${id}/check`)
    expect(mainText(page)).toMatch(/\d{4}\*{10}\d{3}[\dX]/)
    expect(mainText(page)).not.toMatch(whole)
    expect(page.$('a[href*="/attachments/"], a[href*="/pages/"]')).toHaveLength(0)
    // A receipt prints the number of the account in full.
    const [event] = (await portal.owner
      .knex('case_event')
      .insert({
        case_id: id,
        stage: 'establishmentSubmission',
        procedure: 'licence',
        action: 'file',
        from_status: 'DRAFT',
        to_status: 'DRAFT',
        actor_kind: 'system',
        actor_name: '系统',
        opinion: '',
        conclusion: '',
        details: '{}',
        request_key: randomUUID(),
        at: portal.clock.now(),
      })
      .returning('id')) as { id: number }[]
    const [receipt] = (await portal.owner
      .knex('document')
      .insert({
        case_id: id,
        event_id: event?.id,
        kind: 'FILING_RECEIPT',
        number: `test-${id}`,
        verification_code: id.slice(0, 16),
        status: 'VALID',
        data: JSON.stringify({ sealed: 'sealed' }),
        issued_at: portal.clock.now(),
      })
      .returning('id')) as { id: string }[]
    const paper = `/applications/${id}/documents/${receipt?.id ?? ''}`
    expect([(await looker.browser.get(paper)).status, (await owner.browser.get(paper)).status]).toEqual([403, 503])
    expect(mainText(page)).toContain('还没有提交')
  })

  it('an unverified colleague neither accepts nor fills in; another name on the same phone finds nothing', async () => {
    const [owner, unproved] = [await side('张晓明'), await side('李青禾', 0)]
    const id = await putCase(portal, owner.account.id, { complete: true })
    await invite(owner, id, unproved.account)
    const { id: grant } = await newest(id)
    expect(mainText(await unproved.browser.get('/account/grants'))).toContain('现在实名认证')
    const answer = { _csrf: unproved.browser.token(), answer: 'accept' }
    expect((await unproved.browser.post(`/account/grants/${grant}`, answer)).status).toBe(409)
    // The number is somebody else's now.
    await portal.owner.knex('account').where({ id: unproved.account.id }).update({ name: '钱多多', real_name_level: 1 })
    const misnamed = mainText(await unproved.browser.get('/account/grants'))
    expect(misnamed).toContain('姓名与您账号的姓名不一致')
    expect(misnamed).not.toMatch(/张晓明|替谁办理/)
    expect((await unproved.browser.post(`/account/grants/${grant}`, answer)).status).toBe(404)
    await putGrant(portal, id, owner.account.id, unproved.account.id, 'fill')
    await portal.owner.knex('account').where({ id: unproved.account.id }).update({ real_name_level: 0 })
    expect((await unproved.browser.get(`/applications/${id}`)).status).toBe(200)
    const refused = await unproved.browser.get(`/applications/${id}/pages/purpose`)
    expect([refused.status, refused.text]).toEqual([409, expect.stringContaining('先实名认证')])
  })

  it('not to oneself, not by a colleague, ten a case and five a day; what is wrong stays typed', async () => {
    const [owner, other] = [await side('张晓明'), await side('李青禾')]
    const id = await putCase(portal, owner.account.id, { complete: true })
    const self = await invite(owner, id, owner.account)
    expect([self.status, self.$('#phone-error').text()]).toEqual([422, expect.stringContaining('自己的手机号')])
    const page = await owner.browser.submit(`form[action="/applications/${id}/grants"]`, {
      name: '李青禾',
      until: '2020-01-01',
      password: 'wrong',
    })
    expect(page.$('#until-error').text()).toContain('不能早于今天')
    expect(page.$('#name').attr('value')).toBe('李青禾')
    for (let count = 0; count < 10; count += 1) {
      const { id: holder } = await createAccount(portal, '李青禾')
      await putGrant(portal, id, owner.account.id, holder, 'see')
    }
    expect((await invite(owner, id, other.account)).text).toContain('最多同时授权10人')
    const next = await putCase(portal, owner.account.id, { complete: true })
    for (let count = 0; count < 5; count += 1) {
      const phone = `1380000000${String(count)}`
      expect((await invite(owner, next, { phone, name: '李青禾' })).url, String(count)).toContain('done=sent')
    }
    expect((await invite(owner, next, other.account)).status).toBe(429)
  })

  it('a transfer and the bin end what was given; the end of a case lets it run out', async () => {
    const [owner, colleague, heir] = [await side('张晓明'), await side('李青禾'), await side('王建国')]
    const id = await putCase(portal, owner.account.id, { complete: true })
    await putGrant(portal, id, owner.account.id, colleague.account.id, 'submit')
    await offerCase(portal, { browser: owner.browser, phone: owner.account.phone }, id, heir.account)
    await heir.browser.get('/account/transfers')
    await heir.browser.submit('form[action^="/account/transfers/"]', { answer: 'accept', role: 'HANDLER' })
    expect((await newest(id)).ending).toBe('transferred')
    const over = await colleague.browser.get(`/applications/${id}`)
    expect([over.status, mainText(over)]).toEqual([403, expect.stringContaining('您受张晓明委托')])
    // Whose it is now is nobody's business who helped the one before.
    expect(over.text).not.toContain('王建国')
    expect(mainText(await colleague.browser.get('/messages'))).toContain('办件已移交给他人')
    // What somebody did while the case was their own is no deed of a colleague.
    const back = await putGrant(portal, id, heir.account.id, owner.account.id, 'see')
    const later = new Date(portal.clock.now().getTime() + 60_000)
    await portal.owner.knex('access_grant').where({ id: back }).update({ accepted_at: later })
    expect(mainText(await heir.browser.get(`/applications/${id}/grants`))).not.toContain('同事办过什么')

    const draft = await putCase(portal, owner.account.id)
    await putGrant(portal, draft, owner.account.id, colleague.account.id, 'fill')
    await owner.browser.get(`/applications/${draft}/delete`)
    await owner.browser.submit('main form[method=post]', { answer: 'yes' })
    expect((await newest(draft)).ending).toBe('case-ended')

    const { id: ended, applicant, step } = await makeCase(portal, { stage: 'nameApproval', status: 'SUBMITTED' })
    await putGrant(portal, ended, applicant.id, colleague.account.id, 'fill')
    await step('withdraw')
    const { valid_to: last } = await portal.owner.knex('access_grant').where({ case_id: ended }).first()
    expect(Date.parse(last) - portal.clock.now().getTime()).toBeLessThan(31 * 86_400_000)
    expect((await colleague.browser.get(`/applications/${ended}`)).status).toBe(200)
  })
})
