import { sandboxPeople, type SandboxPerson } from '../../src/sandbox/people.ts'
import { portrait } from '../../src/sandbox/faces.ts'
import { codeSentBy, fill } from './accounts.ts'
import type { Browser, Page } from './browser.ts'
import { browserOf, createAccount, type TestApplicant } from './people.ts'
import { captchaAnswer, type TestPortal } from './portal.ts'

/** One of the sandbox's people, by place in the list. */
export const sandboxPerson = (index: number): SandboxPerson => {
  const person = sandboxPeople[index]
  if (!person) throw new Error(`no sandbox person ${String(index)}`)
  return person
}

/** An account of one of the sandbox's people as it is right after registration: not verified. */
export const unverified = async (
  portal: TestPortal,
  person: SandboxPerson,
  name = person.name,
): Promise<{ readonly account: TestApplicant; readonly browser: Browser }> => {
  const { crypto } = portal.deps
  const account = await createAccount(portal, name, { realNameLevel: 0 })
  await portal.owner
    .knex('account')
    .where({ id: account.id })
    .update({
      id_number_enc: crypto.encrypt(person.residentId, `account.id_number:${account.id}`),
      id_number_idx: crypto.index('id-number', person.residentId),
    })
  return { account, browser: await browserOf(portal, account) }
}

type Card = { readonly cardNumber: string; readonly phone: string }

/** Fills the bank card's page as a person without scripts does: captcha, code, consent, 立即认证. */
export const verifyByBankCard = async (
  portal: TestPortal,
  browser: Browser,
  { cardNumber, phone }: Card,
  next = '',
): Promise<Page> => {
  // Whoever just registered with this phone would have to wait a minute.
  await portal.deps.limits.reset('sms-interval', portal.deps.crypto.index('phone', phone))
  await browser.get(`/verify/bank-card${next}`)
  const code = await codeSentBy(portal, phone, () =>
    fill(browser, { 银联卡号: cardNumber, 银行预留手机号: phone, 验证码: captchaAnswer }, 'send-code'),
  )
  return fill(browser, { 短信验证码: code, 我单独同意处理我的银联卡号和银行预留手机号: 'yes' }, 'verify')
}

export const verifyBySocialSecurityCard = async (browser: Browser, cardNumber: string, next = ''): Promise<Page> => {
  await browser.get(`/verify/social-security-card${next}`)
  return fill(browser, { 社会保障卡卡号: cardNumber, 我单独同意处理我的社会保障卡卡号: 'yes' })
}

/** Sends a picture through the face's page; without consent when told so. */
export const verifyByFace = async (
  browser: Browser,
  picture: { readonly bytes: Uint8Array; readonly name?: string; readonly consent?: boolean },
): Promise<Page> => {
  const page = await browser.get('/verify/face')
  const body = new FormData()
  body.set('_csrf', browser.token())
  if (picture.consent !== false) body.set('consent', 'yes')
  body.append('files', new Blob([new Uint8Array(picture.bytes)], { type: 'image/jpeg' }), picture.name ?? 'photo.jpg')
  const sent = await browser.raw('/verify/face', { method: 'POST', body })
  const location = sent.headers.get('location')
  if (location !== null) return browser.get(location)
  const text = await sent.text()
  const { load } = await import('cheerio')
  return { ...page, status: sent.status, text, $: load(text) }
}

export const portraitOf = (person: SandboxPerson): Promise<Buffer> => portrait(person)

/** How the sandbox's gateway behaves on a channel from now on. */
export const setGateway = async (
  portal: TestPortal,
  channel: string,
  behaviour: 'normal' | 'slow' | 'down' | 'lying',
): Promise<void> => {
  await portal.deps.redis.hset('sandbox:identity:behaviour', channel, behaviour)
}

/** The account's real-name columns. */
export const realNameOf = async (portal: TestPortal, id: string) => {
  const row = await portal.owner
    .knex('account')
    .where({ id })
    .first<{ real_name_level: number; real_name_channel: string | null; real_name_at: Date | null }>(
      'real_name_level',
      'real_name_channel',
      'real_name_at',
    )
  return { level: row.real_name_level, channel: row.real_name_channel, at: row.real_name_at }
}

export const attemptsOf = (
  portal: TestPortal,
  id: string,
): Promise<{ channel: string; outcome: string; reason: string | null }[]> =>
  portal.owner.knex('real_name_attempt').where({ account_id: id }).orderBy('id').select('channel', 'outcome', 'reason')
