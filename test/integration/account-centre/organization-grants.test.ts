import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readAnswers } from '../../../src/core/matters/answers.ts'
import { materialNeed, materialOf, stageOf } from '../../../src/core/matters/journey.ts'
import { sampleOf } from '../../../src/core/matters/sample.ts'
import type { RegisterChange } from '../../../src/core/register/changes.ts'
import { writeRegister } from '../../../src/modules/grants/register.ts'
import type { OrganizationRow } from '../../../src/modules/register/entry.ts'
import { sandboxPeople, type SandboxPerson } from '../../../src/sandbox/people.ts'
import { matters } from '../../../src/matters/index.ts'
import { paths } from '../../../src/web/paths.ts'
import { casesInTheWay, endAccount } from '../../../src/modules/account-centre/closing-commands.ts'
import { dataOf } from '../../../src/modules/account-centre/data-export.ts'
import { recordsOf } from '../../../src/modules/account-centre/export-records.ts'
import { sealPage } from '../../../src/modules/cases/answers.ts'
import { auditActions, mainText, messageWith } from '../../support/accounts.ts'
import type { Browser } from '../../support/browser.ts'
import { makeCase } from '../../support/cases.ts'
import { putGrant } from '../../support/grants.ts'
import { registerLegal, unitAccount, units, type TestUnit } from '../../support/legal-persons.ts'
import { putFile } from '../../support/own-cases.ts'
import { browserOf, createAccount, staffBrowser, type TestApplicant } from '../../support/people.ts'
import { startTestPortal, type TestPortal } from '../../support/portal.ts'

// 经办人 of an organization: one table of grants with the colleagues of a case, one place that answers.

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

const unitSide = async (unit: TestUnit) => {
  const account = await unitAccount(portal, unit)
  const { id } = await portal.owner.knex('organization').where({ uscc: unit.uscc }).first<{ id: string }>('id')
  return { account, browser: await browserOf(portal, account), organization: id }
}

const changeOf = (unit: TestUnit) => matters.require(`${unit.type.toLowerCase().replaceAll('_', '-')}-change`)

/** Begins a change from the start page. Gives the case. */
const begin = async ({ browser }: Pick<Side, 'browser'>, unit: TestUnit): Promise<string> => {
  await browser.get(paths.start(changeOf(unit).code, unit.uscc))
  const page = await browser.submit('main form[method=post]')
  expect(page.url).toMatch(/^\/applications\/[0-9a-f-]+$/)
  return page.url.split('/').at(-1) ?? ''
}

/** What the pages and materials of a change ask for, put under it as saving and uploading would. */
const completeCase = async (id: string, unit: TestUnit): Promise<void> => {
  const matter = changeOf(unit)
  const sample = sampleOf(matter)
  const stage = stageOf(matter, 'change')
  for (const page of stage.pages)
    await portal.owner
      .knex('answer')
      .insert({
        case_id: id,
        page,
        data_enc: sealPage(portal.deps.crypto, id, page, sample[page] ?? { values: {}, items: [] }),
        version: 1,
        updated_at: portal.clock.now(),
      })
      .onConflict(['case_id', 'page'])
      .merge()
  for (const code of stage.materials)
    if (materialNeed(materialOf(matter, code)!, readAnswers(matter.pages, sample)) === 'required')
      await putFile(portal, id, code)
}

/** Writes changes into the register of an organization, as an official would have decided them. */
const writer =
  (id: string) =>
  async (...changes: readonly RegisterChange[]): Promise<void> => {
    await portal.deps.command({ actorKind: 'system' }, async (tx) => {
      const organization = await tx.trx<OrganizationRow>('organization').where({ id }).first()
      if (!organization) throw new Error('no organization')
      const target = { orgType: organization.type, authorityId: organization.authority_id, organization }
      await writeRegister(tx, portal.deps, target, changes, { caseId: null, eventId: null, effectiveOn: '2026-11-20' })
      tx.audit({ chain: 'platform', action: 'case.view', objectKind: 'organization' })
    })
  }

