import type { Page } from '@playwright/test'
import { agreeAndVerify, fillBankCard, openChannel, type Channel } from './channels.ts'
import { registerPerson, registerUpToVerification, sandboxPersonNumber, type SandboxPerson } from './people.ts'
import { sandboxRow } from './sandbox.ts'
import { expect, test } from './test.ts'

type Way = {
  readonly channel: Channel
  readonly person: SandboxPerson
  readonly consent: string
  readonly fill: (page: Page, person: SandboxPerson) => Promise<void>
}

const ways: readonly Way[] = [
  {
    channel: '银联卡实名认证',
    person: sandboxPersonNumber(0),
    consent: '我单独同意处理我的银联卡号和银行预留手机号',
    fill: fillBankCard,
  },
  {
    channel: '社会保障卡实名认证',
    person: sandboxPersonNumber(1),
    consent: '我单独同意处理我的社会保障卡卡号',
    fill: (page, person) => page.getByLabel('社会保障卡卡号', { exact: true }).fill(person.socialSecurityCard),
  },
  {
    channel: '刷脸实名认证',
    person: sandboxPersonNumber(3),
    consent: '我单独同意处理我的人脸信息',
    fill: async (page, person) => {
      const { face } = await sandboxRow(page.request, 'people', person.idNumber)
      await page.getByLabel('本人正面照片', { exact: true }).setInputFiles({
        name: 'portrait.jpg',
        mimeType: 'image/jpeg',
        buffer: await (await page.request.get(face)).body(),
      })
    },
  },
]

for (const { channel, person, consent, fill } of ways)
  test(`注册 with ${channel}: 立即认证, then 实名认证完成`, async ({ page }) => {
    await registerUpToVerification(page, person)
    await openChannel(page, channel)
    await fill(page, person)
    await expect(page.getByLabel(consent, { exact: true })).not.toBeChecked()
    await agreeAndVerify(page, consent)
    await expect(page.getByText('实名认证成功')).toBeVisible()
    await page.getByRole('link', { name: '实名认证完成' }).click()
    await page.getByRole('link', { name: '用户中心', exact: true }).first().click()
    await expect(page.getByText(`已实名认证（`)).toContainText(channel)
  })

const fakeCamera = ['--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream']

test('A-005 刷脸 with the camera of the browser: preview, picture, consent, 实名认证完成', async ({
  playwright,
  baseURL,
}, info) => {
  const { launchOptions } = info.project.use
  const browser = await playwright.chromium.launch({
    ...launchOptions,
    args: [...(launchOptions?.args ?? []), ...fakeCamera],
  })
  try {
    const context = await browser.newContext({ ...(baseURL === undefined ? {} : { baseURL }), locale: 'zh-CN' })
    const page = await context.newPage()
    const faults: string[] = []
    page.on('console', (message) => {
      if (message.type() === 'error') faults.push(message.text())
    })
    await registerPerson(page, sandboxPersonNumber(6))
    await page.goto('/verify?next=/hall')
    await openChannel(page, '刷脸实名认证')
    await page.getByRole('button', { name: '打开摄像头' }).click()
    await expect(page.getByLabel('摄像头画面')).toBeVisible()
    await page.getByRole('button', { name: '拍照', exact: true }).click()
    await expect(page.getByText('已拍照')).toBeVisible()
    await page.getByRole('button', { name: '重新拍照' }).click()
    await page.getByRole('button', { name: '拍照', exact: true }).click()
    await expect(page.getByRole('img', { name: '拍下的照片' })).toBeVisible()
    await agreeAndVerify(page, '我单独同意处理我的人脸信息')
    await expect(page.getByText('实名认证成功')).toBeVisible()
    await page.getByRole('link', { name: '实名认证完成' }).click()
    await expect(page).toHaveURL(/\/hall$/)
    expect(faults).toEqual([])
  } finally {
    await browser.close()
  }
})
