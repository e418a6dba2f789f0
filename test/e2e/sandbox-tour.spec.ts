import type { Page } from '@playwright/test'
import { check } from './axe.ts'
import { agreeAndVerify, openChannel } from './channels.ts'
import { startCase, submitCase } from './consultation.ts'
import { loginStaff, registerUpToVerification, sandboxPersonNumber } from './people.ts'
import { expect, test } from './test.ts'

// The tour of the README: a whole founding with the buttons of the sandbox, from the registration to the certificate.

/** 全部填入示例, then 核对申请信息, 提交申请, 是; `looked`: pages of what was filled in that anybody can use. */
const fillAndSubmit = async (page: Page, address: string, looked: readonly string[] = []): Promise<void> => {
  await page.goto(address)
  await page.getByRole('button', { name: '全部填入示例', exact: true }).click()
  await expect(page.getByRole('heading', { level: 2, name: '填写内容' })).toBeVisible()
  for (const path of looked) {
    expect((await page.goto(address + path))?.ok(), path).toBe(true)
    await check(page)
  }
  await submitCase(page, address)
}

/** 演示：办到下一步, as often as it takes, each time told what was done. */
const decideSteps = async (official: Page, ...steps: readonly string[]): Promise<void> => {
  for (const step of steps) {
    await official.getByRole('button', { name: '演示：办到下一步', exact: true }).click()
    await expect(official.getByText(`已办理：${step}。`)).toBeVisible()
  }
}

/** A new item whose form is read again right after typing is there once, with what was typed. */
const readAgainWhileTyping = async (page: Page, address: string): Promise<void> => {
  await page.goto(`${address}/pages/sponsors/items/new`)
  const name = page.getByLabel('姓名', { exact: true })
  await expect(page).toHaveURL(/itemKey=/)
  await name.fill('刘慧敏')
  await page.reload()
  await expect(name).toHaveValue('刘慧敏')
  await expect(page.locator('form[data-autosave] > [inert]')).toHaveCount(0)
  await name.fill('刘慧明')
  await page.getByRole('button', { name: '保存草稿' }).click()
  await page.waitForURL(`${address}/pages/sponsors`)
  await expect(page.locator('.file-list__item')).toHaveCount(1)
  await page.getByRole('link', { name: /^修改.*刘慧明/ }).click()
  await page.getByRole('button', { name: '填入示例', exact: true }).click()
}

test('the buttons of the sandbox found a 社会团体, from the registration to the certificate in hand', async ({
  browser,
  page,
}) => {
  // Many forms for one journey: under a minute alone, more where other tests take the machine.
  test.setTimeout(180_000)
  const person = sandboxPersonNumber(8)
  await registerUpToVerification(page, person)
  await openChannel(page, '社会保障卡实名认证')
  await page.getByLabel('社会保障卡卡号', { exact: true }).fill(person.socialSecurityCard)
  await agreeAndVerify(page, '我单独同意处理我的社会保障卡卡号')
  await page.getByRole('link', { name: '实名认证完成' }).click()

  const official = await (await browser.newContext()).newPage()
  await loginStaff(official, 'taiyuan-fushen')
  const address = await startCase(page, { division: '太原市', authority: '太原市行政审批服务管理局' })

  await fillAndSubmit(page, address)
  await official.goto(`/staff${address}`)
  await decideSteps(official, '建议可用')
  await readAgainWhileTyping(page, address)
  await fillAndSubmit(page, address)
  await decideSteps(official, '受理', '复审通过', '核准名称')
  await fillAndSubmit(page, address, [
    '/pages/individualMembers',
    '/pages/officers/table',
    '/materials',
    '/check',
    '/grants',
  ])
  await decideSteps(official, '收件', '受理', '初审通过', '复审通过', '准予登记', '制作证书', '登记发证')
  await official.getByRole('button', { name: '演示：办到下一步', exact: true }).click()
  await expect(official.getByText(/轮到申请人/)).toBeVisible()
  await fillAndSubmit(page, address)
  await official.goto(`/staff${address}`)
  await decideSteps(official, '准予备案')
  await expect(official.getByText('已办结').first()).toBeVisible()

  await page.goto(address)
  const verify = page.getByRole('link', { name: /^核验.*正本/ }).first()
  await expect(async () => {
    await page.reload()
    await expect(verify).toBeVisible({ timeout: 500 })
  }).toPass()
  const title = await page.getByRole('heading', { level: 1 }).innerText()
  const visitor = await (await browser.newContext()).newPage()
  await visitor.goto((await verify.getAttribute('href')) ?? '')
  await expect(visitor.getByText('有效').first()).toBeVisible()
  await expect(visitor.getByRole('main')).toContainText(title)
})
