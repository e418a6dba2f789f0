import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { accountId, mainText, messageWith } from '../../support/accounts.ts'
import { browserOf, createAccount } from '../../support/people.ts'
import { createBrowser } from '../../support/browser.ts'
import { startTestPortal, type TestPortal } from '../../support/portal.ts'
import { registerLegal, units } from '../../support/legal-persons.ts'
import { afterLegalLogin, mismatchNotice, registerMismatch } from '../../../src/modules/people/register-agreement.ts'

let portal: TestPortal
beforeAll(async () => {
  portal = await startTestPortal({ SITE: 'liaoning' })
})
afterAll(() => portal.stop())
beforeEach(async () => {
  const keys = await portal.deps.redis.keys('limit:*')
  if (keys.length > 0) await portal.deps.redis.del(...keys)
})

describe('A-013 the Liaoning way: verification may be put off', () => {
  it('A-013 the form says which type is meant, and has 暂不认证', async () => {
    const page = await createBrowser(portal.baseUrl).get('/register/legal')
    expect(page.$('#type-hint').text()).toContain('企业类型')
    expect(page.$('button[value="put-off"]').text()).toBe('暂不认证')
    expect(page.$('#authority option').text()).toContain('鞍山市行政审批局')
    expect(page.$('#authority option').text()).not.toContain('山西省民政厅')
  })

  it('A-013 A-011 暂不认证 registers at level 0 and does not keep the code from who proves it', async () => {
    const claim = await registerLegal(
      portal,
      units.heritage,
      'claimed_ls',
      { 法定代表人手机号: '13900000101' },
      'put-off',
    )
    expect(claim.page.url).toBe('/register/legal/done')
    expect(mainText(claim.page)).toContain('还没有实名认证')
    expect(mainText(claim.page)).toContain('未实名认证')
    const claimed = await accountId(portal, 'claimed_ls')
    const second = await registerLegal(
      portal,
      units.heritage,
      'claimed_two',
      { 法定代表人手机号: '13900000102' },
      'put-off',
    )
    expect(mainText(second.page)).toContain('该统一社会信用代码已被认证')

    const { page } = await registerLegal(portal, units.heritage, 'proved_ls')
    expect(page.url).toBe('/register/legal/done')
    expect(mainText(page)).toContain('实名认证完成')
    await messageWith(portal, '13900000101', /已由通过实名认证的账号使用/)
    const shown = mainText(await claim.browser.get('/account/mismatch'))
    expect(shown).toContain('本账号不能再代表这个单位')
    expect(mainText(await claim.browser.get('/messages'))).toContain('统一社会信用代码已由他人认证')
    expect(await afterLegalLogin(portal.deps, claimed)).toEqual({ first: '/account/mismatch' })
    expect((await mismatchNotice(portal.deps, claimed))?.text).toContain('不能再代表该单位')
    expect(await afterLegalLogin(portal.deps, await accountId(portal, 'proved_ls'))).toEqual({ home: '/organization' })
  })

  it('an old code cannot be claimed unproven', async () => {
    const { page } = await registerLegal(
      portal,
      units.heritage,
      'old_claim',
      { 统一社会信用代码: 'MJY10001-0' },
      'put-off',
    )
    expect(page.$('#uscc-error').text()).toContain('请填写18位统一社会信用代码')
  })
})

describe('L-006 account and register', () => {
  const change = async (unit: { readonly uscc: string }, login: string, account: object, legal: object) => {
    const id = await accountId(portal, login)
    if (Object.keys(account).length > 0) await portal.owner.knex('account').where({ id }).update(account)
    if (Object.keys(legal).length > 0) await portal.owner.knex('legal_person').where({ account_id: id }).update(legal)
    expect(unit.uscc).toHaveLength(18)
    return id
  }

  it('L-006 the page names what differs with both values, what to do, and whom to call, with the 7/8-digit note', async () => {
    const browser = await browserOf(portal, {
      ...(await createAccount(portal)),
      id: await change(units.heritage, 'proved_ls', { name: '鞍山工业遗产保护协会' }, { type: 'FOUNDATION' }),
    })
    const page = await browser.get('/account/mismatch')
    const words = mainText(page)
    for (const one of [
      '法人类型不一致',
      '社会组织名称不一致',
      '鞍山工业遗产保护协会',
      '鞍山市工业遗产保护协会',
      '社团法人',
      '鞍山市行政审批局',
      '0412-5550201',
      '8890000',
      '88900000',
      '沈阳、大连、抚顺、本溪、铁岭',
    ])
      expect(words).toContain(one)
    expect(words).not.toContain('统一社会信用代码不一致')
  })

  it('L-006 a wrong code is found by the entry the account was verified against, and login leads to the page', async () => {
    const id = await change(
      units.heritage,
      'proved_ls',
      { name: units.heritage.name },
      { type: 'SOCIAL_GROUP', uscc: '51140000MJ0000018C' },
    )
    expect((await registerMismatch(portal.deps, id))?.mismatches).toMatchObject([
      { item: 'uscc', account: '51140000MJ0000018C', register: units.heritage.uscc },
    ])
    expect(await afterLegalLogin(portal.deps, id)).toEqual({ first: '/account/mismatch' })
    expect((await mismatchNotice(portal.deps, id))?.text).toContain('统一社会信用代码与登记信息不一致')
  })

  it('L-006 A-014 a personal account is told that it is none of a legal person, and where to register one', async () => {
    const person = await createAccount(portal)
    const browser = await browserOf(portal, person)
    const page = await browser.get('/account/mismatch')
    expect(mainText(page)).toContain('这是个人账号，不是法人账号')
    expect(mainText(page)).toContain('个人账号不能改成法人账号')
    const links = page
      .$('main a')
      .toArray()
      .map((link) => page.$(link).attr('href'))
    expect(links).toContain('/register/legal')
    expect(await afterLegalLogin(portal.deps, person.id)).toEqual({})
    expect((await browser.get('/register/legal/done')).status).toBe(404)
  })
})
