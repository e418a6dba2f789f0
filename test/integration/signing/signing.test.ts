import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { signingFaults } from '../../../src/core/signatures/signing.ts'
import { certificateFaults } from '../../../src/core/signatures/certificate-faults.ts'
import { paths } from '../../../src/web/paths.ts'
import { bindToUnit } from '../../support/bindings.ts'
import { signIn, type Session } from '../../support/cases.ts'
import { putGrant } from '../../support/grants.ts'
import { units } from '../../support/legal-persons.ts'
import { beginOwn, organizationAt, submitOwn, type Organization } from '../../support/organizations.ts'
import { createAccount } from '../../support/people.ts'
import { startTestPortal, testMoment, type TestPortal } from '../../support/portal.ts'
import { createSigningAuthority, type HeldKey } from '../../support/signing-authority.ts'

// 待签章 from a report's declaration to the material that was signed, with keys that stay with their holders.

let portal: TestPortal
let authority: Awaited<ReturnType<typeof createSigningAuthority>>
let own: Organization
let unit: HeldKey
let head: HeldKey
let gone: HeldKey
const folder = mkdtempSync(join(tmpdir(), 'anchors-'))
const { books, grain } = units
const declaration = 'R01'
const form = 'F01'

const bind = ({ certificate }: HeldKey, purpose: 'ANNUAL' | null): Promise<void> =>
  bindToUnit(portal, certificate, books, purpose)

beforeAll(async () => {
  authority = await createSigningAuthority(() => portal?.clock.now() ?? new Date(testMoment))
  writeFileSync(join(folder, 'anchors.pem'), authority.pem)
  portal = await startTestPortal({ JOBS: 'off', TRUST_ANCHORS: join(folder, 'anchors.pem'), TSA_URL: authority.tsaUrl })
  own = await organizationAt(portal, books)
  unit = await authority.issue({ unit: books.name, uscc: books.uscc })
  head = await authority.issue({ person: books.head.name })
  await bind(unit, 'ANNUAL')
  gone = await authority.issue({ unit: books.name, uscc: books.uscc })
  await bind(gone, null)
  authority.revoke(gone)
})
afterAll(async () => {
  await portal.stop()
  await authority.stop()
  rmSync(folder, { recursive: true })
})

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64')
const said = (answer: { readonly text: string }): string =>
  (JSON.parse(answer.text) as { fault?: { title: string } }).fault?.title ?? answer.text

/** What the page's script does with a key: asks what to sign, signs it, brings it back. */
const begin = (session: Session, item: string, { certificate }: HeldKey) =>
  session.post(paths.signBegin(item), { certificate: base64(certificate.der) })
const finish = (session: Session, item: string, { key }: HeldKey, begun: { readonly text: string }) => {
  const { attempt, attributes } = JSON.parse(begun.text) as { attempt: string; attributes: string }
  return session.post(paths.signFinish(item), {
    attempt,
    signature: base64(key.sign(Buffer.from(attributes, 'base64'))),
  })
}
const sign = async (session: Session, item: string, held: HeldKey): Promise<string> => {
  const begun = await begin(session, item, held)
  return begun.status === 200 ? said(await finish(session, item, held, begun)) : said(begun)
}
const signed = '{"signed":true}'

const list = async (session: Session, id: string, material: string): Promise<string> => {
  const listed = await session.post(paths.listForSigning(id, material))
  expect([listed.status, listed.text.slice(0, 200)]).toEqual([303, expect.anything()])
  return listed.location.split('/').at(-1) ?? ''
}
const main = async (session: Session, path: string): Promise<string> =>
  (await session.get(path)).$('main').text().replaceAll(/\s+/gu, ' ')
const rows = (table: string, where: object) => portal.owner.knex(table).where(where)

