/// <reference lib="dom" />
import type { Browser, Page } from '@playwright/test'
import type { Matter } from '../../src/core/matters/define.ts'
import { pageOf, stageOf } from '../../src/core/matters/journey.ts'
import { sampleOf } from '../../src/core/matters/sample.ts'
import { fillFormPage } from './fill.ts'
import { pdfFile } from './pdf.ts'
import { loginStaff } from './people.ts'
import { expect } from './test.ts'

const roles = ['chuangkou', 'chushen', 'fushen', 'zhongshen', 'fazheng'] as const

export type Role = (typeof roles)[number]

/** Officials of 山西省民政厅, each in a browser of their own. */
export const openStaff = async (browser: Browser): Promise<Record<Role, Page>> => {
  const open = async (login: Role): Promise<Page> => {
    const page = await (await browser.newContext()).newPage()
    await loginStaff(page, login)
    return page
  }
  const [chuangkou, chushen, fushen, zhongshen, fazheng] = [
    await open('chuangkou'),
    await open('chushen'),
    await open('fushen'),
    await open('zhongshen'),
    await open('fazheng'),
  ]
  return { chuangkou, chushen, fushen, zhongshen, fazheng }
}

/** What the task list of a case has: done or not by title, and the addresses of its materials. */
const taskList = async (page: Page, address: string) => {
  await page.goto(address)
  const tasks = await page.locator('.tasks__item').evaluateAll((all) =>
    all.map((task) => ({
      title: task.querySelector('.tasks__link, .tasks__title')?.textContent ?? '',
      status: task.querySelector('.tasks__status')?.textContent ?? '',
      href: task.querySelector('a')?.pathname,
    })),
  )
  return {
    isDone: (wanted: string): boolean =>
      tasks.some(({ title, status }) => title === wanted && status.includes('已完成')),
    addressOf: (material: string): string | undefined =>
      tasks.find(({ href }) => href?.endsWith(`/materials/${material}`))?.href,
  }
}

/** Does everything the task list of a stage asks for, as the examples of the matter answer it. */
export const completeStage = async (page: Page, address: string, matter: Matter, code: string): Promise<void> => {
  const stage = stageOf(matter, code)
  const sample = sampleOf(matter)
  const before = await taskList(page, address)
  for (const pageCode of stage.pages) {
    const form = pageOf(matter, pageCode)
    const data = sample[pageCode]
    if (!form || !data) continue
    const done = before.isDone(form.title)
    if (done && data.items.length === 0 && code !== 'nameConsultation') continue
    await page.goto(`${address}/pages/${pageCode}`)
    if (done && data.items.length > 0 && (await page.getByRole('button', { name: /^删除/ }).count()) > 0) continue
    await fillFormPage(page, form, data)
    await expect(page.locator('.govuk-error-summary')).toHaveCount(0)
  }
  const after = await taskList(page, address)
  for (const material of stage.materials) {
    const place = after.addressOf(material)
    if (!place) continue
    await page.goto(place)
    await page.locator('input[name=files]').setInputFiles(await pdfFile(`${material}.pdf`, `material ${material}`))
    await page.getByRole('button', { name: /^上传/ }).click()
    await expect(page.getByRole('link', { name: `${material}.pdf`, exact: true })).toBeVisible()
  }
}
