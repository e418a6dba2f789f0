import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { auditActions, codeFor, fill, logInAs, mainText } from '../../support/accounts.ts'
import { putCase } from '../../support/own-cases.ts'
import { createBrowser } from '../../support/browser.ts'
import { browserOf, createAccount } from '../../support/people.ts'
import { startTestPortal, type TestPortal } from '../../support/portal.ts'

let portal: TestPortal
beforeAll(async () => {
  portal = await startTestPortal()
})
afterAll(() => portal.stop())

/** Runs something while the site's texts have other versions than an account accepted. */
const withVersions = async (versions: { agreement?: string; privacyNotice?: string }, work: () => Promise<void>) => {
  const site = portal.deps.site as {
    agreement: { version: string }
    privacyNotice: { version: string }
  }
  const { agreement, privacyNotice } = site
  if (versions.agreement !== undefined) site.agreement = { ...agreement, version: versions.agreement }
  if (versions.privacyNotice !== undefined) site.privacyNotice = { ...privacyNotice, version: versions.privacyNotice }
  try {
    await work()
  } finally {
    Object.assign(site, { agreement, privacyNotice })
  }
}

const consents = (accountId: string): Promise<{ document: string; version: string }[]> =>
  portal.owner.knex('consent').where({ account_id: accountId }).orderBy('id').select('document', 'version')

