import { fillLegalRegistration, recoverLegalPerson, unitCalled, verifyUnit } from './legal-persons.ts'
import { expectLoggedIn, logIn, logOut, otherPassword } from './people.ts'
import { messageTo } from './sandbox.ts'
import { expect, test } from './test.ts'

test('法人注册 with 实名认证, 法人登录 by code and by name, 法人服务, 忘记密码', async ({ page }) => {
  // 忘记密码 may have to wait until a minute after the message of the registration.
  test.setTimeout(150_000)
  const unit = await unitCalled(page, '山西省古籍修复研究会')
  const loginName = 'guji_yanjiu'

  await test.step('法人注册 → 实名认证 → 完成', async () => {
    await fillLegalRegistration(page, unit, { loginName })
    await verifyUnit(page)
    await expect(page.getByText('实名认证完成').first()).toBeVisible()
    await expectLoggedIn(page, unit.name)
  })

  for (const name of [unit.uscc, loginName])
    await test.step(`法人登录 as ${name}`, async () => {
      await logOut(page)
      await logIn(page, '法人登录', name)
      await expectLoggedIn(page, unit.name)
    })

  await test.step('法人服务 → 按部门 → 省民政厅, and the hall', async () => {
    await page.getByRole('link', { name: '法人服务', exact: true }).first().click()
    await expect(page.getByRole('heading', { level: 1, name: '法人服务' })).toBeVisible()
    await expect(page.getByRole('heading', { name: '省民政厅', exact: true })).toBeVisible()
    await page
      .getByRole('link', { name: /^在线办理/ })
      .first()
      .click()
    await expect(page.getByRole('heading', { level: 1, name: '变更登记' })).toBeVisible()
    await page.getByRole('link', { name: '社会组织办事大厅' }).first().click()
    await expect(page).toHaveURL(/\/hall$/)
    for (const business of ['变更', '备案', '章程核准', '年报', '注销'])
      await expect(page.getByRole('main').getByRole('heading', { name: business }).first()).toBeVisible()
  })

  await test.step('忘记密码: code of the unit → SMS → new password → 法人登录', async () => {
    await logOut(page)
    await recoverLegalPerson(page, unit)
    await messageTo(page.request, unit.phone, /登录密码/)
    await logIn(page, '法人登录', unit.uscc, otherPassword)
    await expectLoggedIn(page, unit.name)
  })
})

test('法人注册 with a wrong code keeps the form; a code that is in use is refused', async ({ browser, page }) => {
  const unit = await unitCalled(page, '山西省青少年机器人教育协会')
  const notFound = '实名核验失败，失败原因：验证失败，根据统一社会信用代码未查询到信息'

  await test.step('a code of nobody: the message of the FAQ, and nothing is lost', async () => {
    // Right by its check digit, and in no register.
    await fillLegalRegistration(page, { ...unit, uscc: '51140000MJ0009995F' }, { loginName: 'jiqiren_xiehui' })
    await page.getByRole('button', { name: '实名认证', exact: true }).click()
    await expect(page.getByText(notFound).first()).toBeVisible()
    await expect(page.getByLabel('社团组织名称', { exact: true })).toHaveValue(unit.name)
    await expect(page.getByLabel('法定代表人身份证号码', { exact: true })).toHaveValue(unit.idNumber)
    await expect(page.getByLabel('用户账号', { exact: true })).toHaveValue('jiqiren_xiehui')
  })

  await test.step('the code corrected: neither file, nor password, nor SMS code is asked for again', async () => {
    await page.getByLabel('统一社会信用代码', { exact: true }).fill(unit.uscc)
    await verifyUnit(page)
  })

  await test.step('a second registration of the same unit', async () => {
    const other = await (await browser.newContext()).newPage()
    await fillLegalRegistration(other, { ...unit, phone: '13800002301' }, { loginName: 'jiqiren_second' })
    await other.getByRole('button', { name: '实名认证', exact: true }).click()
    await expect(other.getByText('该统一社会信用代码已被认证').first()).toBeVisible()
    await expect(other.getByRole('main').getByRole('link', { name: '忘记密码', exact: true })).toBeVisible()
  })
})
