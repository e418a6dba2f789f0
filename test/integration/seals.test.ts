import type { JobHelpers } from 'graphile-worker'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { renderDocumentTask } from '../../src/modules/documents/render-document.ts'
import { askForSeals, sweepSealsTask } from '../../src/modules/documents/sweep-seals.ts'
import { makeKey } from '../../src/sandbox/pki/issuing.ts'
import { paths } from '../../src/web/paths.ts'
import { makeCase, signIn, staffOf, type TestCase } from '../support/cases.ts'
import { createBrowser } from '../support/browser.ts'
import { fieldPart, filePart, multipart } from '../support/upload.ts'
import { startTestPortal, type TestPortal } from '../support/portal.ts'
import { makeSealAuthority, pkiOf, sealFile, sealFolder } from '../support/seal-keys.ts'

// The authority's seal from the start of the process that seals, through its activation by two persons, to the check of a
// document by anybody (ES-04, ES-05).

const world: NonNullable<Parameters<typeof pkiOf>[2]> = {}
let portal: TestPortal
let found: TestCase
let document: { readonly id: string; readonly verification_code: string }

const knex = () => portal.owner.knex
const make = (): Promise<unknown> =>
  Promise.resolve(renderDocumentTask(portal.deps)({ id: document.id }, {} as JobHelpers))
const row = () =>
  knex()('document')
    .where({ id: document.id })
    .first<{ sha256: string | null; seal_awaited_since: Date | null }>('sha256', 'seal_awaited_since')
const verified = async (): Promise<string> => {
  const page = await createBrowser(portal.baseUrl).get(paths.verifyDocument(document.verification_code))
  return page.$('main').text().replaceAll(/\s+/g, ' ')
}
const sessionOf = async (role: 'APPROVER' | 'CERT_CLERK' | 'WINDOW') =>
  signIn(portal, { staffId: (await staffOf(portal, role)).id })
const state = async () => (await portal.deps.seals.standing('shanxi-mzt'))[0]?.state
const until = async (holds: () => Promise<boolean>): Promise<void> => {
  for (let tries = 0; tries < 200 && !(await holds()); tries += 1)
    await new Promise((resolve) => {
      setTimeout(resolve, 25)
    })
  expect(await holds()).toBe(true)
}

beforeAll(async () => {
  const authority = await makeSealAuthority(new Date())
  const key = await makeKey('RSA')
  const folder = await sealFolder({
    'shanxi-mzt.pem': sealFile(key, [authority.certify('山西省民政厅', key), authority.root], '左半右半'),
  })
  portal = await startTestPortal({ JOBS: 'off', SEAL: 'on', SEAL_KEYS_DIR: folder })
  Object.assign(portal.deps, { pki: await pkiOf(authority, portal.deps.clock.now, world) })
  portal.drawPapers()
  found = await makeCase(portal, { stage: 'nameApproval', status: 'SUBMITTED' })
  document = await knex()('document').where({ case_id: found.id }).first<typeof document>('id', 'verification_code')
  portal.deps.seals.start(() => undefined)
  await until(async () => (await state()) !== undefined)
})
afterAll(() => portal.stop())

test('until two persons activate the seal a document has its number and waits, wherever its file would be offered', async () => {
  await make()
  await make()
  expect(await row()).toMatchObject({ sha256: null, seal_awaited_since: expect.any(Date) as Date })
  expect(await knex()('audit_log').where({ object_id: document.id, action: 'document.awaits-seal' })).toHaveLength(1)
  const applicant = await signIn(portal, { accountId: found.applicant.id })
  const official = await sessionOf('WINDOW')
  const words = '待加盖印章'
  expect((await applicant.get(paths.case(found.id))).$('main').text()).toContain(words)
  expect((await official.get(paths.staffCase(found.id))).$('main').text()).toContain(words)
  const file = await applicant.get(paths.document(found.id, document.id))
  expect([file.status, file.text]).toEqual([503, expect.stringContaining(words)])
  expect(await verified()).toContain(words)
})

