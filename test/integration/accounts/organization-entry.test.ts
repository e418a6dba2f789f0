import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { mainText } from '../../support/accounts.ts'
import { createBrowser, type Page } from '../../support/browser.ts'
import { startTestPortal, type TestPortal } from '../../support/portal.ts'

let liaoning: TestPortal
let shanxi: TestPortal
beforeAll(async () => {
  liaoning = await startTestPortal({ SITE: 'liaoning' })
  shanxi = await startTestPortal()
})
afterAll(async () => {
  await liaoning.stop()
  await shanxi.stop()
})

const titles = (page: Page): readonly string[] =>
  page
    .$('main .columns h2')
    .toArray()
    .map((one) => page.$(one).text().replaceAll(/\s+/g, ''))

describe('社会组织用户登录', () => {
  it('L-005 one entry with the three choices of the guide, each leading to its own page', async () => {
    const browser = createBrowser(liaoning.baseUrl)
    const home = await browser.get('/')
    expect(home.$('header a[href="/login/organization"]').text()).toBe('社会组织用户登录')
    const page = await browser.get('/login/organization?next=%2Fhall')
    expect(titles(page).slice(0, 3)).toEqual([
      '1已成立，已注册法人账号',
      '2已成立，还没有法人账号',
      '3拟成立或者新申请',
    ])
    expect(mainText(page)).not.toContain('上次选择')
    const leads = async (text: string): Promise<string> => {
      const href = page
        .$('main a')
        .toArray()
        .find((one) => page.$(one).text() === text)
      const answer = await browser.raw(page.$(href).attr('href') ?? '')
      return answer.headers.get('location') ?? ''
    }
    expect(await leads('法人账号登录')).toBe('/login/legal?next=%2Fhall')
    expect(await leads('注册法人账号')).toBe('/register/legal?next=%2Fhall')
    expect(await leads('注册个人账号')).toBe('/register/personal?next=%2Fhall')
    expect(await leads('已有个人账号，直接登录')).toBe('/login/personal?next=%2Fhall')
  })

  it('L-005 remembers the choice for a year in a cookie no script reads, and offers it first next time', async () => {
    const browser = createBrowser(liaoning.baseUrl)
    const answer = await browser.raw('/login/organization?go=2')
    const [cookie = ''] = answer.headers.getSetCookie().filter((line) => line.startsWith('org-entry='))
    expect(cookie).toContain('org-entry=2')
    expect(cookie).toContain('HttpOnly')
    expect(cookie).toContain('SameSite=Lax')
    expect(cookie).toContain('Max-Age=31536000')
    const next = await browser.get('/login/organization')
    expect(titles(next)[0]).toContain('2已成立，还没有法人账号')
    expect(next.$('#entry-2 .card__head').text()).toContain('上次选择')
    expect(mainText(next).match(/上次选择/g)).toHaveLength(1)
    browser.cookies.set('org-entry', '9%3Cscript%3E')
    expect(titles(await browser.get('/login/organization'))[0]).toContain('1')
    const odd = await browser.raw('/login/organization?go=https%3A%2F%2Fevil.example')
    expect(odd.status).toBe(200)
  })

  it('L-005 exists everywhere, but is offered only where the site has it', async () => {
    const browser = createBrowser(shanxi.baseUrl)
    expect((await browser.get('/')).text).not.toContain('/login/organization')
    expect((await browser.get('/login/personal')).text).not.toContain('/login/organization')
    expect((await browser.get('/login/organization')).status).toBe(200)
    const tabs = (await createBrowser(liaoning.baseUrl).get('/login/personal')).$('main nav li')
    expect(tabs.toArray().map((one) => tabs.filter(one).text().trim())).toEqual([
      '社会组织用户登录',
      '个人登录',
      '法人登录',
      '手机快速登录',
    ])
  })
})
