import { chromium, type Page } from '@playwright/test'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { demoKeyPassword } from '../../../src/sandbox/pki/demo-certificates.ts'
import { keyFile, sandboxKeys, type SandboxKey } from '../../../src/sandbox/pki/store.ts'
import { paths } from '../../../src/web/paths.ts'
import { bindToUnit } from '../../support/bindings.ts'
import { findChromium } from '../../support/chromium.ts'
import { units } from '../../support/legal-persons.ts'
import { beginOwn, organizationAt, type Organization } from '../../support/organizations.ts'
import { startTestPortal, type TestPortal } from '../../support/portal.ts'

// The second part of the Beijing guide in a browser: 待签章, 签章, the password of the certificate, the seal in the page.

let portal: TestPortal
let own: Organization
beforeAll(async () => {
  portal = await startTestPortal({ JOBS: 'off' })
  own = await organizationAt(portal, units.books)
})
afterAll(() => portal.stop())

const held = async (id: string): Promise<SandboxKey> => {
  const found = (await sandboxKeys(portal.deps)).keys.find((one) => one.id === id)
  if (!found) throw new Error(`no certificate ${id}`)
  return found
}

const bind = ({ certificate }: SandboxKey): Promise<void> => bindToUnit(portal, certificate, units.books, 'ANNUAL')

const sign = async (page: Page, key: SandboxKey, password = demoKeyPassword): Promise<void> => {
  const file = { name: `${key.id}.p12`, mimeType: 'application/x-pkcs12', buffer: Buffer.from(keyFile(key)) }
  await page.getByLabel('证书文件', { exact: true }).setInputFiles(file)
  await page.getByLabel('证书密码', { exact: true }).fill(password)
  await page.getByLabel('证书密码', { exact: true }).blur()
  // As people do: they look at what was found before they press.
  const found = password === demoKeyPassword ? key.certificate.subject.commonName : '证书密码不正确'
  await page.locator('[data-key-facts], [data-key-fault]').filter({ hasText: found, visible: true }).waitFor()
  await page.getByLabel('已经打开文件核对', { exact: false }).check()
  await page.getByRole('button', { name: '签章', exact: true }).click()
}

it.skipIf(findChromium() === undefined)(
  'the declaration of a report is signed with certificates of the sandbox; no key and no password leaves the browser',
  async () => {
    const [unit, head] = [await held('guji'), await held('guji-head')]
    await bind(unit)
    const id = await beginOwn(own, 'report')
    const browser = await chromium.launch({ executablePath: findChromium() ?? '' })
    try {
      const context = await browser.newContext()
      const [name = '', ...value] = own.session.cookie.split('=')
      await context.addCookies([{ name, value: value.join('='), url: portal.baseUrl }])
      const page = await context.newPage()
      const sent: string[] = []
      page.on('request', (one) => sent.push(`${one.url()} ${one.postDataBuffer()?.toString('latin1') ?? ''}`))
      await page.goto(portal.baseUrl + paths.material(id, 'R01'))
      await page.getByRole('button', { name: '在线签章', exact: true }).click()
      await page.getByRole('link', { name: '待签章', exact: true }).click()
      await page.getByRole('link', { name: '签章 年度工作报告声明签章页', exact: true }).click()

      await sign(page, unit, 'falsch-2026')
      await sign(page, head)
      await page.getByText('这是个人的证书，不能加盖单位的印章').waitFor()
      await sign(page, unit)
      const seal = page.getByRole('img', { name: '印章：山西省古籍修复研究会' })
      await seal.waitFor()
      // The picture is there, not only its name.
      expect(await seal.evaluate((image) => Reflect.get(image, 'naturalWidth') as number)).toBeGreaterThan(100)
      await sign(page, head)
      await page.getByText('签章成功').waitFor()
      await page.getByRole('img', { name: '签名：程望舒' }).waitFor()

      // The portal's own judgement of the file: what the second one signed changed nothing of the first.
      const file = await (await page.request.get(`${page.url()}/file`)).body()
      const token = await page.locator('input[name=_csrf]').first().inputValue()
      const judged = await page.request.post(portal.baseUrl + paths.verifyDocumentSearch, {
        headers: { accept: 'application/json' },
        multipart: { _csrf: token, files: { name: 'a.pdf', mimeType: 'application/pdf', buffer: file } },
      })
      const { signatures } = (await judged.json()) as { signatures: { indication: string }[] }
      expect(signatures.map(({ indication }) => indication)).toEqual(['TOTAL-PASSED', 'TOTAL-PASSED'])

      const all = sent.join('\n')
      expect(all).toContain('signature=')
      for (const key of [unit, head]) {
        const file = Buffer.from(keyFile(key))
        const secret = key.key.object.export({ type: 'pkcs8', format: 'der' })
        for (const one of [demoKeyPassword, 'falsch-2026', ...[file, secret].map((bytes) => bytes.toString('base64'))])
          expect(all.includes(one) || all.includes(encodeURIComponent(one))).toBe(false)
      }
    } finally {
      await browser.close()
    }
    const [attachment] = await portal.owner.knex('attachment').where({ case_id: id, material: 'R01' })
    expect(attachment.signed_digest).toMatch(/^[0-9a-f]{64}$/)
  },
  60_000,
)
