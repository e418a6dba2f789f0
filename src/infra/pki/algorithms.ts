import { constants, createHash, createPublicKey, verify } from 'node:crypto'
import { createRequire } from 'node:module'
import { DerError, context, integerHex, numberOf, oidOf, readDer, sequenceOf, type Der } from './der.ts'
import type { Certificate } from './certificate.ts'

export type DigestName = 'sha256' | 'sha384' | 'sha512' | 'sm3'

/** How something was signed. What is not one of these, SHA-1 and MD5 among it, proves nothing. */
export type SignatureAlgorithm = {
  readonly scheme: 'RSA' | 'RSA-PSS' | 'ECDSA' | 'SM2'
  readonly digest: DigestName
  readonly saltLength?: number
}

/** Whose Z an SM2 signature is made over (GM/T 0009-2012 chapter 10). */
export const sm2UserId = '1234567812345678'

export const oids = {
  rsa: '1.2.840.113549.1.1.1',
  rsaPss: '1.2.840.113549.1.1.10',
  mgf1: '1.2.840.113549.1.1.8',
  ecPublicKey: '1.2.840.10045.2.1',
  sm2Curve: '1.2.156.10197.1.301',
  sm2WithSm3: '1.2.156.10197.1.501',
} as const

const digestOids: Readonly<Record<string, DigestName>> = {
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
  '1.2.156.10197.1.401': 'sm3',
}

const signatureOids: Readonly<Record<string, SignatureAlgorithm>> = {
  '1.2.840.113549.1.1.11': { scheme: 'RSA', digest: 'sha256' },
  '1.2.840.113549.1.1.12': { scheme: 'RSA', digest: 'sha384' },
  '1.2.840.113549.1.1.13': { scheme: 'RSA', digest: 'sha512' },
  '1.2.840.10045.4.3.2': { scheme: 'ECDSA', digest: 'sha256' },
  '1.2.840.10045.4.3.3': { scheme: 'ECDSA', digest: 'sha384' },
  '1.2.840.10045.4.3.4': { scheme: 'ECDSA', digest: 'sha512' },
  [oids.sm2WithSm3]: { scheme: 'SM2', digest: 'sm3' },
}

const keyOf = <Value>(table: Readonly<Record<string, Value>>, wanted: (value: Value) => boolean): string => {
  const found = Object.entries(table).find(([, value]) => wanted(value))
  if (!found) throw new Error('an algorithm that is not in the table')
  return found[0]
}

export const oidOfDigest = (name: DigestName): string => keyOf(digestOids, (one) => one === name)
export const oidOfSignature = ({ scheme, digest }: SignatureAlgorithm): string =>
  keyOf(signatureOids, (one) => one.scheme === scheme && one.digest === digest)

/** The digest an AlgorithmIdentifier names; undefined for one that is not taken. */
export const readDigestAlgorithm = (identifier: Der | undefined): DigestName | undefined =>
  digestOids[oidOf(sequenceOf(identifier)[0])]

/** Parameters of RSASSA-PSS: both digests the same one, named; the defaults of 1998 are SHA-1 (RFC 4055 3.1). */
const pssOf = (parameters: Der | undefined): SignatureAlgorithm | undefined => {
  const part = (number: number): Der | undefined =>
    sequenceOf(parameters).find(({ tag }) => tag === context(number))?.children[0]
  const [mgf, mgfDigest] = sequenceOf(part(1))
  const digest = readDigestAlgorithm(part(0))
  const salt = part(2)
  if (!digest || oidOf(mgf) !== oids.mgf1 || readDigestAlgorithm(mgfDigest) !== digest) return undefined
  return { scheme: 'RSA-PSS', digest, saltLength: salt ? numberOf(salt) : 20 }
}

/** How an AlgorithmIdentifier of a signature says it was signed; undefined for what is weak or unknown. */
export const readSignatureAlgorithm = (identifier: Der | undefined): SignatureAlgorithm | undefined => {
  const [type, parameters] = sequenceOf(identifier)
  const oid = oidOf(type)
  try {
    return oid === oids.rsaPss ? pssOf(parameters) : signatureOids[oid]
  } catch (error) {
    if (error instanceof DerError) return undefined
    throw error
  }
}

