import { createHmac, randomUUID } from 'node:crypto'
import type { Deps } from '../../src/deps.ts'
import { cookieName } from '../../src/web/sessions.ts'
import { createBrowser, type Browser } from './browser.ts'
import type { TestPortal } from './portal.ts'
import { atEachFile } from './each-file.ts'

export type TestApplicant = {
  readonly id: string
  readonly loginName: string
  readonly name: string
  readonly phone: string
}

let made = 0
atEachFile(() => {
  made = 0
})

/** The consents without which an account is asked for them first. */
export const acceptTerms = async (
  { deps, owner }: Pick<TestPortal, 'deps' | 'owner'>,
  accountId: string,
): Promise<void> => {
  const terms = { 'user-agreement': deps.site.agreement.version, 'privacy-notice': deps.site.privacyNotice.version }
  await owner.knex('consent').insert(
    Object.entries(terms).map(([document, version]) => ({
      account_id: accountId,
      document,
      version,
      accepted_at: deps.clock.now(),
    })),
  )
}

/**
 * An account as registration would leave it, put into the tables directly, verified unless told otherwise. Every one
 * has its own name, number and phone.
 */
export const createAccount = async (
  portal: TestPortal,
  name = '张晓明',
  { realNameLevel = 1 }: { readonly realNameLevel?: number } = {},
): Promise<TestApplicant> => {
  const { deps } = portal
  made += 1
  const id = randomUUID()
  const loginName = `applicant${made}`
  const idNumber = `TEST-ID-${id}`
  const phone = `139${String(made).padStart(8, '0')}`
  const email = `${loginName}@example.org`
  await portal.owner.knex('account').insert({
    id,
    kind: 'PERSONAL',
    login_name: loginName,
    login_key: loginName,
    password_hash: await deps.passwords.hash('Test@20261121'),
    name,
    id_type: 'RESIDENT_ID',
    id_number_enc: deps.crypto.encrypt(idNumber, `account.id_number:${id}`),
    id_number_idx: deps.crypto.index('id-number', idNumber),
    phone_enc: deps.crypto.encrypt(phone, `account.phone:${id}`),
    phone_idx: deps.crypto.index('phone', phone),
    email_enc: deps.crypto.encrypt(email, `account.email:${id}`),
    email_idx: deps.crypto.index('email', email),
    real_name_level: realNameLevel,
    created_at: deps.clock.now(),
  })
  await acceptTerms(portal, id)
  return { id, loginName, name, phone }
}

const signed = (sid: string, secret: string): string =>
  encodeURIComponent(`s:${sid}.${createHmac('sha256', secret).update(sid).digest('base64').replace(/=+$/, '')}`)

/** Logs somebody in without the login pages: puts the session where a login would, and gives its cookie. */
export const sessionCookie = async (
  deps: Deps,
  side: 'applicant' | 'staff',
  subject: string,
  data: { readonly accountId?: string; readonly staffId?: number; readonly csrfToken?: string },
): Promise<{ readonly name: string; readonly value: string }> => {
  const { store } = deps.sessions[side]
  const sid = store.accountSessionId(subject)
  await store.claim(sid, {
    cookie: { originalMaxAge: null, path: '/', httpOnly: true, sameSite: 'lax' } as never,
    csrfToken: randomUUID(),
    ...data,
    loginAt: deps.clock.now().getTime(),
    loginIp: '127.0.0.1',
  })
  return { name: cookieName(side, deps.secure), value: signed(sid, deps.config.keys.session) }
}

const browserWith = async (
  portal: TestPortal,
  side: 'applicant' | 'staff',
  subject: string,
  who: { accountId: string } | { staffId: number },
): Promise<Browser> => {
  const cookie = await sessionCookie(portal.deps, side, subject, who)
  const browser = createBrowser(portal.baseUrl)
  browser.cookies.set(cookie.name, cookie.value)
  return browser
}

/** A browser in which the account is logged in, without going through the login pages. */
export const browserOf = (
  portal: TestPortal,
  account: Pick<TestApplicant, 'id'> & Partial<TestApplicant>,
): Promise<Browser> => browserWith(portal, 'applicant', account.id, { accountId: account.id })

/** A browser in which a member of the demo staff is logged in. */
export const staffBrowser = async (portal: TestPortal, login: string): Promise<Browser> => {
  const row = await portal.owner.knex('staff').where({ login_key: login }).first<{ id: number }>('id')
  return browserWith(portal, 'staff', String(row.id), { staffId: row.id })
}
