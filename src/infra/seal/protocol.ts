/** What the signer is told: a part of a password, which only it can read, or what to sign. Nothing else is understood. */
export type SignerOrder =
  | { readonly kind: 'part'; readonly closed: string }
  | {
      readonly kind: 'sign'
      readonly id: number
      readonly authority: string
      readonly digest: Uint8Array
    }

/** A key as everybody may know it. */
type KeyFacts = {
  readonly serial: string
  readonly subject: string
  readonly validTo: number
}

/** How the seal of one authority stands in one signer. */
export type SealState = {
  readonly key: KeyFacts | null
  /** Since when, and by whom it was activated. */
  readonly activated: { readonly at: number; readonly by: readonly number[] } | null
  /** The part that waits for the other one. */
  readonly waiting: { readonly half: 1 | 2; readonly by: number; readonly at: number } | null
  /** What became of the last try. */
  readonly last: {
    readonly at: number
    readonly by: readonly number[]
    readonly result: 'opened' | 'wrong' | 'same-person'
  } | null
  /** No part is taken until then: too many were wrong. */
  readonly lockedUntil: number | null
}

export type SignerAnswer =
  | { readonly kind: 'ready'; readonly publicKey: string }
  | { readonly kind: 'states'; readonly states: Readonly<Record<string, SealState>> }
  | {
      readonly kind: 'signed'
      readonly id: number
      /** Signed attributes and signature; the certificate first in the chain made it. DER. */
      readonly attributes: Uint8Array
      readonly signature: Uint8Array
      readonly chain: readonly Uint8Array[]
    }
  | { readonly kind: 'refused'; readonly id: number; readonly why: 'inactive' | 'fault'; readonly message: string }
