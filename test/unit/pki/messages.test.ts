import { execFileSync } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { digest, usualAlgorithm, verifySignature } from '../../../src/infra/pki/algorithms.ts'
import { pemOf, readCertificate } from '../../../src/infra/pki/certificate.ts'
import {
  assemble,
  cmsOids,
  parseSignedData,
  signedAttributes,
  verifySignedData,
  withTimestamp,
} from '../../../src/infra/pki/cms.ts'
import {
  context,
  definite,
  derLength,
  integer,
  octets,
  oid,
  readDer,
  sequence,
  sequenceOf,
  set,
  tlv,
} from '../../../src/infra/pki/der.ts'
import { timestampRequest, verifyTimestamp } from '../../../src/infra/pki/timestamp.ts'
import { answerTimestamp } from '../../../src/sandbox/pki/answers.ts'
import { makeKey } from '../../../src/sandbox/pki/issuing.ts'
import { makePkcs12 } from '../../../src/sandbox/pki/pkcs12.ts'
import { authorityProfile, holderProfile, now, party, type Party } from './authorities.ts'

const content = Buffer.from('一份文书')
const root = await party('根')
const middle = await party('中间', { issuer: root, profile: authorityProfile })
const kinds = ['EC', 'RSA', 'SM2'] as const
const signers = Object.fromEntries(
  await Promise.all(
    kinds.map(
      async (kind) => [kind, await party(`签名人${kind}`, { key: await makeKey(kind), issuer: middle })] as const,
    ),
  ),
) as Record<(typeof kinds)[number], Party>
const stamper = await party('时间戳', {
  issuer: middle,
  profile: { ...holderProfile, extendedKeyUsage: ['1.3.6.1.5.5.7.3.8'], extendedCritical: true },
})

const signedBy = (
  { key, certificate }: Party,
  about: Uint8Array = content,
  attributesOf: Party = { key, certificate, name: root.name },
) => {
  const algorithm = usualAlgorithm(certificate)
  const attributes = signedAttributes({
    digest: digest(algorithm.digest, about),
    certificate: attributesOf.certificate,
    signingTime: now,
  })
  return { attributes, signature: key.sign(attributes), certificates: [certificate, middle.certificate] }
}

const stamped = (data: Uint8Array, by: Party = stamper, nonce: Uint8Array = Uint8Array.of(0x51, 7)): Uint8Array => {
  const answer = answerTimestamp(timestampRequest(data, nonce), {
    authority: by,
    chain: [middle.certificate],
    policy: '1.2.3.4',
    serial: Uint8Array.of(1, 2),
    now,
  })
  return sequenceOf(readDer(answer, { bytes: 65_536 }))[1]?.bytes ?? new Uint8Array()
}

