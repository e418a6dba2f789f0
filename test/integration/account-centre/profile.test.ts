import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fill, mainText } from '../../support/accounts.ts'
import type { Browser } from '../../support/browser.ts'
import { browserOf, createAccount, type TestApplicant } from '../../support/people.ts'
import { startTestPortal, type TestPortal } from '../../support/portal.ts'

let portal: TestPortal
let account: TestApplicant
let browser: Browser
beforeAll(async () => {
  portal = await startTestPortal()
  account = await createAccount(portal, '张晓明')
  browser = await browserOf(portal, account)
})
afterAll(() => portal.stop())

const legalPerson = async (uscc: string) => {
  const unit = await createAccount(portal, '山西省古建筑彩绘保护协会')
  const { crypto } = portal.deps
  await portal.owner.knex('account').where({ id: unit.id }).update({ kind: 'LEGAL_PERSON' })
  await portal.owner.knex('legal_person').insert({
    account_id: unit.id,
    type: 'SOCIAL_GROUP',
    uscc,
    representative_name: '林知远',
    handler_name: '赵青禾',
    handler_id_number_enc: crypto.encrypt('140106199001010013', `legal_person.handler_id_number:${unit.id}`),
    handler_id_number_idx: crypto.index('id-number', '140106199001010013'),
    handler_phone_enc: crypto.encrypt('13800001234', `legal_person.handler_phone:${unit.id}`),
    handler_phone_idx: crypto.index('phone', '13800001234'),
    registration_authority: '山西省民政厅',
  })
  return unit
}

describe('用户中心', () => {
  it('A-023 shows the profile with document number, phone and e-mail masked, and leads to everything else', async () => {
    const page = await browser.get('/account')
    const text = mainText(page)
    expect(text).toContain('张晓明')
    expect(text).toContain('居民身份证')
    expect(page.text).not.toContain(account.phone)
    expect(page.text).toContain(`${account.phone.slice(0, 3)}****${account.phone.slice(-4)}`)
    expect(page.text).toContain('a***@example.org')
    expect(text).toContain('已实名认证')
    const pages = [
      '/account/password',
      '/account/phone',
      '/account/email',
      '/account/logins',
      '/account/organizations',
      '/account/agreements',
      '/account/views',
      '/account/data',
      '/account/close',
      '/account/transfers',
    ]
    for (const address of pages) {
      expect(page.$(`a[href="${address}"]`).length, address).toBeGreaterThan(0)
      expect((await browser.get(address)).status, address).toBe(200)
    }
  })

  it('A-016 the user name is shown and cannot be changed, whatever is posted', async () => {
    const page = await browser.get('/account')
    expect(mainText(page)).toContain(`${account.loginName}（即登录账号，注册后不能更改）`)
    await browser.get('/account/email')
    await browser.post('/account/email', {
      _csrf: browser.token(),
      email: 'other@example.org',
      password: 'Test@20261121',
      loginName: 'somebody',
      login_name: 'somebody',
      name: '别人',
      kind: 'LEGAL_PERSON',
      real_name_level: '2',
    })
    const row = await portal.owner.knex('account').where({ id: account.id }).first()
    expect([row.login_name, row.name, row.kind, row.real_name_level]).toEqual([
      account.loginName,
      '张晓明',
      'PERSONAL',
      1,
    ])
  })

  it('A-014 says which type the account has; a person is told where legal persons register', async () => {
    const text = mainText(await browser.get('/account'))
    expect(text).toMatch(/账号类型\s*自然人/)
    expect(text).toContain('个人账号不能改成法人账号')
    const unit = await legalPerson('51140000MJ00000180')
    const own = await browserOf(portal, unit)
    const shown = mainText(await own.get('/account'))
    for (const words of [
      '法人类型',
      '社团法人',
      '51140000MJ00000180',
      '林知远',
      '赵青禾',
      '138****1234',
      '山西省民政厅',
    ])
      expect(shown, words).toContain(words)
    expect(own.page().text).not.toContain('140106199001010013')
    for (const address of ['/account/organizations', '/account/views', '/account/close', '/account/phone'])
      expect((await own.get(address)).status, address).toBe(200)
  })

  it('F-09 says how locked data are changed and leads to the counter’s entry of the FAQ', async () => {
    const page = await browser.get('/account')
    expect(mainText(page)).toContain('姓名和证件号码不能在网上修改')
    const href = page.$('a:contains("需要带哪些材料")').attr('href') ?? ''
    expect(href).toBe('/help#f-09')
    const help = await browser.get(href)
    expect(help.$('#f-09').length).toBe(1)
  })

  it('an account without an e-mail address is shown, and may give one', async () => {
    const bare = await createAccount(portal)
    await portal.owner.knex('account').where({ id: bare.id }).update({ email_enc: null, email_idx: null })
    const own = await browserOf(portal, bare)
    expect((await own.get('/account')).status).toBe(200)
    expect(mainText(await own.get('/account/email'))).toContain('您还没有填写电子邮箱')
    expect((await fill(own, { 新电子邮箱: '不是邮箱' })).status).toBe(422)
    expect(own.page().$('#email').attr('value')).toBe('不是邮箱')
    const unproved = await fill(own, { 新电子邮箱: 'Lin.Zhi@Example.org' })
    expect(unproved.$('#password-error').text()).toContain('请填写当前登录密码')
    const wrong = await fill(own, { 新电子邮箱: 'Lin.Zhi@Example.org', 当前登录密码: 'Wrong#2026' })
    expect(wrong.$('#password-error').text()).toContain('当前登录密码不正确')
    const right = { 新电子邮箱: 'Lin.Zhi@Example.org', 当前登录密码: 'Test@20261121' }
    expect((await fill(own, right)).url).toBe('/account?done=email')
    const row = await portal.owner.knex('account').where({ id: bare.id }).first()
    expect(portal.deps.crypto.decrypt(row.email_enc, `account.email:${bare.id}`)).toBe('Lin.Zhi@example.org')
    expect(row.email_idx).toBe(portal.deps.crypto.index('email', 'lin.zhi@example.org'))
  })

  it('organizations: posts and accounts only for a verified person; own foundations and the register entry always', async () => {
    const [person, stranger] = [
      await createAccount(portal, '钱一'),
      await createAccount(portal, '钱二', { realNameLevel: 0 }),
    ]
    const [organization] = (await portal.owner
      .knex('organization')
      .where({ status: 'ACTIVE' })
      .limit(1)
      .select('id', 'name', 'uscc')) as { id: string; name: string; uscc: string }[]
    if (!organization) throw new Error('no organization')
    for (const one of [person, stranger]) {
      const row = await portal.owner.knex('account').where({ id: one.id }).first()
      await portal.owner.knex('organization_person').insert({
        organization_id: organization.id,
        name: one.name,
        post: 'PRESIDENT',
        id_number_idx: row.id_number_idx,
        legal_representative: true,
      })
    }
    const mine = await (await browserOf(portal, person)).get('/account/organizations')
    expect(mainText(mine)).toContain(organization.name)
    expect(mine.$(`a[href="/organizations/${organization.uscc}"]`).length).toBe(1)
    const theirs = await (await browserOf(portal, stranger)).get('/account/organizations')
    expect(mainText(theirs)).not.toContain(organization.name)
    expect(mainText(theirs)).toContain('实名认证后显示')
    const unit = await legalPerson('51140000MJ0000027X')
    await portal.owner.knex('legal_person').where({ account_id: unit.id }).update({ organization_id: organization.id })
    const units = await (await browserOf(portal, unit)).get('/account/organizations')
    expect(mainText(units)).toContain(organization.name)
  })
})
