import { afterAll, beforeAll, test } from 'vitest'
import { chromium } from '@playwright/test'
import { paths } from '../../../src/web/paths.ts'
import { makeCase, signIn, staffOf, openPositions } from '../../support/cases.ts'
import { startTestPortal, type TestPortal } from '../../support/portal.ts'

let portal: TestPortal
beforeAll(async () => { portal = await startTestPortal() })
afterAll(async () => { await portal.stop() })

test('look', { timeout: 180000 }, async () => {
  for (const position of openPositions) await makeCase(portal, position)
  portal.clock.set('2026-11-26T02:00:00Z')
  for (let i = 0; i < 3; i += 1) await makeCase(portal, { stage: 'nameApproval', status: 'SUBMITTED' })
  const received = await makeCase(portal, { stage: 'establishmentSubmission', status: 'RECEIVED' })
  const corrected = await makeCase(portal, { stage: 'establishmentSubmission', status: 'CORRECTION_REQUIRED' })
  const name = await makeCase(portal, { stage: 'nameApproval', status: 'SUBMITTED' })
  const printed = await makeCase(portal, { stage: 'establishmentCompletion', status: 'CERT_PRINTED' })
  await new Promise((r) => setTimeout(r, 4000))
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run'] })
  const shot = async (role: 'WINDOW' | 'CERT_CLERK' | 'AUDIT_ADMIN' | 'SYS_ADMIN' | 'APPROVER', path: string, label: string, before?: (p: import('@playwright/test').Page) => Promise<void>) => {
    const session = await signIn(portal, { staffId: (await staffOf(portal, role)).id })
    const [n = '', v = ''] = session.cookie.split('=')
    for (const width of [1440, 768, 360]) {
      const context = await browser.newContext({ viewport: { width, height: 900 } })
      await context.addCookies([{ name: n, value: v, url: portal.baseUrl }])
      const page = await context.newPage()
      page.on('console', (m) => { if (m.type() === 'error') console.log(label, width, m.text()) })
      await page.goto(portal.baseUrl + path)
      await before?.(page)
      const wide = await page.evaluate('document.documentElement.scrollWidth')
      console.log(label, width, 'scrollWidth', wide)
      await page.screenshot({ path: `/tmp/staffshots/${label}-${width}.png`, fullPage: true })
      await context.close()
    }
  }
  await shot('WINDOW', paths.staffQueue, 'queue')
  await shot('WINDOW', paths.staffHistory, 'history')
  await shot('WINDOW', paths.staffCase(received.id), 'received', async (p) => { await p.locator('form[action$="requireCorrection"] summary').first().click() ; await p.locator('summary').filter({ hasText: '在本页查看' }).first().click(); await p.waitForTimeout(1500) })
  await shot('WINDOW', paths.staffCase(name.id), 'name')
  await shot('WINDOW', paths.staffCase(corrected.id), 'corrected')
  await shot('CERT_CLERK', paths.staffCase(printed.id), 'printed')
  await shot('AUDIT_ADMIN', paths.staffAudit, 'audit')
  await shot('SYS_ADMIN', paths.staffHome, 'home')
  await browser.close()
})