describe('待签章', () => {
  it('a form is sealed and signed, stands as the material, and goes stale with the answers', async () => {
    const { session } = own
    const id = await beginOwn(own, 'filing-party')
    expect((await session.post(paths.sandboxFillCase(id))).status).toBe(303)
    await portal.owner.knex('attachment').where({ case_id: id, material: form }).delete()
    expect(await main(session, paths.material(id, form))).toContain('在线签章')
    const item = await list(session, id, form)
    // Listed once, however often it is asked.
    expect(await list(session, id, form)).toBe(item)
    expect(await main(session, paths.sign)).toMatch(
      /党组织备案表 待签章.*古籍修复研究会（公章），未签.*法定代表人程望舒，未签/,
    )
    // The person does not come before the seal, and neither does the other's work.
    expect(await sign(session, item, head)).toBe(signingFaults['of-a-person'].title)
    const begun = await begin(session, item, unit)
    expect(said(await finish(session, item, unit, begun))).toBe(signed)
    // Sent again, as by a second window: once.
    expect([said(await finish(session, item, unit, begun)), said(await begin(session, item, unit))]).toEqual([
      signingFaults['too-late'].title,
      signingFaults['of-the-unit'].title,
    ])
    expect(await main(session, paths.signItem(item))).toMatch(/公章） 已签章.*法定代表人程望舒 待签章/)
    expect((await rows('attachment', { case_id: id, material: form })).length).toBe(0)
    expect(await sign(session, item, head)).toBe(signed)
    const page = await session.get(paths.signItem(item))
    expect(page.$('main').text()).toContain('签章成功')
    const [picture] = page.$('.signing-seal img').get()
    expect((await session.get(String(picture?.attribs['src']))).text).toMatch(/^<svg .*印章：山西省古籍修复研究会/)
    const pdf = Buffer.from(
      await (await fetch(portal.baseUrl + paths.signFile(item), { headers: { cookie: session.cookie } })).arrayBuffer(),
    )
    expect(pdf.toString('latin1').match(/\/SubFilter \/ETSI\.CAdES\.detached/g)?.length).toBe(2)
    expect(await main(session, paths.material(id, form))).toContain('已签章')
    // What was signed stands for the material as long as the answers say the same.
    await portal.owner.knex('attachment').where({ case_id: id, material: form }).update({ signed_digest: 'other' })
    expect(await main(session, paths.checkAnswers(id))).toContain('签章以后，填写的内容有改动，请重新签章')
    expect((await submitOwn(own, id)).location).toBe(paths.checkAnswers(id))
    await portal.owner
      .knex('attachment')
      .where({ case_id: id, material: form })
      .update({ signed_digest: (await rows('signing_item', { id: item }).first<{ digest: string }>()).digest })
    expect((await submitOwn(own, id)).location).toContain(paths.submitted(id))
  })

  it('a certificate that is not in order, or not whose it should be, signs nothing', async () => {
    const { session } = own
    const id = await beginOwn(own, 'report')
    const item = await list(session, id, declaration)
    const other = await authority.issue({ unit: grain.name, uscc: grain.uscc })
    const renamed = await authority.issue({ unit: '山西省旧名研究会', uscc: books.uscc })
    const unbound = await authority.issue({ unit: books.name, uscc: books.uscc })
    const only = { ca: false, keyUsage: ['keyEncipherment'] } as const
    const encrypting = await authority.issue({ unit: books.name, uscc: books.uscc }, only)
    const titles = []
    const second = await authority.issue({ unit: books.name, uscc: books.uscc })
    await bind(second, null)
    for (const held of [second, other, renamed, unbound, encrypting, gone])
      titles.push(said(await begin(session, item, held)))
    expect(titles).toEqual([
      signingFaults['not-annual'].title,
      signingFaults['other-unit'].title,
      signingFaults.renamed.title,
      signingFaults.unbound.title,
      certificateFaults['wrong-usage'].title,
      certificateFaults.revoked.title,
    ])
    // A signature by another key, no time stamp, a seal put out of use: nothing is in the file.
    const before = await rows('signing_item', { id: item }).first<{ sha256: string }>()
    const begun = await begin(session, item, unit)
    expect(said(await finish(session, item, other, begun))).toBe(signingFaults['wrong-signature'].title)
    authority.stamping(false)
    expect(said(await finish(session, item, unit, begun))).toBe(signingFaults['no-timestamp'].title)
    authority.stamping(true)
    expect((await session.post(paths.organizationSeal(), { action: 'pause' })).status).toBe(303)
    expect(said(await finish(session, item, unit, begun))).toBe(signingFaults['seal-out-of-use'].title)
    expect(await main(session, paths.organizationHome)).toMatch(/电子印章 .*停用/)
    await session.post(paths.organizationSeal(), { action: 'resume' })
    expect(await rows('signing_item', { id: item }).first('sha256')).toEqual({ sha256: before.sha256 })
    // Two windows began: the one that comes second finds it done.
    const [one, two] = [await begin(session, item, unit), await begin(session, item, unit)]
    expect([said(await finish(session, item, unit, one)), said(await finish(session, item, unit, two))]).toEqual([
      signed,
      signed,
    ])
    expect((await rows('signing_place', { item_id: item }).whereNotNull('signed_at')).length).toBe(1)
  })

  it('whoever was not given to sign does not, and to a stranger nothing is there', async () => {
    const { session } = own
    const id = await beginOwn(own, 'filing-premises')
    const item = await list(session, id, form)
    const as = async (level?: 'fill' | 'submit' | 'sign'): Promise<Session> => {
      const account = await createAccount(portal, '李青禾')
      if (level) await putGrant(portal, { organization: own.id }, null, account.id, level)
      return signIn(portal, { accountId: account.id })
    }
    expect((await (await as()).get(paths.signItem(item))).status).toBe(404)
    const filler = await as('submit')
    expect(await main(filler, paths.signItem(item))).toContain('授权不包括签章')
    expect((await begin(filler, item, unit)).status).toBe(403)
    const signer = await as('sign')
    const begun = await begin(signer, item, unit)
    // Prepared for one account, brought by another.
    expect(said(await finish(session, item, unit, begun))).toBe(signingFaults['too-late'].title)
    expect(said(await finish(signer, item, unit, begun))).toBe(signed)
    // What was changed after listing is asked again.
    await portal.owner.knex('signing_item').where({ id: item }).update({ digest: 'other' })
    expect(await main(session, paths.signItem(item))).toContain('填写的内容有改动，请重新核对')
    expect((await begin(session, item, head)).status).toBe(409)
    const again = await list(session, id, form)
    expect(again).not.toBe(item)
    expect((await rows('signing_item', { id: item }).first<{ void_why: string }>()).void_why).toBe('CHANGED')
  })
})
