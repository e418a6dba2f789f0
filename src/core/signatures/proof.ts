/**
 * What the key of a certificate signs so that its holder is believed: a question that is random, asked once, good for
 * two minutes, and says itself for what, by which page and for whom it was asked (NIST SP 800-63B §5.2.8, 5.2.9).
 */
export type Proof = {
  readonly purpose: 'login'
  /** The origin of the page that asks; the page refuses to sign what another one asked. */
  readonly origin: string
  /** Where the answer goes: the address the portal registered with the platform. */
  readonly audience: string
  /** What the portal made for this login, in the browser's session. */
  readonly nonce: string
  /** What the platform made, 256 random bits. */
  readonly challenge: string
  /** ISO moments. */
  readonly issued: string
  readonly expires: string
}

/** Nothing else that a key of ours signs begins like this: CMS attributes are DER, a PDF has its own head. */
const head = 'social-organization-portal certificate-proof v1'

const keys = ['purpose', 'origin', 'audience', 'nonce', 'challenge', 'issued', 'expires'] as const

/** How long a question may be answered, in milliseconds. */
export const proofLife = 120_000

/** The bytes that are signed, as text: one line a part. */
export const proofText = (proof: Proof): string => [head, ...keys.map((key) => `${key}: ${proof[key]}`)].join('\n')

/** The parts of such a text; undefined for anything that is not exactly one. */
export const readProof = (text: string): Proof | undefined => {
  const [first, ...lines] = text.split('\n')
  if (first !== head || lines.length !== keys.length) return undefined
  const parts = Object.fromEntries(keys.map((key, place) => [key, (lines[place] ?? '').slice(key.length + 2)]))
  const proof = parts as unknown as Proof
  return proof.purpose === 'login' && proofText(proof) === text ? proof : undefined
}

/**
 * Why a question that was signed proves nothing here: asked for somebody else, for another session, or too long ago
 * (`expired`); made by a clock that runs ahead of ours (`clock`). Undefined when it is the one that was asked for.
 */
export const proofFault = (
  proof: Proof | undefined,
  expected: Pick<Proof, 'audience' | 'nonce'>,
  now: Date,
): 'foreign' | 'expired' | 'clock' | undefined => {
  if (!proof || proof.audience !== expected.audience || proof.nonce !== expected.nonce) return 'foreign'
  const [issued, expires] = [Date.parse(proof.issued), Date.parse(proof.expires)]
  if (Number.isNaN(issued) || !(expires - issued <= proofLife)) return 'foreign'
  if (issued > now.getTime() + proofLife / 2) return 'clock'
  return now.getTime() > expires ? 'expired' : undefined
}
