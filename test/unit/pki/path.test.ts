import { describe, expect, it } from 'vitest'
import type { CertificateFault } from '../../../src/core/signatures/certificate-faults.ts'
import { extensionOids, readCertificate, type Certificate } from '../../../src/infra/pki/certificate.ts'
import { context, nothing, oid, sequence, string, tlv } from '../../../src/infra/pki/der.ts'
import { validatePath, type PathOptions, type Use } from '../../../src/infra/pki/path.ts'
import { distinguished, extension, makeKey, type Profile } from '../../../src/sandbox/pki/issuing.ts'
import { authorityProfile, holderProfile, later, named, now, party, type Party } from './authorities.ts'

const [ec, rsa, weakRsa, sm] = await Promise.all([makeKey('EC'), makeKey('RSA'), makeKey('RSA', 1024), makeKey('SM2')])
const root = await party('根')
const middle = await party('中间', { issuer: root, profile: authorityProfile })
const rsaRoot = await party('RSA根', { key: rsa })
const smRoot = await party('SM2根', { key: sm })
const smMiddle = await party('SM2中间', { issuer: smRoot, key: sm, profile: authorityProfile })

type Case = {
  readonly leaf: Certificate
  readonly intermediates?: readonly Certificate[]
  readonly anchors?: readonly Certificate[]
  readonly use?: Use
  readonly at?: Date
  readonly policies?: readonly string[]
}

const judged = ({ leaf, ...more }: Case) => {
  const options: PathOptions = {
    intermediates: [middle.certificate],
    anchors: [root.certificate],
    at: now,
    use: 'login',
    ...more,
  }
  return validatePath(leaf, options)
}

const holder = (profile: Profile = holderProfile, more: Parameters<typeof party>[1] = {}, issuer: Party = middle) =>
  party('持有人', { key: ec, issuer, profile, ...more })

/** The holder below an authority of that make. */
const below = async (
  profile: Profile,
  more: Parameters<typeof party>[1] = {},
  leaf: Profile = holderProfile,
): Promise<Case> => {
  const authority = await party('另一中间', { issuer: root, profile, ...more })
  return { leaf: (await holder(leaf, {}, authority)).certificate, intermediates: [authority.certificate] }
}

const subtree = (...names: readonly Uint8Array[]): Uint8Array => tlv(context(0), ...names.map((name) => sequence(name)))
const excluded = (...names: readonly Uint8Array[]): Uint8Array =>
  tlv(context(1), ...names.map((name) => sequence(name)))
const directory = (name: Uint8Array): Uint8Array => tlv(context(4), name)
const dns = (text: string): Uint8Array => string(text, context(2, false))
const email = (text: string): Uint8Array => string(text, context(1, false))
const constrained = (value: Uint8Array): Profile => ({
  ...authorityProfile,
  more: [extension(extensionOids.nameConstraints, sequence(value), true)],
})
const goesBy = (...names: readonly Uint8Array[]): Profile => ({
  ...holderProfile,
  more: [extension(extensionOids.alternativeNames, sequence(...names))],
})
const sha1Rsa = { identifier: sequence(oid('1.2.840.113549.1.1.5'), nothing()), digest: 'sha1' }
const md5Rsa = { identifier: sequence(oid('1.2.840.113549.1.1.4'), nothing()), digest: 'md5' }
const sha1Ec = { identifier: sequence(oid('1.2.840.10045.4.1')), digest: 'sha1' }
const confused = { identifier: sequence(oid('1.2.840.113549.1.1.11'), nothing()), digest: 'sha256' }
const unit = distinguished([
  ['country', 'CN'],
  ['unit', '测试单位'],
])
const otherUnit = distinguished([
  ['country', 'CN'],
  ['unit', '别的单位'],
])

/** A certificate with one octet changed. */
const flipped = ({ der }: Certificate, place: number): Certificate => {
  const bytes = Uint8Array.from(der)
  bytes[place] = (bytes[place] ?? 0) ^ 1
  return readCertificate(bytes)
}

