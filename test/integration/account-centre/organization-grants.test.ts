import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sampleOf } from '../../../src/core/matters/sample.ts'
import { matters } from '../../../src/matters/index.ts'
import { paths } from '../../../src/web/paths.ts'
import { mainText } from '../../support/accounts.ts'
import type { Browser } from '../../support/browser.ts'
import { makeCase } from '../../support/cases.ts'
import { putGrant } from '../../support/grants.ts'
import { unitAccount, units, type TestUnit } from '../../support/legal-persons.ts'
import { browserOf, createAccount, type TestApplicant } from '../../support/people.ts'
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
    expect((await other.browser.get(`${address}/delete`)).status).toBe(403)
    expect((await one.browser.get(`${address}/grants`)).status).toBe(403)
    expect((await one.browser.get(`${address}/delete`)).status).toBe(200)
    expect((await looker.browser.get(page)).status).toBe(403)
    // One case of a kind at a time, whoever began it.
    await other.browser.get(start)
    const second = await other.browser.post(start, {
      _csrf: other.browser.token(),
      draft: randomUUID(),
      organization: unit.uscc,
    })
    expect([second.status, await second.text()]).toEqual([409, expect.stringContaining('已有正在办理的变更登记')])
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
})
