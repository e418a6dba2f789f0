import type { Deps } from '../../deps.ts'
import { countTry, takeTryBack } from './lockout.ts'

type Known = { readonly id: string; readonly passwordHash: string }

export type PasswordAnswer<T> =
  | { readonly kind: 'right'; readonly matches: readonly T[] }
  | {
      readonly kind: 'wrong'
      readonly triesLeft: number
      readonly tried: readonly T[]
      /** Whom this try locks. */
      readonly locked: readonly T[]
    }
  | { readonly kind: 'locked'; readonly until: Date; readonly tried: readonly T[] }
  | { readonly kind: 'unknown' }

/**
 * Compares a password with those of everybody who may be meant. Every try is counted before it is compared; nobody
 * known, and everybody locked, costs one comparison too, so that the time tells nothing (S3). Once the
 * password fits somebody, nobody's try counts but that of the only one it fits, which the login clears: who shares a
 * phone with others is not locked by their logins.
 */
export const checkPassword = async <T extends Known>(
  deps: Deps,
  candidates: readonly T[],
  password: string,
): Promise<PasswordAnswer<T>> => {
  const { knex } = deps.db
  const now = deps.clock.now()
  const compared: { readonly candidate: T; readonly triesLeft: number }[] = []
  const matches: T[] = []
  const locks: Date[] = []
  for (const candidate of candidates) {
    const counted = await countTry(knex, candidate.id, now)
    if ('lockedUntil' in counted) {
      locks.push(counted.lockedUntil)
      continue
    }
    try {
      if (await deps.passwords.verify(password, candidate.passwordHash)) matches.push(candidate)
      compared.push({ candidate, triesLeft: counted.triesLeft })
    } catch (error) {
      await takeTryBack(knex, candidate.id)
      throw error
    }
  }
  if (matches.length > 0) {
    const [only, ...others] = matches
    for (const { candidate } of compared)
      if (candidate !== only || others.length > 0) await takeTryBack(knex, candidate.id)
    return { kind: 'right', matches }
  }
  if (compared.length === 0) await deps.passwords.verify(password, undefined)
  if (candidates.length === 0) return { kind: 'unknown' }
  if (compared.length === 0) {
    const until = locks.reduce((first, next) => (next < first ? next : first))
    return { kind: 'locked', until, tried: candidates }
  }
  const locked = compared.filter((one) => one.triesLeft === 0).map((one) => one.candidate)
  return {
    kind: 'wrong',
    triesLeft: Math.max(...compared.map((one) => one.triesLeft)),
    tried: compared.map((one) => one.candidate),
    locked,
  }
}
