import type { CertificateFault } from '../../core/signatures/certificate-faults.ts'
import { answerOf, type FindingCode, type Found, type Signer } from '../../core/signatures/verdicts.ts'
import { isStrong } from '../pki/algorithms.ts'
import type { Certificate } from '../pki/certificate.ts'
import { verifySignedData, type CmsFault, type CmsResult } from '../pki/cms.ts'
import { derLength } from '../pki/der.ts'
import { validatePath, type Use } from '../pki/path.ts'
import { judgeRevocation } from '../pki/revocation.ts'
import { verifyTimestamp, type TimestampResult } from '../pki/timestamp.ts'
import type { Evidence } from './evidence.ts'
import { isTidy } from './tidy.ts'
import { Text, type Value } from './tokens.ts'

/** What is believed, and when. */
export type Trust = Evidence & {
  readonly anchors: readonly Certificate[]
  readonly now: Date
  /** For how long an answer about one certificate is believed, in milliseconds. */
  readonly freshness: number
  /** A time by which a later time stamp proves the signature to have been there. */
  readonly provedAt?: Date | undefined
}

export type Judged = {
  readonly found: readonly Found[]
  /** Whether what it covers is what was signed, by whoever. */
  readonly sound: boolean
  readonly signer: Signer | undefined
  readonly claimedTime: string | undefined
  readonly bestTime: Date | undefined
  readonly chain: readonly string[]
  /** All it brings along. */
  readonly certificates: readonly Certificate[]
}

const nothingKnown = {
  sound: false,
  signer: undefined,
  claimedTime: undefined,
  bestTime: undefined,
  chain: [],
  certificates: [],
} as const

/** Clocks of signers and of time-stamping authorities may differ by so much. */
const skew = 10 * 60_000

export const signerOf = ({ subject, issuer, serial, notBefore, notAfter }: Certificate): Signer => ({
  name: subject.commonName,
  unit: subject.unit,
  issuer,
  serial,
  notBefore: notBefore.toISOString(),
  notAfter: notAfter.toISOString(),
})

export const faultCodes = {
  unreadable: 'broken-chain',
  expired: 'expired',
  'not-yet-valid': 'not-yet-valid',
  revoked: 'revoked',
  'revocation-stale': 'revocation-unknown',
  'revocation-unknown': 'revocation-unknown',
  'unknown-issuer': 'unknown-issuer',
  'wrong-usage': 'wrong-usage',
  'wrong-policy': 'wrong-usage',
  weak: 'weak-algorithm',
  'broken-chain': 'broken-chain',
} as const satisfies Record<CertificateFault, FindingCode>

const cmsCodes = {
  unreadable: 'cms',
  'no-signer': 'cms',
  'several-signers': 'cms',
  'has-content': 'encapsulated',
  'no-content': 'cms',
  'no-certificate': 'no-certificate',
  'other-certificate': 'signature',
  weak: 'signature-weak',
  'bad-attributes': 'cms',
  'digest-mismatch': 'hash',
  'bad-signature': 'signature',
} as const satisfies Record<CmsFault, FindingCode>

type Standing = { readonly found: readonly Found[]; readonly chain: readonly string[] }

/** Whether names lead from a certificate to one that is trusted, be it in order or not. */
export const leadsTo = (
  from: Certificate,
  between: readonly Certificate[],
  anchors: readonly Certificate[],
): boolean => {
  const isNamed = (name: Uint8Array, { subjectDer }: Certificate): boolean => Buffer.compare(name, subjectDer) === 0
  // A set is walked on to what is added on the way.
  const seen = new Set([from])
  for (const one of seen) {
    if (anchors.some((anchor) => isNamed(one.issuerDer, anchor))) return true
    for (const each of between) if (isNamed(one.issuerDer, each)) seen.add(each)
  }
  return false
}

