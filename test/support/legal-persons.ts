import sharp from 'sharp'
import { sandboxPeople, type SandboxPerson } from '../../src/sandbox/people.ts'
import { agreed, codeSentBy, fill } from './accounts.ts'
import { createBrowser, type Browser, type Page } from './browser.ts'
import { makeAccount, type LoginAccount } from './login-accounts.ts'
import { captchaAnswer, type TestPortal } from './portal.ts'

/** A picture of a certificate: nothing is on it, but it is large enough to be read. */
const pictureOf = async (width: number, height: number): Promise<Uint8Array<ArrayBuffer>> =>
  new Uint8Array(
    await sharp({ create: { width, height, channels: 3, background: '#fff' } })
      .png()
      .toBuffer(),
  )

const certificateFile = { name: '登记证书.png', bytes: await pictureOf(600, 420) } as const

const personCalled = (name: string): SandboxPerson => {
  const found = sandboxPeople.find((person) => person.name === name)
  if (!found) throw new Error(`no ${name} in the sandbox`)
  return found
}

/** A unit of the demo data with what its registration asks for. */
export type TestUnit = {
  readonly type: string
  readonly name: string
  readonly uscc: string
  readonly head: SandboxPerson
  readonly authority: string
}

const unit = (type: string, name: string, uscc: string, head: string, authority: string): TestUnit => ({
  type,
  name,
  uscc,
  head: personCalled(head),
  authority,
})

/** Registered organizations of the demo data. */
export const units = {
  books: unit('SOCIAL_GROUP', '山西省古籍修复研究会', '51140000MJ0000018C', '程望舒', '山西省民政厅'),
  grain: unit('SOCIAL_GROUP', '山西省小杂粮产业促进会', '51140000MJ0001010T', '薛穗', '山西省民政厅'),
  robots: unit('SOCIAL_GROUP', '山西省青少年机器人教育协会', '51140000MJ0001029P', '白启明', '山西省民政厅'),
  wetland: unit('SOCIAL_GROUP', '山西省黄河湿地保护协会', '51140000MJ0001037J', '段汀', '山西省民政厅'),
  service: unit('PRIVATE_NON_ENTERPRISE', '山西汾水社会工作服务中心', '52140000MJ00020138', '卫朴', '山西省民政厅'),
  fund: unit('FOUNDATION', '山西省晋阳教育发展基金会', '53140000MJ0003016M', '师若谷', '山西省民政厅'),
  heritage: unit('SOCIAL_GROUP', '鞍山市工业遗产保护协会', '51210300MJY100010R', '栾清', '鞍山市行政审批局'),
} as const

export const legalPassword = 'Fenhe#2026x'

/** What a person types into the form of 法人注册, by label. */
export const legalValues = (one: TestUnit, loginName: string): Record<string, string> => ({
  用户账号: loginName,
  登录密码: legalPassword,
  确认密码: legalPassword,
  法人类型: one.type,
  社团组织名称: one.name,
  统一社会信用代码: one.uscc,
  法定代表人姓名: one.head.name,
  法定代表人证件类型: 'RESIDENT_ID',
  法定代表人身份证号码: one.head.residentId,
  法定代表人手机号: one.head.mobile,
  经办人姓名: '陈雨桐',
  经办人身份证号码: '140802199208182041',
  经办人手机号: '13900000006',
  登记机关: one.authority,
})

/** The account of a registered unit as it is once its certificate was passed, put into the tables directly. */
export const unitAccount = async (portal: Pick<TestPortal, 'deps' | 'owner'>, one: TestUnit): Promise<LoginAccount> => {
  const { name, uscc, type, head } = one
  const account = await makeAccount(portal, {
    kind: 'LEGAL_PERSON',
    name,
    uscc,
    type,
    idNumber: head.residentId,
    realNameLevel: 1,
  })
  await portal.owner
    .knex('legal_person')
    .where({ account_id: account.id })
    .update({
      representative_name: head.name,
      organization_id: portal.owner.knex('organization').where({ uscc }).select('id'),
    })
  return account
}

type LegalFile = { readonly name: string; readonly bytes: Uint8Array<ArrayBuffer> }

/** Fills the form by its labels and sends it with its file, as a browser without scripts does. */
export const fillWithFile = (
  browser: Browser,
  values: Readonly<Record<string, string>>,
  action: string,
  file: LegalFile = certificateFile,
): Promise<Page> => {
  const { $ } = browser.page()
  const form = $('main form[method=post]').first()
  const fields: Record<string, string> = { action }
  for (const [label, value] of Object.entries(values)) {
    const found = form.find('label').filter((_index, element) => $(element).text().trim() === label)
    const name = $(`[id="${found.first().attr('for') ?? ''}"]`).attr('name')
    if (name === undefined) throw new Error(`no field ${label} on ${browser.page().url}`)
    fields[name] = value
  }
  return browser.upload('/register/legal', browser.token(), [file], fields)
}

/** The form filled in, its file sent and the phone's code on its way; gives the browser and the code. */
export const upToLegalCode = async (
  portal: Pick<TestPortal, 'baseUrl'>,
  values: Readonly<Record<string, string>>,
  sandbox: TestPortal,
  browser: Browser = createBrowser(portal.baseUrl),
): Promise<{ readonly browser: Browser; readonly code: string }> => {
  const phone = values['法定代表人手机号'] ?? ''
  await browser.get('/register/legal')
  const code = await codeSentBy(sandbox, phone, async () => {
    const page = await fillWithFile(browser, { ...values, ...agreed, 验证码: captchaAnswer }, 'send-code')
    if (page.status !== 200) throw new Error(`no code: ${page.$('.govuk-error-summary').text()}`)
  })
  return { browser, code }
}

/** Registers a legal person up to the button 实名认证; gives the page that answers. */
export const registerLegal = async (
  portal: TestPortal,
  one: TestUnit,
  loginName: string,
  over: Readonly<Record<string, string>> = {},
  action = 'verify',
): Promise<{ readonly browser: Browser; readonly page: Page }> => {
  const { browser, code } = await upToLegalCode(portal, { ...legalValues(one, loginName), ...over }, portal)
  return { browser, page: await fill(browser, { 短信验证码: code, ...agreed }, action) }
}
