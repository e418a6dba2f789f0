import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPair,
  randomBytes,
  sign,
  type KeyObject,
} from 'node:crypto'
import { promisify } from 'node:util'
import { oidOfSignature, sm2Library, sm2UserId, type SignatureAlgorithm } from '../../infra/pki/algorithms.ts'
import { extensionOids, readCertificate, type Certificate, type KeyUsage } from '../../infra/pki/certificate.ts'
import {
  bitString,
  context,
  integer,
  nothing,
  octets,
  octetsOf,
  oid,
  readDer,
  sequence,
  sequenceOf,
  set,
  string,
  tags,
  time,
  tlv,
  truth,
  wholeBitsOf,
} from '../../infra/pki/der.ts'
import { nameOids } from '../../infra/pki/names.ts'

// What a certification authority does, for the invented one of the sandbox and for tests.

export type Key = {
  readonly kind: 'EC' | 'RSA' | 'SM2'
  readonly object: KeyObject
  readonly spki: Uint8Array
  /** Signs as such keys usually do; of DER, as certificates and messages carry it. */
  readonly sign: (data: Uint8Array, digest?: string) => Uint8Array
}

const make = promisify(generateKeyPair)

const signSm2 = (object: KeyObject, spki: Uint8Array) => (data: Uint8Array) => {
  const info = sequenceOf(readDer(new Uint8Array(object.export({ type: 'pkcs8', format: 'der' }))))
  const [, scalar] = sequenceOf(readDer(octetsOf(info[2])))
  const signature = sm2Library().doSignature(data, Buffer.from(octetsOf(scalar)).toString('hex'), {
    der: true,
    hash: true,
    publicKey: Buffer.from(spki.subarray(-65)).toString('hex'),
    userId: sm2UserId,
  })
  return new Uint8Array(Buffer.from(signature, 'hex'))
}

/** A key for signing of what Node made or read. */
const keyOf = (object: KeyObject, kind: Key['kind']): Key => {
  const spki = new Uint8Array(createPublicKey(object).export({ type: 'spki', format: 'der' }))
  const usual = (data: Uint8Array, digest = 'sha256') => new Uint8Array(sign(digest, data, object))
  return { kind, object, spki, sign: kind === 'SM2' ? signSm2(object, spki) : usual }
}

export const makeKey = async (kind: Key['kind'], bits = 2048): Promise<Key> => {
  const { privateKey } =
    kind === 'RSA'
      ? await make('rsa', { modulusLength: bits })
      : await make('ec', { namedCurve: kind === 'SM2' ? 'SM2' : 'P-256' })
  return keyOf(privateKey, kind)
}

export const keyToPem = ({ object }: Key): string => object.export({ type: 'pkcs8', format: 'pem' }).toString()
export const keyFromPem = (pem: string, kind: Key['kind']): Key => keyOf(createPrivateKey(pem), kind)

/** A name, its parts from the most general to the most particular. */
export const distinguished = (parts: readonly (readonly [keyof typeof nameOids, string])[]): Uint8Array =>
  sequence(
    ...parts.map(([type, text]) =>
      set(sequence(oid(nameOids[type]), string(text, type === 'country' ? tags.printable : tags.utf8))),
    ),
  )

export const extension = (type: string, value: Uint8Array, critical = false): Uint8Array =>
  sequence(oid(type), ...(critical ? [truth()] : []), octets(value))

const usageBits: Readonly<Partial<Record<KeyUsage, number>>> = {
  digitalSignature: 0,
  nonRepudiation: 1,
  keyEncipherment: 2,
  keyCertSign: 5,
  cRLSign: 6,
}

const uri = (text: string): Uint8Array => string(text, context(6, false))

export type Profile = {
  readonly keyUsage?: readonly KeyUsage[]
  readonly extendedKeyUsage?: readonly string[]
  readonly extendedCritical?: boolean
  /** Of an authority; `pathLength` as it says. */
  readonly ca?: { readonly pathLength?: number } | false
  readonly policies?: readonly string[]
  readonly crlUrl?: string
  readonly ocspUrl?: string
  readonly issuerUrl?: string
  readonly ocspNoCheck?: boolean
  readonly more?: readonly Uint8Array[]
}

const keyId = (spki: Uint8Array): Uint8Array =>
  createHash('sha1')
    .update(wholeBitsOf(sequenceOf(readDer(spki))[1]))
    .digest()

