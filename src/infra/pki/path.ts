import type { CertificateFault } from '../../core/signatures/certificate-faults.ts'
import { isStrong, verifySignature } from './algorithms.ts'
import { extensionOids, type Certificate, type KeyUsage } from './certificate.ts'
import { keptWithin } from './name-constraints.ts'

// Whether a certificate leads to one that is trusted (RFC 5280 chapter 6). Strict where the standard leaves room: what
// is not understood is refused, and nothing is trusted but the anchors that are handed in.

export type Use = 'login' | 'sign' | 'seal' | 'timestamp' | 'ocsp'

const usageOids = {
  clientAuth: '1.3.6.1.5.5.7.3.2',
  emailProtection: '1.3.6.1.5.5.7.3.4',
  timeStamping: '1.3.6.1.5.5.7.3.8',
  ocspSigning: '1.3.6.1.5.5.7.3.9',
  documentSigning: '1.3.6.1.5.5.7.3.36',
  any: '2.5.29.37.0',
  microsoftDocument: '1.3.6.1.4.1.311.10.3.12',
  adobeDocument: '1.2.840.113583.1.1.5',
} as const

type UseRule = {
  /** One of these must be said by the certificate. */
  readonly keyUsage: readonly KeyUsage[]
  /** Where the certificate narrows what it is for, one of these must be among it. */
  readonly extended: readonly string[]
  /** It must narrow it, to this alone. */
  readonly only?: string
  readonly critical?: true
}

const signing = [
  usageOids.emailProtection,
  usageOids.documentSigning,
  usageOids.microsoftDocument,
  usageOids.adobeDocument,
  usageOids.clientAuth,
  usageOids.any,
]

const rules = {
  login: { keyUsage: ['digitalSignature'], extended: [usageOids.clientAuth, usageOids.any] },
  sign: { keyUsage: ['digitalSignature', 'nonRepudiation'], extended: signing },
  seal: { keyUsage: ['digitalSignature', 'nonRepudiation'], extended: signing },
  // RFC 3161 2.3: this one usage, and critical.
  timestamp: {
    keyUsage: ['digitalSignature', 'nonRepudiation'],
    extended: [],
    only: usageOids.timeStamping,
    critical: true,
  },
  // RFC 6960 4.2.2.2.
  ocsp: { keyUsage: ['digitalSignature', 'nonRepudiation'], extended: [usageOids.ocspSigning] },
} as const satisfies Record<Use, UseRule>

export type PathOptions = {
  readonly intermediates: readonly Certificate[]
  readonly anchors: readonly Certificate[]
  readonly at: Date
  readonly use: Use
  /** One of these certificate policies must be kept all the way; empty or none: any. */
  readonly policies?: readonly string[]
}

export type PathResult =
  | { readonly ok: true; /** From the certificate to the anchor. */ readonly chain: readonly Certificate[] }
  | { readonly ok: false; readonly fault: CertificateFault; /** The one at fault. */ readonly certificate: Certificate }

/** No chain of a public authority is longer. */
const longest = 8
/** How many signatures are tried before giving up: names and keys of strangers could be made to ask for thousands. */
const mostTries = 60

const isSame = (one: Uint8Array, other: Uint8Array): boolean => Buffer.compare(one, other) === 0
const isSelfIssued = ({ subjectDer, issuerDer }: Certificate): boolean => isSame(subjectDer, issuerDer)

const usageFault = (leaf: Certificate, use: Use): boolean => {
  const rule: UseRule = rules[use]
  const { extendedKeyUsage: said, keyUsage, critical } = leaf
  if (leaf.isCa || !rule.keyUsage.some((one) => keyUsage.has(one))) return true
  if (rule.only !== undefined && !(said.length === 1 && said[0] === rule.only)) return true
  if (rule.critical && !critical.has(extensionOids.extendedKeyUsage)) return true
  if (use === 'ocsp') return !said.includes(usageOids.ocspSigning)
  return rule.only === undefined && said.length > 0 && !said.some((one) => rule.extended.includes(one))
}

/** What is wrong with one certificate, apart from whose signature it carries. */
const ownFault = (one: Certificate, at: Date): CertificateFault | undefined => {
  if (!isStrong(one)) return 'weak'
  if (one.unknownCritical.length > 0) return 'broken-chain'
  if (at < one.notBefore) return 'not-yet-valid'
  return at > one.notAfter ? 'expired' : undefined
}

