import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createCase } from '../../../src/modules/cases/drafts.ts'
import { findApplicant } from '../../../src/web/actors.ts'
import { mainText } from '../../support/accounts.ts'
import { createBrowser } from '../../support/browser.ts'
import { browserOf, createAccount } from '../../support/people.ts'
import { startTestPortal, type TestPortal } from '../../support/portal.ts'

const start = '/services/matters/social-group-establishment/start'
const startForm = `form[action="${start}"]`

let portal: TestPortal
beforeAll(async () => {
  portal = await startTestPortal()
})
afterAll(() => portal.stop())

const legalPerson = async () => {
  const account = await createAccount(portal, '山西省示例协会')
  await portal.owner.knex('account').where({ id: account.id }).update({ kind: 'LEGAL_PERSON' })
  return { account, browser: await browserOf(portal, account) }
}

describe('starting an establishment', () => {
  it('8.22 您是 has no default and is one question: what is said at the start stands on the page of the contact', async () => {
    for (const [role, shown] of [
      [undefined, '未说明'],
      ['LEGAL_REPRESENTATIVE', '拟任法定代表人'],
      ['HANDLER', '经办人'],
      ['PRESIDENT', '未说明'],
    ] as const) {
      const browser = await browserOf(portal, await createAccount(portal))
      const page = await browser.get(start)
      expect(page.$('input[name=applicantRole]')).toHaveLength(2)
      expect(page.$('input[name=applicantRole][checked]')).toHaveLength(0)
      expect(page.$('#level option[selected]').text()).toBe('省级')
      const hall = await browser.submit(startForm, { action: 'submit', ...(role ? { applicantRole: role } : {}) })
      const href = hall.$('main a[href^="/applications/"]').first().attr('href') ?? ''
      expect(mainText(await browser.get(href))).toMatch(new RegExp(`您是\\s*${shown}`))
      const contact = await browser.get(`${href}/pages/contact`)
      expect(contact.$('input[name=applicantRole][checked]').attr('value')).toBe(shown === '未说明' ? undefined : role)
      // Whoever left it open is asked there, and what is answered there is said everywhere.
      await browser.submit('#page-form', { applicantRole: 'HANDLER', action: 'save-draft' })
      expect(mainText(await browser.get(href))).toMatch(/您是\s*经办人/)
    }
  })

  it('8.22 提交 names the authority it goes to, and pressed twice makes one draft', async () => {
    const account = await createAccount(portal)
    const browser = await browserOf(portal, account)
    const page = await browser.get(start)
    const button = page.$(`${startForm} button[value=submit]`)
    expect(button.text()).toBe('提交')
    const named = (): string =>
      browser
        .page()
        .$(`#${button.attr('aria-describedby') ?? ''} strong`)
        .text()
    expect(named()).toBe(page.$('#authority option[selected]').text() || '还没有选定')
    await browser.submit(startForm, { level: 'CITY', action: 'refresh' })
    expect(named()).toBe('还没有选定')
    await browser.submit(startForm, { division: '140100', action: 'refresh' })
    expect(named()).toBe('太原市行政审批服务管理局')
    const fields: Record<string, string> = { action: 'submit' }
    for (const field of browser.page().$(`${startForm} [name]:not(button)`).toArray()) {
      const { name, type } = field.attribs
      if (name && type !== 'radio') fields[name] = String(browser.page().$(field).val() ?? '')
    }
    const answers = await Promise.all(Array.from({ length: 4 }, () => browser.post(start, fields)))
    expect(answers.map(({ status }) => status)).toEqual([303, 303, 303, 303])
    expect(await portal.owner.knex('case_file').where({ account_id: account.id })).toHaveLength(1)
  })

  it('A-004 is a question beside the six of the contract: filling only those is enough', async () => {
    const browser = await browserOf(portal, await createAccount(portal))
    await browser.get(start)
    const answer = await browser.post(start, {
      _csrf: browser.token(),
      orgType: 'SOCIAL_GROUP',
      level: 'PROVINCE',
      division: '140000',
      authority: browser.page().$('#authority option[selected]').attr('value') ?? '',
      action: 'submit',
    })
    expect(answer.headers.get('location')).toBe('/hall')
  })

  it('A-014 a legal person is told that founding is for personal accounts, with the way there', async () => {
    const { account, browser } = await legalPerson()
    const page = await browser.get(start)
    expect(page.status).toBe(403)
    const text = mainText(page)
    expect(text).toContain('这个事项由个人账号办理')
    expect(text).toContain('账号类型不能互相转换')
    expect(page.$('main a[href="/login/personal"]')).toHaveLength(1)
    expect(page.$('main a[href="/register/personal"]')).toHaveLength(1)
    const posted = await browser.post(start, { _csrf: browser.token(), action: 'submit', orgType: 'SOCIAL_GROUP' })
    expect(posted.status).toBe(403)
    const actor = await findApplicant(portal.deps, account.id)
    if (!actor) throw new Error('no account')
    const authority = portal.deps.reference.authorities.find(({ code }) => code === 'shanxi-mzt')
    await expect(
      createCase(
        portal.deps,
        actor,
        { ip: '127.0.0.1', requestId: 'test' },
        { matter: 'social-group-establishment', authorityId: authority?.id ?? 0 },
      ),
    ).rejects.toThrow('成立登记由个人账号办理')
    const hall = await browser.get('/hall')
    expect(hall.$(`main a[href="${start}"]`)).toHaveLength(0)
    expect(mainText(hall)).toContain('您现在登录的是法人账号')
  })

  it('A-014 a personal account at 法人服务 is told which account it takes, and a legal person is not', async () => {
    const personal = await (await browserOf(portal, await createAccount(portal))).get('/services/legal')
    expect(mainText(personal)).toContain('您现在登录的是个人账号')
    for (const page of [personal, await createBrowser(portal.baseUrl).get('/services/legal')]) {
      expect(page.$('main a[href="/login/legal"]').text()).toContain('法人登录')
      expect(page.$('main a[href="/register/legal"]').text()).toContain('法人注册')
    }
    const legal = await (await legalPerson()).browser.get('/services/legal')
    expect(legal.$('main a[href="/register/legal"]')).toHaveLength(0)
    expect(mainText(legal)).toContain('年度工作报告')
  })
})

