import { expect, type Page } from '@playwright/test'

type LegacyAccount = { readonly name: string; readonly loginName: string; readonly password: string }

/** 选项一 of 账号绑定: name, login name and password of the old system. */
export const bindLegacyAccount = async (page: Page, account: LegacyAccount): Promise<void> => {
  await page.getByLabel('社会组织名称', { exact: true }).fill(account.name)
  await page.getByLabel('登录名', { exact: true }).fill(account.loginName)
  await page.getByLabel('密码', { exact: true }).fill(account.password)
  await page.getByRole('button', { name: '绑定', exact: true }).click()
}

/** The page a new person of Liaoning is led to. */
export const expectBindingPage = async (page: Page): Promise<void> => {
  await expect(page.getByRole('heading', { level: 1, name: '账号绑定' })).toBeVisible()
}