/** What a signature of a message says apart from each other: the digest, and the key's own kind (RFC 5652 5.3). */
export const readSignerAlgorithm = (
  digestAlgorithm: Der | undefined,
  signatureAlgorithm: Der | undefined,
): SignatureAlgorithm | undefined => {
  const digest = readDigestAlgorithm(digestAlgorithm)
  if (!digest) return undefined
  switch (oidOf(sequenceOf(signatureAlgorithm)[0])) {
    case oids.rsa:
      return digest === 'sm3' ? undefined : { scheme: 'RSA', digest }
    // As programmes of SM2 write it (GM/T 0010): the kind of key in place of the signature.
    case '1.2.156.10197.1.301.1':
      return digest === 'sm3' ? { scheme: 'SM2', digest } : undefined
    default: {
      const named = readSignatureAlgorithm(signatureAlgorithm)
      return named?.digest === digest ? named : undefined
    }
  }
}

/** What a key signs with unless something else is said. */
export const usualAlgorithm = ({ algorithm }: Pick<Certificate, 'algorithm'>): SignatureAlgorithm => {
  switch (algorithm) {
    case 'RSA':
      return { scheme: 'RSA', digest: 'sha256' }
    case 'SM2':
      return { scheme: 'SM2', digest: 'sm3' }
    default:
      return { scheme: 'ECDSA', digest: 'sha256' }
  }
}

export const digest = (name: DigestName, ...parts: readonly Uint8Array[]): Uint8Array => {
  const hash = createHash(name)
  for (const part of parts) hash.update(part)
  return new Uint8Array(hash.digest())
}

/** The least of keys that are believed (GM/T 0115, NIST SP 800-131A). */
const leastBits = { RSA: 2048, EC: 256, SM2: 256 } as const

const sm2Order = BigInt('0xfffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123')

/** r and s of a DER signature as 64 octets in hexadecimal; both must be of the group. */
const sm2Pair = (signature: Uint8Array): string => {
  const parts = sequenceOf(readDer(signature, { bytes: 80, depth: 2, nodes: 3 }))
  if (parts.length !== 2) throw new DerError('no pair')
  return parts
    .map((part) => {
      const hex = integerHex(part)
      if ((part.content[0] ?? 0x80) >= 0x80 || BigInt(`0x${hex}`) === 0n || BigInt(`0x${hex}`) >= sm2Order)
        throw new DerError('a number outside of the group')
      return hex.padStart(64, '0')
    })
    .join('')
}

const require = createRequire(import.meta.url)
/** Loaded where it is first needed: few certificates are of SM2, and every process would wait for it. */
export const sm2Library = () => (require('sm-crypto-v2') as typeof import('sm-crypto-v2')).sm2

const verifySm2 = (signature: Uint8Array, data: Uint8Array, { spki }: Certificate): boolean => {
  // OpenSSL under Node takes no user id, so that it refuses what everybody else signs.
  const point = Buffer.from(spki.subarray(-65)).toString('hex')
  return (
    point.startsWith('04') &&
    sm2Library().doVerifySignature(data, sm2Pair(signature), point, { hash: true, userId: sm2UserId })
  )
}

const schemesOf = {
  RSA: ['RSA', 'RSA-PSS'],
  EC: ['ECDSA'],
  SM2: ['SM2'],
  OTHER: [],
} as const satisfies Record<Certificate['algorithm'], readonly SignatureAlgorithm['scheme'][]>

/** Whether a key is of a kind and length that is believed. */
export const isStrong = ({ algorithm, bits }: Pick<Certificate, 'algorithm' | 'bits'>): boolean =>
  algorithm !== 'OTHER' && bits >= leastBits[algorithm]

/**
 * Whether `data` was signed with the key of the certificate, by exactly that algorithm: the key decides which ones
 * there are, never the signature alone. Says no to whatever cannot be read.
 */
export const verifySignature = (
  signature: Uint8Array,
  data: Uint8Array,
  certificate: Certificate,
  algorithm: SignatureAlgorithm = usualAlgorithm(certificate),
): boolean => {
  const schemes: readonly string[] = schemesOf[certificate.algorithm]
  if (!isStrong(certificate) || !schemes.includes(algorithm.scheme)) return false
  try {
    if (algorithm.scheme === 'SM2') return verifySm2(signature, data, certificate)
    const key = createPublicKey({ key: Buffer.from(certificate.spki), format: 'der', type: 'spki' })
    const padding = algorithm.scheme === 'RSA-PSS' ? constants.RSA_PKCS1_PSS_PADDING : constants.RSA_PKCS1_PADDING
    return verify(
      algorithm.digest,
      data,
      algorithm.scheme === 'ECDSA'
        ? { key, dsaEncoding: 'der' }
        : { key, padding, ...(algorithm.saltLength === undefined ? {} : { saltLength: algorithm.saltLength }) },
      signature,
    )
  } catch {
    return false
  }
}
