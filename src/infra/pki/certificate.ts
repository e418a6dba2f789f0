import { createHash } from 'node:crypto'
import { oids, readSignatureAlgorithm, type SignatureAlgorithm } from './algorithms.ts'
import {
  DerError,
  bitsOf,
  booleanOf,
  context,
  integerHex,
  numberOf,
  octetsOf,
  oidOf,
  readDer,
  sequenceOf,
  tags,
  textOf,
  timeOf,
  wholeBitsOf,
  type Der,
} from './der.ts'
import { nameText, readSubject, type Subject } from './names.ts'

const keyUsages = [
  'digitalSignature',
  'nonRepudiation',
  'keyEncipherment',
  'dataEncipherment',
  'keyAgreement',
  'keyCertSign',
  'cRLSign',
  'encipherOnly',
  'decipherOnly',
] as const
export type KeyUsage = (typeof keyUsages)[number]

/** A name of some kind, as extensions hold them (RFC 5280 4.2.1.6): the kind is the number of its tag. */
export type GeneralName = { readonly kind: number; readonly content: Uint8Array }

export type Certificate = {
  readonly der: Uint8Array
  /** The part that is signed. */
  readonly tbs: Uint8Array
  readonly signature: Uint8Array
  /** How its issuer signed it; undefined for what is weak or unknown. */
  readonly signedWith: SignatureAlgorithm | undefined
  /** Hexadecimal, lower case. */
  readonly serial: string
  readonly subject: Subject
  readonly subjectDer: Uint8Array
  /** As RFC 4514 writes it. */
  readonly issuer: string
  readonly issuerDer: Uint8Array
  readonly notBefore: Date
  readonly notAfter: Date
  readonly algorithm: 'RSA' | 'EC' | 'SM2' | 'OTHER'
  readonly bits: number
  /** SubjectPublicKeyInfo. */
  readonly spki: Uint8Array
  /** The key alone, without its kind. */
  readonly publicKey: Uint8Array
  /** Empty where it says nothing. */
  readonly keyUsage: ReadonlySet<KeyUsage>
  readonly extendedKeyUsage: readonly string[]
  readonly policies: readonly string[]
  readonly isCa: boolean
  readonly pathLength: number | undefined
  readonly subjectKeyId: string | undefined
  readonly authorityKeyId: string | undefined
  readonly alternativeNames: readonly GeneralName[]
  readonly nameConstraints: { readonly permitted: readonly GeneralName[]; readonly excluded: readonly GeneralName[] }
  /** Whether it may be believed without asking whether it was revoked (RFC 6960 4.2.2.2.1). */
  readonly ocspNoCheck: boolean
  /** Identifiers of critical extensions, and of those among them that are not understood here. */
  readonly critical: ReadonlySet<string>
  readonly unknownCritical: readonly string[]
  readonly crlUrls: readonly string[]
  readonly ocspUrls: readonly string[]
  readonly issuerUrls: readonly string[]
  /** SHA-256, hexadecimal. */
  readonly fingerprint: string
}

/** The bytes are no certificate, or one that contradicts itself. */
export class CertificateError extends Error {
  override readonly name = 'CertificateError'
}

export const extensionOids = {
  subjectKeyId: '2.5.29.14',
  keyUsage: '2.5.29.15',
  alternativeNames: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  nameConstraints: '2.5.29.30',
  crlPoints: '2.5.29.31',
  policies: '2.5.29.32',
  authorityKeyId: '2.5.29.35',
  extendedKeyUsage: '2.5.29.37',
  authorityInfo: '1.3.6.1.5.5.7.1.1',
  ocspNoCheck: '1.3.6.1.5.5.7.48.1.5',
  /** GB/T 20518: numbers of the holder. */
  personNumber: '1.2.156.10260.4.1.1',
  unitRegistrationNumber: '1.2.156.10260.4.1.3',
  unitCode: '1.2.156.10260.4.1.4',
} as const

/** Those whose meaning is acted upon, so that they may be critical. */
const understood: ReadonlySet<string> = new Set([
  extensionOids.keyUsage,
  extensionOids.alternativeNames,
  extensionOids.basicConstraints,
  extensionOids.nameConstraints,
  extensionOids.policies,
  extensionOids.extendedKeyUsage,
])

