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

/** Opens the case and does everything the task list of a stage asks for, as the examples of the matter answer it. */
export const completeStage = async (page: Page, address: string, matter: Matter, code: string): Promise<void> => {
  const stage = stageOf(matter, code)
  const sample = sampleOf(matter)
  for (const pageCode of stage.pages) {
    const form = pageOf(matter, pageCode)
    const data = sample[pageCode]
    if (!form || !data) continue
    await page.goto(address)
    const task = page.getByRole('listitem').filter({ has: page.getByRole('link', { name: form.title, exact: true }) })
    const done = ((await task.textContent()) ?? '').includes('已完成')
    if (done && data.items.length === 0 && code !== 'nameConsultation') continue
    if (done && data.items.length > 0 && (await hasItems(page, address, pageCode))) continue
    await page.goto(`${address}/pages/${pageCode}`)
    await fillFormPage(page, form, data)
    await expect(page.locator('.govuk-error-summary')).toHaveCount(0)
  }
  for (const material of stage.materials) {
    await page.goto(address)
    const link = page.locator(`a[href$="/materials/${material}"]`)
    if ((await link.count()) === 0) continue
    await link.click()
    await page.locator('input[type=file]').setInputFiles(await pdfFile(`${material}.pdf`, `material ${material}`))
    await page.getByRole('button', { name: /^上传/ }).click()
    await expect(page.getByRole('link', { name: `${material}.pdf` })).toBeVisible()
  }
}

const hasItems = async (page: Page, address: string, pageCode: string): Promise<boolean> => {
  await page.goto(`${address}/pages/${pageCode}`)
  return (await page.getByRole('button', { name: /^删除/ }).count()) > 0
}
