import { execFileSync } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { pemOf } from '../../../src/infra/pki/certificate.ts'
import { validatePath } from '../../../src/infra/pki/path.ts'
import { verifyTimestamp } from '../../../src/infra/pki/timestamp.ts'
import { demoKeyPassword } from '../../../src/sandbox/pki/demo-certificates.ts'
import { issueSeal, sandboxKeys, sandboxRoot } from '../../../src/sandbox/pki/store.ts'
import { startTestPortal, type TestPortal } from '../../support/portal.ts'

let portal: TestPortal
beforeAll(async () => {
  portal = await startTestPortal({ JOBS: 'off' })
})
afterAll(() => portal.stop())

const judged = async (id: string) => {
  const { deps, clock } = portal
  const found = (await sandboxKeys(deps)).keys.find((one) => one.id === id)
  if (!found) throw new Error(`no certificate ${id}`)
  const { certificate, chain } = found
  const options = { intermediates: chain, anchors: await deps.pki.anchors(), at: clock.now(), use: 'login' as const }
  const path = validatePath(certificate, options)
  return path.ok ? (await deps.pki.revocation.check(path.chain)).state : path.fault
}

describe('the authority of the sandbox', () => {
  it.each([
    ['guji', 'good'],
    ['guji-sm2', 'good'],
    ['shidi-renewed', 'good'],
    ['guoshu-supervisor', 'good'],
    ['guji-revoked', 'revoked'],
    ['guji-expired', 'expired'],
    ['guji-early', 'not-yet-valid'],
    ['guji-encryption', 'wrong-usage'],
    ['guji-foreign', 'unknown-issuer'],
  ])('has a certificate for each state, asked about over HTTP: %s is %s', async (id, state) => {
    expect(await judged(id)).toBe(state)
  })

  it('names units and people as the register of the demo has them', async () => {
    const { keys } = await sandboxKeys(portal.deps)
    const rows = await portal.owner.read<{ name: string; uscc: string }>(
      { name: 'names-and-codes', text: 'select name, uscc from organization' },
      [],
    )
    const names = new Map(rows.map(({ name, uscc }) => [uscc, name]))
    const units = keys.filter(({ uscc }) => uscc !== undefined && names.has(uscc))
    expect(new Set(units.map(({ uscc }) => uscc)).size).toBeGreaterThan(3)
    expect(units.filter(({ unit, uscc }) => unit !== names.get(uscc ?? ''))).toEqual([])
    expect(keys.every(({ certificate }) => certificate.subject.text.includes('演示证书'))).toBe(true)
    expect(keys.find(({ id }) => id === 'guji')?.certificate.subject).toMatchObject({
      unit: '山西省古籍修复研究会',
      uscc: '51140000MJ0000018C',
    })
    expect(keys.find(({ id }) => id === 'guji-head')?.certificate.subject).toMatchObject({
      person: '程望舒',
      personId: '14010519680416105X',
    })
  })

  it('stamps the time by RFC 3161, and a seal of an authority is believed at it', async () => {
    const { deps, clock } = portal
    const data = Buffer.from('签名值')
    const anchors = await deps.pki.anchors()
    const token = await deps.pki.timestamps.request(data)
    const stamp = verifyTimestamp(token, { data, anchors })
    expect(stamp).toMatchObject({ ok: true, time: new Date(Math.floor(clock.now().getTime() / 1000) * 1000) })
    expect(stamp.ok && (await deps.pki.revocation.check(stamp.chain)).state).toBe('good')
    const { certificates } = await issueSeal(deps, { code: 'shanxi-mzt', name: '山西省民政厅' })
    const [seal] = certificates
    const path = seal && validatePath(seal, { intermediates: certificates, anchors, at: clock.now(), use: 'seal' })
    expect(path?.ok && (await deps.pki.revocation.check(path.chain)).state).toBe('good')
  })

  it('offers keys in files with their password, and keeps all of it for every process', async () => {
    const page = await fetch(`${portal.baseUrl}/sandbox`, { headers: { accept: 'application/json' } })
    const { certificates } = (await page.json()) as { certificates: { id: string; file: string; password: string }[] }
    const wanted = certificates.find(({ id }) => id === 'guji')
    const file = await fetch(`${portal.baseUrl}${wanted?.file ?? ''}`)
    const folder = mkdtempSync(join(tmpdir(), 'p12-'))
    writeFileSync(join(folder, 'guji.p12'), new Uint8Array(await file.arrayBuffer()))
    writeFileSync(join(folder, 'root.pem'), pemOf(await sandboxRoot(portal.deps)))
    const openssl = (...args: string[]): string =>
      execFileSync('openssl', args, { cwd: folder, encoding: 'utf8', stdio: 'pipe' })
    try {
      openssl('version')
    } catch {
      return
    }
    const opened = openssl('pkcs12', '-in', 'guji.p12', '-nodes', '-passin', `pass:${wanted?.password ?? ''}`)
    writeFileSync(join(folder, 'guji.pem'), opened)
    expect(wanted?.password).toBe(demoKeyPassword)
    expect(openssl('verify', '-CAfile', 'root.pem', '-untrusted', 'guji.pem', 'guji.pem')).toContain('OK')
    const second = await portal.second()
    const again = await fetch(`${second.baseUrl}/sandbox/pki/root.crt`)
    expect(await again.text()).toBe(pemOf(await sandboxRoot(portal.deps)))
    await second.stop()
  })

  it('answers nobody else’s questions, and none that are none', async () => {
    const post = (path: string, body: string) =>
      fetch(`${portal.baseUrl}${path}`, {
        method: 'POST',
        body,
        headers: { 'content-type': 'application/ocsp-request' },
      })
    const [nobody, nothing, long, list] = await Promise.all([
      post('/sandbox/pki/nobody/ocsp', 'x'),
      post('/sandbox/pki/units/ocsp', 'x'),
      post('/sandbox/pki/units/ocsp', 'x'.repeat(100_000)),
      fetch(`${portal.baseUrl}/sandbox/pki/nobody.crl`),
    ])
    expect([nobody, nothing, long, list].map(({ status }) => status)).toEqual([404, 400, 400, 404])
  })
})
