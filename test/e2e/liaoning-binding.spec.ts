import { bindLegacyAccount, expectBindingPage } from './binding.ts'
import { logInHere, logOut, personNumber, register, skipVerification } from './people.ts'
import { sandboxRow } from './sandbox.ts'
import { expect, liaoningTest as test } from './test.ts'

test('社会组织用户登录, choice 3: 注册, 登录, 选项一, and on in the case where it stopped', async ({
  browser,
  page,
}) => {
  const person = personNumber(201)
  const legacy = await sandboxRow(page.request, 'legacyAccounts', '鞍山市岫玉雕刻技艺保护协会')
  const openEntry = async (): Promise<void> => {
    await page.goto('/')
    await page.getByRole('link', { name: '社会组织用户登录', exact: true }).first().click()
    await expect(page.getByRole('heading', { level: 1, name: '社会组织用户登录' })).toBeVisible()
  }

  await test.step('choice 3 → 注册个人账号', async () => {
    await openEntry()
    await page.getByRole('link', { name: '注册个人账号', exact: true }).click()
    await register(page, person)
    await skipVerification(page)
    await logOut(page)
  })

  await test.step('choice 3 → 登录 leads to 账号绑定', async () => {
    await openEntry()
    await expect(page.getByText('上次选择')).toBeVisible()
    await page.getByRole('link', { name: '已有个人账号，直接登录', exact: true }).click()
    await logInHere(page, '个人登录', person.loginName)
    await expectBindingPage(page)
  })

  await test.step('a wrong password: one message for whatever is wrong, and what was typed is kept', async () => {
    await bindLegacyAccount(page, { ...legacy, password: 'wrong' })
    await expect(page.getByText('绑定失败：社会组织名称、登录名或密码与原系统不一致').first()).toBeVisible()
    await expect(page.getByLabel('社会组织名称', { exact: true })).toHaveValue(legacy.name)
    await expect(page.getByText('无法绑定怎么办')).toBeVisible()
  })

  await test.step('选项一 binds; the case goes on where it stopped', async () => {
    await bindLegacyAccount(page, legacy)
    await expect(page.getByText('绑定成功')).toBeVisible()
    await expect(page.getByRole('heading', { level: 1 })).toContainText(legacy.name)
    await expect(page.getByRole('heading', { level: 2, name: /轮到您.*提交成立材料/ })).toBeVisible()
    await expect(page.getByRole('main').getByText(legacy.authority).first()).toBeVisible()
  })

  await test.step('a second browser asks; 确定 ends the login of the first, which is told', async () => {
    const second = await (await browser.newContext()).newPage()
    await second.goto('/login/personal')
    await logInHere(second, '个人登录', person.loginName)
    await expect(second.getByRole('heading', { level: 1, name: '账号已在其他设备登录' })).toBeVisible()
    await expect(second.getByText('登录时间')).toBeVisible()
    await expect(second.getByText(/^10\.\d+\.\*\.\*$/)).toBeVisible()
    await second.getByRole('button', { name: '确定', exact: true }).click()
    await second.getByRole('link', { name: '我的办件', exact: true }).first().click()
    await expect(second.getByText(legacy.name).first()).toBeVisible()
    await page.reload()
    await expect(page.getByText('您的账号已在其他设备登录').first()).toBeVisible()
  })
})
