import { smsPlaces } from '../../src/modules/messages/sms.ts'
import { paths } from '../../src/web/paths.ts'
import { fill, mainText } from './accounts.ts'
import type { Browser, Page } from './browser.ts'
import { forgetInterval } from './login-accounts.ts'
import type { TestPortal } from './portal.ts'

/** The newest code left for a phone: nobody waits here for the job that sends it. */
const newestCode = async ({ deps, owner }: TestPortal, phone: string): Promise<string> => {
  const row = await owner
    .knex('outgoing_sms')
    .where({ phone_idx: deps.crypto.index('phone', phone), template: 'code' })
    .orderBy('seq', 'desc')
    .first<{ id: string; text_enc: string }>('id', 'text_enc')
  return /验证码(\d{6})，用于移交办件/.exec(deps.crypto.decrypt(row.text_enc, smsPlaces.text(row.id)))?.[1] ?? ''
}

/** Has a code for offering a case sent by its page, which is open, and gives it. */
const askToOffer = async (
  portal: TestPortal,
  { browser, phone }: { readonly browser: Browser; readonly phone: string },
): Promise<string> => {
  await forgetInterval(portal, phone)
  await fill(browser, {}, 'send-code')
  return newestCode(portal, phone)
}

/**
 * Offers a case through its page as the one who has it: with a code to the phone given, unless one was right already,
 * and the password.
 */
export const offerCase = async (
  portal: TestPortal,
  from: { readonly browser: Browser; readonly phone: string },
  caseFile: string,
  to: { readonly loginName: string; readonly name: string },
): Promise<Page> => {
  const { browser } = from
  const page = await browser.get(paths.transferCase(caseFile))
  const proved = mainText(page).includes('短信验证码已通过')
  const smsCode = proved ? '' : await askToOffer(portal, from)
  const typed = { 对方的用户账号: to.loginName, 对方的姓名: to.name }
  return fill(browser, { ...typed, 短信验证码: smsCode, 当前登录密码: 'Test@20261121' }, 'offer')
}
