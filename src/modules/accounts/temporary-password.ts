import { randomInt } from 'node:crypto'
import type { Deps } from '../../deps.ts'

/** Characters nobody mistakes for others when reading them from a phone. */
const kinds = ['ABCDEFGHJKMNPQRSTUVWXYZ', 'abcdefghjkmnpqrstuvwxyz', '23456789'] as const
const length = 12

/** How long a temporary password may be used to log in and choose one's own, in hours. */
export const temporaryHours = 24

/**
 * A password somebody is given instead of choosing one: it goes to the holder's phone and nowhere else, and must be
 * changed at the first login. Gives it in clear for that message, and its hash; throws BUSY when too many hash.
 */
export const makeTemporaryPassword = async (
  deps: Pick<Deps, 'passwords'>,
): Promise<{ readonly password: string; readonly hash: string }> => {
  const all = kinds.join('')
  const characters = Array.from({ length }, (_unused, place) => {
    const alphabet = kinds[place] ?? all
    return alphabet.charAt(randomInt(alphabet.length))
  })
  for (let place = length - 1; place > 0; place -= 1) {
    const other = randomInt(place + 1)
    const held = characters[place] ?? ''
    characters[place] = characters[other] ?? ''
    characters[other] = held
  }
  const password = characters.join('')
  return { password, hash: await deps.passwords.hash(password) }
}
