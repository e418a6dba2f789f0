import { createHash } from 'node:crypto'
import type { Certificate } from '../../infra/pki/certificate.ts'
import { assemble, cmsOids, signedAttributes } from '../../infra/pki/cms.ts'
import { digest, readDigestAlgorithm } from '../../infra/pki/algorithms.ts'
import {
  context,
  enumerated,
  integer,
  integerHex,
  octets,
  octetsOf,
  oid,
  oidOf,
  readDer,
  sequence,
  sequenceOf,
  tags,
  time,
  tlv,
  type Der,
} from '../../infra/pki/der.ts'
import { certIdHashes, ocspOids } from '../../infra/pki/ocsp.ts'
import { algorithmIdentifier, extension, issuingAlgorithm, signed, type Key } from './issuing.ts'

// What an authority answers: lists of the revoked, answers about single certificates, time stamps.

type Revoked = { readonly serial: string; readonly at: Date; readonly reason: number }

const serialOf = (hex: string): Uint8Array => integer(Buffer.from(hex, 'hex'))

export type CrlOrder = {
  readonly issuer: { readonly name: Uint8Array; readonly key: Key }
  readonly revoked: readonly Revoked[]
  readonly thisUpdate: Date
  readonly nextUpdate: Date
  readonly more?: readonly Uint8Array[]
}

/** A list of revoked certificates (RFC 5280 chapter 5). */
export const makeCrl = ({ issuer, revoked, thisUpdate, nextUpdate, more = [] }: CrlOrder): Uint8Array => {
  const entries = revoked.map(({ serial, at, reason }) =>
    sequence(serialOf(serial), time(at), sequence(extension('2.5.29.21', enumerated(reason)))),
  )
  const tbs = sequence(
    integer(1),
    algorithmIdentifier(issuingAlgorithm(issuer.key)),
    issuer.name,
    time(thisUpdate),
    time(nextUpdate),
    ...(entries.length > 0 ? [sequence(...entries)] : []),
    tlv(context(0), sequence(extension('2.5.29.20', integer(Math.floor(thisUpdate.getTime() / 1000))), ...more)),
  )
  return sequence(...signed(tbs, issuer.key))
}

export type OcspAnswering = {
  /** Whose certificates are asked about. */
  readonly issuer: Certificate
  /** Who answers for it. */
  readonly responder: { readonly certificate: Certificate; readonly key: Key }
  readonly statusOf: (serial: string) => 'good' | 'unknown' | Revoked
  readonly now: Date
  readonly nextUpdate: Date
}

const statusDer = (status: 'good' | 'unknown' | Revoked): Uint8Array => {
  if (status === 'good') return tlv(context(0, false))
  if (status === 'unknown') return tlv(context(2, false))
  return tlv(context(1), time(status.at, tags.time), tlv(context(0), enumerated(status.reason)))
}

/** Whether a question is about a certificate of that issuer. */
const isOf = (id: Der | undefined, issuer: Certificate): boolean => {
  const [algorithm, , key] = sequenceOf(id)
  const hash = certIdHashes[oidOf(sequenceOf(algorithm)[0])]
  return hash !== undefined && Buffer.compare(octetsOf(key), createHash(hash).update(issuer.publicKey).digest()) === 0
}

/** An answer (RFC 6960) to a question as it was sent; throws DerError on what is no question. */
export const answerOcsp = (question: Uint8Array, answering: OcspAnswering): Uint8Array => {
  const { issuer, responder, statusOf, now, nextUpdate } = answering
  const [tbs] = sequenceOf(readDer(question))
  const parts = sequenceOf(tbs)
  const list = parts.find(({ tag }) => tag === tags.sequence)
  const extensions = parts.find(({ tag }) => tag === context(2))?.children[0]
  const nonce = (extensions ? sequenceOf(extensions) : []).find((one) => oidOf(sequenceOf(one)[0]) === ocspOids.nonce)
  const singles = sequenceOf(list).map((one) => {
    const [id] = sequenceOf(one)
    const status = isOf(id, issuer) ? statusOf(integerHex(sequenceOf(id)[3])) : 'unknown'
    return sequence(
      id?.bytes ?? new Uint8Array(),
      statusDer(status),
      time(now, tags.time),
      tlv(context(0), time(nextUpdate, tags.time)),
    )
  })
  const data = sequence(
    tlv(context(1), responder.certificate.subjectDer),
    time(now, tags.time),
    sequence(...singles),
    ...(nonce ? [tlv(context(1), sequence(nonce.bytes))] : []),
  )
  const basic = sequence(...signed(data, responder.key), tlv(context(0), sequence(responder.certificate.der)))
  return sequence(enumerated(0), tlv(context(0), sequence(oid(ocspOids.basic), octets(basic))))
}

export type Stamping = {
  readonly authority: { readonly certificate: Certificate; readonly key: Key }
  /** What is put beside the authority's certificate. */
  readonly chain: readonly Certificate[]
  readonly policy: string
  readonly serial: Uint8Array
  readonly now: Date
}

const refusal = (bit: number): Uint8Array =>
  // PKIStatusInfo with rejection (2) and the bit of the reason (RFC 3161 2.4.2).
  sequence(sequence(integer(2), tlv(tags.bits, Uint8Array.of(7 - (bit % 8)), ...bitAt(bit))))

const bitAt = (bit: number): readonly Uint8Array[] => {
  const bytes = new Uint8Array(Math.floor(bit / 8) + 1)
  bytes[bytes.length - 1] = 0x80 >> (bit % 8)
  return [bytes]
}

/** Answers a question for a time stamp (RFC 3161); what is no question, or of a weak digest, is refused as it says. */
export const answerTimestamp = (
  question: Uint8Array,
  { authority, chain, policy, serial, now }: Stamping,
): Uint8Array => {
  let parts: readonly Der[]
  try {
    parts = sequenceOf(readDer(question))
  } catch {
    return refusal(5)
  }
  const [, imprint, ...rest] = parts
  if (imprint?.tag !== tags.sequence) return refusal(2)
  const [algorithm, hash] = sequenceOf(imprint)
  const name = readDigestAlgorithm(algorithm)
  if (!name || octetsOf(hash).length !== digest(name).length) return refusal(0)
  const nonce = rest.find(({ tag }) => tag === tags.integer)
  const wantsCertificate = rest.some(({ tag, content }) => tag === tags.boolean && content[0] === 0xff)
  const info = sequence(
    integer(1),
    oid(policy),
    imprint.bytes,
    integer(serial),
    time(now, tags.time),
    sequence(integer(1)),
    ...(nonce ? [nonce.bytes] : []),
  )
  const attributes = signedAttributes({
    digest: digest('sha256', info),
    certificate: authority.certificate,
    signingTime: now,
    contentType: cmsOids.tstInfo,
  })
  const token = assemble({
    attributes,
    signature: authority.key.sign(attributes),
    certificates: [authority.certificate, ...(wantsCertificate ? chain : [])],
    content: { type: cmsOids.tstInfo, bytes: info },
  })
  return sequence(sequence(integer(0)), token)
}
