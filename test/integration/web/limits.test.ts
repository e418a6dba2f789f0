import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { AppError } from '../../../src/core/errors.ts'
import { testPerson } from '../../support/accounts.ts'
import { createBrowser, type Browser, type Page } from '../../support/browser.ts'
import { makeAccount } from '../../support/login-accounts.ts'
import { browserOf, createAccount, staffBrowser } from '../../support/people.ts'
import { captchaAnswer, startTestPortal, type TestPortal } from '../../support/portal.ts'

let portal: TestPortal
let applicant: Browser
let administrator: Browser
let clerk: Browser
let official: Browser
let unverified: Browser
beforeAll(async () => {
  portal = await startTestPortal()
  applicant = await browserOf(portal, await createAccount(portal))
  administrator = await staffBrowser(portal, 'guanli')
  clerk = await staffBrowser(portal, 'kefu1')
  official = await staffBrowser(portal, 'chuangkou')
  unverified = await browserOf(portal, await createAccount(portal, '张晓明', { realNameLevel: 0 }))
})
afterAll(() => portal.stop())

const sentence = '当前网络操作过多，请7分钟后再试'

/** Sends a form while every limit is used up, or every password waits for too many others. */
const sendAt = async (
  browser: Browser,
  [address, fields]: readonly [string, Readonly<Record<string, string>>],
  refusal: AppError,
): Promise<Page> => {
  const { limits, passwords } = portal.deps
  const form = `form[method=post][action="${address}"]`
  await browser.get(address)
  const spies = [
    vi.spyOn(limits, 'use').mockRejectedValue(refusal),
    vi.spyOn(limits, 'isWithin').mockResolvedValue(false),
    vi.spyOn(passwords, 'verify').mockRejectedValue(refusal),
    vi.spyOn(passwords, 'hash').mockRejectedValue(refusal),
  ]
  try {
    return await browser.submit(form, fields)
  } finally {
    for (const spy of spies) spy.mockRestore()
  }
}

describe('where a limit is met, or too many wait (7)', () => {
  const password = 'Test@20261121'
  const forms = {
    anybody: [
      ['/login/personal', { identity: 'somebody', password, captcha: captchaAnswer }],
      ['/login/legal', { identity: 'somebody', password, captcha: captchaAnswer }],
      ['/register/personal', { loginName: 'somebody_new', email: 'a@example.org', action: 'register' }],
      ['/register/legal', { loginName: 'somebody_new', handlerName: '柳青', action: 'register' }],
      ['/staff/login', { username: 'fushen', password, captcha: captchaAnswer, action: 'login' }],
    ],
    applicant: [
      ['/account/password', { current: password, password: 'Fenhe#2026', passwordAgain: 'Fenhe#2026' }],
      ['/account/data', { password }],
      ['/account/email', { email: 'b@example.org', password }],
    ],
    unverified: [['/account/identity', { name: '柳青', idNumber: testPerson(0).idNumber, password }]],
    administrator: [
      ['/staff/password', { oldPassword: 'x', newPassword: 'Fenhe#2026', confirmPassword: 'Fenhe#2026' }],
    ],
    clerk: [['/staff/helpdesk', { way: 'name', value: '柳青' }]],
    official: [['/staff/history', { way: 'applicant', q: '柳青' }]],
  } as const
  const every = Object.entries(forms).flatMap(([who, list]) =>
    list.map(([address, fields]) => [address, fields, who as keyof typeof forms] as const),
  )
  const browserFor = (who: keyof typeof forms): Browser =>
    ({ anybody: createBrowser(portal.baseUrl), applicant, unverified, administrator, clerk, official })[who]

  it.each(every)(
    '7 %s comes again with what was typed, the sentence and how long to wait',
    async (address, fields, who) => {
      const page = await sendAt(browserFor(who), [address, fields], new AppError('TOO_MANY', sentence, 420))
      expect([page.status, page.headers.get('retry-after')]).toEqual([429, '420'])
      expect(page.$('.govuk-error-summary').text()).toContain(sentence)
      const form = page.$(`form[method=post][action="${address}"]`)
      for (const [name, value] of Object.entries(fields)) {
        if (name === 'action') continue
        const kept = /password|current|captcha/i.test(name) ? '' : value
        expect([name, form.find(`[name=${name}]`).val() ?? '']).toEqual([name, kept])
      }
    },
  )

  it('7 a page without its form does not say that what was typed is still there', async () => {
    await applicant.get('/messages')
    const busy = vi.spyOn(portal.deps, 'command').mockRejectedValue(new AppError('BUSY', undefined, 5))
    try {
      const page = await applicant.post('/messages/read', { _csrf: applicant.token() })
      expect([page.status, page.headers.get('retry-after')]).toEqual([503, '5'])
      expect(await page.text()).toContain('现在办理的人较多，刚才的操作没有完成')
    } finally {
      busy.mockRestore()
    }
  })

  it('7 the same when too many wait for their passwords', async () => {
    const who = await makeAccount(portal)
    const typed = { identity: who.loginName, password, captcha: captchaAnswer }
    const { passwords } = portal.deps
    const browser = createBrowser(portal.baseUrl)
    await browser.get('/login/personal')
    const busy = vi.spyOn(passwords, 'verify').mockRejectedValue(new AppError('BUSY', undefined, 5))
    try {
      const page = await browser.submit('main form[method=post]', typed)
      expect([page.status, page.headers.get('retry-after')]).toEqual([503, '5'])
      expect(page.$('.govuk-error-summary').text()).toContain('现在办理的人较多，请稍候再试')
      expect(page.$('#identity').val()).toBe(who.loginName)
    } finally {
      busy.mockRestore()
    }
  })
})
