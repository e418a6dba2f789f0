import { createHash } from 'node:crypto'
import { readSignatureAlgorithm, verifySignature } from './algorithms.ts'
import { readCertificate, type Certificate } from './certificate.ts'
import {
  context,
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
  tags,
  timeOf,
  tlv,
  wholeBitsOf,
  type Der,
} from './der.ts'
import { validatePath } from './path.ts'

// Questions about single certificates (RFC 6960).

const limits = { bytes: 65_536, depth: 24, nodes: 4_000 }

export const ocspOids = {
  basic: '1.3.6.1.5.5.7.48.1.1',
  nonce: '1.3.6.1.5.5.7.48.1.2',
} as const

/** What names a certificate in a question: digests of its issuer's name and key. SHA-1 only tells issuers apart here. */
export const certIdHashes: Readonly<Record<string, string>> = {
  '1.3.14.3.2.26': 'sha1',
  '2.16.840.1.101.3.4.2.1': 'sha256',
}

const hashed = (name: string, bytes: Uint8Array): Uint8Array => createHash(name).update(bytes).digest()

/** CertID by SHA-1, which every responder knows (RFC 5019 2.1.1). */
const certId = ({ serial }: Pick<Certificate, 'serial'>, issuer: Certificate): Uint8Array =>
  sequence(
    sequence(oid('1.3.14.3.2.26'), nothing()),
    octets(hashed('sha1', issuer.subjectDer)),
    octets(hashed('sha1', issuer.publicKey)),
    integer(Buffer.from(serial, 'hex')),
  )

/** The question about one certificate, with a number used once. */
export const ocspRequest = (certificate: Certificate, issuer: Certificate, nonce: Uint8Array): Uint8Array =>
  sequence(
    sequence(
      sequence(sequence(certId(certificate, issuer))),
      tlv(context(2), sequence(sequence(oid(ocspOids.nonce), octets(octets(nonce))))),
    ),
  )

const isAbout = (id: Der | undefined, certificate: Certificate, issuer: Certificate): boolean => {
  const [algorithm, name, key, serial] = sequenceOf(id)
  const hash = certIdHashes[oidOf(sequenceOf(algorithm)[0])]
  return (
    hash !== undefined &&
    integerHex(serial) === certificate.serial &&
    Buffer.compare(octetsOf(name), hashed(hash, issuer.subjectDer)) === 0 &&
    Buffer.compare(octetsOf(key), hashed(hash, issuer.publicKey)) === 0
  )
}

/** Whether that is who the answer says it is from: by name, or by the digest of the key. */
const isResponder = (id: Der | undefined, one: Certificate): boolean => {
  const [inner] = id?.children ?? []
  if (id?.tag === context(1)) return inner !== undefined && Buffer.compare(inner.bytes, one.subjectDer) === 0
  return id?.tag === context(2) && Buffer.compare(octetsOf(inner), hashed('sha1', one.publicKey)) === 0
}

export type OcspAnswer = {
  readonly thisUpdate: Date
  readonly nextUpdate: Date | undefined
  readonly status: 'good' | 'revoked' | 'unknown'
  readonly revokedAt: Date | undefined
  readonly reason: number | undefined
  /** Hexadecimal; undefined where the answer repeats none. */
  readonly nonce: string | undefined
  /** Whom the issuer let answer; undefined where it answered itself. */
  readonly responder: Certificate | undefined
}

/** Who signed: the issuer itself, or whom it let answer by a certificate for that (RFC 6960 4.2.2.2). */
const signerOf = (
  id: Der | undefined,
  certs: readonly Der[],
  issuer: Certificate,
  at: Date,
): { readonly key: Certificate; readonly responder: Certificate | undefined } | undefined => {
  if (isResponder(id, issuer)) return { key: issuer, responder: undefined }
  const responder = certs
    .slice(0, 4)
    .map(({ bytes }) => readCertificate(bytes))
    .find((one) => isResponder(id, one))
  if (!responder || !responder.ocspNoCheck) return undefined
  const path = validatePath(responder, { intermediates: [], anchors: [issuer], at, use: 'ocsp' })
  return path.ok ? { key: responder, responder } : undefined
}

const statusOf = (status: Der | undefined): Pick<OcspAnswer, 'status' | 'revokedAt' | 'reason'> => {
  if (status?.tag === context(1)) {
    const [at, reason] = status.children
    return { status: 'revoked', revokedAt: timeOf(at), reason: reason?.children[0]?.content[0] }
  }
  return { status: status?.tag === context(0, false) ? 'good' : 'unknown', revokedAt: undefined, reason: undefined }
}

/**
 * What an answer says of a certificate; undefined where it is about another one, says nothing, or is not signed by the
 * issuer or by whom it let answer. Throws DerError on what is no answer.
 */
export const askOcsp = (der: Uint8Array, certificate: Certificate, issuer: Certificate): OcspAnswer | undefined => {
  const [state, wrapped] = sequenceOf(readDer(der, limits))
  if (state?.tag !== tags.enumerated || state.content[0] !== 0 || !wrapped) return undefined
  const [type, body] = sequenceOf(wrapped.children[0])
  if (oidOf(type) !== ocspOids.basic) return undefined
  const [tbs, identifier, signature, certs] = sequenceOf(readDer(octetsOf(body), limits))
  if (!tbs) return undefined
  const fields = [...sequenceOf(tbs)]
  if (fields[0]?.tag === context(0)) fields.shift()
  const [id, , responses, extensions] = fields
  const single = sequenceOf(responses).find((one) => isAbout(sequenceOf(one)[0], certificate, issuer))
  const algorithm = readSignatureAlgorithm(identifier)
  if (!single || !algorithm) return undefined
  const [, status, thisUpdate, ...rest] = sequenceOf(single)
  // Whoever answers must be allowed to at the time it speaks of: that is the one by which an answer is called new.
  const signer = signerOf(id, certs ? sequenceOf(certs.children[0]) : [], issuer, timeOf(thisUpdate))
  if (!signer) return undefined
  if (!verifySignature(wholeBitsOf(signature), tbs.bytes, signer.key, algorithm)) return undefined
  const next = rest.find(({ tag }) => tag === context(0))?.children[0]
  const nonce = (extensions ? sequenceOf(extensions.children[0]) : [])
    .map(sequenceOf)
    .find(([one]) => oidOf(one) === ocspOids.nonce)
    ?.at(-1)
  return {
    ...statusOf(status),
    thisUpdate: timeOf(thisUpdate),
    nextUpdate: next && timeOf(next),
    nonce: nonce && Buffer.from(octetsOf(readDer(octetsOf(nonce)))).toString('hex'),
    responder: signer.responder,
  }
}
