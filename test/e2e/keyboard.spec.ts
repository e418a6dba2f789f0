/// <reference lib="dom" />
import type { Page } from '@playwright/test'
import { fillConsultation, startCase } from './consultation.ts'
import { personNumber, registerPerson } from './people.ts'
import { expect, test } from './test.ts'

/** Goes on by Tab until the control has the focus; a control that cannot be reached fails the test. */
const tabTo = async (
  page: Page,
  role: 'link' | 'button' | 'textbox' | 'radio',
  name: string | RegExp,
): Promise<void> => {
  const target = page.getByRole(role, { name, exact: typeof name === 'string' }).first()
  for (let presses = 0; presses < 120; presses += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`${String(name)} cannot be reached by Tab`)
}

test('the skip link comes first and a stage can be submitted by keyboard alone', async ({ page }) => {
  test.setTimeout(120_000)
  await registerPerson(page, personNumber(51))
  const address = await startCase(page)
  await fillConsultation(page, address, '山西省键盘操作研究会')

  await page.goto(`${address}/pages/name`)
  await page.keyboard.press('Tab')
  await expect(page.getByRole('link', { name: '跳到主要内容' })).toBeFocused()
  await page.keyboard.press('Enter')
  await tabTo(page, 'textbox', '备选名称一')
  await page.keyboard.press('Control+A')
  await page.keyboard.type('山西省键盘操作促进会')
  await tabTo(page, 'radio', '学术性').catch(() => tabTo(page, 'radio', '专业性'))
  await page.keyboard.press('ArrowDown')
  await tabTo(page, 'button', '保存并继续')
  await page.keyboard.press('Enter')
  // Nothing else is open: what comes next is 核对.
  await page.waitForURL(/\/check$/)
  await tabTo(page, 'button', '提交申请')
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/confirm/)
  await tabTo(page, 'button', '是')
  await page.keyboard.press('Enter')
  await expect(page.getByText('提交成功').first()).toBeVisible()
})

test('what was wrong with a field goes, also from the summary, when the field is changed', async ({ page }) => {
  await page.goto('/register/personal')
  await page.getByRole('button', { name: '注册', exact: true }).click()
  const summary = page.getByRole('alert')
  const name = page.getByLabel('用户姓名')
  await expect(name).toHaveAttribute('aria-invalid', 'true')
  const before = await summary.getByRole('listitem').count()
  // The part that does it may still be on its way when somebody types fast; typing on, they meet it.
  await expect(async () => {
    await name.fill('林知远')
    await expect(name).not.toHaveAttribute('aria-invalid', { timeout: 500 })
  }).toPass()
  await expect(page.locator('#name-error')).toHaveCount(0)
  await expect(summary.getByRole('listitem')).toHaveCount(before - 1)
})
