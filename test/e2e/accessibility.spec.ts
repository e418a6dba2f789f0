/// <reference lib="dom" />
import { check } from './axe.ts'
import {
  bindLegacyAccount,
  chooseAuthority,
  fillRequest,
  openAuthorities,
  registerForBinding,
  sendRequest,
} from './binding.ts'
import { startCase, submitCase } from './consultation.ts'
import { fillAgent, fillData, openAccountByIdNumber } from './counter.ts'
import { captcha, logInHere, loginStaff, personNumber, registerPerson } from './people.ts'
import { expect, liaoningTest, test } from './test.ts'

// Each test has people of its own, so they need not wait for one another.
test.describe.configure({ mode: 'parallel' })

const publicPages = {
  'services and accounts': [
    '/',
    '/services/personal',
    '/services/legal',
    '/services/legal/filing',
    '/services?q=%E7%A4%BE%E5%9B%A2',
    '/services/matters/social-group-establishment',
    '/services/matters/private-non-enterprise-establishment',
    '/services/matters/social-group-establishment/before?q1=no&q2=yes',
    '/preferences/division',
    '/register',
    '/register/personal',
    '/register/legal',
    '/register/legal?captcha=question',
    '/register/legal/resume',
    '/login/personal',
    '/login/personal?captcha=question',
    '/login/legal',
    '/login/certificate',
    '/login/certificate/start',
    '/login/phone',
    '/login/phone?captcha=question',
    '/recover',
    '/recover?captcha=question',
  ],
  'help, registers and the rest': [
    '/help',
    '/help/forms',
    '/help/forms/attendance',
    '/help/forms/agreement',
    '/help/forms/personal-letter',
    '/help/forms/legal-letter',
    '/organizations',
    '/register/reports',
    '/organizations/51140000MJ0000018C',
    '/verify-document',
    '/contact',
    '/sitemap',
    '/accessibility',
    '/privacy',
    '/agreement',
    '/sandbox',
    '/sandbox/sms',
    '/staff/login',
    '/no-such-page',
  ],
} as const

for (const [part, addresses] of Object.entries(publicPages))
  test(`public pages: ${part}`, async ({ page }) => {
    test.setTimeout(120_000)
    for (const address of addresses) {
      await page.goto(address)
      await check(page)
    }
  })

test('the elder version', async ({ page }) => {
  await page.goto('/preferences/elder?on=1&next=/')
  for (const address of [
    '/',
    '/register/personal',
    '/register/legal',
    '/recover',
    '/services/matters/social-group-establishment',
  ]) {
    await page.goto(address)
    await expect(page.locator('html')).toHaveClass(/elder/)
    await check(page)
  }
})

test('pages with errors', async ({ page }) => {
  await page.goto('/register/personal')
  await page.getByRole('button', { name: '注册', exact: true }).click()
  await expect(page.locator('.govuk-error-summary')).toBeVisible()
  await check(page)
  await page.goto('/register/legal')
  await page.getByRole('button', { name: '实名认证', exact: true }).click()
  await expect(page.locator('.govuk-error-summary')).toBeVisible()
  await check(page)
  await page.goto('/login/personal')
  await page.getByRole('button', { name: '登录', exact: true }).click()
  await expect(page.locator('.govuk-error-summary')).toBeVisible()
  await check(page)
  await logInHere(page, '个人登录', 'nobody_of_that_name')
  await expect(page.getByText('登录没有成功')).toBeVisible()
  await check(page)
})

test('the account centre, 实名认证, 忘记密码 and the single-device question', async ({ browser, page }) => {
  test.setTimeout(120_000)
  const person = personNumber(32)
  await registerPerson(page, person)
  for (const address of [
    '/account/password',
    '/account/phone',
    '/account/email',
    '/account/logins',
    '/account/certificates',
    '/account/organizations',
    '/account/transfers',
    '/account/views',
    '/account/agreements',
    '/account/data',
    '/account/close',
    '/account/mismatch',
    '/verify/bank-card',
    '/verify/social-security-card',
    '/verify/face',
  ]) {
    await page.goto(address)
    await expect(page.getByRole('navigation', { name: '用户中心' })).toBeVisible()
    await check(page)
  }
  const other = await (await browser.newContext()).newPage()
  await other.goto('/recover')
  await other.getByLabel('用户账号/证件号码/统一社会信用代码', { exact: true }).fill(person.loginName)
  await other.getByLabel('验证码', { exact: true }).fill(captcha)
  await other.getByRole('button', { name: '下一步', exact: true }).click()
  await expect(other.getByRole('heading', { level: 1, name: '验证手机' })).toBeVisible()
  await check(other)
  await other.goto('/login/personal')
  await logInHere(other, '个人登录', person.loginName)
  await expect(other.getByRole('heading', { level: 1, name: '账号已在其他设备登录' })).toBeVisible()
  await check(other)
})

