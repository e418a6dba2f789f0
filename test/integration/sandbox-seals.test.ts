import { execFileSync } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { JobHelpers } from 'graphile-worker'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { renderDocumentTask } from '../../src/modules/documents/render-document.ts'
import { makeCase } from '../support/cases.ts'
import { startTestPortal, type TestPortal } from '../support/portal.ts'

let portal: TestPortal
beforeAll(async () => {
  portal = await startTestPortal({ JOBS: 'off', SEAL: 'on' })
})
afterAll(() => portal.stop())

test('the sandbox makes and opens the seals itself, and answers for them over HTTP', async () => {
  portal.drawPapers()
  const { deps, owner } = portal
  const found = await makeCase(portal, { stage: 'nameApproval', status: 'SUBMITTED' })
  const { id } = await owner.knex('document').where({ case_id: found.id }).first<{ id: string }>('id')
  deps.seals.start(() => undefined)
  await renderDocumentTask(deps)({ id }, {} as JobHelpers)
  const { sha256 } = await owner.knex('document').where({ id }).first<{ sha256: string }>('sha256')
  const file = join(deps.files.uploadFolder, 'sealed.pdf')
  await writeFile(file, await deps.files.bytes(sha256))
  const said = execFileSync('pdfsig', ['-nocert', file], { stdio: 'pipe' }).toString()
  expect(said).toContain('Signature is Valid')
  expect(said).toContain('CN=山西省民政厅')
  expect(said).toContain('演示证书，不具法律效力')
})
