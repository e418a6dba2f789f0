/// <reference lib="dom" />
import type { Page } from '@playwright/test'
import sharp from 'sharp'
import { startCase } from './consultation.ts'
import { logInHere, personNumber, registerPerson } from './people.ts'
import { expect, test } from './test.ts'

const status = (page: Page) => page.locator('[data-autosave-text]')
/** Logs in again; the login whose cookie was taken away still lives in the portal. */
const logInAgain = async (page: Page, name: string): Promise<void> => {
  await logInHere(page, '个人登录', name)
  await page.getByRole('button', { name: '确定', exact: true }).click()
}
const minutes = (count: number) => count * 60_000

/** What the page says of its saving, as soon as somebody has paused long enough; nobody waits for it here. */
const expectStatus = async (page: Page, text: string): Promise<void> => {
  await expect(async () => {
    await page.clock.fastForward('00:16')
    await expect(status(page)).toContainText(text, { timeout: 500 })
  }).toPass()
}

test('issue 7 item 14: what is typed is saved by itself, kept when the login ends, and there again after login', async ({
  page,
  context,
}) => {
  test.setTimeout(120_000)
  await context.clock.install()
  const person = personNumber(52)
  await registerPerson(page, person)
  const address = await startCase(page)
  const form = `${address}/pages/purpose`
  const area = page.locator('textarea[name=purpose]')

  await page.goto(form)
  await area.fill('保护古建筑彩绘技艺')
  await expectStatus(page, '已自动保存')
  // Left by a link before it was saved again.
  await area.fill('保护古建筑彩绘技艺，培养人才')
  await page.getByRole('link', { name: '返回任务清单' }).click()
  await page.waitForURL(address)
  await page.goto(form)
  await expect(area).toHaveValue('保护古建筑彩绘技艺，培养人才')
  // Nobody is in their own way: no conflict after saves of the page itself.
  await area.fill('保护古建筑彩绘技艺，培养人才。')
  await expectStatus(page, '已自动保存')
  await page.getByRole('button', { name: '保存草稿' }).click()
  await page.waitForURL(/done=saved/)

  // Without a connection it stays on the page and is saved when there is one again.
  await page.goto(form, { waitUntil: 'networkidle' })
  await context.setOffline(true)
  await area.fill('没有网络时写的')
  await expectStatus(page, '暂时没有保存上')
  await context.setOffline(false)
  await expectStatus(page, '已自动保存')

  // The login is gone: what was typed waits for whoever logs in again.
  await context.clearCookies()
  await area.fill('登录失效以后写的')
  await expectStatus(page, '填写的内容已保留')
  await status(page).getByRole('link', { name: '重新登录' }).click()
  await expect(page.getByText('您填写的内容已经保留')).toBeVisible()
  await logInAgain(page, person.loginName)
  await page.waitForURL(form)
  await expect(area).toHaveValue('登录失效以后写的')
  await expect(page.getByText('刚才的内容没有提交')).toBeVisible()
})

test('a page read again right after typing shows what was typed, and saves it once', async ({ page }) => {
  await registerPerson(page, personNumber(54))
  const address = await startCase(page)
  const purpose = page.locator('textarea[name=purpose]')
  const save = page.getByRole('button', { name: '保存草稿' })
  await page.goto(`${address}/pages/purpose`)
  // The last save is slower than the page that is asked for after it.
  await page.route('**/pages/**', async (route) => {
    if (route.request().method() === 'POST') await new Promise((resolve) => setTimeout(resolve, 300))
    await route.continue()
  })
  await expect(page.locator('dialog')).toBeAttached()
  await purpose.fill('保护古建筑彩绘技艺')
  await page.reload()
  await expect(purpose).toHaveValue('保护古建筑彩绘技艺')
  await page.unroute('**/pages/**')
  await purpose.fill('保护古建筑彩绘技艺，培养人才')
  // Here it does not arrive at all.
  await page.route('**/pages/**', (route) => (route.request().method() === 'POST' ? route.abort() : route.continue()))
  await page.reload()
  await expect(status(page)).toContainText('网络连接不上')
  await page.unroute('**/pages/**')
  await expect(purpose).toHaveValue('保护古建筑彩绘技艺，培养人才')
  await save.click()
  await page.waitForURL(/done=saved/)
})

