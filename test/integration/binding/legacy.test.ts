import { randomUUID } from 'node:crypto'
import { createHash } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { demoLegacyAccounts } from '../../../seeds/demo/index.ts'
import { seedDemoLegacyAccounts } from '../../../seeds/demo/legacy.ts'
import { readAnswers } from '../../../src/core/matters/answers.ts'
import { stageState } from '../../../src/core/matters/journey.ts'
import { socialGroupEstablishment } from '../../../src/matters/establishment/social-group/index.ts'
import { openAnswers, type AnswerRow } from '../../../src/modules/cases/answers.ts'
import { legacyHash, isLegacyPassword } from '../../../src/modules/binding/legacy-hash.ts'
import { purgeDrafts } from '../../../src/modules/cases/purge-drafts.ts'
import { afterPersonalLogin } from '../../../src/modules/people/admission.ts'
import { bindingPlaces } from '../../../src/modules/binding/store.ts'
import { mainText } from '../../support/accounts.ts'
import type { Browser, Page } from '../../support/browser.ts'
import { browserOf, createAccount, staffBrowser, type TestApplicant } from '../../support/people.ts'
import { startTestPortal, type TestPortal } from '../../support/portal.ts'

const wrong = '绑定失败：社会组织名称、登录名或密码与原系统不一致'
const form = 'form[action="/bind/legacy"]'

type Demo = (typeof demoLegacyAccounts)[number]

const demo = (stage: Demo['stage']): Demo => {
  const found = demoLegacyAccounts.find((one) => one.stage === stage)
  if (!found) throw new Error(`no demo account at ${stage}`)
  return found
}

let portal: TestPortal
beforeAll(async () => {
  portal = await startTestPortal({ SITE: 'liaoning' })
})
afterAll(() => portal.stop())

/** Every test finds the old system as it was: nobody bound, nothing tried. */
beforeEach(async () => {
  const { owner, deps } = portal
  await owner.knex.raw('alter table legacy_account_event disable trigger never_changed')
  await owner.knex('legacy_account_event').delete()
  await owner.knex.raw('alter table legacy_account_event enable trigger never_changed')
  await owner.knex('legacy_account').delete()
  await owner.knex('outgoing_sms').delete()
  for (const name of await deps.redis.keys('limit:bind-*')) await deps.redis.del(name)
  for (const { name } of demoLegacyAccounts) {
    await owner.knex('name_reservation').where({ name }).delete()
    const organizations = owner.knex('organization').where({ name }).select('id')
    await owner.knex('case_file').whereIn('organization_id', organizations).update({ organization_id: null })
    await owner.knex.raw('alter table organization_change disable trigger never_changed')
    await owner.knex('organization_change').whereIn('organization_id', organizations).delete()
    await owner.knex.raw('alter table organization_change enable trigger never_changed')
    await owner.knex('organization_person').whereIn('organization_id', organizations).delete()
    await owner.knex('organization').where({ name }).delete()
  }
  await seedDemoLegacyAccounts(owner.knex, deps)
})

const personAtBind = async (): Promise<{ account: TestApplicant; browser: Browser }> => {
  const account = await createAccount(portal, '王秀兰')
  const browser = await browserOf(portal, account)
  await browser.get('/bind')
  return { account, browser }
}

type Proof = { readonly name: string; readonly loginName: string; readonly password: string }

const bind = (browser: Browser, { name, loginName, password }: Proof) =>
  browser.submit(form, { organizationName: name, loginName, password })

const legacyRow = (name: string) =>
  portal.owner.knex('legacy_account').where({ organization_name: name }).first<Record<string, unknown>>()

