import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { accountId, agreed, codeFor, fill, registrationValues, testPerson } from '../../support/accounts.ts'
import { createBrowser } from '../../support/browser.ts'
import { captchaAnswer, startTestPortal, type TestPortal } from '../../support/portal.ts'

let portal: TestPortal
beforeAll(async () => {
  portal = await startTestPortal({ SITE: 'liaoning' })
})
afterAll(() => portal.stop())

/** An invented code with sound check characters, as on a business licence, and one of a social organization. */
const licence = '91210300MA00000158'
const socialOrganization = '51140000MJ0000018C'

const subtypeOf = async (loginName: string) =>
  portal.owner
    .knex('account')
    .where({ id: await accountId(portal, loginName) })
    .first<{ personal_subtype: string; sponsor_uscc: string | null }>('personal_subtype', 'sponsor_uscc')

describe('personal registration in Liaoning', () => {
  it('A-015 offers 自然人 and 个体自然人（个体工商户）, the first chosen', async () => {
    const page = await createBrowser(portal.baseUrl).get('/register/personal')
    const options = page.$('input[name=personalSubtype]').toArray()
    expect(options.map((option) => page.$(option).attr('value'))).toEqual(['NATURAL', 'SELF_EMPLOYED'])
    expect(page.$('input[name=personalSubtype][checked]').attr('value')).toBe('NATURAL')
    expect(page.$('#personalSubtype-legend').text()).toBe('注册类型')
    expect(page.$('main form').text()).toContain('个体自然人（个体工商户）')
  })

  it('A-015 自然人 needs no code, and one that was typed is not kept', async () => {
    const person = testPerson(2)
    const browser = createBrowser(portal.baseUrl)
    await browser.get('/register/personal')
    await fill(
      browser,
      { ...registrationValues(person), 发起单位统一社会信用代码: '1234', 验证码: captchaAnswer },
      'send-code',
    )
    const code = await codeFor(portal, person.phone)
    expect((await fill(browser, { 短信验证码: code, ...agreed }, 'register')).url).toBe('/verify')
    expect(await subtypeOf(person.loginName)).toEqual({ personal_subtype: 'NATURAL', sponsor_uscc: null })
  })

  it('A-015 个体自然人 gives the code of a licence, checked, and it is stored', async () => {
    const person = testPerson(6)
    const browser = createBrowser(portal.baseUrl)
    await browser.get('/register/personal')
    const values = { ...registrationValues(person), 验证码: captchaAnswer }
    const submitWith = async (sponsorUscc: string) => {
      const form = {
        ...Object.fromEntries([['_csrf', browser.token()]]),
        personalSubtype: 'SELF_EMPLOYED',
        sponsorUscc,
      }
      return browser.submit('main form[method=post]', { ...form, action: 'register' })
    }
    await fill(browser, values, 'send-code')
    const told = async (typed: string) => (await submitWith(typed)).$('#sponsorUscc-error').text()
    expect(await told('')).toContain('请填写发起单位统一社会信用代码')
    expect(await told(`${licence.slice(0, 17)}0`)).toContain('校验位不正确')
    expect(await told(socialOrganization)).toContain('以9开头')
    await submitWith(licence.toLowerCase())
    expect(browser.page().$('#sponsorUscc-error')).toHaveLength(0)
    const code = await codeFor(portal, person.phone)
    expect((await fill(browser, { 短信验证码: code, ...agreed }, 'register')).url).toBe('/verify')
    expect(await subtypeOf(person.loginName)).toEqual({ personal_subtype: 'SELF_EMPLOYED', sponsor_uscc: licence })
  })

  it('A-015 a kind that was not offered is none', async () => {
    const browser = createBrowser(portal.baseUrl)
    await browser.get('/register/personal')
    const page = await browser.submit('main form[method=post]', { personalSubtype: 'toString', action: 'register' })
    expect(page.$('#personalSubtype-error').text()).toContain('请选择注册类型')
  })

  it('A-020 the agreement is named as in Liaoning, the words to tick are those of every site', async () => {
    const browser = createBrowser(portal.baseUrl)
    const page = await browser.get('/register/personal')
    const { title } = portal.deps.site.agreement
    expect(page.$('label[for=agreement]').text()).toBe('我已阅读并同意《用户协议》')
    expect(page.$('main a[href="/agreement"]').text()).toContain(`《${title}》`)
    expect((await browser.get('/agreement')).$('h1').text()).toBe(title)
  })

  it('L-008 pages for help show the number of 7 and of 8 digits with its note', async () => {
    const browser = createBrowser(portal.baseUrl)
    for (const path of ['/contact', '/help', '/register/personal']) {
      const page = await browser.get(path)
      const text = page.$('main').text()
      expect(text).toContain('88900000/8890000')
      expect(text).toContain('沈阳、大连、抚顺、本溪、铁岭')
    }
  })

  it('nothing on its public pages speaks of Shanxi', async () => {
    const browser = createBrowser(portal.baseUrl)
    for (const path of ['/', '/register', '/register/personal', '/login/personal', '/help', '/agreement', '/privacy'])
      expect((await browser.get(path)).$('body').text()).not.toContain('山西')
  })
})
