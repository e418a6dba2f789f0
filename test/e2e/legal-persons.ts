import type { Page } from '@playwright/test'
import sharp from 'sharp'
import { captcha, otherPassword, password } from './people.ts'
import { answerSms, sandboxRow } from './sandbox.ts'

/** A picture large enough to be read, with nothing on it. */
const picture = (): Promise<Buffer> =>
  sharp({ create: { width: 600, height: 420, channels: 3, background: '#fff' } })
    .png()
    .toBuffer()

/** A 社会团体 of the sandbox with what its legal person registers with. */
export const unitCalled = async (page: Page, name: string) => {
  const found = await sandboxRow(page.request, 'organizations', name)
  return {
    name,
    uscc: found.uscc,
    representative: found.legalRepresentative,
    idNumber: found.legalRepresentativeIdNumber,
    phone: found.legalRepresentativePhone,
  }
}

export type Unit = Awaited<ReturnType<typeof unitCalled>>

/** 注册 → 法人注册 → the form with its picture and code, up to the button 实名认证. */
export const fillLegalRegistration = async (
  page: Page,
  unit: Unit,
  { loginName, authority = '山西省民政厅' }: { readonly loginName: string; readonly authority?: string },
): Promise<void> => {
  const typed = {
    用户账号: loginName,
    登录密码: password,
    确认密码: password,
    社团组织名称: unit.name,
    统一社会信用代码: unit.uscc,
    法定代表人姓名: unit.representative,
    法定代表人身份证号码: unit.idNumber,
    法定代表人手机号: unit.phone,
    经办人姓名: '陈雨桐',
    经办人身份证号码: '140802199208182041',
    经办人手机号: '13900000006',
    验证码: captcha,
  }
  await page.goto('/')
  await page.getByRole('link', { name: '注册', exact: true }).first().click()
  await page.getByRole('link', { name: '法人注册', exact: true }).first().click()
  for (const [label, value] of Object.entries(typed)) await page.getByLabel(label, { exact: true }).fill(value)
  await page.getByLabel('法人类型', { exact: true }).selectOption({ label: '社团法人' })
  await page.getByLabel('法定代表人证件类型', { exact: true }).selectOption({ label: '居民身份证' })
  await page.getByLabel('登记机关', { exact: true }).selectOption({ label: authority })
  await page
    .getByLabel('法人证书图片', { exact: true })
    .setInputFiles({ name: '登记证书.png', mimeType: 'image/png', buffer: await picture() })
  await answerSms(page, unit.phone)
  await page.getByLabel('我已阅读并同意《用户协议》', { exact: true }).check()
}

/** 实名认证, and the end of the registration. */
export const verifyUnit = async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: '实名认证', exact: true }).click()
  await page.getByRole('heading', { level: 1, name: '注册成功' }).waitFor()
}

/** 法人登录 → 忘记密码: the code of the unit, the code by SMS, another password. */
export const recoverLegalPerson = async (page: Page, unit: Unit): Promise<void> => {
  await page.getByRole('link', { name: '法人登录', exact: true }).first().click()
  await page.getByRole('link', { name: '忘记密码', exact: true }).click()
  await page.getByLabel('用户账号/证件号码/统一社会信用代码', { exact: true }).fill(unit.uscc)
  await page.getByLabel('验证码', { exact: true }).fill(captcha)
  await page.getByRole('button', { name: '下一步', exact: true }).click()
  await answerSms(page, unit.phone)
  await page.getByLabel('证件号码后四位', { exact: true }).fill(unit.idNumber.slice(-4))
  await page.getByRole('button', { name: '下一步', exact: true }).click()
  await page.getByLabel('新密码', { exact: true }).fill(otherPassword)
  await page.getByLabel('确认新密码', { exact: true }).fill(otherPassword)
  await page.getByRole('button', { name: '确认修改', exact: true }).click()
  await page.getByRole('heading', { level: 1, name: '密码已重新设置' }).waitFor()
}
