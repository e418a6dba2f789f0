/// <reference lib="dom" />
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { fillConsultation, startApplication, submitApplication } from './consultation.ts'
import { loginStaff, personNumber, registerPerson } from './people.ts'
import { expect, test } from './test.ts'

/** axe finds nothing serious or critical, and nothing makes the page scroll sideways at 320 px. */
const check = async (page: Page): Promise<void> => {
  const { violations } = await new AxeBuilder({ page }).analyze()
  const grave = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
  expect(grave.map(({ id, nodes }) => `${page.url()} ${id}: ${nodes.map((node) => node.html).join(' | ')}`)).toEqual([])
  const size = page.viewportSize()
  await page.setViewportSize({ width: 320, height: 800 })
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  expect(wide, `${page.url()} at 320 px`).toBeLessThanOrEqual(0)
  if (size) await page.setViewportSize(size)
}

const publicPages = [
  '/',
  '/services/personal',
  '/services/legal',
  '/services?q=%E7%A4%BE%E5%9B%A2',
  '/services/matters/social-group-establishment',
  '/register',
  '/register/personal',
  '/register/legal',
  '/register/legal?captcha=question',
  '/register/legal/resume',
  '/login/personal',
  '/login/personal?captcha=question',
  '/login/legal',
  '/login/certificate',
  '/login/phone',
  '/login/phone?captcha=question',
  '/login/organization',
  '/recover',
  '/organizations',
  '/organizations/51140000MJ0000018C',
  '/verify-document',
  '/help',
  '/contact',
  '/sitemap',
  '/accessibility',
  '/privacy',
  '/agreement',
  '/sandbox',
  '/sandbox/sms',
  '/staff/login',
  '/no-such-page',
]

test('public pages, in the ordinary and the elder version', async ({ page }) => {
  test.setTimeout(120_000)
  for (const address of publicPages) {
    await page.goto(address)
    await check(page)
  }
  await page.goto('/preferences/elder?on=1&next=/')
  for (const address of ['/', '/register/personal', '/services/matters/social-group-establishment']) {
    await page.goto(address)
    await expect(page.locator('html')).toHaveClass(/elder/)
    await check(page)
  }
})

test('pages with errors', async ({ page }) => {
  await page.goto('/register/personal')
  await page.getByRole('button', { name: '注册', exact: true }).click()
  await expect(page.locator('.govuk-error-summary')).toBeVisible()
  await check(page)
  await page.goto('/login/personal')
  await page.getByRole('button', { name: '登录', exact: true }).click()
  await check(page)
})

test('pages of an application and of its review', async ({ browser, page }) => {
  test.setTimeout(180_000)
  await registerPerson(page, personNumber(31))
  for (const address of [
    '/hall',
    '/applications',
    '/account',
    '/messages',
    '/verify',
    '/services/matters/social-group-establishment/start',
  ]) {
    await page.goto(address)
    await check(page)
  }
  const address = await startApplication(page, { division: '太原市', authority: '太原市行政审批服务管理局' })
  await check(page)
  await page.goto(`${address}/pages/name`)
  await page.getByRole('button', { name: '保存并继续' }).click()
  await check(page)
  await fillConsultation(page, address, '太原市无障碍环境建设促进会')
  for (const path of ['/pages/name', '/pages/purpose', '/check', '/delete']) {
    await page.goto(address + path)
    await check(page)
  }
  await page.goto(`${address}/check`)
  await page.getByRole('button', { name: '提交申请' }).click()
  await check(page)
  const number = await submitApplication(page, address)
  await check(page)
  for (const path of ['', '/withdraw']) {
    await page.goto(address + path)
    await check(page)
  }
  await page.goto('/applications')
  await check(page)

  const staff = await (await browser.newContext()).newPage()
  await loginStaff(staff, 'taiyuan-shenji')
  await check(staff)
  await staff.goto('/staff/audit')
  await check(staff)
  const window = await (await browser.newContext()).newPage()
  await loginStaff(window, 'taiyuan-chuangkou')
  await check(window)
  await window.getByRole('link', { name: number }).click()
  await check(window)
  await window.goto('/staff/history')
  await check(window)
})
