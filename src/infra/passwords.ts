import { createHmac } from 'node:crypto'
import { availableParallelism } from 'node:os'
import bcrypt from 'bcrypt'
import { AppError } from '../core/errors.ts'

/** bcrypt takes about 0.2 s of a core; so many may wait before the next is told to come back. */
const longestQueue = 24

export type Passwords = {
  readonly hash: (password: string) => Promise<string>
  /** Compares with a hash, or with a fixed one when there is none: an unknown account costs the same time. */
  readonly verify: (password: string, hash: string | undefined) => Promise<boolean>
  /** Whether it is one of an account's earlier passwords; null stands for none. */
  readonly isAnyOf: (password: string, hashes: readonly (string | null)[]) => Promise<boolean>
  /** Whether a hash was made more cheaply than new ones are, so that it is to be made anew at the next login. */
  readonly isOutdated: (hash: string) => boolean
}

/**
 * bcrypt over HMAC-SHA-256 under a pepper, so that nothing is cut at bcrypt's 72 bytes and no NUL ends it (S1).
 * At most cores − 1 hashes run at once: waiting ones would block every file read in libuv's pool. A full queue
 * throws AppError BUSY.
 */
export const createPasswords = (pepper: string, cost: number): Passwords => {
  const key = Buffer.from(pepper, 'hex')
  const prepared = (password: string): string => createHmac('sha256', key).update(password, 'utf8').digest('base64')
  const atOnce = Math.max(1, availableParallelism() - 1)
  const waiting: (() => void)[] = []
  let running = 0

  const inTurn = async <T>(work: () => Promise<T>): Promise<T> => {
    if (running < atOnce) running += 1
    else {
      if (waiting.length >= longestQueue) throw new AppError('BUSY', '系统繁忙，请稍候再试', 5)
      await new Promise<void>((resolve) => waiting.push(resolve))
    }
    try {
      return await work()
    } finally {
      // A place is handed on, never freed and taken again, so that nobody slips in between.
      const next = waiting.shift()
      if (next) next()
      else running -= 1
    }
  }

  const compare = (password: string, hash: string): Promise<boolean> =>
    inTurn(() => bcrypt.compare(prepared(password), hash))

  const dummy = bcrypt.hashSync('never anybody’s password', cost)
  return {
    hash: (password) => inTurn(() => bcrypt.hash(prepared(password), cost)),
    verify: async (password, hash) => {
      const same = await compare(password, hash ?? dummy)
      return hash !== undefined && same
    },
    isAnyOf: async (password, hashes) => {
      for (const hash of hashes) if (hash !== null && (await compare(password, hash))) return true
      return false
    },
    isOutdated: (hash) => bcrypt.getRounds(hash) < cost,
  }
}
