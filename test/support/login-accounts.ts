import { randomUUID } from 'node:crypto'
import { identityKey, type IdType } from '../../src/core/identity/documents.ts'
import { ownCount } from '../../src/modules/accounts/codes.ts'
import { composeUscc } from '../../src/core/identity/uscc.ts'
import { codeSentBy, fill, mainText } from './accounts.ts'
import { createBrowser, type Browser, type Page } from './browser.ts'
import { acceptTerms } from './people.ts'
import { captchaAnswer, type TestPortal } from './portal.ts'
import { atEachFile } from './each-file.ts'

/** An account with all that somebody types to get in. */
export type LoginAccount = {
  readonly id: string
  readonly kind: 'PERSONAL' | 'LEGAL_PERSON'
  readonly loginName: string
  readonly password: string
  readonly name: string
  readonly phone: string
  readonly idNumber: string
  /** Of a legal person; empty for a person. */
  readonly uscc: string
}

type Wanted = Partial<Omit<LoginAccount, 'id'>> & {
  readonly realNameLevel?: number
  readonly idType?: IdType
  readonly type?: string
  /** Hash put in the place of the password's own. */
  readonly passwordHash?: string
}

let made = 0
atEachFile(() => {
  made = 0
})

/**
 * Puts an account into the tables as registration would leave it: a person's unless told otherwise, with a name,
 * number, phone and code of its own. A legal person is an enterprise unless told otherwise: no register to agree with.
 */
export const makeAccount = async (
  portal: Pick<TestPortal, 'deps' | 'owner'>,
  wanted: Wanted = {},
): Promise<LoginAccount> => {
  made += 1
  const { deps } = portal
  const id = randomUUID()
  const number = String(made).padStart(4, '0')
  const kind = wanted.kind ?? 'PERSONAL'
  const account: LoginAccount = {
    id,
    kind,
    loginName: wanted.loginName ?? `${kind === 'PERSONAL' ? 'person' : 'unit'}_${number}`,
    password: wanted.password ?? `Fenhe#${number}Aa`,
    name: wanted.name ?? (kind === 'PERSONAL' ? '柳青' : `山西省测试研究会${number}`),
    phone: wanted.phone ?? `1370000${number}`,
    idNumber: wanted.idNumber ?? `14010519800101${number}`,
    uscc: kind === 'PERSONAL' ? '' : (wanted.uscc ?? composeUscc('SOCIAL_GROUP', '140000', `MJ9${number}0`)),
  }
  await portal.owner.knex('account').insert({
    id,
    kind,
    login_name: account.loginName,
    login_key: account.loginName.toLowerCase(),
    password_hash: wanted.passwordHash ?? (await deps.passwords.hash(account.password)),
    name: account.name,
    id_type: wanted.idType ?? 'RESIDENT_ID',
    id_number_enc: deps.crypto.encrypt(account.idNumber, `account.id_number:${id}`),
    id_number_idx: deps.crypto.index('id-number', identityKey(wanted.idType ?? 'RESIDENT_ID', account.idNumber)),
    phone_enc: deps.crypto.encrypt(account.phone, `account.phone:${id}`),
    phone_idx: deps.crypto.index('phone', account.phone),
    email_enc: deps.crypto.encrypt(`${account.loginName}@example.org`, `account.email:${id}`),
    email_idx: deps.crypto.index('email', `${account.loginName}@example.org`),
    real_name_level: wanted.realNameLevel ?? 0,
    created_at: deps.clock.now(),
  })
  if (kind === 'LEGAL_PERSON')
    await portal.owner.knex('legal_person').insert({
      account_id: id,
      type: wanted.type ?? 'ENTERPRISE',
      uscc: account.uscc,
      representative_name: '柳青',
      handler_name: '柳青',
      handler_id_number_enc: deps.crypto.encrypt(account.idNumber, `legal_person.handler_id_number:${id}`),
      handler_id_number_idx: deps.crypto.index('id-number', account.idNumber),
      handler_phone_enc: deps.crypto.encrypt(account.phone, `legal_person.handler_phone:${id}`),
      handler_phone_idx: deps.crypto.index('phone', account.phone),
      registration_authority: '山西省市场监督管理局',
    })
  await acceptTerms(portal, id)
  return account
}

/** Opens the legal-person login and sends it. */
export const logInLegal = async (
  browser: Browser,
  identity: string,
  password: string,
  captcha: string = captchaAnswer,
): Promise<Page> => {
  await browser.get('/login/legal')
  return fill(browser, { '用户名/统一社会信用代码': identity, 密码: password, 验证码: captcha })
}

/** Lets a phone get its next code at once, whoever asks for it. */
export const forgetInterval = async (portal: TestPortal, phone: string): Promise<void> => {
  const index = portal.deps.crypto.index('phone', phone)
  for (const subject of [index, ownCount(index)]) await portal.deps.limits.reset('sms-interval', subject)
}

/** Has a code sent by the page's button and gives it. */
export const askForCode = async (
  portal: TestPortal,
  browser: Browser,
  phone: string,
  values: Readonly<Record<string, string>> = {},
): Promise<string> => {
  await forgetInterval(portal, phone)
  return codeSentBy(portal, phone, async () => {
    const page = await fill(browser, values, 'send-code')
    if (page.status !== 200) throw new Error(`no code sent: ${mainText(page).slice(0, 300)}`)
  })
}

/** Logs in by 手机快速登录, up to wherever it leads. */
export const logInByPhone = async (
  portal: TestPortal,
  phone: string,
  browser: Browser = createBrowser(portal.baseUrl),
): Promise<Page> => {
  await browser.get('/login/phone')
  const code = await askForCode(portal, browser, phone, { 手机号: phone, 验证码: captchaAnswer })
  return fill(browser, { 短信验证码: code }, 'login')
}

/** Names the account on the first page of 忘记密码. */
export const startRecovery = async (browser: Browser, identity: string): Promise<Page> => {
  await browser.get('/recover')
  return fill(browser, { '用户账号/证件号码/统一社会信用代码': identity, 验证码: captchaAnswer })
}

/** Recovers up to the page for the new password. */
export const proveRecovery = async (
  portal: TestPortal,
  browser: Browser,
  account: LoginAccount,
  { identity = account.loginName, lastOfId }: { readonly identity?: string; readonly lastOfId?: string } = {},
): Promise<Page> => {
  await startRecovery(browser, identity)
  const code = await askForCode(portal, browser, account.phone)
  return fill(browser, { 短信验证码: code, ...(lastOfId === undefined ? {} : { 证件号码后四位: lastOfId }) }, 'check')
}

/** The whole of 忘记密码. */
export const recover = async (
  portal: TestPortal,
  browser: Browser,
  account: LoginAccount,
  password: string,
  how: { readonly identity?: string; readonly lastOfId?: string } = {},
): Promise<Page> => {
  await proveRecovery(portal, browser, account, how)
  return fill(browser, { 新密码: password, 确认新密码: password })
}