describe('切换区划', () => {
  it('A-022 stands in the header, names the province, and offers its cities and counties only', async () => {
    const browser = createBrowser(portal.baseUrl)
    const home = await browser.get('/')
    const link = home.$('.utility a').filter((_index, element) => home.$(element).text().includes('切换区划'))
    expect(link.text()).toBe('山西省切换区划')
    const page = await browser.get(link.attr('href') ?? '')
    expect(mainText(page)).toContain('太原市')
    expect(page.$('main a[href*="code=140105"]')).toHaveLength(1)
    expect(page.$('main a[href*="code=21"]')).toHaveLength(0)
  })

  it('A-022 comes back to the page it was chosen from, and nowhere outside', async () => {
    const browser = createBrowser(portal.baseUrl)
    const back = await browser.get('/preferences/division?code=140105&next=/contact')
    expect(back.url).toBe('/contact')
    expect(back.$('.utility').text()).toContain('太原市小店区')
    expect((await browser.get('/preferences/division?code=140100&next=//evil.example')).url).toBe('/')
    expect((await browser.get('/')).$('.utility').text()).toContain('太原市')
    expect((await browser.get('/preferences/division?code=140000&next=/help')).$('.utility').text()).toContain('山西省')
    expect(browser.cookies.has('division')).toBe(false)
  })

  it('A-022 takes no division of another province, none that is gone, and no nonsense', async () => {
    const browser = createBrowser(portal.baseUrl)
    for (const code of ['210300', '140599', 'x', '1401000', "' or 1=1"]) {
      const page = await browser.get(`/preferences/division?code=${encodeURIComponent(code)}`)
      expect(page.$('h1').text()).toBe('切换区划')
      expect(browser.cookies.has('division')).toBe(false)
    }
    browser.cookies.set('division', '210300')
    expect((await browser.get('/contact')).$('.utility').text()).toContain('山西省')
  })

  it('A-022 the start form begins there, and the case belongs to the authority chosen', async () => {
    const account = await createAccount(portal)
    const browser = await browserOf(portal, account)
    await browser.get('/preferences/division?code=140105')
    const page = await browser.get(start)
    expect(page.$('#level option[selected]').text()).toBe('县级')
    expect(page.$('#division option[selected]').text()).toBe('太原市小店区')
    expect(page.$('#authority option[selected]').text()).toBe('太原市小店区行政审批服务管理局')
    await browser.submit(startForm, { action: 'submit' })
    const row = await portal.owner
      .knex('case_file as p')
      .join('authority as a', 'a.id', 'p.authority_id')
      .where({ account_id: account.id })
      .first<{ code: string }>('a.code')
    expect(row.code).toBe('xiaodian-spj')
  })

  it('A-022 where no authority is online, start and contact pages say where to go', async () => {
    const browser = await browserOf(portal, await createAccount(portal))
    await browser.get('/preferences/division?code=140109')
    for (const address of [start, '/contact']) {
      const text = mainText(await browser.get(address))
      expect(text).toContain('太原市万柏林区的登记管理机关还没有在本平台受理')
      expect(text).toContain('太原市行政审批服务管理局（0351-5550201）')
    }
  })

  it('A-022 the contact page begins with the authorities of that division and above it; strangers’ is unchanged', async () => {
    const browser = createBrowser(portal.baseUrl)
    const names = async () =>
      (await browser.get('/contact'))
        .$('main tbody tr td:first-child')
        .toArray()
        .map((cell) => browser.page().$(cell).text().trim())
    const before = await names()
    await browser.get('/preferences/division?code=140105')
    expect((await names()).slice(0, 3)).toEqual([
      '太原市小店区行政审批服务管理局',
      '太原市行政审批服务管理局',
      '山西省民政厅',
    ])
    expect((await names()).toSorted()).toEqual(before.toSorted())
    browser.cookies.clear()
    expect(await names()).toEqual(before)
  })
})
