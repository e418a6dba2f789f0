import { randomBytes } from 'node:crypto'
import type { CertificateFault } from '../../core/signatures/certificate-faults.ts'
import { digest, oidOfDigest, readDigestAlgorithm } from './algorithms.ts'
import type { Certificate } from './certificate.ts'
import { CmsError, cmsOids, parseSignedData, verifySignedData, type CmsFault } from './cms.ts'
import {
  DerError,
  context,
  integer,
  integerHex,
  nothing,
  numberOf,
  octets,
  octetsOf,
  oid,
  readDer,
  sequence,
  sequenceOf,
  tags,
  timeOf,
  truth,
  type Der,
} from './der.ts'
import { fetchBounded } from './fetch-bounded.ts'
import { validatePath } from './path.ts'

// Time stamps (RFC 3161): somebody trusted says when a digest was there.

const limits = { bytes: 262_144, depth: 32, nodes: 20_000 }

type TstInfo = {
  readonly imprint: Uint8Array
  readonly digestAlgorithm: Der | undefined
  readonly time: Date
  /** Hexadecimal. */
  readonly serial: string
  readonly accuracyMs: number
  readonly nonce: string | undefined
}

const accuracyOf = (der: Der | undefined): number => {
  const parts = der ? sequenceOf(der) : []
  const small = (part: Der | undefined): number =>
    part ? Number.parseInt(Buffer.from(part.content).toString('hex') || '0', 16) : 0
  const seconds = parts.find(({ tag }) => tag === tags.integer)
  return (seconds ? numberOf(seconds) * 1_000 : 0) + small(parts.find(({ tag }) => tag === context(0, false)))
}

const readTstInfo = (bytes: Uint8Array): TstInfo => {
  const [version, , imprint, serial, at, ...rest] = sequenceOf(readDer(bytes, limits))
  if (numberOf(version) !== 1) throw new DerError('no time stamp')
  const [digestAlgorithm, hash] = sequenceOf(imprint)
  const nonce = rest.find(({ tag }) => tag === tags.integer)
  return {
    imprint: octetsOf(hash),
    digestAlgorithm,
    time: timeOf(at),
    serial: integerHex(serial),
    accuracyMs: accuracyOf(rest.find(({ tag }) => tag === tags.sequence)),
    nonce: nonce && integerHex(nonce),
  }
}

type TimestampFault =
  'other-data' | 'other-question' | 'unreadable' | { readonly cms: CmsFault } | { readonly path: CertificateFault }

export type TimestampResult =
  | {
      readonly ok: true
      readonly time: Date
      readonly accuracyMs: number
      readonly signer: Certificate
      /** From the time stamp authority's certificate to the anchor. */
      readonly chain: readonly Certificate[]
      readonly certificates: readonly Certificate[]
    }
  | { readonly ok: false; readonly fault: TimestampFault; readonly time?: Date; readonly signer?: Certificate }

export type TimestampCheck = {
  /** What was stamped. */
  readonly data: Uint8Array
  readonly anchors: readonly Certificate[]
  readonly intermediates?: readonly Certificate[]
  /** Hexadecimal, of the question it answers. */
  readonly nonce?: string
}

const judge = (token: Uint8Array, { data, anchors, intermediates = [], nonce }: TimestampCheck): TimestampResult => {
  const message = parseSignedData(token)
  const signed = verifySignedData(message, {})
  if (!signed.ok)
    return { ok: false, fault: { cms: signed.fault }, ...(signed.signer ? { signer: signed.signer } : {}) }
  // A message of another kind that the authority signed is no time stamp, whatever it says.
  if (message.contentType !== cmsOids.tstInfo || !signed.signedAttributes) return { ok: false, fault: 'unreadable' }
  const info = readTstInfo(signed.content)
  const { time, accuracyMs } = info
  const { signer, certificates } = signed
  const name = readDigestAlgorithm(info.digestAlgorithm)
  const isOfData = name !== undefined && Buffer.compare(info.imprint, digest(name, data)) === 0
  if (!isOfData) return { ok: false, fault: 'other-data', time, signer }
  if (nonce !== undefined && info.nonce !== nonce) return { ok: false, fault: 'other-question', time, signer }
  const path = validatePath(signer, {
    intermediates: [...certificates, ...intermediates],
    anchors,
    at: time,
    use: 'timestamp',
  })
  if (!path.ok) return { ok: false, fault: { path: path.fault }, time, signer }
  return { ok: true, time, accuracyMs, signer, chain: path.chain, certificates }
}

/**
 * Whether a token says of exactly that data when it was there, by somebody who may and whose certificate led to an
 * anchor at that time. Whether it was revoked is asked with the chain.
 */
export const verifyTimestamp = (token: Uint8Array, check: TimestampCheck): TimestampResult => {
  try {
    return judge(token, check)
  } catch (error) {
    if (error instanceof DerError || error instanceof CmsError || error instanceof TypeError)
      return { ok: false, fault: 'unreadable' }
    throw error
  }
}

/** The question (TimeStampReq) for SHA-256 of some data, with a number used once, wanting the certificate. */
export const timestampRequest = (data: Uint8Array, nonce: Uint8Array): Uint8Array =>
  sequence(
    integer(1),
    sequence(sequence(oid(oidOfDigest('sha256')), nothing()), octets(digest('sha256', data))),
    integer(nonce),
    truth(),
  )

/** The token of an answer (TimeStampResp); throws where it was not granted. */
const tokenOf = (answer: Uint8Array): Uint8Array => {
  const [status, token] = sequenceOf(readDer(answer, limits))
  const granted = numberOf(sequenceOf(status)[0])
  if (granted > 1 || !token) throw new Error(`the time stamp was not granted (${granted})`)
  return token.bytes
}

/** Asks a time stamp authority over HTTP (RFC 3161 3.4). */
export const createTimestamps = ({
  url,
  anchors,
}: {
  readonly url: string
  readonly anchors: () => Promise<readonly Certificate[]>
}) => ({
  /** A token over the data, checked before it is given; throws where there is none to be had. */
  request: async (data: Uint8Array): Promise<Uint8Array> => {
    const nonce = randomBytes(16)
    nonce[0] = ((nonce[0] ?? 0) & 0x7f) | 0x40
    const token = tokenOf(
      await fetchBounded(url, {
        body: timestampRequest(data, nonce),
        type: 'application/timestamp-query',
        mostBytes: limits.bytes,
      }),
    )
    const checked = verifyTimestamp(token, { data, anchors: await anchors(), nonce: nonce.toString('hex') })
    if (!checked.ok) throw new Error(`the time stamp is not to be believed: ${JSON.stringify(checked.fault)}`)
    return token
  },
})
