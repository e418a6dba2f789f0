import type { Knex } from 'knex'

/** Wrong passwords in a row before an account is locked (S2, 等保: 登录失败处理), and for how long. Staff: see tries.ts. */
const triesAllowed = 5
export const lockMinutes = 15

export type Try = { readonly triesLeft: number } | { readonly lockedUntil: Date }

/**
 * Counts a try before the password is compared, in one statement: of any number of guesses at the same instant, in any
 * number of processes, no more than five are compared, and the fifth locks. A right password clears the count.
 */
export const countTry = async (knex: Knex, id: string, now: Date): Promise<Try> => {
  const counted = await knex.raw<{ rows: { failed_logins: number }[] }>(
    `update account set
       failed_logins = case when locked_until is null then failed_logins + 1 else 1 end,
       locked_until = case when locked_until is null and failed_logins + 1 >= ? then ?::timestamptz end
     where id = ? and (locked_until is null or locked_until <= ?::timestamptz)
     returning failed_logins`,
    [triesAllowed, new Date(now.getTime() + lockMinutes * 60_000), id, now],
  )
  const row = counted.rows[0]
  if (row) return { triesLeft: Math.max(0, triesAllowed - row.failed_logins) }
  const held = await knex('account').where({ id }).first<{ locked_until: Date | null } | undefined>('locked_until')
  return { lockedUntil: held?.locked_until ?? now }
}

/** Takes one counted try back: it was not compared after all, or another account was meant. */
export const takeTryBack = async (knex: Knex, id: string): Promise<void> => {
  await knex('account')
    .where({ id })
    .andWhere('failed_logins', '>', 0)
    .update({ failed_logins: knex.raw('failed_logins - 1'), locked_until: null })
}

/** Minutes until a lock ends, as told to the person: begun minutes count whole. */
export const minutesLeft = (until: Date, now: Date): number =>
  Math.max(1, Math.ceil((until.getTime() - now.getTime()) / 60_000))
