import type { Deps } from '../../deps.ts'
import type { StaffLogin } from './store.ts'
import { clearTries, countTry, takeTryBack, type Origin, type OriginKind, type TriedFor } from './tries.ts'

/** Whom a password is tried for: a member of staff, or nobody of the name that was typed, who counts alike. */
export type Tried = { readonly subject: TriedFor; readonly staff: StaffLogin | undefined }

export type StaffAnswer =
  /** `counted`: this try stands as a wrong one until what comes next has clared it. */
  | { readonly kind: 'right'; readonly staff: StaffLogin; readonly counted: readonly Origin[] }
  /** `closes`: ways that this try has closed. */
  | { readonly kind: 'wrong'; readonly closes: readonly OriginKind[] }
  | { readonly kind: 'locked'; readonly until: Date; readonly way: OriginKind }

/**
 * Compares a password of staff. The try is counted on every way it comes by before it is compared; a closed way, and
 * nobody of that name, cost one comparison too, so that neither the time nor the answer tells anything (S3).
 */
export const checkStaffPassword = async (
  deps: Pick<Deps, 'db' | 'clock' | 'passwords'>,
  { subject, staff }: Tried,
  by: readonly Origin[],
  password: string,
): Promise<StaffAnswer> => {
  const { knex } = deps.db
  const now = deps.clock.now()
  const counted: { readonly origin: Origin; readonly triesLeft: number }[] = []
  const giveBack = async (): Promise<void> => {
    for (const { origin } of counted) await takeTryBack(knex, subject, origin)
  }
  for (const origin of by) {
    const tried = await countTry(knex, subject, origin, now)
    if ('triesLeft' in tried) {
      counted.push({ origin, triesLeft: tried.triesLeft })
      continue
    }
    await giveBack()
    await deps.passwords.verify(password, undefined)
    return { kind: 'locked', until: tried.lockedUntil, way: origin.kind }
  }
  let right: boolean
  try {
    right = await deps.passwords.verify(password, staff?.passwordHash)
  } catch (error) {
    await giveBack()
    throw error
  }
  if (right && staff) return { kind: 'right', staff, counted: counted.map(({ origin }) => origin) }
  return { kind: 'wrong', closes: counted.filter(({ triesLeft }) => triesLeft === 0).map(({ origin }) => origin.kind) }
}

/** Forgets the tries of a password that was right. */
export const forgetTries = (deps: Pick<Deps, 'db'>, staff: StaffLogin, counted: readonly Origin[]): Promise<void> =>
  clearTries(deps.db.knex, `staff ${staff.id}`, counted)