/** Whether the signer's certificate was good at the time that is proved, or is good now where none is. */
const standingOf = (
  signer: Certificate,
  { certificates, crls, ocsps }: Evidence,
  use: Use,
  bestTime: Date | undefined,
  trust: Trust,
): Standing => {
  const at = bestTime ?? trust.now
  const path = validatePath(signer, { intermediates: certificates, anchors: trust.anchors, at, use })
  if (!path.ok) {
    // Of somebody nobody here knows it is no use to say what else is wrong with his certificate.
    if (!leadsTo(signer, certificates, trust.anchors)) return { found: [{ code: 'unknown-issuer' }], chain: [] }
    const code = path.fault === 'expired' && bestTime ? 'expired-then' : faultCodes[path.fault]
    return { found: [{ code }], chain: [] }
  }
  const chain = path.chain.map(({ der }) => Buffer.from(der).toString('base64'))
  const { state, revokedAt } = judgeRevocation(
    path.chain,
    { crls: [...crls, ...trust.crls], ocsps: [...ocsps, ...trust.ocsps] },
    { at, now: trust.now, freshness: trust.freshness },
  )
  if (state === 'revoked') return { found: [{ code: bestTime ? 'revoked' : 'revoked-now', ...when(revokedAt) }], chain }
  if (state !== 'good') return { found: [{ code: 'revocation-unknown' }], chain }
  return { found: revokedAt ? [{ code: 'revoked-since', ...when(revokedAt) }] : [], chain }
}

const when = (date: Date | undefined): { readonly detail?: string } => (date ? { detail: date.toISOString() } : {})

/** Judges the signature that stands in a hole of a file: `parts` are the bytes before and behind it. */
export const judgeSignature = (
  contents: Buffer,
  parts: readonly Buffer[],
  kind: 'signature' | 'timestamp',
  trust: Trust,
): Judged => {
  const length = lengthOf(contents)
  if (length === undefined) return { ...nothingKnown, found: [{ code: 'cms' }] }
  if (contents.subarray(length).some((byte) => byte !== 0)) return { ...nothingKnown, found: [{ code: 'padding' }] }
  const message = contents.subarray(0, length)
  const content = Buffer.concat(parts)
  return kind === 'timestamp' ? judgeStamp(message, content, trust) : judgeCms(message, content, trust)
}

/** How long the signature is; one without a length of its own (BER) ends before the zeros that fill the hole. */
const lengthOf = (contents: Buffer): number | undefined => {
  const length = derLength(contents)
  if (length !== undefined) return length
  return contents[0] === 0x30 && contents[1] === 0x80 ? contents.length : undefined
}

type TimestampFault = Extract<TimestampResult, { readonly ok: false }>['fault']

const stampFault = (fault: TimestampFault): FindingCode => {
  if (fault === 'other-data') return 'hash'
  if (typeof fault === 'string') return 'cms'
  return 'path' in fault ? faultCodes[fault.path] : cmsCodes[fault.cms]
}

/** A time stamp of the whole document. */
const judgeStamp = (token: Buffer, data: Buffer, trust: Trust): Judged => {
  const stamp = verifyTimestamp(token, { data, anchors: trust.anchors, intermediates: trust.certificates })
  const signer = stamp.signer && signerOf(stamp.signer)
  const claimedTime = stamp.time?.toISOString()
  if (!stamp.ok) {
    const code = stampFault(stamp.fault)
    // Its own signature was found good before anybody asked for its chain.
    const sound = typeof stamp.fault === 'object' && 'path' in stamp.fault
    const unknown = sound && stamp.signer && !leadsTo(stamp.signer, trust.certificates, trust.anchors)
    return { ...nothingKnown, sound, signer, claimedTime, found: [{ code: unknown ? 'unknown-issuer' : code }] }
  }
  const inside = { certificates: stamp.certificates, crls: [], ocsps: [] }
  const standing = standingOf(stamp.signer, inside, 'timestamp', stamp.time, trust)
  const loose = isTidy(token) ? [] : [{ code: 'loose-parts' as const }]
  return {
    found: [...standing.found, ...loose],
    chain: standing.chain,
    certificates: stamp.certificates,
    sound: true,
    signer,
    claimedTime,
    bestTime: answerOf(standing.found).indication === 'TOTAL-PASSED' ? stamp.time : undefined,
  }
}

