import { expect, type APIRequestContext, type Page } from '@playwright/test'
import { sandboxPeople } from '../../src/sandbox/people.ts'
import { residentIdCheckChar } from '../../src/core/identity/resident-id.ts'

/** The newest code the sandbox sent to a phone after a moment in time. */
const smsCode = async (request: APIRequestContext, phone: string, after: Date): Promise<string> => {
  let code = ''
  await expect
    .poll(async () => {
      const answer = await request.get(`/sandbox/sms?phone=${phone}`, { headers: { accept: 'application/json' } })
      const [newest] = (await answer.json()) as { code: string | null; sentAt: string }[]
      code = newest && new Date(newest.sentAt) >= after && newest.code ? newest.code : ''
      return code
    })
    .not.toBe('')
  return code
}

const password = 'Qingming#2026'

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
  }
}

type SandboxPerson = ReturnType<typeof sandboxPersonNumber>

/** Goes from a page that asks for it through 银联卡实名认证 and back to where the person was. */
export const verifyByBankCard = async (page: Page, person: SandboxPerson): Promise<void> => {
  await page.getByRole('link', { name: '现在实名认证' }).click()
  await page
    .getByRole('listitem')
    .filter({ hasText: '银联卡实名认证' })
    .getByRole('link', { name: '立即认证', exact: true })
    .click()
  await page.getByLabel('银联卡号', { exact: true }).fill(person.bankCard)
  await page.getByLabel('银行预留手机号', { exact: true }).fill(person.reservedPhone)
  await page.getByLabel('验证码', { exact: true }).fill('8888')
  const asked = new Date(Date.now() - 2000)
  await page.getByRole('button', { name: '获取短信验证码' }).click()
  const code = await smsCode(page.request, person.reservedPhone, asked)
  await page.getByLabel('短信验证码', { exact: true }).fill(code)
  const consent = page.getByLabel('我单独同意处理我的银联卡号和银行预留手机号', { exact: true })
  await expect(consent).not.toBeChecked()
  await consent.check()
  await page.getByRole('button', { name: '立即认证', exact: true }).click()
  await page.getByRole('link', { name: '实名认证完成' }).click()
}

export type Person = ReturnType<typeof personNumber>

/** Registers a person on the public page, reading the SMS code from the sandbox, and skips the real-name step. */
export const registerPerson = async (page: Page, person: Person): Promise<void> => {
  await page.goto('/')
  await page.getByRole('link', { name: '注册', exact: true }).first().click()
  await page.getByRole('link', { name: '个人注册' }).first().click()
  await page.getByLabel('用户账号', { exact: true }).fill(person.loginName)
  await page.getByLabel('登录密码', { exact: true }).fill(password)
  await page.getByLabel('确认密码', { exact: true }).fill(password)
  await page.getByLabel('用户姓名', { exact: true }).fill(person.name)
  await page.getByLabel('证件类型', { exact: true }).selectOption({ label: '居民身份证' })
  await page.getByLabel('身份证号码', { exact: true }).fill(person.idNumber)
  await page.getByLabel('电子邮箱', { exact: true }).fill(person.email)
  await page.getByLabel('手机号', { exact: true }).fill(person.phone)
  await page.getByLabel('验证码', { exact: true }).fill('8888')
  const asked = new Date(Date.now() - 2000)
  await page.getByRole('button', { name: '获取短信验证码' }).click()
  const code = await smsCode(page.request, person.phone, asked)
  await page.getByLabel('短信验证码', { exact: true }).fill(code)
  await page.getByLabel('我已阅读并同意《用户协议》', { exact: true }).check()
  await page.getByRole('button', { name: '注册', exact: true }).click()
  await page.getByRole('button', { name: '暂不实名认证' }).click()
}

/** Logs a member of the demo staff in with the code sent to the sandbox. */
export const loginStaff = async (page: Page, login: string, phone: string): Promise<void> => {
  await page.goto('/staff/login')
  await page.getByLabel('用户名', { exact: true }).fill(login)
  await page.getByLabel('密码', { exact: true }).fill('Demo@2026')
  const asked = new Date(Date.now() - 2000)
  await page.getByRole('button', { name: '获取短信验证码' }).click()
  const code = await smsCode(page.request, phone, asked)
  await page.getByLabel('短信验证码', { exact: true }).fill(code)
  await page.getByRole('button', { name: '登录', exact: true }).click()
  await page.waitForURL(/\/staff(\/queue)?$/)
}