test('issue 7 item 14: the time to the end of the login counts from the last request of any tab, and keeps the form', async ({
  page,
  context,
}) => {
  test.setTimeout(120_000)
  await context.clock.install()
  const person = personNumber(53)
  await registerPerson(page, person)
  await page.goto('/account/email')
  // The part that counts the time has begun before the clock is moved.
  await expect(page.locator('dialog')).toBeAttached()
  const dialog = page.getByRole('dialog')
  await context.clock.fastForward(minutes(27))
  const noted = () =>
    page.evaluate(() =>
      Math.max(
        ...Object.keys(localStorage).map((key) => (key.startsWith('last-request:') ? Number(localStorage[key]) : 0)),
      ),
    )
  const before = await noted()
  const other = await context.newPage()
  await other.goto('/messages')
  await expect(other.locator('dialog')).toBeAttached()
  // What one tab notes reaches the other after a moment.
  await expect.poll(noted).toBeGreaterThan(before)
  await context.clock.fastForward(minutes(2))
  await expect(dialog).toBeHidden()
  await context.clock.fastForward(minutes(27))
  await expect(dialog.getByText('登录即将超时')).toBeVisible()
  await dialog.getByRole('button', { name: '继续使用' }).click()
  await expect(dialog).toBeHidden()

  await page.getByLabel('新电子邮箱', { exact: true }).fill('xin.youxiang@example.org')
  await context.clearCookies()
  await context.clock.fastForward(minutes(31))
  await expect(dialog.getByText('登录已超时')).toBeVisible()
  await expect(dialog).toContainText('已为您保留半小时')
  await dialog.getByRole('button', { name: '重新登录' }).click()
  await logInAgain(page, person.loginName)
  await page.waitForURL('/account/email')
  await expect(page.getByLabel('新电子邮箱', { exact: true })).toHaveValue('xin.youxiang@example.org')

  // issue 8 item 39: the end that nothing puts off is told once, honestly.
  await page.route('/account/email', async (route) => {
    const response = await route.fetch()
    const body = (await response.text()).replace(/data-session-rest="\d+"/, 'data-session-rest="600"')
    await route.fulfill({ response, body })
  })
  await page.goto('/account/email')
  await expect(page.locator('dialog')).toBeAttached()
  await page.getByLabel('新电子邮箱', { exact: true }).fill('di.er.ge@example.org')
  await context.clock.fastForward(minutes(9))
  await expect(dialog.getByText('登录即将结束')).toBeVisible()
  await expect(dialog).toContainText('不能延长')
  await expect(dialog).toContainText('这一页填写的文字会为您保留半小时')
  await dialog.getByRole('button', { name: '知道了' }).click()
  await expect(dialog).toBeHidden()
  await context.clearCookies()
  await context.clock.fastForward(minutes(2))
  await expect(dialog).toContainText('已为您保留半小时')
  await expect(dialog.getByRole('button', { name: '重新登录' })).toBeVisible()
})

test('issue 7 item 6: a phone photo above the limit is made smaller before it is sent', async ({ page }) => {
  const width = 3000
  const noise = Buffer.alloc(width * width * 3)
  let seed = 1
  for (let n = 0; n < noise.length; n += 1) {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
    noise[n] = seed >> 16
  }
  const photo = await sharp(noise, { raw: { width, height: width, channels: 3 } })
    .jpeg({ quality: 100 })
    .toBuffer()
  expect(photo.length).toBeGreaterThan(10 * 1024 * 1024)
  await page.goto('/register/legal')
  const input = page.locator('input[type=file]').first()
  await input.setInputFiles({ name: '证书照片.jpg', mimeType: 'image/jpeg', buffer: photo })
  await expect(page.getByText(/“证书照片\.jpg”已从 .* MB 缩小到/)).toBeVisible({ timeout: 30_000 })
  const size = await input.evaluate((element) => (element as HTMLInputElement).files?.[0]?.size ?? 0)
  expect(size).toBeGreaterThan(100_000)
  expect(size).toBeLessThanOrEqual(10 * 1024 * 1024)
  await input.setInputFiles({ name: '扫描.pdf', mimeType: 'application/pdf', buffer: Buffer.alloc(11 * 1024 * 1024) })
  await expect(page.getByText('“扫描.pdf”有 11.0 MB，超过了 10.0 MB')).toBeVisible()
})

test('8.21 a wrong captcha is told at the captcha when a code is asked for, and goes with the next typing', async ({
  page,
}) => {
  // A browser that computes nothing is asked for the characters.
  await page.route('**/captcha/work', (route) => route.abort())
  await page.goto('/register/personal')
  await expect(page.locator('[data-captcha-status]')).toContainText('请填写验证码')
  await page.getByLabel('手机号', { exact: true }).fill('13900001234')
  const captcha = page.getByLabel('验证码', { exact: true })
  await captcha.fill('0000')
  // Before its script has come the button sends the form, which is another journey.
  const ask = page.getByRole('button', { name: '获取短信验证码' })
  await expect(ask).toHaveAttribute('type', 'button')
  await ask.click()
  const error = page.locator('#captcha-error')
  await expect(error).toContainText('验证码')
  await expect(captcha).toHaveAttribute('aria-describedby', /captcha-error/)
  await expect(page.locator('[data-sms-text]')).toBeEmpty()
  await captcha.fill('1')
  await expect(error).toHaveCount(0)
})