/**
 * A time stamp of an authority nobody here knows is left out; one that is damaged, or of a known authority and yet not
 * in order, is not passed over.
 */
const stampDoubt = (
  { fault, signer }: Extract<TimestampResult, { readonly ok: false }>,
  certificates: readonly Certificate[],
  { anchors }: Trust,
): FindingCode => {
  if (typeof fault === 'string' || ('cms' in fault && fault.cms !== 'weak')) return 'timestamp-broken'
  return signer && leadsTo(signer, certificates, anchors) ? 'timestamp-doubtful' : 'timestamp-unknown'
}

/** What the time stamp inside a signature proves. */
const stampIn = (
  signed: Extract<CmsResult, { readonly ok: true }>,
  trust: Trust,
): { readonly time?: Date; readonly certificates: readonly Certificate[]; readonly found: readonly Found[] } => {
  if (!signed.timestampToken) return { certificates: [], found: [] }
  const stamp = verifyTimestamp(signed.timestampToken, {
    data: signed.signature,
    anchors: trust.anchors,
    intermediates: [...signed.certificates, ...trust.certificates],
  })
  if (!stamp.ok) {
    const code = stampDoubt(stamp, [...signed.certificates, ...trust.certificates], trust)
    return { certificates: stamp.signer ? [stamp.signer] : [], found: [{ code }] }
  }
  const { certificates } = stamp
  const loose = isTidy(Buffer.from(signed.timestampToken)) ? [] : [{ code: 'loose-parts' as const }]
  const { state } = judgeRevocation(stamp.chain, trust, {
    at: stamp.time,
    now: trust.now,
    freshness: trust.freshness,
  })
  return state === 'revoked'
    ? { certificates, found: [{ code: 'timestamp-unknown' }] }
    : { certificates, time: stamp.time, found: loose }
}

/** Somebody's signature. */
const judgeCms = (message: Buffer, content: Buffer, trust: Trust): Judged => {
  const signed = verifySignedData(message, { content })
  if (!signed.ok) {
    const { fault, signer } = signed
    const weak = fault === 'bad-signature' && signer !== undefined && !isStrong(signer)
    const code = weak ? 'signature-weak' : cmsCodes[fault]
    return { ...nothingKnown, signer: signer && signerOf(signer), found: [{ code }] }
  }
  const stamp = stampIn(signed, trust)
  const times = [stamp.time, trust.provedAt].flatMap((each) => (each ? [each] : []))
  const bestTime = times.toSorted((one, other) => one.getTime() - other.getTime())[0]
  const inside = {
    certificates: [...signed.certificates, ...trust.certificates],
    crls: signed.crls,
    ocsps: signed.ocsps,
  }
  const standing = standingOf(signed.signer, inside, 'sign', bestTime, trust)
  const claimed = signed.signingTime
  const found: Found[] = [...standing.found, ...stamp.found]
  if (!isTidy(message)) found.push({ code: 'loose-parts' })
  if (!signed.signedAttributes) found.push({ code: 'no-signed-attributes' })
  else if (!signed.namesCertificate) found.push({ code: 'unnamed-certificate' })
  if (!bestTime) found.push({ code: 'no-timestamp' })
  else if (claimed && claimed.getTime() > bestTime.getTime() + skew) found.push({ code: 'time-order' })
  return {
    found,
    sound: true,
    signer: signerOf(signed.signer),
    claimedTime: claimed?.toISOString(),
    bestTime,
    chain: standing.chain,
    certificates: [...signed.certificates, ...stamp.certificates],
  }
}

/** The date of a PDF (ISO 32000-2 §7.9.4) as ISO 8601; undefined where it is none. */
export const claimedTimeOf = (value: Value | undefined): string | undefined => {
  if (!(value instanceof Text)) return undefined
  const found = /^D:(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)?(?:Z|([+-])(\d\d)'?(\d\d)?)?/.exec(value.bytes)
  if (!found) return undefined
  const [, year, month, day, hour, minute, second = '00', sign, hours = '00', minutes = '00'] = found
  const zone = sign ? `${sign}${hours}:${minutes}` : 'Z'
  const date = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}${zone}`)
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString()
}