describe('the binding page', () => {
  it('B-01 opens after the first login of a person without a link, with the two choices of the guide', async () => {
    const { account, browser } = await personAtBind()
    expect(await afterPersonalLogin(portal.deps, account.id)).toBe('/bind')
    const text = mainText(browser.page())
    expect(text).toContain('选项一：系统里拟成立社会组织')
    expect(text).toContain('选项二：新申请成立社会组织')
    expect(browser.page().$('main label').text()).toMatch(/社会组织名称.*登录名.*密码/)
    expect(browser.page().$('main button').text()).toContain('下一步')
  })

  it('B-01 can be left and come back to; the choice is remembered', async () => {
    const { account, browser } = await personAtBind()
    const left = await browser.submit('form:has(input[value=LATER])')
    expect(left.url).toBe('/')
    expect(await afterPersonalLogin(portal.deps, account.id)).toBe('/bind')
    await browser.get('/bind')
    expect((await browser.submit('form:has(input[value=REQUEST])')).url).toBe('/bind/request')
    expect(mainText(await browser.get('/bind'))).toContain('您上次选择了选项二')
    for (const address of ['/', '/hall', '/services/personal', '/account'])
      expect((await browser.get(address)).status).toBe(200)
  })

  it('B-01 leads on to where the person was going, and nowhere outside', async () => {
    const { browser } = await personAtBind()
    await browser.get('/bind?next=/hall')
    expect((await browser.submit('form:has(input[value=LATER])')).url).toBe('/hall')
    await browser.get('/bind?next=//evil.example')
    expect((await browser.submit('form:has(input[value=LATER])')).url).toBe('/')
  })

  it('B-01 is for persons only, and only where the site reviews new applicants', async () => {
    const { account, browser } = await personAtBind()
    await portal.owner.knex('account').where({ id: account.id }).update({ kind: 'LEGAL_PERSON' })
    expect(await afterPersonalLogin(portal.deps, account.id)).toBeUndefined()
    expect((await browser.get('/bind')).status).toBe(403)
    const site = { ...portal.deps.site, policies: { ...portal.deps.site.policies, newApplicantReview: false } }
    const other = await createAccount(portal)
    expect(await afterPersonalLogin({ ...portal.deps, site } as typeof portal.deps, other.id)).toBeUndefined()
  })

  it('B-01 founding is closed until then, on the page and in the command, and says which way leads on', async () => {
    const { account, browser } = await personAtBind()
    const start = '/services/matters/social-group-establishment/start'
    const page = await browser.get(start)
    expect(page.status).toBe(403)
    expect(page.$('main a[href="/bind"]').text()).toBe('账号绑定和新申请')
    await browser.get('/bind')
    const posted = await browser.post(start, { _csrf: browser.token(), action: 'submit', orgType: 'SOCIAL_GROUP' })
    expect(posted.status).toBe(403)
    expect(await portal.owner.knex('case_file').where({ account_id: account.id })).toEqual([])
    expect((await browser.get('/hall')).$('main a[href="/bind"]')).toHaveLength(1)
  })
})

