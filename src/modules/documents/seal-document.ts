import { authoritySeal } from '../../core/seals/faces.ts'
import type { Transaction } from '../../db/command.ts'
import type { Deps } from '../../deps.ts'
import { embedSignature, fillRange } from '../../infra/pdf/signature-bytes.ts'
import { readCertificate, type Certificate } from '../../infra/pki/certificate.ts'
import { assemble } from '../../infra/pki/cms.ts'
import { validatePath } from '../../infra/pki/path.ts'
import { verifyTimestamp } from '../../infra/pki/timestamp.ts'
import { NotSealed } from '../../core/seals/not-sealed.ts'
import type { Authority } from '../../reference/reference.ts'

/** Room for certificates, signature and time stamp. */
const signatureRoom = 10_000

/** Which certificate sealed a file, and when that was proved. */
export type SealedBy = {
  readonly certificate: Certificate
  readonly chain: readonly Certificate[]
  readonly stampedAt: Date
}

/** The chain to an anchor with what proves that none of it is revoked. Throws NotSealed. */
const proved = async ({ pki }: Pick<Deps, 'pki'>, chain: readonly Certificate[], at: Date) => {
  const { state, evidence } = await pki.revocation.check(chain, at)
  if (state === 'revoked') throw new NotSealed('revoked', 'the certificate of the seal or of the time stamp is revoked')
  if (state !== 'good') throw new NotSealed('revocation', `the state of a certificate is ${state}`)
  return evidence
}

/**
 * A document with the seal of its authority (PAdES-B-LT, ETSI EN 319 142-1 6.3): signature with time stamp, then the chains
 * and what proves them. Letters of several sheets are held together by 骑缝章. Throws NotSealed; nothing is recorded.
 */
export const sealPdf = async (
  deps: Pick<Deps, 'seals' | 'pdf' | 'pki' | 'clock'>,
  pdf: Buffer,
  { authority, reason, seam }: { readonly authority: Authority; readonly reason: string; readonly seam: boolean },
): Promise<{ readonly pdf: Buffer; readonly by: SealedBy }> => {
  const at = deps.clock.now()
  const face = authoritySeal(authority.level, authority.name)
  const waiting = await deps.pdf.prepareSignature(pdf, {
    seal: { face, place: { named: 'seal' } },
    seam,
    name: authority.name,
    reason,
    at: at.getTime(),
    room: signatureRoom,
  })
  const prepared = fillRange(waiting)
  const signed = await deps.seals.sign(authority, prepared.digest)
  const [own, ...above] = signed.chain.map((der) => readCertificate(der))
  if (!own) throw new NotSealed('signer', 'a signature without a certificate')
  const anchors = await deps.pki.anchors()
  const path = validatePath(own, { intermediates: above, anchors, at, use: 'seal' })
  if (!path.ok) throw new NotSealed('signer', `the certificate of the seal: ${path.fault}`)
  const token = await deps.pki.timestamps.request(signed.signature).catch((error: unknown) => {
    throw new NotSealed('timestamp', String(error))
  })
  const stamp = verifyTimestamp(token, { data: signed.signature, anchors })
  if (!stamp.ok) throw new NotSealed('timestamp', JSON.stringify(stamp.fault))
  const cms = assemble({
    attributes: signed.attributes,
    signature: signed.signature,
    certificates: [own, ...above],
    timestampToken: token,
  })
  const chains = [path.chain, stamp.chain]
  const evidence = []
  for (const chain of chains) evidence.push(await proved(deps, chain, at))
  return {
    pdf: await deps.pdf.addEvidence(embedSignature(prepared, cms), {
      certs: chains.flat().map(({ der }) => der),
      crls: evidence.flatMap(({ crls }) => crls),
      ocsps: evidence.flatMap(({ ocsps }) => ocsps),
    }),
    by: { certificate: own, chain: path.chain, stampedAt: stamp.time },
  }
}

/** Records which key sealed a document. */
export const recordSeal = async (
  { trx, now }: Transaction,
  documentId: string,
  authority: Authority,
  { certificate, chain, stampedAt }: SealedBy,
): Promise<void> => {
  await trx('seal_certificate')
    .insert({
      fingerprint: certificate.fingerprint,
      authority_id: authority.id,
      serial: certificate.serial,
      // As people are told; the names as they stand are in the certificates themselves.
      subject: certificate.subject.commonName,
      issuer: (chain[1] ?? certificate).subject.commonName,
      chain: chain.map(({ der }) => Buffer.from(der)),
      valid_to: certificate.notAfter,
      first_used_at: now,
    })
    .onConflict('fingerprint')
    .ignore()
  await trx('document_seal').insert({
    document_id: documentId,
    fingerprint: certificate.fingerprint,
    stamped_at: stampedAt,
    sealed_at: now,
  })
}