const bad: readonly (readonly [string, CertificateFault, () => Promise<Case> | Case])[] = [
  ['expired', 'expired', async () => ({ leaf: (await holder(holderProfile, { notAfter: later(-1) })).certificate })],
  [
    'not yet valid',
    'not-yet-valid',
    async () => ({ leaf: (await holder(holderProfile, { notBefore: later(1) })).certificate }),
  ],
  ['an authority expired', 'expired', () => below(authorityProfile, { notAfter: later(-1) })],
  ['an authority not yet valid', 'not-yet-valid', () => below(authorityProfile, { notBefore: later(1) })],
  ['the anchor expired', 'expired', async () => ({ leaf: (await holder()).certificate, at: later(400) })],
  [
    'of no authority known',
    'unknown-issuer',
    async () => ({ leaf: (await holder(holderProfile, {}, rsaRoot)).certificate }),
  ],
  [
    'its own authority',
    'unknown-issuer',
    async () => ({ leaf: (await party('自签', { key: ec, profile: holderProfile })).certificate }),
  ],
  [
    'the authority between is missing',
    'unknown-issuer',
    async () => ({ leaf: (await holder()).certificate, intermediates: [] }),
  ],
  ['no anchors at all', 'unknown-issuer', async () => ({ leaf: (await holder()).certificate, anchors: [] })],
  [
    'an authority between is handed in as if trusted, whose root is not',
    'unknown-issuer',
    async () => ({
      leaf: (await holder(holderProfile, {}, rsaRoot)).certificate,
      intermediates: [rsaRoot.certificate],
    }),
  ],
  [
    'an authority of the same name and another key',
    'unknown-issuer',
    async () => {
      const impostor = await party('中间', { issuer: root, profile: authorityProfile })
      return { leaf: (await holder(holderProfile, {}, impostor)).certificate }
    },
  ],
  [
    'a root of the same name and another key',
    'unknown-issuer',
    async () => {
      const impostor = await party('根')
      return { leaf: (await holder(holderProfile, {}, impostor)).certificate, intermediates: [impostor.certificate] }
    },
  ],
  ['an authority that is none (cA absent)', 'broken-chain', () => below({ ...authorityProfile, ca: false })],
  ['an authority without basic constraints', 'broken-chain', () => below({ keyUsage: ['keyCertSign'] })],
  [
    'an authority that may not sign certificates',
    'broken-chain',
    () => below({ ca: {}, keyUsage: ['digitalSignature'] }),
  ],
  ['an authority that says no usage', 'broken-chain', () => below({ ca: {} })],
  [
    'signed by another holder',
    'broken-chain',
    async () => {
      const other = await holder()
      return {
        leaf: (await party('第二人', { key: ec, issuer: other })).certificate,
        intermediates: [middle.certificate, other.certificate],
      }
    },
  ],
  [
    'a path longer than the authority allows',
    'broken-chain',
    async () => {
      const first = await party('一级', { issuer: root, profile: { ...authorityProfile, ca: { pathLength: 0 } } })
      const second = await party('二级', { issuer: first, profile: authorityProfile })
      return {
        leaf: (await holder(holderProfile, {}, second)).certificate,
        intermediates: [first.certificate, second.certificate],
      }
    },
  ],
  [
    'a path longer than the anchor allows',
    'broken-chain',
    async () => {
      const short = await party('短根', { profile: { ...authorityProfile, ca: { pathLength: 0 } } })
      const first = await party('一级', { issuer: short, profile: authorityProfile })
      return {
        leaf: (await holder(holderProfile, {}, first)).certificate,
        intermediates: [first.certificate],
        anchors: [short.certificate],
      }
    },
  ],
  ['no usage of the key', 'wrong-usage', async () => ({ leaf: (await holder({ ca: false })).certificate })],
  [
    'for encryption only',
    'wrong-usage',
    async () => ({ leaf: (await holder({ ...holderProfile, keyUsage: ['keyEncipherment'] })).certificate }),
  ],
  [
    'non-repudiation alone, at login',
    'wrong-usage',
    async () => ({ leaf: (await holder({ ...holderProfile, keyUsage: ['nonRepudiation'] })).certificate }),
  ],
  [
    'for servers only',
    'wrong-usage',
    async () => ({ leaf: (await holder({ ...holderProfile, extendedKeyUsage: ['1.3.6.1.5.5.7.3.1'] })).certificate }),
  ],
  [
    'for mail, at login',
    'wrong-usage',
    async () => ({ leaf: (await holder({ ...holderProfile, extendedKeyUsage: ['1.3.6.1.5.5.7.3.4'] })).certificate }),
  ],
  ['an authority presented as a person', 'wrong-usage', () => ({ leaf: middle.certificate })],
  [
    'an authority for servers only',
    'wrong-usage',
    () => below({ ...authorityProfile, extendedKeyUsage: ['1.3.6.1.5.5.7.3.1'] }),
  ],
  [
    'a time stamp by a certificate for all',
    'wrong-usage',
    async () => ({ leaf: (await holder()).certificate, use: 'timestamp' }),
  ],
  [
    'a time stamp by one whose usage is not critical',
    'wrong-usage',
    async () => ({
      leaf: (await holder({ ...holderProfile, extendedKeyUsage: ['1.3.6.1.5.5.7.3.8'] })).certificate,
      use: 'timestamp',
    }),
  ],
  [
    'a time stamp by one for more than that',
    'wrong-usage',
    async () => ({
      leaf: (
        await holder({
          ...holderProfile,
          extendedKeyUsage: ['1.3.6.1.5.5.7.3.8', '1.3.6.1.5.5.7.3.2'],
          extendedCritical: true,
        })
      ).certificate,
      use: 'timestamp',
    }),
  ],
  [
    'an answer about revocation by anybody',
    'wrong-usage',
    async () => ({ leaf: (await holder()).certificate, use: 'ocsp' }),
  ],
  [
    'signed with SHA-1 (RSA)',
    'weak',
    async () => ({
      leaf: (await holder(holderProfile, { signedWith: sha1Rsa }, rsaRoot)).certificate,
      anchors: [rsaRoot.certificate],
    }),
  ],
  [
    'signed with MD5 (RSA)',
    'weak',
    async () => ({
      leaf: (await holder(holderProfile, { signedWith: md5Rsa }, rsaRoot)).certificate,
      anchors: [rsaRoot.certificate],
    }),
  ],
  [
    'signed with SHA-1 (ECDSA)',
    'weak',
    async () => ({ leaf: (await holder(holderProfile, { signedWith: sha1Ec })).certificate }),
  ],
  ['an authority signed with SHA-1', 'weak', () => below(authorityProfile, { signedWith: sha1Ec })],
  ['RSA of 1024 bits', 'weak', async () => ({ leaf: (await holder(holderProfile, { key: weakRsa })).certificate })],
  ['an authority of RSA with 1024 bits', 'weak', () => below(authorityProfile, { key: weakRsa })],
  [
    'a signature said to be RSA by a key of curves',
    'unknown-issuer',
    async () => ({ leaf: (await holder(holderProfile, { signedWith: confused })).certificate }),
  ],
  [
    'an extension that is critical and not known',
    'broken-chain',
    async () => ({
      leaf: (await holder({ ...holderProfile, more: [extension('1.2.3.4.5', nothing(), true)] })).certificate,
    }),
  ],
  [
    'an authority with such an extension',
    'broken-chain',
    () => below({ ...authorityProfile, more: [extension('1.2.3.4.5', nothing(), true)] }),
  ],
  ['a unit the authority may not name', 'broken-chain', () => below(constrained(subtree(directory(otherUnit))))],
  ['a unit that is excluded', 'broken-chain', () => below(constrained(excluded(directory(unit))))],
  [
    'a host the authority may not name',
    'broken-chain',
    () => below(constrained(subtree(dns('example.org'))), {}, goesBy(dns('badexample.org'))),
  ],
  [
    'a host that is excluded',
    'broken-chain',
    () => below(constrained(excluded(dns('example.org'))), {}, goesBy(dns('www.example.org'))),
  ],
  [
    'a mail address of another house',
    'broken-chain',
    () => below(constrained(subtree(email('example.org'))), {}, goesBy(email('a@example.com'))),
  ],
  [
    'a kind of name that is bound and not known',
    'broken-chain',
    () =>
      below(
        constrained(subtree(string('example.org', context(6, false)))),
        {},
        goesBy(string('http://example.org/', context(6, false))),
      ),
  ],
  [
    'another policy than asked for',
    'wrong-policy',
    async () => ({
      leaf: (await holder({ ...holderProfile, policies: ['1.2.3.1'] })).certificate,
      policies: ['1.2.3.2'],
    }),
  ],
  [
    'changed after it was signed: its own name',
    'unknown-issuer',
    async () => {
      const { certificate } = await holder()
      return { leaf: flipped(certificate, Buffer.from(certificate.der).lastIndexOf('持有人') + 2) }
    },
  ],
  [
    'changed after it was signed: its signature',
    'unknown-issuer',
    async () => {
      const { certificate } = await holder()
      return { leaf: flipped(certificate, certificate.der.length - 1) }
    },
  ],
  [
    'SM2, of another root',
    'unknown-issuer',
    async () => ({ leaf: (await holder(holderProfile, { key: sm }, smRoot)).certificate }),
  ],
  [
    'a ring of authorities',
    'unknown-issuer',
    async () => {
      const [one, two] = await Promise.all([makeKey('EC'), makeKey('EC')])
      const [a, b] = [named('甲'), named('乙')]
      const first = await party('甲', { key: one, issuer: { name: b, key: two }, profile: authorityProfile })
      const second = await party('乙', { key: two, issuer: { name: a, key: one }, profile: authorityProfile })
      return {
        leaf: (await holder(holderProfile, {}, first)).certificate,
        intermediates: [first.certificate, second.certificate],
      }
    },
  ],
]

