import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { faqHref } from '../../../src/web/faq.ts'
import { mainText } from '../../support/accounts.ts'
import type { Browser, Page } from '../../support/browser.ts'
import { browserOf, createAccount, staffBrowser, type TestApplicant } from '../../support/people.ts'
import { startTestPortal, type TestPortal } from '../../support/portal.ts'

const start = '/services/matters/social-group-establishment/start'

let portal: TestPortal
let authorities: Readonly<Record<string, number>>
beforeAll(async () => {
  portal = await startTestPortal({ SITE: 'liaoning' })
  const rows = await portal.owner.knex('authority').select<{ id: number; code: string }[]>('id', 'code')
  authorities = Object.fromEntries(rows.map(({ id, code }) => [code, id]))
})
afterAll(() => portal.stop())

/** Somebody whose request to 鞍山市行政审批局 waits for its review. */
const waiting = async (
  proposedName: string,
): Promise<{ account: TestApplicant; browser: Browser; request: Page; id: string }> => {
  const account = await createAccount(portal, '王秀兰')
  const browser = await browserOf(portal, account)
  await browser.get(`/bind/request?orgType=SOCIAL_GROUP&authority=${authorities['anshan-spj'] ?? 0}`)
  const form = 'main form[action="/bind/request"]'
  await browser.submit(form, {
    proposedName,
    contactName: '孙德胜',
    contactPhone: '0412-5550999',
    reason: '由本地从业人员发起，已向登记管理机关咨询。',
    action: 'check',
  })
  const request = await browser.submit(form, { nameConfirmed: 'yes', action: 'submit' })
  return { account, browser, request, id: /\/bind\/requests\/([0-9a-f-]{36})/.exec(request.url)?.[1] ?? '' }
}

const approve = async (id: string): Promise<void> => {
  const staff = await staffBrowser(portal, 'anshan-zhucesh')
  await staff.get(`/staff/registrations/${id}`)
  await staff.submit('form:has(input[value=APPROVED])')
}

/** Starts at the authority that stands chosen, or at another one of the province; gives the case's page. */
const begin = async (browser: Browser, choice: Readonly<Record<string, string>> = {}): Promise<Page> => {
  await browser.get(start)
  const hall = await browser.submit('form[action$="/start"]', { action: 'submit', ...choice })
  return browser.get(hall.$('main a.button[href^="/applications/"]').attr('href') ?? '')
}

describe('from the request to the caseFile', () => {
  it('B-05 while the authority has not decided, hall and start page say who decides, by when, and lead there', async () => {
    const { browser, id } = await waiting('鞍山市琉璃烧制技艺协会')
    for (const address of ['/hall', start]) {
      const page = await browser.get(address)
      const text = mainText(page)
      expect(text).toContain('由鞍山市行政审批局审核，最迟2026年11月27日答复')
      expect(text).not.toContain('请先绑定原系统的账号')
      expect(page.$(`main a[href="/bind/requests/${id}"]`)).toHaveLength(1)
    }
    expect(mainText(await (await browserOf(portal, await createAccount(portal))).get('/hall'))).toContain(
      '请先绑定原系统的账号',
    )
  })

  it('B-05 the approved name and contact stand in the case, once, to be changed like any other answer', async () => {
    const name = '鞍山市皮影雕刻技艺协会'
    const { browser, id } = await waiting(name)
    await approve(id)
    expect(mainText(await browser.get(`/bind/requests/${id}`))).toContain('名称、联系人和联系电话会自动填入申请')
    const page = await begin(browser)
    expect(page.$('h1').text()).toBe(name)
    const own = await browser.get(`${page.url}/pages/name`)
    expect(own.$('#proposedName').attr('value')).toBe(name)
    expect(own.$('.govuk-error-summary')).toHaveLength(0)
    const other = '鞍山市皮影制作技艺协会'
    await browser.submit('main form', { proposedName: other, orgKind: 'PROFESSIONAL', action: 'continue' })
    expect((await browser.get(`${page.url}/pages/name`)).$('#proposedName').attr('value')).toBe(other)
    const contact = await browser.get(`${page.url}/pages/contact`)
    expect(contact.$('#contactName').attr('value')).toBe('孙德胜')
    expect(contact.$('#contactPhone').attr('value')).toBe('0412-5550999')
    await begin(browser)
    expect(mainText(await browser.get('/hall'))).toContain('还没有填写名称')
  })

  it('B-05 nothing of it is carried to another authority', async () => {
    const { browser, id } = await waiting('鞍山市年画刻印技艺协会')
    await approve(id)
    const page = await begin(browser, {
      level: 'PROVINCE',
      division: '210000',
      authority: String(authorities['liaoning-mzt'] ?? 0),
    })
    expect(page.$('h1').text()).toContain('未命名')
  })
})

describe('screens of the Liaoning guide lead to their help', () => {
  it('B-03 F-16 a binding that failed does, and the page at first does not', async () => {
    const browser = await browserOf(portal, await createAccount(portal))
    expect((await browser.get('/bind')).$(`main a[href="${faqHref('F-16')}"]`)).toHaveLength(0)
    const refused = await browser.submit('form[action="/bind/legacy"]', {
      organizationName: '鞍山市没有的协会',
      loginName: 'nobody',
      password: 'x',
    })
    expect(refused.$(`main a[href="${faqHref('F-16')}"]`)).toHaveLength(1)
  })

  it('L-006 F-15 the comparison with the register does', async () => {
    const browser = await browserOf(portal, await createAccount(portal))
    expect((await browser.get('/account/mismatch')).$(`main a[href="${faqHref('F-15')}"]`)).toHaveLength(1)
  })

  it('L-002 F-18 一证通登录 does', async () => {
    const browser = await browserOf(portal, await createAccount(portal))
    expect((await browser.get('/login/certificate')).$(`main a[href="${faqHref('F-18')}"]`)).toHaveLength(1)
  })
})

describe('the end of a registration', () => {
  it('A-005 B-01 暂不实名认证 ends on 注册成功, which says that binding comes next', async () => {
    const account = await createAccount(portal)
    await portal.owner
      .knex('account')
      .where({ id: account.id })
      .update({ real_name_level: 0, real_name_at: null, real_name_channel: null, real_name_skipped_at: null })
    const browser = await browserOf(portal, account)
    await browser.get('/verify')
    const done = await browser.submit('main form')
    expect(done.url).toBe('/register/done')
    expect(done.$('h1').text()).toBe('注册成功')
    expect(mainText(done)).toContain('未实名认证')
    expect(done.$('main a[href="/bind"]').text()).toContain('账号绑定和新申请')
    await browser.get('/verify')
    expect((await browser.submit('main form')).url).toBe('/')
  })
})
