import { CertificateError, readCertificate, type Certificate } from './certificate.ts'
import {
  digest as digestOfBytes,
  oidOfDigest,
  oidOfSignature,
  readDigestAlgorithm,
  readSignerAlgorithm,
  usualAlgorithm,
  verifySignature,
  type SignatureAlgorithm,
} from './algorithms.ts'
import {
  DerError,
  context,
  definite,
  integer,
  integerHex,
  nothing,
  octets,
  octetsOf,
  oid,
  oidOf,
  readDer,
  sequence,
  sequenceOf,
  set,
  setOf,
  tags,
  time,
  timeOf,
  tlv,
  type Der,
} from './der.ts'

// Signed messages (CMS, RFC 5652) as signatures of documents carry them (ETSI EN 319 122-1, CAdES).

export const cmsOids = {
  data: '1.2.840.113549.1.7.1',
  signedData: '1.2.840.113549.1.7.2',
  /** As programmes of SM2 name the same two (GM/T 0010-2012). */
  smData: '1.2.156.10197.6.1.4.2.1',
  smSignedData: '1.2.156.10197.6.1.4.2.2',
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingTime: '1.2.840.113549.1.9.5',
  signingCertificate: '1.2.840.113549.1.9.16.2.12',
  signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
  timestampToken: '1.2.840.113549.1.9.16.2.14',
  tstInfo: '1.2.840.113549.1.9.16.1.4',
  /** Revocation answers inside a signature, as Adobe wrote them before PAdES. */
  adobeRevocation: '1.2.840.113583.1.1.8',
} as const

/** A signature with its chain, lists and tokens may be as long as a room in a file for it. */
const limits = { bytes: 8 * 1_048_576, depth: 32, nodes: 400_000 }

/** The bytes are no signed message. */
export class CmsError extends Error {
  override readonly name = 'CmsError'
}

type Signer = {
  readonly id: Der
  readonly digestAlgorithm: Der
  readonly signatureAlgorithm: Der
  /** [0] as it came; what is signed is the same bytes under the tag of a set. */
  readonly signedAttributes: Der | undefined
  readonly signature: Uint8Array
  readonly unsigned: readonly Der[]
}

export type SignedData = {
  readonly contentType: string
  /** What it carries; undefined where the content is kept apart (detached). */
  readonly content: Uint8Array | undefined
  readonly certificates: readonly Certificate[]
  readonly crls: readonly Uint8Array[]
  readonly signers: readonly Signer[]
}

const signedDataTypes: readonly string[] = [cmsOids.signedData, cmsOids.smSignedData]

const readSigner = (der: Der): Signer => {
  const [version, id, digestAlgorithm, ...rest] = sequenceOf(der)
  const signedAttributes = rest[0]?.tag === context(0) ? rest.shift() : undefined
  const [signatureAlgorithm, signature, unsigned] = rest
  if (version?.tag !== tags.integer || !id || !digestAlgorithm || !signatureAlgorithm) throw new CmsError('no signer')
  return {
    id,
    digestAlgorithm,
    signatureAlgorithm,
    signedAttributes,
    signature: octetsOf(signature),
    unsigned: unsigned?.tag === context(1) ? unsigned.children : [],
  }
}

/** Certificates that cannot be read are none: a bag may hold some of other kinds. */
const certificatesOf = (list: readonly Der[]): readonly Certificate[] =>
  list.slice(0, 40).flatMap(({ tag, bytes }) => {
    if (tag !== tags.sequence) return []
    try {
      return [readCertificate(bytes)]
    } catch (error) {
      if (error instanceof CertificateError) return []
      throw error
    }
  })

