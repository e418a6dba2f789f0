import { expect, type Locator, type Page } from '@playwright/test'
import { pdfFile } from './pdf.ts'

/** 用户管理 in the working place of the help desk. */
export const openDesk = async (staff: Page): Promise<void> => {
  await staff.getByRole('link', { name: '用户管理', exact: true }).first().click()
  await expect(staff.getByRole('heading', { level: 1, name: '用户管理' })).toBeVisible()
}

/** Finds an account by the holder's ID number and opens it. */
export const openAccountByIdNumber = async (staff: Page, idNumber: string, loginName: string): Promise<void> => {
  await openDesk(staff)
  await staff.getByLabel('查找方式', { exact: true }).selectOption({ label: '身份证号码' })
  await staff.getByLabel('完整的姓名、号码、代码或者账号', { exact: true }).fill(idNumber)
  await staff.getByRole('button', { name: '查找', exact: true }).click()
  await staff.getByRole('link', { name: loginName, exact: true }).click()
}

const lineOf = (staff: Page, number: number): Locator =>
  staff.getByRole('region', { name: `材料${number}`, exact: true })

/** Ticks a line of the check list and uploads its scan. */
export const checkLine = async (staff: Page, number: number): Promise<void> => {
  const line = lineOf(staff, number)
  await line.getByRole('checkbox').check()
  await line.getByLabel('扫描件').setInputFiles(await pdfFile(`材料${number}.pdf`, `scan ${number}`))
  await line.getByRole('button', { name: '保存这一项' }).click()
  await expect(lineOf(staff, number).getByText('已核对，已扫描')).toBeVisible()
}

/** How many lines the check list has. */
export const countLines = (staff: Page): Promise<number> => staff.getByRole('region', { name: /^材料\d+$/ }).count()

/** An ISO date in Shanghai, where the portals stand. */
const today = (): string => new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' }).format(new Date())

/** Who came with a letter of today, and what the letter is for. */
export const fillAgent = async (
  staff: Page,
  agent: { readonly name: string; readonly idNumber: string; readonly phone: string; readonly matter: string },
): Promise<void> => {
  const [year = '', month = '', day = ''] = today().split('-')
  await staff.getByLabel('代办人姓名', { exact: true }).fill(agent.name)
  await staff.getByLabel('代办人证件号码', { exact: true }).fill(agent.idNumber)
  await staff.getByLabel('代办人手机号', { exact: true }).fill(agent.phone)
  const date = staff.getByRole('group', { name: '委托日期', exact: true })
  await date.getByLabel('年', { exact: true }).fill(year)
  await date.getByLabel('月', { exact: true }).fill(month)
  await date.getByLabel('日', { exact: true }).fill(day)
  await staff.getByLabel(agent.matter, { exact: true }).check()
  await staff.getByRole('button', { name: '保存代办人信息', exact: true }).click()
  await expect(staff.getByText('已保存。')).toBeVisible()
}

/** 办理内容, by its labels. */
export const fillData = async (staff: Page, values: Readonly<Record<string, string>>): Promise<void> => {
  for (const [label, value] of Object.entries(values)) await staff.getByLabel(label, { exact: true }).fill(value)
  await staff.getByRole('button', { name: '保存办理内容', exact: true }).click()
  await expect(staff.getByText('已保存。')).toBeVisible()
}
