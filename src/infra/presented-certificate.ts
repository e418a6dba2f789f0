import type { Presented } from '../core/signatures/bindings.ts'
import type { CertificateFault } from '../core/signatures/certificate-faults.ts'
import type { loginFaults } from '../core/signatures/key-faults.ts'
import { proofFault, readProof } from '../core/signatures/proof.ts'
import type { PlatformAnswer, PlatformFlow } from './certificate-platform.ts'
import type { Clock } from './clock.ts'
import { verifySignature } from './pki/algorithms.ts'
import { readCertificate, type Certificate } from './pki/certificate.ts'
import { validatePath } from './pki/path.ts'
import type { createRevocation } from './pki/revocation.ts'

/** Why a certificate opens nothing: it is not in order, or what came with it is not. */
export type LoginFault = CertificateFault | keyof typeof loginFaults

export type Judged =
  | { readonly ok: true; readonly presented: Presented }
  | { readonly ok: false; readonly fault: LoginFault; readonly presented?: Presented }

/** A certificate at the door is small; what is larger is not looked at. */
const largest = 16 * 1024

/** What the portal keeps of a certificate. */
export const presentedOf = (one: Certificate, uscc = one.subject.uscc ?? ''): Presented => ({
  issuer: one.issuer,
  serial: one.serial,
  fingerprint: one.fingerprint,
  subject: one.subject.text,
  algorithm: one.algorithm,
  unit: one.subject.unit ?? one.subject.commonName,
  uscc,
  person: one.subject.person,
  notBefore: one.notBefore,
  notAfter: one.notAfter,
})

export type JudgeOptions = {
  readonly pki: {
    readonly anchors: () => Promise<readonly Certificate[]>
    readonly revocation: Pick<ReturnType<typeof createRevocation>, 'check'>
  }
  readonly clock: Clock
  /** Where the platform sends its answers: for whom a question was asked. */
  readonly audience: string
  /** Whether the platform's word is enough where it hands on no signature of the certificate's own. */
  readonly platformProves: boolean
}

/**
 * Judges what the platform hands over by the portal's own measure: the question was this login's and was signed with
 * the certificate's key, the certificate leads to an authority the portal trusts, is valid today, may be used to log in
 * and is not revoked, and it names a unit.
 */
export const createCertificateJudge =
  ({ pki, clock, audience, platformProves }: JudgeOptions) =>
  async ({ certificates, proof }: PlatformAnswer, { nonce }: Pick<PlatformFlow, 'nonce'>): Promise<Judged> => {
    const now = clock.now()
    const [leaf, ...others] = certificates
    if (!leaf || certificates.some(({ length }) => length > largest)) return { ok: false, fault: 'proof-refused' }
    let certificate: Certificate
    let intermediates: Certificate[]
    try {
      certificate = readCertificate(leaf)
      intermediates = others.map((one) => readCertificate(one))
    } catch {
      return { ok: false, fault: 'proof-refused' }
    }
    const unit = presentedOf(certificate)
    const refuse = (fault: LoginFault): Judged => ({ ok: false, fault, presented: unit })

    if (proof) {
      const wrong = proofFault(readProof(proof.text), { audience, nonce }, now)
      if (wrong === 'clock') return refuse('clock-off')
      if (wrong) return refuse(wrong === 'expired' ? 'proof-expired' : 'proof-refused')
      const signed = new TextEncoder().encode(proof.text)
      if (!verifySignature(proof.signature, signed, certificate)) return refuse('proof-refused')
    } else if (!platformProves) return refuse('proof-refused')

    const path = validatePath(certificate, { intermediates, anchors: await pki.anchors(), at: now, use: 'login' })
    if (!path.ok) return refuse(path.fault)
    const { state } = await pki.revocation.check(path.chain, now)
    if (state === 'revoked') return refuse('revoked')
    if (state !== 'good') return refuse(state === 'stale' ? 'revocation-stale' : 'revocation-unknown')
    return unit.uscc === '' ? refuse('no-unit') : { ok: true, presented: unit }
  }
