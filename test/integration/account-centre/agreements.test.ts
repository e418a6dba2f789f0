import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { auditActions, logInAs, mainText } from '../../support/accounts.ts'
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
      await browser.get('/login/personal?next=%2Fapplications')
      await logInAs(browser, account.loginName, 'Test@20261121')
      const page = await browser.get('/applications')
      expect(page.url).toBe('/agreement/accept?next=%2Fapplications')
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
      // Nothing else opens meanwhile.
      expect((await browser.get('/account')).url).toBe('/agreement/accept?next=%2Faccount')
      const done = await browser.submit('form[action="/agreement/accept"]', { 'user-agreement': 'yes' })
      expect(done.url).toBe('/account')
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
      const page = await browser.get('/account')
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
      await browser.get('/account')
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

  it('S27 leads on to pages of the portal only', async () => {
    const account = await createAccount(portal)
    await withVersions({ agreement: '9.4' }, async () => {
      const browser = await browserOf(portal, account)
      await browser.get('/agreement/accept?next=https%3A%2F%2Fexample.org')
      expect((await browser.submit('form[action="/agreement/accept"]', { 'user-agreement': 'yes' })).url).toBe('/')
    })
  })
})
