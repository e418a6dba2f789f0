import { setTimeout as sleep } from 'node:timers/promises'
import { Secret, TOTP } from 'otpauth'
import type { StaffRole } from '../../src/core/access.ts'
import { fill, messagesTo, nextCode } from './accounts.ts'
import { createBrowser, type Browser, type Page } from './browser.ts'
import { inventedId } from './cases.ts'
import type { TestPortal } from './portal.ts'
import { atEachFile } from './each-file.ts'

export type TestMember = {
  readonly loginName: string
  readonly name: string
  readonly idNumber: string
  readonly phone: string
  readonly roles: readonly StaffRole[]
  /** The supervisory unit, of somebody of one. */
  readonly organ?: string
}

let made = 0
atEachFile(() => {
  made = 0
})

/** An invented person to be given an account; every one has a name, number and phone of their own. */
export const testMember = (roles: readonly StaffRole[], more: Partial<TestMember> = {}): TestMember => {
  made += 1
  return {
    loginName: `xinren-${made}`,
    name: '林知远',
    idNumber: inventedId(500 + made),
    phone: `1380000${String(made).padStart(4, '0')}`,
    roles,
    ...more,
  }
}

export const rolesBody = (roles: readonly StaffRole[]): Record<string, string> =>
  Object.fromEntries(roles.map((role) => [`role-${role}`, 'yes']))

/** Fills the form of a new member as an administrator does; `authority` is the own one unless given. It waits then. */
export const addMember = async (admin: Browser, member: TestMember, authority?: number): Promise<Page> => {
  await admin.get('/staff/admin/new')
  return admin.submit('main form[method=post]', {
    loginName: member.loginName,
    name: member.name,
    idNumber: member.idNumber,
    idNumberAgain: member.idNumber,
    phone: member.phone,
    ...(authority === undefined ? {} : { authority: String(authority) }),
    ...(member.organ === undefined ? {} : { organ: member.organ }),
    ...rolesBody(member.roles),
  })
}

/** Confirms a change as the second person; `change` is the address the first one was led to. */
export const confirmChange = async (second: Browser, change: string): Promise<Page> => {
  await second.get(change.split('?')[0] ?? '')
  return second.submit('form[action$="/confirm"]')
}

/** Adds a member of staff with both administrators; gives the page the second one ends on. */
export const addConfirmed = async (
  admin: Browser,
  second: Browser,
  member: TestMember,
  authority?: number,
): Promise<Page> => {
  const asked = await addMember(admin, member, authority)
  if (!asked.url.endsWith('?done=asked')) throw new Error(asked.$('main').text())
  return confirmChange(second, asked.url)
}

/** The temporary password of the newest message to the phone, once there are `count` messages. */
export const temporaryPassword = async (portal: TestPortal, phone: string, count = 1): Promise<string> => {
  for (let waited = 0; waited < 10_000; waited += 25) {
    const messages = await messagesTo(portal, phone)
    const found = messages.length >= count ? /临时密码(\w{12})，/.exec(messages[0]?.text ?? '')?.[1] : undefined
    if (found !== undefined) return found
    await sleep(25)
  }
  throw new Error(`no temporary password for ${phone}`)
}

type Credentials = { readonly loginName: string; readonly password: string; readonly phone: string }

/** Types user name and password and asks for a code; gives the page, and the code unless it was refused. */
export const askForCode = async (
  portal: TestPortal,
  who: Credentials,
  browser: Browser,
): Promise<{ readonly page: Page; readonly code: string }> => {
  const code = await nextCode(portal, who.phone)
  await browser.get('/staff/login')
  const page = await fill(browser, { 用户名: who.loginName, 密码: who.password }, 'send-code')
  return { page, code: page.status === 200 ? await code() : '' }
}

/** Logs in by user name, password and the code sent to the phone; stops where the portal answers. */
export const logInWith = async (
  portal: TestPortal,
  who: Credentials,
  browser: Browser = createBrowser(portal.baseUrl),
): Promise<Page> => {
  const { page, code } = await askForCode(portal, who, browser)
  return code === '' ? page : fill(browser, { 短信验证码: code }, 'login')
}

/** What an authenticator app shows for a key at a moment, `steps` half minutes later or earlier. */
export const appCode = (key: string, now: Date, steps = 0): string =>
  new TOTP({ secret: Secret.fromBase32(key.replaceAll(' ', '')) }).generate({
    timestamp: now.getTime() + steps * 30_000,
  })

/** Whether the browser is logged in as staff. */
export const isIn = async (browser: Browser): Promise<boolean> => (await browser.get('/staff')).url === '/staff'

type StaffColumns = {
  readonly id: number
  readonly roles: StaffRole[]
  readonly active: boolean
  readonly lock_version: number
  readonly must_change_password: boolean
  readonly password_hash: string
  readonly totp_secret_enc: string | null
  readonly phone_enc: string
  readonly id_number_idx: string
}

/** The row of a member of staff as it is now. */
export const staffRow = async (portal: TestPortal, loginName: string): Promise<StaffColumns> => {
  const row = await portal.owner
    .knex<StaffColumns>('staff')
    .where({ login_key: loginName } as never)
    .first()
  if (!row) throw new Error(`no member of staff ${loginName}`)
  return row as StaffColumns
}
