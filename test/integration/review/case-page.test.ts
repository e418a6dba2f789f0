import { afterAll, beforeAll, expect, test } from 'vitest'
import { paths } from '../../../src/web/paths.ts'
import { makeCase, signIn, staffOf } from '../../support/cases.ts'
import { startTestPortal, type TestPortal } from '../../support/portal.ts'

let portal: TestPortal
beforeAll(async () => {
  portal = await startTestPortal()
})
afterAll(async () => {
  await portal.stop()
})

test('a whole establishment', async () => {
  const found = await makeCase(portal, { stage: 'establishmentCompletion', status: 'COMPLETED' })
  const window = await signIn(portal, { staffId: (await staffOf(portal, 'WINDOW')).id })
  const page = await window.get(paths.staffCase(found.id))
  console.log(page.$('main').text().replaceAll(/\s+/g, ' ').slice(0, 3000))
  expect(page.status).toBe(200)
})
