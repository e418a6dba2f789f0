import { createHmac, timingSafeEqual } from 'node:crypto'
import { readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Knex } from 'knex'
import { z } from 'zod'
import type { Clock } from '../infra/clock.ts'
import type { Logger } from '../infra/logger.ts'
import type { ExclusiveRunner } from './command.ts'

const headSchema = z.object({ seq: z.number().int(), hash: z.string(), at: z.iso.datetime() })
const fileSchema = z.object({ at: z.iso.datetime(), heads: z.record(z.string(), headSchema), mac: z.string() })

type Head = z.infer<typeof headSchema>

/** Where every chain ended at a moment; `at` of a head is when its row was written. */
type Anchor = Omit<z.infer<typeof fileSchema>, 'mac'>

export type AnchorStore = {
  /** The anchor in the folder; undefined when there is none, a text when it was not written with this key. */
  readonly read: () => Promise<Anchor | string | undefined>
  readonly write: (anchor: Anchor) => Promise<void>
}

/**
 * The file that says outside of the database where the audit chains ended: whoever removes the last rows there, heads
 * included, cannot change it without the folder and the portal's key.
 */
export const createAnchorStore = (folder: string, fieldKey: string): AnchorStore => {
  const file = join(folder, 'audit-anchor.json')
  const key = createHmac('sha256', Buffer.from(fieldKey, 'hex')).update('audit anchor').digest()
  const sign = ({ at, heads }: Anchor): string =>
    createHmac('sha256', key)
      .update(JSON.stringify([at, Object.entries(heads).toSorted(([a], [b]) => (a < b ? -1 : 1))]))
      .digest('hex')
  return {
    read: async () => {
      let text: string
      try {
        text = await readFile(file, 'utf8')
      } catch (error) {
        if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
        throw error
      }
      const wrong = `${file} was not written by this portal, or was changed`
      let parsed
      try {
        parsed = fileSchema.safeParse(JSON.parse(text))
      } catch {
        return wrong
      }
      if (!parsed.success) return wrong
      const { mac, ...anchor } = parsed.data
      const [given, wanted] = [Buffer.from(mac, 'hex'), Buffer.from(sign(anchor), 'hex')]
      return given.length === wanted.length && timingSafeEqual(given, wanted) ? anchor : wrong
    },
    write: async (anchor) => {
      const next = `${file}.new`
      await writeFile(next, JSON.stringify({ ...anchor, mac: sign(anchor) }), { mode: 0o600, flush: true })
      await rename(next, file)
    },
  }
}

/** Where the chains end now. */
export const presentAnchor = async (knex: Knex, now: Date): Promise<Anchor> => {
  const heads = await knex('audit_head as h')
    .join('audit_log as l', (on) => on.on('l.chain', 'h.chain').andOn('l.seq', 'h.seq'))
    .select<{ chain: string; seq: number; hash: string; at: Date }[]>('h.chain', 'h.seq', 'l.hash', 'l.at')
  return {
    at: now.toISOString(),
    heads: Object.fromEntries(heads.map(({ chain, seq, hash, at }) => [chain, { seq, hash, at: at.toISOString() }])),
  }
}

const rowsAt = async (knex: Knex, heads: readonly (readonly [string, Head])[]): Promise<Map<string, string>> => {
  const found = await knex('audit_log')
    .whereIn(
      ['chain', 'seq'],
      heads.map(([chain, { seq }]) => [chain, seq]),
    )
    .select<{ chain: string; hash: string }[]>('chain', 'hash')
  return new Map(found.map(({ chain, hash }) => [chain, hash]))
}

/**
 * Looks whether every row the anchor names is still there. Gives the faults, and for rows that are missing whether a
 * restored backup explains it: then everything written after one moment is gone, in every chain.
 */
export const anchorFaults = async (knex: Knex, anchor: Anchor): Promise<string[]> => {
  const heads = Object.entries(anchor.heads)
  const found = await rowsAt(knex, heads)
  const faults: string[] = []
  const missing: Head[] = []
  for (const [chain, head] of heads) {
    const hash = found.get(chain)
    if (hash === head.hash) continue
    if (hash === undefined) missing.push(head)
    faults.push(
      hash === undefined
        ? `${chain}: row ${head.seq}, written ${head.at}, was removed from the end`
        : `${chain}: row ${head.seq} is not the one that stood there at ${anchor.at}`,
    )
  }
  if (faults.length === 0) return faults
  const earliest = missing.map(({ at }) => at).toSorted()[0]
  const later =
    earliest === undefined
      ? undefined
      : await knex('audit_log')
          .where('at', '>', earliest)
          .where('at', '<=', anchor.at)
          .first<{ chain: string; seq: number } | undefined>('chain', 'seq')
  faults.push(
    earliest === undefined
      ? 'no restored backup explains this unless the portal has worked on it since'
      : later
        ? `no restored backup explains this: row ${later.seq} of ${later.chain} was written later and is still there`
        : `a backup taken before ${earliest} and restored would explain this; if so: npm run audit:verify -- --accept`,
  )
  return faults
}

/** Chains whose head stands before where it stood already, though their rows may still be there. */
const wentBack = (known: Anchor, present: Anchor): string[] =>
  Object.entries(known.heads)
    .filter(([chain, { seq }]) => (present.heads[chain]?.seq ?? 0) < seq)
    .map(([chain]) => `${chain}: the head went back`)

const pauseMilliseconds = 1_000

export type AuditAnchor = {
  /** Something was written to a chain: the anchor follows within a second. */
  readonly soon: () => void
  /** Writes what is still waiting to be written. */
  readonly close: () => Promise<void>
}

/**
 * Keeps the file at the end of the chains. Of several processes one writes at a time, and none takes the file back:
 * once a row it names is missing it stays as it is, and the log says so, until somebody accepts what is there.
 */
export const followAudit = (deps: {
  readonly store: AnchorStore
  readonly exclusive: ExclusiveRunner
  readonly clock: Clock
  readonly log: Logger
}): AuditAnchor => {
  let timer: NodeJS.Timeout | undefined
  let writing: Promise<void> = Promise.resolve()
  let said = false

  const write = async (): Promise<void> => {
    try {
      await deps.exclusive('audit anchor', async (trx) => {
        const known = await deps.store.read()
        const present = await presentAnchor(trx, deps.clock.now())
        const faults =
          typeof known === 'string'
            ? [known]
            : known
              ? [...wentBack(known, present), ...(await anchorFaults(trx, known))]
              : []
        if (faults.length === 0) return deps.store.write(present)
        if (!said) deps.log.error({ faults }, 'the audit log is not what its anchor says: run npm run audit:verify')
        said = true
      })
    } catch (error) {
      deps.log.warn({ error: String(error) }, 'the end of the audit log could not be anchored')
    }
  }
  const start = (): void => {
    timer = undefined
    writing = writing.then(write)
  }
  return {
    soon: () => {
      timer ??= setTimeout(start, pauseMilliseconds).unref()
    },
    close: async () => {
      if (timer !== undefined) {
        clearTimeout(timer)
        start()
      }
      await writing
    },
  }
}
