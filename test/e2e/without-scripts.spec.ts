/// <reference lib="dom" />
import { fillConsultation, startCase, submitCase } from './consultation.ts'
import { fillLegalRegistration, recoverLegalPerson, unitCalled, verifyUnit } from './legal-persons.ts'
import { expectLoggedIn, logIn, logOut, otherPassword, personNumber, registerPerson } from './people.ts'
import { expect, test } from './test.ts'

test.use({ javaScriptEnabled: false })

// Each test has people of its own, so they need not wait for one another.
test.describe.configure({ mode: 'parallel' })

test('registering, founding and submitting work without scripts', async ({ page }) => {
  test.setTimeout(120_000)
  await registerPerson(page, personNumber(41))
  const address = await startCase(page)
  await fillConsultation(page, address, '山西省无脚本浏览研究会')
  const number = await submitCase(page, address)
  await page.goto('/applications')
  await expect(page.getByText(number)).toBeVisible()
})

test('issue 11: on a phone the guide is four screens, an address opens its part, and the menu holds the rest', async ({
  page,
}) => {
  await page.setViewportSize({ width: 360, height: 640 })
  await page.goto('/services/matters/social-group-establishment#limits')
  await expect(page.getByText('各环节办理时限')).toBeInViewport()
  await expect(page.getByText('换一个登记管理机关')).toBeHidden()
  await page.goto('/services/matters/social-group-establishment?')
  const height = await page.evaluate(() => document.documentElement.scrollHeight)
  expect(height).toBeLessThanOrEqual(4 * 640)
  expect((await page.locator('header').boundingBox())?.height).toBeLessThanOrEqual(120)
  await page.setViewportSize({ width: 1440, height: 900 })
  expect((await page.locator('header').boundingBox())?.height).toBeLessThanOrEqual(120)
  await page.setViewportSize({ width: 360, height: 640 })
  await expect(page.getByRole('link', { name: '我的办件' })).toBeHidden()
  await page.getByText('菜单', { exact: true }).click()
  for (const control of await page.locator('header').locator('a, button, summary, input').all())
    expect((await control.boundingBox())?.height, await control.innerText()).toBeGreaterThanOrEqual(44)
  await page.getByRole('link', { name: '我的办件' }).click()
  await expect(page).toHaveURL(/login/)
})

test('choosing another level offers its divisions and authorities after 刷新选项', async ({ page }) => {
  await registerPerson(page, personNumber(42))
  await page.goto('/services/matters/social-group-establishment/start')
  await page.getByLabel('行政区划级别', { exact: true }).selectOption({ label: '市级' })
  await page.getByRole('button', { name: /刷新/ }).first().click()
  await page.getByLabel('行政区划', { exact: true }).selectOption({ label: '太原市' })
  await page.getByRole('button', { name: /刷新/ }).first().click()
  await page.getByLabel('登记管理机关', { exact: true }).selectOption({ label: '太原市行政审批服务管理局' })
  await page.getByRole('button', { name: '提交', exact: true }).click()
  await expect(page).toHaveURL(/\/hall/)
})

test('法人注册 and 忘记密码 work without scripts', async ({ page }) => {
  // The second message waits for the rest of a minute.
  test.setTimeout(150_000)
  const unit = await unitCalled(page, '山西省小杂粮产业促进会')
  await fillLegalRegistration(page, unit, { loginName: 'xiaozaliang' })
  await verifyUnit(page)
  await expectLoggedIn(page, unit.name)
  await logOut(page)
  await recoverLegalPerson(page, unit)
  await logIn(page, '法人登录', unit.uscc, otherPassword)
  await expectLoggedIn(page, unit.name)
})