const read = (bytes: Uint8Array): SignedData => {
  const whole = readDer(bytes, limits)
  const [type, wrapped] = sequenceOf(whole)
  if (!signedDataTypes.includes(oidOf(type)) || wrapped?.tag !== context(0)) throw new CmsError('no signed message')
  const [version, , encapsulated, ...rest] = sequenceOf(wrapped.children[0])
  if (version?.tag !== tags.integer) throw new CmsError('no signed message')
  const [contentType, content] = sequenceOf(encapsulated)
  const certificates = rest.find(({ tag }) => tag === context(0))?.children ?? []
  const crls = rest.find(({ tag }) => tag === context(1))?.children ?? []
  return {
    contentType: oidOf(contentType),
    content: content && octetsOf(content.children[0]),
    certificates: certificatesOf(certificates),
    crls: crls.filter(({ tag }) => tag === tags.sequence).map((one) => one.bytes),
    signers: setOf(rest.at(-1)).map(readSigner),
  }
}

/** Reads a signed message in DER, or in BER as signatures in files may come; throws CmsError on anything else. */
export const parseSignedData = (bytes: Uint8Array): SignedData => {
  try {
    return read(bytes[1] === 0x80 ? definite(bytes) : bytes)
  } catch (error) {
    if (error instanceof DerError || error instanceof TypeError) throw new CmsError(error.message)
    throw error
  }
}

const attribute = (type: string, ...values: readonly Uint8Array[]): Uint8Array => sequence(oid(type), set(...values))

export type Attributes = {
  /** Of the content, by the digest of the algorithm that will sign. */
  readonly digest: Uint8Array
  readonly certificate: Certificate
  /** PAdES says the time in the file instead (ETSI EN 319 142-1 6.3). */
  readonly signingTime?: Date
  readonly contentType?: string
}

/**
 * What a signer signs, as the DER of a SET: kind and digest of the content, and which certificate it is signed with
 * (ESSCertIDv2, RFC 5035), so that no other one of the same key can be put in its place.
 */
export const signedAttributes = ({ digest, certificate, signingTime, contentType }: Attributes): Uint8Array => {
  const directory = tlv(context(4), certificate.issuerDer)
  const issuerSerial = sequence(sequence(directory), integer(Buffer.from(certificate.serial, 'hex')))
  const essCertId = sequence(octets(digestOfBytes('sha256', certificate.der)), issuerSerial)
  return set(
    attribute(cmsOids.contentType, oid(contentType ?? cmsOids.data)),
    attribute(cmsOids.messageDigest, octets(digest)),
    attribute(cmsOids.signingCertificateV2, sequence(sequence(essCertId))),
    ...(signingTime ? [attribute(cmsOids.signingTime, time(signingTime))] : []),
  )
}

export type Assembly = {
  /** As signedAttributes gave them. */
  readonly attributes: Uint8Array
  readonly signature: Uint8Array
  /** The signer's first, then its authorities. */
  readonly certificates: readonly Certificate[]
  readonly algorithm?: SignatureAlgorithm
  readonly timestampToken?: Uint8Array
  /** Content that the message carries itself; none: it is kept apart. */
  readonly content?: { readonly type: string; readonly bytes: Uint8Array }
}

const unsignedOf = (token: Uint8Array | undefined): readonly Uint8Array[] =>
  token ? [tlv(context(1), attribute(cmsOids.timestampToken, token))] : []

/** Puts a signature that was made elsewhere together with what it signs (RFC 5652 5.1), as DER. */
export const assemble = (parts: Assembly): Uint8Array => {
  const { attributes, signature, certificates, timestampToken, content } = parts
  const [signer] = certificates
  if (!signer) throw new CmsError('nobody signs')
  const algorithm = parts.algorithm ?? usualAlgorithm(signer)
  const digestAlgorithm = sequence(oid(oidOfDigest(algorithm.digest)))
  const signatureAlgorithm = sequence(
    oid(oidOfSignature(algorithm)),
    ...(algorithm.scheme === 'RSA' ? [nothing()] : []),
  )
  const signerInfo = sequence(
    integer(1),
    sequence(signer.issuerDer, integer(Buffer.from(signer.serial, 'hex'))),
    digestAlgorithm,
    tlv(context(0), readDer(attributes, limits).content),
    signatureAlgorithm,
    octets(signature),
    ...unsignedOf(timestampToken),
  )
  return sequence(
    oid(cmsOids.signedData),
    tlv(
      context(0),
      sequence(
        integer(content ? 3 : 1),
        set(digestAlgorithm),
        sequence(oid(content?.type ?? cmsOids.data), ...(content ? [tlv(context(0), octets(content.bytes))] : [])),
        tlv(context(0), ...certificates.map(({ der }) => der).toSorted((one, other) => Buffer.compare(one, other))),
        set(signerInfo),
      ),
    ),
  )
}

