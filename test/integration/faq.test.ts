import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { faqEntries, faqHref, faqMessage, siteFaqEntries } from '../../src/web/faq.ts'
import { fill, logInAs, mainText, register, testPerson } from '../support/accounts.ts'
import { createBrowser, type Page } from '../support/browser.ts'
import { captchaAnswer, startTestPortal, type TestPortal } from '../support/portal.ts'

let portal: TestPortal
beforeAll(async () => {
  portal = await startTestPortal()
})
afterAll(() => portal.stop())

const linksTo = (page: Page, href: string): number => page.$(`main a[href="${href}"]`).length

const legalLogin = async (typed: string): Promise<Page> => {
  const browser = createBrowser(portal.baseUrl)
  await browser.get('/login/legal')
  return fill(browser, { '用户名/统一社会信用代码': typed, 密码: 'Nicht#2026x', 验证码: captchaAnswer })
}

describe('the help page', () => {
  it('has every question of this site under its anchor, closed until asked for', async () => {
    const page = await createBrowser(portal.baseUrl).get('/help')
    for (const [code, entry] of siteFaqEntries(portal.deps.site)) {
      const fold = page.$(`details#${code.toLowerCase()}`)
      expect(fold.find('summary').text()).toBe(entry.question)
      expect(fold.attr('open')).toBeUndefined()
      expect(fold.text()).toContain(entry.when)
    }
  })

  it('F-10 is found by the sentence people see, and opened', async () => {
    const page = await createBrowser(portal.baseUrl).get(`/help?q=${encodeURIComponent(faqMessage('F-10'))}`)
    expect(page.$('#questions details')).toHaveLength(1)
    expect(page.$('#questions details[open]').attr('id')).toBe('f-10')
  })

  it('F-08 F-09 has the materials of all kinds of users, and the forms', async () => {
    const page = await createBrowser(portal.baseUrl).get('/help')
    const text = page.$('#materials').parent().text()
    for (const words of ['自然人', '企业法人（分公司）', '社会团体', '基金会', '个体工商户', '原件备查', '附录3'])
      expect(text).toContain(words)
    expect(page.$('#forms')).toHaveLength(1)
  })

  it('F-13 is on the page, whose answers carry the protection it speaks of', async () => {
    const page = await createBrowser(portal.baseUrl).get('/help')
    expect(page.$('details#f-13').text()).toContain('不需要安装控件或插件')
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(page.headers.get('x-content-type-options')).toBe('nosniff')
    expect(linksTo(await createBrowser(portal.baseUrl).get('/contact'), faqHref('F-13'))).toBe(1)
  })

  it('every link of every answer leads to a page', async () => {
    const browser = createBrowser(portal.baseUrl)
    for (const href of new Set(faqEntries.flatMap(([, entry]) => entry.links.map((link) => link.href))))
      expect(`${href} ${String((await browser.get(href)).status)}`).toBe(`${href} 200`)
  })
})

describe('screens that show a message lead to its answer', () => {
  it('F-04 用户名或密码错误, personal', async () => {
    const person = testPerson(0)
    await register(portal, person)
    const page = await logInAs(createBrowser(portal.baseUrl), person.loginName, 'Falsch#2026')
    expect(mainText(page)).toContain(faqMessage('F-04'))
    expect(linksTo(page, faqHref('F-04'))).toBeGreaterThan(0)
    expect(page.$('button[role=link][formaction="/recover"]').length).toBeGreaterThan(0)
  })

  it('F-05 该账号不存在, personal', async () => {
    const page = await logInAs(createBrowser(portal.baseUrl), 'nobody_here', 'Falsch#2026')
    expect(mainText(page)).toContain(faqMessage('F-05'))
    expect(linksTo(page, faqHref('F-05'))).toBeGreaterThan(0)
  })

  it('F-07 该账号不存在, legal person', async () => {
    const page = await legalLogin('nobody_here')
    expect(mainText(page)).toContain(faqMessage('F-07'))
    expect(linksTo(page, faqHref('F-07'))).toBeGreaterThan(0)
  })

  it('F-08 every step with a code', async () => {
    for (const path of ['/register/personal', '/login/phone']) {
      const page = await createBrowser(portal.baseUrl).get(path)
      expect(`${path} ${String(linksTo(page, faqHref('F-08')) > 0)}`).toBe(`${path} true`)
    }
  })

  it('F-09 the account centre', async () => {
    const browser = await register(portal, testPerson(2))
    expect(linksTo(await browser.get('/account'), faqHref('F-09'))).toBeGreaterThan(0)
  })

  it('F-12 a draft with gaps names page and field of each, and leads to the answer', async () => {
    const browser = createBrowser(portal.baseUrl)
    const page = await browser.get('/help')
    expect(page.$('details#f-12').text()).toContain('哪一页的哪一项')
    expect(page.$('details#f-12 a').attr('href')).toBe('/applications')
  })

  it('F-14 somebody signed in elsewhere', async () => {
    const page = await createBrowser(portal.baseUrl).get('/login/personal?displaced=1')
    expect(mainText(page)).toContain('您的账号已在其他设备登录')
    expect(linksTo(page, faqHref('F-14'))).toBeGreaterThan(0)
  })
})
