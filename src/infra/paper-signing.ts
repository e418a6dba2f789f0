import type { SealFace } from '../core/seals/faces.ts'
import type { CertificateFault } from '../core/signatures/certificate-faults.ts'
import type { SigningFault } from '../core/signatures/signing.ts'
import type { Clock } from './clock.ts'
import type { Logger } from './logger.ts'
import type { PdfRenderer } from './pdf/render.ts'
import { embedSignature, fillRange } from './pdf/signature-bytes.ts'
import { digest, usualAlgorithm, verifySignature } from './pki/algorithms.ts'
import { readCertificate, type Certificate } from './pki/certificate.ts'
import { assemble, signedAttributes, verifySignedData } from './pki/cms.ts'
import { validatePath } from './pki/path.ts'
import type { createRevocation } from './pki/revocation.ts'
import { verifyTimestamp, type createTimestamps } from './pki/timestamp.ts'

// A paper signed with a certificate whose key is elsewhere (PAdES-B-T, ETSI EN 319 142-1 6.3): the portal prepares file and
// signed attributes, the browser signs them, and nothing goes into the file that was not verified before. The three steps
// know nothing of each other but what is handed from one to the next.

export type Presented = { readonly certificate: Uint8Array; readonly chain: readonly Uint8Array[] }

/** A certificate found in order for signing now. */
export type Proved = { readonly certificate: Certificate; readonly chain: readonly Certificate[] }

/** A file that waits for its signature, and what the key signs (DER of the set of attributes). */
export type Waiting = {
  readonly pdf: Buffer
  readonly hole: readonly [from: number, to: number]
  readonly attributes: Uint8Array
}

export type Field = {
  readonly face: SealFace
  /** Its name in the file. */
  readonly place: string
  readonly seam: boolean
  readonly name: string
  readonly reason: string
}

type Refused<Fault> = { readonly ok: false; readonly fault: Fault }

/** Room for chain, signature and time stamp, bytes. */
const room = 14_000
/** What is presented is small; what is larger is not looked at. */
const largest = 16 * 1024

type Needs = {
  readonly pki: {
    readonly anchors: () => Promise<readonly Certificate[]>
    readonly revocation: Pick<ReturnType<typeof createRevocation>, 'check'>
    readonly timestamps: Pick<ReturnType<typeof createTimestamps>, 'request'>
  }
  readonly pdf: Pick<PdfRenderer, 'prepareSignature'>
  readonly clock: Clock
  readonly log: Logger
}

const readAll = ({ certificate, chain }: Presented): readonly [Certificate, ...Certificate[]] | undefined => {
  if ([certificate, ...chain].some(({ length }) => length > largest)) return undefined
  try {
    return [readCertificate(certificate), ...chain.map((der) => readCertificate(der))]
  } catch {
    return undefined
  }
}

/** What a signature covers: all of the file but the hole it goes into. */
const covered = (pdf: Buffer, [from, to]: Waiting['hole']): readonly Buffer[] => [
  pdf.subarray(0, from),
  pdf.subarray(to),
]

export const createPaperSigning = ({ pki, pdf, clock, log }: Needs) => ({
  /** Chain, validity, usage and revocation of a certificate, now. */
  prove: async (
    presented: Presented,
    use: 'sign' | 'seal',
  ): Promise<({ readonly ok: true } & Proved) | Refused<CertificateFault>> => {
    const read = readAll(presented)
    if (!read) return { ok: false, fault: 'unreadable' }
    const [certificate, ...intermediates] = read
    const at = clock.now()
    const path = validatePath(certificate, { intermediates, anchors: await pki.anchors(), at, use })
    if (!path.ok) return { ok: false, fault: path.fault }
    const { state } = await pki.revocation.check(path.chain, at)
    if (state === 'revoked') return { ok: false, fault: 'revoked' }
    if (state !== 'good') return { ok: false, fault: state === 'stale' ? 'revocation-stale' : 'revocation-unknown' }
    return { ok: true, certificate, chain: path.chain }
  },

  /** The file with the seal on it and room for the signature of the certificate. */
  prepare: async (
    unsigned: Buffer,
    { certificate }: Proved,
    { face, place, seam, name, reason }: Field,
  ): Promise<Waiting> => {
    const prepared = fillRange(
      await pdf.prepareSignature(unsigned, {
        seal: { face, place: { named: place } },
        seam,
        name,
        reason,
        at: clock.now().getTime(),
        room,
      }),
    )
    const { pdf: file, hole } = prepared
    const own = digest(usualAlgorithm(certificate).digest, ...covered(file, hole))
    return { pdf: file, hole, attributes: signedAttributes({ digest: own, certificate }) }
  },

  /** The file with the signature the key made and a time stamp over it; whole, and verified as it stands in the file. */
  complete: async (
    waiting: Waiting,
    signature: Uint8Array,
    { certificate, chain }: Proved,
  ): Promise<{ readonly ok: true; readonly pdf: Buffer; readonly stampedAt: Date } | Refused<SigningFault>> => {
    const { attributes, hole } = waiting
    if (!verifySignature(signature, attributes, certificate)) return { ok: false, fault: 'wrong-signature' }
    let stamp
    let timestampToken
    try {
      timestampToken = await pki.timestamps.request(signature)
      stamp = verifyTimestamp(timestampToken, { data: signature, anchors: await pki.anchors() })
    } catch (error) {
      log.warn({ error: String(error) }, 'no time stamp for a signature')
      return { ok: false, fault: 'no-timestamp' }
    }
    if (!stamp.ok) return { ok: false, fault: 'no-timestamp' }
    // The anchor is known to whoever trusts it.
    const cms = assemble({ attributes, signature, certificates: chain.slice(0, -1), timestampToken })
    const signed = embedSignature(waiting, cms)
    const again = verifySignedData(cms, { content: Buffer.concat(covered(signed, hole)) })
    if (!again.ok || again.signer.fingerprint !== certificate.fingerprint)
      return { ok: false, fault: 'wrong-signature' }
    return { ok: true, pdf: signed, stampedAt: stamp.time }
  },
})
