import { randomBytes } from 'node:crypto'
import type { Clock } from '../clock.ts'
import type { Logger } from '../logger.ts'
import type { Certificate } from './certificate.ts'
import { CertificateError } from './certificate.ts'
import { askCrl } from './crl.ts'
import { DerError } from './der.ts'
import { fetchBounded } from './fetch-bounded.ts'
import { askOcsp, ocspRequest } from './ocsp.ts'

/** What proves that certificates were not revoked: lists of their issuers, and answers about single ones. */
export type Evidence = { readonly crls: readonly Uint8Array[]; readonly ocsps: readonly Uint8Array[] }

export type Revocation = {
  /** `stale`: there are answers, but too old to be believed; `unknown`: there is none of the issuer's. */
  readonly state: 'good' | 'revoked' | 'unknown' | 'stale'
  /** Also of a good one that was revoked after the time asked about. */
  readonly revokedAt?: Date
  /** The one of the chain that is not good. */
  readonly certificate?: Certificate
  /** What the answer rests on. */
  readonly evidence: Evidence
}

export type Judging = {
  /** The time asked about: whether the certificate was revoked by then. */
  readonly at: Date
  /** The moment of asking. */
  readonly now: Date
  /** For how long an answer is believed, in milliseconds. */
  readonly freshness: number
}

/** Clocks of authorities may run ahead of ours by so much. */
const skew = 5 * 60_000

type Answer = {
  readonly thisUpdate: Date
  readonly nextUpdate: Date | undefined
  readonly revokedAt: Date | undefined
  readonly reason: number | undefined
  readonly known: boolean
  readonly evidence: Evidence
}

const none: Evidence = { crls: [], ocsps: [] }

const readable = <Value>(read: () => Value | undefined): Value | undefined => {
  try {
    return read()
  } catch (error) {
    if (error instanceof DerError || error instanceof CertificateError || error instanceof TypeError) return undefined
    throw error
  }
}

const answersOf = (certificate: Certificate, issuer: Certificate, { crls, ocsps }: Evidence): readonly Answer[] => [
  ...ocsps.flatMap((der): readonly Answer[] => {
    const answer = readable(() => askOcsp(der, certificate, issuer))
    if (!answer) return []
    const { thisUpdate, nextUpdate, revokedAt, reason, status } = answer
    return [
      { thisUpdate, nextUpdate, revokedAt, reason, known: status !== 'unknown', evidence: { crls: [], ocsps: [der] } },
    ]
  }),
  ...crls.flatMap((der): readonly Answer[] => {
    const answer = readable(() => askCrl(der, certificate, issuer))
    if (!answer) return []
    const { thisUpdate, nextUpdate, revoked } = answer
    return [
      {
        thisUpdate,
        nextUpdate,
        revokedAt: revoked?.at,
        reason: revoked?.reason,
        known: true,
        evidence: { crls: [der], ocsps: [] },
      },
    ]
  }),
]

/**
 * Whether an answer is new enough for the time asked about: a list until the next one is due, an answer about a single
 * certificate as long as answers are believed; both also when they were made after that time.
 */
const isFresh = ({ thisUpdate, nextUpdate, evidence }: Answer, { at, now, freshness }: Judging): boolean => {
  if (thisUpdate.getTime() > now.getTime() + skew) return false
  if (nextUpdate !== undefined && nextUpdate < at) return false
  const isList = evidence.crls.length > 0 && nextUpdate !== undefined
  return isList || at.getTime() - thisUpdate.getTime() <= freshness
}

/** certificateHold (RFC 5280 5.3.1): the only revocation that may be taken back. */
const hold = 6

/**
 * What answers say of one certificate. The newest counts; one that says revoked counts however old it is, unless it was
 * put on hold only. Authorities forget certificates that have ended: what was said later says nothing good of them.
 */
export const judgeOne = (
  certificate: Certificate,
  issuer: Certificate,
  evidence: Evidence,
  judging: Judging,
): Revocation => {
  const answers = answersOf(certificate, issuer, evidence).toSorted(
    (one, other) => other.thisUpdate.getTime() - one.thisUpdate.getTime(),
  )
  const said = answers.filter(
    ({ revokedAt, reason }, place) => revokedAt !== undefined && (reason !== hold || place === 0),
  )
  const revoked = said.find(({ revokedAt }) => revokedAt !== undefined && revokedAt <= judging.at) ?? said[0]
  if (revoked?.revokedAt !== undefined && revoked.revokedAt <= judging.at)
    return { state: 'revoked', revokedAt: revoked.revokedAt, certificate, evidence: revoked.evidence }
  const known = answers.filter((one) => one.known)
  const fresh = known.find((one) => isFresh(one, judging) && one.thisUpdate <= certificate.notAfter)
  if (!fresh) return { state: known.length > 0 ? 'stale' : 'unknown', certificate, evidence: none }
  return {
    state: 'good',
    ...(revoked?.revokedAt === undefined ? {} : { revokedAt: revoked.revokedAt }),
    evidence: fresh.evidence,
  }
}

const joined = (parts: readonly Evidence[]): Evidence => ({
  crls: [...new Set(parts.flatMap(({ crls }) => crls))],
  ocsps: [...new Set(parts.flatMap(({ ocsps }) => ocsps))],
})

