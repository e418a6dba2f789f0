import type { ChildProcess } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Redis } from 'ioredis'
import { z } from 'zod'
import { NotSealed } from '../../core/seals/not-sealed.ts'
import { systemClock } from '../clock.ts'
import { startFenced } from '../fenced-process.ts'
import type { Logger } from '../logger.ts'
import { closePart, type Part } from './part.ts'
import type { SealState, SignerAnswer, SignerOrder } from './protocol.ts'

// Between the portal and the processes that seal. Each process that does jobs has a signer of its own beside it; it says in
// Redis which key parts of the password are to be encrypted to and how its seals stand, and takes its parts from there. What
// lies in Redis and who carries it cannot read a part.

const signersKey = 'seal:signers'
const milliseconds = (): number => systemClock.now().getTime()
const partsKey = (signer: string): string => `seal:parts:${signer}`
const lookMilliseconds = 500
const publishMilliseconds = 10_000
/** A signer that was not heard of for so long is gone. */
const goneMilliseconds = 45_000
const partSeconds = 600
const signMilliseconds = 15_000
const restartMilliseconds = 2_000
/** Two megabytes of memory a key, some milliseconds a signature: an end for a process that runs wild. */
const fence = { addons: false, heapMegabytes: 128, cpuSeconds: 86_400 } as const

const entry = resolve(import.meta.dirname, 'child.ts')

const publishedSchema = z.object({
  publicKey: z.string(),
  seen: z.number(),
  states: z.record(z.string(), z.custom<SealState>()),
})

/** How the seal of an authority stands in one process that seals. */
export type SealStanding = {
  readonly signer: string
  readonly publicKey: string
  readonly state: SealState | undefined
}

export type Signed = Extract<SignerAnswer, { kind: 'signed' }>

/** Whose seal it is: `code` names its key files. */
type SealedFor = { readonly code: string; readonly name: string }

/** Makes the key of an authority where there is none, and gives the two parts of its password: the sandbox’s. */
export type DemoKeys = (authority: SealedFor, folder: string) => Promise<readonly [string, string]>

type Needs = {
  readonly folder: string
  readonly redis: Redis
  readonly log: Logger
  /** The sandbox gives both parts itself. */
  readonly demo: DemoKeys | undefined
}

type Pending = { readonly done: (signed: Signed) => void; readonly fail: (error: Error) => void }

