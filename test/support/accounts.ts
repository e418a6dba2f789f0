import { sandboxPeople } from '../../src/sandbox/people.ts'
import { demoPassword } from '../../seeds/demo.ts'
import { openBrowser, type TestBrowser, type TestPage } from './browser.ts'
import type { TestPortal } from './portal.ts'

export const captchaAnswer = '8888'

/** What a person types to register; everything is invented. */
export type TestPerson = {
  readonly loginName: string
  readonly password: string
  readonly name: string
  readonly idNumber: string
  readonly email: string
  readonly phone: string
}

/** The sandbox's people as applicants, by their place in the list. */
export const testPerson = (index: number): TestPerson => {
  const person = sandboxPeople[index]
  if (!person) throw new Error(`no sandbox person ${String(index)}`)
  return {
    loginName: `shenqing_${String(index)}`,
    password: `Jinci#${String(index)}2026`,
    name: person.name,
    idNumber: person.residentId,
    email: `person${String(index)}@example.org`,
    phone: person.mobile,
  }
}

/** The registration form's fields of a person, by label. */
export const registrationValues = (person: TestPerson): Record<string, string> => ({
  用户账号: person.loginName,
  登录密码: person.password,
  确认密码: person.password,
  用户姓名: person.name,
  证件类型: 'RESIDENT_ID',
  身份证号码: person.idNumber,
  电子邮箱: person.email,
  手机号: person.phone,
})

/** Registers as a person without JavaScript does, and stays logged in, on the real-name page. */
export const register = async (
  portal: TestPortal,
  person: TestPerson,
  browser: TestBrowser = openBrowser(portal.baseUrl),
): Promise<TestBrowser> => {
  const before = (await portal.sms(person.phone)).length
  await browser.get('/register/personal')
  await browser.submit({ ...registrationValues(person), 验证码: captchaAnswer }, { button: '获取短信验证码' })
  const code = await portal.code(person.phone, before + 1)
  await browser.submit({ 短信验证码: code, '我已阅读并同意《用户协议》': 'yes' }, { button: '注册' })
  return browser
}

/** Fills in the personal login; what comes next depends on the account. */
export const logIn = async (
  browser: TestBrowser,
  identity: string,
  password: string,
  captcha = captchaAnswer,
): Promise<TestPage> => {
  if (!/^\/login\/personal/.test(currentPath(browser))) await browser.get('/login/personal')
  return browser.submit({ '用户名/手机号码/身份证号': identity, 密码: password, 验证码: captcha }, { button: '登录' })
}

const currentPath = (browser: TestBrowser): string => {
  try {
    return browser.page().path
  } catch {
    return ''
  }
}

/** The phone that gets a demo official's codes. */
export const staffPhone = async (portal: TestPortal, loginName: string): Promise<string> => {
  const answer = await fetch(`${portal.baseUrl}/sandbox`, { headers: { accept: 'application/json' } })
  const { staff } = (await answer.json()) as { staff: { loginName: string; phone: string }[] }
  const found = staff.find((one) => one.loginName === loginName)
  if (!found) throw new Error(`no demo staff ${loginName}`)
  return found.phone
}

/** Logs in a demo official with password and code. */
export const logInStaff = async (
  portal: TestPortal,
  loginName: string,
  browser: TestBrowser = openBrowser(portal.baseUrl),
): Promise<TestBrowser> => {
  const phone = await staffPhone(portal, loginName)
  const before = (await portal.sms(phone)).length
  await browser.get('/staff/login')
  await browser.submit({ 用户名: loginName, 密码: demoPassword }, { button: '获取短信验证码' })
  await browser.submit({ 短信验证码: await portal.code(phone, before + 1) }, { button: '登录' })
  return browser
}
