import { expect, test } from '@playwright/test'
import { registerPerson, sandboxPersonNumber } from './people.ts'

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
    await page
      .getByRole('listitem')
      .filter({ hasText: '刷脸实名认证' })
      .getByRole('link', { name: '立即认证', exact: true })
      .click()
    await page.getByRole('button', { name: '打开摄像头' }).click()
    await expect(page.getByLabel('摄像头画面')).toBeVisible()
    await page.getByRole('button', { name: '拍照', exact: true }).click()
    await expect(page.getByText('已拍照')).toBeVisible()
    await page.getByRole('button', { name: '重新拍照' }).click()
    await page.getByRole('button', { name: '拍照', exact: true }).click()
    await expect(page.getByRole('img', { name: '拍下的照片' })).toBeVisible()
    await page.getByLabel('我单独同意处理我的人脸信息', { exact: true }).check()
    await page.getByRole('button', { name: '立即认证', exact: true }).click()
    await expect(page.getByText('实名认证成功')).toBeVisible()
    await page.getByRole('link', { name: '实名认证完成' }).click()
    await expect(page).toHaveURL(/\/hall$/)
    expect(faults).toEqual([])
  } finally {
    await browser.close()
  }
})
