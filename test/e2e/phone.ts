import { PDFDocument } from '@cantoo/pdf-lib'
import type { Page } from '@playwright/test'
import sharp from 'sharp'
import { pdfFile } from './pdf.ts'
import { expect } from './test.ts'

/** A photograph of a sheet, in one colour, lying on its side. */
const photo = async (name: string, background: string) => ({
  name,
  mimeType: 'image/jpeg',
  buffer: await sharp({ create: { width: 1600, height: 1200, channels: 3, background } })
    .jpeg()
    .toBuffer(),
})

/**
 * The page of all materials, in two goes: a file over a connection that breaks off, then photographs of another material
 * while the part that joins them cannot be fetched at first. Each time the line at hand says so.
 */
const bringTogether = async (page: Page, address: string): Promise<void> => {
  await page.goto(`${address}/materials`)
  const form = page.locator('form[data-upload]')
  const line = form.locator('> [data-upload-text]')
  const material = (code: string) => form.locator(`#material-${code}-box`)
  const listed = (code: string) => material(code).locator('.file-list:not(.upload-list) .file-list__name a')
  const press = () => form.getByRole('button', { name: '上传并继续' }).click()

  await material('M102')
    .locator('input[name=M102]')
    .setInputFiles(await pdfFile('一起上传.pdf', 'sent together'))
  await page.route(
    `**${address}/materials`,
    (route) => (route.request().method() === 'POST' ? route.abort('connectionreset') : route.fallback()),
    { times: 1 },
  )
  await press()
  await expect(line).toHaveText('“一起上传.pdf”网络中断，1 秒后自动再试，不用重新选择文件。')
  await expect(listed('M102').last()).toHaveText('一起上传.pdf')
  await expect(line).toHaveText(/^文件已上传。还缺\d项必须上传的材料。$/)

  await page.route('**/scan-pdf.js', (route) => route.abort('connectionreset'))
  await material('M103').getByText('拍照合成 PDF', { exact: true }).click()
  const chooser = page.waitForEvent('filechooser')
  await material('M103').getByRole('button', { name: '选择图片' }).click()
  await (await chooser).setFiles([await photo('身份证.jpg', '#00c')])
  await expect(material('M103').locator('.scan__page')).toHaveCount(1)
  await material('M103').getByRole('button', { name: '合成 PDF 并上传' }).click()
  await expect(material('M103').locator('[data-scan-text]')).toHaveText(/^网络中断，.*照片都还在/)
  await page.unroute('**/scan-pdf.js')
  // What is photographed and not joined goes with the rest.
  await press()
  await page.waitForURL(/\/check$/)
  await page.goto(`${address}/materials`)
  await expect(listed('M103')).toHaveText(/\.pdf$/)
}

/**
 * Brings papers to the first material of a case as a phone does: over a connection that breaks off once, past the end of
 * the login, and as photographs of two sheets that become one PDF. Nothing is chosen twice, and nothing is stored twice.
 */
export const bringFromPhone = async (page: Page, address: string): Promise<void> => {
  const size = page.viewportSize()
  await page.setViewportSize({ width: 360, height: 740 })
  await page.goto(address)
  await page.locator('.tasks__item a[href*="/materials/"]').first().click()
  await page.waitForURL(/\/materials\//)
  const material = new URL(page.url()).pathname
  const listed = page.locator('.upload .file-list:not(.upload-list) .file-list__name a')
  const [before, name] = [await listed.count(), '断线重试.pdf']

  // The file arrives, its answer does not.
  let broken = 0
  await page.route(material, async (route) => {
    if (route.request().method() !== 'POST' || broken > 0) return route.fallback()
    broken += 1
    await route.fetch({ maxRedirects: 0 })
    return route.abort('connectionreset')
  })
  await page
    .locator('input[type=file]')
    .first()
    .setInputFiles(await pdfFile(name, name))
  await page.getByRole('button', { name: /^上传/ }).click()
  await expect(page.getByText('网络中断，1 秒后自动再试').first()).toBeVisible()
  await expect(listed).toHaveCount(before + 1)
  await expect(listed.last()).toHaveText(name)
  expect(broken).toBe(1)

  // The login ends and comes back, in another tab for instance.
  const [cookies, second] = [await page.context().cookies(), '登录失效.pdf']
  await page.context().clearCookies()
  await page
    .locator('input[type=file]')
    .first()
    .setInputFiles(await pdfFile(second, second))
  await page.getByRole('button', { name: /^上传/ }).click()
  await expect(page.getByText('请在新窗口重新登录').first()).toBeVisible()
  await page.context().addCookies(cookies)
  await page.getByRole('button', { name: `重试 ${second}` }).click()
  await expect(listed).toHaveCount(before + 2)

  // What is wrong with a file is said beside it.
  await page
    .locator('input[name=files]')
    .setInputFiles({ name: '坏.pdf', mimeType: 'application/pdf', buffer: Buffer.from('no paper') })
  await page.getByRole('button', { name: /^上传/ }).click()
  await expect(page.locator('.upload-row--bad')).toContainText('文件内容不是')
  await page.getByRole('button', { name: /^移除/ }).click()
  await expect(page.locator('.upload-row')).toHaveCount(0)

  const chooser = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: '选择图片' }).click()
  await (await chooser).setFiles([await photo('红.jpg', '#c00'), await photo('绿.jpg', '#0c0')])
  const sheets = page.locator('.scan__page')
  await expect(sheets).toHaveCount(2)
  await page.getByRole('button', { name: /^右转\s*第 2 页/ }).click()
  await expect(page.getByText('第 2 页已向右转。')).toBeVisible()
  await expect(page.getByRole('button', { name: /^右转\s*第 2 页/ })).toBeFocused()
  await page.getByRole('button', { name: /^上移\s*第 2 页/ }).click()
  await page.getByRole('button', { name: /^裁剪\s*第 2 页/ }).click()
  const corner = page.getByRole('button', { name: /^右下角/ })
  for (let presses = 0; presses < 3; presses += 1) await corner.press('ArrowLeft')
  await page.getByLabel('下边裁去 %').fill('50')
  await page.getByRole('button', { name: '裁好了' }).click()
  await expect(page.getByText('第 2 页已裁剪。')).toBeVisible()
  // As after a login in another tab: the token of this page is an old one.
  await page.locator('.upload__form input[name=_csrf]').evaluate((field) => field.setAttribute('value', 'old'))
  await page.getByRole('button', { name: '合成 PDF 并上传' }).click()
  await expect(listed).toHaveCount(before + 3)
  await expect(sheets).toHaveCount(0)
  const joined = await page.request.get((await listed.last().getAttribute('href')) ?? '')
  const pdf = await PDFDocument.load(await joined.body())
  const shapes = pdf.getPages().map((sheet) => [sheet.getWidth(), sheet.getHeight()].map(Math.round))
  expect(shapes).toEqual([
    [632, 842],
    [842, Math.round((842 * 600) / (1600 * 0.97))],
  ])
  await bringTogether(page, address)
  if (size) await page.setViewportSize(size)
}
