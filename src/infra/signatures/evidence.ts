import { derLength } from '../pki/der.ts'
import { readCertificate, type Certificate } from '../pki/certificate.ts'
import { isArray, isDict, Stream, type Value } from './tokens.ts'
import type { Pdf } from './document.ts'

/** What a verdict may rest on beside the signature: certificates, lists of revoked ones, answers on single ones. */
export type Evidence = {
  readonly certificates: readonly Certificate[]
  readonly crls: readonly Uint8Array[]
  readonly ocsps: readonly Uint8Array[]
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
      const data = pdf.data(stream, version)
      return [data.subarray(0, derLength(data) ?? data.length)]
    })
  }
  if (!isDict(dss)) return { certificates: [], crls: [], ocsps: [] }
  return {
    certificates: readable(streams(dss.get('Certs'))),
    crls: streams(dss.get('CRLs')),
    ocsps: streams(dss.get('OCSPs')),
  }
}
