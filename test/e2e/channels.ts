import type { Page } from '@playwright/test'
import { captcha, type SandboxPerson } from './people.ts'
import { answerSms } from './sandbox.ts'

export type Channel = '银联卡实名认证' | '社会保障卡实名认证' | '刷脸实名认证'

/** 立即认证 beside a way of 实名认证. */
export const openChannel = async (page: Page, channel: Channel): Promise<void> => {
  await page
    .getByRole('listitem')
    .filter({ hasText: channel })
    .getByRole('link', { name: '立即认证', exact: true })
    .click()
}

/** Fills 银联卡实名认证 with the person's card and the phone the bank knows. */
export const fillBankCard = async (page: Page, person: SandboxPerson): Promise<void> => {
  await page.getByLabel('银联卡号', { exact: true }).fill(person.bankCard)
  await page.getByLabel('银行预留手机号', { exact: true }).fill(person.reservedPhone)
  await page.getByLabel('验证码', { exact: true }).fill(captcha)
  await answerSms(page, person.reservedPhone)
}

/** Agrees, separately from everything else, and asks to be verified. */
export const agreeAndVerify = async (page: Page, consent: string): Promise<void> => {
  await page.getByLabel(consent, { exact: true }).check()
  await page.getByRole('button', { name: '立即认证', exact: true }).click()
}
