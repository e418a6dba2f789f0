import { bindLegacyAccount, expectBindingPage } from './binding.ts'
import { fillConsultation, startCase, submitCase } from './consultation.ts'
import { logIn, logOut, otherPassword, password, personNumber, register, skipVerification } from './people.ts'
import { sandboxRow } from './sandbox.ts'
import { expect, liaoningTest as test } from './test.ts'

test('the guide of 鞍山: 注册, 登录, 服务指南, 申报, 办件查询, 个人中心', async ({ page }) => {
  test.setTimeout(120_000)
  const person = personNumber(221)
  const authority = '鞍山市行政审批局'
  let number = ''

  await test.step('注册: the login name is checked while it is typed', async () => {
    await page.goto('/')
    await page.getByRole('link', { name: '注册', exact: true }).first().click()
    await page.getByRole('link', { name: '个人注册', exact: true }).click()
    await page.getByLabel('用户账号', { exact: true }).fill(person.loginName)
    await expect(page.getByText(/可以使用/).first()).toBeVisible()
    await register(page, person)
    await skipVerification(page)
    await logOut(page)
  })

  await test.step('登录 with name, password and captcha; the account is opened by an account of the old system', async () => {
    await logIn(page, '个人登录', person.loginName)
    await expectBindingPage(page)
    await bindLegacyAccount(page, await sandboxRow(page.request, 'legacyAccounts', '鞍山市钢铁文化研究会'))
    await expect(page.getByText('绑定成功')).toBeVisible()
  })

  await test.step('个人服务 → 办事指南 → 在线办理 at 鞍山市行政审批局', async () => {
    await page.getByRole('link', { name: '个人服务', exact: true }).first().click()
    await page.getByRole('link', { name: '社会团体成立登记', exact: true }).click()
    await expect(page.getByRole('heading', { level: 1 })).toContainText('办事指南')
    for (const part of ['流程和时限', '材料'])
      await expect(page.getByRole('heading', { name: part }).first()).toBeVisible()
    await page.getByRole('link', { name: '在线办理', exact: true }).first().click()
  })

  await test.step('基本信息, 下一步, 是, and the number', async () => {
    const address = await startCase(page, { division: '鞍山市', authority })
    await expect(page.getByRole('main').getByText(authority).first()).toBeVisible()
    await fillConsultation(page, address, '鞍山市岩画艺术研究会')
    number = await submitCase(page, address)
    expect(number).toMatch(/^210300\d{10}$/)
  })

  await test.step('查看我的申请', async () => {
    await page.getByRole('link', { name: '我的办件', exact: true }).first().click()
    const row = page
      .getByRole('row')
      .filter({ hasText: number })
      .or(page.getByRole('listitem').filter({ hasText: number }))
    await expect(row.first()).toContainText('拟用名称咨询')
    await expect(row.first()).toContainText(/已提交|待/)
  })

  await test.step('真实姓名 → 个人中心: another e-mail address, another password', async () => {
    await page.getByRole('link', { name: person.name, exact: true }).click()
    await page.getByRole('link', { name: /^修改.*电子邮箱$/ }).click()
    await page.getByLabel('新电子邮箱', { exact: true }).fill('anshan221@example.org')
    await page.getByLabel('当前登录密码', { exact: true }).fill(password)
    await page.getByRole('button', { name: '保存', exact: true }).click()
    await expect(page.getByText('电子邮箱已修改。')).toBeVisible()
    await page.getByRole('link', { name: /^修改.*登录密码$/ }).click()
    await page.getByLabel('当前登录密码', { exact: true }).fill(password)
    await page.getByLabel('新登录密码', { exact: true }).fill(otherPassword)
    await page.getByLabel('确认新登录密码', { exact: true }).fill(otherPassword)
    await page.getByRole('button', { name: '修改密码', exact: true }).click()
    await expect(page.getByText('登录密码已修改，其他设备上的登录已经退出。')).toBeVisible()
    await logOut(page)
    await logIn(page, '个人登录', person.loginName, otherPassword)
    await expect(page.getByRole('link', { name: '用户中心', exact: true }).first()).toBeVisible()
  })
})
