import { createHash, timingSafeEqual } from 'node:crypto'
import type { HashKind } from './store.ts'

const algorithms = { MD5: 'md5', SHA1: 'sha1' } as const satisfies Record<HashKind, string>

/** A password as the old system stored it: the hexadecimal digest of salt and password, one after the other. */
export const legacyHash = (kind: HashKind, salt: string, password: string): string =>
  createHash(algorithms[kind]).update(salt).update(password, 'utf8').digest('hex')

type Stored = {
  readonly hash_kind: HashKind | null
  readonly salt: string | null
  readonly password_hash: string | null
}

/** What is compared where there is nothing to compare with, so that an unknown name costs the same. */
const nobodys = {
  hash_kind: 'SHA1',
  salt: 'f00d5a17',
  password_hash: legacyHash('SHA1', 'f00d5a17', 'nobody’s password'),
} as const

/** Whether a password is the one the old system kept; without a stored one the same work is done and the answer is no. */
export const isLegacyPassword = (stored: Stored | undefined, password: string): boolean => {
  const { hash_kind: kind, salt, password_hash: hash } = stored?.password_hash ? stored : nobodys
  const same = timingSafeEqual(
    createHash('sha256')
      .update(hash?.toLowerCase() ?? '')
      .digest(),
    createHash('sha256')
      .update(legacyHash(kind ?? nobodys.hash_kind, salt ?? '', password))
      .digest(),
  )
  return same && stored?.password_hash != null
}
