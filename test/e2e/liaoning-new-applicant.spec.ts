import type { Browser, Page } from '@playwright/test'
import { chooseAuthority, fillRequest, openAuthorities, registerForBinding, sendRequest } from './binding.ts'
import { loginStaff, personNumber, type Person } from './people.ts'
import { expect, liaoningTest as test } from './test.ts'

/** Registers and sends 选项二 to 鞍山市行政审批局. */
const requestAccount = async (page: Page, person: Person, name: string): Promise<void> => {
  await registerForBinding(page, person)
  await openAuthorities(page)
  await chooseAuthority(page, '鞍山市行政审批局', '辽宁省鞍山市')
  await fillRequest(page, person, name)
  await sendRequest(page)
}

/** 服务事项 → 在线办理, as everybody can press it. */
const openStart = async (page: Page): Promise<void> => {
  await page.goto('/services/personal')
  await page.getByRole('link', { name: '在线办理' }).first().click()
}

const newPage = async (browser: Browser): Promise<Page> => (await browser.newContext()).newPage()

test('选项二: 注册用户审核 at 鞍山市行政审批局 forwards one request and approves the other', async ({
  browser,
  page,
}) => {
  test.setTimeout(120_000)
  const approved = { person: personNumber(211), name: '鞍山市满族剪纸研究会' }
  const forwarded = { person: personNumber(212), name: '鞍山市香瓜种植协会' }
  const other = await newPage(browser)
  const staff = await newPage(browser)

  await test.step('two people ask for an account; neither may found anything yet', async () => {
    await requestAccount(page, approved.person, approved.name)
    await requestAccount(other, forwarded.person, forwarded.name)
    await openStart(page)
    await expect(page.getByRole('heading', { level: 1, name: '请先完成账号绑定或者新申请' })).toBeVisible()
  })

  const openRequest = async (name: string): Promise<void> => {
    await staff.getByRole('link', { name: '注册用户审核', exact: true }).first().click()
    await staff.getByRole('link', { name, exact: true }).click()
    await expect(staff.getByRole('heading', { level: 1 })).toContainText(name)
  }

  await test.step('the reviewer forwards one and approves the other', async () => {
    await loginStaff(staff, 'anshan-zhucesh')
    await openRequest(forwarded.name)
    await staff
      .getByLabel('转办至', { exact: true })
      .selectOption({ label: '鞍山市千山区民政局（辽宁省鞍山市千山区）' })
    await staff.getByLabel('转办原因', { exact: true }).fill('活动范围在千山区，由千山区民政局登记。')
    await staff.getByRole('button', { name: '转办', exact: true }).click()
    await expect(staff.getByText(/已转办/).first()).toBeVisible()
    await openRequest(approved.name)
    await staff.getByRole('button', { name: '审核通过', exact: true }).click()
    await expect(staff.getByText(/审核通过/).first()).toBeVisible()
  })

  await test.step('the one goes on to the caseFile, at the authority that let the account in', async () => {
    await page.goto('/bind')
    await expect(page.getByText('您的账号已经开通')).toBeVisible()
    await openStart(page)
    await expect(page.getByLabel('登记管理机关', { exact: true }).locator('option:checked')).toHaveText(
      '鞍山市行政审批局',
    )
    await page.getByRole('button', { name: '提交', exact: true }).click()
    await expect(page.getByRole('heading', { level: 1, name: '社会组织办事大厅' })).toBeVisible()
    await page.getByRole('link', { name: '登记', exact: true }).click()
    await expect(page.getByRole('main').getByText('拟用名称咨询').first()).toBeVisible()
  })

  await test.step('the other sees where the request is now, and waits', async () => {
    await other.goto('/bind')
    await other.getByRole('link', { name: forwarded.name, exact: true }).click()
    await expect(other.getByRole('main').getByText('鞍山市千山区民政局').first()).toBeVisible()
    await openStart(other)
    await expect(other.getByRole('heading', { level: 1, name: '请先完成账号绑定或者新申请' })).toBeVisible()
  })
})
