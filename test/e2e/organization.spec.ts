import type { Page } from '@playwright/test'
import { submitCase } from './consultation.ts'
import { fillLegalRegistration, unitCalled, verifyUnit } from './legal-persons.ts'
import { logIn, loginStaff, logOut } from './people.ts'
import { expect, test } from './test.ts'

// An organization at home: a filing that is sent back once, mended, taken note of and registered.

/** The form of a step on the page of a case, unfolded, sent, and confirmed where it is asked once more. */
const takeStep = async (official: Page, action: string, button: string): Promise<void> => {
  const form = official.locator(`form[action$="/actions/${action}"]`)
  if (!(await form.isVisible())) await official.locator(`#${action}-title`).click()
  await official.locator('#work').getByRole('button', { name: button, exact: true }).click()
  await official.waitForURL(({ pathname, search }) => search.includes('done=') || pathname.includes('/actions/'))
  if (new URL(official.url()).pathname.includes('/actions/'))
    await official.getByRole('button', { name: `确认${button}`, exact: true }).click()
  await official.waitForURL(/done=/)
}

test('法人登录, 机构主页, 印章备案 with the example, returned, mended, 准予备案; the register shows it', async ({
  browser,
  page,
}) => {
  test.setTimeout(150_000)
  const unit = await unitCalled(page, '大同市火山地质公园志愿者协会')
  const official = await (await browser.newContext()).newPage()

  await test.step('the window passes the certificate, the unit logs in', async () => {
    await fillLegalRegistration(page, unit, { loginName: 'huoshan_dizhi', authority: '大同市行政审批服务管理局' })
    await verifyUnit(page)
    await loginStaff(official, 'datong-kefu1')
    await official.goto('/staff/certificates')
    await official.getByRole('link', { name: unit.name }).click()
    await official.getByRole('button', { name: '通过', exact: true }).click()
    await logOut(page)
    await logIn(page, '法人登录', unit.uscc)
  })

  const address = await test.step('from 机构主页 to 印章备案, filled in by the examples', async () => {
    await page.getByRole('navigation', { name: '主导航' }).getByRole('link', { name: '机构主页' }).click()
    await page.getByRole('main').getByRole('link', { name: '备案', exact: true }).click()
    await page.getByRole('link', { name: '在线办理 印章备案', exact: true }).click()
    await page
      .getByRole('main')
      .getByRole('button', { name: /开始|在线办理/ })
      .click()
    await page.waitForURL(/\/applications\/[0-9a-f-]{36}$/)
    await page.getByRole('button', { name: '全部填入示例', exact: true }).click()
    return new URL(page.url()).pathname
  })

  await test.step('submitted, home tells how it stands; sent back, mended', async () => {
    await submitCase(page, address)
    await page.goto('/organization')
    await expect(page.getByText(/^印章备案 已提交，.*前办理备案$/)).toBeVisible()
    await loginStaff(official, 'datong-chuangkou')
    await official.goto(`/staff${address}`)
    await official.getByRole('button', { name: '不合格：印章', exact: true }).click()
    await official.getByLabel('不合格的原因').selectOption({ label: '不符合规定' })
    await official.getByLabel('说明和要求').fill('印章保管人与登记表不一致。')
    await official.getByRole('button', { name: /^标为不合格/ }).click()
    await expect(official.locator('#verdict-sum')).toContainText('1 项不合格')
    await takeStep(official, 'returnForChange', '退回修改')
    await page.goto(address)
    await expect(page.getByText('印章保管人与登记表不一致。').first()).toBeVisible()
    await page.getByRole('link', { name: '去修改：印章', exact: true }).click()
    await page.getByRole('link', { name: /^修改/ }).first().click()
    await page.getByLabel('印章保管人', { exact: true }).fill('闻人归')
    await page.getByRole('button', { name: '保存草稿', exact: true }).click()
    await expect(page.locator('.file-list__item')).toHaveCount(1)
    await submitCase(page, address)
  })

  await test.step('准予备案: the public entry tells of the seal', async () => {
    await official.goto(`/staff${address}`)
    await takeStep(official, 'file', '准予备案')
    await page.goto(`/organizations/${unit.uscc}`)
    await expect(page.getByRole('table', { name: '登记沿革' })).toContainText('印章备案：合同专用章')
  })
})