test('each gives a part: one person gives no two, what is wrong is told, who and when is shown and recorded', async () => {
  const [one, other] = [await sessionOf('APPROVER'), await sessionOf('CERT_CLERK')]
  const give = (session: typeof one, half: string, password: string) =>
    session.post(paths.staffSeal, { half, password })
  expect((await give(one, '1', '')).status).toBe(422)
  expect((await give(one, '1', '左半')).status).toBe(303)
  await until(async () => (await state())?.waiting?.half === 1)
  const again = await give(one, '2', '右半')
  expect([again.status, again.text]).toEqual([422, expect.stringContaining('由两个人分别提交')])
  await give(other, '2', '不对')
  await until(async () => (await state())?.last?.result === 'wrong')
  expect((await one.get(paths.staffSeal)).text).toContain('不是印章的口令')
  await give(one, '1', '左半')
  await until(async () => (await state())?.waiting?.half === 1)
  await give(other, '2', '右半')
  await until(async () => Boolean((await state())?.key))
  const page = await one.get(paths.staffSeal)
  const names = [(await staffOf(portal, 'APPROVER')).name, (await staffOf(portal, 'CERT_CLERK')).name]
  for (const words of ['已启用', names.join('、')]) expect(page.text).toContain(words)
  expect(page.text).not.toContain('左半')
  expect(await knex()('audit_log').where({ action: 'seal.part-given' })).toHaveLength(4)
})

test('what waits is sealed, once, however often and at the same time it is asked for; a time stamp that is away delays it', async () => {
  world.away = true
  await make()
  expect((await row())?.sha256).toBeNull()
  world.away = false
  await knex().raw('delete from graphile_worker._private_jobs')
  await askForSeals(portal.deps)
  const jobs = await knex()('graphile_worker.jobs').select<{ key: string }[]>('key')
  expect(jobs.map(({ key }) => key)).toEqual([`render-document:${document.id}`])
  await Promise.all([make(), make(), make()])
  const { sha256 } = (await row()) ?? {}
  await make()
  expect((await row())?.sha256).toBe(sha256)
  expect(await knex()('document_seal').where({ document_id: document.id })).toHaveLength(1)
  expect(await knex()('audit_log').where({ object_id: document.id, action: 'document.render' })).toHaveLength(1)
  const text = await verified()
  for (const words of ['电子印章', '山西省民政厅', '加盖时间', '序列号', sha256 ?? '']) expect(text).toContain(words)
})

test('whoever brings the sealed file is told that its seal holds, and of one changed byte that it does not', async () => {
  const { sha256 } = (await row()) ?? {}
  const pdf = await portal.deps.files.bytes(sha256 ?? '')
  const judged = async (bytes: Buffer): Promise<unknown> => {
    const anybody = createBrowser(portal.baseUrl)
    await anybody.get(paths.verifyDocumentSearch)
    const sent = multipart([fieldPart('_csrf', anybody.token()), filePart('文书.pdf', bytes)])
    const headers = { 'content-type': sent.type, accept: 'application/json' }
    return (await anybody.raw(paths.verifyDocumentSearch, { method: 'POST', body: sent.body, headers })).json()
  }
  expect(await judged(pdf)).toMatchObject({
    validatedDocument: { sha256, issued: { code: document.verification_code, inForce: true } },
    signatures: [
      { indication: 'TOTAL-PASSED', bestSignatureTime: expect.any(String) as string, signedBy: '山西省民政厅' },
    ],
  })
  const changed = Buffer.from(pdf)
  changed[1_000] = (changed[1_000] ?? 0) ^ 1
  expect(await judged(changed)).toMatchObject({
    signatures: [{ indication: 'TOTAL-FAILED' }],
    validatedDocument: { issued: null },
  })
})

test('a certificate of a seal that was revoked later is told with what it sealed before', async () => {
  world.state = 'revoked'
  world.revokedAt = new Date(portal.clock.now().getTime() + 60_000)
  await sweepSealsTask(portal.deps)({}, {} as JobHelpers)
  expect(await verified()).toContain('被吊销，在加盖以后，印章仍然有效')
})
