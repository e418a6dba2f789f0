import { readCertificate, type Certificate } from '../pki/certificate.ts'
import { askCrl } from '../pki/crl.ts'
import { askOcsp } from '../pki/ocsp.ts'
import { verifySignature } from '../pki/algorithms.ts'
import { isArray, isDict, Stream, type Value } from './tokens.ts'
import type { Pdf } from './document.ts'

/** What a verdict may rest on beside the signature: certificates, lists of revoked ones, answers on single ones. */
export type Evidence = {
  readonly certificates: readonly Certificate[]
  readonly crls: readonly Uint8Array[]
  readonly ocsps: readonly Uint8Array[]
  /** Whether all that is there can be read. */
  readonly whole?: boolean
}

/** More of a kind than any signature needs. */
const mostOfAKind = 200

/** Certificates that can be read; others help nobody. */
export const readable = (ders: readonly Uint8Array[]): readonly Certificate[] =>
  ders.flatMap((der) => {
    try {
      return [readCertificate(der)]
    } catch {
      return []
    }
  })

/** What the file's last version brings along for its signatures (ISO 32000-2 §12.8.4.3). */
export const evidenceIn = (pdf: Pdf): Evidence => {
  const version = pdf.versions.length - 1
  const catalog = pdf.follow(pdf.versions[version]?.trailer.get('Root'), version)
  const dss = isDict(catalog) ? pdf.follow(catalog.get('DSS'), version) : undefined
  const streams = (list: Value | undefined): readonly Uint8Array[] => {
    const items = pdf.follow(list, version)
    return (isArray(items) ? items.slice(0, mostOfAKind) : []).flatMap((item) => {
      const stream = pdf.follow(item, version)
      if (!(stream instanceof Stream)) return []
      return [pdf.data(stream, version)]
    })
  }
  if (!isDict(dss)) return { certificates: [], crls: [], ocsps: [] }
  const ders = streams(dss.get('Certs'))
  const certificates = readable(ders)
  return {
    certificates,
    whole: certificates.length === ders.length,
    crls: streams(dss.get('CRLs')),
    ocsps: streams(dss.get('OCSPs')),
  }
}

/** More comparisons than evidence of honest files takes; one that takes more is not looked through. */
const mostTries = 2_000

/**
 * Whether each piece of evidence is somebody's: a certificate that a signature brings along too or that another one
 * here has issued, a list or an answer an authority here has signed. Nobody signed the evidence as a whole, and this is
 * how a byte changed in it is seen.
 */
export const isConsistent = (
  { certificates, crls, ocsps, whole = true }: Evidence,
  known: readonly Certificate[],
): boolean => {
  const all = [...certificates, ...known]
  let tries = mostTries
  const issuersOf = (one: Certificate): readonly Certificate[] =>
    all.filter(({ subjectDer }) => Buffer.compare(subjectDer, one.issuerDer) === 0)
  const isIssued = (one: Certificate): boolean =>
    issuersOf(one).some((issuer) => {
      tries -= 1
      return tries > 0 && verifySignature(one.signature, one.tbs, issuer, one.signedWith)
    })
  const answers = (ask: (one: Certificate, issuer: Certificate) => unknown): boolean =>
    all.some((one) =>
      issuersOf(one).some((issuer) => {
        tries -= 1
        try {
          return tries > 0 && ask(one, issuer) !== undefined
        } catch {
          return false
        }
      }),
    )
  return (
    whole &&
    certificates.every((one) => known.some(({ der }) => Buffer.compare(der, one.der) === 0) || isIssued(one)) &&
    crls.every((der) => answers((one, issuer) => askCrl(der, one, issuer))) &&
    ocsps.every((der) => answers((one, issuer) => askOcsp(der, one, issuer)))
  )
}