/** Adds a time stamp over the signature to a message of one signer (RFC 3161 appendix A). */
export const withTimestamp = (message: Uint8Array, token: Uint8Array): Uint8Array => {
  const [type, wrapped] = sequenceOf(readDer(message, limits))
  const parts = sequenceOf(wrapped?.children[0])
  const [signer, ...others] = setOf(parts.at(-1))
  if (!type || !signer || others.length > 0) throw new CmsError('not of one signer')
  const kept = sequenceOf(signer).filter(({ tag }) => tag !== context(1))
  const stamped = sequence(...kept.map(({ bytes }) => bytes), ...unsignedOf(token))
  return sequence(type.bytes, tlv(context(0), sequence(...parts.slice(0, -1).map(({ bytes }) => bytes), set(stamped))))
}

export type CmsFault =
  | 'unreadable'
  | 'no-signer'
  | 'several-signers'
  /** Content inside where it should be apart, or none where it should be inside. */
  | 'has-content'
  | 'no-content'
  /** The signer's certificate is not in it. */
  | 'no-certificate'
  /** It is signed for another certificate than the one that is shown. */
  | 'other-certificate'
  | 'weak'
  | 'bad-attributes'
  | 'digest-mismatch'
  | 'bad-signature'

export type CmsResult =
  | {
      readonly ok: true
      readonly signer: Certificate
      readonly certificates: readonly Certificate[]
      readonly crls: readonly Uint8Array[]
      readonly ocsps: readonly Uint8Array[]
      readonly algorithm: SignatureAlgorithm
      readonly signature: Uint8Array
      /** What the signer says. */
      readonly signingTime: Date | undefined
      readonly timestampToken: Uint8Array | undefined
      /** Whether attributes were signed, and whether they name the certificate by SHA-256 (v2). */
      readonly signedAttributes: boolean
      readonly namesCertificate: boolean
      readonly content: Uint8Array
    }
  | { readonly ok: false; readonly fault: CmsFault; readonly signer?: Certificate }

const isSame = (one: Uint8Array, other: Uint8Array): boolean => Buffer.compare(one, other) === 0

/** Whether the signer says it is that certificate: issuer and number, or the id of the key. */
const isNamed = (id: Der, { issuerDer, serial, subjectKeyId }: Certificate): boolean => {
  if (id.tag === context(0, false)) return subjectKeyId === Buffer.from(id.content).toString('hex')
  const [issuer, number] = sequenceOf(id)
  return issuer !== undefined && isSame(issuer.bytes, issuerDer) && integerHex(number) === serial
}

type Attribute = { readonly type: string; readonly values: readonly Der[] }

const attributesOf = (list: readonly Der[]): readonly Attribute[] =>
  list.map((one) => {
    const [type, values] = sequenceOf(one)
    return { type: oidOf(type), values: setOf(values) }
  })

/** The single value of an attribute; none where it is missing, more than one, or there twice (RFC 5652 11). */
const single = (all: readonly Attribute[], wanted: string): Der | undefined => {
  const found = all.filter(({ type }) => type === wanted)
  return found.length === 1 && found[0]?.values.length === 1 ? found[0].values[0] : undefined
}

/** Whether the attribute names the certificate by a digest of it; undefined where there is no such attribute. */
const namesSigner = (all: readonly Attribute[], { der }: Certificate): boolean | undefined => {
  if (!all.some(({ type }) => type === cmsOids.signingCertificateV2)) return undefined
  const value = single(all, cmsOids.signingCertificateV2)
  const [first] = value ? sequenceOf(sequenceOf(value)[0]) : []
  const [algorithm, ...rest] = first ? sequenceOf(first) : []
  const named = algorithm?.tag === tags.sequence ? readDigestAlgorithm(algorithm) : 'sha256'
  const hash = algorithm?.tag === tags.sequence ? rest[0] : algorithm
  return named !== undefined && hash !== undefined && isSame(octetsOf(hash), digestOfBytes(named, der))
}