describe('binding an organization of the old system', () => {
  it.each(demoLegacyAccounts)('B-02 takes $name over from $stage ($hashKind), once', async (one) => {
    const { account, browser } = await personAtBind()
    const page = await bind(browser, one)
    expect(page.url).toMatch(/^\/applications\/[0-9a-f-]{36}\?done=bound$/)
    expect(mainText(page)).toContain('绑定成功')
    const row = await legacyRow(one.name)
    expect(row).toMatchObject({ bound_account_id: account.id, password_hash: null, salt: null, hash_kind: null })
    const [caseFile] = await portal.owner.knex('case_file').where({ account_id: account.id })
    expect(caseFile).toMatchObject({
      id: row?.['case_id'],
      stage: one.stage,
      status: one.stage === 'establishmentCompletion' ? 'CERT_DUE' : 'DRAFT',
      title: one.name,
    })
    const answers = await portal.owner.knex<AnswerRow & { case_id: string }>('answer').where({
      case_id: String(row?.['case_id']),
    })
    const stored = openAnswers(portal.deps.crypto, String(row?.['case_id']), answers)
    expect(stored['name']?.values['proposedName']).toBe(one.name)
    // What was filled in is as good here as it was there: every page of an earlier stage passes.
    for (const stage of socialGroupEstablishment.stages.slice(
      0,
      socialGroupEstablishment.stages.findIndex(({ code }) => code === one.stage),
    )) {
      const state = stageState(
        socialGroupEstablishment,
        stage,
        stored,
        readAnswers(socialGroupEstablishment.pages, stored),
        {},
        { today: '2026-11-20', posts: [], policies: portal.deps.site.matters, level: 'PROVINCE' },
      )
      expect(
        state.pages.filter(({ status }) => status !== 'done').map(({ page: { code }, findings }) => [code, findings]),
      ).toEqual([])
    }
    const [message] = await portal.owner.knex('message').where({ account_id: account.id })
    expect(message).toMatchObject({ title: '原系统账号绑定成功' })
    expect(await portal.owner.knex('audit_log').where({ action: 'legacy.bind', object_id: row?.['id'] })).toHaveLength(
      1,
    )
  })

  it.each(['MD5', 'SHA1'] as const)(
    'B-02 the old %s digest is of salt and password, and is compared whatever its case',
    (kind) => {
      const hash = createHash(kind === 'MD5' ? 'md5' : 'sha1')
        .update('5a17' + '口令Pass1')
        .digest('hex')
      expect(legacyHash(kind, '5a17', '口令Pass1')).toBe(hash)
      for (const password_hash of [hash, hash.toUpperCase()]) {
        expect(isLegacyPassword({ hash_kind: kind, salt: '5a17', password_hash }, '口令Pass1')).toBe(true)
        expect(isLegacyPassword({ hash_kind: kind, salt: '5a17', password_hash }, '口令pass1')).toBe(false)
      }
      expect(isLegacyPassword(undefined, 'nobody’s password')).toBe(false)
      expect(isLegacyPassword({ hash_kind: null, salt: null, password_hash: null }, 'nobody’s password')).toBe(false)
    },
  )

  it('B-02 the name may be typed with blanks and full-width signs, the login name and password not', async () => {
    const one = demo('nameApproval')
    const spaced = await personAtBind()
    expect((await bind(spaced.browser, { ...one, loginName: one.loginName.toUpperCase() })).status).toBe(422)
    expect((await bind(spaced.browser, { ...one, password: `${one.password} ` })).status).toBe(422)
    const page = await bind(spaced.browser, { ...one, name: ` ${one.name.slice(0, 3)}　${one.name.slice(3)} ` })
    expect(page.url).toContain('done=bound')
  })

  it('B-02 whatever is wrong, the answer is one and the same', async () => {
    const one = demo('establishmentSubmission')
    const { browser } = await personAtBind()
    const texts = new Set<string>()
    const summary = ({ $ }: Page): string =>
      $('.govuk-error-summary')
        .text()
        .replaceAll(/\s+/g, '')
        .replace(/还可以试\d次/, '')
    for (const attempt of [
      { ...one, name: '鞍山市没有的协会' },
      { ...one, name: demo('nameApproval').name },
      { ...one, loginName: 'nobody' },
      { ...one, password: 'wrong' },
    ]) {
      const page = await bind(browser, attempt)
      expect(page.status).toBe(422)
      texts.add(summary(page))
    }
    expect([...texts]).toEqual([expect.stringContaining(wrong)])
    expect(await legacyRow(one.name)).toMatchObject({ bound_account_id: null })
  })

  it('B-02 five tries an hour, then the right password is not looked at either', async () => {
    const one = demo('nameApproval')
    const { browser } = await personAtBind()
    // 8.27: how many tries are left is said at each.
    for (const left of ['还可以试4次', '还可以试3次', '还可以试2次', '还可以试1次', '次数已经用完'])
      expect(mainText(await bind(browser, { ...one, password: 'x' }))).toContain(left)
    const refused = await bind(browser, one)
    expect(refused.status).toBe(429)
    expect(mainText(refused)).toContain('绑定尝试次数过多')
    expect(await legacyRow(one.name)).toMatchObject({ bound_account_id: null })
  })

  it('B-02 one organization is not guessed at from many accounts; an unknown one answers the same', async () => {
    for (const name of [demo('nameApproval').name, '鞍山市没有的协会']) {
      const answers: number[] = []
      for (let person = 0; person < 5; person += 1) {
        const { browser } = await personAtBind()
        for (let count = 0; count < 5; count += 1)
          answers.push((await bind(browser, { name, loginName: 'lngj2019', password: `guess${count}` })).status)
      }
      expect(answers.filter((status) => status === 422)).toHaveLength(20)
      expect(answers.slice(20)).toEqual([429, 429, 429, 429, 429])
    }
  })

  it('B-02 bound already: whoever proves all three is told which account, masked; nobody else is told anything', async () => {
    const one = demo('nameApproval')
    const first = await personAtBind()
    await bind(first.browser, one)
    const second = await personAtBind()
    expect(mainText(await bind(second.browser, { ...one, password: 'wrong' }))).toContain(wrong)
    const told = await bind(second.browser, one)
    expect(told.status).toBe(422)
    expect(mainText(told)).toContain(`已经绑定到个人账号${first.account.loginName.slice(0, 2)}****`)
    expect(told.text).not.toContain(first.account.loginName)
  })

  it('B-02 fifteen at the same moment: one is bound, the others are told so, and there is one case', async () => {
    const one = demo('establishmentSubmission')
    const people = await Promise.all(Array.from({ length: 15 }, personAtBind))
    const answers = await Promise.all(people.map(({ browser }) => bind(browser, one)))
    expect(answers.filter(({ url }) => url.includes('done=bound'))).toHaveLength(1)
    expect(answers.filter((page) => page.text.includes('已经绑定到个人账号'))).toHaveLength(14)
    expect(
      await portal.owner.knex('case_file').whereIn(
        'account_id',
        people.map(({ account }) => account.id),
      ),
    ).toHaveLength(1)
  })

  it('B-02 pressed twice: both answers lead to the same case', async () => {
    const one = demo('nameConsultation')
    const { account, browser } = await personAtBind()
    const fields = {
      _csrf: browser.token(),
      organizationName: one.name,
      loginName: one.loginName,
      password: one.password,
    }
    const answers = await Promise.all([browser.post('/bind/legacy', fields), browser.post('/bind/legacy', fields)])
    const places = answers.map((answer) => answer.headers.get('location'))
    expect(answers.map(({ status }) => status)).toEqual([303, 303])
    expect(places[0]).toBe(places[1])
    expect(await portal.owner.knex('case_file').where({ account_id: account.id })).toHaveLength(1)
  })

  it('B-02 what is missing is said at its field, and no try is used up', async () => {
    const { browser } = await personAtBind()
    for (let count = 0; count < 6; count += 1) {
      const page = await bind(browser, { name: '某协会', loginName: '', password: '' })
      expect(page.status).toBe(422)
      expect(page.$('#loginName-error').text()).toContain('请填写登录名')
      expect(page.$('#organizationName').attr('value')).toBe('某协会')
    }
    expect((await bind(browser, demo('nameConsultation'))).url).toContain('done=bound')
  })

  it('B-02 nothing odd that is typed does harm', async () => {
    const { browser } = await personAtBind()
    const page = await bind(browser, { name: "某\u0000协会' or '1'='1", loginName: '\u0000', password: '\u0000' })
    expect(page.status).toBe(422)
  })

  it('B-03 a failure shows what to check and whom to ask, with the telephone of the authority', async () => {
    const { browser } = await personAtBind()
    const page = await bind(browser, { name: '鞍山市没有的协会', loginName: 'a', password: 'b' })
    const text = mainText(page)
    expect(text).toContain('是否与原系统里登记管理机关分配的名称一字不差')
    expect(text).toContain('是否填写的是原系统的')
    expect(text).toContain('鞍山市行政审批局')
    expect(text).toContain('0412-5550201')
    expect(page.$('details[open]')).toHaveLength(1)
  })
})