describe('协议与授权', () => {
  it('A-020 a new version is asked for at the next login, with what changed, unticked, and stored with its time', async () => {
    const account = await createAccount(portal)
    const before = portal.deps.site.agreement.version
    await withVersions({ agreement: '9.0' }, async () => {
      const browser = createBrowser(portal.baseUrl)
      await browser.get('/login/personal?next=%2Fhall')
      await logInAs(browser, account.loginName, 'Test@20261121')
      const page = await browser.get('/hall')
      expect(page.url).toBe('/agreement/accept?next=%2Fhall')
      const text = mainText(page)
      for (const words of [
        `您上次同意的是版本 ${before}`,
        '现行版本 9.0',
        '我已阅读并同意《用户协议》',
        '同意并继续',
        '退出',
      ])
        expect(text, words).toContain(words)
      expect(text).not.toContain('我已阅读并同意《隐私声明》')
      expect(page.$('#user-agreement').attr('checked')).toBeUndefined()
      expect(page.$('main a[href="/agreement"]').length).toBe(1)
      const refused = await browser.submit('form[action="/agreement/accept"]')
      expect([refused.status, mainText(refused).includes('请阅读并勾选《用户协议》')]).toEqual([422, true])
      // What needs the agreement does not open meanwhile.
      expect((await browser.get('/account/email')).url).toBe('/agreement/accept?next=%2Faccount%2Femail')
      const done = await browser.submit('form[action="/agreement/accept"]', { 'user-agreement': 'yes' })
      expect(done.url).toBe('/account/email')
      expect((await consents(account.id)).at(-1)).toEqual({ document: 'user-agreement', version: '9.0' })
      expect((await auditActions(portal, 'account', account.id)).at(-1)).toBe('consent-given')
      expect(mainText(await browser.get('/account/agreements'))).toContain('9.0')
      expect((await browser.get('/agreement/accept')).url).toBe('/')
    })
  })

  it('A-020 both texts at once; agreeing to one is not enough; whoever does not agree can log out', async () => {
    const account = await createAccount(portal)
    await withVersions({ agreement: '9.1', privacyNotice: '9.1' }, async () => {
      const browser = await browserOf(portal, account)
      const page = await browser.get('/hall')
      expect(page.$('main input[type=checkbox]').length).toBe(2)
      expect((await browser.submit('form[action="/agreement/accept"]', { 'user-agreement': 'yes' })).status).toBe(422)
      expect(await consents(account.id)).toHaveLength(2)
      expect((await browser.submit('main form[action="/logout"]')).url).toBe('/')
      expect((await browser.get('/account')).url).toContain('/login/personal')
    })
  })

  it('A-020 what is agreed to is the version that was shown, and two windows make one consent', async () => {
    const account = await createAccount(portal)
    await withVersions({ agreement: '9.2' }, async () => {
      const browser = await browserOf(portal, account)
      await browser.get('/hall')
      await withVersions({ agreement: '9.3' }, async () => {
        const stale = await browser.submit('form[action="/agreement/accept"]', { 'user-agreement': 'yes' })
        expect([stale.status, mainText(stale).includes('刚刚更新')]).toEqual([422, true])
        const fields = { _csrf: browser.token(), 'user-agreement': 'yes', 'version-user-agreement': '9.3' }
        await Promise.all([1, 2, 3].map(() => browser.post('/agreement/accept', fields)))
      })
    })
    expect(
      (await consents(account.id)).map(({ version }) => version).filter((version) => version === '9.3'),
    ).toHaveLength(1)
    expect((await consents(account.id)).some(({ version }) => version === '9.2')).toBe(false)
  })

  it('issue 8 item 32: whoever does not agree reads and takes back their cases, exports, and closes the account', async () => {
    const account = await createAccount(portal)
    const submitted = await putCase(portal, account.id, { stage: 'nameApproval', status: 'SUBMITTED', complete: true })
    const draft = await putCase(portal, account.id, { stage: 'nameConsultation' })
    await withVersions({ agreement: '9.5' }, async () => {
      const browser = await browserOf(portal, account)
      const gate = await browser.get('/hall')
      const offered = gate
        .$('main ul a')
        .toArray()
        .map((link) => gate.$(link).attr('href'))
      for (const path of ['/applications', '/messages', '/account', '/account/data', '/account/close'])
        expect(offered).toContain(path)
      for (const path of [...offered, `/applications/${submitted}`, `/applications/${submitted}/check`]) {
        const page = await browser.get(path ?? '')
        expect([page.url, page.status]).toEqual([path, 200])
        expect(page.$('main .notice').text()).toContain('您还没有同意更新后的协议或者声明')
      }
      await browser.get('/account/data')
      const data = await browser.submit('main form[action="/account/data"]', { password: 'Test@20261121' })
      expect([data.status, data.headers.get('content-type')]).toEqual([200, expect.stringContaining('json')])

      await browser.get(`/applications/${submitted}/withdraw`)
      await browser.submit('main form[method=post]', { answer: 'yes' })
      await browser.get(`/applications/${draft}/delete`)
      await browser.submit('main form[method=post]', { answer: 'yes' })
      const ended = await portal.owner
        .knex('case_file')
        .where({ id: submitted, status: 'WITHDRAWN' })
        .orWhere((query) => query.where({ id: draft }).whereNotNull('deleted_at'))
      expect(ended).toHaveLength(2)
      // Whatever else they send is stopped, told, kept, and found again on its page after agreeing.
      const other = '/account/email'
      const post = { _csrf: browser.token(), email: 'kept.beside@example.org', password: 'x' }
      const stopped = await browser.post(other, post, {
        'sec-fetch-site': 'same-origin',
        referer: portal.baseUrl + other,
      })
      expect(stopped.headers.get('location')).toBe('/agreement/accept?kept=1&next=%2Faccount%2Femail')
      const told = await browser.get(stopped.headers.get('location') ?? '')
      expect(told.$('main .notice').text()).toContain('您填写的内容已经保留半小时，同意后会回到原来的页面')
      const back = await browser.submit('form[action="/agreement/accept"]', { 'user-agreement': 'yes' })
      expect([back.url, back.$('#email').attr('value')]).toEqual([other, 'kept.beside@example.org'])
      expect(await consents(account.id)).toHaveLength(3)
    })
    await withVersions({ agreement: '9.6' }, async () => {
      const browser = await browserOf(portal, account)
      await browser.get('/account/close')
      await fill(browser, {}, 'send-code')
      const smsCode = await codeFor(portal, account.phone)
      const done = await fill(
        browser,
        { 短信验证码: smsCode, 当前登录密码: 'Test@20261121', 我知道账号注销后不能恢复: 'yes' },
        'close',
      )
      expect(done.url).toBe('/account/closed')
      expect(await consents(account.id)).toHaveLength(3)
    })
  })

  it('S27 leads on to pages of the portal only', async () => {
    const account = await createAccount(portal)
    await withVersions({ agreement: '9.4' }, async () => {
      const browser = await browserOf(portal, account)
      await browser.get('/agreement/accept?next=https%3A%2F%2Fexample.org')
      expect((await browser.submit('form[action="/agreement/accept"]', { 'user-agreement': 'yes' })).url).toBe('/')
    })
  })
})