const anotherRepresentative = (unit: TestUnit, next: SandboxPerson): readonly RegisterChange[] => [
  { kind: 'set', item: 'legalRepresentative', before: unit.head.name, after: next.name },
  {
    kind: 'person',
    enters: {
      name: next.name,
      idType: 'RESIDENT_ID',
      idNumber: next.residentId,
      post: 'PRESIDENT',
      legalRepresentative: true,
      phone: next.mobile,
    },
  },
]

/** The new representative registers the unit's account, and the window passes its certificate. */
const claim = async (unit: TestUnit, head: SandboxPerson): Promise<Browser> => {
  const { page } = await registerLegal(portal, { ...unit, head }, `new_${randomUUID().slice(0, 8)}`)
  expect(page.$('.govuk-error-summary').text()).toBe('')
  await portal.owner.knex('legal_person').where({ uscc: unit.uscc }).update({ certificate_state: 'PASSED' })
  const { account_id: id } = await portal.owner
    .knex('legal_person')
    .where({ uscc: unit.uscc })
    .whereNull('released_at')
    .first<{ account_id: string }>('account_id')
  return browserOf(portal, { id })
}

describe('经办人 (grants of an organization)', () => {
  it('whoever handled the founding acts for the organization from 登记发证 on, by a grant of the portal', async () => {
    const found = await makeCase(portal, { stage: 'establishmentCompletion', status: 'CERT_PRINTED' })
    const browser = await browserOf(portal, found.applicant)
    expect(mainText(await browser.get('/hall'))).not.toContain(`替${found.name}办理`)
    await found.step('handOver')
    expect(mainText(await browser.get('/messages'))).toContain('您可以替社会组织办理事项')
    const grant = await portal.owner.knex('access_grant').where({ holder_id: found.applicant.id }).first()
    expect([grant.giver_id, grant.rights]).toEqual([null, ['see', 'fill', 'submit']])
    const hall = await browser.get('/hall')
    expect(mainText(hall)).toContain(`替${found.name}办理`)
    expect(hall.$('.main-nav a[href="/organization"]').text()).toBe('机构主页')
    // Beside the five of the hall: the certificate.
    const certificate = hall.$('a').filter((_i, a) => hall.$(a).text() === '登记证书补发、换发、延续')
    expect((await browser.get(certificate.attr('href') ?? '')).$('h1').text()).toContain('登记证书')
    const services = mainText(await browser.get(paths.legalServices))
    expect([services.includes(`您是${found.name}的经办人，不用另外登录`), services.includes('法人登录')]).toEqual([
      true,
      false,
    ])
    await browser.get(hall.$('a[href*="social-group-change/start?for="]').attr('href') ?? '')
    const begun = await browser.submit('main form[method=post]')
    expect(begun.$('.acting').text()).toContain(`代 ${found.name} 办理`)
    // The founding stays the founder's own.
    const founding = await browser.get(`/applications/${found.id}`)
    expect([founding.status, founding.$('.acting').length]).toEqual([200, 0])
    expect(mainText(await browser.get('/applications'))).toContain(`替${found.name}办理`)
  })

  it('a 经办人 of two chooses for whom; what one begins is the organization’s: its account has it, others of it may go on, strangers find nothing', async () => {
    const unit = units.service
    const own = await unitSide(unit)
    const fund = await unitSide(units.fund)
    const [one, other, looker, stranger] = [
      await side('李青禾'),
      await side('钱多多'),
      await side('王建国'),
      await side('孙晓'),
    ]
    const of = { organization: own.organization }
    await putGrant(portal, of, own.account.id, one.account.id, 'submit')
    await putGrant(portal, of, own.account.id, other.account.id, 'fill')
    await putGrant(portal, of, own.account.id, looker.account.id, 'see')
    await putGrant(portal, { organization: fund.organization }, fund.account.id, one.account.id, 'submit')
    const hall = mainText(await one.browser.get('/hall'))
    expect(hall).toMatch(new RegExp(`替(${unit.name}|${units.fund.name})办理.*替(${unit.name}|${units.fund.name})办理`))
    const start = paths.start(changeOf(unit).code)
    const refused = mainText(await looker.browser.get(start))
    expect(refused).toContain('给您的授权是查看，不包括办理事项')
    expect((await stranger.browser.post(start, { _csrf: '', organization: unit.uscc })).status).toBe(403)
    await stranger.browser.get('/hall')
    const body = { _csrf: stranger.browser.token(), draft: randomUUID(), organization: unit.uscc }
    expect((await stranger.browser.post(start, body)).status).toBe(404)

    // One that begins later says so.
    const later = await side('周林')
    await putGrant(portal, of, own.account.id, later.account.id, 'submit', { valid_from: '2026-12-01' })
    expect(mainText(await later.browser.get('/account/grants'))).toContain('还没有生效')
    const early = { _csrf: later.browser.token(), draft: randomUUID(), organization: unit.uscc }
    const answer = await later.browser.post(start, early)
    expect([answer.status, await answer.text()]).toEqual([403, expect.stringContaining('自2026年12月1日起生效')])

    const id = await begin(one, unit)
    const address = `/applications/${id}`
    expect((await stranger.browser.get(address)).status).toBe(404)
    expect((await fund.browser.get(address)).status).toBe(404)
    // The organization has it as its own.
    const shown = await own.browser.get(address)
    expect([shown.status, shown.$('.acting').length]).toEqual([200, 0])
    expect(shown.text).toContain(`${address}/grants`)
    expect(mainText(await own.browser.get('/applications'))).toContain('变更登记')
    expect((await own.browser.get(`${address}/delete`)).status).toBe(200)
    // Another 经办人 fills in; what they may not is said.
    const page = `${address}/pages/contact`
    await other.browser.get(page)
    const values = sampleOf(changeOf(unit))['contact']?.values ?? {}
    const saved = await other.browser.submit('main form[method=post]', { ...values, action: 'save-draft' } as never)
    expect(saved.status).toBe(200)
    expect((await other.browser.get(`${address}/confirm`)).status).toBe(403)
    await other.browser.get('/messages')
    const tell = await other.browser.post(`${address}/filled-in`, { _csrf: other.browser.token() })
    expect(tell.status).toBe(303)
    expect(mainText(await own.browser.get('/messages'))).toContain('钱多多说')
    expect(mainText(await own.browser.get('/organization'))).toContain('变更登记 已经填好，等您核对提交')
    expect((await other.browser.get(`${address}/delete`)).status).toBe(403)
    expect((await one.browser.get(`${address}/grants`)).status).toBe(403)
    expect((await one.browser.get(`${address}/delete`)).status).toBe(200)
    expect((await looker.browser.get(page)).status).toBe(403)
    // What one began for an organization is no case of one's own: not in the way of closing the account, not in one's data.
    expect(await casesInTheWay(portal.deps, one.account.id)).toEqual([])
    expect((await recordsOf(portal.deps, one.account.id)).cases).toEqual([])
    // What one began and may not reach any more says why, and keeps what was typed.
    await portal.owner
      .knex('access_grant')
      .where({ holder_id: one.account.id, organization_id: own.organization })
      .update({ revoked_at: portal.clock.now(), ending: 'revoked' })
    const late = await one.browser.get(address)
    expect([late.status, mainText(late)]).toEqual([403, expect.stringContaining('委托担任经办人的授权已经结束')])
    expect(mainText(await one.browser.get('/applications'))).not.toContain(unit.name)
    expect(mainText(await own.browser.get(page))).toContain('联系')
    const again = await one.browser.post(start, {
      _csrf: one.browser.token(),
      draft: randomUUID(),
      organization: unit.uscc,
    })
    expect([again.status, await again.text()]).toEqual([403, expect.stringContaining('委托人已收回')])
  })

  it('invited by the unit, a 经办人 accepts, begins, fills in and submits in their own name for it; revoked between page and post, nothing is done', async () => {
    const unit = units.wetland
    const own = await unitSide(unit)
    const [one, person] = [await side('李青禾'), await side('钱多多')]
    expect((await person.browser.get('/organization/grants')).status).toBe(404)
    const page = await own.browser.get('/organization/grants')
    expect(mainText(page)).toContain('现在没有经办人')
    const form = 'form[action="/organization/grants"]'
    const typed = { name: '李青禾', phone: one.account.phone, level: 'submit', password: own.account.password }
    const wrong = await own.browser.submit(form, { ...typed, from: '2026-11-20', until: '2027-11-21' })
    expect([wrong.status, wrong.$('#until-error').text()]).toEqual([422, expect.stringContaining('最长366天')])
    expect(wrong.$('#name').attr('value')).toBe('李青禾')
    const sent = await own.browser.submit(form, { ...typed, from: '2026-11-20', until: '2027-11-20' })
    expect(mainText(sent)).toMatch(/邀请已发出.*李青禾 ?等待接受/)
    expect(await messageWith(portal, one.account.phone, /经办人/)).toMatch(
      new RegExp(`${unit.name}委任您为经办人（查看、填写、提交.*实名认证`),
    )
    // Seen wherever one comes in, by nobody else, until it is answered.
    const seen = async ({ browser }: Side) => {
      const [home, account] = [await browser.get('/'), await browser.get('/account')]
      return [home, account].map((shown) => [
        shown.$('.utility a[href="/account/grants"]').length,
        mainText(shown).includes('有邀请等您答复'),
      ])
    }
    expect([await seen(one), await seen(person)]).toEqual([
      [
        [1, true],
        [1, true],
      ],
      [
        [0, false],
        [0, false],
      ],
    ])
    const asked = mainText(await one.browser.get('/account/grants'))
    expect(asked).toMatch(new RegExp(`替谁办理 ${unit.name}.*经办人`))
    const { id: grant } = await portal.owner
      .knex('access_grant')
      .where({ organization_id: own.organization })
      .first<{ id: string }>('id')
    const accepted = await one.browser.submit(`form[action="/account/grants/${grant}"]`, { answer: 'accept' })
    expect([accepted.url.split('?')[0], mainText(accepted)]).toEqual([
      '/hall',
      expect.stringContaining(`替${unit.name}办理`),
    ])
    expect(accepted.$('body').text()).toContain('已接受委任')
    expect((await seen(one)).flat()).toEqual([0, false, 0, false])
    expect(mainText(await own.browser.get('/messages'))).toContain('李青禾已接受委任')
    // Closing the account would dismiss nobody, and says who goes on.
    expect(mainText(await own.browser.get('/account/close'))).toContain('经办人李青禾的授权不受影响')

    const id = await begin(one, unit)
    await completeCase(id, unit)
    await one.browser.get(`/applications/${id}/confirm`)
    // Whoever takes the grant back has locked the organization and seen for nobody who submits, who seen for them.
    const revoking = await portal.owner.knex.transaction()
    await revoking('organization').where({ id: own.organization }).forUpdate().select('id')
    const submission = one.browser.submit('main form[method=post]', { answer: 'yes' })
    const waits = async () => {
      const { rows } = await revoking.raw<{ rows: object[] }>('select from pg_locks where not granted')
      return rows.length > 0
    }
    try {
      await expect.poll(waits, { timeout: 20_000 }).toBe(true)
      await revoking.raw('select id from access_grant where id = ? for update nowait', [grant])
    } finally {
      await revoking.rollback()
    }
    const submitted = await submission
    expect(submitted.url).toContain('/submitted')
    const event = await portal.owner.knex('case_event').where({ case_id: id }).orderBy('id', 'desc').first()
    expect([event.account_id, event.actor_role]).toEqual([one.account.id, '经办人'])
    expect(mainText(await own.browser.get('/messages'))).toContain('由经办人李青禾代为提交')
    expect(mainText(await own.browser.get(`/applications/${id}`))).toContain('由经办人 李青禾 代为提交')
    expect(mainText(await own.browser.get('/organization/grants'))).toMatch(/经办人办过什么.*李青禾.*变更登记/)
    // 回避: an official among the 经办人 keeps away from what the organization applies for.
    const parties = portal.owner.knex('case_party as p').join('account as a', 'a.id_number_idx', 'p.id_number_idx')
    expect(await parties.where({ 'p.case_id': id, 'a.id': one.account.id })).toHaveLength(1)
    // The authority reads who applies, and who handles it.
    const desk = await staffBrowser(portal, 'chuangkou')
    expect(mainText(await desk.get(paths.staffCase(id)))).toMatch(new RegExp(`申请人 ?${unit.name}.*经办人 ?李青禾`))
    expect(mainText(await desk.get('/staff/queue'))).toContain(unit.name)

    const { number } = await portal.owner.knex('case_file').where({ id }).first<{ number: string }>('number')
    const search = { _csrf: desk.token(), way: 'phone', q: own.account.phone }
    expect(await (await desk.post(paths.staffHistory, search)).text()).toContain(number)

    await one.browser.get(`/applications/${id}/withdraw`)
    await own.browser.get('/organization/grants')
    const ended = await own.browser.submit(`form[action="/account/grants/${grant}"]`, { answer: 'revoke' })
    expect(mainText(ended)).toMatch(/已收回。对方还没有接受的.*以前的授权.*李青禾.*委托人已收回/)
    const late = await one.browser.post(`/applications/${id}/withdraw`, {
      _csrf: one.browser.token(),
      answer: 'yes',
      requestKey: randomUUID(),
      version: '1',
    })
    expect([late.status, await late.text()]).toEqual([403, expect.stringContaining('委托人已收回')])
    expect(mainText(await one.browser.get('/messages'))).toContain('担任“山西省黄河湿地保护协会”经办人的授权已经结束')
    expect((await portal.owner.knex('case_file').where({ id }).first('status')).status).toBe('SUBMITTED')
    expect(await auditActions(portal, 'organization', own.organization)).toEqual(
      expect.arrayContaining(['organization.grant-offered', 'organization.grant-accepted', 'grant-ended']),
    )
  })

  it('a representative who left may look and fill in, neither submit nor appoint; the new one claims the code and has all of it; with the end of the organization its 经办人 are dismissed', async () => {
    const unit = units.grain
    const old = await unitSide(unit)
    const one = await side('李青禾')
    const id = await begin(old, unit)
    await completeCase(id, unit)
    await putGrant(portal, { organization: old.organization }, old.account.id, one.account.id, 'submit')
    const write = writer(old.organization)
    const next = sandboxPeople.find(({ name }) => name === '刘慧敏') ?? sandboxPeople[0]
    if (!next) throw new Error('nobody in the sandbox')
    await write(...anotherRepresentative(unit, next))
    await messageWith(portal, old.account.phone, /法定代表人已经变更/)
    await messageWith(portal, next.mobile, new RegExp(`您已登记为${unit.name}的法定代表人.*法人注册`))
    const address = `/applications/${id}`
    const shown = await old.browser.get(address)
    expect([shown.status, mainText(shown)]).toEqual([200, expect.stringContaining(`登记的法定代表人是${next.name}`)])
    expect((await old.browser.get(`${address}/pages/contact`)).status).toBe(200)
    const confirm = await old.browser.get(`${address}/confirm`)
    expect([confirm.status, mainText(confirm)]).toEqual([409, expect.stringContaining('重新办理法人注册')])
    const list = await old.browser.get('/organization/grants')
    expect(mainText(list)).toContain('李青禾')
    expect(list.$('form[action^="/account/grants"], form[action="/organization/grants"]')).toHaveLength(0)
    const hall = await old.browser.get('/hall')
    expect(mainText(hall)).toContain('法定代表人已经变更')
    expect(hall.$('main .notice a[href="/register/legal"]')).toHaveLength(1)
    // The 经办人 goes on: the organization appointed them.
    expect((await one.browser.get(`${address}/confirm`)).status).toBe(200)

    const fresh = await claim(unit, next)
    expect((await fresh.get(`${address}/confirm`)).status).toBe(200)
    expect(mainText(await fresh.get('/organization/grants'))).toMatch(/李青禾.*收回/)
    const gone = await old.browser.get(address)
    expect([gone.status, mainText(gone)]).toEqual([200, expect.stringContaining('不能再代表这个单位')])
    expect((await old.browser.get(`${address}/pages/contact`)).status).toBe(409)

    await write(
      { kind: 'status', before: 'ACTIVE', after: 'LIQUIDATING' },
      { kind: 'status', before: 'LIQUIDATING', after: 'DEREGISTERED' },
    )
    const over = await one.browser.get(address)
    expect([over.status, mainText(over)]).toEqual([403, expect.stringContaining('社会组织已经注销或者撤销登记')])
    expect(mainText(await one.browser.get('/messages'))).toContain('经办人的授权已经结束')
  })

  it('what a representative who left gave is the organization’s: no invitation of theirs is accepted, the new account sees and dismisses a colleague of one case; they are told once, close their account and dismiss nobody', async () => {
    const unit = units.robots
    const old = await unitSide(unit)
    const [one, late, helper] = [await side('李青禾'), await side('钱多多'), await side('王建国')]
    await putGrant(portal, { organization: old.organization }, old.account.id, one.account.id, 'submit')
    const id = await begin(one, unit)
    await begin(old, unit)
    const given = await putGrant(portal, id, old.account.id, helper.account.id, 'submit')
    const invite = async (address: string, who: Side, name: string) => {
      await old.browser.get(address)
      const sent = await old.browser.submit(`form[action="${address}"]`, {
        name,
        phone: who.account.phone,
        level: 'submit',
        password: old.account.password,
      })
      expect(mainText(sent)).toContain('邀请已发出')
    }
    await invite('/organization/grants', late, '钱多多')
    await invite(`/applications/${id}/grants`, late, '钱多多')

    const next = sandboxPeople.find(({ name }) => name === '周婷') ?? sandboxPeople[7]
    if (!next) throw new Error('nobody in the sandbox')
    const write = writer(old.organization)
    await write(...anotherRepresentative(unit, next))
    const told = async () =>
      (await portal.owner.knex('message').where({ account_id: old.account.id, title: '法定代表人已经变更' })).length
    expect(await told()).toBe(1)
    await write({ kind: 'seal', filed: { kind: '合同专用章', engraving: `${unit.name}合同专用章`, size: '4' } })
    expect(await told()).toBe(1)

    const asked = await portal.owner
      .knex('access_grant')
      .where({ giver_id: old.account.id, invited_name: '钱多多' })
      .select<{ id: string }[]>('id')
    expect(asked).toHaveLength(2)
    await late.browser.get('/account/grants')
    for (const { id: grant } of asked) {
      const body = { _csrf: late.browser.token(), answer: 'accept' }
      const answer = await late.browser.post(`/account/grants/${grant}`, body)
      expect([answer.status, await answer.text()]).toEqual([409, expect.stringContaining('重新邀请')])
    }
    // Their own copy is theirs, whatever the account may still do.
    expect((await dataOf(portal.deps, old.account.id))['办件']).toBeDefined()

    const fresh = await claim(unit, next)
    expect(mainText(await fresh.get('/organization/grants'))).toMatch(/钱多多 ?等待接受/)
    const page = await fresh.get(`/applications/${id}/grants`)
    expect(mainText(page)).toMatch(/王建国.*有效/)
    await fresh.submit(`form[action="/account/grants/${given}"]`, { answer: 'revoke' })
    expect((await helper.browser.get(`/applications/${id}`)).status).toBe(403)

    expect(
      await portal.deps.command({ actorKind: 'system' }, (tx) => {
        tx.audit({ chain: 'platform', action: 'account-closed', objectKind: 'account', objectId: old.account.id })
        return endAccount(tx, portal.deps, { id: old.account.id, name: unit.name })
      }),
    ).toBe('closed')
    expect((await one.browser.get(`/applications/${id}`)).status).toBe(200)
  })
})