/** What is wrong with an authority that signed `below` certificates of others (RFC 5280 6.1.4 k to n). */
const authorityFault = (one: Certificate, below: number): CertificateFault | undefined => {
  if (!one.isCa || !one.keyUsage.has('keyCertSign')) return 'broken-chain'
  return one.pathLength !== undefined && below > one.pathLength ? 'broken-chain' : undefined
}

/** An authority whose certificate narrows usages passes on no other one; as all common programmes read it. */
const narrows = ({ extendedKeyUsage: said }: Certificate, use: Use): boolean => {
  const rule: UseRule = rules[use]
  const wanted = rule.only === undefined ? rule.extended : [rule.only]
  return said.length > 0 && !said.includes(usageOids.any) && !said.some((one) => wanted.includes(one))
}

/** The fault of a chain from leaf to anchor whose signatures were found to be good. */
const chainFault = (
  chain: readonly Certificate[],
  { at, use, policies = [] }: PathOptions,
): { readonly fault: CertificateFault; readonly certificate: Certificate } | undefined => {
  const [leaf] = chain
  if (!leaf) return undefined
  for (const [place, one] of chain.entries()) {
    const authorities = chain.slice(1, place).filter((lower) => !isSelfIssued(lower)).length
    const fault =
      ownFault(one, at) ??
      (place > 0 ? authorityFault(one, authorities) : undefined) ??
      (place > 0 && narrows(one, use) ? 'wrong-usage' : undefined)
    if (fault) return { fault, certificate: one }
  }
  for (const authority of chain.slice(1))
    for (const [place, one] of chain.slice(0, chain.indexOf(authority)).entries())
      if ((place === 0 || !isSelfIssued(one)) && !keptWithin(one, authority.nameConstraints))
        return { fault: 'broken-chain', certificate: one }
  const kept = policies.filter((policy) =>
    chain
      .slice(0, -1)
      .every(({ policies: said }, place) => said.includes(policy) || (place > 0 && said.includes('2.5.29.32.0'))),
  )
  if (policies.length > 0 && kept.length === 0) return { fault: 'wrong-policy', certificate: leaf }
  return undefined
}

/** An anchor is trusted as it stands; but one that has ended, or was made with what is weak, is none. */
const isAnchor = (one: Certificate, anchors: readonly Certificate[]): boolean =>
  anchors.some(({ der }) => isSame(der, one.der))

/**
 * Looks for a chain from `leaf` to one of the anchors and judges it. Several may be found, where an authority has more
 * than one certificate: the first that is in order counts, and otherwise what was wrong with the first one is told.
 */
export const validatePath = (leaf: Certificate, options: PathOptions): PathResult => {
  const { anchors, intermediates, use } = options
  if (usageFault(leaf, use)) return { ok: false, fault: 'wrong-usage', certificate: leaf }
  let tries = mostTries
  let told: Extract<PathResult, { ok: false }> | undefined
  const tell = (fault: CertificateFault, certificate: Certificate): undefined => {
    told ??= { ok: false, fault, certificate }
  }
  const upwards = (chain: readonly Certificate[], below: Certificate): readonly Certificate[] | undefined => {
    const candidates = [...anchors, ...intermediates].filter(
      (one) =>
        isSame(one.subjectDer, below.issuerDer) &&
        !chain.some(({ der }) => isSame(der, one.der)) &&
        (below.authorityKeyId === undefined ||
          one.subjectKeyId === undefined ||
          below.authorityKeyId === one.subjectKeyId),
    )
    for (const issuer of candidates) {
      if (tries <= 0 || chain.length >= longest) return undefined
      tries -= 1
      if (!below.signedWith || !isStrong(issuer)) {
        tell('weak', below.signedWith ? issuer : below)
        continue
      }
      if (!verifySignature(below.signature, below.tbs, issuer, below.signedWith)) continue
      const longer = [...chain, issuer]
      if (!isAnchor(issuer, anchors)) {
        const found = upwards(longer, issuer)
        if (found) return found
        continue
      }
      const wrong = chainFault(longer, options)
      if (!wrong) return longer
      tell(wrong.fault, wrong.certificate)
    }
    return undefined
  }
  const chain = upwards([leaf], leaf)
  if (chain) return { ok: true, chain }
  return told ?? { ok: false, fault: 'unknown-issuer', certificate: leaf }
}
