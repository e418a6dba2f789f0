import type { Page } from '@playwright/test'
import { poppler } from '../support/poppler.ts'
import { fillConsultation, startCase, submitCase } from './consultation.ts'
import { loginStaff, personNumber, registerPerson } from './people.ts'
import { expect, test } from './test.ts'

test.use({ javaScriptEnabled: false })

/** Without the gaps of typesetting; fonts give some characters the code of a radical that looks the same. */
const withoutSpace = (text: string): string => text.normalize('NFKC').replaceAll(/\s/gu, '')

/** What stands on the paper when the page is printed. */
const printed = async (page: Page): Promise<string> =>
  withoutSpace(await poppler('pdftotext', ['-raw', '-', '-'], await page.pdf({ format: 'A4' })))

test('5 what is folded on /help is on its print: every answer, and the whole matrix of materials', async ({ page }) => {
  await page.goto('/help')
  // Without what is said to screen readers only.
  const lines = await page
    .locator('details:not([open]) .fold__body :is(p, li)')
    .evaluateAll((all) => all.map((line) => line.firstChild?.textContent ?? ''))
  expect(lines.length).toBeGreaterThan(100)
  const paper = await printed(page)
  for (const line of lines) expect(paper).toContain(withoutSpace(line))
})

test('5 no sheet of the help or the guide ends with the heading of the next one', async ({ page }) => {
  for (const address of ['/help', '/services/matters/social-group-establishment']) {
    await page.goto(address)
    // The words of some headings are those of a link too, which may well stand last.
    const links = (await page.locator('main a').allTextContents()).map(withoutSpace)
    const headings = (await page.locator('main :is(h2, h3)').allTextContents())
      .map(withoutSpace)
      .filter((text) => !links.includes(text))
    expect(headings.length).toBeGreaterThan(5)
    const text = await poppler('pdftotext', ['-raw', '-', '-'], await page.pdf({ format: 'A4' }))
    const last = text.split('\f').map((sheet) => withoutSpace(sheet.trim().split('\n').at(-1) ?? ''))
    expect(last.filter((line) => headings.includes(line))).toEqual([])
  }
})

test('5 the confirmation, both case pages and the guide say on paper what they say on the screen', async ({
  page,
  browser,
  baseURL,
}) => {
  test.setTimeout(150_000)
  const person = personNumber(43)
  // Whoever is at work in the province in another journey meanwhile has one device only.
  const authority = '太原市行政审批服务管理局'
  const name = '太原市纸质留存研究会'
  await registerPerson(page, person)
  const address = await startCase(page, { division: '太原市', authority })
  await fillConsultation(page, address, name)
  const number = await submitCase(page, address)
  const confirmation = await printed(page)
  for (const words of ['提交成功', number, authority, '接下来会怎样']) expect(confirmation).toContain(words)
  await page.goto(address)
  const own = await printed(page)
  for (const words of [name, number, '办理进度']) expect(own).toContain(words)
  await page.goto(`${address}/check`)
  expect(await printed(page)).toContain(name)
  await page.goto('/services/matters/social-group-establishment?print=1')
  expect(await printed(page)).toContain('申请材料')

  const context = await browser.newContext({ javaScriptEnabled: false, ...(baseURL ? { baseURL } : {}) })
  const official = await context.newPage()
  await loginStaff(official, 'taiyuan-fazheng')
  await official.goto(`/staff${address}`)
  const days = official.locator('details:has-text("查看计入的工作日") li')
  const sheet = await printed(official)
  expect(await days.count()).toBeGreaterThan(0)
  for (const text of [name, number, ...(await days.allTextContents())]) expect(sheet).toContain(withoutSpace(text))
  // What only works on the screen is not on paper.
  for (const words of ['办理意见', '查看完整信息']) expect(sheet).not.toContain(words)
  await context.close()
})