describe('8.44 an old account whose holder closed the account', () => {
  /** The holder withdraws what was bound and closes the account. */
  const holderLeaves = async (accountId: string, caseId: unknown): Promise<void> => {
    const { owner, clock } = portal
    await owner.knex('case_file').where({ id: caseId }).update({ status: 'WITHDRAWN' })
    await owner.knex('name_reservation').where({ case_id: caseId }).update({ released_at: clock.now() })
    await owner.knex('account').where({ id: accountId }).update({ closed_at: clock.now(), password_hash: 'closed' })
  }

  it('8.44 is bound again by the right password, with its case where the old system left it', async () => {
    const one = demo('establishmentSubmission')
    const first = await personAtBind()
    await bind(first.browser, one)
    const before = await legacyRow(one.name)
    await holderLeaves(first.account.id, before?.['case_id'])
    const second = await personAtBind()
    expect(mainText(await bind(second.browser, { ...one, password: 'wrong' }))).toContain(wrong)
    const page = await bind(second.browser, one)
    expect(page.url).toContain('done=bound')
    expect(page.$('ol.steps [aria-current=step]').text()).toContain('提交成立材料待申请人提交')
    const after = await legacyRow(one.name)
    expect(after).toMatchObject({ bound_account_id: second.account.id })
    expect(after?.['case_id']).not.toBe(before?.['case_id'])
    // Whoever holds it now is told of to others, as ever.
    const third = await personAtBind()
    expect(mainText(await bind(third.browser, one))).toContain('已经绑定到个人账号')
  })

  it('8.44 or after its authority sent a temporary password, and never while somebody goes on with the case', async () => {
    const one = demo('nameApproval')
    const first = await personAtBind()
    await bind(first.browser, one)
    const row = await legacyRow(one.name)
    const receiver = await createAccount(portal)
    await portal.owner.knex('case_file').where({ id: row?.['case_id'] }).update({ account_id: receiver.id })
    await portal.owner.knex('account').where({ id: first.account.id }).update({ closed_at: portal.clock.now() })
    const second = await personAtBind()
    const taken = await bind(second.browser, one)
    expect(mainText(taken)).toContain(`已经绑定到个人账号${receiver.loginName.slice(0, 2)}****`)
    const address = `/staff/registrations/legacy/${String(row?.['id'])}/reset`
    const staff = await staffBrowser(portal, 'zhucesh')
    expect((await staff.get(address)).status).toBe(409)

    await portal.owner.knex('case_file').where({ id: row?.['case_id'] }).update({ status: 'WITHDRAWN' })
    expect(mainText(await staff.get('/staff/registrations/legacy'))).toContain('绑定的账号已注销')
    await staff.get(address)
    await staff.submit('main form[method=post]', { reason: '本人持身份证到窗口' })
    const password = /临时密码：(\S{12})，/.exec(await smsTo(one.phone))?.[1] ?? ''
    expect((await bind(second.browser, one)).status).toBe(422)
    expect((await bind(second.browser, { ...one, password })).url).toContain('done=bound')
  })

  it('8.44 is not bound again once an organization came of it', async () => {
    const one = demo('establishmentCompletion')
    const first = await personAtBind()
    await bind(first.browser, one)
    const row = await legacyRow(one.name)
    await portal.owner.knex('case_file').where({ id: row?.['case_id'] }).update({ status: 'COMPLETED' })
    await portal.owner.knex('account').where({ id: first.account.id }).update({ closed_at: portal.clock.now() })
    const second = await personAtBind()
    expect((await bind(second.browser, one)).status).toBe(422)
    expect(await legacyRow(one.name)).toMatchObject({ bound_account_id: first.account.id })
  })
})

