import type { Page } from '@playwright/test'
import { sheetsOf } from '../support/paper.ts'
import { poppler } from '../support/poppler.ts'
import { startCase, submitCase } from './consultation.ts'
import { loginStaff, personNumber, registerPerson } from './people.ts'
import { expect, test } from './test.ts'

test.use({ javaScriptEnabled: false })

/** Without the gaps of typesetting; fonts give some characters the code of a radical that looks the same. */
const withoutSpace = (text: string): string => text.normalize('NFKC').replaceAll(/\s/gu, '')

/** Somewhat less than 16 mm, in points. */
const margin = 44

/** The sheet between its edges, in points: there stands what the page says. */
const inside = ['-x', '0', '-y', '57', '-W', '596', '-H', '733']

/**
 * What stands on the paper when the page is printed. Every sheet has at its edges what it belongs to and which of how
 * many it is, and ends with no heading; no word reaches into the margin.
 */
const printed = async (page: Page, ...edges: readonly string[]): Promise<string> => {
  const pdf = await page.pdf({ format: 'A4' })
  const sheets = await sheetsOf(pdf)
  for (const [index, sheet] of sheets.entries()) {
    expect(sheet.words.filter(({ left, right }) => left < margin || right > sheet.width - margin)).toEqual([])
    const said = withoutSpace(sheet.words.map(({ text }) => text).join(''))
    for (const words of [...edges, `第${index + 1}页共${sheets.length}页`]) expect(said).toContain(withoutSpace(words))
  }
  const text = await poppler('pdftotext', ['-raw', ...inside, '-', '-'], pdf)
  // The words of some headings are those of a link too, which may well stand last.
  const links = (await page.locator('main a').allTextContents()).map(withoutSpace)
  const headings = (await page.locator('main :is(h1, h2, h3, h4, summary)').allTextContents())
    .map(withoutSpace)
    .filter((words) => !links.includes(words))
  const last = text.split('\f').map((sheet) => withoutSpace(sheet.trim().split('\n').at(-1) ?? ''))
  expect(last.filter((line) => headings.includes(line))).toEqual([])
  return withoutSpace(text)
}

test('5 what is folded on /help is on its print: every answer, and the whole matrix of materials', async ({ page }) => {
  await page.goto('/help')
  // Without what is said to screen readers only.
  const lines = await page
    .locator('details:not([open]) .fold__body :is(p, li)')
    .evaluateAll((all) => all.map((line) => line.firstChild?.textContent ?? ''))
  expect(lines.length).toBeGreaterThan(100)
  const paper = await printed(page, '山西省社会组织政务服务平台', '内容截至')
  for (const line of lines) expect(paper).toContain(withoutSpace(line))
})

test('18 the guide and a form are printed with what they are on every sheet', async ({ page }) => {
  for (const address of ['', '?print=1']) {
    await page.goto(`/services/matters/social-group-establishment${address}`)
    const paper = await printed(page, '社会团体成立登记办事指南', '山西省社会组织政务服务平台', '内容截至')
    for (const words of ['需要上传的材料', '常见问题', '投诉电话']) expect(paper).toContain(words)
    // Buttons stay on the screen.
    expect(paper).not.toContain('在线办理')
  }
  await page.goto('/help/forms/legal-letter')
  expect(await printed(page, '表格代码：legal-letter', '第1页共1页')).toContain('特此委托')
})

test('5 18 the confirmation, 核对 and both case pages say on paper what they say on the screen', async ({
  page,
  browser,
  baseURL,
}) => {
  test.setTimeout(90_000)
  // Whoever is at work in the province in another journey meanwhile has one device only.
  const authority = '太原市行政审批服务管理局'
  await registerPerson(page, personNumber(43))
  const address = await startCase(page, { division: '太原市', authority })
  await page.getByRole('button', { name: '全部填入示例', exact: true }).click()
  const name = (await page.getByRole('heading', { level: 1 }).textContent()) ?? ''
  await page.goto(`${address}/check`)
  expect(await printed(page, '尚未提交', name, '核对申请信息', '内容截至')).toContain('业务范围')
  const number = await submitCase(page, address)
  const confirmation = await printed(page, number, name)
  for (const words of ['提交成功', authority, '接下来会怎样']) expect(confirmation).toContain(words)
  await page.goto(address)
  expect(await printed(page, number, name, '社会团体成立登记', '内容截至')).toContain('办理过程')

  const context = await browser.newContext({ javaScriptEnabled: false, ...(baseURL ? { baseURL } : {}) })
  const official = await context.newPage()
  await loginStaff(official, 'taiyuan-fazheng')
  await official.goto(`/staff${address}`)
  const days = official.locator('details:has-text("查看计入的工作日") li')
  const sheet = await printed(official, number, name, '内容截至')
  expect(await days.count()).toBeGreaterThan(0)
  for (const text of await days.allTextContents()) expect(sheet).toContain(withoutSpace(text))
  // What only works on the screen is not on paper.
  for (const words of ['办理意见', '查看完整信息', '前往办理', '示例']) expect(sheet).not.toContain(words)
  // What is shown in full for a reason stays on the screen.
  await official.locator('summary', { hasText: '查看完整信息' }).click()
  await official.getByLabel('查看原因').selectOption({ label: '联系申请人或者有关人员' })
  await official.getByRole('button', { name: '查看完整信息', exact: true }).click()
  // It stands in a part of the case that is folded.
  await official.getByText(personNumber(43).phone).first().waitFor({ state: 'attached' })
  const open = await printed(official, number)
  expect(open).toContain('不能打印')
  expect(open).not.toContain(personNumber(43).phone)
  await context.close()
})