liaoningTest('Liaoning: the entry, 账号绑定, a request and its review', async ({ browser, page }) => {
  test.setTimeout(120_000)
  for (const address of ['/', '/login/organization', '/register/personal', '/login/personal', '/agreement']) {
    await page.goto(address)
    await check(page)
  }
  const person = personNumber(33)
  const name = '鞍山市千山区泥塑技艺研究会'
  await registerForBinding(page, person)
  await check(page)
  await bindLegacyAccount(page, { name: '鞍山市没有的协会', loginName: 'nobody', password: 'nothing' })
  await expect(page.getByText('绑定失败').first()).toBeVisible()
  await check(page)
  await openAuthorities(page)
  await check(page)
  await chooseAuthority(page, '鞍山市千山区民政局', '辽宁省鞍山市千山区')
  await check(page)
  await fillRequest(page, person, name)
  await check(page)
  await sendRequest(page)
  await check(page)

  const staff = await (await browser.newContext()).newPage()
  await loginStaff(staff, 'qianshan-zhucesh')
  await staff.goto('/staff/registrations')
  await check(staff)
  await staff.getByRole('link', { name, exact: true }).click()
  await check(staff)
  await staff.goto('/staff/registrations/legacy')
  await check(staff)
  await staff.getByRole('main').getByRole('link', { name: /重置/ }).first().click()
  await expect(staff.getByRole('heading', { level: 1, name: '重置原系统密码' })).toBeVisible()
  await check(staff)
})

test('the help desk and the administration of staff', async ({ browser, page }) => {
  test.setTimeout(120_000)
  const person = personNumber(34)
  await registerPerson(page, person)
  const desk = await (await browser.newContext()).newPage()
  await loginStaff(desk, 'taiyuan-kefu1')
  for (const address of ['/staff/helpdesk', '/staff/helpdesk/new']) {
    await desk.goto(address)
    await check(desk)
  }
  await openAccountByIdNumber(desk, person.idNumber, person.loginName)
  await check(desk)
  await desk.getByRole('link', { name: '修改手机号', exact: true }).click()
  await check(desk)
  await desk.getByLabel('代办人', { exact: true }).check()
  await desk.getByRole('button', { name: '下一步', exact: true }).click()
  await fillAgent(desk, {
    name: '李代办',
    idNumber: personNumber(35).idNumber,
    phone: '13800002305',
    matter: '用户修改',
  })
  await fillData(desk, { 新手机号: '13800002306', 再填一次新手机号: '13800002306' })
  await desk.getByRole('button', { name: '提交第二人确认', exact: true }).click()
  await expect(desk.locator('.govuk-error-summary')).toBeVisible()
  await check(desk)

  const admin = await (await browser.newContext()).newPage()
  await loginStaff(admin, 'taiyuan-guanli')
  for (const address of ['/staff', '/staff/password', '/staff/totp', '/staff/admin', '/staff/admin/new']) {
    await admin.goto(address)
    await check(admin)
  }
  await admin.goto('/staff/admin')
  await admin.getByRole('link', { name: 'taiyuan-chushen', exact: true }).click()
  await check(admin)
})

test('pages of a case and of its review', async ({ browser, page }) => {
  test.setTimeout(180_000)
  await registerPerson(page, personNumber(31))
  for (const address of [
    '/hall',
    '/applications',
    '/account',
    '/messages',
    '/verify',
    '/services/matters/social-group-establishment/start',
  ]) {
    await page.goto(address)
    await check(page)
  }
  const address = await startCase(page, { division: '太原市', authority: '太原市行政审批服务管理局' })
  await check(page)
  // In a tab of its own: what a form with faults is left with would be offered again in this one.
  const faulty = await page.context().newPage()
  await faulty.goto(`${address}/pages/name`)
  await faulty.getByRole('button', { name: '保存并继续' }).click()
  await expect(faulty.locator('.govuk-error-summary')).toBeVisible()
  await check(faulty)
  await faulty.close()
  await page.goto(address)
  await page.getByRole('button', { name: '全部填入示例', exact: true }).click()
  for (const path of ['/pages/name', '/pages/purpose', '/workbook', '/check', '/delete']) {
    await page.goto(address + path)
    await check(page)
  }
  await page.goto(`${address}/check`)
  await page.getByRole('button', { name: '提交申请' }).click()
  await check(page)
  const number = await submitCase(page, address)
  await check(page)
  for (const path of ['', '/withdraw', '/submissions']) {
    await page.goto(address + path)
    await check(page)
  }
  await page.getByRole('link', { name: '拟用名称咨询 第1次', exact: true }).click()
  await check(page)
  await page.goto('/applications')
  await check(page)

  const staff = await (await browser.newContext()).newPage()
  await loginStaff(staff, 'taiyuan-shenji')
  await check(staff)
  await staff.goto('/staff/audit')
  await check(staff)
  const window = await (await browser.newContext()).newPage()
  await loginStaff(window, 'taiyuan-chuangkou')
  await check(window)
  await window.getByRole('link', { name: number }).click()
  await check(window)
  const own = new URL(window.url()).pathname
  await window.goto(`${own}?open=all`)
  await window
    .getByRole('button', { name: /^不合格：/ })
    .first()
    .click()
  await expect(window.getByLabel('不合格的原因', { exact: true })).toBeFocused()
  await check(window)
  await window.goto('/staff/history')
  await check(window)
})
