import type { Page } from '@playwright/test'
import type { Matter } from '../../src/core/matters/define.ts'
import { pageOf, stageOf } from '../../src/core/matters/journey.ts'
import { sampleOf } from '../../src/core/matters/sample.ts'
import { ORG_TYPES } from '../../src/core/org-types.ts'
import { socialGroupEstablishment } from '../../src/matters/establishment/social-group/index.ts'
import { fillFormPage } from './fill.ts'

/** Starts a case at 山西省民政厅, or at a city's authority chosen level by level; gives its address. */
export const startCase = async (
  page: Page,
  city?: { division: string; authority: string },
  matter: Matter = socialGroupEstablishment,
): Promise<string> => {
  await page.goto(`/services/matters/${matter.code}/start`)
  // Shown without scripts only: they may hide it between the look and the press.
  const refresh = async () => {
    const button = page.getByRole('button', { name: '刷新选项' })
    if (!(await button.isVisible())) return
    await button.click({ timeout: 5000 }).catch(async (error: unknown) => {
      if (await button.isVisible()) throw error
    })
  }
  const type = page.getByLabel('类型', { exact: true })
  if ((await type.inputValue()) !== matter.orgType) await type.selectOption({ label: ORG_TYPES[matter.orgType].label })
  if (city) {
    await page.getByLabel('行政区划级别', { exact: true }).selectOption({ label: '市级' })
    await refresh()
    await page.getByLabel('行政区划', { exact: true }).selectOption({ label: city.division })
    await refresh()
  }
  await page.getByLabel('登记管理机关', { exact: true }).selectOption({ label: city ? city.authority : '山西省民政厅' })
  await page.getByRole('button', { name: '提交', exact: true }).click()
  await page.getByRole('link', { name: /^登记/ }).first().click()
  await page.waitForURL(/\/applications\/[0-9a-f-]{36}/)
  return new URL(page.url()).pathname
}

/**
 * Fills the three pages of 拟用名称咨询 under a name of its own, without alternatives: those of the sample are near the
 * name of the sample, and whoever submits them first has precedence before its case.
 */
export const fillConsultation = async (page: Page, address: string, name: string): Promise<void> => {
  const matter = socialGroupEstablishment
  const sample = sampleOf(matter)
  for (const code of stageOf(matter, 'nameConsultation').pages) {
    const form = pageOf(matter, code)
    const data = sample[code]
    if (!form || !data) throw new Error(`no sample for ${code}`)
    const { proposed, alternatives } = matter.facts.names
    const own = Object.fromEntries(
      [{ place: proposed, value: name }, ...alternatives.map((place) => ({ place, value: '' }))].flatMap(
        ({ place, value }) => (place.page === code ? [[place.field, value]] : []),
      ),
    )
    await page.goto(`${address}/pages/${code}`)
    await fillFormPage(page, form, { ...data, values: { ...data.values, ...own } })
  }
}

/** 核对 → 提交申请 → 是 → the number. */
export const submitCase = async (page: Page, address: string): Promise<string> => {
  await page.goto(`${address}/check`)
  await page.getByRole('button', { name: /^(提交申请|重新提交)$/ }).click()
  await page.getByRole('button', { name: '是', exact: true }).click()
  await page.getByText('提交成功').first().waitFor()
  return (await page.locator('.panel__number strong').textContent()) ?? ''
}
