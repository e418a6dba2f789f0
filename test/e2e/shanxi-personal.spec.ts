import { expectLoggedIn, logIn, logOut, personNumber, registerPerson } from './people.ts'
import { expect, test } from './test.ts'

test('个人注册, 个人登录 by every name, and 在线办理 up to the four stages', async ({ page }) => {
  const person = personNumber(101)

  await test.step('注册 → 个人注册 → 注册 → 暂不实名认证', async () => {
    await registerPerson(page, person)
    await expectLoggedIn(page, person.name)
  })

  for (const name of [person.phone, person.idNumber, person.loginName])
    await test.step(`个人登录 as ${name}`, async () => {
      await logOut(page)
      await logIn(page, '个人登录', name)
      await expectLoggedIn(page, person.name)
    })

  await test.step('个人服务 → 按部门 → 省民政厅 → 在线办理', async () => {
    await page.getByRole('link', { name: '个人服务', exact: true }).first().click()
    await page.getByRole('link', { name: '按部门', exact: true }).click()
    await page.getByRole('link', { name: '省民政厅', exact: true }).click()
    await page
      .getByRole('listitem')
      .filter({ has: page.getByRole('heading', { name: '社会团体成立登记', exact: true }) })
      .getByRole('link', { name: '在线办理' })
      .click()
  })

  await test.step('姓名, 用户名 and 省级 are filled in; 提交', async () => {
    const own = { 姓名: person.name, 用户名: person.loginName }
    for (const [label, value] of Object.entries(own)) {
      const field = page.getByLabel(label, { exact: true })
      await expect(field).toHaveValue(value)
      await expect(field).not.toBeEditable()
    }
    const chosen = { 类型: '社会团体', 行政区划级别: '省级', 行政区划: '山西省', 登记管理机关: '山西省民政厅' }
    for (const [label, text] of Object.entries(chosen))
      await expect(page.getByLabel(label, { exact: true }).locator('option:checked')).toHaveText(text)
    await page.getByRole('button', { name: '提交', exact: true }).click()
  })

  await test.step('the hall; 登记 shows the four stages', async () => {
    await expect(page.getByRole('heading', { level: 1, name: '社会组织办事大厅' })).toBeVisible()
    await page.getByRole('link', { name: '登记', exact: true }).click()
    for (const stage of ['拟用名称咨询', '名称核准', '提交成立材料', '补充完善材料'])
      await expect(page.getByRole('main').getByText(stage).first()).toBeVisible()
  })
})

test('a level chosen before the scripts arrived still brings its divisions and authorities', async ({ page }) => {
  await registerPerson(page, personNumber(102))
  let arrive = (): void => {}
  const chosen = new Promise<void>((resolve) => {
    arrive = resolve
  })
  await page.route('**/js/cascade.js', async (route) => {
    await chosen
    await route.continue()
  })
  await page.goto('/services/matters/social-group-establishment/start')
  await page.getByLabel('行政区划级别', { exact: true }).selectOption({ label: '市级' })
  arrive()
  await page.getByLabel('行政区划', { exact: true }).selectOption({ label: '太原市' })
  await page.getByLabel('登记管理机关', { exact: true }).selectOption({ label: '太原市行政审批服务管理局' })
  await page.getByRole('button', { name: '提交', exact: true }).click()
  await expect(page.getByRole('heading', { level: 1, name: '社会组织办事大厅' })).toBeVisible()
})

test('item 9: 验证码 passes by itself: nobody waits or types, and its questions come back where it cannot', async ({
  page,
}) => {
  await page.goto('/login/personal')
  await expect(page.locator('[data-captcha-status]')).toHaveText(/正在验证|已通过/)
  await page.getByLabel('用户名/手机号码/身份证号', { exact: true }).fill('nobody_of_this_name')
  await page.getByLabel('密码', { exact: true }).fill('Wrong#2026')
  await page.keyboard.press('Enter')
  await expect(page.getByText('该账号不存在').first()).toBeVisible()

  await page.goto('/register/personal')
  await expect(page.getByText('已通过，不用填写验证码。')).toBeVisible()
  await expect(page.getByAltText('验证码图片')).toBeHidden()
  await expect(page.getByLabel('验证码', { exact: true })).toBeEditable()
  for (const phone of ['13900000881', '13900000882']) {
    await page.getByLabel('手机号', { exact: true }).fill(phone)
    await page.getByRole('button', { name: '获取短信验证码', exact: true }).click()
    await expect(page.getByText(`短信验证码已发送至139****${phone.slice(-4)}`)).toBeVisible()
    // A second number needs a second proof, which is worked out without asking; only the button's minute is in the way.
    await page.getByRole('button', { name: /秒后可重新获取/ }).evaluate((button: HTMLButtonElement) => {
      button.disabled = false
      button.textContent = '获取短信验证码'
    })
  }

  await page.route('**/captcha/work', (route) => route.abort())
  await page.goto('/recover')
  await expect(page.getByText('自动验证没有成功，请填写验证码。')).toBeVisible()
  await expect(page.getByAltText('验证码图片')).toBeVisible()
})
