import { renews, type Presented } from '../../core/signatures/bindings.ts'
import type { Deps } from '../../deps.ts'
import { bindingOf, boundByIssuer, grantHolds, type BindingRow } from './store.ts'

/** What comes of a certificate that is in order. */
export type Outcome =
  /** It opens an account: straight in (E-02). */
  | { readonly kind: 'bound'; readonly binding: BindingRow }
  /** It renews one that does: in after one confirmation. */
  | { readonly kind: 'renewed'; readonly binding: BindingRow }
  /** Nobody's yet: its holder says whose it is (E-06). */
  | { readonly kind: 'unbound' }
  | { readonly kind: 'refused'; readonly fault: 'reported-lost' | 'grant-over' | 'proof-refused' }

/** What comes of it: a binding is known by issuer and serial number, never by a name (CE-05). */
export const outcomeOf = async (deps: Deps, presented: Presented): Promise<Outcome> => {
  const now = deps.clock.now()
  const own = await bindingOf(deps.db, presented)
  if (own?.ending === 'LOST') return { kind: 'refused', fault: 'reported-lost' }
  if (own && own.ended_at === null) {
    // An authority that gave one number twice: neither is believed.
    if (own.fingerprint !== presented.fingerprint) return { kind: 'refused', fault: 'proof-refused' }
    return (await grantHolds(deps.db, own, now))
      ? { kind: 'bound', binding: own }
      : { kind: 'refused', fault: 'grant-over' }
  }
  const others = await boundByIssuer(deps.db, presented)
  const renewed = others.filter((row) =>
    renews(presented, { ...row, notBefore: row.not_before, notAfter: row.not_after }, now),
  )
  // Of several it may renew, nobody can say which: it is bound like a new one.
  const [binding] = renewed
  return binding && renewed.length === 1 && (await grantHolds(deps.db, binding, now))
    ? { kind: 'renewed', binding }
    : { kind: 'unbound' }
}