/** Answers that Adobe’s attribute holds: [0] lists, [1] answers about single certificates. */
const adobeEvidence = (
  all: readonly Attribute[],
): { readonly crls: readonly Uint8Array[]; readonly ocsps: readonly Uint8Array[] } => {
  const parts = all.find(({ type }) => type === cmsOids.adobeRevocation)?.values[0]
  const list = (number: number): readonly Uint8Array[] => {
    const one = parts?.children.find(({ tag }) => tag === context(number))
    return one ? sequenceOf(one.children[0]).map(({ bytes }) => bytes) : []
  }
  return { crls: list(0), ocsps: list(1) }
}

const judge = (message: SignedData, apart: Uint8Array | undefined): CmsResult => {
  const [signer, ...others] = message.signers
  if (!signer) return { ok: false, fault: 'no-signer' }
  if (others.length > 0) return { ok: false, fault: 'several-signers' }
  const named = message.certificates.filter((one) => isNamed(signer.id, one))
  const [certificate] = named
  if (!certificate) return { ok: false, fault: 'no-certificate' }
  const fail = (fault: CmsFault): CmsResult => ({ ok: false, fault, signer: certificate })
  if (named.some(({ der }) => !isSame(der, certificate.der))) return fail('other-certificate')
  if (apart && message.content) return fail('has-content')
  const content = apart ?? message.content
  if (!content) return fail('no-content')
  const algorithm = readSignerAlgorithm(signer.digestAlgorithm, signer.signatureAlgorithm)
  if (!algorithm) return fail('weak')

  const { signedAttributes: signed } = signer
  const all = attributesOf(signed?.children ?? [])
  let about: Uint8Array = content
  let names: boolean | undefined
  if (signed) {
    const type = single(all, cmsOids.contentType)
    const digest = single(all, cmsOids.messageDigest)
    if (!type || !digest || oidOf(type) !== message.contentType) return fail('bad-attributes')
    if (!isSame(octetsOf(digest), digestOfBytes(algorithm.digest, content))) return fail('digest-mismatch')
    names = namesSigner(all, certificate)
    if (names === false) return fail('other-certificate')
    about = tlv(tags.set, signed.content)
  } else if (message.contentType !== cmsOids.data && message.contentType !== cmsOids.smData)
    return fail('bad-attributes')
  if (!verifySignature(signer.signature, about, certificate, algorithm)) return fail('bad-signature')

  const signingTime = single(all, cmsOids.signingTime)
  const evidence = adobeEvidence(all)
  return {
    ok: true,
    signer: certificate,
    certificates: message.certificates,
    crls: [...message.crls, ...evidence.crls],
    ocsps: evidence.ocsps,
    algorithm,
    signature: signer.signature,
    signingTime: signingTime && timeOf(signingTime),
    timestampToken: single(attributesOf(signer.unsigned), cmsOids.timestampToken)?.bytes,
    signedAttributes: signed !== undefined,
    namesCertificate: names === true,
    content,
  }
}

/**
 * Whether a message of exactly one signer was signed with the key of the certificate it names, over that content:
 * `content` is what is kept apart; without it the message must carry its own. Nothing is said here about whose
 * certificate it is and whether it is trusted (validatePath).
 */
export const verifySignedData = (
  message: Uint8Array | SignedData,
  { content }: { readonly content?: Uint8Array },
): CmsResult => {
  try {
    return judge(message instanceof Uint8Array ? parseSignedData(message) : message, content)
  } catch (error) {
    if (error instanceof DerError || error instanceof CmsError || error instanceof TypeError)
      return { ok: false, fault: 'unreadable' }
    throw error
  }
}
