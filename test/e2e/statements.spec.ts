import { fillLegalRegistration, unitCalled, verifyUnit } from './legal-persons.ts'
import { logIn, loginStaff, logOut } from './people.ts'
import { expect, test } from './test.ts'

test('a statement of a report adds up while it is typed, moved through and pasted into, in 元 and in 万元', async ({
  browser,
  page,
}) => {
  const unit = await unitCalled(page, '太原市社区足球协会')
  const official = await (await browser.newContext()).newPage()
  await fillLegalRegistration(page, unit, { loginName: 'zuqiu_shequ', authority: '太原市行政审批服务管理局' })
  await verifyUnit(page)
  await loginStaff(official, 'taiyuan-kefu2')
  await official.goto('/staff/certificates')
  await official.getByRole('link', { name: unit.name }).click()
  await official.getByRole('button', { name: '通过', exact: true }).click()
  await logOut(page)
  await logIn(page, '法人登录', unit.uscc)

  await page.goto('/services/matters/social-group-report/start')
  await page
    .getByRole('main')
    .getByRole('button', { name: /开始|在线办理/ })
    .click()
  await page.waitForURL(/\/applications\/[0-9a-f-]{36}$/)
  await page.getByRole('link', { name: /资产负债表/ }).click()
  const cell = (name: string) => page.locator(`[id="${name}"]`)
  const balance = page.locator('[data-sheet-balance]')
  await expect(balance).toHaveText('已平衡 ✓')
  await cell('money-start').fill('1234.5')
  await cell('money-start').press('Enter')
  await expect(cell('shortInvestment-start')).toBeFocused()
  await expect(cell('money-start')).toHaveValue('1,234.50')
  await expect(balance).toHaveText(/^年初数：资产总计应当等于负债和净资产总计，相差1,234.50元 ✗$/)
  await cell('shortInvestment-start').evaluate((element) => {
    const clipboardData = new DataTransfer()
    clipboardData.setData('text/plain', '10\t20\r\n（4）\t3万\r\n')
    element.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
  })
  await expect(cell('receivables-start')).toHaveValue('-4.00')
  // What is no amount is none in any unit, and never 0.
  await expect(cell('current-end')).toHaveText('—')
  await page.getByRole('button', { name: '万元', exact: true }).click()
  await expect(cell('money-start')).toHaveValue('0.12345')
  await expect(cell('receivables-end')).toHaveValue('3万')
  await cell('receivables-end').fill('3')
  await page.getByRole('button', { name: '保存草稿', exact: true }).click()
  await page.waitForURL(/done=saved/)
  await page.goBack()
  await page.reload()
  await expect(cell('receivables-end')).toHaveValue('3')
  await page.getByRole('button', { name: '元', exact: true }).click()
  await expect(cell('receivables-end')).toHaveValue('30,000.00')
  await expect(cell('current-start')).toHaveText('1,240.50')
})