const extensionsOf = (profile: Profile, key: Key, issuer: Key): readonly Uint8Array[] => {
  const { keyUsage, extendedKeyUsage, ca, policies, crlUrl, ocspUrl, issuerUrl } = profile
  const mask = (keyUsage ?? []).reduce((bits, usage) => bits | (0x80 >> (usageBits[usage] ?? 0)), 0)
  const unused = Math.max(0, mask.toString(2).length - 1 - mask.toString(2).lastIndexOf('1'))
  const length = ca && ca.pathLength !== undefined ? [integer(ca.pathLength)] : []
  const info = [
    ...(ocspUrl ? [sequence(oid('1.3.6.1.5.5.7.48.1'), uri(ocspUrl))] : []),
    ...(issuerUrl ? [sequence(oid('1.3.6.1.5.5.7.48.2'), uri(issuerUrl))] : []),
  ]
  return [
    ...(ca === undefined
      ? []
      : [extension(extensionOids.basicConstraints, sequence(...(ca ? [truth(), ...length] : [])), true)]),
    ...(keyUsage ? [extension(extensionOids.keyUsage, bitString(Uint8Array.of(mask), unused), true)] : []),
    ...(extendedKeyUsage
      ? [extension(extensionOids.extendedKeyUsage, sequence(...extendedKeyUsage.map(oid)), profile.extendedCritical)]
      : []),
    ...(policies ? [extension(extensionOids.policies, sequence(...policies.map((one) => sequence(oid(one)))))] : []),
    ...(crlUrl
      ? [extension(extensionOids.crlPoints, sequence(sequence(tlv(context(0), tlv(context(0), uri(crlUrl))))))]
      : []),
    ...(info.length > 0 ? [extension(extensionOids.authorityInfo, sequence(...info))] : []),
    ...(profile.ocspNoCheck ? [extension(extensionOids.ocspNoCheck, nothing())] : []),
    extension(extensionOids.subjectKeyId, octets(keyId(key.spki))),
    extension(extensionOids.authorityKeyId, sequence(tlv(context(0, false), keyId(issuer.spki)))),
    ...(profile.more ?? []),
  ]
}

/** How a key signs what it issues. */
export const issuingAlgorithm = ({ kind }: Pick<Key, 'kind'>): SignatureAlgorithm =>
  kind === 'RSA'
    ? { scheme: 'RSA', digest: 'sha256' }
    : kind === 'SM2'
      ? { scheme: 'SM2', digest: 'sm3' }
      : { scheme: 'ECDSA', digest: 'sha256' }

/** AlgorithmIdentifier of a signature. */
export const algorithmIdentifier = (algorithm: SignatureAlgorithm): Uint8Array =>
  sequence(oid(oidOfSignature(algorithm)), ...(algorithm.scheme === 'RSA' ? [nothing()] : []))

/** Something with what it was signed by, as certificates, lists and answers are. */
export const signed = (
  tbs: Uint8Array,
  key: Key,
  identifier = algorithmIdentifier(issuingAlgorithm(key)),
  digest?: string,
): readonly Uint8Array[] => [tbs, identifier, bitString(key.sign(tbs, digest))]

export type Order = {
  /** As distinguished made it. */
  readonly subject: Uint8Array
  readonly key: Key
  readonly issuer: { readonly name: Uint8Array; readonly key: Key }
  readonly notBefore: Date
  readonly notAfter: Date
  readonly profile: Profile
  /** Eight random octets unless said. */
  readonly serial?: Uint8Array
  /** For tests: another AlgorithmIdentifier and digest than the key's usual ones. */
  readonly signedWith?: { readonly identifier: Uint8Array; readonly digest: string }
}

const freshSerial = (): Uint8Array => {
  const serial = randomBytes(10)
  serial[0] = ((serial[0] ?? 0) & 0x3f) | 0x40
  return serial
}

/** Makes a certificate (X.509 v3, RFC 5280). */
export const issue = (order: Order): Certificate => {
  const { subject, key, issuer, notBefore, notAfter, profile, serial, signedWith } = order
  const identifier = signedWith?.identifier ?? algorithmIdentifier(issuingAlgorithm(issuer.key))
  const extensions = extensionsOf(profile, key, issuer.key)
  const tbs = sequence(
    tlv(context(0), integer(2)),
    integer(serial ?? freshSerial()),
    identifier,
    issuer.name,
    sequence(time(notBefore), time(notAfter)),
    subject,
    key.spki,
    tlv(context(3), sequence(...extensions)),
  )
  return readCertificate(sequence(...signed(tbs, issuer.key, identifier, signedWith?.digest)))
}