const curves: Readonly<Record<string, { readonly algorithm: 'EC' | 'SM2'; readonly bits: number }>> = {
  '1.2.840.10045.3.1.7': { algorithm: 'EC', bits: 256 },
  '1.3.132.0.34': { algorithm: 'EC', bits: 384 },
  '1.3.132.0.35': { algorithm: 'EC', bits: 521 },
  [oids.sm2Curve]: { algorithm: 'SM2', bits: 256 },
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')

const readKey = (info: Der): Pick<Certificate, 'algorithm' | 'bits' | 'spki' | 'publicKey'> => {
  const [identifier, key] = sequenceOf(info)
  const [type, parameters] = sequenceOf(identifier)
  const publicKey = wholeBitsOf(key)
  const both = { spki: info.bytes, publicKey }
  const oid = oidOf(type)
  if (oid === oids.rsa || oid === oids.rsaPss) {
    const modulus = integerHex(sequenceOf(readDer(publicKey, { bytes: 4096 }))[0])
    return { ...both, algorithm: 'RSA', bits: BigInt(`0x${modulus}`).toString(2).length }
  }
  const curve = oid === oids.ecPublicKey && parameters?.tag === tags.oid ? curves[oidOf(parameters)] : undefined
  return { ...both, ...(curve ?? { algorithm: 'OTHER', bits: 0 }) }
}

type Extension = { readonly critical: boolean; readonly value: Uint8Array }

const readExtensions = (list: Der | undefined): ReadonlyMap<string, Extension> => {
  const found = new Map<string, Extension>()
  for (const one of list ? sequenceOf(list.children[0]) : []) {
    const [type, ...rest] = sequenceOf(one)
    const oid = oidOf(type)
    if (found.has(oid)) throw new CertificateError('an extension that stands there twice')
    found.set(oid, { critical: rest.length > 1 && booleanOf(rest[0]), value: octetsOf(rest.at(-1)) })
  }
  return found
}

const generalName = ({ tag, content }: Der): GeneralName => ({ kind: tag & 0x1f, content })

const urisOf = (names: readonly Der[]): readonly string[] =>
  names.filter(({ tag }) => tag === context(6, false)).map(({ content }) => Buffer.from(content).toString('latin1'))

/** Addresses of the lists of revoked certificates; points that say nothing but a name are left out. */
const crlUrlsOf = (points: Der): readonly string[] =>
  sequenceOf(points).flatMap((point) => {
    const names = sequenceOf(point).find(({ tag }) => tag === context(0))?.children[0]
    return names?.tag === context(0) ? urisOf(names.children) : []
  })

const readInfo = (info: Der, method: string): readonly string[] =>
  sequenceOf(info).flatMap((one) => {
    const [type, place] = sequenceOf(one)
    return oidOf(type) === method && place ? urisOf([place]) : []
  })

const subtreesOf = (list: Der | undefined): readonly GeneralName[] =>
  (list?.children ?? []).map((one) => {
    const [base, ...more] = sequenceOf(one)
    // RFC 5280 4.2.1.10: minimum is 0 and maximum absent.
    if (!base || more.length > 0) throw new CertificateError('a constraint with a minimum')
    return generalName(base)
  })

const readAll = (der: Uint8Array): Certificate => {
  const [tbs, identifier, signature, ...beyond] = sequenceOf(readDer(der))
  if (!tbs || beyond.length > 0) throw new CertificateError('no certificate')
  const fields = [...sequenceOf(tbs)]
  const version = fields[0]?.tag === context(0) ? numberOf(fields.shift()?.children[0]) : 0
  const [serial, inner, issuer, validity, subject, key, ...rest] = fields
  if (!inner || !identifier || !issuer || !subject || !key) throw new CertificateError('no certificate')
  if (hex(inner.bytes) !== hex(identifier.bytes)) throw new CertificateError('two algorithms')
  const list = rest.find(({ tag }) => tag === context(3))
  if (list && version !== 2) throw new CertificateError('extensions of another version')
  const extensions = readExtensions(list)
  const at = <Value>(oid: string, read: (value: Der) => Value): Value | undefined => {
    const one = extensions.get(oid)
    return one && read(readDer(one.value))
  }
  const number = (oid: string): string | undefined => {
    try {
      return at(oid, textOf)
    } catch {
      return undefined
    }
  }
  const basic = at(extensionOids.basicConstraints, sequenceOf)
  const isCa = basic?.[0]?.tag === tags.boolean && booleanOf(basic[0])
  const length = basic?.find(({ tag }) => tag === tags.integer)
  const usage = at(extensionOids.keyUsage, bitsOf) ?? []
  const critical = new Set([...extensions].filter(([, one]) => one.critical).map(([oid]) => oid))
  const constraints = at(extensionOids.nameConstraints, sequenceOf)
  const person = number(extensionOids.personNumber)
  const unit = number(extensionOids.unitCode) ?? number(extensionOids.unitRegistrationNumber)
  const [notBefore, notAfter] = sequenceOf(validity)
  return {
    der,
    tbs: tbs.bytes,
    signature: wholeBitsOf(signature),
    signedWith: readSignatureAlgorithm(identifier),
    serial: integerHex(serial),
    subject: readSubject(subject, {
      ...(person === undefined ? {} : { person }),
      ...(unit === undefined ? {} : { unit }),
    }),
    subjectDer: subject.bytes,
    issuer: nameText(issuer),
    issuerDer: issuer.bytes,
    notBefore: timeOf(notBefore),
    notAfter: timeOf(notAfter),
    ...readKey(key),
    keyUsage: new Set(keyUsages.filter((_, place) => usage[place])),
    extendedKeyUsage: at(extensionOids.extendedKeyUsage, (value) => sequenceOf(value).map(oidOf)) ?? [],
    policies: at(extensionOids.policies, (value) => sequenceOf(value).map((one) => oidOf(sequenceOf(one)[0]))) ?? [],
    isCa,
    pathLength: isCa && length ? numberOf(length) : undefined,
    subjectKeyId: at(extensionOids.subjectKeyId, (value) => hex(octetsOf(value))),
    authorityKeyId: at(extensionOids.authorityKeyId, (value) => {
      const id = sequenceOf(value).find(({ tag }) => tag === context(0, false))
      return id && hex(id.content)
    }),
    alternativeNames: at(extensionOids.alternativeNames, (value) => sequenceOf(value).map(generalName)) ?? [],
    nameConstraints: {
      permitted: subtreesOf(constraints?.find(({ tag }) => tag === context(0))),
      excluded: subtreesOf(constraints?.find(({ tag }) => tag === context(1))),
    },
    ocspNoCheck: extensions.has(extensionOids.ocspNoCheck),
    critical,
    unknownCritical: [...critical].filter((oid) => !understood.has(oid)),
    crlUrls: at(extensionOids.crlPoints, crlUrlsOf) ?? [],
    ocspUrls: at(extensionOids.authorityInfo, (value) => readInfo(value, '1.3.6.1.5.5.7.48.1')) ?? [],
    issuerUrls: at(extensionOids.authorityInfo, (value) => readInfo(value, '1.3.6.1.5.5.7.48.2')) ?? [],
    fingerprint: createHash('sha256').update(der).digest('hex'),
  }
}

/** Reads a certificate of at most 16 KB (X.509, RFC 5280); throws CertificateError on anything it is not. */
export const readCertificate = (der: Uint8Array): Certificate => {
  try {
    return readAll(new Uint8Array(der))
  } catch (error) {
    if (error instanceof DerError || error instanceof TypeError) throw new CertificateError(error.message)
    throw error
  }
}

const pem = /-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]+)-----END CERTIFICATE-----/g

/** The certificates of a PEM text, in its order. */
export const readPem = (text: string): readonly Certificate[] =>
  [...text.matchAll(pem)].map(([, body = '']) => readCertificate(Buffer.from(body, 'base64')))

/** One certificate as PEM. */
export const pemOf = ({ der }: Pick<Certificate, 'der'>): string =>
  `-----BEGIN CERTIFICATE-----\n${(
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? []
  ).join('\n')}\n-----END CERTIFICATE-----\n`
