import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { setBehaviours } from '../../../src/sandbox/identity.ts'
import { findApplicant } from '../../../src/web/actors.ts'
import { agreed, codeFor, fill, mainText } from '../../support/accounts.ts'
import { createBrowser } from '../../support/browser.ts'
import { fillWithFile, registerLegal, units, upToLegalCode, legalValues } from '../../support/legal-persons.ts'
import { makeAccount } from '../../support/login-accounts.ts'
import { browserOf } from '../../support/people.ts'
import { captchaAnswer, startTestPortal, type TestPortal } from '../../support/portal.ts'

let portal: TestPortal
beforeAll(async () => {
  portal = await startTestPortal()
})
afterAll(() => portal.stop())
beforeEach(async () => {
  const { redis } = portal.deps
  await setBehaviours(redis, { 'person-phone': 'normal', enterprise: 'normal' })
  const keys = await redis.keys('limit:*')
  if (keys.length > 0) await redis.del(...keys)
})

const auditOf = (action: string) =>
  portal.owner
    .knex('audit_log')
    .where({ action })
    .orderBy('id')
    .select<{ id: number; details: object }[]>('id', 'details')

/** As upToLegalCode, where the network's files are used up: the page says so beside the file, and the code is sent. */
const upToLegalCodeWithoutFile = async (values: Readonly<Record<string, string>>) => {
  const browser = createBrowser(portal.baseUrl)
  await browser.get('/register/legal')
  const page = await fillWithFile(browser, { ...values, ...agreed, 验证码: captchaAnswer }, 'send-code')
  expect(page.$('#certificate-error').text()).toContain('请先填写手机号并获取短信验证码')
  return { browser, code: await codeFor(portal, values['法定代表人手机号'] ?? '') }
}

