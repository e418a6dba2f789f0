import { checkLine, countLines, fillAgent, fillData, openAccountByIdNumber, openDesk } from './counter.ts'
import {
  expectLoggedIn,
  logIn,
  logInByPhone,
  logOut,
  loginStaff,
  otherPassword,
  personNumber,
  registerPerson,
} from './people.ts'
import { messageTo } from './sandbox.ts'
import { expect, test } from './test.ts'

test('the counter changes a phone for an agent with two clerks, and registers somebody else', async ({
  browser,
  page,
}) => {
  test.setTimeout(180_000)
  const newPage = async () => (await browser.newContext()).newPage()
  const holder = personNumber(301)
  const newPhone = '13800002302'
  // Somebody of the same family: both accounts have one phone in the end.
  const relative = { ...personNumber(302), name: '林晚照', phone: newPhone }
  const first = await newPage()
  const second = await newPage()

  await test.step('the holder registers, and later cannot use the phone any more', async () => {
    await registerPerson(page, holder)
    await logOut(page)
    await loginStaff(first, 'kefu1')
    await loginStaff(second, 'kefu2')
  })

  await test.step('kefu1 finds the account by ID number and starts 修改手机号 by an agent', async () => {
    await openAccountByIdNumber(first, holder.idNumber, holder.loginName)
    await first.getByRole('link', { name: '修改手机号', exact: true }).click()
    await first.getByLabel('代办人', { exact: true }).check()
    await first.getByRole('button', { name: '下一步', exact: true }).click()
    await expect(first.getByRole('heading', { level: 1 })).toContainText('修改手机号')
    await fillAgent(first, {
      name: '李代办',
      idNumber: personNumber(303).idNumber,
      phone: '13800002303',
      matter: '用户修改',
    })
    await fillData(first, { 新手机号: newPhone, 再填一次新手机号: newPhone })
  })

  await test.step('with one line missing it cannot go on', async () => {
    const lines = await countLines(first)
    for (let number = 1; number < lines; number += 1) await checkLine(first, number)
    await first.getByRole('button', { name: '提交第二人确认', exact: true }).click()
    await expect(first.getByRole('alert')).toContainText(`材料${lines}：请核对后勾选`)
    await expect(first.getByRole('alert')).toContainText(`材料${lines}：请上传扫描件`)
    await checkLine(first, lines)
    await first.getByRole('button', { name: '提交第二人确认', exact: true }).click()
    await expect(first.getByText('待第二人确认').first()).toBeVisible()
    await expect(first.getByRole('button', { name: '确认办理', exact: true })).toHaveCount(0)
  })

  await test.step('kefu2 confirms; the old and the new phone are told', async () => {
    await openDesk(second)
    await second
      .getByRole('table', { name: '等待第二人确认的业务' })
      .getByRole('link', { name: '修改手机号', exact: true })
      .click()
    await second.getByRole('button', { name: '确认办理', exact: true }).click()
    await expect(second.getByText('修改手机号已办结')).toBeVisible()
    for (const phone of [holder.phone, newPhone]) await messageTo(page.request, phone, /办理了修改手机号/)
  })

  let temporary = ''
  await test.step('kefu1 registers somebody who came in person, kefu2 confirms; the password goes to their phone', async () => {
    await openDesk(first)
    await first.getByRole('link', { name: '代为注册新用户', exact: true }).click()
    await first.getByLabel('用户类型', { exact: true }).selectOption({ label: '自然人' })
    await first.getByLabel('本人', { exact: true }).check()
    await first.getByRole('button', { name: '下一步', exact: true }).click()
    await fillData(first, {
      用户账号: relative.loginName,
      用户姓名: relative.name,
      身份证号码: relative.idNumber,
      电子邮箱: relative.email,
      手机号: relative.phone,
    })
    const lines = await countLines(first)
    for (let number = 1; number <= lines; number += 1) await checkLine(first, number)
    await first.getByRole('button', { name: '提交第二人确认', exact: true }).click()
    await openDesk(second)
    await second
      .getByRole('table', { name: '等待第二人确认的业务' })
      .getByRole('link', { name: '用户注册', exact: true })
      .click()
    await second.getByRole('button', { name: '确认办理', exact: true }).click()
    await expect(second.getByText('用户注册已办结')).toBeVisible()
    const text = await messageTo(page.request, relative.phone, /临时密码/)
    temporary = /临时密码(\w+)/.exec(text)?.[1] ?? ''
    await expect(second.getByRole('main')).not.toContainText(temporary)
  })

  await test.step('the first login with it asks for a password of one’s own', async () => {
    const own = await newPage()
    await own.goto('/')
    await logIn(own, '个人登录', relative.loginName, temporary)
    await expect(own.getByRole('heading', { level: 1, name: '设置登录密码' })).toBeVisible()
    await own.goto('/hall')
    await expect(own.getByRole('heading', { level: 1, name: '设置登录密码' })).toBeVisible()
    await own.getByLabel('新登录密码', { exact: true }).fill(otherPassword)
    await own.getByLabel('确认新登录密码', { exact: true }).fill(otherPassword)
    await own.getByRole('button', { name: '设置密码，继续办理', exact: true }).click()
    await expectLoggedIn(own, relative.name)
  })

  await test.step('手机快速登录 with the new phone, and the choice between its two accounts', async () => {
    const own = await newPage()
    await own.goto('/')
    await logInByPhone(own, newPhone)
    await expect(own.getByRole('heading', { level: 1, name: '选择账号' })).toBeVisible()
    // Verified at the counter: named in part until the person is proved.
    await expect(own.getByLabel(`${relative.loginName.slice(0, 2)}****`, { exact: true }).first()).toBeVisible()
    await own.getByLabel(holder.loginName, { exact: true }).check()
    await own.getByRole('button', { name: '登录', exact: true }).click()
    await expectLoggedIn(own, holder.name)
    await own.getByRole('link', { name: '用户中心', exact: true }).first().click()
    await expect(own.getByText(holder.loginName).first()).toBeVisible()
  })
})
