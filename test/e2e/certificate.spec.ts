import type { Page, Request } from '@playwright/test'
import { fillLegalRegistration, unitCalled, verifyUnit } from './legal-persons.ts'
import { expectLoggedIn, logOut, password } from './people.ts'
import { sandboxRow } from './sandbox.ts'
import { expect, test } from './test.ts'

const loginName = 'heyuan_shidi'

/** Everything that left the browser from now on: addresses, headers and bodies. */
const listen = (page: Page): (() => string) => {
  const requests: Request[] = []
  page.on('request', (request) => requests.push(request))
  return () =>
    requests
      .map((one) =>
        [one.url(), JSON.stringify(one.headers()), one.postDataBuffer()?.toString('latin1') ?? ''].join('\n'),
      )
      .join('\n')
}

const present = async (page: Page, file: { readonly name: string; readonly bytes: Buffer }, secret: string) => {
  await page.getByRole('link', { name: '法人登录', exact: true }).first().click()
  await page.getByRole('link', { name: '一证通登录', exact: true }).click()
  await expect(page.getByRole('heading', { level: 1, name: '一证通登录' })).toBeVisible()
  await page.getByRole('link', { name: '一证通方式', exact: true }).click()
  await page
    .getByLabel('证书文件', { exact: true })
    .setInputFiles({ name: file.name, mimeType: 'application/x-pkcs12', buffer: file.bytes })
  await page.getByLabel('证书密码', { exact: true }).fill(secret)
  await page.getByRole('button', { name: '授权并登录', exact: true }).click()
}

test('the guide with a certificate of the sandbox: 一证通方式, 授权并登录, 绑定, straight in; no key and no password leaves', async ({
  page,
}) => {
  const unit = await unitCalled(page, '山西省黄河湿地保护协会')
  const held = await sandboxRow(page.request, 'certificates', unit.name)
  const file = { name: 'a.p12', bytes: await (await page.request.get(held.file)).body() }
  await fillLegalRegistration(page, unit, { loginName })
  await verifyUnit(page)
  await logOut(page)
  const sent = listen(page)

  await test.step('a wrong password of the certificate is told in the browser', async () => {
    await present(page, file, 'falsch-2026')
    await expect(page.getByRole('alert')).toContainText('证书密码不正确')
  })

  await test.step('授权并登录 → 绑定', async () => {
    await page.getByLabel('证书密码', { exact: true }).fill(held.password)
    await page.getByLabel('证书密码', { exact: true }).blur()
    await expect(page.getByText(unit.uscc)).toBeVisible()
    await page.getByRole('button', { name: '授权并登录', exact: true }).click()
    await expect(page.getByLabel('证书名称', { exact: true })).toHaveValue(unit.name)
    await page.getByLabel('非证书用户名', { exact: true }).fill(loginName)
    await page.getByLabel('密码', { exact: true }).fill(password)
    await page.getByRole('button', { name: '绑定', exact: true }).click()
    await expectLoggedIn(page, unit.name)
    await expect(page.getByText('用于年报', { exact: true })).toBeVisible()
  })

  await test.step('the second time straight in', async () => {
    await logOut(page)
    await present(page, file, held.password)
    await expectLoggedIn(page, unit.name)
  })

  await test.step('neither the key nor its password, nor the file, was in any request', () => {
    const everything = sent()
    expect(everything).toContain(loginName)
    for (const secret of [held.password, 'falsch-2026', file.bytes.toString('base64'), file.bytes.toString('latin1')])
      expect(everything.includes(secret) || everything.includes(encodeURIComponent(secret))).toBe(false)
  })
})
