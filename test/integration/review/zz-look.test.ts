import { afterAll, beforeAll, test } from 'vitest'
import { chromium } from '@playwright/test'
import AxeBuilder from '@axe-core/playwright'
import { paths } from '../../../src/web/paths.ts'
import { makeCase, signIn, staffOf, openPositions } from '../../support/cases.ts'
import { startTestPortal, type TestPortal } from '../../support/portal.ts'

let portal: TestPortal
beforeAll(async () => {
  portal = await startTestPortal()
})
afterAll(async () => {
  await portal.stop()
})

test('look', { timeout: 180000 }, async () => {
  for (const position of openPositions.slice(0, 4)) await makeCase(portal, position)
  const received = await makeCase(portal, { stage: 'establishmentSubmission', status: 'RECEIVED' })
  const name = await makeCase(portal, { stage: 'nameApproval', status: 'SUBMITTED' })
  const printed = await makeCase(portal, { stage: 'establishmentCompletion', status: 'CERT_PRINTED' })
  const corrected = await makeCase(portal, { stage: 'establishmentSubmission', status: 'CORRECTION_REQUIRED' })
  await corrected.step('resubmit')
  await new Promise((r) => setTimeout(r, 3000))
  const browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
    ],
  })
  type P = import('@playwright/test').Page
  const shot = async (
    role: 'WINDOW' | 'CERT_CLERK' | 'AUDIT_ADMIN' | 'SYS_ADMIN' | 'APPROVER',
    path: string,
    label: string,
    before?: (p: P) => Promise<void>,
  ) => {
    const session = await signIn(portal, { staffId: (await staffOf(portal, role)).id })
    const [n = '', v = ''] = session.cookie.split('=')
    for (const width of [1440, 768, 360, 320]) {
      const context = await browser.newContext({ viewport: { width, height: 900 } })
      await context.addCookies([{ name: n, value: v, url: portal.baseUrl }])
      const page = await context.newPage()
      page.on('console', (m) => {
        if (m.type() === 'error') console.log(label, width, m.text())
      })
      await page.goto(portal.baseUrl + path)
      await before?.(page)
      const wide = await page.evaluate('document.documentElement.scrollWidth')
      if (Number(wide) > width) console.log('WIDE', label, width, wide)
      if (width === 1440 || width === 360) {
        const r = await new AxeBuilder({ page }).analyze()
        for (const v of r.violations)
          console.log(
            'AXE',
            label,
            width,
            v.id,
            v.impact,
            v.nodes
              .slice(0, 2)
              .map((x) => x.html.slice(0, 200))
              .join(' | '),
          )
      }
      await page.screenshot({ path: `/tmp/staffshots/${label}-${width}.png`, fullPage: true })
      await context.close()
    }
  }
  await shot('WINDOW', paths.staffQueue, 'queue')
  await shot('WINDOW', paths.staffHistory, 'history')
  await shot('WINDOW', paths.staffCase(received.id), 'received', async (p) => {
    await p.locator('summary').filter({ hasText: '在本页查看' }).first().click()
    await p.waitForTimeout(1500)
  })
  await shot('WINDOW', paths.staffCase(received.id), 'received422', async (p) => {
    await p.getByRole('button', { name: '一次性告知补正', exact: true }).click()
    await p.waitForTimeout(300)
  })
  await shot('WINDOW', paths.staffCase(name.id), 'refuse422', async (p) => {
    await p.getByRole('button', { name: '不予受理', exact: true }).click()
    await p.waitForTimeout(300)
  })
  await shot('WINDOW', paths.staffCase(corrected.id), 'corrected')
  await shot('CERT_CLERK', paths.staffCase(printed.id), 'printed')
  await shot('AUDIT_ADMIN', paths.staffAudit, 'audit')
  await shot('SYS_ADMIN', paths.staffHome, 'home')
  await browser.close()
})