/** OpenSSL in a folder with these files; what it prints. Where it is not installed, undefined. */
const openssl = (
  files: Readonly<Record<string, Uint8Array | string>>,
  ...args: readonly string[]
): string | undefined => {
  const cwd = mkdtempSync(join(tmpdir(), 'openssl-'))
  for (const [name, bytes] of Object.entries(files)) writeFileSync(join(cwd, name), bytes)
  try {
    return execFileSync('openssl', args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}

describe('signed messages', () => {
  it.each(kinds)('are put together and believed: %s', (kind) => {
    const message = assemble(signedBy(signers[kind]))
    const result = verifySignedData(message, { content })
    expect(result).toMatchObject({ ok: true, signedAttributes: true, namesCertificate: true, signingTime: now })
    expect(result.ok && result.signer.fingerprint).toBe(signers[kind].certificate.fingerprint)
  })

  it('are believed by OpenSSL as well', () => {
    const files = { 'm.der': assemble(signedBy(signers.RSA)), c: content, 'r.pem': pemOf(root.certificate) }
    const args = [
      'cms',
      '-verify',
      '-binary',
      '-inform',
      'DER',
      '-in',
      'm.der',
      '-content',
      'c',
      '-CAfile',
      'r.pem',
      '-purpose',
      'any',
    ]
    expect(openssl(files, ...args) ?? content.toString()).toBe(content.toString())
  })

  it('of OpenSSL are believed, with and without attributes, and in pieces of no length', () => {
    const files = {
      's.pem': `${pemOf(signers.EC.certificate)}${signers.EC.key.object.export({ type: 'pkcs8', format: 'pem' }).toString()}`,
      c: content,
    }
    const sign = (...more: readonly string[]): Uint8Array | undefined => {
      const text = openssl(
        files,
        'cms',
        '-sign',
        '-binary',
        '-md',
        'sha256',
        '-signer',
        's.pem',
        '-in',
        'c',
        '-outform',
        'PEM',
        ...more,
      )
      return text === undefined ? undefined : Buffer.from(text.replaceAll(/-----.*-----|\s/g, ''), 'base64')
    }
    const usual = sign()
    if (!usual) return
    expect(verifySignedData(usual, { content })).toMatchObject({ ok: true, signedAttributes: true })
    expect(verifySignedData(sign('-noattr') ?? usual, { content })).toMatchObject({ ok: true, signedAttributes: false })
    const streamed = sign('-stream', '-nodetach') ?? usual
    expect(streamed[1]).toBe(0x80)
    expect(verifySignedData(streamed, {})).toMatchObject({ ok: true })
  })

  const { EC, RSA } = signers
  const another = (one: Party): Party => ({ ...one, key: signers.SM2.key })
  it.each([
    [
      'other content',
      'digest-mismatch',
      () => verifySignedData(assemble(signedBy(EC)), { content: Buffer.from('另一份') }),
    ],
    [
      'content inside where it is apart',
      'has-content',
      () =>
        verifySignedData(assemble({ ...signedBy(EC), content: { type: cmsOids.data, bytes: content } }), { content }),
    ],
    ['no content at all', 'no-content', () => verifySignedData(assemble(signedBy(EC)), {})],
    [
      'another certificate than was signed for',
      'other-certificate',
      () => verifySignedData(assemble(signedBy(EC, content, RSA)), { content }),
    ],
    [
      'a key that is not the certificate’s',
      'bad-signature',
      () => verifySignedData(assemble(signedBy(another(EC))), { content }),
    ],
    [
      'a certificate of another kind of key',
      'bad-signature',
      () => verifySignedData(assemble({ ...signedBy(RSA, content, EC), certificates: [EC.certificate] }), { content }),
    ],
    [
      'the signature of other attributes',
      'bad-signature',
      () => verifySignedData(assemble({ ...signedBy(EC), signature: EC.key.sign(content) }), { content }),
    ],
    [
      'attributes of another kind of content',
      'bad-attributes',
      () => {
        const attributes = signedAttributes({
          digest: digest('sha256', content),
          certificate: EC.certificate,
          contentType: cmsOids.tstInfo,
        })
        return verifySignedData(assemble({ ...signedBy(EC), attributes, signature: EC.key.sign(attributes) }), {
          content,
        })
      },
    ],
    ['no message', 'unreadable', () => verifySignedData(content, { content })],
    ['half a message', 'unreadable', () => verifySignedData(assemble(signedBy(EC)).subarray(0, 300), { content })],
  ] as const)('are refused with %s: %s', (_what, fault, result) => {
    expect(result()).toMatchObject({ ok: false, fault })
  })

  it('are refused without the signer’s certificate, and with two signers', () => {
    const message = assemble(signedBy(EC))
    const without = parseSignedData(message)
    expect(verifySignedData({ ...without, certificates: [middle.certificate] }, { content })).toMatchObject({
      fault: 'no-certificate',
    })
    expect(
      verifySignedData({ ...without, signers: [...without.signers, ...without.signers] }, { content }),
    ).toMatchObject({ fault: 'several-signers' })
  })

  it('are never believed with any of their octets changed where it matters', () => {
    const message = assemble({ ...signedBy(EC), certificates: [EC.certificate] })
    // Every fourth octet, a bit further each time.
    const changed = Array.from({ length: Math.floor(message.length / 4) }, (_, index) => {
      const place = index * 4 + (index % 4)
      const bytes = Uint8Array.from(message)
      bytes[place] = (bytes[place] ?? 0) ^ (1 << (index % 8))
      return verifySignedData(bytes, { content })
    }).filter((result) => result.ok)
    // What may change unseen is said twice: the version, and the algorithms beside the signer’s.
    expect(changed.every((result) => result.ok && result.signer.fingerprint === EC.certificate.fingerprint)).toBe(true)
    expect(changed.length).toBeLessThan(20)
  })
})

describe('time stamps', () => {
  const data = Buffer.from('签名值')
  const check = { data, anchors: [root.certificate] }

  it('say when, by whom, and are added to a message', () => {
    expect(verifyTimestamp(stamped(data), check)).toMatchObject({ ok: true, time: now, accuracyMs: 1_000 })
    const parts = signedBy(signers.EC)
    const token = stamped(parts.signature)
    const later = verifySignedData(withTimestamp(assemble(parts), token), { content })
    expect(later.ok && later.timestampToken && Buffer.from(later.timestampToken).equals(token)).toBe(true)
    expect(
      Buffer.from(assemble({ ...parts, timestampToken: token })).equals(withTimestamp(assemble(parts), token)),
    ).toBe(true)
  })

  it('are believed by OpenSSL as well', () => {
    const files = { 't.der': stamped(data), d: data, 'r.pem': pemOf(root.certificate) }
    const said = openssl(files, 'ts', '-verify', '-token_in', '-in', 't.der', '-data', 'd', '-CAfile', 'r.pem')
    expect(said ?? 'OK').toContain('OK')
  })

  it.each([
    ['of other data', 'other-data', () => verifyTimestamp(stamped(content), check)],
    [
      'that answers another question',
      'other-question',
      () => verifyTimestamp(stamped(data), { ...check, nonce: '5108' }),
    ],
    ['of whom nobody knows', { path: 'unknown-issuer' }, () => verifyTimestamp(stamped(data), { data, anchors: [] })],
    ['by somebody who may not', { path: 'wrong-usage' }, () => verifyTimestamp(stamped(data, signers.EC), check)],
    ['that is none', 'unreadable', () => verifyTimestamp(content, check)],
    [
      'that is a signature of something else',
      { cms: 'no-content' },
      () => verifyTimestamp(assemble(signedBy(stamper)), check),
    ],
  ] as const)('are refused: %s', (_what, fault, result) => {
    expect(result()).toMatchObject({ ok: false, fault })
  })

  it('are refused for a digest that is too weak, and for what is no question', () => {
    const stamping = { authority: stamper, chain: [], policy: '1.2.3', serial: Uint8Array.of(1), now }
    const weak = sequence(integer(1), sequence(sequence(oid('1.3.14.3.2.26')), octets(new Uint8Array(20))))
    for (const question of [weak, content])
      expect(readDer(answerTimestamp(question, stamping)).children).toHaveLength(1)
  })
})

describe('signatures', () => {
  it('of SM2 are those of OpenSSL for the usual user', () => {
    const { key, certificate } = signers.SM2
    const options = ['-rawin', '-digest', 'sm3', '-pkeyopt', 'distid:1234567812345678']
    const pem = key.object.export({ type: 'pkcs8', format: 'pem' }).toString()
    const made = openssl({ k: pem, m: content }, 'pkeyutl', '-sign', '-inkey', 'k', '-in', 'm', '-out', 's', ...options)
    const files = { k: pem, m: content, s: key.sign(content) }
    const said = openssl(files, 'pkeyutl', '-verify', '-inkey', 'k', '-in', 'm', '-sigfile', 's', ...options)
    expect([made ?? '', said ?? 'Success']).toEqual(['', expect.stringContaining('Success')])
    expect(verifySignature(key.sign(content), content, certificate)).toBe(true)
  })

  it.each(kinds)('are of one key, one text and one algorithm: %s', (kind) => {
    const { key, certificate } = signers[kind]
    const signature = key.sign(content)
    expect(verifySignature(signature, content, certificate)).toBe(true)
    expect(verifySignature(signature, Buffer.from('别的'), certificate)).toBe(false)
    for (const other of kinds)
      for (const algorithm of [
        usualAlgorithm(signers[other].certificate),
        { scheme: 'RSA-PSS', digest: 'sha256', saltLength: 32 } as const,
      ])
        expect(verifySignature(signature, content, signers[other].certificate, algorithm)).toBe(
          other === kind && algorithm.scheme !== 'RSA-PSS',
        )
    expect(verifySignature(new Uint8Array(), content, certificate)).toBe(false)
    expect(
      verifySignature(
        Uint8Array.from(signature, () => 0),
        content,
        certificate,
      ),
    ).toBe(false)
    expect(verifySignature(Buffer.concat([signature, Uint8Array.of(0)]), content, certificate)).toBe(false)
  })
})

describe('the encoding', () => {
  const nested = (depth: number): Uint8Array => (depth === 0 ? octets(Uint8Array.of(1)) : sequence(nested(depth - 1)))

  it.each([
    ['more depth than allowed', nested(40)],
    ['more elements than allowed', sequence(...Array.from({ length: 5_000 }, () => integer(1)))],
    ['more bytes than allowed', octets(new Uint8Array(20_000))],
    ['a length beyond the end', Uint8Array.of(0x30, 0x84, 0x7f, 0xff, 0xff, 0xff)],
    ['a length of 2^64', Uint8Array.of(0x30, 0x88, 1, 1, 1, 1, 1, 1, 1, 1)],
    ['a length written longer than needed', Uint8Array.of(0x04, 0x81, 0x01, 0x00)],
    ['no length', Uint8Array.of(0x30, 0x80, 0x00, 0x00)],
    ['something behind its end', Uint8Array.of(0x05, 0x00, 0x00)],
    ['nothing', new Uint8Array()],
  ])('is refused with %s', (_what, bytes) => {
    const started = performance.now()
    expect(() => readDer(bytes)).toThrow(expect.objectContaining({ name: 'DerError' }))
    expect(() => readCertificate(bytes)).toThrow(expect.objectContaining({ name: 'CertificateError' }))
    expect(() => parseSignedData(bytes)).toThrow(expect.objectContaining({ name: 'CmsError' }))
    expect(performance.now() - started).toBeLessThan(200)
  })

  it('without lengths is bounded too, and joins octets that come in pieces', () => {
    const open = (tag: number, ...parts: readonly Uint8Array[]): Uint8Array =>
      Buffer.concat([Uint8Array.of(tag, 0x80), ...parts, new Uint8Array(2)])
    expect(
      Buffer.from(definite(open(0x30, open(0x24, octets(Uint8Array.of(1)), octets(Uint8Array.of(2)))))).toString('hex'),
    ).toBe('300404020102')
    expect(() => definite(Buffer.alloc(2_000_000, Buffer.from('3080', 'hex')))).toThrow('too deep')
    expect(() => definite(open(0x30, ...Array.from({ length: 30_000 }, () => integer(1))))).toThrow('too deep')
    expect(() => definite(Uint8Array.of(0x30, 0x80, 0x05, 0x00))).toThrow(expect.objectContaining({ name: 'DerError' }))
  })

  it('tells where a message ends that is followed by zeros', () => {
    expect(derLength(Buffer.concat([set(integer(1)), new Uint8Array(50)]))).toBe(5)
    expect(derLength(Uint8Array.of(0x30))).toBeUndefined()
    expect(tlv(context(0), integer(300)).length).toBe(6)
  })
})

describe('a key in a file', () => {
  it('is opened by OpenSSL with its password, and with no other one', () => {
    const { key, certificate } = signers.EC
    const file = makePkcs12(key, [certificate, middle.certificate, root.certificate], '演示 Demo@2026')
    const open = (password: string) =>
      openssl({ 'k.p12': file }, 'pkcs12', '-in', 'k.p12', '-nodes', '-passin', `pass:${password}`)
    const said = open('演示 Demo@2026')
    if (said === undefined) return
    expect(said.match(/BEGIN CERTIFICATE/g)).toHaveLength(3)
    expect(said).toContain('BEGIN PRIVATE KEY')
    expect(() => open('Demo@2026')).toThrow('invalid password')
  })
})
