import { answerOf, type FileVerdict, type FindingCode, type Found } from '../../core/signatures/verdicts.ts'
import { oids, verifySignature } from '../pki/algorithms.ts'
import { readCertificate, type Certificate } from '../pki/certificate.ts'
import {
  DerError,
  numberOf,
  octetsOf,
  oidOf,
  readDer,
  sequence,
  sequenceOf,
  tags,
  textOf,
  timeOf,
  wholeBitsOf,
  type Der,
} from '../pki/der.ts'
import { validatePath } from '../pki/path.ts'
import { faultCodes, leadsTo, signerOf, type Trust } from './trust.ts'

// Seal files (.esl) of GB/T 38540-2020, SES_Seal version 4; GM/T 0031-2014 (version 1) and drafts of version 5 differ in
// where the maker's certificate and signature stand, and are told by that. The picture is never evidence of anything.

const limits = { bytes: 4 * 1_048_576, depth: 16, nodes: 20_000 }

type Seal = {
  readonly id: string
  readonly name: string
  readonly created: Date
  readonly from: Date
  readonly to: Date
  /** How many holders it names, by certificate or by digest. */
  readonly holders: number
  readonly maker: Certificate
  readonly algorithm: string
  readonly signature: Uint8Array
  /** What the maker may have signed: the standard says the three together. */
  readonly signed: readonly Uint8Array[]
}

const readProperty = (property: Der | undefined, version: number) => {
  const parts = sequenceOf(property)
  const [type, name, ...rest] = parts
  numberOf(type)
  const listType = version === 1 ? 1 : numberOf(rest.shift())
  const [list, created, from, to, ...beyond] = rest
  if (beyond.length > 0 || (listType !== 1 && listType !== 2)) throw new DerError('no property of a seal')
  const holders = sequenceOf(list)
  for (const holder of holders) {
    if (listType === 1) readCertificate(octetsOf(holder))
    else octetsOf(sequenceOf(holder)[1])
  }
  return { name: textOf(name), created: timeOf(created), from: timeOf(from), to: timeOf(to), holders: holders.length }
}

const readPicture = (picture: Der | undefined): void => {
  const [type, data, width, height, ...beyond] = sequenceOf(picture)
  const size = [numberOf(width), numberOf(height)]
  if (textOf(type) === '' || octetsOf(data).length === 0 || size.some((each) => each === 0) || beyond.length > 0)
    throw new DerError('no picture of a seal')
}

const readSeal = (bytes: Uint8Array): Seal | undefined => {
  const [info, ...proof] = sequenceOf(readDer(bytes, limits))
  const [header, id, property, picture] = sequenceOf(info)
  const [mark, version] = sequenceOf(header)
  if (mark?.tag !== tags.ia5 || textOf(mark) !== 'ES') return undefined
  const number = numberOf(version)
  if (![1, 4, 5].includes(number)) throw new DerError('a seal of another version')
  const [cert, algorithm, signature] = proof.length === 1 ? sequenceOf(proof[0]) : proof
  if (!info || !cert || !algorithm) throw new DerError('no seal')
  readPicture(picture)
  return {
    ...readProperty(property, proof.length === 1 ? 1 : number),
    id: textOf(id),
    maker: readCertificate(octetsOf(cert)),
    algorithm: oidOf(algorithm),
    signature: wholeBitsOf(signature),
    signed: [sequence(info.bytes, cert.bytes, algorithm.bytes), info.bytes],
  }
}

const judge = (seal: Seal, { anchors, certificates, now }: Trust): readonly Found[] => {
  const { maker, algorithm, signature, signed, from, to, holders } = seal
  const found: FindingCode[] = []
  if (algorithm !== oids.sm2WithSm3 || maker.algorithm !== 'SM2') found.push('seal-algorithm')
  else if (!signed.some((data) => verifySignature(signature, data, maker, { scheme: 'SM2', digest: 'sm3' })))
    found.push('seal-signature')
  if (from >= to) found.push('seal-times')
  if (now > to) found.push('seal-expired')
  if (now < from) found.push('seal-early')
  if (holders === 0) found.push('seal-holders')
  // The maker had to be good when the seal was made; how long it is used is told by the seal itself.
  const path = validatePath(maker, { intermediates: certificates, anchors, at: seal.created, use: 'seal' })
  if (!path.ok) found.push(leadsTo(maker, certificates, anchors) ? faultCodes[path.fault] : 'unknown-issuer')
  return found.map((code) => ({ code }))
}

/** Whether its maker signed just that. */
const isIntact = (found: readonly Found[]): boolean =>
  !found.some(({ code }) => code === 'seal-signature' || code === 'seal-algorithm')

/** Judges a seal file; undefined where the bytes do not even begin like one. */
export const judgeSeal = (bytes: Buffer, trust: Trust): FileVerdict | undefined => {
  if (bytes[0] !== tags.sequence) return undefined
  const whole = { kind: 'esl', note: undefined, bytes: bytes.length, versions: 1 } as const
  const one = { kind: 'seal', format: 'GB/T 38540', covers: undefined, bestTime: undefined, chain: [] } as const
  try {
    const seal = readSeal(bytes)
    if (!seal) return undefined
    const found = judge(seal, trust)
    const claimedTime = seal.created.toISOString()
    return {
      ...whole,
      signatures: [
        {
          ...one,
          ...answerOf(found),
          found,
          field: seal.name,
          intact: isIntact(found),
          signer: signerOf(seal.maker),
          claimedTime,
        },
      ],
    }
  } catch {
    // Whatever a broken one makes its reader throw: it is no seal.
    if (!bytes.subarray(0, 64).includes('ES')) return undefined
    const found = [{ code: 'seal-structure' as const }]
    return {
      ...whole,
      signatures: [
        { ...one, ...answerOf(found), found, field: '', intact: false, signer: undefined, claimedTime: undefined },
      ],
    }
  }
}