describe('where the old case goes on', () => {
  it('B-04 at the stage where it stopped, with its approved name kept', async () => {
    const one = demo('establishmentSubmission')
    const { browser } = await personAtBind()
    const page = await bind(browser, one)
    expect(page.$('ol.steps [aria-current=step]').text()).toContain('提交成立材料')
    const kept = await portal.owner.knex('name_reservation').where({ name: one.name }).whereNull('released_at')
    expect(kept).toMatchObject([{ until: '2027-05-31' }])
    expect(mainText(page)).toContain('2027年5月31日')
    expect(page.$('a[href$="/delete"]')).toHaveLength(0)
    expect((await browser.get('/hall')).text).toContain(one.name)
  })

  it('B-04 granted, bank and seals not filed: the register knows it, the last stage is open', async () => {
    const one = demo('establishmentCompletion')
    const { browser } = await personAtBind()
    const page = await bind(browser, one)
    expect(page.$('ol.steps [aria-current=step]').text()).toContain('补充完善材料')
    const [organization] = await portal.owner.knex('organization').where({ name: one.name })
    expect(organization).toMatchObject({ status: 'ACTIVE', type: 'SOCIAL_GROUP' })
    expect(await portal.owner.knex('name_reservation').where({ name: one.name }).whereNull('released_at')).toEqual([])
  })

  it('B-04 a name that is no longer kept is applied for again', async () => {
    const one = demo('establishmentSubmission')
    portal.clock.set('2027-06-01T02:00:00.000Z')
    try {
      const { account, browser } = await personAtBind()
      expect((await bind(browser, one)).$('ol.steps [aria-current=step]').text()).toContain('名称核准')
      const [message] = await portal.owner.knex('message').where({ account_id: account.id })
      expect((message as { body: string }).body).toContain('请从“名称核准”重新办理')
    } finally {
      portal.clock.set('2026-11-20T04:00:00.000Z')
    }
  })

  it('B-04 a draft taken over at a later stage cannot be thrown away', async () => {
    const { account, browser } = await personAtBind()
    const page = await bind(browser, demo('nameApproval'))
    const address = `${page.url.split('?')[0] ?? ''}/delete`
    const answer = await browser.post(address, { _csrf: browser.token(), answer: 'yes' })
    expect(answer.status).toBe(409)
    expect(await portal.owner.knex('case_file').where({ account_id: account.id }).whereNull('deleted_at')).toHaveLength(
      1,
    )
  })

  it('8.46 a first draft taken over and thrown away goes for good, and holds up nobody else’s', async () => {
    const { browser } = await personAtBind()
    const page = await bind(browser, demo('nameConsultation'))
    const id = page.url.split('?')[0]?.split('/').at(-1) ?? ''
    await browser.post(`/applications/${id}/delete`, { _csrf: browser.token(), answer: 'yes' })
    portal.clock.set('2026-12-21T04:00:00.000Z')
    try {
      await purgeDrafts(portal.deps)
    } finally {
      portal.clock.set('2026-11-20T04:00:00.000Z')
    }
    expect(await portal.owner.knex('case_file').where({ id })).toEqual([])
    expect(await portal.owner.knex('legacy_account').whereNotNull('bound_account_id')).toMatchObject([
      { case_id: null },
    ])
  })

  it('B-04 the account is open from then on, and is not asked again', async () => {
    const { account, browser } = await personAtBind()
    await bind(browser, demo('nameConsultation'))
    expect(await afterPersonalLogin(portal.deps, account.id)).toBeUndefined()
    expect((await browser.get('/services/matters/social-group-establishment/start')).status).toBe(200)
    expect(mainText(await browser.get('/bind'))).toContain('您的账号已经开通')
  })
})

