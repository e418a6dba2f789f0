import { expect, type Page } from '@playwright/test'
import { residentIdCheckChar } from '../../src/core/identity/resident-id.ts'
import { sandboxPeople } from '../../src/sandbox/people.ts'
import { answerSms, sandboxRow } from './sandbox.ts'

/** What everybody in the tests chooses, and what they choose when they change it. */
export const password = 'Qingming#2026'
export const otherPassword = 'Guyu#2026plus'

/** The answer to every captcha of the run, see portal.ts. */
export const captcha = '8888'

/** A person nobody else in the run is: the number makes name, ID number and phone their own. */
export const personNumber = (number: number) => {
  const body = `1401061985${String(1000 + number).slice(0, 2) === '10' ? '03' : '04'}12${String(100 + number).padStart(3, '0')}`
  return {
    loginName: `qingming${number}`,
    name: '林知远',
    idNumber: `${body}${residentIdCheckChar(body)}`,
    phone: `1380000${String(1000 + number).slice(-4)}`,
    email: `qingming${number}@example.org`,
  }
}

export type Person = ReturnType<typeof personNumber>

/**
 * One of the sandbox's people: cards and portrait of theirs exist, so that they can be verified. The account's phone is
 * another one than the bank's, so that neither waits for the other's message.
 */
export const sandboxPersonNumber = (index: number) => {
  const person = sandboxPeople[index]
  if (!person) throw new Error(`no sandbox person ${index}`)
  return {
    loginName: `qingming_sandbox${index}`,
    name: person.name,
    idNumber: person.residentId,
    phone: `1380001${1000 + index}`,
    reservedPhone: person.mobile,
    email: `sandbox${index}@example.org`,
    bankCard: person.bankCard,
    socialSecurityCard: person.socialSecurityCard,
  }
}

export type SandboxPerson = ReturnType<typeof sandboxPersonNumber>

/** Fills the form of 个人注册 up to 短信验证码. */
const fillRegistration = async (page: Page, person: Person): Promise<void> => {
  await page.getByLabel('用户账号', { exact: true }).fill(person.loginName)
  await page.getByLabel('登录密码', { exact: true }).fill(password)
  await page.getByLabel('确认密码', { exact: true }).fill(password)
  const natural = page.getByRole('radiogroup', { name: '注册类型' }).getByLabel('自然人', { exact: true })
  if ((await natural.count()) > 0) await natural.check()
  await page.getByLabel('用户姓名', { exact: true }).fill(person.name)
  await page.getByLabel('证件类型', { exact: true }).selectOption({ label: '居民身份证' })
  await page.getByLabel('身份证号码', { exact: true }).fill(person.idNumber)
  await page.getByLabel('电子邮箱', { exact: true }).fill(person.email)
  await page.getByLabel('手机号', { exact: true }).fill(person.phone)
  await page.getByLabel('验证码', { exact: true }).fill(captcha)
}

/** The page 个人注册, from its first label to its button; ends where the ways of 实名认证 are offered. */
export const register = async (page: Page, person: Person): Promise<void> => {
  await fillRegistration(page, person)
  await answerSms(page, person.phone)
  await page.getByLabel('我已阅读并同意《用户协议》', { exact: true }).check()
  await page.getByRole('button', { name: '注册', exact: true }).click()
  await expect(page.getByRole('heading', { level: 1, name: '实名认证' })).toBeVisible()
}

/** 注册 → 个人注册 → the form → 注册. */
export const registerUpToVerification = async (page: Page, person: Person): Promise<void> => {
  await page.goto('/')
  await page.getByRole('link', { name: '注册', exact: true }).first().click()
  await page.getByRole('link', { name: '个人注册' }).first().click()
  await register(page, person)
}

export const skipVerification = async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: '暂不实名认证' }).click()
  await page.waitForURL((address) => address.pathname !== '/verify')
}

/** Registers a person on the public page, reading the SMS code from the sandbox, and skips the real-name step. */
export const registerPerson = async (page: Page, person: Person): Promise<void> => {
  await registerUpToVerification(page, person)
  await skipVerification(page)
}

/** The doors by which one logs in with a password, as the head of every page calls them. */
const doors = {
  个人登录: '用户名/手机号码/身份证号',
  法人登录: '用户名/统一社会信用代码',
} as const

type Door = keyof typeof doors

/** Fills the page 个人登录 or 法人登录 and logs in; what comes then is the caller's. */
export const logInHere = async (page: Page, door: Door, name: string, typed = password): Promise<void> => {
  await page.getByLabel(doors[door], { exact: true }).fill(name)
  await page.getByLabel('密码', { exact: true }).fill(typed)
  await page.getByLabel('验证码', { exact: true }).fill(captcha)
  await page.getByRole('button', { name: '登录', exact: true }).click()
}

/** Opens 个人登录 or 法人登录 from the head of the page and logs in. */
export const logIn = async (page: Page, door: Door, name: string, typed = password): Promise<void> => {
  await page.getByRole('link', { name: door, exact: true }).first().click()
  await logInHere(page, door, name, typed)
}

/** Whether somebody is logged in, as the head of the page says. */
export const expectLoggedIn = async (page: Page, name: string): Promise<void> => {
  const own = page.getByRole('list', { name: '账户与辅助功能' })
  await expect(own.getByText(name, { exact: true })).toBeVisible()
  await expect(own.getByRole('button', { name: '退出', exact: true })).toBeVisible()
}

export const logOut = async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: '退出', exact: true }).click()
  await expect(page.getByRole('link', { name: '个人登录', exact: true }).first()).toBeVisible()
}

/** 手机快速登录 up to the button 登录. */
export const logInByPhone = async (page: Page, phone: string): Promise<void> => {
  await page.getByRole('link', { name: '个人登录', exact: true }).first().click()
  await page.getByRole('link', { name: '手机快速登录', exact: true }).first().click()
  await page.getByLabel('手机号', { exact: true }).fill(phone)
  await page.getByLabel('验证码', { exact: true }).fill(captcha)
  await answerSms(page, phone)
  await page.getByRole('button', { name: '登录', exact: true }).click()
}

/** Logs a member of the demo staff in with the code sent to the sandbox. */
export const loginStaff = async (page: Page, login: string): Promise<void> => {
  const { password: given, phone } = await sandboxRow(page.request, 'staff', login)
  await page.goto('/staff/login')
  await page.getByLabel('用户名', { exact: true }).fill(login)
  await page.getByLabel('密码', { exact: true }).fill(given)
  await answerSms(page, phone)
  await page.getByRole('button', { name: '登录', exact: true }).click()
  await page.waitForURL(/\/staff(\/queue)?$/)
}
