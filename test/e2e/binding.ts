import { expect, type Page } from '@playwright/test'
import { logInHere, logOut, registerPerson, type Person } from './people.ts'

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

/** Registers a person, who is led to the binding page at the next login. */
export const registerForBinding = async (page: Page, person: Person): Promise<void> => {
  await registerPerson(page, person)
  await logOut(page)
  await page.goto('/login/personal')
  await logInHere(page, '个人登录', person.loginName)
  await expectBindingPage(page)
}

/** 选项二 → 下一步: the list of authorities. */
export const openAuthorities = async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: '下一步', exact: true }).click()
  await expect(page.getByRole('heading', { level: 1, name: '选择登记管理机关' })).toBeVisible()
}

/** Chooses the authority; 登记机关所属地 is filled in by the portal. */
export const chooseAuthority = async (page: Page, authority: string, place: string): Promise<void> => {
  await page
    .getByRole('listitem')
    .filter({ has: page.getByRole('heading', { name: authority, exact: true }) })
    .getByRole('button', { name: '选择' })
    .click()
  await expect(page.getByRole('term').filter({ hasText: '登记机关所属地' }).locator('xpath=..')).toContainText(place)
}

/** Writes the request and comes to the page on which it is checked character by character. */
export const fillRequest = async (page: Page, person: Person, name: string): Promise<void> => {
  await page.getByLabel('社会组织名称', { exact: true }).fill(name)
  await expect(page.getByLabel('联系人', { exact: true })).toHaveValue(person.name)
  await page.getByLabel('联系电话', { exact: true }).fill(person.phone)
  await page.getByLabel('申请说明', { exact: true }).fill('由本地从业人员发起，已向登记管理机关咨询。')
  await page.getByRole('button', { name: '下一步：核对', exact: true }).click()
  await expect(page.getByRole('main').getByText(name, { exact: true }).first()).toBeVisible()
}

export const sendRequest = async (page: Page): Promise<void> => {
  await page.getByLabel('我已逐字核对名称，确认无误', { exact: true }).check()
  await page.getByRole('button', { name: '提交申请', exact: true }).click()
  await expect(page.getByText('申请已提交')).toBeVisible()
}