/** One signer and what is asked of it. `opened` is told when a seal becomes active. */
const openSigner = ({ folder, redis, log, demo }: Needs, opened: () => void) => {
  const id = randomUUID()
  const pending = new Map<number, Pending>()
  let last = 0
  let publicKey: string | undefined
  let states: Readonly<Record<string, SealState>> = {}
  let closed = false
  let publishedAt = 0
  let changed: (() => void)[] = []

  const failAll = (): void => {
    for (const { fail } of pending.values()) fail(new NotSealed('signer', 'the signer is gone'))
    pending.clear()
  }

  const publish = async (): Promise<void> => {
    if (publicKey === undefined || closed) return
    publishedAt = milliseconds()
    await redis.hset(signersKey, id, JSON.stringify({ publicKey, seen: publishedAt, states }))
  }

  const answered = (answer: SignerAnswer): void => {
    switch (answer.kind) {
      case 'ready':
        ;({ publicKey } = answer)
        return
      case 'states': {
        const before = states
        ;({ states } = answer)
        const active = Object.keys(states).filter((code) => states[code]?.key && !before[code]?.key)
        if (JSON.stringify(before) !== JSON.stringify(states))
          publish().catch((error: unknown) =>
            log.warn({ error: String(error) }, 'the signer could not publish its state'),
          )
        for (const tell of changed) tell()
        changed = []
        if (active.length > 0) opened()
        return
      }
      case 'signed':
        pending.get(answer.id)?.done(answer)
        break
      case 'refused':
        pending.get(answer.id)?.fail(new NotSealed(answer.why === 'inactive' ? 'inactive' : 'signer', answer.message))
    }
    pending.delete(answer.id)
  }

  let child: ChildProcess
  const start = (): void => {
    child = startFenced({ ...fence, entry, reads: folder })
    let complaint = ''
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      complaint = (complaint + text).slice(-2_000)
    })
    child.on('message', answered)
    child.once('exit', (code, signal) => {
      failAll()
      states = {}
      publicKey = undefined
      if (closed) return
      // Its keys went with it: two persons activate the next one.
      log.error(
        { why: String(signal ?? code), complaint },
        'the process that seals ended; its seals have to be activated again',
      )
      setTimeout(() => (closed ? undefined : start()), restartMilliseconds).unref()
    })
  }
  start()

  const send = (order: SignerOrder): void => {
    child.send(order, (error) => {
      if (error && order.kind === 'sign') pending.get(order.id)?.fail(new NotSealed('signer', error.message))
    })
  }

  const look = async (): Promise<void> => {
    for (
      let closedPart = await redis.lpop(partsKey(id));
      closedPart !== null;
      closedPart = await redis.lpop(partsKey(id))
    )
      send({ kind: 'part', closed: closedPart })
    if (milliseconds() - publishedAt > publishMilliseconds) await publish()
  }
  let looking = false
  const timer = setInterval(() => {
    if (looking) return
    looking = true
    look()
      .catch((error: unknown) => log.warn({ error: String(error) }, 'the signer could not look for parts'))
      .finally(() => {
        looking = false
      })
  }, lookMilliseconds)

  const stateChange = (): Promise<void> =>
    new Promise((done) => {
      const timeout = setTimeout(done, signMilliseconds)
      changed.push(() => {
        clearTimeout(timeout)
        done()
      })
    })

  const signNow = (authority: string, digest: Uint8Array): Promise<Signed> =>
    new Promise((done, fail) => {
      last += 1
      const order = { kind: 'sign', id: last, authority, digest } as const
      const timeout = setTimeout(() => fail(new NotSealed('signer', 'no answer')), signMilliseconds)
      const ended =
        <T>(act: (value: T) => void): ((value: T) => void) =>
        (value) => {
          clearTimeout(timeout)
          act(value)
        }
      pending.set(last, { done: ended(done), fail: ended(fail) })
      send(order)
    })

  const demoKey = async (authority: SealedFor, make: DemoKeys): Promise<void> => {
    if (states[authority.code]?.key) return
    const parts = await make(authority, folder)
    if (publicKey === undefined) await stateChange()
    if (publicKey === undefined) return
    for (const [index, text] of parts.entries()) {
      const part: Part = {
        authority: authority.code,
        half: index === 0 ? 1 : 2,
        text,
        by: -1 - index,
        at: milliseconds(),
      }
      const told = stateChange()
      send({ kind: 'part', closed: closePart(publicKey, part) })
      await told
    }
  }

  // One seal after the other: their parts would meet.
  let opening = Promise.resolve()
  return {
    sign: async (authority: SealedFor, digest: Uint8Array): Promise<Signed> => {
      if (demo && !states[authority.code]?.key) {
        opening = opening.catch(() => undefined).then(() => demoKey(authority, demo))
        await opening
      }
      return signNow(authority.code, digest)
    },
    close: async (): Promise<void> => {
      closed = true
      clearInterval(timer)
      failAll()
      child.kill('SIGKILL')
      await redis.hdel(signersKey, id).catch(() => undefined)
    },
  }
}

/** The seals of the authorities, as any process of the portal sees them. */
export const createSeals = (needs: Needs | undefined) => {
  let signer: ReturnType<typeof openSigner> | undefined

  const live = async (redis: Redis): Promise<readonly (z.infer<typeof publishedSchema> & { id: string })[]> => {
    const all = await redis.hgetall(signersKey)
    const read = Object.entries(all).map(([id, text]) => ({ id, ...publishedSchema.parse(JSON.parse(text)) }))
    const gone = read.filter(({ seen }) => milliseconds() - seen > goneMilliseconds)
    if (gone.length > 0) await redis.hdel(signersKey, ...gone.map(({ id }) => id))
    return read.filter((one) => !gone.includes(one))
  }

  return {
    /** Whether documents are sealed here at all. */
    on: needs !== undefined,
    /** Whether the sandbox activates its seals itself. */
    selfActivating: needs?.demo !== undefined,
    /** Starts the process that seals, where jobs are done. */
    start: (opened: () => void): void => {
      if (!needs || signer) return
      mkdirSync(needs.folder, { recursive: true, mode: 0o700 })
      signer = openSigner(needs, opened)
    },
    /** Throws NotSealed. */
    sign: (authority: SealedFor, digest: Uint8Array): Promise<Signed> =>
      signer
        ? signer.sign(authority, digest)
        : Promise.reject(new NotSealed('signer', 'nothing seals in this process')),
    /** How the seal of an authority stands in each process that seals. */
    standing: async (authority: string): Promise<readonly SealStanding[]> =>
      needs
        ? (await live(needs.redis)).map(({ id, publicKey, states }) => ({
            signer: id,
            publicKey,
            state: states[authority],
          }))
        : [],
    /** Sends a part of the password to every process that seals. */
    give: async (given: Omit<Part, 'at'>): Promise<void> => {
      if (!needs) return
      const part = { ...given, at: milliseconds() }
      for (const { id, publicKey } of await live(needs.redis)) {
        await needs.redis
          .multi()
          .rpush(partsKey(id), closePart(publicKey, part))
          .expire(partsKey(id), partSeconds)
          .exec()
      }
    },
    close: async (): Promise<void> => signer?.close(),
  }
}