describe('法人注册 under attack', () => {
  it('S40 RL-01 files of nobody in particular are decoded a limited number of times an hour, good or bad', async () => {
    const { limits } = portal.deps
    const browser = createBrowser(portal.baseUrl)
    await browser.get('/register/legal')
    const bad = { name: '证书.png', bytes: new Uint8Array(Buffer.from('no picture at all')) }
    const send = () => browser.upload('/register/legal', browser.token(), [bad], { action: 'captcha-picture' })
    expect(mainText(await send())).toContain('证书.png')
    expect(await limits.left('register-inspect-address', '127.0.0.1')).toBe(59)
    while ((await limits.left('register-inspect-address', '127.0.0.1')) > 0)
      await limits.use('register-inspect-address', '127.0.0.1')
    const refused = await send()
    expect([refused.status, Number(refused.headers.get('retry-after')) > 0]).toEqual([429, true])
    expect(refused.$('#certificate-error').text()).toContain('上传文件的次数过多')
    expect(mainText(refused)).not.toContain('文件内容不是')
  })

  it('7 files and names that strangers send and ask for in a network keep nobody there from registering', async () => {
    const { limits } = portal.deps
    const used = [
      'register-inspect-address',
      'register-upload-address',
      'register-upload-day',
      'availability-address',
    ] as const
    for (const name of used) while ((await limits.left(name, '127.0.0.1')) > 0) await limits.use(name, '127.0.0.1')
    const values = legalValues(units.service, 'own_lane')
    const { browser, code } = await upToLegalCodeWithoutFile(values)
    const done = await fillWithFile(browser, { ...values, 短信验证码: code, ...agreed }, 'verify')
    expect(done.url).toBe('/register/legal/done')
    expect(
      await limits.left('register-upload-phone', portal.deps.crypto.index('phone', values['法定代表人手机号'] ?? '')),
    ).toBe(9)
  })

  it('A-010 the legal representative of a unit cannot be tried out: twenty wrong answers a day a code, from wherever', async () => {
    const wrong = { 法定代表人姓名: '程望舒' }
    const { browser } = await registerLegal(portal, units.robots, 'guess_one', wrong)
    const { limits } = portal.deps
    expect(await limits.left('legal-verify-code-day', units.robots.uscc)).toBe(19)
    while ((await limits.left('legal-verify-code-day', units.robots.uscc)) > 0)
      await limits.use('legal-verify-code-day', units.robots.uscc)
    const refused = await fill(browser, { 法定代表人姓名: '程望雪' }, 'verify')
    expect(refused.status).toBe(429)
    expect(mainText(refused)).toContain('这个代码今天实名认证的次数已达上限')
    // Nothing else was counted for a try that did not happen.
    expect(await limits.left('legal-verify-address', '127.0.0.1')).toBe(19)
  })

  it('A-010 whoever guesses at a code all day does not shut its representative out', async () => {
    const { limits } = portal.deps
    const { uscc } = units.fund
    while ((await limits.left('legal-verify-code-day', uscc)) > 0) await limits.use('legal-verify-code-day', uscc)
    await setBehaviours(portal.deps.redis, { 'person-phone': 'down' })
    const { browser, page } = await registerLegal(portal, units.fund, 'not_shut_out')
    expect([page.status, mainText(page)]).toEqual([429, expect.stringContaining('这个代码今天实名认证的次数已达上限')])
    await setBehaviours(portal.deps.redis, { 'person-phone': 'normal' })
    expect((await fill(browser, { ...agreed }, 'verify')).url).toBe('/register/legal/done')
  })

  it('A-010 what was proven, or was not answered, does not count against the code', async () => {
    const { limits } = portal.deps
    await setBehaviours(portal.deps.redis, { 'person-phone': 'down' })
    const { browser } = await registerLegal(portal, units.grain, 'guess_two')
    expect(await limits.left('legal-verify-code-day', units.grain.uscc)).toBe(20)
    await setBehaviours(portal.deps.redis, { 'person-phone': 'normal' })
    const differs = await fill(browser, { 社团组织名称: '山西省杂粮促进会' }, 'verify')
    expect(mainText(differs)).toContain('单位名称与登记信息不一致')
    expect(await limits.left('legal-verify-code-day', units.grain.uscc)).toBe(20)
  })

  it('A-020 that the terms were agreed to is on record before anything leaves the portal, whatever comes of it', async () => {
    await setBehaviours(portal.deps.redis, { 'person-phone': 'down' })
    const consentsBefore = (await auditOf('legal-verification-agreed')).length
    const { browser, code } = await upToLegalCode(portal, legalValues(units.wetland, 'agreed_one'), portal)
    expect((await fill(browser, { 短信验证码: code, ...agreed }, 'verify')).status).toBe(503)
    const consents = await auditOf('legal-verification-agreed')
    expect(consents).toHaveLength(consentsBefore + 1)
    const failed = (await auditOf('legal-verification-failed')).at(-1)
    expect(consents.at(-1)?.id).toBeLessThan(failed?.id ?? 0)
    const { agreement, privacyNotice } = portal.deps.site
    expect(consents.at(-1)?.details).toMatchObject({
      'user-agreement': agreement.version,
      'privacy-notice': privacyNotice.version,
    })
    expect(JSON.stringify(consents.at(-1))).not.toContain(units.wetland.head.residentId)
  })

  it('a code that was released is nobody’s: the account it was released from speaks for no unit', async () => {
    const { deps, owner } = portal
    const who = await makeAccount(portal, { kind: 'LEGAL_PERSON' })
    expect((await findApplicant(deps, who.id))?.uscc).toBe(who.uscc)
    await owner.knex('legal_person').where({ account_id: who.id }).update({ released_at: deps.clock.now() })
    expect((await findApplicant(deps, who.id))?.uscc).toBeNull()
    const browser = await browserOf(portal, who)
    expect((await browser.get('/account/organizations')).status).toBe(200)
  })

  it('B-10 whoever only typed a representative’s number is not told by the form which units are theirs', async () => {
    const typed = await makeAccount(portal, { idNumber: units.service.head.residentId, name: units.service.head.name })
    const browser = await browserOf(portal, typed)
    const address = `/register/legal?organization=${units.service.uscc}`
    expect((await browser.get(address)).$('#uscc').val() ?? '').toBe('')
    await portal.owner.knex('account').where({ id: typed.id }).update({ real_name_level: 1 })
    expect((await browser.get(address)).$('#uscc').val()).toBe(units.service.uscc)
  })
})
