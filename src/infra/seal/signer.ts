import { keyFiles, keyInForce, openKeys, type SealKey } from './keys.ts'
import { createPartBox, type Part } from './part.ts'
import type { SealState } from './protocol.ts'

/** A part that nobody joined is forgotten. */
const partMilliseconds = 10 * 60_000
/** So many joined passwords may be wrong before the seal is locked for a while. */
const mostWrong = 5
const lockMilliseconds = 30 * 60_000

type Held = {
  keys: readonly SealKey[]
  activated: SealState['activated']
  waiting: Part | undefined
  last: SealState['last']
  wrong: number
  lockedUntil: number
}

/**
 * The keys of the seals: opened by two parts of a password that two persons give, held in this process only, and used for
 * the seal of one authority at a time. `now` in milliseconds.
 */
export const createSigner = (folder: string, now: () => number) => {
  const box = createPartBox()
  const seals = new Map<string, Held>()

  const held = (authority: string): Held => {
    const found = seals.get(authority)
    if (found) return found
    const made: Held = { keys: [], activated: null, waiting: undefined, last: null, wrong: 0, lockedUntil: 0 }
    seals.set(authority, made)
    return made
  }

  const forgetOld = (): void => {
    for (const seal of seals.values())
      if (seal.waiting && now() - seal.waiting.at > partMilliseconds) seal.waiting = undefined
  }

  const join = async (seal: Held, first: Part, second: Part): Promise<void> => {
    const by = [first.by, second.by]
    const password = [first, second].toSorted((one, other) => one.half - other.half).map(({ text }) => text)
    seal.waiting = undefined
    const files = (await keyFiles(folder)).get(first.authority) ?? []
    const opened = await openKeys(folder, files, password.join(''))
    if (opened.length === 0) {
      seal.wrong += 1
      seal.last = { at: now(), by, result: 'wrong' }
      if (seal.wrong < mostWrong) return
      seal.wrong = 0
      seal.lockedUntil = now() + lockMilliseconds
      return
    }
    // A key that was open stays so: its file may have another password than the new one beside it.
    seal.keys = [...seal.keys.filter(({ file }) => !opened.some((one) => one.file === file)), ...opened]
    seal.activated = { at: now(), by }
    seal.last = { at: now(), by, result: 'opened' }
    seal.wrong = 0
  }

  return {
    publicKey: box.publicKey,

    /** Takes one part. The other half by another person opens the key; the same half again takes the place of the one before. */
    async give(closed: string): Promise<void> {
      const part = box.open(closed)
      forgetOld()
      const seal = held(part.authority)
      if (seal.lockedUntil > now() || now() - part.at > partMilliseconds) return
      const other = seal.waiting
      if (!other || other.half === part.half) {
        seal.waiting = part
      } else if (other.by === part.by) {
        seal.last = { at: now(), by: [part.by], result: 'same-person' }
      } else await join(seal, other, part)
    },

    /** The key that seals for an authority now. */
    keyOf: (authority: string): SealKey | undefined => keyInForce(seals.get(authority)?.keys ?? [], now()),

    /** How each seal stands that has a key file. */
    async states(): Promise<Readonly<Record<string, SealState>>> {
      forgetOld()
      const known = await keyFiles(folder)
      return Object.fromEntries(
        [...known.keys()].map((authority) => {
          const seal = held(authority)
          const own = keyInForce(seal.keys, now())?.chain[0]
          const { waiting } = seal
          return [
            authority,
            {
              key: own
                ? { serial: own.serialNumber.toLowerCase(), subject: own.subject, validTo: Date.parse(own.validTo) }
                : null,
              activated: seal.activated,
              waiting: waiting ? { half: waiting.half, by: waiting.by, at: waiting.at } : null,
              last: seal.last,
              lockedUntil: seal.lockedUntil > now() ? seal.lockedUntil : null,
            },
          ]
        }),
      )
    },
  }
}