/** The text of the one message waiting for, or sent to, a phone. */
const smsTo = async (phone: string): Promise<string> => {
  const { crypto } = portal.deps
  const rows = await portal.owner
    .knex('outgoing_sms')
    .select<{ id: string; phone_enc: string; text_enc: string }[]>('id', 'phone_enc', 'text_enc')
  const own = rows.filter((row) => crypto.decrypt(row.phone_enc, `outgoing_sms.phone:${row.id}`) === phone)
  expect(own).toHaveLength(1)
  return own.map((row) => crypto.decrypt(row.text_enc, `outgoing_sms.text:${row.id}`)).join('')
}

describe('the old accounts as their authority sees them', () => {
  const resetForm = 'main form[method=post]'

  it('B-03 found by name: the assigned name, the login name and the state, never a password', async () => {
    const one = demo('establishmentSubmission')
    const browser = await staffBrowser(portal, 'anshan-zhucesh')
    const page = await browser.get('/staff/registrations/legacy?q=岫玉')
    const text = mainText(page)
    expect(text).toContain(one.name)
    expect(text).toContain(one.loginName)
    expect(text).toContain('未绑定')
    expect(page.text).not.toContain(one.phone)
    const row = await legacyRow(one.name)
    expect(page.text).not.toContain(String(row?.['password_hash']))
  })

  it('S22 another authority finds nothing, and its address is not found', async () => {
    const one = demo('establishmentSubmission')
    const browser = await staffBrowser(portal, 'qianshan-zhucesh')
    expect(mainText(await browser.get('/staff/registrations/legacy?q=岫玉'))).toContain('没有找到')
    const row = await legacyRow(one.name)
    const address = `/staff/registrations/legacy/${String(row?.['id'])}/reset`
    expect((await browser.get(address)).status).toBe(404)
    await browser.get('/staff/registrations')
    const posted = await browser.post(address, { _csrf: browser.token(), version: '0', reason: '核实无误' })
    expect(posted.status).toBe(404)
    expect(await legacyRow(one.name)).toMatchObject({ strong_hash: null })
  })

  it('B-03 a reset sends a temporary password to the recorded phone, leaves a trace, and ends the old one', async () => {
    const one = demo('establishmentSubmission')
    const row = await legacyRow(one.name)
    const staff = await staffBrowser(portal, 'anshan-zhucesh')
    await staff.get(`/staff/registrations/legacy/${String(row?.['id'])}/reset`)
    const missing = await staff.submit(resetForm, { reason: ' ' })
    expect(missing.status).toBe(422)
    const done = await staff.submit(resetForm, { reason: '本人持身份证210302197806051246到窗口，与登记的联系人一致' })
    expect(mainText(done)).toContain('原系统密码已重置')
    expect(mainText(done)).toMatch(/临时密码(短信已排队|已发送)/)
    expect(mainText(done)).toContain('到窗口，与登记的联系人一致')
    expect(JSON.stringify(await portal.owner.knex('legacy_account_event'))).not.toContain('210302197806051246')
    expect(await portal.owner.knex('audit_log').where({ action: 'legacy.reset' })).not.toHaveLength(0)
    const text = await smsTo(one.phone)
    const password = /临时密码：(\S{12})，/.exec(text)?.[1] ?? ''
    expect(done.text).not.toContain(password)
    const { browser } = await personAtBind()
    expect((await bind(browser, one)).status).toBe(422)
    expect((await bind(browser, { ...one, password })).url).toContain('done=bound')
  })

  it('B-03 a temporary password is worth nothing after a day', async () => {
    const one = demo('nameApproval')
    const row = await legacyRow(one.name)
    const staff = await staffBrowser(portal, 'zhucesh')
    await staff.get(`/staff/registrations/legacy/${String(row?.['id'])}/reset`)
    await staff.submit(resetForm, { reason: '电话核对了登记的联系人和地址' })
    const password = /临时密码：(\S{12})，/.exec(await smsTo(one.phone))?.[1]
    portal.clock.set('2026-11-21T04:00:01.000Z')
    try {
      const { browser } = await personAtBind()
      expect(mainText(await bind(browser, { ...one, password: password ?? '' }))).toContain('临时密码已经超过24小时')
    } finally {
      portal.clock.set('2026-11-20T04:00:00.000Z')
    }
  })

  it('B-03 S51 of two officials who reset at once the later sees the new state, and what was typed', async () => {
    const one = demo('nameApproval')
    const row = await legacyRow(one.name)
    const address = `/staff/registrations/legacy/${String(row?.['id'])}/reset`
    const staff = await staffBrowser(portal, 'zhucesh')
    const page = await staff.get(address)
    const version = page.$('input[name=version]').attr('value') ?? ''
    await portal.owner.knex('legacy_account').where({ id: row?.['id'] }).increment('lock_version', 1)
    const late = await staff.submit(resetForm, { version, reason: '本人持身份证到窗口' })
    expect([late.status, mainText(late).includes('在您操作期间')]).toEqual([409, true])
    expect(late.$('#reason').text()).toBe('本人持身份证到窗口')
    expect(late.$('input[name=version]').attr('value')).toBe(String(Number(version) + 1))
  })

  it('B-03 more old accounts than a page shows: it is said, and a longer name finds them', async () => {
    const row = await legacyRow(demo('nameApproval').name)
    const { id: _id, ...columns } = row ?? {}
    await portal.owner.knex('legacy_account').insert(
      Array.from({ length: 60 }, (_unused, n) => {
        const id = randomUUID()
        return {
          ...columns,
          id,
          organization_name: `辽宁省第${String(n)}凑数协会`,
          name_key: `辽宁省第${String(n)}凑数协会`,
          login_name: `many${String(n)}`,
          phone_enc: portal.deps.crypto.encrypt('13900000009', bindingPlaces.legacyPhone(id)),
          bound_account_id: null,
          case_id: null,
        }
      }),
    )
    const staff = await staffBrowser(portal, 'zhucesh')
    const list = await staff.get('/staff/registrations/legacy')
    expect(list.$('main tbody tr')).toHaveLength(50)
    expect(mainText(list)).toContain('只显示前50个')
    const found = await staff.get(`/staff/registrations/legacy?q=${encodeURIComponent('第59凑数')}`)
    expect([found.$('main tbody tr').length, mainText(found).includes('只显示前50个')]).toEqual([1, false])
    await portal.owner.knex('legacy_account').whereLike('login_name', 'many%').delete()
  })

  it('B-03 what is bound has no password to reset', async () => {
    const one = demo('nameApproval')
    const { browser } = await personAtBind()
    await bind(browser, one)
    const row = await legacyRow(one.name)
    const staff = await staffBrowser(portal, 'zhucesh')
    expect((await staff.get(`/staff/registrations/legacy/${String(row?.['id'])}/reset`)).status).toBe(409)
    const list = await staff.get('/staff/registrations/legacy')
    expect(mainText(list)).toContain('已绑定')
    expect(list.$(`a[href*="${String(row?.['id'])}"]`)).toHaveLength(0)
  })

  it('B-03 the sandbox publishes the old accounts to try with', async () => {
    const answer = await fetch(`${portal.baseUrl}/sandbox`, { headers: { accept: 'application/json' } })
    const { legacyAccounts } = (await answer.json()) as { legacyAccounts: { name: string; password: string }[] }
    expect(legacyAccounts.map(({ name }) => name)).toEqual(demoLegacyAccounts.map(({ name }) => name))
    expect(legacyAccounts.every(({ password }) => password !== '')).toBe(true)
  })
})
