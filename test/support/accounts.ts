import { setTimeout as sleep } from 'node:timers/promises'
import { sandboxPeople } from '../../src/sandbox/people.ts'
import { demoPassword } from '../../seeds/demo/index.ts'
import { createBrowser, type Browser, type Page } from './browser.ts'
import { captchaAnswer, type TestPortal } from './portal.ts'

/** Visible text of the main part, white space folded. */
export const mainText = (page: Page): string => page.$('main').text().replaceAll(/\s+/g, ' ').trim()

/** The form of the main part that is filled in on account pages. */
const mainForm = 'main form[method=post]'

/** Fills the page's form by its labels, as a person does, and presses the button with that value of `action`. */
export const fill = (browser: Browser, values: Readonly<Record<string, string>>, action?: string): Promise<Page> => {
  const { $ } = browser.page()
  const form = $(mainForm).first()
  const fields: Record<string, string> = action === undefined ? {} : { action }
  for (const [label, value] of Object.entries(values)) {
    const found = form.find('label').filter((_index, element) => $(element).text().trim() === label)
    const name = $(`[id="${found.first().attr('for') ?? ''}"]`).attr('name')
    if (name === undefined) throw new Error(`no field ${label} on ${browser.page().url}`)
    fields[name] = value
  }
  return browser.submit(mainForm, fields)
}

type Sms = { readonly phone: string; readonly text: string; readonly code: string; readonly sentAt: string }

/** Messages to a phone, newest first, as the sandbox tells them. */
export const messagesTo = async (portal: TestPortal, phone: string): Promise<readonly Sms[]> => {
  const answer = await fetch(`${portal.baseUrl}/sandbox/sms?phone=${phone}`, {
    headers: { accept: 'application/json' },
  })
  return (await answer.json()) as readonly Sms[]
}

/** The newest message to a phone that says this, once it is there. */
export const messageWith = async (portal: TestPortal, phone: string, words: RegExp): Promise<string> => {
  for (let waited = 0; waited < 10_000; waited += 25) {
    const found = (await messagesTo(portal, phone)).find(({ text }) => words.test(text))
    if (found) return found.text
    await sleep(25)
  }
  throw new Error(`no message ${String(words)} to ${phone}`)
}

/** Codes sent to a phone, newest first; notices come to it too, whenever their job has run, and carry none. */
const codesTo = async (portal: TestPortal, phone: string): Promise<readonly string[]> =>
  (await messagesTo(portal, phone)).flatMap(({ code }) => (code === '' ? [] : [code]))

const newestCode = async (portal: TestPortal, phone: string, before: number): Promise<string> => {
  for (let waited = 0; waited < 10_000; waited += 25) {
    const [newest, ...others] = await codesTo(portal, phone)
    if (newest !== undefined && others.length >= before) return newest
    await sleep(25)
  }
  throw new Error(`no code to ${phone}`)
}

/** The code sent to a phone that got none before, once it is there. */
export const codeFor = (portal: TestPortal, phone: string): Promise<string> => newestCode(portal, phone, 0)

/** Waits for whatever was left for the phone before: an earlier code still under way would be taken for the next. */
const nothingUnderWay = async (portal: TestPortal, phone: string): Promise<void> => {
  const waiting = { phone_idx: portal.deps.crypto.index('phone', phone), sent_at: null, given_up_at: null }
  for (let waited = 0; waited < 10_000; waited += 20) {
    if (!(await portal.deps.db.knex('outgoing_sms').where(waiting).first('id'))) return
    await sleep(20)
  }
  throw new Error(`a message to ${phone} was not sent`)
}

/** Looks at what a phone has got, and gives what waits for its next code, to be sent after this. */
export const nextCode = async (portal: TestPortal, phone: string): Promise<() => Promise<string>> => {
  await nothingUnderWay(portal, phone)
  const before = (await codesTo(portal, phone)).length
  return () => newestCode(portal, phone, before)
}

/** The code that is sent to a phone by what is done, and no other. */
export const codeSentBy = async (portal: TestPortal, phone: string, send: () => Promise<unknown>): Promise<string> => {
  const code = await nextCode(portal, phone)
  await send()
  return code()
}

/** A code that is not this one. */
export const otherCode = (code: string): string => (code === '000000' ? '000001' : '000000')

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

export const agreed = { '我已阅读并同意《用户协议》': 'yes' } as const

/** Registers as a person without scripts does, and stays logged in, on the real-name page. */
export const register = async (
  portal: TestPortal,
  person: TestPerson,
  browser: Browser = createBrowser(portal.baseUrl),
): Promise<Browser> => {
  await browser.get('/register/personal')
  const code = await codeSentBy(portal, person.phone, () =>
    fill(browser, { ...registrationValues(person), 验证码: captchaAnswer }, 'send-code'),
  )
  const done = await fill(browser, { 短信验证码: code, ...agreed }, 'register')
  if (done.url !== '/verify') throw new Error(`not registered: ${mainText(done).slice(0, 400)}`)
  return browser
}

/** Opens the personal login and sends it. */
export const logInAs = async (
  browser: Browser,
  identity: string,
  password: string,
  captcha: string = captchaAnswer,
): Promise<Page> => {
  await browser.get('/login/personal')
  return fill(browser, { '用户名/手机号码/身份证号': identity, 密码: password, 验证码: captcha })
}

/** The phone that gets a demo official's codes. */
export const staffPhone = async (portal: TestPortal, loginName: string): Promise<string> => {
  const answer = await fetch(`${portal.baseUrl}/sandbox`, { headers: { accept: 'application/json' } })
  const { staff } = (await answer.json()) as { staff: { loginName: string; phone: string }[] }
  const found = staff.find((one) => one.loginName === loginName)
  if (!found) throw new Error(`no demo staff ${loginName}`)
  return found.phone
}

/** Logs in a demo official through the login page, with password and code. */
export const logInStaff = async (
  portal: TestPortal,
  loginName: string,
  browser: Browser = createBrowser(portal.baseUrl),
): Promise<Page> => {
  const phone = await staffPhone(portal, loginName)
  await browser.get('/staff/login')
  const code = await codeSentBy(portal, phone, () =>
    fill(browser, { 用户名: loginName, 密码: demoPassword }, 'send-code'),
  )
  return fill(browser, { 短信验证码: code }, 'login')
}

/** Actions in the audit log that belong to an object, oldest first. */
export const auditActions = async (portal: TestPortal, objectKind: string, objectId?: string): Promise<string[]> => {
  const rows = await portal.owner
    .knex('audit_log')
    .where({ object_kind: objectKind, ...(objectId === undefined ? {} : { object_id: objectId }) })
    .orderBy('id')
    .select<{ action: string }[]>('action')
  return rows.map((row) => row.action)
}

/** The account behind a login name. */
export const accountId = async (portal: TestPortal, loginName: string): Promise<string> => {
  const row = await portal.owner
    .knex('account')
    .where({ login_key: loginName.toLowerCase() })
    .first<{ id: string } | undefined>('id')
  if (!row) throw new Error(`no account ${loginName}`)
  return row.id
}
