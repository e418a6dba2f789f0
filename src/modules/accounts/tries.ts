import type { Knex } from 'knex'
import type { Try } from './lockout.ts'

/** From where a password was tried, and how many wrong ones in a row close that way for how long, in minutes. */
const origins = {
  /** One network: a stranger in one closes no other. */
  network: { tries: 5, minutes: 30 },
  /** All other networks together, against guesses from many of them. */
  everywhere: { tries: 50, minutes: 30 * 24 * 60 },
  /**
   * The networks staff logged in from lately, together: what strangers elsewhere do closes no office, where everybody
   * has a first day in a new browser.
   */
  offices: { tries: 50, minutes: 24 * 60 },
  /** A browser the holder logged in with before, which counts for itself alone: it then is one like any other. */
  browser: { tries: 5, minutes: 180 * 24 * 60 },
  /** A session that is logged in already. */
  session: { tries: 5, minutes: 30 },
} as const

export type OriginKind = keyof typeof origins

export type Origin = { readonly kind: OriginKind; readonly name?: string | undefined }

/** Wrong passwords in a row that close a network to somebody of the staff, and for how many minutes. */
export const networkLock = origins.network

/** Whose password it is: a row of theirs, or what was typed where there is nobody of that name. */
export type TriedFor = `account ${string}` | `staff ${number}` | `nobody ${string}`

const keyOf = (subject: TriedFor, { kind, name }: Origin) => ({
  subject,
  origin: name === undefined ? kind : `${kind} ${name}`,
})

/**
 * Counts a try before the password is compared, in one statement: of any number of guesses at the same instant, in any
 * number of processes, no more than allowed are compared, and the last of them closes the way.
 */
export const countTry = async (knex: Knex, subject: TriedFor, origin: Origin, now: Date): Promise<Try> => {
  const { tries, minutes } = origins[origin.kind]
  const key = keyOf(subject, origin)
  const counted = await knex.raw<{ rows: { failed: number }[] }>(
    `insert into login_try as t (subject, origin, failed, counted_at) values (?, ?, 1, ?::timestamptz)
     on conflict (subject, origin) do update set
       failed = case when t.locked_until is null then t.failed + 1 else 1 end,
       locked_until = case when t.locked_until is null and t.failed + 1 >= ? then ?::timestamptz end,
       counted_at = excluded.counted_at
     where t.locked_until is null or t.locked_until <= excluded.counted_at
     returning failed`,
    [key.subject, key.origin, now, tries, new Date(now.getTime() + minutes * 60_000)],
  )
  const row = counted.rows[0]
  if (row) return { triesLeft: Math.max(0, tries - row.failed) }
  const held = await knex('login_try').where(key).first<{ locked_until: Date | null } | undefined>('locked_until')
  return { lockedUntil: held?.locked_until ?? now }
}

/** Takes one counted try back: it was not compared after all, or was no guess. */
export const takeTryBack = async (knex: Knex, subject: TriedFor, origin: Origin): Promise<void> => {
  await knex('login_try')
    .where(keyOf(subject, origin))
    .andWhere('failed', '>', 0)
    .update({ failed: knex.raw('failed - 1'), locked_until: null })
}

/** Forgets the wrong tries from there: the password was right. */
export const clearTries = async (knex: Knex, subject: TriedFor, from: readonly Origin[]): Promise<void> => {
  await knex('login_try')
    .where({ subject })
    .whereIn(
      'origin',
      from.map((origin) => keyOf(subject, origin).origin),
    )
    .delete()
}

/** Opens every way that wrong tries have closed; a browser that lost its place stays one like any other. */
export const openAllWays = async (knex: Knex, subject: TriedFor): Promise<void> => {
  await knex('login_try').where({ subject }).andWhere('origin', 'not like', 'browser %').delete()
}

const office = (network: string) => ({ subject: 'staff', origin: `network ${network}` })

/** Notes that somebody of the staff logged in from there; forgotten like every row, a month after the last time. */
export const noteOffice = async (knex: Knex, network: string, now: Date): Promise<void> => {
  await knex('login_try')
    .insert({ ...office(network), failed: 0, counted_at: now })
    .onConflict(['subject', 'origin'])
    .merge(['counted_at'])
}

/** Whether staff, whoever of them, logged in from there lately: nothing that differs between somebody and nobody. */
export const isOffice = async (knex: Knex, network: string): Promise<boolean> =>
  (await knex('login_try').where(office(network)).first<unknown>('origin')) !== undefined

/** Whether this way is closed at the moment. */
export const isClosed = async (knex: Knex, subject: TriedFor, origin: Origin, now: Date): Promise<boolean> =>
  (await knex('login_try')
    .where(keyOf(subject, origin))
    .andWhere('locked_until', '>', now)
    .first<unknown>('origin')) !== undefined