const worst = (parts: readonly Revocation[]): Revocation => {
  const bad = (['revoked', 'unknown', 'stale'] as const)
    .map((state) => parts.find((part) => part.state === state))
    .find((part) => part !== undefined)
  const later = parts.find(({ revokedAt }) => revokedAt !== undefined)?.revokedAt
  const evidence = joined(parts.map((part) => part.evidence))
  return bad ? { ...bad, evidence } : { state: 'good', ...(later ? { revokedAt: later } : {}), evidence }
}

/** Pairs of a chain: each certificate below the anchor with its issuer. */
const pairsOf = (chain: readonly Certificate[]): readonly (readonly [Certificate, Certificate])[] =>
  chain.slice(0, -1).flatMap((one, place) => {
    const issuer = chain[place + 1]
    return issuer ? [[one, issuer] as const] : []
  })

/** Judges a chain, from leaf to anchor, by evidence that came with a document, asking nobody. */
export const judgeRevocation = (chain: readonly Certificate[], evidence: Evidence, judging: Judging): Revocation =>
  worst(pairsOf(chain).map(([one, issuer]) => judgeOne(one, issuer, evidence, judging)))

export type RevocationDeps = {
  readonly clock: Clock
  readonly log: Pick<Logger, 'warn'>
  /** For how long an answer about a single certificate is believed, in milliseconds. */
  readonly freshness: number
  /** Where an address of a certificate is really asked; as it stands unless the sandbox answers for it. */
  readonly placeOf?: (url: string) => string
}

/** An answer is asked for anew after so long, and the one that is there serves on where nobody answers. */
const askedAgainAfter = 5 * 60_000
/** A place that did not answer is left alone for so long. */
const restAfter = 20_000
const mostKept = 500

type Kept = { readonly bytes: Uint8Array | undefined; readonly at: number }

/**
 * Asks issuers whether their certificates were revoked, over HTTP: OCSP first, the list where that gives no answer.
 * Only for chains that lead to a trusted anchor: the addresses asked are written in the certificates.
 */
export const createRevocation = ({ clock, log, freshness, placeOf = (url) => url }: RevocationDeps) => {
  const kept = new Map<string, Kept>()
  const keep = (key: string, bytes: Uint8Array | undefined, at: number): void => {
    kept.delete(key)
    kept.set(key, { bytes, at })
    const [oldest] = kept.keys()
    if (kept.size > mostKept && oldest !== undefined) kept.delete(oldest)
  }

  /** Gives what is there, asked for anew when its time has come; the old one where nothing comes. */
  const through = async (key: string, url: string, ask: () => Promise<Uint8Array>): Promise<Uint8Array | undefined> => {
    const now = clock.now().getTime()
    const known = kept.get(key)
    if (known && now - known.at < askedAgainAfter && now >= known.at) return known.bytes
    try {
      const bytes = await ask()
      keep(key, bytes, now)
      return bytes
    } catch (error) {
      log.warn({ url, fault: error instanceof Error ? error.message : String(error) }, 'no answer about revocation')
      keep(key, known?.bytes, now - askedAgainAfter + restAfter)
      return known?.bytes
    }
  }

  const ocspOf = async (one: Certificate, issuer: Certificate): Promise<Uint8Array | undefined> => {
    for (const url of one.ocspUrls.slice(0, 2)) {
      const nonce = randomBytes(16)
      const found = await through(`${issuer.fingerprint}:${one.serial}:${url}`, url, async () => {
        const bytes = await fetchBounded(placeOf(url), {
          body: ocspRequest(one, issuer, nonce),
          type: 'application/ocsp-request',
          mostBytes: 65_536,
        })
        const answer = readable(() => askOcsp(bytes, one, issuer))
        if (!answer) throw new Error('the answer is not the issuer’s')
        // An answer to somebody else’s question may be an old one that is shown again.
        if (answer.nonce !== undefined && answer.nonce !== nonce.toString('hex'))
          throw new Error('an answer seen before')
        return bytes
      })
      if (found) return found
    }
    return undefined
  }

  const crlOf = async (one: Certificate, issuer: Certificate): Promise<Uint8Array | undefined> => {
    for (const url of one.crlUrls.slice(0, 3)) {
      const found = await through(`${issuer.fingerprint}:${url}`, url, async () => {
        const bytes = await fetchBounded(placeOf(url), { mostBytes: 8 * 1_048_576 })
        if (!readable(() => askCrl(bytes, one, issuer))) throw new Error('the list is not the issuer’s')
        return bytes
      })
      if (found) return found
    }
    return undefined
  }

  const checkOne = async (one: Certificate, issuer: Certificate, at: Date): Promise<Revocation> => {
    const judging = { at, now: clock.now(), freshness }
    const ocsp = await ocspOf(one, issuer)
    const answered = judgeOne(one, issuer, { crls: [], ocsps: ocsp ? [ocsp] : [] }, judging)
    if (answered.state === 'good' || answered.state === 'revoked') return answered
    const crl = await crlOf(one, issuer)
    const listed = judgeOne(one, issuer, { crls: crl ? [crl] : [], ocsps: [] }, judging)
    return listed.state === 'unknown' && answered.state === 'stale' ? answered : listed
  }

  return {
    /** The chain from leaf to anchor, as validatePath gives it, at a time that is now or was before. */
    check: async (chain: readonly Certificate[], at: Date = clock.now()): Promise<Revocation> =>
      worst(await Promise.all(pairsOf(chain).map(([one, issuer]) => checkOne(one, issuer, at)))),
  }
}