const good: readonly (readonly [string, () => Promise<Case> | Case])[] = [
  ['three of curves', async () => ({ leaf: (await holder()).certificate })],
  ['directly below the root', async () => ({ leaf: (await holder(holderProfile, {}, root)).certificate })],
  [
    'RSA below RSA',
    async () => ({
      leaf: (await holder(holderProfile, { key: rsa }, rsaRoot)).certificate,
      anchors: [rsaRoot.certificate],
    }),
  ],
  ['RSA below curves', async () => ({ leaf: (await holder(holderProfile, { key: rsa })).certificate })],
  [
    'SM2 all the way',
    async () => ({
      leaf: (await holder(holderProfile, { key: sm }, smMiddle)).certificate,
      intermediates: [smMiddle.certificate],
      anchors: [smRoot.certificate],
    }),
  ],
  ['SM2 below curves', async () => ({ leaf: (await holder(holderProfile, { key: sm })).certificate })],
  [
    'more anchors and authorities than needed',
    async () => ({
      leaf: (await holder()).certificate,
      intermediates: [smMiddle.certificate, middle.certificate],
      anchors: [rsaRoot.certificate, smRoot.certificate, root.certificate],
    }),
  ],
  ['as long as the authority allows', () => below({ ...authorityProfile, ca: { pathLength: 0 } })],
  ['for everything', async () => ({ leaf: (await holder({ ca: false, keyUsage: ['digitalSignature'] })).certificate })],
  [
    'non-repudiation alone, to sign',
    async () => ({ leaf: (await holder({ ...holderProfile, keyUsage: ['nonRepudiation'] })).certificate, use: 'sign' }),
  ],
  ['a unit the authority may name', () => below(constrained(subtree(directory(unit))))],
  [
    'a host the authority may name',
    () => below(constrained(subtree(dns('example.org'))), {}, goesBy(dns('www.example.org'))),
  ],
  [
    'a policy that is asked for',
    async () => ({
      leaf: (await holder({ ...holderProfile, policies: ['1.2.3.1'] }, {}, root)).certificate,
      policies: ['1.2.3.1', '1.2.3.9'],
    }),
  ],
  [
    'a time stamp by one for that alone',
    async () => ({
      leaf: (await holder({ ...holderProfile, extendedKeyUsage: ['1.3.6.1.5.5.7.3.8'], extendedCritical: true }))
        .certificate,
      use: 'timestamp',
    }),
  ],
  [
    'valid at the time asked about',
    async () => ({ leaf: (await holder(holderProfile, { notAfter: later(-1) })).certificate, at: later(-2) }),
  ],
  [
    'an authority with two certificates, of which one has ended',
    async () => {
      const old = await party('中间', { issuer: root, key: middle.key, profile: authorityProfile, notAfter: later(-1) })
      return { leaf: (await holder()).certificate, intermediates: [old.certificate, middle.certificate] }
    },
  ],
]

describe('paths of certificates (CE-02)', () => {
  it.each(bad)('refuses %s as %s', async (_what, fault, make) => {
    expect(judged(await make())).toMatchObject({ ok: false, fault })
  })

  it.each(good)('takes %s', async (_what, make) => {
    expect(judged(await make())).toMatchObject({ ok: true })
  })

  it('has at least forty bad ones and ten good ones', () => {
    expect([bad.length >= 40, good.length >= 10]).toEqual([true, true])
  })

  it('gives up on authorities made to be tried again and again', async () => {
    const key = await makeKey('EC')
    const twins = await Promise.all(
      Array.from({ length: 40 }, () =>
        party('双', { key, issuer: { name: named('双'), key }, profile: authorityProfile }),
      ),
    )
    const leaf = (await holder(holderProfile, {}, { ...root, name: named('双'), key })).certificate
    const started = performance.now()
    expect(judged({ leaf, intermediates: twins.map(({ certificate }) => certificate) })).toMatchObject({ ok: false })
    expect(performance.now() - started).toBeLessThan(1_000)
  })
})
